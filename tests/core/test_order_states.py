"""One order, its initiator and two contacts of its supplier, played at random (docs/rules.md 2)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.apply import after
from core.commands.buyer_orders import CancelOrder, CompleteOrder, ReviseOrder
from core.commands.command import Command
from core.commands.deciding import DecideAnswer, LineVerdict
from core.commands.supplier_orders import Accept, Change, Received, Reject, Ship, Withdraw
from core.commands.supplier_talk import AnswerQuestion, No, Yes
from core.decision import decision_token
from core.dossier import Dossier
from core.events import ContestSettled, QuestionClosed
from core.money import Currency
from core.names import address
from core.order import AnswerField, LineAnswer, OrderStatus
from core.party import Level
from core.question import About
from core.schedule import Part
from tests.core.stories import IRIS, NOON, OTTO, TOM, Table, contact, line, order, paper, row, supplier

EVA = address("eva@bowls.example")
BOTH = st.sampled_from([TOM, EVA])
COUNTS = st.integers(0, 15).map(Decimal)
PRICES = st.sampled_from(["9.00", "10.00", "10.50", "1.05", "-1"]).map(Decimal)
DAYS = st.sampled_from([NOON.date() + timedelta(days=n) for n in (-5, 3, 30)])
NUMBERS = st.none() | st.integers(1, 4)
LINES = st.lists(
    st.builds(line, st.integers(1, 3), st.just("Bowl"), st.integers(1, 12), st.sampled_from(["10.00", "9.00"])),
    min_size=1,
    max_size=3,
    unique_by=lambda li: li.number,
)
CHANGES = st.builds(
    Change,
    line=NUMBERS,
    quantity=st.none() | COUNTS,
    unit_price=st.none() | PRICES,
    date=st.none() | DAYS,
    parts=st.lists(st.builds(Part, quantity=COUNTS, date=st.none() | DAYS), max_size=2).map(tuple),
    substitute=st.sampled_from([None, "B-25"]),
    reason=st.sampled_from([None, "kiln"]),
    unit=st.sampled_from([None, None, "pcs", "boxes"]),
    currency=st.sampled_from([None, None, Currency("EUR"), Currency("USD")]),
)
VERDICTS = st.lists(
    st.builds(
        LineVerdict,
        take=st.booleans(),
        line=NUMBERS,
        fields=st.lists(st.sampled_from(list(AnswerField)), max_size=2).map(tuple),
        reason=st.sampled_from(["", "too dear"]),
    ),
    max_size=3,
).map(tuple)


class Answering(RuleBasedStateMachine):
    """PO-1 of three lines, one of them priced by ten."""

    table: Table
    start: Dossier

    @initialize()
    def opens(self) -> None:
        self.table = Table(who=supplier(contacts=(contact(TOM), contact(EVA))))
        self.start = self.table.dossier
        lines = (line(1), line(2, "Plate", 12, "10.00", price_base=Decimal(10)), line(3, "Jug", 4, discount=Decimal(3)))
        from core.commands.buyer_orders import NewOrder, SubmitOrder

        self.table.says(IRIS, NewOrder(order=order("PO-1", *lines))).says(IRIS, SubmitOrder(document="PO-1"))

    def _writes(self, command: Command, who: str, **more: object) -> None:
        """A supplier's words never change what is ordered."""
        before = self.table.order()
        self.table.writes(command, who=who, **more)  # type: ignore[arg-type]
        now = self.table.order()
        assert (now.lines, now.revision, now.status) == (before.lines, before.revision, before.status)
        if self.table.why:
            ran_out = any(isinstance(event, ContestSettled) and not event.later for event in self.table.last.events)
            assert now == (replace(before, contested=()) if ran_out else before)
            assert not ran_out or self._closed_unanswered()

    def _closed_unanswered(self) -> bool:
        """Whether a question to both contacts ran out: silence keeps the earlier answer (docs/rules.md 2)."""
        closed = {event.question for event in self.table.last.events if isinstance(event, QuestionClosed) and event.expired}
        return any(q.reference in closed and q.about is About.CONTACTS for q in self.table.dossier.questions)

    @rule(said=CHANGES, who=BOTH, level=st.sampled_from([Level.AUTHENTIC] * 4 + [Level.NAMED, Level.BEARER]))
    def changes(self, said: Change, who: str, level: Level) -> None:
        self._writes(said, who, thread="PO-1", level=level)

    @rule(
        said=st.builds(Accept, lines=st.lists(st.integers(1, 4), max_size=2).map(tuple))
        | st.builds(Reject, lines=st.lists(st.integers(1, 4), max_size=2).map(tuple), reason=st.sampled_from([None, "gone"])),
        who=BOTH,
        revision=st.none() | st.integers(1, 3),
    )
    def answers(self, said: Command, who: str, revision: int | None) -> None:
        old = revision is not None and revision < self.table.order().revision
        self._writes(said, who, thread="PO-1", revision=revision)
        assert not (old and self.table.why is None)

    @rule(said=st.sampled_from([Received(), Withdraw(), No(), Yes()]), who=BOTH)
    def says_a_word(self, said: Command, who: str) -> None:
        self._writes(said, who, thread="PO-1")

    @rule(lines=st.lists(st.integers(1, 4), max_size=2).map(tuple), count=st.none() | COUNTS)
    def ships(self, lines: tuple[int, ...], count: Decimal | None) -> None:
        self._writes(Ship(lines=lines, quantity=count), TOM, thread="PO-1")

    @rule(place=st.integers(0, 4), value=st.sampled_from(["1", "2", "7", "yes", "no", "many"]))
    def answers_a_question(self, place: int, value: str) -> None:
        mine = self.table.open_questions
        if mine:
            question = mine[place % len(mine)]
            said: Command = {"yes": Yes(), "no": No()}.get(value) or AnswerQuestion(value=value)
            self._writes(said, question.asked_of, token=question)

    @rule(verdicts=VERDICTS, who=st.sampled_from([IRIS, IRIS, IRIS, OTTO]), by_mail=st.booleans(), good=st.booleans())
    def decides(self, verdicts: tuple[LineVerdict, ...], who: str, by_mail: bool, good: bool) -> None:
        before, waiting = self.table.order(), {a.line for a in self.table.order().waiting}
        command = DecideAnswer(document="PO-1", verdicts=verdicts)
        if by_mail:
            token = decision_token(self.table.dossier.fresh.key, before, address(who)) if good else None
            self.table.replies(who, command, token)
            assert good or self.table.why
        else:
            self.table.says(who, command)
        now = self.table.order()
        if self.table.why:
            assert now == before
        changed = {n.number for n in now.lines if n != before.line(n.number)}
        assert changed <= waiting and now.revision - before.revision == bool(changed)

    @rule(lines=LINES)
    def revises(self, lines: list[object]) -> None:
        self.table.says(IRIS, ReviseOrder(document="PO-1", lines=tuple(lines)))  # type: ignore[arg-type]

    @rule(count=st.integers(1, 4), number=st.integers(1, 6))
    def is_billed(self, count: int, number: int) -> None:
        self.table.sends(paper(str(number), row(quantity=count), issue_date=date(2026, 3, number)))

    @rule(end=st.sampled_from([*[None] * 15, CancelOrder(document="PO-1"), CompleteOrder(document="PO-1")]))
    def ends(self, end: Command | None) -> None:
        if end:
            self.table.says(IRIS, end)

    @rule(days=st.sampled_from([0.5, 2, 20]))
    def time_passes(self, days: float) -> None:
        self.table.later(days)

    @invariant()
    def the_journal_makes_the_order(self) -> None:
        """Row and journal say the same."""
        made = reduce(lambda now, fact: after(now, *fact), self.table.journal, self.start)
        assert {o.reference: o for o in made.orders} == {o.reference: o for o in self.table.dossier.orders}
        assert {q.reference: q for q in made.questions} == {q.reference: q for q in self.table.dossier.questions}

    @invariant()
    def no_more_is_refused_or_parted_than_there_is(self) -> None:
        """Parts never exceed the quantity of their line, proposed or ordered; a proposal always proposes something."""
        now = self.table.order()
        for a in now.waiting:
            own = now.line(a.line)
            assert own is not None and a.fields
            assert sum((p.quantity for p in a.parts), Decimal(0)) <= (a.quantity or own.quantity)
        for own in now.lines:
            assert sum((p.quantity for p in own.parts), Decimal(0)) <= own.quantity

    @invariant()
    def every_answer_is_on_a_line_of_this_revision(self) -> None:
        """One a line; contested ones stand beside another answer by somebody else."""
        now = self.table.order()
        for answers in (now.answers, now.contested):
            assert len({a.line for a in answers}) == len(answers)
            if now.status is OrderStatus.SUBMITTED:
                assert all(now.line(a.line) and a.revision == now.revision for a in answers)
        for late in now.contested:
            early = now.answer_on(late.line)
            assert early is not None and not early.same_as(late)
        assert all(a.reason for a in now.answers if a.answer is LineAnswer.REJECTED)

    @invariant()
    def questions_wait_for_something(self) -> None:
        """A dispute is asked of both contacts while there is one; a value while its line is ordered."""
        now, waiting = self.table.order(), self.table.open_questions
        assert all(q.line is None or now.line(q.line) for q in waiting)
        disputes = [q for q in waiting if q.about is About.CONTACTS]
        assert bool(disputes) <= bool(now.contested) and len(disputes) in (0, 2)


Answering.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestAnswering = Answering.TestCase
