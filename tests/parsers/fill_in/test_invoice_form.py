"""The invoice form comes back: a proven invoice where all is filled in, a doubt where something is missing or contradicts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from channels.render.invoice_form import InvoiceForm, invoice_form
from channels.render.invoice_form_sheet import invoice_form_sheet
from channels.render.invoice_form_text import invoice_form_text
from core.knowledge import Knowledge, KnownParty
from core.letters import Scene
from core.paper import Charge, Field, Paper, PaperKind, PaperLine, Source
from core.party import Language
from parsers.documents import read
from tests.core.stories import NOON, house_policy, line, money, order, supplier
from tests.office import saved_as, typed, unreckoned

KNOWN = Knowledge(suppliers=(KnownParty(names=("Bowls Ltd",), country="NL"),))
PO = order(
    "PO-1",
    line(1, "Bowl 24 cm", 10, "10.00", tax_rate=money(19), unit="pcs", supplier_sku="B-24"),
    line(2, "Lid", "12.5", "0.1234", tax_rate=money(19), unit="m", buyer_sku="K-7"),
    revision=2,
)
ALL = {"B7": "R-77", "B8": date(2026, 4, 20)}


def form(language: Language = Language.EN, of: object = PO) -> InvoiceForm:
    scene = Scene(house=house_policy().house, at=NOON, supplier=supplier(vat_id="DE136695976"), orders=(of,), seal=b"k")
    return invoice_form(of, scene, language)


def paper(data: bytes, name: str = "form.xlsx") -> Paper:
    (found,) = read(data, name, KNOWN)
    return found


def filled(cells: Mapping[str, object], language: Language = Language.EN) -> Paper:
    return paper(typed(invoice_form_sheet(form(language)), cells))


def written(data: bytes, values: Mapping[str, str], was: Mapping[str, str] | None = None) -> bytes:
    """The DOCX with these values typed beside their labels, and texts of other cells replaced."""
    from docx import Document

    document = Document(BytesIO(data))
    for row in (row for table in document.tables for row in table.rows):
        if row.cells[0].text in values:
            row.cells[1].text = values[row.cells[0].text]
        for cell in row.cells:
            if was and cell.text in was:
                cell.text = was[cell.text]
    into = BytesIO()
    document.save(into)
    return into.getvalue()


TEXT = {"Invoice number": "R-77", "Invoice date": "20 April 2026"}


def test_number_and_date_are_enough() -> None:
    """Everything else is the order's: what is still to be billed, at its prices; reckoned again."""
    found = filled(ALL)

    assert (found.kind, found.source, found.proven, found.doubts) == (PaperKind.INVOICE, Source.SHEET, True, ())
    assert (found.number, found.issue_date, found.order_references) == ("R-77", date(2026, 4, 20), ("PO-1",))
    assert (found.net_total, found.tax_total, found.gross_total) == (money("101.54"), money("19.29"), money("120.83"))
    assert (found.seller_vat, found.buyer_vat, found.iban) == ("DE136695976", "DE123456789", None)
    assert found.lines[0] == PaperLine(
        description="Bowl 24 cm", seller_sku="B-24", order_line=1, order_reference="PO-1", quantity=money(10), unit="pcs",
        unit_price=money(10), net_amount=money("100.00"), tax_rate=money(19),
    )  # fmt: skip
    assert found.lines[1].buyer_sku == "K-7"


def test_the_text_file_says_the_same_as_the_sheet() -> None:
    """DOCX and XLSX are one form, in both languages."""
    sheet = filled(ALL)
    german = {"Rechnungsnummer": "R-77", "Rechnungsdatum": "20.04.2026"}

    for language, values in ((Language.EN, TEXT), (Language.DE, german)):
        text = paper(written(invoice_form_text(form(language)), values), "form.docx")
        assert replace(text, file="") == replace(sheet, file="")


def test_part_of_it_with_freight_and_a_discount() -> None:
    """Other quantities, a line left out, another price, amounts behind the lines."""
    found = filled(
        {**ALL, "E13": Decimal(4), "F13": Decimal("11.5"), "E14": Decimal(0), "H15": Decimal(20), "H16": Decimal(5), "H19": None}
    )

    assert [(n.order_line, n.quantity, n.unit_price) for n in found.lines] == [(1, money(4), money("11.5"))]
    assert found.charges == (
        Charge(description="Freight", amount=money("20.00"), tax_rate=money(19)),
        Charge(description="Discount", amount=money("-5.00"), tax_rate=money(19)),
    )
    assert (found.net_total, found.gross_total, found.proven) == (money("61.00"), money("72.59"), True)


def test_reverse_charge_is_a_rate_of_nothing() -> None:
    """0 % is typed; an empty rate is asked for."""
    nothing = filled({**ALL, "G13": Decimal(0), "G14": Decimal(0), "H19": None})
    empty = filled({**ALL, "G13": None, "H19": None})

    assert (nothing.tax_total, nothing.gross_total, nothing.proven) == (money("0.00"), money("101.54"), True)
    assert [doubt.field for doubt in empty.doubts] == [Field.TAX_TOTAL]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"B7": None}, Field.NUMBER),
        ({"B8": None}, Field.ISSUE_DATE),
        ({"B8": "soon"}, Field.ISSUE_DATE),
        ({"B10": "DE89370400440532013001"}, Field.IBAN),
        ({"E13": "a few"}, Field.LINES),
        ({"F13": "10 $"}, Field.LINES),
        ({"F13": None}, Field.LINES),
        ({"E13": Decimal(9)}, Field.GROSS_TOTAL),
        ({"E13": Decimal(0), "E14": Decimal(0), "H19": None}, Field.LINES),
    ],
)
def test_what_is_missing_or_contradicts_is_a_doubt(cells: Mapping[str, object], field: Field) -> None:
    """Never a guess; a total that does not follow its lines is a contradiction as well."""
    found = filled({**ALL, **cells})
    assert field in {doubt.field for doubt in found.doubts}
    assert not found.proven


def test_numbers_typed_as_text_follow_the_form_s_language() -> None:
    """A German form is filled in with German numbers."""
    found = filled({**ALL, "E13": "1.250", "F13": "9,50", "H19": None}, Language.DE)
    assert (found.lines[0].quantity, found.lines[0].unit_price) == (money(1250), money("9.50"))


def test_an_account_is_read_with_its_spaces() -> None:
    """The checksum holds."""
    assert filled({**ALL, "B10": "NL91 ABNA 0417 1643 00"}).iban == "NL91ABNA0417164300"


def test_a_form_knows_price_bases_and_discounts_where_the_order_has_them() -> None:
    """Per 100, less an amount."""
    of = order(
        "PO-2", line(1, "Screw", 500, "3.00", price_base=money(100), discount=money("1.00"), tax_rate=money(19)), revision=1
    )
    found = paper(typed(invoice_form_sheet(form(of=of)), ALL))
    text = paper(written(invoice_form_text(form(of=of)), TEXT), "x.docx")

    assert (found.lines[0].price_base, found.lines[0].discount, found.net_total) == (money(100), money("1.00"), money("14.00"))
    assert (text.lines, text.gross_total) == (found.lines, found.gross_total)


def test_the_same_form_makes_the_same_bytes() -> None:
    """Both files."""
    assert invoice_form_sheet(form()) == invoice_form_sheet(form())
    assert invoice_form_text(form()) == invoice_form_text(form())


@pytest.mark.peer
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_libreoffice_keeps_the_sheet(kind: str, tmp_path: Path) -> None:
    """Saved again, and its sums reckoned by LibreOffice."""
    sheet = typed(invoice_form_sheet(form(Language.DE)), {**ALL, "E13": Decimal(4)})

    again = paper(saved_as(unreckoned(sheet), "xlsx", kind, tmp_path))

    assert (again.number, again.gross_total, again.proven) == ("R-77", money("49.43"), True)


@pytest.mark.peer
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_libreoffice_keeps_the_text(kind: str, tmp_path: Path) -> None:
    """Saved again as DOCX and as ODT."""
    text = written(invoice_form_text(form()), TEXT, {"10": "4"})

    again = paper(saved_as(text, "docx", kind, tmp_path), f"form.{kind}")

    assert replace(again, file="") == replace(paper(text, "form.docx"), file="")
    assert (again.number, again.proven) == ("R-77", True)
