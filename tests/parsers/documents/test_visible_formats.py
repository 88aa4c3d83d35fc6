"""The readers of visible documents: words with boxes, or a clear answer why not."""

import io
from datetime import date
from decimal import Decimal

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from core.paper import Source
from parsers.documents import docx, pdf, sheet
from parsers.documents.page import Unreadable, Why

READERS = (pdf.pages, docx.pages, sheet.pages)


def _pdf(source: str) -> bytes:
    import typst

    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def _xlsx() -> bytes:
    held = io.BytesIO()
    book = Workbook(held, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["Total", 1234.5])
    page.write_datetime(1, 1, date(2024, 5, 16), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    return held.getvalue()


def test_words_of_a_pdf_have_boxes_from_the_top() -> None:
    """The title stands above the total, and both keep their letters."""
    (page,) = pdf.pages(_pdf("= Rechnung 4711\n#v(5cm)\nGesamtbetrag 1.234,56 EUR und viele weitere Worte dahinter"))
    words = {word.text: word for word in page.words}
    assert page.source is Source.TEXT
    assert words["4711"].top < words["1.234,56"].top < page.height
    assert words["4711"].left < words["4711"].right


def test_a_turned_text_is_left_out() -> None:
    """Margin texts that run upwards are no part of a row."""
    (page,) = pdf.pages(_pdf("Upright words that make a page of text, and more of them here.\n#rotate(90deg)[sideways]"))
    assert "sideways" not in {word.text for word in page.words}
    assert "Upright" in {word.text for word in page.words}


def test_a_letter_spaced_title_is_one_word() -> None:
    """I N V O I C E is a word."""
    (page,) = pdf.pages(_pdf("I N V O I C E\n\nSome more words so that the page has a usable layer of text, really."))
    assert "INVOICE" in {word.text for word in page.words}


def test_cells_of_a_sheet_keep_their_types() -> None:
    """A number is a number and a date a date, whatever the locale prints."""
    (page,) = sheet.pages(_xlsx(), "a.xlsx")
    values = [word.value for word in page.words if word.value is not None]
    assert values == [Decimal("1234.5"), date(2024, 5, 16)]
    assert page.source is Source.SHEET


def test_csv_is_read_with_any_separator_and_encoding() -> None:
    """Semicolons and Windows-1252 are as good as commas and UTF-8."""
    (one,) = sheet.pages("Größe;Menge;Preis\nA;2;3,50\nB;1;4,00\n".encode("cp1252"), "a.csv")
    (two,) = sheet.pages("Größe,Menge,Preis\nA,2,3.50\nB,1,4.00\n".encode(), "a.csv")
    assert {"Größe", "Menge", "Preis"} <= {word.text for word in one.words} & {word.text for word in two.words}


def test_tables_of_a_word_file_stand_in_columns() -> None:
    """Cells of one column have one left edge, those of one row one height."""
    document = Document()
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, (("Menge", "Betrag"), ("2", "10,00")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    held = io.BytesIO()
    document.save(held)
    (page,) = docx.pages(held.getvalue())
    words = {word.text: word for word in page.words}
    assert words["Betrag"].left == words["10,00"].left
    assert words["2"].top == words["10,00"].top > words["Menge"].top


@pytest.mark.parametrize("reader", READERS, ids=["pdf", "docx", "sheet"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF-1.7 \x00 nothing", b"\x00" * 5000, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600]
)
def test_hostile_bytes_are_refused_with_a_reason(reader: object, data: bytes) -> None:
    """Never another exception."""
    assert callable(reader)
    with pytest.raises(Unreadable) as caught:
        reader(data)
    assert caught.value.why in Why


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever they are."""
    for reader in READERS:
        for head in (b"", b"%PDF-1.4\n", b"PK\x03\x04"):
            try:
                assert reader(head + data)
            except Unreadable as refused:
                assert refused.why in Why


def test_a_zip_bomb_is_too_large() -> None:
    """What would unpack to more than a document holds is not unpacked."""
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\x00" * (docx.MAX_UNPACKED + 1))
    for reader in (docx.pages, sheet.pages):
        with pytest.raises(Unreadable) as caught:
            reader(held.getvalue())
        assert caught.value.why is Why.TOO_LARGE


def test_a_locked_pdf_asks_for_its_password() -> None:
    """The sender can be told what is wrong."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_pdf("Locked away, with all that it says."))))
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    with pytest.raises(Unreadable) as caught:
        pdf.pages(held.getvalue())
    assert caught.value.why is Why.PASSWORD
