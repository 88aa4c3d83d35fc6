"""What every command needs: the bot, the buyer who speaks, one transaction, and the answer in words or as JSON."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.commands.command import Command
from core.dossier import Actor, Dossier
from core.engine import Outcome
from core.events import Why
from core.names import Address, Reference, SupplierId, address, reference
from core.party import Level

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit


class Fault(click.ClickException):
    """Something that the user can mend; exit code 1, one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The bot, and who speaks at the command line. Who can open the database is trusted (docs/rules.md 1)."""

    bot: "Bot"
    buyer: Address | None
    channel: str = "command line"

    def actor(self) -> Actor:
        """The buyer who speaks. Raises Fault when nobody is named."""
        if self.buyer is None:
            raise Fault("who speaks? Say --as MAIL, or set cli.buyer in the configuration")
        return Actor(buyer=self.buyer, level=Level.BUYER, by=self.channel)

    def knows(self, which: Reference) -> bool:
        """Whether there is a document or a supplier with this reference."""
        with self.bot.store.read() as unit:
            return unit.documents.any(which) is not None or unit.people.supplier(SupplierId(which)) is not None

    def say(
        self,
        which: Reference | None,
        command: Command,
        *,
        grow: "Callable[[Unit, Dossier], Dossier] | None" = None,
        keep: tuple[bytes, ...] = (),
    ) -> Outcome:
        """One command in one transaction: decide, save, write the letters. Raises Fault for a refusal."""
        from bot.acting import act

        if which is not None and not self.knows(which):
            raise Fault(f"there is no {which}; see `counterfoil po list`, `invoice list` and `rfp list`")
        outcome = act(self.bot, self.actor(), which, command, grow=grow, keep=keep)
        if outcome.refusal:
            raise Fault(self.refusal(outcome))
        return outcome

    def refusal(self, outcome: Outcome) -> str:
        """Why not, in words; where it is not his to decide, who he is here and whose it is."""
        no = outcome.refusal
        if no is None or no.why is not Why.NOT_ALLOWED or not no.detail or self.buyer is None:
            return refusal_text(outcome)
        with self.bot.store.read() as unit:
            known = unit.people.buyer(self.buyer)
        who = (
            f"{self.buyer} is {', '.join(sorted(known.roles))}"
            if known
            else f"{self.buyer} is no buyer (`counterfoil buyer list`)"
        )
        about, whose = f"{no.document}: " if no.document else "", no.detail.replace(", ", " or ")
        return f"{about}it is not yours to decide: {who}, and this takes {whose}; --as MAIL says who speaks"


def refusal_text(outcome: Outcome) -> str:
    """Why not, in words."""
    from channels.render.words import Words
    from core.party import Language

    no = outcome.refusal
    assert no is not None
    words = Words(language=Language.EN, zone="UTC")
    detail = words.say("why.detail", detail=no.detail) if no.detail else ""
    text = words.say(f"why.{no.why}", detail=detail)
    return f"{no.document}: {text}" if no.document else text


@contextmanager
def desk(ctx: click.Context) -> Iterator[Desk]:
    """Open the configuration and the database for one command."""
    from bot.wire import opened, settings_at
    from config.load import SettingsError
    from core.errors import CounterfoilError

    try:
        settings = settings_at(Path(ctx.obj["config"]))
        given = ctx.obj["buyer"]
        with opened(settings) as bot:
            yield Desk(bot=bot, buyer=address(given) if given else settings.cli.buyer)
    except (SettingsError, CounterfoilError, ValueError) as problem:
        raise Fault(str(problem)) from problem


@contextmanager
def kept_as_draft(sends: str) -> Iterator[None]:
    """A document was entered, and may not be sent yet: a refusal says that it is there. Raises Fault."""
    try:
        yield
    except Fault as no:
        raise Fault(f"{no.message.rstrip('.')}; it is kept as a Draft, `{sends}` sends it") from no


def ref(text: str) -> Reference:
    """A reference as typed. Raises Fault."""
    try:
        return reference(text)
    except ValueError as problem:
        raise Fault(str(problem)) from problem


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


def tell_service(desk: Desk, outcome: Outcome) -> None:
    """Say what happened, and whether letters wait for a service."""
    for event in outcome.events:
        click.echo(spoken(event))
    if not desk.bot.store.served():
        click.echo("queued: no service runs here now; letters go out when `counterfoil run` does", err=True)


def spoken(event: object) -> str:
    """A fact as a short line: its name in words and its reference."""
    import re

    from core.about import document_of

    name = re.sub(r"(?<!^)(?=[A-Z])", " ", type(event).__name__).lower()
    return f"{document_of(event) or ''}  {name}".strip()  # type: ignore[arg-type]
