"""A request for proposal as a form to fill in with a word processor: a table whose yellow cells wait for prices (docs/mail.md 6).

The key stands in a custom property, which office programs keep, and once more as a visible line, for those that do not.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from channels.render.words import Words
from core.filled import RFP_QUOTE
from core.party import Language
from core.policy import House
from core.proposal import Proposal, Rfp, RfpItem

if TYPE_CHECKING:
    from docx.document import Document

PROPERTY = "counterfoil"
MOST_ITEMS = 500
YELLOW, GREY = "FFF8DC", "EEF1F4"
TITLES = (
    "common.pos",
    "order.item",
    "order.quantity",
    "quote_sheet.price_or_no",
    "quote_sheet.quantity",
    "quote_sheet.lead_time",
    "quote_sheet.date",
    "quote_sheet.alternative",
    "quote_sheet.note",
)
"""The columns, in the order that their reader relies on; from the fourth on they are filled in."""
WIDTHS = (1.4, 5.2, 2.1, 2.6, 2.2, 2.1, 2.5, 3.5, 4.4)
"""In centimetres; together the width of a page of A4 across."""
FIRST_FILLED = 3


def quote_form(rfp: Rfp, proposal: Proposal, house: House, language: Language, key: str = "") -> bytes:
    """The form of one supplier; `key` signs it."""
    import docx

    words, into = Words(language=language, zone=house.time_zone), BytesIO()
    document = docx.Document()
    _page(document)
    _title(document, words, rfp, house)
    _items(document, words, rfp)
    _whole(document, words)
    signed = f"{RFP_QUOTE} {proposal.reference} 0 {key}"
    _small(document, f"{words.say('quote_sheet.reference')}: {signed}")
    _property(document, signed)
    _fixed(document, rfp)
    document.save(into)
    return into.getvalue()


def _page(document: "Document") -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.6)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)


def _title(document: "Document", words: Words, rfp: Rfp, house: House) -> None:
    from docx.shared import Pt, RGBColor

    run = document.add_paragraph().add_run(
        " · ".join(part for part in (words.say("quote_sheet.title", rfp=rfp.reference), rfp.title, house.name) if part)
    )
    run.bold, run.font.size, run.font.color.rgb = True, Pt(15), RGBColor(0x24, 0x44, 0x5C)
    document.add_paragraph(words.say("quote_sheet.how_form"))
    until = words.moment(rfp.deadline) if rfp.deadline else words.say("common.none")
    document.add_paragraph(f"{words.say('rfp.deadline')}: {until}")


def _small(document: "Document", text: str) -> None:
    from docx.shared import Pt, RGBColor

    run = document.add_paragraph().add_run(text)
    run.font.size, run.font.color.rgb = Pt(7), RGBColor(0x8A, 0x94, 0x9E)


def _items(document: "Document", words: Words, rfp: Rfp) -> None:
    rows = rfp.items[:MOST_ITEMS]
    table = document.add_table(rows=1 + len(rows), cols=len(TITLES))
    table.style = "Table Grid"
    table.autofit = False
    for n, title in enumerate(TITLES):
        currency = f" ({rfp.currency})" if title == "quote_sheet.price_or_no" else ""
        _write(table.rows[0].cells[n], words.say(title) + currency, GREY, bold=True)
    for place, item in enumerate(rows, 1):
        cells = table.rows[place].cells
        for n, text in enumerate(_own(words, item)):
            _write(cells[n], text, "")
        for cell in cells[FIRST_FILLED:]:
            _write(cell, "", YELLOW)
    _repeat(table.rows[0])
    _wide(table, WIDTHS)


def _own(words: Words, item: RfpItem) -> tuple[str, str, str]:
    sku = words.say("rfp.our_number", sku=item.sku) if item.sku else ""
    about = "\n".join(part for part in (item.description, sku, item.note) if part)
    return str(item.number), about, f"{words.quantity(item.quantity)} {item.unit}".strip()


def _whole(document: "Document", words: Words) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    _write(table.rows[0].cells[0], words.say("quote_sheet.all"), "")
    _write(table.rows[0].cells[1], "", YELLOW)
    _wide(table, (12.0, 3.0))
    document.add_paragraph()


def _write(cell: Any, text: str, ground: str, *, bold: bool = False) -> None:
    """Text and ground of a cell."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt

    cell.text = text[:2000]
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)
        for run in paragraph.runs:
            run.bold, run.font.size = bold, Pt(9)
    if ground:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", ground)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    """The titles again on every page."""
    from docx.oxml.parser import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _wide(table: Any, widths: tuple[float, ...]) -> None:
    from docx.shared import Cm

    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)  # LibreOffice goes by the grid, Word by the cells
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _property(document: "Document", value: str) -> None:
    """A custom property (ISO/IEC 29500-1, 22.3): python-docx makes none, so the part is written here."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    content = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{PROPERTY}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
    )
    package = document.part.package
    assert package is not None
    package.relate_to(Part(PackURI("/docProps/custom.xml"), kind, content.encode(), package), relation)


def _fixed(document: "Document", rfp: Rfp) -> None:
    """The same content makes the same bytes."""
    properties = document.core_properties
    properties.author, properties.title = "", str(rfp.reference)
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
