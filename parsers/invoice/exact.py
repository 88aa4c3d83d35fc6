"""Whether a line is covered by its arithmetic to the last digit: no digit of it could be another without a contradiction."""

from decimal import ROUND_HALF_UP, Decimal

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
    whole = quantity.value * price.value / rule.base
    if off is not None and off.value and not rule.discount:
        return False  # a discount is printed that the amount does not show
    expected = whole if not rule.discount else _less(whole, off)
    if expected.quantize(_CENT, ROUND_HALF_UP) != amount.value:
        return False
    if quantity.value == 0 or price.value == 0:
        return False
    seen_quantity = _shown(quantity, price.value / rule.base) or orders.confirms_quantity(item)
    return seen_quantity and (_shown(price, quantity.value / rule.base) or orders.confirms_price(item))


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


def _shown(figure: Figure, times: Decimal) -> bool:
    """Whether each digit of a figure weighs a cent at least in the product, or is a zero."""
    if times == 0:
        return False
    places = 0
    while places < figure.decimals and abs(times).scaleb(-(places + 1)) >= _CENT:
        places += 1
    return figure.value == figure.value.quantize(Decimal(1).scaleb(-places)) and abs(times) >= _CENT
