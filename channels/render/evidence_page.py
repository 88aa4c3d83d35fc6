"""The first page of an evidence zip: what happened, in order, and where each thing lies; for people (docs/rules.md 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from channels.render.layouts import layout

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFact:
    """A line of the journal. `mail`: the path of the mail that caused it, empty where none did or it was erased."""

    at: datetime
    document: str
    what: str
    who: str
    how: str
    details: tuple[str, ...] = ()
    mail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A file of the zip, with the SHA-256 of its bytes."""

    path: str
    size: int
    digest: str


@cache
def _layout() -> "Template":
    return layout("evidence.html")


def evidence_page(about: str, facts: Sequence[EvidenceFact], files: Sequence[EvidenceFile], erased: Sequence[str]) -> str:
    """The page as HTML. Every value is escaped; it loads nothing and runs nothing (docs/threats.md T11)."""
    folders: dict[str, list[EvidenceFile]] = {}
    for file in files:
        folders.setdefault(file.path.partition("/")[0] if "/" in file.path else "journal", []).append(file)
    return _layout().render(about=about, facts=facts, folders=folders, erased=erased)
