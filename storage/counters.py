"""The next number of each kind of document."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select, update

from core.errors import Conflict
from storage.sql import insert_new
from storage.tables import counter, document


class CounterKind(StrEnum):
    """What is counted."""

    ORDER = "order"
    INVOICE = "invoice"
    CREDIT = "credit"
    QUESTION = "question"
    SUPPLIER = "supplier"
    RFP = "rfp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The next number of each kind."""

    order: int
    invoice: int
    credit: int
    question: int
    supplier: int
    rfp: int


class NextNumbers:
    """The counters, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def peek(self) -> Counters:
        """The numbers that come next; an order's and a request's is one that nothing was named by hand."""
        stored = {row.kind: row.next for row in self._connection.execute(select(counter))}
        numbers = {kind.value: stored.get(kind, 1) for kind in CounterKind}
        numbers["order"] = self._free("PO", numbers["order"])
        numbers["rfp"] = self._free("RFP", numbers["rfp"])
        return Counters(**numbers)

    def free_orders(self, count: int) -> tuple[int, ...]:
        """The next numbers that no order was given on entry, for one who makes several at once."""
        numbers: list[int] = []
        place = self.peek().order
        while len(numbers) < count:
            numbers.append(place)
            place = self._free("PO", place + 1)
        return tuple(numbers)

    def _free(self, prefix: str, number: int) -> int:
        """The steps grow, so that thousands of imported numbers are passed in a few."""
        step = 1
        while self._connection.scalar(select(document.c.seq).where(document.c.reference == f"{prefix}-{number}")) is not None:
            number, step = number + step, step * 2
        return number

    def take(self, kind: CounterKind, expected: int) -> None:
        """Use up a number that `peek` gave, or one above it. Raises Conflict when somebody took it meanwhile."""
        insert_new(self._connection, counter, kind=kind, next=1)
        taken = update(counter).where(counter.c.kind == kind, counter.c.next <= expected).values(next=expected + 1)
        if self._connection.execute(taken).rowcount != 1:
            raise Conflict(f"the {kind} number {expected} was taken meanwhile")
