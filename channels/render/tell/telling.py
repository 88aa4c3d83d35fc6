"""A notice with everything that its words are made from."""

from dataclasses import dataclass, replace
from functools import cached_property

from channels.render.blocks import Answer, Answers, Chip, Paragraph, Quote
from channels.render.reply import Reply
from channels.render.words import Words
from core.events import Event
from core.invoice import CreditNote, Invoice
from core.letters import Notice, NoticeKind, Person, Scene
from core.moves import LOOK, Colour, Turn
from core.moves_rfp import PROPOSAL_LOOK
from core.names import Address, BlobHash, Reference
from core.order import OrderStatus, PurchaseOrder
from core.proposal import Proposal, Rfp
from core.question import Question, QuestionKind, QuestionState

DARK_INK = "#10200a"
LIGHT_INK = "#ffffff"
ORDER_COLOURS = {
    OrderStatus.DRAFT: Colour.LIGHT_GREEN,
    OrderStatus.SUBMITTED: Colour.ORANGE,
    OrderStatus.COMPLETED: Colour.BLUE,
    OrderStatus.CANCELED: Colour.DARK_RED,
}


def chip(text: str, colour: Colour) -> Chip:
    """A status in its colour, with ink that can be read on it."""
    light = colour in (Colour.LIGHT_GREEN, Colour.ORANGE)
    return Chip(text=text, ground=colour.value, ink=DARK_INK if light else LIGHT_INK)


def sentence(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One notice, the scene, the reader and the way back. `kinds` are all notices of the letter."""

    notice: Notice
    scene: Scene
    words: Words
    person: Person
    reply: Reply
    kinds: tuple[NoticeKind, ...] = ()
    readers: tuple[Address, ...] = ()

    @cached_property
    def house(self) -> str:
        """The buying company's name."""
        return self.scene.house.name

    @cached_property
    def supplier(self) -> str:
        """The supplier's name, else a word for it."""
        asked = self.proposal.supplier if self.proposal else None
        one = next((s for s in self.scene.suppliers if s.id == asked), None)
        if one:
            return one.name
        return self.scene.supplier.name if self.scene.supplier else self.words.say("name.supplier")

    @cached_property
    def document(self) -> Reference | None:
        """What the notice is about; its question's document where it names none."""
        asked = self.notice.question.document if self.notice.question else None
        return self.notice.document or asked

    @cached_property
    def order(self) -> PurchaseOrder | None:
        """The order it is about, or the order of the invoice it is about."""
        direct = next((o for o in self.scene.orders if o.reference == self.document), None)
        return direct or (self.orders_of(self.invoice)[0] if self.invoice and self.orders_of(self.invoice) else None)

    @cached_property
    def invoice(self) -> Invoice | None:
        """The invoice it is about."""
        return next((i for i in self.scene.invoices if i.reference == self.document), None)

    @cached_property
    def credit(self) -> CreditNote | None:
        """The credit note it is about."""
        return next((c for c in self.scene.credits if c.reference == self.document), None)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The proposal it is about."""
        return next((p for p in self.scene.proposals if p.reference == self.document), None)

    @cached_property
    def rfp(self) -> Rfp | None:
        """The request it is about, or the one that the proposal answers."""
        which = self.proposal.rfp if self.proposal else self.document
        return next((r for r in self.scene.rfps if r.reference == which), None)

    @property
    def event(self) -> Event | None:
        """What happened."""
        return self.notice.event

    @cached_property
    def question(self) -> Question | None:
        """The question of the notice, where this reader is the one who is asked: its token is for nobody else."""
        asked = self.notice.question
        return asked if asked and asked.asked_of in self.readers else None

    @cached_property
    def name(self) -> str:
        """The document as the reader knows it: "invoice 77 (INV-1012)", "PO-1034"."""
        if self.invoice:
            return self.words.invoice(self.invoice)
        if self.credit and self.credit.paper.number:
            return self.words.say("name.credit", number=self.credit.paper.number, reference=self.credit.reference)
        if self.proposal:
            return self.proposal.rfp
        return self.document or self.words.say("name.your_documents")

    @cached_property
    def short_name(self) -> str:
        """As `name`, for a subject."""
        number = self.invoice.paper.number if self.invoice else None
        return self.words.say("name.invoice_short", number=number) if number else self.name

    def orders_of(self, invoice: Invoice) -> tuple[PurchaseOrder, ...]:
        """The orders that an invoice bills, as far as the scene holds them."""
        return tuple(o for o in self.scene.orders if o.reference in invoice.orders)

    def invoice_chip(self, invoice: Invoice) -> Chip:
        """The status of an invoice in its colour."""
        return chip(self.words.say(f"status.invoice.{invoice.status.value}"), LOOK[invoice.status].colour)

    def order_chip(self, order: PurchaseOrder) -> Chip:
        """The status of an order in its colour."""
        return chip(self.words.say(f"status.order.{order.status.value}"), ORDER_COLOURS[order.status])

    def proposal_status(self, proposal: Proposal) -> str:
        """The status of a proposal in words."""
        return self.words.say(f"status.proposal.{proposal.status.value}")

    def proposal_chip(self, proposal: Proposal) -> Chip:
        """The same in its colour."""
        return chip(self.proposal_status(proposal), PROPOSAL_LOOK[proposal.status].colour)

    def turn_of_proposal(self, proposal: Proposal) -> Turn:
        """Whose turn it is with a proposal."""
        return PROPOSAL_LOOK[proposal.status].turn

    def turn_of(self, invoice: Invoice) -> Turn:
        """Whose turn it is with an invoice."""
        return LOOK[invoice.status].turn

    def line_list(self, numbers: tuple[int, ...]) -> str:
        """ "line 2", "lines 1 and 3"."""
        key = "order.line_one" if len(numbers) == 1 else "order.line_list"
        return self.words.say(key, lines=self.words.list_of(str(n) for n in numbers))

    def quoted(self, which: BlobHash | None, by: str = "") -> tuple[Quote, ...]:
        """A person's words, where they are kept."""
        text = self.scene.text(which)
        return (Quote(text=text, by=by),) if text else ()

    def undo(self) -> tuple[Paragraph, ...]:
        """How to take it back, where a mail of the supplier made it happen (docs/mail.md 6)."""
        said = self.scene.reading is not None and bool(self.scene.reading.said)
        mine = said and not self.person.buyer and NoticeKind.RECEIPT not in self.kinds and not self.no_is_an_answer()
        return (Paragraph(text=self.words.say("common.undo"), small=True),) if mine else ()

    def no_is_an_answer(self) -> bool:
        """Whether the reader is asked for a yes or no: then NO answers that, and takes nothing back."""
        mine = (q for q in self.scene.questions if q.asked_of == self.person.address and q.state is QuestionState.OPEN)
        return any(q.kind is QuestionKind.YES_NO for q in mine)

    def answers(self, *answers: Answer) -> Answers:
        """The buttons of a letter."""
        return Answers(title=self.words.say("common.ready"), answers=answers)

    def alone(self) -> bool:
        """Whether the letter says nothing else."""
        return len(self.kinds) < 2

    def with_reply(self, reply: Reply) -> "Telling":
        """With another way back."""
        return replace(self, reply=reply)
