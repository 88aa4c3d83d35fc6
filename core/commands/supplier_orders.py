"""What a supplier says about an order (docs/rules.md 2 and 8). Every command may carry `document`, see `Command`."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from core.answering import recorded, voice
from core.commands.changes import proposed
from core.commands.command import Command, Who
from core.commands.shipping import shipped
from core.commands.supplier_quotes import withdrawn as quote_withdrawn
from core.commands.target import order_of
from core.commands.withdrawing import withdrawn
from core.dossier import Dossier
from core.events import Event, OrderAcknowledged, Refused, Why
from core.matching.billed import billed
from core.money import Currency
from core.names import text_hash
from core.order import Answered, LineAnswer, OrderStatus, PurchaseOrder
from core.policy import Policy
from core.question import QuestionKind
from core.schedule import Part

SUPPLIER = frozenset({Who.SUPPLIER})
Day = date  # a field named date would hide the type of its own annotation


def _answerable(dossier: Dossier, named: str | None, word: str, lines: tuple[int, ...]) -> PurchaseOrder | Refused:
    """The submitted order in the revision that was answered, with these lines."""
    order = order_of(dossier, named, word)
    if isinstance(order, Refused):
        return order
    if order.status is OrderStatus.CANCELED:
        return Refused(why=Why.ORDER_CANCELED, document=order.reference, word=word)
    if order.status is not OrderStatus.SUBMITTED:
        return Refused(why=Why.WRONG_STATUS, document=order.reference, word=word, detail=order.status.value)
    if dossier.answers_revision is not None and dossier.answers_revision < order.revision:
        return Refused(why=Why.OLD_REVISION, document=order.reference, word=word, detail=str(dossier.answers_revision))
    strange = [n for n in lines if order.line(n) is None]
    if strange:
        return Refused(why=Why.UNKNOWN_LINE, document=order.reference, word=word, detail=str(strange[0]))
    return order


def _each_once(order: PurchaseOrder, lines: tuple[int, ...]) -> tuple[int, ...]:
    """The lines named, or all of them."""
    return tuple(dict.fromkeys(lines)) or tuple(line.number for line in order.lines)


def _answers(
    dossier: Dossier, order: PurchaseOrder, lines: tuple[int, ...], answer: LineAnswer, at: datetime, reason: str = ""
) -> tuple[Answered, ...]:
    """The same answer on each of the lines."""
    why = text_hash(reason) if reason else None
    return tuple(
        Answered(line=n, answer=answer, revision=order.revision, reason=why, at=at, by=voice(dossier.actor))
        for n in _each_once(order, lines)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Command):
    """The order has arrived. An acknowledgement, never an acceptance."""

    word: ClassVar[str] = "received"
    who: ClassVar[frozenset[Who]] = SUPPLIER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Acknowledged, once."""
        order = _answerable(dossier, self.document, self.word, ())
        if isinstance(order, Refused):
            return (order,)
        return () if order.acknowledged else (OrderAcknowledged(order=order.reference),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Command):
    """Accept lines as ordered; `lines` empty: all of them."""

    word: ClassVar[str] = "accept"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    lines: tuple[int, ...] = ()

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A newer answer replaces the older one per line; a bare yes is no answer to a question for a value or a choice."""
        order = _answerable(dossier, self.document, self.word, self.lines)
        if isinstance(order, Refused):
            return (order,)
        asked = dossier.asked if dossier.by_token else None
        if asked and asked.kind is not QuestionKind.YES_NO and not self.lines:
            return (Refused(why=Why.ANSWER_THE_QUESTION, document=order.reference, word=self.word),)
        return recorded(dossier, order, _answers(dossier, order, self.lines, LineAnswer.ACCEPTED, at), at, policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Command):
    """Propose other values for a line; `line` None: the only line, or all of them when only the date is given.

    `unit_price` is for the line's price base or for one; `unit` and `currency` empty: the line's and the order's own.
    """

    word: ClassVar[str] = "change"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    line: int | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    currency: Currency | None = None
    date: Day | None = None
    substitute: str | None = None
    parts: tuple[Part, ...] = ()
    reason: str | None = None
    unit: str | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """It waits for the initiator, and nothing of the order changes; values equal to the order's own are a yes."""
        order = _answerable(dossier, self.document, self.word, ())
        return (order,) if isinstance(order, Refused) else proposed(self, dossier, order, at, policy)

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,) if self.reason else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Command):
    """Refuse lines; `lines` empty: the whole order. A rejection needs a reason."""

    word: ClassVar[str] = "reject"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    lines: tuple[int, ...] = ()
    reason: str | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Rejected, with the reason; a line that is billed in part cannot be refused any more."""
        order = _answerable(dossier, self.document, self.word, self.lines)
        if isinstance(order, Refused):
            return (order,)
        if not self.reason or not self.reason.strip():
            return (Refused(why=Why.NEEDS_REASON, document=order.reference, word=self.word),)
        lines = _each_once(order, self.lines)
        paid_for = [n for n in lines if (row := order.line(n)) and billed(dossier.invoices, order, row) > 0]
        if paid_for:
            detail = str(paid_for[0])
            return (Refused(why=Why.MORE_THAN_OPEN, document=order.reference, word=self.word, detail=detail),)
        answers = _answers(dossier, order, lines, LineAnswer.REJECTED, at, self.reason)
        return recorded(dossier, order, answers, at, policy)

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,) if self.reason else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """Take the own answer or quote back."""

    word: ClassVar[str] = "withdraw"
    who: ClassVar[frozenset[Who]] = SUPPLIER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A quote until it is awarded; of an order the writer's own answers, as far as nobody has acted on them."""
        quote = quote_withdrawn(dossier, self.document, self.word, at)
        if quote:
            return quote
        order = _answerable(dossier, self.document, self.word, ())
        return (order,) if isinstance(order, Refused) else withdrawn(dossier, order, self.word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship(Command):
    """Goods are on their way; `lines` empty: all that is not on its way yet."""

    word: ClassVar[str] = "ship"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    lines: tuple[int, ...] = ()
    quantity: Decimal | None = None
    date: Day | None = None
    carrier: str | None = None
    tracking: str | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Kept with the order, whatever its revision: goods that have left are a fact. More than is open is noted."""
        order = order_of(dossier, self.document, self.word)
        return (order,) if isinstance(order, Refused) else (shipped(self, dossier, order, at),)
