"""One regular expression for many phrases (data files of mail programs and servers)."""

import re
from collections.abc import Iterable

GLUED = re.compile(r"[\u2e80-\ud7ff\uff00-\uffef]")
"""Letters of scripts without spaces."""


def either(words: Iterable[str], star: str = "", before: str = r"\w") -> str:
    """One of the phrases as whole words; scripts without spaces have no word ends to ask for.

    `star`: what a star in a phrase stands for. `before`: letters that may not stand in front of a phrase.
    """
    longest_first = sorted(words, key=len, reverse=True)
    spaced = [w for w in longest_first if not _glued(w)]
    found = [rf"(?<![{before}])(?:{'|'.join(_pattern(w, star) for w in spaced)})(?!\w)"] if spaced else []
    found += [_pattern(w, star) for w in longest_first if _glued(w)]
    return "|".join(found) or r"(?!)"


def _pattern(phrase: str, star: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\*", star or r"\*")


def _glued(phrase: str) -> bool:
    return GLUED.search(phrase) is not None
