"""Who takes part: supplier and contact, buyer and role, and the level of trust of a speaker (docs/rules.md 1, docs/mail.md 3)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum

from core.money import EUR, Currency
from core.names import Address, BlobHash, SupplierId


class Language(StrEnum):
    """Languages that letters are written in."""

    EN = "en"
    DE = "de"


GERMAN = frozenset({"DE", "AT", "CH", "LI"})


def language_of(country: str, who: Address) -> Language:
    """How somebody is written to before he says it: by the company's country, else by the end of the address."""
    end = country.upper() or who.rpartition(".")[2].upper()
    return Language.DE if end in GERMAN else Language.EN


class SupplierStatus(StrEnum):
    """A pending or disabled supplier gets no purchase order."""

    PENDING = "pending"
    APPROVED = "approved"
    DISABLED = "disabled"


class ContactRole(StrEnum):
    """What a contact is written to about."""

    ORDERS = "orders"
    INVOICES = "invoices"
    PROPOSALS = "proposals"


class ProfileField(StrEnum):
    """What a supplier may ask to change of itself; its currency only the buyer changes."""

    NAME = "name"
    ADDRESS = "address"
    VAT_ID = "vat_id"
    PHONE = "phone"


class RequestKind(StrEnum):
    """What a supplier asks for; the first four are the fields of `ProfileField`."""

    NAME = "name"
    ADDRESS = "address"
    VAT_ID = "vat_id"
    PHONE = "phone"
    ADD_CONTACT = "add_contact"
    REMOVE_CONTACT = "remove_contact"


class BuyerRole(StrEnum):
    """What a buyer may do (docs/rules.md 1)."""

    INITIATOR = "initiator"
    APPROVER = "approver"
    ACCOUNTANT = "accountant"
    ADMIN = "admin"


class Level(IntEnum):
    """The rungs of the trust ladder (docs/mail.md 3)."""

    FORGED = -1
    STRANGER = 0
    BEARER = 1
    NAMED = 2
    AUTHENTIC = 3
    BUYER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person at a supplier; acts for it from this address."""

    address: Address
    name: str = ""
    language: Language = Language.EN
    roles: frozenset[ContactRole] = frozenset(ContactRole)
    quiet: bool = False
    """Asked for fewer mails: no reminders, no news that needs nothing of him (docs/rules.md 7)."""
    away_until: date | None = None
    """The last day of an absence that an automatic reply named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest:
    """A change of its own data that a supplier asked for. Nothing changes until it is confirmed.

    `value` is the new value, or the address of the contact; `name` and `roles` are those of a new contact.
    """

    number: int
    kind: RequestKind
    value: str
    asked_by: Address
    asked_at: datetime
    name: str = ""
    roles: frozenset[ContactRole] = frozenset(ContactRole)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankProposal:
    """New accounts that one admin proposes and another one confirms. `called`: the note of the call-back (docs/rules.md 7)."""

    ibans: tuple[str, ...]
    proposed_by: Address
    proposed_at: datetime
    called: BlobHash


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A company that receives orders and sends invoices. `tolerance` is a rate in per cent; None takes the house rate.

    `phone_since`: when the number on file replaced another one, or came by mail; a call-back must not use a fresh one.
    """

    id: SupplierId
    name: str
    status: SupplierStatus = SupplierStatus.APPROVED
    country: str = ""
    currency: Currency = EUR
    vat_id: str = ""
    ibans: tuple[str, ...] = ()
    tolerance: Decimal | None = None
    contacts: tuple[Contact, ...] = ()
    address: str = ""
    phone: str = ""
    phone_since: datetime | None = None
    requests: tuple[ChangeRequest, ...] = ()
    """Those that wait for a person, the oldest first."""
    requested: int = 0
    """How many were ever made: the number of the last one."""
    bank: BankProposal | None = None
    version: int = 0

    def __post_init__(self) -> None:
        if self.tolerance is not None and not (self.tolerance.is_finite() and 0 <= self.tolerance <= 100):
            raise ValueError("a tolerance is a rate from 0 to 100 per cent")

    def contact(self, who: Address) -> Contact | None:
        """The contact with this address."""
        return next((c for c in self.contacts if c.address == who), None)

    def request(self, number: int) -> ChangeRequest | None:
        """The open request with this number."""
        return next((r for r in self.requests if r.number == number), None)

    def with_contact(self, contact: Contact) -> "Supplier":
        """With this contact, in the place of the one with its address where there is one."""
        known = self.contact(contact.address)
        if known is None:
            return replace(self, contacts=(*self.contacts, contact))
        return replace(self, contacts=tuple(contact if c is known else c for c in self.contacts))

    def contacts_for(self, role: ContactRole) -> tuple[Contact, ...]:
        """Who is written to; all contacts where nobody has the role, so that no letter lacks a reader."""
        return tuple(c for c in self.contacts if role in c.roles) or self.contacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A person of the buying company."""

    address: Address
    name: str = ""
    language: Language = Language.EN
    roles: frozenset[BuyerRole] = frozenset({BuyerRole.INITIATOR})
    slack_user: str = ""
    deputy: Address | None = None
    deputy_from: date | None = None
    deputy_until: date | None = None
    digest_hour: int | None = 8
    """Local hour of the digest; None: no digest."""
    digest_weekday: int | None = None
    """The day of a weekly digest, 0 for Monday; None: every day."""
    time_zone: str = ""
    """IANA name; empty: the zone of the installation."""
    version: int = 0

    def may(self, *roles: BuyerRole) -> bool:
        """Whether one of the roles is held."""
        return bool(self.roles & set(roles))

    def with_roles(self, roles: frozenset[BuyerRole]) -> "Buyer":
        """The same person with other roles."""
        return replace(self, roles=roles)
