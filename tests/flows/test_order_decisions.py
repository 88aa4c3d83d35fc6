"""What is proposed for an order is decided, and told, as mails in and letters out (docs/rules.md 2)."""

from datetime import date
from decimal import Decimal

from tests.flows.conftest import ANN, PAN, POT, SALES, House, to
from tests.flows.test_order_answers import button, order, said

# ---- proposed, decided, told


def test_a_change_is_decided_by_mail_line_by_line_and_told_with_the_new_revision(house: House) -> None:
    """Price and date for line 1, fewer of line 2: Ann takes the date, refuses the price, takes the quantity."""
    letter = house.orders(PAN, POT)

    letters = house.writes("Line 1: 25.50 EUR on 12 June 2026.\nLine 2: 50 pcs.", answers=letter)
    receipt, asked = to(letters, SALES), to(letters, ANN)
    assert "the order stands as it is" in receipt.text
    assert "What we understood" in receipt.text
    assert order(house).lines[0].unit_price == Decimal("24.50")
    assert "24.50" in asked.text and "25.50" in asked.text and "+1.00 (+4.1 %)" in asked.text
    assert "EUR 5,274.00" in asked.text and "EUR 5,005.00" in asked.text

    decided = house.writes("Line 1: TAKE date. Reason: The price is agreed for 2026.\nLine 2: TAKE\n", answers=asked, who=ANN)

    result = to(decided, SALES)
    now = order(house)
    assert (now.revision, now.lines[0].unit_price, now.lines[0].delivery_date) == (2, Decimal("24.50"), date(2026, 6, 12))
    assert now.lines[1].quantity == 50
    assert said(house) == {2: "accepted"}
    assert "taken in part, revision 2" in result.subject
    assert "The price is agreed for 2026." in result.text
    assert "please confirm line 1" in result.text
    assert sorted(result.files) == ["PO-1034-r2.pdf", "PO-1034-r2.xlsx"]

    house.writes("ok, line 1 is confirmed.", answers=result)
    assert order(house).confirmation.name == "ACCEPTED"


def test_the_ready_made_answers_of_the_decision_work_as_written(house: House) -> None:
    """Take all; refuse all with a reason."""
    letter = house.orders(PAN, POT)
    asked = to(house.writes("We deliver everything on 12 June 2026.", answers=letter), ANN)
    refused = to(house.writes(button(asked, "REFUSE ALL") + " Too late for the season.", answers=asked, who=ANN), SALES)
    assert "not taken" in refused.subject and "Too late for the season." in refused.text
    assert said(house) == {}

    asked = to(house.writes("Then we deliver on 1 June 2026.", answers=refused), ANN)
    taken = to(house.writes(button(asked, "TAKE ALL"), answers=asked, who=ANN), SALES)
    assert "is taken, revision 2" in taken.subject
    assert order(house).confirmation.name == "ACCEPTED"


def test_a_decision_by_mail_is_ann_s_alone_and_good_once(house: House) -> None:
    """Carla cannot, a mail in Ann's name cannot, and the second time there is nothing left to decide."""
    letter = house.orders(PAN)
    asked = to(house.writes("Line 1: 25.50 EUR.", answers=letter), ANN)

    from tests.flows.conftest import CARLA

    house.writes("TAKE ALL", answers=asked, who=CARLA)
    house.writes("TAKE ALL", answers=asked, who=ANN, authentic=False)
    assert order(house).revision == 1
    house.writes("TAKE ALL", answers=asked, who=ANN)
    assert order(house).revision == 2
    again = to(house.writes("TAKE ALL", answers=asked, who=ANN), ANN)
    assert order(house).revision == 2
    assert "decided already" in again.text


def test_the_answer_to_an_overtaken_decision_decides_nothing(house: House) -> None:
    """Ann replies to the first letter when a second proposal is there."""
    letter = house.orders(PAN)
    first = to(house.writes("Line 1: 25.50 EUR.", answers=letter), ANN)
    house.writes("Line 1: 39.00 EUR.", answers=letter)

    again = to(house.writes("TAKE ALL", answers=first, who=ANN), ANN)

    assert "39.00" in again.text and "TAKE ALL" in again.text
    assert (order(house).revision, order(house).waiting[0].unit_price) == (1, Decimal("39.00"))


def test_other_words_in_the_reply_stay_in_the_house(house: House) -> None:
    """A verdict, a note, and a line to the supplier."""
    letter = house.orders(PAN)
    asked = to(house.writes("Line 1: 25.50 EUR.", answers=letter), ANN)

    letters = house.writes(
        "REFUSE ALL. Reason: agreed is agreed\n\nBob knows why.\n\nto supplier: Greetings.", answers=asked, who=ANN
    )

    told = to(letters, SALES)
    assert "agreed is agreed" in told.text and "Greetings." in told.text and "Bob" not in told.text
    assert "internal note" in to(letters, ANN).text
