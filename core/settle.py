"""What becomes of an invoice when it is submitted or its circumstances change: match it, then move it (docs/rules.md 3, 4)."""

from datetime import datetime

from core.approval import band_of, deciders, never_by_rule
from core.dossier import Dossier
from core.events import (
    Event,
    InvoiceApproved,
    InvoiceDrafted,
    InvoiceMatched,
    InvoiceSentToApproval,
    InvoiceSentToMatching,
    QuestionAsked,
    QuestionClosed,
)
from core.findings import Effect
from core.invoice import Invoice, InvoiceStatus
from core.matching.match import Match, match
from core.names import Address
from core.party import Supplier
from core.policy import Policy
from core.question import About, QuestionState
from core.questions import draft_question


def settle(
    dossier: Dossier, supplier: Supplier, invoice: Invoice, at: datetime, policy: Policy, asked: tuple[Address, ...] = ()
) -> tuple[Event, ...]:
    """Match the invoice anew and say where it goes; the events that follow, in order. `asked`: who decides on it already."""
    found = match(invoice, supplier, dossier.orders, dossier.invoices, policy, at)
    now = found.invoice
    matched = InvoiceMatched(invoice=now.reference, orders=now.orders, assigned=now.assigned, findings=found.findings)
    return (matched, *closed(dossier, invoice), *_moves(dossier, found, at, policy, asked))


def _moves(dossier: Dossier, found: Match, at: datetime, policy: Policy, asked: tuple[Address, ...]) -> tuple[Event, ...]:
    invoice = found.invoice
    if found.effect is Effect.DRAFT:
        question = draft_question(dossier, invoice, at, policy)
        doubt = (QuestionAsked(question=question),) if question else ()
        return (InvoiceDrafted(invoice=invoice.reference), *doubt)
    now_asked = deciders(invoice, dossier.orders)
    if found.effect is Effect.MATCHING and now_asked:
        waits_on = invoice.status is InvoiceStatus.MATCHING and set(now_asked) <= set(asked)
        return () if waits_on else (InvoiceSentToMatching(invoice=invoice.reference),)
    onward = to_approval(invoice, policy)
    waits = isinstance(onward, InvoiceSentToApproval) and invoice.status is InvoiceStatus.PENDING and invoice.band == onward.band
    return () if waits else (onward,)


def to_approval(invoice: Invoice, policy: Policy) -> Event:
    """The approval policy: Pending when a band applies or a person must look, else Approved at once."""
    band = band_of(invoice, policy)
    if band is None and not never_by_rule(invoice):
        return InvoiceApproved(invoice=invoice.reference)
    return InvoiceSentToApproval(invoice=invoice.reference, band=band)


def closed(dossier: Dossier, invoice: Invoice) -> tuple[Event, ...]:
    """The supplier's open questions on the invoice are overtaken: one open question per document and matter."""
    mine = (q for q in dossier.questions if q.document == invoice.reference and q.state is QuestionState.OPEN)
    return tuple(QuestionClosed(question=q.reference) for q in mine if q.about is not About.DECISION)
