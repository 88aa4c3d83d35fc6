"""The main job, told as mails in and letters out."""

from dataclasses import replace
from decimal import Decimal

from core.commands.buyer_invoices import ApproveInvoice, PayInvoice, RejectInvoice, TakeInvoice
from core.commands.buyer_people import Say
from tests.flows.conftest import ANN, BOTH, CARLA, PAN, POT, SALES, House, to

pytestmark = BOTH


def test_an_order_goes_out_with_pdf_and_sheet(house: House) -> None:
    """The supplier gets the order as table, PDF and XLSX, with an address that names it."""
    letter = house.orders(PAN, POT)

    assert letter.to == SALES
    assert "[PO-1034]" in letter.subject
    assert sorted(letter.files) == ["PO-1034.pdf", "PO-1034.xlsx"]
    assert "<orders+po-1034." in str(letter.message["Reply-To"])
    assert "Auto-Submitted" not in letter.message


def test_an_invoice_as_ordered_is_approved_at_once(house: House) -> None:
    """Reply with the invoice attached: matched, approved, and told in the order's thread."""
    order = house.orders(PAN, POT)

    letters = house.writes("Invoice attached.", answers=order, files=(house.bill("77", "PO-1034", PAN, POT),))

    answer = to(letters, SALES)
    assert house.status("INV-1") == "Approved"
    assert "approved" in answer.subject.lower()
    assert order.message["Message-ID"] in str(answer.message["References"])
    assert "6,381.54" in answer.text


def test_above_tolerance_it_waits_for_the_initiator_who_takes_it(house: House) -> None:
    """An item that nobody ordered: Matching, taken, Approved, partly paid, paid."""
    order = house.orders(PAN)
    stand = replace(PAN, sku="CM-DSP-01", text="Display stand, oak", quantity=Decimal(2), price=Decimal("240.00"))

    letters = house.writes("", answers=order, files=(house.bill("78", "PO-1034", PAN, stand),))
    assert house.status("INV-1") == "Matching"
    assert "Display stand" in to(letters, SALES).text
    assert "Display stand" in to(letters, ANN).text

    house.does(ANN, "INV-1", TakeInvoice())
    assert house.status("INV-1") == "Approved"
    assert "approved" in to(house.delivered(), SALES).subject.lower()

    house.does(CARLA, "INV-1", PayInvoice(amount=Decimal("2000.00")))
    assert house.status("INV-1") == "Partly paid"
    house.does(CARLA, "INV-1", PayInvoice(amount=Decimal("2138.20")))
    assert house.status("INV-1") == "Paid"
    with house.bot.store.read() as unit:
        assert unit.documents.order("PO-1034").status.value == "Completed"


def test_a_rejection_is_told_with_its_reason(house: House) -> None:
    """The supplier hears why."""
    order = house.orders(POT)
    dear = replace(POT, price=Decimal("48.90"))
    house.writes("", answers=order, files=(house.bill("79", "PO-1034", dear),))

    house.does(ANN, "INV-1", RejectInvoice(reason="We agreed on 38.90 in May."))

    assert house.status("INV-1") == "Rejected"
    assert "We agreed on 38.90 in May." in to(house.delivered(), SALES).text


def test_a_large_invoice_waits_for_the_approver(house: House) -> None:
    """From 8,000 on Carla approves; Ann, who ordered, cannot."""
    many = replace(PAN, quantity=Decimal(400))
    order = house.orders(many)

    letters = house.writes("", answers=order, files=(house.bill("80", "PO-1034", many),))
    assert house.status("INV-1") == "Pending"
    assert "INV-1" in to(letters, CARLA).text

    assert house.does(ANN, "INV-1", ApproveInvoice()).refusal is not None
    house.does(CARLA, "INV-1", ApproveInvoice())
    assert house.status("INV-1") == "Approved"


def test_words_go_both_ways(house: House) -> None:
    """A question reaches the initiator, her answer the supplier; each is told nothing twice."""
    order = house.orders(PAN)

    letters = house.writes("Can we deliver at the back door in the Kaistraße?", answers=order)
    assert "back door in the Kaistraße" in to(letters, ANN).text
    assert "back door" in to(letters, SALES).text

    house.does(ANN, "PO-1034", Say(text="Yes, the back door is fine."))
    assert "Yes, the back door is fine." in to(house.delivered(), SALES).text


def test_ok_accepts_and_no_takes_it_back(house: House) -> None:
    """An acceptance can be taken back for 24 hours."""
    order = house.orders(PAN, POT)

    receipt = to(house.writes("ok, confirmed", answers=order), SALES)
    with house.bot.store.read() as unit:
        assert unit.documents.order("PO-1034").confirmation.name == "ACCEPTED"
    assert "NO" in receipt.text

    house.writes("NO", answers=receipt)
    with house.bot.store.read() as unit:
        assert unit.documents.order("PO-1034").confirmation.name == "OPEN"


def test_received_is_no_acceptance(house: House) -> None:
    """ "Received" acknowledges."""
    order = house.orders(PAN)

    house.writes("Thank you, we have received your order.", answers=order)

    with house.bot.store.read() as unit:
        assert unit.documents.order("PO-1034").confirmation.name == "ACKNOWLEDGED"


def test_no_to_an_invoice_takes_it_back_also_from_an_automatic_approval(house: House) -> None:
    """NO within 24 hours: Canceled."""
    order = house.orders(PAN)
    answer = to(house.writes("", answers=order, files=(house.bill("77", "PO-1034", PAN),)), SALES)
    assert house.status("INV-1") == "Approved"

    house.writes("NO", answers=answer)

    assert house.status("INV-1") == "Canceled"


def test_invoice_as_ordered_needs_no_file(house: House) -> None:
    """A number and "as ordered" are an invoice."""
    order = house.orders(PAN)

    house.writes("Invoice as ordered, no. 91", answers=order)

    assert house.status("INV-1") == "Approved"


def test_the_same_mail_twice_is_applied_once(house: House) -> None:
    """A resend with new trace headers, and the same invoice in a new mail."""
    order = house.orders(PAN)
    file = house.bill("77", "PO-1034", PAN)
    house.writes("", answers=order, files=(file,))

    again = house.writes("Once more.", answers=order, files=(file,))

    assert house.status("INV-2") == "none"
    assert "already received" in to(again, SALES).text.lower()
    assert "We already received invoice 77 (INV-1) on 20 Apr 2026, " in to(again, SALES).text
    assert "it is at “Approved”" in to(again, SALES).text
