"""What a supplier says about a request for proposal (docs/rules.md 5 and 8)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from core.commands.command import Command, Who
from core.commands.proposal_target import proposal_of, quotable
from core.dossier import Dossier
from core.events import Event, LateOffersKept, OffersMade, OffersTakenBack, ProposalWithdrawn, Refused, Why
from core.money import Currency
from core.moves_rfp import PROPOSAL_MAY
from core.names import safe_line, text_hash
from core.offers import VOID, merged, settled, standing, wrong
from core.policy import Policy
from core.proposal import Late, Offer, Proposal, ProposalStatus, Rfp

SUPPLIER = frozenset({Who.SUPPLIER})
Day = date  # a field named date would hide the type of its own annotation
ALTERNATIVE_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedItem:
    """An offer for one item (0: for every item that was not refused); None: not said."""

    item: int
    unit_price: Decimal | None = None
    currency: Currency | None = None
    quantity: Decimal | None = None
    lead_time_days: int | None = None
    date: Day | None = None
    alternative: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Command):
    """Offer prices; `complete`: "that is all", the items not named are not offered."""

    word: ClassVar[str] = "quote"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    items: tuple[QuotedItem, ...] = ()
    complete: bool = False

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Offered; after the deadline kept as late, for the initiator to admit."""
        found = quotable(dossier, self.document, self.word)
        if isinstance(found, Refused):
            return (found,)
        rfp, proposal = found
        said = tuple(offer for item in self.items for offer in _offers(rfp, proposal, item))
        strange = [o.item for o in said if rfp.item(o.item) is None]
        bad = [text for o in said if (text := wrong(rfp, o))]
        if strange:
            return (Refused(why=Why.UNKNOWN_LINE, document=proposal.reference, word=self.word, detail=str(strange[0])),)
        if bad:
            return (Refused(why=Why.BAD_VALUE, document=proposal.reference, word=self.word, detail=bad[0]),)
        if not said and not any(o.priced for o in _known(rfp, proposal, at)):
            return (Refused(why=Why.NOTHING_OFFERED, document=proposal.reference, word=self.word),)
        return _answered(rfp, proposal, said, self.complete, at)

    def texts(self) -> tuple[str, ...]:
        """The notes."""
        return tuple(item.note for item in self.items if item.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(Command):
    """Offer nothing for these items; `items` empty: for the whole request."""

    word: ClassVar[str] = "decline"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    items: tuple[int, ...] = ()
    reason: str | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """All items refused, at once or one by one, is Rejected; to refuse all after the deadline is to withdraw."""
        found = quotable(dossier, self.document, self.word)
        if isinstance(found, Refused):
            return (found,)
        rfp, proposal = found
        strange = [n for n in self.items if rfp.item(n) is None]
        if strange:
            return (Refused(why=Why.UNKNOWN_LINE, document=proposal.reference, word=self.word, detail=str(strange[0])),)
        standing_offer = proposal.status in (ProposalStatus.DRAFT, ProposalStatus.SUBMITTED)
        if rfp.past(at) and not self.items and standing_offer:
            return (ProposalWithdrawn(proposal=proposal.reference, at=at),)
        note = text_hash(self.reason) if self.reason else None
        numbers = self.items or tuple(item.number for item in rfp.items)
        refused = tuple(Offer(item=n, declined=True, note=note) for n in dict.fromkeys(numbers))
        return _answered(rfp, proposal, refused, False, at)

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,) if self.reason else ()


def _offers(rfp: Rfp, proposal: Proposal, said: QuotedItem) -> tuple[Offer, ...]:
    """The offer as it is kept; one that names no item is said of every item that was not refused."""
    offer = Offer(
        item=said.item,
        unit_price=said.unit_price,
        currency=None if said.currency == rfp.currency else said.currency,
        quantity=said.quantity,
        lead_time_days=said.lead_time_days,
        date=said.date,
        alternative=safe_line(said.alternative or "", ALTERNATIVE_LENGTH),
        note=text_hash(said.note) if said.note else None,
    )
    if said.item:
        return (offer,)
    refused = {o.item for o in standing(proposal) if o.declined}
    return tuple(replace(offer, item=i.number) for i in rfp.items if i.number not in refused)


def _known(rfp: Rfp, proposal: Proposal, at: datetime) -> tuple[Offer, ...]:
    late = proposal.late.offers if proposal.late and rfp.past(at) else ()
    return (*standing(proposal), *late)


def _answered(rfp: Rfp, proposal: Proposal, said: tuple[Offer, ...], complete: bool, at: datetime) -> tuple[Event, ...]:
    """In time it counts; what came late before is overtaken by nothing but the initiator's word."""
    if rfp.past(at):
        before = proposal.late
        late = Late(
            offers=merged(before.offers if before else (), said),
            at=at,
            complete=complete or (before is not None and before.complete),
        )
        return (LateOffersKept(proposal=proposal.reference, late=late),)
    still = proposal.complete and proposal.status not in VOID
    made = OffersMade(proposal=proposal.reference, offers=merged(standing(proposal), said), complete=complete or still, at=at)
    return settled(rfp, proposal, made)


def withdrawn(dossier: Dossier, named: str | None, word: str, at: datetime) -> tuple[Event, ...]:
    """The proposal taken back, until it is awarded; nothing where the words are not about a proposal."""
    meant = proposal_of(dossier, named, word) if named or dossier.thread else None
    if meant is None or isinstance(meant, Refused):
        return ()
    found = quotable(dossier, named, word)
    if isinstance(found, Refused):
        return (found,)
    proposal = found[1]
    if proposal.status not in (ProposalStatus.DRAFT, ProposalStatus.SUBMITTED):
        detail = proposal.status.value
        return (Refused(why=Why.WRONG_STATUS, document=proposal.reference, word=word, detail=detail),)
    return (ProposalWithdrawn(proposal=proposal.reference, at=at),)


def taken_back(dossier: Dossier, proposal: Proposal, at: datetime, policy: Policy) -> Event:
    """NO within 24 hours: the version before counts again, while the deadline has not passed and nothing is awarded."""
    found = quotable(dossier, proposal.reference, "no")
    if isinstance(found, Refused):
        return replace(found, why=Why.ALREADY_DECIDED)
    if proposal.quoted_at is None or proposal.status not in PROPOSAL_MAY[OffersTakenBack]:
        return Refused(why=Why.NOTHING_TO_UNDO, document=proposal.reference, word="no")
    if at - proposal.quoted_at > policy.undo_term or found[0].past(at):
        return Refused(why=Why.TOO_LATE_TO_UNDO, document=proposal.reference, word="no")
    return OffersTakenBack(proposal=proposal.reference)
