"""What a supplier's dashboard is made from: loaded only when it is asked for, straight from the indexes."""

from typing import TYPE_CHECKING

from core.engine import Outcome
from core.events import OpenTold
from core.invoice import Invoice, InvoiceStatus
from core.names import SupplierId
from core.order import OrderStatus
from core.overview import MOST, SETTLED, Overview, recent
from core.proposal import ProposalStatus

if TYPE_CHECKING:
    from datetime import datetime

    from storage.unit import Unit


def asked_for(unit: "Unit", outcome: Outcome, at: "datetime") -> Overview | None:
    """The dashboard, where the mail asks for it."""
    supplier = next((event.supplier for event in outcome.events if isinstance(event, OpenTold)), None)
    return overview_of(unit, supplier, at) if supplier else None


def overview_of(unit: "Unit", supplier: SupplierId, at: "datetime") -> Overview:
    """A supplier's documents; one more than the limit of each kind, so that it is seen where there are more."""
    limit, documents = MOST + 1, unit.documents
    orders = documents.orders_of(supplier, [s for s in OrderStatus if s is not OrderStatus.DRAFT], limit=limit)
    credits_ = documents.credits_of(supplier, limit=limit)
    proposals = documents.proposals_of(supplier, ProposalStatus, limit=limit)
    requests = {r.reference: r for r in documents.rfps(dict.fromkeys(p.rfp for p in proposals))}
    pairs = [(p, requests[p.rfp]) for p in proposals if p.rfp in requests]
    return recent(at, orders, _invoices(unit, supplier, limit), credits_, pairs)


def _invoices(unit: "Unit", supplier: SupplierId, limit: int) -> tuple[Invoice, ...]:
    """The newest, and all that are open: an old one that waits must not fall off the end of the list."""
    newest = unit.documents.list_invoices(supplier=supplier, limit=limit)
    waiting = (s for s in InvoiceStatus if s not in SETTLED)
    older = (i for s in waiting for i in unit.documents.list_invoices(s, supplier, limit=limit))
    return tuple({i.reference: i for i in (*newest, *older)}.values()) if len(newest) == limit else newest
