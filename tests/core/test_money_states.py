"""The house of test_states.py with credit notes of its own and another supplier's papers in sight (docs/rules.md 1, 3 and 4)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from core.commands.buyer_credits import CreditInvoice
from core.commands.buyer_invoices import PayInvoice
from core.commands.command import Command
from core.commands.supplier_invoices import CancelInvoice, ReplaceInvoice, SubmitCredit, SubmitInvoice
from core.commands.supplier_orders import Accept, Received, Reject
from core.commands.supplier_talk import AskOpen, AskStatus, Comment, SendDocument
from core.findings import Effect, Finding, FindingKind
from core.invoice import LIVE, Assigned, Invoice, InvoiceStatus
from core.matching.billed import billed, left
from core.matching.prices import quantity_in
from core.names import Reference, SupplierId
from core.order import OrderStatus
from tests.core.stories import BOWLS, KARL, NOON, TOM, credit_note, order, paper, row
from tests.core.test_states import WHICH, House, S

PO8, INV8 = Reference("PO-8"), Reference("INV-800")
THEIRS = replace(order("PO-8"), supplier=SupplierId("S-2"), status=OrderStatus.SUBMITTED, revision=1)
THEIR_BILL = Invoice(
    reference=INV8,
    supplier=SupplierId("S-2"),
    paper=paper("800", to="PO-8"),
    received_at=NOON,
    status=S.MATCHING,
    orders=(PO8,),
    assigned=(Assigned(invoice_line=0, order=PO8, line=1),),
    findings=(Finding(kind=FindingKind.TOTAL_ABOVE, effect=Effect.MATCHING, order=PO8),),
)
AMOUNTS = st.sampled_from([0, 0, 1, 500, 1_000, 2_000, 2_001, 15_000]).map(lambda cents: Decimal(cents) / 100)
NOTE = credit_note("C800", "5.00", "800")
CORRECTED = paper("800", to="PO-8", file="800.pdf")
REACHING: tuple[Command, ...] = (
    CancelInvoice(invoice="INV-800"),
    CancelInvoice(invoice="800"),
    ReplaceInvoice(invoice="INV-800", attachment="800.pdf"),
    SubmitCredit(invoice="INV-800", attachment=NOTE.file),
    SubmitInvoice(document="PO-8", as_ordered=True, number="9"),
    Accept(document="PO-8"),
    Received(document="PO-8"),
    Reject(document="PO-8", reason="no"),
    SendDocument(document="PO-8"),
    SendDocument(document="INV-800"),
    AskStatus(document="INV-800"),
    AskOpen(),
    Comment(document="PO-8", text="what is this?"),
)


def _spent(invoice: Invoice) -> Decimal:
    """What of credit notes lies in its payments, less what was given back."""
    numbers = {p.number for p in invoice.payments if p.credit}
    return sum((p.amount for p in invoice.payments if {p.number, p.reverses} & numbers), Decimal(0))


class Books(House):
    """One supplier speaks; another one's order and invoice lie on the same table, as they never would."""

    @initialize(bands=st.booleans(), rate=st.sampled_from(["0", "5"]), guard=st.booleans())
    def opens(self, bands: bool, rate: str, guard: bool) -> None:
        super().opens(bands, rate, guard)
        self.table.dossier = self.table.dossier.with_order(THEIRS).with_invoice(THEIR_BILL)
        self.start = self.start.with_order(THEIRS).with_invoice(THEIR_BILL)
        if not bands:  # half of the order is paid, and some of that came back: there is a balance to spend
            self.table.sends(paper("1", row(quantity=5)))
            self._says(KARL, PayInvoice(document="INV-1", amount=Decimal(50)))
            self._says(KARL, CreditInvoice(document="INV-1", amount=Decimal(20), reason="two came back"))
            self.table.sends(paper("2", row(quantity=3)))
            self._says(KARL, PayInvoice(document="INV-2", amount=Decimal(5), credit="CN-1"))

    def _pick(self, which: int, *statuses: InvoiceStatus) -> str:
        """One of its own invoices."""
        mine = sorted((i for i in self.table.dossier.invoices if i.supplier == BOWLS), key=lambda i: i.received_at, reverse=True)
        fit = [i for i in mine if i.status in statuses] or mine
        return fit[which % len(fit)].reference if fit else "INV-1"

    @rule(which=WHICH, amount=AMOUNTS, number=st.sampled_from(["", "C1", "C2"]))
    def is_credited(self, which: int, amount: Decimal, number: str) -> None:
        chosen = self._pick(which, S.APPROVED, S.PARTLY_PAID, S.PAID)
        self._says(KARL, CreditInvoice(document=chosen, amount=amount, reason="came back", number=number))

    @precondition(lambda self: bool(self.table.dossier.credits))
    @rule(which=WHICH, note=st.integers(0, 5), amount=AMOUNTS)
    def spends(self, which: int, note: int, amount: Decimal) -> None:
        notes = self.table.dossier.credits
        chosen = self._pick(which, S.APPROVED, S.PARTLY_PAID)
        self._says(KARL, PayInvoice(document=chosen, amount=amount, credit=notes[note % len(notes)].reference))

    @rule(which=WHICH)
    def pays_a_cent_too_much(self, which: int) -> None:
        chosen = self._pick(which, S.APPROVED, S.PARTLY_PAID)
        found = self.table.dossier.invoice(Reference(chosen))
        if found:
            self._says(KARL, PayInvoice(document=chosen, amount=found.open.amount + Decimal("0.01")))
            assert self.table.why

    @rule()
    def gives_a_balance_back(self) -> None:
        spent = [(i, p) for i in self.table.dossier.invoices for p in i.payments if p.credit and p.amount > 0]
        for invoice, payment in spent[-1:]:
            self._says(KARL, PayInvoice(document=invoice.reference, reverse=payment.number))

    @rule(command=st.sampled_from(REACHING))
    def reaches_for_what_is_not_its_own(self, command: Command) -> None:
        papers: tuple[Any, ...] = (CORRECTED,) if isinstance(command, ReplaceInvoice) else ()
        papers = (NOTE,) if isinstance(command, SubmitCredit) else papers
        self._watched(lambda: self.table.writes(command, papers=papers))

    @invariant()
    def another_suppliers_papers_are_neither_moved_nor_told(self) -> None:
        dossier = self.table.dossier
        assert (dossier.order(PO8), dossier.invoice(INV8)) == (THEIRS, THEIR_BILL)
        told = [n for post in self.table.letters if TOM in {p.address for p in post.to} for n in post.notices]
        assert not {n.document for n in told} & {PO8, INV8}
        assert not {choice for q in dossier.questions for choice in q.choices} & {PO8, INV8}

    @invariant()
    def a_credit_is_used_once(self) -> None:
        """What lowers invoices and what was spent are together what the notes gave; none gives more than it has."""
        dossier = self.table.dossier
        spent = sum((_spent(i) for i in dossier.invoices), Decimal(0))
        lowered = sum((i.credited for i in dossier.invoices), Decimal(0))
        assert spent + lowered == sum((c.applied for c in dossier.credits), Decimal(0))
        assert all(0 <= c.applied <= c.total.amount for c in dossier.credits)

    @invariant()
    def what_is_billed_of_a_line_is_known(self) -> None:
        """The rows of live invoices on it, however they are counted."""
        dossier = self.table.dossier
        open_now = left(dossier.invoices, dossier.orders)
        live = [i for i in dossier.invoices if i.status in LIVE]
        for one in dossier.orders:
            for ordered in one.lines:
                place = (one.reference, ordered.number)
                rows = [i.paper.lines[a.invoice_line] for i in live for a in i.assigned if (a.order, a.line) == place]
                counted = sum((quantity_in(row, ordered) for row in rows), Decimal(0))
                assert billed(dossier.invoices, one, ordered) == counted == ordered.quantity - open_now[place]


Books.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestBooks = Books.TestCase
