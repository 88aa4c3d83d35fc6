"""`counterfoil rfp`: requests for proposal."""

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.cli.desk import Fault, desk, json_option, kept_as_draft, ref, tell_service
from bot.cli.rfp_views import compare_, list_, loaded, rfp_json, show
from core.commands.buyer_awards import AwardRfp
from core.commands.buyer_rfps import AdmitProposal, AttachToRfp, CancelRfp, CompleteRfp, ExtendRfp, NewRfp, OpenRfp
from core.commands.command import Command
from core.events import RfpDrafted
from core.names import Address, Reference, SupplierId, hash_of, safe_line
from core.order import Attached
from core.proposal import Rfp, RfpStatus

if TYPE_CHECKING:
    from bot.cli.desk import Desk

MANY = 100_000


@click.group()
def rfp() -> None:
    """Requests for proposal.

    Example: counterfoil rfp new --title Tableware --item "400 pcs x Bowl 24 cm" --deadline 2026-06-30 --supplier S-1 --open
    """


@rfp.command()
@click.option("--title", default="", help="What it is about.")
@click.option("--item", "items", multiple=True, required=True, metavar="ITEM", help='"QUANTITY [UNIT] x [SKU] TEXT"')
@click.option("--deadline", metavar="TIME", help='"2026-06-30 17:00", or a day, which lasts until its end.')
@click.option("--supplier", "suppliers", multiple=True, metavar="S-n", help="Who is asked; say it again for each.")
@click.option("--currency", "code", help="Offers are in this currency; without it the house's.")
@click.option("--terms", default="", help="Payment terms.")
@click.option("--ship-to", default="", help="Place of delivery.")
@click.option("--note", default="", help="A note to the suppliers.")
@click.option("--open", "at_once", is_flag=True, help="Send it at once.")
@json_option
@click.pass_context
def new(
    ctx: click.Context,
    title: str,
    items: tuple[str, ...],
    deadline: str | None,
    suppliers: tuple[str, ...],
    code: str | None,
    terms: str,
    ship_to: str,
    note: str,
    at_once: bool,
    as_json: bool,
) -> None:
    """Enter a request as a Draft.

    Example: counterfoil rfp new --item "400 pcs x Bowl 24 cm" --item "40 pcs x Jug" --deadline 2026-06-30 --supplier S-1
    """
    from bot.rfp_entry import NEW, deadline_of, item_of, suppliers_of
    from core.money import currency

    with desk(ctx) as d:
        known = _suppliers(d)
        request = Rfp(
            reference=NEW,
            status=RfpStatus.DRAFT,
            items=tuple(item_of(text, n) for n, text in enumerate(items, start=1)),
            title=title,
            initiator=d.actor().buyer or Address(""),
            currency=currency(code) if code else d.bot.policy.house.currency,
            deadline=deadline_of(deadline, _zone(d)) if deadline else None,
            invited=suppliers_of(suppliers, known),
            payment_terms=terms,
            ship_to=ship_to,
            note=note,
        )
        _enter(d, (request,), at_once, as_json)


def _suppliers(d: "Desk") -> tuple[SupplierId, ...]:
    with d.bot.store.read() as unit:
        return tuple(s.id for s in unit.people.suppliers(limit=MANY))


def _zone(d: "Desk") -> ZoneInfo:
    """The buyer's, else the installation's."""
    with d.bot.store.read() as unit:
        buyer = unit.people.buyer(d.actor().buyer or Address(""))
    return ZoneInfo((buyer.time_zone if buyer else "") or d.bot.policy.house.time_zone)


def _enter(d: "Desk", requests: tuple[Rfp, ...], at_once: bool, as_json: bool) -> None:
    """All of them in one transaction, or none; then each is opened, where that was asked for."""
    from bot.acting import act_all

    outcome = act_all(d.bot, d.actor(), tuple(NewRfp(rfp=r) for r in requests))
    if outcome.refusal:
        raise Fault(d.refusal(outcome))
    for made in (event.rfp for event in outcome.events if isinstance(event, RfpDrafted)):
        with kept_as_draft(f"counterfoil rfp open {made.reference}"):
            opened = d.say(made.reference, OpenRfp()) if at_once else None
        if as_json:
            with d.bot.store.read() as unit:
                click.echo(rfp_json(*loaded(unit, made.reference)))
        elif opened:
            tell_service(d, opened)
        else:
            click.echo(f"{made.reference}  draft, {len(made.items)} items; send it with `counterfoil rfp open {made.reference}`")


@rfp.command("import")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--template", type=click.Path(dir_okay=False, path_type=Path), help="Write the empty sheet to this file.")
@click.option("--open", "at_once", is_flag=True, help="Send the requests at once.")
@json_option
@click.pass_context
def import_(ctx: click.Context, file: Path | None, template: Path | None, at_once: bool, as_json: bool) -> None:
    """Import requests from JSON, CSV or XLSX, one row an item; a bad row is named, and nothing is half imported.

    Example: counterfoil rfp import requests.xlsx --open
    """
    from bot.rfp_entry import read_rfps

    if template:
        from channels.render.sheets import rfp_template

        template.write_bytes(rfp_template())
        click.echo(f"wrote {template}; fill it in, then `counterfoil rfp import {template}`")
        return
    if file is None:
        raise Fault("name a file, or ask for --template FILE")
    with desk(ctx) as d:
        buyer, house = d.actor().buyer or Address(""), d.bot.policy.house.currency
        try:
            found = read_rfps(file.read_bytes(), file.name, _suppliers(d), house, _zone(d), buyer)
        except ValueError as problem:
            raise Fault(f"{file}: {problem}; nothing was imported") from problem
        _enter(d, found, at_once, as_json)


def _do(ctx: click.Context, which: str, command: Command, as_json: bool) -> None:
    with desk(ctx) as d:
        _say(d, ref(which), command, as_json)


def _say(d: "Desk", which: Reference, command: Command, as_json: bool) -> None:
    from bot.dossiers import with_asked

    more = command.suppliers if isinstance(command, OpenRfp) else ()
    outcome = d.say(which, command, grow=with_asked(more))
    if as_json:
        click.echo(rfp_json(outcome.dossier.rfps[0], outcome.dossier.proposals))
    else:
        tell_service(d, outcome)


@rfp.command("open")
@click.argument("rfp")
@click.option("--supplier", "suppliers", multiple=True, metavar="S-n", help="Ask this one too.")
@json_option
@click.pass_context
def open_(ctx: click.Context, rfp: str, suppliers: tuple[str, ...], as_json: bool) -> None:
    """Send the request to each supplier, by a mail of its own; said again, it asks further ones.

    Example: counterfoil rfp open RFP-7 --supplier S-3
    """
    _do(ctx, rfp, OpenRfp(suppliers=tuple(SupplierId(s.upper()) for s in suppliers)), as_json)


@rfp.command()
@click.argument("rfp")
@click.argument("deadline")
@json_option
@click.pass_context
def extend(ctx: click.Context, rfp: str, deadline: str, as_json: bool) -> None:
    """Move the deadline to a later time, all who are asked are told; or set the one of a Draft.

    Example: counterfoil rfp extend RFP-7 "2026-07-07 17:00"
    """
    from bot.rfp_entry import deadline_of

    with desk(ctx) as d:
        _say(d, ref(rfp), ExtendRfp(deadline=deadline_of(deadline, _zone(d))), as_json)


@rfp.command()
@click.argument("rfp")
@click.argument("supplier")
@json_option
@click.pass_context
def admit(ctx: click.Context, rfp: str, supplier: str, as_json: bool) -> None:
    """Let an offer count that came late, or one that is not complete, after the deadline.

    Example: counterfoil rfp admit RFP-7 S-3
    """
    _do(ctx, rfp, AdmitProposal(supplier=SupplierId(supplier.upper())), as_json)


@rfp.command()
@click.argument("rfp")
@click.argument("choices", nargs=-1, metavar="ITEM=S-n[:QUANTITY]…")
@click.option("--cheapest", is_flag=True, help="Each item to the cheapest offer.")
@click.option("--all", "everything", metavar="S-n", help="All items that this supplier offers.")
@json_option
@click.pass_context
def award(ctx: click.Context, rfp: str, choices: tuple[str, ...], cheapest: bool, everything: str | None, as_json: bool) -> None:
    """Award items, to one supplier or several; each winner gets its order at once.

    Example: counterfoil rfp award RFP-7 1=S-2 2=S-1 3=S-1:20
    """
    from bot.rfp_entry import choice_of, picks

    if bool(choices) + cheapest + bool(everything) != 1:
        raise Fault("say ITEM=S-n for each item, or --cheapest, or --all S-n")
    with desk(ctx) as d:
        with d.bot.store.read() as unit:
            found, proposals = loaded(unit, ref(rfp))
        picked = tuple(choice_of(c) for c in choices) or picks(found, proposals, SupplierId((everything or "").upper()))
        if not picked:
            raise Fault(f"no offer that counts; see `counterfoil rfp compare {found.reference}`")
        day = d.bot.clock().astimezone(_zone(d)).date()
        _say(d, found.reference, AwardRfp(choices=picked, day=day), as_json)


@rfp.command()
@click.argument("rfp")
@json_option
@click.pass_context
def complete(ctx: click.Context, rfp: str, as_json: bool) -> None:
    """Close the request by hand: what is not awarded stays so.

    Example: counterfoil rfp complete RFP-7
    """
    _do(ctx, rfp, CompleteRfp(), as_json)


@rfp.command()
@click.argument("rfp")
@click.option("--reason", default="", help="Told to the suppliers.")
@json_option
@click.pass_context
def cancel(ctx: click.Context, rfp: str, reason: str, as_json: bool) -> None:
    """Call the request off, while nothing of it is awarded.

    Example: counterfoil rfp cancel RFP-7 --reason "the canteen opens next year only"
    """
    _do(ctx, rfp, CancelRfp(reason=reason), as_json)


@rfp.command()
@click.argument("rfp")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--internal", is_flag=True, help="It never leaves the house.")
@click.pass_context
def attach(ctx: click.Context, rfp: str, file: Path, internal: bool) -> None:
    """Add a file for all who are asked, or, with the name of a proposal, for that one supplier.

    Example: counterfoil rfp attach RFP-7 drawing.pdf
    """
    import mimetypes

    content = file.read_bytes()
    media = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    attached = Attached(
        hash=hash_of(content), name=safe_line(file.name, 120), media_type=media, size=len(content), internal=internal
    )
    with desk(ctx) as d:
        tell_service(d, d.say(ref(rfp), AttachToRfp(file=attached), keep=(content,)))


for view in (list_, show, compare_):
    rfp.add_command(view)
