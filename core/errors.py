"""What can go wrong between the rooms, and what the caller does then.

CounterfoilError
├── Unreachable   the other side cannot answer now      -> try again later
├── Refused       the other side said no, for good      -> never again, tell a person
├── Uncertain     the other side may have taken it      -> once more after ten minutes, with the same Message-ID
├── OutOfSpace    there is no room to keep it           -> refuse for now (SMTP 452), raise an alarm
└── Conflict      somebody else was quicker             -> load again, decide again
"""


class CounterfoilError(Exception):
    """A failure that the caller is meant to handle."""


class Unreachable(CounterfoilError):
    """The other side cannot answer now: no connection, a time-out, a temporary refusal, a wrong password of ours."""


class Refused(CounterfoilError):
    """The other side said no, for good. `code` is its reply code (SMTP), 0 where there is none."""

    def __init__(self, text: str, *, code: int = 0) -> None:
        super().__init__(text)
        self.code = code


class Uncertain(CounterfoilError):
    """The connection was lost when the other side may already have taken the letter (RFC 1047)."""


class OutOfSpace(CounterfoilError):
    """There is no room to keep it: disk, quota, or memory."""


class Conflict(CounterfoilError):
    """Somebody else changed the same thing meanwhile: a version, a lease or a unique key."""
