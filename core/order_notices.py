"""Which notices about an order follow from a fact: a decision is asked or told, and each thing once (docs/rules.md 10)."""

from core import events as e
from core.engine import Outcome
from core.letters import NoticeKind
from core.names import Reference

K = NoticeKind
ORDER_FACTS = (
    e.OrderRevised
    | e.OrderCompleted
    | e.OrderCanceled
    | e.AnswersDecided
    | e.LinesAccepted
    | e.LinesRejected
    | e.LineAnswersWithdrawn
    | e.AnswersContested
    | e.ContestSettled
)
AS_IT_STANDS = frozenset({K.CHANGE_NOTED, K.DECIDE_ANSWER, K.ORDER_ANSWERED})
"""These tell where the order stands after all that a mail says: once, however much it says."""


def order_applies(kind: NoticeKind, event: ORDER_FACTS, outcome: Outcome) -> bool:
    """Whether this is told."""
    match event:
        case e.OrderRevised():
            return event.revised_for is e.RevisedFor.BUYER  # else told with the invoice or the decision that made it
        case e.OrderCompleted():
            return event.by_hand  # else the letter about the last payment says enough
        case e.OrderCanceled():
            before = outcome.before.order(event.order)
            return before is not None and before.revision > 0
        case e.AnswersDecided():  # by mail the rest is asked anew: the letter's token is spent
            by_mail = outcome.dossier.actor.cause is not None
            return kind is not K.DECIDE_ANSWER or (by_mail and _waits(outcome, event.order))
        case _:
            return _answer_applies(kind, event.order, outcome)


def _answer_applies(kind: NoticeKind, which: Reference, outcome: Outcome) -> bool:
    """The initiator is asked to decide, or told what was answered: not both."""
    asked = any(_asks_to_decide(event, which) for event in outcome.events) and _waits(outcome, which)
    return kind not in (K.DECIDE_ANSWER, K.ORDER_ANSWERED) or (kind is K.DECIDE_ANSWER) is asked


def _waits(outcome: Outcome, which: Reference) -> bool:
    order = outcome.dossier.order(which)
    return order is not None and bool(order.waiting)


def _asks_to_decide(event: e.Event, which: Reference) -> bool:
    later = isinstance(event, e.ContestSettled) and event.later and event.order == which
    return later or (isinstance(event, e.LinesChanged) and event.order == which)
