"""What an open order may be recognised by when an invoice names none: item numbers, unit prices, the total."""

from collections.abc import Iterable
from decimal import Decimal

from core.order import OrderStatus, PurchaseOrder
from storage.types import exact

_LENGTH = 60


def marks_of(order: PurchaseOrder) -> frozenset[str]:
    """The marks of an order; none unless it is open."""
    if order.status is not OrderStatus.SUBMITTED:
        return frozenset()
    skus = (sku for line in order.lines for sku in (line.supplier_sku, line.buyer_sku))
    return marks(skus, (line.unit_price for line in order.lines), (order.net.amount,))


def marks(skus: Iterable[str], prices: Iterable[Decimal], totals: Iterable[Decimal]) -> frozenset[str]:
    """Spelling does not count: `AB-1` is `ab1`, 10.00 is 10. Values that no order can have are left out."""
    found = {f"sku:{plain}" for sku in skus if (plain := "".join(c for c in sku.casefold() if c.isalnum())[:_LENGTH])}
    for kind, values in (("price", prices), ("total", totals)):
        found.update(f"{kind}:{value.normalize():f}" for value in values if exact(value) is not None and value)
    return frozenset(found)
