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
from core.order import LineAnswer, PurchaseOrder

SHORT = 60


def status_of(words: Words, document: Invoice | PurchaseOrder) -> Chip:
    """The status in its colour."""
    if isinstance(document, Invoice):
        return chip(words.say(f"status.invoice.{document.status}"), LOOK[document.status].colour)
    return chip(words.say(f"status.order.{document.status}"), ORDER_COLOURS[document.status])


def confirmed(words: Words, order: PurchaseOrder) -> str:
    """How far it is confirmed."""
    return words.say(f"confirmation.{order.confirmation.value or 'OPEN'}")


def invoice_part(words: Words, invoice: Invoice, supplier: str, happened: str = "") -> Part:
    """An invoice that nobody has to decide: what it states, and where it stands."""
    paper = invoice.paper
    rows = [
        (words.say("slack.invoice.total"), words.money(invoice.gross) if paper.gross_total is not None else "–"),
        (words.say("slack.invoice.orders"), ", ".join(invoice.orders) or "–"),
        (words.say("slack.invoice.dated"), words.day(paper.issue_date) if paper.issue_date else "–"),
        (words.say("slack.invoice.due"), words.day(paper.due_date) if paper.due_date else "–"),
    ]
    if invoice.paid.amount or invoice.credited:
        rows += [
            (words.say("slack.invoice.paid"), words.money(invoice.paid)),
            (words.say("slack.invoice.open"), words.money(invoice.open)),
        ]
    return Part(
        subject=f"{supplier}: {words.invoice(invoice)}",
        happened=happened,
        chip=status_of(words, invoice),
        blocks=(Facts(rows=tuple(rows)),),
    )


def order_part(words: Words, order: PurchaseOrder, supplier: str, invoices: Sequence[Invoice] = ()) -> Part:
    """An order with its lines, how far it is confirmed, and its invoices."""
    head = (
        (words.say("slack.order.net"), words.money(order.net)),
        (words.say("slack.order.confirmation"), confirmed(words, order)),
    )
    titles = (words.say(f"slack.order.{name}") for name in ("number", "item", "quantity", "price"))
    columns = tuple(Column(title=title, right=place > 1) for place, title in enumerate(titles))
    rows = tuple(
        (
            Cell(text=str(line.number)),
            Cell(text=line.description, below=_answer(words, order, line.number), differs=_other(order, line.number)),
            Cell(text=f"{words.quantity(line.quantity)} {line.unit}".strip()),
            Cell(text=words.price(line.unit_price)),
        )
        for line in order.lines
    )
    billed = tuple(
        (i.reference, " · ".join((i.paper.number or "?", words.say(f"status.invoice.{i.status}"), words.money(i.gross))))
        for i in invoices
    )
    return Part(
        subject=f"{order.reference} · {supplier}",
        happened="",
        chip=status_of(words, order),
        blocks=(Facts(rows=head), Table(columns=columns, rows=rows), *((Facts(rows=billed),) if billed else ())),
    )


def _answer(words: Words, order: PurchaseOrder, number: int) -> str:
    said = order.answer_on(number)
    return words.say(f"line_answer.{said.answer}") if said else ""


def _other(order: PurchaseOrder, number: int) -> bool:
    said = order.answer_on(number)
    return said is not None and said.answer is not LineAnswer.ACCEPTED


def listing(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool] = ()) -> Json:
    """A list as a table; foreign words in it are shown as they are, short."""
    head = [blocks.cell(plain(h, SHORT), bold=True) for h in heads]
    body = [[blocks.cell(plain(value, SHORT)) for value in row] for row in rows]
    return blocks.table([head, *body], list(right) or [False] * len(heads))
