"""The invoice and the credit note: what they state, where they stand, what was paid (docs/rules.md 3)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.findings import Finding
from core.money import EUR, Currency, Money, total
from core.names import Address, BlobHash, Reference, SupplierId
from core.order import Attached
from core.paper import Paper, PaperLine
from core.party import Level


class InvoiceStatus(StrEnum):
    """What the supplier sees; the table of moves is in core/moves.py."""

    DRAFT = "Draft"
    MATCHING = "Matching"
    PENDING = "Pending"
    APPROVED = "Approved"
    PARTLY_PAID = "Partly paid"
    PAID = "Paid"
    REJECTED = "Rejected"
    CANCELED = "Canceled"


LIVE = frozenset(
    {InvoiceStatus.MATCHING, InvoiceStatus.PENDING, InvoiceStatus.APPROVED, InvoiceStatus.PARTLY_PAID, InvoiceStatus.PAID}
)
"""An invoice in one of these counts against its order (docs/rules.md 4)."""
OPEN_TO_SUPPLIER = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.MATCHING, InvoiceStatus.PENDING})
"""In these the supplier may replace or withdraw; later it takes a credit note."""


FREED = frozenset({InvoiceStatus.REJECTED, InvoiceStatus.CANCELED})
"""In these its number is free again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Invoice line (its place in the paper, from 0) bills this order line; `line` None: the order, but none of its lines."""

    invoice_line: int
    order: Reference
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment, or (negative) its reversal; `number` counts within the invoice."""

    number: int
    amount: Decimal
    paid_on: date
    remittance: str
    reverses: int | None = None
    credit: Reference | None = None
    """The credit note whose balance it spends: then no money is paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A supplier's invoice in our books. `paper` is what it states; everything else is what became of it."""

    reference: Reference
    supplier: SupplierId
    paper: Paper
    received_at: datetime
    status: InvoiceStatus = InvoiceStatus.DRAFT
    level: Level = Level.AUTHENTIC
    confirmed: bool = False
    """A person said that it was read right."""
    handed_in_by: Address | None = None
    """The buyer who forwarded it, if one did."""
    sources: tuple[Attached, ...] = ()
    orders: tuple[Reference, ...] = ()
    assigned: tuple[Assigned, ...] = ()
    linked: tuple[Assigned, ...] = ()
    """What a buyer assigned by hand."""
    findings: tuple[Finding, ...] = ()
    forms_differ: tuple[Finding, ...] = ()
    """What another form of it (the page beside the XML) says otherwise."""
    taken_by: tuple[Address, ...] = ()
    band: int | None = None
    released_by: Address | None = None
    """The accountant who looked at what held it."""
    approved_by: Address | None = None
    payments: tuple[Payment, ...] = ()
    credited: Decimal = Decimal(0)
    reason: BlobHash | None = None
    changed_at: datetime | None = None
    asked_at: datetime | None = None
    """When it came to those who decide where it is; that it is matched again, or taken in part, asks nobody anew."""
    escalated: int = 0
    """How many steps of escalation were told (docs/rules.md 4.5)."""
    version: int = 0

    @property
    def currency(self) -> Currency:
        """The currency it is written in; EUR where it states none and is a Draft for that."""
        return self.paper.currency or EUR

    @property
    def gross(self) -> Money:
        """The total including tax."""
        return Money(amount=self.paper.gross_total or Decimal(0), currency=self.currency)

    @property
    def net(self) -> Money:
        """The total without tax; gross where the paper has no net."""
        amount = self.paper.net_total if self.paper.net_total is not None else self.paper.gross_total
        return Money(amount=amount or Decimal(0), currency=self.currency)

    @property
    def paid(self) -> Money:
        """The sum of payments less reversals."""
        code = self.currency
        return total((Money(amount=p.amount, currency=code) for p in self.payments), code)

    @property
    def open(self) -> Money:
        """gross - credits - paid (docs/rules.md 3)."""
        return self.gross - Money(amount=self.credited, currency=self.currency) - self.paid

    def lines_on(self, order: Reference) -> tuple[tuple[PaperLine, int | None], ...]:
        """The lines that bill an order, each with the number of the order line or None."""
        return tuple((self.paper.lines[a.invoice_line], a.line) for a in self.assigned if a.order == order)


def arrival(invoice: Invoice) -> tuple[datetime, int, str]:
    """Sorts invoices in the order in which they came; those of one mail as they were numbered."""
    return invoice.received_at, len(invoice.reference), invoice.reference


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote:
    """A supplier's credit; lowers what is open of its invoice, the rest is the supplier's balance."""

    reference: Reference
    supplier: SupplierId
    paper: Paper
    received_at: datetime
    invoice: Reference | None = None
    applied: Decimal = Decimal(0)
    """What lowered its invoice, and what was spent of the rest."""
    sources: tuple[Attached, ...] = ()
    made_by: Address | None = None
    """The buyer who entered it, where the supplier did not send it."""
    reason: BlobHash | None = None
    version: int = 0

    @property
    def total(self) -> Money:
        """What it is over; some print the minus."""
        return Money(amount=abs(self.paper.gross_total or self.applied), currency=self.paper.currency or EUR)

    @property
    def balance(self) -> Money:
        """What is left for the supplier's other invoices."""
        return self.total - Money(amount=self.applied, currency=self.total.currency)
