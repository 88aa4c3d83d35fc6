"""The initiator's decision on what a supplier proposed, line by line (docs/rules.md 2)."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from core.commands.buyer_orders import INITIATOR, own_order
from core.commands.command import Command, Who
from core.dossier import Dossier
from core.events import AnswersDecided, Event, OrderRevised, Refused, RevisedFor, Why
from core.matching.billed import billed
from core.names import Address, text_hash
from core.order import Answered, AnswerField, Decided, OrderLine, OrderStatus, PurchaseOrder
from core.policy import Policy

F = AnswerField


@dataclass(frozen=True, slots=True, kw_only=True)
class LineVerdict:
    """Take or refuse the change of a line; `line` None: every line that waits and that no other verdict names.

    `fields`: only these values are taken, the others are refused; empty: all. What is refused needs a reason.
    """

    take: bool
    line: int | None = None
    fields: tuple[AnswerField, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAnswer(Command):
    """Decide on the changes that the supplier proposed, line by line."""

    word: ClassVar[str] = "decide"
    who: ClassVar[frozenset[Who]] = INITIATOR
    verdicts: tuple[LineVerdict, ...] = ()

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """What is taken makes a revision; a line of which anything is refused is open again. All of it or nothing."""
        order = own_order(dossier, self.document, self.word, OrderStatus.SUBMITTED, on=policy.house.day(at))
        if isinstance(order, Refused):
            return (order,)
        decided = self._decided(order)
        if isinstance(decided, Refused):
            return (decided,)
        made = tuple(_with_taken(order, line, decided) for line in order.lines)
        lines = tuple(line for line in made if line is not None)
        wrong = self._no(order, Why.MORE_THAN_ORDERED) if None in made else _too_little(self, dossier, order, lines)
        if wrong:
            return (wrong,)
        by = dossier.actor.buyer or Address("")
        told = AnswersDecided(order=order.reference, decisions=decided, by=by)
        revised = OrderRevised(order=order.reference, lines=lines, revised_for=RevisedFor.CONFIRMATION)
        return (told, revised) if lines != order.lines else (told,)

    def _decided(self, order: PurchaseOrder) -> tuple[Decided, ...] | Refused:
        """Every verdict brought to its line. Refused: a line that does not wait, a value not proposed, no reason."""
        waiting = {a.line: a for a in order.waiting}
        verdicts = {v.line: v for v in self.verdicts if v.line is not None}
        if len({v.line for v in self.verdicts}) != len(self.verdicts):
            return self._no(order, Why.BAD_VALUE)  # two verdicts on one line: which one counts is not guessed
        strange = [n for n in verdicts if n not in waiting]
        if strange:
            return self._no(order, _why_not(order, strange[0]), str(strange[0]))
        rest = next((v for v in self.verdicts if v.line is None), None)
        verdicts |= {n: rest for n in waiting if rest and n not in verdicts}
        if not verdicts:
            return self._no(order, Why.NOTHING_TO_DECIDE)
        made: list[Decided] = []
        for number, verdict in sorted(verdicts.items()):
            if any(f not in waiting[number].fields for f in verdict.fields if verdict.line is not None):
                return self._no(order, Why.BAD_VALUE, str(number))
            one = _brought(waiting[number], verdict)
            if one.refused and not verdict.reason.strip():
                return self._no(order, Why.NEEDS_REASON, str(number))
            made.append(one)
        return tuple(made)

    def _no(self, order: PurchaseOrder, why: Why, detail: str = "") -> Refused:
        return Refused(why=why, document=order.reference, word=self.word, detail=detail)

    def texts(self) -> tuple[str, ...]:
        """The reasons."""
        return tuple(dict.fromkeys(v.reason.strip() for v in self.verdicts if v.reason.strip()))


def _why_not(order: PurchaseOrder, line: int) -> Why:
    if order.line(line) is None:
        return Why.UNKNOWN_LINE
    return Why.ALREADY_DECIDED if order.answer_on(line) else Why.NOTHING_TO_DECIDE


def _brought(answer: Answered, verdict: LineVerdict) -> Decided:
    proposed = answer.fields
    wanted = (verdict.fields or proposed) if verdict.take else ()
    taken = tuple(f for f in proposed if f in wanted)
    refused = tuple(f for f in proposed if f not in wanted)
    reason = text_hash(verdict.reason.strip()) if refused and verdict.reason.strip() else None
    return Decided(line=answer.line, taken=taken, refused=refused, reason=reason)


def _with_taken(order: PurchaseOrder, line: OrderLine, decided: tuple[Decided, ...]) -> OrderLine | None:
    answer = order.answer_on(line.number)
    one = next((d for d in decided if d.line == line.number), None)
    return with_values(line, answer, one.taken) if answer and one else line


def with_values(line: OrderLine, answer: Answered, fields: tuple[AnswerField, ...]) -> OrderLine | None:
    """The line with these values of a proposed change in place of its own; None where parts would exceed the quantity."""
    quantity = answer.quantity if F.QUANTITY in fields and answer.quantity is not None else line.quantity
    parts, day = line.parts, line.delivery_date
    if F.DATE in fields and answer.promised is not None:
        parts, day = (), answer.promised
    if F.PARTS in fields:
        parts = answer.parts
        days = [p.date for p in parts if p.date]
        day = max(days) if days and len(days) == len(parts) else day
    elif quantity != line.quantity:
        parts = ()  # they were agreed for another quantity
    if sum((p.quantity for p in parts), Decimal(0)) > quantity:
        return None
    return replace(
        line,
        quantity=quantity,
        unit_price=answer.unit_price if F.PRICE in fields and answer.unit_price is not None else line.unit_price,
        supplier_sku=answer.substitute if F.SUBSTITUTE in fields else line.supplier_sku,
        delivery_date=day,
        parts=parts,
    )


def _too_little(said: DecideAnswer, dossier: Dossier, order: PurchaseOrder, lines: tuple[OrderLine, ...]) -> Refused | None:
    """Less than is billed by now cannot be ordered, nor a line that a discount turns below nothing."""
    for old, new in zip(order.lines, lines, strict=True):
        least = billed(dossier.invoices, order, old)
        if least > new.quantity:
            detail = f"{new.number}: {least.normalize():f}"
            return Refused(why=Why.MORE_THAN_OPEN, document=order.reference, word=said.word, detail=detail)
        if new != old and new.net(order.currency) < 0 <= old.net(order.currency):
            return Refused(why=Why.BAD_VALUE, document=order.reference, word=said.word, detail=str(new.number))
    return None
