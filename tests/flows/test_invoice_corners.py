"""The corner cases of invoices (docs/rules.md 3 and 4): how papers come in; mails in, letters out, read like a script."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.demo.bill import Row
from bot.digests import digest
from core.commands.buyer_invoices import LinkInvoice, PayInvoice
from core.commands.buyer_orders import CompleteOrder, ReviseOrder
from core.names import Reference
from core.order import OrderStatus
from tests.flows.bills import facts, net, page, paper, pdf, sums, xml
from tests.flows.conftest import ANN, CARLA, PAN, POT, SALES, House, to


def pans(quantity: int, price: str = "24.50") -> Row:
    return replace(PAN, quantity=Decimal(quantity), price=Decimal(price))


# ---- before, after and across orders


def test_an_invoice_before_its_order_waits_for_it(house: House) -> None:
    """It names an order that is not written yet: a Draft with a question; when the order goes out it is matched by itself."""
    answer = to(house.writes("", subject="Invoice 77", files=(house.bill("77", "PO-1034", PAN),)), SALES)
    assert house.status("INV-1") == "Draft"
    assert "PO-1034" in answer.text

    house.orders(PAN)

    assert house.status("INV-1") == "Approved"
    assert "It matches the order" in house.tray.letters[-1].text


def test_several_invoices_bill_one_order_and_the_last_payment_closes_it(house: House) -> None:
    """70 and 50 of 120 pans; each is approved, and with the last payment the order is complete."""
    sent = house.orders(PAN)
    for number, row in (("77", pans(70)), ("78", pans(50))):
        house.writes("", answers=sent, files=(house.bill(number, "PO-1034", row),))
    assert [house.status(f"INV-{n}") for n in (1, 2)] == ["Approved", "Approved"]

    house.does(CARLA, "INV-1", PayInvoice(amount=Decimal("2075.15")))
    assert house.order().status is OrderStatus.SUBMITTED
    house.does(CARLA, "INV-2", PayInvoice(amount=Decimal("1482.25")))
    assert house.order().status is OrderStatus.COMPLETED


def test_three_invoices_and_a_logo_in_one_mail_are_three_invoices_and_one_letter(house: House) -> None:
    sent = house.orders(PAN, POT)
    files = tuple(house.bill(number, "PO-1034", pans(n)) for number, n in (("77", 30), ("78", 40), ("79", 50)))

    letter = to(house.writes("Three invoices.", answers=sent, files=(*files, ("logo.png", logo()))), SALES)

    assert [house.status(f"INV-{n}") for n in (1, 2, 3, 4)] == ["Approved"] * 3 + ["none"]
    assert all(f"invoice {n}" in letter.text for n in (77, 78, 79))


def logo() -> bytes:
    import io

    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (120, 40), "#0a5").save(made, "PNG")
    return made.getvalue()


def test_one_pdf_with_two_invoices_is_two_invoices(house: House) -> None:
    sent = house.orders(PAN)
    both = pdf(*(page(row, facts=facts(n), sums=sums(net(row))) for n, row in (("77", pans(50)), ("78", pans(70)))))

    letter = to(house.writes("", answers=sent, files=(("april.pdf", both),)), SALES)

    assert [house.status(f"INV-{n}") for n in (1, 2)] == ["Approved", "Approved"]
    assert "invoice 77" in letter.text
    assert "invoice 78" in letter.text


def test_one_invoice_bills_two_orders(house: House) -> None:
    """Each line finds its own order; both are billed in full."""
    house.orders(PAN)
    house.orders(POT, number="PO-1035")
    stated = page(PAN, POT, facts=facts("77", "PO-1034, PO-1035"), sums=sums(net(PAN, POT)))

    house.writes("", files=(("77.pdf", pdf(stated)),))

    assert house.status("INV-1") == "Approved"
    assert [(a.order, a.line) for a in house.invoice().assigned] == [("PO-1034", 1), ("PO-1035", 1)]


def test_an_invoice_on_a_closed_order_waits_for_the_initiator(house: House) -> None:
    sent = house.orders(PAN)
    house.does(ANN, "PO-1034", CompleteOrder())
    assert house.order().status is OrderStatus.COMPLETED

    letters = house.writes("", answers=sent, files=(house.bill("77", "PO-1034", PAN),))

    assert house.status("INV-1") == "Matching"
    assert "closed" in to(letters, ANN).text or "completed" in to(letters, ANN).text


# ---- what is no invoice


@pytest.mark.parametrize(
    ("title", "label", "said"),
    [
        ("Payment reminder", "Invoice number", "reminder"),
        ("Pro-forma invoice", "Pro-forma number", "pro"),
    ],
)
def test_what_only_looks_like_an_invoice_is_filed_and_bills_nothing(house: House, title: str, label: str, said: str) -> None:
    """A dunning letter names an invoice and a total; a pro-forma has all of it."""
    sent = house.orders(PAN)
    stated = page(
        PAN, title=title, facts=((label, "77"), ("Date", "20 April 2026"), ("Your order", "PO-1034")), sums=sums(net(PAN))
    )

    letter = to(house.writes("", answers=sent, files=(("paper.pdf", pdf(stated)),)), SALES)

    assert house.status("INV-1") == "none"
    assert said in letter.text.lower()
    assert [a.name for a in house.order().attachments] == ["paper.pdf"]


# ---- the same once more


def test_pdf_and_xml_in_one_mail_are_one_invoice_with_two_sources(house: House) -> None:
    sent = house.orders(PAN)

    house.writes("", answers=sent, files=(house.bill("77", "PO-1034", PAN), xml(paper("77", PAN))))

    assert (house.status("INV-1"), house.status("INV-2")) == ("Approved", "none")
    found = house.invoice()
    assert [s.name for s in found.sources] == ["77.xml", "invoice-77.pdf"]
    assert (found.paper.source.value, found.forms_differ) == ("xml", ())


def test_where_the_page_says_another_than_the_xml_the_xml_counts_and_it_is_shown(house: House) -> None:
    """The page bills ten pans more: the buyer sees it in the digest."""
    sent = house.orders(PAN)

    house.writes("", answers=sent, files=(house.bill("77", "PO-1034", pans(130)), xml(paper("77", PAN))))

    assert (house.status("INV-1"), house.status("INV-2")) == ("Approved", "none")
    found = house.invoice()
    with house.bot.store.read() as unit:
        ann = unit.people.buyer(ANN)
    assert [(f.what, f.ours, f.theirs) for f in found.findings] == [
        ("net_total", "2940.00", "3185.00"),
        ("tax_total", "617.40", "668.85"),
        ("gross_total", "3557.40", "3853.85"),
    ]
    digest(house.bot, ann, house.now, ask=True)
    assert "In another form of the same invoice the total is EUR 3,853.85; EUR 3,557.40 counts" in to(house.delivered(), ANN).text


def test_the_same_invoice_by_another_way_is_answered_and_makes_nothing_new(house: House) -> None:
    """By the supplier, then forwarded by a buyer who got it too."""
    sent = house.orders(PAN)
    file = house.bill("77", "PO-1034", PAN)
    house.writes("", answers=sent, files=(file,))

    letters = house.writes("", who=ANN, subject="Fwd: Invoice 77", files=(file,))

    assert (house.status("INV-1"), house.status("INV-2")) == ("Approved", "none")
    assert "already" in to(letters, ANN).text


def test_a_corrected_invoice_with_the_same_number_takes_the_place_of_the_first(house: House) -> None:
    """Too dear at first, Matching; the corrected one is approved. From then on a correction takes a credit note."""
    sent = house.orders(PAN)
    dear = house.bill("77", "PO-1034", pans(120, "30.00"))
    told = to(house.writes("", answers=sent, files=(dear,)), SALES)
    assert house.status("INV-1") == "Matching"

    house.writes("Corrected invoice attached.", answers=told, files=(house.bill("77", "PO-1034", PAN),))
    assert (house.status("INV-1"), house.status("INV-2")) == ("Approved", "none")

    refused = to(house.writes("", answers=sent, files=(dear,)), SALES)
    assert house.status("INV-1") == "Approved"
    assert "credit note" in refused.text


def test_replace_and_withdraw_by_words(house: House) -> None:
    """Another number in place of the first; then it is taken back."""
    sent = house.orders(PAN)
    dear = house.bill("77", "PO-1034", pans(120, "30.00"))
    told = to(house.writes("", answers=sent, files=(dear,)), SALES)

    file = house.bill("78", "PO-1034", pans(120, "29.00"))
    house.writes("Please replace invoice 77 by the attached one.", answers=told, files=(file,))
    assert (house.status("INV-1"), house.status("INV-2")) == ("Matching", "none")

    house.writes("Please cancel invoice 78.", answers=told)
    assert house.status("INV-1") == "Canceled"


def test_an_invoice_without_an_order_is_parked_and_linked_by_the_accountant(house: House) -> None:
    """Nothing is named and two orders are open: asked; Carla says which it is."""
    house.orders(PAN)
    house.orders(POT, number="PO-1035")
    letters = house.writes("", subject="Invoice", files=(("a.pdf", pdf(page(PAN, facts=facts("77", ""), sums=sums(net(PAN))))),))
    assert house.status("INV-1") == "Draft"
    assert "which purchase order" in to(letters, SALES).text.lower()

    house.does(CARLA, "INV-1", LinkInvoice(order="PO-1034"))

    assert house.status("INV-1") == "Approved"


def test_a_revision_of_one_order_takes_no_invoice_off_another(house: House) -> None:
    """Invoice 77 bills both orders and is too dear on the first, which is revised: the pots on the second stay billed, and are
    not billed twice."""
    sent = house.orders(PAN)
    house.orders(POT, number="PO-1035")
    house.writes("", answers=sent, files=(house.bill("77", "PO-1034, PO-1035", pans(120, "30.00"), POT),))
    assert house.status("INV-1") == "Matching"
    with house.bot.store.read() as unit:
        (before,) = unit.documents.orders((Reference("PO-1034"),))
    lines = tuple(replace(one, unit_price=Decimal("30.00")) for one in before.lines)

    house.does(ANN, "PO-1034", ReviseOrder(lines=lines))
    house.delivered()
    house.writes("", answers=sent, files=(house.bill("78", "PO-1035", POT),))

    assert [house.status(f"INV-{n}") for n in (1, 2)] == ["Approved", "Matching"]
    with house.bot.store.read() as unit:
        assert [i.reference for i in unit.documents.invoices_on(Reference("PO-1035"))] == ["INV-1", "INV-2"]
