"""Which notices about an invoice follow from a fact (docs/rules.md 10)."""

from core import events as e
from core.dossier import Dossier
from core.invoice import InvoiceStatus
from core.letters import NoticeKind

K = NoticeKind
MOVES = (
    e.InvoiceDrafted
    | e.InvoiceReturned
    | e.InvoiceSentToMatching
    | e.InvoiceSentToApproval
    | e.InvoiceReleased
    | e.InvoiceApproved
    | e.InvoiceRejected
    | e.InvoiceCanceled
)
"""Of several of these in one transaction only the last is told."""


def payment_kind(event: e.PaymentRecorded, dossier: Dossier) -> NoticeKind:
    """What a payment made of the invoice."""
    if event.payment.reverses is not None:
        return K.PAYMENT_REVERSED
    invoice = dossier.invoice(event.invoice)
    return K.INVOICE_PAID if invoice and invoice.status is InvoiceStatus.PAID else K.INVOICE_PARTLY_PAID
