"""Windows for what is new: an order, a request for proposal; lines typed one a line, or a table dropped (docs/slack.md)."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

from bot.order_entry import orders_of
from bot.rfp_entry import rfps_of
from bot.slack import doing, entry, rfps
from bot.slack.grammar import Misspelled
from bot.slack.grammar import Words as Typed
from bot.slack.modals import field, opened
from bot.slack.office import Session
from channels.render.words import Words
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.escape import dead_line
from channels.slack.files import fetched
from channels.slack.limits import OPTIONS
from channels.slack.requests import Entered, Problem, Reply
from core.errors import Refused, Unreachable
from core.names import SupplierId
from core.order import PurchaseOrder
from core.party import Supplier, SupplierStatus
from core.proposal import Rfp

TABLE = 5_000_000
"""Bytes of a table: some ten thousand rows."""
ENDS = ("xlsx", "csv", "json")
Rows = Sequence[Mapping[str, str]]


def or_typed(what: str, run: Callable[[Session, Typed], Reply]) -> Callable[[Session, Typed], Reply]:
    """With nothing typed, a window asks."""
    return lambda session, words: run(session, words) if words.rest.strip() or not session.trigger else window(session, what)


def window(session: Session, what: str) -> Reply:
    """The window for a new order (`po`) or request (`rfp`)."""
    w = doing.reader_words(session)
    table = blocks.input_file("table", w.say("slack.window.table"), ENDS, w.say(f"slack.window.table_hint_{what}"))
    lines = field(w, "lines", f"lines_{what}", f"lines_{what}_hint", multiline=True, optional=True)
    if what == "po":
        return opened(session, "new.po", "", (_suppliers(session, w, several=False), lines, table))
    head = (field(w, "title", "about", optional=True), blocks.input_day("deadline", w.say("slack.window.until")))
    return opened(session, "new.rfp", "", (*head, _suppliers(session, w, several=True), lines, table))


def _suppliers(session: Session, w: Words, *, several: bool) -> Json:
    """A choice, where there are no more than it may have; else they are typed."""
    with session.bot.store.read() as unit:
        found = unit.people.suppliers(limit=OPTIONS + 1)
    label = w.say("slack.window.suppliers" if several else "slack.window.supplier")
    usable = sorted((s for s in found if s.status is SupplierStatus.APPROVED), key=lambda s: s.name.casefold())
    if len(found) > OPTIONS or not usable:
        return blocks.input_text("supplier", label, hint=w.say("slack.window.supplier_hint"))
    options = [(s.id, f"{s.name[:60]} ({s.id})") for s in usable]
    return blocks.input_choices("supplier", label, options) if several else blocks.input_choice("supplier", label, options)


def entered(session: Session, request: Entered) -> Reply:
    """Drafts, all of them or none; what is wrong is said at its field."""
    make = _orders if request.callback == "new.po" else _requests
    place = "table" if request.files else "lines"
    if bool(request.files) == bool(request.value("lines").strip()):
        words = doing.reader_words(session).say("slack.window.lines_or_table")
        return Problem(errors=((place, words),), channel=session.channel)
    strange = _strange(session, request.value("supplier"))
    if strange:
        return Problem(errors=(("supplier", f"there is no supplier {strange}; see /supplier list"),), channel=session.channel)
    try:
        return make(session, request, _table(session, request) if request.files else None)
    except (Misspelled, ValueError) as problem:
        return Problem(errors=((place, str(problem)[:500]),), channel=session.channel)


def _strange(session: Session, typed: str) -> str:
    """Those of the typed suppliers that are not on file."""
    names = [SupplierId(name) for name in re.split(r"[\s,;]+", typed.strip().upper()) if name]
    with session.bot.store.read() as unit:
        known = {s.id for s in unit.people.several(names)}
    return ", ".join(name[:20] for name in names if name not in known)


def _orders(session: Session, request: Entered, table: Rows | None) -> Reply:
    known, chosen = _known(session), request.value("supplier").strip().upper()
    if table is None:
        return entry.draft(session, chosen, entry.lines_of(request.value("lines")))
    with session.bot.store.read() as unit:
        number = unit.counters.peek().order
    rows = [{**row, "supplier": row.get("supplier", "").strip() or chosen} for row in table]
    orders: tuple[PurchaseOrder, ...] = orders_of(rows, known, number, session.buyer.address)
    return entry.drafts(session, orders)


def _requests(session: Session, request: Entered, table: Rows | None) -> Reply:
    chosen, day = re.findall(r"S-\d{1,9}", request.value("supplier").upper()), request.value("deadline")
    title = request.value("title").strip()
    if table is None:
        return rfps.drafts(session, (rfps.draft_of(session, rfps.parts(request.value("lines")), day, chosen, title),))
    head = {"suppliers": " ".join(chosen), "deadline": day, "title": title}
    rows = [{**row, **{name: row.get(name, "").strip() or value for name, value in head.items()}} for row in table]
    currency, zone = session.bot.policy.house.currency, rfps.zone(session)
    made: tuple[Rfp, ...] = rfps_of(rows, _known(session), currency, zone, session.buyer.address)
    return rfps.drafts(session, made)


def _known(session: Session) -> dict[SupplierId, Supplier]:
    with session.bot.store.read() as unit:
        return {s.id: s for s in unit.people.suppliers(limit=rfps.MANY)}


def _table(session: Session, request: Entered) -> Rows:
    """The rows of the dropped file, read in the cage (docs/threats.md T16). Raises Misspelled."""
    from parsers import rows
    from parsers.cage import Cage, Caged

    which, name = request.files[0]
    try:
        found = fetched(session.office.client, which, TABLE)
        if found.content is None:
            raise Misspelled(f"{dead_line(name, 100)}: larger than {TABLE // 1_000_000} MB")
        with closing(Cage(jobs=1, warm=("parsers.rows",))) as cage:
            table = cage.run(rows.read, found.content, found.name)
    except (Refused, Unreachable, Caged) as no:
        raise Misspelled(f"{dead_line(name, 100)}: {no}") from no
    if table.problem:
        raise Misspelled(table.problem)
    return [dict(row) for row in table.rows]
