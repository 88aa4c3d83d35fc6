"""The order as PDF and as sheet, the overview, the file for imports."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pdfplumber
import pytest
from python_calamine import CalamineWorkbook

from channels.render.order_pdf import pdf
from channels.render.sheets import IMPORT_COLUMNS, KEY_SHEET, import_template, order_sheet, overview
from core.letters import Post, Scene
from core.order import PurchaseOrder
from core.party import Language

Letters = Callable[[Language], dict[str, tuple[Post, Scene]]]
EVIL = ("=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1", 'http://evil.example/"x"', '#panic("x") *b* $x$')


def scene_of(letters: Letters, name: str = "order_sent") -> Scene:
    return letters(Language.EN)[name][1]


def order_of(letters: Letters) -> PurchaseOrder:
    return scene_of(letters).orders[0]


def words_of(content: bytes) -> str:
    with pdfplumber.open(BytesIO(content)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def book(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(BytesIO(content))


def test_the_pdf_holds_the_order(letters: Letters) -> None:
    """Numbers, lines and the total can be read out of it again; the same order makes the same bytes."""
    scene = scene_of(letters)
    made = pdf(scene.orders[0], scene.supplier, scene.house, Language.EN)
    text = words_of(made)

    for part in (
        "Purchase order PO-1034",
        "Töpferei Żuraw & Söhne",
        "400 pcs",
        "3.90",
        "1,560.00",
        "EUR 3,422.50",
        "Page 1 of 1",
    ):
        assert part in text
    assert made == pdf(scene.orders[0], scene.supplier, scene.house, Language.EN)


def test_a_long_order_runs_over_pages_with_its_head(letters: Letters) -> None:
    """The head of the table stands on every page."""
    scene = scene_of(letters)
    line = scene.orders[0].lines[0]
    many = replace(scene.orders[0], lines=tuple(replace(line, number=n) for n in range(1, 121)))

    with pdfplumber.open(BytesIO(pdf(many, scene.supplier, scene.house, Language.DE))) as document:
        texts = [page.extract_text() for page in document.pages]

    assert len(texts) > 2
    assert all("Einzelpreis" in text for text in texts[:-1])  # the last page may hold the closing words only
    assert f"Seite 2 von {len(texts)}" in texts[1]


@pytest.mark.parametrize("evil", EVIL)
def test_foreign_text_is_only_text_in_pdf_and_sheet(letters: Letters, evil: str) -> None:
    """No formula, not even once a cell is edited, no link, no template code (T13)."""
    scene, order = scene_of(letters), order_of(letters)
    line = replace(order.lines[0], description=evil, unit=evil, supplier_sku=evil)
    hostile = replace(order, lines=(line,), note=evil)

    sheet = order_sheet(hostile, scene.house, Language.EN)
    page = words_of(pdf(hostile, scene.supplier, scene.house, Language.EN)) + "＝1"  # a letter that the font lacks

    with ZipFile(BytesIO(sheet)) as parts:
        cells = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in cells and b"hyperlink" not in cells
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")
    assert "".join(evil.split())[:8] in "".join(page.split())


def test_the_sheet_is_filled_in_and_knows_its_document(letters: Letters) -> None:
    """Numbers are numbers, dates are dates; the hidden sheet names document, key and columns for the reader."""
    made = book(order_sheet(order_of(letters), scene_of(letters).house, Language.EN, key="abcdefghijklmnop"))
    rows = made.get_sheet_by_index(0).to_python()
    hidden = dict(row[:2] for row in made.get_sheet_by_name(KEY_SHEET).to_python())
    first = rows[4]

    assert hidden["key"] == "abcdefghijklmnop"
    assert (hidden["document"], hidden["revision"], hidden["form"]) == ("PO-1034", "1", "order-answer-1")
    assert first[:7] == [1.0, "K-1102", "SZ-24", "Bowl 24 cm, speckled glaze", 400.0, "pcs", 3.9]
    assert first[7].isoformat()[:10] == "2026-06-02"
    assert (hidden["column.answer"], hidden["word.confirm"]) == ("J", "confirm")


def test_only_the_yellow_cells_can_be_written_to(letters: Letters) -> None:
    """The rest is protected; the answer is chosen from three words."""
    with ZipFile(BytesIO(order_sheet(order_of(letters), scene_of(letters).house, Language.DE))) as parts:
        cells = parts.read("xl/worksheets/sheet1.xml").decode()

    assert "<sheetProtection" in cells
    assert '"bestätigen,ändern,ablehnen"' in cells.replace("&quot;", '"')


def test_the_overview_lists_orders_and_invoices_with_status(letters: Letters) -> None:
    """What a supplier gets on "what is open?"."""
    made = book(overview(scene_of(letters, "open"), Language.EN))
    orders, invoices = (made.get_sheet_by_name(name).to_python() for name in ("Orders", "Invoices"))

    assert [row[0] for row in orders[3:]] == ["PO-1034", "PO-1036"]
    assert [(row[0], row[2], row[3]) for row in invoices[3:]] == [
        ("77", "Approved", "the buyer’s turn"),
        ("78", "Matching", "the buyer’s turn"),
    ]
    assert Decimal(str(invoices[3][8])) == Decimal("1856.4")


def test_the_import_file_has_a_column_for_every_value() -> None:
    """One row a line, empty."""
    assert book(import_template()).get_sheet_by_index(0).to_python() == [list(IMPORT_COLUMNS)]


def test_sheets_are_the_same_each_time(letters: Letters) -> None:
    """The same content makes the same bytes."""
    house = scene_of(letters).house

    assert order_sheet(order_of(letters), house, Language.EN) == order_sheet(order_of(letters), house, Language.EN)
