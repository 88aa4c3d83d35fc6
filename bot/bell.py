"""A bell between two threads of one service: who waits for work looks at once when it rings, and every half second anyway."""

import threading

PAUSE = 0.5
"""Seconds between two looks: the command line is another process, and rings no bell."""


class Bell:
    """Rung by the one who left work behind; heard by the one who waits."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        """There is work."""
        self._rung.set()

    def wait(self) -> None:
        """Until it rings, half a second at most."""
        self._rung.wait(PAUSE)
        self._rung.clear()
