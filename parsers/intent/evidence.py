"""What a command needs in its own words before it counts: a day its goods, a refusal its object, a yes nothing dark beside it.

Words of caution can only be listed; what somebody may write about instead of an order has no end. So a command is not taken
because nothing speaks against it, but because its statement says what it is about (docs/mail.md 4.3).
"""

from dataclasses import replace
from datetime import date

from core.commands.supplier_orders import Accept, Change, Reject, Ship
from core.commands.supplier_quotes import Decline
from core.doubt import Reason
from core.question import About
from parsers.intent.order_target import ACCEPTANCE_CHOICES
from parsers.intent.point import Point, doubt
from parsers.intent.polarity import dark, piece_of
from parsers.intent.quote_rules import no_offer
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.tokens import Kind
from parsers.intent.values import Value, What

_COMING = (
    *(Sign.DELIVERY, Sign.SUPPLY, Sign.GOODS, Sign.SHIPPED, Sign.STOCK, Sign.CARRIER, Sign.LEAD_TIME, Sign.AS_ORDERED),
    *(Sign.PIECE, Sign.INSTEAD, Sign.PROPOSE),
)
"""With one of these a day is one of goods."""
_HELPERS = (Sign.WILL, Sign.PAST)
"""A helping verb ("wird", "haben") tells when, and not what."""
_YES = (Sign.FINE, Sign.YES, Sign.AS_ORDERED)
_REFUSING = (Sign.REFUSE, Sign.GONE, Sign.UNABLE)
_OF_REQUEST = (Sign.RFP, Sign.OFFER, Sign.QUOTING, Sign.ALL, Sign.REQUEST)
_OF_WHOLE = (Sign.ORDER, Sign.ALL, Sign.CANCEL, Sign.RFP)
"""One of these names an order or a request as a whole."""


def borne_out(point: Point, st: Statement) -> Point:
    """The point where its statement bears it out, else the question whether it was meant."""
    whole = not point.lines and not point.rest
    match point.command:
        case Change() as change:
            return _moved(point, change, st)
        case Ship() as shipment:
            return _sent(point, shipment, st)
        case Accept() if whole and _in_passing(st):
            return replace(_half_understood(point), settled_by="yes")
        case Reject() if whole and dark(st) and not st.s.has(*_OF_WHOLE):
            return _half_understood(point)
        case Decline() if whole and _of_one_item(st):
            return no_offer(st)
    return point


def _half_understood(point: Point) -> Point:
    return doubt(About.ACCEPTANCE, Reason.HALF_UNDERSTOOD, point.words, ACCEPTANCE_CHOICES, (), True)


def _moved(point: Point, change: Change, st: Statement) -> Point:
    if change.date is not None and _of_something_else(st, change.date):
        return doubt(About.DATE, Reason.DATE_FOR_WHAT, point.words, (change.date,), point.lines, True)
    if change.quantity is not None and _counts_else(st):
        return doubt(About.QUANTITY, Reason.QUANTITY_FOR_WHAT, point.words, (change.quantity,), point.lines, True)
    return point


def _sent(point: Point, shipment: Ship, st: Statement) -> Point:
    """A shipment is of goods, and says when or how where a word beside it is dark."""
    if st.has(Sign.ASIDE) and not point.lines and not st.has(*_OF_WHOLE, Sign.GOODS):
        return doubt(About.DATE, Reason.DATE_FOR_WHAT, point.words, (), (), True)
    told = shipment.date or shipment.quantity or shipment.carrier or shipment.tracking
    return point if told or not dark(st) else doubt(About.DATE, Reason.NO_DATE, point.words, (), point.lines, True)


def _of_one_item(st: Statement) -> bool:
    """ "We make no fish kettles" refuses what the request may not even have, and not the request."""
    pieces = [piece_of(st, place) for sign in _REFUSING for place in st.places(sign)]
    return not st.s.has(*_OF_REQUEST) and bool(pieces) and all(dark(st, first, last) for first, last in pieces)


def _of_something_else(st: Statement, day: date) -> bool:
    """ "We changed our bank on 1 May", "I will write about the ladles tomorrow": words that nothing explains beside the day, and
    none that says that goods come."""
    dated = st.of(What.DATE, What.SPAN)
    return any(not _of_goods(st, v) for v in [v for v in dated if day in v.days] or dated)


def _of_goods(st: Statement, value: Value) -> bool:
    first, last = piece_of(st, value.first)[0], piece_of(st, value.last)[1]
    named = st.subject.named or st.has(*_OF_WHOLE, Sign.GOODS, Sign.PIECE, Sign.LINE)
    return not dark(st, first, last) or (named and _is_told(st, first, last))


def _is_told(st: Statement, first: int, last: int) -> bool:
    """Whether a word of goods that is more than a helping verb stands between two places."""
    places = (at for sign in _COMING for at in st.s.places(sign, first, last))
    return any(not st.s.is_at(at, *_HELPERS) for at in places)


def _in_passing(st: Statement) -> bool:
    """A yes without a word of confirming, beside a word that nothing explains."""
    if st.has(Sign.CONFIRM) or (st.has(Sign.ALL) and _is_told(st, st.first, st.last)):
        return False
    places = [place for sign in _YES for place in st.places(sign)]
    if all(_alone(st, place) for place in places):
        return st.s.darkness > 0
    return all(dark(st, *piece_of(st, place)) for place in places)


def _alone(st: Statement, place: int) -> bool:
    """ "Great, thanks for thinking of us": a word of agreeing that is all of its piece greets rather than agrees."""
    first, last = piece_of(st, place)
    return [at for at in range(first, last) if st.s.tokens[at].kind is not Kind.MARK] == [place]


def _counts_else(st: Statement) -> bool:
    """ "The two holidays": a bare number that counts what the word behind it says."""
    bare = st.of(What.NUMBER)
    counted = st.of(What.QUANTITY)
    return bool(bare) and not counted and all(v.last + 1 < st.last and st.s.is_dark(v.last + 1) for v in bare)
