"""What an invoice costs does not grow with the archive: no statement on its road reads a whole table (tests/bench/growth.py)."""

from core.commands.buyer_invoices import PayInvoice, TakeInvoice
from tests.flows.conftest import ANN, CARLA, PAN, House
from tests.storage.plans import GROWING, listening, scans


def test_no_statement_on_the_road_of_an_invoice_scans_a_table_that_grows(house: House) -> None:
    """Entered, sent, billed in a mail that names no order, asked, answered, matched, taken, paid; every letter sent."""
    with listening(house.bot.store) as sent:
        house.orders(PAN)
        asked = house.writes("", subject="Invoice", files=(house.bill("77", "PO-9999", PAN),))
        house.writes("1034", answers=asked[-1])
        dear = house.bill("78", "PO-1034", PAN, day="21 April 2026")
        house.writes("", subject="Invoice", files=(dear,))
        house.does(ANN, "INV-2", TakeInvoice())
        house.does(CARLA, "INV-1", PayInvoice(amount=house.invoice("INV-1").open.amount))
        house.delivered()

    assert (house.status("INV-1"), house.status("INV-2")) == ("Paid", "Approved")
    assert len(sent) > 300
    assert scans(house.bot.store, sent, GROWING) == []
