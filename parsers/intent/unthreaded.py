"""Words outside of any thread: of the only open document that they can be about, else a doubt which one (docs/mail.md 1)."""

from core.commands.supplier_orders import Received, Withdraw
from core.doubt import Reason
from core.order import OrderStatus, PurchaseOrder
from core.proposal import Rfp, RfpStatus
from core.question import About
from core.reading import Context
from parsers.intent.point import Point, doubt, of_document
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement

_CHOICES = 6
_SHORT = 80
"""Characters of a sentence that is repeated in each choice, so that a choice can be sent back as it stands."""

Document = PurchaseOrder | Rfp


def open_documents(context: Context, s: Sentence) -> tuple[Document, ...]:
    """The open orders and requests; where the sentence says which of the two, only these."""
    orders = tuple(o for o in context.orders if o.status is OrderStatus.SUBMITTED)
    rfps = tuple(r for r in context.rfps if r.status is RfpStatus.OPEN)
    if s.has(Sign.RFP) and not s.has(Sign.ORDER):
        return rfps
    return orders if s.has(Sign.ORDER) else (*orders, *rfps)


def placed(points: tuple[Point, ...], st: Statement, among: tuple[Document, ...]) -> tuple[Point, ...]:
    """The points of a statement with their document. A bare yes names nothing: it may be about anything."""
    named = st.subject.lines or st.s.has(Sign.ORDER, Sign.RFP, Sign.GOODS)
    if len(among) == 1 and named:
        return tuple(of_document(p, str(among[0].reference)) for p in points)
    points = tuple(p for p in points if not p.weak)
    asks = named or any(p.command or (p.doubt and p.doubt.about is About.ACCEPTANCE) for p in points)
    return (_which(st.words, among),) if points and asks else ()


def acknowledged(point: Point, context: Context) -> Point:
    """ "Received" and "we take it back" name no line: they are of the only open order, else it is asked which."""
    if not isinstance(point.command, Received | Withdraw) or point.command.document is not None:
        return point
    orders = tuple(o for o in context.orders if o.status is OrderStatus.SUBMITTED)
    if not orders:
        return point
    return of_document(point, str(orders[0].reference)) if len(orders) == 1 else _which(point.words, orders)


def _which(words: str, among: tuple[Document, ...]) -> Point:
    again = f": {words}" if len(words) <= _SHORT else ""
    choices = tuple(f"{d.reference}{again}" for d in among[:_CHOICES])
    return doubt(About.DOCUMENT, Reason.WHICH_DOCUMENT, words, choices, (), True)
