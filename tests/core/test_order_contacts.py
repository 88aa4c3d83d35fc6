"""Two contacts of one supplier who say different things about an order (docs/rules.md 2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.commands.buyer_orders import CancelOrder
from core.commands.command import Command
from core.commands.supplier_orders import Accept, Change, Reject, Withdraw
from core.commands.supplier_talk import AnswerQuestion, No, Yes
from core.engine import add, begin
from core.events import QuestionClosed
from core.letters import NoticeKind as K
from core.names import address, text_hash
from core.order import Confirmation, LineAnswer
from core.question import About, QuestionKind
from tests.core.stories import IRIS, TOM, Table, contact, line, order, supplier

EVA = address("eva@bowls.example")
JUNE = date(2026, 6, 1)
LATER_DATE = Change(line=1, date=JUNE)


def disputed() -> Table:
    """Tom accepts both lines; then Eva wants line 1 on 1 June."""
    table = Table(order("PO-1", line(1), line(2, "Plate")), who=supplier(contacts=(contact(TOM), contact(EVA))))
    return table.writes(Accept(), thread="PO-1").writes(LATER_DATE, who=EVA, thread="PO-1")


def asked_of(table: Table, who: str) -> object:
    return next(q for q in table.open_questions if q.asked_of == who)


def test_the_later_answer_becomes_a_question_to_both() -> None:
    """Nothing changes; each has a token of his own, and the initiator is told."""
    table = disputed()
    assert [a.answer for a in table.order().answers] == [LineAnswer.ACCEPTED, LineAnswer.ACCEPTED]
    assert [(a.line, a.promised, a.by) for a in table.order().contested] == [(1, JUNE, text_hash(EVA))]
    assert {(q.asked_of, q.about, q.kind) for q in table.open_questions} == {
        (TOM, About.CONTACTS, QuestionKind.CHOICE),
        (EVA, About.CONTACTS, QuestionKind.CHOICE),
    }
    assert len({q.token for q in table.open_questions}) == 2
    assert (table.told(TOM), table.told(EVA), table.told(IRIS)) == ([K.QUESTION], [K.QUESTION, K.RECEIPT], [K.ORDER_ANSWERED])


@pytest.mark.parametrize("who", [TOM, EVA])
@pytest.mark.parametrize("word", [Yes(), AnswerQuestion(value="2")])
def test_either_may_say_that_the_later_one_counts(who: str, word: Command) -> None:
    """Both are told, the other question is closed, and the change goes to the initiator."""
    table = disputed()
    table.writes(word, who=who, token=asked_of(table, who))  # type: ignore[arg-type]
    assert [(a.line, a.promised) for a in table.order().waiting] == [(1, JUNE)]
    assert table.open_questions == []
    assert K.CONTEST_SETTLED in table.told(TOM) and K.CONTEST_SETTLED in table.told(EVA)
    assert table.told(IRIS) == [K.DECIDE_ANSWER]


@pytest.mark.parametrize("who", [TOM, EVA])
@pytest.mark.parametrize("word", [No(), AnswerQuestion(value="1")])
def test_no_keeps_the_earlier_answer(who: str, word: Command) -> None:
    """The order stays accepted."""
    table = disputed()
    table.writes(word, who=who, token=asked_of(table, who))  # type: ignore[arg-type]
    assert (table.order().confirmation, table.order().contested, table.open_questions) == (Confirmation.ACCEPTED, (), [])
    assert K.CONTEST_SETTLED in table.told(TOM) and K.CONTEST_SETTLED in table.told(EVA)


def test_silence_keeps_the_earlier_answer() -> None:
    """The question runs out, and with it the later answer."""
    table = disputed()
    closed = QuestionClosed(question=table.open_questions[0].reference, expired=True)
    over = add(begin(table.dossier), (closed,), table.at, table.policy).dossier
    assert [o.contested for o in over.orders] == [()]
    assert all(q.state.value != "open" for q in over.questions)


def test_the_same_answer_by_another_contact_is_no_dispute() -> None:
    """Eva accepts as well; and a line that nobody answered is anybody's."""
    table = disputed().writes(Accept(lines=(2,)), who=EVA, thread="PO-1")
    assert [a.line for a in table.order().contested] == [1]
    fresh = Table(order(), who=supplier(contacts=(contact(TOM), contact(EVA)))).writes(Accept(), who=EVA, thread="PO-1")
    assert fresh.order().contested == ()


def test_the_earlier_contact_comes_round_by_himself() -> None:
    """Tom proposes the same date: there is nothing left to ask."""
    table = disputed().writes(LATER_DATE, thread="PO-1")
    assert table.order().contested == ()
    assert table.open_questions == []


def test_the_later_contact_takes_his_word_back() -> None:
    """WITHDRAW by Eva: what Tom said stays."""
    table = disputed().writes(Withdraw(), who=EVA, thread="PO-1")
    assert (table.order().contested, table.order().confirmation, table.open_questions) == ((), Confirmation.ACCEPTED, [])


def test_nobody_withdraws_what_another_contact_said() -> None:
    """Only the own answer."""
    table = Table(order(), who=supplier(contacts=(contact(TOM), contact(EVA)))).writes(Accept(), thread="PO-1")
    assert table.writes(Withdraw(), who=EVA, thread="PO-1").why == "not_allowed"
    assert table.writes(Withdraw(), thread="PO-1").why is None


def test_two_lines_in_dispute_are_one_question() -> None:
    """One open question per matter, asked anew with both lines."""
    table = disputed().writes(Reject(lines=(2,), reason="sold out"), who=EVA, thread="PO-1")
    assert [a.line for a in table.order().contested] == [1, 2]
    assert len(table.open_questions) == 2
    table.writes(Yes(), token=asked_of(table, TOM))  # type: ignore[arg-type]
    assert {a.line: a.answer for a in table.order().answers} == {1: LineAnswer.CHANGED, 2: LineAnswer.REJECTED}


def test_a_contact_who_is_gone_disputes_nothing() -> None:
    """Tom is not on file any more: Eva's word counts."""
    table = Table(order(), who=supplier(contacts=(contact(TOM), contact(EVA)))).writes(Accept(), thread="PO-1")
    table.dossier = replace(table.dossier, supplier=supplier(contacts=(contact(EVA),)))
    table.writes(Change(line=1, quantity=Decimal(5)), who=EVA, thread="PO-1")
    assert (table.order().contested, len(table.order().waiting)) == ((), 1)


def test_with_the_order_the_dispute_is_over() -> None:
    """Canceled."""
    table = disputed().says(IRIS, CancelOrder(document="PO-1"))
    assert (table.order().contested, table.open_questions) == ((), [])
