"""Which request, and whose proposal, does a command mean? Never a guess, and never another supplier's."""

from core.dossier import Dossier
from core.events import Refused, Why
from core.matching.likeness import identifier
from core.moves_rfp import UNDECIDED
from core.proposal import Proposal, ProposalStatus, Rfp, RfpStatus

OVER = frozenset({ProposalStatus.WON, ProposalStatus.PARTLY_WON, ProposalStatus.NOT_WON})


def proposal_of(dossier: Dossier, named: str | None, word: str) -> Proposal | Refused:
    """The proposal that is meant: by the number of its request or its own, else the thread's, else the only open one."""
    mine = [p for p in dossier.proposals if dossier.actor.supplier in (None, p.supplier)]
    if named:
        wanted = identifier(named)
        found = [p for p in mine if wanted in (identifier(p.reference), identifier(p.rfp))]
        found = found or [p for p in mine if wanted == identifier(p.rfp.rpartition("-")[2])]
        return found[0] if len(found) == 1 else Refused(why=Why.UNKNOWN_DOCUMENT, word=word)
    thread = [p for p in mine if p.reference == dossier.thread]
    if thread or dossier.thread:
        return thread[0] if thread else Refused(why=Why.WHICH_DOCUMENT, word=word)
    is_open = [p for p in mine if p.status in UNDECIDED and (rfp := dossier.rfp(p.rfp)) and rfp.status is RfpStatus.OPEN]
    return is_open[0] if len(is_open) == 1 else Refused(why=Why.WHICH_DOCUMENT, word=word)


def quotable(dossier: Dossier, named: str | None, word: str) -> tuple[Rfp, Proposal] | Refused:
    """The open request and the own proposal on it, while nothing is decided about it."""
    proposal = proposal_of(dossier, named, word)
    if isinstance(proposal, Refused):
        return proposal
    rfp = dossier.rfp(proposal.rfp)
    if rfp is None:
        return Refused(why=Why.UNKNOWN_DOCUMENT, word=word)
    if rfp.status is not RfpStatus.OPEN:
        return Refused(why=Why.WRONG_STATUS, document=proposal.reference, word=word, detail=rfp.status.value)
    if proposal.status in OVER:
        return Refused(why=Why.WRONG_STATUS, document=proposal.reference, word=word, detail=proposal.status.value)
    return rfp, proposal
