"""How old the open invoices are (docs/rules.md 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.invoice import Invoice, InvoiceStatus
from core.names import Reference

S = InvoiceStatus
AGES = (0, 3, 8, 15)
"""Days from which a class of age begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How many open invoices are at least so many days old, up to the next class; `references` names them, the oldest first."""

    from_days: int
    references: tuple[Reference, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.references)


def aging(invoices: Sequence[Invoice], at: datetime) -> tuple[Age, ...]:
    """The invoices that are neither paid nor off the table, by days since they came, a class for each of `AGES`."""
    finished = (S.PAID, S.REJECTED, S.CANCELED)
    waiting = sorted((i for i in invoices if i.status not in finished), key=lambda i: i.received_at)
    days = {i.reference: max((at - i.received_at).days, 0) for i in waiting}
    ends = (*AGES[1:], 1_000_000)
    return tuple(
        Age(from_days=start, references=tuple(r for r, age in days.items() if start <= age < end))
        for start, end in zip(AGES, ends, strict=True)
    )
