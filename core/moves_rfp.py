"""The status table of proposals, and the moves of requests and proposals drawn in docs/rules.md 5; no other exists."""

from collections.abc import Mapping

from core.events import (
    Event,
    LateOffersAdmitted,
    LateOffersKept,
    OffersMade,
    OffersTakenBack,
    ProposalDecided,
    ProposalDeleted,
    ProposalLapsed,
    ProposalRejected,
    ProposalReminded,
    ProposalReopened,
    ProposalSubmitted,
    ProposalWithdrawn,
    RfpAwarded,
    RfpCanceled,
    RfpClosed,
    RfpCompleted,
    RfpExtended,
    RfpOpened,
)
from core.moves import Colour, Look, Turn
from core.proposal import ProposalStatus, RfpStatus

S = ProposalStatus

PROPOSAL_LOOK: Mapping[ProposalStatus, Look] = {
    S.RECEIVED: Look(colour=Colour.LIGHT_GREEN, turn=Turn.SUPPLIER, peppol=""),
    S.DRAFT: Look(colour=Colour.LIGHT_GREEN, turn=Turn.SUPPLIER, peppol=""),
    S.SUBMITTED: Look(colour=Colour.ORANGE, turn=Turn.BUYER, peppol=""),
    S.WON: Look(colour=Colour.GREEN, turn=Turn.NOBODY, peppol=""),
    S.PARTLY_WON: Look(colour=Colour.GREEN, turn=Turn.NOBODY, peppol=""),
    S.NOT_WON: Look(colour=Colour.BLUE, turn=Turn.NOBODY, peppol=""),
    S.REJECTED: Look(colour=Colour.DARK_RED, turn=Turn.NOBODY, peppol=""),
    S.NO_PROPOSAL: Look(colour=Colour.DARK_RED, turn=Turn.NOBODY, peppol=""),
    S.WITHDRAWN: Look(colour=Colour.DARK_RED, turn=Turn.NOBODY, peppol=""),
}

RFP_COLOURS: Mapping[RfpStatus, Colour] = {
    RfpStatus.DRAFT: Colour.LIGHT_GREEN,
    RfpStatus.OPEN: Colour.ORANGE,
    RfpStatus.COMPLETED: Colour.BLUE,
    RfpStatus.CANCELED: Colour.DARK_RED,
}

RFP_MAY: Mapping[type[Event], frozenset[RfpStatus]] = {
    RfpOpened: frozenset({RfpStatus.DRAFT, RfpStatus.OPEN}),
    RfpExtended: frozenset({RfpStatus.DRAFT, RfpStatus.OPEN}),
    RfpClosed: frozenset({RfpStatus.OPEN}),
    RfpAwarded: frozenset({RfpStatus.OPEN}),
    RfpCompleted: frozenset({RfpStatus.OPEN}),
    RfpCanceled: frozenset({RfpStatus.DRAFT, RfpStatus.OPEN}),
}
"""In which statuses an event may happen to a request."""

SAYING = frozenset({S.RECEIVED, S.DRAFT, S.SUBMITTED, S.REJECTED, S.WITHDRAWN})
"""A supplier may quote until the deadline, and again after a no."""
UNDECIDED = frozenset({S.RECEIVED, S.DRAFT, S.SUBMITTED, S.PARTLY_WON})
"""The buyer owes these an answer."""

PROPOSAL_MAY: Mapping[type[Event], frozenset[ProposalStatus]] = {
    OffersMade: SAYING,
    ProposalSubmitted: frozenset({S.DRAFT}),
    ProposalRejected: frozenset({S.DRAFT, S.SUBMITTED}),
    ProposalWithdrawn: frozenset({S.DRAFT, S.SUBMITTED}),
    OffersTakenBack: frozenset({S.DRAFT, S.SUBMITTED, S.REJECTED, S.WITHDRAWN}),
    LateOffersKept: SAYING | {S.NO_PROPOSAL},
    LateOffersAdmitted: SAYING | {S.NO_PROPOSAL},
    ProposalReminded: frozenset({S.RECEIVED, S.DRAFT}),
    ProposalLapsed: frozenset({S.RECEIVED}),
    ProposalReopened: frozenset({S.NO_PROPOSAL}),
    ProposalDecided: UNDECIDED,
    ProposalDeleted: frozenset({S.DRAFT}),
}
"""In which statuses an event may happen to a proposal."""
