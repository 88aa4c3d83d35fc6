"""What a supplier says about an order (docs/rules.md 2 and 8). Every command may carry `document`, see `Command`."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from core.commands.command import Command, Who
from core.money import Currency

SUPPLIER = frozenset({Who.SUPPLIER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Command):
    """The order has arrived. An acknowledgement, never an acceptance."""

    word: ClassVar[str] = "received"
    who: ClassVar[frozenset[Who]] = SUPPLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Command):
    """Accept lines as ordered; `lines` empty: all of them."""

    word: ClassVar[str] = "accept"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part-delivery; `date` None: not known yet."""

    quantity: Decimal
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Command):
    """Propose other values for a line; `line` None: the only line, or all of them when only the date is given."""

    word: ClassVar[str] = "change"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    line: int | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    currency: Currency | None = None
    date: date | None = None
    substitute: str | None = None
    parts: tuple[Part, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Command):
    """Refuse lines; `lines` empty: the whole order."""

    word: ClassVar[str] = "reject"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    lines: tuple[int, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """Take the own answer or quote back."""

    word: ClassVar[str] = "withdraw"
    who: ClassVar[frozenset[Who]] = SUPPLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship(Command):
    """Goods are on their way."""

    word: ClassVar[str] = "ship"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    lines: tuple[int, ...] = ()
    quantity: Decimal | None = None
    date: date | None = None
    carrier: str | None = None
    tracking: str | None = None
