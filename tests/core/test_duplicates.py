"""When two invoices are one (docs/rules.md 3, duplicates)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands.supplier_invoices import ReplaceInvoice, SubmitInvoice
from core.commands.supplier_orders import Reject
from core.commands.supplier_talk import AnswerQuestion
from core.duplicates import number_key
from core.events import QuestionAsked
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.paper import Field, Source
from core.party import Level
from core.question import About
from tests.core.stories import TOM, Table, doubted, file, line, order, paper, row

S = InvoiceStatus
WIDE = order("PO-1", line(quantity=100))

SAME = [
    ("INV-001", "inv1"),
    ("INV 1", "inv-0001"),
    ("2026/007", "2026-7"),
    ("RE.12", "RE12"),
    ("Ａ１", "a1"),
    ("٧٧", "77"),
    ("ẞ1", "SS1"),
]
OTHER = [("1-12", "11-2"), ("112", "1-12"), ("A-B1", "AB1"), ("10", "1"), ("INV-1", "INV-10"), ("1A", "A1"), ("--", "++")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_number_in_another_spelling(one: str, other: str) -> None:
    """Case, leading zeros, and separators between letters and digits say nothing."""
    assert number_key(one) == number_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_number(one: str, other: str) -> None:
    """A separator between like runs is part of the number."""
    assert number_key(one) != number_key(other)


@given(st.text(max_size=30))
def test_a_key_is_stable(number: str) -> None:
    """The key of a key is the key, case says nothing, and no text breaks it."""
    key = number_key(number)
    assert number_key(key) == key
    assert number_key(f" {number} ") == key


def test_the_same_again_makes_nothing_new() -> None:
    """ "Already received": with the status, to the writer."""
    table = Table(WIDE).sends(paper("INV-001")).later().sends(paper("inv1", file="again.pdf"))
    assert (len(table.dossier.invoices), table.facts()) == (1, ["DuplicateReceived"])
    assert table.told(TOM) == [K.INVOICE_ALREADY_RECEIVED, K.RECEIPT]


def test_the_same_number_in_another_year_is_another_invoice() -> None:
    """Suppliers begin again at 1."""
    table = Table(WIDE).sends(paper("1")).sends(paper("1", issue_date=date(2025, 12, 30)))
    assert len(table.dossier.invoices) == 2


def test_other_totals_are_a_new_version_while_it_is_open() -> None:
    """Matching: corrected, approved; everything that was found about the old one is gone."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    assert table.status() is S.MATCHING
    table.sends(paper("77"))
    assert (table.status(), len(table.dossier.invoices), table.invoice().findings) == (S.APPROVED, 1, ())
    assert len(table.invoice().sources) == 1


def test_other_totals_are_refused_once_it_is_approved() -> None:
    """It takes a credit note."""
    table = Table(WIDE).sends(paper("77")).sends(paper("77", row(quantity=9)))
    assert (table.why, table.last.refusal and table.last.refusal.document) == ("take_credit_note", "INV-1")


def test_a_new_version_may_name_another_order() -> None:
    """The number on the first was wrong."""
    table = Table(order("PO-1", line(1, "Cup")), order("PO-2")).sends(paper("77", row(), to="PO-1"))
    assert table.status() is S.MATCHING
    table.sends(paper("77", row(quantity=9), to="PO-2"))
    assert (table.status(), table.invoice().orders) == (S.APPROVED, ("PO-2",))


def test_pdf_and_xml_in_one_mail_are_one_invoice_and_the_xml_wins() -> None:
    """Whichever comes first; both files are kept; one letter, one status."""
    pdf, xml = (
        paper("77", file="a.pdf", seller_name="Bowls"),
        paper("77", file="a.pdf", source=Source.XML, seller_name="Bowls Ltd"),
    )
    for papers in ((pdf, xml), (xml, pdf)):
        table = Table(WIDE).sends(*papers, files=(file("a.pdf"),))
        assert (len(table.dossier.invoices), table.status()) == (1, S.APPROVED)
        assert table.told(TOM) == [K.INVOICE_APPROVED, K.RECEIPT]


def test_pdf_and_xml_as_two_files_of_one_mail() -> None:
    """Two commands of one mail: the second finds the first."""
    table = Table(WIDE)
    moment = table.at
    table.sends(paper("77", proven=False, doubts=(doubted(Field.GROSS_TOTAL),)))
    assert table.status() is S.DRAFT
    table.at = moment
    table.sends(paper("77", file="77.xml", source=Source.XML))
    assert (len(table.dossier.invoices), table.status(), len(table.invoice().sources)) == (1, S.APPROVED, 2)
    table.at = moment
    table.sends(paper("77", file="77b.pdf"))
    assert (table.facts(), table.status()) == (["InvoiceSourceAdded"], S.APPROVED)


def test_the_xml_by_another_way_later_is_the_same_invoice() -> None:
    """A day later, approved already: one more source, and the answer says that it is known."""
    table = Table(WIDE).sends(paper("77")).later().sends(paper("77", file="77.xml", source=Source.XML))
    assert (table.facts(), len(table.invoice().sources)) == (["InvoiceSourceAdded", "DuplicateReceived"], 2)


def test_another_file_for_a_draft_is_tried() -> None:
    """The first could not be read for certain; a better scan submits it."""
    table = Table(WIDE).sends(paper("77", doubts=(doubted(Field.LINES),))).later()
    assert table.status() is S.DRAFT
    assert table.sends(paper("77", file="better.pdf")).status() is S.APPROVED


def test_the_same_file_for_a_draft_asks_nothing_new() -> None:
    """It would end in the same doubt."""
    unclear = paper("77", doubts=(doubted(Field.LINES),))
    table = Table(WIDE).sends(unclear).later().sends(unclear)
    assert (table.facts(), len(table.open_questions)) == (["DuplicateReceived"], 1)


def test_a_draft_that_turns_out_to_be_a_known_invoice_is_that_one() -> None:
    """The number was missing; with it, it is invoice 77, received already."""
    table = Table(WIDE).sends(paper("77")).sends(paper(None, file="scan.pdf"))
    table.writes(AnswerQuestion(value="77"), thread="INV-2")
    assert (table.status("INV-1"), table.status("INV-2"), table.open_questions) == (S.APPROVED, S.CANCELED, [])
    assert K.INVOICE_ALREADY_RECEIVED in table.told(TOM)


def test_an_answer_that_collides_with_an_approved_invoice_of_other_totals_is_refused() -> None:
    """Two invoices with one number would be paid twice."""
    table = Table(WIDE).sends(paper("77")).sends(paper(None, row(quantity=2), file="scan.pdf"))
    table.writes(AnswerQuestion(value="77"), thread="INV-2")
    assert (table.why, table.status("INV-2"), len(table.open_questions)) == ("take_credit_note", S.DRAFT, 1)


def test_replacing_one_invoice_by_the_number_of_another_is_refused() -> None:
    """78 exists: 77 cannot become 78."""
    table = Table(order()).sends(paper("77", row(price="12.00"))).sends(paper("78", row(price="13.00")))
    new = paper("78", row(price="10.00"), file="new.pdf")
    assert table.writes(ReplaceInvoice(invoice="77", attachment="new.pdf"), papers=(new,)).why == "exists_already"


# ---- who may replace


def test_an_unauthenticated_version_is_not_trusted_more_than_its_sender() -> None:
    """The authentic invoice stays as it is; the address on file is asked whether it sent the new version."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    table.sends(paper("77"), level=Level.NAMED, thread="INV-1")
    assert (table.invoice().level, table.status(), table.invoice().gross.amount) == (
        Level.AUTHENTIC,
        S.MATCHING,
        Decimal("120.00"),
    )
    assert [e.question.about for e in table.last.events if isinstance(e, QuestionAsked)] == [About.SENDER]


def test_an_unknown_address_replaces_nothing_of_a_known_contact() -> None:
    """A bearer could else knock a good invoice back to Draft."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    table.sends(paper("77"), level=Level.BEARER, thread="INV-1", who="new@bowls.example")
    assert (table.why, table.status(), table.invoice().level) == ("not_allowed", S.MATCHING, Level.AUTHENTIC)


def test_a_better_form_from_a_worse_sender_lowers_nothing() -> None:
    """The same totals as XML from an unauthenticated sender: another source at most."""
    table = Table(order()).sends(paper("77", row(price="12.00"))).later()
    table.sends(paper("77", row(price="12.00"), source=Source.XML, file="x.xml"), level=Level.NAMED, thread="INV-1")
    assert (table.invoice().level, table.invoice().paper.source) == (Level.AUTHENTIC, Source.TEXT)


# ---- as ordered


def test_invoice_as_ordered_bills_what_is_left() -> None:
    """Four of ten are billed, line 2 was refused by the supplier itself: six bowls at the order's price, with its tax."""
    taxed = order("PO-1", line(tax_rate=Decimal(19)), line(2, "Plate", tax_rate=Decimal(19)))
    table = Table(taxed).sends(paper("1", row(quantity=4)))
    table.writes(Reject(lines=(2,), reason="sold out"), thread="PO-1")
    table.writes(SubmitInvoice(as_ordered=True, number="2"), thread="PO-1")
    made = table.invoice("INV-2")
    assert [(li.quantity, li.net_amount) for li in made.paper.lines] == [(Decimal(6), Decimal("60.00"))]
    assert (made.gross.amount, made.status) == (Decimal("71.40"), S.APPROVED)


def test_as_ordered_needs_a_number_and_something_left() -> None:
    """Without a number nothing is made; with nothing left neither."""
    table = Table(order())
    assert table.writes(SubmitInvoice(as_ordered=True), thread="PO-1").why == "bad_value"
    table.sends(paper())
    assert table.writes(SubmitInvoice(as_ordered=True, number="78"), thread="PO-1").why == "more_than_open"


def test_as_ordered_without_tax_rates_asks_for_the_total() -> None:
    """The tax is not guessed."""
    table = Table(order()).writes(SubmitInvoice(as_ordered=True, number="77"), thread="PO-1")
    assert table.status() is S.DRAFT
    assert table.writes(AnswerQuestion(value="119.00"), thread="INV-1").status() is S.APPROVED


def test_a_file_that_is_not_there_makes_no_invoice() -> None:
    """The mail names a file that holds no invoice."""
    assert Table(order()).writes(SubmitInvoice(attachment="nothing.pdf"), thread="PO-1").why == "no_such_file"
