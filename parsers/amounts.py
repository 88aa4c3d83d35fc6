"""Numbers and amounts of money in foreign text: candidates, under one decimal convention voted per document (docs/reading.md)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from core.money import Currency


class Mark(StrEnum):
    """The sign before the decimals."""

    POINT = "."
    COMMA = ","


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number as it stands in a text. `other` is its value under the other convention, where that is possible as well."""

    value: Decimal
    start: int
    end: int
    decimals: int
    currency: Currency | None = None
    percent: bool = False
    bracketed: bool = False
    other: Decimal | None = None

    @property
    def money_like(self) -> bool:
        """Two decimals, or a currency beside it, and no rate."""
        return not self.percent and (self.decimals == 2 or self.currency is not None)


_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "zł": "PLN",
    "Kč": "CZK",
    "₹": "INR",
    "₺": "TRY",
    "₴": "UAH",
    "₪": "ILS",
    "₩": "KRW",
    "lei": "RON",
    "US$": "USD",
    "U$S": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "Ft": "HUF",
    "лв": "BGN",
    "Fr.": "CHF",
    "SFr.": "CHF",
    "Euro": "EUR",
    "EURO": "EUR",
    "euro": "EUR",
    "RM": "MYR",
}
SHARED_SIGNS = {
    "$": ("USD", "CAD", "AUD", "NZD", "MXN"),
    "kr": ("SEK", "DKK", "NOK", "ISK"),
    "kr.": ("DKK", "SEK", "NOK", "ISK"),
    "¥": ("JPY", "CNY"),
    "Rs.": ("INR",),
    "Rs": ("INR",),
}
"""Signs that several currencies share; the likeliest first."""
CODES = frozenset(
    [
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "PLN",
        "CZK",
        "SEK",
        "DKK",
        "NOK",
        "ISK",
        "HUF",
        "RON",
        "BGN",
        "INR",
        "JPY",
        "CNY",
        "CAD",
        "AUD",
        "NZD",
        "HKD",
        "SGD",
        "BRL",
        "MXN",
        "TRY",
        "UAH",
        "ZAR",
        "ILS",
        "KRW",
        "THB",
        "MYR",
        "AED",
    ]
)
"""ISO 4217 codes that are taken as currencies without more evidence."""

_CURRENCY = "|".join(re.escape(c) for c in sorted([*_SIGNS, *SHARED_SIGNS, *CODES], key=len, reverse=True))
_MINUS = "-−–"
_DIGITS = r"(?:\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d{1,6})?|\d+(?:[.,]\d{1,6})?|[.,]\d{1,4})"
_ONE = re.compile(
    rf"(?<![\w.,/:°-])(?P<open>[(\[])?(?P<sign>[{_MINUS}+])?\s?(?P<before>{_CURRENCY})?\s?(?P<inner>[{_MINUS}])?\s?"
    rf"(?P<digits>{_DIGITS})(?P<after_sign>-(?![\d\w]))?,?-?\s?(?P<after>%|‰|(?:{_CURRENCY})(?![A-Za-z]))?(?P<close>[)\]])?(?![\w])(?![.,/:-]\d)"
)
_CODE = re.compile(r"\b(" + "|".join(sorted(CODES)) + r")\b")


def currency_of(text: str) -> Currency | None:
    """The currency that a sign or a code stands for, if it stands for one only."""
    bare = text.strip().strip("()[]:,;")
    if bare in _SIGNS:
        return Currency(_SIGNS[bare])
    return Currency(bare) if bare in CODES else None


def currencies(text: str) -> tuple[Currency, ...]:
    """All currencies that are named by code or by a sign of their own in a text, in order."""
    found = [Currency(match.group(1)) for match in _CODE.finditer(text)]
    found += [Currency(code) for sign, code in _SIGNS.items() if not sign.isalpha() and sign in text]
    return tuple(found)


def vote(texts: Iterable[str]) -> Mark | None:
    """The decimal mark that the unambiguous numbers of a document use; None where they say nothing or contradict evenly."""
    votes: Counter[Mark] = Counter()
    for text in texts:
        for match in _ONE.finditer(text):
            mark = _certain(match.group("digits"))
            if mark is not None:
                votes[mark] += 1
    (first, most), (_, second) = [*votes.most_common(2), (Mark.POINT, 0), (Mark.POINT, 0)][:2]
    return first if most > 2 * second else None


def _certain(digits: str) -> Mark | None:
    """The decimal mark of a number that can be read in one way only."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return Mark.POINT if digits.rfind(".") > digits.rfind(",") else Mark.COMMA
    if points + commas > 1:
        return Mark.COMMA if points else Mark.POINT
    if points + commas == 0:
        return None
    head, tail = re.split("[.,]", digits)
    if len(tail) == 3 and 1 <= len(head) <= 3 and head != "0":
        return None
    return Mark.POINT if points else Mark.COMMA


@lru_cache(maxsize=8192)
def number(digits: str, mark: Mark | None) -> tuple[Decimal, int, Decimal | None]:
    """Value, decimals and other possible value of bare digits with separators."""
    bare = re.sub(r"['’ \u00a0\u202f]", "", digits)
    sure = _certain(bare)
    if sure is None and ("." in bare or "," in bare):
        as_decimal, as_thousands = Decimal(bare.replace(",", ".")), Decimal(re.sub("[.,]", "", bare))
        stands = Mark(next(c for c in bare if c in ".,"))
        if mark is None:
            return as_decimal, 3, as_thousands
        # The voted mark decides: what is not the decimal mark groups thousands.
        return (as_decimal, 3, None) if stands is mark else (as_thousands, 0, None)
    if sure is None:
        return Decimal(bare), 0, None
    # "1,234.567,89": the last mark may be the decimal one, or none
    if "." in bare and "," in bare and bare.count(sure.value) > 1:
        head, _, tail = bare.rpartition(sure.value)
        joined = re.sub("[.,]", "", head)
        return Decimal(f"{joined or 0}.{tail}"), len(tail), Decimal(joined + tail)
    plain = bare.replace("." if sure is Mark.COMMA else ",", "").replace(sure.value, ".")
    return Decimal(plain if plain[0] != "." else "0" + plain), len(plain.rpartition(".")[2]) if "." in plain else 0, None


@lru_cache(maxsize=8192)
def amounts(text: str, mark: Mark | None = None) -> tuple[Amount, ...]:
    """All numbers of a text in order. `mark` is the convention of the document, see `vote`."""
    return tuple(_amounts(text[:2000], mark))


def _amounts(text: str, mark: Mark | None) -> Iterator[Amount]:
    for match in _ONE.finditer(text):
        after = match.group("after") or ""
        value, decimals, other = number(match.group("digits"), mark)
        negative = any(match.group(name) in tuple(_MINUS) for name in ("sign", "inner") if match.group(name)) or bool(
            match.group("after_sign")
        )
        yield Amount(
            value=-value if negative else value,
            start=match.start(),
            end=match.end(),
            decimals=decimals,
            currency=currency_of(match.group("before") or "") or currency_of(after),
            percent=after in ("%", "‰"),
            bracketed=bool(match.group("open") and match.group("close")),
            other=(-other if negative else other) if other is not None else None,
        )
