""" "What is open?": the supplier's dashboard by mail."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from python_calamine import CalamineWorkbook

from bot.cli.rfp_views import state
from core.commands.buyer_invoices import PayInvoice
from core.invoice import Invoice, InvoiceStatus
from core.names import Reference
from core.order import OrderStatus
from core.party import Contact, Supplier
from tests.core.stories import order, paper
from tests.flows.conftest import ANN, CARLA, PAN, POT, SALES, START, Got, House, to
from tests.flows.test_rfp import asked

__all__ = ["asked"]


def sheet(letter: Got, name: str) -> list[list[object]]:
    """The rows of one list of the overview, without its title and heads."""
    content = next(p.get_content() for p in letter.message.iter_attachments() if "overview" in str(p.get_filename()))
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()[3:]


def test_everything_with_status_amounts_and_whose_turn(house: House) -> None:
    """Two orders, a paid and a waiting invoice; nothing of another supplier."""
    first = house.orders(PAN, POT)
    house.orders(PAN, number="PO-1035")
    other = Supplier(id="S-2", name="Tin Ltd", country="GB", contacts=(Contact(address="tim@tin.example", name="Tim"),))
    house.adds_supplier(other)
    house.orders(POT, number="PO-7", supplier="S-2")
    house.writes("", answers=first, files=(house.bill("77", "PO-1034", PAN),))
    house.does(CARLA, "INV-1", PayInvoice(amount=Decimal("1000.00")))
    house.writes("", answers=first, files=(house.bill("78", "PO-1034", replace(POT, price=Decimal("60.00"))),))
    house.delivered()

    letter = to(house.writes("What is open? Please send us a list of open orders and invoices."), SALES)

    assert "Open with Acme Kitchens GmbH: 2 orders and 2 invoices." in letter.text
    assert "PO-7" not in letter.text
    assert {(r[0], r[1], r[2], r[8]) for r in sheet(letter, "Orders")} == {
        ("PO-1034", "Submitted", "your turn", 6540.0),
        ("PO-1035", "Submitted", "your turn", 0.0),
    }
    assert {(r[0], r[2], r[8], r[10], r[11]) for r in sheet(letter, "Invoices")} == {
        ("77", "Partly paid", 3557.4, 1000.0, 2557.4),
        ("78", "Matching", 4356.0, 0.0, 4356.0),
    }


def test_a_supplier_with_thousands_of_documents(house: House) -> None:
    """The newest 2,000 of a kind, and it is said; what is over for a year and settled is left out, what is open is not."""
    with house.bot.store.begin() as unit:
        for n in range(2100):
            made = order(
                f"PO-{n + 5000}", supplier="S-1", initiator=ANN, status=OrderStatus.SUBMITTED, submitted_at=START, revision=1
            )
            unit.documents.save(made, 0)
        for n, (days, status) in enumerate(((10, "Paid"), (500, "Paid"), (500, "Pending")), 1):
            old = Invoice(
                reference=Reference(f"INV-{n + 900}"),
                supplier="S-1",
                paper=paper(str(n)),
                received_at=START - timedelta(days=days),
                status=InvoiceStatus(status),
            )
            unit.documents.save(old, 0)

    letter = to(house.writes("Which orders and invoices are open with you?"), SALES)

    assert "There are more than 2000 documents of a kind" in letter.text
    assert "And 1985 more in the sheet attached." in letter.text
    assert len(letter.raw) < 500_000
    assert len(sheet(letter, "Orders")) == 2000
    assert [row[0] for row in sheet(letter, "Invoices")] == ["3", "1"]


def test_a_request_after_its_deadline_is_closed_for_offers(asked: House) -> None:
    """In the letter, in its sheet, and at the buyer's command line; before that it is not."""
    invitation = to(asked.delivered(), SALES)
    asked.writes("Item 1: 3.10 EUR. That is all.", answers=invitation)
    before = to(asked.writes("What is open?"), SALES)
    asked.passes(days=15)
    after = to(asked.writes("What is open?"), SALES)

    with asked.bot.store.read() as unit:
        rfp = unit.documents.rfp(Reference("RFP-1"))
    assert rfp and (state(rfp, START), state(rfp, asked.now)) == ("Open", "Open, closed for offers")
    assert ["closed for offers" in letter.text for letter in (before, after)] == [False, True]
    until = [str(sheet(letter, "Requests")[0][4]) for letter in (before, after)]
    assert [text.endswith("CEST") for text in until] == [True, False]
    assert until[1] == f"{until[0]}, closed for offers"
