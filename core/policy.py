"""The numbers that decisions depend on; read from the configuration once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal

from core.money import EUR, Currency
from core.names import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Invoices of `above` and more (gross, in the house currency) need one of the approvers."""

    above: Decimal
    approvers: tuple[Address, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The buying company: how it is recognised on an invoice, and where it is written to."""

    name: str
    mailbox: Address
    vat_ids: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    address: str = ""
    country: str = ""
    currency: Currency = EUR
    time_zone: str = "Europe/Berlin"
    zone: tzinfo = UTC
    """The rules of that zone, which the configuration looks up: the core reads no tables of the machine."""
    slack: bool = False
    """Whether buyers may decide in Slack as well."""

    def day(self, at: datetime) -> date:
        """The day that it is in the house at a moment, whatever zone the moment is told in."""
        return at.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The house rules of docs/rules.md 4, and the terms of docs/mail.md 6. Rates are in per cent."""

    house: House
    tolerance: Decimal = Decimal(0)
    two_sided: bool = False
    line_guard: bool = False
    fees_allowed: bool = True
    bands: tuple[Band, ...] = ()
    question_term: timedelta = timedelta(days=14)
    undo_term: timedelta = timedelta(hours=24)
    confirmation_term: timedelta = timedelta(days=3)
    """After this a line that the supplier has not answered is overdue."""
    reminder_days: int = 3
    """Working days before the first reminder, between two of them, and after the last one until the supplier is silent."""
    reminders: int = 2
    """How many a supplier gets for one revision of an order, or one Draft; 0: none."""
