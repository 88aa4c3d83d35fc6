"""What quoting does to the offers of a proposal: one answer an item, a newer one replaces the older (docs/rules.md 5)."""

from collections.abc import Iterable
from dataclasses import fields, replace
from decimal import Decimal

from core.events import Event, LateOffersAdmitted, OffersMade, ProposalRejected, ProposalSubmitted
from core.plausible import plausible
from core.proposal import Offer, Proposal, ProposalStatus, Rfp

S = ProposalStatus
VOID = frozenset({S.REJECTED, S.WITHDRAWN, S.NO_PROPOSAL})
"""What was said before a no is not said again by a new quote."""
MOST_DAYS = 3650


def standing(proposal: Proposal) -> tuple[Offer, ...]:
    """The offers that a new quote adds to."""
    return () if proposal.status in VOID else proposal.offers


def merged(old: Iterable[Offer], new: Iterable[Offer]) -> tuple[Offer, ...]:
    """One offer an item. What a newer one does not say is as before, unless it is a no or follows one."""
    found = {offer.item: offer for offer in old}
    for offer in new:
        known = found.get(offer.item)
        found[offer.item] = _filled(offer, known) if known and known.declined == offer.declined else offer
    return tuple(found[item] for item in sorted(found))


def _filled(offer: Offer, known: Offer) -> Offer:
    said = {f.name: getattr(offer, f.name) for f in fields(Offer) if getattr(offer, f.name) not in (None, "", False)}
    return replace(known, **said)


def wrong(rfp: Rfp, offer: Offer) -> str:
    """What cannot be in an offer, as "item 2: quantity"; empty: it is well."""
    item = rfp.item(offer.item)
    asked = item.quantity if item else Decimal(0)
    checks = (
        ("unit_price", plausible(offer.unit_price) and (offer.unit_price is None or offer.unit_price >= 0)),
        ("quantity", plausible(offer.quantity) and (offer.quantity is None or 0 < offer.quantity <= asked)),
        ("lead_time_days", offer.lead_time_days is None or 0 <= offer.lead_time_days <= MOST_DAYS),
    )
    bad = next((name for name, well in checks if not well), "")
    return f"{offer.item}: {bad}" if bad else ""


def settled(rfp: Rfp, proposal: Proposal, made: OffersMade | LateOffersAdmitted) -> tuple[Event, ...]:
    """The offers, and what follows: all items refused is Rejected; all answered, or "that is all", is Submitted."""
    now = replace(proposal, offers=made.offers)
    done = made.complete or not now.missing(rfp)
    if done and not now.offered(rfp):
        return (made, ProposalRejected(proposal=proposal.reference))
    if proposal.status is S.SUBMITTED or not done:
        return (made,)
    return (made, ProposalSubmitted(proposal=proposal.reference))
