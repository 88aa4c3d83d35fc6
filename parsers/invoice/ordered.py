"""What the open orders say beforehand: prices, quantities and amounts that a page is likely to print, and in which currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from core.knowledge import Knowledge
from core.money import Currency
from core.order import OrderLine
from parsers.invoice.dictionary import fold
from parsers.invoice.reading import Item
from parsers.invoice.texts import description

_ALIKE = 70
"""Likeness of two descriptions, of 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """The lines of all open orders of a supplier."""

    lines: tuple[OrderLine, ...] = ()
    figures: frozenset[Decimal] = frozenset()
    """Every price, quantity, amount and total that they have."""
    currencies: frozenset[Currency] = frozenset()

    def of(self, item: Item) -> tuple[OrderLine, ...]:
        """The order lines that a line of a page may bill: those with its item number or a description like its own."""
        own = description(item)
        codes = {fold(word.text) for word in item.band.row.words}
        return tuple(line for line in self.lines if _same_code(line, codes) or _alike(line.description, own))

    def prices(self, item: Item) -> frozenset[Decimal]:
        """What was agreed for the things that a line may bill."""
        return frozenset(line.unit_price for line in self.of(item))

    def quantities(self, item: Item) -> frozenset[Decimal]:
        """How much was ordered of the things that a line may bill."""
        return frozenset(line.quantity for line in self.of(item))

    def agreeing(self, items: Iterable[Item]) -> int:
        """How many lines have a price or a quantity that was ordered for them."""
        if not self.lines:
            return 0
        return sum(map(self._agrees, items))

    def _agrees(self, item: Item) -> bool:
        price, quantity = item.band.price, item.band.quantity
        return (price is not None and price.value in self.prices(item)) or (
            quantity is not None and quantity.value in self.quantities(item)
        )


def ordered(knowledge: Knowledge) -> Ordered:
    """The lines of the orders that are known."""
    lines = tuple(line for order in knowledge.orders for line in order.lines)
    figures = {value for line in lines for value in (line.quantity, line.unit_price)}
    figures |= {line.net(order.currency) for order in knowledge.orders for line in order.lines}
    figures |= {order.net.amount for order in knowledge.orders}
    return Ordered(lines=lines, figures=frozenset(figures), currencies=frozenset(order.currency for order in knowledge.orders))


def _same_code(line: OrderLine, codes: set[str]) -> bool:
    return any(len(code) >= 3 and fold(code) in codes for code in (line.supplier_sku, line.buyer_sku))


def _alike(one: str, other: str) -> bool:
    return bool(one) and fuzz.token_set_ratio(fold(one), fold(other)) >= _ALIKE
