"""The best one-to-one assignment: shortest augmenting paths with potentials (Kuhn 1955; Jonker and Volgenant 1987), sparse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

Fits = Sequence[Mapping[int, float]]
"""For each row, the columns that it may have, and how well each fits (above 0)."""
ALONE = -1


def best_pairs(fits: Fits) -> list[int | None]:
    """For each row its column in an assignment whose fits sum up to the most; None: it has none."""
    state = _State(fits=fits, mine=[None] * len(fits), gain=[0.0] * len(fits))
    for row in range(len(fits)):
        _Search(state=state, start=row).run()
    return state.mine


@dataclass(slots=True, kw_only=True)
class _State:
    """What is assigned, and the potentials: `gain` of a row, `price` of a column. Their sum is never below a fit."""

    fits: Fits
    mine: list[int | None]
    gain: list[float]
    owner: dict[int, int] = field(default_factory=dict)
    price: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Search:
    """Dijkstra from one new row to a free column, or to the row that loses least by having none."""

    state: _State
    start: int
    rows: dict[int, float] = field(default_factory=dict)
    columns: dict[int, float] = field(default_factory=dict)
    came: dict[int, int] = field(default_factory=dict)
    heap: list[tuple[float, bool, int, int]] = field(default_factory=list)

    def run(self) -> None:
        """Assign the row, moving others along the way where that is better."""
        state, start = self.state, self.start
        values = (fit - state.price.get(column, 0.0) for column, fit in state.fits[start].items())
        state.gain[start] = max(0.0, max(values, default=0.0))
        end, last = self._shortest()
        for row, distance in self.rows.items():
            state.gain[row] -= max(end - distance, 0.0)
        for column, distance in self.columns.items():
            state.price[column] = state.price.get(column, 0.0) + max(end - distance, 0.0)
        if last is not None:
            self._move(last)

    def _shortest(self) -> tuple[float, int | None]:
        """The least distance to an end, and the column that changes hands last; None: the row itself has none."""
        state = self.state
        end, last = state.gain[self.start], None
        self._reach(self.start, 0.0)
        while self.heap:
            distance, _, column, row = heappop(self.heap)
            if distance >= end:
                break
            if column in self.columns:
                continue
            self.columns[column], self.came[column] = distance, row
            if column not in state.owner:
                return distance, column
            holder = state.owner[column]
            if distance + state.gain[holder] < end:
                end, last = distance + state.gain[holder], column
            self._reach(holder, distance)
        return end, last

    def _reach(self, row: int, distance: float) -> None:
        """A free column comes before an occupied one at the same distance: there the way ends."""
        state = self.state
        self.rows[row] = distance
        for column, fit in state.fits[row].items():
            slack = max(state.gain[row] + state.price.get(column, 0.0) - fit, 0.0)
            heappush(self.heap, (distance + slack, column in state.owner, column, row))

    def _move(self, column: int) -> None:
        """Every row on the way takes the column it came by; who held the last one has none."""
        state = self.state
        if column in state.owner:
            state.mine[state.owner[column]] = None
        while True:
            row = self.came[column]
            before = state.mine[row]
            state.owner[column], state.mine[row] = row, column
            if row == self.start or before is None:
                return
            column = before
