"""Labels of eleven languages, from the data files beside this one, and where they stand in a segment."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files

from parsers.amounts import CODES

LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pl", "pt", "sv", "da", "cs")
_TOKEN = re.compile(r"[nN]\.?\s?[°º]|№|#|%|[^\W\d_]+|\d+")
_UNDECOMPOSED = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ß": "ss", "œ": "oe"})


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Lower case without accents, so that MÜNCHEN, München and Munchen are one."""
    lower = unicodedata.normalize("NFKD", word.casefold().translate(_UNDECOMPOSED))
    return "".join(c for c in lower if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and where it stands in its text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text, folded; the spellings of "number" by a sign become "no"."""
    found = []
    for match in _TOKEN.finditer(text[:1000]):
        word = match.group()
        found.append(Token("no" if word[-1] in "°º#№" else fold(word), match.start(), match.end()))
    return tuple(found)


@dataclass(slots=True)
class _Node:
    after: dict[str, "_Node"] = field(default_factory=dict)
    means: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A label in a text: what it may mean, in which languages, and its characters."""

    fields: frozenset[str]
    languages: frozenset[str]
    start: int
    end: int
    length: int
    leads: bool
    """It begins the text, or follows a colon, a bar or the like."""
    words: str
    senses: frozenset[tuple[str, str]] = frozenset()
    """(meaning, language)"""

    def spoken_in(self, languages: tuple[str, ...]) -> "Hit | None":
        """The label with the meanings that it has in these languages, or else in English; None where it has none."""
        for some in (languages, ("en",)):
            senses = frozenset(sense for sense in self.senses if sense[1] in some)
            if senses:
                return replace(
                    self, senses=senses, fields=frozenset(f for f, _ in senses), languages=frozenset(o for _, o in senses)
                )
        return None

    def means(self, *fields: str) -> bool:
        return not self.fields.isdisjoint(fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """The labels of one section of the files, as a tree of words."""

    root: _Node
    suffixes: tuple[str, ...]

    def hits(self, text: str) -> tuple[Hit, ...]:
        """The labels of a text from left to right, the longest first, none inside another."""
        words, at, found = tokens(text), 0, []
        while at < len(words):
            hit = self._longest(text, words, at)
            if hit is None:
                at += 1
                continue
            found.append(hit)
            at += hit.length
        return tuple(found)

    def exact(self, text: str) -> Hit | None:
        """The label that a text is, as a whole."""
        words = tokens(text)
        hit = self._longest(text, words, 0) if words else None
        return hit if hit and hit.length == len(words) else None

    def _longest(self, text: str, words: tuple[Token, ...], at: int) -> Hit | None:
        node, best, position = self.root, None, at
        if words[at].start and text[words[at].start - 1].isalnum():
            return None
        while position < len(words):
            following = node.after.get(words[position].text)
            if following is None and position == at and self.suffixes and words[at].text.endswith(self.suffixes):
                stem = next(suffix for suffix in self.suffixes if words[at].text.endswith(suffix))
                following = node.after.get(stem)
            if following is None and position > at and _aside(text, words[position]):
                position += 1
                continue
            if following is None:
                break
            if best and words[position].text.upper() in CODES:
                following = _Node(after=following.after, means=following.means | node.means)  # "total eur" is a "total"
            node, position = following, position + 1
            if node.means and not _goes_on(text, words[position - 1]):
                best = (node, position)
        if best is None:
            return None
        node, position = best
        last = position - 1
        if last > at and words[last].text.upper() in CODES:
            last -= 1  # "EUR" between a label and its amount may as well belong to the amount
        start, end = words[at].start, words[last].end
        return Hit(
            fields=frozenset(what for what, _ in node.means),
            languages=frozenset(language for _, language in node.means),
            start=start,
            end=end,
            length=position - at,
            leads=_leads(text, start),
            words=" ".join(word.text for word in words[at:position]),
            senses=frozenset(node.means),
        )


def _goes_on(text: str, word: Token) -> bool:
    """Letters that digits follow without a gap are the beginning of a number: PO4711 and PO-4711 are no labels."""
    after = text[word.end : word.end + 2]
    return word.text != "no" and (after[:1].isdigit() or (after[:1] in ("-", "_") and after[1:].isdigit()))


def _aside(text: str, word: Token) -> bool:
    """A code in brackets between the words of a label: "invoice (380) no."."""
    return word.text.isdigit() and text[: word.start].rstrip().endswith("(")


def _leads(text: str, start: int) -> bool:
    if start and text[start - 1] in "-/":
        return False  # the second half of a compound: "Liefer-Datum" is no "Datum"
    before = text[:start].rstrip()
    return not before or before[-1] in ":;|/·•–-*(>[" or not before.strip("0123456789.,€$£%() ")


@cache
def section(name: str) -> Dictionary:
    """The labels of a section ("fields", "columns", "parties", "kinds") in all languages."""
    root, suffixes = _Node(), []
    for language in LANGUAGES:
        content = tomllib.loads((files("parsers.invoice") / "labels" / f"{language}.toml").read_text("utf-8"))
        suffixes += content.get("title_suffixes", [])
        for what, labels in content[name].items():
            for label in labels:
                for spelling in content["no"] if "{no}" in label else ("",):
                    _plant(root, label.replace("{no}", spelling), what, language)
                    if name == "kinds":  # a title in spaced letters comes without its blanks
                        _plant(root, label.replace(" ", ""), what, language)
    return Dictionary(root=root, suffixes=tuple(suffixes) if name in ("fields", "kinds") else ())


def _plant(root: _Node, label: str, what: str, language: str) -> None:
    node = root
    for word in tokens(label):
        node = node.after.setdefault(word.text, _Node())
    if node is not root:
        node.means.add((what, language))


def languages_of(hits: Iterable[Hit]) -> tuple[str, ...]:
    """The languages that a document is written in by its labels, the likeliest first; labels of one language weigh most."""
    votes: Counter[str] = Counter()
    for hit in hits:
        for language in sorted(hit.languages):
            votes[language] += 12 * hit.length * hit.length // len(hit.languages)
    if not votes:
        return ()
    most = votes.most_common(1)[0][1]
    return tuple(language for language, weight in votes.most_common() if weight * 5 >= most * 2)
