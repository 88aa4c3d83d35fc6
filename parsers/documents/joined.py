"""Several pictures of one paper in one mail: which of them belong together (docs/reading.md 2)."""

from collections.abc import Callable

from core.paper import Check, Paper, Source

SUMS = frozenset({Check.LINES_SUM_TO_NET, Check.LINES_SUM_TO_GROSS})
Together = Callable[[tuple[int, ...]], tuple[Paper, ...]]
"""Reads the pictures with these places as one file."""


def joined(alone: tuple[tuple[Paper, ...], ...], together: Together) -> tuple[tuple[int, ...], Paper] | None:
    """The first pictures that are one paper, by what each says alone, and that paper. A picture goes on where it has the number
    of the one before, or none; and the whole must say more than its parts: its lines add up, or it is one number's."""
    for first, papers in enumerate(alone):
        if not _begins(papers):
            continue
        number = papers[0].number
        last = first
        while last + 1 < len(alone) and _goes_on(alone[last + 1], number):
            last += 1
        places = tuple(range(first, last + 1))
        if len(places) > 1:
            read = together(places)
            same = all(alone[place][0].number == number for place in places)
            if len(read) == 1 and read[0].number == number and (same or SUMS & set(read[0].checks)):
                return places, read[0]
    return None


def _begins(papers: tuple[Paper, ...]) -> bool:
    return len(papers) == 1 and papers[0].source is Source.OCR and papers[0].number is not None


def _goes_on(papers: tuple[Paper, ...], number: str | None) -> bool:
    return len(papers) == 1 and papers[0].source is Source.OCR and papers[0].number in (None, number)
