"""What stops an invoice although its total fits, and what is only shown (docs/rules.md 3 holds, 4.2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.commands.buyer_invoices import ApproveInvoice, TakeInvoice
from core.commands.supplier_talk import Yes
from core.findings import Effect
from core.findings import FindingKind as F
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.party import Level
from core.question import About
from tests.core.stories import (
    ANNA,
    IRIS,
    KARL,
    TOM,
    Table,
    band,
    house_policy,
    line,
    order,
    paper,
    row,
    supplier,
)

S = InvoiceStatus
ON_FILE = supplier(ibans=("DE89 3704 0044 0532 0130 00",), vat_id="DE 111")


def test_another_currency_is_held_for_the_initiator() -> None:
    """The number fits, the currency does not: no rate decides that."""
    table = Table(order()).sends(paper("77", row(), currency="USD"))
    assert (table.status(), len(table.findings(F.CURRENCY_DIFFERS))) == (S.MATCHING, 1)


def test_another_number_with_the_same_date_and_total_is_a_possible_duplicate() -> None:
    """The later one is held, the first is not; another day or another total is none."""
    table = Table(order("PO-1", line(quantity=100))).sends(paper("1")).sends(paper("2"))
    assert (table.status("INV-1"), table.status("INV-2")) == (S.APPROVED, S.MATCHING)
    assert [f.ours for f in table.findings(F.POSSIBLE_DUPLICATE, "INV-2")] == ["INV-1"]
    assert table.sends(paper("3", issue_date=date(2026, 3, 8))).status("INV-3") is S.APPROVED
    assert table.sends(paper("4", row(quantity=9))).status("INV-4") is S.APPROVED


def test_of_two_alike_in_one_mail_only_the_second_is_held() -> None:
    """Both came at the same minute; the first one does not suspect the second."""
    one, two = paper("1", file="both.pdf"), paper("2", file="both.pdf")
    table = Table(order("PO-1", line(quantity=100))).sends(one, two)
    assert (table.status("INV-1"), table.status("INV-2")) == (S.APPROVED, S.MATCHING)


def test_an_account_that_is_not_on_file_waits_for_the_accountant() -> None:
    """The total fits, no band applies: still Pending; the supplier's word about a new account changes nothing (T9)."""
    table = Table(order(), who=ON_FILE).sends(paper("77", row(), iban="GB33BUKB20201555555555"))
    assert (table.status(), table.told(KARL), table.told(TOM)) == (S.PENDING, [K.DECIDE_APPROVAL], [K.INVOICE_PENDING, K.RECEIPT])
    assert table.dossier.supplier == ON_FILE
    (finding,) = table.findings(F.BANK_DIFFERS)
    assert "GB33" not in f"{finding.ours}{finding.theirs}{finding.what}"
    assert table.says(IRIS, ApproveInvoice(document="INV-1")).why == "four_eyes"
    assert table.says(KARL, ApproveInvoice(document="INV-1")).status() is S.APPROVED


def test_after_the_accountant_the_amount_band_still_decides() -> None:
    """Karl releases the account; the hundred euro are Anna's."""
    table = Table(order(), who=ON_FILE, policy=house_policy(bands=(band(0, ANNA),)))
    table.sends(paper("77", row(), iban="GB33BUKB20201555555555"))
    assert (table.told(KARL), table.told(ANNA)) == ([K.DECIDE_APPROVAL], [])
    assert table.says(ANNA, ApproveInvoice(document="INV-1")).why == "not_allowed"
    table.says(KARL, ApproveInvoice(document="INV-1"))
    assert (table.status(), table.facts(), table.told(ANNA)) == (S.PENDING, ["InvoiceReleased"], [K.DECIDE_APPROVAL])
    assert table.says(KARL, ApproveInvoice(document="INV-1")).why == "not_allowed"
    assert table.says(ANNA, ApproveInvoice(document="INV-1")).status() is S.APPROVED


def test_the_account_on_file_may_be_written_with_spaces() -> None:
    """The same digits are the same account."""
    assert Table(order(), who=ON_FILE).sends(paper("77", row(), iban="DE89370400440532013000")).status() is S.APPROVED


def test_a_difference_and_a_bank_hold_are_decided_one_after_the_other() -> None:
    """First the initiator takes, then the accountant looks."""
    table = Table(order(), who=ON_FILE).sends(paper("77", row(price="12.00"), iban="GB33BUKB20201555555555"))
    assert table.status() is S.MATCHING
    assert table.says(IRIS, TakeInvoice(document="INV-1")).status() is S.PENDING
    assert table.told(KARL) == [K.DECIDE_APPROVAL]


def test_a_sender_who_is_not_authenticated_never_gets_one_through_by_rule() -> None:
    """Matching, and after the initiator took it still a person: the accountant."""
    table = Table(order()).sends(paper(), level=Level.NAMED, thread="PO-1")
    assert (table.status(), len(table.findings(F.NOT_AUTHENTICATED))) == (S.MATCHING, 1)
    assert table.says(IRIS, TakeInvoice(document="INV-1")).status() is S.PENDING


def test_a_colleague_of_unknown_address_makes_a_draft_that_the_contact_vouches_for() -> None:
    """Level 1: the contact on file is asked alone; his YES with the one-time token submits it."""
    table = Table(order()).sends(paper(), level=Level.BEARER, thread="PO-1", who="new@bowls.example")
    assert (table.status(), table.question.asked_of, table.question.about) == (S.DRAFT, TOM, About.SENDER)
    assert K.INVOICE_DRAFT in table.told(TOM)
    assert K.INVOICE_DRAFT not in table.told("new@bowls.example")
    table.writes(Yes(), token=table.question, level=Level.NAMED)
    assert (table.status(), table.invoice().level) == (S.APPROVED, Level.AUTHENTIC)


def test_the_one_who_is_vouched_for_cannot_vouch() -> None:
    """The token was forwarded to the colleague: from his address it is worth nothing (T6)."""
    table = Table(order()).sends(paper(), level=Level.BEARER, thread="PO-1", who="new@bowls.example")
    table.writes(Yes(), token=table.question, level=Level.BEARER, who="new@bowls.example")
    assert (table.why, table.status()) == ("not_allowed", S.DRAFT)


def test_an_invoice_that_a_buyer_forwards_is_matched_but_never_approved_by_rule() -> None:
    """It counts as handed in by Iris; an accountant looks at it."""
    table = Table(order()).forwards(paper())
    assert (table.invoice().handed_in_by, table.status()) == (IRIS, S.PENDING)
    assert table.says(KARL, ApproveInvoice(document="INV-1")).status() is S.APPROVED


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"seller_vat": "DE999"}, F.VAT_ID_DIFFERS),
        ({"buyer_name": "Other Company"}, F.NOT_OUR_NAME),
        ({"issue_date": date(2024, 1, 1)}, F.DATE_UNLIKELY),
        ({"issue_date": date(2027, 1, 1)}, F.DATE_UNLIKELY),
    ],
)
def test_what_is_odd_is_shown_and_stops_nothing(change: dict[str, object], kind: F) -> None:
    """VAT id, our name, a date in the future or older than a year."""
    table = Table(order(), who=ON_FILE).sends(replace(paper(), **change))
    assert ([f.effect for f in table.findings(kind)], table.status()) == ([Effect.SHOWN], S.APPROVED)


def test_our_name_or_our_vat_id_is_enough() -> None:
    """With the legal form or without; an old name with our VAT id."""
    for change in ({"buyer_name": "ACME GmbH, Berlin"}, {"buyer_name": "Acme Trading", "buyer_vat": "DE 123456789"}):
        table = Table(order()).sends(replace(paper(), **change))  # type: ignore[arg-type]
        assert table.findings(F.NOT_OUR_NAME) == []


def test_another_tax_than_ordered_is_shown() -> None:
    """By rate on the line, or by amount where the lines print none."""
    taxed = order("PO-1", line(tax_rate=Decimal(19)))
    by_rate = Table(taxed).sends(paper("77", row(tax_rate=Decimal(7)), tax="7"))
    assert [(f.ours, f.theirs) for f in by_rate.findings(F.TAX_DIFFERS)] == [("19", "7")]
    by_amount = Table(taxed).sends(paper("77", row(), tax="7"))
    assert [(f.ours, f.theirs) for f in by_amount.findings(F.TAX_DIFFERS)] == [("19.00", "7.00")]
    assert Table(taxed).sends(paper("77", row(), tax="19")).findings(F.TAX_DIFFERS) == []
    assert Table(order()).sends(paper("77", row(tax_rate=Decimal(7)), tax="7")).findings(F.TAX_DIFFERS) == []
