"""What taking an invoice does to its order: prices and quantities are raised, missing items are added (docs/rules.md 4.4)."""

from dataclasses import replace
from decimal import Decimal

from core.events import OrderRevised, RevisedFor
from core.findings import Effect, FindingKind
from core.invoice import Invoice
from core.matching.billed import billed
from core.matching.likeness import unit_price
from core.matching.prices import price_in, quantity_in
from core.order import OrderLine, PurchaseOrder
from core.paper import PaperLine

ITEM = FindingKind.UNORDERED_ITEM
FINEST_PRICE = Decimal("0.000001")


def raised(order: PurchaseOrder, invoice: Invoice, every: tuple[Invoice, ...]) -> OrderRevised | None:
    """The revision that makes room for the invoice; None when the order needs none, or is in another currency."""
    if order.currency != invoice.currency:
        return None
    lines = tuple(_raised_line(order, line, invoice, every) for line in order.lines)
    lines = (*lines, *_added(order, invoice))
    if lines == order.lines:
        return None
    return OrderRevised(order=order.reference, lines=lines, revised_for=RevisedFor.INVOICE, invoice=invoice.reference)


def _raised_line(order: PurchaseOrder, line: OrderLine, invoice: Invoice, every: tuple[Invoice, ...]) -> OrderLine:
    mine = [row for row, number in invoice.lines_on(order.reference) if number == line.number]
    if not mine:
        return line
    before = billed((i for i in every if i.reference != invoice.reference), order, line)
    needed = before + sum((quantity_in(row, line) for row in mine), Decimal(0))
    prices = [p * line.price_base for row in mine if (p := price_in(row, line)) is not None]
    return replace(
        line,
        quantity=max(line.quantity, needed),
        unit_price=max([line.unit_price, *(p.quantize(FINEST_PRICE) for p in prices)]) if not line.discount else line.unit_price,
    )


def _added(order: PurchaseOrder, invoice: Invoice) -> tuple[OrderLine, ...]:
    """Items that were not ordered become lines; so do the charges of an invoice that is above its limit.

    Else these charges would count against the next invoice once more.
    """
    mine = [f for f in invoice.findings if f.order == order.reference]
    rows = [invoice.paper.lines[f.invoice_line] for f in mine if f.kind is ITEM and f.invoice_line is not None]
    above = any(f.kind is FindingKind.TOTAL_ABOVE and f.effect is Effect.MATCHING for f in mine)
    if above and invoice.orders == (order.reference,):
        rows += _charges(invoice, {f.invoice_line for f in mine if f.kind is ITEM})
    number = max(line.number for line in order.lines)
    return tuple(line for k, row in enumerate(rows) if (line := _new_line(row, number + k + 1)) is not None)


def _charges(invoice: Invoice, items: set[int | None]) -> list[PaperLine]:
    """Freight and fees, as lines or at the foot of the invoice."""
    placed = {a.invoice_line for a in invoice.assigned} | items
    lines = [line for i, line in enumerate(invoice.paper.lines) if i not in placed]
    return lines + [PaperLine(description=c.description, net_amount=c.amount, tax_rate=c.tax_rate) for c in invoice.paper.charges]


def _new_line(row: PaperLine, number: int) -> OrderLine | None:
    counted = row.quantity is not None and row.quantity > 0
    price = unit_price(row) if counted else row.net_amount
    if price is None or price < 0:
        return None
    return OrderLine(
        number=number,
        description=row.description,
        quantity=row.quantity if row.quantity and counted else Decimal(1),
        unit=row.unit or "",
        unit_price=price.quantize(FINEST_PRICE),
        buyer_sku=row.buyer_sku or "",
        supplier_sku=row.seller_sku or "",
        tax_rate=row.tax_rate,
    )
