"""The life of orders and requests as mails: canceled, completed, awarded in parts (docs/rules.md 2, 5 and 7)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.commands.buyer_awards import AwardRfp, Choice
from core.commands.buyer_invoices import ApproveInvoice, PayInvoice
from core.commands.buyer_orders import CancelOrder
from core.commands.buyer_rfps import CompleteRfp
from core.names import Reference
from core.proposal import RfpStatus
from tests.flows.conftest import ANN, CARLA, PAN, POT, SALES, Got, House, to
from tests.flows.test_people import its
from tests.flows.test_rfp import S_1, S_2, UTE, asked, keeps_them_apart, status

__all__ = ["asked"]
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
PO = Reference("PO-1034")
DEAR = replace(PAN, price=Decimal("29.50"))
BOTH = "Item 1: 3.10 EUR\nItem 2: 5.40 EUR\nNo offer for item 3."
ALL = "Position 1: 2,95 EUR\nPosition 2: 5,60 EUR\nPosition 3: 14,50 EUR"


def order_status(house: House) -> str:
    with house.bot.store.read() as unit:
        found = unit.documents.order(PO)
    assert found is not None
    return found.status.value


def test_what_waits_on_a_canceled_order_is_canceled_with_it_in_one_letter(house: House) -> None:
    """One invoice in Matching, one in Draft; nothing can be answered afterwards."""
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("77", "PO-1034", DEAR),))
    house.writes("Invoice as ordered, invoice number: 77", answers=order)
    assert house.status("INV-1") == "Matching"

    house.does(ANN, PO, CancelOrder(reason="the canteen is not built"))

    told = to(house.delivered(), SALES)
    assert "the canteen is not built" in told.text and "invoice 77" in told.text
    assert (order_status(house), house.status("INV-1")) == ("Canceled", "Canceled")


def test_an_order_with_an_approved_invoice_is_not_canceled(house: House) -> None:
    """Refused, and nobody is told anything."""
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("77", "PO-1034", PAN),))

    assert house.does(ANN, PO, CancelOrder(reason="changed our mind")).refusal is not None
    assert (house.delivered(), order_status(house), house.status("INV-1")) == ([], "Submitted", "Approved")


def test_the_last_payment_of_all_that_was_ordered_completes_the_order(house: House) -> None:
    """Billed in two invoices, paid one after the other; the payment's letter says enough."""
    order = house.orders(PAN, POT)
    house.writes("", answers=order, files=(house.bill("77", "PO-1034", PAN),))
    house.writes("", answers=order, files=(house.bill("78", "PO-1034", POT),))
    house.does(CARLA, "INV-1", PayInvoice(amount=Decimal("3557.40")))
    assert order_status(house) == "Submitted"
    house.delivered()

    house.does(CARLA, "INV-2", PayInvoice(amount=Decimal("2824.14")))

    assert order_status(house) == "Completed"
    assert "paid" in to(house.delivered(), SALES).subject


def test_a_day_that_could_be_another_is_asked(house: House) -> None:
    """06/05 is the 6th of May or the 5th of June for one who writes English: both are offered, and nothing is proposed."""
    order = house.orders(PAN)

    answer = to(house.writes("Line 1 will be delivered on 06/05/2026.", answers=order), SALES)

    with house.bot.store.read() as unit:
        found = unit.documents.order(PO)
    assert found is not None and found.answers == ()
    assert "6 May 2026 / 5 Jun 2026" in answer.text


def test_the_last_contact_does_not_leave(house: House) -> None:
    """It is told so, and stays."""
    order = house.orders(PAN)
    letters = house.writes(f"Please remove {SALES} from your contacts.", answers=order)
    assert [c.address for c in its(house).contacts] == [SALES]
    assert to(letters, SALES)


# ---- requests


def offered(house: House) -> list[Got]:
    """Corvina offers bowls and plates, the Töpferei all three."""
    invitations = house.delivered()
    house.writes(BOTH, answers=to(invitations, SALES))
    house.writes(ALL, answers=to(invitations, UTE), who=UTE)
    return invitations


def orders_of(house: House) -> list[tuple[str, list[tuple[str, Decimal]]]]:
    """Whose order holds what."""
    with house.bot.store.read() as unit:
        found = unit.documents.orders((Reference("PO-1"), Reference("PO-2")))
    return [(o.supplier, [(line.description, line.quantity) for line in o.lines]) for o in found]


def test_an_item_awarded_in_parts_to_two_suppliers_makes_two_orders(asked: House) -> None:
    """300 bowls here, 100 there; both partly won, and neither reads of the other."""
    offered(asked)

    choices = (
        Choice(item=1, supplier=S_1, quantity=Decimal(300)),
        Choice(item=1, supplier=S_2, quantity=Decimal(100)),
        Choice(item=3, supplier=S_2),
    )
    asked.does(ANN, "RFP-1", AwardRfp(choices=choices))

    assert orders_of(asked) == [
        (S_1, [("Bowl 24 cm", Decimal(300))]),
        (S_2, [("Bowl 24 cm", Decimal(100)), ("Jug 1.5 l with lid", Decimal(40))]),
    ]
    letters = asked.delivered()
    assert to(letters, SALES).files == ["PO-1.pdf", "PO-1.xlsx"] and to(letters, UTE).files == ["PO-2.pdf", "PO-2.xlsx"]
    keeps_them_apart(asked)


def test_completed_by_hand_the_rest_is_not_awarded(asked: House) -> None:
    """The bowls are awarded, nothing else is; who won nothing hears it, the winner hears nothing twice."""
    offered(asked)
    asked.does(ANN, "RFP-1", AwardRfp(choices=(Choice(item=1, supplier=S_2),)))
    assert {x.to for x in asked.delivered()} == {UTE}
    assert (status(asked, S_1), status(asked, S_2)) == ("Submitted", "Partly won")

    asked.does(ANN, "RFP-1", CompleteRfp())

    assert "this time your offer was not chosen" in to(asked.delivered(), SALES).text
    assert (status(asked, S_1), status(asked, S_2)) == ("Not won", "Partly won")
    with asked.bot.store.read() as unit:
        rfp = unit.documents.rfp(Reference("RFP-1"))
    assert rfp is not None and rfp.status is RfpStatus.COMPLETED


def test_no_to_every_item_over_three_mails_is_rejected(asked: House) -> None:
    """One by one; Ann hears of it once it is all."""
    letter = to(asked.delivered(), SALES)
    told = []
    for item in (1, 2, 3):
        letters = asked.writes(f"No offer for item {item}.", answers=letter)
        letter = to(letters, SALES)
        told.append((status(asked, S_1), [x.subject for x in letters if x.to == ANN]))

    assert [one for one, _ in told] == ["Draft", "Draft", "Rejected"]
    assert [len(subjects) for _, subjects in told] == [0, 0, 1]


def test_the_approved_invoice_of_a_request_closes_the_circle(asked: House) -> None:
    """From the award to an approved invoice on the order that came of it."""
    offered(asked)
    asked.does(ANN, "RFP-1", AwardRfp(choices=tuple(Choice(item=n, supplier=S_2) for n in (1, 2, 3))))
    order = to(asked.delivered(), UTE)
    asked.writes("Rechnung wie bestellt, Rechnungsnummer: R-1", answers=order, who=UTE)
    assert asked.status("INV-1") in ("Draft", "Approved")
    assert asked.does(CARLA, "INV-1", ApproveInvoice()).refusal is not None
    with asked.bot.store.read() as unit:
        billed = unit.documents.invoice(Reference("INV-1"))
    assert billed is not None and billed.orders == (Reference("PO-1"),) and billed.paper.issue_date == date(2026, 4, 20)
