"""What happened to purchase orders."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.names import BlobHash, Reference
from core.order import OrderLine, PurchaseOrder


class RevisedFor(StrEnum):
    """What made a revision."""

    BUYER = "buyer"
    INVOICE = "invoice"
    CONFIRMATION = "confirmation"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDrafted:
    order: PurchaseOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSubmitted:
    order: Reference
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRevised:
    """`invoice`: the invoice whose differences were taken into the order."""

    order: Reference
    lines: tuple[OrderLine, ...]
    revised_for: RevisedFor
    invoice: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderResent:
    order: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCanceled:
    order: Reference
    reason: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCompleted:
    order: Reference
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAcknowledged:
    order: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesAccepted:
    order: Reference
    revision: int
    lines: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesRejected:
    order: Reference
    revision: int
    lines: tuple[int, ...]
    at: datetime
    reason: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswersWithdrawn:
    order: Reference
    lines: tuple[int, ...]
