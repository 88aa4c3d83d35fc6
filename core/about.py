"""Which document a fact is about."""

from core import events as e
from core.names import Reference


def document_of(event: e.Event) -> Reference | None:
    """The document that a fact is about."""
    match event:
        case e.OrderDrafted():
            return event.order.reference
        case e.RfpDrafted():
            return event.rfp.reference
        case e.ProposalInvited():
            return event.proposal.reference
        case e.InvoiceReceived():
            return event.invoice.reference
        case e.CreditReceived():
            return event.credit.reference
        case e.CreditApplied():
            return event.invoice
        case e.QuestionAsked():
            return event.question.document
        case e.QuestionAnswered() | e.QuestionClosed():
            return event.question
        case e.DecisionShown():
            return event.document
        case e.CommentAdded() | e.FileAdded() | e.StatusTold() | e.DocumentSent() | e.Refused():
            return event.document
        case e.Reminded() | e.SilenceNoted():
            return event.document
        case e.SupplierAdded() | e.SupplierChanged():
            return Reference(event.supplier.id)
        case e.StatementReconciled():
            return Reference(event.supplier)
        case e.OpenTold() | e.HelpTold():
            return Reference(event.supplier) if event.supplier else None
        case e.BuyerAdded() | e.BuyerRemoved() | e.DeputySet() | e.DigestSet():
            return None
        case e.ContactAdded() | e.ContactChanged() | e.ContactAway() | e.ContactRemoved():
            return Reference(event.supplier)
        case e.ChangeRequested() | e.RequestSettled() | e.ProfileChanged() | e.BankProposed() | e.BankSettled():
            return Reference(event.supplier)
        case _:
            return _reference(event)


def _reference(event: e.OrderEvent | e.InvoiceEvent | e.RfpEvent | e.ProposalEvent) -> Reference:
    if isinstance(event, e.RfpEvent):
        return event.rfp if not isinstance(event, e.RfpDrafted) else event.rfp.reference
    if isinstance(event, e.ProposalEvent):
        return event.proposal if not isinstance(event, e.ProposalInvited) else event.proposal.reference
    if isinstance(event, e.OrderEvent):
        return event.order if not isinstance(event, e.OrderDrafted) else event.order.reference
    return event.invoice if not isinstance(event, e.InvoiceReceived) else event.invoice.reference
