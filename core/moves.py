"""The status table of invoices that every channel reads, and the moves that are drawn in docs/rules.md 3; no other exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.events import (
    Event,
    InvoiceApproved,
    InvoiceCanceled,
    InvoiceDrafted,
    InvoiceLinked,
    InvoiceMatched,
    InvoiceRejected,
    InvoiceReplaced,
    InvoiceReturned,
    InvoiceSentToApproval,
    InvoiceSentToMatching,
    InvoiceTaken,
    PaymentRecorded,
)
from core.invoice import InvoiceStatus

S = InvoiceStatus


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

MAY: Mapping[type[Event], frozenset[InvoiceStatus]] = {
    InvoiceMatched: frozenset({S.DRAFT, S.MATCHING, S.PENDING}),
    InvoiceLinked: frozenset({S.DRAFT, S.MATCHING}),
    InvoiceReplaced: frozenset({S.DRAFT, S.MATCHING, S.PENDING}),
    InvoiceDrafted: frozenset({S.DRAFT, S.MATCHING, S.PENDING}),
    InvoiceSentToMatching: frozenset({S.DRAFT, S.MATCHING, S.PENDING}),
    InvoiceTaken: frozenset({S.MATCHING}),
    InvoiceSentToApproval: frozenset({S.DRAFT, S.MATCHING}),
    InvoiceApproved: frozenset({S.DRAFT, S.MATCHING, S.PENDING}),
    InvoiceRejected: frozenset({S.MATCHING, S.PENDING}),
    InvoiceReturned: frozenset({S.MATCHING, S.PENDING}),
    InvoiceCanceled: OPEN_TO_BUYER,
    PaymentRecorded: frozenset({S.APPROVED, S.PARTLY_PAID, S.PAID}),
}
"""In which statuses an event may happen to an invoice."""


def may_happen(status: InvoiceStatus, event: type[Event]) -> bool:
    """Whether this move is drawn."""
    return status in MAY[event]
