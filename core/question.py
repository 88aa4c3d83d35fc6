"""A question that the bot asked: one open question per document and matter (docs/mail.md 6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.names import Address, BlobHash, Reference, SupplierId, Token


class About(StrEnum):
    """The matter of a question or of a doubt (docs/mail.md 4)."""

    ACCEPTANCE = "acceptance"
    UNIT_PRICE = "unit_price"
    QUANTITY = "quantity"
    DATE = "date"
    LINE = "line"
    DOCUMENT = "document"
    ATTACHMENT = "attachment"
    BANK = "bank"
    SUBSTITUTE = "substitute"
    CURRENCY = "currency"
    OTHER = "other"
    NUMBER = "number"
    ISSUE_DATE = "issue_date"
    TOTAL = "total"
    LINES = "lines"
    ORDER = "order"
    SENDER = "sender"
    CONTACT = "contact"
    DECISION = "decision"
    CONTACTS = "contacts"
    UNDO = "undo"
    KIND = "kind"
    READING = "reading"


class QuestionKind(StrEnum):
    """What form of answer is expected."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    VALUE = "value"


class QuestionState(StrEnum):
    """Only an open question can be answered."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Asked of one address, with a one-time token; NO and silence change nothing.

    `cause` is the hash of the mail whose words wait for the answer, where there are such words.
    """

    reference: Reference
    document: Reference | None
    supplier: SupplierId | None
    about: About
    kind: QuestionKind
    asked_of: Address
    token: Token
    expires: datetime
    choices: tuple[str, ...] = ()
    state: QuestionState = QuestionState.OPEN
    cause: BlobHash | None = None
    version: int = 0
    line: int | None = None
    """The line of the order that it asks about."""

    def __post_init__(self) -> None:
        if self.expires.tzinfo is None:
            raise ValueError("a question expires at a time with its zone")
        if self.kind is QuestionKind.CHOICE and not self.choices:
            raise ValueError("a question with choices needs some")
