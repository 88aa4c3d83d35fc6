"""`counterfoil inbox`, `held`, `retry` and `replay`: incoming mail, and what was set aside."""

from typing import TYPE_CHECKING

import click

from bot.cli.desk import Desk, Fault, desk, json_option
from bot.cli.shapes import mail_json, print_rows
from core.party import BuyerRole

if TYPE_CHECKING:
    from storage.inbox import InboxRow, InboxState


@click.group()
def inbox() -> None:
    """Incoming mail.

    Example: counterfoil inbox list
    """


def _list(ctx: click.Context, state: "InboxState | None", after: int, limit: int, as_json: bool) -> None:
    with desk(ctx) as d, d.bot.store.read() as unit:
        rows = unit.inbox.rows(state, after, limit)
    if as_json:
        for row in rows:
            click.echo(mail_json(row))
        return
    shown = [
        (str(r.id), f"{r.received_at:%Y-%m-%d %H:%M}", r.state.value, r.sender, r.subject_hint, r.reason or r.verdict)
        for r in rows
    ]
    print_rows(("id", "received", "state", "from", "subject", "why"), shown)


@inbox.command("list")
@click.option("--state", type=click.Choice(["waiting", "running", "done", "held", "junk"]), help="Only these.")
@click.option("--after", default=0, help="Go on behind this id.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
@click.pass_context
def list_(ctx: click.Context, state: str | None, after: int, limit: int, as_json: bool) -> None:
    """List incoming mail, the oldest first.

    Example: counterfoil inbox list --state held
    """
    from storage.inbox import InboxState

    _list(ctx, InboxState(state) if state else None, after, limit, as_json)


@inbox.command()
@click.argument("mail", type=int)
@click.option("--raw", is_flag=True, help="The bytes as they came.")
@json_option
@click.pass_context
def show(ctx: click.Context, mail: int, raw: bool, as_json: bool) -> None:
    """Show a mail: who, when, what became of it and why.

    Example: counterfoil inbox show 17 --raw
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        row = _row(unit.inbox.row(mail), mail)
        if raw:
            click.echo(unit.inbox.raw(mail), nl=False)
        elif as_json:
            click.echo(mail_json(row))
        else:
            click.echo(f"{row.id}  {row.state.value}  from {row.sender}  {row.received_at:%Y-%m-%d %H:%M:%S %Z}")
            click.echo(f"subject  {row.subject_hint}")
            click.echo(f"why      {row.reason or row.verdict}  (tries {row.tries})")
            click.echo(f"see      counterfoil inbox show {row.id} --raw > mail.eml; counterfoil explain mail.eml")


def _row(row: "InboxRow | None", mail: int) -> "InboxRow":
    if row is None:
        raise Fault(f"there is no mail {mail}; see `counterfoil inbox list`")
    return row


def sender_of(d: Desk, mail: int) -> str:
    """Whose mail it is. Raises Fault where there is no such mail."""
    with d.bot.store.read() as unit:
        return _row(unit.inbox.row(mail), mail).sender


def _may_release(d: Desk) -> None:
    """Held mail is the accountants' (docs/rules.md 1)."""
    actor = d.actor()
    with d.bot.store.read() as unit:
        me = unit.people.buyer(actor.buyer) if actor.buyer else None
    if me is None or not me.may(BuyerRole.ACCOUNTANT, BuyerRole.ADMIN):
        raise Fault(f"{d.buyer} may not do this: an accountant or an admin may")


@inbox.command()
@click.argument("mail", type=int)
@click.pass_context
def junk(ctx: click.Context, mail: int) -> None:
    """Set a mail aside for good; its bytes are kept.

    Example: counterfoil inbox junk 17
    """
    with desk(ctx) as d:
        _may_release(d)
        with d.bot.store.begin() as unit:
            unit.inbox.junk(mail)
        click.echo(f"{mail}  junk")


@inbox.command()
@click.argument("mail", type=int)
@click.argument("supplier", metavar="S-n")
@click.pass_context
def assign(ctx: click.Context, mail: int, supplier: str) -> None:
    """Say whose mail it is: its sender becomes a contact of the supplier, and the mail is worked on again.

    Example: counterfoil inbox assign 17 S-12
    """
    from bot.cli.supplier_desk import act_on
    from core.commands.buyer_people import AddContact
    from core.names import address
    from core.party import Contact

    with desk(ctx) as d:
        _may_release(d)
        with d.bot.store.read() as unit:
            row = _row(unit.inbox.row(mail), mail)
        sender = row.sender
    act_on(ctx, supplier, AddContact(contact=Contact(address=address(sender))), False)
    _again(ctx, (mail,))


@inbox.command()
@click.argument("mail", type=int)
@click.pass_context
def release(ctx: click.Context, mail: int) -> None:
    """Work on a held mail once more, after what held it was mended.

    Example: counterfoil inbox release 17
    """
    _again(ctx, (mail,))


@click.command()
@click.option("--after", default=0, help="Go on behind this id.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
@click.pass_context
def held(ctx: click.Context, after: int, limit: int, as_json: bool) -> None:
    """List mail that was set aside, and why.

    Example: counterfoil held
    """
    from storage.inbox import InboxState

    _list(ctx, InboxState.HELD, after, limit, as_json)


@click.command()
@click.argument("mails", nargs=-1, required=True, type=int)
@click.pass_context
def retry(ctx: click.Context, mails: tuple[int, ...]) -> None:
    """Work on set-aside mail once more, with three new tries.

    Example: counterfoil retry 17 18
    """
    _again(ctx, mails)


def _again(ctx: click.Context, mails: tuple[int, ...]) -> None:
    with desk(ctx) as d:
        _may_release(d)
        for mail in mails:
            with d.bot.store.begin() as unit:
                unit.inbox.requeue(mail)
            click.echo(f"{mail}  waiting")
        if not d.bot.store.served():
            click.echo("queued: no service runs here now", err=True)


@click.command()
@click.argument("mail", type=int)
@json_option
@click.pass_context
def replay(ctx: click.Context, mail: int, as_json: bool) -> None:
    """Read a mail of the past with today's readers; changes nothing.

    Example: counterfoil replay 17
    """
    from bot.explaining import explain, reader, told
    from core.message import Channel, Delivery, Envelope

    with desk(ctx) as d:
        with d.bot.store.read() as unit:
            row = _row(unit.inbox.row(mail), mail)
            raw = unit.inbox.raw(mail)
        delivery = Delivery(
            channel=Channel.CLI,
            transport_id=f"replay:{mail}",
            received_at=row.received_at,
            raw=raw,
            envelope=Envelope(trust=d.bot.settings.mail.trust),
        )
        with reader(d.bot, None) as with_:
            click.echo(told(explain(d.bot, None, with_, delivery, f"mail {mail}"), as_json=as_json))
