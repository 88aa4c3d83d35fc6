"""How a fact changes a document. Nothing else moves one: `reduce(evolve, journal)` is the row."""

from dataclasses import replace
from datetime import datetime

from core import events as e
from core.errors import Conflict
from core.invoice import CreditNote, Invoice, InvoiceStatus
from core.money import Money
from core.moves import MAY, UNDECIDED
from core.paper import Field
from core.party import Level
from core.question import Question, QuestionState

S = InvoiceStatus


def invoice_after(invoice: Invoice | None, event: e.InvoiceEvent | e.CreditApplied, at: datetime) -> Invoice:
    """The invoice after the fact. Raises Conflict for a move that is not drawn."""
    if isinstance(event, e.InvoiceReceived):
        return event.invoice
    if invoice is None or invoice.status not in MAY[type(event)]:
        raise Conflict(f"{event.invoice} is {invoice.status if invoice else 'unknown'}")
    moved = _invoice_after(invoice, event)
    # The same paper again, or a reminder of ours, moves nothing: what waits goes on waiting.
    still = e.DuplicateReceived | e.ApprovalEscalated | e.MatchingEscalated
    if isinstance(event, e.InvoiceSentToMatching | e.InvoiceSentToApproval | e.InvoiceReleased):
        moved = replace(moved, asked_at=at, escalated=0)
    return moved if isinstance(event, still) else replace(moved, changed_at=at)


def _invoice_after(invoice: Invoice, event: e.InvoiceEvent | e.CreditApplied) -> Invoice:
    match event:
        case e.InvoiceReplaced():
            return _replaced(invoice, event)
        case e.InvoiceSourceAdded():
            return _with_source(invoice, event)
        case e.InvoiceCompleted():
            orders = () if event.field is Field.ORDER_REFERENCE else invoice.orders
            confirmed = invoice.confirmed or event.field is Field.FILE
            return replace(invoice, paper=event.paper, orders=orders, confirmed=confirmed)
        case e.InvoiceVouched():
            return replace(invoice, level=Level.AUTHENTIC)
        case e.InvoiceMatched():
            return replace(invoice, orders=event.orders, assigned=event.assigned, findings=event.findings)
        case e.InvoiceLinked():
            return replace(invoice, orders=event.orders, linked=event.assigned, taken_by=())
        case e.InvoiceTaken():
            acting = (event.acting,) if event.acting else ()
            return replace(invoice, taken_by=(*invoice.taken_by, event.by, *acting))
        case e.InvoiceReleased():
            return replace(invoice, released_by=event.by)
        case e.ApprovalEscalated():
            return replace(invoice, escalated=event.steps)
        case e.MatchingEscalated():
            return replace(invoice, escalated=1)
        case e.PaymentRecorded():
            return _settled(replace(invoice, payments=(*invoice.payments, event.payment)))
        case e.CreditApplied():
            return _settled(replace(invoice, credited=invoice.credited + event.amount))
        case e.DuplicateReceived() | e.InvoiceReceived():
            return invoice
        case _:
            return _moved(invoice, event)


def _with_source(invoice: Invoice, event: e.InvoiceSourceAdded) -> Invoice:
    """Another form of the same; what it says otherwise is shown with the findings, also after the decision."""
    sources, differ = (*invoice.sources, event.source), (*invoice.forms_differ, *event.differs)
    return replace(invoice, sources=sources, forms_differ=differ, findings=(*invoice.findings, *event.differs))


def _replaced(invoice: Invoice, event: e.InvoiceReplaced) -> Invoice:
    """A new paper: what people decided about the old one does not carry over, nor do its orders where the new one names some."""
    new = event.paper
    names = new.order_references or any(line.order_reference for line in new.lines)
    return Invoice(
        reference=invoice.reference,
        supplier=invoice.supplier,
        paper=new,
        received_at=invoice.received_at,
        level=event.level,
        handed_in_by=event.handed_in_by,
        sources=(*invoice.sources, *event.sources),
        orders=() if names else invoice.orders,
        forms_differ=event.differs,
        credited=invoice.credited,
        version=invoice.version,
    )


def _moved(
    invoice: Invoice,
    event: e.InvoiceDrafted
    | e.InvoiceSentToMatching
    | e.InvoiceSentToApproval
    | e.InvoiceApproved
    | e.InvoiceRejected
    | e.InvoiceReturned
    | e.InvoiceCanceled
    | e.DraftDeleted,
) -> Invoice:
    match event:
        case e.InvoiceDrafted():
            return replace(invoice, status=S.DRAFT)
        case e.InvoiceSentToMatching():
            return replace(invoice, status=S.MATCHING)
        case e.InvoiceSentToApproval():
            return replace(invoice, status=S.PENDING, band=event.band)
        case e.InvoiceApproved():
            return replace(invoice, status=S.APPROVED, approved_by=event.by)
        case e.InvoiceRejected():
            return replace(invoice, status=S.REJECTED, reason=event.reason)
        case e.InvoiceReturned():
            return replace(invoice, status=S.DRAFT, reason=event.reason, taken_by=())
        case e.InvoiceCanceled() | e.DraftDeleted():
            return replace(invoice, status=S.CANCELED, reason=getattr(event, "reason", None))


def _settled(invoice: Invoice) -> Invoice:
    """The status that payments and credits make (docs/rules.md 3, payments)."""
    zero = Money(amount=invoice.gross.amount * 0, currency=invoice.currency)
    if invoice.status in {S.REJECTED, S.CANCELED} or invoice.paper.gross_total is None:
        return invoice
    if invoice.open <= zero and (invoice.paid != zero or invoice.credited):
        return replace(invoice, status=S.PAID if invoice.paid != zero else S.CANCELED)
    if invoice.status in UNDECIDED:
        return invoice
    return replace(invoice, status=S.APPROVED if invoice.paid == zero else S.PARTLY_PAID)


def credit_after(credit: CreditNote | None, event: e.CreditEvent | e.PaymentRecorded) -> CreditNote:
    """The credit note after the fact; a payment may spend its balance, a reversal gives that back."""
    if isinstance(event, e.CreditReceived):
        return event.credit
    if credit is None:
        raise Conflict()
    if isinstance(event, e.PaymentRecorded):
        return replace(credit, applied=credit.applied + event.payment.amount)
    return replace(credit, invoice=event.invoice, applied=credit.applied + event.amount)


def question_after(question: Question | None, event: e.QuestionEvent) -> Question:
    """The question after the fact; only an open one can be answered or closed."""
    if isinstance(event, e.QuestionAsked):
        return event.question
    if question is None or question.state is not QuestionState.OPEN:
        raise Conflict()
    match event:
        case e.QuestionAnswered():
            return replace(question, state=QuestionState.ANSWERED)
        case e.QuestionClosed():
            return replace(question, state=QuestionState.EXPIRED if event.expired else QuestionState.CLOSED)
