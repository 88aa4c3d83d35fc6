"""The life of a purchase order, and what a supplier can say about it (docs/rules.md 2)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.commands.buyer_orders import (
    AttachFile,
    CancelOrder,
    CompleteOrder,
    NewOrder,
    ResendOrder,
    ReviseOrder,
    SubmitOrder,
)
from core.commands.command import Command
from core.commands.supplier_orders import Accept, Change, Received, Reject
from core.commands.supplier_talk import No
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.names import SupplierId, text_hash
from core.order import Attached, Confirmation, LineAnswer, OrderStatus, PurchaseOrder
from core.party import SupplierStatus
from tests.core.stories import ADA, BOWLS, IRIS, KARL, OTTO, TOM, Table, file, line, order, paper, row, supplier

S = OrderStatus
TWO = (line(1, "Bowl 24 cm"), line(2, "Plate 20 cm", price="5.00"))


def in_status(status: OrderStatus) -> Table:
    """A table with PO-1 in this status."""
    table = Table()
    table.says(IRIS, NewOrder(order=order()))
    if status is not S.DRAFT:
        table.says(IRIS, SubmitOrder(document="PO-1"))
    if status is S.COMPLETED:
        table.says(IRIS, CompleteOrder(document="PO-1"))
    if status is S.CANCELED:
        table.says(IRIS, CancelOrder(document="PO-1"))
    assert table.order().status is status
    return table


BY_BUYER: dict[str, tuple[Command, set[OrderStatus]]] = {
    "submit": (SubmitOrder(document="PO-1"), {S.DRAFT}),
    "revise": (ReviseOrder(document="PO-1", lines=(line(price="11.00"),)), {S.SUBMITTED}),
    "resend": (ResendOrder(document="PO-1"), {S.SUBMITTED}),
    "cancel": (CancelOrder(document="PO-1"), {S.DRAFT, S.SUBMITTED}),
    "complete": (CompleteOrder(document="PO-1"), {S.SUBMITTED}),
    "attach": (AttachFile(document="PO-1", file=file("drawing.pdf")), {S.DRAFT, S.SUBMITTED}),
}


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("word", list(BY_BUYER))
def test_a_buyers_move_is_made_where_it_is_drawn_and_refused_elsewhere(word: str, status: OrderStatus) -> None:
    """Draft, Submitted, Completed, Canceled: no other move exists, and the refusal names the status."""
    command, allowed = BY_BUYER[word]
    table = in_status(status).says(IRIS, command)
    if status in allowed:
        assert table.why is None
    else:
        assert table.why == "wrong_status"
        assert table.last.refusal and table.last.refusal.detail == status.value
        assert table.order() == in_status(status).order()


@pytest.mark.parametrize(
    ("status", "why"), [(S.DRAFT, "unknown_document"), (S.COMPLETED, "wrong_status"), (S.CANCELED, "order_canceled")]
)
def test_a_supplier_answers_only_a_submitted_order(status: OrderStatus, why: str) -> None:
    """A Draft does not exist for the supplier; an acceptance after cancel is refused with that reason."""
    assert in_status(status).writes(Accept(document="PO-1")).why == why


def test_the_order_of_another_initiator_is_refused_but_not_to_an_admin() -> None:
    """Iris's order is Iris's, or an admin's."""
    table = Table(order())
    assert table.says(OTTO, CancelOrder(document="PO-1")).why == "not_allowed"
    assert table.says(KARL, CancelOrder(document="PO-1")).why == "not_allowed"
    assert table.says(ADA, CancelOrder(document="PO-1")).why is None


@pytest.mark.parametrize("status", [SupplierStatus.PENDING, SupplierStatus.DISABLED])
def test_a_pending_or_disabled_supplier_gets_no_order(status: SupplierStatus) -> None:
    """The draft stays a draft and nobody outside is told."""
    table = Table(order(), who=supplier(status=status))
    assert (table.why, table.order().status, table.told(TOM)) == ("supplier_off", S.DRAFT, [])


def test_a_supplier_without_a_contact_gets_no_order() -> None:
    """There is nobody to write to."""
    assert Table(order(), who=supplier(contacts=())).why == "supplier_off"


def test_a_number_is_given_once() -> None:
    """A second PO-1 is refused and the first stays as it was."""
    table = Table(order())
    assert table.says(IRIS, NewOrder(order=order("PO-1", line(price="1.00")))).why == "exists_already"
    assert table.order().net.amount == Decimal("100.00")


def test_a_new_order_starts_as_a_draft_whatever_it_says_of_itself() -> None:
    """An import cannot smuggle in a status or a revision."""
    table = Table().says(IRIS, NewOrder(order=order(status=S.COMPLETED, revision=7)))
    assert (table.order().status, table.order().revision) == (S.DRAFT, 0)


# ---- confirmation


def test_received_is_an_acknowledgement_and_never_an_acceptance() -> None:
    """AB, not AP; said twice it happens once."""
    table = Table(order()).writes(Received(), thread="PO-1")
    assert (table.order().confirmation, table.facts()) == (Confirmation.ACKNOWLEDGED, ["OrderAcknowledged"])
    assert table.writes(Received(), thread="PO-1").facts() == []


def test_accepting_all_lines_confirms_the_order() -> None:
    """The writer has it confirmed, the initiator is told."""
    table = Table(order("PO-1", *TWO)).writes(Accept(), thread="PO-1")
    assert table.order().confirmation is Confirmation.ACCEPTED
    assert table.told(TOM) == [K.ACCEPTANCE_NOTED, K.RECEIPT]
    assert table.told(IRIS) == [K.ORDER_ANSWERED]


def test_lines_that_were_not_answered_stay_open() -> None:
    """Accepting line 1 says nothing about line 2."""
    table = Table(order("PO-1", *TWO)).writes(Accept(lines=(1, 1)), thread="PO-1")
    assert [a.line for a in table.order().answers] == [1]
    assert table.order().confirmation is Confirmation.CHANGED


def test_a_rejection_needs_a_reason_and_the_words_are_kept_apart() -> None:
    """The event holds the hash; the text is handed over for keeping."""
    table = Table(order()).writes(Reject(reason="  "), thread="PO-1")
    assert (table.why, table.order().answers) == ("needs_reason", ())
    table.writes(Reject(reason="out of stock"), thread="PO-1")
    assert table.order().confirmation is Confirmation.REJECTED
    assert table.order().answers[0].reason == text_hash("out of stock")
    assert [t.text for t in table.last.texts] == ["out of stock"]


def test_a_newer_answer_replaces_the_older_one_line_by_line() -> None:
    """Accepted, then line 2 refused: line 1 stands."""
    table = Table(order("PO-1", *TWO)).writes(Accept(), thread="PO-1")
    table.writes(Reject(lines=(2,), reason="sold out"), thread="PO-1")
    assert {a.line: a.answer for a in table.order().answers} == {1: LineAnswer.ACCEPTED, 2: LineAnswer.REJECTED}


def test_what_is_billed_cannot_be_refused_any_more() -> None:
    """Rejected quantity is at most what was ordered less what was invoiced."""
    table = Table(order("PO-1", *TWO)).sends(paper("77", row(quantity=4)))
    assert table.writes(Reject(lines=(1,), reason="no"), thread="PO-1").why == "more_than_open"
    assert table.writes(Reject(lines=(2,), reason="no"), thread="PO-1").why is None


def test_a_line_that_does_not_exist_is_named() -> None:
    """Line 9 of an order of two."""
    table = Table(order("PO-1", *TWO)).writes(Accept(lines=(1, 9)), thread="PO-1")
    assert (table.why, table.last.refusal and table.last.refusal.detail) == ("unknown_line", "9")
    assert table.order().answers == ()


def test_a_change_never_touches_the_order() -> None:
    """Lines and revision stay; the initiator is asked to decide."""
    table = Table(order())
    before = table.order()
    table.writes(Change(line=1, unit_price=Decimal("11.00")), thread="PO-1")
    assert (table.order().lines, table.order().revision) == (before.lines, before.revision)
    assert table.told(IRIS) == [K.DECIDE_ANSWER]
    assert table.told(TOM) == [K.CHANGE_NOTED, K.RECEIPT]


# ---- revisions


def test_a_revision_keeps_the_confirmation_of_unchanged_lines() -> None:
    """Line 2 costs more now: line 1 stays confirmed, line 2 is open again."""
    table = Table(order("PO-1", *TWO)).writes(Accept(), thread="PO-1")
    table.says(IRIS, ReviseOrder(document="PO-1", lines=(TWO[0], replace(TWO[1], unit_price=Decimal("6.00")))))
    now = table.order()
    assert (now.revision, [(a.line, a.revision) for a in now.answers]) == (2, [(1, 2)])
    assert table.told(TOM) == [K.ORDER_REVISED]


def test_an_answer_to_an_old_revision_changes_nothing() -> None:
    """The supplier replies to the mail of revision 1 when 2 is out."""
    table = Table(order()).says(IRIS, ReviseOrder(document="PO-1", lines=(line(price="9.00"),)))
    table.writes(Accept(), thread="PO-1", revision=1)
    assert (table.why, table.last.refusal and table.last.refusal.detail) == ("old_revision", "1")
    assert table.order().confirmation is Confirmation.OPEN
    assert table.writes(Accept(), thread="PO-1", revision=2).why is None


@pytest.mark.parametrize("lines", [(), (line(),), (line(), line())])
def test_a_revision_needs_a_difference(lines: tuple[object, ...]) -> None:
    """No lines, the same lines, or one number twice: no revision."""
    table = Table(order()).says(IRIS, ReviseOrder(document="PO-1", lines=lines))  # type: ignore[arg-type]
    assert (table.why, table.order().revision) == ("bad_value", 1)


def test_less_than_is_billed_cannot_be_ordered() -> None:
    """Six bowls are billed: five, or none, is refused; six is not."""
    table = Table(order("PO-1", *TWO)).sends(paper("77", row(quantity=6)))
    assert table.says(IRIS, ReviseOrder(document="PO-1", lines=(line(quantity=5), TWO[1]))).why == "more_than_open"
    assert table.says(IRIS, ReviseOrder(document="PO-1", lines=(TWO[1],))).why == "more_than_open"
    assert table.says(IRIS, ReviseOrder(document="PO-1", lines=(line(quantity=6), TWO[1]))).why is None


# ---- cancel and complete


def test_cancel_takes_the_undecided_invoices_along_and_the_supplier_is_told_in_one_letter() -> None:
    """A Draft and one in Matching become Canceled."""
    table = Table(order()).sends(paper("77", row(price="12.00"))).sends(paper(None, file="x.pdf", proven=False))
    assert (table.status("INV-1"), table.status("INV-2")) == (InvoiceStatus.MATCHING, InvoiceStatus.DRAFT)
    table.says(IRIS, CancelOrder(document="PO-1", reason="not needed"))
    assert (table.order().status, table.status("INV-1"), table.status("INV-2")) == (
        S.CANCELED,
        InvoiceStatus.CANCELED,
        InvoiceStatus.CANCELED,
    )
    assert table.told(TOM) == [K.ORDER_CANCELED, K.INVOICE_CANCELED, K.INVOICE_CANCELED]
    assert table.open_questions == []


def test_cancel_is_refused_once_an_invoice_is_approved() -> None:
    """And the refusal names it."""
    table = Table(order()).sends(paper()).says(IRIS, CancelOrder(document="PO-1"))
    assert table.last.refusal and table.last.refusal.detail == "INV-1 Approved"
    assert table.order().status is S.SUBMITTED


def test_an_order_that_never_went_out_is_canceled_in_silence() -> None:
    """The supplier never heard of it."""
    table = Table().says(IRIS, NewOrder(order=order())).says(IRIS, CancelOrder(document="PO-1", reason="typo"))
    assert (table.order().status, table.letters) == (S.CANCELED, ())


def test_no_takes_an_answer_back_within_a_day() -> None:
    """After 24 hours it is too late; with nothing said there is nothing to take back."""
    table = Table(order())
    assert table.writes(No(), thread="PO-1").why == "nothing_to_undo"
    table.writes(Accept(), thread="PO-1").later(0.5).writes(No(), thread="PO-1")
    assert (table.facts(), table.order().answers) == (["LineAnswersWithdrawn"], ())
    table.writes(Accept(), thread="PO-1").later(1.1)
    assert table.writes(No(), thread="PO-1").why == "too_late_to_undo"


def test_an_answer_to_a_finished_order_cannot_be_taken_back() -> None:
    """It is part of its history; the refusal names the status."""
    table = Table(order()).writes(Accept(), thread="PO-1").says(IRIS, CompleteOrder(document="PO-1"))
    assert table.writes(No(), thread="PO-1").why == "wrong_status"


# ---- attachments


def test_an_internal_file_never_leaves_the_house() -> None:
    """It is kept, and nobody outside hears of it."""
    internal = replace(file("margin.xlsx"), internal=True)
    table = Table(order()).says(IRIS, AttachFile(document="PO-1", file=internal))
    assert (table.order().attachments, table.told(TOM)) == ((internal,), [])
    table.says(IRIS, AttachFile(document="PO-1", file=file("drawing.pdf")))
    assert table.told(TOM) == [K.FILE]


def test_a_file_on_a_draft_goes_with_the_order_later() -> None:
    """The supplier does not know a Draft, so no letter about its files."""
    table = Table().says(IRIS, NewOrder(order=order())).says(IRIS, AttachFile(document="PO-1", file=file("a.pdf")))
    assert table.letters == ()


def test_a_file_over_15_megabytes_is_refused() -> None:
    """15 MB passes, one byte more does not."""
    big = Attached(hash=file("big").hash, name="big", media_type="application/pdf", size=15_000_001)
    table = Table(order())
    assert table.says(IRIS, AttachFile(document="PO-1", file=big)).why == "file_too_large"
    assert table.says(IRIS, AttachFile(document="PO-1", file=replace(big, size=15_000_000))).why is None


# ---- isolation


def test_another_suppliers_order_does_not_exist() -> None:
    """Whatever was loaded: PO-9 of another supplier is unknown, never "not yours"."""
    table = Table(order())
    foreign: PurchaseOrder = order("PO-9", supplier=SupplierId("S-9"), status=S.SUBMITTED, revision=1)
    table.dossier = table.dossier.with_order(foreign)
    assert table.writes(Accept(document="PO-9")).why == "unknown_document"
    assert table.writes(Accept(document="PO-77")).why == "unknown_document"
    table.sends(paper("77", to="PO-9"))
    assert table.status() is InvoiceStatus.DRAFT
    assert all(choice != "PO-9" for q in table.open_questions for choice in q.choices)
    assert table.invoice().supplier == BOWLS
