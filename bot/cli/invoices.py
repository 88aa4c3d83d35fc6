"""`counterfoil invoice`: what suppliers bill, and what is decided on it."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from bot.cli.desk import Fault, desk, json_option, ref, tell_service
from bot.cli.shapes import invoice_json, invoice_lines, print_rows
from bot.dossiers import with_credit, with_number
from core.commands.buyer_credits import CreditInvoice
from core.commands.buyer_invoices import (
    ApproveInvoice,
    LinkInvoice,
    PayInvoice,
    RejectInvoice,
    ReturnInvoice,
    TakeInvoice,
    VoidInvoice,
)
from core.commands.command import Command
from core.dossier import Dossier
from core.invoice import InvoiceStatus
from core.names import SupplierId

if TYPE_CHECKING:
    from storage.unit import Unit

Grow = Callable[["Unit", Dossier], Dossier]
"""Loads what a command needs besides its document."""


class Amount(click.ParamType[Decimal]):
    """A positive amount such as 1250.00."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Decimal, never float."""
        try:
            return Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            self.fail(f"{value!r} is no amount such as 1250.00", param, ctx)


AMOUNT = Amount()


@click.group()
def invoice() -> None:
    """Invoices.

    Example: counterfoil invoice list --status Matching
    """


@invoice.command("list")
@click.option("--status", type=click.Choice([s.value for s in InvoiceStatus], case_sensitive=False), help="Only these.")
@click.option("--supplier", metavar="S-n", help="Only this supplier's.")
@click.option("--after", metavar="INV", help="Go on behind this one.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
@click.pass_context
def list_(ctx: click.Context, status: str | None, supplier: str | None, after: str | None, limit: int, as_json: bool) -> None:
    """List invoices, the newest first.

    Example: counterfoil invoice list --status Pending
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        found = unit.documents.list_invoices(
            InvoiceStatus(status) if status else None,
            SupplierId(supplier.upper()) if supplier else None,
            ref(after) if after else None,
            limit,
        )
        if as_json:
            for one in found:
                click.echo(invoice_json(one))
            return
        rows = [
            (i.reference, i.paper.number or "?", i.status.value, i.supplier, ", ".join(i.orders) or "–", str(i.gross))
            for i in found
        ]
        print_rows(("invoice", "number", "status", "supplier", "orders", "gross"), rows)


@invoice.command()
@click.argument("invoice")
@json_option
@click.pass_context
def show(ctx: click.Context, invoice: str, as_json: bool) -> None:
    """Show an invoice with its lines, where they were found on the order, and what differs.

    Example: counterfoil invoice show INV-1012
    """
    with desk(ctx) as d, d.bot.store.read() as unit:
        found = unit.documents.invoice(ref(invoice))
        if found is None:
            raise Fault(f"there is no invoice {invoice}; see `counterfoil invoice list`")
        for line in (invoice_json(found),) if as_json else invoice_lines(found):
            click.echo(line)


def _do(ctx: click.Context, which: str, command: Command, as_json: bool, grow: Grow | None = None) -> None:
    with desk(ctx) as d:
        outcome = d.say(ref(which), command, grow=grow)
        found = outcome.dossier.invoice(ref(which))
        if as_json and found:
            click.echo(invoice_json(found))
        else:
            tell_service(d, outcome)


@invoice.command()
@click.argument("invoice")
@json_option
@click.pass_context
def take(ctx: click.Context, invoice: str, as_json: bool) -> None:
    """Take the differences of a Matching invoice into the order; it goes on to approval.

    Example: counterfoil --as ann@acme.example invoice take INV-1012
    """
    _do(ctx, invoice, TakeInvoice(), as_json)


@invoice.command()
@click.argument("invoice")
@json_option
@click.pass_context
def approve(ctx: click.Context, invoice: str, as_json: bool) -> None:
    """Approve a Pending invoice.

    Example: counterfoil --as cfo@acme.example invoice approve INV-1012
    """
    _do(ctx, invoice, ApproveInvoice(), as_json)


@invoice.command()
@click.argument("invoice")
@click.option("--reason", required=True, help="Told to the supplier.")
@json_option
@click.pass_context
def reject(ctx: click.Context, invoice: str, reason: str, as_json: bool) -> None:
    """Refuse an invoice, with a reason.

    Example: counterfoil invoice reject INV-1012 --reason "the pallets were never ordered"
    """
    _do(ctx, invoice, RejectInvoice(reason=reason), as_json)


@invoice.command("return")
@click.argument("invoice")
@click.option("--reason", default="", help="What the supplier shall answer or correct.")
@click.option("--at-po-price", is_flag=True, help="To be corrected to the order's prices.")
@json_option
@click.pass_context
def return_(ctx: click.Context, invoice: str, reason: str, at_po_price: bool, as_json: bool) -> None:
    """Send an invoice back to the supplier, as a Draft.

    Example: counterfoil invoice return INV-1012 --at-po-price
    """
    _do(ctx, invoice, ReturnInvoice(reason=reason, at_order_price=at_po_price), as_json)


@invoice.command()
@click.argument("invoice")
@click.argument("order")
@click.option("--line", "lines", multiple=True, metavar="I=N", help="Line I of the invoice bills line N of the order.")
@json_option
@click.pass_context
def link(ctx: click.Context, invoice: str, order: str, lines: tuple[str, ...], as_json: bool) -> None:
    """Say which order an invoice bills, and which line a line.

    Example: counterfoil invoice link INV-1012 PO-1034 --line 2=3
    """
    pairs = []
    for text in lines:
        mine, sign, theirs = text.partition("=")
        if not (sign and mine.isdigit() and theirs.isdigit()):
            raise Fault(f"{text!r} is not of the form I=N, such as 2=3")
        pairs.append((int(mine), int(theirs)))
    from dataclasses import replace

    with desk(ctx) as d:
        which = ref(order)
        outcome = d.say(
            ref(invoice),
            LinkInvoice(order=which, lines=tuple(pairs)),
            grow=lambda unit, dossier: replace(
                dossier,
                orders=tuple({o.reference: o for o in (*dossier.orders, *_own(unit, dossier, which))}.values()),
                invoices=tuple({i.reference: i for i in (*dossier.invoices, *unit.documents.invoices_on(which))}.values()),
            ),
        )
        found = outcome.dossier.invoice(ref(invoice))
        click.echo(invoice_json(found)) if as_json and found else tell_service(d, outcome)


def _own(unit: Any, dossier: Any, which: str) -> Any:
    """The order, when it is the same supplier's."""
    return tuple(o for o in unit.documents.orders((which,)) if dossier.supplier and o.supplier == dossier.supplier.id)


@invoice.command()
@click.argument("invoice")
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="When it was paid; today without it.")
@click.option("--remittance", default="", help="The payment's reference.")
@click.option("--reverse", type=int, metavar="N", help="Take payment N back instead.")
@click.option("--credit", default="", metavar="CN", help="Spend the balance of this credit note instead of money.")
@json_option
@click.pass_context
def pay(
    ctx: click.Context,
    invoice: str,
    amount: Decimal | None,
    day: datetime | None,
    remittance: str,
    reverse: int | None,
    credit: str,
    as_json: bool,
) -> None:
    """Record a payment, or take a wrong one back.

    Example: counterfoil invoice pay INV-1012 1840.00 --date 2026-06-12 --remittance "SEPA 4711"
    """
    if amount is None and reverse is None and not credit:
        raise Fault("say how much was paid, or --reverse N, or --credit CN-n")
    paid_on = day.date() if day else None
    said = PayInvoice(amount=amount or Decimal(0), paid_on=paid_on, remittance=remittance, reverse=reverse, credit=credit)
    _do(ctx, invoice, said, as_json, grow=with_credit(ref(credit)) if credit else None)


@invoice.command("credit")
@click.argument("invoice")
@click.argument("amount", type=AMOUNT)
@click.option("--reason", required=True, help="Told to the supplier.")
@click.option("--number", default="", help="The supplier's number of the credit note, where there is one.")
@json_option
@click.pass_context
def credit_(ctx: click.Context, invoice: str, amount: Decimal, reason: str, number: str, as_json: bool) -> None:
    """Enter a credit note: it lowers what is open, and the rest is the supplier's balance.

    Example: counterfoil invoice credit INV-1012 98.00 --reason "four pans came back"
    """
    said = CreditInvoice(amount=amount, reason=reason, number=number)
    _do(ctx, invoice, said, as_json, grow=with_number(number, datetime.now(UTC).year) if number else None)


@invoice.command()
@click.argument("invoice")
@click.option("--reason", required=True, help="Told to the supplier.")
@json_option
@click.pass_context
def cancel(ctx: click.Context, invoice: str, reason: str, as_json: bool) -> None:
    """Cancel an invoice, while nothing is paid.

    Example: counterfoil invoice cancel INV-1012 --reason "sent to the wrong company"
    """
    _do(ctx, invoice, VoidInvoice(reason=reason), as_json)
