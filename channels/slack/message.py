"""A message of ours as it lies in the outbox: everything but the place in Slack, which is known only when it is sent."""

import json
from dataclasses import dataclass
from typing import Any

from channels.slack.blocks import Json

PAGE = "page"
"""The block that shows a page; its picture is drawn and handed over when the message is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a kept file (`source` is its hash) that a message shows, from 1, with frames around `boxes` (points)."""

    source: str
    name: str
    number: int
    alt: str
    boxes: tuple[tuple[float, float, float, float], ...] = ()


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
    page: Page | None = None
    files: tuple[tuple[str, str], ...] = ()
    """Kept files that it brings: hash and name."""

    def to_bytes(self) -> bytes:
        """As it is kept; the same message is the same bytes."""
        body = {name: getattr(self, name) for name in self.__slots__}
        if self.page:
            body["page"] = {name: getattr(self.page, name) for name in self.page.__slots__}
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @staticmethod
    def from_bytes(content: bytes) -> "Posting":
        """As it was kept. Raises ValueError."""
        body: dict[str, Any] = json.loads(content)
        page = body.get("page")
        files = tuple((str(which), str(name)) for which, name in body.get("files") or ())
        shown = Page(**{**page, "boxes": tuple(tuple(box) for box in page["boxes"])}) if page else None
        return Posting(
            **{**body, "blocks": tuple(body["blocks"]), "clears": tuple(body["clears"]), "page": shown, "files": files}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message stands in Slack; its `ts` is its name within the channel. `file`: the picture in it."""

    channel: str
    ts: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.channel} {self.ts} {self.file}".rstrip()

    @staticmethod
    def parsed(text: str) -> "Place | None":
        """A place as written; None for anything else."""
        words = text.split(" ")
        return Place(channel=words[0], ts=words[1], file=words[2] if words[2:] else "") if len(words) in (2, 3) else None
