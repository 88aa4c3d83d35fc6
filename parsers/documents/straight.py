"""Words of a picture of a page, set straight: what every reader of pictures finds is as skew and uneven as the paper lay."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from parsers.documents.page import MAX_WORDS, Word

Line = tuple[str, ...]
"""What words of one line have in common, however their reader names it."""


def straightened(found: list[tuple[Line, Word]]) -> tuple[Word, ...]:
    """The words, each with its line, where they would stand on a straight page."""
    slope = _skew(found)
    straight = [(line, _straight(word, slope)) for line, word in found[:MAX_WORDS]]
    return tuple(_levelled(straight))


def _lines(found: Iterable[tuple[Line, Word]]) -> dict[Line, list[Word]]:
    lines: dict[Line, list[Word]] = {}
    for line, word in found:
        lines.setdefault(line, []).append(word)
    return lines


def _levelled(found: list[tuple[Line, Word]]) -> Iterator[Word]:
    """Words of one line with the height of the line: boxes of ink differ with every letter."""
    lines = _lines(found)
    for line, word in found:
        heights = sorted(w.height for w in lines[line])
        middles = sorted(w.bottom for w in lines[line])
        height, bottom = heights[int(len(heights) * 0.75)], middles[len(middles) // 2]
        if abs(word.bottom - bottom) < 0.5 * height:
            yield replace(word, top=bottom - 1.2 * height, bottom=bottom)
        else:
            yield word


def _skew(found: list[tuple[Line, Word]]) -> float:
    """How much the lines rise, in points per point: the median over all long ones."""
    slopes = sorted(
        (words[-1].bottom - words[0].bottom) / (words[-1].left - words[0].left)
        for words in _lines(found).values()
        if len(words) > 2 and words[-1].left - words[0].left > 80
    )
    return slopes[len(slopes) // 2] if len(slopes) > 4 else 0.0


def _straight(word: Word, slope: float) -> Word:
    """The word where it would stand on a straight page."""
    down = slope * word.left
    return replace(word, top=word.top - down, bottom=word.bottom - down)
