"""The dossier after a fact: its documents moved by `evolve`, its next numbers counted on."""

from dataclasses import replace
from datetime import datetime

from core import events as e
from core.dossier import Dossier, Fresh
from core.evolve import credit_after, invoice_after, question_after
from core.evolve_order import order_after
from core.evolve_people import buyer_after, supplier_after
from core.evolve_rfp import proposal_after, rfp_after
from core.names import Reference
from core.order import Attached


def after(dossier: Dossier, event: e.Event, at: datetime) -> Dossier:
    """The dossier once this has happened. Raises Conflict for a fact that cannot happen."""
    now = replace(dossier, fresh=_counted(dossier.fresh, event))
    if isinstance(event, e.OrderEvent):
        which = event.order.reference if isinstance(event, e.OrderDrafted) else event.order
        return now.with_order(order_after(now.order(which), event))
    if isinstance(event, e.InvoiceReceived):
        return now.with_invoice(event.invoice)
    if isinstance(event, e.PaymentRecorded) and event.payment.credit:
        spent = next((c for c in now.credits if c.reference == event.payment.credit), None)
        now = now.with_credit(credit_after(spent, event))
    if isinstance(event, e.InvoiceEvent):
        return now.with_invoice(invoice_after(now.invoice(event.invoice), event, at))
    if isinstance(event, e.CreditReceived):
        return now.with_credit(event.credit)
    if isinstance(event, e.CreditApplied):
        credit = next((c for c in now.credits if c.reference == event.credit), None)
        moved = now.with_credit(credit_after(credit, event))
        return moved.with_invoice(invoice_after(now.invoice(event.invoice), event, at))
    if isinstance(event, e.RfpEvent):
        asked = event.rfp.reference if isinstance(event, e.RfpDrafted) else event.rfp
        return now.with_rfp(rfp_after(now.rfp(asked), event))
    if isinstance(event, e.ProposalEvent):
        offer = event.proposal.reference if isinstance(event, e.ProposalInvited) else event.proposal
        return now.with_proposal(proposal_after(now.proposal(offer), event))
    if isinstance(event, e.QuestionAsked):
        return now.with_question(event.question)
    if isinstance(event, e.QuestionAnswered | e.QuestionClosed):
        return now.with_question(question_after(now.question(event.question), event))
    if isinstance(event, e.SupplierEvent):
        return replace(now, supplier=supplier_after(now.supplier, event, at))
    return _people(now, event)


def _people(dossier: Dossier, event: e.Event) -> Dossier:
    match event:
        case e.DeputySet() | e.DigestSet():
            return dossier.with_buyer(buyer_after(dossier.buyer(event.buyer), event))
        case e.BuyerAdded():
            return dossier.with_buyer(event.buyer)
        case e.BuyerRemoved():
            return replace(dossier, buyers=tuple(b for b in dossier.buyers if b.address != event.address))
        case e.FileAdded():
            return _filed(dossier, event)
        case _:
            return dossier


def _filed(dossier: Dossier, event: e.FileAdded) -> Dossier:
    """The file lies with the document it was added to, once, however often it comes (docs/rules.md 6)."""
    order, rfp = dossier.order(event.document), dossier.rfp(event.document)
    proposal = dossier.proposal(event.document)
    if order:
        return dossier.with_order(replace(order, attachments=_with(order.attachments, event.file)))
    if rfp:
        return dossier.with_rfp(replace(rfp, attachments=_with(rfp.attachments, event.file)))
    if proposal:
        return dossier.with_proposal(replace(proposal, attachments=_with(proposal.attachments, event.file)))
    return dossier


def _with(files: tuple[Attached, ...], file: Attached) -> tuple[Attached, ...]:
    return files if file in files else (*files, file)


def _counted(fresh: Fresh, event: e.Event) -> Fresh:
    """The numbers that the fact used up."""
    match event:
        case e.OrderDrafted() if event.order.reference == Reference(f"PO-{fresh.order}"):
            return replace(fresh, order=fresh.order_number(1), more_orders=fresh.more_orders[1:])
        case e.RfpDrafted() if event.rfp.reference == Reference(f"RFP-{fresh.rfp}"):
            return replace(fresh, rfp=fresh.rfp + 1)
        case e.InvoiceReceived():
            return replace(fresh, invoice=fresh.invoice + 1)
        case e.CreditReceived():
            return replace(fresh, credit=fresh.credit + 1)
        case e.QuestionAsked():
            return replace(fresh, question=fresh.question + 1)
        case e.SupplierAdded():
            return replace(fresh, supplier=fresh.supplier + 1)
        case _:
            return fresh
