"""What every door for incoming mail is given, and what it can do."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from core.message import Delivery

Keep = Callable[[Delivery], bool]
"""Commits a delivery durably: True = newly kept, False = it was there already. Raises what `core.errors` names when it cannot."""
Known = Callable[[str], bool]
"""Whether a transport id was kept before."""
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time of this machine, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What a test of a connection found, and what to do about it (empty when nothing is to be done)."""

    door: str
    well: bool
    finding: str
    advice: str = ""


class Source(Protocol):
    """A door where mail comes in."""

    @property
    def trouble(self) -> str:
        """What is wrong at the moment, in words; empty when all is well."""
        ...

    def run(self, stop: threading.Event) -> None:
        """Take mail until `stop` is set. Blocks; one thread a source. Raises Unreachable when it can never start."""
        ...

    def check(self) -> Checkup:
        """Test the connection once, change nothing."""
        ...
