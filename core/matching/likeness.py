"""How well an invoice line fits an order line, when no identifier says it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from core.order import OrderLine
from core.paper import PaperLine

_WORD = re.compile(r"[^\W_]+")

SURE = 0.86
"""A description this alike is the same item whatever its price is."""
LIKELY = 0.6
"""A description this alike is the same item when the unit price agrees as well."""
PRICE_SLACK = Decimal("0.005")


def identifier(text: str | None) -> str:
    """A SKU as it is compared: letters and digits, case folded."""
    return "".join(_WORD.findall((text or "").casefold()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A description made ready for comparing: done once a line, not once a pair."""

    text: str
    figures: frozenset[str]

    @staticmethod
    def of(description: str) -> "Words":
        """Fold case, drop punctuation, order does not count."""
        words = _WORD.findall(description.casefold())
        return Words(text=" ".join(sorted(words)), figures=frozenset(w for w in words if any(c.isdigit() for c in w)))


def likeness(one: Words, other: Words) -> float:
    """0 to 1. Two descriptions whose sizes differ ("pan 24 cm", "pan 28 cm") are different items however alike they read."""
    if not one.text or not other.text:
        return 0.0
    if one.figures and other.figures and not (one.figures <= other.figures or other.figures <= one.figures):
        return 0.0
    ratio = max(fuzz.ratio(one.text, other.text), 0.97 * fuzz.token_set_ratio(one.text, other.text))
    return float(ratio) / 100


def unit_price(line: PaperLine) -> Decimal | None:
    """The price of one unit, from the amount where none is printed."""
    if line.unit_price is not None:
        return line.unit_price / line.price_base
    if line.net_amount is not None and line.quantity:
        return line.net_amount / line.quantity
    return None


def price_agrees(line: PaperLine, ordered: OrderLine) -> bool:
    """Whether the unit prices are the same but for rounding."""
    theirs, ours = unit_price(line), ordered.unit_price / ordered.price_base
    return theirs is not None and abs(theirs - ours) <= abs(ours) * PRICE_SLACK


def fit(line: PaperLine, words: Words, ordered: OrderLine, ordered_words: Words) -> float | None:
    """How well the two fit, 0 to 1.3; None when they are not the same item by any rule."""
    alike, same_price = likeness(words, ordered_words), price_agrees(line, ordered)
    if alike < (LIKELY if same_price else SURE):
        return None
    fits_quantity = line.quantity is not None and line.quantity <= ordered.quantity
    return alike + (0.2 if same_price else 0.0) + (0.1 if fits_quantity else 0.0)
