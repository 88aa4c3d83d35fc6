"""What the three kinds of documents put into the columns that are searched."""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar, assert_never

from core.duplicates import business_key
from core.invoice import CreditNote, Invoice
from core.names import Reference
from core.order import PurchaseOrder
from storage.types import exact

Paperwork = PurchaseOrder | Invoice | CreditNote
"""What has a row in the table of documents."""
D = TypeVar("D", PurchaseOrder, Invoice, CreditNote)
_KEY_LENGTH = 200


class Kind(StrEnum):
    """The kinds, as the table names them."""

    ORDER = "order"
    INVOICE = "invoice"
    CREDIT = "credit"


KINDS: dict[type[Any], Kind] = {PurchaseOrder: Kind.ORDER, Invoice: Kind.INVOICE, CreditNote: Kind.CREDIT}
TYPES: dict[str, type[Any]] = {kind.value: type_ for type_, kind in KINDS.items()}


def bounded(key: str) -> str:
    """A key that an index can hold: a hostile invoice number may be as long as it likes."""
    return key if len(key) <= _KEY_LENGTH else sha256(key.encode("utf-8", "replace")).hexdigest()


def columns_of(what: Paperwork) -> dict[str, Any]:
    """The searched columns besides reference, kind and version."""
    common = {"supplier": what.supplier, "status": "", "key": "", "issue_date": None, "gross": None}
    match what:
        case PurchaseOrder():
            return {**common, "status": what.status}
        case Invoice(paper=paper):
            found = {"key": bounded(business_key(what)), "issue_date": paper.issue_date, "gross": exact(paper.gross_total)}
            return {**common, **found, "status": what.status}
        case CreditNote():
            return common
    assert_never(what)


def targets_of(what: Paperwork) -> Iterable[Reference]:
    """The documents that it bears on: the orders an invoice bills, the invoice a credit note lowers."""
    match what:
        case PurchaseOrder():
            return ()
        case Invoice():
            return dict.fromkeys((*what.orders, *(one.order for one in what.assigned)))
        case CreditNote():
            return () if what.invoice is None else (what.invoice,)
    assert_never(what)
