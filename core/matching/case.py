"""Everything that one match looks at, and the sums that several rules need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.invoice import LIVE, Invoice
from core.matching.assign import Assignment
from core.matching.prices import amount_of, quantity_in
from core.money import Currency, rounded
from core.names import Reference
from core.order import OrderLine, PurchaseOrder
from core.paper import PaperLine
from core.party import Supplier
from core.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An invoice, the orders that it names (or that fit), the other invoices of the supplier that matter, and the rules."""

    invoice: Invoice
    supplier: Supplier
    orders: tuple[PurchaseOrder, ...]
    others: tuple[Invoice, ...]
    unknown: tuple[str, ...]
    """Order numbers on the invoice that we do not have from this supplier."""
    assignment: Assignment
    policy: Policy
    at: datetime

    @property
    def rate(self) -> Decimal:
        """The supplier's tolerance, or the house's, in per cent."""
        return self.policy.tolerance if self.supplier.tolerance is None else self.supplier.tolerance

    def pairs(self) -> Iterator[tuple[int, PaperLine, PurchaseOrder, OrderLine]]:
        """Each assigned invoice line with its order line."""
        orders = {o.reference: o for o in self.orders}
        for place in self.assignment.assigned:
            order = orders.get(place.order)
            line = order.line(place.line) if order and place.line is not None else None
            if order and line:
                yield place.invoice_line, self.invoice.paper.lines[place.invoice_line], order, line

    def live_on(self, order: Reference) -> tuple[Invoice, ...]:
        """The other live invoices of an order."""
        return tuple(i for i in self.others if i.status in LIVE and order in i.orders)


def share(invoice: Invoice, order: Reference) -> Decimal:
    """The part of the invoice's net that falls on an order: its assigned lines, the unassigned rest in proportion."""
    if invoice.orders == (order,):
        return net_of(invoice)
    assigned = {o: Decimal(0) for o in invoice.orders}
    for place in invoice.assigned:
        assigned[place.order] = assigned.get(place.order, Decimal(0)) + amount_of(invoice.paper.lines[place.invoice_line])
    placed = sum(assigned.values(), Decimal(0))
    mine = assigned.get(order, Decimal(0))
    if placed == 0:
        return rounded(net_of(invoice) / max(len(assigned), 1), invoice.currency)
    return rounded(net_of(invoice) * mine / placed, invoice.currency)


def net_of(invoice: Invoice) -> Decimal:
    """Net less what was credited, the credit brought to net by the invoice's own proportion."""
    net, gross = invoice.net.amount, invoice.gross.amount
    credit = invoice.credited * net / gross if gross else Decimal(0)
    return rounded(net - credit, invoice.currency)


def taken_of(invoice: Invoice, order: PurchaseOrder) -> Decimal:
    """What an invoice uses up of an order, in the order's currency: in another currency, what its lines cost as ordered."""
    if invoice.currency == order.currency:
        return share(invoice, order.reference)
    rows = ((row, order.line(number)) for row, number in invoice.lines_on(order.reference) if number is not None)
    costs = (quantity_in(row, line) * line.unit_price / line.price_base for row, line in rows if line)
    return rounded(sum(costs, Decimal(0)), order.currency)


def overrun(case: Case, order: PurchaseOrder) -> Decimal:
    """Net of all live invoices of the order including this one, less the order's net."""
    earlier = sum((taken_of(i, order) for i in case.live_on(order.reference)), Decimal(0))
    return earlier + share(case.invoice, order.reference) - order.net.amount


def allowed(case: Case, order: PurchaseOrder) -> Decimal:
    """The overrun that still passes; exact, so that a limit that is met passes and one cent above does not."""
    return order.net.amount * case.rate / 100


def code_of(case: Case) -> Currency:
    """The invoice's currency."""
    return case.invoice.currency
