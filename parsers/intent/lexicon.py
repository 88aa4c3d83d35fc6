"""Phrase files, compiled: a tree of words per language that marks where which sign stands."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from parsers.intent.number_words import NumberWords, bound
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind, Token, fold, tokens_of
from parsers.intent.typos import SHORTEST, index, meant

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "uk", "zh", "sv", "da", "cs", "tr", "ro", "hu")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

_NOUNS = frozenset(
    {
        Sign.ORDER,
        Sign.INVOICE,
        Sign.LINE,
        Sign.PRICE,
        Sign.CREDIT,
        Sign.STATEMENT,
        Sign.MAILS,
        Sign.PAYMENT,
        Sign.VAT,
        Sign.PHONE,
        Sign.PLACE,
        Sign.COMPANY,
        Sign.RFP,
        Sign.PDF,
        Sign.XLSX,
        Sign.XML,
        Sign.WEEK,
    }
)
_CLOSED = frozenset({Sign.COURTESY, Sign.THANKS, Sign.AS_ORDERED, Sign.LINE})
_FIRST, _LAST = "first", "last"
_NUMERAL = "numeral"
_AFFIRMING = frozenset({Sign.CONFIRM, Sign.FINE, Sign.YES, Sign.AS_ORDERED})
_DENIALS = frozenset(
    {Sign.NOT, Sign.UNABLE, Sign.GONE, Sign.REFUSE, Sign.NO, Sign.FEWER, Sign.WITHDRAW, Sign.YET, Sign.UNKNOWN_DATE, Sign.IF}
)
_SLIPPABLE = frozenset(
    {
        *(Sign.CONFIRM, Sign.REFUSE, Sign.RECEIVED, Sign.SHIPPED, Sign.DELIVERY, Sign.INVOICE, Sign.ATTACHED, Sign.CANCEL),
        *(Sign.NOT, Sign.UNABLE, Sign.GONE, Sign.SUPPLY, Sign.ORDER, Sign.WITHDRAW, "month", "weekday"),
    }
)
_TURKISH_NOT = re.compile(
    r"\w{2}m[ae](?:z|zlar|zler|yiz|yecek\w*|yacak\w*|yeceg\w*|yacag\w*|di|dik|diler|dilar|dim|din\w*|mis\w*|sin\w*|mekte\w*|makta\w*|yin|yiniz)$"
    r"|\w{2}m[iu]yor\w*$|\w[dlyrt][ae]m[ae]m$"
)
_TURKISH_IF = re.compile(
    r"\w{2}(?:[aeiu]r|m[ae]z|[ae]c[ae][kg]|[iu]yor|[dt][iu]y|m[iu]s)s[ae](?:m|k|niz|lar|ler)?$|\w{3}s[ae]niz$|\w{2}s[ae]yd[iu]\w{0,4}$"
)
"""Verbs with a condition inside them: "gelirse", "öderseniz", "onaylamazsanız", "bilseydik"."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for: a sign, and a value where it has one (a number, a month, a language)."""

    sign: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found: tokens `first` to `last`, and what it means."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]


def _denied(meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """The meanings of a verb with a negation inside it."""
    kept = tuple(m for m in meanings if m.sign not in _AFFIRMING)
    unable = len(kept) < len(meanings) or any(m.sign == Sign.SUPPLY for m in kept)
    return (*kept, Meaning(Sign.NOT), *((Meaning(Sign.UNABLE),) if unable else ()))


@dataclass(slots=True)
class _Node:
    exact: dict[str, "_Node"] = field(default_factory=dict)
    prefix: dict[str, "_Node"] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    meanings: tuple[Meaning, ...] = ()

    def step(self, word: str) -> Iterator["_Node"]:
        exact = self.exact.get(word)
        if exact is not None:
            yield exact
        for length in self.lengths:
            if length <= len(word):
                node = self.prefix.get(word[:length])
                if node is not None:
                    yield node

    def child(self, word: str) -> "_Node":
        if not word.endswith("*"):
            return self.exact.setdefault(word, _Node())
        node = self.prefix.setdefault(word[:-1], _Node())
        self.lengths = tuple(sorted({len(p) for p in self.prefix}, reverse=True))
        return node


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one language together with those that every language shares."""

    language: str
    _root: _Node
    gap_words: _Node
    """The words of phrases whose two words stand apart; a meaning tells which phrase, and whether it is the first or the last."""
    gapped: tuple[Meaning, ...]

    def marks(self, tokens: tuple[Token, ...]) -> tuple[Found, ...]:
        """Every phrase in the tokens, the longest at each place; shorter ones inside are shadowed."""
        found: list[Found] = []
        at = 0
        while at < len(tokens):
            hit = self._longest(tokens, at)
            hit = self._conditional(tokens, at, self._negated(tokens, at, hit) or hit)
            hit = self._number(tokens, at, hit) or hit or self._slipped(tokens, at)
            if hit is None:
                at += 1
                continue
            found.append(self._with_nouns(tokens, hit) if hit.last > hit.first else hit)
            at = hit.last + 1
        return tuple(found)

    def _number(self, tokens: tuple[Token, ...], at: int, hit: Found | None) -> Found | None:
        """A number of several parts, unless a phrase says more: "forty-five"."""
        read = _number_words(self.language).at(tokens, at) if self.language and tokens[at].kind is Kind.WORD else None
        if read is None or (hit is not None and hit.last > read[1]):
            return None
        return Found(at, read[1], (Meaning(_NUMERAL, str(read[0])),))

    def _negated(self, tokens: tuple[Token, ...], at: int, hit: Found | None) -> Found | None:
        """A verb that holds its own negation: Czech "nevyrábíme", Turkish "edemeyiz". What it would affirm it denies."""
        token = tokens[at]
        if hit is not None and any(m.sign in _DENIALS for m in hit.meanings):
            return None
        last = hit.last if hit else at
        if self.language == "tr" and any(_TURKISH_NOT.search(t.fold) for t in tokens[at : last + 1]):
            return Found(at, last, _denied(hit.meanings if hit else ()))
        if self.language != "cs" or hit is not None or not token.fold.startswith("ne") or len(token.fold) < 6:
            return None
        inner = self._longest((Token(token.kind, token.text, token.fold[2:], token.start, token.end),), 0)
        return None if inner is None else Found(at, at, _denied(inner.meanings))

    def _conditional(self, tokens: tuple[Token, ...], at: int, hit: Found | None) -> Found | None:
        """A Turkish verb that holds its own "if", unless it is one of politeness ("sorunuz olursa")."""
        meanings, last = (hit.meanings, hit.last) if hit else ((), at)
        said = self.language == "tr" and any(_TURKISH_IF.search(t.fold) for t in tokens[at : last + 1])
        if not said or any(m.sign in (Sign.IF, Sign.WHETHER, Sign.REQUEST, Sign.COURTESY) for m in meanings):
            return hit
        return Found(at, last, (*meanings, Meaning(Sign.IF)))

    def _slipped(self, tokens: tuple[Token, ...], at: int) -> Found | None:
        """A word with a slip of the finger in it, where only one word can be meant."""
        token = tokens[at]
        plain = not self.language or token.kind is not Kind.WORD or len(token.fold) < SHORTEST
        if plain or token.fold in small_words(self.language):
            return None
        word = meant(token.fold, _by_slip(self.language))
        meanings = self._root.exact[word].meanings if word else ()
        return Found(at, at, meanings) if meanings else None

    def _with_nouns(self, tokens: tuple[Token, ...], hit: Found) -> Found:
        """A longer phrase keeps the nouns inside it: "which orders" still speaks of orders."""
        if any(m.sign in _CLOSED for m in hit.meanings):
            return hit
        nouns: list[Meaning] = []
        late = any(m.sign in (Sign.YET, Sign.EARLIEST) for m in hit.meanings)
        for at in range(hit.first, hit.last + 1):
            inner = self._longest(tokens[: at + 1], at) if at == hit.first else self._longest(tokens[: hit.last + 1], at)
            if inner is not None:
                nouns.extend(
                    m
                    for m in inner.meanings
                    if m.sign in _NOUNS or (late and m.sign == Sign.NOT) or m.sign in (Sign.WILL, Sign.PAST)
                )
        return Found(hit.first, hit.last, tuple(dict.fromkeys((*hit.meanings, *nouns)))) if nouns else hit

    def _longest(self, tokens: tuple[Token, ...], at: int) -> Found | None:
        best: Found | None = None
        depth_first = [(self._root, at)]
        while depth_first:
            node, place = depth_first.pop()
            if node.meanings and (best is None or place - 1 > best.last):
                best = Found(at, place - 1, node.meanings)
            elif node.meanings and best is not None and place - 1 == best.last:
                best = Found(at, place - 1, tuple(dict.fromkeys((*best.meanings, *node.meanings))))
            if place < len(tokens) and place - at < 8:
                depth_first.extend((child, place + 1) for child in node.step(tokens[place].fold))
        return best

    def apart(self, tokens: tuple[Token, ...]) -> tuple[Found, ...]:
        """Phrases whose two words stand apart, such as German verbs with their particle."""
        starts: dict[str, int] = {}
        ends: dict[str, int] = {}
        for at, token in enumerate(tokens):
            for node in self.gap_words.step(token.fold):
                for meaning in node.meanings:
                    if meaning.sign == _FIRST:
                        starts.setdefault(meaning.value, at)
                    else:
                        ends[meaning.value] = at
        whole = [pair for pair, at in starts.items() if at < ends.get(pair, -1)]
        return tuple(Found(starts[pair], starts[pair], (self.gapped[int(pair)],)) for pair in whole)


def _words(phrase: str) -> list[str]:
    """The folded words of a phrase; a star at a word's end stands for any ending."""
    words: list[str] = []
    for piece in phrase.split():
        if piece.isascii() and piece.isalpha():  # most are, and need no taking apart
            words.append(piece.lower())
            continue
        tokens = [t.fold for t in tokens_of(piece.rstrip("*")) if t.kind is not Kind.BREAK]
        if piece.endswith("*") and tokens:
            tokens[-1] += "*"
        words.extend(tokens)
    return words


def _spellings(phrase: str, language: str) -> Iterator[str]:
    yield phrase
    if language in ("de", "sv", "da") and phrase.translate(_UMLAUTS) != phrase:
        yield phrase.translate(_UMLAUTS)


def _add(root: _Node, phrase: str, meaning: Meaning) -> None:
    node = root
    for word in _words(phrase):
        node = node.child(word)
    node.meanings = tuple(dict.fromkeys((*node.meanings, meaning)))


def _add_apart(words: _Node, gapped: list[Meaning], phrase: str, meaning: Meaning) -> None:
    pair = str(len(gapped))
    gapped.append(meaning)
    for sign, part in zip((_FIRST, _LAST), phrase.split(" .. ", 1), strict=True):
        node = words.child(_words(part)[0])
        node.meanings = (*node.meanings, Meaning(sign, pair))


def entries(table: dict[str, object]) -> Iterator[tuple[str, Meaning]]:
    """(phrase, meaning) of a phrase file: `[signs]` holds phrases per sign, the others `phrase = value` groups."""
    for group, content in table.items():
        if not isinstance(content, dict):
            continue
        for key, phrases in content.items():
            meaning = Meaning(key) if group == "signs" else Meaning(group, key)
            for phrase in str(phrases).split("|"):
                if phrase.strip():
                    yield phrase.strip(), meaning


@cache
def read_table(name: str) -> dict[str, object]:
    """A phrase file as it is written."""
    return tomllib.loads((files("parsers.intent") / "phrases" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language of LANGUAGES, compiled once."""
    return _compiled(language, ("shared", language))


def _compiled(language: str, tables: tuple[str, ...], only: str = "") -> Lexicon:
    root, gap_words = _Node(), _Node()
    gapped: list[Meaning] = []
    for name in tables:
        for phrase, meaning in entries(read_table(name)):
            if (only and meaning.sign != only) or (meaning.sign == _NUMERAL and bound(phrase)):
                continue
            for spelling in _spellings(phrase, language):
                if " .. " in spelling:
                    _add_apart(gap_words, gapped, spelling, meaning)
                else:
                    _add(root, spelling, meaning)
    return Lexicon(language, root, gap_words, tuple(gapped))


@cache
def _number_words(language: str) -> NumberWords:
    pairs = ((phrase, int(m.value)) for phrase, m in entries(read_table(language)) if m.sign == _NUMERAL)
    return NumberWords(language, ((s, value) for phrase, value in pairs for s in _spellings(phrase, language)))


@cache
def _by_slip(language: str) -> dict[str, tuple[str, ...]]:
    """The single words whose meaning survives a slip, under what is left of them.

    In Turkish one letter more makes the opposite ("yapıyoruz", "yapmıyoruz"): no word of it stands for another.
    """
    if language == "tr":
        return {}
    root = lexicon(language)._root
    sure = (w for w, node in root.exact.items() if len(w) >= SHORTEST and any(m.sign in _SLIPPABLE for m in node.meanings))
    return index(sure)


@cache
def goods() -> Lexicon:
    """The names of goods alone, in every language: a description may be in any."""
    return _compiled("", LANGUAGES, only="ware")


@cache
def papers() -> Lexicon:
    """The words in file names that tell what a file is, in every language."""
    return _compiled("", ("papers",))


@cache
def ware_endings(language: str) -> tuple[tuple[str, str], ...]:
    """(stem, ware) of the goods of a language that glues words together: a "Suppentopf" is a pot."""
    if language not in ("de", "nl", "sv", "da", "hu"):
        return ()
    found = ((fold(p.rstrip("*")), m.value) for p, m in entries(read_table(language)) if m.sign == "ware")
    return tuple((stem, ware) for stem, ware in found if len(stem) >= 4 and " " not in stem)


@lru_cache(maxsize=1)
def every_small_word() -> frozenset[str]:
    """The small words of all languages."""
    return frozenset[str]().union(*(small_words(language) for language in LANGUAGES))


@cache
def small_words(language: str) -> frozenset[str]:
    """The most frequent words of a language, by which it is known."""
    return frozenset(fold(w) for w in str(read_table(language).get("common", "")).split())
