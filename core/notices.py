"""Who is told what: one table, and the rule that one transaction is one letter a person (docs/rules.md 10)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from core import events as e
from core.about import document_of
from core.audience import Audience, owner_of, readers, writer_of
from core.decision import decision_token
from core.dossier import Dossier
from core.engine import Outcome
from core.evolve_people import CONTACTS
from core.invoice import InvoiceStatus
from core.invoice_notices import MOVES, payment_kind
from core.letters import Notice, NoticeKind, Person, Post, Weight
from core.names import Address, Reference, SupplierId
from core.order import OrderStatus
from core.order_notices import AS_IT_STANDS, ORDER_FACTS, order_applies
from core.party import Language, SupplierStatus
from core.policy import Policy
from core.proposal import ProposalStatus
from core.question import Question, QuestionState
from core.quoting import QUOTING, concerned, decided_kind, revised

K, W = NoticeKind, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table."""

    event: type[e.Event]
    kind: NoticeKind
    weight: Weight
    audience: Audience


def _row(event: type[e.Event], kind: NoticeKind, weight: Weight, audience: Audience) -> Row:
    return Row(event=event, kind=kind, weight=weight, audience=audience)


A = Audience
NOTICES: tuple[Row, ...] = (
    _row(e.OrderSubmitted, K.ORDER_SENT, W.DOCUMENT, A.ORDER_CONTACTS),
    _row(e.OrderResent, K.ORDER_SENT, W.DOCUMENT, A.ORDER_CONTACTS),
    _row(e.OrderRevised, K.ORDER_REVISED, W.DOCUMENT, A.ORDER_CONTACTS),
    _row(e.OrderCanceled, K.ORDER_CANCELED, W.DOCUMENT, A.ORDER_CONTACTS),
    _row(e.LinesAccepted, K.ACCEPTANCE_NOTED, W.ANSWER, A.WRITER),
    _row(e.LinesAccepted, K.ORDER_ANSWERED, W.STATUS, A.INITIATOR),
    _row(e.LinesRejected, K.REJECTION_NOTED, W.ANSWER, A.WRITER),
    _row(e.LinesRejected, K.ORDER_ANSWERED, W.STATUS, A.INITIATOR),
    _row(e.LinesChanged, K.CHANGE_NOTED, W.ANSWER, A.WRITER),
    _row(e.LinesChanged, K.DECIDE_ANSWER, W.DECISION, A.DECIDERS),
    _row(e.AnswersContested, K.ORDER_ANSWERED, W.STATUS, A.INITIATOR),
    _row(e.ContestSettled, K.CONTEST_SETTLED, W.STATUS, A.WRITER),
    _row(e.ContestSettled, K.CONTEST_SETTLED, W.STATUS, A.ORDER_CONTACTS),
    _row(e.ContestSettled, K.DECIDE_ANSWER, W.DECISION, A.DECIDERS),
    _row(e.ContestSettled, K.ORDER_ANSWERED, W.STATUS, A.INITIATOR),
    _row(e.AnswersDecided, K.DECIDE_ANSWER, W.DECISION, A.DECIDERS),
    _row(e.AnswersDecided, K.ANSWER_DECIDED, W.DOCUMENT, A.ORDER_CONTACTS),
    _row(e.OrderShipped, K.SHIPMENT_NOTED, W.ANSWER, A.WRITER),
    _row(e.OrderShipped, K.ORDER_SHIPPED, W.STATUS, A.INITIATOR),
    _row(e.OrderCompleted, K.ORDER_COMPLETED, W.STATUS, A.ORDER_CONTACTS),
    _row(e.LineAnswersWithdrawn, K.WITHDRAWAL_NOTED, W.ANSWER, A.WRITER),
    _row(e.LineAnswersWithdrawn, K.ORDER_ANSWERED, W.STATUS, A.INITIATOR),
    _row(e.InvoiceDrafted, K.INVOICE_DRAFT, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.InvoiceReturned, K.INVOICE_RETURNED, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.InvoiceSentToMatching, K.INVOICE_MATCHING, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.InvoiceSentToMatching, K.DECIDE_MATCHING, W.DECISION, A.DECIDERS),
    _row(e.InvoiceSentToApproval, K.INVOICE_PENDING, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.InvoiceSentToApproval, K.DECIDE_APPROVAL, W.DECISION, A.APPROVERS),
    _row(e.ApprovalEscalated, K.DECIDE_APPROVAL, W.DECISION, A.NEWLY_ASKED),
    _row(e.MatchingEscalated, K.DECIDE_MATCHING, W.DECISION, A.NEWLY_ASKED),
    _row(e.InvoiceReleased, K.DECIDE_APPROVAL, W.DECISION, A.APPROVERS),
    _row(e.InvoiceApproved, K.INVOICE_APPROVED, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.InvoiceRejected, K.INVOICE_REJECTED, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.InvoiceCanceled, K.INVOICE_CANCELED, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.PaymentRecorded, K.INVOICE_PAID, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.DuplicateReceived, K.INVOICE_ALREADY_RECEIVED, W.ANSWER, A.WRITER),
    _row(e.CreditReceived, K.CREDIT_RECEIVED, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.QuestionAsked, K.QUESTION, W.STATUS, A.ASKED),
    _row(e.CommentAdded, K.COMMENT, W.STATUS, A.ORDER_CONTACTS),
    _row(e.CommentAdded, K.SUPPLIER_COMMENT, W.STATUS, A.INITIATOR),
    _row(e.FileAdded, K.FILE, W.STATUS, A.ORDER_CONTACTS),
    _row(e.FileAdded, K.SUPPLIER_COMMENT, W.STATUS, A.INITIATOR),
    _row(e.StatusTold, K.STATUS, W.ANSWER, A.WRITER),
    _row(e.OpenTold, K.OPEN, W.ANSWER, A.WRITER),
    _row(e.StatementReconciled, K.STATEMENT, W.ANSWER, A.WRITER),
    _row(e.StatementReconciled, K.STATEMENT_DIFFERS, W.STATUS, A.ACCOUNTANTS),
    _row(e.HelpTold, K.HELP, W.ANSWER, A.WRITER),
    _row(e.HelpTold, K.BUYER_HELP, W.ANSWER, A.WRITER),
    _row(e.DocumentSent, K.DOCUMENT_AGAIN, W.ANSWER, A.WRITER),
    _row(e.DecisionShown, K.DECIDE_APPROVAL, W.DOCUMENT, A.WRITER),
    _row(e.OrderDrafted, K.ORDER_DRAFTED, W.DOCUMENT, A.WRITER),
    _row(e.RfpDrafted, K.RFP_DRAFTED, W.DOCUMENT, A.WRITER),
    _row(e.Refused, K.REFUSED, W.ANSWER, A.WRITER),
    _row(e.DraftDeleted, K.DRAFTS_RETURNED, W.STATUS, A.INVOICE_CONTACTS),
    _row(e.ProposalDeleted, K.DRAFTS_RETURNED, W.STATUS, A.PROPOSAL_CONTACTS),
    _row(e.SupplierChanged, K.WELCOME, W.STATUS, A.CONTACTS),
    _row(e.ContactAdded, K.CONTACT_ADDED, W.STATUS, A.CONTACTS),
    _row(e.ContactRemoved, K.CONTACT_REMOVED, W.STATUS, A.CONTACTS),
    _row(e.ContactChanged, K.OWN_SETTINGS, W.ANSWER, A.WRITER),
    _row(e.ChangeRequested, K.CHANGE_PASSED_ON, W.ANSWER, A.WRITER),
    _row(e.ChangeRequested, K.CHANGE_ASKED, W.STATUS, A.ADMINS),
    _row(e.RequestSettled, K.CHANGE_SETTLED, W.STATUS, A.CONTACTS),
    _row(e.BankProposed, K.BANK_PROPOSED, W.STATUS, A.CONTACTS),
    _row(e.BankProposed, K.BANK_TO_CONFIRM, W.DECISION, A.ADMINS),
    _row(e.BankSettled, K.BANK_SETTLED, W.STATUS, A.CONTACTS),
    _row(e.Reminded, K.REMINDER, W.STATUS, A.REMINDED),
    _row(e.SilenceNoted, K.SUPPLIER_SILENT, W.STATUS, A.INITIATOR),
    _row(e.ProposalInvited, K.RFP_INVITATION, W.DOCUMENT, A.PROPOSAL_CONTACTS),
    _row(e.RfpExtended, K.RFP_EXTENDED, W.STATUS, A.PROPOSAL_CONTACTS),
    _row(e.ProposalReminded, K.RFP_REMINDER, W.STATUS, A.PROPOSAL_CONTACTS),
    _row(e.OffersMade, K.QUOTE_NOTED, W.ANSWER, A.WRITER),
    _row(e.OffersMade, K.PROPOSAL_IN, W.STATUS, A.INITIATOR),
    _row(e.ProposalSubmitted, K.PROPOSAL_IN, W.STATUS, A.INITIATOR),
    _row(e.ProposalRejected, K.PROPOSAL_IN, W.STATUS, A.INITIATOR),
    _row(e.ProposalWithdrawn, K.QUOTE_WITHDRAWN, W.ANSWER, A.WRITER),
    _row(e.ProposalWithdrawn, K.PROPOSAL_IN, W.STATUS, A.INITIATOR),
    _row(e.OffersTakenBack, K.QUOTE_TAKEN_BACK, W.ANSWER, A.WRITER),
    _row(e.OffersTakenBack, K.PROPOSAL_IN, W.STATUS, A.INITIATOR),
    _row(e.LateOffersKept, K.QUOTE_LATE, W.ANSWER, A.WRITER),
    _row(e.LateOffersKept, K.PROPOSAL_IN, W.STATUS, A.INITIATOR),
    _row(e.LateOffersAdmitted, K.QUOTE_ADMITTED, W.STATUS, A.PROPOSAL_CONTACTS),
    _row(e.ProposalDecided, K.PROPOSAL_NOT_WON, W.STATUS, A.PROPOSAL_CONTACTS),
    _row(e.RfpClosed, K.RFP_CLOSED, W.STATUS, A.INITIATOR),
)


DECIDING = frozenset({K.DECIDE_MATCHING, K.DECIDE_APPROVAL, K.ORDER_DRAFTED, K.RFP_DRAFTED, K.DECIDE_ANSWER})
"""They ask their reader to decide, and he may by mail."""


def posts(outcome: Outcome, policy: Policy, *, receipt: bool, on: date | None = None) -> tuple[Post, ...]:
    """The letters of one transaction. `receipt`: the writer of a mail is told in any case what arrived.

    `on`: the day, so that decisions also reach those who stand in for a buyer.
    """
    told: dict[tuple[SupplierId | None, Address], tuple[Person, list[Notice]]] = {}
    for place, event in enumerate(outcome.events):
        if _overtaken(event, outcome.events[place + 1 :]):
            continue
        for row in NOTICES:
            if row.event is type(event) and _applies(row, event, outcome):
                for notice in _notices(row, event, outcome):
                    for person in readers(row.audience, notice, outcome, policy, on):
                        owner = _owner(outcome.dossier, person, notice.document)
                        signed = _with_token(notice, person, outcome.dossier)
                        told.setdefault((owner, person.address), (person, []))[1].append(signed)
    writer = writer_of(outcome.dossier)
    if receipt and writer:
        note = Notice(kind=K.RECEIPT, weight=W.RECEIPT, document=outcome.dossier.thread)
        told.setdefault((None, writer.address), (writer, []))[1].append(note)
    return tuple(_shared(told))


def _with_token(notice: Notice, reader: Person, dossier: Dossier) -> Notice:
    """What asks a buyer to decide carries a token of his own."""
    which = notice.document
    if not which or notice.kind not in DECIDING or not reader.buyer:
        return notice
    document = dossier.invoice(which) or dossier.order(which) or dossier.rfp(which)
    return replace(notice, decides=decision_token(dossier.fresh.key, document, reader.address)) if document else notice


def _owner(dossier: Dossier, reader: Person, document: Reference | None) -> SupplierId | None:
    """Whose letter it is, where several suppliers are concerned: one address may serve two of them."""
    owner = owner_of(dossier, document) if dossier.suppliers and not reader.buyer else None
    return owner.id if owner else None


def _shared(told: dict[tuple[SupplierId | None, Address], tuple[Person, list[Notice]]]) -> Iterator[Post]:
    """People who are told the same share one letter, so that reply-all works; a decision has one reader."""
    groups: dict[tuple[bool, SupplierId | None, Language, tuple[Notice, ...]], list[Person]] = {}
    for (owner, _), (reader, notices) in told.items():
        unique = tuple(sorted(dict.fromkeys(notices), key=lambda n: n.weight))
        groups.setdefault((reader.buyer, owner, reader.language, unique), []).append(reader)
    for (buyer, owner, _, shared), people in groups.items():
        if buyer:
            yield from (Post(to=(reader,), notices=shared) for reader in people)
        else:
            yield Post(to=tuple(people), notices=shared, supplier=owner)


def _overtaken(event: e.Event, later: tuple[e.Event, ...]) -> bool:
    """Of several moves of an invoice in one transaction only the last is told, and no question that is closed again."""
    if isinstance(event, MOVES):
        return any(isinstance(other, MOVES) and other.invoice == event.invoice for other in later)
    if isinstance(event, QUOTING):
        return any(isinstance(other, QUOTING) and other.proposal == event.proposal for other in later)
    if isinstance(event, e.FileAdded) and event.from_supplier:  # its letter names all of the mail
        return any(isinstance(other, e.FileAdded) and other.document == event.document for other in later)
    if isinstance(event, e.QuestionAsked):
        return any(isinstance(other, e.QuestionClosed) and other.question == event.question.reference for other in later)
    return False


def _applies(row: Row, event: e.Event, outcome: Outcome) -> bool:
    if isinstance(event, ORDER_FACTS):
        return order_applies(row.kind, event, outcome)
    match event:
        case e.CommentAdded():
            to_buyer = row.kind is K.SUPPLIER_COMMENT
            return event.from_supplier if to_buyer else not event.from_supplier and not event.internal
        case e.FileAdded() if row.kind is K.SUPPLIER_COMMENT:
            return event.from_supplier
        case e.FileAdded():
            order, rfp = outcome.before.order(event.document), outcome.before.rfp(event.document)
            known = (order is not None and order.revision > 0) or (rfp is not None and rfp.opened_at is not None)
            known = known or outcome.before.proposal(event.document) is not None
            return not event.file.internal and not event.from_supplier and known
        case e.DecisionShown():
            invoice, order = outcome.dossier.invoice(event.document), outcome.dossier.order(event.document)
            waits = order is not None and order.status is OrderStatus.SUBMITTED and bool(order.waiting)
            return waits or (invoice is not None and invoice.status in (InvoiceStatus.MATCHING, InvoiceStatus.PENDING))
        case e.OffersTakenBack():
            was = outcome.before.proposal(event.proposal)
            return row.kind is not K.PROPOSAL_IN or was is None or was.status is not ProposalStatus.DRAFT
        case e.OffersMade():
            return row.kind is not K.PROPOSAL_IN or revised(event, outcome.before, outcome.events)
        case e.ProposalReminded():
            asked = owner_of(outcome.dossier, event.proposal)
            return asked is not None and asked.status is SupplierStatus.APPROVED
        case e.SupplierChanged():
            return _switched_on(event, outcome.before)
        case e.ChangeRequested():  # a colleague's own: the contact on file is asked, and it stands in the digest
            return row.kind is not K.CHANGE_ASKED or event.request.asked_by != event.request.value
        case e.RequestSettled():  # a contact that was added or removed is told as that
            return not (event.confirmed and event.request.kind in CONTACTS)
        case e.QuestionAsked():  # a Draft's letter holds its question
            return not any(isinstance(o, e.InvoiceDrafted) and o.invoice == event.question.document for o in outcome.events)
        case e.HelpTold():
            return (row.kind is K.BUYER_HELP) is (outcome.dossier.actor.buyer is not None)
        case e.StatementReconciled():
            return row.kind is K.STATEMENT or event.missing + event.differs > 0
        case _:
            return True


def _switched_on(event: e.SupplierChanged, before: Dossier) -> bool:
    """Approved, or enabled again."""
    was = before.supplier
    return was is not None and was.status is not event.supplier.status and event.supplier.status is SupplierStatus.APPROVED


def _notices(row: Row, event: e.Event, outcome: Outcome) -> Iterator[Notice]:
    """One; of a request for proposal one for each supplier that is asked, who hears of nobody else."""
    document = document_of(event)
    rfp = outcome.dossier.rfp(document) if document else None
    if rfp is None or row.audience not in (A.PROPOSAL_CONTACTS, A.ORDER_CONTACTS):
        yield _notice(row, event, document, outcome)
        return
    for proposal in concerned(outcome.dossier, rfp, event):
        yield _notice(row, event, proposal.reference, outcome)


def _notice(row: Row, event: e.Event, document: Reference | None, outcome: Outcome) -> Notice:
    kind = row.kind
    if isinstance(event, e.PaymentRecorded):
        kind = payment_kind(event, outcome.dossier)
    if isinstance(event, e.DecisionShown):
        invoice = outcome.dossier.invoice(event.document)
        pending = K.DECIDE_MATCHING if invoice and invoice.status is InvoiceStatus.MATCHING else K.DECIDE_APPROVAL
        kind = pending if invoice else K.DECIDE_ANSWER
    if isinstance(event, e.ProposalDecided):
        kind = decided_kind(event, outcome.events)
    question = event.question if isinstance(event, e.QuestionAsked) else _question(document, outcome)
    told = None if kind in AS_IT_STANDS and not isinstance(event, e.LineAnswersWithdrawn) else event
    return Notice(kind=kind, weight=row.weight, document=document, event=told, question=question)


def _question(document: Reference | None, outcome: Outcome) -> Question | None:
    """The question that was asked with it and is still open, so that one letter holds both."""
    asked = [
        event.question for event in outcome.events if isinstance(event, e.QuestionAsked) and event.question.document == document
    ]
    now = (outcome.dossier.question(q.reference) for q in reversed(asked))
    return next((q for q in now if q is not None and q.state is QuestionState.OPEN), None)
