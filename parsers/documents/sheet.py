"""Sheets (XLSX, XLS, ODS, CSV) as pages of words; numbers and dates of cells keep their types."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from core.paper import Source
from parsers.documents.docx import check_zip
from parsers.documents.grid import Cell, Layout
from parsers.documents.page import MAX_WORDS, Page, Unreadable, Why

_MAX_ROWS = 3000
_MAX_COLUMNS = 80
_MAX_SHEETS = 20


def pages(data: bytes, name: str = "") -> tuple[Page, ...]:
    """Each sheet that holds something as one page. Raises Unreadable."""
    if data[:2] == b"PK":
        check_zip(data)
        grids = _workbook(data)
    elif data[:4] == b"\xd0\xcf\x11\xe0":
        grids = _workbook(data)
    else:
        grids = [_separated(data)]
    found = tuple(_page(grid, number) for number, grid in enumerate(grids, 1))
    kept = tuple(page for page in found if page.words)
    if not kept:
        raise Unreadable(Why.EMPTY, name)
    return kept


def _page(rows: list[list[Cell]], number: int) -> Page:
    layout = Layout()
    layout.table(rows)
    words = tuple(layout.words)
    width = max((word.right for word in words), default=595.0)
    return Page(number=number, width=width, height=layout.top, words=words, source=Source.SHEET, complete=len(words) < MAX_WORDS)


def _workbook(data: bytes) -> list[list[list[Cell]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            [_cells(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=_MAX_ROWS)]
            for name in book.sheet_names[:_MAX_SHEETS]
        ]
    except PasswordError as error:
        raise Unreadable(Why.PASSWORD) from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable(Why.BROKEN, str(error)) from error


def _cells(row: Sequence[object]) -> list[Cell]:
    made = (_cell(column, value) for column, value in enumerate(row[:_MAX_COLUMNS]))
    return [cell for cell in made if cell]


def _cell(column: int, value: object) -> Cell | None:
    if isinstance(value, bool) or value is None or isinstance(value, time):
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Cell(column=column, lines=(value.isoformat(),), value=value)
    if isinstance(value, int | float):
        number = Decimal(repr(value)) if value == value and abs(value) < 1e15 else None
        if number is None:
            return None
        # A float holds 0.1 + 0.2 as 0.30000000000000004; nobody bills more than 6 decimals.
        number = (
            number.quantize(Decimal("0.000001")).normalize() if number != number.to_integral() else number.quantize(Decimal(1))
        )
        return Cell(column=column, lines=(f"{number:f}",), value=number)
    lines = tuple(line for line in str(value).splitlines() if line.strip())
    return Cell(column=column, lines=lines) if lines else None


def _separated(data: bytes) -> list[list[Cell]]:
    """CSV: UTF-8, UTF-16 or Windows-1252; the separator is the sign that most rows hold equally often."""
    text = _decoded(data)
    lines = text.splitlines()[:_MAX_ROWS]
    sign = max(";,\t|", key=lambda s: (sum(1 for line in lines if line.count(s) > 1), sum(line.count(s) for line in lines)))
    try:
        rows = list(csv.reader(lines, delimiter=sign))
    except csv.Error as error:
        raise Unreadable(Why.BROKEN, str(error)) from error
    return [_cells(list(row)) for row in rows]


def _decoded(data: bytes) -> str:
    if b"\x00" in data[:4000] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(Why.BROKEN)
    for encoding in ("utf-16", "utf-8-sig") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")
