"""Step 6 of the road: one short transaction that compares versions and writes state, journal and letters (docs/design.md 2)."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from core import events as e
from core.about import document_of
from core.dossier import Actor, Dossier
from core.engine import Outcome
from core.invoice import CreditNote, Invoice
from core.names import Reference
from core.order import PurchaseOrder
from core.proposal import Proposal, Rfp

if TYPE_CHECKING:
    from storage.unit import Unit


def write(unit: "Unit", outcome: Outcome, at: datetime) -> None:
    """Save what changed. Raises Conflict when anything that the decision saw has changed meanwhile: load and decide again."""
    before, after = outcome.before, outcome.dossier
    if before.supplier is not None and outcome.events:
        unit.people.confirm(before.supplier)
    _confirm(unit, before, after)
    _numbers(unit, before, after)
    for text in outcome.texts:
        unit.blobs.put(text.text.encode())
    deleted = {event.invoice for event in outcome.events if isinstance(event, e.DraftDeleted)}
    deleted |= {event.proposal for event in outcome.events if isinstance(event, e.ProposalDeleted)}
    _documents(unit, before, after, deleted)
    _people(unit, before, after, outcome)
    _journal(unit, outcome, at)


def _confirm(unit: "Unit", before: Dossier, after: Dossier) -> None:
    """The orders of every changed invoice, and the invoices on them, are those that were seen."""
    changed = [i for i in after.invoices if i != before.invoice(i.reference)]
    bearing = {ref for i in changed for ref in i.orders}
    bearing |= {o.reference for o in after.orders if o != before.order(o.reference)}
    asked = {p.rfp for p in after.proposals if p != before.proposal(p.reference)}
    for rfp in before.rfps:
        if rfp.reference in asked:
            unit.documents.hold(rfp)
    unit.documents.confirm((o for o in before.orders if o.reference in bearing), before.invoices)


def _numbers(unit: "Unit", before: Dossier, after: Dossier) -> None:
    from storage.counters import CounterKind

    for kind in CounterKind:
        first, last = getattr(before.fresh, kind.value), getattr(after.fresh, kind.value)
        for number in range(first, last):
            unit.counters.take(kind, number)


def _documents(unit: "Unit", before: Dossier, after: Dossier, deleted: set[Reference]) -> None:
    for order in after.orders:
        old = before.order(order.reference)
        if order != old:
            unit.documents.save(order, old.version if old else 0)
    for invoice in after.invoices:
        known = before.invoice(invoice.reference)
        if known and invoice.reference in deleted:
            unit.documents.delete(known)
        elif invoice != known:
            unit.documents.save(invoice, known.version if known else 0)
    for credit in after.credits:
        earlier = next((c for c in before.credits if c.reference == credit.reference), None)
        if credit != earlier:
            unit.documents.save(credit, earlier.version if earlier else 0)
    _requests(unit, before, after, deleted)
    for question in after.questions:
        asked = before.question(question.reference)
        if question != asked:
            unit.questions.save(question, asked.version if asked else 0)


def _requests(unit: "Unit", before: Dossier, after: Dossier, deleted: set[Reference]) -> None:
    """A supplier's dossier holds the public part of a request, and no fact of a supplier changes one."""
    for rfp in after.rfps:
        seen = before.rfp(rfp.reference)
        if rfp != seen:
            unit.documents.save(rfp, seen.version if seen else 0)
    for proposal in after.proposals:
        known = before.proposal(proposal.reference)
        if known and proposal.reference in deleted:
            unit.documents.delete(known)
        elif proposal != known:
            unit.documents.save(proposal, known.version if known else 0)


def _people(unit: "Unit", before: Dossier, after: Dossier, outcome: Outcome) -> None:
    if after.supplier is not None and after.supplier != before.supplier:
        known = before.supplier if before.supplier and before.supplier.id == after.supplier.id else None
        unit.people.save_supplier(after.supplier, known.version if known else 0)
    for buyer in after.buyers:
        old = before.buyer(buyer.address)
        if buyer != old:
            unit.people.save_buyer(buyer, old.version if old else 0)
    for event in outcome.events:
        if isinstance(event, e.BuyerRemoved):
            unit.people.remove_buyer(event.address)


def _journal(unit: "Unit", outcome: Outcome, at: datetime) -> None:
    from storage.journal import JournalEntry

    actor = outcome.before.actor
    for event in outcome.events:
        for document, version in _places(event, outcome.dossier):
            entry = JournalEntry(
                document=document, version=version, event=event, at=at, actor=_name(actor), by=actor.by, cause=actor.cause
            )
            unit.journal.append(entry)


def _places(event: e.Event, after: Dossier) -> Iterator[tuple[str, int]]:
    """Where a fact is written down: with its document; a question's with the document it asks about."""
    if isinstance(event, e.BuyerAdded):
        yield event.buyer.address, event.buyer.version + 1
    elif isinstance(event, e.BuyerRemoved):
        yield event.address, 0
    elif isinstance(event, e.DeputySet | e.DigestSet):
        changed = after.buyer(event.buyer)
        yield event.buyer, changed.version + 1 if changed else 0
    elif isinstance(event, e.CreditApplied):
        yield event.credit, _version(after, event.credit)
        yield event.invoice, _version(after, event.invoice)
    else:
        if isinstance(event, e.PaymentRecorded) and event.payment.credit:
            yield event.payment.credit, _version(after, event.payment.credit)
        document = document_of(event)
        yield document or "house", _version(after, document or "")


def _version(after: Dossier, reference: str) -> int:
    if after.supplier and after.supplier.id == reference:
        return int(after.supplier.version) + 1
    every: tuple[PurchaseOrder | Invoice | CreditNote | Rfp | Proposal, ...] = (
        *after.orders,
        *after.invoices,
        *after.credits,
        *after.rfps,
        *after.proposals,
    )
    return next((d.version + 1 for d in every if d.reference == reference), 0)


def _name(actor: Actor) -> str:
    """Who did it, for the journal; the house itself where nobody spoke."""
    return actor.buyer or actor.contact or "counterfoil"
