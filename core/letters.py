"""What to say to whom (`Notice`, `Post`), and the finished letter as it waits in the outbox (`Letter`)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import IntEnum, StrEnum

from core.dossier import Text
from core.events import Event
from core.findings import Finding
from core.invoice import CreditNote, Invoice
from core.message import Attachment
from core.names import Address, BlobHash, MessageId, Reference, SupplierId, Token
from core.order import Attached, PurchaseOrder
from core.overview import Overview
from core.party import Language, Supplier, SupplierStatus
from core.policy import House
from core.proposal import Proposal, Rfp
from core.question import Question
from core.reading import Reading
from core.statement import Statement

LINES_HEADER = "X-Counterfoil-Lines"
"""In a digest: the documents of its numbered lines, each with its version, a dash where a line has none (docs/mail.md 6)."""


class NoticeKind(StrEnum):
    """Everything that can be said; each has its texts in every language."""

    ORDER_SENT = "order_sent"
    ORDER_REVISED = "order_revised"
    ORDER_CANCELED = "order_canceled"
    ORDER_COMPLETED = "order_completed"
    RECEIPT = "receipt"
    ACCEPTANCE_NOTED = "acceptance_noted"
    REJECTION_NOTED = "rejection_noted"
    CHANGE_NOTED = "change_noted"
    CONTEST_SETTLED = "contest_settled"
    ANSWER_DECIDED = "answer_decided"
    SHIPMENT_NOTED = "shipment_noted"
    WITHDRAWAL_NOTED = "withdrawal_noted"
    QUESTION = "question"
    INVOICE_DRAFT = "invoice_draft"
    INVOICE_RETURNED = "invoice_returned"
    INVOICE_MATCHING = "invoice_matching"
    INVOICE_PENDING = "invoice_pending"
    INVOICE_APPROVED = "invoice_approved"
    INVOICE_REJECTED = "invoice_rejected"
    INVOICE_CANCELED = "invoice_canceled"
    INVOICE_PARTLY_PAID = "invoice_partly_paid"
    INVOICE_PAID = "invoice_paid"
    INVOICE_ALREADY_RECEIVED = "invoice_already_received"
    PAYMENT_REVERSED = "payment_reversed"
    CREDIT_RECEIVED = "credit_received"
    COMMENT = "comment"
    FILE = "file"
    STATUS = "status"
    OPEN = "open"
    STATEMENT = "statement"
    HELP = "help"
    DOCUMENT_AGAIN = "document_again"
    REFUSED = "refused"
    SUPPLIER_OFF = "supplier_off"
    DRAFTS_RETURNED = "drafts_returned"
    REMINDER = "reminder"
    RFP_INVITATION = "rfp_invitation"
    RFP_EXTENDED = "rfp_extended"
    RFP_REMINDER = "rfp_reminder"
    RFP_CANCELED = "rfp_canceled"
    QUOTE_NOTED = "quote_noted"
    QUOTE_LATE = "quote_late"
    QUOTE_ADMITTED = "quote_admitted"
    QUOTE_WITHDRAWN = "quote_withdrawn"
    QUOTE_TAKEN_BACK = "quote_taken_back"
    PROPOSAL_WON = "proposal_won"
    PROPOSAL_PARTLY_WON = "proposal_partly_won"
    PROPOSAL_NOT_WON = "proposal_not_won"
    WELCOME = "welcome"
    OWN_SETTINGS = "own_settings"
    CHANGE_PASSED_ON = "change_passed_on"
    CHANGE_SETTLED = "change_settled"
    CONTACT_ADDED = "contact_added"
    CONTACT_REMOVED = "contact_removed"
    BANK_PROPOSED = "bank_proposed"
    BANK_SETTLED = "bank_settled"
    # to buyers
    DECIDE_MATCHING = "decide_matching"
    DECIDE_APPROVAL = "decide_approval"
    ORDER_DRAFTED = "order_drafted"
    RFP_DRAFTED = "rfp_drafted"
    BUYER_HELP = "buyer_help"
    ORDER_ANSWERED = "order_answered"
    CHANGE_ASKED = "change_asked"
    BANK_TO_CONFIRM = "bank_to_confirm"
    SUPPLIER_SILENT = "supplier_silent"
    DECIDE_ANSWER = "decide_answer"
    ORDER_SHIPPED = "order_shipped"
    SUPPLIER_COMMENT = "supplier_comment"
    STATEMENT_DIFFERS = "statement_differs"
    UNDELIVERED = "undelivered"
    DELIVERY_UNKNOWN = "delivery_unknown"
    MAIL_HELD = "mail_held"
    ANSWERS_STOPPED = "answers_stopped"
    ROOM_SHORT = "room_short"
    DIGEST = "digest"
    PROPOSAL_IN = "proposal_in"
    RFP_CLOSED = "rfp_closed"


class Weight(IntEnum):
    """The order of notices in one letter: the most important first; and whether a letter is on a person's behalf."""

    DECISION = 0
    DOCUMENT = 1
    STATUS = 2
    ANSWER = 3
    RECEIPT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to say about a document."""

    kind: NoticeKind
    weight: Weight
    document: Reference | None = None
    event: Event | None = None
    question: Question | None = None
    decides: Token | None = None
    """With it, its reader alone may decide by mail (core/decision.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is written to, and how."""

    address: Address
    name: str = ""
    language: Language = Language.EN
    time_zone: str = ""
    buyer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """All notices of one transaction to one person or, for a supplier, to all contacts of a role (`to`): one letter."""

    to: tuple[Person, ...]
    notices: tuple[Notice, ...]
    supplier: SupplierId | None = None
    """Whose letter it is, where one transaction writes to several suppliers: it shows nothing of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """What became of one attachment."""

    file: Attachment
    verdict: str
    reference: Reference | None = None
    lines: tuple[int, ...] = ()


class DigestSection(StrEnum):
    """The parts of a digest (docs/rules.md 10)."""

    TO_DECIDE = "to_decide"
    CONFIRMATIONS_OVERDUE = "confirmations_overdue"
    DELIVERIES_LATE = "deliveries_late"
    INVOICES_HELD = "invoices_held"
    WITHIN_TOLERANCE = "within_tolerance"
    UNDELIVERED = "undelivered"
    HELD_MAIL = "held_mail"
    SUPPLIERS_SILENT = "suppliers_silent"
    REQUESTS = "requests"
    RFPS_CLOSING = "rfps_closing"
    NOT_LOOKED_AT = "not_looked_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """One line of a digest; `document` may be answered by its number, as long as it is at `version`."""

    section: DigestSection
    document: Reference | None
    what: str
    version: int = 0
    amount: str = ""
    since: datetime | None = None
    findings: tuple[Finding, ...] = ()
    initiators: tuple[str, ...] = ()
    """Who ordered what it bills, by name, where that is somebody else than the reader."""
    besides: int = 0
    """So many others this line stands for, which are not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the words of a letter are made from: the documents after the transaction, and what was read."""

    house: House
    at: datetime
    supplier: Supplier | None = None
    orders: tuple[PurchaseOrder, ...] = ()
    before: tuple[PurchaseOrder, ...] = ()
    """Orders as they were, for showing a revision's difference."""
    invoices: tuple[Invoice, ...] = ()
    credits: tuple[CreditNote, ...] = ()
    questions: tuple[Question, ...] = ()
    rfps: tuple[Rfp, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    """All that a request for proposal asks; for buyers' eyes."""
    reading: Reading | None = None
    verdicts: tuple[FileVerdict, ...] = ()
    statements: tuple[Statement, ...] = ()
    """The statements of account that came."""
    texts: tuple[Text, ...] = ()
    digest: tuple[DigestLine, ...] = ()
    held: tuple[str, ...] = ()
    was: SupplierStatus | None = None
    """The supplier's status before the transaction."""
    tolerance: Decimal = Decimal(0)
    """The house rate in per cent, which counts for suppliers without one of their own."""
    overview: Overview | None = None
    """The supplier's dashboard, where it was asked for."""
    seal: bytes = field(default=b"", repr=False)
    """What fill-in files are signed with."""

    def of_supplier(self, supplier: Supplier) -> "Scene":
        """Only what this supplier may see: its own documents, and the public part of the requests that ask it."""
        mine = tuple(p for p in self.proposals if p.supplier == supplier.id)
        asked = {p.rfp for p in mine}
        return replace(
            self,
            supplier=supplier,
            orders=tuple(o for o in self.orders if o.supplier == supplier.id),
            before=tuple(o for o in self.before if o.supplier == supplier.id),
            invoices=tuple(i for i in self.invoices if i.supplier == supplier.id),
            credits=tuple(c for c in self.credits if c.supplier == supplier.id),
            questions=tuple(q for q in self.questions if q.supplier == supplier.id),
            proposals=mine,
            rfps=tuple(r.public for r in self.rfps if r.reference in asked),
            suppliers=(),
        )

    def brought(self, document: Reference | None) -> tuple[Attached, ...]:
        """The supplier's files that the mail brought and that lie with this document."""
        holders: tuple[PurchaseOrder | Proposal, ...] = (*self.orders, *self.proposals)
        came = {v.file.hash for v in self.verdicts}
        return tuple(a for d in holders if d.reference == document for a in d.attachments if a.from_supplier and a.hash in came)

    def text(self, which: BlobHash | None) -> str:
        """The words kept under a hash; empty when they were erased."""
        return next((t.text for t in self.texts if t.hash == which), "")


class Nature(StrEnum):
    """Which headers of automation a letter carries (docs/mail.md 1, RFC 3834)."""

    PERSONAL = "personal"
    REPLIED = "auto-replied"
    GENERATED = "auto-generated"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """A file that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to one person, ready to be laid out as MIME: its identity is fixed before it is sent."""

    outbox: str
    to: Address
    shown_to: tuple[Person, ...]
    subject: str
    text: str
    html: str
    nature: Nature
    message_id: MessageId
    reply_to: Address
    document: Reference | None = None
    in_reply_to: MessageId | None = None
    references: tuple[MessageId, ...] = ()
    files: tuple[LetterFile, ...] = ()
    unsubscribe: bool = False
    """Digests and reminders: fewer of them can be asked for (List-Unsubscribe, RFC 2369)."""
    numbered: tuple[tuple[Reference | None, int], ...] = ()
    """A digest: the documents of its numbered lines, each with its version, so that an answer by number finds in the letter that
    was sent what its reader saw."""
