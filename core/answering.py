"""A supplier's answers written down: a newer one replaces the older one, unless another contact said it (docs/rules.md 2)."""

from datetime import datetime

from core.dossier import Actor, Dossier
from core.events import (
    AnswersContested,
    ContestSettled,
    Event,
    LinesAccepted,
    LinesChanged,
    LinesRejected,
    QuestionAnswered,
    Refused,
    Why,
)
from core.names import BlobHash, text_hash
from core.order import Answered, LineAnswer, PurchaseOrder
from core.order_questions import asked, contact_of, contest
from core.party import Supplier
from core.policy import Policy
from core.question import Question


def voice(actor: Actor) -> BlobHash | None:
    """Who speaks for the supplier, as answers keep it."""
    return text_hash(actor.contact) if actor.contact else None


def recorded(
    dossier: Dossier, order: PurchaseOrder, answers: tuple[Answered, ...], at: datetime, policy: Policy
) -> tuple[Event, ...]:
    """The facts of these answers, with the questions that follow to contacts who disagree.

    A mail that was held may be worked on long after it came: it does not write over what was said since.
    """
    if any(_overtaken(order, a, at) for a in answers):
        return (Refused(why=Why.SAID_SINCE, document=order.reference, word="answer"),)
    disputed = tuple(a for a in answers if _disputed(order, a, dossier.supplier))
    plain = tuple(a for a in answers if a not in disputed)
    events = _facts(order, plain, at)
    if not disputed:
        return events
    olds = (order.answer_on(a.line) for a in (*order.contested, *disputed))
    people = tuple(c for old in olds if old and (c := contact_of(dossier.supplier, old.by)))
    questions = contest(dossier, order, people, at, policy)
    return (*events, AnswersContested(order=order.reference, answers=disputed), *asked(dossier, questions))


def _overtaken(order: PurchaseOrder, new: Answered, at: datetime) -> bool:
    """Whether something else was said on the line after this."""
    old = order.answer_on(new.line)
    return old is not None and old.at is not None and old.at > at and not old.same_as(new)


def _disputed(order: PurchaseOrder, new: Answered, supplier: Supplier | None) -> bool:
    """Whether another contact, who is still on file, has said something else on the line."""
    old = order.answer_on(new.line)
    if old is None or old.by is None or new.by is None or old.by == new.by or old.same_as(new):
        return False
    return contact_of(supplier, old.by) is not None


def _facts(order: PurchaseOrder, answers: tuple[Answered, ...], at: datetime) -> tuple[Event, ...]:
    which, revision = order.reference, order.revision
    accepted = tuple(a for a in answers if a.answer is LineAnswer.ACCEPTED)
    rejected = tuple(a for a in answers if a.answer is LineAnswer.REJECTED)
    changed = tuple(a for a in answers if a.answer is LineAnswer.CHANGED)
    events: list[Event] = []
    if accepted:
        lines = tuple(a.line for a in accepted)
        events.append(LinesAccepted(order=which, revision=revision, lines=lines, at=at, by=accepted[0].by))
    if rejected:
        lines, first = tuple(a.line for a in rejected), rejected[0]
        events.append(LinesRejected(order=which, revision=revision, lines=lines, at=at, reason=first.reason, by=first.by))
    if changed:
        events.append(LinesChanged(order=which, answers=changed))
    return tuple(events)


def settled(order: PurchaseOrder, question: Question, later: bool) -> tuple[Event, ...]:
    """A word of either contact on what they disagreed about; a change that counts now waits for the initiator."""
    done = QuestionAnswered(question=question.reference)
    lines = tuple(a.line for a in order.contested)
    return (done, ContestSettled(order=order.reference, lines=lines, later=later)) if lines else (done,)
