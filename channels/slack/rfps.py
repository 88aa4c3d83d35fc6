"""Requests for proposal at a glance, for buyers in Slack: the head of a thread, and the offers side by side."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from channels.render.blocks import Cell, Column, Facts, Part, Table
from channels.render.tell.rfp_blocks import item_list, offers_until
from channels.render.tell.telling import chip
from channels.render.words import Words
from core.compare import Combination, Compared, Comparison
from core.moves_rfp import RFP_COLOURS
from core.names import Reference, SupplierId
from core.proposal import Proposal, Rfp

Names = Mapping[SupplierId, str]


def rfp_part(words: Words, rfp: Rfp, proposals: Sequence[Proposal], names: Names, at: datetime) -> Part:
    """A request with its items, and where each proposal stands."""
    say = words.say
    titles = (say("slack.order.number"), say("slack.order.item"), say("slack.order.quantity"), say("slack.rfp.awarded"))
    columns = tuple(Column(title=title, right=place > 1) for place, title in enumerate(titles))
    rows = tuple(
        (
            Cell(text=str(item.number)),
            Cell(text=item.description),
            Cell(text=f"{words.quantity(item.quantity)} {item.unit}".strip()),
            Cell(text=words.quantity(rfp.awarded(item.number)) if rfp.awarded(item.number) else "–"),
        )
        for item in rfp.items
    )
    asked = tuple((names.get(p.supplier, p.supplier), _stands(words, p)) for p in proposals)
    return Part(
        subject=" · ".join(part for part in (rfp.reference, rfp.title) if part),
        happened="",
        chip=chip(say(f"status.rfp.{rfp.status}"), RFP_COLOURS[rfp.status]),
        blocks=(_head(words, rfp, at), Table(columns=columns, rows=rows), *((Facts(rows=asked),) if asked else ())),
    )


def _head(words: Words, rfp: Rfp, at: datetime) -> Facts:
    say = words.say
    rows = (
        (say("rfp.deadline"), offers_until(words, rfp, at)),
        (say("slack.rfp.initiator"), rfp.initiator),
        (say("rfp.currency"), rfp.currency),
    )
    return Facts(rows=rows)


def _stands(words: Words, proposal: Proposal) -> str:
    say = words.say
    version = say("slack.rfp.version", n=str(proposal.edition)) if proposal.edition > 1 else ""
    late = say("slack.rfp.late") if proposal.late else ""
    return ", ".join(part for part in (say(f"status.offer.{proposal.status}"), version, late) if part)


def prices(words: Words, made: Comparison, whose: Mapping[Reference, str]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and rows: an item a row, a supplier a column, the best marked with a star."""
    columns = [one.proposal for one in made.items[0].offers]
    heads = (
        words.say("slack.order.number"),
        words.say("slack.order.item"),
        words.say("slack.order.quantity"),
        *(whose.get(column, column) for column in columns),
    )
    rows = []
    for row in made.items:
        asked = f"{words.quantity(row.item.quantity)} {row.item.unit}".strip()
        rows.append((str(row.item.number), row.item.description, asked, *(price(words, one) for one in row.offers)))
    return heads, rows


def price(words: Words, one: Compared) -> str:
    """A unit price: whether it is the best, in another currency, for a part of the quantity only, or for something else."""
    offer = one.offer
    if offer is None or not offer.priced or offer.unit_price is None:
        return "–"
    marks = (
        f"{'★ ' if one.best else ''}{words.price(offer.unit_price)}{f' {offer.currency}' if one.amount is None else ''}",
        words.say("rfp.some", quantity=words.quantity(offer.quantity)) if offer.quantity is not None else "",
        words.say("rfp.instead", item=offer.alternative) if offer.alternative else "",
    )
    return " · ".join(mark for mark in marks if mark)


def ways(words: Words, made: Comparison, whose: Mapping[Reference, str]) -> list[tuple[str, str]]:
    """What each way of buying comes to."""
    every = [(words.say("rfp_closed.each"), made.each)]
    every += [
        (words.say("rfp_closed.single", supplier=whose.get(one.proposal, one.proposal)), one)
        for one in made.single
        if one.proposal
    ]
    return [(name, _total(words, way)) for name, way in every]


def _total(words: Words, way: Combination) -> str:
    lacking = words.say("rfp_closed.lacking", items=item_list(words, way.lacking)) if way.lacking else ""
    return ", ".join(part for part in (words.money(way.total), lacking) if part)
