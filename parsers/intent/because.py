"""Why somebody refuses: the part of his sentence that says it, in his own words (docs/rules.md 2)."""

import re

from parsers.intent.lexicon import LANGUAGES, lexicon
from parsers.intent.sentence import sentence
from parsers.intent.signs import Sign

_LONGEST = 2000
_CAUSAL = (
    "because of", "because", "due to", "since", "as we", "as it",
    "weil", "wegen", "aufgrund", "denn", "da wir", "da es", "da der", "da die", "da das",
    "parce que", "en raison de", "à cause de", "car", "puisque",
    "porque", "debido a", "ya que", "por falta de", "perché", "poiché", "a causa di", "in quanto",
    "omdat", "wegens", "want", "aangezien", "ponieważ", "bo", "z powodu", "gdyż",
    "devido a", "pois", "por causa de", "тому що", "бо", "через", "оскільки",
    "eftersom", "på grund av", "därför att", "protože", "kvůli", "jelikož", "fordi", "på grund af",
    "çünkü", "nedeniyle", "pentru că", "deoarece", "din cauza", "mert", "mivel", "miatt",
)  # fmt: skip
_AFTER = re.compile(
    r"\s*[:–—;]\s+|\s+-\s+|\s*[,(]\s*|\s*因为\s*|\s+(?=(?:" + "|".join(map(re.escape, _CAUSAL)) + r")\b)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def reason_of(words: str) -> str:
    """The reason in a refusal; the whole sentence where the refusal is itself one ("is out of stock"); else empty."""
    text = " ".join(words[:_LONGEST].split())
    parts = _AFTER.split(text)
    tail = parts[-1].strip(" .()") if len(parts) > 1 else ""
    if len(_WORD.findall(tail)) > 1 and not _refuses(tail):
        return tail
    return text if _has(text, Sign.GONE) else ""


def _refuses(tail: str) -> bool:
    """A tail that is another refusal ("line 1 ok, line 2 rejected") says nothing of why."""
    return _has(tail, Sign.REFUSE, Sign.LINE) and not _has(tail, Sign.GONE)


def _has(text: str, *signs: Sign) -> bool:
    """In whatever language: a short sentence does not say which one it is in."""
    return any(sentence(text, lexicon(language)).has(*signs) for language in LANGUAGES)
