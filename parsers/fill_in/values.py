"""What a cell says: a typed value as it is; a text by the habits of its writer, or not at all."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.filled import Value
from core.money import LARGEST
from core.reading import Speaker
from parsers.amounts import currency_of
from parsers.dates import DateFound, dates
from parsers.intent.numbers import read_number

_MONTH_FIRST = frozenset({"US", "PH"})
_POINT = frozenset({"US", "GB", "IE", "AU", "NZ", "IN", "CN", "JP", "KR", "TW", "HK", "SG", "TH", "MY", "PH", "MX", "IL", "PK"})
_MIXED = frozenset({"CA", "CH", "LI", "ZA"})
_POINT_TONGUES = frozenset({"en", "zh", "ja", "ko", "he", "th"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How somebody writes numbers and dates; None where it is not known."""

    comma: bool | None = None
    day_first: bool | None = None


def habits_of(speaker: Speaker) -> Habits:
    """By the learnt locale, else by the supplier's country."""
    tongue, _, region = speaker.locale.replace("_", "-").partition("-")
    country = (region or speaker.country).upper()
    if tongue:
        return Habits(comma=tongue.lower() not in _POINT_TONGUES, day_first=country not in _MONTH_FIRST)
    if not country:
        return Habits()
    return Habits(comma=None if country in _MIXED else country not in _POINT, day_first=country not in _MONTH_FIRST)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRead:
    """A number, or None with the values that it could be."""

    value: Decimal | None = None
    choices: tuple[Decimal, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether there is one."""
        return self.value is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRead:
    """A day, or None with the days that it could be."""

    value: date | None = None
    choices: tuple[date, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether there is one."""
        return self.value is not None


def number_of(value: Value, habits: Habits, beside: tuple[str, ...] = ()) -> NumberRead:
    """A positive number or zero. `beside`: the unit or the currency that may stand with it, no other may."""
    if isinstance(value, Decimal):
        return NumberRead(value=value) if 0 <= value < LARGEST else NumberRead()
    if not isinstance(value, str):
        return NumberRead()
    bare = _without(value.strip(), beside)
    if not bare or not (bare[0].isdigit() and bare[-1].isdigit()) or any(c.isalpha() for c in bare):
        return NumberRead()
    read = read_number(bare.replace(" ", "").replace("\u00a0", ""), habits.comma)
    if read is None or read[0] >= LARGEST:
        return NumberRead()
    if read[1] is not None:
        return NumberRead(choices=tuple(number for number in read if number is not None))
    return NumberRead(value=read[0])


def _without(text: str, beside: tuple[str, ...]) -> str:
    for name in beside:
        for bare in (text.removesuffix(name), text.removeprefix(name)):
            if name and bare != text:
                return bare.strip()
    sign = "".join(c for c in text if not (c.isdigit() or c in ".,' \u00a0\u202f"))
    return text.replace(sign, "").strip() if sign and currency_of(sign) in beside else text


def day_of(value: Value, habits: Habits) -> DayRead:
    """A day with its year."""
    if isinstance(value, date):
        return DayRead(value=value)
    if not isinstance(value, str):
        return DayRead()
    found = dates(value.strip())
    if len(found) != 1 or found[0].start > 0 or found[0].end < len(value.strip()):
        return DayRead()
    return _day(found[0], habits)


def _day(found: DateFound, habits: Habits) -> DayRead:
    if found.certain:
        return DayRead(value=found.readings[0])
    if habits.day_first is None:
        return DayRead(choices=found.readings)
    return DayRead(value=found.readings[0 if habits.day_first else -1])
