"""How a fact changes a request for proposal, and one supplier's proposal on it."""

from dataclasses import replace

from core import events as e
from core.errors import Conflict
from core.moves_rfp import PROPOSAL_MAY, RFP_MAY
from core.proposal import Earlier, Proposal, ProposalStatus, Rfp, RfpStatus

S = ProposalStatus


def rfp_after(rfp: Rfp | None, event: e.RfpEvent) -> Rfp:
    """The request after the fact. Raises Conflict for a fact that cannot happen to it."""
    if isinstance(event, e.RfpDrafted):
        return event.rfp
    if rfp is None or rfp.status not in RFP_MAY[type(event)]:
        raise Conflict(f"{event.rfp} is {rfp.status if rfp else 'unknown'}")
    match event:
        case e.RfpOpened():
            invited = tuple(dict.fromkeys((*(rfp.invited if rfp.opened_at else ()), *event.invited)))
            return replace(rfp, status=RfpStatus.OPEN, opened_at=rfp.opened_at or event.at, invited=invited)
        case e.RfpExtended():
            return replace(rfp, deadline=event.deadline, closed=False)
        case e.RfpClosed():
            return replace(rfp, closed=True)
        case e.RfpAwarded():
            return replace(rfp, awards=(*rfp.awards, *event.awards))
        case e.RfpCompleted():
            return replace(rfp, status=RfpStatus.COMPLETED)
        case e.RfpCanceled():
            return replace(rfp, status=RfpStatus.CANCELED, reason=event.reason)


def proposal_after(proposal: Proposal | None, event: e.ProposalEvent) -> Proposal:
    """The proposal after the fact. Raises Conflict for a move that is not drawn."""
    if isinstance(event, e.ProposalInvited):
        return event.proposal
    if proposal is None or proposal.status not in PROPOSAL_MAY[type(event)]:
        raise Conflict(f"{event.proposal} is {proposal.status if proposal else 'unknown'}")
    match event:
        case e.OffersMade():
            return _quoted(proposal, event)
        case e.LateOffersAdmitted():
            return replace(_quoted(proposal, event), late=None)
        case e.ProposalWithdrawn():
            return replace(_kept(proposal), offers=(), complete=False, status=S.WITHDRAWN, quoted_at=event.at, late=None)
        case e.OffersTakenBack():
            return _taken_back(proposal)
        case e.LateOffersKept():
            return replace(proposal, late=event.late)
        case e.ProposalReminded():
            return replace(proposal, reminded=True)
        case e.ProposalReopened():
            return replace(proposal, status=S.RECEIVED, reminded=False)
        case e.ProposalDecided():
            return replace(proposal, status=event.status)
        case e.ProposalSubmitted() | e.ProposalRejected() | e.ProposalLapsed() | e.ProposalDeleted():
            return replace(proposal, status=_MOVED[type(event)])


_MOVED = {
    e.ProposalSubmitted: S.SUBMITTED,
    e.ProposalRejected: S.REJECTED,
    e.ProposalLapsed: S.NO_PROPOSAL,
    e.ProposalDeleted: S.WITHDRAWN,
}


def _kept(proposal: Proposal) -> Proposal:
    """With its offers as an earlier version, where there are some."""
    if not proposal.offers:
        return proposal
    old = Earlier(offers=proposal.offers, status=proposal.status, complete=proposal.complete, at=proposal.quoted_at)
    return replace(proposal, earlier=(*proposal.earlier, old))


def _quoted(proposal: Proposal, event: e.OffersMade | e.LateOffersAdmitted) -> Proposal:
    """The commands of one mail make one version: they have one time of receipt."""
    kept = proposal if proposal.quoted_at == event.at else _kept(proposal)
    status = S.SUBMITTED if proposal.status is S.SUBMITTED else S.DRAFT
    return replace(kept, offers=event.offers, complete=event.complete, quoted_at=event.at, status=status)


def _taken_back(proposal: Proposal) -> Proposal:
    if not proposal.earlier:
        return replace(proposal, offers=(), complete=False, quoted_at=None, status=S.RECEIVED)
    last, older = proposal.earlier[-1], proposal.earlier[:-1]
    return replace(proposal, offers=last.offers, status=last.status, complete=last.complete, quoted_at=last.at, earlier=older)
