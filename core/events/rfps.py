"""What happened to requests for proposal and to the proposals on them."""

from dataclasses import dataclass
from datetime import datetime

from core.names import BlobHash, Reference, SupplierId
from core.proposal import Award, Late, Offer, Proposal, ProposalStatus, Rfp


@dataclass(frozen=True, slots=True, kw_only=True)
class RfpDrafted:
    rfp: Rfp


@dataclass(frozen=True, slots=True, kw_only=True)
class RfpOpened:
    """`invited`: those who are asked now; an open request may ask more."""

    rfp: Reference
    at: datetime
    invited: tuple[SupplierId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RfpExtended:
    rfp: Reference
    deadline: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RfpClosed:
    """The deadline has passed."""

    rfp: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class RfpAwarded:
    rfp: Reference
    awards: tuple[Award, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RfpCompleted:
    """`by_hand`: what was not awarded stays so."""

    rfp: Reference
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RfpCanceled:
    rfp: Reference
    reason: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalInvited:
    proposal: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersMade:
    """`offers` are all that count now; those before are kept as an earlier version."""

    proposal: Reference
    offers: tuple[Offer, ...]
    complete: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSubmitted:
    proposal: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRejected:
    """The supplier offers none of the items."""

    proposal: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalWithdrawn:
    proposal: Reference
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersTakenBack:
    """The last version is undone: the one before counts again."""

    proposal: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOffersKept:
    proposal: Reference
    late: Late


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOffersAdmitted:
    """By the initiator alone; what was late, or an unfinished Draft, counts now. `offers` are all that count then."""

    proposal: Reference
    offers: tuple[Offer, ...]
    complete: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReminded:
    proposal: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLapsed:
    """The deadline passed in silence."""

    proposal: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReopened:
    """The deadline was extended after a silence."""

    proposal: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDecided:
    """Won, partly won, not won; or nothing was asked any more before it answered. `items`: those that it won."""

    proposal: Reference
    status: ProposalStatus
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDeleted:
    """A Draft of a supplier that was disabled."""

    proposal: Reference
