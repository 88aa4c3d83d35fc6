"""Orders that a buyer mails in as a sheet: entered as Drafts, all or none; he sends each by a reply (docs/rules.md 8 and 9)."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import commit, dossiers, postroom
from bot.order_entry import orders_of
from core import events as e
from core.commands.buyer_orders import NewOrder
from core.dossier import Actor, Dossier
from core.engine import Outcome, add, begin, handle
from core.message import Message
from core.names import SupplierId, safe_line
from core.notices import posts
from core.order import PurchaseOrder
from core.party import BuyerRole, Supplier
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

NEEDED = frozenset({"supplier", "quantity", "unit_price", "description"})
"""By these columns a sheet is known for one of ours; any other file is read as a document."""
ENDS = (".xlsx", ".xls", ".ods", ".csv", ".json")
MANY = 50
"""Orders of one mail: each is answered by a letter."""
SUPPLIERS = 100_000


def hold(bot: "Bot", reader: "Reader", leased: "Leased", message: Message, writer: "Writer") -> bool:
    """Enter the orders of the attached sheets; False where there is none. Raises Conflict: try again."""
    buyer = writer.standing.buyer
    if buyer is None or not buyer.may(BuyerRole.INITIATOR, BuyerRole.ADMIN):
        return False
    tables = _tables(reader, message)
    if not tables:
        return False
    actor = Actor(buyer=buyer.address, level=writer.standing.level, cause=leased.hash)
    with bot.store.begin() as unit:
        outcomes = _entered(bot, unit, actor, tables, leased)
        for outcome in outcomes:
            commit.write(unit, outcome, leased.delivery.received_at)
            scene = postroom.scene_of(bot, outcome.before, outcome.dossier, outcome.texts, bot.clock(), Reading(message=message))
            told = posts(outcome, bot.policy, receipt=False) if may_answer(writer.seen) else ()
            postroom.write(bot, unit, told, scene, message)
        unit.inbox.finish(leased, "orders", outcomes[0].dossier.thread, writer.standing.level)
    return True


def _tables(reader: "Reader", message: Message) -> tuple[rows.Rows, ...]:
    """The sheets with our columns, read in the cage."""
    found: list[rows.Rows] = []
    for file in message.attachments[:5]:
        if not file.name.lower().endswith(ENDS):
            continue
        try:
            table = reader.cage.run(rows.read, file.content, file.name)
        except Caged:
            continue  # no sheet of ours: the reader of documents says what it is
        if table.rows and {name for name, _ in table.rows[0]} >= NEEDED:
            found.append(table)
    return tuple(found)


def _entered(bot: "Bot", unit: "Unit", actor: Actor, tables: tuple[rows.Rows, ...], leased: "Leased") -> tuple[Outcome, ...]:
    """One outcome an order; where one cannot be entered, none is, and the row or the number is named."""
    suppliers = {s.id: s for s in unit.people.suppliers(limit=SUPPLIERS)}
    lines = [dict(row) for table in tables for row in table.rows]
    try:
        orders = orders_of(lines, suppliers, unit.counters.peek().order, actor.buyer or bot.policy.house.mailbox)
        if len(orders) > MANY:
            raise ValueError(f"more than {MANY} orders in one mail; “counterfoil po import” takes any number")
    except ValueError as problem:
        return (_refused(bot, unit, actor, e.Why.BAD_VALUE, safe_line(str(problem), 200), leased),)
    known = unit.documents.orders(order.reference for order in orders)
    if known:
        return (_refused(bot, unit, actor, e.Why.EXISTS_ALREADY, known[0].reference, leased),)
    return tuple(_drafted(bot, unit, actor, order, suppliers, leased) for order in orders)


def _refused(bot: "Bot", unit: "Unit", actor: Actor, why: e.Why, detail: str, leased: "Leased") -> Outcome:
    no = (e.Refused(why=why, word=NewOrder.word, detail=detail),)
    return add(begin(_dossier(bot, unit, actor)), no, leased.delivery.received_at, bot.policy)


def _drafted(
    bot: "Bot",
    unit: "Unit",
    actor: Actor,
    order: PurchaseOrder,
    suppliers: dict[SupplierId, Supplier],
    leased: "Leased",
) -> Outcome:
    dossier = replace(_dossier(bot, unit, actor), supplier=suppliers[order.supplier], thread=order.reference)
    return handle(begin(dossier), NewOrder(order=order), leased.delivery.received_at, bot.policy)


def _dossier(bot: "Bot", unit: "Unit", actor: Actor) -> Dossier:
    return Dossier(actor=actor, fresh=dossiers.fresh(unit, bot.keys[0]), buyers=unit.people.buyers())
