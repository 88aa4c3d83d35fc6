"""The state of a workspace: people, channels, messages, windows, and how it misbehaves on demand."""

import itertools
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
SCOPES = (
    "chat:write", "commands", "users:read", "users:read.email", "im:write", "channels:read", "channels:history", "im:history",
    "files:read", "files:write",
)  # fmt: skip
TEAM, BOT_TOKEN, APP_TOKEN = "T0ACME", "xoxb-stand-in", "xapp-stand-in"


@dataclass
class Member:
    """A user object's marks."""

    id: str
    mail: str
    confirmed: bool = True
    team: str = TEAM
    tz: str = "Europe/Berlin"
    marks: tuple[str, ...] = ()

    def as_json(self, *, with_mail: bool) -> Json:
        profile = {"real_name": self.id, "display_name": "ann@acme.example"}  # a display name proves nothing
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.mail.partition("@")[0],
            "tz": self.tz,
            "is_email_confirmed": self.confirmed,
            "deleted": False,
            "is_bot": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            **dict.fromkeys(self.marks, True),
            "profile": {**profile, "email": self.mail} if with_mail else profile,
        }


@dataclass
class Weather:
    """How often calls fail by chance, in parts of one: answered 429, cut before they are carried out, cut afterwards."""

    busy: float = 0.0
    cut: float = 0.0
    lost: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def fate(self) -> str:
        """What becomes of the next call."""
        roll = self.dice.random()
        for name, share in (("busy", self.busy), ("cut", self.cut), ("lost", self.lost)):
            if roll < share:
                return name
            roll -= share
        return ""


@dataclass
class Workspace:
    """Everything that the stand-in remembers. `busy`: how many calls of a method are answered 429 next."""

    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, list[Json]] = field(default_factory=lambda: {"C0ORDERS": []})
    absent: set[str] = field(default_factory=set)
    ephemeral: list[Json] = field(default_factory=list)
    windows: dict[str, Json] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    opened: list[Json] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    triggers: dict[str, float] = field(default_factory=dict)
    used_triggers: set[str] = field(default_factory=set)
    respond: dict[str, Json] = field(default_factory=dict)
    files: dict[str, Json] = field(default_factory=dict)
    """Uploads and what people drop, by id: name, bytes, steps."""
    refused: dict[str, str] = field(default_factory=dict)
    """Methods that are refused, with Slack's code."""
    busy: Counter[str] = field(default_factory=Counter)
    retry_after: int = 1
    down: bool = False
    weather: Weather = field(default_factory=Weather)
    drop_after: Counter[str] = field(default_factory=Counter)
    """How many calls of a method are carried out and then not answered: the connection is cut."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def join(self, member: Member) -> None:
        self.members[member.id] = member

    def ts(self) -> str:
        """A message's name: unique and rising."""
        return f"{time.time():.0f}.{next(self.numbers):06d}"

    def trigger(self) -> str:
        """Good once, for three seconds."""
        made = f"trigger.{next(self.numbers)}"
        self.triggers[made] = time.monotonic() + 3
        return made

    def message(self, channel: str, ts: str) -> Json | None:
        return next((m for m in self.channels.get(channel, []) if m["ts"] == ts), None)

    def file(self, name: str, content: bytes, user: str, media_type: str = "") -> Json:
        """A file of a person or of the bot, its bytes at a private address."""
        which = f"F{next(self.numbers):09d}"
        made = {"id": which, "name": name, "title": name, "size": len(content), "user": user, "mimetype": media_type, "looks": 0}
        self.files[which] = {**made, "content": content, "done": False}
        return self.files[which]

    def direct(self, user: str) -> str:
        """The direct conversation with a user."""
        channel = f"D{user[1:]}"
        self.channels.setdefault(channel, [])
        return channel
