"""The documents that one command may see and change, who speaks, and the numbers that new documents take."""

from dataclasses import dataclass, replace

from core.invoice import CreditNote, Invoice
from core.names import Address, BlobHash, Reference, SupplierId
from core.order import Attached, PurchaseOrder
from core.paper import Paper
from core.party import Buyer, BuyerRole, Level, Supplier
from core.proposal import Proposal, Rfp
from core.question import Question
from core.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who speaks: a buyer or a supplier's contact, by which mail (`cause`), or the house itself (neither address)."""

    buyer: Address | None = None
    contact: Address | None = None
    supplier: SupplierId | None = None
    level: Level = Level.AUTHENTIC
    cause: BlobHash | None = None
    by: str = "mail"
    """mail, command line or Slack; the journal says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """The next number of each kind of document, and the key of one-time tokens."""

    order: int
    invoice: int
    credit: int
    question: int
    supplier: int
    key: bytes
    rfp: int = 1
    more_orders: tuple[int, ...] = ()
    """The free numbers behind `order`, for one who makes several orders at once."""

    def order_number(self, place: int) -> int:
        """The number of the order at this place, from 0, among those made in one go."""
        numbers = (self.order, *self.more_orders)
        return numbers[place] if place < len(numbers) else numbers[-1] + place - len(numbers) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Documents of one supplier, as one command may see them. `invoices` holds all that share an order or a business key."""

    actor: Actor
    fresh: Fresh
    thread: Reference | None = None
    answers_revision: int | None = None
    """The revision of the order that the mail answers, where its In-Reply-To says so."""
    as_answered: PurchaseOrder | None = None
    """The order as the answered letter showed it, where there is a newer revision."""
    supplier: Supplier | None = None
    orders: tuple[PurchaseOrder, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    credits: tuple[CreditNote, ...] = ()
    rfps: tuple[Rfp, ...] = ()
    """For a supplier their public part only."""
    proposals: tuple[Proposal, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    """Those that a request for proposal asks, where a buyer speaks."""
    questions: tuple[Question, ...] = ()
    routed: bool | None = None
    """Whether a valid token or a thread of ours brought the mail here; None: as much as there is a `thread`."""
    asked: Question | None = None
    """The open question that the mail answers: by its one-time token, else the only one of the thread's document."""
    by_token: bool = False
    """Whether `asked` was found by its one-time token."""
    decides: bool = False
    """Whether a buyer's mail answers the letter that asked for the decision, and the document is still as that letter said."""
    buyers: tuple[Buyer, ...] = ()
    papers: tuple[Paper, ...] = ()
    """What the attachments of the mail state, in their order."""
    files: tuple[Attached, ...] = ()
    statements: tuple[Statement, ...] = ()
    """The statements of account among the attachments, under the names of their files."""

    @property
    def supplier_reference(self) -> Reference | None:
        """Where words are kept that are about no document in particular."""
        return Reference(self.supplier.id) if self.supplier else None

    def order(self, which: Reference) -> PurchaseOrder | None:
        """The order with this reference."""
        return next((o for o in self.orders if o.reference == which), None)

    def invoice(self, which: Reference) -> Invoice | None:
        """The invoice with this reference."""
        return next((i for i in self.invoices if i.reference == which), None)

    def rfp(self, which: Reference) -> Rfp | None:
        """The request for proposal with this reference."""
        return next((r for r in self.rfps if r.reference == which), None)

    def proposal(self, which: Reference) -> Proposal | None:
        """The proposal with this reference."""
        return next((p for p in self.proposals if p.reference == which), None)

    def proposals_on(self, rfp: Reference) -> tuple[Proposal, ...]:
        """The proposals on a request."""
        return tuple(p for p in self.proposals if p.rfp == rfp)

    def party(self, which: SupplierId) -> Supplier | None:
        """The supplier with this reference, among those that are concerned."""
        mine = (self.supplier,) if self.supplier else ()
        return next((s for s in (*mine, *self.suppliers) if s.id == which), None)

    def question(self, which: Reference) -> Question | None:
        """The question with this reference."""
        return next((q for q in self.questions if q.reference == which), None)

    def buyer(self, who: Address | None) -> Buyer | None:
        """The buyer with this address."""
        return next((b for b in self.buyers if b.address == who), None)

    def speaks(self, *roles: BuyerRole) -> bool:
        """Whether the speaker is a buyer with one of the roles."""
        buyer = self.buyer(self.actor.buyer)
        return buyer is not None and buyer.may(*roles)

    def with_invoice(self, invoice: Invoice) -> "Dossier":
        """With this invoice in its newest state."""
        others = tuple(i for i in self.invoices if i.reference != invoice.reference)
        return replace(self, invoices=(*others, invoice))

    def with_order(self, order: PurchaseOrder) -> "Dossier":
        """With this order in its newest state."""
        others = tuple(o for o in self.orders if o.reference != order.reference)
        return replace(self, orders=(*others, order))

    def with_rfp(self, rfp: Rfp) -> "Dossier":
        """With this request in its newest state."""
        others = tuple(r for r in self.rfps if r.reference != rfp.reference)
        return replace(self, rfps=(*others, rfp))

    def with_proposal(self, proposal: Proposal) -> "Dossier":
        """With this proposal in its newest state, in its place."""
        if self.proposal(proposal.reference) is None:
            return replace(self, proposals=(*self.proposals, proposal))
        return replace(self, proposals=tuple(proposal if p.reference == proposal.reference else p for p in self.proposals))

    def with_question(self, question: Question) -> "Dossier":
        """With this question in its newest state."""
        others = tuple(q for q in self.questions if q.reference != question.reference)
        return replace(self, questions=(*others, question))

    def with_credit(self, credit: CreditNote) -> "Dossier":
        """With this credit note in its newest state."""
        others = tuple(c for c in self.credits if c.reference != credit.reference)
        return replace(self, credits=(*others, credit))

    def with_buyer(self, buyer: Buyer) -> "Dossier":
        """With this buyer in his newest state."""
        others = tuple(b for b in self.buyers if b.address != buyer.address)
        return replace(self, buyers=(*others, buyer))


Document = PurchaseOrder | Invoice | CreditNote | Rfp | Proposal | Question | Supplier | Buyer


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A person's words, kept as a blob under their hash."""

    hash: BlobHash
    text: str
