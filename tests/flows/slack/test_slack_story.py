"""From the request for proposal to the last payment, buyers in Slack, suppliers by mail."""

from decimal import Decimal

from bot.demo.bill import Row
from core.names import Address, Reference
from core.order import Confirmation, PurchaseOrder
from core.party import Contact, Supplier
from tests.flows.conftest import SALES, Got
from tests.flows.slack.conftest import BOTH, Office, labels, words
from tests.flows.slack.test_slack_pictures import pictures

POST = Address("post@nordholz.example")
BOWL = Row(sku="", text="Bowl 24 cm", quantity=Decimal(4000), price=Decimal("3.15"))
JUG = Row(sku="", text="Jug 1.5 l", quantity=Decimal(40), price=Decimal("15.00"))
PACKING = Row(sku="", text="Special packing", quantity=Decimal(1), price=Decimal("900.00"))


def order(office: Office) -> PurchaseOrder:
    """The one order, as it is now."""
    with office.house.bot.store.read() as unit:
        (found,) = unit.documents.list_orders(("Submitted", "Completed"))  # type: ignore[arg-type]
    return found


def last(letters: list[Got], who: str) -> Got:
    """The newest letter to somebody."""
    return [letter for letter in letters if letter.to == who][-1]


@BOTH
def test_from_the_request_to_the_last_payment(office: Office) -> None:
    """Everything that the buyers do is typed or pressed; everything that suppliers do is a mail."""
    house, ann, carla = office.house, office.ann, office.carla
    house.adds_supplier(Supplier(id="S-2", name="Nordholz A/S", country="DK", contacts=(Contact(address=POST),)))  # type: ignore[arg-type]

    # the request, two offers, the award
    ann.types("/rfp new 2026-05-04 S-1 S-2 4000 pcs x Bowl 24 cm; 40 pcs x Jug 1.5 l")
    ann.types("/rfp open RFP-1")
    invitations = house.delivered()
    house.writes("Item 1: 3.10 EUR\nItem 2: 15 EUR", answers=last(invitations, SALES))
    house.writes("Item 1: 3.30 EUR\nItem 2: 16 EUR", answers=last(invitations, POST), who=POST)
    assert "★ 3.10" in ann.types("/rfp compare RFP-1").words.replace("\xa0", " ")
    ann.types("/rfp award RFP-1 cheapest")
    letters = house.delivered()
    name = order(office).reference
    assert any(name in letter.subject for letter in letters if letter.to == SALES)
    assert name not in str([letter.subject for letter in letters if letter.to == POST])

    # the order, confirmed with changes, decided line by line
    sent = next(letter for letter in reversed(letters) if letter.to == SALES and name in letter.subject)
    house.writes("Line 1: 3.15 EUR.\nLine 2: 30 pcs.", answers=sent)
    card = office.card("proposes changes")
    ann.presses("Take 1", card)
    window = ann.presses("Refuse all…", office.card("proposes changes")).window
    assert window is not None
    ann.enters(window, reason="We need all forty jugs.")
    now = order(office)
    assert (now.lines[0].unit_price, now.lines[1].quantity) == (Decimal("3.15"), Decimal(40))
    revised = last(house.delivered(), SALES)
    assert "We need all forty jugs." in " ".join(letter.text for letter in house.tray.letters)
    house.writes("We confirm the order as it is now.", answers=revised)
    assert order(office).confirmation is Confirmation.ACCEPTED

    # the invoice over tolerance: a card with its page, taken by Ann, approved by Carla
    house.writes("", answers=revised, files=(house.bill("78", name, BOWL, JUG, PACKING),))
    bill = office.card("invoice 78,")
    assert "Matching" in bill["text"] and "Special packing" in words(bill) and len(pictures(bill)) == 1
    ann.presses("Take", bill)
    assert house.status("INV-1") == "Pending"
    office.posted()
    assert labels(bill) == ["Approve", "Reject…", "Send back…"] and len(pictures(bill)) == 1
    assert "carla@acme.example" in ann.presses("Approve", bill).words
    carla.presses("Approve", bill)
    assert house.status("INV-1") == "Approved"

    # paid in two parts, and the supplier has heard of all of it
    carla.types("/invoice pay INV-1 5000.00 2026-05-20 SEPA 4711")
    assert house.status("INV-1") == "Partly paid"
    with house.bot.store.read() as unit:
        invoice = unit.documents.invoice(Reference("INV-1"))
    assert invoice is not None
    carla.types(f"/invoice pay INV-1 {invoice.open.amount} 2026-05-27 SEPA 4712")
    assert house.status("INV-1") == "Paid"
    subjects = [letter.subject.lower() for letter in house.delivered() if letter.to == SALES]
    assert any("paid" in subject for subject in subjects)
    office.posted()
    assert "Paid" in words(office.card(f"{name} ·"))
