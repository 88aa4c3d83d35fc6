"""Rows and segments of pages: what stands beside one another, and what belongs together in a row."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from core.paper import Field, Spot
from parsers.documents.page import Page, Word

_GAP = 0.85
"""Blank between two words of a segment at most, in line heights: about one em."""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Words of a row without a wide gap between them: a cell, a label with its value, a piece of a sentence."""

    words: tuple[Word, ...] = field(repr=False)
    page: int
    row: int

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        """The vertical centre."""
        return (self.top + self.bottom) / 2

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        at, found = 0, []
        for word in self.words:
            found.append(at)
            at += len(word.text) + 1
        return tuple(found)

    def start_of(self, word: Word) -> int:
        """Where a word begins in the text."""
        return self._starts[next(at for at, own in enumerate(self.words) if own is word)]

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that hold these characters of the text."""
        return tuple(w for w, at in zip(self.words, self._starts, strict=True) if at < end and at + len(w.text) > start)

    def spot(self, what: Field, start: int = 0, end: int = 10_000) -> Spot:
        """Where these characters stand, as proof."""
        words = self.words_between(start, end) or self.words
        return Spot(
            field=what,
            page=self.page,
            left=round(words[0].left, 1),
            top=round(min(w.top for w in words), 1),
            right=round(words[-1].right, 1),
            bottom=round(max(w.bottom for w in words), 1),
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """What stands on one line of a page. `furniture`: repeated on several pages (heads, feet)."""

    index: int
    page: int
    words: tuple[Word, ...] = field(repr=False)
    segments: tuple[Segment, ...] = ()
    furniture: bool = False

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @cached_property
    def middle(self) -> float:
        return sum(word.middle for word in self.words) / len(self.words)

    @cached_property
    def height(self) -> float:
        """The median height of its words."""
        heights = sorted(word.height for word in self.words)
        return heights[len(heights) // 2]

    @cached_property
    def text(self) -> str:
        return "  ".join(segment.text for segment in self.segments)


def rows_of(pages: Iterable[Page]) -> tuple[Row, ...]:
    """All rows of some pages from top to bottom, numbered through."""
    found: list[tuple[int, list[Word]]] = []
    for page in pages:
        found += [(page.number, row) for row in _gathered(page.words)]
    furniture = _furniture(found)
    return tuple(_row(index, page, words, index in furniture) for index, (page, words) in enumerate(found))


def _gathered(words: Iterable[Word]) -> list[list[Word]]:
    """Words whose middles lie within half a height of one another share a row."""
    rows: list[list[Word]] = []
    middle, height = 0.0, 0.0
    for word in sorted(words, key=lambda w: (w.middle, w.left)):
        if rows and abs(word.middle - middle) <= 0.42 * min(max(height, 4.0), max(word.height, 4.0)):
            rows[-1].append(word)
            count = len(rows[-1])
            middle += (word.middle - middle) / count
            height += (word.height - height) / count
        else:
            rows.append([word])
            middle, height = word.middle, word.height
    return [sorted(row, key=lambda w: w.left) for row in rows]


def _furniture(rows: list[tuple[int, list[Word]]]) -> set[int]:
    """Rows that stand at the same height with the same words (but for digits) on several pages."""
    if len({page for page, _ in rows}) < 2:
        return set()
    signs = [(round(words[0].top / 6), re.sub(r"\d+", "0", " ".join(w.text for w in words))) for _, words in rows]
    often = Counter(signs)
    return {index for index, sign in enumerate(signs) if often[sign] > 1}


def _row(index: int, page: int, words: list[Word], furniture: bool) -> Row:
    segments: list[list[Word]] = []
    for word in words:
        if segments and word.left - segments[-1][-1].right <= _GAP * max(min(word.height, segments[-1][-1].height), 5.0):
            segments[-1].append(word)
        else:
            segments.append([word])
    made = tuple(Segment(words=tuple(part), page=page, row=index) for part in segments)
    return Row(index=index, page=page, words=tuple(words), segments=made, furniture=furniture)
