"""What a supplier is told about an invoice in each status, while it is still open."""

from channels.render.blocks import Answer, Block, Heading, Paragraph, Part
from channels.render.tell import findings, invoice_blocks
from channels.render.tell.talk import ways
from channels.render.tell.telling import Telling, sentence
from core.events import InvoiceReturned
from core.findings import Effect, Finding, FindingKind
from core.invoice import Invoice
from core.paper import Field
from core.question import About

K = FindingKind


def invoice_of(t: Telling) -> Invoice:
    """The invoice of the notice. Raises ValueError where the scene lacks it."""
    if t.invoice is None:
        raise ValueError(f"the scene lacks the invoice {t.document}")
    return t.invoice


def _lacks(t: Telling, found: tuple[Finding, ...]) -> str:
    """What is wrong with a Draft, as the end of a sentence."""
    kinds = {f.kind for f in found}
    if K.LINES_DO_NOT_ADD_UP in kinds:
        return t.words.say("invoice_draft.what_sums")
    fields = [f.what for f in found if f.kind is K.NOT_CERTAIN]
    if kinds & {K.ORDER_MISSING, K.ORDER_UNKNOWN, K.ORDER_CANCELED}:
        fields.append(Field.ORDER_REFERENCE.value)
    if fields:
        names = (t.words.say(f"field.{name}") for name in dict.fromkeys(fields))
        return t.words.say("invoice_draft.what_some", fields=t.words.list_of(names))
    return t.words.say("invoice_draft.what_sender" if K.NOT_AUTHENTICATED in kinds else "invoice_draft.what_other")


def _missing(t: Telling, found: tuple[Finding, ...]) -> tuple[Answer, ...]:
    """Answers that give what is missing."""
    kinds = {f.kind for f in found}
    answers: list[Answer] = []
    if kinds & {K.ORDER_MISSING, K.ORDER_UNKNOWN} and not t.question:
        answers += [
            t.reply.spelled(o.reference, t.words.say("words.order_number") + o.reference, main=True)
            for o in findings.candidates(t)
        ] or [t.reply.answer("order_number", main=True)]
    if any(f.kind is K.NOT_CERTAIN and f.what == "number" for f in found) and not _asked_about(t, About.NUMBER):
        answers.append(t.reply.answer("number", main=True))
    return tuple(answers)


def _asked_about(t: Telling, about: About) -> bool:
    return t.question is not None and t.question.about is about


def _asked(t: Telling) -> tuple[Block, ...]:
    """The question that came up with it, in the same letter."""
    if t.question is None:
        return ()
    title = sentence(t.words.say(f"about.{t.question.about}"))
    until = t.words.say("question.until", until=t.words.moment(t.question.expires))
    shown = (invoice_blocks.amounts(t, t.invoice),) if t.invoice and t.question.about is About.READING else ()
    return Heading(text=title), *shown, *ways(t, t.question), Paragraph(text=until, small=True)


def draft(t: Telling) -> Part:
    """Something is missing, unreadable or contradictory."""
    invoice = invoice_of(t)
    found = tuple(f for f in invoice.findings if f.effect is Effect.DRAFT) or invoice_blocks.stopping(invoice)
    happened = t.words.say(
        "invoice_draft.happened", invoice=t.name, when=t.words.moment(invoice.received_at), what=_lacks(t, found)
    )
    return Part(
        subject=t.words.say("invoice_draft.subject", invoice=t.short_name),
        happened=happened,
        turn=t.words.say("invoice_draft.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(
            *((findings.reasons(t, found, invoice.currency),) if found else ()),
            *_asked(t),
            *invoice_blocks.read(t, invoice),
            *invoice_blocks.answers(t, invoice, *_missing(t, found)),
            *t.undo(),
            invoice_blocks.codes(invoice, found),
        ),
    )


def returned(t: Telling) -> Part:
    """The buyer sent it back."""
    invoice, event = invoice_of(t), t.event
    reason = event.reason if isinstance(event, InvoiceReturned) else invoice.reason
    at_price = isinstance(event, InvoiceReturned) and event.at_order_price
    found = findings.differing(invoice)
    return Part(
        subject=t.words.say("invoice_returned.subject", invoice=t.short_name),
        happened=t.words.say("invoice_returned.happened", invoice=t.name),
        turn=t.words.say("invoice_returned.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(
            *t.quoted(reason, t.words.say("common.buyer_writes", house=t.house)),
            *((Paragraph(text=t.words.say("invoice_returned.at_order_price")),) if at_price else ()),
            *((findings.reasons(t, found, invoice.currency),) if found else ()),
            *invoice_blocks.answers(t, invoice),
            invoice_blocks.codes(invoice, found),
        ),
    )


def _above(t: Telling, invoice: Invoice) -> str:
    """How far above the order it is, and what would have passed."""
    exceeded = findings.overrun(t, invoice)
    if exceeded is None:
        return ""
    finding, order = exceeded
    over, net, rate = finding.difference or order.net.amount, order.net.amount, findings.rate(t)
    return t.words.say(
        "invoice_matching.happened_above" if rate else "invoice_matching.happened_above_strict",
        invoice=t.name,
        over=t.words.cash(over, order.currency),
        percent=t.words.percent(over * 100 / net) if net else t.words.say("common.none"),
        order=order.reference,
        rate=t.words.percent(rate),
    )


def matching(t: Telling) -> Part:
    """With the person who ordered, because it differs."""
    invoice = invoice_of(t)
    found = findings.differing(invoice)
    stops = any(f.kind is K.TOTAL_ABOVE and f.effect is not Effect.SHOWN for f in invoice.findings)
    differences = t.words.count("differences", len(found))
    happened = _above(t, invoice) if stops else ""
    if not happened:
        happened = t.words.say(f"invoice_matching.happened{'' if found else '_held'}", invoice=t.name, differences=differences)
    return Part(
        subject=t.words.say(f"invoice_matching.subject{'' if found else '_held'}", invoice=t.short_name, differences=differences),
        happened=sentence(happened),
        turn=t.words.say("invoice_matching.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(
            *((findings.reasons(t, found, invoice.currency),) if found else ()),
            *invoice_blocks.read(t, invoice),
            Paragraph(text=t.words.say("invoice_matching.speed")),
            *invoice_blocks.answers(t, invoice),
            *t.undo(),
            invoice_blocks.codes(invoice, invoice_blocks.stopping(invoice)),
        ),
    )


def pending(t: Telling) -> Part:
    """Waits for an approver."""
    invoice = invoice_of(t)
    held = any(f.effect is Effect.PENDING for f in invoice.findings)
    key = "_held" if held else "_taken" if invoice.taken_by else ""
    happened = t.words.say(f"invoice_pending.happened{key}", invoice=t.name, total=invoice_blocks.total(t, invoice))
    found = tuple(f for f in invoice.findings if f.effect is Effect.PENDING)
    return Part(
        subject=t.words.say("invoice_pending.subject", invoice=t.short_name),
        happened=sentence(happened),
        turn=t.words.say("invoice_pending.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(
            *((findings.reasons(t, found, invoice.currency),) if found else ()),
            *invoice_blocks.read(t, invoice),
            *invoice_blocks.answers(t, invoice),
            *t.undo(),
            invoice_blocks.codes(invoice, found),
        ),
    )


def shown(t: Telling, invoice: Invoice) -> tuple[Block, ...]:
    """Findings that did not stop it."""
    found = findings.differing(invoice)
    if not found:
        return ()
    return (Heading(text=t.words.say("decide_matching.shown")), findings.reasons(t, found, invoice.currency))
