"""What stands between new words and quoted ones: attribution lines, header blocks, separators (docs/mail.md 4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.reply.language import Phrases, phrases
from parsers.reply.lines import Line, lines_of

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{2,255}|@[a-z0-9.-]{1,60}\.[a-z]{2,10}", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[<(\[](?:mailto:)?\s*[^\s<>()\[\]]{1,64}@[^\s<>()\[\]]{1,255}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)|\d年")
_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:.h時点]\s?\d{2}(?!\d)")
_STARTS_WITH_DATE = re.compile(r"[\"'(\[]?(?:[^\W\d_]{1,14}[.,)]{0,2}\s+){0,2}\d{1,4}(?:[./:\-年]|\s?[^\W\d_]|\.?\s)")
_DATE_FOLLOWS = r"\s+(?:[^\W\d_]{2,14}[.,]{0,2}\s+){0,2}\d{1,4}"
_EDGE = " \t-*_>|~=\u200e\u200f\u00a0"
_LABEL = re.compile(r"[\s*_>|]*([^:：\n]{1,40}?)[\s*_]*[:：]")
_DASHED = re.compile(
    r"[-_=*~—–>\s]{0,80}[-_=*~—–>]{2,80}\s*([^-_=*~—–\s][^\n]{2,80}?)\s*[:：]?\s*[-_=*~—–<]{2,80}[-_=*~—–<\s]{0,80}"
)
MAX_ATTRIBUTION = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a quote begins: how many lines announce it, the words that stand before it on its first line."""

    lines: int
    before: str = ""
    forward: bool = False
    headed: bool = False
    """A header block with From and Subject, as mail programs write it above the whole mail."""


def find_mark(lines: Sequence[Line], at: int, known: Phrases) -> Mark | None:
    """The mark that begins on this line, if one does."""
    line = lines[at].text
    if not line or len(line) > 2000:
        return None
    return _separator(line, known) or _header_block(lines, at, known) or _attribution(lines, at, known)


def _separator(line: str, known: Phrases) -> Mark | None:
    if len(line) > 300:
        return None
    bare = line.strip(_EDGE + ":：<#").lower()
    if any(phrase in bare for phrase in known.above):
        return Mark(1)
    if bare in known.forwarded and (line.strip()[0] in "-_=*~—>" or line.strip()[-1] in ":："):
        return Mark(1, forward=True)
    dashed = _DASHED.fullmatch(line.strip())
    if dashed is None:
        return None
    inside = dashed[1].strip(_EDGE + ":：").lower()
    if inside in known.forwarded or any(inside.startswith(phrase) for phrase in known.forwarded):
        return Mark(1, forward=True)
    if inside in known.original or any(inside.startswith(phrase) for phrase in known.original):
        return Mark(1)
    return Mark(1) if _wrote_between_dashes(inside, known) else None


def _wrote_between_dashes(inside: str, known: Phrases) -> bool:
    verb = known.wrote.search(inside)
    return verb is not None and (verb.end() == len(inside) or _YEAR.search(inside) is not None)


# --- header blocks ------------------------------------------------------------------------------------------------------


def _header_block(lines: Sequence[Line], at: int, known: Phrases) -> Mark | None:
    """`From: … Sent: … To: … Subject: …` in any language and order. A lone `Date:` or `Time:` is a person's list."""
    if _field(lines[at].text, known) is None:
        return None
    seen: dict[str, str] = {}
    end, last = at, at
    while end < len(lines) and end - at < 16:
        text = lines[end].text
        field = _field(text, known)
        if field is not None:
            seen.setdefault(field, text)
            last = end
        elif not text.strip() or end - last >= 2:
            if (
                not text.strip()
                and end == last + 1
                and end + 1 < len(lines)
                and _field(lines[end + 1].text, known)
                and len(seen) < 3
            ):
                end += 1
                continue
            break
        end += 1
    text = "\n".join(line.text for line in lines[at : last + 1])
    if not _is_block(seen, text):
        return None
    return Mark(last + 1 - at, headed="from" in seen and "subject" in seen)


def _is_block(seen: dict[str, str], text: str) -> bool:
    if len(seen) < 2:
        return False
    addressed = _ADDRESS.search(text[:4000]) is not None
    if "subject" in seen and ("from" in seen or len(seen) > 2):
        return addressed or len(seen) > 2
    return addressed and ("from" in seen or ("date" in seen and "to" in seen))


def _field(text: str, known: Phrases) -> str | None:
    label = _LABEL.match(text[:100])
    return None if label is None else known.labels.get(label[1].strip(_EDGE).lower())


def header_fields(text: str) -> tuple[dict[str, str], str]:
    """The header lines at the top of a forwarded text, by field, and the text below them."""
    known = phrases()
    lines = lines_of(text)
    start = next((at for at, line in enumerate(lines) if not line.blank), 0)
    fields: dict[str, str] = {}
    at = start
    while at < len(lines) and at - start < 24:
        line = lines[at].text
        field = _field(line, known)
        if field is None and (not fields or (not line.strip() and not _more(lines, at + 1, known))):
            break
        if field is not None:
            fields.setdefault(field, re.split("[:：]", line, maxsplit=1)[1].strip(" *\t"))
        elif fields and line.strip():
            last = next(reversed(fields))
            fields[last] = f"{fields[last]} {line.strip()}"
        at += 1
    return fields, "\n".join("> " * line.depth + line.text for line in lines[at:])


def _more(lines: Sequence[Line], at: int, known: Phrases) -> bool:
    return at < len(lines) and _field(lines[at].text, known) is not None


# --- attribution lines --------------------------------------------------------------------------------------------------


def _attribution(lines: Sequence[Line], at: int, known: Phrases) -> Mark | None:
    """`On <date>, <name> wrote:` and its like, on up to five lines."""
    first = lines[at].text
    if len(first) > 600:
        return None
    begins = _begins(first, known)
    joined = ""
    for end in range(at, min(len(lines), at + MAX_ATTRIBUTION)):
        text = lines[end].text
        if end > at and (not begins or _begins(text, known) or lines[end].depth != lines[at].depth or _done(lines[end - 1].text)):
            break
        if (
            not text.strip()
            and not joined.rstrip().endswith(("<", ","))
            and "wrote" not in joined
            and not _open_bracket_next(lines, end)
        ):
            break
        joined = f"{joined} {text.strip()}".strip()
        if len(joined) > 500:
            break
        if _is_attribution(joined, known, _quote_follows(lines, end + 1)):
            return Mark(end + 1 - at)
    return _shared_line(first, lines, at, known)


def _begins(text: str, known: Phrases) -> bool:
    core = text.strip(_EDGE)
    opener = known.opener.match(core)
    if opener is not None and re.search(r"\d", core[:60]):
        return True
    return _STARTS_WITH_DATE.match(core) is not None or (0 < core.find("<") < 80 and not core.rstrip().endswith((".", "!", "?")))


def _done(text: str) -> bool:
    return (
        text.rstrip().endswith((".", "!", "?", ";"))
        and _ADDRESS.search(text) is None
        and not re.search(r"(?:\bг|\bр|\d)\.$", text.rstrip())
    )


def _open_bracket_next(lines: Sequence[Line], at: int) -> bool:
    return at + 1 < len(lines) and lines[at + 1].text.lstrip().startswith("<")


def _quote_follows(lines: Sequence[Line], at: int) -> bool:
    following = next((line for line in lines[at : at + 6] if not line.blank or line.depth), None)
    return following is not None and following.depth > 0


def _is_attribution(text: str, known: Phrases, quote_follows: bool) -> bool:
    core = text.strip(_EDGE)
    colon = core.endswith((":", "："))
    verb = _last_verb(core, known)
    if verb is None and not (colon or core.endswith(">")):
        return False
    opens = known.opener.match(core) is not None or _STARTS_WITH_DATE.match(core) is not None
    address = _ADDRESS.search(core)
    if verb is None:
        return _named_by_address(core, colon, quote_follows)
    closes = colon or verb.end() >= len(core) - 1
    if not closes:
        return False
    if address is not None and (opens or _just_before(core, verb)):
        return True
    dated = _YEAR.search(core) is not None or _TIME.search(core) is not None
    if not (opens and dated) or known.self_words.search(core[: verb.start()][:200]):
        return False
    return quote_follows or colon or _TIME.search(core) is not None


def _last_verb(core: str, known: Phrases) -> re.Match[str] | None:
    found = None
    for verb in known.wrote.finditer(core[-300:]):
        found = verb
    if found is None or len(core) <= 300:
        return found
    return next(known.wrote.finditer(core, len(core) - 300 + found.start()), found)


def _named_by_address(core: str, colon: bool, quote_follows: bool) -> bool:
    """`2014-03-20 8:48 GMT+01:00 Ann <ann@example.com>:` says who wrote without a verb."""
    if _STARTS_WITH_DATE.match(core) is None or _IN_BRACKETS.search(core) is None:
        return False
    dated = _YEAR.search(core) is not None or _TIME.search(core) is not None
    return dated and (colon or core.endswith(">") or quote_follows)


def _just_before(core: str, verb: re.Match[str]) -> bool:
    """`Ann <ann@example.com> wrote:`"""
    before = core[: verb.start()].rstrip(" ,*")
    return before.endswith((">", ")", "]")) and _IN_BRACKETS.search(before[-330:]) is not None


def _shared_line(first: str, lines: Sequence[Line], at: int, known: Phrases) -> Mark | None:
    """`Yes. On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:` with the reply before it on the line."""
    core = first.rstrip()
    if not core.endswith((":", "：")) or known.wrote.search(core) is None:
        return None
    for found in list(known.opener.finditer(core))[-20:]:
        start = found.start()
        if start == 0 or not re.match(_DATE_FOLLOWS, core[found.end() : found.end() + 60]):
            continue
        if core[start - 1] in " \t-*_" and _is_attribution(core[start:], known, _quote_follows(lines, at + 1)):
            return Mark(1, before=core[:start].rstrip(_EDGE))
    return None
