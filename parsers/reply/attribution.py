"""Lines that say who wrote what follows: `On <date>, <name> wrote:` in every language and order."""

import re

from parsers.reply.language import Phrases
from parsers.reply.lines import EDGE

ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{2,255}|@[a-z0-9.-]{1,60}\.[a-z]{2,10}", re.IGNORECASE)
TIME = re.compile(r"(?<![\d./-])\d{1,2}\s?[:.h時点]\s?\d{2}(?![\d.]|[/-]\d)")
_IN_BRACKETS = re.compile(r"[<(\[](?:mailto:)?\s*[^\s<>()\[\]]{1,64}@[^\s<>()\[\]]{1,255}")
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)|\d年")
_STARTS_WITH_DATE = re.compile(r"[\"'(\[]?(?:[^\W\d_]{1,14}[.,)]{0,2}\s+){0,2}\d{1,4}(?:[./:\-年]|\.?\s)")
_DATE_FOLLOWS = re.compile(r"\s+(?:[^\W\d_]{2,14}[.,]{0,2}\s+){0,2}\d{1,4}")


def opens_attribution(text: str, known: Phrases) -> bool:
    """Whether a line begins with the first word of one, or with a date."""
    core = text.strip(EDGE)
    return known.opener.match(core) is not None or _STARTS_WITH_DATE.match(core) is not None


def begins_attribution(text: str, known: Phrases) -> bool:
    """Whether a line looks like the beginning of one that goes on: an opener and a number, a date, or a name and `<`."""
    core = text.strip(EDGE)
    opener = known.opener.match(core)
    if opener is not None and any(letter.isdigit() for letter in core[:60]):
        return True
    return _STARTS_WITH_DATE.match(core) is not None or (0 < core.find("<") < 80 and not core.rstrip().endswith((".", "!", "?")))


def is_attribution(text: str, known: Phrases, quote_follows: bool) -> bool:
    """Whether a whole line, or some lines joined, is one. A date alone, however written, is none."""
    core = text.strip(EDGE)
    colon = core.endswith((":", "："))
    verb = _last_verb(core, known, within=300 if colon else 40)
    if verb is None:
        sure = quote_follows or (colon and TIME.search(core) is not None)
        return sure and (colon or text.rstrip().endswith(">")) and opens_attribution(core, known) and _named_by_address(core)
    if not colon and verb.end() < len(core) - 1:
        return False
    opens = opens_attribution(core, known)
    day, hour = _DAY.search(core) is not None, TIME.search(core) is not None
    if ADDRESS.search(core) and (opens or _just_before(core, verb) or (colon and (day or hour))):
        return True
    if colon and quote_follows and verb.end() >= len(core) - 2 and 0 < len(core[: verb.start()].split()) <= 6:
        return True
    if known.sent_by.fullmatch(verb[0]) or _says_self(core, verb, known):
        return False
    if opens:
        return (day or hour) and (quote_follows or colon or hour)
    return colon and day and hour and 0 < len(core[: verb.start()].split()) <= 6


def _last_verb(core: str, known: Phrases, *, within: int) -> re.Match[str] | None:
    found = None
    for verb in known.wrote.finditer(core, max(0, len(core) - within)):
        found = verb
    return found


def _says_self(core: str, verb: re.Match[str], known: Phrases) -> bool:
    """`On 12 May I wrote:` is a person's sentence."""
    near = f"{core[: verb.start()][-200:]} | {core[verb.end() : verb.end() + 12]}"
    return known.self_words.search(ADDRESS.sub(" ", near)) is not None


def _named_by_address(core: str) -> bool:
    """`2014-03-20 8:48 GMT+01:00 Ann <ann@example.com>:` says who wrote without a verb."""
    return _IN_BRACKETS.search(core) is not None and (_DAY.search(core) is not None or TIME.search(core) is not None)


def _just_before(core: str, verb: re.Match[str]) -> bool:
    """`Ann <ann@example.com> wrote:`"""
    before = core[: verb.start()].rstrip(" ,*")
    return before.endswith((">", ")", "]")) and _IN_BRACKETS.search(before[-330:]) is not None


def shared_line(line: str, known: Phrases, quote_follows: bool) -> str:
    """The reply before an attribution on one line: `Yes. On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:`."""
    core = line.rstrip()
    if not core.endswith((":", "：")) or known.wrote.search(core) is None:
        return ""
    for found in list(known.opener.finditer(core))[-20:]:
        start = found.start()
        if (
            start == 0
            or ADDRESS.search(core[:start])
            or core[start - 1] not in " \t-*_"
            or not _DATE_FOLLOWS.match(core, found.end())
        ):
            continue
        if is_attribution(core[start:], known, quote_follows):
            return core[:start].rstrip(EDGE)
    return ""


def goes_on_behind(line: str, known: Phrases) -> bool:
    """`On Tue, Apr 21, 2026 at 9:12 AM, bob@example.com wrote: Please confirm.`: pages turned to text put the quote behind it."""
    if not opens_attribution(line, known) or ADDRESS.search(line[:300]) is None:
        return False
    verb = next((v for v in known.wrote.finditer(line[:300]) if line[v.end() : v.end() + 2].lstrip()[:1] in (":", "：")), None)
    return verb is not None and is_attribution(line[: verb.end()].rstrip() + ":", known, quote_follows=False)


def wrote_between_dashes(inside: str, known: Phrases) -> bool:
    """`---- Ann Example wrote ----`"""
    verb = known.wrote.search(inside)
    return verb is not None and (verb.end() == len(inside) or _DAY.search(inside) is not None)
