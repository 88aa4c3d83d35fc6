"""`counterfoil rfp list`, `show` and `compare`: requests and proposals as they stand."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.desk import Fault, desk, json_option, ref
from bot.cli.shapes import print_rows
from core.compare import Combination, Compared, Comparison, compare
from core.names import Reference, SupplierId
from core.party import Supplier
from core.proposal import Offer, Proposal, Rfp, RfpStatus

if TYPE_CHECKING:
    from storage.unit import Unit


def rfp_json(rfp: Rfp, proposals: tuple[Proposal, ...] = ()) -> str:
    """One request as one line, with its proposals where they are given."""
    return json.dumps(
        {
            "reference": rfp.reference,
            "status": rfp.status.value,
            "title": rfp.title,
            "initiator": rfp.initiator,
            "currency": rfp.currency,
            "deadline": rfp.deadline.isoformat() if rfp.deadline else None,
            "invited": list(rfp.invited),
            "items": [
                {"item": i.number, "description": i.description, "quantity": f"{i.quantity:f}", "unit": i.unit, "sku": i.sku}
                for i in rfp.items
            ],
            "awards": [
                {"item": a.item, "proposal": a.proposal, "quantity": f"{a.quantity:f}", "order": a.order} for a in rfp.awards
            ],
            "attachments": [{"name": a.name, "size": a.size, "internal": a.internal} for a in rfp.attachments],
            "proposals": [_proposal(p) for p in proposals],
        },
        ensure_ascii=False,
    )


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {
        "reference": proposal.reference,
        "supplier": proposal.supplier,
        "status": proposal.status.value,
        "version": proposal.edition,
        "quoted_at": proposal.quoted_at.isoformat() if proposal.quoted_at else None,
        "offers": [_offer(o) for o in proposal.offers],
        "late": [_offer(o) for o in proposal.late.offers] if proposal.late else [],
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "item": offer.item,
        "declined": offer.declined,
        "unit_price": None if offer.unit_price is None else f"{offer.unit_price:f}",
        "currency": offer.currency,
        "quantity": None if offer.quantity is None else f"{offer.quantity:f}",
        "lead_time_days": offer.lead_time_days,
        "date": offer.date.isoformat() if offer.date else None,
        "alternative": offer.alternative,
    }


@click.command("list")
@click.option("--status", type=click.Choice([s.value for s in RfpStatus], case_sensitive=False), help="Only these.")
@click.option("--after", metavar="RFP", help="Go on behind this one.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
@click.pass_context
def list_(ctx: click.Context, status: str | None, after: str | None, limit: int, as_json: bool) -> None:
    """List requests for proposal, the newest first.

    Example: counterfoil rfp list --status Open
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        statuses = (RfpStatus(status),) if status else tuple(RfpStatus)
        found = unit.documents.list_rfps(statuses, ref(after) if after else None, limit)
        if as_json:
            for rfp in found:
                click.echo(rfp_json(rfp))
            return
        now = d.bot.clock()
        rows = [(r.reference, state(r, now), until(r), r.title, str(len(r.items)), str(len(r.invited))) for r in found]
        print_rows(("request", "status", "deadline", "title", "items", "invited"), rows)


def state(rfp: Rfp, at: datetime) -> str:
    """Its status; an open one after its deadline is closed for offers (docs/rules.md 5)."""
    return "Open, closed for offers" if rfp.closed_for_offers(at) else rfp.status.value


def until(rfp: Rfp) -> str:
    """The deadline with its zone."""
    return f"{rfp.deadline:%Y-%m-%d %H:%M %Z}".strip() if rfp.deadline else "–"


def loaded(unit: "Unit", which: Reference) -> tuple[Rfp, tuple[Proposal, ...]]:
    """A request with its proposals. Raises Fault."""
    rfp = unit.documents.rfp(which)
    if rfp is None:
        raise Fault(f"there is no request {which}; see `counterfoil rfp list`")
    return rfp, unit.documents.proposals_on(rfp.reference)


@click.command()
@click.argument("rfp")
@json_option
@click.pass_context
def show(ctx: click.Context, rfp: str, as_json: bool) -> None:
    """Show a request with its items, its proposals and the state of its letters.

    Example: counterfoil rfp show RFP-7
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        found, proposals = loaded(unit, ref(rfp))
        if as_json:
            click.echo(rfp_json(found, proposals))
            return
        for line in rfp_lines(found, proposals, d.bot.clock()):
            click.echo(line)
        for proposal in proposals:
            for letter in unit.outbox.newest_on(proposal.reference, 100):
                click.echo(f"  mail {letter.id} to {letter.recipient}: {letter.delivery.value or letter.state.value}")


def rfp_lines(rfp: Rfp, proposals: tuple[Proposal, ...], at: datetime) -> Iterator[str]:
    """A request for a person."""
    yield f"{rfp.reference}  {state(rfp, at)}, until {until(rfp)}, {rfp.currency}  {rfp.title}".rstrip()
    yield f"initiator {rfp.initiator}  invited {', '.join(rfp.invited) or '–'}"
    for item in rfp.items:
        won = ", ".join(f"{a.quantity:f} to {a.proposal} ({a.order})" for a in rfp.awards if a.item == item.number)
        sku = f" {item.sku}" if item.sku else ""
        yield f"  {item.number}  {item.quantity:f} {item.unit}{sku} {item.description}" + (f"  -> {won}" if won else "")
    for file in rfp.attachments:
        yield f"  file {file.name}{' (internal)' if file.internal else ''}"
    for proposal in proposals:
        late = f", late {proposal.late.at:%Y-%m-%d %H:%M}" if proposal.late else ""
        yield f"  {proposal.reference}  {proposal.status.value}, version {proposal.edition}{late}"
        for offer in proposal.offers:
            yield f"      {offer.item}  {offer_text(rfp, offer)}"
        for file in proposal.attachments:
            yield f"      file {file.name}{' from the supplier' if file.from_supplier else ''}"


def offer_text(rfp: Rfp, offer: Offer) -> str:
    """An offer in a few words."""
    if not offer.priced:
        return "not offered" if offer.declined else "no price"
    parts = (
        f"{offer.currency or rfp.currency} {offer.unit_price:f}",
        f"for {offer.quantity:f}" if offer.quantity is not None else "",
        f"on {offer.date}" if offer.date else f"{offer.lead_time_days} days" if offer.lead_time_days is not None else "",
        f"instead: {offer.alternative}" if offer.alternative else "",
    )
    return ", ".join(part for part in parts if part)


@click.command("compare")
@click.argument("rfp")
@json_option
@click.pass_context
def compare_(ctx: click.Context, rfp: str, as_json: bool) -> None:
    """Compare the proposals: the price of each item by supplier, the best marked with *, and what each way of buying comes to.

    Example: counterfoil rfp compare RFP-7
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        found, proposals = loaded(unit, ref(rfp))
        names = {s: one for s in found.invited if (one := unit.people.supplier(s))}
        made = compare(found, proposals)
    if as_json:
        click.echo(comparison_json(found, made))
        return
    shown = {p.reference: _name(names, p.supplier) for p in proposals}
    heads, rows = price_table(found, made, shown)
    print_rows(heads, rows)
    print_rows(("way of buying", f"total {found.currency}", "lacking"), ways(made, shown))
    for proposal in proposals:
        if proposal.late:
            click.echo(
                f"late from {proposal.supplier}: let it count with `counterfoil rfp admit {found.reference} {proposal.supplier}`"
            )


def _name(names: dict[SupplierId, Supplier], which: SupplierId) -> str:
    return f"{which} {names[which].name}" if which in names else which


def price_table(rfp: Rfp, made: Comparison, shown: dict[Reference, str]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and rows: an item a row, a supplier a column."""
    columns = [one.proposal for one in made.items[0].offers]
    heads = ("item", "", "quantity", *(shown.get(c, c) for c in columns))
    rows = [
        (
            str(row.item.number),
            row.item.description,
            f"{row.item.quantity:f} {row.item.unit}".strip(),
            *(_cell(rfp, one) for one in row.offers),
        )
        for row in made.items
    ]
    return heads, rows


def _cell(rfp: Rfp, one: Compared) -> str:
    if one.offer is None:
        return "–"
    won = f"  won {one.won:f}" if one.won else ""
    return f"{'* ' if one.best else ''}{offer_text(rfp, one.offer)}{won}"


def ways(made: Comparison, shown: dict[Reference, str]) -> list[tuple[str, ...]]:
    """What each combination comes to."""
    every: list[tuple[str, Combination]] = [("cheapest for each item", made.each)]
    every += [(f"everything from {shown.get(one.proposal or Reference(''), '')}", one) for one in made.single]
    return [(name, f"{way.total.amount:f}", ", ".join(str(n) for n in way.lacking) or "–") for name, way in every]


def comparison_json(rfp: Rfp, made: Comparison) -> str:
    """The comparison as one line."""
    items = [
        {
            "item": row.item.number,
            "offers": [
                {
                    "proposal": one.proposal,
                    "offer": _offer(one.offer) if one.offer else None,
                    "amount": None if one.amount is None else f"{one.amount:f}",
                    "best": one.best,
                    "won": f"{one.won:f}",
                }
                for one in row.offers
            ],
        }
        for row in made.items
    ]
    combinations = [
        {
            "proposal": way.proposal,
            "total": f"{way.total.amount:f}",
            "lacking": list(way.lacking),
            "picks": [{"item": p.item, "proposal": p.proposal, "quantity": f"{p.quantity:f}"} for p in way.picks],
        }
        for way in (made.each, *made.single)
    ]
    shape = {"reference": rfp.reference, "currency": rfp.currency, "items": items, "combinations": combinations}
    return json.dumps(shape, ensure_ascii=False)
