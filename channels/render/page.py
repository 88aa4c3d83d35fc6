"""A static page that shows mails in their order, as a story: self-contained, nothing is loaded, no script of a mail runs."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from channels.render.layouts import layout

if TYPE_CHECKING:
    from jinja2 import Template

FIT = """for (const frame of document.querySelectorAll("iframe")) {
  const fit = () => { frame.style.height = frame.contentDocument.documentElement.scrollHeight + "px"; };
  frame.addEventListener("load", fit); frame.parentElement.addEventListener("toggle", fit); addEventListener("resize", fit);
}"""
"""Gives each mail the height that it needs; the frames themselves may run nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFile:
    """A file beside the page: its label, and its address relative to the page."""

    label: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMail:
    """One mail of a story. `from_us`: the bot wrote it. `chapter` begins a new part; `note` says what it brought about."""

    who: str
    whom: str
    subject: str
    text: str
    at: datetime
    html: str = ""
    files: tuple[StoryFile, ...] = ()
    from_us: bool = False
    chapter: str = ""
    note: str = ""


@cache
def _layout() -> "Template":
    return layout("story.html")


def _chapters(mails: Sequence[StoryMail]) -> Iterator[tuple[str, list[tuple[int, StoryMail]]]]:
    title, held = "", list[tuple[int, StoryMail]]()
    for number, mail in enumerate(mails, 1):
        if mail.chapter and held:
            yield title, held
            held = []
        title = mail.chapter or title
        held.append((number, mail))
    if held:
        yield title, held


def story(mails: Sequence[StoryMail], *, title: str = "Counterfoil: the mails, in order", intro: str = "") -> str:
    """The page as HTML. Every value is escaped; a mail's HTML stands in a frame that runs no script."""
    digest = base64.b64encode(hashlib.sha256(FIT.encode()).digest()).decode()
    return _layout().render(title=title, intro=intro, chapters=list(_chapters(mails)), fit=FIT, digest=digest, count=len(mails))
