"""The order's sheet, filled in and sent back: mails in, letters out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.commands.buyer_orders import ReviseOrder
from core.order import LineAnswer, PurchaseOrder
from core.party import Contact, Supplier
from tests.flows.conftest import ANN, PAN, POT, SALES, Got, House, to
from tests.office import typed


def sheet_of(letter: Got) -> bytes:
    """The sheet that came with an order's letter."""
    found = [p.get_content() for p in letter.message.iter_attachments() if str(p.get_filename()).endswith(".xlsx")]
    assert len(found) == 1
    return bytes(found[0])


def order_in(house: House, number: str = "PO-1034") -> PurchaseOrder:
    with house.bot.store.read() as unit:
        found = unit.documents.order(number)
    assert found is not None
    return found


def test_confirmed_and_refused_line_by_line(house: House) -> None:
    """Line 1 confirmed, line 2 refused with its reason; the buyer hears it."""
    order = house.orders(PAN, POT)
    filled = typed(sheet_of(order), {"J5": "confirm", "J6": "reject", "N6": "no longer made"})

    letters = house.writes("See the sheet.", answers=order, files=(("PO-1034.xlsx", filled),))

    answers = {a.line: a.answer for a in order_in(house).answers}
    assert answers == {1: LineAnswer.ACCEPTED, 2: LineAnswer.REJECTED}
    assert "read as your answer" in to(letters, SALES).text
    assert "no longer made" in to(letters, ANN).text


def test_a_sheet_in_a_new_mail_finds_its_order(house: House) -> None:
    """Neither thread nor token: the key in the file tells."""
    order = house.orders(PAN)
    house.orders(POT, number="PO-1035")

    letters = house.writes("", files=(("Kopie von PO.xlsx", typed(sheet_of(order), {"J5": "confirm"})),), subject="Order")

    assert order_in(house).confirmation.name == "ACCEPTED"
    assert order_in(house, "PO-1035").confirmation.name == "OPEN"
    assert "PO-1034" in to(letters, SALES).text


def test_a_proposed_date_waits_for_the_buyer(house: House) -> None:
    """A change touches nothing by itself; its words reach the initiator."""
    order = house.orders(PAN)

    letters = house.writes("", answers=order, files=(("o.xlsx", typed(sheet_of(order), {"M5": date(2026, 6, 1)})),))

    assert order_in(house).lines[0].delivery_date is None
    assert "1 Jun" in to(letters, SALES).text
    assert to(letters, ANN)


def test_an_empty_sheet_is_told(house: House) -> None:
    """Nothing is understood, and nothing changes."""
    order = house.orders(PAN)

    letters = house.writes("", answers=order, files=(("PO-1034.xlsx", sheet_of(order)),))

    assert "nothing is filled in" in to(letters, SALES).text
    assert order_in(house).answers == ()


def test_the_sheet_of_an_older_revision_changes_nothing(house: House) -> None:
    """Also in the thread of the newest letter: the file says which revision it answers."""
    order = house.orders(PAN, POT)
    now = order_in(house)
    lines = (replace(now.lines[0], quantity=Decimal(100)), *now.lines[1:])
    house.does(ANN, "PO-1034", ReviseOrder(lines=lines))
    revised = house.delivered()[-1]

    letters = house.writes("", answers=revised, files=(("PO-1034.xlsx", typed(sheet_of(order), {"J5": "confirm"})),))

    assert order_in(house).answers == ()
    assert "revision 1" in to(letters, SALES).text


def test_a_sheet_of_somebody_else_is_not_read(house: House) -> None:
    """Another supplier's sheet, and one whose hidden cells were changed: told, and nothing of it is done."""
    order = house.orders(PAN)
    other = Supplier(id="S-2", name="Tin Ltd", country="GB", contacts=(Contact(address="tim@tin.example", name="Tim"),))
    house.adds_supplier(other)
    tins = house.orders(POT, number="PO-7", supplier="S-2")

    foreign = house.writes("", answers=order, files=(("a.xlsx", typed(sheet_of(tins), {"J5": "confirm"})),))
    forged = typed(typed(sheet_of(order), {"J5": "confirm"}), {"B4": "2"}, sheet=2)
    changed = house.writes("", answers=order, files=(("b.xlsx", forged),))

    assert order_in(house, "PO-7").answers == order_in(house).answers == ()
    for letters in (foreign, changed):
        text = to(letters, SALES).text
        assert "not read" in text
        assert "PO-7" not in text


def test_contradictory_cells_are_asked_for(house: House) -> None:
    """Refused, and with a price: which is it?"""
    order = house.orders(PAN)

    filled = typed(sheet_of(order), {"J5": "reject", "L5": Decimal(20), "N5": "too cheap"})
    letters = house.writes("", answers=order, files=(("o.xlsx", filled),))

    assert order_in(house).answers == ()
    assert "The line is refused, and has values as well. Do you accept the order as it is?" in to(letters, SALES).text
    assert "too cheap" in to(letters, ANN).text


def test_overwritten_cells_of_the_order_are_told(house: House) -> None:
    """The ordered price is the buyer's: not read, and said so."""
    order = house.orders(PAN, POT)

    letters = house.writes("", answers=order, files=(("o.xlsx", typed(sheet_of(order), {"J5": "confirm", "G6": Decimal(99)})),))

    assert {a.line for a in order_in(house).answers} == {1}
    assert "overwritten and not read, only the yellow ones are (line 2)" in to(letters, SALES).text
