"""What an award comes to: a submitted order for each winner, and how each proposal stands then (docs/rules.md 5)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.compare import comparable
from core.dossier import Dossier
from core.events import Event, OrderDrafted, OrderSubmitted, ProposalDecided
from core.money import Currency
from core.moves_rfp import UNDECIDED
from core.names import Reference
from core.order import OrderLine, PurchaseOrder
from core.proposal import Award, Offer, Proposal, ProposalStatus, Rfp

S = ProposalStatus


def currency_of(rfp: Rfp, proposal: Proposal, awards: Sequence[Award]) -> Currency | None:
    """The one currency of what is bought; None: there are several."""
    offers = [o for a in awards if (o := proposal.offer(a.item))]
    found = {rfp.currency if comparable(rfp, o) else o.currency or rfp.currency for o in offers}
    return found.pop() if len(found) == 1 else None


def order_of_award(rfp: Rfp, proposal: Proposal, awards: Sequence[Award], number: Reference, day: date) -> PurchaseOrder:
    """The winner's order: the quoted price, the awarded quantity, the promised day, the alternative in the description."""
    lines = tuple(line for award in awards if (line := _line(rfp, proposal, award, day)))
    code = currency_of(rfp, proposal, awards)
    note = " · ".join(part for part in (f"{rfp.reference} {rfp.title}".strip(), rfp.note) if part)
    return PurchaseOrder(
        reference=number,
        supplier=proposal.supplier,
        initiator=rfp.initiator,
        currency=code or rfp.currency,
        lines=lines,
        payment_terms=rfp.payment_terms,
        ship_to=rfp.ship_to,
        note=note,
    )


def _line(rfp: Rfp, proposal: Proposal, award: Award, day: date) -> OrderLine | None:
    item, offer = rfp.item(award.item), proposal.offer(award.item)
    if item is None or offer is None or offer.unit_price is None:
        return None
    other = offer.alternative
    return OrderLine(
        number=item.number,
        description=f"{item.description} – {other}" if other else item.description,
        quantity=award.quantity,
        unit=item.unit,
        unit_price=offer.unit_price,
        buyer_sku=item.sku,
        supplier_sku=other if _is_number(other) else "",
        delivery_date=promised(offer, day),
    )


def _is_number(text: str) -> bool:
    """An article number and nothing else."""
    return text.isascii() and " " not in text and any(letter.isdigit() for letter in text)


def promised(offer: Offer, day: date) -> date | None:
    """The day named, else the lead time from the day of the award."""
    if offer.date is not None or offer.lead_time_days is None:
        return offer.date
    return day + timedelta(days=offer.lead_time_days)


def orders_made(dossier: Dossier, rfp: Rfp, awards: tuple[Award, ...], at: datetime, day: date) -> Iterator[Event]:
    """Each winner's order is entered and sent in the same moment, as the initiator would."""
    for proposal in dossier.proposals_on(rfp.reference):
        mine = [award for award in awards if award.proposal == proposal.reference]
        if mine and mine[0].order:
            yield OrderDrafted(order=order_of_award(rfp, proposal, mine, mine[0].order, day))
            yield OrderSubmitted(order=mine[0].order, at=at)


def decided(rfp: Rfp, proposals: Sequence[Proposal], *, over: bool, news: Sequence[Reference] = ()) -> Iterator[ProposalDecided]:
    """How the proposals stand with these awards, where that is news. `over`: nothing more will be awarded; `news`: these won
    something now."""
    for proposal in proposals:
        if proposal.status not in UNDECIDED:
            continue
        won = tuple(dict.fromkeys(a.item for a in rfp.awards if a.proposal == proposal.reference))
        status = _standing(rfp, proposal, won, over=over)
        if status is not None and (status is not proposal.status or proposal.reference in news):
            yield ProposalDecided(proposal=proposal.reference, status=status, items=won)


def _standing(rfp: Rfp, proposal: Proposal, won: tuple[int, ...], *, over: bool) -> ProposalStatus | None:
    """None: not decided yet."""
    offered = proposal.offered(rfp)
    waits = [n for n in offered if n not in won and rfp.left(n) > 0]
    if won:
        return S.WON if set(won) >= set(offered) else S.PARTLY_WON
    if over:
        return S.NO_PROPOSAL if proposal.status is S.RECEIVED else S.NOT_WON
    return S.NOT_WON if proposal.status is S.SUBMITTED and offered and not waits else None


def with_awards(rfp: Rfp, awards: tuple[Award, ...]) -> Rfp:
    """As it stands once these are awarded."""
    return replace(rfp, awards=(*rfp.awards, *awards))
