"""A statement of account comes in and is compared: mails in, letters out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.commands.buyer_invoices import PayInvoice, RejectInvoice
from tests.flows.conftest import ANN, CARLA, PAN, POT, SALES, House, to
from tests.parsers.statement.test_statements import book

HEAD = (("Statement of account Corvina Metalware B.V.",), ("Invoice no.", "Date", "Due date", "Amount EUR", "Outstanding"))
DAY, DUE = date(2026, 4, 20), date(2026, 5, 20)


def billed(house: House) -> None:
    """77 approved, 78 paid, 79 rejected."""
    order = house.orders(PAN, POT)
    house.writes("", answers=order, files=(house.bill("77", "PO-1034", PAN),))
    house.writes("", answers=order, files=(house.bill("78", "PO-1034", replace(POT, quantity=Decimal(10))),))
    house.does(CARLA, "INV-2", PayInvoice(amount=Decimal("470.69")))
    house.writes("", answers=order, files=(house.bill("79", "PO-1034", replace(POT, price=Decimal("60.00"))),))
    house.does(ANN, "INV-3", RejectInvoice(reason="38.90 was agreed"))
    house.delivered()


def test_every_line_is_answered_and_nothing_is_changed(house: House) -> None:
    """Agreed, paid already, rejected, unknown to us; the accountant hears of what is missing."""
    billed(house)
    statement = book(
        *HEAD,
        ("77", DAY, DUE, 3557.4, 3557.4),
        ("78", DAY, DUE, 470.69, 470.69),
        ("79", DAY, DUE, 4356.0, 4356.0),
        ("80", DAY, DUE, 99.0, 99.0),
        ("Total", None, None, None, 8483.09),
    )

    letters = house.writes("Attached is our statement of account.", files=(("statement.xlsx", statement),))

    answer = to(letters, SALES)
    assert "1 of 4 lines agree" in answer.text
    assert "Your turn: please send us the invoices that we do not have." in answer.text
    found = next(p.get_content() for p in answer.message.iter_attachments())
    assert {(r[0], r[1]) for r in _rows(found)} == {
        ("Agrees", "77"),
        ("Paid or credited with us", "78"),
        ("Disputed, rejected or not decided yet", "79"),
        ("Not in our books", "80"),
    }
    told = to(letters, CARLA)
    assert "lists 1 invoices that we do not have" in told.text and "80" in told.text
    assert [house.status(f"INV-{n}") for n in (1, 2, 3)] == ["Approved", "Paid", "Rejected"]


def _rows(content: bytes) -> list[list[object]]:
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[3:]


def test_where_all_agrees_no_buyer_is_told(house: House) -> None:
    """Only the supplier gets an answer; what it forgot is listed for it."""
    billed(house)
    letters = house.writes("Our statement", files=(("s.xlsx", book(*HEAD, ("78", DAY, DUE, 470.69, 0.0))),))

    assert [letter.to for letter in letters] == [SALES]
    assert "Open with us, not on your statement" in letters[0].text
    assert "1 of 1 line agree" in letters[0].text


def test_a_csv_of_open_items_with_a_word_on_it(house: House) -> None:
    """No title in the file: the words say what it is."""
    billed(house)
    data = b"Beleg-Nr.;Belegdatum;Betrag (EUR);Offen\n77;20.04.2026;3.557,40;3.557,40\n78;20.04.2026;470,69;470,69\n"
    letters = house.writes("Please find attached our statement of account.", files=(("statement.csv", data),))
    assert "1 of 2 lines agree" in to(letters, SALES).text


def test_another_supplier_s_invoices_are_not_known(house: House) -> None:
    """Numbers of others are missing, whatever they are."""
    from core.party import Contact, Supplier

    billed(house)
    house.adds_supplier(
        Supplier(id="S-2", name="Tin Ltd", country="GB", contacts=(Contact(address="tim@tin.example", name="T"),))
    )
    statement = book(*HEAD, ("77", DAY, DUE, 3557.4, 3557.4))
    letters = house.writes("Our statement", who="tim@tin.example", files=(("s.xlsx", statement),))
    text = to(letters, "tim@tin.example").text
    assert "0 of 1 line agree" in text and "INV-1" not in text
