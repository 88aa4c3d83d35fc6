"""One command on one supplier, from the command line."""

from typing import TYPE_CHECKING

import click

from bot.cli.desk import Desk, Fault, desk, tell_service
from bot.cli.shapes import supplier_json
from core.commands.command import Command
from core.dossier import Dossier
from core.engine import Outcome
from core.names import SupplierId
from core.party import Supplier

if TYPE_CHECKING:
    from storage.unit import Unit


def known(d: Desk, which: str) -> Supplier:
    """The supplier with this reference. Raises Fault."""
    with d.bot.store.read() as unit:
        found = unit.people.supplier(SupplierId(which.upper()))
    if found is None:
        raise Fault(f"there is no supplier {which}; see `counterfoil supplier list`")
    return found


def tell(d: Desk, outcome: Outcome, as_json: bool) -> None:
    """The supplier as it now is, or what happened."""
    found = outcome.dossier.supplier
    if as_json and found:
        click.echo(supplier_json(found))
    else:
        tell_service(d, outcome)


def decide(d: Desk, which: str, command: Command) -> Outcome:
    """One command, with the supplier's Drafts and open questions in the dossier. Raises Fault for a refusal."""
    from bot.dossiers import for_supplier

    found = known(d, which)

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        return for_supplier(unit, dossier, found.id)

    return d.say(None, command, grow=grow)


def act_on(ctx: click.Context, which: str, command: Command, as_json: bool) -> None:
    """One command, told."""
    with desk(ctx) as d:
        tell(d, decide(d, which, command), as_json)
