"""One reader for every XML dialect: a table of XPaths per dialect says where a value stands, this module what it means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, cast

from core.money import Currency, currency
from core.names import safe_line
from core.paper import Charge, Paper, PaperKind, PaperLine, Source, TaxPart

if TYPE_CHECKING:
    from lxml import etree

Where = tuple[str, ...]
"""XPaths in the order of preference, relative to the document or to the line."""

LINE_LIMIT = 20_000
_NUMBER = re.compile(r"[+-]?(?:0{0,9}\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})", re.ASCII)
"""Twelve digits before the point: the product of two of them still has its cents in the 28 digits of a Decimal."""
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)

_CREDIT_NOTES = {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"}
"""UNTDID 1001: what lowers a debt (EN 16931 BT-3)."""
_PRO_FORMA = {"325"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeAt:
    """Where allowances and charges stand; `is_charge` holds true or false."""

    each: str
    is_charge: str
    amount: str
    reason: Where
    rate: Where = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAt:
    """Where the values of a line stand, relative to the line."""

    each: str
    description: Where
    seller_sku: Where
    buyer_sku: Where
    order_line: Where
    order_reference: Where
    quantity: Where
    unit: Where
    unit_price: Where
    price_base: Where
    net_amount: Where
    tax_rate: Where
    charges: ChargeAt


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAt:
    """Where the breakdown of the tax stands."""

    each: str
    rate: str
    base: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The path table of one dialect. `credit`: every document of it is a credit note."""

    number: Where
    type_code: Where
    issue_date: Where
    due_date: Where
    order_references: Where
    invoice_reference: Where
    currency: Where
    net_total: Where
    tax_total: Where
    gross_total: Where
    prepaid: Where
    seller_name: Where
    seller_vat: Where
    buyer_name: Where
    buyer_vat: Where
    iban: Where
    line: LineAt
    charges: ChargeAt
    taxes: TaxAt
    fees: tuple[ChargeAt, ...] = ()
    """Charges of a form of their own, such as freight in ZUGFeRD 1."""


def paper(root: "etree._Element", at: Dialect, kind: PaperKind | None = None) -> Paper:
    """What the document states, unchecked. `kind` None: the type code tells it."""
    lines = _all(root, at.line.each)[:LINE_LIMIT]
    return Paper(
        kind=kind or _kind(text(root, at.type_code)),
        source=Source.XML,
        number=text(root, at.number),
        issue_date=day(text(root, at.issue_date)),
        due_date=day(text(root, at.due_date)),
        order_references=_texts(root, at.order_references),
        invoice_reference=text(root, at.invoice_reference),
        currency=_currency(text(root, at.currency)),
        net_total=number(text(root, at.net_total)),
        tax_total=number(text(root, at.tax_total)),
        gross_total=number(text(root, at.gross_total)),
        prepaid=number(text(root, at.prepaid)),
        seller_name=text(root, at.seller_name),
        seller_vat=text(root, at.seller_vat),
        buyer_name=text(root, at.buyer_name),
        buyer_vat=text(root, at.buyer_vat),
        iban=text(root, at.iban),
        lines=tuple(line for element in lines if not _is_note(line := _line(element, at.line))),
        charges=tuple(c for where in (at.charges, *at.fees) for c in _charges(root, where)),
        taxes=tuple(t for element in _all(root, at.taxes.each) if (t := _tax(element, at.taxes))),
    )


def _line(element: "etree._Element", at: LineAt) -> PaperLine:
    order_line = text(element, at.order_line) or ""
    base = number(text(element, at.price_base))
    return PaperLine(
        description=text(element, at.description) or "",
        seller_sku=text(element, at.seller_sku),
        buyer_sku=text(element, at.buyer_sku),
        order_line=int(order_line) if re.fullmatch(r"[0-9]{1,9}", order_line) else None,
        order_reference=text(element, at.order_reference),
        quantity=number(text(element, at.quantity)),
        unit=text(element, at.unit),
        unit_price=number(text(element, at.unit_price)),
        price_base=base if base is not None and base > 0 else Decimal(1),
        discount=-sum((c.amount for c in _charges(element, at.charges)), Decimal(0)),
        net_amount=number(text(element, at.net_amount)),
        tax_rate=number(text(element, at.tax_rate)),
    )


def _is_note(line: PaperLine) -> bool:
    """A heading or a remark that a program wrote as a line: nothing of nothing for nothing."""
    return not line.quantity and not line.unit_price and not line.net_amount


def _charges(element: "etree._Element", at: ChargeAt) -> list[Charge]:
    """Charges are positive, allowances negative."""
    found = []
    for part in _all(element, at.each):
        amount = number(text(part, (at.amount,)))
        if amount is None:
            continue
        if at.is_charge and text(part, (at.is_charge,)) not in ("true", "1"):
            amount = -amount
        found.append(Charge(description=text(part, at.reason) or "", amount=amount, tax_rate=number(text(part, at.rate))))
    return found


def _tax(element: "etree._Element", at: TaxAt) -> TaxPart | None:
    amount = number(text(element, (at.amount,)))
    if amount is None:
        return None
    rate = number(text(element, (at.rate,)))
    return TaxPart(rate=rate or Decimal(0), base=number(text(element, (at.base,))), amount=amount)


def _kind(code: str | None) -> PaperKind:
    if code in _CREDIT_NOTES:
        return PaperKind.CREDIT_NOTE
    return PaperKind.PRO_FORMA if code in _PRO_FORMA else PaperKind.INVOICE


@cache
def _xpath(path: str) -> "etree.XPath":
    from lxml import etree

    return etree.XPath(path)


def _all(element: "etree._Element", path: str) -> "list[etree._Element]":
    return cast("list[etree._Element]", _xpath(path)(element)) if path else []


def _texts(element: "etree._Element", paths: Sequence[str]) -> tuple[str, ...]:
    """Every text at every path, each once, in order."""
    seen: dict[str, None] = {}
    for path in paths:
        for one in _all(element, path)[:LINE_LIMIT]:
            value = safe_line(one if isinstance(one, str) else (one.text or ""))
            if value:
                seen[value] = None
    return tuple(seen)


def text(element: "etree._Element", paths: Sequence[str]) -> str | None:
    """The first text that is not empty, on one line and safe to show."""
    for path in paths:
        for one in _all(element, path)[:5]:
            value = safe_line(one if isinstance(one, str) else (one.text or ""))
            if value:
                return value
    return None


def number(written: str | None) -> Decimal | None:
    """xsd:decimal, or None for anything else."""
    return Decimal(written) if written and _NUMBER.fullmatch(written) else None


def day(written: str | None) -> date | None:
    """An ISO date or the compact form of UNTDID 2379 code 102 (also 203 and 204), or None."""
    parts = (_ISO_DATE.fullmatch(written) or _COMPACT_DATE.fullmatch(written)) if written else None
    if parts is None:
        return None
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None


def _currency(code: str | None) -> Currency | None:
    try:
        return currency(code) if code else None
    except ValueError:
        return None
