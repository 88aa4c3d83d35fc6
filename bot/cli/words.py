"""`counterfoil say`, `note` and `digest`."""

import click

from bot.cli.desk import Desk, Fault, desk, ref, tell_service
from core.commands.buyer_people import Note, Say
from core.party import Buyer


@click.command()
@click.argument("document")
@click.argument("text")
@click.pass_context
def say(ctx: click.Context, document: str, text: str) -> None:
    """Write to the supplier about a document; it goes out as mail.

    Example: counterfoil say PO-1034 "Can you deliver the pots a week earlier?"
    """
    with desk(ctx) as d:
        tell_service(d, d.say(ref(document), Say(text=_words(text))))


def _words(text: str) -> str:
    """Something that can be read. Raises Fault."""
    if not text.strip():
        raise Fault("the text is empty: say something in quotes behind the document")
    return text


@click.command()
@click.argument("document")
@click.argument("text")
@click.pass_context
def note(ctx: click.Context, document: str, text: str) -> None:
    """Keep a note with a document; it stays in the house.

    Example: counterfoil note INV-1012 "asked Ann, the pallets are fine"
    """
    with desk(ctx) as d:
        d.say(ref(document), Note(text=_words(text)))
        click.echo(f"{document.upper()}  noted, the supplier does not see it")


@click.group()
def digest() -> None:
    """Your digest: what waits for you.

    Example: counterfoil --as ann@acme.example digest now
    """


def _me(d: Desk) -> Buyer:
    with d.bot.store.read() as unit:
        found = unit.people.buyer(d.actor().buyer or d.bot.policy.house.mailbox)
    if found is None:
        raise Fault(f"{d.buyer} is no buyer; see `counterfoil buyer list`")
    return found


@digest.command()
@click.pass_context
def now(ctx: click.Context) -> None:
    """Send it now.

    Example: counterfoil --as ann@acme.example digest now
    """
    from bot.digests import digest as write_digest

    with desk(ctx) as d:
        written = write_digest(d.bot, _me(d), d.bot.clock(), ask=True)
        click.echo("your digest is on its way" if written else "nothing waits for you")


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@digest.command()
@click.argument("hour", type=click.IntRange(0, 23))
@click.option("--weekly", type=click.Choice(DAYS), help="Once a week, on this day.")
@click.pass_context
def time(ctx: click.Context, hour: int, weekly: str | None) -> None:
    """Send it at this local hour, daily or once a week.

    Example: counterfoil --as ann@acme.example digest time 7 --weekly monday
    """
    _set(ctx, hour, DAYS.index(weekly) if weekly else None)


@digest.command()
@click.pass_context
def off(ctx: click.Context) -> None:
    """Send none.

    Example: counterfoil --as ann@acme.example digest off
    """
    _set(ctx, None, None)


def _set(ctx: click.Context, hour: int | None, weekday: int | None) -> None:
    """A buyer's own choice; no role is needed for it."""
    from bot.digests import choose

    with desk(ctx) as d:
        _me(d)
        choose(d.bot, d.actor(), hour, weekday)
        when = "daily" if weekday is None else f"on {DAYS[weekday].title()}s"
        click.echo("no digest any more" if hour is None else f"your digest comes {when} at {hour}:00")
