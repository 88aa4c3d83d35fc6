"""Payments, reversals and credit notes (docs/rules.md 3)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.commands.buyer_invoices import ApproveInvoice, PayInvoice
from core.commands.buyer_orders import CompleteOrder
from core.commands.supplier_invoices import SubmitCredit
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.order import OrderStatus
from core.paper import Field, Paper
from tests.core.stories import (
    ADA,
    ANNA,
    IRIS,
    KARL,
    TOM,
    Table,
    band,
    credit_note,
    doubted,
    house_policy,
    line,
    order,
    paper,
    row,
)

S = InvoiceStatus


def approved() -> Table:
    """Ten bowls, invoiced with EUR 100.00 and approved."""
    return Table(order()).sends(paper())


def pays(table: Table, amount: str, who: str = KARL) -> Table:
    """Karl records a payment on INV-1."""
    return table.says(who, PayInvoice(document="INV-1", amount=Decimal(amount)))


def credits(table: Table, note: Paper, on: str | None = None, thread: str | None = None) -> Table:
    """The supplier sends a credit note."""
    return table.writes(SubmitCredit(attachment=note.file, invoice=on), papers=(note,), thread=thread)


def test_a_part_then_the_rest() -> None:
    """Partly paid, then Paid; the supplier is told each time, and the order is completed."""
    table = pays(approved(), "40.00")
    assert (table.status(), table.told(TOM), table.invoice().open.amount) == (
        S.PARTLY_PAID,
        [K.INVOICE_PARTLY_PAID],
        Decimal("60.00"),
    )
    pays(table, "60.00")
    assert (table.status(), table.told(TOM), table.order().status) == (S.PAID, [K.INVOICE_PAID], OrderStatus.COMPLETED)


def test_a_credit_note_without_a_number_is_refused() -> None:
    """Nobody could tell that it came before."""
    table = credits(approved(), replace(credit_note("C-1", "40.00", to="77"), number=None))
    assert (table.why, table.last.refusal and table.last.refusal.detail, table.invoice().credited) == ("bad_value", "number", 0)


def test_a_credit_note_without_a_date_counts_once_over_new_year() -> None:
    """The year of receipt stands in for the date: the year beside is the same one."""
    undated = replace(credit_note("C-1", "40.00"), issue_date=None)
    table = credits(approved(), undated)
    table.at += timedelta(days=365)
    credits(table, undated)
    assert (table.why, table.invoice().credited) == ("exists_already", Decimal("40.00"))


def test_more_than_is_open_is_refused() -> None:
    """Also after a part; the refusal says what is open."""
    table = pays(pays(approved(), "40.00"), "60.01")
    assert (table.why, table.last.refusal and table.last.refusal.detail, table.status()) == (
        "more_than_open",
        "60.00",
        S.PARTLY_PAID,
    )


@pytest.mark.parametrize("amount", ["0", "-5.00", "0.001", "NaN", "Infinity", "1e30"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    """Nothing, less than nothing, parts of a cent, and what is no number."""
    table = pays(approved(), amount)
    assert (table.why, table.invoice().payments) == ("bad_value", ())


def test_only_accounts_payable_pays() -> None:
    """Accountant or admin."""
    assert pays(approved(), "1.00", IRIS).why == "not_allowed"
    assert pays(approved(), "1.00", ANNA).why == "not_allowed"
    assert pays(approved(), "1.00", ADA).why is None


def test_a_wrong_payment_is_reversed_once_and_not_deleted() -> None:
    """Paid, reversed: Approved again; both entries stay."""
    table = pays(approved(), "100.00").says(KARL, PayInvoice(document="INV-1", reverse=1))
    assert (table.status(), [p.amount for p in table.invoice().payments]) == (S.APPROVED, [Decimal("100.00"), Decimal("-100.00")])
    assert table.told(TOM) == [K.PAYMENT_REVERSED]
    for number in (1, 2, 7):
        assert table.says(KARL, PayInvoice(document="INV-1", reverse=number)).why == "bad_value"
    assert pays(table, "100.00").status() is S.PAID


def test_a_reversal_of_one_of_two_leaves_it_partly_paid() -> None:
    """40 and 60, the 60 comes back."""
    table = pays(pays(approved(), "40.00"), "60.00").says(KARL, PayInvoice(document="INV-1", reverse=2))
    assert (table.status(), table.invoice().open.amount) == (S.PARTLY_PAID, Decimal("60.00"))


# ---- credit notes


def test_a_credit_note_lowers_what_is_open() -> None:
    """30 of 100: 70 are still to be paid."""
    table = credits(approved(), credit_note("C1", "30.00", "77"))
    assert (table.invoice().open.amount, table.status(), table.told(TOM)) == (
        Decimal("70.00"),
        S.APPROVED,
        [K.CREDIT_RECEIVED, K.RECEIPT],
    )
    assert pays(table, "70.01").why == "more_than_open"
    assert pays(table, "70.00").status() is S.PAID


def test_a_credit_note_with_a_negative_total_is_the_same() -> None:
    """Some print the minus."""
    assert credits(approved(), credit_note("C1", "-30.00", "77")).invoice().open.amount == Decimal("70.00")


def test_a_fully_credited_invoice_that_was_not_paid_is_canceled() -> None:
    """Nothing is owed any more."""
    assert credits(approved(), credit_note("C1", "100.00", "77")).status() is S.CANCELED


def test_so_is_one_that_still_waits() -> None:
    """It need not be decided first."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    assert credits(table, credit_note("C1", "120.00", "77")).status() is S.CANCELED
    table = Table(order(), policy=house_policy(bands=(band(0, ANNA),))).sends(paper())
    credits(table, credit_note("C1", "100.00", "77"))
    assert (table.status(), table.says(ANNA, ApproveInvoice(document="INV-1")).why) == (S.CANCELED, "wrong_status")


def test_the_rest_of_a_partly_paid_invoice_may_be_credited() -> None:
    """60 paid, 40 credited: Paid."""
    assert credits(pays(approved(), "60.00"), credit_note("C1", "40.00", "77")).status() is S.PAID


def test_what_exceeds_the_invoice_is_the_suppliers_balance() -> None:
    """100 paid, 30 credited: nothing is open, 30 of the note are not applied."""
    table = credits(pays(approved(), "100.00"), credit_note("C1", "30.00", "77"))
    (note,) = table.dossier.credits
    assert (table.status(), table.invoice().open.amount, note.applied) == (S.PAID, Decimal("0.00"), Decimal("0.00"))


def test_the_same_credit_note_counts_once() -> None:
    """Sent twice, or with its number written in another way."""
    table = credits(approved(), credit_note("C-001", "30.00", "77"))
    assert credits(table, credit_note("c1", "30.00", "77")).why == "exists_already"
    assert table.invoice().credited == Decimal("30.00")


def test_a_credit_note_without_a_reference_belongs_to_the_thread_or_is_asked_about() -> None:
    """Of two open invoices none is guessed."""
    table = approved().sends(paper("78", row(quantity=1)))
    assert credits(table, credit_note("C1", "5.00")).why == "which_document"
    assert credits(table, credit_note("C1", "5.00"), thread="INV-1").invoice("INV-1").credited == Decimal("5.00")


def test_what_is_not_certain_credits_nothing() -> None:
    """A doubt, no total, another currency."""
    unclear = credit_note("C1", "30.00", "77", doubts=(doubted(Field.GROSS_TOTAL),))
    assert credits(approved(), unclear).why == "bad_value"
    assert credits(approved(), credit_note("C1", "0", "77")).why == "bad_value"
    assert credits(approved(), credit_note("C1", "NaN", "77")).why == "bad_value"
    assert credits(approved(), credit_note("C1", "30.00", "77", currency="USD")).why == "currency_differs"


def test_a_credit_makes_room_on_the_order() -> None:
    """The second invoice waits because the first used the order up; half of the first is credited."""
    table = approved().sends(paper("78", row(quantity=5)))
    assert table.status("INV-2") is S.MATCHING
    assert credits(table, credit_note("C1", "50.00", "77")).status("INV-2") is S.APPROVED


def test_a_credited_order_is_completed_when_all_is_paid() -> None:
    """The credit closes the invoice: the order is done."""
    table = pays(approved(), "90.00")
    assert table.order().status is OrderStatus.SUBMITTED
    credits(table, credit_note("C1", "10.00", "77"))
    assert (table.status(), table.order().status) == (S.PAID, OrderStatus.COMPLETED)


def test_an_order_with_a_part_not_billed_stays_open_until_completed_by_hand() -> None:
    """Nine of ten bowls are billed and paid."""
    table = Table(order()).sends(paper("77", row(quantity=9)))
    assert pays(table, "90.00").order().status is OrderStatus.SUBMITTED
    assert table.says(IRIS, CompleteOrder(document="PO-1")).order().status is OrderStatus.COMPLETED


def test_ordered_freight_that_was_never_billed_keeps_no_order_open() -> None:
    """The items are what is waited for."""
    table = Table(order("PO-1", line(), line(2, "Freight", 1, "20.00"))).sends(paper())
    assert pays(table, "100.00").order().status is OrderStatus.COMPLETED
