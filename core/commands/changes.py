"""What a proposed change comes to: per line the values that differ from the order's own (docs/rules.md 2)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from core.answering import recorded, voice
from core.dossier import Dossier
from core.events import Event, Refused, Why
from core.matching.billed import billed
from core.matching.likeness import identifier
from core.money import line_agrees
from core.names import safe_line, text_hash
from core.order import Answered, LineAnswer, OrderLine, PurchaseOrder
from core.order_questions import asked, value
from core.plausible import plausible
from core.policy import Policy
from core.question import About, Question
from core.schedule import Part

if TYPE_CHECKING:
    from core.commands.supplier_orders import Change

PIECES = frozenset({"pc", "pcs", "pce", "piece", "pieces", "ea", "each", "unit", "units", "st", "stk", "stck", "stück", "stueck"})
"""Names of one unit; any two other names are two units."""
SKU_LENGTH = 60
MOST_PARTS = 24
NEAR = Decimal(2)
"""A price is for the line's price base or for one: the one that lies within this factor of the order's own."""
PRICE_DECIMALS = -6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    """What is left of a change once the order's own values are taken out of it."""

    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    promised: date | None = None
    substitute: str = ""
    parts: tuple[Part, ...] = ()


def proposed(said: "Change", dossier: Dossier, order: PurchaseOrder, at: datetime, policy: Policy) -> tuple[Event, ...]:
    """The answers of a change, or the question or the refusal that it comes to. All of its lines or none."""
    lines = _lines(said, order)
    if isinstance(lines, Refused):
        return (lines,)
    questions = tuple(q for line in lines for q in _doubted(said, dossier, order, line, at, policy))
    if questions:
        return asked(dossier, questions[:1])
    answers: list[Answered] = []
    for line in lines:
        found = _values(said, order, line, billed(dossier.invoices, order, line), at)
        if isinstance(found, Refused):
            return (found,)
        answers.append(_answer(said, dossier, order, line, found, at))
    return recorded(dossier, order, tuple(answers), at, policy)


def _refused(said: "Change", order: PurchaseOrder, why: Why, detail: str = "") -> Refused:
    return Refused(why=why, document=order.reference, word=said.word, detail=detail)


def _lines(said: "Change", order: PurchaseOrder) -> tuple[OrderLine, ...] | Refused:
    """The line named; without one the only line, or all of them that are not refused where only the date is given."""
    if said.line is not None:
        line = order.line(said.line)
        return (line,) if line else _refused(said, order, Why.UNKNOWN_LINE, str(said.line))
    if len(order.lines) == 1:
        return order.lines
    only_date = said.date and not (said.quantity or said.unit_price is not None or said.substitute or said.parts)
    refused = {a.line for a in order.answers if a.answer is LineAnswer.REJECTED}
    every = tuple(line for line in order.lines if line.number not in refused)
    return every if only_date and every else _refused(said, order, Why.WHICH_LINE)


def _doubted(
    said: "Change", dossier: Dossier, order: PurchaseOrder, line: OrderLine, at: datetime, policy: Policy
) -> tuple[Question, ...]:
    """Another unit or currency is never taken for the order's own, nor a price that may be for one or for many: it is asked."""
    if (said.quantity is not None or said.parts) and said.unit and not same_unit(said.unit, line.unit):
        return value(dossier, order, at, policy, About.QUANTITY, line.number)
    foreign = said.currency is not None and said.currency != order.currency
    if said.unit_price is not None and (foreign or (_price(said.unit_price, order, line) or 0) < 0 <= said.unit_price):
        return value(dossier, order, at, policy, About.UNIT_PRICE, line.number)
    return ()


def same_unit(theirs: str, ours: str) -> bool:
    """Whether two names are one unit; a line without a unit counts pieces."""
    one, other = identifier(theirs), identifier(ours) or "pcs"
    return one == other or {one, other} <= PIECES


def _values(said: "Change", order: PurchaseOrder, line: OrderLine, least: Decimal, at: datetime) -> _Values | Refused:
    """What differs. Refused: a value that cannot be, or one that the invoices rule out."""
    if _absurd(said, at):
        return _refused(said, order, Why.BAD_VALUE, _absurd(said, at))
    quantity = None if said.quantity == line.quantity else said.quantity
    if quantity is not None and quantity < least:
        return _refused(said, order, Why.MORE_THAN_OPEN, f"{least.normalize():f}")
    price = _price(said.unit_price, order, line)
    parts = tuple(sorted(said.parts, key=lambda p: (p.date is None, p.date or date.max)))
    whole = quantity or line.quantity
    if sum((p.quantity for p in parts), Decimal(0)) > whole:
        return _refused(said, order, Why.MORE_THAN_ORDERED, f"{whole.normalize():f}")
    promised = said.date
    first = parts[0] if len(parts) == 1 and parts[0].quantity == whole else None
    if first or parts == line.parts or _is_as_ordered(parts, line, whole):
        parts, promised = (), first.date if first and first.date else promised
    substitute = safe_line(said.substitute or "", SKU_LENGTH)
    own = {identifier(line.supplier_sku), identifier(line.buyer_sku)}
    return _Values(
        quantity=quantity,
        unit_price=price,
        promised=None if parts or promised == line.delivery_date else promised,
        substitute="" if identifier(substitute) in own else substitute,
        parts=parts,
    )


def _is_as_ordered(parts: tuple[Part, ...], line: OrderLine, whole: Decimal) -> bool:
    days = {p.date for p in parts}
    return days == {line.delivery_date} and sum((p.quantity for p in parts), Decimal(0)) == whole


def _absurd(said: "Change", at: datetime) -> str:
    """The field whose value cannot be; also for a change that names none."""
    counts = [said.quantity, *(p.quantity for p in said.parts)]
    if not all(plausible(n) and (n is None or n > 0) for n in counts):
        return "quantity"
    price = said.unit_price
    if price is not None and (not plausible(price) or price < 0 or _decimals(price) < PRICE_DECIMALS):
        return "unit_price"
    days = [said.date, *(p.date for p in said.parts)]
    if any(day and day < at.date() - timedelta(days=1) for day in days):
        return "date"
    empty = not any((said.quantity, price is not None, said.date, said.substitute, said.parts))
    return "lines" if empty or len(said.parts) > MOST_PARTS else ""


def _decimals(price: Decimal) -> int:
    exponent = price.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _price(price: Decimal | None, order: PurchaseOrder, line: OrderLine) -> Decimal | None:
    """The price for the line's base where it differs from the order's own; -1 where it is not certain for how many it is.

    The order's own price is also the one of a single piece, and the one after the discount.
    """
    if price is None or price == line.unit_price:
        return None
    code, net = order.currency, line.net(order.currency)
    if line.discount and line_agrees((line.quantity * price / line.price_base), net, code):
        return None
    if line.price_base == 1:
        return price
    each = price * line.price_base
    if each == line.unit_price or (line.discount and line_agrees(line.quantity * price, net, code)):
        return None
    fits = [p for p in dict.fromkeys((price, each)) if _near(p, line.unit_price)]
    return fits[0] if len(fits) == 1 else Decimal(-1)


def _near(price: Decimal, own: Decimal) -> bool:
    return own / NEAR <= price <= own * NEAR


def _answer(said: "Change", dossier: Dossier, order: PurchaseOrder, line: OrderLine, found: _Values, at: datetime) -> Answered:
    """A change that equals the order's own values is an acceptance."""
    changed = found != _Values()
    return Answered(
        line=line.number,
        answer=LineAnswer.CHANGED if changed else LineAnswer.ACCEPTED,
        revision=order.revision,
        quantity=found.quantity,
        unit_price=found.unit_price,
        promised=found.promised,
        substitute=found.substitute,
        parts=found.parts,
        reason=text_hash(said.reason) if said.reason and changed else None,
        at=at,
        by=voice(dossier.actor),
    )
