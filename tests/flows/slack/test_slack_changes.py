"""What a supplier proposes, decided in Slack: a card in the order's thread, its buttons, its window, and what is typed."""

from decimal import Decimal
from typing import Any

import pytest

from bot.slack.changes import typed
from bot.slack.grammar import Misspelled, Words
from core.commands.deciding import LineVerdict
from core.order import AnswerField as F
from core.order import PurchaseOrder
from tests.flows.conftest import PAN, POT, SALES, to
from tests.flows.slack.conftest import BOTH, Office, labels, words

Json = dict[str, Any]


def order(office: Office) -> PurchaseOrder:
    """PO-1034 as it is now."""
    with office.house.bot.store.read() as unit:
        found = unit.documents.order("PO-1034")  # type: ignore[arg-type]
    assert found is not None
    return found


def proposed(office: Office, text: str = "Line 1: 25.50 EUR on 12 June 2026.\nLine 2: 50 pcs.") -> Json:
    """The supplier proposes; the card that asks."""
    letter = office.house.orders(PAN, POT)
    office.house.writes(text, answers=letter)
    return office.card("proposes changes")


def test_a_proposal_becomes_a_card_with_both_sides_in_the_orders_thread(office: Office) -> None:
    """Take and refuse, whole and line by line; the mail waits for the card and is not needed."""
    card = proposed(office)

    assert labels(card) == ["Take all", "Refuse all…", "Take 1", "Refuse 1…", "Take 2", "Refuse 2…", "Reply to supplier…"]
    assert "24.50" in words(card) and "25.50" in words(card) and "+1.00 (+4.1 %)" in words(card)
    assert card["thread_ts"] == office.card("PO-1034 ·")["ts"]
    assert not [letter for letter in office.house.delivered() if letter.to == "ann@acme.example"]


def test_taking_all_makes_the_revision_and_the_card_says_so(office: Office) -> None:
    """The supplier is told by mail; the buttons go."""
    card = proposed(office)

    answer = office.ann.presses("Take all", card)

    assert "revision 2" in answer.words
    assert (order(office).lines[0].unit_price, order(office).confirmation.name) == (Decimal("25.50"), "ACCEPTED")
    assert "is taken, revision 2" in to(office.house.delivered(), SALES).subject
    office.posted()
    assert "Take all" not in labels(card)


def test_refusing_a_line_asks_why_and_leaves_the_other_to_be_decided(office: Office) -> None:
    """A window for the reason; the card goes on with what still waits."""
    card = proposed(office)

    window = office.ann.presses("Refuse 1…", card).window
    assert window is not None and window["title"]["text"] == "Refuse PO-1034 line 1"
    assert office.ann.enters(window, reason=" ").errors
    window = office.ann.presses("Refuse 1…", card).window
    assert window is not None
    office.ann.enters(window, reason="The price is agreed for 2026.")

    assert [a.line for a in order(office).waiting] == [2]
    assert "The price is agreed for 2026." in to(office.house.delivered(), SALES).text
    office.posted()
    assert labels(card) == ["Take all", "Refuse all…", "Reply to supplier…"]
    office.ann.presses("Take all", card)
    assert order(office).lines[1].quantity == 50


@BOTH
def test_an_old_card_decides_nothing(office: Office) -> None:
    """The supplier proposed something else since; the old card loses its buttons, the new one is there."""
    card = proposed(office)
    old = dict(card)
    letter = next(x for x in office.house.tray.letters if x.to == SALES)
    office.house.writes("Line 1: 39.00 EUR.", answers=letter)

    answer = office.ann.presses("Take all", old)

    assert "has changed meanwhile" in answer.words
    assert order(office).revision == 1
    office.posted()
    assert "Take all" not in labels(card)
    assert len([m for m in office.posted() if "Take all" in labels(m)]) == 1


@BOTH
def test_somebody_else_cannot_decide_and_the_same_press_counts_once(office: Office) -> None:
    """Carla is no initiator of it; Slack sends a press again."""
    card = proposed(office)
    assert "not yours to decide" in office.carla.presses("Take all", card).words
    assert order(office).revision == 1

    payload = office.ann.press("Take all", card)
    first = office.ann.presses("Take all", card, payload=payload)
    again = office.ann.presses("Take all", card, payload=payload, wait=False)

    assert "revision 2" in first.words
    assert (again.words.strip(), order(office).revision) == ("", 2)


def test_a_decision_can_be_typed(office: Office) -> None:
    """Some values of a line, with the reason for the others."""
    proposed(office)

    assert "reason is needed" in office.ann.types("/po decide PO-1034 take 1:date 2").words
    assert "revision 2" in office.ann.types("/po decide PO-1034 take 1:date 2 the price is agreed").words
    assert order(office).lines[0].unit_price == Decimal("24.50")
    assert order(office).lines[1].quantity == 50
    assert "nothing waits" in office.ann.types("/po decide PO-1034 take all").words


def test_goods_on_their_way_are_told_in_the_thread(office: Office) -> None:
    """With carrier and tracking number."""
    letter = office.house.orders(PAN)
    office.house.writes("Shipped today with DHL, tracking 00340434161094.", answers=letter)

    assert "00340434161094" in words(office.card("is on its way"))


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("take all", (LineVerdict(take=True),)),
        ("refuse all too late", (LineVerdict(take=False, reason="too late"),)),
        ("take 1,2", (LineVerdict(take=True, line=1), LineVerdict(take=True, line=2))),
        ("take 1 refuse 2 “no”", (LineVerdict(take=True, line=1, reason="“no”"), LineVerdict(take=False, line=2, reason="“no”"))),
        ("take 2:date,price no", (LineVerdict(take=True, line=2, fields=(F.DATE, F.PRICE), reason="no"),)),
    ],
)
def test_what_is_typed_is_a_verdict_a_line(text: str, verdicts: tuple[LineVerdict, ...]) -> None:
    """What is left over is the reason."""
    assert typed(Words(text)).verdicts == verdicts


@pytest.mark.parametrize("text", ["", "yes", "take", "take it", "take 2:colour", "refuse 2:date no"])
def test_anything_else_is_misspelt(text: str) -> None:
    """And says how it is typed."""
    with pytest.raises(Misspelled):
        typed(Words(text))
