"""What the kinds of documents put into the columns that are searched."""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar, assert_never

from core.duplicates import business_key
from core.invoice import CreditNote, Invoice
from core.names import Reference
from core.order import PurchaseOrder
from core.proposal import Proposal, Rfp
from storage.types import exact

Paperwork = PurchaseOrder | Invoice | CreditNote | Rfp | Proposal
"""What has a row in the table of documents."""
D = TypeVar("D", PurchaseOrder, Invoice, CreditNote, Rfp, Proposal)
_KEY_LENGTH = 200


class Kind(StrEnum):
    """The kinds, as the table names them."""

    ORDER = "order"
    INVOICE = "invoice"
    CREDIT = "credit"
    RFP = "rfp"
    PROPOSAL = "proposal"


KINDS: dict[type[Any], Kind] = {
    PurchaseOrder: Kind.ORDER,
    Invoice: Kind.INVOICE,
    CreditNote: Kind.CREDIT,
    Rfp: Kind.RFP,
    Proposal: Kind.PROPOSAL,
}
TYPES: dict[str, type[Any]] = {kind.value: type_ for type_, kind in KINDS.items()}


def bounded(key: str) -> str:
    """A key that an index can hold: a hostile invoice number may be as long as it likes."""
    return key if len(key) <= _KEY_LENGTH else sha256(key.encode("utf-8", "replace")).hexdigest()


def columns_of(what: Paperwork) -> dict[str, Any]:
    """The searched columns besides reference, kind and version."""
    owner = "" if isinstance(what, Rfp) else what.supplier
    common = {"supplier": owner, "status": "", "key": "", "issue_date": None, "gross": None}
    match what:
        case PurchaseOrder() | Rfp() | Proposal():
            return {**common, "status": what.status}
        case Invoice(paper=paper):
            found = {"key": bounded(business_key(what)), "issue_date": paper.issue_date, "gross": exact(paper.gross_total)}
            return {**common, **found, "status": what.status}
        case CreditNote():
            return {**common, "key": bounded(business_key(what))}
    assert_never(what)


def targets_of(what: Paperwork) -> Iterable[Reference]:
    """What it bears on: the orders an invoice bills, the invoice a credit note lowers, the request a proposal answers."""
    match what:
        case PurchaseOrder() | Rfp():
            return ()
        case Proposal():
            return (what.rfp,)
        case Invoice():
            return dict.fromkeys((*what.orders, *(one.order for one in what.assigned)))
        case CreditNote():
            return () if what.invoice is None else (what.invoice,)
    assert_never(what)
