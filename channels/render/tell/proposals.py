"""What buyers are told about proposals: one that came, and all of them side by side at the deadline."""

from channels.render.blocks import Block, Cell, Column, Heading, Paragraph, Part, Table
from channels.render.tell import rfp_blocks
from channels.render.tell.receipt import shorten
from channels.render.tell.rfp_blocks import deadline, item_list, of, offered_total
from channels.render.tell.telling import Telling, chip
from core.compare import COUNTED, Combination, Compared, Comparison, compare
from core.events import LateOffersKept, OffersMade, OffersTakenBack, ProposalRejected, ProposalWithdrawn
from core.moves_rfp import PROPOSAL_LOOK
from core.names import Reference
from core.proposal import Offer, Proposal, ProposalStatus, Rfp

ABREAST, WIDTH = 2, 18
"""Suppliers in one table, and letters of a name."""
FORMS = {
    OffersMade: "revised",
    ProposalRejected: "rejected",
    ProposalWithdrawn: "withdrawn",
    OffersTakenBack: "taken_back",
    LateOffersKept: "late",
}


def proposal_in(t: Telling) -> Part:
    """What one supplier did: offered, changed, refused, withdrew, or was late."""
    rfp, proposal = of(t)
    form = FORMS.get(type(t.event), "submitted")
    values = {
        "supplier": t.supplier,
        "rfp": rfp.reference,
        "offered": item_list(t.words, proposal.offered(rfp)) if proposal.offered(rfp) else t.words.say("rfp.not_offered"),
        "total": t.words.money(offered_total(rfp, proposal.offers)),
        "edition": str(proposal.edition),
    }
    shown = proposal.late.offers if form == "late" and proposal.late else proposal.offers
    table: tuple[Block, ...] = (rfp_blocks.offers(t, rfp, shown, mine=False, all_items=form != "late"),) if shown else ()
    return Part(
        subject=t.words.say("proposal_in.subject", what=t.words.say(f"proposal_in.{form}"), **_some(values, "supplier", "rfp")),
        happened=t.words.say(f"proposal_in.happened_{form}", **values),
        turn=_turn(t, rfp, proposal, form),
        chip=chip(t.words.say(f"status.offer.{proposal.status}"), PROPOSAL_LOOK[proposal.status].colour),
        blocks=(*table, t.answers(t.reply.answer("say"))),
    )


def _some(values: dict[str, str], *names: str) -> dict[str, str]:
    return {name: values[name] for name in names}


def _turn(t: Telling, rfp: Rfp, proposal: Proposal, form: str) -> str:
    if form == "late":
        command = f"counterfoil rfp admit {rfp.reference} {proposal.supplier}"
        return t.words.say("proposal_in.turn_late", command=command)
    key = "proposal_in.turn_closed" if rfp.past(t.scene.at) else "proposal_in.turn"
    return t.words.say(key, deadline=deadline(t, rfp), command=f"counterfoil rfp compare {rfp.reference}")


def name_of(t: Telling, which: Reference) -> str:
    """The supplier behind a proposal."""
    proposal = next((p for p in t.scene.proposals if p.reference == which), None)
    found = next((s.name for s in t.scene.suppliers if proposal and s.id == proposal.supplier), None)
    return found or (proposal.supplier if proposal else str(which))


def closed(t: Telling) -> Part:
    """The deadline has passed: everything side by side."""
    rfp = t.rfp
    if rfp is None:
        raise ValueError(f"the scene lacks the request {t.document}")
    counted = [p for p in t.scene.proposals if p.rfp == rfp.reference and p.status in COUNTED]
    command = f"counterfoil rfp award {rfp.reference} --cheapest"
    return Part(
        subject=t.words.say("rfp_closed.subject", rfp=rfp.reference),
        happened=t.words.say("rfp_closed.happened", rfp=rfp.reference, offers=t.words.count("offers", len(counted))),
        turn=t.words.say("rfp_closed.turn" if counted else "rfp_closed.turn_none", command=command),
        blocks=(*(side_by_side(t, rfp) if counted else ()), *_others(t, rfp)),
    )


def side_by_side(t: Telling, rfp: Rfp) -> tuple[Block, ...]:
    """Price per item and supplier, the best marked; what each way of buying comes to."""
    found = compare(rfp, t.scene.proposals)
    say = t.words.say
    count = len(found.items[0].offers)
    tables = tuple(_prices(t, rfp, found, first) for first in range(0, count, ABREAST))
    ways = [(say("rfp_closed.each"), found.each)]
    ways += [(say("rfp_closed.single", supplier=name_of(t, one.proposal)), one) for one in found.single if one.proposal]
    cheapest = min((way.total.amount for _, way in ways if way.whole), default=None)
    totals = Table(
        columns=(Column(title=say("rfp_closed.combination")), Column(title=say("order.net_total"), right=True)),
        rows=tuple(
            (
                Cell(text=name, below=_lacking(t, way)),
                Cell(text=t.words.money(way.total), best=way.whole and way.total.amount == cheapest),
            )
            for name, way in ways
        ),
    )
    return Heading(text=f"{say('rfp.price')} ({rfp.currency})"), *tables, totals


def _prices(t: Telling, rfp: Rfp, found: Comparison, first: int) -> Table:
    """The prices of some suppliers: more of them abreast would not fit into a letter."""
    shown = slice(first, first + ABREAST)
    columns = (
        Column(title=t.words.say("common.pos"), narrow=True),
        Column(title=t.words.say("order.item")),
        *(Column(title=shorten(name_of(t, one.proposal), WIDTH), right=True) for one in found.items[0].offers[shown]),
    )
    rows = tuple(
        (
            Cell(text=str(row.item.number)),
            Cell(text=row.item.description, below=rfp_blocks.quantity(t.words, row.item.quantity, row.item.unit)),
            *(_price(t, rfp, one) for one in row.offers[shown]),
        )
        for row in found.items[: rfp_blocks.SHOWN]
    )
    return Table(columns=columns, rows=rows)


def _price(t: Telling, rfp: Rfp, one: Compared) -> Cell:
    offer = one.offer
    if offer is None or not offer.priced or offer.unit_price is None:
        return Cell(text=t.words.say("common.none"))
    other = offer.currency if offer.currency not in (None, rfp.currency) else None
    below = (
        t.words.say("rfp.other_currency", currency=other) if other else "",
        t.words.say("rfp.best") if one.best else "",
        t.words.say("rfp.instead", item=offer.alternative) if offer.alternative else "",
        t.words.say("rfp.some", quantity=t.words.quantity(offer.quantity)) if offer.quantity is not None else "",
        _short(t, offer),
    )
    return Cell(text=t.words.price(offer.unit_price), below=" · ".join(part for part in below if part), best=one.best)


def _short(t: Telling, offer: Offer) -> str:
    """When it comes, in few letters."""
    if offer.date:
        return t.words.day(offer.date)
    return "" if offer.lead_time_days is None else t.words.count("rfp.days", offer.lead_time_days)


def _lacking(t: Telling, way: Combination) -> str:
    return t.words.say("rfp_closed.lacking", items=item_list(t.words, way.lacking)) if way.lacking else ""


def _others(t: Telling, rfp: Rfp) -> tuple[Block, ...]:
    """Those who were silent, and those whose offer is not complete."""
    mine = [p for p in t.scene.proposals if p.rfp == rfp.reference]
    silent = [name_of(t, p.reference) for p in mine if p.status is ProposalStatus.NO_PROPOSAL]
    drafts = [p for p in mine if p.status is ProposalStatus.DRAFT]
    found: list[Block] = []
    if silent:
        found.append(Paragraph(text=t.words.say("rfp_closed.silent", suppliers=t.words.list_of(silent))))
    if drafts:
        names = t.words.list_of(name_of(t, p.reference) for p in drafts)
        command = f"counterfoil rfp admit {rfp.reference} {drafts[0].supplier}"
        found.append(Paragraph(text=t.words.say("rfp_closed.unfinished", suppliers=names, command=command)))
    return tuple(found)
