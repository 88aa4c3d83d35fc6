"""The day of return in an out-of-office notice, so that reminders can move past it."""

import re
from datetime import date, datetime
from functools import cache

from parsers.reply.language import phrases

_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})?(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|er|º)?(?:\s+(?:of|de|di|d'))?\s+([^\W\d_]{3,14})\.?(?:,?\s+(?:de\s+)?(\d{4}))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,14})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?(?!\d)", re.IGNORECASE)
_CJK = re.compile(r"(?:(\d{4})\s?年\s?)?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]")
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "cs", "sv", "da", "nb", "fi", "ro", "hu", "tr", "uk", "ru", "el")
WINDOW = 80
"""Letters after "until", "back on" and the like in which the day is looked for."""


def away_until(text: str, dated: datetime) -> date | None:
    """The last day of return that the first 4,000 letters name after a word of return, within a year of the mail; else None."""
    days = [
        day
        for word in list(phrases().back.finditer(text[:4000]))[:200]
        for day in _days(text[word.end() : word.end() + WINDOW], dated)
    ]
    near = [day for day in days if 0 <= (day - dated.date()).days <= 366]
    return max(near, default=None)


def _days(text: str, dated: datetime) -> list[date]:
    found = [_numeric(match) for match in _NUMERIC.finditer(text)]
    found += [(match[3], _month(match[2]), match[1]) for match in _DAY_FIRST.finditer(text)]
    found += [(match[3], _month(match[1]), match[2]) for match in _MONTH_FIRST.finditer(text)]
    found += [(match[1], int(match[2]), match[3]) for match in _CJK.finditer(text)]
    return [day for year, month, number in found if month and (day := _day(year, month, int(number), dated)) is not None]


def _numeric(match: re.Match[str]) -> tuple[str | None, int, str]:
    first, _, second, last = match.groups()
    if len(first) == 4:
        return first, int(second), last or "0"
    if int(second) > 12:
        return last, int(first), second
    return last, int(second), first


def _day(year: str | None, month: int, number: int, dated: datetime) -> date | None:
    """A day without a year is the next such day after the mail's."""
    stated = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    try:
        day = date(dated.year if stated is None else stated, month, number)
        return day if stated is not None or day >= dated.date() else day.replace(year=day.year + 1)
    except ValueError:
        return None


def _month(word: str) -> int:
    return _months().get(word.lower().rstrip("."), 0)


@cache
def _months() -> dict[str, int]:
    from babel import Locale

    names: dict[str, int] = {}
    for code in _LANGUAGES:
        for style in Locale(code).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in style.get(width, {}).items():
                    if not name.isdecimal():
                        names.setdefault(name.lower().rstrip("."), number)
    return names
