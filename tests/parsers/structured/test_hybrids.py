"""PDF with XML inside: the XML gives the values, the page completes it or contradicts it, and both are named."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfWriter

from core.money import EUR
from core.paper import Check, Field, Paper, PaperDoubt, PaperKind, PaperLine, Source
from parsers.documents import hybrid
from parsers.documents.cii import ROOTS as CII_ROOTS
from parsers.documents.ubl import ROOTS as UBL_ROOTS

XML = Paper(
    kind=PaperKind.INVOICE,
    source=Source.XML,
    number="R-77",
    issue_date=date(2026, 3, 2),
    currency=EUR,
    net_total=Decimal("1000.00"),
    gross_total=Decimal("1190.00"),
    proven=True,
)
PAGE = replace(XML, source=Source.TEXT, proven=False)


def _pdf(*attachments: tuple[str, bytes]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    for name, content in attachments:
        writer.add_attachment(name, content)
    pdf = io.BytesIO()
    writer.write(pdf)
    return pdf.getvalue()


def test_the_xml_is_found_under_any_name(ubl: str, cii: str) -> None:
    roots = (*UBL_ROOTS, *CII_ROOTS)
    assert hybrid.embedded(_pdf(("rechnung.bin", cii.encode())), roots) == (cii.encode(),)
    found = hybrid.embedded(_pdf(("note.xml", b"<note/>"), ("x", ubl.encode()), ("delivery.pdf", b"%PDF-1.4")), roots)
    assert found == (ubl.encode(),)


def test_a_pdf_without_attachments_or_that_is_broken_holds_none() -> None:
    assert hybrid.embedded(_pdf(), UBL_ROOTS) == ()
    assert hybrid.embedded(b"%PDF-1.7 broken", UBL_ROOTS) == ()


def test_page_and_xml_that_agree_say_so() -> None:
    paper = hybrid.compared(XML, (PAGE,), "Rechnung R-77 vom 02.03.2026 1.190,00")
    assert paper.proven
    assert Check.SOURCES_AGREE in paper.checks


@pytest.mark.parametrize(
    ("field", "page"),
    [
        (Field.GROSS_TOTAL, replace(PAGE, gross_total=Decimal("1191.00"))),
        (Field.ISSUE_DATE, replace(PAGE, issue_date=date(2026, 3, 3))),
        (Field.NUMBER, replace(PAGE, number="R-78")),
        (Field.IBAN, replace(PAGE, iban="DE02120300000000202051")),
    ],
)
def test_a_page_that_says_another_is_a_doubt_with_both_values(field: Field, page: Paper) -> None:
    xml = replace(XML, iban="DE88200800000970375700")
    paper = hybrid.compared(xml, (page,), "nothing of the XML is printed here")
    assert not paper.proven
    assert paper.gross_total == XML.gross_total
    (doubt,) = [doubt for doubt in paper.doubts if len(doubt.candidates) == 2]
    assert doubt.field is field


def test_a_value_that_the_page_prints_is_no_contradiction_unless_the_page_is_proven() -> None:
    wrong = replace(PAGE, gross_total=Decimal("1000.00"))
    assert hybrid.compared(XML, (wrong,), "Summe 1.000,00 Gesamt 1.190,00").proven
    assert not hybrid.compared(XML, (replace(wrong, proven=True),), "Summe 1.000,00 Gesamt 1.190,00").proven


def test_what_is_paid_by_must_be_on_the_page() -> None:
    hidden = hybrid.compared(replace(XML, iban="DE88200800000970375700"), (), "R-77 Gesamt 1.190,00 EUR")
    assert [doubt.field for doubt in hidden.doubts] == [Field.IBAN]
    assert not hidden.proven
    assert hybrid.compared(XML, (), "R-77 Gesamt 1.190,00 EUR").proven
    assert hybrid.compared(XML, (), "").proven


def test_other_lines_with_the_same_totals_are_seen() -> None:
    one, other = (
        PaperLine(quantity=Decimal(10), net_amount=Decimal(1000)),
        PaperLine(quantity=Decimal(1), net_amount=Decimal(1000)),
    )
    page = replace(PAGE, lines=(one,), proven=True)
    words = "R-77 1.190,00"
    assert hybrid.compared(replace(XML, lines=(one,)), (page,), words).proven
    assert hybrid.compared(replace(XML, lines=(other,)), (page,), words).doubted(Field.LINES)


def test_a_doubted_value_of_the_page_is_no_contradiction() -> None:
    unsure = replace(PAGE, gross_total=Decimal("190.00"), doubts=(PaperDoubt(field=Field.GROSS_TOTAL, why="two candidates"),))
    assert hybrid.compared(XML, (unsure,), "R-77 1.190,00").proven


def test_the_page_gives_the_amounts_where_the_xml_contradicts_itself() -> None:
    closed = (Check.QUANTITY_TIMES_PRICE, Check.LINES_SUM_TO_NET, Check.NET_PLUS_TAX_IS_GROSS)
    page = replace(PAGE, net_total=Decimal("500.00"), gross_total=Decimal("595.00"), checks=closed)
    paper = hybrid.compared(XML, (page,), "")
    assert (paper.net_total, paper.gross_total, paper.source) == (page.net_total, page.gross_total, Source.TEXT)
    assert {doubt.field for doubt in paper.doubts} == {Field.NET_TOTAL, Field.GROSS_TOTAL}
    closes = replace(XML, checks=(Check.LINES_SUM_TO_NET,))
    assert hybrid.compared(closes, (page,), "").gross_total == XML.gross_total


def test_the_page_completes_what_the_xml_leaves_out() -> None:
    page = replace(PAGE, order_references=("PO-417",), lines=(PaperLine(description="Lamp"),))
    paper = hybrid.compared(XML, (page,), "")
    assert paper.order_references == ("PO-417",)
    assert [line.description for line in paper.lines] == ["Lamp"]
    assert hybrid.compared(XML, (replace(page, gross_total=Decimal("1.00")),), "").order_references == ()
