"""The tables of a form that was filled in with a word processor (DOCX, ODT), and the key that it carries.

The key stands in a custom property; a program that dropped it has left the visible line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.filled import Filled
from core.names import Reference, safe_text
from parsers.documents import archive
from parsers.documents.xml import XmlRefused, parse

if TYPE_CHECKING:
    from lxml import etree

PROPERTY = "counterfoil"
MOST_ROWS = 2000
MOST_COLUMNS = 30
LONGEST = 2000
SIZE_LIMIT = 20_000_000
_KEY = re.compile(r"\b([a-z]{1,20}(?:-[a-z]{1,20}){0,3}-\d{1,3}) ([A-Z0-9-]{1,20}) (\d{1,6}) ([a-z2-7]{16})\b")
_BODIES = ("word/document.xml", "content.xml")
_PROPERTIES = ("docProps/custom.xml", "meta.xml")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """The head of a form, and its tables, row by row, a cell as its text."""

    head: Filled
    tables: tuple[tuple[Row, ...], ...]


def text_form(data: bytes) -> TextForm | None:
    """The form, where this is one of ours; None for every other file. Raises nothing."""
    if len(data) > SIZE_LIMIT or not data.startswith(b"PK"):
        return None
    try:
        parts = dict(archive.files(data))
        body = next((parts[name] for name in _BODIES if name in parts), None)
        if body is None:
            return None
        root = parse(body).root
        key = _key(parts, root)
    except (archive.ArchiveRefused, XmlRefused):
        return None
    return None if key is None else TextForm(head=key, tables=tuple(_tables(root)))


def _key(parts: dict[str, bytes], root: "etree._Element") -> Filled | None:
    hidden = next((parse(parts[name]).root for name in _PROPERTIES if name in parts), None)
    found = _signed(_property(hidden)) if hidden is not None else None
    return found or _signed("\n".join(_text(p) for p in root.iter("p")))


def _property(root: "etree._Element") -> str:
    every = [e for e in root.iter("property", "user-defined") if PROPERTY in e.attrib.values()]
    return _text(every[0]) if every else ""


def _signed(text: str) -> Filled | None:
    found = _KEY.search(text)
    if not found:
        return None
    return Filled(form=found[1], key=found[4], document=Reference(found[2]), revision=int(found[3]))


def _tables(root: "etree._Element") -> Iterator[tuple[Row, ...]]:
    """Tables that are in no other table; a word processor may hold rows in groups."""
    for table in root.iter("tbl", "table"):
        if next(table.iterancestors("tbl", "table"), None) is None:
            rows = [row for row in table.iter("tr", "table-row") if next(row.iterancestors("tbl", "table"), None) is table]
            yield tuple(_row(row) for row in rows[:MOST_ROWS])


def _row(row: "etree._Element") -> Row:
    cells: list[str] = []
    for cell in row.iter("tc", "table-cell", "covered-table-cell"):
        again = min(int(found), MOST_COLUMNS) if (found := cell.get("number-columns-repeated", "1")).isdecimal() else 1
        cells += ["\n".join(_text(p) for p in cell.iter("p")).strip()] * again
    return tuple(cells[:MOST_COLUMNS])


def _text(element: "etree._Element") -> str:
    """The words of a paragraph; a tab or a break is a space."""
    parts: list[str] = []
    for one in element.iter():
        if one.tag in ("tab", "br", "line-break", "s", "cr"):
            parts.append(" ")
        parts.append(one.text or "")
        if one is not element:
            parts.append(one.tail or "")
    return safe_text("".join(parts), LONGEST).strip()
