"""The invoice form as DOCX: tables to fill in; what its reader needs stands in the file's properties (ECMA-376 15.2.12.2)."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from channels.render.form_key import Place, key_rows
from channels.render.invoice_form import AMOUNTS, HEAD, InvoiceForm
from core.names import safe_text
from core.order import OrderLine

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

_YELLOW = "FFF8DC"
_FILLED = frozenset({"quantity", "unit_price", "discount", "rate"})
_WIDTHS = {"line": 1.2, "description": 4.9, "unit": 1.7}
_PROPERTIES = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format identifier that all custom properties carry (ECMA-376 part 1, 22.3.2.2)."""
_STAMP = (2000, 1, 1, 0, 0, 0)


def invoice_form_text(form: InvoiceForm) -> bytes:
    """The document. The same form makes the same bytes."""
    import docx
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(9)
    title = form.words.say("invoice_form.title", order=form.order.reference)
    run = document.add_paragraph().add_run(f"{title} · {safe_text(form.scene.house.name, 200)}")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(15), RGBColor(0x24, 0x44, 0x5C)
    document.add_paragraph(form.words.say("invoice_form.how"))
    _pairs(document, [*((label, value, False) for label, value in form.parties()), *((form.label(n), "", True) for n in HEAD)])
    document.add_paragraph()
    _lines(document, form)
    document.add_paragraph()
    amounts = [(form.label(name), "", True) for name in AMOUNTS]
    _pairs(document, [*amounts, (form.words.say("invoice_form.check"), "", True)])
    return _with_properties(_saved(document), _key(form))


def _key(form: InvoiceForm) -> list[tuple[str, str, str]]:
    columns = [Place(name=name, at=chr(ord("A") + n), label=form.label(name)) for n, name in enumerate(form.columns[:-1])]
    cells = [Place(name=name, at="", label=form.label(name)) for name in (*HEAD, *AMOUNTS)]
    check = Place(name="gross", at="", label=form.words.say("invoice_form.check"))
    return key_rows(form.key, columns, cells=(*cells, check), values=form.values())


def _pairs(document: "Document", rows: Sequence[tuple[str, str, bool]]) -> None:
    """A table of labels and values; yellow where something is to be filled in."""
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, value, fill in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, safe_text(value, 300)
        _bold(cells[0])
        if fill:
            _shaded(cells[1])
    _sized(table, (6.0, 11.4))


def _lines(document: "Document", form: InvoiceForm) -> None:
    names = form.columns[:-1]
    table = document.add_table(rows=1, cols=len(names))
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        cell.text = form.label(name)
        _bold(cell)
    for line in form.lines:
        for cell, name in zip(table.add_row().cells, names, strict=True):
            cell.text = safe_text(_shown(form, line, name), 2000)
            if name in _FILLED:
                _shaded(cell)
    _sized(table, [_WIDTHS.get(name, 2.4) for name in names])


def _shown(form: InvoiceForm, line: OrderLine, name: str) -> str:
    words = form.words
    match name:
        case "line":
            return str(line.number)
        case "description":
            return line.description
        case "unit":
            return line.unit
        case "open" | "quantity":
            return words.plain(line.quantity)
        case "unit_price":
            return words.plain_price(line.unit_price)
        case "price_base":
            return words.plain(line.price_base)
        case "discount":
            return words.plain_price(line.discount)
        case _:
            return "" if line.tax_rate is None else words.plain(line.tax_rate)


def _bold(cell: "_Cell") -> None:
    for run in cell.paragraphs[0].runs:
        run.bold = True


def _shaded(cell: "_Cell") -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_YELLOW}"/>'))


def _sized(table: "Table", widths: Iterable[float]) -> None:
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _saved(document: "Document") -> bytes:
    from datetime import datetime

    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001  has no zone
    into = BytesIO()
    document.save(into)
    return into.getvalue()


def _with_properties(content: bytes, rows: list[tuple[str, str, str]]) -> bytes:
    """The same file with custom properties: a value, or a label where the row is of a place."""
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            _put(new, name, _linked(name, old.read(name)))
        _put(new, _PROPERTIES, _properties(rows))
    return into.getvalue()


def _put(book: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    book.writestr(entry, content)


def _linked(name: str, content: bytes) -> bytes:
    if name == "[Content_Types].xml":
        return content.replace(b"</Types>", f'<Override PartName="/{_PROPERTIES}" ContentType="{_TYPE}"/></Types>'.encode())
    if name == "_rels/.rels":
        relation = f'<Relationship Id="rIdForm" Type="{_RELATION}" Target="{_PROPERTIES}"/></Relationships>'
        return content.replace(b"</Relationships>", relation.encode())
    return content


def _properties(rows: list[tuple[str, str, str]]) -> bytes:
    made = "".join(
        f"<property fmtid={quoteattr(_FORMAT)} pid={quoteattr(str(n))} name={quoteattr(f'counterfoil.{name}')}>"
        f"<vt:lpwstr>{escape(label or value)}</vt:lpwstr></property>"
        for n, (name, value, label) in enumerate(rows, 2)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}">{made}</Properties>'.encode()
    )
