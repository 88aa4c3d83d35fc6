"""What a supplier proposes instead of what was ordered, and what it comes to (docs/rules.md 2, order confirmation)."""

from datetime import date
from decimal import Decimal

import pytest

from core.commands.buyer_orders import ReviseOrder
from core.commands.supplier_orders import Accept, Change, Reject, Withdraw
from core.commands.supplier_talk import AnswerQuestion, No
from core.letters import NoticeKind as K
from core.money import Currency
from core.names import text_hash
from core.order import AnswerField, Confirmation, LineAnswer
from core.question import About
from core.schedule import Part
from tests.core.stories import IRIS, TOM, Table, line, order, paper, row

MAY, JUNE = date(2026, 5, 12), date(2026, 6, 1)
BOWL = line(1, "Bowl 24 cm", 120, "24.50", unit="pcs", supplier_sku="B-24", delivery_date=MAY)
PLATE = line(2, "Plate 20 cm", 60, "5.00", unit="pcs", delivery_date=MAY)
F = AnswerField


def answered() -> Table:
    """PO-1: 120 bowls at 24.50 and 60 plates at 5.00, both for 12 May."""
    return Table(order("PO-1", BOWL, PLATE))


def number(text: str | int) -> Decimal:
    return Decimal(text)


def test_each_value_of_a_change_is_kept_with_its_line_and_waits() -> None:
    """Quantity, price, date, substitute and reason; the header says "accepted with changes"."""
    table = answered().writes(
        Change(line=1, quantity=number(100), unit_price=number("25.00"), date=JUNE, substitute="B-25", reason="kiln is down"),
        thread="PO-1",
    )
    (waits,) = table.order().waiting
    assert (waits.quantity, waits.unit_price, waits.promised, waits.substitute) == (100, number("25.00"), JUNE, "B-25")
    assert waits.fields == (F.QUANTITY, F.PRICE, F.DATE, F.SUBSTITUTE)
    assert (waits.reason, waits.by) == (text_hash("kiln is down"), text_hash(TOM))
    assert [t.text for t in table.last.texts] == ["kiln is down"]
    assert table.order().confirmation is Confirmation.CHANGED
    assert table.order().lines == (BOWL, PLATE)


def test_the_initiator_is_asked_alone_with_a_token_of_the_decision() -> None:
    """It stands in his letter and in nobody else's."""
    table = answered().writes(Change(line=1, date=JUNE), thread="PO-1")
    assert table.token(IRIS) is not None
    assert (table.token(TOM), table.open_questions) == (None, [])


def test_a_newer_change_replaces_the_older_one_and_its_token() -> None:
    """While the initiator has not decided; the decision that he was sent before is void."""
    table = answered().writes(Change(line=1, unit_price=number("25.00")), thread="PO-1")
    old = table.token(IRIS)
    table.writes(Change(line=1, date=JUNE), thread="PO-1")
    (waits,) = table.order().waiting
    assert waits.fields == (F.DATE,)
    assert table.token(IRIS) not in (None, old)


@pytest.mark.parametrize(
    "same",
    [
        Change(line=1, quantity=Decimal(120)),
        Change(line=1, unit_price=Decimal("24.5"), date=MAY),
        Change(line=1, substitute="b 24"),
        Change(line=1, parts=(Part(quantity=Decimal(120), date=MAY),)),
        Change(line=1, parts=(Part(quantity=Decimal(20), date=MAY), Part(quantity=Decimal(100), date=MAY))),
        Change(line=1, quantity=Decimal(120), unit="pieces"),
    ],
)
def test_a_change_that_equals_the_orders_own_values_is_an_acceptance(same: Change) -> None:
    """The same quantity, price, date or item in other words is a plain yes."""
    table = answered().writes(same, thread="PO-1")
    assert table.facts() == ["LinesAccepted"]
    assert [(a.line, a.answer) for a in table.order().answers] == [(1, LineAnswer.ACCEPTED)]


def test_a_date_without_a_line_is_for_every_line_that_is_not_refused() -> None:
    """ "Everything on 1 June"; the line refused before stays refused."""
    table = answered().writes(Reject(lines=(2,), reason="sold out"), thread="PO-1").writes(Change(date=JUNE), thread="PO-1")
    assert {a.line: a.answer for a in table.order().answers} == {1: LineAnswer.CHANGED, 2: LineAnswer.REJECTED}
    table = answered().writes(Change(date=JUNE), thread="PO-1")
    assert [(a.line, a.promised) for a in table.order().waiting] == [(1, JUNE), (2, JUNE)]


def test_a_date_for_all_accepts_the_lines_that_have_it_already() -> None:
    """12 May is what line 1 says."""
    table = Table(order("PO-1", BOWL, line(2, "Plate", delivery_date=JUNE))).writes(Change(date=JUNE), thread="PO-1")
    assert {a.line: a.answer for a in table.order().answers} == {1: LineAnswer.CHANGED, 2: LineAnswer.ACCEPTED}


def test_a_quantity_without_a_line_is_for_the_only_line_or_for_none() -> None:
    """With two lines it is not guessed which one is meant."""
    assert answered().writes(Change(quantity=number(40)), thread="PO-1").why == "which_line"
    table = Table(order("PO-1", BOWL)).writes(Change(quantity=number(40)), thread="PO-1")
    assert table.order().waiting[0].quantity == 40


def test_a_price_is_also_the_price_of_one_or_the_one_after_the_discount() -> None:
    """24.50 for ten is 2.45 each; 30.00 off 40 jugs at 14.50 leaves 13.75 each: nothing is changed by that."""
    tens = line(1, quantity=100, price="24.50", price_base=number(10))
    less = line(2, "Jug", 40, "14.50", discount=number("30.00"))
    table = Table(order("PO-1", tens, less))
    for said in (Change(line=1, unit_price=number("2.45")), Change(line=2, unit_price=number("13.75"))):
        assert table.writes(said, thread="PO-1").facts() == ["LinesAccepted"]


def test_a_new_price_is_kept_for_the_price_base_of_the_line() -> None:
    """2.60 each is 26.00 for ten; 26.00 is as well."""
    tens = line(1, quantity=100, price="24.50", price_base=number(10))
    for said in ("2.60", "26.00"):
        table = Table(order("PO-1", tens)).writes(Change(line=1, unit_price=number(said)), thread="PO-1")
        assert table.order().waiting[0].unit_price == 26


def test_a_price_that_may_be_for_one_or_for_two_is_asked() -> None:
    """4.00 for two, and now 3.00: each, or for the two?"""
    table = Table(order("PO-1", line(1, price="4.00", price_base=number(2))))
    table.writes(Change(line=1, unit_price=number("3.00")), thread="PO-1")
    assert (table.question.about, table.question.line, table.order().answers) == (About.UNIT_PRICE, 1, ())


def test_another_unit_is_asked_and_the_answer_is_the_change() -> None:
    """10 boxes of what is ordered by the piece: never ten pieces."""
    table = answered().writes(Change(line=1, quantity=number(10), unit="boxes"), thread="PO-1")
    assert (table.facts(), table.order().answers) == (["QuestionAsked"], ())
    assert (table.question.about, table.question.asked_of) == (About.QUANTITY, TOM)
    assert table.told(TOM) == [K.QUESTION, K.RECEIPT]
    table.writes(AnswerQuestion(value="100"), token=table.question)
    assert table.order().waiting[0].quantity == 100
    assert table.open_questions == []


def test_no_to_the_question_for_a_unit_changes_nothing() -> None:
    """And silence neither."""
    table = answered().writes(Change(line=1, quantity=number(10), unit="boxes"), thread="PO-1")
    table.writes(AnswerQuestion(value="no"), token=table.question)
    assert (table.order().answers, table.open_questions) == ((), [])


def test_a_value_that_is_none_leaves_the_question_open() -> None:
    """ "a few" is no quantity."""
    table = answered().writes(Change(line=1, quantity=number(10), unit="boxes"), thread="PO-1")
    assert table.writes(AnswerQuestion(value="a few"), token=table.question).why == "bad_value"
    assert table.question.about is About.QUANTITY


def test_another_currency_is_asked() -> None:
    """27 dollars are not 27 euros."""
    table = answered().writes(Change(line=1, unit_price=number("27.00"), currency=Currency("USD")), thread="PO-1")
    assert (table.question.about, table.order().answers) == (About.UNIT_PRICE, ())


def test_less_than_is_billed_cannot_be_proposed() -> None:
    """A rejected quantity is at most what was ordered less what was invoiced: 50 are billed, 49 is too little."""
    table = answered().sends(paper("77", row("Bowl 24 cm", 50, "24.50", seller_sku="B-24")))
    assert table.writes(Change(line=1, quantity=number(49)), thread="PO-1").why == "more_than_open"
    assert table.writes(Change(line=1, quantity=number(50)), thread="PO-1").why is None


def test_more_than_ordered_is_a_proposal_like_any_other() -> None:
    """Over-delivery: the initiator is asked, nothing is ordered by it."""
    table = answered().writes(Change(line=1, quantity=number(130)), thread="PO-1")
    assert (table.order().waiting[0].quantity, table.order().line(1)) == (130, BOWL)


def test_part_deliveries_add_up_to_at_most_the_ordered_quantity() -> None:
    """80 and 40 fit into 120, also in any order; 80 and 50 do not, unless 130 are proposed as well."""
    first, rest = Part(quantity=number(80), date=MAY), Part(quantity=number(40), date=JUNE)
    table = answered().writes(Change(line=1, parts=(rest, first)), thread="PO-1")
    assert table.order().waiting[0].parts == (first, rest)
    more = Part(quantity=number(50), date=JUNE)
    assert answered().writes(Change(line=1, parts=(first, more)), thread="PO-1").why == "more_than_ordered"
    assert answered().writes(Change(line=1, quantity=number(130), parts=(first, more)), thread="PO-1").why is None


def test_a_back_order_is_what_comes_now_and_the_rest_later() -> None:
    """A part without a date is last."""
    now, later = Part(quantity=number(20), date=MAY), Part(quantity=number(100))
    table = answered().writes(Change(line=1, parts=(later, now)), thread="PO-1")
    assert table.order().waiting[0].parts == (now, later)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (Change(line=1, quantity=Decimal(0)), "quantity"),
        (Change(line=1, quantity=Decimal(-5)), "quantity"),
        (Change(line=1, quantity=Decimal("1E+14")), "quantity"),
        (Change(line=1, parts=(Part(quantity=Decimal(0), date=MAY),)), "quantity"),
        (Change(line=1, unit_price=Decimal("-1")), "unit_price"),
        (Change(line=1, unit_price=Decimal("1.1234567")), "unit_price"),
        (Change(line=1, date=date(2026, 3, 1)), "date"),
        (Change(line=1, reason="because"), "lines"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_named(said: Change, what: str) -> None:
    """Nothing, less than nothing, a day that is past, a price of a ten-millionth, or no value at all."""
    table = answered().writes(said, thread="PO-1")
    assert (table.why, table.last.refusal and table.last.refusal.detail) == ("bad_value", what)
    assert table.order().answers == ()


def test_an_unknown_line_is_named() -> None:
    """Line 9 of two."""
    assert answered().writes(Change(line=9, date=JUNE), thread="PO-1").why == "unknown_line"


def test_an_acceptance_after_a_change_is_an_acceptance() -> None:
    """The supplier thinks better of it: nothing waits any more."""
    table = answered().writes(Change(line=1, date=JUNE), thread="PO-1").writes(Accept(), thread="PO-1")
    assert (table.order().confirmation, table.order().waiting) == (Confirmation.ACCEPTED, ())
    assert table.told(IRIS) == [K.ORDER_ANSWERED]


def test_yes_to_the_rest_leaves_the_lines_that_were_not_answered_open() -> None:
    """Line 1 changed, line 2 silent: `open_lines` is what a reminder lists."""
    table = answered().writes(Change(line=1, date=JUNE), thread="PO-1")
    assert table.order().open_lines == (PLATE,)
    assert table.writes(Accept(lines=(2,)), thread="PO-1").order().open_lines == ()


def test_a_bare_yes_does_not_answer_a_question_for_a_value() -> None:
    """ "ok" under "how many pieces?" accepts nothing."""
    table = answered().writes(Change(line=1, quantity=number(10), unit="boxes"), thread="PO-1")
    assert table.writes(Accept(), token=table.question).why == "answer_the_question"
    assert table.order().answers == ()


# ---- taken back


def test_an_answer_is_taken_back_and_the_lines_are_open_again() -> None:
    """A proposal and an acceptance alike, also after a day; the initiator is told."""
    table = answered().writes(Change(line=1, date=JUNE), thread="PO-1").writes(Accept(lines=(2,)), thread="PO-1")
    table.later(3).writes(Withdraw(), thread="PO-1")
    assert table.order().answers == ()
    assert (table.told(TOM), table.told(IRIS)) == ([K.WITHDRAWAL_NOTED, K.RECEIPT], [K.ORDER_ANSWERED])
    assert table.writes(Withdraw(), thread="PO-1").why == "nothing_to_undo"


def test_no_takes_a_proposal_back_within_a_day() -> None:
    """As it does an acceptance."""
    table = answered().writes(Change(line=1, date=JUNE), thread="PO-1")
    table.writes(No(), thread="PO-1")
    assert (table.facts()[0], table.order().answers) == ("LineAnswersWithdrawn", ())


def test_what_is_billed_cannot_be_taken_back() -> None:
    """The invoice rests on it."""
    table = answered().writes(Accept(lines=(1,)), thread="PO-1")
    table.sends(paper("77", row("Bowl 24 cm", 50, "24.50", seller_sku="B-24")))
    assert table.writes(Withdraw(), thread="PO-1").why == "already_decided"


# ---- revisions


def test_a_revision_of_the_buyer_overtakes_the_proposals_on_its_lines() -> None:
    """Line 1 is changed by Iris: the proposal for it is void, the one for line 2 still waits."""
    table = answered().writes(Change(line=1, date=JUNE), thread="PO-1").writes(Change(line=2, date=JUNE), thread="PO-1")
    more = line(1, "Bowl 24 cm", 130, "24.50", unit="pcs", supplier_sku="B-24", delivery_date=MAY)
    table.says(IRIS, ReviseOrder(document="PO-1", lines=(more, PLATE)))
    assert [(a.line, a.revision) for a in table.order().waiting] == [(2, 2)]
    table.says(IRIS, ReviseOrder(document="PO-1", lines=(more,)))
    assert table.order().waiting == ()
