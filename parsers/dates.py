"""Dates in foreign text: typed candidates with every possible reading; the other dates settle the order (docs/reading.md)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Order(StrEnum):
    """Which number comes first in 5/6/2024."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFound:
    """A date as it stands in a text: one reading, or two (day first, month first) where nothing in it decides."""

    readings: tuple[date, ...]
    start: int
    end: int
    order: Order | None = None
    """The order that this date proves, if it is of the kind that has one."""

    @property
    def certain(self) -> bool:
        return len(self.readings) == 1


# Names by month, folded (lower case, no accents): en de fr nl es it pl pt sv da cs; abbreviations are prefixes of three letters
# and more, see `_month`.
_NAMES = (
    "january januar jaenner janvier januari enero gennaio styczen stycznia janeiro leden ledna",
    "february februar feber fevrier februari febrero febbraio luty lutego fevereiro unor unora",
    "march marz maerz mars maart marzo marzec marca marco marts brezen brezna mrt mrz",
    "april avril abril aprile kwiecien kwietnia abril duben dubna avr abr",
    "may mai mei mayo maggio maj maja maio kveten kvetna mag",
    "june juni juin junio giugno czerwiec czerwca junho cerven cervna giu",
    "july juli juillet julio luglio lipiec lipca julho cervenec cervence juil lug",
    "august aout augustus agosto sierpien sierpnia augusti srpen srpna ago",
    "september septembre septiembre settembre wrzesien wrzesnia setembro zari sept set",
    "october oktober octobre octubre ottobre pazdziernik pazdziernika outubro rijen rijna okt ott out",
    "november novembre noviembre listopad listopada novembro listopadu",
    "december dezember decembre diciembre dicembre grudzien grudnia dezembro prosinec prosince dez dic",
)
# Czech listopad is November, Polish listopad too; cerven (June) is a prefix of cervenec (July): whole names go before prefixes.
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}

_SEPARATED = re.compile(r"(?<![\w./-])(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{2,4})(?![\w]|[./-]\d)")
_COMPACT = re.compile(r"(?<![\w.,/-])(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\w.,/-])")
_WORD = r"([^\W\d_]{3,12})"
_DAY_FIRST = re.compile(
    rf"(?<![\w.,/])(\d{{1,2}})(?:\.|er|st|nd|rd|th|o|º|ª)?[\s-]{{0,3}}(?:de\s|of\s)?{_WORD}\.?,?[\s-]{{0,3}}(?:de\s|del\s)?(\d{{4}}|'?\d{{2}})(?!\w|[.,]\d)"
)
_MONTH_FIRST = re.compile(rf"(?<!\w){_WORD}\.?\s{{0,2}}(\d{{1,2}})(?:st|nd|rd|th)?\s{{0,2}},?\s{{0,2}}(\d{{4}})(?!\w|[.,]\d)")


@lru_cache(maxsize=512)
def _month(word: str) -> int | None:
    folded = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    if folded in _MONTHS:
        return _MONTHS[folded]
    meant = {number for name, number in _MONTHS.items() if name.startswith(folded)}
    return meant.pop() if len(folded) >= 3 and len(meant) == 1 else None


def _make(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 2000 if year < 70 else 1900
    try:
        return date(year, month, day) if 1950 <= year <= 2099 else None
    except ValueError:
        return None


def _separated(match: re.Match[str]) -> DateFound | None:
    first, sign, second, third = match.group(1), match.group(2), match.group(3), match.group(4)
    if len(first) == 4 or len(third) == 3 or len(first) == 3:
        found = _make(int(first), int(second), int(third)) if len(first) == 4 and len(third) <= 2 else None
        return DateFound(readings=(found,), start=match.start(), end=match.end()) if found else None
    day_first = _make(int(third), int(second), int(first))
    # Nobody writes month.day.year with points.
    month_first = _make(int(third), int(first), int(second)) if sign != "." else None
    readings = tuple(dict.fromkeys(reading for reading in (day_first, month_first) if reading))
    if not readings:
        return None
    order = None
    if len(readings) == 1 and day_first != month_first and sign != ".":
        order = Order.DAY if day_first else Order.MONTH
    return DateFound(readings=readings, start=match.start(), end=match.end(), order=order)


def _named(match: re.Match[str], day: str, word: str, year: str) -> DateFound | None:
    month = _month(word)
    found = _make(int(year.strip("'")), month, int(day)) if month else None
    return DateFound(readings=(found,), start=match.start(), end=match.end()) if found else None


def _all(text: str) -> Iterator[DateFound | None]:
    for match in _SEPARATED.finditer(text):
        yield _separated(match)
    for match in _COMPACT.finditer(text):
        made = _make(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        yield DateFound(readings=(made,), start=match.start(), end=match.end()) if made else None
    for match in _DAY_FIRST.finditer(text):
        yield _named(match, match.group(1), match.group(2), match.group(3))
    for match in _MONTH_FIRST.finditer(text):
        yield _named(match, match.group(2), match.group(1), match.group(3))


@lru_cache(maxsize=4096)
def dates(text: str) -> tuple[DateFound, ...]:
    """All dates of a text, in order, none inside another."""
    if not any(c.isdigit() for c in text):
        return ()
    found = sorted((one for one in _all(text[:2000]) if one), key=lambda one: (one.start, -one.end))
    kept: list[DateFound] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def settled(found: Iterable[DateFound]) -> Order | None:
    """The order that the dates of one document prove together; None where they prove none, or both."""
    orders = {one.order for one in found if one.order}
    return orders.pop() if len(orders) == 1 else None


def reading(found: DateFound, order: Order | None) -> date | None:
    """The date meant under an order; None where it stays open."""
    if found.certain:
        return found.readings[0]
    if order is None:
        return None
    return found.readings[0] if order is Order.DAY else found.readings[-1]
