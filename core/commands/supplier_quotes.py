"""What a supplier says about a request for proposal (docs/rules.md 5 and 8)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from core.commands.command import PassedOn, Who
from core.money import Currency

SUPPLIER = frozenset({Who.SUPPLIER})
Day = date  # a field named date would hide the type of its own annotation


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedItem:
    """An offer for one item; None: not said."""

    item: int
    unit_price: Decimal | None = None
    currency: Currency | None = None
    quantity: Decimal | None = None
    lead_time_days: int | None = None
    date: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(PassedOn):
    """Offer prices; `complete`: "that is all", the items not named are not offered."""

    word: ClassVar[str] = "quote"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    items: tuple[QuotedItem, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(PassedOn):
    """Offer nothing for these items; `items` empty: for the whole request."""

    word: ClassVar[str] = "decline"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    items: tuple[int, ...] = ()
    reason: str | None = None
