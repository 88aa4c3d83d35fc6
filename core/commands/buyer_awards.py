"""The award: per item, to one or several suppliers; each winner gets an order (docs/rules.md 5)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from core.awarding import currency_of, decided, orders_made, with_awards
from core.commands.buyer_orders import INITIATOR
from core.commands.buyer_rfps import own_rfp
from core.commands.command import Command, Who
from core.dossier import Dossier
from core.events import Event, Refused, RfpAwarded, RfpCompleted, Why
from core.names import Reference, SupplierId
from core.party import SupplierStatus
from core.policy import Policy
from core.proposal import Award, Proposal, ProposalStatus, Rfp, RfpStatus, proposal_reference

AWARDABLE = frozenset({ProposalStatus.SUBMITTED, ProposalStatus.PARTLY_WON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An item to a supplier; without a quantity as much as it offers and nobody has won yet."""

    item: int
    supplier: SupplierId
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRfp(Command):
    """Award items; the order goes out at once. `day`: the buyer's day, from which lead times count."""

    word: ClassVar[str] = "award"
    who: ClassVar[frozenset[Who]] = INITIATOR
    choices: tuple[Choice, ...] = ()
    day: date | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Awarded, all of it or none; once nothing is left, the request is Completed."""
        rfp = own_rfp(dossier, self.document, self.word, RfpStatus.OPEN)
        if isinstance(rfp, Refused):
            return (rfp,)
        awards = _awards(dossier, rfp, self.choices)
        if isinstance(awards, Refused):
            return (awards,)
        now = with_awards(rfp, awards)
        over = all(now.left(item.number) <= 0 for item in now.items)
        return (
            RfpAwarded(rfp=rfp.reference, awards=awards),
            *orders_made(dossier, rfp, awards, at, self.day or policy.house.day(at)),
            *decided(now, dossier.proposals_on(rfp.reference), over=over, news=[a.proposal for a in awards]),
            *((RfpCompleted(rfp=rfp.reference, by_hand=False),) if over else ()),
        )


def _awards(dossier: Dossier, rfp: Rfp, choices: tuple[Choice, ...]) -> tuple[Award, ...] | Refused:
    """What the choices come to, each winner with the number of its order."""
    now, made = rfp, list[Award]()
    if len({(c.item, c.supplier) for c in choices}) != len(choices):
        return _no(rfp, Why.BAD_VALUE, "items")
    for choice in choices:
        found = _award(dossier, now, choice)
        if isinstance(found, Refused):
            return found
        made.append(found)
        now = with_awards(now, (found,))
    if not made:
        return _no(rfp, Why.BAD_VALUE, "items")
    numbers: dict[Reference, Reference] = {}
    for proposal in dossier.proposals_on(rfp.reference):
        mine = [award for award in made if award.proposal == proposal.reference]
        if mine and currency_of(rfp, proposal, mine) is None:
            return Refused(why=Why.CURRENCY_DIFFERS, document=proposal.reference, word=AwardRfp.word)
        if mine:
            numbers[proposal.reference] = Reference(f"PO-{dossier.fresh.order_number(len(numbers))}")
    return tuple(replace(award, order=numbers[award.proposal]) for award in made)


def _award(dossier: Dossier, rfp: Rfp, choice: Choice) -> Award | Refused:
    name = proposal_reference(rfp.reference, choice.supplier)
    proposal, supplier = dossier.proposal(name), dossier.party(choice.supplier)
    if proposal is None or supplier is None:
        return _no(rfp, Why.NOT_INVITED, choice.supplier)
    if supplier.status is not SupplierStatus.APPROVED or not supplier.contacts:
        return _no(rfp, Why.SUPPLIER_OFF, f"{supplier.id} {supplier.status.value}")
    if proposal.status not in AWARDABLE:
        return _no(rfp, Why.WRONG_STATUS, f"{choice.supplier}: {proposal.status.value}")
    offer = proposal.offer(choice.item)
    if rfp.item(choice.item) is None or offer is None or not offer.priced:
        return _no(rfp, Why.UNKNOWN_LINE, str(choice.item))
    return _quantity(rfp, proposal, choice)


def _quantity(rfp: Rfp, proposal: Proposal, choice: Choice) -> Award | Refused:
    """No more than is offered, and no more than nobody has won yet."""
    offer = proposal.offer(choice.item)
    left = rfp.left(choice.item)
    won = sum((a.quantity for a in rfp.awards if (a.item, a.proposal) == (choice.item, proposal.reference)), Decimal(0))
    most = left if offer is None or offer.quantity is None else min(left, offer.quantity - won)
    wanted = most if choice.quantity is None else choice.quantity
    if not wanted.is_finite() or wanted <= 0 or wanted > most:
        return _no(rfp, Why.MORE_THAN_OPEN, f"{choice.item}: {most.normalize():f}")
    return Award(item=choice.item, proposal=proposal.reference, quantity=wanted)


def _no(rfp: Rfp, why: Why, detail: str) -> Refused:
    return Refused(why=why, document=rfp.reference, word=AwardRfp.word, detail=detail)
