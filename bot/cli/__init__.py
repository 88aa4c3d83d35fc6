"""The command line: a second process beside a running service, in the same short transactions (docs/design.md 5)."""

import importlib

import click

COMMANDS = {
    "init": ("bot.cli.setup", "Ask for the settings and write counterfoil.toml."),
    "check": ("bot.cli.setup", "Test every connection and right, and say what to do."),
    "migrate": ("bot.cli.setup", "Bring a PostgreSQL database up to this version."),
    "run": ("bot.cli.service", "Run the service."),
    "demo": ("bot.cli.service", "Play the whole story on this machine."),
    "buyer": ("bot.cli.people", "Buyers: add, list, remove, deputy."),
    "supplier": ("bot.cli.people", "Suppliers: add, show, list, approve, enable, disable, contacts, requests, bank and more."),
    "po": ("bot.cli.orders", "Purchase orders: new, import, submit, revise, cancel and more."),
    "rfp": ("bot.cli.rfps", "Requests for proposal: new, import, open, extend, compare, award and more."),
    "invoice": ("bot.cli.invoices", "Invoices: show, list, take, approve, reject, return, link, pay and more."),
    "say": ("bot.cli.words", "Write to the supplier about a document."),
    "note": ("bot.cli.words", "Keep a note that stays in the house."),
    "digest": ("bot.cli.words", "Your digest: now, time, off."),
    "inbox": ("bot.cli.mailroom", "Incoming mail: list, show, assign, release, junk."),
    "held": ("bot.cli.mailroom", "List mail that was set aside."),
    "retry": ("bot.cli.mailroom", "Work on set-aside mail once more."),
    "replay": ("bot.cli.mailroom", "Read a mail of the past again, changing nothing."),
    "export": ("bot.cli.evidence", "The evidence of a document as one zip."),
    "erase": ("bot.cli.evidence", "Erase a person: names, addresses and words."),
    "read": ("bot.cli.reading", "What the readers make of documents."),
    "explain": ("bot.cli.reading", "What the bot would do with a mail, and why."),
}
"""Each command with the module that holds it: a module is loaded when its command is used, so that help is quick."""


class Lazy(click.Group):
    """A group that loads a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one; None for an unknown name, so that click names the nearest."""
        if cmd_name not in COMMANDS:
            return None
        found = getattr(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", default="counterfoil.toml", show_default=True, envvar="COUNTERFOIL_CONFIG", help="The configuration.")
@click.option("--as", "buyer", metavar="MAIL", envvar="COUNTERFOIL_BUYER", help="The buyer who speaks.")
@click.version_option(package_name="counterfoil", message="%(version)s")
@click.pass_context
def cli(ctx: click.Context, config: str, buyer: str | None) -> None:
    """Counterfoil: a supplier portal without a portal. Suppliers work from their mailbox, buyers from Slack and mail.

    Example: counterfoil --as ann@acme.example po list
    """
    ctx.obj = {"config": config, "buyer": buyer}


def main() -> None:
    """The installed command. What goes wrong is one line on standard error that says what to do."""
    cli(prog_name="counterfoil")
