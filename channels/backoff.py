"""How long to wait before trying a server again."""

import random


class Backoff:
    """Waits that double from `first` to `last` seconds, each shortened by up to half at random.

    Without the randomness all clients of a server that comes back would come back in the same second.
    """

    def __init__(self, *, first: float = 1.0, last: float = 120.0, dice: random.Random | None = None) -> None:
        self._first, self._last = first, last
        self._next = first
        self._dice = dice or random.Random()

    def wait(self) -> float:
        """Seconds to wait now; the next wait is twice as long."""
        seconds, self._next = self._next, min(self._next * 2, self._last)
        return seconds * self._dice.uniform(0.5, 1.0)

    def reset(self) -> None:
        """It worked: the next failure waits the shortest time again."""
        self._next = self._first
