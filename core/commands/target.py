"""Which document does a command mean? The one it names, else the thread's, else the only open one; never a guess."""

from core.commands.proposal_target import proposal_of
from core.dossier import Dossier
from core.duplicates import number_key
from core.events import Refused, Why
from core.invoice import Invoice, InvoiceStatus
from core.matching.likeness import identifier, numbered
from core.names import Reference, SupplierId
from core.order import OrderStatus, PurchaseOrder

DRAFT = OrderStatus.DRAFT
DONE = frozenset({InvoiceStatus.PAID, InvoiceStatus.REJECTED, InvoiceStatus.CANCELED})


def order_of(dossier: Dossier, named: str | None, word: str) -> PurchaseOrder | Refused:
    """The order that is meant. Drafts of the buyer do not exist for a supplier; an unknown number is unknown, whoever's it is."""
    visible = [o for o in dossier.orders if _may_see(dossier, o.supplier) and (o.status is not DRAFT or dossier.actor.buyer)]
    if named:
        found = numbered(named, visible) or [o for o in visible if _digits(o.reference) == identifier(named)]
        return found[0] if len(found) == 1 else Refused(why=Why.UNKNOWN_DOCUMENT, word=word)
    thread = [o for o in visible if o.reference == dossier.thread]
    invoice = dossier.invoice(dossier.thread) if dossier.thread else None
    if invoice and not thread:
        thread = [o for o in visible if o.reference in invoice.orders]
    is_open = thread or [o for o in visible if o.status is OrderStatus.SUBMITTED]
    return is_open[0] if len(is_open) == 1 else Refused(why=Why.WHICH_DOCUMENT, word=word)


def invoice_of(dossier: Dossier, named: str | None, word: str) -> Invoice | Refused:
    """The invoice that is meant, by our reference or by its own number."""
    every = [i for i in dossier.invoices if _may_see(dossier, i.supplier)]
    if named:
        found = [i for i in every if identifier(i.reference) == identifier(named)]
        found = found or [i for i in every if i.paper.number and number_key(i.paper.number) == number_key(named)]
        found = found or [i for i in every if _digits(i.reference) == identifier(named)]
        alive = [i for i in found if i.status not in DONE] or found
        return alive[0] if len(alive) == 1 else Refused(why=Why.WHICH_DOCUMENT if alive else Why.UNKNOWN_DOCUMENT, word=word)
    thread = [i for i in every if i.reference == dossier.thread]
    is_open = [i for i in every if i.status not in DONE]
    around = [i for i in is_open if dossier.thread in i.orders]
    chosen = thread or around or is_open
    return chosen[0] if len(chosen) == 1 else Refused(why=Why.WHICH_DOCUMENT, word=word)


def _may_see(dossier: Dossier, owner: SupplierId) -> bool:
    """A supplier sees its own documents, whatever was loaded (T37)."""
    return dossier.actor.supplier is None or dossier.actor.supplier == owner


def any_of(dossier: Dossier, named: str | None, word: str) -> Reference | Refused:
    """An order, an invoice or a proposal."""
    if named is None and dossier.thread:
        return dossier.thread
    proposal = proposal_of(dossier, named, word) if named and named.upper().startswith("RFP") else None
    if proposal and not isinstance(proposal, Refused):
        return proposal.reference
    order, invoice = order_of(dossier, named, word), invoice_of(dossier, named, word)
    if isinstance(order, Refused) and isinstance(invoice, Refused):
        return order
    if not isinstance(order, Refused) and not isinstance(invoice, Refused):
        return Refused(why=Why.WHICH_DOCUMENT, word=word)
    chosen = invoice if isinstance(order, Refused) else order
    return chosen.reference if not isinstance(chosen, Refused) else chosen


def _digits(reference: str) -> str:
    return identifier(reference.rpartition("-")[2])
