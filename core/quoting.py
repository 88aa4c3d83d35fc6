"""Which of the facts about proposals are told, and as what (docs/rules.md 5 and 10)."""

from core import events as e
from core.dossier import Dossier
from core.letters import NoticeKind
from core.proposal import Proposal, ProposalStatus, Rfp

S, K = ProposalStatus, NoticeKind
QUOTING = e.OffersMade | e.LateOffersKept
"""Of several of one proposal in one mail only the last is told: it holds all that count."""
GONE = frozenset({S.REJECTED, S.WITHDRAWN, S.NO_PROPOSAL, S.NOT_WON})
"""They take no part any more; only a new deadline concerns them."""
_DECIDED = {S.WON: K.PROPOSAL_WON, S.PARTLY_WON: K.PROPOSAL_PARTLY_WON}


def concerned(dossier: Dossier, rfp: Rfp, event: e.Event) -> tuple[Proposal, ...]:
    """The proposals whose suppliers hear of a fact about the whole request."""
    every = dossier.proposals_on(rfp.reference)
    return every if isinstance(event, e.RfpExtended) else tuple(p for p in every if p.status not in GONE)


def decided_kind(event: e.ProposalDecided, events: tuple[e.Event, ...]) -> NoticeKind:
    """What the supplier is told of a decision."""
    if any(isinstance(other, e.RfpCanceled) for other in events):
        return K.RFP_CANCELED
    return _DECIDED.get(event.status, K.PROPOSAL_NOT_WON)


def revised(event: e.OffersMade, before: Dossier, events: tuple[e.Event, ...]) -> bool:
    """Whether offers that the initiator knows have changed; that all of them were refused is told as such."""
    known = before.proposal(event.proposal)
    refused = any(isinstance(other, e.ProposalRejected) and other.proposal == event.proposal for other in events)
    return known is not None and known.status is S.SUBMITTED and not refused
