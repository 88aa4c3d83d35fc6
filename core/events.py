"""Facts, in the past tense: the closed union `Event`, which is also the journal's vocabulary.

Events hold references and hashes, never the names or words of a supplier's people, so that a person can be erased.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from core.findings import Finding
from core.invoice import Assigned, CreditNote, Invoice, Payment
from core.names import Address, BlobHash, Reference, SupplierId
from core.order import Attached, OrderLine, PurchaseOrder
from core.paper import Field, Paper
from core.party import Buyer, Supplier
from core.question import Question


class Why(StrEnum):
    """Why a command was refused; every reason has its words in every language."""

    NOT_ALLOWED = "not_allowed"
    NOT_YOURS = "not_yours"
    UNKNOWN_DOCUMENT = "unknown_document"
    WHICH_DOCUMENT = "which_document"
    WRONG_STATUS = "wrong_status"
    OLD_REVISION = "old_revision"
    ORDER_CANCELED = "order_canceled"
    UNKNOWN_LINE = "unknown_line"
    MORE_THAN_OPEN = "more_than_open"
    NEEDS_REASON = "needs_reason"
    NO_QUESTION = "no_question"
    NOTHING_TO_UNDO = "nothing_to_undo"
    TOO_LATE_TO_UNDO = "too_late_to_undo"
    BAD_VALUE = "bad_value"
    SUPPLIER_OFF = "supplier_off"
    FOUR_EYES = "four_eyes"
    PAID_ALREADY = "paid_already"
    TAKE_CREDIT_NOTE = "take_credit_note"
    ALREADY_DECIDED = "already_decided"
    EARLIER_FIRST = "earlier_first"
    EXISTS_ALREADY = "exists_already"
    LAST_CONTACT = "last_contact"
    FILE_TOO_LARGE = "file_too_large"
    LINE_UNDECIDED = "line_undecided"
    NO_SUCH_FILE = "no_such_file"
    CURRENCY_DIFFERS = "currency_differs"


class RevisedFor(StrEnum):
    """What made a revision."""

    BUYER = "buyer"
    INVOICE = "invoice"
    CONFIRMATION = "confirmation"


# ---- purchase orders


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDrafted:
    order: PurchaseOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSubmitted:
    order: Reference
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRevised:
    """`invoice`: the invoice whose differences were taken into the order."""

    order: Reference
    lines: tuple[OrderLine, ...]
    revised_for: RevisedFor
    invoice: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderResent:
    order: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCanceled:
    order: Reference
    reason: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCompleted:
    order: Reference
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAcknowledged:
    order: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesAccepted:
    order: Reference
    revision: int
    lines: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesRejected:
    order: Reference
    revision: int
    lines: tuple[int, ...]
    at: datetime
    reason: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswersWithdrawn:
    order: Reference
    lines: tuple[int, ...]


# ---- invoices


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceReceived:
    invoice: Invoice


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceReplaced:
    """A new version of the same invoice, from the supplier."""

    invoice: Reference
    paper: Paper
    sources: tuple[Attached, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSourceAdded:
    """The same invoice again in another form or by another channel."""

    invoice: Reference
    source: Attached


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceCompleted:
    """A doubt of a Draft was answered: the paper as it now stands."""

    invoice: Reference
    paper: Paper
    field: Field


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
    """An initiator took the differences on his orders."""

    invoice: Reference
    by: Address
    orders: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSentToApproval:
    """`band` is the place of the amount band in the policy; None: an admin or accountant (a hold, or a band with nobody else)."""

    invoice: Reference
    band: int | None


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


# ---- questions, words, files


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered:
    question: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionClosed:
    """Overtaken, or expired: it changes nothing any more."""

    question: Reference
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAdded:
    """Words on a document; `internal` ones stay in the house."""

    document: Reference
    text: BlobHash
    from_supplier: bool
    internal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAdded:
    document: Reference
    file: Attached
    from_supplier: bool


# ---- answers that change nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTold:
    document: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTold:
    supplier: SupplierId


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTold:
    supplier: SupplierId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSent:
    document: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A command was not carried out. `detail` is a value of the house (a status, a reference, a number), never foreign words."""

    why: Why
    document: Reference | None = None
    word: str = ""
    detail: str = ""


# ---- people


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierAdded:
    supplier: Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierChanged:
    """The whole supplier as it now is; its people's names are erased by replacing the row and its journal lines."""

    supplier: Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDeleted:
    """A Draft that went when its supplier was disabled; it was mailed back first."""

    invoice: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerAdded:
    buyer: Buyer


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerRemoved:
    address: Address


OrderEvent = (
    OrderDrafted
    | OrderSubmitted
    | OrderRevised
    | OrderResent
    | OrderCanceled
    | OrderCompleted
    | OrderAcknowledged
    | LinesAccepted
    | LinesRejected
    | LineAnswersWithdrawn
)
InvoiceEvent = (
    InvoiceReceived
    | InvoiceReplaced
    | InvoiceSourceAdded
    | InvoiceCompleted
    | InvoiceMatched
    | InvoiceDrafted
    | InvoiceSentToMatching
    | InvoiceTaken
    | InvoiceSentToApproval
    | InvoiceApproved
    | InvoiceRejected
    | InvoiceReturned
    | InvoiceLinked
    | InvoiceCanceled
    | DuplicateReceived
    | PaymentRecorded
    | DraftDeleted
)
CreditEvent = CreditReceived | CreditApplied
QuestionEvent = QuestionAsked | QuestionAnswered | QuestionClosed
WordEvent = CommentAdded | FileAdded
AnswerEvent = StatusTold | OpenTold | HelpTold | DocumentSent | Refused
PeopleEvent = SupplierAdded | SupplierChanged | BuyerAdded | BuyerRemoved
Event = OrderEvent | InvoiceEvent | CreditEvent | QuestionEvent | WordEvent | AnswerEvent | PeopleEvent
