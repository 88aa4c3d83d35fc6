"""A request for proposal from Slack: typed, told in one thread, compared, awarded."""

from bot.tick import tick
from core.names import Reference
from core.party import Contact, Supplier
from core.proposal import RfpStatus
from tests.flows.conftest import SALES, Got, House
from tests.flows.slack.conftest import Office, words
from tests.flows.test_rfp import to

POST = "post@nordholz.example"


def invited(office: Office) -> list[Got]:
    """Ann asks Corvina and Nordholz; both have their mail."""
    house = office.house
    house.adds_supplier(Supplier(id="S-2", name="Nordholz A/S", country="DK", contacts=(Contact(address=POST),)))
    office.ann.types("/rfp new 2026-05-04 S-1 S-2 400 pcs x Bowl 24 cm; 40 pcs x Jug 1.5 l")
    office.ann.types("/rfp open RFP-1")
    return house.delivered()


def rfp(house: House) -> RfpStatus:
    with house.bot.store.read() as unit:
        found = unit.documents.rfp(Reference("RFP-1"))
    assert found is not None
    return found.status


def test_from_slack_to_the_orders(office: Office) -> None:
    """One message, kept up to date; each proposal in its thread; the award makes the order."""
    house = office.house
    invitations = invited(office)
    assert "Asked" in words(office.card("*RFP-1*"))

    house.writes("Item 1: 3.10 EUR\nItem 2: 15 EUR", answers=to(invitations, SALES))
    house.writes("Item 1: 2.95 EUR\nNo offer for item 2.", answers=to(invitations, POST), who=POST)
    posted = office.posted()
    assert words(office.card("*RFP-1*")).count("Offered") == 2
    assert any("Corvina Metalware B.V. offered on request RFP-1" in words(m) for m in posted)

    told = office.ann.types("/rfp compare RFP-1").words.replace("\xa0", " ")
    assert "★ 2.95" in told and "EUR 1,780.00" in told

    office.ann.types("/rfp award RFP-1 cheapest")
    assert rfp(house) is RfpStatus.COMPLETED
    assert {letter.to for letter in house.delivered()} == {SALES, POST}


def test_the_deadline_is_told_in_the_thread(office: Office) -> None:
    """With the offers side by side."""
    house = office.house
    invitations = invited(office)
    house.writes("Item 1: 3.10 EUR\nThat is all.", answers=to(invitations, SALES))

    house.passes(days=15)
    tick(house.bot)

    assert any("has passed: 1 offer" in words(m) for m in office.posted())


def test_after_the_deadline_it_is_shown_as_closed_for_offers(office: Office) -> None:
    """In the list, on its message and by itself, until it is awarded or extended."""
    invited(office)
    assert "Open, closed" not in office.ann.types("/rfp list").words

    office.house.passes(days=15)
    tick(office.house.bot)

    assert "Open, closed for offers" in office.ann.types("/rfp list").words
    assert "closed for offers" in office.ann.types("/rfp show RFP-1").words
    assert "closed for offers" in words(office.card("*RFP-1*"))
