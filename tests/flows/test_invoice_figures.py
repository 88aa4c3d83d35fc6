"""The corner cases of what an invoice states (docs/rules.md 3 and 4): its figures, dates, taxes, charges and accounts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.commands.buyer_invoices import ApproveInvoice
from core.names import Address, SupplierId
from core.party import Contact, Supplier
from tests.flows.bills import english, facts, german, net, page, paper, pdf, sums, xml
from tests.flows.conftest import ANN, CARLA, PAN, SALES, Got, House, to

ERIC = Address("eric@lakes.example")


def sends(house: House, stated: str, sent: Got, **more: object) -> list[Got]:
    return house.writes("", answers=sent, files=(("invoice.pdf", pdf(stated)),), **more)  # type: ignore[arg-type]


def test_a_decimal_comma_is_read_as_it_is_meant(house: House) -> None:
    """2.940,00 is two thousand nine hundred and forty."""
    sent = house.orders(PAN)
    stated = page(
        PAN,
        title="Rechnung",
        facts=(("Rechnungsnummer", "77"), ("Rechnungsdatum", "20.04.2026"), ("Ihre Bestellung", "PO-1034")),
        heads=("Artikel", "Bezeichnung", "Menge", "Einzelpreis", "Betrag"),
        sums=(("Summe netto", "2.940,00"), ("USt. 21 %", "617,40"), ("Gesamtbetrag EUR", "3.557,40")),
        written=german,
        foot="Bitte zahlen Sie auf IBAN NL91 ABNA 0417 1643 00.",
    )

    sends(house, stated, sent)

    assert (house.status("INV-1"), house.invoice().paper.gross_total) == ("Approved", Decimal("3557.40"))


@pytest.mark.parametrize(("currency", "status"), [("CAD", "Pending"), ("EUR", "Draft")])
def test_a_dollar_is_that_of_the_order_and_else_asked_for(house: House, currency: str, status: str) -> None:
    """`$` on a page says which country only beside an order in dollars; foreign money waits for the highest band."""
    house.adds_supplier(
        Supplier(
            id=SupplierId("S-2"),
            name="Corvina Metalware B.V.",
            country="CA",
            currency=currency,
            contacts=(Contact(address=ERIC, name="Eric"),),
        )
    )
    sent = house.orders(PAN, supplier="S-2", currency=currency)
    stated = page(
        PAN, facts=facts("77"), written=lambda v: f"$ {english(v)}",
        sums=(("Net total", "$ 2,940.00"), ("VAT 21 %", "$ 617.40"), ("Total", "$ 3,557.40")), foot="Thank you.",
    )  # fmt: skip

    letters = sends(house, stated, sent, who=ERIC)

    assert house.status("INV-1") == status
    if status == "Draft":
        assert "currency" in to(letters, ERIC).text


def test_a_date_that_may_be_of_two_months_is_asked_for_and_answered_by_number(house: House) -> None:
    """04/03/2026: the third of April or the fourth of March."""
    sent = house.orders(PAN)

    asked = to(sends(house, page(PAN, facts=facts("77", day="04/03/2026"), sums=sums(net(PAN))), sent), SALES)
    assert house.status("INV-1") == "Draft"
    assert "3 Apr 2026" in asked.text
    assert "4 Mar 2026" in asked.text

    house.writes("1", answers=asked)
    assert house.status("INV-1") == "Approved"


def test_reverse_charge_has_no_tax(house: House) -> None:
    """0 %, net is gross; that the order expects 21 % is shown and stops nothing."""
    sent = house.orders(PAN)
    total = net(PAN)
    stated = page(
        PAN,
        facts=facts("77"),
        sums=(("Net total", english(total)), ("VAT 0 %", "0.00"), ("Total EUR", english(total))),
        foot="Reverse charge: the customer owes the tax. IBAN NL91 ABNA 0417 1643 00.",
    )

    sends(house, stated, sent)

    assert (house.status("INV-1"), house.invoice().paper.tax_total) == ("Approved", Decimal("0.00"))


@pytest.mark.parametrize(("freight", "status"), [("147.00", "Approved"), ("147.01", "Matching")])
def test_a_freight_line_up_to_the_limit(house: House, freight: str, status: str) -> None:
    """The limit met exactly passes; one cent above waits for the initiator, who sees the sum."""
    sent = house.orders(PAN)
    total = net(PAN) + Decimal(freight)
    stated = page(PAN, facts=facts("77"), more=(("", "Freight", "1", freight, freight),), sums=sums(total))

    letters = sends(house, stated, sent)

    assert house.status("INV-1") == status
    if status == "Matching":
        assert "147.01" in to(letters, ANN).text


def test_a_discount_line_lowers_the_total(house: House) -> None:
    """Ten per cent off: less than ordered, and that is fine."""
    sent = house.orders(PAN)
    stated = page(
        PAN, facts=facts("77"), more=(("", "Discount 10 %", "", "", "-294.00"),), sums=sums(net(PAN) - Decimal("294.00"))
    )

    sends(house, stated, sent)

    assert (house.status("INV-1"), house.invoice().paper.net_total) == ("Approved", Decimal("2646.00"))


def test_a_deposit_and_the_final_invoice(house: House) -> None:
    """A deposit is no item of the order: the initiator decides. The final invoice bills the goods less the deposit."""
    sent = house.orders(PAN)
    deposit = page(
        facts=facts("77"), more=(("", "Deposit 30 % on order PO-1034", "1", "882.00", "882.00"),), sums=sums(Decimal("882.00"))
    )
    sends(house, deposit, sent)
    first = house.status("INV-1")

    final = page(
        PAN,
        facts=facts("78"),
        more=(("", "Less deposit, invoice 77", "1", "-882.00", "-882.00"),),
        sums=sums(net(PAN) - Decimal("882.00")),
    )
    sends(house, final, sent)

    assert first == "Matching"
    assert house.status("INV-2") == "Approved"


def test_a_date_in_the_future_is_shown_and_stops_nothing(house: House) -> None:
    """It was received today: that is what counts."""
    sent = house.orders(PAN)

    sends(house, page(PAN, facts=facts("77", day="20 May 2026"), sums=sums(net(PAN))), sent)

    assert house.status("INV-1") == "Approved"
    assert [f.kind.value for f in house.invoice().findings] == ["date_unlikely"]


def test_an_invoice_over_nothing_passes(house: House) -> None:
    """A replacement free of charge: at 0.00 no sum proves the quantity, so the supplier says YES to it."""
    free = replace(PAN, price=Decimal(0))
    sent = house.orders(free)

    asked = to(house.writes("", answers=sent, files=(xml(paper("77", free)),)), SALES)
    assert house.status("INV-1") == "Draft"

    house.writes("Yes", answers=asked)
    assert (house.status("INV-1"), house.invoice().paper.gross_total) == ("Approved", Decimal("0.00"))


def test_a_factoring_company_s_account_waits_for_the_accountant(house: House) -> None:
    """Another payee: never approved by rule, and the account is not mailed back."""
    sent = house.orders(PAN)
    foot = "Our claim is assigned to Fast Factors Ltd. Pay only to IBAN GB33 BUKB 2020 1555 5555 55."

    letters = sends(house, page(PAN, facts=facts("77"), sums=sums(net(PAN)), foot=foot), sent)

    assert house.status("INV-1") == "Pending"
    assert "GB33" not in to(letters, SALES).text
    assert to(letters, CARLA)
    house.does(CARLA, "INV-1", ApproveInvoice())
    assert house.status("INV-1") == "Approved"
