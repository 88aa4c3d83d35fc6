"""What YES, NO, a choice or a value does, and how NO takes a command back (docs/mail.md 6)."""

from dataclasses import replace
from datetime import datetime

from core.answering import settled
from core.colleagues import vouched_for
from core.commands.intake import again
from core.commands.line_values import change_of
from core.commands.supplier_quotes import taken_back
from core.commands.withdrawing import withdrawn
from core.dossier import Dossier
from core.duplicates import known_as
from core.events import (
    Event,
    InvoiceCanceled,
    InvoiceCompleted,
    InvoiceVouched,
    QuestionAnswered,
    QuestionClosed,
    Refused,
    Why,
)
from core.invoice import Invoice, InvoiceStatus
from core.moves import UNDECIDED
from core.order import OrderStatus, PurchaseOrder
from core.order_questions import LATER
from core.paper import Field
from core.party import Level
from core.policy import Policy
from core.question import About, Question, QuestionKind, QuestionState
from core.questions import CONFIRMED, FIELD, completed

YES, NO = "yes", "no"


def answered(dossier: Dossier, value: str, field: str | None, at: datetime, policy: Policy) -> tuple[Event, ...]:
    """An answer to the question that the mail answers, or to a field of the thread's Draft."""
    question = dossier.asked
    named = _field(field)
    draft = dossier.invoice(dossier.thread) if dossier.thread else None
    if named and draft and draft.status is InvoiceStatus.DRAFT:
        return _complete(dossier, draft, named, value, at)
    if question is None or question.state is not QuestionState.OPEN:
        return (Refused(why=Why.NO_QUESTION, word="answer"),)
    if at > question.expires:
        return (QuestionClosed(question=question.reference, expired=True), Refused(why=Why.NO_QUESTION, word="answer"))
    return _settled(dossier, question, value, at, policy)


def _field(name: str | None) -> Field | None:
    return next((f for f in Field if f.value == name), None)


def _settled(dossier: Dossier, question: Question, value: str, at: datetime, policy: Policy) -> tuple[Event, ...]:
    """NO changes nothing; YES and values do what was asked."""
    order = dossier.order(question.document) if question.document else None
    if order and question.about is About.CONTACTS:
        return _contest(order, question, value)
    if order and question.line is not None:
        return _line_value(dossier, order, question, value, at, policy)
    invoice = dossier.invoice(question.document) if question.document else None
    done = QuestionAnswered(question=question.reference)
    if question.kind is QuestionKind.YES_NO:
        if value not in (YES, NO):
            return (Refused(why=Why.BAD_VALUE, document=question.document, word="answer", detail="yes_no"),)
        if question.about is About.CONTACT:
            return (done, *vouched_for(dossier, question, value == YES))
        if value == NO or invoice is None:
            return (done,)
        if question.about is About.SENDER:
            doubted = invoice.level < Level.AUTHENTIC and invoice.status in UNDECIDED
            return (done, InvoiceVouched(invoice=invoice.reference)) if doubted else (done,)
        confirmed = CONFIRMED.get(question.about)
        return _with(done, _complete(dossier, invoice, confirmed, value, at)) if confirmed else (done,)
    chosen = None if value in (YES, NO) else _chosen(question, value)
    if chosen is None:
        return (Refused(why=Why.BAD_VALUE, document=question.document, word="answer", detail=question.about.value),)
    field = FIELD.get(question.about)
    if invoice is None or field is None:
        return (done,)
    return _with(done, _complete(dossier, invoice, field, chosen, at))


def _with(done: Event, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """A value that was refused leaves the question open."""
    return events if isinstance(events[0], Refused) else (done, *events)


def _chosen(question: Question, value: str) -> str | None:
    """A choice in words, its number in the list, or the number at its end; else the value itself, where one was asked for."""
    if question.kind is QuestionKind.VALUE:
        return value.strip() or None
    text = value.strip().casefold()
    same = [c for c in question.choices if c.casefold() == text]
    if not same and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= len(question.choices):
        return question.choices[int(text) - 1]
    same = same or [c for c in question.choices if c.casefold().rpartition("-")[2] == text]
    if same:
        return same[0]
    past_the_list = text.isdecimal() and len(text) < 4 and question.about is not About.ORDER
    return value.strip() if question.about in FIELD and not past_the_list else None


def _complete(dossier: Dossier, invoice: Invoice, field: Field, value: str, at: datetime) -> tuple[Event, ...]:
    """The value takes its place in the Draft; if that shows it to be an invoice that we know, it is that one."""
    if invoice.status is not InvoiceStatus.DRAFT:
        detail = invoice.status.value
        return (Refused(why=Why.WRONG_STATUS, document=invoice.reference, word="answer", detail=detail),)
    paper = completed(invoice.paper, field, value)
    if paper is None or (invoice.credited and (paper.gross_total or 0) < invoice.credited):
        return (Refused(why=Why.BAD_VALUE, document=invoice.reference, word="answer", detail=field.value),)
    known = known_as(replace(invoice, paper=paper), dossier.invoices)
    if known is None:
        return (InvoiceCompleted(invoice=invoice.reference, paper=paper, field=field),)
    same = again(known, replace(invoice, paper=paper), at)
    merged = InvoiceCanceled(invoice=invoice.reference, by_supplier=True)
    return same if isinstance(same[0], Refused) else (*same, merged)


def undone(dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
    """NO within 24 hours, while no person has acted on it: an invoice becomes Canceled, an answer is withdrawn."""
    thread = dossier.thread
    invoice = dossier.invoice(thread) if thread else None
    order = dossier.order(thread) if thread else None
    proposal = dossier.proposal(thread) if thread else None
    if proposal:
        return (taken_back(dossier, proposal, at, policy),)
    if invoice:
        return (_take_back(invoice, at, policy),)
    if order:
        return _withdraw(dossier, order, at, policy)
    return (Refused(why=Why.NOTHING_TO_UNDO, word="no"),)


def _take_back(invoice: Invoice, at: datetime, policy: Policy) -> Event:
    by_rule = invoice.status is InvoiceStatus.APPROVED and invoice.approved_by is None
    is_open = invoice.status in UNDECIDED
    untouched = not invoice.taken_by and not invoice.payments and invoice.credited == 0
    if not (by_rule or is_open) or not untouched:
        return Refused(why=Why.ALREADY_DECIDED, document=invoice.reference, word="no", detail=invoice.status.value)
    if at - invoice.received_at > policy.undo_term:
        return Refused(why=Why.TOO_LATE_TO_UNDO, document=invoice.reference, word="no")
    return InvoiceCanceled(invoice=invoice.reference, by_supplier=True)


def _contest(order: PurchaseOrder, question: Question, value: str) -> tuple[Event, ...]:
    """Two contacts disagreed: YES takes the later answer, NO keeps the earlier one."""
    chosen = {YES: question.choices[1], NO: question.choices[0]}.get(value) or _chosen(question, value)
    if chosen is None:
        return (Refused(why=Why.BAD_VALUE, document=question.document, word="answer", detail=question.about.value),)
    return settled(order, question, chosen == LATER)


def _line_value(
    dossier: Dossier, order: PurchaseOrder, question: Question, value: str, at: datetime, policy: Policy
) -> tuple[Event, ...]:
    """The value that was asked for takes the place of the one in doubt: a change of that line."""
    if value == NO:
        return (QuestionAnswered(question=question.reference),)
    change = change_of(question, order, value)
    if change is None:
        return (Refused(why=Why.BAD_VALUE, document=order.reference, word="answer", detail=question.about.value),)
    return _with(QuestionAnswered(question=question.reference), change.decide(dossier, at, policy))


def _withdraw(dossier: Dossier, order: PurchaseOrder, at: datetime, policy: Policy) -> tuple[Event, ...]:
    if (order.answers or order.contested) and order.status is not OrderStatus.SUBMITTED:
        return (Refused(why=Why.WRONG_STATUS, document=order.reference, word="no", detail=order.status.value),)
    return withdrawn(dossier, order, "no", at - policy.undo_term)
