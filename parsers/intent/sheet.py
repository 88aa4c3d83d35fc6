"""The document that a mail is about, as a list of items, and how people name one: number, SKU, description, size."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from core.commands.shipping import left_to_ship
from core.names import Reference
from core.order import LineAnswer, OrderLine, PurchaseOrder
from core.proposal import Rfp, RfpItem
from parsers.intent.lexicon import every_small_word, goods, ware_endings
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind, fold, tokens_of

_SHORTEST = 3
_ENDING = 3
_COMPOUND = 7
_NAMING = frozenset({Kind.CODE, Kind.NUMBER, Kind.WORD})


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an order or one item of a request. `words` are those of its description that no other item has."""

    number: int
    skus: tuple[str, ...]
    words: frozenset[str]
    wares: frozenset[str]
    sizes: frozenset[str]
    quantity: Decimal
    price: Decimal | None = None
    day: date | None = None
    label: str = ""
    unsent: Decimal = Decimal(0)
    """What is not on its way yet; nothing of a line that was refused."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The items of the document in question; none where it is an invoice or nothing is known."""

    reference: Reference | None = None
    currency: str = "EUR"
    items: tuple[Item, ...] = ()
    is_rfp: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        """All line numbers."""
        return tuple(i.number for i in self.items)

    def item(self, number: int) -> Item | None:
        """The item with this number."""
        return next((i for i in self.items if i.number == number), None)


def flat(sku: str) -> str:
    """An article number without signs, for comparing."""
    return re.sub(r"[\W_]+", "", sku).upper()


def _sizes(text: str) -> frozenset[str]:
    tokens = tokens_of(text)
    return frozenset(f"{a.text}{b.fold}" for a, b in pairwise(tokens) if a.kind is Kind.NUMBER and b.kind is Kind.WORD)


def _wares(text: str) -> frozenset[str]:
    tokens = tokens_of(text)
    return frozenset(m.value for found in goods().marks(tokens) for m in found.meanings)


def _item(line: OrderLine | RfpItem, unsent: Decimal) -> Item:
    words = (
        frozenset(t.fold for t in tokens_of(line.description) if t.kind is Kind.WORD and len(t.fold) >= _SHORTEST)
        - every_small_word()
    )
    label = f"{line.number}: {line.description}"
    sizes, wares = _sizes(line.description), _wares(line.description)
    if isinstance(line, RfpItem):
        return Item(line.number, (line.sku,), words, wares, sizes, line.quantity, label=label)
    skus = (line.supplier_sku, line.buyer_sku)
    return Item(line.number, skus, words, wares, sizes, line.quantity, line.unit_price, line.delivery_date, label, unsent)


def _distinct(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Keep of each item only what no other item has."""

    def own(item: Item, name: str) -> frozenset[str]:
        others = frozenset[str]().union(*(getattr(i, name) for i in items if i is not item))
        return getattr(item, name) - others  # type: ignore[no-any-return]

    return tuple(
        Item(i.number, i.skus, own(i, "words"), own(i, "wares"), own(i, "sizes"), i.quantity, i.price, i.day, i.label, i.unsent)
        for i in items
    )


def unsent_of(document: PurchaseOrder | Rfp, number: int) -> Decimal:
    """What of a line is not on its way yet."""
    if isinstance(document, Rfp) or any(a.line == number and a.answer is LineAnswer.REJECTED for a in document.answers):
        return Decimal(0)
    return max(left_to_ship(document, number), Decimal(0))


def sheet_of(document: PurchaseOrder | Rfp | None) -> Sheet:
    """The items of an order or of a request for proposal."""
    if document is None:
        return Sheet()
    lines: tuple[OrderLine | RfpItem, ...] = document.lines if isinstance(document, PurchaseOrder) else document.items
    items = _distinct(tuple(_item(line, unsent_of(document, line.number)) for line in lines))
    return Sheet(document.reference, document.currency, items, isinstance(document, Rfp))


def items_named(s: Sentence, first: int, last: int, sheet: Sheet) -> tuple[tuple[int, int], ...]:
    """(number, place) of each item named by SKU, description or size between two tokens."""
    found: dict[int, int] = {}
    for at in range(first, last):
        if s.tokens[at].kind not in _NAMING and not s.values_at(at, "ware"):
            continue
        for item in sheet.items:
            if item.number not in found and (_by_sku(s, at, item) or _by_word(s, at, item) or _by_size(s, at, item)):
                found[item.number] = at
    return tuple(found.items())


def _by_sku(s: Sentence, at: int, item: Item) -> bool:
    token = s.tokens[at]
    if token.kind not in (Kind.CODE, Kind.NUMBER):
        return False
    return any(sku and len(flat(sku)) > 2 and flat(sku) == flat(token.text) for sku in item.skus)


def _by_word(s: Sentence, at: int, item: Item) -> bool:
    token = s.tokens[at]
    if not item.wares.isdisjoint(s.values_at(at, "ware")) and not s.signs_at(at) - {"ware", Sign.LINE}:
        return True
    if token.kind is not Kind.WORD or len(token.fold) < _SHORTEST or s.signs_at(at) - {Sign.LINE}:
        return False
    if len(token.fold) >= _COMPOUND and any(
        ware in item.wares for stem, ware in ware_endings(s.language) if stem in token.fold[2:]
    ):
        return True
    return any(_same_word(token.fold, word) for word in item.words)


def _same_word(said: str, word: str) -> bool:
    return said.startswith(word) and len(said) - len(word) <= _ENDING if len(word) > _SHORTEST else said in (word, word + "s")


def _by_size(s: Sentence, at: int, item: Item) -> bool:
    token = s.tokens[at]
    after = s.tokens[at + 1].fold if at + 1 < len(s.tokens) else ""
    return token.kind is Kind.NUMBER and f"{token.text}{fold(after)}" in item.sizes
