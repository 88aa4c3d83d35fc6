"""What the rows of `kind` look at: the mail, and the phrases of servers about mail (machine.toml)."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

from core.names import Address
from parsers.bounce import status_fields
from parsers.either import either
from parsers.headers import Headers
from parsers.parts import Part
from parsers.references import House

_REPLY = re.compile(r"\s*(?:re|aw|sv|vs|antw|odp|ynt|回复|答复|ref|wg|fw|fwd|tr|rv)\s*(?:\[\d\])?\s*[:：]", re.IGNORECASE)

HEAD = 8000
"""Letters of the text in which a machine says what it is."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Phrases by what they say."""

    daemon_local: frozenset[str]
    daemon_name: re.Pattern[str]
    bounce_subject: re.Pattern[str]
    bounce_text: re.Pattern[str]
    delayed_subject: re.Pattern[str]
    delayed_text: re.Pattern[str]
    challenge: re.Pattern[str]


@cache
def machine() -> Machine:
    """The phrases, read once."""
    table = tomllib.loads(files("parsers").joinpath("machine.toml").read_text("utf-8"))

    def pattern(key: str) -> re.Pattern[str]:
        return re.compile(either(table[key], before=r"\w."), re.IGNORECASE)

    return Machine(
        daemon_local=frozenset(re.sub(r"[-_.]", "", word) for word in table["daemon_local"]),
        daemon_name=pattern("daemon_name"),
        bounce_subject=pattern("bounce_subject"),
        bounce_text=pattern("bounce_text"),
        delayed_subject=pattern("delayed_subject"),
        delayed_text=pattern("delayed_text"),
        challenge=pattern("challenge"),
    )


@dataclass(frozen=True)
class Seen:
    """What the rows look at."""

    root: Part
    sender: Address | None
    sender_name: str
    subject: str
    text: str = field(repr=False)
    new_text: str = field(repr=False)
    house: House
    null_sender: bool = False
    """The envelope sender is empty: a program that wants no answer."""
    quotes: bool = False
    """The text holds a quoted mail, which no responder writes."""
    reply: bool = False
    """It answers a mail of ours, or names one of our documents."""

    @property
    def headers(self) -> Headers:
        return self.root.headers

    @cached_property
    def daemon(self) -> bool:
        local = (self.sender or self.headers.first("from").strip("<> ").lower()).partition("@")[0].lower()
        local = re.sub(r"[-_.]", "", local)
        named = machine().daemon_name.search(self.sender_name) is not None
        return local in machine().daemon_local or local.startswith(("mailerdaemon", "postmaster")) or (named and not self.reply)

    @cached_property
    def reports(self) -> frozenset[str]:
        kinds = {part.media_type for part in self.root.walk()}
        if self.root.media_type == "multipart/report":
            kinds.add(self.root.options.get("report-type", "").strip().lower())
        return frozenset(kinds)

    @cached_property
    def actions(self) -> frozenset[str]:
        return frozenset(group["action"].strip().lower() for group in status_fields(self.root) if "action" in group)

    @cached_property
    def says_bounce(self) -> bool:
        return machine().bounce_text.search(self.text[:HEAD]) is not None

    @cached_property
    def titled_bounce(self) -> bool:
        return machine().bounce_subject.search(self.subject) is not None and not _REPLY.match(self.subject)

    @cached_property
    def titled_delay(self) -> bool:
        return machine().delayed_subject.search(self.subject) is not None and not _REPLY.match(self.subject)

    @cached_property
    def delayed(self) -> bool:
        if self.actions:
            return "delayed" in self.actions and "failed" not in self.actions
        said = machine().delayed_text.search(self.text[:HEAD]) is not None
        return said and "failed permanently" not in self.text[:HEAD].lower()
