"""What a statement came to, looked at once more before it counts: a command that its words do not carry becomes a doubt."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from core.commands.supplier_orders import Accept, Change, Reject, Ship
from core.commands.supplier_quotes import Decline, Quote
from core.doubt import Reason
from core.question import About
from parsers.intent.evidence import borne_out
from parsers.intent.order_target import ACCEPTANCE_CHOICES
from parsers.intent.point import Point, doubt
from parsers.intent.polarity import dark, piece_of, theirs
from parsers.intent.quote_rules import no_offer
from parsers.intent.sheet import Sheet
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.values import What

_OF_GOODS = (Sign.DELIVERY, Sign.SUPPLY, Sign.GOODS, Sign.LEAD_TIME, Sign.SHIPPED, Sign.STOCK)
_OF_DATE = (*_OF_GOODS, Sign.CONFIRM, Sign.ALL, Sign.REST, Sign.ORDER, Sign.INSTEAD, Sign.NEW, Sign.FINE, Sign.PROPOSE)
"""One of these beside a day makes it the delivery's."""
_OF_WORDS = (
    Sign.MAILS,
    Sign.CONFIRMATION,
    Sign.OFFER,
    Sign.FILES,
    Sign.ASIDE,
    Sign.PHONE,
    Sign.CONTACT,
    Sign.LATER,
    Sign.ABSENT,
    Sign.WRITE,
)
"""With one of these beside it a day is the day of an answer, a call, a return to the desk."""
_OF_COUNT = (Sign.QUANTITY, Sign.SUPPLY, Sign.STOCK, Sign.ONLY, Sign.DELIVERY, Sign.PIECE, Sign.LINE, Sign.HALF)
_OF_DECLINE = (Sign.REFUSE, Sign.GONE, Sign.CANCEL, Sign.UNABLE, Sign.NO_MORE, Sign.NOT, Sign.EXCEPT)
"""A bare "no" declines nothing: "I typed the tongs wrong"."""
_SENT = (Sign.GOODS, Sign.ORDER, Sign.LINE, Sign.CARRIER, Sign.TRACKING, Sign.ALL, Sign.DELIVERY, Sign.REST, Sign.BOX, Sign.PIECE)
_OF_COMING = (Sign.DELIVERY, Sign.SUPPLY, Sign.GOODS, Sign.LEAD_TIME, Sign.SHIPPED, Sign.INSTEAD, Sign.NEW)
_HALF_A_YEAR = 183
_THREE_QUARTERS = 274
_UNKNOWN = 2
"""Words that nothing explains, from which on a statement may be about something else."""


def cautious(points: tuple[Point, ...], st: Statement, sheet: Sheet, asked: bool, today: date) -> Iterator[Point]:
    """The points of a statement; `asked`: its lines are those of a question before it, that it may answer or explain."""
    for point in points:
        if isinstance(point.command, Ship) and (st.s.has(Sign.LATER) or _gone_for_good(st)):
            continue  # "we tell you when the rest goes out"
        day = point.command.date if isinstance(point.command, Change) else None
        if isinstance(point.command, Quote) and (asked or st.s.question):
            yield doubt(About.UNIT_PRICE, Reason.VALUE_FOR_WHAT, point.words, (), point.lines, True)
        elif isinstance(point.command, Quote) and any(i.date for i in point.command.items) and _day_of_words(st):
            yield doubt(About.UNIT_PRICE, Reason.CONDITION, point.words, (), point.lines, True)
        elif day is not None and (_stray_day(st) or _of_price(st) or _long_past(st, today) or _day_of_people(st)):
            yield doubt(About.DATE, Reason.DATE_FOR_WHAT, point.words, (day,), point.lines, True)
            yield from _undated(point)
        else:
            yield borne_out(_looked_at(point, st, sheet, asked), st)


def _day_of_people(st: Statement) -> bool:
    """ "Confirmed: not yet, the boss is at the fair until Monday", "Sheila checks the stock and writes on Tuesday": a day told by
    its name, in a piece that names neither goods nor their coming."""
    for value in (v for v in st.of(What.DATE) if v.relative):
        first, last = piece_of(st, value.first)
        goods = st.s.has(*_OF_COMING, first=first, last=last) or st.subject.lines
        if (not goods or st.s.has(Sign.WRITE, Sign.YET, first=st.first, last=last)) and len(dark(st, first, last)) >= _UNKNOWN:
            return True
    return False


def _undated(point: Point) -> Iterator[Point]:
    """What else the change says."""
    assert isinstance(point.command, Change)
    rest = replace(point.command, date=None)
    if rest != Change(line=rest.line):
        yield replace(point, command=rest)


def _looked_at(point: Point, st: Statement, sheet: Sheet, asked: bool) -> Point:
    command = point.command
    if isinstance(command, Change) and command.quantity is not None and _stray_number(st):
        return doubt(About.QUANTITY, Reason.QUANTITY_FOR_WHAT, point.words, (command.quantity,), point.lines, True)
    if isinstance(command, Ship) and st.s.has(Sign.ELSEWHERE):
        return doubt(About.DATE, Reason.PAST_DAY, point.words, (), point.lines, True)
    if isinstance(command, Ship) and _nothing_told(command) and not st.has(Sign.GOODS, Sign.ORDER, Sign.ALL, Sign.REST):
        return doubt(About.DATE, Reason.NO_DATE, point.words, (), point.lines, True)
    if isinstance(command, Ship) and st.has(Sign.ONLY) and not st.has(Sign.CARRIER, Sign.TRACKING):
        return doubt(About.QUANTITY, Reason.QUANTITY_FOR_WHAT, point.words, (), point.lines, True)
    if isinstance(command, Quote) and _per_box(st):
        return doubt(About.UNIT_PRICE, Reason.PRICE_OF_ONE, point.words, (), point.lines, True)
    if isinstance(command, Decline) and (not st.has(*_OF_DECLINE) or st.s.has(Sign.LATER)):
        return doubt(About.ACCEPTANCE, Reason.HALF_UNDERSTOOD, point.words, (), point.lines, True)
    if isinstance(command, Reject) and (point.unavailable or st.has(Sign.TIMELY)) and _only_of_date(st):
        return doubt(About.DATE, Reason.DATE_REFUSED, point.words, (), point.lines, True)
    if isinstance(command, Decline) and (theirs(st, Sign.REFUSE) or _refused_then(st)):
        return no_offer(st, point.lines)
    refused = isinstance(command, Reject) and (asked or _no_refusal(point, st))
    accepted = isinstance(command, Accept) and (asked or _no_yes(st, sheet))
    if refused or accepted:
        return doubt(About.ACCEPTANCE, Reason.HALF_UNDERSTOOD, point.words, ACCEPTANCE_CHOICES, point.lines, True)
    return point


def _gone_for_good(st: Statement) -> bool:
    """ "Mrs Lefort has left on Friday": a verb of going out beside nothing that is sent, and words that nothing explains."""
    counted = st.of(What.QUANTITY, What.BOX)
    return not st.subject.named and not counted and not st.has(*_SENT) and len(dark(st)) >= _UNKNOWN


def _no_refusal(point: Point, st: Statement) -> bool:
    """Whether the words of a refusal are the buyer's, of another time, a bare "no", or about something else."""
    about_else = _of_others(st, Sign.REFUSE) or theirs(st, Sign.REFUSE) or _bare_no(st) or _of_numbers(st) or _refused_then(st)
    return about_else or (point.unavailable and _told_of_something(st))


def _of_numbers(st: Statement) -> bool:
    """ "100 pans no, 110", "only 100 of the pans of 28, we have no more": what is denied is a number, and another is offered."""
    return bool(st.of(What.QUANTITY, What.NUMBER)) and not st.has(Sign.REFUSE, Sign.CANCEL)


def _refused_then(st: Statement) -> bool:
    """ "Last year we refused line 2": the refusal is one of another time."""
    return _always_beside(st, Sign.REFUSE, Sign.ELSEWHERE)


def _of_others(st: Statement, sign: Sign) -> bool:
    """ "The lab accepted the ladles", "our customers refuse line 2": it is somebody else who does so."""
    return _always_beside(st, sign, Sign.ASIDE)


def _always_beside(st: Statement, sign: Sign, other: Sign) -> bool:
    """Whether the other sign stands in every piece that the sign stands in."""
    pieces = [piece_of(st, place) for place in st.places(sign)]
    return bool(pieces) and all(st.s.has(other, first=first, last=last) for first, last in pieces)


def _no_yes(st: Statement, sheet: Sheet) -> bool:
    """Whether the words of a yes are to a part of what was ordered, to the receipt, or of another time."""
    outside = st.s.has(Sign.ELSEWHERE) or (st.s.has(Sign.AGREED) and not st.values)
    return (
        _of_others(st, Sign.CONFIRM)
        or _some_days(st, sheet)
        or _unchanged(st)
        or _noted(st)
        or outside
        or _new_price(st)
        or _of_invoice(st)
    )


def _of_invoice(st: Statement) -> bool:
    """ "Our invoice is F-418, just as ordered", "terms as usual": the words are to the invoice and its payment."""
    return st.s.has(Sign.INVOICE, Sign.PAYMENT) and not st.has(Sign.CONFIRM)


def _new_price(st: Statement) -> bool:
    """ "Put the new price on the order and we are all set": a yes to what the mail does not say."""
    return st.s.has(Sign.NEW) and st.s.has(Sign.PRICE) and not st.of(What.PRICE)


def _of_price(st: Statement) -> bool:
    """ "Costs 26.40 since 1 April", "from 1 May it is 6.48 EUR each": the day is the price's."""
    prices = [v.first for v in st.of(What.PRICE)]
    pieces = (piece_of(st, value.first) for value in st.of(What.DATE))
    return any(
        (st.s.has(Sign.PRICE, Sign.RAISE, first=first, last=last) or _from_then(st, prices, first, last))
        and not st.s.has(*_OF_GOODS, first=first, last=last)
        for first, last in pieces
    )


def _from_then(st: Statement, prices: list[int], first: int, last: int) -> bool:
    return any(first <= at < last for at in prices) and st.s.has(Sign.EARLIEST, first=first, last=last)


def _stray_day(st: Statement) -> bool:
    """ "I am back at my desk on 18 May": a day beside no word of goods, and words that nothing explains."""
    if st.subject.lines and not st.has(*_OF_WORDS):
        return False
    for value in st.of(What.DATE, What.SPAN):
        first, last = piece_of(st, value.first)
        goods = st.s.places(Sign.GOODS, first, last) + st.s.places(Sign.ORDER, first, last)
        aside = st.s.places(Sign.ASIDE, first, last)  # "the inspection of the goods"
        if st.s.has(*_OF_WORDS, first=first, last=last) and (not goods or (aside and aside[0] < goods[0])):
            return True
        if not st.s.has(*_OF_DATE, first=first, last=last) and len(dark(st, first, last)) >= _UNKNOWN:
            return True
    return False


def _only_of_date(st: Statement) -> bool:
    """ "The date cannot be held", "line 2 will not arrive on time": what is denied is the day, not the goods."""
    if st.has(Sign.TIMELY) and not st.has(Sign.REFUSE, Sign.CANCEL, Sign.NO_MORE):
        return True
    return not st.subject.lines and st.has(Sign.DELIVERY) and not st.has(Sign.SUPPLY, Sign.GONE, Sign.REFUSE, Sign.CANCEL)


def _told_of_something(st: Statement) -> bool:
    """Goods that are "not there" in a statement that names no line, beside words that nothing explains."""
    return not st.subject.lines and len(dark(st)) >= _UNKNOWN


def _some_days(st: Statement, sheet: Sheet) -> bool:
    """ "12 May is confirmed", where only some lines are due on that day."""
    days = {v.day for v in st.of(What.DATE) if v.day is not None}
    if not days or st.subject.named or st.has(Sign.ORDER, Sign.AS_ORDERED):
        return False
    return 0 < sum(item.day in days for item in sheet.items) < len(sheet.items)


def _unchanged(st: Statement) -> bool:
    """ "Quantity and price unchanged" says nothing of the day, and no yes."""
    of_values = st.has(Sign.QUANTITY, Sign.PRICE) and not st.has(Sign.ORDER, Sign.ALL, Sign.CONFIRM, Sign.FINE, Sign.YES)
    return of_values and st.has(Sign.AS_ORDERED) and not st.subject.lines and not st.subject.rest


def _noted(st: Statement) -> bool:
    """ "Ok, received": the yes is to the receipt."""
    said = st.s.has(Sign.RECEIVED) and not st.has(Sign.CONFIRM, Sign.AS_ORDERED, Sign.ORDER, Sign.ALL)
    return said and not st.subject.named and not st.values


def _long_past(st: Statement, today: date) -> bool:
    """A day without its year that lies behind rather than ahead: "500 went out on 3 February", "since 1 April", said in May."""
    ahead = [(v.day - today).days for v in st.of(What.DATE) if v.past is not None and v.day is not None]
    return any(days > _THREE_QUARTERS or (days > _HALF_A_YEAR and st.has(Sign.PAST, Sign.SHIPPED)) for days in ahead)


def _stray_number(st: Statement) -> bool:
    """A bare number beside no word of counting, and words that nothing explains: "it must be 220 instead"."""
    if st.of(What.QUANTITY) or st.has(*_OF_COUNT):
        return False
    return len(dark(st)) > _UNKNOWN


def _nothing_told(command: Ship) -> bool:
    """ "On three pallets, ramp 7": neither what nor when nor how."""
    return command == Ship(document=command.document)


def _per_box(st: Statement) -> bool:
    """ "33.60 a bundle": how many are in it is not said."""
    behind = (range(v.last + 1, min(v.last + 4, st.last)) for v in st.of(What.PRICE))
    return any(st.s.is_at(at, Sign.BOX) for places in behind for at in places)


def _day_of_words(st: Statement) -> bool:
    """ "The exact price I get on Monday": a day told by its name, beside no word of goods, is no delivery's."""
    named = (v for v in st.of(What.DATE) if v.relative)
    return any(not st.s.has(*_OF_GOODS, first=first, last=last) for first, last in (piece_of(st, v.first) for v in named))


def _bare_no(st: Statement) -> bool:
    """A "no" and nothing that it refuses: "no, we have stock-taking on that day"."""
    said = st.has(Sign.REFUSE, Sign.GONE, Sign.CANCEL, Sign.UNABLE, Sign.NO_MORE, Sign.ORDER, Sign.NOT)
    return not st.subject.named and st.has(Sign.NO) and not said and bool(dark(st))
