"""A supplier's statement of account against our books: what agrees, what is missing, what differs (docs/rules.md 3).

It is a comparison and nothing else: no invoice is changed by it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from core.duplicates import number_key
from core.invoice import FREED, CreditNote, Invoice, InvoiceStatus
from core.matching.likeness import identifier
from core.money import Currency, total_agrees
from core.names import Reference

WAITING = (InvoiceStatus.MATCHING, InvoiceStatus.PENDING, InvoiceStatus.APPROVED, InvoiceStatus.PARTLY_PAID)
"""Invoices that a statement should list."""
NEAR = timedelta(days=7)
"""Days between a payment as we booked it and as they did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLine:
    """A line of the statement: an invoice or a credit note (`number`), or a payment (none). None: not stated."""

    number: str = ""
    issued: date | None = None
    due: date | None = None
    amount: Decimal | None = None
    open: Decimal | None = None
    payment: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement of account as read. `complete` is false where lines may be missing."""

    file: str = ""
    lines: tuple[StatedLine, ...] = ()
    currency: Currency | None = None
    complete: bool = True


class Standing(StrEnum):
    """How a line stands against our books; the order of the answer."""

    MISSING = "missing"
    """An invoice or a credit note that we do not have."""
    DIFFERS = "differs"
    """We have it with another amount, another open amount or another currency."""
    DISPUTED = "disputed"
    """Rejected, canceled, sent back or with the buyer."""
    PAID = "paid"
    """Open with them, paid or credited with us."""
    UNKNOWN = "unknown"
    """A payment or a posting that we cannot place."""
    NOT_LISTED = "not_listed"
    """Open with us, and not on the statement."""
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One line with its counterpart; `stated` None: only we have it."""

    standing: Standing
    stated: StatedLine | None = None
    invoice: Invoice | None = None
    credit: CreditNote | None = None

    @property
    def reference(self) -> Reference | None:
        """Our document."""
        return self.invoice.reference if self.invoice else self.credit.reference if self.credit else None

    @property
    def ours(self) -> Decimal | None:
        """The total in our books; a credit note's is negative."""
        if self.invoice:
            return self.invoice.gross.amount
        return -abs(self.credit.paper.gross_total or Decimal(0)) if self.credit else None

    @property
    def our_open(self) -> Decimal | None:
        """What is open in our books."""
        if self.invoice is None:
            return None
        return Decimal(0) if self.invoice.status in FREED else self.invoice.open.amount


def reconciled(statement: Statement, invoices: Iterable[Invoice], credits_: Iterable[CreditNote]) -> tuple[Compared, ...]:
    """Every line of the statement with how it stands, and what is open with us alone; the worst first."""
    books, notes = tuple(invoices), tuple(credits_)
    compared = [_compared(line, statement, books, notes) for line in statement.lines]
    named = {one.reference for one in compared}
    alone = (i for i in books if i.status in WAITING and i.reference not in named and i.open.amount > 0)
    compared += [Compared(standing=Standing.NOT_LISTED, invoice=i) for i in alone]
    order = list(Standing)
    return tuple(sorted(compared, key=lambda one: order.index(one.standing)))


def keys_of(statement: Statement, year: int) -> Iterator[tuple[int, str]]:
    """(year, number key) under which the invoices of a statement may be in our books."""
    for line in statement.lines:
        if line.number:
            years = (line.issued.year,) if line.issued else (year, year - 1, year - 2)
            yield from ((y, number_key(line.number)) for y in years)


def _compared(line: StatedLine, statement: Statement, books: tuple[Invoice, ...], notes: tuple[CreditNote, ...]) -> Compared:
    if not line.number:
        return Compared(standing=_payment(line, books), stated=line)
    mine = [i for i in books if _names(line, i.reference, i.paper.number) and _same_year(line, i)]
    alive = [i for i in mine if i.status not in FREED] or mine
    if len(alive) == 1:
        return Compared(standing=_against(line, statement, alive[0]), stated=line, invoice=alive[0])
    credited = [c for c in notes if _names(line, c.reference, c.paper.number)]
    if len(credited) == 1 and not alive:
        return Compared(standing=_credit(line, statement, credited[0]), stated=line, credit=credited[0])
    several = len(alive) > 1 or len(credited) > 1
    return Compared(standing=Standing.UNKNOWN if several or line.payment else Standing.MISSING, stated=line)


def _names(line: StatedLine, reference: Reference, number: str | None) -> bool:
    return identifier(line.number) == identifier(reference) or bool(number and number_key(number) == number_key(line.number))


def _same_year(line: StatedLine, invoice: Invoice) -> bool:
    """Numbers begin anew each year."""
    issued = invoice.paper.issue_date
    return line.issued is None or issued is None or abs((line.issued - issued).days) < 180


def _against(line: StatedLine, statement: Statement, invoice: Invoice) -> Standing:
    if statement.currency and statement.currency != invoice.currency:
        return Standing.DIFFERS
    if invoice.status in FREED or invoice.status in (InvoiceStatus.DRAFT, InvoiceStatus.MATCHING):
        return Standing.DISPUTED
    if line.amount is not None and not _same(line.amount, invoice.gross.amount, invoice.currency):
        open_only = line.open is None and _same(line.amount, invoice.open.amount, invoice.currency)
        return Standing.AGREED if open_only else Standing.DIFFERS
    left = line.open if line.open is not None else line.amount
    if left is None or _same(left, invoice.open.amount, invoice.currency):
        return Standing.AGREED
    return Standing.PAID if left > invoice.open.amount else Standing.DIFFERS


def _credit(line: StatedLine, statement: Statement, credit: CreditNote) -> Standing:
    code = credit.paper.currency
    if code is None or (statement.currency and statement.currency != code):
        return Standing.DIFFERS
    stated = line.amount if line.amount is not None else line.open
    same = stated is None or _same(abs(stated), abs(credit.paper.gross_total or Decimal(0)), code)
    return Standing.AGREED if same else Standing.DIFFERS


def _payment(line: StatedLine, books: tuple[Invoice, ...]) -> Standing:
    """A payment that we booked as well, on one invoice or as the sum of a day."""
    amount = abs(line.amount) if line.amount is not None else None
    days: dict[date, Decimal] = {}
    for payment in (p for i in books for p in i.payments):
        days[payment.paid_on] = days.get(payment.paid_on, Decimal(0)) + payment.amount
        if payment.amount == amount and _near(payment.paid_on, line.issued):
            return Standing.AGREED
    whole = any(booked == amount and _near(day, line.issued) for day, booked in days.items())
    return Standing.AGREED if whole else Standing.UNKNOWN


def _near(one: date, other: date | None) -> bool:
    return other is not None and abs(one - other) <= NEAR


def _same(one: Decimal, other: Decimal, code: Currency) -> bool:
    return total_agrees(one, other, code, 1)
