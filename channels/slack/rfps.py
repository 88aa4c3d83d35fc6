"""Requests for proposal at a glance, for buyers in Slack: the head of a thread, and the offers side by side."""

from collections.abc import Mapping, Sequence

from channels.render.blocks import Cell, Column, Facts, Part, Table
from channels.render.tell.telling import chip
from channels.render.words import Words
from core.compare import Comparison
from core.moves_rfp import RFP_COLOURS
from core.names import Reference, SupplierId
from core.proposal import Proposal, Rfp, RfpStatus

Names = Mapping[SupplierId, str]


def rfp_part(words: Words, rfp: Rfp, proposals: Sequence[Proposal], names: Names, *, past: bool) -> Part:
    """A request with its items, and where each proposal stands."""
    closed = past and rfp.status is RfpStatus.OPEN
    head = (
        ("Offers until", (words.moment(rfp.deadline) if rfp.deadline else "–") + (", closed" if closed else "")),
        ("Initiator", rfp.initiator),
        ("Currency", rfp.currency),
    )
    columns = (Column(title="#"), Column(title="Item"), Column(title="Quantity", right=True), Column(title="Awarded", right=True))
    rows = tuple(
        (
            Cell(text=str(item.number)),
            Cell(text=item.description),
            Cell(text=f"{words.quantity(item.quantity)} {item.unit}".strip()),
            Cell(text=words.quantity(rfp.awarded(item.number)) if rfp.awarded(item.number) else "–"),
        )
        for item in rfp.items
    )
    asked = tuple((names.get(p.supplier, p.supplier), _stands(p)) for p in proposals)
    return Part(
        subject=" · ".join(part for part in (rfp.reference, rfp.title) if part),
        happened="",
        chip=chip(rfp.status.value, RFP_COLOURS[rfp.status]),
        blocks=(Facts(rows=head), Table(columns=columns, rows=rows), *((Facts(rows=asked),) if asked else ())),
    )


def _stands(proposal: Proposal) -> str:
    version = f", version {proposal.edition}" if proposal.edition > 1 else ""
    return f"{proposal.status.value}{version}{', late offer' if proposal.late else ''}"


def prices(words: Words, made: Comparison, whose: Mapping[Reference, str]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and rows: an item a row, a supplier a column, the best marked with a star."""
    columns = [one.proposal for one in made.items[0].offers]
    heads = ("#", "Item", *(whose.get(column, column) for column in columns))
    rows = []
    for row in made.items:
        cells = []
        for one in row.offers:
            price = one.offer.unit_price if one.offer and one.offer.priced else None
            other = f" {one.offer.currency}" if one.offer and price is not None and one.amount is None else ""
            less = f" for {words.quantity(one.offer.quantity)}" if one.offer and one.offer.quantity is not None else ""
            cells.append("–" if price is None else f"{'★ ' if one.best else ''}{words.price(price)}{other}{less}")
        rows.append((str(row.item.number), row.item.description, *cells))
    return heads, rows


def ways(words: Words, made: Comparison, whose: Mapping[Reference, str]) -> list[tuple[str, str]]:
    """What each way of buying comes to."""
    every = [("Cheapest for each item", made.each)]
    every += [(f"Everything from {whose.get(one.proposal, one.proposal)}", one) for one in made.single if one.proposal]
    return [
        (name, words.money(way.total) + (f", without {', '.join(map(str, way.lacking))}" if way.lacking else ""))
        for name, way in every
    ]
