"""Which language a text is in: a vote of its small words, with the writer's language as a hint."""

import re
from functools import lru_cache

from parsers.intent.lexicon import LANGUAGES, lexicon, small_words
from parsers.intent.sentence import sentence
from parsers.intent.tokens import Kind, fold

_WORD = re.compile(r"[^\W\d_]{1,30}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_MOST_WORDS = 400
_HINT = 3.0
_SHORT_TEXT = 2000
_NEARLY = 0.75


@lru_cache(maxsize=1)
def _small_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in small_words(language):
            table.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in table.items()}


def _votes(text: str) -> dict[str, float]:
    votes: dict[str, float] = {}
    table = _small_words()
    for word in _WORD.findall(text)[:_MOST_WORDS]:
        languages = table.get(fold(word), ())
        for language in languages:
            votes[language] = votes.get(language, 0) + 1 / len(languages)
    return votes


def language_of(text: str, hint: str) -> str:
    """The language of a text; the hint wins where the words do not say."""
    if len(_HAN.findall(text[:4000])) * 4 > len(_WORD.findall(text[:4000])):
        return "zh"
    if len(_CYRILLIC.findall(text[:4000])) * 2 > len(text[:4000].replace(" ", "")):
        return "uk"
    votes = _votes(text)
    votes[hint] = votes.get(hint, 0) + _HINT
    return max(votes, key=lambda name: votes[name])


def first_language(text: str, locale: str) -> str:
    """The language of a mail, with the locale of its writer as the hint."""
    hint = locale.partition("-")[0].lower()
    return language_of(text, hint if hint in LANGUAGES else "en")


def speaks(text: str, language: str) -> bool:
    """Whether nearly every word of a short text is one that the phrase file of a language knows."""
    if len(text) > _SHORT_TEXT:
        return False
    s = sentence(text, lexicon(language))
    words = [at for at, token in enumerate(s.tokens) if token.kind is Kind.WORD]
    known = [at for at in words if s.signs_at(at) or s.tokens[at].fold in small_words(language)]
    return bool(words) and len(known) >= len(words) * _NEARLY
