"""A whole house played at random: whatever people say in whatever order, the invariants of docs/rules.md hold."""

from dataclasses import replace
from decimal import Decimal
from functools import reduce

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.apply import after
from core.approval import approvers, deciders
from core.commands.buyer_invoices import (
    ApproveInvoice,
    LinkInvoice,
    PayInvoice,
    RejectInvoice,
    ReturnInvoice,
    TakeInvoice,
    VoidInvoice,
)
from core.commands.buyer_orders import CancelOrder, CompleteOrder, NewOrder, ReviseOrder, SubmitOrder
from core.commands.buyer_people import SetStatus
from core.commands.command import Command
from core.commands.supplier_invoices import CancelInvoice, SubmitCredit, SubmitInvoice
from core.commands.supplier_orders import Accept, Received, Reject
from core.commands.supplier_talk import AnswerQuestion, No, Yes
from core.dossier import Dossier
from core.duplicates import known_as
from core.invoice import LIVE, InvoiceStatus
from core.money import Money
from core.order import OrderStatus
from core.party import Level, SupplierStatus
from core.question import QuestionState
from tests.core.at_random import AMOUNTS, LEVELS, LINES, NUMBERS, ORDERS, PAPERS, PEOPLE, WHICH
from tests.core.stories import (
    ADA,
    ANNA,
    IRIS,
    KARL,
    OTTO,
    TOM,
    Table,
    band,
    credit_note,
    house_policy,
    line,
    order,
    supplier,
)

S = InvoiceStatus


def has_invoices(house: "House") -> bool:
    """Before the first one there is nothing to decide."""
    return bool(house.table.dossier.invoices)


class House(RuleBasedStateMachine):
    """One supplier, five buyers, up to three orders, any number of invoices."""

    table: Table
    start: Dossier

    @initialize(bands=st.booleans(), rate=st.sampled_from(["0", "5"]), guard=st.booleans())
    def opens(self, bands: bool, rate: str, guard: bool) -> None:
        policy = house_policy(
            bands=(band(50, ANNA), band(100, OTTO)) if bands else (), tolerance=Decimal(rate), line_guard=guard, two_sided=guard
        )
        self.table = Table(policy=policy, who=supplier(ibans=("DE89370400440532013000",)))
        self.start = self.table.dossier
        none = Decimal(0)
        first = order("PO-1", line(1, tax_rate=none), line(2, "Plate 20 cm", tax_rate=none))
        for one, who in ((first, IRIS), (order("PO-2", line(1, "Vase", tax_rate=none), initiator=OTTO), OTTO)):
            self.table.says(who, NewOrder(order=one))
            self.table.says(who, SubmitOrder(document=one.reference))

    def _says(self, who: str, command: Command) -> None:
        self._watched(lambda: self.table.says(who, command))

    def _watched(self, happens: object) -> None:
        """Nothing changes without an event, and a refusal changes nothing but questions."""
        before = self.table.dossier
        happens()  # type: ignore[operator]
        after_it = self.table.dossier
        if not self.table.last.events:
            assert after_it == before
        if self.table.why and {type(e).__name__ for e in self.table.last.events} <= {"Refused"}:
            assert (after_it.orders, after_it.invoices, after_it.credits) == (before.orders, before.invoices, before.credits)

    # ---- buyers

    @rule(who=PEOPLE, which=ORDERS, lines=LINES)
    def orders_more(self, who: str, which: str, lines: list[object]) -> None:
        self._says(who, NewOrder(order=order(which, *lines, initiator=who)))  # type: ignore[arg-type]
        self._says(who, SubmitOrder(document=which))

    @rule(who=PEOPLE, which=ORDERS, lines=LINES)
    def revises(self, who: str, which: str, lines: list[object]) -> None:
        self._says(who, ReviseOrder(document=which, lines=tuple(lines)))  # type: ignore[arg-type]

    @rule(who=PEOPLE, which=ORDERS, what=st.sampled_from([CancelOrder, CompleteOrder]))
    def ends(self, who: str, which: str, what: type[CancelOrder | CompleteOrder]) -> None:
        self._says(who, what(document=which))

    def _pick(self, which: int, *statuses: InvoiceStatus) -> str:
        """One of the invoices, of those in these statuses where there are some."""
        every = sorted(self.table.dossier.invoices, key=lambda i: i.received_at, reverse=True)
        fit = [i for i in every if i.status in statuses] or every
        return fit[which % len(fit)].reference if fit else "INV-1"

    def _whose_turn(self, which: str, otherwise: str) -> str:
        dossier = self.table.dossier
        found = next((i for i in dossier.invoices if i.reference == which), None)
        if found is None:
            return otherwise
        pending = approvers(found, dossier.orders, dossier.buyers, self.table.policy)
        may = deciders(found, dossier.orders) if found.status is S.MATCHING else pending
        return may[0] if may else otherwise

    @precondition(has_invoices)
    @rule(who=PEOPLE, which=WHICH)
    def takes(self, who: str, which: int) -> None:
        chosen = self._pick(which, S.MATCHING)
        self._says(self._whose_turn(chosen, who), TakeInvoice(document=chosen))

    @precondition(has_invoices)
    @rule(who=PEOPLE, which=WHICH)
    def approves(self, who: str, which: int) -> None:
        chosen = self._pick(which, S.PENDING)
        self._says(self._whose_turn(chosen, who), ApproveInvoice(document=chosen))

    @precondition(has_invoices)
    @rule(who=PEOPLE, which=WHICH, what=st.sampled_from([TakeInvoice, ApproveInvoice]))
    def tries_to_decide(self, who: str, which: int, what: type[TakeInvoice | ApproveInvoice]) -> None:
        self._says(who, what(document=self._pick(which)))

    @precondition(has_invoices)
    @rule(who=PEOPLE, which=WHICH, what=st.sampled_from([RejectInvoice, VoidInvoice, ReturnInvoice]), turn=st.booleans())
    def refuses(self, who: str, which: int, what: type[RejectInvoice | VoidInvoice | ReturnInvoice], turn: bool) -> None:
        chosen = self._pick(which, S.MATCHING, S.PENDING)
        self._says(self._whose_turn(chosen, who) if turn else who, what(document=chosen, reason="because"))

    @precondition(has_invoices)
    @rule(
        who=st.sampled_from([KARL, IRIS]),
        which=WHICH,
        to=ORDERS,
        lines=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=2),
    )
    def links(self, who: str, which: int, to: str, lines: list[tuple[int, int]]) -> None:
        self._says(who, LinkInvoice(document=self._pick(which, S.DRAFT, S.MATCHING), order=to, lines=tuple(lines)))

    @rule(who=st.sampled_from([KARL, KARL, ADA, IRIS]), which=WHICH, amount=AMOUNTS)
    def pays(self, who: str, which: int, amount: Decimal) -> None:
        self._says(who, PayInvoice(document=self._pick(which, S.APPROVED, S.PARTLY_PAID), amount=amount))

    @precondition(has_invoices)
    @rule(which=WHICH)
    def pays_all(self, which: int) -> None:
        chosen = self._pick(which, S.APPROVED, S.PARTLY_PAID)
        still_open = next((i.open.amount for i in self.table.dossier.invoices if i.reference == chosen), Decimal(1))
        self._says(KARL, PayInvoice(document=chosen, amount=still_open))

    @precondition(has_invoices)
    @rule(which=WHICH, number=st.integers(1, 3))
    def reverses(self, which: int, number: int) -> None:
        self._says(KARL, PayInvoice(document=self._pick(which, S.PARTLY_PAID, S.PAID), reverse=number))

    @rule(status=st.sampled_from([*[SupplierStatus.APPROVED] * 8, *SupplierStatus]))
    def switches(self, status: SupplierStatus) -> None:
        self._says(ADA, SetStatus(status=status))
        if status is SupplierStatus.DISABLED and self.table.why is None:
            assert S.DRAFT not in {i.status for i in self.table.dossier.invoices}

    # ---- the supplier

    @rule(one=PAPERS, level=LEVELS, thread=st.none() | ORDERS)
    def sends(self, one: object, level: Level, thread: str | None) -> None:
        self._watched(lambda: self.table.sends(one, level=level, thread=thread))  # type: ignore[arg-type]

    @rule(one=PAPERS, other=PAPERS)
    def sends_two_in_one_file(self, one: object, other: object) -> None:
        both = (replace(one, file="both.pdf"), replace(other, file="both.pdf"))  # type: ignore[type-var]
        self._watched(lambda: self.table.sends(*both))  # type: ignore[arg-type]

    @rule(one=PAPERS)
    def is_forwarded(self, one: object) -> None:
        self._watched(lambda: self.table.forwards(one))  # type: ignore[arg-type]

    @rule(number=NUMBERS, which=ORDERS)
    def bills_as_ordered(self, number: str, which: str) -> None:
        self._watched(lambda: self.table.writes(SubmitInvoice(as_ordered=True, number=number), thread=which))

    @precondition(has_invoices)
    @rule(number=st.integers(1, 9).map(lambda n: f"C{n}"), gross=AMOUNTS, on=WHICH)
    def credits(self, number: str, gross: Decimal, on: int) -> None:
        note = credit_note(number, str(gross), self._pick(on))
        self._watched(lambda: self.table.writes(SubmitCredit(attachment=note.file), papers=(note,)))

    @rule(which=ORDERS, lines=st.lists(st.integers(1, 3), max_size=2), level=LEVELS)
    def answers_an_order(self, which: str, lines: list[int], level: Level) -> None:
        for command in (Received(), Accept(lines=tuple(lines)), Reject(lines=tuple(lines[:1]), reason="no")):
            self._watched(lambda said=command: self.table.writes(said, thread=which, level=level))  # type: ignore[misc]

    @precondition(has_invoices)
    @rule(which=WHICH)
    def withdraws(self, which: int) -> None:
        self._watched(lambda: self.table.writes(CancelInvoice(invoice=self._pick(which))))

    @precondition(has_invoices)
    @rule(which=WHICH, order_too=st.booleans())
    def says_no(self, which: int, order_too: bool) -> None:
        self._watched(lambda: self.table.writes(No(), thread="PO-1" if order_too else self._pick(which)))

    @rule(one=PAPERS)
    def sends_from_elsewhere(self, one: object) -> None:
        paper_with_iban = replace(one, iban="GB33BUKB20201555555555")  # type: ignore[type-var]
        self._watched(lambda: self.table.sends(paper_with_iban))  # type: ignore[arg-type]

    @rule(
        place=st.integers(0, 5),
        value=st.sampled_from(["1", "2", "yes", "PO-1", "77", "120.00", "2026-03-09", "?"]),
        named=st.booleans(),
    )
    def answers_a_question(self, place: int, value: str, named: bool) -> None:
        waiting = self.table.open_questions
        if waiting:
            question = waiting[place % len(waiting)]
            said: Command = Yes() if value == "yes" else AnswerQuestion(value=value)
            level = Level.NAMED if named else Level.AUTHENTIC
            self._watched(lambda: self.table.writes(said, token=question, level=level))

    @rule(days=st.sampled_from([0.3, 1.5, 20]))
    def time_passes(self, days: float) -> None:
        self.table.later(days)

    # ---- what always holds

    @invariant()
    def nobody_is_overpaid(self) -> None:
        """Paid is never below zero, and never more than gross less credits; no invoice is open below zero."""
        for invoice in self.table.dossier.invoices:
            zero = Money(amount=Decimal(0), currency=invoice.currency)
            assert zero <= invoice.paid
            if invoice.status not in (S.DRAFT,):
                assert zero <= invoice.open or invoice.gross < zero

    @invariant()
    def the_status_says_what_was_paid(self) -> None:
        """Paid: nothing open; Partly paid: something of both; Approved and before: nothing paid."""
        for invoice in self.table.dossier.invoices:
            paid, still_open = invoice.paid.amount, invoice.open.amount
            match invoice.status:
                case S.PAID:
                    assert still_open == 0 and paid > 0
                case S.PARTLY_PAID:
                    assert still_open > 0 and paid > 0
                case _:
                    assert paid == 0

    @invariant()
    def the_journal_makes_the_documents(self) -> None:
        """Every document is what its facts make of it."""
        made = reduce(lambda now, fact: after(now, *fact), self.table.journal, self.start)
        mine = self.table.dossier
        assert {o.reference: o for o in made.orders} == {o.reference: o for o in mine.orders}
        assert {i.reference: i for i in made.invoices} == {i.reference: i for i in mine.invoices}
        assert {q.reference: q for q in made.questions} == {q.reference: q for q in mine.questions}
        assert (made.credits, made.supplier, made.fresh) == (mine.credits, mine.supplier, mine.fresh)

    @invariant()
    def a_number_is_one_invoice(self) -> None:
        """No two living invoices have the same business key, and references never repeat."""
        invoices = self.table.dossier.invoices
        assert len({i.reference for i in invoices}) == len(invoices)
        alive = [i for i in invoices if i.status not in (S.REJECTED, S.CANCELED)]
        assert all(known_as(i, alive) is None for i in alive)

    @invariant()
    def lines_are_known(self) -> None:
        """Every assigned line exists on both sides; a live invoice bills an order that is not a Draft."""
        for invoice in self.table.dossier.invoices:
            for place in invoice.assigned:
                assert 0 <= place.invoice_line < len(invoice.paper.lines)
            if invoice.status in LIVE:
                mine = [self.table.order(reference) for reference in invoice.orders]
                assert mine and all(o.status is not OrderStatus.DRAFT for o in mine)
                for place in invoice.assigned:
                    assert place.line is None or self.table.order(place.order).line(place.line) is not None

    @invariant()
    def questions_are_about_open_drafts(self) -> None:
        """An open question on an invoice is about one that can still change; the same matter is asked once."""
        seen = set()
        for question in self.table.open_questions:
            assert question.state is QuestionState.OPEN and question.asked_of == TOM
            invoice = self.table.dossier.invoice(question.document) if question.document else None
            if invoice and question.about.value != "sender":
                assert invoice.status is S.DRAFT
                assert (question.document, question.about) not in seen
                seen.add((question.document, question.about))

    @invariant()
    def nobody_waits_for_nobody(self) -> None:
        """A Matching invoice has somebody who decides."""
        dossier = self.table.dossier
        for invoice in dossier.invoices:
            if invoice.status is S.MATCHING:
                assert deciders(invoice, dossier.orders)
            if invoice.status is S.PENDING:
                assert approvers(invoice, dossier.orders, dossier.buyers, self.table.policy)

    @invariant()
    def nobody_outside_is_told_what_is_not_his(self) -> None:
        """Letters go to Tom and to buyers; one each."""
        people = {b.address for b in self.table.dossier.buyers} | {TOM}
        readers = [p.address for post in self.table.letters for p in post.to]
        assert set(readers) <= people and len(set(readers)) == len(readers)


House.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestHouse = House.TestCase
