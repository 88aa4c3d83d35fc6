"""The request for proposal, as far as a reader of mails must know it (docs/rules.md 5)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from core.money import EUR, Currency
from core.names import Reference


class RfpStatus(StrEnum):
    """After the deadline an open RFP is shown as closed for offers."""

    DRAFT = "Draft"
    OPEN = "Open"
    COMPLETED = "Completed"
    CANCELED = "Canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class RfpItem:
    """One item that offers are asked for."""

    number: int
    description: str
    quantity: Decimal
    unit: str = ""
    sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rfp:
    """A request for proposal."""

    reference: Reference
    items: tuple[RfpItem, ...]
    status: RfpStatus = RfpStatus.OPEN
    currency: Currency = EUR
    deadline: datetime | None = None
