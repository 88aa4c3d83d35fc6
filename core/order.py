"""The purchase order: head, lines, revisions, and what the supplier answered (docs/rules.md 2)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.money import LARGEST, Currency, Money, line_amount, total
from core.names import Address, BlobHash, Reference, SupplierId
from core.schedule import Part, Shipment


class OrderStatus(StrEnum):
    """A purchase order is visible to the supplier from Submitted on."""

    DRAFT = "Draft"
    SUBMITTED = "Submitted"
    COMPLETED = "Completed"
    CANCELED = "Canceled"


class LineAnswer(StrEnum):
    """UNCL1229, as the Peppol order response uses it."""

    ACCEPTED = "5"
    CHANGED = "3"
    REJECTED = "7"


class Confirmation(StrEnum):
    """Header answer codes of the Peppol order response; OPEN: nothing was said."""

    OPEN = ""
    ACKNOWLEDGED = "AB"
    ACCEPTED = "AP"
    CHANGED = "CA"
    REJECTED = "RE"


class AnswerField(StrEnum):
    """What a proposed change of a line is about; each may be taken by itself."""

    QUANTITY = "quantity"
    PRICE = "price"
    DATE = "date"
    SUBSTITUTE = "substitute"
    PARTS = "parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One ordered item; the unit price is for `price_base` units, the discount is an amount on the line.

    `parts`: the part-deliveries agreed, where there are several; `delivery_date` is then the last of them.
    """

    number: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    unit: str = ""
    buyer_sku: str = ""
    supplier_sku: str = ""
    price_base: Decimal = Decimal(1)
    discount: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    delivery_date: date | None = None
    delivery_place: str = ""
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        amounts = (self.quantity, self.unit_price, self.price_base, self.discount)
        if not all(a.is_finite() and abs(a) < LARGEST for a in amounts):
            raise ValueError(f"order line {self.number}: an amount is too large")
        if self.number < 1 or self.quantity <= 0 or self.price_base <= 0:
            raise ValueError(f"order line {self.number}: number, quantity and price base are positive")
        if self.unit_price < 0 or self.discount < 0:
            raise ValueError(f"order line {self.number}: price and discount are not negative")
        if any(p.quantity <= 0 for p in self.parts) or sum(p.quantity for p in self.parts) > self.quantity:
            raise ValueError(f"order line {self.number}: part-deliveries add up to at most its quantity")

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something of it is due."""
        own = (self.delivery_date,) if self.delivery_date else ()
        return tuple(p.date for p in self.parts if p.date) or own

    def due(self, day: date) -> Decimal:
        """How much of it is due by this day."""
        if any(p.date for p in self.parts):
            return sum((p.quantity for p in self.parts if p.date and p.date <= day), Decimal(0))
        return self.quantity if self.delivery_date and self.delivery_date <= day else Decimal(0)

    def net(self, code: Currency) -> Decimal:
        """The net amount of the line."""
        return line_amount(
            quantity=self.quantity,
            unit_price=self.unit_price,
            code=code,
            price_base=self.price_base,
            discount=self.discount,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file kept with a document. Internal ones never leave the house."""

    hash: BlobHash
    name: str
    media_type: str
    size: int
    internal: bool = False
    from_supplier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the supplier last answered on a line, on which revision; a change waits for the initiator.

    `unit_price` is for the line's price base. `by` is the hash of the contact's address, so that a person can be erased.
    `decided`: the initiator took it.
    """

    line: int
    answer: LineAnswer
    revision: int
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    promised: date | None = None
    reason: BlobHash | None = None
    at: datetime | None = None
    substitute: str = ""
    parts: tuple[Part, ...] = ()
    by: BlobHash | None = None
    decided: bool = False

    @property
    def fields(self) -> tuple[AnswerField, ...]:
        """What it proposes to change."""
        found = {
            AnswerField.QUANTITY: self.quantity is not None,
            AnswerField.PRICE: self.unit_price is not None,
            AnswerField.DATE: self.promised is not None,
            AnswerField.SUBSTITUTE: bool(self.substitute),
            AnswerField.PARTS: bool(self.parts),
        }
        return tuple(name for name, said in found.items() if said)

    def same_as(self, other: "Answered") -> bool:
        """Whether both say the same, whoever said it, when and why."""
        mine = (self.answer, self.quantity, self.unit_price, self.promised, self.substitute, self.parts)
        return mine == (other.answer, other.quantity, other.unit_price, other.promised, other.substitute, other.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the initiator took and refused of the change of one line."""

    line: int
    taken: tuple[AnswerField, ...] = ()
    refused: tuple[AnswerField, ...] = ()
    reason: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrder:
    """A purchase order in its newest revision (1 at first submission, 0 while Draft)."""

    reference: Reference
    supplier: SupplierId
    initiator: Address
    currency: Currency
    lines: tuple[OrderLine, ...]
    status: OrderStatus = OrderStatus.DRAFT
    revision: int = 0
    payment_terms: str = ""
    ship_to: str = ""
    bill_to: str = ""
    note: str = ""
    submitted_at: datetime | None = None
    acknowledged: bool = False
    answers: tuple[Answered, ...] = ()
    contested: tuple[Answered, ...] = ()
    """Later answers of another contact that differ: they wait for a word of either (docs/rules.md 2)."""
    shipments: tuple[Shipment, ...] = ()
    attachments: tuple[Attached, ...] = ()
    reason: BlobHash | None = None
    version: int = 0

    def __post_init__(self) -> None:
        numbers = [line.number for line in self.lines]
        if not numbers or len(set(numbers)) != len(numbers):
            raise ValueError(f"order {self.reference}: lines are needed, each with a number of its own")

    @property
    def net(self) -> Money:
        """The sum of the lines."""
        code = self.currency
        return total((Money(amount=line.net(code), currency=code) for line in self.lines), code)

    def line(self, number: int) -> OrderLine | None:
        """The line with this number."""
        return next((line for line in self.lines if line.number == number), None)

    def answer_on(self, number: int) -> Answered | None:
        """What the supplier last said on this line."""
        return next((a for a in self.answers if a.line == number), None)

    @property
    def waiting(self) -> tuple[Answered, ...]:
        """The proposed changes that the initiator has not decided on, by line."""
        found = (a for a in self.answers if a.answer is LineAnswer.CHANGED and self.line(a.line))
        return tuple(sorted(found, key=lambda a: a.line))

    @property
    def open_lines(self) -> tuple[OrderLine, ...]:
        """The lines that the supplier has not answered: what a reminder lists."""
        return tuple(line for line in self.lines if self.answer_on(line.number) is None)

    def shipped(self, number: int) -> Decimal:
        """How much of this line was said to be on its way."""
        return sum((s.of(number) for s in self.shipments), Decimal(0))

    @property
    def confirmation(self) -> Confirmation:
        """The header answer that follows from the answers on the lines; derived, never stored."""
        said = [self.answer_on(line.number) for line in self.lines]
        answers = {a.answer for a in said if a is not None}
        if not answers:
            return Confirmation.ACKNOWLEDGED if self.acknowledged else Confirmation.OPEN
        if answers == {LineAnswer.REJECTED} and None not in said:
            return Confirmation.REJECTED
        if answers == {LineAnswer.ACCEPTED} and None not in said:
            return Confirmation.ACCEPTED
        return Confirmation.CHANGED
