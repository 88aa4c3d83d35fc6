"""What every door for outgoing mail can do."""

from dataclasses import dataclass, field
from typing import Protocol

from channels.source import Checkup
from core.names import Address, address


@dataclass(frozen=True, slots=True, kw_only=True)
class SendJob:
    """One letter to one recipient, with its bytes fixed. `sender` is the envelope sender, None the null return path.

    One recipient: an answer that differs between recipients would leave the letter half sent (docs/reliability.md).
    """

    outbox_id: str
    sender: Address | None
    recipient: Address
    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        for who in (self.sender, self.recipient):
            if who is not None and address(who) != who:
                raise ValueError(f"{who!r} is no clean mail address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The other side took the letter; `answer` is what it said, usually its queue id."""

    answer: str


class Sink(Protocol):
    """A door where letters go out."""

    def send(self, letter: SendJob) -> Sent:
        """Hand the letter over.

        Raises Unreachable (not taken, try again later), Refused (not taken, never again), Uncertain (it may have been taken).
        """
        ...

    def close(self) -> None:
        """The batch is over: let go of the connection."""
        ...

    def check(self) -> Checkup:
        """Test the connection once, send nothing."""
        ...
