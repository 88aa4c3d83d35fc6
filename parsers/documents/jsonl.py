"""A paper as one line of JSON, the form of `read --json`: decimals as text, dates in ISO form, null for what is not known."""

import json
from datetime import date
from decimal import Decimal

from core.paper import Paper, PaperDoubt, PaperLine

Value = str | bool | None | list["Value"] | dict[str, "Value"]


def as_json(paper: Paper) -> str:
    """One line without its line feed."""
    return json.dumps(_paper(paper), ensure_ascii=False)


def _paper(paper: Paper) -> Value:
    return {
        "file": paper.file,
        "kind": paper.kind.value,
        "number": paper.number,
        "issue_date": _date(paper.issue_date),
        "due_date": _date(paper.due_date),
        "order_references": list(paper.order_references),
        "currency": paper.currency,
        "net_total": _decimal(paper.net_total),
        "tax_total": _decimal(paper.tax_total),
        "gross_total": _decimal(paper.gross_total),
        "seller_name": paper.seller_name,
        "seller_vat": paper.seller_vat,
        "buyer_name": paper.buyer_name,
        "iban": paper.iban,
        "lines": [_line(line) for line in paper.lines],
        "source": paper.source.value,
        "proven": paper.proven,
        "checks": [check.value for check in paper.checks],
        "doubts": [_doubt(doubt) for doubt in paper.doubts],
    }


def _line(line: PaperLine) -> Value:
    return {
        "description": line.description or None,
        "seller_sku": line.seller_sku,
        "buyer_sku": line.buyer_sku,
        "quantity": _decimal(line.quantity),
        "unit": line.unit,
        "unit_price": _decimal(line.unit_price),
        "net_amount": _decimal(line.net_amount),
        "tax_rate": _decimal(line.tax_rate),
    }


def _doubt(doubt: PaperDoubt) -> Value:
    return {"field": doubt.field.value, "why": doubt.why, "candidates": list(doubt.candidates)}


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _date(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
