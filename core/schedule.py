"""When goods come: dated part-deliveries, and what is on its way (docs/rules.md 2)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.names import BlobHash

Day = date  # a field named date would hide the type of its own annotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part-delivery in the unit of its line; `date` None: not known yet."""

    quantity: Decimal
    date: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedLine:
    """How much of an order line a shipment holds, in the line's unit."""

    line: int
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """Goods that the supplier sent. `by` is the hash of the address that said so, so that a person can be erased."""

    number: int
    lines: tuple[ShippedLine, ...]
    at: datetime
    date: Day | None = None
    carrier: str = ""
    tracking: str = ""
    by: BlobHash | None = None

    def of(self, line: int) -> Decimal:
        """How much of this line it holds."""
        return sum((s.quantity for s in self.lines if s.line == line), Decimal(0))
