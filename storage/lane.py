"""Lanes: mails of one lane are worked on in the order in which they came (docs/reliability.md).

Who wrote a mail is told here by a scan of bytes, before anything is parsed; it orders work and proves nothing.
"""

import re
from dataclasses import dataclass

from core.freemail import FREEMAIL
from core.message import Delivery
from core.names import BlobHash, safe_line

_HEAD = 64 * 1024
_FROM = re.compile(rb"^from:((?:[^\r\n]|\r?\n[ \t]){0,2000})", re.IGNORECASE | re.MULTILINE)
_SUBJECT = re.compile(rb"^subject:((?:[^\r\n]|\r?\n[ \t]){0,600})", re.IGNORECASE | re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_ANGLED = re.compile(rb"<\s*([^<>@\s]{1,64}@[^<>@\s]{1,255})\s*>")
_BARE = re.compile(rb"([^<>@\s,;:\"()]{1,64}@[^<>@\s,;:\"()]{1,255})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a scan of the head sees. Nothing of it is trusted."""

    lane: str
    sender: str
    subject: str


def glance(delivery: Delivery, content: BlobHash) -> Glance:
    """The lane, and the two lines by which a person recognises the mail in a list. Raises nothing, for any bytes."""
    head = delivery.raw[:_HEAD]
    end = _HEAD_END.search(head)
    head = head[: end.start()] if end else head
    field = _FROM.search(head)
    address = _address(field.group(1)) if field else ""
    subject = _SUBJECT.search(head)
    return Glance(
        lane=lane_of(address) or f"-{content}",
        sender=safe_line(address),
        subject=safe_line(subject.group(1).decode("utf-8", "replace"), 200) if subject else "",
    )


def lane_of(address: str) -> str:
    """The domain, or the whole address where the domain is shared by strangers; empty where there is none."""
    domain = address.rpartition("@")[2]
    return address if domain in FREEMAIL else domain


def _address(field: bytes) -> str:
    """The first address of a From field, lower case; empty where none is seen."""
    found = _ANGLED.search(field) or _BARE.search(field)
    return found.group(1).decode("ascii", "replace").lower().rstrip(".") if found else ""
