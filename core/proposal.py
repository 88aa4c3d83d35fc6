"""The request for proposal, and the proposal of each invited supplier (docs/rules.md 5)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.money import EUR, LARGEST, Currency
from core.names import Address, BlobHash, Reference, SupplierId
from core.order import Attached

NOBODY = Address("")
Day = date  # a field named date would hide the type of its own annotation


class RfpStatus(StrEnum):
    """After the deadline an open RFP is shown as closed for offers (`Rfp.closed_for_offers`)."""

    DRAFT = "Draft"
    OPEN = "Open"
    COMPLETED = "Completed"
    CANCELED = "Canceled"


class ProposalStatus(StrEnum):
    """Where one supplier's proposal stands."""

    RECEIVED = "Received"
    DRAFT = "Draft"
    SUBMITTED = "Submitted"
    WON = "Won"
    PARTLY_WON = "Partly won"
    NOT_WON = "Not won"
    REJECTED = "Rejected"
    NO_PROPOSAL = "No proposal"
    WITHDRAWN = "Withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RfpItem:
    """One item that offers are asked for."""

    number: int
    description: str
    quantity: Decimal
    unit: str = ""
    sku: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.number < 1 or not self.quantity.is_finite() or not 0 < self.quantity < LARGEST:
            raise ValueError(f"item {self.number}: number and quantity are positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """An item, or a part of its quantity, goes to a proposal; `order` is what came of it."""

    item: int
    proposal: Reference
    quantity: Decimal
    order: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rfp:
    """A request for proposal. Its public part is what suppliers are told; they never see who else is invited."""

    reference: Reference
    items: tuple[RfpItem, ...]
    status: RfpStatus = RfpStatus.OPEN
    currency: Currency = EUR
    deadline: datetime | None = None
    title: str = ""
    initiator: Address = NOBODY
    payment_terms: str = ""
    ship_to: str = ""
    note: str = ""
    attachments: tuple[Attached, ...] = ()
    invited: tuple[SupplierId, ...] = ()
    awards: tuple[Award, ...] = ()
    opened_at: datetime | None = None
    closed: bool = False
    """Whether the silence at the deadline was noted; an extension opens it again."""
    reason: BlobHash | None = None
    version: int = 0

    def __post_init__(self) -> None:
        numbers = [item.number for item in self.items]
        if not numbers or len(set(numbers)) != len(numbers):
            raise ValueError(f"request {self.reference}: items are needed, each with a number of its own")
        if self.deadline is not None and self.deadline.tzinfo is None:
            raise ValueError(f"request {self.reference}: a deadline is a time with its zone")

    def item(self, number: int) -> RfpItem | None:
        """The item with this number."""
        return next((item for item in self.items if item.number == number), None)

    def past(self, at: datetime) -> bool:
        """Whether the deadline is over; what arrives in its very moment is in time."""
        return self.deadline is not None and at > self.deadline

    def closed_for_offers(self, at: datetime) -> bool:
        """Whether it is open, and its deadline over: so it is shown, until it is awarded, extended or canceled."""
        return self.status is RfpStatus.OPEN and self.past(at)

    def awarded(self, number: int) -> Decimal:
        """How much of an item is awarded."""
        return sum((award.quantity for award in self.awards if award.item == number), Decimal(0))

    def left(self, number: int) -> Decimal:
        """How much of an item nobody has won yet."""
        item = self.item(number)
        return item.quantity - self.awarded(number) if item else Decimal(0)

    @property
    def public(self) -> "Rfp":
        """Without everything that a supplier does not see: who is invited, who won, what stays in the house."""
        files = tuple(file for file in self.attachments if not file.internal)
        return replace(self, invited=(), awards=(), attachments=files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a supplier offers for one item. The price is for one unit; None: not said, or as asked."""

    item: int
    declined: bool = False
    unit_price: Decimal | None = None
    currency: Currency | None = None
    quantity: Decimal | None = None
    lead_time_days: int | None = None
    date: Day | None = None
    alternative: str = ""
    note: BlobHash | None = None

    @property
    def answered(self) -> bool:
        """A price, or a no."""
        return self.declined or self.unit_price is not None

    @property
    def priced(self) -> bool:
        """Something that can be bought."""
        return not self.declined and self.unit_price is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A version of the offers that a newer one replaced, with the status that it had."""

    offers: tuple[Offer, ...]
    status: ProposalStatus
    complete: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Offers that came after the deadline; they count when the initiator admits them."""

    offers: tuple[Offer, ...]
    at: datetime
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One supplier's side of a request. `complete`: it said "that is all", the items not named are not offered."""

    reference: Reference
    rfp: Reference
    supplier: SupplierId
    status: ProposalStatus = ProposalStatus.RECEIVED
    offers: tuple[Offer, ...] = ()
    complete: bool = False
    quoted_at: datetime | None = None
    earlier: tuple[Earlier, ...] = ()
    late: Late | None = None
    attachments: tuple[Attached, ...] = ()
    reminded: bool = False
    version: int = 0

    def offer(self, item: int) -> Offer | None:
        """What is offered for an item."""
        return next((offer for offer in self.offers if offer.item == item), None)

    @property
    def edition(self) -> int:
        """The number of this version of the offers, from 1; 0: none was made."""
        return len(self.earlier) + 1 if self.offers else 0

    def missing(self, rfp: Rfp) -> tuple[int, ...]:
        """The items that are not answered."""
        return tuple(i.number for i in rfp.items if not ((o := self.offer(i.number)) and o.answered))

    def offered(self, rfp: Rfp) -> tuple[int, ...]:
        """The items that could be bought from it."""
        return tuple(i.number for i in rfp.items if (o := self.offer(i.number)) and o.priced)


def proposal_reference(rfp: Reference, supplier: SupplierId) -> Reference:
    """Its name: `RFP-7-S-3`, so that a mail's address says which request and whose answer."""
    return Reference(f"{rfp}-{supplier}")
