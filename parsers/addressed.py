"""What a buyer writes in a reply: addressed words go to the supplier, all else is an internal note (docs/rules.md 6)."""

import re

from core.commands.buyer_people import Note, Say
from core.reading import Said

_TO_SUPPLIER = re.compile(r"\s*(?:to supplier|an (?:den )?lieferant(?:en)?)\s*:\s*(?P<words>.*)", re.IGNORECASE)


def addressed(text: str) -> tuple[Said, ...]:
    """The words to the supplier, and the note; either may be missing. A line in between belongs to the line above it."""
    to_supplier: list[str] = []
    note: list[str] = []
    current = note
    for line in text.splitlines():
        found = _TO_SUPPLIER.fullmatch(line)
        if found:
            current = to_supplier
            current.append(found["words"])
        elif not line.strip():
            current = note if current is to_supplier else current
        else:
            current.append(line)
    said = []
    if any(line.strip() for line in to_supplier):
        words = "\n".join(to_supplier).strip()
        said.append(Said(command=Say(text=words), words=words))
    if any(line.strip() for line in note):
        words = "\n".join(note).strip()
        said.append(Said(command=Note(text=words), words=words))
    return tuple(said)


def is_addressed(line: str) -> bool:
    """Whether the line is meant for the supplier."""
    return _TO_SUPPLIER.fullmatch(line) is not None
