"""How well an invoice line fits an order line, when no identifier says it.

Two descriptions mean the same item when one says nothing that the other contradicts: every word of the shorter one is found in
the longer one. Words left over on both sides ("red" here, "blue" there) are two items, however alike the rest reads.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rapidfuzz.distance import OSA

from core.order import PurchaseOrder
from core.paper import PaperLine

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"([^\W\d_]+)(\.?)|(\d+)")
_SILENT = frozenset(
    {
        *("a", "an", "and", "the", "of", "for", "with", "in", "to", "und", "mit", "fur", "der", "die", "das", "de", "la", "le"),
        *("les", "et", "avec", "pour", "con", "per", "di", "da", "el", "y", "van", "en", "voor"),
    }
)
KEY = 3
"""Letters that two words share at their beginning when they are one word in two spellings."""

SURE = 0.9
"""The same words: the same item whatever its price is."""
LIKELY = 0.6
"""One description says more than the other: the same item when the unit price agrees as well."""


def identifier(text: str | None) -> str:
    """A SKU as it is compared: letters and digits, case folded."""
    return "".join(_WORD.findall((text or "").casefold()))


def numbered(written: str, orders: Iterable[PurchaseOrder]) -> list[PurchaseOrder]:
    """The orders of a number as people write it: the one that has it to the letter, else those that read alike."""
    every = tuple(orders)
    exact = [o for o in every if o.reference == written.strip().upper()]
    return exact or [o for o in every if identifier(o.reference) == identifier(written)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A description made ready for comparing: done once a line, not once a pair."""

    words: frozenset[str]
    short: frozenset[str]
    """Those with a full stop behind: they may stand for a longer word."""
    joined: frozenset[str]
    """Neighbours written as one."""
    figures: frozenset[str]

    @staticmethod
    def of(description: str) -> "Words":
        """Fold case and accents, part letters from digits ("24cm"), drop what says nothing; order does not count."""
        plain = unicodedata.normalize("NFKD", description.casefold().replace("ß", "ss"))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        parts = [(word or number.lstrip("0") or "0", bool(dot)) for word, dot, number in _PART.findall(plain)]
        parts = [(part, dot) for part, dot in parts if part not in _SILENT]
        texts = [part for part, _ in parts]
        return Words(
            words=frozenset(texts),
            short=frozenset(part for part, dot in parts if dot),
            joined=frozenset(a + b for a, b in pairwise(texts) if a.isalpha() and b.isalpha()),
            figures=frozenset(part for part in texts if part.isdigit()),
        )

    @property
    def keys(self) -> frozenset[str]:
        """How words are looked up: by their beginning."""
        return frozenset(word if word.isdigit() else word[:KEY] for word in self.words)


def likeness(one: Words, other: Words) -> float:
    """0 to 1: 1 for the same words, at least `LIKELY` where one side only says more, 0 where they contradict each other."""
    both = one.words & other.words
    mine, theirs = set(one.words - both), set(other.words - both)
    near = _spelled_otherwise(mine, theirs, one, other) if mine and theirs else 0
    found = len(both) + near
    if (mine and theirs) or not found or not (near or any(not word.isdigit() for word in both)):
        return 0.0
    if not mine and not theirs:
        return 1.0 - 0.02 * min(near, 4)
    return LIKELY + 0.3 * found / (found + len(mine) + len(theirs))


def _spelled_otherwise(mine: set[str], theirs: set[str], one: Words, other: Words) -> int:
    """Take out of both what is one word in two spellings; how many such words there were."""
    near = 0
    for word in sorted(mine):
        twin = next((t for t in sorted(theirs) if _same_word(word, t, one.short | other.short)), None)
        if twin is not None:
            mine.discard(word)
            theirs.discard(twin)
            near += 1
    return near + _written_as_one(mine, theirs, other) + _written_as_one(theirs, mine, one)


def _written_as_one(whole: set[str], parts: set[str], of: Words) -> int:
    """ "desklamp" here, "desk lamp" there."""
    near = 0
    for word in sorted(whole & of.joined):
        pieces = {p for p in parts if word.startswith(p) or word.endswith(p)}
        if sum(len(p) for p in pieces) == len(word):
            whole.discard(word)
            parts -= pieces
            near += 1
    return near


def _same_word(one: str, other: str, short: frozenset[str]) -> bool:
    """A plural, an abbreviation with its full stop, or one slip of the pen in a long word."""
    if one[:KEY] != other[:KEY] or one.isdigit() or other.isdigit() or len(one) < KEY or len(other) < KEY:
        return False
    small, large = sorted((one, other), key=len)
    if large.startswith(small):
        return len(large) - len(small) <= 2 or small in short
    return len(small) > 2 * KEY - 1 and OSA.distance(one, other, score_cutoff=1) <= 1


def unit_price(line: PaperLine) -> Decimal | None:
    """The price of one unit, from the amount where none is printed."""
    if line.unit_price is not None:
        return line.unit_price / line.price_base
    if line.net_amount is not None and line.quantity:
        return line.net_amount / line.quantity
    return None
