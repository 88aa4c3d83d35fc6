"""Labels that are too long for their cell and go on in the row below: "Date" over "of issue"."""

from dataclasses import replace
from itertools import pairwise

from parsers.invoice.dictionary import Hit, section
from parsers.invoice.layout import Row, Segment

Labels = tuple[tuple[tuple[Hit, ...], ...], ...]
_NEAR = 0.6
"""Blank between the rows of one cell, in line heights at most."""


def wrapped(rows: tuple[Row, ...], labels: Labels) -> Labels:
    """The labels of all rows, where those of two rows are one: on the lower row, above their values, or, where the values stand
    beside them, on the upper."""
    found = [list(row) for row in labels]
    for upper, lower in pairwise(rows):
        far = upper.page != lower.page or lower.top - upper.bottom > _NEAR * lower.height
        if far or len(lower.segments) > len(upper.segments) or any(c.isdigit() for c in lower.text):
            continue
        beside = any(c.isdigit() for c in upper.text)
        for at, below in enumerate(lower.segments):
            over = [i for i, segment in enumerate(upper.segments) if _stacked(segment, below)]
            if len(over) != 1 or (beside and (over[0] or found[lower.index][at])):
                continue
            hit = _joined(upper.segments[over[0]], below, found[upper.index][over[0]])
            if hit and beside:
                found[upper.index][0] = (replace(hit, end=len(upper.segments[0].text)),)
            elif hit:
                found[upper.index][over[0]] = ()
                found[lower.index][at] = (replace(hit, end=len(below.text.rstrip(" :"))),)
    return tuple(map(tuple, found))


def _stacked(upper: Segment, lower: Segment) -> bool:
    """Whether two cells have one left edge or one centre, and the upper holds no figure and no colon."""
    if any(c.isdigit() for c in upper.text) or upper.text.rstrip().endswith(":"):
        return False
    same_left = abs(upper.left - lower.left) < 3
    return same_left or abs(upper.left + upper.right - lower.left - lower.right) < 4


def _joined(upper: Segment, lower: Segment, alone: tuple[Hit, ...]) -> Hit | None:
    """The label that both cells are together, if it is longer than the one that the upper cell is."""
    whole = section("fields").exact(f"{upper.text} {lower.text.rstrip(' :')}")
    if whole is None or (alone and alone[0].length >= whole.length):
        return None
    return replace(whole, start=0, leads=True)
