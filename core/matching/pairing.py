"""The best one-to-one assignment (Hungarian method, Kuhn 1955, in the O(n^2 m) form with potentials)."""

from collections.abc import Sequence

FORBIDDEN = 1e9
"""The cost of a pair that must not be."""


def cheapest(cost: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row the column of the cheapest one-to-one assignment, None where only forbidden pairs are left."""
    rows, columns = len(cost), len(cost[0]) if cost else 0
    if not rows or not columns:
        return [None] * rows
    if rows > columns:  # the method wants the short side as rows
        turned = cheapest([[cost[i][j] for i in range(rows)] for j in range(columns)])
        back: list[int | None] = [None] * rows
        for j, i in enumerate(turned):
            if i is not None:
                back[i] = j
        return back
    owner = _owners(cost, rows, columns)
    result: list[int | None] = [None] * rows
    for j, i in enumerate(owner[1:]):
        if i and cost[i - 1][j] < FORBIDDEN:
            result[i - 1] = j
    return result


def _owners(cost: Sequence[Sequence[float]], rows: int, columns: int) -> list[int]:
    """Which row (from 1) owns each column (from 1), 0 for none."""
    u, v = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner, way = [0] * (columns + 1), [0] * (columns + 1)
    for i in range(1, rows + 1):
        owner[0], j0 = i, 0
        least, used = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while owner[j0]:
            used[j0] = True
            j0 = _step(cost, u, v, owner, way, least, used, j0)
        while j0:
            owner[j0], j0 = owner[way[j0]], way[j0]
    return owner


def _step(
    cost: Sequence[Sequence[float]],
    u: list[float],
    v: list[float],
    owner: list[int],
    way: list[int],
    least: list[float],
    used: list[bool],
    j0: int,
) -> int:
    """Grow the tree of tight pairs by one column and shift the potentials."""
    i0, delta, j1 = owner[j0], float("inf"), 0
    row, ui = cost[i0 - 1], u[i0]
    for j in range(1, len(v)):
        if used[j]:
            continue
        reduced = row[j - 1] - ui - v[j]
        if reduced < least[j]:
            least[j], way[j] = reduced, j0
        if least[j] < delta:
            delta, j1 = least[j], j
    for j in range(len(v)):
        if used[j]:
            u[owner[j]] += delta
            v[j] -= delta
        else:
            least[j] -= delta
    return j1
