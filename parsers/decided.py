"""What a buyer decides by mail: a line that is nothing but a decision, with the line's number in a digest (docs/rules.md 9).

A decision is one of a few fixed words, which the ready-made answers write; any other sentence is a note, never a guess.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from parsers.addressed import is_addressed


class Decision(StrEnum):
    """What can be decided by mail."""

    APPROVE = "approve"
    REJECT = "reject"
    SUBMIT = "submit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """`number`: the line of the digest that is meant; None: the document of the thread."""

    decision: Decision
    words: str
    number: int | None = None
    reason: str = ""


_NUMBER = r"\s*(?:(?:no\.?|nr\.?|#)?\s?(?P<number>\d{1,3})\s?[.):]?\s+)?"
_END = r"\s*[.!]*\s*"
_WORDS = {
    Decision.APPROVE: r"(?:i\s+)?(?:approved?|take|freigeben|freigegeben|genehmigen|genehmigt|übernehmen|ich\s+genehmige)",
    Decision.SUBMIT: r"(?:submit(?:ted)?|send(?:\s+it)?|absenden|senden|abschicken|bestellen)",
}
_PLAIN = [(kind, re.compile(_NUMBER + words + _END, re.IGNORECASE)) for kind, words in _WORDS.items()]
_REJECT = re.compile(
    _NUMBER + r"(?:i\s+)?(?:reject(?:ed)?|ablehnen|abgelehnt|ich\s+lehne\s+ab)"
    r"(?:\s*[.:,;–—-]+\s*|\s+(?=because\b|weil\b|since\b|da\b)|\s*$)(?:(?:reason|grund)\s*:\s*)?(?P<reason>.*)",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:but|except|unless|only|if|provided|instead|not|don't|aber|außer|nur|wenn|falls|sofern|sondern|nicht|kein\w*)\b",
    re.IGNORECASE,
)


def decided(text: str) -> tuple[tuple[Decided, ...], str]:
    """The decisions, and the words that are left. A condition among those makes an approval none: all is left as words."""
    found: list[Decided] = []
    rest: list[str] = []
    for line in text.splitlines():
        one = _decision(line)
        if one and (one.number is not None or not _has_words(rest)):
            found.append(one)
        elif found and _goes_on(found[-1], line, rest):
            found[-1] = replace(found[-1], reason=f"{found[-1].reason} {line.strip()}".strip())
        else:
            rest.append(line)
    left = "\n".join(rest).strip()
    twice = len({one.number for one in found}) < len(found)
    if twice or (_HEDGE.search(left) and any(one.decision is not Decision.REJECT for one in found)):
        return (), text
    return tuple(found), left


def _goes_on(last: Decided, line: str, rest: list[str]) -> bool:
    """A reason goes on in the next lines, up to an empty one or to words for the supplier; it may begin after an empty one."""
    if last.decision is not Decision.REJECT or not line.strip() or _has_words(rest) or is_addressed(line):
        return False
    return not (last.reason and rest and not rest[-1].strip())


def _has_words(rest: list[str]) -> bool:
    """Whether something was said before: a decision stands at the beginning, or has its number."""
    return any(line.strip() for line in rest)


def _decision(line: str) -> Decided | None:
    for kind, pattern in _PLAIN:
        plain = pattern.fullmatch(line[:200])
        if plain:
            return Decided(decision=kind, words=line.strip(), number=_number(plain["number"]))
    rejected = _REJECT.fullmatch(line[:2000])
    if not rejected:
        return None
    return Decided(
        decision=Decision.REJECT, words=line.strip(), number=_number(rejected["number"]), reason=rejected["reason"].strip()
    )


def _number(text: str | None) -> int | None:
    return int(text) if text else None
