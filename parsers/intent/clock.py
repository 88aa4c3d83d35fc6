"""The mail's day, and days reckoned from it."""

from dataclasses import dataclass
from datetime import date

from parsers.intent.values import Value, What

_ARTICLES = "the of de del di den d dem am le el il o a da do dia dne dnia van op og an on al la dzien giorno"
SMALL_WORDS = frozenset(_ARTICLES.split())
"""What may stand between a day, its month and the words before them."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The mail's date, and the order of day and month of its writer (None: not known)."""

    today: date
    day_first: bool | None


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_day(month: int, day: int, today: date) -> date | None:
    """The next such date from today on."""
    for year in range(today.year, today.year + 5):
        found = real_day(year, month, day)
        if found and found >= today:
            return found
    return None


def nearest_day(month: int, day: int, today: date) -> date | None:
    """The nearest such date, before or after."""
    found = [d for y in (today.year - 1, today.year, today.year + 1) if (d := real_day(y, month, day))]
    return min(found, key=lambda d: abs((d - today).days), default=None)


def dated(first: int, last: int, month: int, day: int, year: int | None, today: date) -> Value | None:
    """A date as a value; without a year the next one, with the nearest one beside it."""
    if year is not None:
        exact = real_day(year, month, day)
        return None if exact is None else Value(what=What.DATE, first=first, last=last, days=(exact,), past=exact)
    found = next_day(month, day, today)
    return (
        None
        if found is None
        else Value(what=What.DATE, first=first, last=last, days=(found,), past=nearest_day(month, day, today))
    )
