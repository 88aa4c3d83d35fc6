"""The phrases of all languages, read once from the data files and compiled for looking up a line in one step."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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
        opener=re.compile(rf"(?:{_either(every('opener'))})(?=[\s:,\d])", re.IGNORECASE),
        wrote=re.compile(_either([*every("wrote"), *every("sent_by")]), re.IGNORECASE),
        sent_by=re.compile(_either(every("sent_by")), re.IGNORECASE),
        self_words=re.compile(_either(every("self")), re.IGNORECASE),
        original_starts=tuple(every("original")),
        forwarded=frozenset(every("forwarded")),
        forwarded_starts=tuple(every("forwarded")),
        above=re.compile(_either(every("above")), re.IGNORECASE),
        device=re.compile(_either(every("device"), star=r"[^\n.!?;]{1,60}"), re.IGNORECASE),
        closing=re.compile(_either(every("closing")), re.IGNORECASE),
        banner=re.compile(_either(every("banner")), re.IGNORECASE),
        disclaimer=re.compile(_either(every("disclaimer")), re.IGNORECASE),
        away_subject=re.compile(_either(every("away_subject")), re.IGNORECASE),
        away_text=re.compile(_either(every("away_text")), re.IGNORECASE),
        back=re.compile(_either(every("back")), re.IGNORECASE),
    )


def _either(words: Iterable[str], star: str = "") -> str:
    """One of the phrases as whole words; scripts without spaces have no word ends to ask for. A star stands for some words."""
    longest_first = sorted(words, key=len, reverse=True)
    spaced = [w for w in longest_first if not _glued(w)]
    glued = [w for w in longest_first if _glued(w)]
    either = [rf"(?<!\w)(?:{'|'.join(_pattern(w, star) for w in spaced)})(?!\w)"] if spaced else []
    either += [_pattern(w, star) for w in glued]
    return "|".join(either) or r"(?!)"


def _pattern(phrase: str, star: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\*", star or r"\*")


def _glued(phrase: str) -> bool:
    return any("\u2e80" <= letter <= "\ud7ff" or "\uff00" <= letter <= "\uffef" for letter in phrase)
