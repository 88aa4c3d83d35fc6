"""Which order may an invoice without a number bill? Ranked by how much of it the order explains; a person decides."""

from collections.abc import Iterable
from decimal import Decimal

from core.invoice import Invoice
from core.matching.assign import assign
from core.matching.prices import amount_of
from core.order import PurchaseOrder

MANY = 100
"""Orders that are compared line by line; more are first sorted by their totals alone."""


def ranked(invoice: Invoice, orders: Iterable[PurchaseOrder]) -> tuple[tuple[PurchaseOrder, float], ...]:
    """The orders with their fit, 0 to 1, the best first: how much of the amount finds an order line there, then the total."""
    near = sorted(orders, key=lambda order: (_distance(invoice, order), order.reference))[:MANY]
    fits = [(order, _explained(invoice, order)) for order in near]
    return tuple(sorted(fits, key=lambda fit: (-fit[1], _distance(invoice, fit[0]), fit[0].reference)))


def _distance(invoice: Invoice, order: PurchaseOrder) -> Decimal:
    """How far the totals are apart; another currency is farther than any amount."""
    other = Decimal(10) ** 15 if order.currency != invoice.currency else Decimal(0)
    return other + abs(order.net.amount - invoice.net.amount)


def _explained(invoice: Invoice, order: PurchaseOrder) -> float:
    lines = invoice.paper.lines
    found = {a.invoice_line for a in assign(lines, (order,)).assigned}
    whole = sum((abs(amount_of(line)) for line in lines), Decimal(0))
    part = sum((abs(amount_of(lines[i])) for i in found), Decimal(0))
    return float(part / whole) if whole else 0.0
