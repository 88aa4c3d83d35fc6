"""Orders and requests that a buyer mails in as a sheet: entered as Drafts, all or none; he sends each by a reply
(docs/rules.md 8 and 9)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import commit, dossiers, postroom, scenes
from bot.order_entry import orders_of
from bot.rfp_entry import rfps_of
from core import events as e
from core.commands.buyer_orders import NewOrder
from core.commands.buyer_rfps import NewRfp
from core.dossier import Actor, Dossier
from core.engine import Outcome, add, begin, handle
from core.message import Message
from core.names import BlobHash, Reference, SupplierId, safe_line
from core.notices import posts
from core.order import PurchaseOrder
from core.party import Buyer, BuyerRole, Supplier
from core.policy import House
from core.reading import Reading
from core.triage import may_answer
from parsers import rows
from parsers.cage import Caged

if TYPE_CHECKING:
    from bot.reader import Reader
    from bot.senders import Writer
    from bot.wire import Bot
    from storage.inbox import Leased
    from storage.unit import Unit

ENDS = (".xlsx", ".xls", ".ods", ".csv", ".json")
MANY = 50
"""Documents of one mail: each is answered by a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who enters, and what an entry is checked against. `number`: of the next order."""

    buyer: Buyer
    house: House
    suppliers: dict[SupplierId, Supplier]
    number: int
    taken: frozenset[str] = frozenset()
    """Numbers of the orders that the files before it enter."""


Table = list[dict[str, str]]
New = NewOrder | NewRfp


def _orders(desk: Desk, table: Table) -> tuple[New, ...]:
    return tuple(NewOrder(order=o) for o in _orders_in(desk, table))


def _orders_in(desk: Desk, table: Table) -> tuple[PurchaseOrder, ...]:
    return orders_of(table, desk.suppliers, desk.number, desk.buyer.address, desk.taken)


def _requests(desk: Desk, table: Table) -> tuple[New, ...]:
    """A request that a reply shall send needs its deadline and its suppliers in the sheet."""
    zone = ZoneInfo(desk.buyer.time_zone or desk.house.time_zone)
    found = rfps_of(table, desk.suppliers, desk.house.currency, zone, desk.buyer.address)
    for place, rfp in enumerate(found, start=1):
        if rfp.deadline is None or not rfp.invited:
            raise ValueError(f"request {place}: {'suppliers' if rfp.deadline else 'deadline'}: missing")
    return tuple(NewRfp(rfp=rfp) for rfp in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A sheet of ours, known by these columns; any other file is read as a document."""

    columns: frozenset[str]
    entered: Callable[[Desk, Table], tuple[New, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file of one of the forms; its rows are its own."""

    name: str
    form: Form
    table: Table


FORMS = (
    Form(columns=frozenset({"supplier", "quantity", "unit_price", "description"}), entered=_orders),
    Form(columns=frozenset({"suppliers", "deadline", "quantity", "description"}), entered=_requests),
)


def hold(bot: "Bot", reader: "Reader", leased: "Leased", message: Message, writer: "Writer") -> bool:
    """Enter what the attached sheets say; False where there is none. Raises Conflict: try again."""
    sheets = sheets_of(reader, message, writer)
    if not sheets:
        return False
    thread: Reference | None = None
    with bot.store.begin() as unit:
        for outcome in entered(bot, unit, leased.delivery.received_at, leased.hash, sheets, writer):
            commit.write(unit, outcome, leased.delivery.received_at)
            scene = scenes.scene_of(bot, outcome.before, outcome.dossier, outcome.texts, bot.clock(), Reading(message=message))
            told = posts(outcome, bot.policy, receipt=False) if may_answer(writer.seen) else ()
            postroom.write(bot, unit, told, scene, message)
            thread = thread or outcome.dossier.thread
        unit.inbox.finish(leased, "entered", thread, writer.standing.level)
    return True


def sheets_of(reader: "Reader", message: Message, writer: "Writer") -> tuple[Sheet, ...]:
    """The files that are a form, read in the cage; none where the writer may enter nothing."""
    buyer = writer.standing.buyer
    if buyer is None or not buyer.may(BuyerRole.INITIATOR, BuyerRole.ADMIN):
        return ()
    found: list[Sheet] = []
    for file in message.attachments[:5]:
        if not file.name.lower().endswith(ENDS):
            continue
        try:
            table = reader.cage.run(rows.read, file.content, file.name)
        except Caged:
            continue  # no sheet of ours: the reader of documents says what it is
        columns = {name for name, _ in table.rows[0]} if table.rows else set()
        form = next((form for form in FORMS if columns >= form.columns), None)
        if form is not None:
            found.append(Sheet(name=file.name, form=form, table=[dict(row) for row in table.rows]))
    return tuple(found)


def entered(
    bot: "Bot", unit: "Unit", at: datetime, mail: BlobHash, sheets: tuple[Sheet, ...], writer: "Writer"
) -> Iterator[Outcome]:
    """One outcome a document, each decided when the one before is written; where one cannot be entered, none is, and the row or
    the number is named."""
    buyer = writer.standing.buyer
    if buyer is None:
        return
    actor = Actor(buyer=buyer.address, level=writer.standing.level, cause=mail)
    suppliers = {s.id: s for s in unit.people.suppliers(limit=dossiers.SUPPLIERS)}
    desk = Desk(buyer=buyer, house=bot.policy.house, suppliers=suppliers, number=unit.counters.peek().order)
    try:
        wanted = _wanted(desk, sheets)
        if len(wanted) > MANY:
            raise ValueError(f"more than {MANY} in one mail; “counterfoil po import” and “rfp import” take any number")
    except ValueError as problem:
        yield _refused(bot, unit, actor, e.Why.BAD_VALUE, safe_line(str(problem), 200), at)
        return
    known = unit.documents.orders(new.order.reference for new in wanted if isinstance(new, NewOrder))
    if known:
        yield _refused(bot, unit, actor, e.Why.EXISTS_ALREADY, known[0].reference, at)
        return
    for new in wanted:
        dossier = _about(_dossier(bot, unit, actor), new, suppliers)
        yield handle(begin(dossier), new, at, bot.policy)


def _wanted(desk: Desk, sheets: tuple[Sheet, ...]) -> tuple[New, ...]:
    """What all files enter together. Raises ValueError naming the row, and of several files the file."""
    made: tuple[New, ...] = ()
    for sheet in sheets:
        taken = frozenset(new.order.reference for new in made if isinstance(new, NewOrder))
        try:
            made += sheet.form.entered(replace(desk, taken=taken), sheet.table)
        except ValueError as problem:
            raise ValueError(f"{sheet.name}: {problem}" if len(sheets) > 1 else str(problem)) from problem
    return made


def _about(dossier: Dossier, new: New, suppliers: dict[SupplierId, Supplier]) -> Dossier:
    """With the parties of the document that is entered, and its thread."""
    if isinstance(new, NewOrder):
        return replace(dossier, supplier=suppliers[new.order.supplier], thread=new.order.reference)
    asked = tuple(suppliers[which] for which in new.rfp.invited)
    return replace(dossier, suppliers=asked, thread=Reference(f"RFP-{dossier.fresh.rfp}"))


def _refused(bot: "Bot", unit: "Unit", actor: Actor, why: e.Why, detail: str, at: datetime) -> Outcome:
    no = (e.Refused(why=why, word=NewOrder.word, detail=detail),)
    return add(begin(_dossier(bot, unit, actor)), no, at, bot.policy)


def _dossier(bot: "Bot", unit: "Unit", actor: Actor) -> Dossier:
    return Dossier(actor=actor, fresh=dossiers.fresh(unit, bot.keys[0]), buyers=unit.people.buyers())
