"""Which language a text is in: a vote of its small words, with the writer's language as a hint."""

import re
from functools import lru_cache

from parsers.intent.lexicon import LANGUAGES, lexicon, small_words
from parsers.intent.sentence import sentence
from parsers.intent.tokens import Kind, fold

_WORD = re.compile(r"[^\W\d_]{1,30}(?!-?\d)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_MOST_WORDS = 400
_HINT = 3.0
_CLEAR = 4.0
"""Small words, and twice as many as of any other language: the language is plain without looking further."""
_SAMPLE = 400
"""Characters by which the language of a writer is told whose language is not known."""
_SHORT_TEXT = 2000
_NEARLY = 0.75
_MARGIN = 0.1
"""How much larger a share of its words another language must know than the writer's own."""


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
    """The language of a text; the hint wins where the words do not say.

    Where the small words are few and rather those of other languages, the phrase files decide: writers of German also answer in
    Italian.
    """
    script = _by_script(text)
    if script:
        return script
    votes = _votes(text)
    known = votes.get(hint, 0)
    clear = max(votes, key=lambda name: votes[name], default=hint)
    if votes.get(clear, 0) >= known + _HINT:
        return clear
    sample = text[:_SAMPLE]
    shares = {name: _share(sample, name) for name in votes if votes[name] > known}
    best = max(shares, key=lambda name: (shares[name], votes[name]), default=hint)
    return best if shares and shares[best] > _share(sample, hint) + _MARGIN else hint


def _by_script(text: str) -> str:
    if len(_HAN.findall(text[:4000])) * 4 > len(_WORD.findall(text[:4000])):
        return "zh"
    return "uk" if len(_CYRILLIC.findall(text[:4000])) * 2 > len(text[:4000].replace(" ", "")) else ""


def first_language(text: str, locale: str) -> str:
    """The language of a mail: with the locale of its writer as the hint, else the one that knows most of its words."""
    hint = locale.partition("-")[0].lower()
    return language_of(text, hint) if hint in LANGUAGES else _by_script(text) or _by_words(text)


def _by_words(text: str) -> str:
    votes = _votes(text)
    ranked = sorted(votes, key=lambda name: -votes[name])
    if ranked and votes[ranked[0]] >= _CLEAR and (len(ranked) == 1 or votes[ranked[0]] >= 2 * votes[ranked[1]]):
        return ranked[0]
    sample = text[:_SAMPLE]
    return max(LANGUAGES, key=lambda name: (round(_share(sample, name), 2), votes.get(name, 0), name == "en"))


def _share(text: str, language: str) -> float:
    """The share of the words that the phrase file of a language knows."""
    s = sentence(text, lexicon(language))
    words = [at for at, token in enumerate(s.tokens) if token.kind is Kind.WORD]
    known = [at for at in words if s.signs_at(at) or s.tokens[at].fold in small_words(language)]
    return len(known) / len(words) if words else 0


def speaks(text: str, language: str) -> float:
    """The share of the words of a short text that a language knows; 0 where too few, or of a long one."""
    share = _share(text, language) if len(text) <= _SHORT_TEXT else 0
    return share if share >= _NEARLY else 0


def others_of(text: str, first: str, locale: str) -> tuple[str, ...]:
    """The languages that know more words of a short text than the first does: the writer's own, English, then by their share."""
    own = dict.fromkeys((locale.partition("-")[0].lower(), "en"))
    shares = {name: speaks(text, name) for name in (*own, *(n for n in LANGUAGES if n not in own)) if name in LANGUAGES}
    better = (n for n in shares if shares[n] > speaks(text, first))
    return tuple(sorted(better, key=lambda n: (n not in own, -shares[n])))
