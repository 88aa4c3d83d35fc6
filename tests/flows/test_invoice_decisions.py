"""What people decide about invoices, in turn, and what each is told (docs/rules.md 3 and 4.4): read like a script."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.dossiers import with_credit
from bot.tick import tick
from core.commands.buyer_credits import CreditInvoice
from core.commands.buyer_invoices import ApproveInvoice, LinkInvoice, PayInvoice, ReturnInvoice, TakeInvoice
from core.commands.buyer_people import AddBuyer
from core.names import Address, Reference
from core.paper import PaperKind
from core.party import Buyer, BuyerRole
from tests.flows.bills import facts, net, page, paper, pdf, sums, xml
from tests.flows.conftest import ANN, CARLA, PAN, POT, SALES, House, to

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
OTTO, ADA = Address("otto@acme.example"), Address("ada@acme.example")
DEAR = replace(PAN, price=Decimal("30.00"))


def joins(house: House, who: Address, *roles: BuyerRole) -> None:
    house.does(ANN, None, AddBuyer(buyer=Buyer(address=who, name=who[:4].title(), roles=frozenset(roles))))


def pays(house: House, amount: str, which: str = "INV-1", **more: str) -> None:
    house.does(CARLA, which, PayInvoice(amount=Decimal(amount), paid_on=date(2026, 5, 4), **more))  # type: ignore[arg-type]


def credits(number: str, amount: str, on: str | None) -> tuple[str, bytes]:
    """A credit note of the supplier, as XML; `on` None: it says not on which invoice."""
    row = replace(PAN, quantity=Decimal(1), price=Decimal(amount))
    return xml(paper(number, row, orders=()), kind=PaperKind.CREDIT_NOTE, invoice_reference=on)


def test_a_return_with_a_question_is_answered_by_a_corrected_invoice(house: House) -> None:
    """Ann asks; the supplier sends the invoice again with the right price; it is approved by itself."""
    sent = house.orders(PAN)
    house.writes("", answers=sent, files=(house.bill("77", "PO-1034", DEAR),))
    house.does(ANN, "INV-1", ReturnInvoice(reason="Who agreed to 30.00?"))
    asked = to(house.delivered(), SALES)
    assert "Who agreed to 30.00?" in asked.text
    assert house.status("INV-1") == "Draft"

    house.writes("Sorry, our mistake. Corrected invoice attached.", answers=asked, files=(house.bill("77", "PO-1034", PAN),))

    assert house.status("INV-1") == "Approved"


def test_at_order_price_the_supplier_bills_anew_and_the_same_again_waits_again(house: House) -> None:
    """No reason is needed: the letter says what to bill."""
    sent = house.orders(PAN)
    dear = house.bill("77", "PO-1034", DEAR)
    house.writes("", answers=sent, files=(dear,))
    house.does(ANN, "INV-1", ReturnInvoice(at_order_price=True))
    asked = to(house.delivered(), SALES)
    assert "prices of the order" in asked.text

    house.writes("It is right as it is.", answers=asked, files=(dear,))
    assert house.status("INV-1") == "Matching"


def test_two_initiators_and_an_approver_decide_one_after_the_other(house: House) -> None:
    """Each takes his own part; above 8,000 Carla approves after them; each step is told to the next."""
    joins(house, OTTO, BuyerRole.INITIATOR)
    more = replace(POT, quantity=Decimal(200))
    house.orders(PAN)
    house.orders(more, number="PO-1035", who=OTTO)
    rows = (DEAR, replace(more, price=Decimal("45.00")))
    stated = page(*rows, facts=facts("77", "PO-1034, PO-1035"), sums=sums(net(*rows)))

    letters = house.writes("", files=(("77.pdf", pdf(stated)),))
    assert {letter.to for letter in letters} == {SALES, ANN, OTTO}

    house.does(ANN, "INV-1", TakeInvoice())
    assert (house.status("INV-1"), house.order().lines[0].unit_price) == ("Matching", Decimal("30.00"))
    house.delivered()

    house.does(OTTO, "INV-1", TakeInvoice())
    assert house.status("INV-1") == "Pending"
    assert to(house.delivered(), CARLA)

    house.does(CARLA, "INV-1", ApproveInvoice())
    assert house.status("INV-1") == "Approved"


def test_lines_that_fit_two_order_lines_are_linked_by_hand(house: House) -> None:
    """Two lines read alike at other prices: nothing is guessed; Ann says which it is."""
    one = replace(PAN, sku="", text="Ladle, steel", quantity=Decimal(10), price=Decimal("8.00"))
    other = replace(one, price=Decimal("10.00"))
    sent = house.orders(one, other)
    stated = page(replace(one, price=Decimal("9.00")), facts=facts("77"), sums=sums(Decimal("90.00")))
    house.writes("", answers=sent, files=(("77.pdf", pdf(stated)),))
    assert house.status("INV-1") == "Matching"

    house.does(ANN, "INV-1", LinkInvoice(order="PO-1034", lines=((1, 2),)))

    assert [(a.invoice_line, a.line) for a in house.invoice().assigned] == [(0, 2)]
    assert house.status("INV-1") == "Approved"


def test_nobody_decides_for_three_working_days(house: House) -> None:
    """The admins are asked as well, once; one of them takes it in Ann's place."""
    joins(house, ADA, BuyerRole.ADMIN)
    sent = house.orders(PAN)
    house.writes("", answers=sent, files=(house.bill("77", "PO-1034", DEAR),))

    house.passes(days=2)
    tick(house.bot)
    assert [x.subject for x in house.delivered() if x.to == ADA and "INV-1" in x.text and "three working days" in x.text] == []
    house.passes(days=1)
    tick(house.bot)
    asked = [x for x in house.delivered() if x.to == ADA and "three working days" in x.text]
    assert len(asked) == 1
    tick(house.bot)
    assert [x for x in house.delivered() if x.to == ADA] == []

    house.writes("APPROVE", answers=asked[0], who=ADA)
    assert house.status("INV-1") == "Approved"


def test_partial_payments_are_told_one_by_one_and_a_wrong_one_is_taken_back(house: House) -> None:
    """1,000.00, then 2,557.40 by mistake on the wrong day, reversed, and again."""
    sent = house.orders(PAN)
    house.writes("", answers=sent, files=(house.bill("77", "PO-1034", PAN),))

    pays(house, "1000.00", remittance="SEPA 1")
    part = to(house.delivered(), SALES)
    assert "EUR 2,557.40 is still open" in part.text
    pays(house, "2557.40")
    assert (house.status("INV-1"), "is paid" in to(house.delivered(), SALES).text) == ("Paid", True)

    house.does(CARLA, "INV-1", PayInvoice(reverse=2))
    assert house.status("INV-1") == "Partly paid"
    assert "recorded by mistake" in to(house.delivered(), SALES).text


def test_a_credit_note_without_a_reference_is_asked_about(house: House) -> None:
    """Two invoices are open: nothing is lowered before the supplier says which; in the invoice's thread it is clear."""
    sent = house.orders(PAN)
    half = replace(PAN, quantity=Decimal(50))
    house.writes("", answers=sent, files=(house.bill("77", "PO-1034", half),))
    told = to(house.writes("", answers=sent, files=(house.bill("78", "PO-1034", replace(PAN, quantity=Decimal(70))),)), SALES)

    asked = to(house.writes("", subject="Credit note", files=(credits("C1", "100.00", None),)), SALES)
    assert (house.invoice("INV-1").credited, house.invoice("INV-2").credited) == (0, 0)
    assert "which" in asked.text
    assert "Still open: invoice 78 (INV-2) and invoice 77 (INV-1)." in asked.text

    house.writes("For this one.", answers=told, files=(credits("C1", "100.00", None),))
    assert (house.invoice("INV-1").credited, house.invoice("INV-2").credited) == (0, Decimal("121.00"))


def test_a_credit_of_the_buyer_on_a_paid_invoice_becomes_a_balance_that_pays_the_next(house: House) -> None:
    """Four pans came back: 118.58 with tax. They are set off against the next invoice."""
    sent = house.orders(PAN)
    first, second = replace(PAN, quantity=Decimal(50)), replace(PAN, quantity=Decimal(70))
    house.writes("", answers=sent, files=(house.bill("77", "PO-1034", first),))
    pays(house, "1482.25")
    house.delivered()

    house.does(CARLA, "INV-1", CreditInvoice(amount=Decimal("118.58"), reason="Four pans came back."))
    told = to(house.delivered(), SALES).text
    assert "Four pans came back." in told
    assert "EUR 118.58 is more than was open, and stays as your credit balance" in told

    house.writes("", answers=sent, files=(house.bill("78", "PO-1034", second),))
    house.does(CARLA, "INV-2", PayInvoice(credit="CN-1"), grow=with_credit(Reference("CN-1")))
    letter = to(house.delivered(), SALES)
    assert house.status("INV-2") == "Partly paid"
    assert "EUR 118.58 of your credit balance (CN-1) went to invoice 78" in letter.text
    assert house.invoice("INV-2").open.amount == Decimal("1956.57")
