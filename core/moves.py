"""The status table of invoices that every channel reads, and the moves drawn in docs/rules.md 2 and 3; no other exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.events import (
    AnswersContested,
    AnswersDecided,
    ApprovalEscalated,
    ContestSettled,
    CreditApplied,
    DraftDeleted,
    DuplicateReceived,
    Event,
    InvoiceApproved,
    InvoiceCanceled,
    InvoiceCompleted,
    InvoiceDrafted,
    InvoiceLinked,
    InvoiceMatched,
    InvoiceRejected,
    InvoiceReleased,
    InvoiceReplaced,
    InvoiceReturned,
    InvoiceSentToApproval,
    InvoiceSentToMatching,
    InvoiceSourceAdded,
    InvoiceTaken,
    InvoiceVouched,
    LineAnswersWithdrawn,
    LinesAccepted,
    LinesChanged,
    LinesRejected,
    MatchingEscalated,
    OrderAcknowledged,
    OrderCanceled,
    OrderCompleted,
    OrderResent,
    OrderRevised,
    OrderShipped,
    OrderSubmitted,
    PaymentRecorded,
)
from core.invoice import InvoiceStatus
from core.order import OrderStatus

S, Order = InvoiceStatus, OrderStatus


class Colour(StrEnum):
    """The colours of the original portal, as web colours."""

    LIGHT_GREEN = "#7bb661"
    ORANGE = "#d97706"
    GREEN = "#15803d"
    BLUE = "#1d4ed8"
    DARK_RED = "#7f1d1d"


class Turn(StrEnum):
    """Whose turn it is."""

    SUPPLIER = "supplier"
    BUYER = "buyer"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a status is shown, and the Peppol Invoice Response code (UNCL4343 subset) that rides along."""

    colour: Colour
    turn: Turn
    peppol: str


LOOK: Mapping[InvoiceStatus, Look] = {
    S.DRAFT: Look(colour=Colour.LIGHT_GREEN, turn=Turn.SUPPLIER, peppol="UQ"),
    S.MATCHING: Look(colour=Colour.ORANGE, turn=Turn.BUYER, peppol="IP"),
    S.PENDING: Look(colour=Colour.ORANGE, turn=Turn.BUYER, peppol="IP"),
    S.APPROVED: Look(colour=Colour.GREEN, turn=Turn.BUYER, peppol="AP"),
    S.PARTLY_PAID: Look(colour=Colour.BLUE, turn=Turn.NOBODY, peppol="PD"),
    S.PAID: Look(colour=Colour.BLUE, turn=Turn.NOBODY, peppol="PD"),
    S.REJECTED: Look(colour=Colour.DARK_RED, turn=Turn.NOBODY, peppol="RE"),
    S.CANCELED: Look(colour=Colour.DARK_RED, turn=Turn.NOBODY, peppol="RE"),
}

OPEN_TO_BUYER = frozenset({S.DRAFT, S.MATCHING, S.PENDING, S.APPROVED})
UNDECIDED = frozenset({S.DRAFT, S.MATCHING, S.PENDING})
EVERY = frozenset(S)

MAY: Mapping[type[Event], frozenset[InvoiceStatus]] = {
    InvoiceReplaced: UNDECIDED,
    InvoiceSourceAdded: EVERY,
    DuplicateReceived: EVERY,
    InvoiceCompleted: frozenset({S.DRAFT}),
    InvoiceVouched: UNDECIDED,
    InvoiceMatched: UNDECIDED,
    InvoiceLinked: frozenset({S.DRAFT, S.MATCHING}),
    InvoiceDrafted: UNDECIDED,
    InvoiceSentToMatching: UNDECIDED,
    InvoiceTaken: frozenset({S.MATCHING}),
    InvoiceSentToApproval: UNDECIDED,
    InvoiceReleased: frozenset({S.PENDING}),
    ApprovalEscalated: frozenset({S.PENDING}),
    MatchingEscalated: frozenset({S.MATCHING}),
    InvoiceApproved: UNDECIDED,
    InvoiceRejected: frozenset({S.MATCHING, S.PENDING}),
    InvoiceReturned: frozenset({S.MATCHING, S.PENDING}),
    InvoiceCanceled: OPEN_TO_BUYER,
    DraftDeleted: frozenset({S.DRAFT}),
    PaymentRecorded: frozenset({S.APPROVED, S.PARTLY_PAID, S.PAID}),
    CreditApplied: EVERY,
}
"""In which statuses an event may happen to an invoice."""

ORDER_MAY: Mapping[type[Event], frozenset[OrderStatus]] = {
    OrderSubmitted: frozenset({Order.DRAFT}),
    OrderRevised: frozenset({Order.SUBMITTED, Order.COMPLETED}),  # completed: an initiator takes a late invoice
    OrderResent: frozenset({Order.SUBMITTED}),
    OrderCanceled: frozenset({Order.DRAFT, Order.SUBMITTED}),
    OrderCompleted: frozenset({Order.SUBMITTED}),
    OrderAcknowledged: frozenset({Order.SUBMITTED}),
    LinesAccepted: frozenset({Order.SUBMITTED}),
    LinesRejected: frozenset({Order.SUBMITTED}),
    LinesChanged: frozenset({Order.SUBMITTED}),
    AnswersContested: frozenset({Order.SUBMITTED}),
    ContestSettled: frozenset({Order.SUBMITTED}),
    AnswersDecided: frozenset({Order.SUBMITTED}),
    LineAnswersWithdrawn: frozenset({Order.SUBMITTED}),
    OrderShipped: frozenset({Order.SUBMITTED, Order.COMPLETED}),
}
"""In which statuses an event may happen to an order."""


def may_happen(status: InvoiceStatus, event: type[Event]) -> bool:
    """Whether this move is drawn."""
    return status in MAY[event]
