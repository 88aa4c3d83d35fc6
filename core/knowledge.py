"""What the house knows beforehand and a reader of documents may use: us, suppliers, open orders, learnt layouts."""

from dataclasses import dataclass

from core.names import SupplierId
from core.order import PurchaseOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownParty:
    """Names and identifiers by which a company is recognised on a page."""

    names: tuple[str, ...] = ()
    vat_ids: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    id: SupplierId | None = None
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What was learnt of a supplier's layout: the label text of a field, where its value stood, the order of the columns."""

    supplier: SupplierId
    fingerprint: str
    anchors: tuple[tuple[str, str, str], ...] = ()
    """(field, label as printed, "right" or "below")"""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Everything that guides the reading of a document; empty for a stranger's."""

    buyer: KnownParty = KnownParty()
    suppliers: tuple[KnownParty, ...] = ()
    orders: tuple[PurchaseOrder, ...] = ()
    layouts: tuple[Layout, ...] = ()
    locale: str = ""
    """BCP 47 tag of the supplier, as far as it is known."""
