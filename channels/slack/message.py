"""A message of ours as it lies in the outbox: everything but the place in Slack, which is known only when it is sent."""

import json
from dataclasses import dataclass
from typing import Any

from channels.slack.blocks import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """`under`: the outbox row whose message is the head of the thread. `over`: the row whose message this one replaces.

    `colour` is the bar beside the blocks, such as "#15803d". `aloud`: an answer in a thread that the channel sees too.
    `clears`: mails that are needless once this has arrived, by their supersede key.
    """

    channel: str
    text: str
    blocks: tuple[Json, ...] = ()
    colour: str = ""
    under: str = ""
    over: str = ""
    aloud: bool = False
    clears: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """As it is kept; the same message is the same bytes."""
        body = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @staticmethod
    def from_bytes(content: bytes) -> "Posting":
        """As it was kept. Raises ValueError."""
        body: dict[str, Any] = json.loads(content)
        return Posting(**{**body, "blocks": tuple(body["blocks"]), "clears": tuple(body["clears"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message stands in Slack; its `ts` is its name within the channel."""

    channel: str
    ts: str

    def __str__(self) -> str:
        return f"{self.channel} {self.ts}"

    @staticmethod
    def parsed(text: str) -> "Place | None":
        """A place as written; None for anything else."""
        channel, _, ts = text.partition(" ")
        return Place(channel=channel, ts=ts) if channel and ts and " " not in ts else None
