"""What a buyer says about purchase orders (docs/rules.md 2 and 9)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from core.approval import with_deputies
from core.commands.command import Command, Who
from core.commands.target import order_of
from core.dossier import Dossier
from core.events import (
    Event,
    FileAdded,
    InvoiceCanceled,
    OrderCanceled,
    OrderCompleted,
    OrderDrafted,
    OrderResent,
    OrderRevised,
    OrderSubmitted,
    Refused,
    RevisedFor,
    Why,
)
from core.invoice import InvoiceStatus
from core.matching.billed import billed
from core.names import order_number, text_hash
from core.order import Attached, OrderLine, OrderStatus, PurchaseOrder
from core.party import BuyerRole, SupplierStatus
from core.policy import Policy

INITIATOR = frozenset({Who.INITIATOR, Who.ADMIN})
MAX_FILE = 15_000_000
"""Bytes; a larger file would not fit into a letter (docs/rules.md 6)."""


def own_order(
    dossier: Dossier, named: str | None, word: str, *statuses: OrderStatus, on: date | None = None
) -> PurchaseOrder | Refused:
    """The order, if the speaker is its initiator or an admin and it is in one of the statuses.

    `on`: the day, where a deputy of the initiator may say it as well.
    """
    order = order_of(dossier, named, word)
    if isinstance(order, Refused):
        return order
    allowed = with_deputies((order.initiator,), dossier.buyers, on)
    if dossier.actor.buyer not in allowed and not dossier.speaks(BuyerRole.ADMIN):
        return Refused(why=Why.NOT_ALLOWED, document=order.reference, word=word, detail=order.initiator)
    if order.status not in statuses:
        return Refused(why=Why.WRONG_STATUS, document=order.reference, word=word, detail=order.status.value)
    return order


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder(Command):
    """Enter a purchase order as a Draft."""

    word: ClassVar[str] = "new"
    who: ClassVar[frozenset[Who]] = INITIATOR
    order: PurchaseOrder

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Drafted; a number that exists already, or is of the kind that is always ours, is refused."""
        try:
            order_number(self.order.reference)
        except ValueError:
            return (Refused(why=Why.BAD_VALUE, document=self.order.reference, word=self.word, detail="number"),)
        if dossier.order(self.order.reference):
            return (Refused(why=Why.EXISTS_ALREADY, document=self.order.reference, word=self.word),)
        return (OrderDrafted(order=replace(self.order, status=OrderStatus.DRAFT, revision=0, version=0)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitOrder(Command):
    """Send the order to the supplier."""

    word: ClassVar[str] = "submit"
    who: ClassVar[frozenset[Who]] = INITIATOR

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Submitted, if the supplier may get orders and has somebody to write to."""
        order = own_order(dossier, self.document, self.word, OrderStatus.DRAFT)
        if isinstance(order, Refused):
            return (order,)
        supplier = dossier.supplier
        if supplier is None or supplier.status is not SupplierStatus.APPROVED or not supplier.contacts:
            detail = "" if supplier is None else supplier.status.value if supplier.contacts else "no contact"
            return (Refused(why=Why.SUPPLIER_OFF, document=order.reference, word=self.word, detail=detail),)
        return (OrderSubmitted(order=order.reference, at=at),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseOrder(Command):
    """Change a submitted order: the lines as they shall be."""

    word: ClassVar[str] = "revise"
    who: ClassVar[frozenset[Who]] = INITIATOR
    lines: tuple[OrderLine, ...] = ()

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A new revision, unless nothing differs or less would be ordered than is billed."""
        order = own_order(dossier, self.document, self.word, OrderStatus.SUBMITTED)
        if isinstance(order, Refused):
            return (order,)
        numbers = {line.number for line in self.lines}
        if not self.lines or self.lines == order.lines or len(numbers) != len(self.lines):
            return (Refused(why=Why.BAD_VALUE, document=order.reference, word=self.word, detail="lines"),)
        for line in order.lines:
            kept = next((new for new in self.lines if new.number == line.number), None)
            least = billed(dossier.invoices, order, line)
            if least > (kept.quantity if kept else 0):
                detail = f"{line.number}: {least.normalize():f}"
                return (Refused(why=Why.MORE_THAN_OPEN, document=order.reference, word=self.word, detail=detail),)
        return (OrderRevised(order=order.reference, lines=self.lines, revised_for=RevisedFor.BUYER),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendOrder(Command):
    """Send the order mail again."""

    word: ClassVar[str] = "resend"
    who: ClassVar[frozenset[Who]] = INITIATOR

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Sent again to all contacts for orders."""
        order = own_order(dossier, self.document, self.word, OrderStatus.SUBMITTED)
        return (order,) if isinstance(order, Refused) else (OrderResent(order=order.reference),)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder(Command):
    """Take the order back, while none of its invoices is approved or paid."""

    word: ClassVar[str] = "cancel"
    who: ClassVar[frozenset[Who]] = INITIATOR
    reason: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Canceled, and with it the invoices that nobody has decided on."""
        order = own_order(dossier, self.document, self.word, OrderStatus.DRAFT, OrderStatus.SUBMITTED)
        if isinstance(order, Refused):
            return (order,)
        mine = [i for i in dossier.invoices if order.reference in i.orders]
        decided = [i for i in mine if i.status in (InvoiceStatus.APPROVED, InvoiceStatus.PARTLY_PAID, InvoiceStatus.PAID)]
        if decided:
            detail = f"{decided[0].reference} {decided[0].status.value}"
            return (Refused(why=Why.WRONG_STATUS, document=order.reference, word=self.word, detail=detail),)
        waiting = (i for i in mine if i.status in (InvoiceStatus.DRAFT, InvoiceStatus.MATCHING, InvoiceStatus.PENDING))
        canceled = OrderCanceled(order=order.reference, reason=text_hash(self.reason) if self.reason else None)
        return (canceled, *(InvoiceCanceled(invoice=i.reference, by_supplier=False, reason=canceled.reason) for i in waiting))

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,) if self.reason else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteOrder(Command):
    """Close the order by hand."""

    word: ClassVar[str] = "complete"
    who: ClassVar[frozenset[Who]] = INITIATOR

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Completed."""
        order = own_order(dossier, self.document, self.word, OrderStatus.SUBMITTED)
        return (order,) if isinstance(order, Refused) else (OrderCompleted(order=order.reference, by_hand=True),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFile(Command):
    """Add a file to an order; an internal one never leaves the house."""

    word: ClassVar[str] = "attach"
    who: ClassVar[frozenset[Who]] = INITIATOR
    file: Attached

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Attached, if it is not too large for a letter."""
        order = own_order(dossier, self.document, self.word, OrderStatus.DRAFT, OrderStatus.SUBMITTED)
        if isinstance(order, Refused):
            return (order,)
        if self.file.size > MAX_FILE:
            return (Refused(why=Why.FILE_TOO_LARGE, document=order.reference, word=self.word, detail=str(MAX_FILE)),)
        return (FileAdded(document=order.reference, file=self.file, from_supplier=False),)
