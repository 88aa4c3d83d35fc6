"""Numbers of several words or parts: "siebenundvierzig", "quatre-vingt-dix", "one hundred and twenty". Exact, or no number.

The parts are the `[numeral]` table of a phrase file. A form with a hyphen at its edge ("tizen-") is a part inside of a word only,
one with a plus ("a+", "+mila") beside another part only; neither is a number of its own.
"""

from collections.abc import Iterable

from parsers.intent.number_sums import Link, Sum, grown
from parsers.intent.tokens import Kind, Token, fold

_LONGEST = 80
_JOINERS = {
    **{"de": "und", "nl": "en", "da": "og", "sv": "och", "en": "and", "cs": "a", "zh": "零"},
    **{"it": "e", "pt": "e", "es": "y", "ro": "si", "fr": "et"},
}
_ENDINGS = {
    "hu": ("at", "et", "ot", "ra", "re", "nak", "nek", "rol", "tol", "ig", "ban", "ben", "nal", "nel"),
    "tr": ("e", "a", "ye", "ya", "i", "u", "yi", "yu"),
}
_NO_ENDING = (1, 3, 10)
"""Turkish parts that are other words with an ending: "biri", "ona", "yüzücü"."""
_GLUED, _AFTER_AND, _AFTER_SPACE = Link(joined=False, apart=False), Link(joined=True, apart=False), Link(joined=False, apart=True)


def bound(form: str) -> bool:
    """Whether a form is a part of numbers and none of its own."""
    return form.startswith(("-", "+")) or form.endswith(("-", "+"))


class NumberWords:
    """The numbers of one language."""

    def __init__(self, language: str, forms: Iterable[tuple[str, int]]) -> None:
        """`forms`: the parts as the table writes them, with their values."""
        self._language = language
        self._joiner = _JOINERS.get(language, "")
        self._parts: dict[str, list[tuple[int, str]]] = {}
        for form, value in forms:
            if " " not in form:
                self._parts.setdefault(fold(form.strip("-+")), []).append((value, form))
        self._lengths = sorted({len(p) for p in self._parts}, reverse=True)

    def at(self, tokens: tuple[Token, ...], at: int) -> tuple[int, int] | None:
        """The number of more than one part that begins at a token, and its last token."""
        so_far, best = Sum(), None
        following: tuple[int, Link] | None = (at, _AFTER_SPACE)
        while following and tokens[following[0]].kind is Kind.WORD:
            place, link = following
            read, ended = self._word(tokens[place].fold, so_far, link)
            if read is None:
                break
            so_far = read
            if not so_far.open and (so_far.parts > 1 or (ended and so_far.last >= 20)):
                best = (so_far.value, place)
            following = None if ended else self._following(tokens, place)
        return best

    def _following(self, tokens: tuple[Token, ...], last: int) -> tuple[int, Link] | None:
        """The token that may go on with a number, behind a hyphen or the language's "and"."""
        place, apart, joined = last + 1, True, False
        if hyphen(tokens, place):
            place, apart = place + 1, False
        elif self._language == "ro" and [t.fold for t in tokens[place : place + 2]] == ["de", "mii"]:
            place += 1
        if self._joiner and place < len(tokens) and tokens[place].fold == self._joiner:
            place, joined = place + 1, True
            place += not apart and hyphen(tokens, place)
        return (place, Link(joined, apart)) if place < len(tokens) else None

    def _word(self, word: str, so_far: Sum, link: Link) -> tuple[Sum | None, bool]:
        """The sum behind a word that is parts and nothing else, and whether a case ending closed it."""
        read = self._parts_of(word, so_far, link) if len(word) <= _LONGEST else None
        if read is not None or len(word) > _LONGEST:
            return read, False
        for ending in _ENDINGS.get(self._language, ()):
            read = self._parts_of(word.removesuffix(ending), so_far, link) if word.endswith(ending) else None
            if read is not None and (self._language == "hu" or (read.parts > 1 and read.last not in _NO_ENDING)):
                return read, True
        return None, False

    def _parts_of(self, word: str, so_far: Sum, link: Link) -> Sum | None:
        for length in (n for n in self._lengths if n <= len(word)):
            for value, form in self._parts.get(word[:length], ()):
                left = word[length:]
                how = Link(link.joined, link.apart and not left)  # "en" is an article, the one of "enogtyve" is not
                more = grown(self._language, so_far, value, how) if _stands(form, so_far, link, left) else None
                read = self._rest_of(left, more._replace(open=form.endswith("+"))) if more else None
                if read is not None:
                    return read
        return None

    def _rest_of(self, left: str, so_far: Sum) -> Sum | None:
        if not left:
            return so_far
        read = self._parts_of(left, so_far, _GLUED)
        if read is not None or not self._joiner or not left.startswith(self._joiner):
            return read
        return self._parts_of(left.removeprefix(self._joiner), so_far, _AFTER_AND)


def _stands(form: str, so_far: Sum, link: Link, left: str) -> bool:
    """Whether a bound form has beside it what it is bound to."""
    alone = form.startswith(("-", "+")) and (not so_far.parts or (form.startswith("-") and link.apart))
    return not alone and bool(left or not form.endswith("-"))


def hyphen(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a token is a hyphen between two words, with no space beside it."""
    if not 0 < at < len(tokens) - 1 or tokens[at].text not in "-‐‑":
        return False
    return tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start
