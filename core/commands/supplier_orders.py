"""What a supplier says about an order (docs/rules.md 2 and 8). Every command may carry `document`, see `Command`."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from core.commands.command import Command, PassedOn, Who
from core.commands.supplier_quotes import withdrawn
from core.commands.target import order_of
from core.dossier import Dossier
from core.events import Event, LinesAccepted, LinesRejected, OrderAcknowledged, Refused, Why
from core.matching.billed import billed
from core.money import Currency
from core.names import text_hash
from core.order import OrderStatus, PurchaseOrder
from core.policy import Policy

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
        """A newer answer replaces the older one per line."""
        order = _answerable(dossier, self.document, self.word, self.lines)
        if isinstance(order, Refused):
            return (order,)
        lines = _each_once(order, self.lines)
        return (LinesAccepted(order=order.reference, revision=order.revision, lines=lines, at=at),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part-delivery; `date` None: not known yet."""

    quantity: Decimal
    date: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(PassedOn):
    """Propose other values for a line; `line` None: the only line, or all of them when only the date is given."""

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
        reason = text_hash(self.reason)
        return (LinesRejected(order=order.reference, revision=order.revision, lines=lines, reason=reason, at=at),)

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,) if self.reason else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(PassedOn):
    """Take the own answer or quote back."""

    word: ClassVar[str] = "withdraw"
    who: ClassVar[frozenset[Who]] = SUPPLIER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A quote is withdrawn at once; what else is taken back a person decides on."""
        return withdrawn(dossier, self.document, self.word, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship(PassedOn):
    """Goods are on their way."""

    word: ClassVar[str] = "ship"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    lines: tuple[int, ...] = ()
    quantity: Decimal | None = None
    date: Day | None = None
    carrier: str | None = None
    tracking: str | None = None
