"""A value that a question about one order line asked for, as the change that it makes (docs/mail.md 6)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from core.commands.supplier_orders import Change
from core.order import PurchaseOrder
from core.question import About, Question


def change_of(question: Question, order: PurchaseOrder, value: str) -> Change | None:
    """The change; None when the value is not of its kind. The parsers bring dates to ISO and decimals to a point before."""
    text, bare = value.strip(), Change(document=order.reference, line=question.line)
    try:
        match question.about:
            case About.QUANTITY:
                return replace(bare, quantity=Decimal(text))
            case About.UNIT_PRICE:
                return replace(bare, unit_price=Decimal(text))
            case About.DATE:
                return replace(bare, date=date.fromisoformat(text))
            case About.SUBSTITUTE:
                return replace(bare, substitute=text) if text else None
            case _:
                return None
    except (ValueError, InvalidOperation):
        return None
