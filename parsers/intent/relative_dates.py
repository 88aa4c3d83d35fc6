"""Dates told by their distance: tomorrow, Friday, in 14 days, week 23."""

from datetime import date, timedelta
from decimal import Decimal

from parsers.intent.clock import SMALL_WORDS, Clock
from parsers.intent.numbers import number_at
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind
from parsers.intent.values import Value, What
from parsers.intent.written_dates import day_month, figures, month_day

_FAR = 366
_RELATIVE = ((Sign.TODAY, 0), (Sign.TOMORROW, 1), (Sign.OVERMORROW, 2), (Sign.YESTERDAY, -1))


def relative(s: Sentence, at: int, clock: Clock) -> Value | None:
    for sign, days in _RELATIVE:
        if s.is_at(at, sign):
            day = clock.today + timedelta(days=days)
            last = s.end_of(at)
            return Value(what=What.DATE, first=at, last=last, days=(day,), past=day, relative=True)
    return None


def weekday(s: Sentence, at: int, clock: Clock) -> Value | None:
    """A weekday after the mail's date; one beside a full date says nothing new, one of a week is a day of that week.

    Where weeks are told in another way ("in two weeks", "a week from Friday"), the weekday alone would be the wrong one: vague.
    """
    value = s.value_at(at, "weekday")
    if value is None:
        return None
    last = s.end_of(at)
    for place in range(last + 1, min(last + 5, len(s.tokens))):
        week = _week_number(s, place)
        if week is not None:
            return _day_of_week(int(value), week, at, clock.today)
        near = _next_week(s, place)
        if near is not None:
            return _in_next_week(int(value), at, near, clock.today)
        dated = figures(s, place, clock) or day_month(s, place, clock) or month_day(s, place, clock)
        if dated is not None:
            return Value(what=What.DATE, first=at, last=dated.last, days=dated.days, past=dated.past)
        if s.tokens[place].text not in ",.(" and len(s.tokens[place].fold) > 3:
            break
    back = s.has(Sign.AGO, first=max(0, at - 2), last=at)
    ahead = (int(value) - clock.today.isoweekday() - 1) % 7 + 1
    day = clock.today + timedelta(days=ahead if not back else ahead - 7)
    if s.has(Sign.WEEK):
        return Value(what=What.VAGUE, first=at, last=last)
    past = clock.today - timedelta(days=(clock.today.isoweekday() - int(value)) % 7)
    return Value(what=What.DATE, first=at, last=last, days=(day,), past=past, relative=True)


def _next_week(s: Sentence, at: int) -> int | None:
    """The last token of "next week", in either order."""
    if s.is_at(at, Sign.NEXT) and s.is_at(at, Sign.WEEK):
        return s.end_of(at)
    behind = s.end_of(at) + 1
    for one, other in ((Sign.NEXT, Sign.WEEK), (Sign.WEEK, Sign.NEXT)):
        if s.is_at(at, one) and s.is_at(behind, other):
            return s.end_of(behind)
    return None


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
        place = s.end_of(at) + 1
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


def week(s: Sentence, at: int, clock: Clock) -> Value | None:
    week = _week_number(s, at)
    if week is not None:
        return Value(what=What.VAGUE, first=at, last=week[1])
    end = s.end_of(at)
    span = next((p for p in range(end + 1, min(end + 4, len(s.tokens))) if s.is_at(p, Sign.MONTH, Sign.WEEK)), None)
    if s.is_at(at, Sign.VAGUE) and (s.is_at(at, Sign.MONTH) or span is not None):
        numbered = _week_number(s, span) if span is not None else None  # "sometime in week 23"
        return Value(what=What.VAGUE, first=at, last=numbered[1] if numbered else span or end)
    near = _next_week(s, at)
    if near is not None:
        return _some_day(s, at, near, clock)
    if s.is_at(at, Sign.NEXT) and s.is_at(at + 1, Sign.MONTH):
        return Value(what=What.VAGUE, first=at, last=at + 1)
    if s.is_at(at, Sign.MONTH) and s.is_at(at + 1, Sign.NEXT):
        return Value(what=What.VAGUE, first=at, last=at + 1)
    return None


def _some_day(s: Sentence, at: int, last: int, clock: Clock) -> Value:
    """ "Next week" with the weekday behind it, else no single day."""
    place = last + 1
    while place < len(s.tokens) and (s.tokens[place].fold in (*SMALL_WORDS, "on") or s.tokens[place].text in ",("):
        place += 1
    day = s.value_at(place, "weekday")
    return (
        Value(what=What.VAGUE, first=at, last=last) if day is None else _in_next_week(int(day), at, s.end_of(place), clock.today)
    )


def _span(s: Sentence, at: int) -> tuple[Decimal, Sign, int] | None:
    """(number, unit, last token) of "14 days"."""
    number = number_at(s, at, None)
    if number is None:
        return None
    place = number.last + 1
    if place < len(s.tokens) and s.tokens[place].text in "-–./":
        place += 1
        if number_at(s, place, None):
            place += 1
    for unit in (Sign.WORKDAY, Sign.DAY, Sign.WEEK, Sign.MONTH):
        if s.is_at(place, unit):
            found = s.by_token[place]
            return number.value, unit, found.last if found else place
    return None


def in_days(s: Sentence, at: int, clock: Clock) -> Value | None:
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
    ranged = last - at > 3 and any(s.tokens[p].text in "-–" for p in range(at, last))
    if s.has(Sign.WITHIN, first=max(0, at - 2), last=at) and unit is Sign.DAY and not ranged:
        day = clock.today + timedelta(days=int(number))
        return Value(what=What.SPAN, first=at, last=last, number=days, days=(day,), past=day, text=unit)
    return Value(what=What.SPAN, first=at, last=last, number=None if ranged or unit is Sign.MONTH else days, text=unit)
