"""The hidden sheet of a form, and the cells that it speaks of, wherever they stand now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.filled import Filled, FilledCell, FilledRow, Value
from core.names import Reference, reference
from parsers.fill_in.book import KEY_SHEET, Cells

LINE = "line"
"""The column by whose number a row is found."""
ANSWER = "answer"
"""The column in which one of the form's own words is chosen."""
_MOST_LINES = 999_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The rows of the hidden sheet: (name, value, label)."""

    rows: tuple[tuple[str, str, str], ...]

    def get(self, name: str) -> str:
        """A value by its name; empty where there is none."""
        return next((value for key, value, _ in self.rows if key == name), "")

    def group(self, kind: str) -> tuple[tuple[str, str, str], ...]:
        """The rows of "kind.name", by the name."""
        return tuple((key.partition(".")[2], value, label) for key, value, label in self.rows if key.startswith(f"{kind}."))


def filled_in(sheets: dict[str, Cells]) -> Filled | None:
    """The form with its cells; None where the hidden sheet says too little."""
    key = _key(sheets.get(KEY_SHEET, {}))
    revision, document = key.get("revision"), _reference(key.get("document"))
    if not key.get("form") or document is None or not revision.isdecimal() or len(revision) > 6:
        return None
    visible = [cells for name, cells in sheets.items() if name != KEY_SHEET and cells]
    cells = max(visible, key=lambda one: _titles(one, key)[1], default={})
    return Filled(
        form=key.get("form"),
        key=key.get("key"),
        document=document,
        revision=int(revision),
        rows=tuple(_rows(cells, key)),
        head=(*_head(cells, key), *_known(key)),
    )


def _reference(text: str) -> Reference | None:
    try:
        return reference(text)
    except ValueError:
        return None


def _key(cells: Cells) -> Key:
    last = max((row for row, _ in cells), default=-1)
    names = range(min(last + 1, 200))
    return Key(rows=tuple((_text(cells.get((n, 0))), _text(cells.get((n, 1))), _text(cells.get((n, 2)))) for n in names))


def _text(value: Value | None) -> str:
    """Programs turn a text of digits into a number when they save again."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _titles(cells: Cells, key: Key) -> tuple[int, int]:
    """(row, count): the row in which most titles of columns stand, and how many."""
    labels = {label for _, _, label in key.group("column") if label}
    counts: dict[int, int] = {}
    for (row, _), value in cells.items():
        if isinstance(value, str) and value in labels:
            counts[row] = counts.get(row, 0) + 1
    return max(counts.items(), key=lambda one: one[1], default=(0, 0))


def _columns(cells: Cells, key: Key) -> dict[str, int]:
    """Where each column is: under its title, else at its letter."""
    row, count = _titles(cells, key)
    placed = {value: column for (at, column), value in cells.items() if at == row and isinstance(value, str)} if count else {}
    every = ((name, placed.get(label, _column(letter))) for name, letter, label in key.group("column"))
    return {name: column for name, column in every if column >= 0}


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:2].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _rows(cells: Cells, key: Key) -> Iterator[FilledRow]:
    columns = _columns(cells, key)
    words = {word.casefold(): name for name, word, _ in key.group("word")}
    for row in sorted({at for at, column in cells if column == columns.get(LINE)}):
        number = _line(cells[row, columns[LINE]])
        if number is None:
            continue
        found = ((name, cells[row, column]) for name, column in columns.items() if name != LINE and (row, column) in cells)
        own = tuple(FilledCell(name=name, value=_own(value, words) if name == ANSWER else value) for name, value in found)
        yield FilledRow(line=number, cells=own)


def _line(value: Value) -> int | None:
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 and int(value) else None
    whole = isinstance(value, Decimal) and value == value.to_integral_value() and 0 < value <= _MOST_LINES
    return int(value) if isinstance(value, Decimal) and whole else None


def _own(value: Value, words: dict[str, str]) -> Value:
    return words.get(value.casefold(), value) if isinstance(value, str) else value


def _head(cells: Cells, key: Key) -> Iterator[FilledCell]:
    """Cells outside the rows: to the right of their label, else at their address."""
    labels = {value: place for place, value in cells.items() if isinstance(value, str)}
    words = {word.casefold(): name for name, word, _ in key.group("word")}
    for name, address, label in key.group("cell"):
        place = _address(address)
        row, column = labels.get(label, (-1, -1))
        if row >= 0:
            place = row, max(place[1] if place else 0, column + 1)
        if place and place in cells:
            value = cells[place]
            yield FilledCell(name=name, value=_own(value, words) if name == ANSWER else value)


def _known(key: Key) -> Iterator[FilledCell]:
    """What the form knew beforehand."""
    return (FilledCell(name=name, value=value) for name, value, _ in key.group("value") if value)


def _address(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([A-Z]{1,2})([1-9]\d{0,4})", text)
    return (int(found[2]) - 1, _column(found[1])) if found else None
