"""Paragraphs and tables of a DOCX as pages of words."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from core.paper import Source
from parsers.documents.grid import Cell, Layout
from parsers.documents.page import MAX_WORDS, Page, Unreadable, Why

MAX_UNPACKED = 60_000_000
"""Bytes of a zip file's content: more is a bomb (docs/threats.md)."""
_MAX_ROWS = 3000


def check_zip(data: bytes) -> None:
    """Refuse what would unpack to too much. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            sizes = [info.file_size for info in packed.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(Why.BROKEN, str(error)) from error
    if sum(sizes) > MAX_UNPACKED or len(sizes) > 5000:
        raise Unreadable(Why.TOO_LARGE)


def pages(data: bytes) -> tuple[Page, ...]:
    """The document as one page. Raises Unreadable."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable(Why.PASSWORD, "encrypted, or in the format of before 2007")
    check_zip(data)
    try:
        document = Document(io.BytesIO(data))
        layout = Layout()
        _laid_out(document, layout)
    except (PackageNotFoundError, LxmlError, KeyError, ValueError, AttributeError, IndexError) as error:
        raise Unreadable(Why.BROKEN, str(error)) from error
    if not layout.words:
        raise Unreadable(Why.EMPTY)
    words = tuple(layout.words)
    return (
        Page(
            number=1, width=595, height=max(842.0, layout.top), words=words, source=Source.TEXT, complete=len(words) < MAX_WORDS
        ),
    )


def _laid_out(document: Any, layout: Layout) -> None:
    """Head, body and foot in the order of reading."""
    section = document.sections[0] if document.sections else None
    if section is not None:
        _content(section.header, layout)
    _content(document, layout)
    if section is not None:
        _content(section.footer, layout)


def _content(container: Any, layout: Layout) -> None:
    from docx.table import Table

    for block in container.iter_inner_content():
        if isinstance(block, Table):
            layout.table(list(_rows(block)))
        else:
            layout.paragraph(block.text, 16.0 if (block.style.name or "").startswith(("Heading", "Title")) else 11.0)
            for box in _boxes(block):
                layout.paragraph(box)


def _boxes(paragraph: Any) -> Iterator[str]:
    """Text boxes that are anchored to a paragraph."""
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    alternate = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    for box in paragraph._p.iter(w + "txbxContent"):
        if any(parent.tag == alternate for parent in box.iterancestors()):
            continue
        for inner in box.iter(w + "p"):
            yield "".join(text.text or "" for text in inner.iter(w + "t"))


def _rows(table: Any) -> Iterator[list[Cell]]:
    """The rows of a table, a merged cell once, at its first column."""
    for row in table.rows[:_MAX_ROWS]:
        cells: list[Cell] = []
        seen: set[int] = set()
        for column, cell in enumerate(row.cells):
            if id(cell._tc) in seen:
                continue
            seen.add(id(cell._tc))
            lines = tuple(line for line in _text(cell).replace("\t", "  ").splitlines() if line.strip())
            if lines:
                cells.append(Cell(column=column, lines=lines))
        yield cells


def _text(cell: Any) -> str:
    """The text of a cell with that of tables in it."""
    inner = "\n".join("  ".join(_text(c) for c in row.cells) for table in cell.tables for row in table.rows)
    return f"{cell.text}\n{inner}" if inner else str(cell.text)
