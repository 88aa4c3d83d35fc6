"""The supplier's own invoicing program: a PDF of a layout of its own, with nothing but text in it."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

TEMPLATE = Path(__file__).with_name("bill.typ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One billed item."""

    sku: str
    text: str
    quantity: Decimal
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """Its net amount."""
        return (self.quantity * self.price).quantize(Decimal("0.01"))


def bill(number: str, order: str, day: str, due: str, rows: tuple[Row, ...]) -> bytes:
    """The PDF."""
    import typst

    from channels.render.order_pdf import FONTS

    net = sum((row.amount for row in rows), Decimal(0))
    tax = (net * Decimal("0.21")).quantize(Decimal("0.01"))
    facts = {
        "seller": "Corvina Metalware B.V.",
        "seller_address": "Waalhaven 12, 3089 Rotterdam",
        "seller_vat": "NL004495445B01",
        "buyer": "Acme Kitchens GmbH",
        "buyer_address": "Hafenstr. 1, 20457 Hamburg",
        "number": number,
        "date": day,
        "due": due,
        "order": order,
        "lines": [[r.sku, r.text, f"{r.quantity}", f"{r.price:.2f}", f"{r.amount:,.2f}"] for r in rows],
        "net": f"{net:,.2f}",
        "rate": "21",
        "tax": f"{tax:,.2f}",
        "gross": f"{net + tax:,.2f}",
        "iban": "NL91 ABNA 0417 1643 00",
    }
    made: bytes = typst.compile(TEMPLATE, font_paths=[FONTS], sys_inputs={"bill": json.dumps(facts)})
    return made
