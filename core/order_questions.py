"""What is asked about an order: which of two contacts is right, the value of a line (docs/rules.md 2)."""

from collections.abc import Iterator
from datetime import datetime

from core.dossier import Dossier
from core.events import ContestSettled, Event, QuestionAsked, QuestionClosed
from core.names import Address, BlobHash, Reference, text_hash
from core.order import OrderStatus, PurchaseOrder
from core.party import Contact, Supplier
from core.policy import Policy
from core.question import About, Question, QuestionKind, QuestionState
from core.tokens import one_time_token

EARLIER, LATER = "earlier", "later"
"""The choices of a question to two contacts who disagree."""


def contact_of(supplier: Supplier | None, by: BlobHash | None) -> Contact | None:
    """The contact behind an answer, while the address is on file."""
    contacts = supplier.contacts if supplier and by else ()
    return next((c for c in contacts if text_hash(c.address) == by), None)


def asked(dossier: Dossier, made: tuple[Question, ...]) -> tuple[Event, ...]:
    """Ask these; older open ones about the same matter are closed."""
    matters = {(q.document, q.about, q.line) for q in made}
    older = (q for q in open_on(dossier) if (q.document, q.about, q.line) in matters)
    return (*(QuestionClosed(question=q.reference) for q in older), *(QuestionAsked(question=q) for q in made))


def open_on(dossier: Dossier) -> Iterator[Question]:
    """The open questions about orders of the dossier."""
    orders = {o.reference for o in dossier.orders}
    return (q for q in dossier.questions if q.state is QuestionState.OPEN and q.document in orders)


def _question(
    dossier: Dossier,
    order: PurchaseOrder,
    at: datetime,
    policy: Policy,
    whom: Address,
    about: About,
    kind: QuestionKind,
    *,
    place: int = 0,
    choices: tuple[str, ...] = (),
    line: int | None = None,
) -> Question:
    reference = Reference(f"Q-{dossier.fresh.question + place}")
    return Question(
        reference=reference,
        document=order.reference,
        supplier=order.supplier,
        about=about,
        kind=kind,
        asked_of=whom,
        token=one_time_token(dossier.fresh.key, reference),
        expires=at + policy.question_term,
        choices=choices,
        cause=dossier.actor.cause,
        line=line,
    )


def value(dossier: Dossier, order: PurchaseOrder, at: datetime, policy: Policy, about: About, line: int) -> tuple[Question, ...]:
    """The writer is asked for a value of one line."""
    who = dossier.actor.contact
    if who is None or dossier.supplier is None or dossier.supplier.contact(who) is None:
        return ()
    return (_question(dossier, order, at, policy, who, about, QuestionKind.VALUE, line=line),)


def contest(
    dossier: Dossier, order: PurchaseOrder, earlier: tuple[Contact, ...], at: datetime, policy: Policy
) -> tuple[Question, ...]:
    """Both sides are asked, each with a token of its own; the first answer settles it."""
    people = [c.address for c in earlier] + ([dossier.actor.contact] if dossier.actor.contact else [])
    return tuple(
        _question(dossier, order, at, policy, who, About.CONTACTS, QuestionKind.CHOICE, place=place, choices=(EARLIER, LATER))
        for place, who in enumerate(dict.fromkeys(people))
    )


def run_out(dossier: Dossier, decided: tuple[Event, ...]) -> Iterator[Event]:
    """Silence keeps the earlier answer: a contest whose question ran out is over."""
    for event in decided:
        question = dossier.question(event.question) if isinstance(event, QuestionClosed) and event.expired else None
        order = dossier.order(question.document) if question and question.document else None
        if order and order.contested and question and question.about is About.CONTACTS:
            yield ContestSettled(order=order.reference, lines=tuple(a.line for a in order.contested), later=False)


def overtaken(dossier: Dossier) -> Iterator[Event]:
    """Questions about an order that nothing depends on any more."""
    for question in open_on(dossier):
        order = dossier.order(question.document) if question.document else None
        if order and _moot(question, order):
            yield QuestionClosed(question=question.reference)


def _moot(question: Question, order: PurchaseOrder) -> bool:
    if question.about is About.CONTACTS:
        return order.status is not OrderStatus.SUBMITTED or not order.contested
    if question.line is not None:
        return order.status is not OrderStatus.SUBMITTED or order.line(question.line) is None
    return False
