"""What a business document says, as it was read: `Paper`. Values that are not certain are None or a doubt, never a guess."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.money import Currency


class PaperKind(StrEnum):
    """What a document is, told by its content (docs/mail.md 5)."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PRO_FORMA = "pro_forma"
    ORDER = "order"
    ORDER_CONFIRMATION = "order_confirmation"
    DELIVERY_NOTE = "delivery_note"
    STATEMENT = "statement"
    REMINDER = "reminder"
    QUOTE = "quote"
    TERMS = "terms"
    OTHER = "other"


class Source(StrEnum):
    """Where the values of a paper come from."""

    XML = "xml"
    TEXT = "text"
    OCR = "ocr"
    SHEET = "sheet"


class Field(StrEnum):
    """The fields of a paper that can be doubted, and that a supplier can be asked for."""

    KIND = "kind"
    NUMBER = "number"
    ISSUE_DATE = "issue_date"
    DUE_DATE = "due_date"
    ORDER_REFERENCE = "order_reference"
    CURRENCY = "currency"
    NET_TOTAL = "net_total"
    TAX_TOTAL = "tax_total"
    GROSS_TOTAL = "gross_total"
    SELLER_NAME = "seller_name"
    SELLER_VAT = "seller_vat"
    BUYER_NAME = "buyer_name"
    IBAN = "iban"
    LINES = "lines"
    FILE = "file"


class Check(StrEnum):
    """A check that closed. A value that no check covers is null or a doubt where the paper is proven."""

    LINES_SUM_TO_NET = "lines_sum_to_net"
    LINES_SUM_TO_GROSS = "lines_sum_to_gross"
    NET_PLUS_TAX_IS_GROSS = "net_plus_tax_is_gross"
    QUANTITY_TIMES_PRICE = "quantity_times_price"
    TAX_BY_RATE = "tax_by_rate"
    IBAN_CHECKSUM = "iban_checksum"
    VAT_CHECKSUM = "vat_checksum"
    DATES_IN_ORDER = "dates_in_order"
    ORDER_KNOWN = "order_known"
    SUPPLIER_KNOWN = "supplier_known"
    SCHEMA = "schema"
    SOURCES_AGREE = "sources_agree"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDoubt:
    """A field that could not be read for certain: why, and the candidates where there are several."""

    field: Field
    why: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a value stands: page from 1, and its box in PDF points from the top left corner."""

    field: Field
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One billed item. Amounts are in the currency of the paper, net of tax unless the paper says otherwise."""

    description: str = ""
    seller_sku: str | None = None
    buyer_sku: str | None = None
    order_line: int | None = None
    order_reference: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    price_base: Decimal = Decimal(1)
    discount: Decimal = Decimal(0)
    net_amount: Decimal | None = None
    tax_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Freight, a fee, a rounding or (negative) a discount on the whole document."""

    description: str
    amount: Decimal
    tax_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPart:
    """The tax of one rate: base x rate / 100 = amount."""

    rate: Decimal
    base: Decimal | None
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One business document as read. `proven` is defined in docs/reading.md: everything printed was read by a rule that
    can be wrong only together with the arithmetic, which closes."""

    kind: PaperKind
    source: Source
    file: str = ""
    number: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    order_references: tuple[str, ...] = ()
    invoice_reference: str | None = None
    currency: Currency | None = None
    net_total: Decimal | None = None
    tax_total: Decimal | None = None
    gross_total: Decimal | None = None
    prepaid: Decimal | None = None
    seller_name: str | None = None
    seller_vat: str | None = None
    buyer_name: str | None = None
    buyer_vat: str | None = None
    iban: str | None = None
    lines: tuple[PaperLine, ...] = ()
    charges: tuple[Charge, ...] = ()
    taxes: tuple[TaxPart, ...] = ()
    proven: bool = False
    checks: tuple[Check, ...] = ()
    doubts: tuple[PaperDoubt, ...] = ()
    spots: tuple[Spot, ...] = field(default=(), repr=False)

    def doubted(self, what: Field) -> bool:
        """Whether this field is in doubt."""
        return any(doubt.field is what for doubt in self.doubts)
