"""Documents at a glance, for buyers in Slack: the head of a thread, a decided invoice, lists. One channel, one language."""

from collections.abc import Sequence

from channels.render.blocks import Cell, Chip, Column, Facts, Part, Table
from channels.render.tell.telling import ORDER_COLOURS, chip
from channels.render.words import Words
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.escape import plain
from core.invoice import Invoice
from core.moves import LOOK
from core.order import Confirmation, LineAnswer, PurchaseOrder

CONFIRMED = {
    Confirmation.OPEN: "not answered",
    Confirmation.ACKNOWLEDGED: "received",
    Confirmation.ACCEPTED: "accepted",
    Confirmation.CHANGED: "accepted with changes",
    Confirmation.REJECTED: "rejected",
}
ANSWERS = {LineAnswer.ACCEPTED: "accepted", LineAnswer.CHANGED: "changed", LineAnswer.REJECTED: "rejected"}
SHORT = 60


def status_of(document: Invoice | PurchaseOrder) -> Chip:
    """The status in its colour."""
    if isinstance(document, Invoice):
        return chip(document.status.value, LOOK[document.status].colour)
    return chip(document.status.value, ORDER_COLOURS[document.status])


def invoice_part(words: Words, invoice: Invoice, supplier: str, happened: str = "") -> Part:
    """An invoice that nobody has to decide: what it states, and where it stands."""
    paper = invoice.paper
    rows = [
        ("Total", words.money(invoice.gross) if paper.gross_total is not None else "–"),
        ("Orders", ", ".join(invoice.orders) or "–"),
        ("Dated", words.day(paper.issue_date) if paper.issue_date else "–"),
        ("Due", words.day(paper.due_date) if paper.due_date else "–"),
    ]
    if invoice.paid.amount or invoice.credited:
        rows += [("Paid", words.money(invoice.paid)), ("Open", words.money(invoice.open))]
    return Part(
        subject=f"{supplier}: {words.invoice(invoice)}",
        happened=happened,
        chip=status_of(invoice),
        blocks=(Facts(rows=tuple(rows)),),
    )


def order_part(words: Words, order: PurchaseOrder, supplier: str, invoices: Sequence[Invoice] = ()) -> Part:
    """An order with its lines, how far it is confirmed, and its invoices."""
    head = (
        ("Net total", words.money(order.net)),
        ("Confirmation", CONFIRMED[order.confirmation]),
        ("Initiator", order.initiator),
        ("Revision", str(order.revision)),
    )
    columns = (Column(title="#"), Column(title="Item"), Column(title="Quantity", right=True), Column(title="Price", right=True))
    rows = tuple(
        (
            Cell(text=str(line.number)),
            Cell(text=line.description, below=_answer(order, line.number), differs=_other(order, line.number)),
            Cell(text=f"{words.quantity(line.quantity)} {line.unit}".strip()),
            Cell(text=words.price(line.unit_price)),
        )
        for line in order.lines
    )
    billed = tuple((i.reference, f"{i.paper.number or '?'} · {i.status.value} · {words.money(i.gross)}") for i in invoices)
    return Part(
        subject=f"{order.reference} · {supplier}",
        happened="",
        chip=status_of(order),
        blocks=(Facts(rows=head), Table(columns=columns, rows=rows), *((Facts(rows=billed),) if billed else ())),
    )


def _answer(order: PurchaseOrder, number: int) -> str:
    said = order.answer_on(number)
    return ANSWERS[said.answer] if said else ""


def _other(order: PurchaseOrder, number: int) -> bool:
    said = order.answer_on(number)
    return said is not None and said.answer is not LineAnswer.ACCEPTED


def listing(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool] = ()) -> Json:
    """A list as a table; foreign words in it are shown as they are, short."""
    head = [blocks.cell(h, bold=True) for h in heads]
    body = [[blocks.cell(plain(value, SHORT)) for value in row] for row in rows]
    return blocks.table([head, *body], list(right) or [False] * len(heads))
