"""Questions, comments, files, reminders, and the portal being off: what a supplier is told besides."""

from channels.render.blocks import Answer, Block, Choices, Paragraph, Part, Quote
from channels.render.tell import contest_blocks, invoice_blocks, order_blocks, rfp_blocks
from channels.render.tell.receipt import shorten
from channels.render.tell.telling import Telling, sentence
from core.commands.supplier_orders import Change
from core.events import CommentAdded, FileAdded, InvoiceReceived
from core.order import OrderStatus
from core.question import About, Question, QuestionKind


def ways(t: Telling, question: Question) -> tuple[Block, ...]:
    """The ways to answer a question, each with its token."""
    return *_choices(t, question), *_answers(t, question)


NUMBERS = frozenset({About.TOTAL, About.QUANTITY, About.UNIT_PRICE})


def _choice(t: Telling, question: Question, choice: str) -> str:
    """A date or a number as the language writes it; an order with its size; a number of a document stays as it is."""
    if question.about is About.CONTACTS and t.order:
        return contest_blocks.choice(t, t.order, choice)
    order = next((o for o in t.scene.orders if o.reference == choice), None)
    if order:
        return f"{choice} · {t.words.count('lines', len(order.lines))} · {t.words.money(order.net)}"
    if question.about is About.TOTAL and t.invoice:
        return t.words.printed(choice, t.invoice.currency)
    is_date = question.about in (About.DATE, About.ISSUE_DATE)
    return t.words.printed(choice) if is_date or question.about in NUMBERS else choice


def _choices(t: Telling, question: Question) -> tuple[Block, ...]:
    """Numbered choices; each opens the answer, which holds the number and the choice's words."""
    if question.kind is QuestionKind.YES_NO:  # its choice is what is asked about
        return ()
    reply = t.reply.once(question.token)
    made = tuple(
        Answer(label=_choice(t, question, choice), link=reply.link(str(n)), words=str(n))
        for n, choice in enumerate(question.choices, 1)
    )
    return (Choices(choices=made),) if made else ()


def _answers(t: Telling, question: Question) -> tuple[Block, ...]:
    reply = t.reply.once(question.token)
    if question.kind is QuestionKind.YES_NO:
        return (t.answers(reply.answer("yes", main=True), reply.answer("no")),)
    if question.kind is QuestionKind.VALUE:
        return (t.answers(reply.answer("value", main=True)),)
    return ()


def _wording(t: Telling, question: Question) -> tuple[Block, ...]:
    """The sentence that was not certain."""
    doubts = t.scene.reading.doubts if t.scene.reading else ()
    words = next((d.words for d in doubts if d.about is question.about and d.words), "") or _said(t, question)
    return (Quote(text=shorten(words), by=t.words.say("question.you_wrote")),) if words else ()


def _said(t: Telling, question: Question) -> str:
    """The sentence whose value is asked for."""
    found = t.scene.reading.said if t.scene.reading and question.line is not None else ()
    return next((s.words for s in found if isinstance(s.command, Change) and s.command.line in (None, question.line)), "")


def _about(t: Telling, question: Question) -> tuple[Block, ...]:
    """The line that is asked about; what two contacts said."""
    if t.order is None:
        return ()
    if question.about is About.CONTACTS:
        return contest_blocks.sides(t, t.order)
    return (order_blocks.lines(t, t.order, only=(question.line,)),) if question.line is not None else ()


def question(t: Telling) -> Part:
    """One question, with the ways to answer it."""
    asked = t.question
    if asked is None:
        raise ValueError("a question's notice holds the question")
    plain = "" if t.document and asked.about is not About.CONTACT else "_plain"
    text = t.words.say(f"about.{asked.about}", choice=", ".join(asked.choices))
    key = {QuestionKind.YES_NO: "_yes_no", QuestionKind.VALUE: "_value"}.get(asked.kind, "")
    return Part(
        subject=t.words.say(f"question.subject{plain}", document=t.short_name),
        happened=t.words.say(f"question.asks{plain}", document=t.name, question=text),
        turn=t.words.say(f"question.turn{key}", until=t.words.moment(asked.expires)),
        blocks=(*_wording(t, asked), *_about(t, asked), *ways(t, asked)),
    )


def comment(t: Telling) -> Part:
    """Words of the buyer."""
    words = t.event.text if isinstance(t.event, CommentAdded) else None
    return Part(
        subject=t.words.say("comment.subject", house=t.house, document=t.short_name),
        happened=t.words.say("comment.happened", house=t.house, document=t.name),
        turn=t.words.say("comment.turn"),
        blocks=(*t.quoted(words), t.answers(t.reply.answer("say_back", main=True))),
    )


def file(t: Telling) -> Part:
    """A file of the buyer, or the receipt for one of the supplier."""
    event = t.event
    name = event.file.name if isinstance(event, FileAdded) else t.words.say("name.file")
    yours = isinstance(event, FileAdded) and event.from_supplier
    return Part(
        subject=t.words.say("file.subject_yours" if yours else "file.subject", house=t.house, document=t.short_name),
        happened=t.words.say("file.happened_yours" if yours else "file.happened", house=t.house, name=name, document=t.name),
        turn=t.words.say("file.turn"),
    )


def supplier_off(t: Telling) -> Part:
    """Mail from a supplier whose portal is off."""
    values = {"house": t.house, "supplier": t.supplier}
    return Part(
        subject=t.words.say("supplier_off.subject"),
        happened=t.words.say("supplier_off.happened", **values),
        turn=t.words.say("supplier_off.turn", **values),
    )


def drafts_returned(t: Telling) -> Part:
    """A Draft that goes with the portal; what it held is mailed back."""
    invoice = t.invoice or (t.event.invoice if isinstance(t.event, InvoiceReceived) else None)
    values = {"house": t.house, "supplier": t.supplier, "invoice": t.name}
    lines: tuple[Block, ...] = ()
    if invoice:
        lines = (*invoice_blocks.read(t, invoice), *((invoice_blocks.amounts(t, invoice),) if invoice.paper.lines else ()))
    if t.proposal and t.rfp:
        lines = (rfp_blocks.offers(t, t.rfp, t.proposal.offers),)
        values["invoice"] = t.words.say("drafts_returned.quote", rfp=t.rfp.reference)
    known = invoice is not None or bool(lines)
    return Part(
        subject=t.words.say("drafts_returned.subject"),
        happened=t.words.say(f"drafts_returned.happened{'' if known else '_plain'}", **values),
        turn=t.words.say("drafts_returned.turn"),
        blocks=lines,
    )


def reminder(t: Telling) -> Part:
    """Only what is still open."""
    subject = t.words.say("reminder.subject", document=t.short_name)
    turn = t.words.say("reminder.turn")
    if t.question:
        asked = question(t)
        happened = t.words.say("reminder.happened_question", document=t.name)
        again = Paragraph(text=sentence(t.words.say(f"about.{t.question.about}", choice=", ".join(t.question.choices))))
        return Part(subject=subject, happened=happened, turn=turn, blocks=(again, *asked.blocks))
    if t.invoice:
        happened = sentence(t.words.say("reminder.happened_draft", invoice=t.name))
        blocks = (*invoice_blocks.read(t, t.invoice), *invoice_blocks.answers(t, t.invoice))
        return Part(subject=subject, happened=happened, turn=turn, chip=t.invoice_chip(t.invoice), blocks=blocks)
    left = order_blocks.open_lines(t.order) if t.order and t.order.status is OrderStatus.SUBMITTED else ()
    if not t.order or not left:
        return Part(subject=subject, happened=t.words.say("reminder.happened_plain", document=t.name), turn=turn)
    happened = sentence(t.words.say("reminder.happened_lines", order=t.order.reference, open=order_blocks.are_open(t, left)))
    return Part(
        subject=subject,
        happened=happened,
        turn=turn,
        blocks=(order_blocks.lines(t, t.order, only=left), order_blocks.answers(t, t.order)),
    )
