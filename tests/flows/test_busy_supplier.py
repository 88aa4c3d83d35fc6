"""A supplier with more documents than a mail looks at: what is beyond the newest is not taken for nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.commands.buyer_orders import CompleteOrder
from core.invoice import CreditNote, Invoice, InvoiceStatus
from core.money import EUR
from core.names import Reference, SupplierId
from core.paper import Paper, PaperKind, PaperLine, Source
from tests.flows.conftest import ANN, PAN, SALES, START, House, to
from tests.generate.xml_invoices import ubl

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
NET, TAX = Decimal("100.00"), Decimal("21.00")


def credit(number: str, on: str | None = None) -> tuple[str, bytes]:
    """A credit note over EUR 121.00 as UBL."""
    line = PaperLine(description="Credit", quantity=Decimal(1), unit_price=NET, net_amount=NET, tax_rate=Decimal(21))
    paper = Paper(
        kind=PaperKind.CREDIT_NOTE,
        source=Source.XML,
        number=number,
        issue_date=date(2026, 4, 20),
        currency=EUR,
        seller_name="Corvina Metalware B.V.",
        buyer_name="Acme Kitchens GmbH",
        net_total=NET,
        tax_total=TAX,
        gross_total=NET + TAX,
        lines=(line,),
    )
    reference = f"<cac:InvoiceDocumentReference><cbc:ID>{on}</cbc:ID></cac:InvoiceDocumentReference>" if on else ""
    before = "</cbc:DocumentCurrencyCode>"
    named = f"{before}<cac:BillingReference>{reference}</cac:BillingReference>".encode()
    return f"credit-{number}.xml", ubl(paper).replace(before.encode(), named)


def approved(house: House) -> None:
    """Invoice 77 (INV-1), approved, on an order that is closed."""
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("77", "PO-1034", PAN),))
    house.does(ANN, "PO-1034", CompleteOrder())
    house.delivered()
    assert house.status("INV-1") == "Approved"


def later(house: House, *, credits_: int = 0, invoices: int = 0, status: InvoiceStatus = InvoiceStatus.PAID) -> None:
    """So many more documents of the same supplier, newer than all there are."""
    at = START + timedelta(days=1)
    house.passes(days=2)
    with house.bot.store.begin() as unit:
        for n in range(credits_):
            paper = Paper(kind=PaperKind.CREDIT_NOTE, source=Source.TEXT, number=f"G-{n}", issue_date=at.date(), gross_total=NET)
            unit.documents.save(
                CreditNote(reference=Reference(f"CN-9{n:03}"), supplier=SupplierId("S-1"), paper=paper, received_at=at), 0
            )
        for n in range(invoices):
            paper = Paper(kind=PaperKind.INVOICE, source=Source.TEXT, number=f"R-{n}", issue_date=at.date(), gross_total=NET)
            one = Invoice(
                reference=Reference(f"INV-9{n:03}"),
                supplier=SupplierId("S-1"),
                paper=replace(paper, currency=EUR),
                received_at=at,
                status=status,
            )
            unit.documents.save(one, 0)


def still_open(house: House, which: str = "INV-1") -> Decimal:
    with house.bot.store.read() as unit:
        found = unit.documents.invoice(Reference(which))
    assert found is not None
    return found.open.amount


def test_a_credit_note_counts_once_however_many_came_since(house: House) -> None:
    approved(house)
    house.writes("Credit note.", files=(credit("C-1", "77"),))
    assert still_open(house) == Decimal("3436.40")
    later(house, credits_=60)

    told = to(house.writes("Once more, our credit note.", files=(credit("C-1", "77"),)), SALES)

    assert still_open(house) == Decimal("3436.40")
    assert "CN-1" in told.text


def test_the_invoice_that_a_credit_note_names_is_found_however_old_it_is(house: House) -> None:
    approved(house)
    later(house, invoices=60)

    house.writes("Credit note.", files=(credit("C-1", "77"),))

    assert still_open(house) == Decimal("3436.40")
    assert house.held() == []


def test_the_only_open_invoice_is_the_only_one_of_all(house: House) -> None:
    """Of the newest one is open; so is an old one: neither is guessed."""
    approved(house)
    later(house, invoices=60)
    later_one = Invoice(
        reference=Reference("INV-9999"),
        supplier=SupplierId("S-1"),
        paper=Paper(kind=PaperKind.INVOICE, source=Source.TEXT, number="R-999", gross_total=Decimal(500), currency=EUR),
        received_at=house.now,
        status=InvoiceStatus.APPROVED,
    )
    with house.bot.store.begin() as unit:
        unit.documents.save(later_one, 0)

    house.writes("Credit note.", files=(credit("C-1"),))

    assert (still_open(house), still_open(house, "INV-9999")) == (Decimal("3557.40"), Decimal(500))


def test_an_old_invoice_on_an_order_of_several_is_decided_in_full_view(house: House) -> None:
    """The order is completed and bears two invoices: a credit note on the first sees both."""
    order = house.orders(PAN)
    half = replace(PAN, quantity=Decimal(60))
    for number in ("77", "78"):
        house.writes("", answers=order, files=(house.bill(number, "PO-1034", half),))
    house.does(ANN, "PO-1034", CompleteOrder())
    later(house, invoices=60)

    house.writes("Credit note.", files=(credit("C-1", "78"),))

    assert still_open(house, "INV-2") == Decimal("1657.70")
    assert house.held() == []
