"""Which kept files go out when a document is asked for again (docs/rules.md 8)."""

from core.events import Form
from core.invoice import Invoice
from core.order import Attached, PurchaseOrder

_ENDINGS = {Form.PDF: (".pdf",), Form.XLSX: (".xlsx", ".xls", ".ods"), Form.XML: (".xml",)}


def files_with(order: PurchaseOrder, form: Form | None) -> tuple[Attached, ...]:
    """The order's external files: with the whole order, or asked for by themselves."""
    if form not in (None, Form.FILES):
        return ()
    return tuple(a for a in order.attachments if not a.internal and not a.from_supplier)


def files_in(invoice: Invoice, form: Form | None) -> tuple[Attached, ...]:
    """The files that an invoice came in of this form; empty where there is none."""
    endings = _ENDINGS.get(form) if form else None
    return tuple(s for s in invoice.sources if endings is None or s.name.lower().endswith(endings))


def files_of(invoice: Invoice, form: Form | None) -> tuple[Attached, ...]:
    """Those of the form that was asked for, else all that there are."""
    return files_in(invoice, form) or invoice.sources
