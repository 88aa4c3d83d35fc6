"""The phrases of all languages, read once from the data files and compiled for looking up a line in one step."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from parsers.either import GLUED, either

EDGES = "-–—#*=_:;,.!<>()[]\"'"
_WORDS = re.compile(r"\w+")
Index = dict[str, tuple[frozenset[str], ...]]
"""Phrases as sets of words, by the longest word of each."""
FIELDS = ("from", "to", "cc", "sent", "date", "subject")
"""`sent` is a word of mail programs; `date` is written by people above a delivery too."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """What mail programs and people write around the words, in every language at once: mails mix languages."""

    labels: dict[str, str]
    """Header label in lower case, to its field."""
    opener: re.Pattern[str]
    wrote: re.Pattern[str]
    sent_by: re.Pattern[str]
    """Verbs that people use of goods too: they count beside an address only."""
    self_words: re.Pattern[str]
    original_starts: tuple[str, ...]
    forwarded: frozenset[str]
    forwarded_starts: tuple[str, ...]
    above: re.Pattern[str]
    above_words: Index
    device: re.Pattern[str]
    device_words: Index
    closing: re.Pattern[str]
    disclaimer: re.Pattern[str]
    disclaimer_words: Index
    banner: re.Pattern[str]
    away_subject: re.Pattern[str]
    away_text: re.Pattern[str]
    back: re.Pattern[str]


def may_hold(text: str, every: Index) -> bool:
    """A quick look before a slow search: whether all words of one of the phrases stand there, in any order.

    Scripts without spaces are always searched.
    """
    if not text.isascii() and GLUED.search(text):
        return True
    words = frozenset(_WORDS.findall(text.lower()))
    return any(phrase <= words for word in words & every.keys() for phrase in every[word])


def _index(every: Iterable[str]) -> Index:
    found: dict[str, list[frozenset[str]]] = {}
    for words in (_WORDS.findall(phrase) for phrase in every):
        if words:
            found.setdefault(max(words, key=len), []).append(frozenset(words))
    return {word: tuple(phrases) for word, phrases in found.items()}


@cache
def phrases() -> Phrases:
    """All languages together."""
    tables = [tomllib.loads(file.read_text("utf-8")) for file in files("parsers.reply").joinpath("languages").iterdir()]

    def every(key: str) -> list[str]:
        return list(dict.fromkeys(phrase.lower() for table in tables for phrase in table.get(key, ())))

    return Phrases(
        labels={label.lower(): field for field in FIELDS for table in tables for label in table.get(field, ())},
        opener=re.compile(rf"(?:{either(every('opener'))})(?=[\s:,\d])", re.IGNORECASE),
        wrote=re.compile(either([*every("wrote"), *every("sent_by")]), re.IGNORECASE),
        sent_by=re.compile(either(every("sent_by")), re.IGNORECASE),
        self_words=re.compile(either(every("self")), re.IGNORECASE),
        original_starts=tuple(every("original")),
        forwarded=frozenset(every("forwarded")),
        forwarded_starts=tuple(every("forwarded")),
        above_words=_index(every("above")),
        above=re.compile(either(every("above")), re.IGNORECASE),
        device_words=_index(every("device")),
        disclaimer_words=_index(every("disclaimer")),
        device=re.compile(either(every("device"), star=r"[^\n.!?;]{1,60}"), re.IGNORECASE),
        closing=re.compile(either(every("closing")), re.IGNORECASE),
        banner=re.compile(either(every("banner")), re.IGNORECASE),
        disclaimer=re.compile(either(every("disclaimer")), re.IGNORECASE),
        away_subject=re.compile(either(every("away_subject")), re.IGNORECASE),
        away_text=re.compile(either(every("away_text")), re.IGNORECASE),
        back=re.compile(either(every("back")), re.IGNORECASE),
    )
