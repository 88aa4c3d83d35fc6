"""Questions, words and files, and answers that change nothing."""

from dataclasses import dataclass
from enum import StrEnum

from core.names import BlobHash, Reference, SupplierId
from core.order import Attached
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
    DECIDE_AGAIN = "decide_again"
    NOTHING_OFFERED = "nothing_offered"
    NEEDS_DEADLINE = "needs_deadline"
    NEEDS_SUPPLIERS = "needs_suppliers"
    NOT_INVITED = "not_invited"
    NO_SUCH_LANGUAGE = "no_such_language"
    UNKNOWN_CONTACT = "unknown_contact"
    NO_REQUEST = "no_request"
    ONE_ADMIN = "one_admin"
    NO_CALL_BACK = "no_call_back"
    WHICH_LINE = "which_line"
    MORE_THAN_ORDERED = "more_than_ordered"
    NOTHING_TO_DECIDE = "nothing_to_decide"
    ANSWER_THE_QUESTION = "answer_the_question"
    SAID_SINCE = "said_since"


class Form(StrEnum):
    """In what form a document is asked for."""

    PDF = "pdf"
    XLSX = "xlsx"
    XML = "xml"
    FILES = "files"
    """The files that lie with it."""
    INVOICE_FORM = "form"
    """An invoice to fill in for it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """The supplier was reminded of what is open on a document, for the `count`th time."""

    document: Reference
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceNoted:
    """All reminders on an order were in vain."""

    document: Reference
    reminders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTold:
    document: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTold:
    supplier: SupplierId


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReconciled:
    """A statement of account (its file's hash) was compared with our books: how many lines stand how. Nothing changed by it."""

    supplier: SupplierId
    file: BlobHash | None
    agreed: int = 0
    paid: int = 0
    disputed: int = 0
    differs: int = 0
    missing: int = 0
    unknown: int = 0
    not_listed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTold:
    supplier: SupplierId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSent:
    """`form` None: in every form that is made of it, with its files."""

    document: Reference
    form: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionShown:
    """A buyer answered a letter that is not the newest any more: what waits for him is shown as it is now."""

    document: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A command was not carried out. `detail` is a value of the house (a status, a reference, a number), never foreign words."""

    why: Why
    document: Reference | None = None
    word: str = ""
    detail: str = ""
