"""The supplier's own invoicing program: a PDF of a layout of its own, with nothing but text in it."""

import json
from dataclasses import dataclass
from decimal import Decimal

TEMPLATE = """
#let it = json(bytes(sys.inputs.at("bill")))
#set page(paper: "a4", margin: 2.2cm)
#set text(font: "Noto Sans", size: 9.5pt)
#text(size: 15pt, weight: "bold")[#it.seller] \\
#it.seller_address \\
VAT no. #it.seller_vat
#v(1.2cm)
#it.buyer \\
#it.buyer_address
#v(0.8cm)
#text(size: 13pt, weight: "bold")[Invoice]
#v(0.2cm)
#grid(columns: (4cm, auto), row-gutter: 0.6em,
  [Invoice number], [#it.number], [Invoice date], [#it.date], [Due date], [#it.due], [Your order], [#it.order])
#v(0.6cm)
#table(columns: (3cm, 1fr, 2cm, 2.4cm, 2.6cm), stroke: none, align: (left, left, right, right, right),
  table.hline(), table.header([*Article no.*], [*Description*], [*Quantity*], [*Unit price*], [*Amount*]), table.hline(),
  ..it.lines.flatten(), table.hline())
#align(right, grid(columns: (4cm, 3cm), row-gutter: 0.6em, align: (left, right),
  [Net total], [#it.net], [VAT #it.rate %], [#it.tax], [*Total EUR*], [*#it.gross*]))
#v(0.8cm)
Please pay to IBAN #it.iban.
"""


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
    made: bytes = typst.compile(TEMPLATE.encode(), font_paths=[FONTS], sys_inputs={"bill": json.dumps(facts)})
    return made
