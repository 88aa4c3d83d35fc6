"""An advance shipping notice as a fact: what, how much, when, by whom carried (docs/rules.md 2)."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from core.answering import voice
from core.dossier import Dossier
from core.events import OrderShipped, Refused, Why
from core.names import safe_line
from core.order import LineAnswer, OrderStatus, PurchaseOrder
from core.plausible import plausible
from core.schedule import Shipment, ShippedLine

if TYPE_CHECKING:
    from core.commands.supplier_orders import Ship

NAME_LENGTH = 100


def shipped(said: "Ship", dossier: Dossier, order: PurchaseOrder, at: datetime) -> OrderShipped | Refused:
    """The shipment; a quantity needs its line, a canceled order takes none."""
    if order.status is OrderStatus.CANCELED:
        return Refused(why=Why.ORDER_CANCELED, document=order.reference, word=said.word)
    lines = _lines(said, order)
    if isinstance(lines, Refused):
        return lines
    shipment = Shipment(
        number=len(order.shipments) + 1,
        lines=lines,
        at=at,
        date=said.date,
        carrier=safe_line(said.carrier or "", NAME_LENGTH),
        tracking=safe_line(said.tracking or "", NAME_LENGTH),
        by=voice(dossier.actor),
    )
    return OrderShipped(order=order.reference, shipment=shipment)


def _lines(said: "Ship", order: PurchaseOrder) -> tuple[ShippedLine, ...] | Refused:
    strange = [n for n in said.lines if order.line(n) is None]
    if strange:
        return Refused(why=Why.UNKNOWN_LINE, document=order.reference, word=said.word, detail=str(strange[0]))
    named = tuple(dict.fromkeys(said.lines)) or tuple(n for n in _not_refused(order) if left_to_ship(order, n) > 0)
    numbers = named or _not_refused(order)
    if said.quantity is None:
        return tuple(ShippedLine(line=n, quantity=max(left_to_ship(order, n), Decimal(0))) for n in numbers)
    if not plausible(said.quantity) or said.quantity <= 0:
        return Refused(why=Why.BAD_VALUE, document=order.reference, word=said.word, detail="quantity")
    if len(numbers) != 1:
        return Refused(why=Why.WHICH_LINE, document=order.reference, word=said.word)
    return (ShippedLine(line=numbers[0], quantity=said.quantity),)


def _not_refused(order: PurchaseOrder) -> tuple[int, ...]:
    refused = {a.line for a in order.answers if a.answer is LineAnswer.REJECTED}
    return tuple(line.number for line in order.lines if line.number not in refused)


def left_to_ship(order: PurchaseOrder, number: int) -> Decimal:
    """How much of a line is not on its way yet; below zero where more was sent than ordered."""
    line = order.line(number)
    return (line.quantity if line else Decimal(0)) - order.shipped(number)
