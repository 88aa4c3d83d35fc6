"""What was understood of a mail, and what was not, with why (docs/mail.md 4)."""

from dataclasses import dataclass

from core.commands.command import Command
from core.invoice import Invoice
from core.message import Message
from core.names import Address, Reference, SupplierId
from core.order import PurchaseOrder
from core.paper import Paper
from core.party import Language, Level
from core.proposal import Rfp
from core.question import About, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A command that a mail holds for certain, and the words that say it."""

    command: Command
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that was not certain: about what, why, and the choices that would settle it."""

    about: About
    why: str
    choices: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who writes: a supplier's contact, a buyer, or nobody that we know."""

    address: Address | None
    name: str = ""
    supplier: SupplierId | None = None
    level: Level = Level.STRANGER
    country: str = ""
    locale: str = ""
    """Learnt per contact, BCP 47; empty: not known."""
    language: Language = Language.EN


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a mail is read against: the thread's document first, then the speaker's others, and the questions asked of him."""

    speaker: Speaker
    thread: Reference | None = None
    orders: tuple[PurchaseOrder, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    rfps: tuple[Rfp, ...] = ()
    questions: tuple[Question, ...] = ()

    def document(self, which: Reference | None) -> PurchaseOrder | Invoice | Rfp | None:
        """The document with this reference, among those that may be talked about."""
        every: tuple[PurchaseOrder | Invoice | Rfp, ...] = (*self.orders, *self.invoices, *self.rfps)
        return next((d for d in every if d.reference == which), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A mail with what it says: commands in the order said, doubts, and the papers of its attachments."""

    message: Message
    said: tuple[Said, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    papers: tuple[Paper, ...] = ()
