"""What a sentence names: quantities, prices, dates, documents, addresses, each with its place."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class What(StrEnum):
    """What a value is."""

    QUANTITY = "quantity"
    BOX = "box"
    PRICE = "price"
    PERCENT = "percent"
    DATE = "date"
    VAGUE = "vague"
    SPAN = "span"
    LINE = "line"
    ORDINAL = "ordinal"
    DOCUMENT = "document"
    MAIL = "mail"
    IBAN = "iban"
    CODE = "code"
    NUMBER = "number"
    DIMENSION = "dimension"
    PHONE = "phone"


class Paper(StrEnum):
    """What kind of document a number belongs to."""

    ORDER = "order"
    INVOICE = "invoice"
    RFP = "rfp"
    CREDIT = "credit"


OF_MONTH = "of month"
"""The text of a day that was said without its month: the next such day, which need not be the one that is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of tokens `first` to `last`. Only the fields of its kind are filled.

    `days` are the possible dates, one where it is certain; `past` is the nearest such date, for what has happened already.
    """

    what: What
    first: int
    last: int
    number: Decimal | None = None
    other: Decimal | None = None
    currency: str = ""
    days: tuple[date, ...] = ()
    past: date | None = None
    text: str = ""
    paper: Paper | None = None
    approximate: bool = False
    relative: bool = False

    @property
    def day(self) -> date | None:
        """The date, where there is only one."""
        return self.days[0] if len(self.days) == 1 else None
