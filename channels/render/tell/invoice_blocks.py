"""An invoice laid out: what was read of it, its payments, its buttons."""

from decimal import Decimal

from channels.render.blocks import Answer, Block, Cell, Codes, Column, Facts, Heading, Table
from channels.render.tell import findings
from channels.render.tell.telling import Telling
from core.findings import Effect, Finding, FindingKind
from core.invoice import OPEN_TO_SUPPLIER, Invoice, InvoiceStatus
from core.moves import LOOK
from core.paper import Field, Paper

SUMS = (Field.NET_TOTAL, Field.TAX_TOTAL, Field.GROSS_TOTAL)


def total(t: Telling, invoice: Invoice) -> str:
    """The total with its currency, or a dash where it could not be read."""
    return t.words.money(invoice.gross) if invoice.paper.gross_total is not None else t.words.say("common.none")


def _masked(iban: str) -> str:
    """An account that cannot be used from a mail that got into wrong hands."""
    plain = "".join(iban.split())
    return f"{plain[:4]} … {plain[-4:]}" if len(plain) > 8 else plain


def _account(t: Telling, invoice: Invoice) -> str:
    """Only an account on file is shown; another one is never mailed back (T9)."""
    iban = invoice.paper.iban
    if not iban:
        return ""
    if any(f.kind is FindingKind.BANK_DIFFERS for f in invoice.findings):
        return t.words.say("paper.account_other")
    on_file = {"".join(known.split()) for known in (t.scene.supplier.ibans if t.scene.supplier else ())}
    return t.words.say("paper.account_on_file", account=_masked(iban)) if "".join(iban.split()) in on_file else ""


def _sums(t: Telling, paper: Paper) -> tuple[tuple[str, Decimal | None], ...]:
    if len(paper.taxes) == 1:
        tax = t.words.say("paper.tax_rate", rate=t.words.percent(paper.taxes[0].rate))
    else:
        tax = t.words.say("paper.tax")
    return (
        (t.words.say("paper.net"), paper.net_total),
        (tax, paper.tax_total),
        (t.words.say("paper.total"), paper.gross_total),
    )


def read(t: Telling, invoice: Invoice) -> tuple[Block, ...]:
    """What was read, on a few lines: lines and sums, dates, account (docs/mail.md 8)."""
    paper, words = invoice.paper, t.words
    sums = [f"{name} {words.cash(value, invoice.currency)}" for name, value in _sums(t, paper) if value is not None]
    dates = (
        words.say("paper.dated", date=words.day(paper.issue_date)) if paper.issue_date else "",
        words.say("paper.due", date=words.day(paper.due_date)) if paper.due_date else "",
    )
    rows = (
        (words.say("paper.billed"), " · ".join(part for part in (words.count("lines", len(paper.lines)), *dates) if part)),
        (words.say("paper.amounts"), " · ".join(sums)),
        (words.say("paper.orders"), ", ".join(invoice.orders or paper.order_references)),
        (words.say("paper.pay_to"), _account(t, invoice)),
    )
    return Heading(text=words.say("paper.read")), Facts(rows=tuple((name, value) for name, value in rows if value))


def money(t: Telling, invoice: Invoice) -> Facts:
    """Total, credits, payments, what is open."""
    words, code = t.words, invoice.currency
    payments = tuple(
        (words.say("payment.paid_on", date=words.day(p.paid_on)), f"{words.cash(p.amount, code)} · {p.remittance}".rstrip(" ·"))
        for p in invoice.payments
    )
    credit = ((words.say("payment.credited"), words.cash(invoice.credited, code)),) if invoice.credited else ()
    rows = (
        (words.say("payment.total"), words.money(invoice.gross)),
        *credit,
        *payments,
        (words.say("payment.open"), words.money(invoice.open)),
    )
    return Facts(rows=rows)


def stopping(invoice: Invoice) -> tuple[Finding, ...]:
    """The findings that hold it where it is."""
    return tuple(f for f in invoice.findings if f.effect is not Effect.SHOWN)


def codes(invoice: Invoice, found: tuple[Finding, ...] = ()) -> Codes:
    """The status as the Peppol Invoice Response codes it."""
    reason = findings.peppol(found)
    if invoice.status is InvoiceStatus.PARTLY_PAID:
        reason = "PPD"
    return Codes(text=f"Peppol Invoice Response: {LOOK[invoice.status].peppol}" + (f" · {reason}" if reason else ""))


def number(invoice: Invoice) -> str:
    """How the supplier calls it."""
    return invoice.paper.number or invoice.reference


def answers(t: Telling, invoice: Invoice, *first: Answer) -> tuple[Block, ...]:
    """The ready-made answers while the supplier can still change the invoice."""
    if invoice.status not in OPEN_TO_SUPPLIER:
        return (t.answers(*first, t.reply.answer("ask")),)
    return (
        t.answers(
            *first,
            t.reply.answer("correct", main=not first),
            t.reply.answer("explain"),
            t.reply.answer("withdraw", number=number(invoice)),
        ),
    )


def amounts(t: Telling, invoice: Invoice) -> Table:
    """The lines of an invoice as read."""
    words, code = t.words, invoice.currency
    columns = (
        Column(title=words.say("order.item")),
        Column(title=words.say("order.quantity"), right=True),
        Column(title=words.say("order.price"), right=True),
        Column(title=words.say("order.amount"), right=True),
    )
    rows = tuple(
        (
            Cell(text=line.description),
            Cell(text="" if line.quantity is None else f"{words.quantity(line.quantity)} {line.unit or ''}".strip()),
            Cell(text="" if line.unit_price is None else words.price(line.unit_price)),
            Cell(text="" if line.net_amount is None else words.amount(line.net_amount, code)),
        )
        for line in invoice.paper.lines
    )
    return Table(columns=columns, rows=rows)
