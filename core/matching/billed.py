"""How much of an order line invoices bill, in the unit of the order."""

from collections.abc import Iterable
from decimal import Decimal

from core.invoice import LIVE, Invoice
from core.matching.likeness import identifier, unit_price
from core.order import OrderLine, PurchaseOrder
from core.paper import PaperLine

_NEAR = Decimal("0.01")
_MOST = 10_000
"""Pieces in a unit; a larger ratio is another item or a misread price."""


def pieces(row: PaperLine, line: OrderLine) -> Decimal:
    """How many of the order's units are in one of the invoice's: 12 for a dozen.

    Told by the prices, where both units are printed and differ: they stand in a whole ratio. Else 1.
    """
    theirs, ours = unit_price(row), line.unit_price / line.price_base
    if not row.unit or not line.unit or identifier(row.unit) == identifier(line.unit) or not theirs or theirs < 0 or not ours:
        return Decimal(1)
    ratio = theirs / ours
    whole = Decimal(round(ratio if ratio >= 1 else 1 / ratio))
    if not 2 <= whole <= _MOST or abs((ratio if ratio >= 1 else 1 / ratio) - whole) > whole * _NEAR:
        return Decimal(1)
    return whole if ratio >= 1 else 1 / whole


def quantity_in(row: PaperLine, line: OrderLine) -> Decimal:
    """The quantity that a row bills, in the order's unit; 0 where it prints none."""
    return (row.quantity or Decimal(0)) * pieces(row, line)


def price_in(row: PaperLine, line: OrderLine) -> Decimal | None:
    """The price of one of the order's units, None where the row has neither price nor amount."""
    theirs = unit_price(row)
    return None if theirs is None else theirs / pieces(row, line)


def amount_of(row: PaperLine) -> Decimal:
    """The net amount of a row, computed where none is printed; 0 where nothing says it."""
    if row.net_amount is not None:
        return row.net_amount
    price = unit_price(row)
    return Decimal(0) if price is None or row.quantity is None else price * row.quantity - row.discount


def billed(invoices: Iterable[Invoice], order: PurchaseOrder, line: OrderLine) -> Decimal:
    """The quantity of an order line that these bill, as far as they are live."""
    live = (i for i in invoices if i.status in LIVE)
    rows = (row for i in live for row, number in i.lines_on(order.reference) if number == line.number)
    return sum((quantity_in(row, line) for row in rows), Decimal(0))
