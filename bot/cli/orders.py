"""`counterfoil po`: purchase orders."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.deciding import decide
from bot.cli.desk import Fault, desk, json_option, kept_as_draft, ref, tell_service
from bot.cli.order_shapes import order_json
from bot.cli.order_views import history, list_, past_lines, show
from core.commands.buyer_orders import (
    AttachFile,
    CancelOrder,
    CompleteOrder,
    NewOrder,
    ResendOrder,
    ReviseOrder,
    SubmitOrder,
)
from core.commands.command import Command
from core.dossier import Dossier
from core.names import Address, Reference, SupplierId, hash_of, order_number, safe_line
from core.order import Attached, PurchaseOrder

if TYPE_CHECKING:
    from bot.cli.desk import Desk
    from storage.unit import Unit

LINE_FORM = '"QUANTITY [UNIT] x PRICE [SKU] TEXT[, DATE]"'


@click.group()
def po() -> None:
    """Purchase orders.

    Example: counterfoil po new --supplier S-1 --line "120 pcs x 24.50 CM-PAN-28 Frying pan 28 cm, 2026-05-12" --submit
    """


@po.command()
@click.option("--supplier", required=True, metavar="S-n", help="Whose order it is.")
@click.option("--number", metavar="PO", help="Your number; without it the next PO-n.")
@click.option(
    "--line", "lines", multiple=True, required=True, metavar="LINE", help='"QUANTITY [UNIT] x PRICE [SKU] TEXT[, DATE]"'
)
@click.option("--tax", "tax", metavar="RATE", help="Tax rate of all lines, in per cent.")
@click.option("--terms", default="", help="Payment terms.")
@click.option("--ship-to", default="", help="Place of delivery.")
@click.option("--note", default="", help="A note to the supplier.")
@click.option("--submit", is_flag=True, help="Send it at once.")
@json_option
@click.pass_context
def new(
    ctx: click.Context,
    supplier: str,
    number: str | None,
    lines: tuple[str, ...],
    tax: str | None,
    terms: str,
    ship_to: str,
    note: str,
    submit: bool,
    as_json: bool,
) -> None:
    """Enter an order as a Draft.

    Example: counterfoil po new --supplier S-1 --line "40 pcs x 6.25 CM-LAD-12 Ladle 12 cl, 2026-05-26" --tax 21 --submit
    """
    from bot.order_entry import line_of, rate_of

    with desk(ctx) as d:
        try:
            rows = tuple(replace(line_of(text, n), tax_rate=rate_of(tax)) for n, text in enumerate(lines, start=1))
        except ValueError as problem:
            raise Fault(str(problem)) from problem
        order = _entered(
            d,
            supplier,
            number,
            rows_to=PurchaseOrder(
                reference=Reference("NEW"),
                supplier=SupplierId(supplier.upper()),
                initiator=d.actor().buyer or Address(""),
                currency=d.bot.policy.house.currency,
                lines=rows,
                payment_terms=terms,
                ship_to=ship_to,
                note=note,
            ),
        )
        _finish(d, (order.reference,), submit, as_json)


def _entered(d: "Desk", supplier: str, number: str | None, *, rows_to: PurchaseOrder) -> PurchaseOrder:
    """Save a new order as a Draft, under its own number or the next one."""
    with d.bot.store.read() as unit:
        found = unit.people.supplier(SupplierId(supplier.upper()))
        name = _number(number) if number else Reference(f"PO-{unit.counters.peek().order}")
    if found is None:
        raise Fault(f"there is no supplier {supplier}; see `counterfoil supplier list`")
    order = replace(rows_to, reference=name, currency=found.currency)

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        known = unit.documents.order(name)
        return replace(dossier, supplier=found, orders=(known,) if known else ())

    d.say(None, NewOrder(order=order), grow=grow)
    return order


def _number(text: str) -> Reference:
    """A number that the buyer gives. Raises Fault."""
    try:
        return order_number(text)
    except ValueError as problem:
        raise Fault(str(problem)) from problem


def _finish(d: "Desk", orders: tuple[Reference, ...], submit: bool, as_json: bool) -> None:
    """Say what was entered, and what is odd about it; send it, where that was asked for."""
    with d.bot.store.read() as unit:
        entered = unit.documents.orders(orders)
    for line in (line for order in entered for line in past_lines(order, d.bot.today())):
        click.echo(line, err=True)
    for which in orders:
        with kept_as_draft(f"counterfoil po submit {which}"):
            outcome = d.say(which, SubmitOrder()) if submit else None
        with d.bot.store.read() as unit:
            order = unit.documents.order(which)
        assert order is not None
        if as_json:
            click.echo(order_json(order))
        elif outcome:
            tell_service(d, outcome)
        else:
            click.echo(f"{order.reference}  draft, net {order.net}; send it with `counterfoil po submit {order.reference}`")


@po.command("import")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--template", type=click.Path(dir_okay=False, path_type=Path), help="Write the empty sheet to this file.")
@click.option("--submit", is_flag=True, help="Send the orders at once.")
@json_option
@click.pass_context
def import_(ctx: click.Context, file: Path | None, template: Path | None, submit: bool, as_json: bool) -> None:
    """Import orders from JSON, CSV or XLSX, one row a line; a bad row is named, and nothing is half imported.

    Example: counterfoil po import orders.xlsx --submit
    """
    from bot.dossiers import SUPPLIERS
    from bot.order_entry import read_orders

    if template:
        from channels.render.sheets import import_template

        template.write_bytes(import_template())
        click.echo(f"wrote {template}; fill it in, then `counterfoil po import {template}`")
        return
    if file is None:
        raise Fault("name a file, or ask for --template FILE")
    with desk(ctx) as d:
        with d.bot.store.read() as unit:
            suppliers = {s.id: s for s in unit.people.suppliers(limit=SUPPLIERS)}
            number = unit.counters.peek().order
        try:
            orders = read_orders(file.read_bytes(), file.name, suppliers, number, d.actor().buyer or Address(""))
        except ValueError as problem:
            raise Fault(f"{file}: {problem}; nothing was imported") from problem
        _import(d, orders)
        _finish(d, tuple(o.reference for o in orders), submit, as_json)


def _import(d: "Desk", orders: tuple[PurchaseOrder, ...]) -> None:
    """All of them in one transaction, or none."""
    from bot.acting import act_all

    outcome = act_all(d.bot, d.actor(), tuple(NewOrder(order=o) for o in orders))
    if outcome.refusal:
        raise Fault(f"{outcome.refusal.document} exists already; nothing was imported")


def _do(ctx: click.Context, order: str, command: Command, as_json: bool) -> None:
    with desk(ctx) as d:
        outcome = d.say(ref(order), command)
        if as_json:
            found = outcome.dossier.order(ref(order))
            click.echo(order_json(found) if found else "")
        else:
            tell_service(d, outcome)


@po.command()
@click.argument("order")
@json_option
@click.pass_context
def submit(ctx: click.Context, order: str, as_json: bool) -> None:
    """Send the order to the supplier, as mail with PDF and XLSX.

    Example: counterfoil po submit PO-1034
    """
    _do(ctx, order, SubmitOrder(), as_json)


@po.command()
@click.argument("order")
@json_option
@click.pass_context
def resend(ctx: click.Context, order: str, as_json: bool) -> None:
    """Send the order mail again.

    Example: counterfoil po resend PO-1034
    """
    _do(ctx, order, ResendOrder(), as_json)


@po.command()
@click.argument("order")
@click.option("--reason", default="", help="Told to the supplier.")
@json_option
@click.pass_context
def cancel(ctx: click.Context, order: str, reason: str, as_json: bool) -> None:
    """Take the order back, while none of its invoices is approved or paid.

    Example: counterfoil po cancel PO-1034 --reason "ordered twice"
    """
    _do(ctx, order, CancelOrder(reason=reason), as_json)


@po.command()
@click.argument("order")
@json_option
@click.pass_context
def complete(ctx: click.Context, order: str, as_json: bool) -> None:
    """Close the order by hand.

    Example: counterfoil po complete PO-1034
    """
    _do(ctx, order, CompleteOrder(), as_json)


@po.command()
@click.argument("order")
@click.option(
    "--line",
    "lines",
    multiple=True,
    required=True,
    metavar="N=LINE",
    help='"2=60 pcs x 38.90 CM-POT-05 Stock pot", "2=" removes it',
)
@json_option
@click.pass_context
def revise(ctx: click.Context, order: str, lines: tuple[str, ...], as_json: bool) -> None:
    """Change lines of a submitted order; the supplier gets the difference line by line.

    Example: counterfoil po revise PO-1034 --line "2=40 pcs x 38.90 CM-POT-05 Stock pot 5 l, 2026-05-19"
    """
    from bot.order_entry import revised

    with desk(ctx) as d:
        with d.bot.store.read() as unit:
            found = unit.documents.order(ref(order))
        if found is None:
            raise Fault(f"there is no order {order}; see `counterfoil po list`")
        try:
            rows = revised(found.lines, lines)
        except ValueError as problem:
            raise Fault(str(problem)) from problem
        tell_or_json(d, ref(order), ReviseOrder(lines=rows), as_json)


def tell_or_json(d: "Desk", which: Reference, command: Command, as_json: bool) -> None:
    """One command on an order, and its answer."""
    outcome = d.say(which, command)
    found = outcome.dossier.order(which)
    if as_json and found:
        click.echo(order_json(found))
    else:
        tell_service(d, outcome)


@po.command()
@click.argument("order")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--internal", is_flag=True, help="It never leaves the house.")
@click.pass_context
def attach(ctx: click.Context, order: str, file: Path, internal: bool) -> None:
    """Attach a file to an order.

    Example: counterfoil po attach PO-1034 drawing.pdf
    """
    import mimetypes

    content = file.read_bytes()
    media = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    attached = Attached(
        hash=hash_of(content), name=safe_line(file.name, 120), media_type=media, size=len(content), internal=internal
    )
    with desk(ctx) as d:
        outcome = d.say(ref(order), AttachFile(file=attached), keep=(content,))
        tell_service(d, outcome)


for view in (list_, show, history, decide):
    po.add_command(view)
