"""`counterfoil init`, `check` and `migrate`."""

import os
from pathlib import Path
from secrets import token_urlsafe

import click

from bot.cli.desk import Fault, desk
from core.message import Trust

TEMPLATE = """# Made by `counterfoil init`. Every key is explained in config/example.toml.
[house]
name = {name}
mailbox = {mailbox}
currency = {currency}
time_zone = {zone}

[database]
url = {url}

[keys]
token_file = "counterfoil.key"

[mail]
trust = {trust}
authserv_id = {authserv}

[imap]
host = {imap}
user = {mailbox}

[smtp_out]
host = {smtp}
user = {mailbox}

[policy]
tolerance = {tolerance}

[cli]
buyer = {admin}
"""


TRUSTS = click.Choice([trust.value for trust in Trust])


def _quoted(text: str) -> str:
    """A TOML string."""
    import json

    return json.dumps(text, ensure_ascii=False)


@click.command()
@click.option("--name", prompt="The name of your company, as it stands on invoices")
@click.option("--mailbox", prompt="The mail address that suppliers write to")
@click.option("--admin", prompt="Your own mail address; you become the first admin")
@click.option("--imap", prompt="IMAP server of the mailbox")
@click.option("--smtp", prompt="SMTP server for submission")
@click.option("--currency", default="EUR", prompt="Your currency")
@click.option("--zone", default="Europe/Berlin", prompt="Your time zone")
@click.option(
    "--trust", default="host", type=click.Choice(["host", "dkim", "login", "nothing"]), prompt="How senders are authenticated"
)
@click.option("--authserv", default="", prompt="With host: the name in your server's Authentication-Results header")
@click.option("--tolerance", default="0", prompt="House tolerance in per cent")
@click.option("--database", default="sqlite:///counterfoil.db", show_default=True)
@click.pass_context
def init(ctx: click.Context, /, **given: str) -> None:
    """Ask for the settings and write counterfoil.toml.

    Example: counterfoil init
    """
    from config.load import SettingsError
    from core.errors import CounterfoilError

    if given["trust"] == Trust.HOST and not given["authserv"]:
        raise Fault("with trust = host, say --authserv: the name that stands first in your server's Authentication-Results")
    path = Path(ctx.obj["config"])
    if path.exists():
        raise Fault(f"{path} exists; remove it first, or name another with --config")
    values = {**given, "url": given.pop("database")}
    text = TEMPLATE.format(**{key: _quoted(value) for key, value in values.items()})
    key = path.parent / "counterfoil.key"
    made = [path] if key.exists() else [path, key]
    try:
        if key in made:
            key.write_text(token_urlsafe(32) + "\n", encoding="utf-8")
            key.chmod(0o600)
        path.write_text(text, encoding="utf-8")
        by_itself = _try_out(path, given["admin"])
    except (SettingsError, CounterfoilError, ValueError, OSError) as problem:
        for file in made:  # nothing half is left behind: `init` can be said again
            file.unlink(missing_ok=True)
        raise Fault(str(problem)) from problem
    click.echo(f"wrote {path} and {key.name}")
    click.echo("set COUNTERFOIL_IMAP_PASSWORD and COUNTERFOIL_SMTP_PASSWORD, then run `counterfoil check`")
    if not by_itself:
        click.echo(f"before that, `counterfoil migrate` and `counterfoil buyer add {given['admin']} --role admin`")


def _try_out(path: Path, admin: str) -> bool:
    """Read what was written, and put the first admin on file where the database needs no `migrate`; whether it was so."""
    from bot.wire import opened, settings_at
    from config.load import SECRETS
    from storage.database import file_of, parsed

    passwords = {SECRETS[f"{part}.password"]: "" for part in ("imap", "smtp_out")}
    settings = settings_at(path, {**passwords, **os.environ})
    if file_of(parsed(settings.database.url)) is None:
        return False
    with opened(settings) as bot:
        _first_admin(bot, admin)
    return True


def _first_admin(bot: object, admin: str) -> None:
    from bot.cli.desk import Desk
    from bot.cli.people import first
    from core.names import address
    from core.party import Buyer, BuyerRole

    first(Desk(bot=bot, buyer=None), Buyer(address=address(admin), roles=frozenset(BuyerRole)))  # type: ignore[arg-type]


@click.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Test every connection and right, and say what to do. Exit code 1 when something is to be done.

    Example: counterfoil check
    """
    from bot.check import checkups

    with desk(ctx) as d:
        well = True
        for one in checkups(d.bot):
            advice = f": {one.advice}" if one.advice else ""
            click.echo(f"{'ok  ' if one.well else 'DO  '} {one.door:10} {one.finding}{advice}")
            well = well and one.well
    ctx.exit(0 if well else 1)


@click.command()
@click.pass_context
def migrate(ctx: click.Context) -> None:
    """Bring a PostgreSQL database up to this version; an SQLite file is brought up by itself.

    Example: counterfoil migrate
    """
    from bot.wire import settings_at
    from config.load import SettingsError
    from core.errors import CounterfoilError
    from storage.store import migrate as bring_up

    try:
        bring_up(settings_at(Path(ctx.obj["config"])).database.url)
    except (SettingsError, CounterfoilError, ValueError) as problem:
        raise Fault(str(problem)) from problem
    click.echo("the database is up to date")
