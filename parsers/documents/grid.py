"""Lays texts without a print (cells of sheets, paragraphs and tables of word processors) out as words with boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from parsers.documents.page import MAX_WORDS, Word

_LETTER = 5.0
_BLANK = 3.0
_HEIGHT = 11.0
_LINE = 14.0
_TAB = 130.0
_BETWEEN = 24.0
"""Points between two columns: more than any gap within a text."""
_LEFT = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its column, its lines of text, and the typed value of a sheet."""

    column: int
    lines: tuple[str, ...]
    value: Decimal | date | None = None

    @property
    def width(self) -> float:
        return max((len(line) * _LETTER for line in self.lines), default=0.0)


@dataclass(slots=True)
class Layout:
    """A page that grows downwards."""

    top: float = 40.0
    words: list[Word] = field(default_factory=list)

    def paragraph(self, text: str, height: float = _HEIGHT) -> None:
        """A paragraph; tabulators go to the next stop, line breaks are kept."""
        for line in text.splitlines() or [""]:
            left = _LEFT
            for piece in line.split("\t"):
                left = self._line(piece, left, self.top, height=height)
                left = _LEFT + ((left - _LEFT) // _TAB + 1) * _TAB
            self.top += _LINE * height / _HEIGHT

    def table(self, rows: list[list[Cell]]) -> None:
        """Rows of cells; each column is as wide as its widest cell."""
        lefts = _lefts(rows)
        for row in rows:
            deepest = 1
            for cell in row:
                for at, line in enumerate(cell.lines):
                    value = cell.value if at == 0 else None
                    self._line(line, lefts[cell.column], self.top + at * _LINE, value=value)
                deepest = max(deepest, len(cell.lines))
            self.top += deepest * _LINE

    def _line(self, text: str, left: float, top: float, *, height: float = _HEIGHT, value: Decimal | date | None = None) -> float:
        words = [text] if value is not None else text.split()
        for word in words:
            if len(self.words) >= MAX_WORDS:
                return left
            right = left + len(word) * _LETTER
            self.words.append(Word(text=word, left=left, top=top, right=right, bottom=top + height, value=value))
            left = right + _BLANK
        return left


def _lefts(rows: list[list[Cell]]) -> list[float]:
    count = max((cell.column for row in rows for cell in row), default=-1) + 1
    widths = [0.0] * count
    for row in rows:
        for at, cell in enumerate(row):
            # A text that runs over into empty cells, as titles of sheets do, does not widen its column.
            alone = at + 1 == len(row) and at == 0
            widths[cell.column] = max(widths[cell.column], min(cell.width, 60.0) if alone else cell.width)
    return list(_running(widths))


def _running(widths: list[float]) -> Iterator[float]:
    left = _LEFT
    for width in widths:
        yield left
        left += width + _BETWEEN
