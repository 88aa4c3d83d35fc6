"""Which document does a command mean? The one it names, else the thread's, else the only open one; never a guess."""

from core.dossier import Dossier
from core.events import Refused, Why
from core.invoice import Invoice, InvoiceStatus
from core.matching.likeness import identifier
from core.names import Reference
from core.order import OrderStatus, PurchaseOrder

DONE = frozenset({InvoiceStatus.PAID, InvoiceStatus.REJECTED, InvoiceStatus.CANCELED})


def order_of(dossier: Dossier, named: str | None, word: str) -> PurchaseOrder | Refused:
    """The order that is meant. Drafts of the buyer do not exist for a supplier; an unknown number is unknown, whoever's it is."""
    visible = [o for o in dossier.orders if o.status is not OrderStatus.DRAFT or dossier.actor.buyer]
    if named:
        found = [o for o in visible if identifier(o.reference) == identifier(named)]
        found = found or [o for o in visible if _digits(o.reference) == identifier(named)]
        return found[0] if len(found) == 1 else Refused(why=Why.UNKNOWN_DOCUMENT, word=word)
    thread = [o for o in visible if o.reference == dossier.thread]
    invoice = dossier.invoice(dossier.thread) if dossier.thread else None
    if invoice and not thread:
        thread = [o for o in visible if o.reference in invoice.orders]
    is_open = thread or [o for o in visible if o.status is OrderStatus.SUBMITTED]
    return is_open[0] if len(is_open) == 1 else Refused(why=Why.WHICH_DOCUMENT, word=word)


def invoice_of(dossier: Dossier, named: str | None, word: str) -> Invoice | Refused:
    """The invoice that is meant, by our reference or by its own number."""
    every = dossier.invoices
    if named:
        key = identifier(named)
        found = [i for i in every if identifier(i.reference) == key]
        found = found or [i for i in every if identifier(i.paper.number) == key]
        found = found or [i for i in every if _digits(i.reference) == key]
        alive = [i for i in found if i.status not in DONE] or found
        return alive[0] if len(alive) == 1 else Refused(why=Why.UNKNOWN_DOCUMENT, word=word)
    thread = dossier.invoice(dossier.thread) if dossier.thread else None
    if thread:
        return thread
    is_open = [i for i in every if i.status not in DONE]
    return is_open[0] if len(is_open) == 1 else Refused(why=Why.WHICH_DOCUMENT, word=word)


def any_of(dossier: Dossier, named: str | None, word: str) -> Reference | Refused:
    """An order or an invoice."""
    if named is None and dossier.thread:
        return dossier.thread
    order, invoice = order_of(dossier, named, word), invoice_of(dossier, named, word)
    if isinstance(order, Refused) and isinstance(invoice, Refused):
        return order
    if not isinstance(order, Refused) and not isinstance(invoice, Refused):
        return Refused(why=Why.WHICH_DOCUMENT, word=word)
    chosen = invoice if isinstance(order, Refused) else order
    return chosen.reference if not isinstance(chosen, Refused) else chosen


def _digits(reference: str) -> str:
    return identifier(reference.rpartition("-")[2])
