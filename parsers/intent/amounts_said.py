"""Which numbers of a statement are quantities, prices and dates, and which are old values, sizes or nothing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from core.doubt import Choice, Reason
from core.question import About
from parsers.intent.point import Point, doubt
from parsers.intent.prices import UNTIL, is_price, is_span, of_many
from parsers.intent.sheet import Sheet
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.tokens import Kind
from parsers.intent.values import OF_MONTH, Value, What

_OLD_REACH = 3
_BESIDE, _LAST_DAY = 6, 31
"""Tokens between a number that is denied and the day in its place; the last day of a month."""
_OF_VALID = 4
"""Tokens between "valid" and its day."""
_MORE_WORDS = (
    "plus + more extra additional further another zusätzlich zusätzliche weitere weiteren mehr supplémentaires más adicionales"
    " altri altre aggiuntivi extra dodatkowo dodatkowe więcej meer ytterligare fler flere ekstra navíc více"
)
_MORE = frozenset(_MORE_WORDS.split())
"""Beside a quantity they make it one that comes on top."""
_OF_WORDS = "of von der de des sur di su van z ze af av iz из із з din /"
_OF = frozenset(_OF_WORDS.split())
_OLD_BEFORE = ("tr", "hu")
"""Languages whose "instead of" follows the old value."""
_COUNTING = (Sign.ONLY, Sign.SUPPLY, Sign.QUANTITY, Sign.INSTEAD, Sign.STOCK, Sign.PROPOSE)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A value that is no certain value: about what, and why."""

    about: About
    why: Reason
    choices: tuple[Choice, ...] = ()
    detail: str = ""


def unclear_point(unclear: Unclear, words: str, lines: tuple[int, ...]) -> Point:
    """An unclear value as a doubt about these lines."""
    return doubt(unclear.about, unclear.why, words, unclear.choices, lines, True, unclear.detail)


@dataclass(frozen=True, slots=True)
class Amounts:
    """The new values of a statement; `old` are those that it says are replaced."""

    quantities: tuple[Value, ...] = ()
    prices: tuple[Value, ...] = ()
    dates: tuple[Value, ...] = ()
    old: tuple[Value, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    half: bool = False

    @property
    def any(self) -> bool:
        """Whether there is a new value at all."""
        return bool(self.quantities or self.prices or self.dates or self.half)


def numbers_in(values: tuple[Value, ...]) -> tuple[Decimal, ...]:
    """The numbers of values, as choices."""
    return tuple(v.number for v in values if v.number is not None)


def _is_old(st: Statement, value: Value) -> bool:
    """Whether "instead of" stands right before it, or before the list that it continues."""
    for place in st.places(Sign.INSTEAD):
        if st.s.language in _OLD_BEFORE:
            if 0 < place - value.last <= 2:
                return True
            continue
        found = st.s.by_token[place]
        end = found.last if found else place
        between = [v for v in st.values if end < v.first < value.first]
        joined = not between or st.s.has(Sign.AND, first=between[-1].last, last=value.first)
        if end < value.first and value.first - end <= _OLD_REACH + (4 if between else 0) and joined:
            return True
    return False


def _as_quantity(st: Statement, value: Value, sheet: Sheet) -> bool:
    number = value.number or Decimal(0)
    if (
        number != number.to_integral_value()
        or sheet.is_rfp
        or not number > 0
        or 2020 <= number < 2050
        or ((st.s.question or st.has(Sign.REQUEST)) and not st.has(Sign.PROPOSE))
    ):
        return False
    if _may_be_line(st, value, sheet) and not st.has(Sign.QUANTITY):
        return False
    return st.has(*_COUNTING) or bool(st.subject.lines)


def _may_be_line(st: Statement, value: Value, sheet: Sheet) -> bool:
    """ "Ok for line 1, not for 2": a bare number that is one of the order's other lines."""
    return value.number in sheet.numbers and value.number not in st.subject.lines


def amounts(st: Statement, sheet: Sheet) -> Amounts:
    """Sort the values of a statement."""
    ranged = [v for v in st.of(What.NUMBER) if _in_range(st, v)]
    old = tuple(v for v in st.values if v.what in (What.QUANTITY, What.PRICE, What.DATE, What.NUMBER) and _is_old(st, v))
    fresh = [v for v in st.values if v not in old and v not in ranged and not of_validity(st, v)]
    fresh = [_in_its_month(st, v, sheet) for v in fresh]
    bare = [v for v in fresh if v.what is What.NUMBER and not _is_name(st, v) and not _is_base(st, v) and not _of_all(st, v)]
    bare = [v for v in bare if not _is_other_day(st, v)]
    prices = [v for v in fresh if v.what is What.PRICE] + [v for v in bare if is_price(st, v, sheet)]
    quantities = [v for v in fresh if v.what is What.QUANTITY and not _is_base(st, v)]
    quantities += [v for v in bare if v not in prices and _as_quantity(st, v, sheet)]
    dates = [v for v in fresh if v.what is What.DATE or (v.what is What.SPAN and v.days)]
    dates = [] if _not_of_delivery(st) or ranged else dates
    if st.of(What.BOX):  # "2 boxes instead of 24", "cartons of 24": what counts the pieces of a box is no quantity of ours
        quantities = []
    near = [v for v in prices if is_span(st, v, sheet)]
    prices = [v for v in prices if v not in near]
    quantities = [v for v in quantities if not _is_more(st, v) and not (prices and v.number == 12 and st.has(Sign.DOZEN))]
    quantities.sort(key=lambda v: v.first)
    if len({v.number for v in quantities}) == 1 and len([v for v in fresh if v.what is What.DATE]) < 2:
        quantities = quantities[:1]
    quantities, prices = _without_current(st, sheet, quantities, "quantity"), _without_current(st, sheet, prices, "price")
    unclear = _unclear(st, sheet, fresh)
    if near:
        unclear = (*unclear, Unclear(About.UNIT_PRICE, Reason.APPROXIMATE_PRICE))
    if st.subject.lines and any(v not in quantities and v not in prices and _may_be_line(st, v, sheet) for v in bare):
        unclear = (*unclear, Unclear(About.LINE, Reason.NUMBER_OR_LINE, tuple(i.label for i in sheet.items[:6])))
    if ranged and not _not_of_delivery(st):
        unclear = (*unclear, Unclear(About.DATE, Reason.SEVERAL_DAYS))
    return Amounts(tuple(quantities), tuple(prices), tuple(dates), old, unclear, st.has(Sign.HALF))


_PAST_MONTHS = 4
_LONG_AGO = (Sign.WEEK, Sign.MONTH, Sign.DAY)


def told_of_others(st: Statement, today: date) -> bool:
    """Whether a statement tells of other people or of another time: a competitor's price, last week's stock, "in 2024"."""
    if st.s.has(Sign.ELSEWHERE, last=st.last):
        return True
    if any(_of_a_month(st, place) for place in st.places(Sign.ORDER)) or _of_a_past_month(st, today):
        return True
    ago = any(st.s.is_at(p + k, *_LONG_AGO) for p in st.places(Sign.AGO) for k in (1, 2))
    return ago or any(t.kind is Kind.NUMBER and t.text.isdecimal() and 1990 <= int(t.text) < today.year for t in st.s.tokens)


def _of_a_month(st: Statement, place: int) -> bool:
    """ "The order of February" is another one; "the order of 20 February" is dated."""
    near = range(st.s.end_of(place) + 1, min(st.s.end_of(place) + 4, st.last))
    dated = any(v.what is What.DATE and v.first in near for v in st.values)
    return not dated and any(st.s.value_at(p, "month") for p in near) and not any(st.s.tokens[p].text in ",;:." for p in near)


def _of_a_past_month(st: Statement, today: date) -> bool:
    """ "In March", said in April, is no month to come; with a day it may be."""
    dated = [v for v in st.values if v.what is What.DATE]
    months = [_month_at(st, p) for p in range(st.first, st.last) if not any(v.first <= p <= v.last for v in dated)]
    past = {(today.month - back - 1) % 12 + 1 for back in range(1, _PAST_MONTHS + 1)}
    return not past.isdisjoint(months)


def _month_at(st: Statement, at: int) -> int:
    """The month of a token, by its name or as in "3月"; 0 without one."""
    if st.s.tokens[at].text == "月" and at > st.first and st.s.tokens[at - 1].text.isdecimal():
        return int(st.s.tokens[at - 1].text)
    return int(st.s.value_at(at, "month") or 0)


def _is_more(st: Statement, value: Value) -> bool:
    """ "10 more pans", "plus 10 ladles free of charge"."""
    beside = (value.first - 1, value.last + 1, value.last + 2)
    near = any(st.first <= p < st.last and st.s.tokens[p].fold in _MORE for p in beside)
    return near and value.what in (What.QUANTITY, What.NUMBER) and not st.has(Sign.NOT, Sign.ONLY, Sign.INSTEAD)


def of_validity(st: Statement, value: Value) -> bool:
    """Whether a day or a time says how long an offer holds: "valid until 30 June"."""
    for place in st.places(Sign.VALID):
        end = st.s.end_of(place)
        behind = [v for v in st.of(What.DATE, What.VAGUE, What.SPAN) if 0 < v.first - end <= _OF_VALID]
        if behind and value is behind[0]:
            return True
    return False


def _in_range(st: Statement, value: Value) -> bool:
    """The first day of "18 to 22 May"."""
    at = value.last + 1
    while at < st.last and st.s.tokens[at].text == ".":
        at += 1
    joined = at < st.last and (st.s.tokens[at].fold in UNTIL or st.s.is_at(at, Sign.AND))
    article = at + 1 < st.last and st.s.tokens[at + 1].kind is Kind.WORD and not st.s.signs_at(at + 1)  # "il 12 e il 26 maggio"
    ends = [v.days[0].day for v in st.values if v.what is What.DATE and v.first == at + 1 + article and v.days]
    return joined and bool(ends) and value.number is not None and value.number < ends[0]


def _is_name(st: Statement, value: Value) -> bool:
    """An article ("one"), or a number behind "no.": neither counts anything."""
    article = value.number == 1 and st.s.tokens[value.first].kind is Kind.WORD
    before = value.first - 2 if value.first > 1 and st.s.tokens[value.first - 1].text == "." else value.first - 1
    return article or (before >= 0 and st.s.is_at(before, Sign.NUMBER))


def _in_its_month(st: Statement, value: Value, sheet: Sheet) -> Value:
    """ "The 26th" of goods that are due on 26 May is that day; one before the day ordered may be of the month after."""
    due = [i.day for i in sheet.items if i.day and (not st.subject.lines or i.number in st.subject.lines)]
    if value.text != OF_MONTH or value.day is None or not due:
        return value
    own = {day for day in due if day.day == value.day.day}
    if len(own) == 1 and min(own) >= value.day:
        return replace(value, days=tuple(own))
    if own or value.day < min(due):
        return replace(value, days=tuple(sorted({value.day, *(own or {_month_after(value.day)})})))
    return value


def _month_after(day: date) -> date:
    return next(d for d in (day + timedelta(days=n) for n in range(28, 70)) if d.day == day.day)


def _of_all(st: Statement, value: Value) -> bool:
    """ "For all four", "the other two": it counts the lines."""
    return st.s.tokens[value.first].kind is Kind.WORD and st.s.is_at(value.first - 1, Sign.ALL, Sign.REST)


def _is_other_day(st: Statement, value: Value) -> bool:
    """ "Not the 12th but 22 May": the number that is denied beside a day is a day."""
    dated = any(v.what is What.DATE and 0 < v.first - value.last <= _BESIDE for v in st.values)
    denied = any(st.s.is_at(at, Sign.NOT, Sign.INSTEAD, Sign.NO) for at in (value.first - 1, value.first - 2, value.last + 1))
    return dated and denied and value.number is not None and value.number <= _LAST_DAY


def _is_base(st: Statement, value: Value) -> bool:
    """Whether a quantity is what a price is for, "per 10 pieces", or what a box holds, "cartons of 20"."""
    near = value.first - 1 if value.first > st.first and st.s.is_at(value.first - 1, Sign.BOX) else value.first - 2
    if near >= st.first and st.s.is_at(near, Sign.BOX) and st.s.tokens[value.first - 1].text not in ",;:":
        return True
    if any(of_many(st, price, value) for price in st.of(What.PRICE)):
        return True
    slash = bool(st.of(What.PRICE))  # else it parts: "60 pcs 12 May / 60 pcs 20 May"
    return any(
        (slash or st.s.tokens[p].text != "/") and st.s.is_at(p, Sign.PER)
        for p in range(max(st.first, value.first - 2), value.first)
    )


def _without_current(st: Statement, sheet: Sheet, values: list[Value], name: str) -> list[Value]:
    """Of two values, "from 6.25 to 6.40", the one that the order has now is the old one; of "30 of 40" only the second can be."""
    if len(values) != 2 or st.of(What.DATE):
        return values
    items = [i for i in sheet.items if not st.subject.lines or i.number in st.subject.lines]
    other = [v for v in values if not any(v.number == getattr(i, name) for i in items)]
    if other == values[1:] and _is_part_of(st, *values):
        return values
    return other if len(other) == 1 else values


def _is_part_of(st: Statement, part: Value, whole: Value) -> bool:
    """ "30 of the 40 pieces"."""
    return any(token.fold in _OF for token in st.s.tokens[part.last + 1 : whole.first])


def _unclear(st: Statement, sheet: Sheet, values: list[Value]) -> tuple[Unclear, ...]:
    found: list[Unclear] = []
    for value in values:
        if value.what in (What.VAGUE, What.SPAN, What.DATE) and (_not_of_delivery(st) or _asked_idly(st)):
            continue
        found.extend(_unclear_value(st, sheet, value))
    return tuple(found)


def _asked_idly(st: Statement) -> bool:
    """A time in a question that is about no goods: "are you open to a call next week?"."""
    of_goods = (Sign.DELIVERY, Sign.SUPPLY, Sign.GOODS, Sign.ORDER, Sign.SHIPPED, Sign.PROPOSE, Sign.INSTEAD, Sign.LEAD_TIME)
    return st.s.question and not st.subject.lines and not st.has(*of_goods)


def _not_of_delivery(st: Statement) -> bool:
    """A time at which something is written, paid, dearer is no delivery date."""
    if st.has(Sign.LATER, Sign.WE_SEND, Sign.FOLLOWS) and not st.subject.lines:
        return True
    if st.has(Sign.PRICE) and not st.has(Sign.DELIVERY) and not st.subject.lines:
        return True
    return st.has(Sign.PAYMENT, Sign.INVOICE, Sign.RAISE, Sign.PERCENT) and not st.has(Sign.GOODS)


def _unclear_value(st: Statement, sheet: Sheet, value: Value) -> list[Unclear]:
    if value.what is What.PERCENT:
        return [Unclear(About.UNIT_PRICE, Reason.PERCENTAGE)]
    if value.what is What.BOX:
        return [Unclear(About.QUANTITY, Reason.OTHER_UNIT)]
    if value.what is What.VAGUE:
        return [Unclear(About.DATE, Reason.VAGUE_DATE, value.days, st.s.part(value.first, value.last))]
    if value.what is What.DATE and len(value.days) > 1:
        return [Unclear(About.DATE, Reason.DAY_OR_MONTH, value.days)]
    if (
        value.what is What.SPAN
        and not value.days
        and not st.of(What.DATE)
        and not sheet.is_rfp
        and st.has(Sign.DELIVERY, Sign.SUPPLY, Sign.LEAD_TIME, Sign.WITHIN)
    ):
        return [Unclear(About.DATE, Reason.SPAN)]
    if value.what is What.PRICE and value.currency != sheet.currency:
        return [Unclear(About.CURRENCY, Reason.OTHER_CURRENCY, (), sheet.currency)]
    if value.approximate:
        return [Unclear(About.QUANTITY, Reason.APPROXIMATE)]
    if _is_more(st, value):
        return [Unclear(About.QUANTITY, Reason.QUANTITY_FOR_WHAT)]
    if value.other is not None and value.what in (What.QUANTITY, What.PRICE):
        about = About.QUANTITY if value.what is What.QUANTITY else About.UNIT_PRICE
        return [Unclear(about, Reason.DECIMAL_SIGN, tuple(n for n in (value.number, value.other) if n is not None))]
    return []
