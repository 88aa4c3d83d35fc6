"""Header blocks that mail programs write above a quoted mail, in every language."""

import re
from collections.abc import Iterator

from parsers.reply.attribution import ADDRESS, TIME
from parsers.reply.language import Phrases, phrases
from parsers.reply.lines import EDGE, Line, lines_of

Fields = dict[str, str]
_LABEL = re.compile(r"[\s*_>|]{0,12}([^:：\n]{1,40}?)[\s*_]{0,4}[:：]")
_INNER = re.compile(r"(?:^|(?<=[\s*]))([^\s:：*<>@]{1,20}(?: [^\s:：*<>@]{1,12})?)\s?[:：](?=[\s*])")


def label_of(text: str, known: Phrases) -> str | None:
    """The field that a line begins with."""
    label = _LABEL.match(text[:60])
    return None if label is None else known.labels.get(label[1].strip(EDGE).lower())


def labels_in(text: str, known: Phrases) -> Iterator[str]:
    """Labels further on in a line: pages that are turned to text put a whole header block on one."""
    for label in _INNER.finditer(text[:600]):
        field = known.labels.get(label[1].lower()) or known.labels.get(label[1].split(" ")[-1].lower())
        if field is not None:
            yield field


def is_block(seen: Fields, text: str) -> bool:
    """Whether fields are a mail's and not a person's list: an address, or a subject, or a time of sending beside two others."""
    if len(seen) < 2:
        return False
    addressed = ADDRESS.search(text[:4000]) is not None
    dated = "sent" in seen or "date" in seen
    if "subject" in seen and ("from" in seen or len(seen) > 2):
        return addressed or len(seen) > 2
    if {"from", "sent", "to"} <= seen.keys() and TIME.search(seen["sent"]):
        return True
    return addressed and ("from" in seen or (dated and "to" in seen))


def header_fields(text: str) -> tuple[Fields, str]:
    """The header lines at the top of a forwarded text, by field, and the text below them."""
    known, lines = phrases(), lines_of(text)
    start = next((at for at, line in enumerate(lines) if not line.blank), 0)
    fields: Fields = {}
    at = start
    while at < min(len(lines), start + 24):
        line = lines[at].text
        label = label_of(line, known)
        if label is not None:
            fields.setdefault(label, re.split("[:：]", line, maxsplit=1)[1].strip(" *\t"))
        elif not fields or (not line.strip() and not _more(lines, at + 1, known)):
            break
        elif line.strip():
            last = next(reversed(fields))
            fields[last] = f"{fields[last]} {line.strip()}"
        at += 1
    return fields, "\n".join("> " * line.depth + line.text for line in lines[at:])


def _more(lines: list[Line], at: int, known: Phrases) -> bool:
    return at < len(lines) and label_of(lines[at].text, known) is not None
