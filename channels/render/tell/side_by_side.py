"""Order and invoice side by side, line by line, with what differs marked."""

from decimal import Decimal

from channels.render.blocks import Block, Cell, Column, Heading, Table
from channels.render.tell import order_blocks
from channels.render.tell.telling import Telling
from core.findings import FindingKind
from core.invoice import Invoice
from core.order import OrderLine, PurchaseOrder
from core.paper import PaperLine

K = FindingKind


def _ordered(t: Telling, order: PurchaseOrder, line: OrderLine) -> Cell:
    words = t.words
    each = f"{order_blocks.quantity(words, line)} × {order_blocks.price(words, line)}"
    return Cell(text=words.amount(line.net(order.currency), order.currency), below=each)


def _billed(t: Telling, invoice: Invoice, line: PaperLine, differs: bool) -> Cell:
    words = t.words
    parts = (
        f"{words.quantity(line.quantity)} {line.unit or ''}".strip() if line.quantity is not None else "",
        words.price(line.unit_price) if line.unit_price is not None else "",
    )
    amount = words.amount(line.net_amount, invoice.currency) if line.net_amount is not None else words.say("common.none")
    return Cell(text=amount, below=" × ".join(part for part in parts if part), differs=differs)


def _differing_lines(invoice: Invoice) -> frozenset[int]:
    return frozenset(f.invoice_line for f in invoice.findings if f.invoice_line is not None)


def _matched(t: Telling, invoice: Invoice) -> list[tuple[Cell, ...]]:
    """The lines of the orders, each with what bills it."""
    differing = _differing_lines(invoice)
    rows: list[tuple[Cell, ...]] = []
    for order in t.orders_of(invoice):
        for line in order.lines:
            on = [a.invoice_line for a in invoice.assigned if (a.order, a.line) == (order.reference, line.number)]
            for n in on:
                billed = _billed(t, invoice, invoice.paper.lines[n], n in differing)
                rows.append((_name(t, invoice, order, line), _ordered(t, order, line), billed))
            if not on:
                nothing = Cell(text=t.words.say("common.none"), below=t.words.say("decide_matching.not_billed"))
                rows.append((_name(t, invoice, order, line), _ordered(t, order, line), nothing))
    return rows


def _name(t: Telling, invoice: Invoice, order: PurchaseOrder, line: OrderLine) -> Cell:
    number = f"{line.number}" if len(invoice.orders) < 2 else f"{order.reference}/{line.number}"
    return Cell(text=f"{number}  {line.description}")


def _unmatched(t: Telling, invoice: Invoice) -> list[tuple[Cell, ...]]:
    """What was billed and belongs to no line of an order."""
    placed = {a.invoice_line for a in invoice.assigned if a.line is not None}
    undecided = {f.invoice_line for f in invoice.findings if f.kind is K.UNDECIDED_LINE}
    differing = _differing_lines(invoice)
    rows: list[tuple[Cell, ...]] = []
    for n, line in enumerate(invoice.paper.lines):
        if n not in placed:
            why = t.words.say("decide_matching.undecided" if n in undecided else "decide_matching.unordered")
            nothing = Cell(text=t.words.say("common.none"), below=why)
            rows.append((Cell(text=line.description), nothing, _billed(t, invoice, line, n in differing)))
    return rows


def _charges(t: Telling, invoice: Invoice) -> list[tuple[Cell, ...]]:
    none = Cell(text=t.words.say("common.none"))
    return [
        (Cell(text=c.description), none, Cell(text=t.words.amount(c.amount, invoice.currency))) for c in invoice.paper.charges
    ]


def _foot(t: Telling, invoice: Invoice) -> tuple[Cell, ...]:
    orders = t.orders_of(invoice)
    summed = sum((o.net.amount for o in orders), Decimal(0))
    ordered = t.words.cash(summed, orders[0].currency) if orders else t.words.say("common.none")
    return Cell(text=t.words.say("order.net_total")), Cell(text=ordered), Cell(text=t.words.money(invoice.net))


def side_by_side(t: Telling, invoice: Invoice) -> tuple[Block, ...]:
    """The table for the person who decides; empty where the invoice has no lines and no order."""
    rows = (*_matched(t, invoice), *_unmatched(t, invoice), *_charges(t, invoice))
    if not rows:
        return ()
    columns = (
        Column(title=t.words.say("decide_matching.line")),
        Column(title=t.words.say("decide_matching.ordered"), right=True),
        Column(title=t.words.say("decide_matching.billed"), right=True),
    )
    return Heading(text=t.words.say("decide_matching.side_by_side")), Table(columns=columns, rows=rows, foot=(_foot(t, invoice),))
