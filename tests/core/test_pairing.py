"""The best one-to-one assignment is the best: against every other on small sizes, and in reasonable time on large ones."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.matching.pairing import best_pairs

FITS = st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 13).map(lambda n: n / 10), max_size=6), max_size=5)


def worth(fits: list[dict[int, float]], pairs: list[int | None]) -> float:
    """The sum of the fits of an assignment."""
    return sum(row[column] for row, column in zip(fits, pairs, strict=True) if column is not None)


def best_of_all(fits: list[dict[int, float]]) -> float:
    """Tried one by one; a column from 6 on stands for none."""
    ways = permutations(range(6 + len(fits)), len(fits))
    return max((sum(row.get(c, 0.0) for row, c in zip(fits, way, strict=True)) for way in ways), default=0.0)


@settings(max_examples=60, deadline=None)
@given(FITS.filter(lambda fits: len(fits) <= 3) | FITS.filter(lambda fits: len(fits) == 4))
def test_no_other_assignment_is_better(fits: list[dict[int, float]]) -> None:
    """Its columns differ, each is allowed, and the sum is that of the best of all."""
    pairs = best_pairs(fits)
    used = [c for c in pairs if c is not None]
    assert len(set(used)) == len(used)
    assert all(c is None or c in row for row, c in zip(fits, pairs, strict=True))
    assert abs(worth(fits, pairs) - best_of_all(fits)) < 1e-9


def test_a_row_is_moved_to_make_room() -> None:
    """The first would like column 0 best, but the second has no other."""
    assert best_pairs([{0: 1.0, 1: 0.9}, {0: 1.0}]) == [1, 0]


def test_a_row_is_left_alone_where_that_is_better() -> None:
    """One strong pair beats a weak one that would take its column."""
    assert best_pairs([{0: 0.6}, {0: 1.3}]) == [None, 0]


def test_nothing_fits_nothing() -> None:
    """No rows, or rows without a column."""
    assert best_pairs([]) == []
    assert best_pairs([{}, {}]) == [None, None]


def test_many_alike_are_assigned_at_once() -> None:
    """Three hundred lines that all fit all alike: each has one."""
    pairs = best_pairs([dict.fromkeys(range(300), 1.0)] * 300)
    assert sorted(c for c in pairs if c is not None) == list(range(300))
