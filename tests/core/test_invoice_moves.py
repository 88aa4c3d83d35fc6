"""Every move of an invoice that is drawn, and every one that is not (docs/rules.md 3)."""

from decimal import Decimal

import pytest

from core.commands.buyer_invoices import (
    ApproveInvoice,
    LinkInvoice,
    PayInvoice,
    RejectInvoice,
    ReturnInvoice,
    TakeInvoice,
    VoidInvoice,
)
from core.commands.command import Command
from core.commands.supplier_invoices import CancelInvoice, ReplaceInvoice
from core.commands.supplier_talk import AnswerQuestion, No
from core.errors import Conflict
from core.events import InvoiceApproved, InvoiceEvent, InvoiceReceived
from core.evolve import invoice_after
from core.invoice import Invoice, InvoiceStatus
from core.letters import NoticeKind as K
from core.moves import LOOK, MAY, Colour, Turn
from tests.core.stories import ADA, ANNA, IRIS, KARL, NOON, TOM, Table, band, house_policy, order, paper, row

S = InvoiceStatus
SEEN_BY = {S.DRAFT: KARL, S.MATCHING: IRIS, S.PENDING: ANNA}
"""Whose turn it is to decide."""


def in_status(status: InvoiceStatus) -> Table:
    """A table with invoice INV-1 over EUR 100.00 (Matching: 120.00) in this status."""
    policy = house_policy(bands=(band(0, ANNA),)) if status in (S.PENDING, S.REJECTED) else house_policy()
    table = Table(order(), policy=policy)
    if status is S.DRAFT:
        table.sends(paper(None, file="77.pdf"))
    elif status is S.MATCHING:
        table.sends(paper("77", row(price="12.00")))
    else:
        table.sends(paper())
    if status is S.REJECTED:
        table.says(ANNA, RejectInvoice(document="INV-1", reason="not delivered"))
    if status is S.CANCELED:
        table.says(KARL, VoidInvoice(document="INV-1", reason="wrong company"))
    if status in (S.PARTLY_PAID, S.PAID):
        table.says(KARL, PayInvoice(document="INV-1", amount=Decimal("100.00" if status is S.PAID else "40.00")))
    assert table.status() is status
    return table


BUYER_MOVES: dict[str, tuple[Command, dict[InvoiceStatus, InvoiceStatus]]] = {
    "take": (TakeInvoice(document="INV-1"), {S.MATCHING: S.APPROVED}),
    "approve": (ApproveInvoice(document="INV-1"), {S.PENDING: S.APPROVED}),
    "reject": (RejectInvoice(document="INV-1", reason="no"), {S.MATCHING: S.REJECTED, S.PENDING: S.REJECTED}),
    "return": (ReturnInvoice(document="INV-1", reason="why?"), {S.MATCHING: S.DRAFT, S.PENDING: S.DRAFT}),
    "at order price": (ReturnInvoice(document="INV-1", at_order_price=True), {S.MATCHING: S.DRAFT, S.PENDING: S.DRAFT}),
}


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("word", list(BUYER_MOVES))
def test_a_decision_is_made_by_whose_turn_it_is_and_nowhere_else(word: str, status: InvoiceStatus) -> None:
    """Where the move is not drawn it is refused with the status, and the invoice stays as it was."""
    command, leads_to = BUYER_MOVES[word]
    table = in_status(status)
    before = table.invoice()
    who = SEEN_BY.get(status, ADA)
    table.says(IRIS if word == "take" and status is not S.MATCHING else who, command)
    if status in leads_to:
        assert table.status() is leads_to[status]
    else:
        assert table.why in {"wrong_status", "not_allowed"}
        assert table.invoice() == before


@pytest.mark.parametrize("status", list(S))
def test_the_buyer_cancels_while_nothing_is_paid(status: InvoiceStatus) -> None:
    """Draft, Matching, Pending, Approved; with a reason."""
    table = in_status(status).says(KARL, VoidInvoice(document="INV-1", reason="wrong company"))
    drawn = status in (S.DRAFT, S.MATCHING, S.PENDING, S.APPROVED)
    assert (table.why is None) is drawn
    assert table.status() is (S.CANCELED if drawn else status)


def test_the_buyers_cancel_needs_a_reason() -> None:
    """And so does a rejection; a blank is none."""
    table = in_status(S.APPROVED).says(KARL, VoidInvoice(document="INV-1", reason=" "))
    assert (table.why, table.status()) == ("needs_reason", S.APPROVED)
    table = in_status(S.MATCHING).says(IRIS, RejectInvoice(document="INV-1", reason=" "))
    assert (table.why, table.status()) == ("needs_reason", S.MATCHING)
    table = in_status(S.MATCHING).says(IRIS, ReturnInvoice(document="INV-1"))
    assert (table.why, table.status()) == ("needs_reason", S.MATCHING)


@pytest.mark.parametrize("status", list(S))
def test_the_supplier_withdraws_or_replaces_until_it_is_approved(status: InvoiceStatus) -> None:
    """From Approved on it takes a credit note, and the refusal says so."""
    is_open = status in (S.DRAFT, S.MATCHING, S.PENDING)
    table = in_status(status).writes(CancelInvoice(invoice="INV-1"))
    assert (table.why, table.status()) == (None, S.CANCELED) if is_open else ("take_credit_note", status)
    new = paper("78", row(quantity=5))
    table = in_status(status).writes(ReplaceInvoice(invoice="INV-1", attachment=new.file), papers=(new,))
    assert table.why == (None if is_open else "take_credit_note")
    assert (table.invoice().paper == new) is is_open


@pytest.mark.parametrize("status", [S.DRAFT, S.MATCHING, S.PENDING, S.REJECTED, S.CANCELED])
def test_only_what_is_approved_is_paid(status: InvoiceStatus) -> None:
    """No other status takes a payment."""
    table = in_status(status).says(KARL, PayInvoice(document="INV-1", amount=Decimal("1.00")))
    assert (table.why, table.status()) == ("wrong_status", status)


@pytest.mark.parametrize("status", list(S))
def test_an_invoice_is_linked_by_hand_only_before_a_decision(status: InvoiceStatus) -> None:
    """Draft and Matching."""
    table = in_status(status).says(KARL, LinkInvoice(document="INV-1", order="PO-1"))
    assert (table.why is None) is (status in (S.DRAFT, S.MATCHING))


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("event", sorted(MAY, key=lambda e: e.__name__), ids=lambda e: e.__name__)
def test_a_fact_that_cannot_happen_is_a_conflict(event: type[InvoiceEvent], status: InvoiceStatus) -> None:
    """The table of moves guards `evolve` itself, whatever a command decided."""
    if status in MAY[event]:
        return
    invoice = in_status(status).invoice()
    fact = object.__new__(event)
    object.__setattr__(fact, "invoice", invoice.reference)
    with pytest.raises(Conflict):
        invoice_after(invoice, fact, NOON)


def test_the_table_of_moves_names_every_fact_of_an_invoice() -> None:
    """Only the first, being received, needs no status."""
    named = set(MAY)
    assert set(InvoiceEvent.__args__) - named == {InvoiceReceived}


def test_a_draft_whose_doubts_are_answered_is_submitted_by_itself() -> None:
    """The number was missing; with it the invoice is approved and the supplier told."""
    table = in_status(S.DRAFT)
    assert table.told(TOM) == [K.INVOICE_DRAFT, K.RECEIPT]
    table.writes(AnswerQuestion(value="77"), thread="INV-1")
    assert (table.status(), table.invoice().paper.number) == (S.APPROVED, "77")
    assert table.told(TOM) == [K.INVOICE_APPROVED, K.RECEIPT]


def test_a_returned_invoice_is_submitted_again_by_a_corrected_one() -> None:
    """ "At order price": the same number, the order's prices: approved."""
    table = in_status(S.MATCHING).says(IRIS, ReturnInvoice(document="INV-1", at_order_price=True))
    assert table.told(TOM) == [K.INVOICE_RETURNED]
    table.sends(paper("77"))
    assert (table.status(), len(table.dossier.invoices)) == (S.APPROVED, 1)


def test_a_returned_invoice_that_comes_again_unchanged_is_submitted_again() -> None:
    """The supplier insists: it is not "already received", it waits for the initiator once more."""
    table = in_status(S.MATCHING)
    insisted = table.invoice().paper
    table.says(IRIS, ReturnInvoice(document="INV-1", reason="really?")).sends(insisted)
    assert (table.status(), table.told(IRIS)) == (S.MATCHING, [K.DECIDE_MATCHING])


def test_no_takes_an_automatic_approval_back_within_a_day_and_no_later() -> None:
    """Reply NO within 24 hours: Canceled; not once a person acted on it."""
    assert in_status(S.APPROVED).writes(No(), thread="INV-1").status() is S.CANCELED
    table = in_status(S.APPROVED).later(1.1).writes(No(), thread="INV-1")
    assert (table.why, table.status()) == ("too_late_to_undo", S.APPROVED)
    table = in_status(S.PENDING).says(ANNA, ApproveInvoice(document="INV-1")).writes(No(), thread="INV-1")
    assert (table.why, table.status()) == ("already_decided", S.APPROVED)
    table = in_status(S.PAID).writes(No(), thread="INV-1")
    assert (table.why, table.status()) == ("already_decided", S.PAID)


def test_a_number_is_free_again_after_cancel_and_rejection() -> None:
    """The corrected invoice with the same number is a new one."""
    for status in (S.CANCELED, S.REJECTED):
        table = in_status(status).sends(paper())
        assert {i.reference for i in table.dossier.invoices} == {"INV-1", "INV-2"}


def test_every_status_has_its_colour_and_whose_turn_it_is() -> None:
    """One table, read by every channel."""
    assert set(LOOK) == set(S)
    assert LOOK[S.DRAFT].turn is Turn.SUPPLIER and LOOK[S.DRAFT].colour is Colour.LIGHT_GREEN
    assert {LOOK[s].turn for s in (S.MATCHING, S.PENDING, S.APPROVED)} == {Turn.BUYER}
    assert {LOOK[s].colour for s in (S.REJECTED, S.CANCELED)} == {Colour.DARK_RED}


def test_an_approval_names_its_person_or_nobody() -> None:
    """By rule: nobody; by Anna: Anna."""
    by_rule: Invoice = in_status(S.APPROVED).invoice()
    assert by_rule.approved_by is None
    table = in_status(S.PENDING).says(ANNA, ApproveInvoice(document="INV-1"))
    assert table.last.events == (InvoiceApproved(invoice=by_rule.reference, by=ANNA),)
