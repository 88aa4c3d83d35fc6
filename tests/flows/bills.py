"""Invoices of other programs than the demo's: any title, any facts, any sums, as a page or as UBL."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.demo.bill import Row
from core.money import Currency
from core.paper import Charge, Paper, PaperKind, PaperLine, Source, TaxPart
from tests.generate.xml_invoices import ubl

CENT = Decimal("0.01")
VAT, IBAN = "NL004495445B01", "NL91ABNA0417164300"


def english(value: Decimal) -> str:
    """1,234.50"""
    return f"{value:,.2f}"


def german(value: Decimal) -> str:
    """1.234,50"""
    return english(value).replace(",", "#").replace(".", ",").replace("#", ".")


def page(
    *rows: Row,
    title: str = "Invoice",
    facts: Sequence[tuple[str, str]] = (),
    heads: Sequence[str] = ("Article no.", "Description", "Quantity", "Unit price", "Amount"),
    more: Sequence[Sequence[str]] = (),
    sums: Sequence[tuple[str, str]] = (),
    foot: str = "Please pay to IBAN NL91 ABNA 0417 1643 00.",
    written: object = english,
    buyer: str = "Acme Kitchens GmbH",
) -> str:
    """One page as a typst source; `more` are rows of the table that are no goods."""
    assert callable(written)
    cells = [[r.sku, r.text, f"{r.quantity:f}", written(r.price), written(r.amount)] for r in rows] + [list(m) for m in more]
    table = ", ".join(_text(c) for row in (heads, *cells) for c in row)
    head = ", ".join(f"{_text(name)}, {_text(value)}" for name, value in facts)
    total = ", ".join(f"{_text(name)}, {_text(value)}" for name, value in sums)
    return (
        '#set page(paper: "a4", margin: 2.2cm)\n#set text(size: 9.5pt)\n'
        f'#text(15pt, weight: "bold")[Corvina Metalware B.V.] \\\nWaalhaven 12, 3089 Rotterdam \\\nVAT no. {VAT}\n#v(1cm)\n'
        f'#{_text(buyer)} \\\nHafenstr. 1, 20457 Hamburg\n#v(0.8cm)\n#text(13pt, weight: "bold", {_text(title)})\n#v(0.2cm)\n'
        f"#grid(columns: (4cm, auto), row-gutter: 0.6em, {head})\n#v(0.6cm)\n"
        f"#table(columns: (3cm, 1fr, 2cm, 2.4cm, 2.6cm), stroke: none, align: (left, left, right, right, right), {table})\n"
        f"#align(right, grid(columns: (5cm, 3cm), row-gutter: 0.6em, align: (left, right), {total}))\n#v(0.8cm)\n#{_text(foot)}\n"
    )


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pdf(*pages: str) -> bytes:
    """The pages as one file."""
    import typst

    made: bytes = typst.compile("\n#pagebreak()\n".join(pages).encode())
    return made


def facts(number: str, order: str = "PO-1034", day: str = "20 April 2026") -> tuple[tuple[str, str], ...]:
    """The usual head of an invoice."""
    named = (("Your order", order),) if order else ()
    return ("Invoice number", number), ("Invoice date", day), *named


def sums(net: Decimal, rate: int = 21, *between: tuple[str, str], written: object = english) -> tuple[tuple[str, str], ...]:
    """Net, tax and total in euros."""
    assert callable(written)
    tax = (net * rate / 100).quantize(CENT, ROUND_HALF_UP)
    return *between, ("Net total", written(net)), (f"VAT {rate} %", written(tax)), ("Total EUR", written(net + tax))


def net(*rows: Row) -> Decimal:
    """What goods cost."""
    return sum((row.amount for row in rows), Decimal(0))


def paper(
    number: str, *rows: Row, orders: Sequence[str] = ("PO-1034",), rate: int = 21, charges: tuple[Charge, ...] = ()
) -> Paper:
    """What an XML invoice states: goods, charges and one rate of tax."""
    lines = tuple(
        PaperLine(
            description=r.text,
            seller_sku=r.sku,
            quantity=r.quantity,
            unit_price=r.price,
            net_amount=r.amount,
            tax_rate=Decimal(rate),
        )
        for r in rows
    )
    before = net(*rows) + sum((c.amount for c in charges), Decimal(0))
    tax = (before * rate / 100).quantize(CENT, ROUND_HALF_UP)
    return Paper(
        kind=PaperKind.INVOICE,
        source=Source.XML,
        number=number,
        issue_date=date(2026, 4, 20),
        due_date=date(2026, 5, 20),
        currency=Currency("EUR"),
        order_references=tuple(orders),
        net_total=before,
        tax_total=tax,
        gross_total=before + tax,
        seller_name="Corvina Metalware B.V.",
        seller_vat=VAT,
        buyer_name="Acme Kitchens GmbH",
        buyer_vat="DE136695976",
        iban=IBAN,
        lines=lines,
        charges=charges,
        taxes=(TaxPart(rate=Decimal(rate), base=before, amount=tax),),
    )


def xml(made: Paper, **changed: object) -> tuple[str, bytes]:
    """It as a file of UBL."""
    stated = replace(made, **changed)  # type: ignore[arg-type]
    return f"{stated.number}.xml", ubl(stated)
