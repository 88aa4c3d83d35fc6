"""The cells of a workbook (XLSX, XLS, ODS), every sheet by its name; only of one that holds our hidden sheet."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from core.filled import Value
from core.names import safe_text
from parsers.documents import archive
from parsers.documents.sniff import Sort, sort_of

KEY_SHEET = "counterfoil"
"""The name of the hidden sheet, as channels/render/form_key.py writes it."""
MOST_ROWS = 6000
MOST_COLUMNS = 60
LONGEST = 2000
"""Characters of a cell."""
SIZE_LIMIT = 20_000_000

Cells = Mapping[tuple[int, int], Value]
"""What stands at (row, column), both from 0; empty cells are left out."""


def sheets_of(data: bytes) -> dict[str, Cells]:
    """The sheets of a workbook of ours, none for any other file. Raises nothing."""
    from python_calamine import CalamineError, CalamineWorkbook

    if len(data) > SIZE_LIMIT or sort_of(data) is not Sort.SHEET or data[:1] not in (b"P", b"\xd0"):
        return {}
    try:
        if data.startswith(b"PK"):
            archive.check(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if KEY_SHEET not in book.sheet_names:
            return {}
        names = book.sheet_names[:5]
        return {name: _cells(book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)) for name in names}
    except (CalamineError, archive.ArchiveRefused, ValueError, OSError):
        return {}


def _cells(rows: Sequence[Sequence[object]]) -> Cells:
    found: dict[tuple[int, int], Value] = {}
    for at, row in enumerate(rows):
        for column, raw in enumerate(row[:MOST_COLUMNS]):
            value = _value(raw)
            if value is not None:
                found[at, column] = value
    return found


def _value(raw: object) -> Value | None:
    """A number, a date or a text; a number as exact as a person would have typed it: 0.1 + 0.2 is 0.3."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int | float):
        number = Decimal(repr(raw))
        return round(number, 6).normalize() + 0 if number.is_finite() and abs(number) < Decimal(10) ** 15 else None
    return safe_text(str(raw), LONGEST).strip() or None
