"""`explain` says beforehand what the service then does, also of a buyer's mail, and changes nothing."""

from bot.explaining import Explained, explain, told
from core.names import Reference
from tests.flows.conftest import ANN, CARLA, House, to
from tests.flows.test_buyer_decides import digest_of_two, waits_for_carla
from tests.flows.test_buyer_mails_sheets import HEAD


def explained(house: House) -> Explained:
    """What is said of the mail that waits."""
    with house.bot.store.read() as unit:
        delivery = unit.inbox.delivery(unit.inbox.rows()[-1].id)
    return explain(house.bot, None, house.reader, delivery, "mail.eml")


def happening(house: House) -> str:
    """The account of the mail that waits, for a person."""
    return " ".join(told(explained(house), as_json=False).split())


def test_a_decision_by_the_letter_that_asked(house: House) -> None:
    """Approved, told, and still Pending."""
    asked = waits_for_carla(house)
    house.writes("approve", answers=asked, who=CARLA, waits=True)

    page = happening(house)

    assert "✓ approve" in page
    assert house.status("INV-1") == "Pending"
    assert to(house.works(), CARLA).subject.removeprefix("Re: ") in page
    assert house.status("INV-1") == "Approved"


def test_a_digest_answered_by_number(house: House) -> None:
    """Each number with its document, in one account."""
    letter = digest_of_two(house)
    house.writes("1 approve\n2 reject: ordered twice", answers=letter, who=ANN, waits=True)

    seen = explained(house)

    follows = {outcome.dossier.thread: [type(event).__name__ for event in outcome.events] for outcome in seen.outcomes}
    assert "InvoiceTaken" in follows[Reference("INV-1")]
    assert follows[Reference("INV-2")] == ["InvoiceRejected"]
    assert [said.command.word for said in seen.reading.said] == ["take", "reject"]
    assert (house.status("INV-1"), house.status("INV-2")) == ("Matching", "Matching")
    house.works()
    assert house.status("INV-2") == "Rejected"


def test_an_order_that_is_mailed_in_as_a_sheet(house: House) -> None:
    """Entered as a Draft, when it is its turn."""
    sheet = HEAD + "4711;S-1;1;1;pcs;10;Bowl;;;\n4712;S-1;1;2;pcs;20;Plate;;;\n"
    house.writes("Two orders.", who=ANN, files=(("orders.csv", sheet.encode()),), waits=True)

    seen = explained(house)

    assert [outcome.dossier.thread for outcome in seen.outcomes] == ["4711", "4712"]
    with house.bot.store.read() as unit:
        assert unit.documents.orders((Reference("4711"), Reference("4712"))) == ()
    assert seen.answer and seen.answer.subject in [letter.subject for letter in house.works()]


def test_a_bad_row_of_it_is_named(house: House) -> None:
    """As the answer would."""
    sheet = HEAD + "4711;S-1;1;many;pcs;10;Bowl;;;\n"
    house.writes("An order.", who=ANN, files=(("orders.csv", sheet.encode()),), waits=True)

    seen = explained(house)

    assert seen.answer and "'many' is no number" in " ".join(seen.answer.text.split())
