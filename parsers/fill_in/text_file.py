"""The tables of a text file (DOCX, ODT) that carries our form in its properties, as if they were sheets."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.names import safe_text
from parsers.documents import archive
from parsers.documents.xml import XmlRefused, tree
from parsers.fill_in.book import KEY_SHEET, LONGEST, MOST_COLUMNS, MOST_ROWS, SIZE_LIMIT, Cells

if TYPE_CHECKING:
    from lxml.etree import _Element

    from core.filled import Value

PREFIX = f"{KEY_SHEET}."
"""What the names of our properties begin with, as channels/render/invoice_form_text.py writes them."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"


def tables_of(data: bytes) -> dict[str, Cells]:
    """The tables under one another as one sheet, and the hidden one; none for a file that is not ours. Raises nothing."""
    if len(data) > SIZE_LIMIT or not data.startswith(b"PK\x03\x04"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
        if "docProps/custom.xml" in names and "word/document.xml" in names:
            return _sheets(data, "docProps/custom.xml", "word/document.xml", word=True)
        if "meta.xml" in names and "content.xml" in names:
            return _sheets(data, "meta.xml", "content.xml", word=False)
    except (zipfile.BadZipFile, archive.ArchiveRefused, XmlRefused, ValueError, OSError, KeyError):
        return {}
    return {}


def _sheets(data: bytes, properties: str, content: str, *, word: bool) -> dict[str, Cells]:
    archive.check(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        known = tree(packed.read(properties))
        key = dict(_word_properties(known) if word else _open_properties(known))
        if not any(name.startswith(PREFIX) for name in key):
            return {}
        root = tree(packed.read(content))
    rows = _word_rows(root) if word else _open_rows(root)
    return {KEY_SHEET: _key(key), "text": _placed(rows)}


def _word_properties(root: "_Element") -> Iterator[tuple[str, str]]:
    for one in root:
        yield str(one.get("name", "")), "".join(str(text) for text in one.itertext())


def _open_properties(root: "_Element") -> Iterator[tuple[str, str]]:
    for one in root.iter(f"{_META}user-defined"):
        yield str(one.get(f"{_META}name", "")), "".join(str(text) for text in one.itertext())


def _key(properties: dict[str, str]) -> Cells:
    """Of places only the label is known; their column is the one under it."""
    cells: dict[tuple[int, int], Value] = {}
    ours = [(name.removeprefix(PREFIX), value) for name, value in properties.items() if name.startswith(PREFIX)]
    for row, (name, value) in enumerate(ours[:200]):
        place = name.startswith(("column.", "cell."))
        cells[row, 0] = name
        cells[row, 2 if place else 1] = safe_text(value, 300)
    return cells


def _word_rows(root: "_Element") -> Iterator[list[str]]:
    for row in root.iter(f"{_W}tr"):
        cells = list(row.iter(f"{_W}tc"))
        yield ["\n".join(_word_text(p) for p in cell.iter(f"{_W}p")) for cell in cells]


def _word_text(paragraph: "_Element") -> str:
    marks = {f"{_W}tab": "\t", f"{_W}br": "\n"}
    return "".join(str(n.text or "") if n.tag == f"{_W}t" else marks.get(str(n.tag), "") for n in paragraph.iter())


def _open_rows(root: "_Element") -> Iterator[list[str]]:
    for row in root.iter(f"{_TABLE}table-row"):
        cells = [cell for cell in row if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")]
        yield ["\n".join("".join(str(t) for t in p.itertext()) for p in cell.iter(f"{_TEXT}p")) for cell in cells]


def _placed(rows: Iterator[list[str]]) -> Cells:
    cells: dict[tuple[int, int], Value] = {}
    for at, row in zip(range(MOST_ROWS), rows, strict=False):
        for column, text in enumerate(row[:MOST_COLUMNS]):
            shown = safe_text(text, LONGEST).strip()
            if shown:
                cells[at, column] = shown
    return cells
