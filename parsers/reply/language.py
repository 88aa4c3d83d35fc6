"""The phrases of all languages, read once from the data files and compiled for looking up a line in one step."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from parsers.either import either

EDGES = "-–—#*=_:;,.!<>()[]\"'"
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
    above_words: frozenset[str]
    """The longest word of each phrase of `above`: a line without one of them need not be searched."""
    device: re.Pattern[str]
    closing: re.Pattern[str]
    disclaimer: re.Pattern[str]
    banner: re.Pattern[str]
    away_subject: re.Pattern[str]
    away_text: re.Pattern[str]
    back: re.Pattern[str]


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
        above_words=frozenset(max(phrase.split(), key=len).strip(EDGES) for phrase in every("above")),
        above=re.compile(either(every("above")), re.IGNORECASE),
        device=re.compile(either(every("device"), star=r"[^\n.!?;]{1,60}"), re.IGNORECASE),
        closing=re.compile(either(every("closing")), re.IGNORECASE),
        banner=re.compile(either(every("banner")), re.IGNORECASE),
        disclaimer=re.compile(either(every("disclaimer")), re.IGNORECASE),
        away_subject=re.compile(either(every("away_subject")), re.IGNORECASE),
        away_text=re.compile(either(every("away_text")), re.IGNORECASE),
        back=re.compile(either(every("back")), re.IGNORECASE),
    )
