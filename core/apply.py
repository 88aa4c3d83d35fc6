"""The dossier after a fact: its documents moved by `evolve`, its next numbers counted on."""

from dataclasses import replace
from datetime import datetime

from core import events as e
from core.dossier import Dossier, Fresh
from core.evolve import credit_after, invoice_after, order_after, question_after
from core.names import Reference


def after(dossier: Dossier, event: e.Event, at: datetime) -> Dossier:
    """The dossier once this has happened. Raises Conflict for a fact that cannot happen."""
    now = replace(dossier, fresh=_counted(dossier.fresh, event))
    if isinstance(event, e.OrderEvent):
        which = event.order.reference if isinstance(event, e.OrderDrafted) else event.order
        return now.with_order(order_after(now.order(which), event))
    if isinstance(event, e.InvoiceReceived):
        return now.with_invoice(event.invoice)
    if isinstance(event, e.InvoiceEvent):
        return now.with_invoice(invoice_after(now.invoice(event.invoice), event, at))
    if isinstance(event, e.CreditReceived):
        return now.with_credit(event.credit)
    if isinstance(event, e.CreditApplied):
        credit = next((c for c in now.credits if c.reference == event.credit), None)
        moved = now.with_credit(credit_after(credit, event))
        return moved.with_invoice(invoice_after(now.invoice(event.invoice), event, at))
    if isinstance(event, e.QuestionAsked):
        return now.with_question(event.question)
    if isinstance(event, e.QuestionAnswered | e.QuestionClosed):
        return now.with_question(question_after(now.question(event.question), event))
    return _people(now, event)


def _people(dossier: Dossier, event: e.Event) -> Dossier:
    match event:
        case e.SupplierAdded() | e.SupplierChanged():
            return replace(dossier, supplier=event.supplier)
        case e.BuyerAdded():
            return dossier.with_buyer(event.buyer)
        case e.BuyerRemoved():
            return replace(dossier, buyers=tuple(b for b in dossier.buyers if b.address != event.address))
        case e.FileAdded():
            order = dossier.order(event.document)
            return dossier.with_order(replace(order, attachments=(*order.attachments, event.file))) if order else dossier
        case _:
            return dossier


def _counted(fresh: Fresh, event: e.Event) -> Fresh:
    """The numbers that the fact used up."""
    match event:
        case e.OrderDrafted() if event.order.reference == Reference(f"PO-{fresh.order}"):
            return replace(fresh, order=fresh.order + 1)
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
