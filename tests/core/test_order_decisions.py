"""The initiator decides on what was proposed, line by line (docs/rules.md 2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.commands.buyer_orders import CancelOrder, CompleteOrder, ReviseOrder
from core.commands.command import Command
from core.commands.deciding import DecideAnswer, LineVerdict
from core.commands.supplier_orders import Accept, Change, Reject, Withdraw
from core.events import AnswersDecided, OrderRevised, RevisedFor
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.names import text_hash
from core.order import Answered, AnswerField, Confirmation, LineAnswer
from core.schedule import Part
from tests.core.stories import ADA, IRIS, KARL, OTTO, TOM, Table, line, order, paper, row

MAY, JUNE = date(2026, 5, 12), date(2026, 6, 1)
BOWL = line(1, "Bowl 24 cm", 120, "24.50", delivery_date=MAY)
PLATE = line(2, "Plate 20 cm", 60, "5.00", delivery_date=MAY)
F = AnswerField


def number(text: str | int) -> Decimal:
    return Decimal(text)


def take(which: int | None = None, *fields: AnswerField, reason: str = "") -> LineVerdict:
    return LineVerdict(take=True, line=which, fields=fields, reason=reason)


def refuse(which: int | None = None, reason: str = "too late for us") -> LineVerdict:
    return LineVerdict(take=False, line=which, reason=reason)


def decide(*verdicts: LineVerdict) -> DecideAnswer:
    return DecideAnswer(document="PO-1", verdicts=verdicts)


def proposed() -> Table:
    """Line 1: 25.00 and 1 June; line 2: 50 pieces."""
    table = Table(order("PO-1", BOWL, PLATE))
    table.writes(Change(line=1, unit_price=number("25.00"), date=JUNE), thread="PO-1")
    return table.writes(Change(line=2, quantity=number(50)), thread="PO-1")


def test_what_is_taken_makes_a_new_revision_that_stands_as_accepted() -> None:
    """All of it: revision 2 has the proposed values, the order is accepted, the supplier is told in one letter with it."""
    table = proposed().says(IRIS, decide(take()))
    now = table.order()
    assert (now.revision, now.confirmation, now.waiting) == (2, Confirmation.ACCEPTED, ())
    assert now.line(1) == replace(BOWL, unit_price=number("25.00"), delivery_date=JUNE)
    assert now.line(2) == replace(PLATE, quantity=number(50))
    assert [(a.revision, a.decided) for a in now.answers] == [(2, True), (2, True)]
    assert table.told(TOM) == [K.ANSWER_DECIDED]
    (revised,) = (e for e in table.last.events if isinstance(e, OrderRevised))
    assert revised.revised_for is RevisedFor.CONFIRMATION


def test_what_is_refused_is_told_with_its_reason_and_the_line_is_open_again() -> None:
    """No revision; the supplier is asked to confirm as ordered, or to reject."""
    table = proposed().says(IRIS, decide(refuse(1), take(2)))
    now = table.order()
    assert (now.line(1), now.answer_on(1), [o.number for o in now.open_lines]) == (BOWL, None, [1])
    assert now.line(2) == replace(PLATE, quantity=number(50))
    (told,) = (e for e in table.last.events if isinstance(e, AnswersDecided))
    assert [(d.line, d.taken, d.refused, d.reason) for d in told.decisions] == [
        (1, (), (F.PRICE, F.DATE), text_hash("too late for us")),
        (2, (F.QUANTITY,), (), None),
    ]
    assert "too late for us" in [t.text for t in table.last.texts]


def test_refusing_everything_makes_no_revision() -> None:
    """The order stays as it is."""
    table = proposed().says(IRIS, decide(refuse()))
    assert (table.order().revision, table.order().answers, table.told(TOM)) == (1, (), [K.ANSWER_DECIDED])


def test_the_date_is_taken_and_the_price_refused() -> None:
    """Half of a change: revision 2 has the date and the old price, and the line waits for the supplier's word."""
    table = proposed().says(IRIS, decide(take(1, F.DATE, reason="the price is fixed")))
    now = table.order()
    assert now.line(1) == replace(BOWL, delivery_date=JUNE)
    assert (now.revision, now.answer_on(1)) == (2, None)
    assert [(a.line, a.revision) for a in now.waiting] == [(2, 2)]


def test_by_mail_the_other_lines_are_asked_anew() -> None:
    """Of two lines one is decided: its letter's token is spent, and a new letter asks for the other."""
    table = proposed()
    first = table.token(IRIS)
    table.replies(IRIS, decide(take(1)), first)
    assert table.told(IRIS) == [K.DECIDE_ANSWER, K.RECEIPT]
    second = table.token(IRIS)
    assert second not in (None, first)
    assert table.replies(IRIS, decide(take(2)), first).why == "decide_again"
    assert table.replies(IRIS, decide(take(2)), second).why is None


def test_at_the_command_line_nothing_is_asked_anew() -> None:
    """Whoever decides there sees what waits."""
    assert proposed().says(IRIS, decide(take(1))).told(IRIS) == []


def test_a_substitute_and_part_deliveries_are_taken_into_the_line() -> None:
    """The item number of the supplier changes; the last part's day is the line's."""
    parts = (Part(quantity=number(80), date=MAY), Part(quantity=number(40), date=JUNE))
    table = Table(order("PO-1", BOWL)).writes(Change(line=1, substitute="B-25", parts=parts), thread="PO-1")
    table.says(IRIS, decide(take()))
    assert table.order().lines == (replace(BOWL, supplier_sku="B-25", parts=parts, delivery_date=JUNE),)
    table.writes(Change(line=1, date=date(2026, 7, 1)), thread="PO-1").says(IRIS, decide(take()))
    assert table.order().lines[0].parts == ()


def test_parts_are_not_taken_without_the_quantity_that_they_need() -> None:
    """80 and 50 of 120: only together with the 130; and a new quantity voids the parts agreed for the old one."""
    parts = (Part(quantity=number(80), date=MAY), Part(quantity=number(50), date=JUNE))
    table = Table(order("PO-1", BOWL)).writes(Change(line=1, quantity=number(130), parts=parts), thread="PO-1")
    assert table.says(IRIS, decide(take(1, F.PARTS, reason="no more"))).why == "more_than_ordered"
    assert table.says(IRIS, decide(take(1))).order().lines[0].parts == parts
    table.writes(Change(line=1, quantity=number(100)), thread="PO-1").says(IRIS, decide(take()))
    assert table.order().lines[0].parts == ()


def test_parts_with_an_open_end_leave_the_lines_own_date() -> None:
    """20 now and the rest some day: nobody knows the last day."""
    parts = (Part(quantity=number(20), date=JUNE), Part(quantity=number(100)))
    table = Table(order("PO-1", BOWL)).writes(Change(line=1, parts=parts), thread="PO-1").says(IRIS, decide(take()))
    assert (table.order().lines[0].parts, table.order().lines[0].delivery_date) == (parts, MAY)


@pytest.mark.parametrize(
    ("verdicts", "why", "detail"),
    [
        ((refuse(1, ""),), "needs_reason", "1"),
        ((take(1, F.DATE),), "needs_reason", "1"),
        ((take(1, F.QUANTITY, reason="x"),), "bad_value", "1"),
        ((take(9),), "unknown_line", "9"),
        ((), "nothing_to_decide", ""),
    ],
)
def test_a_decision_that_cannot_be_is_refused_whole(verdicts: tuple[LineVerdict, ...], why: str, detail: str) -> None:
    """A refusal without a reason, a value that was not proposed, a line that is none."""
    table = proposed()
    before = table.order()
    table.says(IRIS, decide(take(2), *verdicts) if verdicts else decide())
    assert (table.why, table.last.refusal and table.last.refusal.detail) == (why, detail)
    assert table.order() == before


def test_a_line_is_decided_once() -> None:
    """The second time it is said so, and nothing happens."""
    table = proposed().says(IRIS, decide(take(1)))
    assert table.says(IRIS, decide(take(1))).why == "already_decided"
    assert table.says(IRIS, decide(refuse(1))).why == "already_decided"
    assert table.order().revision == 2


def test_nothing_waits_on_an_order_that_was_only_accepted() -> None:
    """There is nothing to decide."""
    table = Table(order("PO-1", BOWL)).writes(Accept(), thread="PO-1")
    assert table.says(IRIS, decide(take())).why == "nothing_to_decide"


@pytest.mark.parametrize(("who", "why"), [(IRIS, None), (ADA, None), (OTTO, "not_allowed"), (KARL, "not_allowed")])
def test_the_initiator_or_an_admin_decides(who: str, why: str | None) -> None:
    """Nobody else."""
    assert proposed().says(who, decide(take())).why == why


def test_more_was_billed_meanwhile_than_the_proposal_would_leave() -> None:
    """55 plates are billed: 50 cannot be ordered any more."""
    table = proposed().sends(paper("77", row("Plate 20 cm", 55, "5.00")))
    assert table.says(IRIS, decide(take(2))).why == "more_than_open"


def test_a_discount_never_turns_a_line_below_nothing() -> None:
    """30.00 off one jug of 14.50."""
    table = Table(order("PO-1", line(1, "Jug", 40, "14.50", discount=number("30.00"))))
    table.writes(Change(line=1, quantity=number(1)), thread="PO-1")
    assert table.says(IRIS, decide(take())).why == "bad_value"


def test_invoices_that_wait_are_matched_with_what_was_taken() -> None:
    """The bill at 25.00 was above the order; with the price taken it passes."""
    table = Table(order("PO-1", BOWL)).sends(paper("77", row("Bowl 24 cm", 120, "25.00")))
    assert table.status() is InvoiceStatus.MATCHING
    table.writes(Change(line=1, unit_price=number("25.00")), thread="PO-1").says(IRIS, decide(take()))
    assert table.status() is InvoiceStatus.APPROVED


# ---- by mail


def test_by_mail_a_decision_needs_its_token() -> None:
    """A reply without it, or from somebody else, decides nothing; what waits is shown again."""
    table = proposed()
    token = table.token(IRIS)
    assert table.replies(IRIS, decide(take()), None).why == "decide_again"
    assert table.told(IRIS) == [K.DECIDE_ANSWER, K.REFUSED, K.RECEIPT]
    assert table.replies(ADA, decide(take()), token).why == "decide_again"
    assert table.replies(KARL, decide(take()), token).why == "not_allowed"
    assert table.replies(IRIS, decide(take()), token).why is None


def test_the_token_of_an_overtaken_decision_decides_nothing() -> None:
    """The supplier proposed something else since: who answers the old letter decides on what he has not seen."""
    table = proposed()
    old = table.token(IRIS)
    table.writes(Change(line=1, unit_price=number("99.00")), thread="PO-1")
    assert table.replies(IRIS, decide(take()), old).why == "decide_again"
    assert table.order().revision == 1


# ---- what comes after


def test_what_was_taken_cannot_be_withdrawn() -> None:
    """The order rests on it; it can only be changed anew."""
    table = proposed().says(IRIS, decide(take()))
    assert table.writes(Withdraw(), thread="PO-1").why == "already_decided"
    assert table.writes(Change(line=1, date=date(2026, 7, 1)), thread="PO-1").why is None


def test_a_rejected_line_can_be_removed_by_a_revision_or_left() -> None:
    """There is nothing to decide on it; the initiator sees it."""
    table = Table(order("PO-1", BOWL, PLATE)).writes(Reject(lines=(2,), reason="sold out"), thread="PO-1")
    assert (table.told(IRIS), table.order().waiting) == ([K.ORDER_ANSWERED], ())
    table.says(IRIS, ReviseOrder(document="PO-1", lines=(BOWL,)))
    assert [a.line for a in table.order().answers] == []


@pytest.mark.parametrize("end", [CancelOrder(document="PO-1"), CompleteOrder(document="PO-1")])
def test_with_the_order_its_decision_is_over(end: Command) -> None:
    """Canceled or completed by hand: nothing can be decided, and the supplier is told."""
    table = proposed().says(IRIS, end)
    assert len(table.told(TOM)) == 1
    assert table.says(IRIS, decide(take())).why == "wrong_status"


def test_an_order_completed_by_payments_is_told_with_the_last_of_them() -> None:
    """Not in a second letter."""
    from core.commands.buyer_invoices import PayInvoice

    table = Table(order()).sends(paper()).says(KARL, PayInvoice(document="INV-1", amount=number("100.00")))
    assert table.facts()[-1] == "OrderCompleted"
    assert table.told(TOM) == [K.INVOICE_PAID]


def test_an_answer_keeps_what_it_was_whoever_reads_it_later() -> None:
    """The journal holds hashes of people, and values."""
    table = proposed()
    (waits, _) = table.order().waiting
    assert isinstance(waits, Answered) and waits.answer is LineAnswer.CHANGED
    assert all(TOM not in repr(event) for event, _ in table.journal[-3:])
