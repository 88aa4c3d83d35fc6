"""Whether a line is covered by its arithmetic to the last digit: no digit of it could be another without a contradiction."""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from parsers.invoice.ordered import Ordered
from parsers.invoice.reading import Item
from parsers.invoice.table import factor
from parsers.invoice.view import Figure

_CENT = Decimal("0.01")


def exact(item: Item, orders: Ordered) -> bool:
    """Quantity x price, less the printed discount, rounds to the amount; and digits too small to show in it are zero or as they
    were ordered, so that a wrong one would be seen."""
    band, rule = item.band, factor(item.band)
    quantity, price, amount = band.quantity, band.price, band.amount
    if (
        rule is None
        or quantity is None
        or price is None
        or amount is None
        or any(f.other is not None for f in (quantity, price, amount))
    ):
        return False
    off = band.figures.get("discount")
    if off is not None and off.value and not rule.discount:
        return False  # a discount is printed that the amount does not show

    def product(times: Decimal, each: Decimal) -> Decimal:
        whole = times * each / rule.base
        return (whole if not rule.discount else _less(whole, off)).quantize(_CENT, ROUND_HALF_UP)

    if product(quantity.value, price.value) != amount.value or quantity.value == 0 or price.value == 0:
        return False
    sure = _sure(quantity, lambda other: product(other, price.value), lambda: orders.quantities(item))
    return sure and _sure(price, lambda other: product(quantity.value, other), lambda: orders.prices(item))


def exact_lines(items: tuple[Item, ...], orders: Ordered) -> bool:
    """All lines are exact. A line that is free of charge has nothing to check, but stands in columns that the others prove."""
    free = [
        item
        for item in items
        if item.band.price and not item.band.price.value and item.band.amount and not item.band.amount.value
    ]
    free = [item for item in free if item.band.quantity and item.band.quantity.value > 0]
    return len(free) * 2 <= len(items) and all(item in free or exact(item, orders) for item in items)


def _less(whole: Decimal, off: Figure | None) -> Decimal:
    """What the discount leaves: a rate where it is one or reads like one, an amount otherwise."""
    if off is None:
        return whole
    share = whole * (1 - abs(off.value) / 100)
    return (
        share
        if off.percent or (abs(off.value) <= 100 and share.quantize(_CENT) != whole - abs(off.value))
        else whole - abs(off.value)
    )


def _sure(figure: Figure, product: Callable[[Decimal], Decimal], ordered: Callable[[], frozenset[Decimal]]) -> bool:
    """Whether no digit of a figure could be another: each shows in the product, or all are as they were ordered, or those that do
    not show are zeros behind the mark, and no other value that leads to the same amount was ordered."""
    unseen = next((place for place in _places(figure) if not _shows(figure.value, place, product)), None)
    if unseen is None or figure.value in (known := ordered()):
        return True
    if unseen <= 0 or any(product(value) == product(figure.value) for value in known):
        return False
    return figure.value == figure.value.quantize(Decimal(1).scaleb(1 - unseen), ROUND_DOWN)


def _places(figure: Figure) -> range:
    """From the first digit to the last; 0 is that of the ones, 1 the first behind the mark."""
    return range(-max(figure.value.adjusted(), 0), figure.decimals + 1)


def _shows(value: Decimal, place: int, product: Callable[[Decimal], Decimal]) -> bool:
    """Whether the next higher and the next lower digit at a place make another amount; those further away do so the more."""
    step = Decimal(1).scaleb(-place)
    digit = int(abs(value) / step) % 10
    near = ([abs(value) + step] if digit < 9 else []) + ([abs(value) - step] if digit else [])
    return all(product(other.copy_sign(value)) != product(value) for other in near)
