"""What a supplier is told once an invoice is decided: approved, rejected, canceled, paid; and about credits and duplicates."""

from channels.render.blocks import Block, Cell, Column, Paragraph, Part, Table
from channels.render.tell import findings, invoice_blocks
from channels.render.tell.invoices import invoice_of
from channels.render.tell.telling import Telling, sentence
from core.events import CreditApplied, InvoiceCanceled, PaymentRecorded
from core.invoice import Invoice
from core.moves import Turn


def _orders(t: Telling, invoice: Invoice) -> str:
    return t.words.list_of(invoice.orders) or t.words.say("common.none")


def _will_be_paid(t: Telling, invoice: Invoice) -> str:
    """The sentence on payment: by a date where the invoice has one that is not past."""
    due = invoice.paper.due_date
    known = due is not None and due >= t.scene.at.date()
    key = "decided" if invoice.approved_by or invoice.taken_by else "tolerated" if findings.noted(invoice) else "matches"
    if due is None or not known:
        return t.words.say(f"invoice_approved.{key}_undated")
    return t.words.say(f"invoice_approved.{key}", date=t.words.day(due))


def approved(t: Telling) -> Part:
    """Accepted; will be paid."""
    invoice = invoice_of(t)
    due = t.words.say("invoice_approved.due", date=t.words.day(invoice.paper.due_date)) if invoice.paper.due_date else ""
    decided = bool(invoice.approved_by or invoice.taken_by)
    happened = t.words.say(
        f"invoice_approved.happened{'_decided' if decided else ''}",
        invoice=t.name,
        total=invoice_blocks.total(t, invoice),
        due=due,
        orders=_orders(t, invoice),
    )
    return Part(
        subject=t.words.say("invoice_approved.subject", invoice=t.short_name),
        happened=sentence(f"{happened} {_will_be_paid(t, invoice)}"),
        turn=t.words.say("invoice_approved.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(*_taken(t, invoice), *invoice_blocks.read(t, invoice), *t.undo(), invoice_blocks.codes(invoice)),
    )


def _taken(t: Telling, invoice: Invoice) -> tuple[Block, ...]:
    """What was taken into the order, or let pass."""
    found = findings.differing(invoice)
    if not found:
        return ()
    rows = tuple((Cell(text=findings.said(t, f, invoice.currency)),) for f in found)
    title = "invoice_approved.taken" if invoice.taken_by else "decide_matching.shown"
    return (Table(columns=(Column(title=t.words.say(title)),), rows=rows),)


def rejected(t: Telling) -> Part:
    """Not accepted, with the reason."""
    invoice = invoice_of(t)
    found = findings.differing(invoice)
    return Part(
        subject=t.words.say("invoice_rejected.subject", invoice=t.short_name),
        happened=t.words.say("invoice_rejected.happened", invoice=t.name, total=invoice_blocks.total(t, invoice)),
        turn=t.words.say("invoice_rejected.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(
            *t.quoted(invoice.reason, t.words.say("common.why")),
            *((findings.reasons(t, found, invoice.currency),) if found else ()),
            t.answers(t.reply.answer("correct", main=True), t.reply.answer("ask")),
            invoice_blocks.codes(invoice, invoice_blocks.stopping(invoice)),
        ),
    )


def canceled(t: Telling) -> Part:
    """Withdrawn by the supplier, canceled by the buyer, or credited in full."""
    invoice, event = invoice_of(t), t.event
    by_supplier = isinstance(event, InvoiceCanceled) and event.by_supplier
    credited = invoice.credited and invoice.open.amount <= 0
    key = "" if by_supplier else "_credited" if credited else "_buyer"
    happened = t.words.say(f"invoice_canceled.happened{key}", invoice=t.name, total=invoice_blocks.total(t, invoice))
    return Part(
        subject=t.words.say("invoice_canceled.subject", invoice=t.short_name),
        happened=sentence(happened),
        turn=t.words.say("invoice_canceled.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(*t.quoted(invoice.reason, t.words.say("common.why")), invoice_blocks.codes(invoice)),
    )


def paid(t: Telling) -> Part:
    """A payment: a part, or the rest."""
    invoice, event = invoice_of(t), t.event
    payment = event.payment if isinstance(event, PaymentRecorded) else next(reversed(invoice.payments), None)
    part = "invoice_paid" if invoice.open.amount <= 0 else "invoice_partly_paid"
    values = {"invoice": t.name, "total": t.words.money(invoice.gross), "open": t.words.money(invoice.open)}
    if payment is None:
        happened = t.words.say("invoice_paid.happened_plain", **values)
    else:
        amount = t.words.cash(payment.amount, invoice.currency)
        how = {"amount": amount, "date": t.words.day(payment.paid_on), "credit": payment.credit or ""}
        happened = t.words.say(f"{part}.happened{'_balance' if payment.credit else ''}", **how, **values)
    return Part(
        subject=t.words.say(f"{part}.subject", invoice=t.short_name),
        happened=sentence(happened),
        turn=t.words.say(f"{part}.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(invoice_blocks.money(t, invoice), invoice_blocks.codes(invoice)),
    )


def reversed_payment(t: Telling) -> Part:
    """A payment that was recorded by mistake."""
    invoice, event = invoice_of(t), t.event
    payment = event.payment if isinstance(event, PaymentRecorded) else next(reversed(invoice.payments), None)
    amount = t.words.cash(abs(payment.amount), invoice.currency) if payment else t.words.say("common.none")
    return Part(
        subject=t.words.say("payment_reversed.subject", invoice=t.short_name),
        happened=t.words.say("payment_reversed.happened", invoice=t.name, amount=amount, open=t.words.money(invoice.open)),
        turn=t.words.say("payment_reversed.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(invoice_blocks.money(t, invoice), invoice_blocks.codes(invoice)),
    )


def already_received(t: Telling) -> Part:
    """The same invoice once more."""
    invoice = invoice_of(t)
    status = invoice.status.value
    turn = t.words.say(
        "invoice_already_received.turn_yours" if t.turn_of(invoice) is Turn.SUPPLIER else "invoice_already_received.turn",
        status=t.words.say(f"status.invoice.{status}"),
        means=t.words.say(f"means.invoice.{status}"),
    )
    when = t.words.moment(invoice.received_at)
    return Part(
        subject=t.words.say("invoice_already_received.subject", invoice=t.short_name),
        happened=t.words.say("invoice_already_received.happened", invoice=t.name, when=when),
        turn=turn,
        chip=t.invoice_chip(invoice),
        blocks=(*invoice_blocks.read(t, invoice), Paragraph(text=t.words.say("invoice_already_received.other"), small=True)),
    )


def credit(t: Telling) -> Part:
    """A credit note, and what it does."""
    note, event = t.credit, t.event
    if note is None:
        raise ValueError(f"the scene lacks the credit note {t.document}")
    code = note.total.currency
    values = {"number": note.paper.number or note.reference, "total": t.words.money(note.total), "house": t.house}
    by = "_buyer" if note.made_by else ""
    to = event.invoice if isinstance(event, CreditApplied) else note.invoice
    invoice = next((i for i in t.scene.invoices if i.reference == to), None)
    subject = t.words.say(f"credit_received.subject{by}", **values)
    if invoice is None:
        return Part(
            subject=subject,
            happened=t.words.say("credit_received.happened_unassigned", **values),
            turn=t.words.say("credit_received.turn_unassigned"),
            blocks=(t.answers(t.reply.answer("number", main=True)),),
        )
    rest = t.words.say("credit_received.balance", rest=t.words.money(note.balance))
    applied, remains = t.words.cash(note.applied, code), t.words.money(invoice.open)
    return Part(
        subject=subject,
        happened=t.words.say(
            f"credit_received.happened{by}", invoice=t.words.invoice(invoice), applied=applied, open=remains, **values
        ),
        turn=t.words.say("credit_received.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(
            *t.quoted(note.reason, t.words.say("common.why")),
            *((Paragraph(text=rest),) if note.balance.amount > 0 else ()),
            invoice_blocks.money(t, invoice),
        ),
    )
