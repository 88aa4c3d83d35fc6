"""Prices and quantities of an invoice line in the unit of its order line."""

from decimal import Decimal

from core.matching.likeness import Words, identifier, unit_price
from core.order import OrderLine
from core.paper import PaperLine

PRICE_SLACK = Decimal("0.005")
MOST_PIECES = 1000
"""In a unit; a larger ratio is another item or a misread price."""
_NEAR = Decimal("0.05")
ONE = Decimal(1)


def ordered_price(line: OrderLine) -> Decimal:
    """The price of one unit as ordered."""
    return line.unit_price / line.price_base


def pieces(row: PaperLine, line: OrderLine) -> Decimal:
    """How many of the order's units are in one of the invoice's: 12 for a dozen.

    Told by the prices, where they stand in a whole ratio and the units printed differ, or one description names that number.
    """
    theirs, ours = unit_price(row), ordered_price(line)
    whole = ratio(theirs, ours)
    if whole is None or theirs is None or not (units_differ(row, line) or _names(whole, row, line)):
        return ONE
    return whole if theirs > ours else 1 / whole


def ratio(theirs: Decimal | None, ours: Decimal) -> Decimal | None:
    """The whole number from 2 on that one price is of the other."""
    if theirs is None or theirs <= 0 or ours <= 0:
        return None
    exact = max(theirs / ours, ours / theirs)
    if not 2 - _NEAR <= exact <= MOST_PIECES:
        return None
    whole = Decimal(round(exact))
    return whole if abs(exact - whole) <= min(whole * PRICE_SLACK, _NEAR) else None


def units_differ(row: PaperLine, line: OrderLine) -> bool:
    """Whether both print a unit, and not the same."""
    return bool(row.unit and line.unit) and identifier(row.unit) != identifier(line.unit)


def _names(whole: Decimal, row: PaperLine, line: OrderLine) -> bool:
    return str(whole) in Words.of(row.description).figures ^ Words.of(line.description).figures


def same_price(theirs: Decimal | None, ours: Decimal) -> bool:
    """Whether two prices are the same but for rounding."""
    return theirs is not None and abs(theirs - ours) <= abs(ours) * PRICE_SLACK


def price_agrees(row: PaperLine, line: OrderLine) -> bool:
    """Whether the price is the order's, in its unit."""
    return same_price(price_in(row, line), ordered_price(line))


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
