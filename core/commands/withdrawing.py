"""An answer taken back by the one who gave it (docs/rules.md 2)."""

from datetime import datetime

from core.answering import voice
from core.dossier import Dossier
from core.events import ContestSettled, Event, LineAnswersWithdrawn, Refused, Why
from core.matching.billed import billed
from core.order import Answered, PurchaseOrder


def own(dossier: Dossier, order: PurchaseOrder) -> tuple[Answered, ...]:
    """The answers that the speaker gave; those that nobody in particular gave are everybody's."""
    me = voice(dossier.actor)
    return tuple(a for a in order.answers if a.by in (None, me))


def free(dossier: Dossier, order: PurchaseOrder, answers: tuple[Answered, ...]) -> tuple[int, ...]:
    """The lines of these answers that nobody has acted on."""
    lines = ((a, order.line(a.line)) for a in answers if not a.decided)
    return tuple(a.line for a, line in lines if line and billed(dossier.invoices, order, line) == 0)


def withdrawn(dossier: Dossier, order: PurchaseOrder, word: str, since: datetime | None = None) -> tuple[Event, ...]:
    """The facts, or why not. `since`: only answers from then on."""
    me = voice(dossier.actor)
    contested = tuple(a.line for a in order.contested if a.by == me)
    if contested:
        return (ContestSettled(order=order.reference, lines=contested, later=False),)
    mine = own(dossier, order)
    lines = free(dossier, order, mine)
    if lines:
        fresh = tuple(a.line for a in mine if a.line in lines and (since is None or (a.at and a.at >= since)))
        if fresh:
            return (LineAnswersWithdrawn(order=order.reference, lines=fresh),)
        return (Refused(why=Why.TOO_LATE_TO_UNDO, document=order.reference, word=word),)
    why = Why.ALREADY_DECIDED if mine else Why.NOT_ALLOWED if order.answers else Why.NOTHING_TO_UNDO
    return (Refused(why=why, document=order.reference, word=word),)
