"""A finding: a difference between an invoice and its order, with both sides (docs/rules.md 4)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.names import Reference


class FindingKind(StrEnum):
    """What differs."""

    UNORDERED_ITEM = "unordered_item"
    UNDECIDED_LINE = "undecided_line"
    QUANTITY_ABOVE = "quantity_above"
    PRICE_ABOVE = "price_above"
    PRICE_BELOW = "price_below"
    TOTAL_ABOVE = "total_above"
    TOTAL_BELOW = "total_below"
    TAX_DIFFERS = "tax_differs"
    CURRENCY_DIFFERS = "currency_differs"
    ORDER_UNKNOWN = "order_unknown"
    ORDER_MISSING = "order_missing"
    ORDER_CLOSED = "order_closed"
    ORDER_CANCELED = "order_canceled"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    BANK_DIFFERS = "bank_differs"
    VAT_ID_DIFFERS = "vat_id_differs"
    NOT_OUR_NAME = "not_our_name"
    DATE_UNLIKELY = "date_unlikely"
    NOT_AUTHENTICATED = "not_authenticated"
    LINES_DO_NOT_ADD_UP = "lines_do_not_add_up"
    NOT_CERTAIN = "not_certain"
    FORMS_DIFFER = "forms_differ"


class Effect(StrEnum):
    """What a finding does to an invoice, the strongest first."""

    DRAFT = "draft"
    MATCHING = "matching"
    PENDING = "pending"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`ours` and `theirs` are the two sides as printed; `difference` is theirs less ours where both are numbers."""

    kind: FindingKind
    effect: Effect
    order: Reference | None = None
    line: int | None = None
    invoice_line: int | None = None
    what: str = ""
    ours: str = ""
    theirs: str = ""
    difference: Decimal | None = None
