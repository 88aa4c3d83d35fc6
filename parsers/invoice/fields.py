"""Where the value of a label may stand: behind it, beside it or below it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.paper import Spot
from parsers.invoice.dictionary import Hit, fold
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Text where the value of a label may stand. `how`: same (behind the label), right (next cell) or below."""

    text: str
    how: str
    segment: Segment
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A value that a label claims. `strong`: the label names this field and nothing else."""

    value: str
    score: float
    strong: bool
    label: str
    how: str
    spot: Spot
    leads: bool = True
    """The label begins its cell."""
    sure: bool = True
    """Nothing else stands in the cell that could be a part of it."""


_LEAD = re.compile(r"^[\s:;.=#°*)»>\-–]+|^\([^)]{0,20}\)\s*:?\s*")


NEARNESS = {"same": 3.0, "right": 2.5, "below": 1.5}


def places(view: View, row: Row, segment: Segment, hit: Hit) -> Iterator[Place]:
    """Where the value of a label may stand, nearest first."""
    labels = view.labels[row.index][row.segments.index(segment)]
    following = next(
        (one.start for one in labels if one.start >= hit.end and (one.leads or after_value(segment.text, one.start, hit.end))),
        len(segment.text),
    )
    rest = segment.text[hit.end : following]
    text = bare(rest)
    if text:
        yield Place(text=text, how="same", segment=segment, offset=hit.end + rest.find(text))
    elif following == len(segment.text):
        yield from _beside(view, row, segment)
    if not text or not any(c.isdigit() for c in text):
        yield from _below(view, row, segment, hit)


def after_value(text: str, start: int, since: int = 0) -> bool:
    """Whether a word with digits stands right before: "Order 4711 Date 5 June" has two labels in one cell."""
    before = text[since:start].split()
    return bool(before) and any(c.isdigit() for c in before[-1])


def bare(text: str) -> str:
    while (found := _LEAD.match(text)) and found.end():
        text = text[found.end() :]
    return text.strip()


def _beside(view: View, row: Row, segment: Segment) -> Iterator[Place]:
    """The next cell, unless it is a label itself; a lone colon is passed over."""
    for neighbour, labels in list(zip(row.segments, view.labels[row.index], strict=True))[row.segments.index(segment) + 1 :]:
        text = bare(neighbour.text)
        if not text:
            continue
        if labels and labels[0].start == 0 and not _typed(text):
            return
        yield Place(text=text, how="right", segment=neighbour, offset=neighbour.text.find(text))
        return


def _typed(text: str) -> bool:
    """It begins with a number or a date, whatever label the rest looks like."""
    return text[0].isdigit()


def _below(view: View, row: Row, segment: Segment, hit: Hit) -> Iterator[Place]:
    words = segment.words_between(hit.start, hit.end)
    left, right = words[0].left, words[-1].right
    bottom = row.bottom
    for under in view.rows[row.index + 1 : row.index + 5]:
        if under.page != row.page or under.top - bottom > 2.2 * row.height:
            return
        if not any(c.isdigit() for c in under.text):
            bottom = under.bottom  # the second row of other labels
        for index, cell in enumerate(under.segments):
            wraps = index == 0 and under.index == row.index + 1 and _wraps(row, segment, hit, cell)
            if not wraps and min(right, cell.right) - max(left, cell.left) < 0.3 * min(right - left, cell.right - cell.left):
                continue
            labels = view.labels[under.index][index]
            if labels and labels[0].start == 0 and not _typed(cell.text):
                return
            yield Place(text=bare(cell.text), how="below", segment=cell, offset=0)
            return


def _wraps(row: Row, segment: Segment, hit: Hit, below: Segment) -> bool:
    """Whether a line of text goes on in the row below, behind a label that is the last of it."""
    last = segment is row.segments[-1] and hit.start > 0 and not bare(segment.text[hit.end :])
    return last and abs(below.left - row.segments[0].left) < 3


def labels_of(view: View, row: Row, segment: Segment) -> tuple[Hit, ...]:
    return view.labels[row.index][row.segments.index(segment)]


def whole_text(view: View) -> str:
    """All text, folded, for searching what is known beforehand."""
    return fold("\n".join(row.text for row in view.rows))
