"""What a supplier says besides: answers, questions of its own, its own data, comments (docs/rules.md 6 to 8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.commands.answers import answered, undone
from core.commands.command import Command, Who
from core.commands.target import any_of, order_of
from core.dossier import Dossier
from core.events import CommentAdded, DocumentSent, Event, Form, HelpTold, OpenTold, Refused, StatementReconciled, StatusTold, Why
from core.matching.billed import open_lines
from core.names import text_hash
from core.order import OrderStatus
from core.policy import Policy
from core.question import About, QuestionKind
from core.statement import Standing, reconciled

SUPPLIER = frozenset({Who.SUPPLIER})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion(Command):
    """The value that a question of the bot asked for; `field` says which, where the mail says so."""

    word: ClassVar[str] = "answer"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    field: str | None = None
    value: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Settles the question of the thread, or the doubt about the named field of the thread's Draft."""
        return answered(dossier, self.value, self.field, at, policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes(Command):
    """Yes to the question asked."""

    word: ClassVar[str] = "yes"
    who: ClassVar[frozenset[Who]] = SUPPLIER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Answers the open question of the thread; without one it means nothing."""
        return answered(dossier, "yes", None, at, policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class No(Command):
    """No to the yes-or-no question asked; without one, take the last command back."""

    word: ClassVar[str] = "no"
    who: ClassVar[frozenset[Who]] = SUPPLIER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A question for a value is not answered by it: then, too, it takes the last command back."""
        asked = dossier.asked
        meant = asked is not None and (asked.kind is QuestionKind.YES_NO or asked.about is About.CONTACTS)
        return answered(dossier, "no", None, at, policy) if meant else undone(dossier, at, policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDocument(Command):
    """Send a document again."""

    word: ClassVar[str] = "send"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    format: Form | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Sent again to the one who asked; an invoice form is made for what is still to be billed of an order."""
        if self.format is Form.INVOICE_FORM:
            return (self._form(dossier),)
        which = any_of(dossier, self.document, self.word)
        return (which,) if isinstance(which, Refused) else (DocumentSent(document=which, form=self.format),)

    def _form(self, dossier: Dossier) -> Event:
        order = order_of(dossier, self.document, self.word)
        if isinstance(order, Refused):
            return order
        if order.status is not OrderStatus.SUBMITTED:
            return Refused(why=Why.WRONG_STATUS, document=order.reference, word=self.word, detail=order.status.value)
        if not open_lines(order, dossier.invoices):
            return Refused(why=Why.MORE_THAN_OPEN, document=order.reference, word=self.word, detail="0")
        return DocumentSent(document=order.reference, form=self.format)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStatus(Command):
    """Where does a document stand?"""

    word: ClassVar[str] = "status"
    who: ClassVar[frozenset[Who]] = SUPPLIER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Told."""
        which = any_of(dossier, self.document, self.word)
        return (which,) if isinstance(which, Refused) else (StatusTold(document=which),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOpen(Command):
    """What is open?"""

    word: ClassVar[str] = "open"
    who: ClassVar[frozenset[Who]] = SUPPLIER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Told, for the own company."""
        supplier = dossier.supplier
        return (OpenTold(supplier=supplier.id),) if supplier else (Refused(why=Why.NOT_YOURS, word=self.word),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileStatement(Command):
    """Compare the attached statement of account."""

    word: ClassVar[str] = "statement"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    attachment: str | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Compared with the own invoices, credit notes and payments; nothing is changed."""
        found = [s for s in dossier.statements if s.file == self.attachment] or list(dossier.statements)
        if dossier.supplier is None:
            return (Refused(why=Why.NOT_YOURS, word=self.word),)
        if len(found) != 1:
            return (Refused(why=Why.NO_SUCH_FILE, word=self.word),)
        compared = reconciled(found[0], dossier.invoices, dossier.credits)
        counts = {one.value: sum(c.standing is one for c in compared) for one in Standing}
        file = next((f.hash for f in dossier.files if f.name == found[0].file), None)
        return (StatementReconciled(supplier=dossier.supplier.id, file=file, **counts),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHelp(Command):
    """What can be said?"""

    word: ClassVar[str] = "help"
    who: ClassVar[frozenset[Who]] = SUPPLIER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Told."""
        return (HelpTold(supplier=dossier.supplier.id if dossier.supplier else None),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Command):
    """Words for the buyer."""

    word: ClassVar[str] = "comment"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    text: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Kept with the document it is about, or with the supplier where it is about none in particular."""
        which = any_of(dossier, self.document, self.word)
        place = dossier.supplier_reference if isinstance(which, Refused) else which
        if place is None:
            return (Refused(why=Why.NOT_YOURS, word=self.word),)
        return (CommentAdded(document=place, text=text_hash(self.text), from_supplier=True),)

    def texts(self) -> tuple[str, ...]:
        """The words."""
        return (self.text,)
