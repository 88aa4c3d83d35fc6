"""Dates as people write them in mails: one day for certain, or vague with its reason (docs/mail.md 4)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from parsers.intent.numbers import number_at
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind
from parsers.intent.values import Value, What

_PARTS = re.compile(r"\d+")
_FAR = 366
_SHORT_MONTHS = frozenset({"mai", "mei", "maj", "may"})
_SMALL_WORDS = frozenset("the of de del di den d dem am le el il o a am da do dia dne dnia van op og an on den al la dzien giorno".split())


@dataclass(frozen=True, slots=True)
class Clock:
    """The mail's date, and the order of day and month of its writer (None: not known)."""

    today: date
    day_first: bool | None


def date_at(s: Sentence, at: int, clock: Clock) -> Value | None:
    """The date that begins at a token, in any form."""
    for read in (_figures, _year_month_day, _day_month, _month_day, _relative, _weekday, _in_days, _week, _ordinal_day, _month_alone):
        value = read(s, at, clock)
        if value is not None:
            return _hedged(s, value)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(month: int, day: int, today: date) -> date | None:
    """The next such date from today on."""
    for year in range(today.year, today.year + 5):
        found = _day(year, month, day)
        if found and found >= today:
            return found
    return None


def _nearest(month: int, day: int, today: date) -> date | None:
    found = [d for y in (today.year - 1, today.year, today.year + 1) if (d := _day(y, month, day))]
    return min(found, key=lambda d: abs((d - today).days), default=None)


def _dated(first: int, last: int, month: int, day: int, year: int | None, today: date) -> Value | None:
    if year is not None:
        exact = _day(year, month, day)
        return None if exact is None else Value(what=What.DATE, first=first, last=last, days=(exact,), past=exact)
    found = _next(month, day, today)
    return None if found is None else Value(what=What.DATE, first=first, last=last, days=(found,), past=_nearest(month, day, today))


def _full_year(text: str) -> int | None:
    return None if not text.isdigit() else int(text) + 2000 if len(text) == 2 else int(text)


def _figures(s: Sentence, at: int, clock: Clock) -> Value | None:
    token = s.tokens[at]
    if token.kind is not Kind.DATE and not _bare_figures(s, at):
        return None
    parts = _PARTS.findall(token.text)
    if "月" in token.text or len(parts[0]) == 4:
        year, rest = (int(parts[0]), parts[1:]) if len(parts) == 3 else (None, parts)
        return _dated(at, at, int(rest[0]), int(rest[1]), year, clock.today)
    year = _full_year(parts[2]) if len(parts) == 3 else None
    a, b = int(parts[0]), int(parts[1])
    first = clock.day_first if "/" in token.text or ("-" in token.text and len(parts) == 3) else True
    orders = [(b, a), (a, b)] if first is None else [(b, a)] if first else [(a, b)]
    read = [v for month, day in orders if (v := _dated(at, at, month, day, year, clock.today))]
    if not read:
        read = [v for v in (_dated(at, at, a, b, year, clock.today), _dated(at, at, b, a, year, clock.today)) if v]
    if not read:
        return None
    days = tuple(dict.fromkeys(d for v in read for d in v.days))
    return Value(what=What.DATE, first=at, last=at, days=days, past=read[0].past if len(days) == 1 else None)


def _bare_figures(s: Sentence, at: int) -> bool:
    """ "12.05" and "12-05" without a year, where the decimal sign is a comma and nothing makes them an amount."""
    token = s.tokens[at]
    dotted = token.kind is Kind.NUMBER and re.fullmatch(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])", token.text)
    dashed = token.kind is Kind.CODE and s.language == "nl" and re.fullmatch(r"(?:0?[1-9]|[12]\d|3[01])-(?:0[1-9]|1[0-2])", token.text)
    if not (dotted or dashed) or s.language in ("en", "zh") or s.has(Sign.PRICE):
        return False
    money = s.value_at(at + 1, "currency") or s.value_at(at - 1, "currency")
    return not money and not s.is_at(at + 1, Sign.PIECE, Sign.PERCENT, Sign.BOX, Sign.MEASURE)


def _small(s: Sentence, at: int) -> int:
    """Skip the dot, the ordinal ending and the small words that stand between day and month."""
    while at < len(s.tokens) and (
        s.tokens[at].text in ".º°ª-," or s.is_at(at, Sign.ORDINAL) or s.value_at(at, "nth") or s.tokens[at].fold in _SMALL_WORDS or s.tokens[at].fold in ("er", "e", "i", "ego", "го", "te", "re")
    ):
        at += 1
    return at


def _month(s: Sentence, at: int) -> int | None:
    value = s.value_at(at, "month")
    return int(value) if value else None


def _year(s: Sentence, at: int) -> tuple[int | None, int]:
    """(year, its last token) where a year follows a month."""
    place = at
    while place < len(s.tokens) and (s.tokens[place].text in ",." or s.tokens[place].fold in ("de", "del", "of")):
        place += 1
    if place < len(s.tokens) and s.tokens[place].kind is Kind.NUMBER and re.fullmatch(r"20[2-4]\d", s.tokens[place].text):
        return int(s.tokens[place].text), place
    return None, at - 1


def _day_month(s: Sentence, at: int, clock: Clock) -> Value | None:
    number = number_at(s, at, None)
    if number is None or not number.whole or not 1 <= number.value <= 31 or number.first != number.last:
        return None
    place = _small(s, number.last + 1)
    month = _month(s, place)
    if month is None or place - number.last > 4:
        return None
    end = s.by_token[place].last if s.by_token[place] else place  # type: ignore[union-attr]
    year, last = _year(s, end + 1)
    return _dated(at, max(last, end), month, int(number.value), year, clock.today)


def _month_day(s: Sentence, at: int, clock: Clock) -> Value | None:
    month = _month(s, at)
    if month is None:
        return None
    place = at + 1
    while place < len(s.tokens) and (s.tokens[place].text == "." or s.tokens[place].fold in ("the", "the.")):
        place += 1
    number = number_at(s, place, None)
    if number is None or not number.whole or not 1 <= number.value <= 31 or s.tokens[place].kind is not Kind.NUMBER:
        return None
    after = number.last + 1
    if s.is_at(after, Sign.PIECE, Sign.BOX, Sign.PERCENT) or s.value_at(after, "currency"):
        return None
    while after < len(s.tokens) and (s.is_at(after, Sign.ORDINAL) or s.tokens[after].fold in ("an", "en", "an.", "re", "ra", "ig", "i", "jen", "jan", "ei")):
        after += 1
    year, last = _year(s, after)
    return _dated(at, max(last, after - 1), month, int(number.value), year, clock.today)


def _year_month_day(s: Sentence, at: int, clock: Clock) -> Value | None:
    """ "2026. május 22." """
    if not re.fullmatch(r"20[2-4]\d", s.tokens[at].text):
        return None
    place = at + 2 if at + 1 < len(s.tokens) and s.tokens[at + 1].text == "." else at + 1
    month = _month(s, place) if place < len(s.tokens) else None
    number = number_at(s, place + 1, None) if month else None
    if month is None or number is None or not number.whole or not 1 <= number.value <= 31:
        return None
    return _dated(at, number.last, month, int(number.value), int(s.tokens[at].text), clock.today)


_RELATIVE = ((Sign.TODAY, 0), (Sign.TOMORROW, 1), (Sign.OVERMORROW, 2), (Sign.YESTERDAY, -1))


def _relative(s: Sentence, at: int, clock: Clock) -> Value | None:
    for sign, days in _RELATIVE:
        if s.is_at(at, sign):
            day = clock.today + timedelta(days=days)
            last = s.by_token[at].last if s.by_token[at] else at  # type: ignore[union-attr]
            return Value(what=What.DATE, first=at, last=last, days=(day,), past=day, relative=True)
    return None


def _weekday(s: Sentence, at: int, clock: Clock) -> Value | None:
    """A weekday after the mail's date; one beside a full date says nothing new, one of a week is a day of that week."""
    value = s.value_at(at, "weekday")
    if value is None:
        return None
    last = s.by_token[at].last if s.by_token[at] else at  # type: ignore[union-attr]
    for place in range(last + 1, min(last + 5, len(s.tokens))):
        week = _week_number(s, place)
        if week is not None:
            return _day_of_week(int(value), week, at, clock.today)
        if s.is_at(place, Sign.NEXT) and (s.is_at(place, Sign.WEEK) or s.is_at(place + 1, Sign.WEEK)):
            return _in_next_week(int(value), at, place + 1, clock.today)
        dated = _figures(s, place, clock) or _day_month(s, place, clock) or _month_day(s, place, clock)
        if dated is not None:
            return Value(what=What.DATE, first=at, last=dated.last, days=dated.days, past=dated.past)
        if s.tokens[place].text not in ",.(" and len(s.tokens[place].fold) > 3:
            break
    back = s.has(Sign.AGO, first=max(0, at - 2), last=at)
    ahead = (int(value) - clock.today.isoweekday() - 1) % 7 + 1
    day = clock.today + timedelta(days=ahead if not back else ahead - 7)
    past = clock.today - timedelta(days=(clock.today.isoweekday() - int(value)) % 7)
    return Value(what=What.DATE, first=at, last=last, days=(day,), past=past, relative=True)


def _in_next_week(weekday: int, first: int, last: int, today: date) -> Value:
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
    day = monday + timedelta(days=weekday - 1)
    return Value(what=What.DATE, first=first, last=last, days=(day,), past=day)


def _day_of_week(weekday: int, week: tuple[int, int], first: int, today: date) -> Value | None:
    number, last = week
    try:
        day = date.fromisocalendar(today.year, number, weekday)
    except ValueError:
        return None
    return Value(what=What.DATE, first=first, last=last, days=(day,), past=day)


def _week_number(s: Sentence, at: int) -> tuple[int, int] | None:
    """(ISO week, last token) of "week 23", "KW 23", "23. Woche"."""
    if s.is_at(at, Sign.WEEK):
        place = (s.by_token[at].last if s.by_token[at] else at) + 1  # type: ignore[union-attr]
        while place < len(s.tokens) and (s.is_at(place, Sign.NUMBER) or s.tokens[place].text in ".:-"):
            place += 1
        number = number_at(s, place, None)
        if number and number.whole and 1 <= number.value <= 53:
            return int(number.value), number.last
    number = number_at(s, at, None)
    if number and number.whole and 1 <= number.value <= 53 and number.last + 1 < len(s.tokens):
        dotted = s.tokens[number.last + 1].text in ".-" or s.is_at(number.last + 1, Sign.ORDINAL)
        place = number.last + (2 if dotted else 1)
        if dotted and s.is_at(place, Sign.WEEK):
            return int(number.value), place
    return None


def _week(s: Sentence, at: int, clock: Clock) -> Value | None:
    week = _week_number(s, at)
    if week is not None:
        return Value(what=What.VAGUE, first=at, last=week[1], text="a week is not one day")
    if s.is_at(at, Sign.NEXT) and s.is_at(at + 1, Sign.WEEK, Sign.MONTH):
        return Value(what=What.VAGUE, first=at, last=at + 1, text="a week or month is not one day")
    if s.is_at(at, Sign.WEEK, Sign.MONTH) and s.is_at(at + 1, Sign.NEXT):
        return Value(what=What.VAGUE, first=at, last=at + 1, text="a week or month is not one day")
    return None


def _span(s: Sentence, at: int) -> tuple[Decimal, Sign, int] | None:
    """(number, unit, last token) of "14 days"."""
    number = number_at(s, at, None)
    if number is None:
        return None
    place = number.last + 1
    if place < len(s.tokens) and (s.tokens[place].text in "-./" or s.tokens[place].kind is Kind.NUMBER):
        place += 1
        if number_at(s, place, None):
            place += 1
    for unit in (Sign.WORKDAY, Sign.DAY, Sign.WEEK, Sign.MONTH):
        if s.is_at(place, unit):
            found = s.by_token[place]
            return number.value, unit, found.last if found else place
    return None


def _in_days(s: Sentence, at: int, clock: Clock) -> Value | None:
    """A span of time: with "in" before it and days as its unit it is one day, else its length is kept as said."""
    span = _span(s, at)
    if span is None or span[0] > _FAR:
        return None
    number, unit, last = span
    exact = number == number.to_integral_value()
    plain = s.tokens[at].kind is Kind.NUMBER or s.value_at(at, "numeral") is not None
    if not plain or not exact:
        return None
    days = number * 7 if unit is Sign.WEEK else number
    ranged = last - at > 3 and any(s.tokens[p].text == "-" for p in range(at, last))
    if s.has(Sign.WITHIN, first=max(0, at - 2), last=at) and unit is Sign.DAY and not ranged:
        day = clock.today + timedelta(days=int(number))
        return Value(what=What.SPAN, first=at, last=last, number=days, days=(day,), past=day, text=unit)
    return Value(what=What.SPAN, first=at, last=last, number=None if ranged or unit is Sign.MONTH else days, text=unit)


def _ordinal_day(s: Sentence, at: int, clock: Clock) -> Value | None:
    """A day of the month without the month: "the 20th", "am 20."."""
    token = s.tokens[at]
    if token.kind is not Kind.NUMBER or not token.text.isdigit() or not 1 <= int(token.text) <= 31:
        return None
    english = s.is_at(at + 1, Sign.ORDINAL) and not s.is_at(at + 2, Sign.LINE, Sign.WEEK)
    before = s.tokens[at - 1].fold if at else ""
    dot = at + 1 < len(s.tokens) and s.tokens[at + 1].text == "."
    at_end = at + 2 >= len(s.tokens) or s.tokens[at + 2].kind is not Kind.NUMBER
    german = dot and at_end and before in ("am", "zum", "den", "der", "d", "dem") and not s.is_at(at + 2, Sign.LINE, Sign.WEEK)
    if not english and not german:
        return None
    day = int(token.text)
    for ahead in range(60):
        there = clock.today + timedelta(days=ahead)
        if there.day == day:
            return Value(what=What.DATE, first=at, last=at + 1, days=(there,), past=there)
    return None


def _month_alone(s: Sentence, at: int, clock: Clock) -> Value | None:
    if s.tokens[at].kind is Kind.NUMBER and at + 1 < len(s.tokens) and s.tokens[at + 1].text == "月":
        return Value(what=What.VAGUE, first=at, last=at + 1, text="a month is not one day")
    month = _month(s, at)
    found = s.by_token[at]
    if month is None or found is None:
        return None
    if s.language == "ro" and s.tokens[at].fold == "mai" and s.tokens[at - 1].fold not in ("luna", "lunii", "in", "din") and not s.is_at(at - 1, Sign.VAGUE):
        return None
    if len(s.tokens[at].fold) <= 3 and s.tokens[at].fold not in _SHORT_MONTHS and not s.text[s.tokens[at].start].isupper():
        return None
    if s.language == "en" and s.tokens[at].text == "may":
        return None
    return Value(what=What.VAGUE, first=at, last=_year(s, found.last + 1)[1], text="a month is not one day")


_HEDGE_BEHIND = ("tr", "hu", "zh")
_HEDGES = (
    (Sign.VAGUE, "not one day"),
    (Sign.EARLIEST, "a date that is the earliest, not the day itself"),
    (Sign.ABOUT, "an approximate date"),
)


def _hedged(s: Sentence, value: Value) -> Value:
    """A date behind "end of", "not before", "around" is not certain."""
    if value.what not in (What.DATE, What.VAGUE):
        return value
    for sign, why in _HEDGES:
        for place in s.places(sign, max(0, value.first - 6), value.first):
            found = s.by_token[place]
            end = found.last if found else place
            between = range(end + 1, value.first)
            if all(s.tokens[p].fold in _SMALL_WORDS or s.tokens[p].text in ".-" or s.value_at(p, "weekday") for p in between):
                return Value(what=What.VAGUE, first=place, last=value.last, days=value.days, text=why)
        if s.language in _HEDGE_BEHIND and any(s.is_at(p, sign) for p in range(value.last + 1, min(value.last + 3, len(s.tokens)))):
            return Value(what=What.VAGUE, first=value.first, last=value.last, days=value.days, text=why)
    return value
