"""`counterfoil export` and `counterfoil erase`."""

from contextlib import ExitStack
from pathlib import Path

import click

from bot.cli.desk import Fault, desk, ref


@click.command()
@click.argument("reference")
@click.option("--to", type=click.Path(path_type=Path), help="The zip file; without it REFERENCE.zip.")
@click.option("--readings/--no-readings", default=True, show_default=True, help="Read the mails once more, as JSON.")
@click.pass_context
def export(ctx: click.Context, reference: str, to: Path | None, readings: bool) -> None:
    """The evidence of an order, an invoice or a request as one zip: mails, readings, decisions, letters, files, hashes.

    Example: counterfoil export INV-1012 --to evidence.zip
    """
    from bot.evidence import bundle, zipped
    from bot.explaining import reader

    with desk(ctx) as d, ExitStack() as closing:
        actor = d.actor()
        with d.bot.store.read() as unit:
            if actor.buyer is None or unit.people.buyer(actor.buyer) is None:
                raise Fault(f"{d.buyer} is no buyer; see `counterfoil buyer list`")
        found = bundle(d.bot, ref(reference), closing.enter_context(reader(d.bot, None)) if readings else None)
        if found is None:
            raise Fault(f"there is no {reference.upper()}; see `counterfoil po list`, `invoice list` and `rfp list`")
        target = to or Path(f"{found.about}.zip")
        try:
            target.write_bytes(zipped(found))
        except OSError as problem:
            raise Fault(f"{target}: {problem.strerror}; name a file that can be written with --to") from problem
        click.echo(f"{target}  {len(found.files)} files" + (f", {len(found.erased)} erased" if found.erased else ""))


@click.command()
@click.argument("address")
@click.option("--yes", is_flag=True, help="Erase; without it only what would be erased is shown.")
@click.pass_context
def erase(ctx: click.Context, address: str, yes: bool) -> None:
    """Erase a person: names, addresses and words. Invoices and credit notes keep their files, and all documents their facts.

    Example: counterfoil --as ann@acme.example erase paul@corvina.example
    """
    from bot.erasing import erase as take_out
    from bot.erasing import plan
    from core.names import address as checked
    from core.party import BuyerRole

    with desk(ctx) as d:
        actor = d.actor()
        with d.bot.store.read() as unit:
            me = unit.people.buyer(actor.buyer) if actor.buyer else None
        if me is None or not me.may(BuyerRole.ADMIN):
            raise Fault(f"{d.buyer} may not do this: an admin may")
        found = plan(d.bot, checked(address))
        traces = found.traces
        click.echo(f"{found.who.address}  {', '.join(found.who.names)}".rstrip())
        click.echo(f"  contact of     {', '.join(found.suppliers) or 'nobody'}")
        click.echo(
            f"  mails          {len(traces.own)} of this person: removed; {len(traces.others)} of others: without the person"
        )
        click.echo(f"  letters        {len(traces.letters)}: without the person")
        click.echo(f"  words          {len(traces.words)}: removed")
        click.echo(f"  journal, rows  {len(traces.journal)} lines, {traces.rows} rows: {found.who.alias} stands there instead")
        if not yes:
            click.echo("nothing was erased; say --yes to erase", err=True)
            return
        take_out(d.bot, actor, found)
        click.echo("erased")
