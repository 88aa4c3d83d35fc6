"""A mail as it came (`Delivery`) and as it was read (`Message`)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.filled import Filled
from core.names import Address, BlobHash, MessageId, Token
from core.statement import Statement

TOO_LARGE_HEADER = "X-Counterfoil-Too-Large"
"""Header, in front of all others, of a delivery that holds the headers of a mail only; its value is the mail's size in bytes.

The mail was larger than a door takes and stays where it was.
"""


class Channel(StrEnum):
    """The doors of the house."""

    IMAP = "imap"
    SMTP = "smtp"
    FOLDER = "folder"
    SLACK = "slack"
    CLI = "cli"


class Trust(StrEnum):
    """The one source of authenticity of a mailbox (docs/mail.md 3)."""

    HOST = "host"
    DKIM = "dkim"
    LOGIN = "login"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the transport said, apart from the message. `login` is the account that authenticated at our own SMTP door."""

    sender: Address | None = None
    recipients: tuple[Address, ...] = ()
    login: Address | None = None
    trust: Trust = Trust.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Bytes as they came. `transport_id` is unique in its channel: IMAP account, mailbox, UIDVALIDITY and UID, for example."""

    channel: Channel
    transport_id: str
    received_at: datetime
    raw: bytes = field(repr=False)
    envelope: Envelope = Envelope()

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None:
            raise ValueError("a delivery needs a time with its zone")


class MailKind(StrEnum):
    """What kind of mail it is, before anything else (docs/mail.md 2)."""

    HUMAN = "human"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    CALENDAR = "calendar"
    OWN = "own"
    OTHER = "other"


class Verdict(StrEnum):
    """Authenticity of the From address."""

    PASS = "pass"
    FAIL = "fail"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticity:
    """Whether the From address is its owner's, with the evidence. `enforced`: DMARC policy reject or quarantine."""

    verdict: Verdict = Verdict.NONE
    why: str = "no source of authenticity is configured"
    enforced: bool = False


class FileRole(StrEnum):
    """What an attachment is for, told by its content (docs/mail.md 5)."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PRO_FORMA = "pro_forma"
    ORDER = "order"
    ORDER_CONFIRMATION = "order_confirmation"
    DELIVERY_NOTE = "delivery_note"
    STATEMENT = "statement"
    REMINDER = "reminder"
    QUOTE = "quote"
    TERMS = "terms"
    FILL_IN = "fill_in"
    LOGO = "logo"
    SIGNATURE = "signature"
    MESSAGE = "message"
    ENCRYPTED = "encrypted"
    EXECUTABLE = "executable"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a mail, at any depth. `name` is cleaned for showing; the content is kept by its hash."""

    name: str
    media_type: str
    size: int
    hash: BlobHash
    role: FileRole = FileRole.OTHER
    inline: bool = False
    filled: Filled | None = None
    """What stands in it, where it is a fill-in file of ours."""
    statement: Statement | None = None
    """What it lists, where it is a statement of account."""
    content: bytes = field(default=b"", repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Everything in a mail that may say which document is meant, in the order of docs/mail.md 1."""

    tokens: tuple[tuple[str, Token], ...] = ()
    """(reference as written, token) of our addresses and Message-IDs; not yet verified."""
    message_ids: tuple[MessageId, ...] = ()
    """In-Reply-To and References, the nearest first."""
    tags: tuple[str, ...] = ()
    """References in square brackets in the subject."""
    one_time: tuple[Token, ...] = ()
    """One-time tokens in the subject or in the address."""
    numbers: tuple[str, ...] = ()
    """Document numbers in the new words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineAnswer:
    """Words written between quoted lines, with the quoted line that they answer."""

    quoted: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A delivery report: who could not be reached, why, and which of our letters it is about."""

    recipients: tuple[Address, ...] = ()
    status: str = ""
    diagnostic: str = ""
    delayed: bool = False
    delivered: bool = False
    outbox: str | None = None
    message_id: MessageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail as read. Every text is safe to show; the raw bytes are kept elsewhere."""

    kind: MailKind
    signs: tuple[str, ...] = ()
    sender: Address | None = None
    sender_name: str = ""
    authenticity: Authenticity = Authenticity()
    subject: str = ""
    message_id: MessageId | None = None
    dated: datetime | None = None
    recipients: tuple[Address, ...] = ()
    new_text: str = ""
    inline_answers: tuple[InlineAnswer, ...] = ()
    quoted_text: str = ""
    text_cut: bool = False
    hints: Hints = Hints()
    attachments: tuple[Attachment, ...] = ()
    silent: bool = False
    """A mark forbids an answer (RFC 3834, Precedence, X-Auto-Response-Suppress); the words count all the same."""
    bounce: Bounce | None = None
    away_until: date | None = None
    forwarded: tuple["Message", ...] = ()
    refused: str = ""
    """Why nothing in it was read (too complex, too large), else empty."""
