"""Decisions in Slack, told as cards, presses and what becomes of them."""

from dataclasses import replace
from decimal import Decimal

from tests.flows.conftest import PAN, POT, SALES, to
from tests.flows.slack.conftest import BOTH, STAND, Office, labels, words


def billed_above(office: Office) -> None:
    """An order of pans, and an invoice with a display stand that nobody ordered."""
    house = office.house
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("78", "PO-1034", PAN, STAND),))
    assert house.status("INV-1") == "Matching"


def test_an_invoice_above_tolerance_becomes_a_card_with_both_sides_and_the_sum(office: Office) -> None:
    """The card stands in the order's thread and in the channel, with everything that a decision needs."""
    billed_above(office)

    card = office.card("invoice 78")

    assert "Matching" in card["text"]
    assert labels(card) == ["Take", "Reject…", "Send back…", "At PO price", "Link…"]
    assert "Display stand, oak" in words(card)
    assert "3,420.00" in words(card) and "2,940.00" in words(card)
    assert card["subtype"] == "thread_broadcast"
    assert card["thread_ts"] == office.card("PO-1034 ·")["ts"]
    assert card["attachments"][0]["color"] == "#d97706"


def test_taking_it_approves_it_and_the_card_says_so(office: Office) -> None:
    """The same message, without buttons; the supplier hears by mail."""
    billed_above(office)
    card = office.card("invoice 78")

    answer = office.ann.presses("Take", card)

    assert "Approved" in answer.words
    assert office.house.status("INV-1") == "Approved"
    assert "approved" in to(office.house.delivered(), SALES).subject.lower()
    office.posted()
    assert labels(card) == []
    assert "Approved" in card["text"] and "approved by the rules" in words(card)
    assert card["attachments"][0]["color"] == "#15803d"


@BOTH
def test_a_second_press_is_told_who_decided_and_when(office: Office) -> None:
    """A stale card decides nothing and is brought up to date."""
    billed_above(office)
    card = dict(office.card("invoice 78"))
    office.ann.presses("Take", card)

    answer = office.ann.presses("Take", card)

    assert "INV-1 is already *Approved*" in answer.words and "ann@acme.example" in answer.words
    with office.house.bot.store.read() as unit:
        assert sum(type(e.event).__name__ == "InvoiceTaken" for e in unit.journal.of("INV-1")) == 1


@BOTH
def test_the_same_press_sent_again_by_slack_is_applied_once_and_answered_once(office: Office) -> None:
    """The same trigger."""
    billed_above(office)
    card = office.card("invoice 78")
    payload = office.ann.press("Take", card)

    first = office.ann.presses("Take", card, payload=payload)
    again = office.ann.presses("Take", card, payload=payload, wait=False)

    assert "Approved" in first.words
    assert again.words.strip() == ""


def test_rejecting_asks_for_a_reason_and_tells_it(office: Office) -> None:
    """A window; without words it stays open."""
    billed_above(office)
    card = office.card("invoice 78")

    window = office.ann.presses("Reject…", card).window
    assert window is not None and window["title"]["text"] == "Reject INV-1"
    assert office.ann.enters(window, reason="").errors
    window = office.ann.presses("Reject…", card).window
    assert window is not None
    office.ann.enters(window, code="Item not ordered (ITM)", reason="The stand was never ordered.")

    assert office.house.status("INV-1") == "Rejected"
    assert "The stand was never ordered." in to(office.house.delivered(), SALES).text
    office.posted()
    assert "The stand was never ordered." in words(card) and "rejected by ann@acme.example" in words(card)


def test_a_large_invoice_is_approved_by_another_person_than_the_initiator(office: Office) -> None:
    """Roles are checked on the press, not only by the button."""
    many = replace(PAN, quantity=Decimal(400))
    order = office.house.orders(many)
    office.house.writes("", answers=order, files=(office.house.bill("80", "PO-1034", many),))
    card = office.card("invoice 80")
    assert labels(card) == ["Approve", "Reject…", "Send back…"]

    no = office.ann.presses("Approve", card)
    assert "with carla@acme.example" in no.words
    assert office.house.status("INV-1") == "Pending"

    office.carla.presses("Approve", card)
    assert office.house.status("INV-1") == "Approved"
    office.posted()
    assert "approved by carla@acme.example" in words(card)


def test_typed_commands_read_and_decide(office: Office) -> None:
    """Lists, documents, and the verbs that need no window."""
    billed_above(office)

    assert "PO-1034" in office.ann.types("/po list").words
    assert "Frying pan" in office.ann.types("/po show po-1034").words
    assert "INV-1" in office.ann.types("/invoice list Matching").words
    assert office.ann.types("/invoice list Paid").words.strip() == "Nothing."
    assert "Display stand" in office.ann.types("/invoice show INV-1").words
    office.ann.types("/invoice take INV-1")
    assert office.house.status("INV-1") == "Approved"
    assert "not yours" in office.ann.types("/invoice pay INV-1 100.00").words or office.house.status("INV-1") == "Partly paid"
    office.carla.types("/invoice pay INV-1 2000,00 2026-04-20 SEPA 4711")
    assert "paid" in office.house.status("INV-1").lower()


def test_guests_bots_strangers_and_other_workspaces_are_told_that_and_nothing_else(office: Office) -> None:
    """Also one whose display name is a buyer's address, and one whose address is not confirmed."""
    billed_above(office)
    card = office.card("invoice 78")
    people = [
        office.member("U0GUEST", "ann@acme.example", marks=("is_restricted",)),
        office.member("U0SINGLE", "ann@acme.example", marks=("is_ultra_restricted",)),
        office.member("U0BOTTY", "ann@acme.example", marks=("is_bot",)),
        office.member("U0STRANGE", "ann@acme.example", marks=("is_stranger",)),
        office.member("U0OTHER", "ann@acme.example", team="T0OTHER"),
        office.member("U0NEW", "ann@acme.example", confirmed=False),
        office.member("U0NOBODY", "nobody@acme.example"),
    ]
    for person in people:
        assert person.types("/po list").words.strip() == "You are not a buyer here."
        assert person.presses("Take", card).words.strip() == "You are not a buyer here."
    assert office.house.status("INV-1") == "Matching"


def test_a_mistyped_verb_or_document_is_answered_with_the_nearest(office: Office) -> None:
    """And a bare command with all verbs."""
    billed_above(office)

    assert "/po show" in office.ann.types("/po").words
    assert "/invoice take" in office.ann.types("/invoice help").words
    assert "Did you mean `/invoice take`?" in office.ann.types("/invoice taek INV-1").words
    assert "did you mean PO-1034?" in office.ann.types("/po show PO-1043").words
    assert "is missing" in office.ann.types("/invoice pay INV-1 ").words or office.ann.types("/invoice pay INV-1").window


def test_what_is_written_in_the_thread_stays_in_the_house_unless_addressed(office: Office) -> None:
    """The bot says which it was; the supplier's words come into the thread."""
    order = office.house.orders(POT)
    head = office.card("PO-1034 ·")

    assert "does not see it" in office.ann.says("Paul sounded unsure.", head["ts"]).words
    assert office.house.delivered() == []
    assert office.ann.says("to supplier: Can you deliver at the back door?", head["ts"]).words.startswith("Sent to the supplier")
    assert "back door" in to(office.house.delivered(), SALES).text

    office.house.writes("Our driver asks which code opens the gate of the back door?", answers=order)
    thread = [words(m) for m in office.posted() if m.get("thread_ts") == head["ts"]]
    assert any("which code opens the gate" in w for w in thread), thread


def test_home_shows_what_waits(office: Office) -> None:
    """For the one who looks."""
    billed_above(office)

    home = office.ann.looks()

    from tests.slack.stand_in.people import texts

    assert any("INV-1" in t and "Corvina" in t for t in texts(home["blocks"]))


def test_the_digest_comes_as_a_direct_message_instead_of_a_mail(office: Office) -> None:
    """With a button to each document that waits; the head of the order names its invoices."""
    office.ann.types("/po list")
    billed_above(office)
    office.house.orders(POT, number="PO-1035")

    assert "on its way" in office.ann.types("/digest now").words
    assert "INV-1" in words(office.card("PO-1034 ·"))

    (digest,) = office.slack.world.channels["D0ANN"]
    shown = office.ann.presses("Show INV-1", digest)
    assert "Display stand" in shown.words
    office.house.passes(minutes=20)
    assert [letter for letter in office.house.delivered() if letter.to == "ann@acme.example"] == []
