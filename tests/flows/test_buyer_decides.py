"""A buyer decides by mail: with the letter that asked him, once, and only he; or by the number of a line in his digest."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.digests import digest
from core.names import Reference
from tests.flows.conftest import ANN, BOTH, CARLA, PAN, POT, SALES, Got, House, to

pytestmark = BOTH

DEAR = replace(PAN, price=Decimal("99.00"))
"""Above the order by far more than 5 %."""


def waits_for_ann(house: House) -> Got:
    """An invoice above the tolerance; the letter that asks Ann, who ordered."""
    order = house.orders(PAN)
    return to(house.writes("Invoice attached.", answers=order, files=(house.bill("77", "PO-1034", DEAR),)), ANN)


def waits_for_carla(house: House) -> Got:
    """An invoice as ordered, in Carla's band; the letter that asks her."""
    big = replace(PAN, quantity=Decimal(600))
    order = house.orders(big)
    return to(house.writes("Invoice attached.", answers=order, files=(house.bill("77", "PO-1034", big),)), CARLA)


def test_the_approver_approves_by_a_reply(house: House) -> None:
    """APPROVE, from the button or typed, over the letter's own subject."""
    asked = waits_for_carla(house)
    assert house.status("INV-1") == "Pending"

    letters = house.writes("approve", answers=asked, who=CARLA)

    assert house.status("INV-1") == "Approved"
    assert "approved" in to(letters, SALES).subject.lower()
    assert "You approve" in to(letters, CARLA).text


def test_the_button_needs_no_thread(house: House) -> None:
    """A mailto link opens a new mail: its address and its subject say everything."""
    asked = waits_for_carla(house)
    token = asked.subject.partition("[INV-1 ")[2].partition("]")[0]

    house.writes("FREIGEBEN", who=CARLA, subject=f"Re: [INV-1 {token}] Corvina", to=str(asked.message["Reply-To"]))

    assert house.status("INV-1") == "Approved"


def test_the_initiator_takes_the_differences_by_the_same_word(house: House) -> None:
    """What waits in Matching is a difference: approving it is taking it."""
    asked = waits_for_ann(house)

    house.writes("Approve.\n\nThanks\nAnn", answers=asked, who=ANN)

    assert house.status("INV-1") == "Pending"  # above 8,000: now Carla's turn
    with house.bot.store.read() as unit:
        order = unit.documents.order(Reference("PO-1034"))
    assert order and order.revision == 2 and order.lines[0].unit_price == Decimal("99.00")


def test_a_rejection_takes_its_reason_along(house: House) -> None:
    """The reason may follow on the same line or in the next."""
    asked = waits_for_ann(house)

    letters = house.writes("REJECT. Reason: the price was never agreed\nplease bill 24.50", answers=asked, who=ANN)

    assert house.status("INV-1") == "Rejected"
    assert "the price was never agreed please bill 24.50" in to(letters, SALES).text


def test_a_rejection_without_a_reason_is_asked_for_one(house: House) -> None:
    """Rejecting needs a reason."""
    asked = waits_for_ann(house)

    letters = house.writes("reject", answers=asked, who=ANN)

    assert house.status("INV-1") == "Matching"
    assert "a reason is needed" in to(letters, ANN).text


@pytest.mark.parametrize(
    "words",
    [
        "I would approve this.",
        "approve but only the first line",
        "Approve\n\nOnly if Bob agrees",
        "ok",
        "Should I approve?",
        "not approved",
        "Rejected parts should come back next week.",
    ],
)
def test_anything_but_the_plain_word_is_a_note(house: House, words: str) -> None:
    """Nothing is guessed; the words stay in the house."""
    asked = waits_for_carla(house)

    letters = house.writes(words, answers=asked, who=CARLA)

    assert house.status("INV-1") == "Pending"
    assert "internal note" in to(letters, CARLA).text
    assert [letter for letter in letters if letter.to == SALES] == []


def test_a_decision_is_good_once(house: House) -> None:
    """The same words sent again change nothing, and say so."""
    asked = waits_for_carla(house)
    house.writes("approve", answers=asked, who=CARLA)

    again = house.writes("reject: changed my mind", answers=asked, who=CARLA)

    assert house.status("INV-1") == "Approved"
    assert "it is decided already" in to(again, CARLA).text


def test_the_letter_of_one_buyer_is_no_use_to_another(house: House) -> None:
    """Ann got Carla's letter forwarded, and may approve by her role as an admin; not by this letter."""
    asked = waits_for_carla(house)

    house.writes("approve", answers=asked, who=ANN)

    assert house.status("INV-1") == "Pending"


def test_a_forged_approval_is_held(house: House) -> None:
    """Carla's address without her login: nothing happens, and nobody is told."""
    asked = waits_for_carla(house)

    assert house.writes("approve", answers=asked, who=CARLA, authentic=False) == []
    assert house.status("INV-1") == "Pending"
    assert len(house.held()) == 1


def test_a_supplier_cannot_approve_its_own_invoice(house: House) -> None:
    """The word from the supplier, with the very subject of the buyer's letter, is only words."""
    asked = waits_for_carla(house)

    house.writes("APPROVE", answers=asked, who=SALES)

    assert house.status("INV-1") == "Pending"


def test_what_moved_since_is_shown_again(house: House) -> None:
    """The supplier replaced the invoice meanwhile: the old letter decides nothing, the new one does."""
    asked = waits_for_ann(house)
    order = to(house.writes("STATUS", subject="[PO-1034] status"), SALES)
    dearer = replace(PAN, price=Decimal("98.00"))
    newest = to(house.writes("Corrected invoice attached.", answers=order, files=(house.bill("77", "PO-1034", dearer),)), ANN)

    told = to(house.writes("approve", answers=asked, who=ANN), ANN)

    assert house.status("INV-1") == "Matching"
    assert "it has changed since the letter that you answer" in told.text
    house.writes("approve", answers=told, who=ANN)
    assert house.status("INV-1") == "Pending"
    assert newest.subject != told.subject


def digest_of_two(house: House) -> Got:
    """Two invoices above their orders wait for Ann; her digest."""
    one, two = house.orders(PAN), house.orders(POT, number="PO-1035")
    house.writes("Attached.", answers=one, files=(house.bill("77", "PO-1034", DEAR),))
    house.writes("Attached.", answers=two, files=(house.bill("78", "PO-1035", replace(POT, price=Decimal("60.00"))),))
    with house.bot.store.read() as unit:
        ann = unit.people.buyer(ANN)
    assert ann and digest(house.bot, ann, house.now, ask=True)
    return to(house.delivered(), ANN)


def test_a_digest_is_answered_by_number(house: House) -> None:
    """Two invoices wait: the first is taken, the second rejected, in one mail."""
    letter = digest_of_two(house)
    house.passes(hours=1)

    letters = house.writes("1 approve\n2 reject: ordered twice", answers=letter, who=ANN)

    assert (house.status("INV-1"), house.status("INV-2")) == ("Pending", "Rejected")
    assert any("ordered twice" in letter.text for letter in letters if letter.to == SALES)
    house.writes("2 approve", answers=letter, who=ANN)
    assert house.status("INV-2") == "Rejected"


def test_a_number_beyond_the_digest_is_a_note(house: House) -> None:
    """Line 9 of a digest of one line is nothing."""
    waits_for_ann(house)
    with house.bot.store.read() as unit:
        ann = unit.people.buyer(ANN)
    assert ann and digest(house.bot, ann, house.now, ask=True)
    letter = to(house.delivered(), ANN)

    house.writes("9 approve", answers=letter, who=ANN)

    assert house.status("INV-1") == "Matching"


def test_a_number_decides_on_what_the_digest_showed(house: House) -> None:
    """A dearer version came in before the digest and was read after it: the mail's time says nothing of what Carla saw."""
    asked = waits_for_carla(house)
    big = replace(PAN, quantity=Decimal(590))
    house.writes("Corrected invoice.", answers=asked, files=(house.bill("77", "PO-1034", big),), waits=True)
    house.passes(minutes=1)
    with house.bot.store.read() as unit:
        carla = next(b for b in unit.people.buyers() if b.address == CARLA)
    assert digest(house.bot, carla, house.now, ask=True)
    overview = to(house.delivered(), CARLA)
    house.works()

    told = to(house.writes("1 approve", answers=overview, who=CARLA), CARLA)

    assert house.status("INV-1") == "Pending"
    assert "it has changed since the letter that you answer" in told.text
    house.writes("approve", answers=told, who=CARLA)
    assert house.status("INV-1") == "Approved"
