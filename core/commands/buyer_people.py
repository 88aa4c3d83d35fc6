"""What an admin says about suppliers and buyers, and the words that a buyer sends (docs/rules.md 6, 7 and 9)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from core.commands.command import Command, Who
from core.commands.target import any_of
from core.dossier import Dossier
from core.events import (
    BuyerAdded,
    BuyerRemoved,
    CommentAdded,
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    DraftDeleted,
    Event,
    ProposalDeleted,
    Refused,
    SupplierAdded,
    SupplierChanged,
    Why,
)
from core.invoice import InvoiceStatus
from core.names import Address, text_hash
from core.order import OrderStatus
from core.party import Buyer, BuyerRole, Contact, Supplier, SupplierStatus
from core.plausible import plausible
from core.policy import Policy
from core.proposal import ProposalStatus

ADMIN = frozenset({Who.ADMIN})
_COUNTRY = re.compile(r"[A-Z]{2}")


def _same(one: Supplier, other: Supplier) -> bool:
    """One name, and a contact that both have; a contact alone may speak for several suppliers (docs/mail.md 3)."""
    shared = {c.address for c in one.contacts} & {c.address for c in other.contacts}
    return bool(shared) and one.name.casefold().split() == other.name.casefold().split()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSupplier(Command):
    """Enter a supplier; its reference is given by the house."""

    word: ClassVar[str] = "add"
    who: ClassVar[frozenset[Who]] = ADMIN
    supplier: Supplier

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Added; not twice with the same name and contact, and its country is a code."""
        if self.supplier.country and not _COUNTRY.fullmatch(self.supplier.country):
            detail = f"country {self.supplier.country}; two letters such as NL, ISO 3166"
            return (Refused(why=Why.BAD_VALUE, word=self.word, detail=detail),)
        twin = next((s for s in dossier.suppliers if _same(s, self.supplier)), None)
        if twin:
            return (Refused(why=Why.EXISTS_ALREADY, word=self.word, detail=f"{twin.id} {twin.name}"),)
        return (SupplierAdded(supplier=replace(self.supplier, version=0)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus(Command):
    """Approve, enable or disable a supplier; disabling deletes its Drafts, after mailing them back."""

    word: ClassVar[str] = "status"
    who: ClassVar[frozenset[Who]] = ADMIN
    status: SupplierStatus = SupplierStatus.APPROVED

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Changed, unless it is so already."""
        supplier = dossier.supplier
        if supplier is None or supplier.status is self.status:
            return (Refused(why=Why.WRONG_STATUS, word=self.word, detail=self.status.value),)
        changed = SupplierChanged(supplier=replace(supplier, status=self.status))
        if self.status is not SupplierStatus.DISABLED:
            return (changed,)
        drafts = (i for i in dossier.invoices if i.status is InvoiceStatus.DRAFT)
        quotes = (p for p in dossier.proposals if p.supplier == supplier.id and p.status is ProposalStatus.DRAFT)
        return (
            changed,
            *(DraftDeleted(invoice=i.reference) for i in drafts),
            *(ProposalDeleted(proposal=p.reference) for p in quotes),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTolerance(Command):
    """Set the tolerance rate in per cent; None takes the house rate."""

    word: ClassVar[str] = "tolerance"
    who: ClassVar[frozenset[Who]] = ADMIN
    rate: Decimal | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Changed."""
        if dossier.supplier is None or (self.rate is not None and not (plausible(self.rate) and 0 <= self.rate <= 100)):
            return (Refused(why=Why.BAD_VALUE, word=self.word, detail="rate"),)
        return (SupplierChanged(supplier=replace(dossier.supplier, tolerance=self.rate)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContact(Command):
    """Add a contact, or change the one with this address."""

    word: ClassVar[str] = "contact-add"
    who: ClassVar[frozenset[Who]] = ADMIN
    contact: Contact

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Changed."""
        supplier = dossier.supplier
        if supplier is None:
            return (Refused(why=Why.UNKNOWN_DOCUMENT, word=self.word),)
        known = supplier.contact(self.contact.address)
        return (
            ContactChanged(supplier=supplier.id, contact=self.contact)
            if known
            else ContactAdded(supplier=supplier.id, contact=self.contact),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveContact(Command):
    """Remove a contact; the last one cannot be removed."""

    word: ClassVar[str] = "contact-remove"
    who: ClassVar[frozenset[Who]] = ADMIN
    address: Address

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Changed."""
        supplier = dossier.supplier
        if supplier is None or supplier.contact(self.address) is None:
            return (Refused(why=Why.UNKNOWN_DOCUMENT, word=self.word),)
        if len(supplier.contacts) == 1:
            return (Refused(why=Why.LAST_CONTACT, word=self.word),)
        return (ContactRemoved(supplier=supplier.id, address=self.address),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddBuyer(Command):
    """Add a buyer, or change the one with this address."""

    word: ClassVar[str] = "add"
    who: ClassVar[frozenset[Who]] = ADMIN
    buyer: Buyer

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Changed; the last admin stays one."""
        if BuyerRole.ADMIN not in self.buyer.roles and _last_admin(dossier, self.buyer.address):
            return (Refused(why=Why.LAST_CONTACT, word=self.word, detail=BuyerRole.ADMIN.value),)
        return (BuyerAdded(buyer=self.buyer),)


def _last_admin(dossier: Dossier, who: Address) -> bool:
    admins = {b.address for b in dossier.buyers if b.may(BuyerRole.ADMIN)}
    return admins == {who}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveBuyer(Command):
    """Remove a buyer; the last admin stays."""

    word: ClassVar[str] = "remove"
    who: ClassVar[frozenset[Who]] = ADMIN
    address: Address

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Removed."""
        if dossier.buyer(self.address) is None:
            return (Refused(why=Why.UNKNOWN_DOCUMENT, word=self.word),)
        if _last_admin(dossier, self.address):
            return (Refused(why=Why.LAST_CONTACT, word=self.word, detail=BuyerRole.ADMIN.value),)
        return (BuyerRemoved(address=self.address),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Command):
    """Words to the supplier, by mail."""

    word: ClassVar[str] = "say"
    who: ClassVar[frozenset[Who]] = frozenset({Who.BUYER})
    text: str = ""
    internal: ClassVar[bool] = False

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Kept with the document."""
        which = any_of(dossier, self.document, self.word)
        if isinstance(which, Refused):
            return (which,)
        order = dossier.order(which)
        if order and order.status is OrderStatus.DRAFT and not self.internal:  # the supplier does not know it yet
            return (Refused(why=Why.WRONG_STATUS, document=which, word=self.word, detail=order.status.value),)
        if not self.text.strip():
            return (Refused(why=Why.BAD_VALUE, document=which, word=self.word, detail="text"),)
        return (CommentAdded(document=which, text=text_hash(self.text), from_supplier=False, internal=self.internal),)

    def texts(self) -> tuple[str, ...]:
        """The words."""
        return (self.text,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Say):
    """Words that stay in the house."""

    word: ClassVar[str] = "note"
    internal: ClassVar[bool] = True
