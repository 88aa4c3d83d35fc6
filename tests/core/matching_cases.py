"""Generated orders and invoices with the truth beside them: which order line each invoice line bills.

Everything follows from a seed. Items come in families (size, colour, material), so that the next best order line is always near,
and the items that were not ordered are brothers of those that were.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from core.order import OrderLine, PurchaseOrder
from core.paper import PaperLine
from tests.core.stories import order

NOUNS = {
    "bowl": "Schale", "plate": "Teller", "cup": "Tasse", "glass": "Glas", "fork": "Gabel", "knife": "Messer",
    "towel": "Handtuch", "chair": "Stuhl", "table lamp": "Tischlampe", "hex bolt": "Sechskantschraube", "relay": "Relais",
    "washer": "Unterlegscheibe", "bracket": "Winkel", "cable tie": "Kabelbinder", "hose": "Schlauch", "filter": "Filter",
    "glove": "Handschuh", "binder": "Ordner", "toner": "Toner", "label roll": "Etikettenrolle", "carton": "Karton",
    "pump seal": "Pumpendichtung", "valve": "Ventil",
}  # fmt: skip
MATERIALS = [
    "stoneware",
    "porcelain",
    "stainless steel",
    "galvanised steel",
    "brass",
    "cotton",
    "oak",
    "beech",
    "nylon",
    "leather",
]
COLOURS = ["white", "black", "red", "blue", "green", "grey", "yellow", "brown"]
FEES = [
    "Freight",
    "Shipping DHL Express",
    "Packing",
    "Delivery charge",
    "Versandkosten",
    "Frais de port",
    "Handling fee",
    "Fuel surcharge",
]
EXTRA = ["premium", "industrial grade", "dishwasher safe", "made in Italy", "bulk", "series classic", "for daily use"]
PRICES = [Decimal(cents) / 100 for cents in range(15, 25_000, 5)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that can be ordered."""

    noun: str
    material: str
    colour: str
    size: str
    sku: str
    price: Decimal

    @property
    def name(self) -> str:
        """How the buyer calls it."""
        return f"{self.noun.capitalize()} {self.size} {self.material}, {self.colour}"


@dataclass(slots=True, kw_only=True)
class Billed:
    """A line of the invoice with its truth: the order lines that it may be assigned to; none: a fee or not ordered."""

    line: PaperLine
    right: frozenset[int] = frozenset()
    kind: str = "plain"


@dataclass(slots=True, kw_only=True)
class Generated:
    """An order and an invoice on it."""

    order: PurchaseOrder
    rows: list[Billed] = field(default_factory=list)


def item(rng: random.Random) -> Item:
    """A new item."""
    size = rng.choice(
        [f"{rng.randrange(4, 60, 2)} cm", f"M{rng.randrange(3, 24)}x{rng.randrange(10, 200, 10)}", f"{rng.randrange(1, 20)} l"]
    )
    sku = f"{rng.choice('ABCDEFGH')}{rng.choice('KLMNP')}-{rng.randrange(10_000, 99_999)}"
    noun, material, colour = rng.choice(list(NOUNS)), rng.choice(MATERIALS), rng.choice(COLOURS)
    return Item(noun=noun, material=material, colour=colour, size=size, sku=sku, price=rng.choice(PRICES))


def brother(one: Item, rng: random.Random) -> Item:
    """An item that differs in one thing, and often not in its price."""
    other = item(rng)
    part = rng.choice(["colour", "material", "size"])
    value = next(
        v
        for v in (getattr(other, part), getattr(item(rng), part), getattr(item(rng), part), "special")
        if v != getattr(one, part)
    )
    price = one.price if rng.random() < 0.5 else other.price
    return replace(one, sku=other.sku, price=price, **{part: value})


def ordered(rng: random.Random, size: int, skus: bool) -> tuple[PurchaseOrder, list[Item]]:
    """An order of so many different items, a third of them brothers of others."""
    items: list[Item] = []
    while len(items) < size:
        new = brother(rng.choice(items), rng) if items and rng.random() < 0.35 else item(rng)
        if new.name not in {i.name for i in items}:
            items.append(new)
    lines = tuple(
        OrderLine(
            number=n,
            description=i.name,
            quantity=Decimal(rng.choice([1, 2, 5, 10, 12, 24, 48, 60, 100, 144])),
            unit_price=i.price,
            unit="pcs",
            supplier_sku=i.sku if skus else "",
        )
        for n, i in enumerate(items, 1)
    )
    return order("PO-1", *lines), items


def row(text: str, quantity: Decimal, price: Decimal, sku: str | None = None, unit: str | None = "pcs") -> PaperLine:
    """A line as it stands on the invoice."""
    amount = (quantity * price).quantize(Decimal("0.01"))
    return PaperLine(description=text, quantity=quantity, unit_price=price, net_amount=amount, seller_sku=sku, unit=unit)


def reworded(one: Item, rng: random.Random) -> str:
    """The supplier's words for the same thing: another order, an abbreviation, a plural, a slip of the pen, more words, fewer."""
    noun, material, size = one.noun, one.material, one.size
    way = rng.randrange(7)
    if way == 0:
        return f"{material.title()} {noun} {one.colour} {size.replace(' ', '')}"
    if way == 1:
        return f"{noun.upper()}S {size} {material.upper()} {one.colour.upper()}"
    if way == 2 and len(material) > 7:
        return f"{noun} {size}, {material[:5]}. {material.split()[-1] if ' ' in material else ''} {one.colour}"
    if way == 3:
        place = rng.randrange(3, len(material)) if len(material) > 6 else 0
        slip = material[:place] + material[place + 1 :] if place and material[place] != " " else material
        return f"{noun} {size} {slip} {one.colour}"
    if way == 4:
        return f"{one.name} - {rng.choice(EXTRA)}"
    if way == 5:
        return f"{noun} {one.colour}, {size}"
    return f"Art. {noun.replace(' ', '')} {material} ({one.colour}) {size}"


def translated(one: Item) -> str:
    """In the supplier's language."""
    return f"{NOUNS[one.noun]} {one.size} {one.colour[::-1]}"


def invoice_on(rng: random.Random, goods: PurchaseOrder, items: list[Item], skus: bool) -> Iterator[Billed]:
    """Most of the order, each line in one of the ways in which invoices write it, then what was not ordered."""
    chosen = [k for k in range(len(items)) if rng.random() < 0.85] or [0]
    for k in chosen:
        yield from billed(rng, goods.lines[k], items[k], items[k].sku if skus and rng.random() < 0.9 else None)
    if rng.random() < 0.3:
        yield Billed(line=row(rng.choice(FEES), Decimal(1), Decimal("12.50"), unit=None), kind="freight")
    if rng.random() < 0.2:
        yield Billed(line=row("Discount 2 %", Decimal(1), Decimal("-5.00"), unit=None), kind="discount")
    if rng.random() < 0.3:
        other = brother(items[rng.choice(chosen)], rng)
        if other.name not in {i.name for i in items}:
            text = other.name if rng.random() < 0.5 else reworded(replace(other), rng)
            if not _hides(text, other, items):
                count = Decimal(rng.choice([1, 5, 10]))
                yield Billed(line=row(text, count, other.price, other.sku if skus else None), kind="unordered")


def _hides(text: str, other: Item, items: list[Item]) -> bool:
    """Whether the text leaves out just what tells it from an ordered item: nobody could know."""
    told = text.casefold().replace(" ", "")
    return any(part.casefold().replace(" ", "")[:5] not in told for part in (other.material, other.colour, other.size))


def billed(rng: random.Random, line: OrderLine, one: Item, sku: str | None) -> Iterator[Billed]:
    """One order line on the invoice."""
    right, draw = frozenset({line.number}), rng.random()
    price = one.price
    if draw < 0.35:
        yield Billed(line=row(one.name, line.quantity, price, sku), right=right)
    elif draw < 0.62:
        yield Billed(line=row(reworded(one, rng), line.quantity, price, sku), right=right, kind="reworded")
    elif draw < 0.72 and line.quantity >= 10:
        part = line.quantity - 3
        yield Billed(line=row(one.name, part, price, sku), right=right, kind="split")
        yield Billed(line=row(one.name, line.quantity - part, price, sku), right=right, kind="split")
    elif draw < 0.80 and line.quantity % 12 == 0:
        text = one.name if rng.random() < 0.5 else f"{one.name}, box of 12"
        boxes = row(text, line.quantity / 12, price * 12, sku, "box")
        yield Billed(line=boxes, right=right, kind="unit-changed")
    elif draw < 0.88:
        dearer = (price * Decimal(rng.choice(["1.03", "1.10", "0.95", "1.50"]))).quantize(Decimal("0.01"))
        yield Billed(line=row(one.name, line.quantity, dearer, sku), right=right, kind="repriced")
    elif draw < 0.92:
        yield Billed(line=row(translated(one), line.quantity, price, sku), right=right, kind="translated")
    else:
        yield Billed(line=row(one.name, max(line.quantity // 2, Decimal(1)), price, sku), right=right, kind="part")


def merged(rng: random.Random, goods: PurchaseOrder, rows: list[Billed]) -> PurchaseOrder:
    """One item ordered twice, for two dates, and billed in one line: either order line is right."""
    first = next((r for r in rows if r.kind == "plain"), None)
    if first is None or rng.random() > 0.3:
        return goods
    (number,) = first.right
    again = replace(goods.lines[number - 1], number=len(goods.lines) + 1)
    total = first.line.quantity * 2 if first.line.quantity else None
    first.line = replace(first.line, quantity=total, net_amount=first.line.net_amount * 2 if first.line.net_amount else None)
    first.right, first.kind = frozenset({number, again.number}), "merged"
    return replace(goods, lines=(*goods.lines, again))


def generated(seed: int, size: int | None = None) -> Generated:
    """One order and its invoice; lines of the invoice in any order."""
    rng = random.Random(seed)
    skus = rng.random() < 0.5
    goods, items = ordered(rng, size or rng.randrange(2, 25), skus)
    rows = list(invoice_on(rng, goods, items, skus))
    goods = merged(rng, goods, rows)
    rng.shuffle(rows)
    return Generated(order=goods, rows=rows)


@dataclass(slots=True, kw_only=True)
class Score:
    """What the assignment made of generated invoices."""

    lines: int = 0
    wrong: int = 0
    asked: int = 0
    asked_translated: int = 0
    unordered: int = 0
    taken_as_ordered: int = 0
    fees: int = 0
    fees_asked: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)


def score(cases: Iterator[Generated]) -> Score:
    """Run the assignment over them."""
    from core.matching.assign import assign

    result = Score()
    for case in cases:
        found = assign([r.line for r in case.rows], (case.order,))
        placed = {a.invoice_line: a.line for a in found.assigned}
        for i, one in enumerate(case.rows):
            _count(result, one, placed.get(i), i in found.fees)
    return result


def _count(result: Score, one: Billed, place: int | None, fee: bool) -> None:
    if one.kind == "unordered":
        result.unordered += 1
        result.taken_as_ordered += place is not None or fee
        if place is not None or fee:
            result.missed.append(("taken", one.line.description))
    elif one.kind in ("freight", "discount"):
        result.fees += 1
        result.fees_asked += not fee
    else:
        result.lines += 1
        if place is None:
            result.asked += one.kind != "translated"
            result.asked_translated += one.kind == "translated"
            result.missed.append((f"asked {one.kind}", one.line.description))
        elif place not in one.right:
            result.wrong += 1
            result.missed.append((f"wrong {one.kind}", one.line.description))
