"""How much of an order line invoices bill, in the unit of the order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from core.invoice import LIVE, Invoice
from core.matching.prices import quantity_in
from core.money import rounded
from core.names import Reference
from core.order import LineAnswer, OrderLine, PurchaseOrder

Place = tuple[Reference, int]
"""An order and the number of one of its lines."""


def billed(invoices: Iterable[Invoice], order: PurchaseOrder, line: OrderLine) -> Decimal:
    """The quantity of an order line that these bill, as far as they are live."""
    live = (i for i in invoices if i.status in LIVE)
    rows = (row for i in live for row, number in i.lines_on(order.reference) if number == line.number)
    return sum((quantity_in(row, line) for row in rows), Decimal(0))


def left(invoices: Iterable[Invoice], orders: Iterable[PurchaseOrder]) -> Mapping[Place, Decimal]:
    """What is still to be billed of every line of these orders."""
    lines = {(o.reference, line.number): line for o in orders for line in o.lines}
    used: dict[Place, Decimal] = defaultdict(Decimal)
    for invoice in (i for i in invoices if i.status in LIVE):
        for a in invoice.assigned:
            if a.line is not None and (ordered := lines.get((a.order, a.line))):
                used[a.order, a.line] += quantity_in(invoice.paper.lines[a.invoice_line], ordered)
    return {place: line.quantity - used[place] for place, line in lines.items()}


def open_lines(order: PurchaseOrder, invoices: Iterable[Invoice]) -> tuple[OrderLine, ...]:
    """The lines of an order with what is left of each to be billed; without those that the supplier refused."""
    every = tuple(invoices)
    found = (_rest(order, line, line.quantity - billed(every, order, line)) for line in order.lines)
    return tuple(line for line in found if line is not None)


def _rest(order: PurchaseOrder, line: OrderLine, quantity: Decimal) -> OrderLine | None:
    answer = order.answer_on(line.number)
    if quantity <= 0 or (answer and answer.answer is LineAnswer.REJECTED):
        return None
    return replace(line, quantity=quantity, discount=rounded(line.discount * quantity / line.quantity, order.currency))
