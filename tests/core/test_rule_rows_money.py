"""The paragraphs of docs/rules.md 3 on duplicates, payments and credit notes, sentence by sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.commands.buyer_credits import CreditInvoice
from core.commands.buyer_invoices import ApproveInvoice, PayInvoice, RejectInvoice, ReturnInvoice
from core.commands.supplier_invoices import CancelInvoice, SubmitCredit
from core.duplicates import business_key
from core.findings import Effect
from core.findings import FindingKind as F
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.names import SupplierId
from core.order import OrderStatus
from core.paper import Field, Source
from core.policy import Policy
from tests.core.stories import (
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
    supplier,
)

S = InvoiceStatus
D = Decimal
UNDECIDED = [S.DRAFT, S.MATCHING, S.PENDING]
DECIDED = [S.APPROVED, S.PARTLY_PAID, S.PAID]


def in_status(status: S) -> Table:
    """Invoice 77 over ten bowls where it stands so: EUR 100.00 and 19.00 of tax; in Matching one was ordered, else a hundred."""
    if status is S.REJECTED:
        return in_status(S.MATCHING).says(IRIS, RejectInvoice(document="INV-1", reason="no"))
    if status is S.CANCELED:
        return in_status(S.MATCHING).writes(CancelInvoice(invoice="77"))
    policy = house_policy(bands=(band(0, ANNA),)) if status is S.PENDING else house_policy()
    table = Table(order("PO-1", line(quantity=1 if status is S.MATCHING else 100)), policy=policy)
    table.sends(paper("77", tax="19", to="PO-9" if status is S.DRAFT else "PO-1")).later(0.1)
    if status in (S.PARTLY_PAID, S.PAID):
        table.says(KARL, PayInvoice(document="INV-1", amount=D("19.00") if status is S.PARTLY_PAID else D("119.00")))
    assert table.status() is status
    return table


def same_again(table: Table, **more: object) -> Table:
    """The same invoice as another file."""
    return table.sends(replace(table.invoice().paper, file="again.pdf", **more))  # type: ignore[arg-type]


# ---- duplicates


def test_the_key_is_supplier_year_and_number() -> None:
    """Another supplier's 77, and the 77 of another year, are other invoices."""
    table = in_status(S.APPROVED)
    mine = table.invoice()

    assert business_key(mine) == "S-1/2026/77"
    assert business_key(replace(mine, supplier=SupplierId("S-2"))) == "S-2/2026/77"
    assert business_key(replace(mine, paper=replace(mine.paper, issue_date=date(2025, 12, 31)))) == "S-1/2025/77"


@pytest.mark.parametrize("status", [S.MATCHING, S.PENDING, *DECIDED])
def test_the_same_key_and_the_same_totals_make_nothing_new_wherever_it_stands(status: S) -> None:
    """Answered with what is; neither status nor amounts move, and no buyer is asked again."""
    table = in_status(status)
    before = table.invoice()
    same_again(table)

    assert (table.facts(), len(table.dossier.invoices)) == (["DuplicateReceived"], 1)
    assert (table.status(), table.invoice().gross, table.invoice().paid) == (status, before.gross, before.paid)
    assert (table.told(TOM), table.told(IRIS), table.told(ANNA)) == ([K.INVOICE_ALREADY_RECEIVED, K.RECEIPT], [], [])


@pytest.mark.parametrize("status", UNDECIDED)
def test_the_same_key_with_another_total_is_a_new_version_while_undecided(status: S) -> None:
    """Draft, Matching or Pending: one invoice, with the new total."""
    table = in_status(status).sends(paper("77", row(quantity=9, price="10.00"), file="new.pdf"))

    assert "InvoiceReplaced" in table.facts()
    assert (len(table.dossier.invoices), table.invoice().gross.amount) == (1, D("90.00"))


@pytest.mark.parametrize("status", DECIDED)
def test_the_same_key_with_another_total_is_refused_from_approved_on(status: S) -> None:
    """It takes a credit note; nothing changes."""
    table = in_status(status)
    before = table.invoice()
    table.sends(paper("77", row(quantity=9, price="10.00"), file="new.pdf"))

    assert (table.why, table.invoice(), len(table.dossier.invoices)) == ("take_credit_note", before, 1)


@pytest.mark.parametrize("status", [S.REJECTED, S.CANCELED])
def test_rejected_and_canceled_free_the_key(status: S) -> None:
    """The same number is a new invoice, with the same totals and with others."""
    for again in (paper("77", tax="19"), paper("77", row(quantity=1))):
        table = in_status(status).sends(again)
        assert [(i.reference, i.paper.number) for i in table.dossier.invoices] == [("INV-1", "77"), ("INV-2", "77")]
        assert table.status("INV-1") is status


def test_the_same_gross_with_another_tax_has_other_totals() -> None:
    """EUR 119.00 of which 7 per cent are tax instead of 19: a new version while undecided, refused after that."""
    other = {"net_total": D("111.21"), "tax_total": D("7.79")}
    table = same_again(in_status(S.PENDING), **other)
    assert (table.invoice().net.amount, len(table.dossier.invoices)) == (D("111.21"), 1)

    assert same_again(in_status(S.APPROVED), **other).why == "take_credit_note"


def test_a_net_that_is_in_doubt_or_not_printed_is_no_other_total() -> None:
    """A scan of the approved invoice, read badly, is the same invoice."""
    for less in ({"net_total": D("11.21"), "doubts": (doubted(Field.NET_TOTAL),)}, {"net_total": None, "tax_total": None}):
        assert same_again(in_status(S.APPROVED), **less).facts() == ["DuplicateReceived"]


@pytest.mark.parametrize("more", [{"issue_date": date(2026, 3, 8)}, {"currency": "USD"}])
def test_another_number_is_suspect_only_with_the_same_date_total_and_currency(more: dict[str, object]) -> None:
    """One of them differs: no possible duplicate."""
    table = Table(order("PO-1", line(quantity=100))).sends(paper("77")).sends(paper("78", **more))  # type: ignore[arg-type]
    assert table.findings(F.POSSIBLE_DUPLICATE, "INV-2") == []


def test_a_possible_duplicate_is_taken_and_held_whatever_the_tolerance_is() -> None:
    """It is in the books, in Matching, with both numbers shown."""
    table = Table(order("PO-1", line(quantity=100)), who=supplier(tolerance=D(100))).sends(paper("77")).sends(paper("78"))

    (suspect,) = table.findings(F.POSSIBLE_DUPLICATE, "INV-2")
    assert (suspect.ours, suspect.theirs, suspect.effect) == ("INV-1", "78", Effect.MATCHING)
    assert (table.status("INV-1"), table.status("INV-2")) == (S.APPROVED, S.MATCHING)


def differing(table: Table) -> list[tuple[str, str, str]]:
    """What the two forms say otherwise: field, the one that counts, the other."""
    return [(f.what, f.ours, f.theirs) for f in table.findings(F.FORMS_DIFFER)]


PAGE = paper("77", row(price="12.00"), file="77.pdf", issue_date=date(2026, 3, 8))
XML = paper("77", row(price="12.00"), file="77.xml", source=Source.XML)
SAYS = [("issue_date", "2026-03-09", "2026-03-08")]


@pytest.mark.parametrize("first", ["page", "xml"])
@pytest.mark.parametrize("days", [0, 1], ids=["in one mail", "by two mails"])
def test_page_and_xml_are_one_invoice_with_two_sources_and_what_differs_is_shown(first: str, days: int) -> None:
    """Whichever comes first, and however: the XML counts while nobody has decided."""
    table, pair = Table(order()), (PAGE, XML) if first == "page" else (XML, PAGE)
    start = table.at
    for one in pair:
        table.sends(one)
        table.at = start.replace(day=start.day + days)

    (only,) = table.dossier.invoices
    assert (only.paper.source, sorted(s.name for s in only.sources)) == (Source.XML, ["77.pdf", "77.xml"])
    assert (differing(table), table.status()) == (SAYS, S.MATCHING)


def test_an_xml_that_comes_after_the_approval_is_a_source_and_what_differs_is_shown() -> None:
    """What was approved is the page; the buyer sees that the XML has another date."""
    table = Table(order("PO-1", line(price="12.00"))).sends(PAGE).later().sends(XML)

    assert (table.status(), table.invoice().paper.source, len(table.invoice().sources)) == (S.APPROVED, Source.TEXT, 2)
    assert differing(table) == [("issue_date", "2026-03-08", "2026-03-09")]


# ---- payments


def pays(table: Table, amount: str, **more: object) -> Table:
    """Karl records a payment on INV-1."""
    return table.says(KARL, PayInvoice(document="INV-1", amount=D(amount), **more))  # type: ignore[arg-type]


def credits(table: Table, number: str, gross: str, to: str | None = "77") -> Table:
    """The supplier sends a credit note."""
    note = credit_note(number, gross, to)
    return table.writes(SubmitCredit(attachment=note.file), papers=(note,))


def test_open_is_gross_less_credits_less_payments() -> None:
    """119.00 less 9.00 less 40.00 and 20.00; a reversal puts 20.00 back."""
    table = pays(pays(credits(in_status(S.APPROVED), "C1", "9.00"), "40.00"), "20.00")
    assert table.invoice().open.amount == D("50.00")

    assert table.says(KARL, PayInvoice(document="INV-1", reverse=2)).invoice().open.amount == D("70.00")


def test_a_payment_has_an_amount_a_date_and_a_reference() -> None:
    """Without a date it is today's, by the house: at half past eleven in the evening by UTC it is the next day in Berlin."""
    known: Policy = house_policy()
    table = Table(order(), policy=replace(known, house=replace(known.house, zone=ZoneInfo("Europe/Berlin")))).sends(paper("77"))
    pays(table, "40.00", paid_on=date(2026, 3, 2), remittance="SEPA 4711")
    table.at = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)
    pays(table, "10.00")

    kept = [(p.amount, p.paid_on, p.remittance) for p in table.invoice().payments]
    assert kept == [(D("40.00"), date(2026, 3, 2), "SEPA 4711"), (D("10.00"), date(2026, 3, 12), "")]


@pytest.mark.parametrize(("amount", "status"), [("119.00", S.PAID), ("118.99", S.PARTLY_PAID), ("0.01", S.PARTLY_PAID)])
def test_nothing_open_after_a_payment_is_paid_else_partly_paid(amount: str, status: S) -> None:
    """To the cent."""
    assert pays(in_status(S.APPROVED), amount).status() is status


@pytest.mark.parametrize("status", [S.DRAFT, S.MATCHING, S.PENDING, S.REJECTED, S.CANCELED])
def test_only_what_is_approved_is_paid(status: S) -> None:
    """Else the payment is refused with the status."""
    table = pays(in_status(status), "1.00")
    assert (table.why, table.status(), table.invoice().payments) == ("wrong_status", status, ())


def test_a_cent_more_than_is_open_after_a_credit_is_refused() -> None:
    """119.00 less 19.00: 100.01 is too much, 100.00 pays it."""
    table = pays(credits(in_status(S.APPROVED), "C1", "19.00"), "100.01")
    assert (table.why, table.invoice().payments) == ("more_than_open", ())
    assert pays(table, "100.00").status() is S.PAID


# ---- credit notes


def test_a_credit_note_refers_to_an_invoice_by_our_reference_or_the_suppliers_number() -> None:
    """Of two open ones the one that it names."""
    for named, credited in (("77", "INV-1"), ("INV-1", "INV-1"), ("78", "INV-2"), ("inv-2", "INV-2")):
        table = in_status(S.APPROVED).sends(paper("78", row(quantity=1, price="10.00")))
        credits(table, "C1", "5.00", named)
        assert [i.reference for i in table.dossier.invoices if i.credited] == [credited]


def test_without_a_reference_it_is_of_the_only_open_invoice_or_asked() -> None:
    """78 is open beside 77: nothing is lowered, and it is not counted as received."""
    assert credits(in_status(S.APPROVED), "C1", "5.00", None).invoice().credited == D("5.00")

    table = credits(in_status(S.APPROVED).sends(paper("78", row(quantity=1, price="10.00"))), "C1", "5.00", None)
    assert (table.why, table.dossier.credits, [i.credited for i in table.dossier.invoices]) == ("which_document", (), [0, 0])
    assert credits(table, "C1", "5.00", "78").invoice("INV-2").credited == D("5.00")


def test_what_exceeds_the_open_amount_is_the_suppliers_balance() -> None:
    """119.00, of which 100.00 are paid; a credit of 50.00 lowers 19.00, and 31.00 are left."""
    table = credits(pays(in_status(S.APPROVED), "100.00"), "C1", "50.00")

    (note,) = table.dossier.credits
    assert (table.invoice().open.amount, note.applied, note.balance.amount) == (D("0.00"), D("19.00"), D("31.00"))
    assert table.status() is S.PAID


@pytest.mark.parametrize("status", [S.MATCHING, S.PENDING, S.APPROVED])
def test_credited_in_full_without_a_payment_is_canceled_and_frees_its_order(status: S) -> None:
    """In one credit note or in two; the order is billed by nothing any more."""
    for parts in (1, 2):
        table = in_status(status)
        whole = table.invoice().gross.amount
        for n in range(parts):
            assert table.status() is status
            credits(table, f"C{n}", f"{whole / parts}")
        assert table.status() is S.CANCELED
        assert table.order().status is OrderStatus.SUBMITTED


def test_a_payment_that_was_reversed_counts_as_none() -> None:
    """Paid, reversed, credited in full: Canceled."""
    table = pays(in_status(S.APPROVED), "119.00").says(KARL, PayInvoice(document="INV-1", reverse=1))
    assert credits(table, "C1", "119.00").status() is S.CANCELED


def test_a_credit_that_the_house_enters_late_in_the_evening_is_of_the_next_day() -> None:
    """By the calendar of the house, as a payment is."""
    known = house_policy()
    policy = replace(known, house=replace(known.house, zone=ZoneInfo("Europe/Berlin")))
    table = Table(order(), policy=policy).sends(paper("77"))
    table.at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    table.says(KARL, CreditInvoice(document="INV-1", amount=D("10.00"), reason="broken", number="G-1"))

    assert table.dossier.credits[0].paper.issue_date == date(2027, 1, 1)


def test_after_a_return_the_same_number_is_submitted_again_not_received_twice() -> None:
    """One invoice: returned, sent again, approved."""
    table = in_status(S.PENDING).says(ANNA, ReturnInvoice(document="INV-1", reason="which delivery?"))
    same_again(table)
    assert (len(table.dossier.invoices), table.status()) == (1, S.PENDING)
    assert table.says(ANNA, ApproveInvoice(document="INV-1")).status() is S.APPROVED
