"""What storage refuses with, besides the failures that all rooms share (core/errors.py).

CounterfoilError
├── OldSchema        the tables are not those of this program  -> `counterfoil migrate`
├── AlreadyRunning   another `run` works on this file          -> stop that one first
├── Corrupt          a row is not what its type says           -> restore it; nothing was guessed
├── Missing          no such row                               -> say so
└── Conflict
    └── LeaseLost    somebody else works on the row now         -> throw the work away
"""

from core.errors import Conflict, CounterfoilError


class OldSchema(CounterfoilError):
    """The tables were made by another version of the program."""


class AlreadyRunning(CounterfoilError):
    """Another process runs on this database. `pid` is its number, 0 where it could not be read."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"the service runs already, as process {pid}" if pid else "the service runs already")
        self.pid = pid


class Corrupt(CounterfoilError):
    """A stored value does not fit its type, or its constructor refuses it."""


class Missing(CounterfoilError):
    """There is no row with this name."""


class LeaseLost(Conflict):
    """The lease went to another owner, or the row was taken out of the queue: what was worked out for it is void."""
