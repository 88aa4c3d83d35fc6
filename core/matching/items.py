"""Invoice lines and order lines made ready for comparing: done once a line, not once a pair."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.matching.likeness import LIKELY, SURE, Words, identifier, likeness, unit_price
from core.matching.prices import ordered_price, ratio, same_price, units_differ
from core.names import Reference
from core.order import OrderLine
from core.paper import PaperLine

SHORTEST_NUMBER = 4
"""Letters and digits of an item number that is looked for within a description."""
_NUMBER = re.compile(r"[^\s,;()]*\d[^\s,;()]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the invoice."""

    line: PaperLine
    words: Words
    price: Decimal | None
    seller_sku: str
    buyer_sku: str
    order: str

    def on(self, item: "Item") -> bool:
        """Whether it may bill this order at all: the line may name another."""
        return not self.order or self.order == identifier(item.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of an order; `left` is what is still to be billed."""

    order: Reference
    line: OrderLine
    words: Words
    price: Decimal
    left: Decimal
    seller_sku: str
    buyer_sku: str

    def pieces(self, row: Row) -> Decimal:
        """As `prices.pieces`, from what was made ready."""
        whole = ratio(row.price, self.price)
        if whole is None or row.price is None:
            return Decimal(1)
        named = units_differ(row.line, self.line) or str(whole) in row.words.figures ^ self.words.figures
        return Decimal(1) if not named else whole if row.price > self.price else 1 / whole

    def costs(self, row: Row) -> bool:
        """Whether the row bills it at its price."""
        if same_price(row.price, self.price):
            return True
        count = self.pieces(row)
        return count != 1 and row.price is not None and same_price(row.price / count, self.price)


def row_of(line: PaperLine) -> Row:
    """Make a line of an invoice ready."""
    return Row(
        line=line,
        words=Words.of(line.description),
        price=unit_price(line),
        seller_sku=identifier(line.seller_sku),
        buyer_sku=identifier(line.buyer_sku),
        order=identifier(line.order_reference),
    )


def item_of(order: Reference, line: OrderLine, left: Decimal) -> Item:
    """Make a line of an order ready."""
    return Item(
        order=order,
        line=line,
        words=Words.of(line.description),
        price=ordered_price(line),
        left=left,
        seller_sku=identifier(line.supplier_sku),
        buyer_sku=identifier(line.buyer_sku),
    )


def fit(row: Row, item: Item, *, named: bool = False) -> float | None:
    """How well the two fit, 0.6 to 1.3; None when they are not the same item by any rule. `named`: by its item number."""
    alike = max(likeness(row.words, item.words), LIKELY) if named else likeness(row.words, item.words)
    if alike < LIKELY:
        return None
    costs = item.costs(row)
    if not named and ((alike < SURE and not costs) or _contradict(row, item)):
        return None
    return alike + (0.2 if costs else 0.0) + _suits(row, item)


def _suits(row: Row, item: Item) -> float:
    """Whether the quantity is what is left of the order line, or at least fits into it."""
    if row.line.quantity is None:
        return 0.0
    count = row.line.quantity * item.pieces(row)
    return 0.1 if count == item.left else 0.05 if count < item.left else 0.0


def _contradict(row: Row, item: Item) -> bool:
    """Two item numbers of one party and of one make (`A-100`, `A-200`) that differ are two items, whatever they are called."""
    pairs = ((row.seller_sku, item.seller_sku), (row.buyer_sku, item.buyer_sku))
    known = [(one, other) for one, other in pairs if one and other]
    return bool(known) and not any(a == b for a, b in known) and any(_make(a) == _make(b) for a, b in known)


def _make(sku: str) -> str:
    return re.sub(r"\d", "0", re.sub(r"[^\W\d]", "a", sku))


def effect(row: Row, item: Item) -> tuple[str, str, bool]:
    """What would be found if the row billed this item: price, tax, more than is left."""
    count = item.pieces(row)
    dearer = "" if row.price is None or item.costs(row) else f"{row.price / count - item.price:f}"
    tax = "" if row.line.tax_rate is None or item.line.tax_rate in (None, row.line.tax_rate) else f"{item.line.tax_rate:f}"
    return dearer, tax, (row.line.quantity or Decimal(0)) * count > item.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The order lines, to be found by item number, by line number and by words."""

    by_sku: dict[str, set[int]]
    by_number: dict[int, set[int]]
    by_rarest: dict[str, list[int]]
    by_key: dict[str, list[int]]

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Shelf":
        """All of them, once; each by its rarest word too, for it must be in every description that says more."""
        shelf = cls(by_sku=defaultdict(set), by_number=defaultdict(set), by_rarest=defaultdict(list), by_key=defaultdict(list))
        often = Counter(key for item in items for key in item.words.keys)
        for s, item in enumerate(items):
            for sku in (item.seller_sku, item.buyer_sku):
                if sku:
                    shelf.by_sku[sku].add(s)
            shelf.by_number[item.line.number].add(s)
            for key in item.words.keys:
                shelf.by_key[key].append(s)
            if item.words.keys:
                shelf.by_rarest[min(item.words.keys, key=lambda key: (often[key], key))].append(s)
        return shelf

    def named(self, row: Row) -> set[int]:
        """The order lines that the row's item numbers stand for; without such, those whose number stands in its description."""
        found = {s for sku in (row.seller_sku, row.buyer_sku) if sku for s in self.by_sku.get(sku, ())}
        if found or not self.by_sku:
            return found
        written = (identifier(text) for text in _NUMBER.findall(row.line.description))
        return {s for sku in written if len(sku) >= SHORTEST_NUMBER for s in self.by_sku.get(sku, ())}

    def numbered(self, number: int) -> set[int]:
        """The lines with this number, one an order."""
        return self.by_number.get(number, set())

    def candidates(self, row: Row) -> set[int]:
        """The order lines that can share all words of the shorter description with the row."""
        rare = sorted(row.words.keys, key=lambda key: (len(self.by_key.get(key, ())), key))[:2]
        found = {s for key in rare for s in self.by_key.get(key, ())}
        return found.union(*(self.by_rarest.get(key, ()) for key in row.words.keys))
