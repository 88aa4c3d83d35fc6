"""What happened to invoices and credit notes."""

from dataclasses import dataclass
from decimal import Decimal

from core.findings import Finding
from core.invoice import Assigned, CreditNote, Invoice, Payment
from core.names import Address, BlobHash, Reference
from core.order import Attached
from core.paper import Field, Paper
from core.party import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceReceived:
    invoice: Invoice


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceReplaced:
    """A new version of the same invoice, as trustworthy as its sender; `handed_in_by`: the buyer who forwarded it.

    `differs`: where the XML takes the place of the page, what the page says otherwise.
    """

    invoice: Reference
    paper: Paper
    sources: tuple[Attached, ...]
    level: Level = Level.AUTHENTIC
    handed_in_by: Address | None = None
    differs: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSourceAdded:
    """The same invoice again in another form or by another channel; `differs`: what this form says otherwise."""

    invoice: Reference
    source: Attached
    differs: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceCompleted:
    """A doubt of a Draft was answered: the paper as it now stands."""

    invoice: Reference
    paper: Paper
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceVouched:
    """A contact on file said that the unknown sender writes for the supplier."""

    invoice: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceMatched:
    """The result of matching; moves no status by itself."""

    invoice: Reference
    orders: tuple[Reference, ...]
    assigned: tuple[Assigned, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDrafted:
    """Something is missing or not certain: back with the supplier."""

    invoice: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSentToMatching:
    invoice: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceTaken:
    """The differences on an initiator's orders were taken: `by` him, or for him by whoever stood in (`acting`)."""

    invoice: Reference
    by: Address
    orders: tuple[Reference, ...]
    acting: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSentToApproval:
    """`band` is the place of the amount band in the policy; None: an admin or accountant (a hold, or a band with nobody else)."""

    invoice: Reference
    band: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceReleased:
    """An accountant looked at what held it (a bank account not on file); the amount bands come after."""

    invoice: Reference
    by: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalEscalated:
    """Nobody answered for `steps` times three working days: the next bands, then the admins, are asked as well."""

    invoice: Reference
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingEscalated:
    """No initiator decided for three working days: the admins are asked as well."""

    invoice: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceApproved:
    """`by` None: by the rules, no band applied."""

    invoice: Reference
    by: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRejected:
    invoice: Reference
    reason: BlobHash
    by: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceReturned:
    """Sent back to Draft with a question, or to be corrected to the order's prices."""

    invoice: Reference
    by: Address
    reason: BlobHash | None = None
    at_order_price: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLinked:
    """A buyer said which orders it bills."""

    invoice: Reference
    orders: tuple[Reference, ...]
    assigned: tuple[Assigned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceCanceled:
    invoice: Reference
    by_supplier: bool
    reason: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateReceived:
    """The same invoice, with the same totals, once more: nothing new was made."""

    invoice: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRecorded:
    invoice: Reference
    payment: Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditReceived:
    credit: CreditNote


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditApplied:
    """`amount` lowers what is open of the invoice."""

    credit: Reference
    invoice: Reference
    amount: Decimal
