"""What happened to purchase orders."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.names import Address, BlobHash, Reference
from core.order import Answered, Decided, OrderLine, PurchaseOrder
from core.schedule import Shipment


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
    by: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesRejected:
    order: Reference
    revision: int
    lines: tuple[int, ...]
    at: datetime
    reason: BlobHash | None = None
    by: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesChanged:
    """Other values are proposed; nothing of the order changes before the initiator decides."""

    order: Reference
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersContested:
    """Another contact says otherwise: his answers wait until one of the two settles it."""

    order: Reference
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestSettled:
    """`later`: the later answers count; else the earlier ones stay. Nobody said it where the question ran out."""

    order: Reference
    lines: tuple[int, ...]
    later: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersDecided:
    order: Reference
    decisions: tuple[Decided, ...]
    by: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderShipped:
    order: Reference
    shipment: Shipment


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswersWithdrawn:
    order: Reference
    lines: tuple[int, ...]
