"""What a buyer says about requests for proposal (docs/rules.md 5 and 9)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from core.awarding import decided
from core.commands.buyer_orders import INITIATOR, MAX_FILE
from core.commands.command import Command, Who
from core.dossier import Dossier
from core.events import (
    Event,
    FileAdded,
    LateOffersAdmitted,
    ProposalInvited,
    ProposalReopened,
    Refused,
    RfpCanceled,
    RfpCompleted,
    RfpDrafted,
    RfpExtended,
    RfpOpened,
    Why,
)
from core.moves_rfp import PROPOSAL_MAY
from core.names import Reference, SupplierId, text_hash
from core.offers import merged, settled, standing
from core.order import Attached
from core.party import BuyerRole, SupplierStatus
from core.policy import Policy
from core.proposal import Late, Proposal, ProposalStatus, Rfp, RfpStatus, proposal_reference

Status = RfpStatus
MOST_INVITED = 100


def own_rfp(dossier: Dossier, named: str | None, word: str, *statuses: RfpStatus) -> Rfp | Refused:
    """The request, if the speaker is its initiator or an admin and it is in one of the statuses."""
    proposal = dossier.proposal(dossier.thread) if dossier.thread else None
    which = named or (proposal.rfp if proposal else dossier.thread)
    rfp = next((r for r in dossier.rfps if r.reference == which), None)
    if rfp is None:
        return Refused(why=Why.UNKNOWN_DOCUMENT, word=word)
    if rfp.initiator != dossier.actor.buyer and not dossier.speaks(BuyerRole.ADMIN):
        return Refused(why=Why.NOT_ALLOWED, document=rfp.reference, word=word, detail=rfp.initiator)
    if rfp.status not in statuses:
        return Refused(why=Why.WRONG_STATUS, document=rfp.reference, word=word, detail=rfp.status.value)
    return rfp


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRfp(Command):
    """Enter a request for proposal as a Draft."""

    word: ClassVar[str] = "new"
    who: ClassVar[frozenset[Who]] = INITIATOR
    rfp: Rfp

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Drafted, under the next number: it is always ours."""
        number = Reference(f"RFP-{dossier.fresh.rfp}")
        fresh = replace(self.rfp, reference=number, status=Status.DRAFT, awards=(), opened_at=None, closed=False, version=0)
        return (RfpDrafted(rfp=fresh),)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRfp(Command):
    """Send the request to each invited supplier, by a mail of its own; said again, it asks further suppliers."""

    word: ClassVar[str] = "open"
    who: ClassVar[frozenset[Who]] = INITIATOR
    suppliers: tuple[SupplierId, ...] = ()

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Opened, if there is time to answer and each supplier may be asked and has somebody to write to."""
        rfp = own_rfp(dossier, self.document, self.word, Status.DRAFT, Status.OPEN)
        if isinstance(rfp, Refused):
            return (rfp,)
        asked = tuple(dict.fromkeys((*(rfp.invited if rfp.status is Status.DRAFT else ()), *self.suppliers)))
        new = tuple(s for s in asked if dossier.proposal(proposal_reference(rfp.reference, s)) is None)
        if rfp.deadline is None or rfp.past(at):
            return (Refused(why=Why.NEEDS_DEADLINE, document=rfp.reference, word=self.word),)
        if not new or len(new) + len(rfp.invited) > 2 * MOST_INVITED:
            return (Refused(why=Why.NEEDS_SUPPLIERS, document=rfp.reference, word=self.word),)
        off = next((s for s in new if not _may_be_asked(dossier, s)), None)
        if off is not None:
            known = dossier.party(off)
            detail = f"{off} {known.status.value if known and known.contacts else 'no contact'}"
            return (Refused(why=Why.SUPPLIER_OFF, document=rfp.reference, word=self.word, detail=detail),)
        return (RfpOpened(rfp=rfp.reference, at=at, invited=new), *(_invited(rfp, s) for s in new))


def _may_be_asked(dossier: Dossier, which: SupplierId) -> bool:
    supplier = dossier.party(which)
    return supplier is not None and supplier.status is SupplierStatus.APPROVED and bool(supplier.contacts)


def _invited(rfp: Rfp, supplier: SupplierId) -> ProposalInvited:
    name = proposal_reference(rfp.reference, supplier)
    return ProposalInvited(proposal=Proposal(reference=name, rfp=rfp.reference, supplier=supplier))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendRfp(Command):
    """Move the deadline to a later time, all invited suppliers are told; or set the one of a Draft."""

    word: ClassVar[str] = "extend"
    who: ClassVar[frozenset[Who]] = INITIATOR
    deadline: datetime

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Extended; who was silent may answer again, and what came late in between counts."""
        rfp = own_rfp(dossier, self.document, self.word, Status.DRAFT, Status.OPEN)
        if isinstance(rfp, Refused):
            return (rfp,)
        known = rfp.deadline if rfp.status is Status.OPEN else None
        if self.deadline <= at or (known is not None and self.deadline <= known):
            return (Refused(why=Why.BAD_VALUE, document=rfp.reference, word=self.word, detail="deadline"),)
        extended = RfpExtended(rfp=rfp.reference, deadline=self.deadline)
        return (extended, *(event for p in dossier.proposals_on(rfp.reference) for event in _reopened(rfp, p)))


def _reopened(rfp: Rfp, proposal: Proposal) -> Iterator[Event]:
    if proposal.late and proposal.status in PROPOSAL_MAY[LateOffersAdmitted]:
        yield from _admitted(rfp, proposal, proposal.late)
    elif proposal.status is ProposalStatus.NO_PROPOSAL:
        yield ProposalReopened(proposal=proposal.reference)


def _admitted(rfp: Rfp, proposal: Proposal, late: Late) -> tuple[Event, ...]:
    made = LateOffersAdmitted(
        proposal=proposal.reference,
        offers=merged(standing(proposal), late.offers),
        complete=late.complete or proposal.complete,
        at=late.at,
    )
    return settled(rfp, proposal, made)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitProposal(Command):
    """Let a late offer count, or take an unfinished Draft as it is."""

    word: ClassVar[str] = "admit"
    who: ClassVar[frozenset[Who]] = INITIATOR
    supplier: SupplierId

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Admitted: only after the deadline, for until then the supplier itself decides."""
        rfp = own_rfp(dossier, self.document, self.word, Status.OPEN)
        if isinstance(rfp, Refused):
            return (rfp,)
        name = proposal_reference(rfp.reference, self.supplier)
        proposal = dossier.proposal(name)
        if proposal is None:
            return (Refused(why=Why.UNKNOWN_DOCUMENT, document=rfp.reference, word=self.word),)
        unfinished = proposal.status is ProposalStatus.DRAFT and rfp.past(at)
        late = proposal.late or (Late(offers=(), at=proposal.quoted_at or at) if unfinished else None)
        if late is None or proposal.status not in PROPOSAL_MAY[LateOffersAdmitted]:
            return (Refused(why=Why.WRONG_STATUS, document=name, word=self.word, detail=proposal.status.value),)
        return _admitted(rfp, proposal, replace(late, complete=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteRfp(Command):
    """Close the request by hand: what is not awarded stays so."""

    word: ClassVar[str] = "complete"
    who: ClassVar[frozenset[Who]] = INITIATOR

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Completed; those that won nothing are told."""
        rfp = own_rfp(dossier, self.document, self.word, Status.OPEN)
        if isinstance(rfp, Refused):
            return (rfp,)
        completed = RfpCompleted(rfp=rfp.reference, by_hand=True)
        return (completed, *decided(rfp, dossier.proposals_on(rfp.reference), over=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRfp(Command):
    """Call the request off, while nothing of it is awarded."""

    word: ClassVar[str] = "cancel"
    who: ClassVar[frozenset[Who]] = INITIATOR
    reason: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Canceled; those that were still asked, or had offered, are told."""
        rfp = own_rfp(dossier, self.document, self.word, Status.DRAFT, Status.OPEN)
        if isinstance(rfp, Refused):
            return (rfp,)
        if rfp.awards:
            return (Refused(why=Why.ALREADY_DECIDED, document=rfp.reference, word=self.word),)
        canceled = RfpCanceled(rfp=rfp.reference, reason=text_hash(self.reason) if self.reason else None)
        return (canceled, *decided(rfp, dossier.proposals_on(rfp.reference), over=True))

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,) if self.reason else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachToRfp(Command):
    """Add a file to a request, for all who are invited, or to one supplier's proposal; an internal one stays in the house."""

    word: ClassVar[str] = "attach"
    who: ClassVar[frozenset[Who]] = INITIATOR
    file: Attached

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Attached, if it is not too large for a letter."""
        rfp = own_rfp(dossier, self.document, self.word, Status.DRAFT, Status.OPEN)
        if isinstance(rfp, Refused):
            return (rfp,)
        if self.file.size > MAX_FILE:
            return (Refused(why=Why.FILE_TOO_LARGE, document=rfp.reference, word=self.word, detail=str(MAX_FILE)),)
        one = dossier.proposal(dossier.thread) if dossier.thread else None
        return (FileAdded(document=one.reference if one else rfp.reference, file=self.file, from_supplier=False),)
