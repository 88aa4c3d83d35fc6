"""What was understood of a mail, and what was not, with why (docs/mail.md 4)."""

from dataclasses import dataclass
from enum import StrEnum

from core.commands.command import Command
from core.doubt import Doubt
from core.invoice import Invoice
from core.message import Message
from core.names import Address, BlobHash, Reference, SupplierId
from core.order import PurchaseOrder
from core.paper import Paper
from core.party import Language, Level
from core.proposal import Rfp
from core.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A command that a mail holds for certain, and the words that say it."""

    command: Command
    words: str
    revision: int | None = None
    """The revision of the order that it answers, where a fill-in sheet says so; else the thread tells."""


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


class FillVerdict(StrEnum):
    """What became of a fill-in file that was sent back; each has its words in every language."""

    READ = "fill_in"
    EMPTY = "fill_in_empty"
    """Nothing is filled in."""
    FOREIGN = "fill_in_foreign"
    """Not made by us for this supplier: nothing in it is read."""
    CHANGED = "fill_in_changed"
    """Cells that are the buyer's own were overwritten: these are not read, the others are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillIn:
    """A fill-in file of the mail, and the lines where its verdict is about some of them."""

    file: BlobHash
    verdict: FillVerdict
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A mail with what it says: commands in the order said, doubts, and the papers of its attachments."""

    message: Message
    said: tuple[Said, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    papers: tuple[Paper, ...] = ()
    fill_ins: tuple[FillIn, ...] = ()
