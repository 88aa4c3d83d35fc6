"""What happened to suppliers and buyers."""

from dataclasses import dataclass
from datetime import date

from core.names import Address, BlobHash, Reference, SupplierId
from core.party import BankProposal, Buyer, ChangeRequest, Contact, ProfileField, Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierAdded:
    supplier: Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierChanged:
    """The whole supplier as it now is; its people's names are erased by replacing the row and its journal lines."""

    supplier: Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAdded:
    supplier: SupplierId
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged:
    """Other roles, another language, fewer mails."""

    supplier: SupplierId
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAway:
    """An automatic reply named a day until which nobody answers there."""

    supplier: SupplierId
    address: Address
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRemoved:
    supplier: SupplierId
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequested:
    """A supplier asked for a change of its own data; an older request for the same goes."""

    supplier: SupplierId
    request: ChangeRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSettled:
    """Confirmed (then the change itself follows) or refused."""

    supplier: SupplierId
    request: ChangeRequest
    confirmed: bool
    reason: BlobHash | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged:
    """`trusted`: the value comes from the buyer's own records, not from a request."""

    supplier: SupplierId
    field: ProfileField
    value: str
    trusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BankProposed:
    """By one admin, after a call-back; nothing is changed yet."""

    supplier: SupplierId
    proposal: BankProposal


@dataclass(frozen=True, slots=True, kw_only=True)
class BankSettled:
    """Confirmed by a second admin, or dropped."""

    supplier: SupplierId
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDeleted:
    """A Draft that went when its supplier was disabled; it was mailed back first."""

    invoice: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerAdded:
    buyer: Buyer


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerRemoved:
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputySet:
    """Who stands in for a buyer, and when; None: nobody any more."""

    buyer: Address
    deputy: Address | None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSet:
    """When a buyer gets the digest, in local time; no hour: never, no weekday: daily."""

    buyer: Address
    hour: int | None
    weekday: int | None = None
