"""How a fact changes an order. Nothing else moves one: `reduce(order_after, journal)` is the row."""

from collections.abc import Iterable
from dataclasses import replace

from core import events as e
from core.errors import Conflict
from core.moves import ORDER_MAY
from core.order import Answered, Decided, LineAnswer, OrderStatus, PurchaseOrder


def order_after(order: PurchaseOrder | None, event: e.OrderEvent) -> PurchaseOrder:
    """The order after the fact. Raises Conflict for a fact that cannot happen to it."""
    if isinstance(event, e.OrderDrafted):
        return event.order
    if order is None or order.status not in ORDER_MAY[type(event)]:
        raise Conflict(f"{event.order} is {order.status if order else 'unknown'}")
    match event:
        case e.OrderSubmitted():
            return replace(order, status=OrderStatus.SUBMITTED, revision=1, submitted_at=event.at)
        case e.OrderRevised():
            return _revised(order, event)
        case e.OrderCanceled():
            return replace(order, status=OrderStatus.CANCELED, reason=event.reason, contested=())
        case e.OrderCompleted():
            return replace(order, status=OrderStatus.COMPLETED, contested=())
        case e.OrderShipped():
            return replace(order, shipments=(*order.shipments, event.shipment))
        case e.OrderResent():
            return order
        case _:
            return _spoken_of(order, event)


def _spoken_of(
    order: PurchaseOrder,
    event: e.OrderAcknowledged
    | e.LinesAccepted
    | e.LinesRejected
    | e.LinesChanged
    | e.AnswersContested
    | e.ContestSettled
    | e.AnswersDecided
    | e.LineAnswersWithdrawn,
) -> PurchaseOrder:
    """What was said of its lines, and decided on that."""
    match event:
        case e.OrderAcknowledged():
            return replace(order, acknowledged=True)
        case e.LinesAccepted() | e.LinesRejected():
            return _answered(order, _each(event))
        case e.LinesChanged():
            return _answered(order, event.answers)
        case e.AnswersContested():
            lines = {a.line for a in event.answers}
            return replace(order, contested=(*(a for a in order.contested if a.line not in lines), *event.answers))
        case e.ContestSettled():
            later = tuple(a for a in order.contested if a.line in event.lines)
            left = replace(order, contested=tuple(a for a in order.contested if a.line not in event.lines))
            return _answered(left, later) if event.later else left
        case e.AnswersDecided():
            return _decided(order, {d.line: d for d in event.decisions})
        case e.LineAnswersWithdrawn():
            return _without(order, event.lines)


def _revised(order: PurchaseOrder, event: e.OrderRevised) -> PurchaseOrder:
    """Answers on unchanged lines stand, and those that made the revision; changed lines are open again (docs/rules.md 2)."""
    same = {line.number for line in event.lines if line == order.line(line.number)}
    if event.revised_for is e.RevisedFor.CONFIRMATION:
        same |= {a.line for a in order.answers if a.decided}
    answers = tuple(replace(a, revision=order.revision + 1) for a in order.answers if a.line in same)
    contested = tuple(replace(a, revision=order.revision + 1) for a in order.contested if a.line in same)
    return replace(order, lines=event.lines, revision=order.revision + 1, answers=answers, contested=contested)


def _each(event: e.LinesAccepted | e.LinesRejected) -> tuple[Answered, ...]:
    reason = event.reason if isinstance(event, e.LinesRejected) else None
    answer = LineAnswer.REJECTED if isinstance(event, e.LinesRejected) else LineAnswer.ACCEPTED
    return tuple(
        Answered(line=n, answer=answer, revision=event.revision, reason=reason, at=event.at, by=event.by) for n in event.lines
    )


def _answered(order: PurchaseOrder, new: tuple[Answered, ...]) -> PurchaseOrder:
    """A newer answer replaces the older one per line; what was contested and is now the same is no contest any more."""
    said = {a.line: a for a in new}
    answers = (*(a for a in order.answers if a.line not in said), *new)
    contested = tuple(a for a in order.contested if a.line not in said or not a.same_as(said[a.line]))
    return replace(order, answers=answers, contested=contested)


def _without(order: PurchaseOrder, lines: Iterable[int]) -> PurchaseOrder:
    gone = frozenset(lines)
    return replace(
        order,
        answers=tuple(a for a in order.answers if a.line not in gone),
        contested=tuple(a for a in order.contested if a.line not in gone),
    )


def _decided(order: PurchaseOrder, decisions: dict[int, Decided]) -> PurchaseOrder:
    """What was taken whole stands as accepted; a line of which anything was refused is open again."""
    whole = {n for n, d in decisions.items() if not d.refused}
    now = _without(order, decisions)
    stands = tuple(
        Answered(line=a.line, answer=LineAnswer.ACCEPTED, revision=a.revision, at=a.at, by=a.by, decided=True)
        for a in order.answers
        if a.line in whole
    )
    return replace(now, answers=(*now.answers, *stands))
