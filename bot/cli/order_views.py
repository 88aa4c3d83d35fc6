"""`counterfoil po list`, `show` and `history`: orders as they stand, and how they came there."""

from collections.abc import Iterator
from datetime import date

import click

from bot.cli.desk import Fault, desk, json_option, ref
from bot.cli.order_shapes import order_json, order_lines
from bot.cli.shapes import history_json, history_rows, letter_rows, print_rows
from core.names import SupplierId
from core.order import OrderStatus, PurchaseOrder


def past_lines(order: PurchaseOrder, today: date) -> Iterator[str]:
    """What is odd about a new order: days of delivery that are over."""
    for line in order.lines:
        if line.delivery_date is not None and line.delivery_date < today:
            yield f"{order.reference} line {line.number}: its delivery date {line.delivery_date} is past"


@click.command("list")
@click.option("--status", type=click.Choice([s.value for s in OrderStatus], case_sensitive=False), help="Only these.")
@click.option("--supplier", metavar="S-n", help="Only this supplier's.")
@click.option("--after", metavar="PO", help="Go on behind this one.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
@click.pass_context
def list_(ctx: click.Context, status: str | None, supplier: str | None, after: str | None, limit: int, as_json: bool) -> None:
    """List orders, the newest first.

    Example: counterfoil po list --status Submitted
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        statuses = (OrderStatus(status),) if status else tuple(OrderStatus)
        behind = ref(after) if after else None
        if supplier:
            orders = unit.documents.orders_of(SupplierId(supplier.upper()), statuses, behind, limit)
        else:
            orders = unit.documents.list_orders(statuses, behind, limit)
        if as_json:
            for order in orders:
                click.echo(order_json(order))
            return
        rows = [(o.reference, o.status.value, o.supplier, str(o.net), o.confirmation.value or "–") for o in orders]
        print_rows(("order", "status", "supplier", "net", "confirmed"), rows)


@click.command()
@click.argument("order")
@json_option
@click.pass_context
def show(ctx: click.Context, order: str, as_json: bool) -> None:
    """Show an order with its lines, its invoices and the state of its letters.

    Example: counterfoil po show PO-1034
    """
    from bot.order_delivery import arrivals

    with desk(ctx) as d, d.bot.store.read() as unit:
        found = unit.documents.order(ref(order))
        if found is None:
            raise Fault(f"there is no order {order}; see `counterfoil po list`")
        arrived = arrivals(unit, found.reference)
        if as_json:
            click.echo(order_json(found, arrived))
            return
        for line in order_lines(found, unit.documents.invoices_on(found.reference), arrived):
            click.echo(line)


@click.command()
@click.argument("order")
@json_option
@click.pass_context
def history(ctx: click.Context, order: str, as_json: bool) -> None:
    """Everything that happened to an order or an invoice: when, what, by whom, by which way; then its letters.

    Example: counterfoil po history PO-1034
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        entries = unit.journal.of(ref(order))
        if as_json:
            for entry in entries:
                click.echo(history_json(entry))
            return
        print_rows(
            ("when", "what", "who", "by", "mail", "details"), (*history_rows(unit, entries), *letter_rows(unit, ref(order)))
        )
