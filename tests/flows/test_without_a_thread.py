"""A supplier writes a new mail instead of answering ours."""

from core.order import Confirmation
from tests.flows.conftest import PAN, POT, SALES, House, to


def test_the_only_open_order_is_accepted(house: House) -> None:
    """No letter of ours is answered, and there is nothing else that can be meant."""
    house.orders(PAN)

    house.writes("We accept the order.")

    assert house.order("PO-1034").confirmation is Confirmation.ACCEPTED


def test_of_two_open_orders_the_supplier_is_asked_in_words_that_can_be_sent_back(house: House) -> None:
    """Nothing is accepted before."""
    house.orders(PAN)
    house.orders(POT, number="PO-1035")

    asked = to(house.writes("We accept the order."), SALES)

    assert "Your mail does not say which order or request it is about." in asked.text
    assert "PO-1035: We accept the order." in asked.text
    assert house.order("PO-1034").answers == house.order("PO-1035").answers == ()

    house.writes("PO-1035: We accept the order.")

    assert house.order("PO-1034").answers == ()
    assert house.order("PO-1035").confirmation is Confirmation.ACCEPTED
