"""A sentence: its tokens, and where which sign stands."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from parsers.intent.lexicon import Found, Lexicon, small_words
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind, Token, tokens_of

_END = frozenset(".!?。！？؟")
_QUESTION = frozenset("?？؟")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens with their meanings. `by_token` holds for each token the phrase that covers it, or None."""

    text: str
    tokens: tuple[Token, ...]
    found: tuple[Found, ...]
    by_token: tuple[Found | None, ...]
    extra: tuple[Found, ...]
    language: str
    line_start: bool
    where: Mapping[str, tuple[int, ...]]
    """The first tokens of the phrases with each sign."""

    def signs_at(self, at: int) -> frozenset[str]:
        """The signs of the phrase over a token."""
        found = self.by_token[at] if 0 <= at < len(self.by_token) else None
        return frozenset(m.sign for m in found.meanings) if found else frozenset()

    def end_of(self, at: int) -> int:
        """The last token of the phrase over a token."""
        found = self.by_token[at]
        return found.last if found else at

    def is_at(self, at: int, *signs: Sign) -> bool:
        """Whether a token is covered by a phrase with one of these signs."""
        return not self.signs_at(at).isdisjoint(signs)

    def value_at(self, at: int, group: str) -> str | None:
        """The value of a group such as `month` at a token."""
        found = self.by_token[at] if 0 <= at < len(self.by_token) else None
        return next((m.value for m in found.meanings if m.sign == group), None) if found else None

    def values_at(self, at: int, group: str) -> tuple[str, ...]:
        """All values of a group at a token."""
        found = self.by_token[at] if 0 <= at < len(self.by_token) else None
        return tuple(m.value for m in found.meanings if m.sign == group) if found else ()

    def places(self, sign: Sign, first: int = 0, last: int | None = None) -> tuple[int, ...]:
        """The first tokens of all phrases with a sign, between two places."""
        found = self.where.get(sign, ())
        if first == 0 and last is None:
            return found
        end = len(found) if last is None else bisect_left(found, last)
        return found[bisect_left(found, first) : end]

    def has(self, *signs: Sign, first: int = 0, last: int | None = None) -> bool:
        """Whether one of the signs stands between two places."""
        return any(self.places(sign, first, last) for sign in signs)

    def is_dark(self, at: int) -> bool:
        """Whether a token is a word that nothing explains: no phrase covers it, and it is no small word of the language."""
        token = self.tokens[at]
        return token.kind is Kind.WORD and not self.signs_at(at) and token.fold not in small_words(self.language)

    @property
    def darkness(self) -> int:
        """How many of its words nothing explains."""
        return sum(map(self.is_dark, range(len(self.tokens))))

    def part(self, first: int, last: int) -> str:
        """The words of two tokens and of all between them."""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    @property
    def question(self) -> bool:
        """Whether it ends with a question mark."""
        return bool(self.tokens) and any(t.text in _QUESTION for t in self.tokens[-2:])


def sentence(text: str, lex: Lexicon, line_start: bool = False) -> Sentence:
    """Read the signs of one sentence."""
    tokens = tuple(t for t in tokens_of(text) if t.kind is not Kind.BREAK)
    found = tuple(_told(hit, tokens) for hit in lex.marks(tokens))
    extra = lex.apart(tokens)
    by_token: list[Found | None] = [None] * len(tokens)
    for hit in found:
        for at in range(hit.first, hit.last + 1):
            by_token[at] = hit
    return Sentence(text, tokens, found, tuple(by_token), extra, lex.language, line_start, _places(found, extra))


def _places(found: tuple[Found, ...], extra: tuple[Found, ...]) -> Mapping[str, tuple[int, ...]]:
    places: dict[str, list[int]] = {}
    for hit in (*found, *extra):
        for meaning in hit.meanings:
            places.setdefault(meaning.sign, []).append(hit.first)
    return {sign: tuple(sorted(set(firsts))) for sign, firsts in places.items()}


_OF_NUMBER = frozenset(".:#º°")
"""Marks between "no" and the number that it announces; behind a dash or a comma "no" is an answer."""
_INTERJECTION = 3
"""Letters of "yes", "oui", "ja": longer words of agreement ("correct") may stand anywhere."""


def _in_passing(hit: Found, tokens: tuple[Token, ...]) -> bool:
    """ "The boards are ja all with you", "日期是4月8日": an interjection inside of a clause is a particle and answers nothing."""
    if hit.last > hit.first or len(tokens[hit.first].text) > _INTERJECTION or not 0 < hit.first < len(tokens) - 1:
        return False
    return tokens[hit.first - 1].kind is Kind.WORD and tokens[hit.first + 1].kind is not Kind.MARK


def _apart_from_number(hit: Found, tokens: tuple[Token, ...]) -> bool:
    """The ending of an ordinal is glued to its number."""
    before = tokens[hit.first - 1] if hit.first else None
    return before is not None and before.kind is Kind.NUMBER and before.end < tokens[hit.first].start


def _told(hit: Found, tokens: tuple[Token, ...]) -> Found:
    """ "No" is a number sign before digits, an answer before a stop, else a negation."""
    signs = {m.sign for m in hit.meanings}
    if Sign.YES in signs and _in_passing(hit, tokens):
        return Found(hit.first, hit.last, tuple(m for m in hit.meanings if m.sign != Sign.YES))
    if Sign.ORDINAL in signs and _apart_from_number(hit, tokens):  # "30 a 2 de junho": a preposition, no "30ª"
        return Found(hit.first, hit.last, tuple(m for m in hit.meanings if m.sign != Sign.ORDINAL))
    if Sign.NO not in signs or not signs & {Sign.NOT, Sign.NUMBER} or hit.last > hit.first:
        return hit
    after = hit.last + 1
    stop = after >= len(tokens) or tokens[after].kind is Kind.MARK
    digits = next((t for t in tokens[after : after + 3] if t.text not in _OF_NUMBER), None)
    numbered = Sign.NUMBER in signs and digits is not None and digits.kind in (Kind.NUMBER, Kind.CODE)
    keep = {Sign.NUMBER} if numbered else signs - {Sign.NUMBER} if stop else signs - {Sign.NUMBER, Sign.NO}
    return Found(hit.first, hit.last, tuple(m for m in hit.meanings if m.sign in keep))
