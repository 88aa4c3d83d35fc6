"""Rows of docs/rules.md 1: the form and length of a number, and which numbers are always ours."""

import pytest

from core.commands.buyer_orders import NewOrder
from core.findings import FindingKind as F
from core.invoice import InvoiceStatus
from core.names import order_number, reference
from tests.core.stories import IRIS, Table, line, order, paper, row

S = InvoiceStatus


@pytest.mark.parametrize("written", ["PO-1034", "4711", "A", "2026-05-12-X", "ABCDEFGHIJ1234567890"])
def test_letters_digits_and_hyphens_up_to_twenty_are_a_reference(written: str) -> None:
    """Typed in small letters and with blanks around it, it is the same one."""
    assert reference(written) == reference(f"  {written.lower()} ") == written


@pytest.mark.parametrize(
    "written", ["", " ", "ABCDEFGHIJ12345678901", "PO 1", "PO_1", "PO/1", "PO.1", "PÖ-1", "ＰＯ-1", "PO-1\n2", "PO+1"]
)
def test_anything_else_is_none(written: str) -> None:
    """21 letters, a blank, another sign, a letter of another alphabet: each would be unsafe in an address, or too long for it."""
    with pytest.raises(ValueError, match="is no reference"):
        reference(written)


@pytest.mark.parametrize("ours", ["INV-1", "inv-77", "CN-2", "RFP-7", "RFP-7-S-3", "S-1", "Q-12", "HOUSE", "B"])
def test_an_order_is_given_no_number_that_is_always_ours(ours: str) -> None:
    """Else the next invoice could not be entered, or a letter would go astray."""
    with pytest.raises(ValueError, match="the house gives itself"):
        order_number(ours)
    table = Table().says(IRIS, NewOrder(order=order(reference(ours))))
    assert (table.why, table.dossier.orders) == ("bad_value", ())


@pytest.mark.parametrize("theirs", ["PO-9", "INVEST-1", "S1", "CN", "RFPS-1", "Q4-2026", "INV-A"])
def test_a_number_that_only_resembles_ours_is_kept_as_given(theirs: str) -> None:
    """The order keeps it."""
    table = Table().says(IRIS, NewOrder(order=order(theirs)))
    assert (table.why, table.order(theirs).reference) == (None, theirs)


def test_a_number_is_unique() -> None:
    """The second order of it is refused, and the first one stays."""
    table = Table(order("4711"))
    table.says(IRIS, NewOrder(order=order("4711", line(price="99.00"))))
    assert (table.why, table.order("4711").lines[0].unit_price) == ("exists_already", 10)


def test_of_two_orders_that_read_alike_the_invoice_bills_the_one_that_it_names() -> None:
    """2026-11 and 20261-1 are two orders; where the hyphens stand otherwise, none of them is guessed."""
    for number in ("2026-11", "20261-1"):
        table = Table(order("2026-11"), order("20261-1")).sends(paper("77", row(), to=number))
        assert (table.status(), table.invoice().orders) == (S.APPROVED, (number,))
    table = Table(order("2026-11"), order("20261-1")).sends(paper("77", row(), to="202611"))
    assert (table.status(), [f.theirs for f in table.findings(F.ORDER_UNKNOWN)]) == (S.DRAFT, ["202611"])
