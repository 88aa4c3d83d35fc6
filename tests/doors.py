"""What stands behind a door under test, and how a door runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.message import Delivery


class Shelf:
    """The simplest house behind a door: keeps each transport id once. `before` runs first and may raise or wait."""

    def __init__(self, before: Callable[[Delivery], None] | None = None) -> None:
        self.kept: dict[str, Delivery] = {}
        self.asked = 0
        self.before = before
        self._lock = threading.Lock()

    def keep(self, delivery: Delivery) -> bool:
        self.asked += 1
        if self.before:
            self.before(delivery)
        with self._lock:
            new = delivery.transport_id not in self.kept
            self.kept.setdefault(delivery.transport_id, delivery)
        return new

    @property
    def mails(self) -> list[bytes]:
        return [delivery.raw for delivery in self.kept.values()]


@contextmanager
def running(source: object) -> Iterator[threading.Event]:
    """A source in its own thread, stopped at the end. Its failure fails the test."""
    stop, failures = threading.Event(), []

    def body() -> None:
        try:
            source.run(stop)  # type: ignore[attr-defined]
        except BaseException as problem:
            failures.append(problem)
            raise

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive(), "the source did not stop"
    assert not failures, failures
