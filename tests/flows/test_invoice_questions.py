"""What a paper lacks is asked, one thing after the other, and each answer moves it on, once (docs/mail.md 6)."""

import pytest

from core.names import Address, Reference
from core.question import Question, QuestionState
from tests.flows.bills import facts, net, page, pdf, sums
from tests.flows.conftest import PAN, SALES, House, to

HEAD = facts("77")
NET, TAX, GROSS = "2,940.00", "617.40", "3,557.40"


def bill(**changed: object) -> str:
    known: dict[str, object] = {"facts": HEAD, "sums": sums(net(PAN))}
    return page(PAN, **known | changed)  # type: ignore[arg-type]


NUMBER, DATE = "What is the invoice number?", "What is the date of the invoice?"
LACKING: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "no number": (bill(facts=HEAD[1:]), ((NUMBER, "Invoice number: 77"),)),
    "two numbers": (bill(facts=(*HEAD, ("Invoice no.", "78"))), ((NUMBER, "1"),)),
    "none of the numbers": (bill(facts=(*HEAD, ("Invoice no.", "78"))), ((NUMBER, "Invoice number: 4711"),)),
    "no date": (bill(facts=(HEAD[0], HEAD[2])), ((DATE, "20 April 2026"),)),
    "two dates": (bill(facts=facts("77", day="04/03/2026")), ((DATE, "1"),)),
    "none of the dates": (bill(facts=facts("77", day="04/03/2026")), ((DATE, "20 April 2026"),)),
    "no currency": (bill(sums=(("Net total", NET), ("VAT 21 %", TAX), ("Total", GROSS))), (("Which currency is meant?", "EUR"),)),
    "two totals": (bill(sums=(*sums(net(PAN)), ("Amount due EUR", "3,500.00"))), (("What is the total including tax?", "1"),)),
    "another rate": (
        bill(sums=(("Net total", NET), ("VAT 20 %", TAX), ("Total EUR", GROSS))),
        (("Is what we read of it right?", "Yes"),),
    ),
}


def questions(house: House) -> tuple[Question, ...]:
    with house.bot.store.read() as unit:
        found = (unit.questions.get(Reference(f"Q-{n}")) for n in range(1, 9))
        return tuple(q for q in found if q)


@pytest.mark.parametrize("lacks", LACKING)
def test_an_answer_moves_it_on_and_the_same_answer_again_changes_nothing(house: House, lacks: str) -> None:
    """One question at a time, answered by the number of the choice, the value or YES; the last answer submits the Draft."""
    stated, steps = LACKING[lacks]
    sent = house.orders(PAN)
    told = to(house.writes("", answers=sent, files=(("invoice.pdf", pdf(stated)),)), SALES)
    for asks, answer in steps:
        assert house.status("INV-1") == "Draft"
        assert asks in told.text
        asked, told = told, to(house.writes(answer, answers=told), SALES)
    assert house.status("INV-1") == "Approved"
    moved = house.invoice()

    house.writes(steps[-1][1], answers=asked)

    assert house.invoice() == moved
    assert [q.state for q in questions(house)] == [QuestionState.ANSWERED] * len(steps)


def test_no_and_silence_change_nothing(house: House) -> None:
    """NO to "is it right?" leaves the Draft as it is; a corrected invoice takes its place."""
    sent = house.orders(PAN)
    asked = to(house.writes("", answers=sent, files=(("invoice.pdf", pdf(LACKING["another rate"][0])),)), SALES)

    assert "taken back" not in asked.text  # NO answers the question
    house.writes("NO", answers=asked)
    assert house.status("INV-1") == "Draft"

    house.writes("Here it is again.", answers=asked, files=(house.bill("77", "PO-1034", PAN),))
    assert (house.status("INV-1"), house.status("INV-2")) == ("Approved", "none")


def test_an_answer_of_somebody_else_or_after_two_weeks_is_none(house: House) -> None:
    """The token is good for its address, and for 14 days."""
    sent = house.orders(PAN)
    asked = to(house.writes("", answers=sent, files=(("invoice.pdf", pdf(LACKING["two dates"][0])),)), SALES)

    house.writes("1", answers=asked, who=Address("sam@elsewhere.example"))
    assert house.status("INV-1") == "Draft"

    house.passes(days=15)
    house.writes("1", answers=asked)
    assert house.status("INV-1") == "Draft"


def test_sums_that_contradict_each_other_take_another_paper(house: House) -> None:
    """No answer makes them right, so nothing is asked: the letter says what does not add up."""
    sent = house.orders(PAN)
    wrong = page(more=((PAN.sku, PAN.text, "120", "24.50", "2,930.00"),), facts=HEAD, sums=sums(net(PAN) - 10))

    letter = to(house.writes("", answers=sent, files=(("invoice.pdf", pdf(wrong)),)), SALES)

    assert (house.status("INV-1"), questions(house)) == ("Draft", ())
    assert "Send a corrected invoice" in letter.text
