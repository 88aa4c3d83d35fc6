"""What a supplier says besides: answers, questions of its own, its own data, comments (docs/rules.md 6 to 8)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from core.commands.command import Command, Who
from core.names import Address
from core.party import ContactRole

SUPPLIER = frozenset({Who.SUPPLIER})


class Form(StrEnum):
    """In what form a document is asked for."""

    PDF = "pdf"
    XLSX = "xlsx"
    XML = "xml"
    FILES = "files"


class ProfileField(StrEnum):
    """What a supplier may ask to change of itself."""

    NAME = "name"
    ADDRESS = "address"
    VAT_ID = "vat_id"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion(Command):
    """The value that a question of the bot asked for; `field` says which, where the mail says so."""

    word: ClassVar[str] = "answer"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    field: str | None = None
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes(Command):
    """Yes to the question asked."""

    word: ClassVar[str] = "yes"
    who: ClassVar[frozenset[Who]] = SUPPLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class No(Command):
    """No to the question asked; without one, take the last command back."""

    word: ClassVar[str] = "no"
    who: ClassVar[frozenset[Who]] = SUPPLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDocument(Command):
    """Send a document again."""

    word: ClassVar[str] = "send"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    format: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStatus(Command):
    """Where does a document stand?"""

    word: ClassVar[str] = "status"
    who: ClassVar[frozenset[Who]] = SUPPLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOpen(Command):
    """What is open?"""

    word: ClassVar[str] = "open"
    who: ClassVar[frozenset[Who]] = SUPPLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileStatement(Command):
    """Compare the attached statement of account."""

    word: ClassVar[str] = "statement"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    attachment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContact(Command):
    """Add or remove a contact, by request."""

    word: ClassVar[str] = "contact"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    add: Address | None = None
    remove: Address | None = None
    role: ContactRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProfile(Command):
    """Change the own master data, by request."""

    word: ClassVar[str] = "profile"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    field: ProfileField = ProfileField.NAME
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLanguage(Command):
    """Write to me in this language (ISO 639-1)."""

    word: ClassVar[str] = "language"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FewerMails(Command):
    """Write less often."""

    word: ClassVar[str] = "quiet"
    who: ClassVar[frozenset[Who]] = SUPPLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHelp(Command):
    """What can be said?"""

    word: ClassVar[str] = "help"
    who: ClassVar[frozenset[Who]] = SUPPLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Command):
    """Words for the buyer."""

    word: ClassVar[str] = "comment"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    text: str = ""
