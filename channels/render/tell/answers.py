"""Answers to a supplier: status, open, help, a document again; and why something was refused."""

from channels.render.blocks import Block, Cell, Column, Heading, Paragraph, Part, Table
from channels.render.tell import change_blocks, dashboard, invoice_blocks, order_blocks, rfp_blocks, rfps
from channels.render.tell.orders import codes, difference
from channels.render.tell.telling import Telling, sentence
from channels.render.tell.understood import named
from core.commands.target import DONE
from core.events import DocumentSent, Form, Refused, Why
from core.invoice import Invoice, arrival
from core.order import OrderStatus, PurchaseOrder
from core.sending import files_in, files_with

ABOUT_INVOICES = frozenset({"credit", "replace", "cancel"})
"""Commands that are about one invoice."""
LISTED = 20
"""Open invoices that a letter lists; "what is open?" brings all."""
HELP = (
    "accept",
    "lines",
    "change",
    "ship",
    "invoice",
    "as_ordered",
    "replace",
    "cancel",
    "quote",
    "status",
    "open",
    "send",
    "contact",
    "profile",
    "language",
    "quiet",
    "undo",
    "ask",
)


def status(t: Telling) -> Part:
    """Where one document stands."""
    subject = t.words.say("state.subject", document=t.short_name)
    if t.invoice:
        return _invoice_status(t, t.invoice, subject)
    if t.order:
        return _order_status(t, t.order, subject)
    if t.proposal and t.rfp:
        return rfps.status(t, subject)
    return Part(subject=subject, happened=t.words.say("state.unknown"), blocks=(t.answers(t.reply.answer("open")),))


def _invoice_status(t: Telling, invoice: Invoice, subject: str) -> Part:
    value = invoice.status.value
    happened = t.words.say(
        "state.happened_invoice",
        invoice=t.name,
        total=invoice_blocks.total(t, invoice),
        status=t.words.say(f"status.invoice.{value}"),
        means=t.words.say(f"means.invoice.{value}"),
    )
    paid = (Heading(text=t.words.say("payment.title")), invoice_blocks.money(t, invoice)) if invoice.payments else ()
    return Part(
        subject=subject,
        happened=sentence(happened),
        turn=t.words.say(f"state.turn_{t.turn_of(invoice).value}"),
        chip=t.invoice_chip(invoice),
        blocks=(
            *t.quoted(invoice.reason, t.words.say("common.why")),
            *invoice_blocks.read(t, invoice),
            *paid,
            *invoice_blocks.answers(t, invoice),
            invoice_blocks.codes(invoice),
        ),
    )


def _order_status(t: Telling, order: PurchaseOrder, subject: str) -> Part:
    happened = t.words.say(
        "state.happened_order",
        order=order.reference,
        total=t.words.money(order.net),
        status=t.words.say(f"status.order.{order.status.value}"),
        confirmation=order_blocks.confirmation(t.words, order),
    )
    left = order_blocks.open_lines(order) if order.status is OrderStatus.SUBMITTED else ()
    turn = (
        t.words.say("state.turn_order_open", open=order_blocks.are_open(t, left))
        if left
        else t.words.say("state.turn_order_done")
    )
    mine = tuple(i for i in t.scene.invoices if order.reference in i.orders)
    listed = (Heading(text=t.words.say("state.invoices")), dashboard.invoices(t, mine)) if mine else ()
    return Part(
        subject=subject,
        happened=happened,
        turn=turn,
        chip=t.order_chip(order),
        blocks=(
            order_blocks.lines(t, order),
            *_waiting(t, order),
            *change_blocks.shipments(t, order),
            *listed,
            order_blocks.answers(t, order),
            *codes(order),
        ),
    )


def _waiting(t: Telling, order: PurchaseOrder) -> tuple[Block, ...]:
    """What the buyer has not decided on."""
    if not order.waiting:
        return ()
    table = change_blocks.proposal(t, order, order.waiting, t.words.say("change_noted.yours"))
    return Heading(text=t.words.say("state.waiting")), table


def help_letter(t: Telling) -> Part:
    """What can be said, with an example each."""
    say = t.words.say
    return Part(
        subject=say("help_letter.subject"),
        happened=say("help_letter.happened"),
        turn=say("help_letter.turn"),
        blocks=(examples(t), t.answers(t.reply.answer("open"), t.reply.answer("ask"))),
    )


def examples(t: Telling) -> Table:
    """Everything that can be done, with words that do it."""
    say = t.words.say
    columns = (Column(title=say("help_letter.column")), Column(title=say("help_letter.example")))
    rows = tuple((Cell(text=say(f"help_letter.{name}")), Cell(text=say(f"help_letter.{name}_words"))) for name in HELP)
    return Table(columns=columns, rows=rows)


def document_again(t: Telling) -> Part:
    """A document once more, as a file."""
    lines: tuple[Block, ...] = ()
    if t.order and not t.invoice:
        lines = (order_blocks.lines(t, t.order), order_blocks.answers(t, t.order))
    elif t.proposal and t.rfp:
        lines = (*rfp_blocks.state(t, t.rfp, t.proposal), rfp_blocks.head(t, t.rfp), rfp_blocks.answers(t, t.rfp, t.proposal))
    happened, turn = _sent_again(t)
    return Part(
        subject=t.words.say("document_again.subject", document=t.short_name),
        happened=happened,
        turn=turn,
        chip=t.invoice_chip(t.invoice) if t.invoice else t.order_chip(t.order) if t.order else None,
        blocks=lines,
    )


def _sent_again(t: Telling) -> tuple[str, str]:
    """What is attached, and whose turn it is: of the form that was asked for there may be none."""
    say, form = t.words.say, t.event.form if isinstance(t.event, DocumentSent) else None
    done = say("document_again.turn")
    if t.order and not t.invoice and form is Form.INVOICE_FORM:
        return say("sent_again.form", document=t.name), say("sent_again.form_turn")
    if t.order and not t.invoice and form is Form.FILES:
        found = "files" if files_with(t.order, form) else "no_files"
        return say(f"sent_again.{found}", document=t.name), done
    if t.order and not t.invoice and form is Form.XML:
        return say("sent_again.xml", document=t.name), done
    if t.invoice and form and not files_in(t.invoice, form):
        return say("sent_again.no_such_form", form=form.value.upper(), document=t.name), done
    return say("document_again.happened", document=t.name), done


def _detail(t: Telling, detail: str) -> str:
    """A value of the house in the reader's words; what has none and is no reference or number is left out."""
    for key in (f"status.invoice.{detail}", f"status.order.{detail}", f"status.proposal.{detail}", f"field.{detail}"):
        if detail and t.words.has(key):
            return t.words.say(key)
    codes = [f"language.{code}" for code in detail.split(", ")]
    if detail and all(t.words.has(key) for key in codes):
        return t.words.list_of(t.words.say(key) for key in codes)
    return t.words.printed(detail) if any(c.isdigit() for c in detail) else ""


def _open_invoices(t: Telling, event: Refused) -> tuple[Block, ...]:
    """Where an invoice had to be named, those that it could be, the newest first (docs/rules.md 3, credit notes)."""
    if event.why is not Why.WHICH_DOCUMENT or event.word not in ABOUT_INVOICES or t.scene.supplier is None:
        return ()
    mine = [i for i in t.scene.invoices if i.supplier == t.scene.supplier.id and i.status not in DONE]
    newest = sorted(mine, key=arrival, reverse=True)[:LISTED]
    names = t.words.list_of(t.words.invoice(i) for i in newest)
    return (Paragraph(text=t.words.say("refused.open_invoices", invoices=names)),) if newest else ()


def refused(t: Telling) -> Part:
    """Why a command was not carried out, and what to do instead."""
    event = t.event
    if not isinstance(event, Refused):
        raise ValueError("a refusal is told from its event")
    shown = _detail(t, event.detail)
    detail = t.words.say("why.detail", detail=shown) if shown else ""
    newest = str(t.order.revision) if t.order else ""
    why = t.words.say(f"why.{event.why}", detail=detail, value=shown, newest=newest)
    word = named(t, event.word)
    happened = t.words.say(f"refused.happened{'_word' if word else ''}", why=why, word=word)
    again = difference(t, t.order) if event.why is Why.OLD_REVISION and t.order else ()
    answers: tuple[Block, ...] = (*_open_invoices(t, event), t.answers(t.reply.answer("ask"), t.reply.answer("help")))
    if t.order and event.why is Why.OLD_REVISION:
        answers = (order_blocks.lines(t, t.order), order_blocks.answers(t, t.order))
    if t.proposal and t.rfp:
        answers = (*rfp_blocks.state(t, t.rfp, t.proposal), rfp_blocks.answers(t, t.rfp, t.proposal))
    return Part(
        subject=t.words.say(f"refused.subject{'_about' if t.document else ''}", document=t.short_name),
        happened=happened,
        turn=t.words.say("refused.turn", next=t.words.say(f"why_next.{event.why}")),
        blocks=(*again, *(() if t.person.buyer else answers)),
    )
