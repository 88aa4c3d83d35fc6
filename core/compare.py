"""Proposals side by side: the best price of each item, and what each way of buying comes to (docs/rules.md 5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.money import Currency, Money, rounded
from core.names import Reference
from core.proposal import Award, Offer, Proposal, ProposalStatus, Rfp, RfpItem

COUNTED = frozenset({ProposalStatus.SUBMITTED, ProposalStatus.WON, ProposalStatus.PARTLY_WON, ProposalStatus.NOT_WON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One supplier's offer for one item. `amount`: for as much as it offers; None: it offers none, or in another currency."""

    proposal: Reference
    offer: Offer | None
    amount: Decimal | None = None
    best: bool = False
    won: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedItem:
    """One item over all proposals."""

    item: RfpItem
    offers: tuple[Compared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """A way of buying: who delivers what, for how much, and which items it leaves without a full offer.

    `proposal`: everything from one supplier; None: the cheapest for each item.
    """

    picks: tuple[Award, ...]
    total: Money
    lacking: tuple[int, ...] = ()
    proposal: Reference | None = None

    @property
    def whole(self) -> bool:
        """Whether it covers everything that was asked."""
        return not self.lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`each`: the cheapest for each item; `single`: one supplier for everything, the cheapest first, whole ones before others."""

    items: tuple[ComparedItem, ...]
    each: Combination
    single: tuple[Combination, ...]

    @property
    def cheapest_single(self) -> Combination | None:
        """The cheapest supplier who offers everything."""
        return next((one for one in self.single if one.whole), None)


def compare(rfp: Rfp, proposals: Sequence[Proposal]) -> Comparison:
    """The submitted proposals side by side, in the currency of the request; late offers that nobody admitted do not count."""
    counted = tuple(p for p in proposals if p.status in COUNTED)
    single = [_single(rfp, p) for p in counted if any(comparable(rfp, o) for o in p.offers)]
    single.sort(key=lambda one: (len(one.lacking), one.total.amount, one.proposal or ""))
    return Comparison(
        items=tuple(_item(rfp, item, counted) for item in rfp.items),
        each=_cheapest_each(rfp, counted),
        single=tuple(single),
    )


def comparable(rfp: Rfp, offer: Offer) -> bool:
    """Whether it has a price in the currency of the request."""
    return offer.priced and offer.currency in (None, rfp.currency)


def amount(offer: Offer, quantity: Decimal, code: Currency) -> Decimal:
    """What so much of it costs."""
    return rounded((offer.unit_price or Decimal(0)) * quantity, code)


def _item(rfp: Rfp, item: RfpItem, proposals: Sequence[Proposal]) -> ComparedItem:
    prices = [o.unit_price for p in proposals if (o := p.offer(item.number)) and comparable(rfp, o)]
    best = min((price for price in prices if price is not None), default=None)
    return ComparedItem(item=item, offers=tuple(_compared(rfp, item, p, best) for p in proposals))


def _compared(rfp: Rfp, item: RfpItem, proposal: Proposal, best: Decimal | None) -> Compared:
    offer = proposal.offer(item.number)
    won = (a.quantity for a in rfp.awards if (a.item, a.proposal) == (item.number, proposal.reference))
    counts = offer is not None and comparable(rfp, offer)
    return Compared(
        proposal=proposal.reference,
        offer=offer,
        amount=amount(offer, _most(item, offer), rfp.currency) if offer and counts else None,
        best=counts and offer is not None and offer.unit_price == best,
        won=sum(won, Decimal(0)),
    )


def _most(item: RfpItem, offer: Offer) -> Decimal:
    return item.quantity if offer.quantity is None else min(offer.quantity, item.quantity)


def _single(rfp: Rfp, proposal: Proposal) -> Combination:
    picks = tuple(_pick(item, proposal, o) for item in rfp.items if (o := proposal.offer(item.number)) and comparable(rfp, o))
    return _combination(rfp, picks, (proposal,), proposal.reference)


def _pick(item: RfpItem, proposal: Proposal, offer: Offer) -> Award:
    return Award(item=item.number, proposal=proposal.reference, quantity=_most(item, offer))


def _cheapest_each(rfp: Rfp, proposals: Sequence[Proposal]) -> Combination:
    """Each item from the cheapest upwards, until its quantity is covered."""
    picks: list[Award] = []
    for item in rfp.items:
        left = item.quantity
        offers = [(o, p) for p in proposals if (o := p.offer(item.number)) and comparable(rfp, o)]
        for offer, proposal in sorted(offers, key=lambda one: (one[0].unit_price, one[1].reference)):
            taken = min(left, _most(item, offer))
            if taken > 0:
                picks.append(Award(item=item.number, proposal=proposal.reference, quantity=taken))
            left -= taken
    return _combination(rfp, tuple(picks), proposals, None)


def _combination(rfp: Rfp, picks: tuple[Award, ...], proposals: Iterable[Proposal], whose: Reference | None) -> Combination:
    known = {p.reference: p for p in proposals}
    parts = [amount(o, pick.quantity, rfp.currency) for pick in picks if (o := known[pick.proposal].offer(pick.item))]
    covered = {i.number: sum((p.quantity for p in picks if p.item == i.number), Decimal(0)) for i in rfp.items}
    lacking = tuple(i.number for i in rfp.items if covered[i.number] < i.quantity)
    return Combination(
        picks=picks, total=Money(amount=sum(parts, Decimal(0)), currency=rfp.currency), lacking=lacking, proposal=whose
    )
