"""Credit notes that a buyer enters, and the spending of a balance (docs/rules.md 3)."""

from decimal import Decimal

import pytest

from core.commands.buyer_credits import CreditInvoice
from core.commands.buyer_invoices import PayInvoice, TakeInvoice
from core.commands.supplier_invoices import SubmitCredit
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.names import hash_of
from tests.core.stories import IRIS, KARL, TOM, Table, credit_note, line, order, paper, row

S = InvoiceStatus
D = Decimal


def approved() -> Table:
    """Ten bowls and five, invoiced with EUR 100.00 and EUR 50.00, both approved."""
    return Table(order("PO-1", line(quantity=15))).sends(paper()).sends(paper("78", row(quantity=5)))


def credits(table: Table, amount: str, on: str = "INV-1", who: str = KARL, **more: str) -> Table:
    """Karl enters a credit note."""
    return table.says(who, CreditInvoice(document=on, amount=D(amount), **{"reason": "three bowls came back"} | more))


def spends(table: Table, amount: str = "0", on: str = "INV-2", credit: str = "CN-1") -> Table:
    """Karl sets a balance off against an invoice."""
    return table.says(KARL, PayInvoice(document=on, amount=D(amount), credit=credit))


def with_balance() -> Table:
    """INV-1 is paid in full, then 30.00 of it are credited."""
    table = approved().says(KARL, PayInvoice(document="INV-1", amount=D("100.00")))
    note = credit_note("C1", "30.00", "77")
    return table.writes(SubmitCredit(attachment=note.file), papers=(note,))


def balance(table: Table) -> Decimal:
    """What is left of the first credit note."""
    return table.dossier.credits[0].balance.amount


def test_the_accountant_enters_a_credit_note_and_the_supplier_is_told_why() -> None:
    """It lowers what is open, like one that the supplier sends."""
    table = credits(approved(), "30.00")
    (note,) = table.dossier.credits
    assert (table.invoice().open.amount, table.told(TOM)) == (D("70.00"), [K.CREDIT_RECEIVED])
    assert (note.made_by, note.reason) == (KARL, hash_of(b"three bowls came back"))


@pytest.mark.parametrize(
    ("amount", "more", "why"),
    [
        ("0", {}, "bad_value"),
        ("-1.00", {}, "bad_value"),
        ("0.001", {}, "bad_value"),
        ("NaN", {}, "bad_value"),
        ("30.00", {"reason": " "}, "needs_reason"),
        ("30.00", {"who": IRIS}, "not_allowed"),
    ],
)
def test_what_is_no_credit_is_refused(amount: str, more: dict[str, str], why: str) -> None:
    """No amount, no reason, not accounts payable."""
    table = credits(approved(), amount, **more)
    assert (table.why, table.dossier.credits) == (why, ())


def test_the_number_of_the_supplier_counts_once_whoever_enters_it() -> None:
    """Karl enters it from paper, then the supplier mails it."""
    table = credits(approved(), "30.00", number="C-001")
    note = credit_note("c1", "30.00", "77")
    assert table.writes(SubmitCredit(attachment=note.file), papers=(note,)).why == "exists_already"


def test_a_draft_and_a_rejected_invoice_are_not_credited_by_the_buyer() -> None:
    """There is nothing to lower."""
    table = Table(order()).sends(paper("77", to=None))
    assert credits(table, "30.00").why == "wrong_status"


def test_a_balance_pays_another_invoice() -> None:
    """30.00 of 50.00: Partly paid, the rest in money; no room on the order comes of it."""
    table = spends(with_balance())
    assert (table.status("INV-2"), table.invoice("INV-2").open.amount, balance(table)) == (S.PARTLY_PAID, D("20.00"), D("0.00"))
    assert (table.invoice("INV-2").credited, table.told(TOM)) == (0, [K.INVOICE_PARTLY_PAID])
    assert table.says(KARL, PayInvoice(document="INV-2", amount=D("20.00"))).status("INV-2") is S.PAID


def test_a_balance_is_spent_once() -> None:
    """No more than is left, no more than is open, in parts too."""
    table = spends(with_balance(), "10.00")
    assert balance(table) == D("20.00")
    assert spends(table, "20.01").why == "more_than_open"
    spends(table, "20.00")
    assert (spends(table).why, balance(table), table.invoice("INV-2").paid.amount) == ("bad_value", D("0.00"), D("30.00"))


def test_a_reversal_gives_the_balance_back() -> None:
    """It may be spent again."""
    table = spends(with_balance()).says(KARL, PayInvoice(document="INV-2", reverse=1))
    assert (table.status("INV-2"), balance(table)) == (S.APPROVED, D("30.00"))
    assert spends(table).status("INV-2") is S.PARTLY_PAID


def test_a_credit_note_that_is_not_known_or_in_other_money_pays_nothing() -> None:
    """Neither is guessed nor converted."""
    table = with_balance()
    assert spends(table, credit="CN-9").why == "unknown_document"
    table.sends(paper("79", row(quantity=1), currency="USD"))
    table.says(IRIS, TakeInvoice(document="INV-3"))
    assert spends(table, on="INV-3").why == "currency_differs"
