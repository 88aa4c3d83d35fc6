"""Who takes part: supplier and contact, buyer and role, and the level of trust of a speaker (docs/rules.md 1, docs/mail.md 3)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from core.money import EUR, Currency
from core.names import Address, SupplierId


class Language(StrEnum):
    """Languages that letters are written in."""

    EN = "en"
    DE = "de"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A company that receives orders and sends invoices. `tolerance` is a rate in per cent; None takes the house rate."""

    id: SupplierId
    name: str
    status: SupplierStatus = SupplierStatus.APPROVED
    country: str = ""
    currency: Currency = EUR
    vat_id: str = ""
    ibans: tuple[str, ...] = ()
    tolerance: Decimal | None = None
    contacts: tuple[Contact, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        if self.tolerance is not None and not (self.tolerance.is_finite() and 0 <= self.tolerance <= 100):
            raise ValueError("a tolerance is a rate from 0 to 100 per cent")

    def contact(self, who: Address) -> Contact | None:
        """The contact with this address."""
        return next((c for c in self.contacts if c.address == who), None)

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
