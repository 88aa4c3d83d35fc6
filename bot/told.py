"""A line of the journal for people and for programs: when, what, by whom, by which way, from which mail, in which words."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from core.events import Event
from core.names import BlobHash

if TYPE_CHECKING:
    from storage.journal import JournalEntry
    from storage.unit import Unit

WORDS = frozenset({"text", "reason", "called", "note"})
"""Fields of a fact that are the hash of somebody's words."""
ASIDE = frozenset({"is", "document", "order", "invoice", "supplier", "question", "paper", "lines", "credit", "version"})
"""Fields that stand elsewhere in the line, or whole documents, which lie beside it."""
LONGEST = 200


def fact_json(event: Event) -> Any:
    """The fact with all its fields."""
    from storage.codec import dumps

    return json.loads(dumps(event, Event))


def entry_json(entry: "JournalEntry") -> dict[str, Any]:
    """The whole line."""
    return {
        "at": entry.at.isoformat(),
        "document": entry.document,
        "version": entry.version,
        "actor": entry.actor,
        "by": entry.by,
        "cause": entry.cause,
        "event": fact_json(entry.event),
    }


def entry_line(unit: "Unit", entry: "JournalEntry") -> str:
    """The line for a person; words are given as they were said, erased ones as erased."""
    name = name_of(entry.event)
    mail = f", mail {entry.cause[:12]}" if entry.cause else ""
    details = "; ".join(details_of(unit, entry.event))
    return f"{entry.at:%Y-%m-%d %H:%M:%SZ}  {entry.document}  {name}  by {entry.actor} ({entry.by}{mail})  {details}".rstrip()


def name_of(event: Event) -> str:
    """ "order submitted"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", type(event).__name__).lower()


def details_of(unit: "Unit", event: Event) -> Iterator[str]:
    """The small fields of a fact; the words behind a hash."""
    for key, value in fact_json(event).items():
        if key in WORDS and isinstance(value, str):
            said = unit.blobs.get(BlobHash(value))
            yield f"{key}: " + (" ".join(said.decode("utf-8", "replace").split())[:LONGEST] if said is not None else "(erased)")
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value) and key not in ASIDE:
            yield f"{key}: " + " | ".join(_few(unit, one) for one in value)[:LONGEST]
        elif isinstance(value, dict):
            inner = {k: v for k, v in value.items() if isinstance(v, str | int | bool)}
            yield f"{key}: " + ", ".join(f"{k} {v}" for k, v in list(inner.items())[:6])[:LONGEST]
        elif key not in ASIDE and value not in (None, "", [], False):
            yield f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}"[:LONGEST]


def _few(unit: "Unit", part: dict[str, Any]) -> str:
    """One of several answers or decisions: its values, and its reason in words; who and when stand in the line."""
    shown = {k: v for k, v in part.items() if k not in ("by", "at", "revision") and v not in (None, "", [], False)}
    if isinstance(shown.get("reason"), str):
        said = unit.blobs.get(BlobHash(shown["reason"]))
        shown["reason"] = " ".join(said.decode("utf-8", "replace").split()) if said is not None else "(erased)"
    return ", ".join(f"{k} {_plain(v)}" for k, v in shown.items())


def _plain(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    return " + ".join(" on ".join(map(str, v.values())) if isinstance(v, dict) else str(v) for v in value)
