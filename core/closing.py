"""What time does to an open request: a reminder in good time, and the end of the silence at the deadline (docs/rules.md 5)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from core.events import Event, ProposalLapsed, ProposalReminded, RfpClosed
from core.proposal import Proposal, ProposalStatus, Rfp, RfpStatus

REMIND_BEFORE = timedelta(days=2)
OWES = frozenset({ProposalStatus.RECEIVED, ProposalStatus.DRAFT})
"""The supplier has not answered, or not everything."""


def remind_at(rfp: Rfp) -> datetime | None:
    """Two days before the deadline, or half-way where there is less time."""
    if rfp.deadline is None or rfp.opened_at is None:
        return None
    return max(rfp.deadline - REMIND_BEFORE, rfp.opened_at + (rfp.deadline - rfp.opened_at) / 2)


def due(rfp: Rfp, proposals: Sequence[Proposal], at: datetime) -> tuple[Event, ...]:
    """The facts that this moment makes; the same moment again makes none. Disabled suppliers are left out by the caller."""
    if rfp.status is not RfpStatus.OPEN or rfp.closed:
        return ()
    return tuple(_closing(rfp, proposals) if rfp.past(at) else _reminders(rfp, proposals, at))


def _closing(rfp: Rfp, proposals: Sequence[Proposal]) -> Iterator[Event]:
    yield RfpClosed(rfp=rfp.reference)
    for proposal in proposals:
        if proposal.status is ProposalStatus.RECEIVED:
            yield ProposalLapsed(proposal=proposal.reference)


def _reminders(rfp: Rfp, proposals: Sequence[Proposal], at: datetime) -> Iterator[Event]:
    when = remind_at(rfp)
    for proposal in proposals:
        if when is not None and at >= when and proposal.status in OWES and not proposal.reminded:
            yield ProposalReminded(proposal=proposal.reference)
