"""What taking an invoice does to its order: prices and quantities are raised, missing items are added (docs/rules.md 4.4)."""

from dataclasses import replace
from decimal import Decimal

from core.events import OrderRevised, RevisedFor
from core.findings import FindingKind
from core.invoice import LIVE, Invoice
from core.matching.likeness import unit_price
from core.order import OrderLine, PurchaseOrder
from core.paper import PaperLine


def raised(order: PurchaseOrder, invoice: Invoice, every: tuple[Invoice, ...]) -> OrderRevised | None:
    """The revision that makes room for the invoice; None when the order needs none."""
    lines = tuple(_raised_line(order, line, invoice, every) for line in order.lines)
    lines = (*lines, *_added(order, invoice, len(lines)))
    if lines == order.lines:
        return None
    return OrderRevised(order=order.reference, lines=lines, revised_for=RevisedFor.INVOICE, invoice=invoice.reference)


def _raised_line(order: PurchaseOrder, line: OrderLine, invoice: Invoice, every: tuple[Invoice, ...]) -> OrderLine:
    mine = [row for row, number in invoice.lines_on(order.reference) if number == line.number]
    if not mine:
        return line
    others = (i for i in every if i.status in LIVE and i.reference != invoice.reference)
    before = sum((_quantity(i, order, line.number) for i in others), Decimal(0))
    needed = before + _quantity(invoice, order, line.number)
    prices = [p * line.price_base for row in mine if (p := unit_price(row)) is not None]
    return replace(
        line,
        quantity=max(line.quantity, needed),
        unit_price=max([line.unit_price, *prices]) if not line.discount else line.unit_price,
    )


def _quantity(invoice: Invoice, order: PurchaseOrder, number: int) -> Decimal:
    rows = (row for row, line in invoice.lines_on(order.reference) if line == number)
    return sum((row.quantity or Decimal(0) for row in rows), Decimal(0))


def _added(order: PurchaseOrder, invoice: Invoice, count: int) -> tuple[OrderLine, ...]:
    """Items that were not ordered become lines; each finding names its order."""
    places = [
        f.invoice_line
        for f in invoice.findings
        if f.kind is FindingKind.UNORDERED_ITEM and f.order == order.reference and f.invoice_line is not None
    ]
    number = max(line.number for line in order.lines)
    new = (_new_line(invoice.paper.lines[place], number + k + 1) for k, place in enumerate(places))
    return tuple(line for line in new if line is not None)


def _new_line(row: PaperLine, number: int) -> OrderLine | None:
    price = unit_price(row)
    if price is None and row.net_amount is not None:
        price = row.net_amount
    if price is None or price < 0:
        return None
    return OrderLine(
        number=number,
        description=row.description,
        quantity=row.quantity if row.quantity and row.quantity > 0 else Decimal(1),
        unit=row.unit or "",
        unit_price=price,
        buyer_sku=row.buyer_sku or "",
        supplier_sku=row.seller_sku or "",
        tax_rate=row.tax_rate,
    )
