"""`counterfoil po decide`: take or refuse what a supplier proposed, line by line."""

from typing import TYPE_CHECKING

import click

from bot.cli.desk import Fault, desk, json_option, ref, tell_service
from bot.cli.order_shapes import order_json
from core.order import AnswerField

if TYPE_CHECKING:
    from core.commands.deciding import LineVerdict

FIELDS = ", ".join(f.value for f in AnswerField)


def verdict_of(text: str, *, take: bool, reason: str) -> "LineVerdict":
    """`2`, `all`, or `2:date,price` (only to take). Raises Fault."""
    from core.commands.deciding import LineVerdict

    place, sign, named = text.strip().lower().partition(":")
    line = None if place == "all" else int(place) if place.isdigit() and int(place) else -1
    wanted = [w.strip() for w in named.split(",") if w.strip()]
    known = {f.value: f for f in AnswerField}
    if line == -1 or (sign and not (take and wanted)) or any(w not in known for w in wanted):
        raise Fault(f'"{text}" is not of the form N, all, or (to take) N:VALUE,VALUE with {FIELDS}')
    return LineVerdict(take=take, line=line, fields=tuple(known[w] for w in wanted), reason=reason)


@click.command()
@click.argument("order")
@click.option("--take", "taken", multiple=True, metavar="N", help="A line, `all`, or some values of a line: 2:date,price.")
@click.option("--refuse", "refused", multiple=True, metavar="N", help="A line, or `all` that are not named otherwise.")
@click.option("--reason", default="", help="Told to the supplier; needed for everything that is not taken.")
@json_option
@click.pass_context
def decide(ctx: click.Context, order: str, taken: tuple[str, ...], refused: tuple[str, ...], reason: str, as_json: bool) -> None:
    """Decide on what the supplier proposed: what is taken makes a new revision.

    Example: counterfoil po decide PO-1034 --take 1 --take 2:date --refuse 3 --reason "the price is agreed for 2026"
    """
    from core.commands.deciding import DecideAnswer

    verdicts = (
        *(verdict_of(text, take=True, reason=reason) for text in taken),
        *(verdict_of(text, take=False, reason=reason) for text in refused),
    )
    with desk(ctx) as d:
        outcome = d.say(ref(order), DecideAnswer(verdicts=verdicts))
        found = outcome.dossier.order(ref(order))
        if as_json and found:
            click.echo(order_json(found))
        else:
            tell_service(d, outcome)
