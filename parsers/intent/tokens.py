"""Words, numbers and signs of a text, each with its place. One bounded regular expression: linear in the text."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a token is by its form alone."""

    MAIL = "mail"
    URL = "url"
    IBAN = "iban"
    DATE = "date"
    PHONE = "phone"
    TIME = "time"
    CODE = "code"
    NUMBER = "number"
    WORD = "word"
    BREAK = "break"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """`fold` is the text without case and diacritics; `start` and `end` are places in the text."""

    kind: Kind
    text: str
    fold: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""
    (?P<mail>[A-Za-z0-9_+-]{1,40}(?:\.[A-Za-z0-9_+-]{1,40}){0,6}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,60}){1,6})
  | (?P<url>(?:https?://|www\.)[^\s<>"]{1,300})
  | (?P<iban>\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b)
  | (?P<date>(?<!\d)(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号號]?|(?<![\w.])(?:\d{4}-\d{1,2}-\d{1,2}
        |\d{4}[./]\d{1,2}[./]\d{1,2}
        |\d{1,2}\.[ ]?\d{1,2}\.[ ]?\d{4}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})
        |\d{1,2}/\d{1,2}(?![\d/])
        |(?:0?[1-9]|[12]\d|3[01])\.[ ]?(?:0?[1-9]|1[0-2])\.(?!\d))(?![A-Za-z0-9]))
  | (?P<phone>\+\d[\d ()/.-]{6,20}\d)
  | (?P<time>(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?!\d))
  | (?P<number>(?<![^\W\u3400-\u9fff])\d{1,3}(?:(?:[.,'’\u00a0\u202f])\d{3}){1,4}(?:[.,]\d{1,4})?(?![\w/-]{0,40}\d)
        |(?<![A-Za-z0-9])\d{1,12}[.,]\d{1,6}(?![\w]{0,40}\d))
  | (?P<code>(?:(?=[A-Za-z0-9]{0,40}\d)[A-Za-z0-9]{1,40}|[A-Za-z]{1,12}(?=[-/_][A-Za-z0-9/_-]{0,40}\d))
        (?:[-/_][A-Za-z0-9]{1,40}){0,8})
  | (?P<word>[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+(?:['’ʼ`][^\W\d_\u3400-\u9fff]+){0,3})
  | (?P<break>\n+)
  | (?P<mark>[^\s])
    """,
    re.VERBOSE,
)
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "đ": "d", "ð": "d", "’": "'", "ʼ": "'", "`": "'", "№": "nr"}
)
_GLUED = re.compile(r"(\d{1,9}(?:[.,]\d{1,4})?)([A-Za-z]{1,8})")
_ENDING = re.compile(r"(\d{1,4})-([A-Za-z]{1,4})")
_AHEAD = re.compile(r"([A-Za-z]{1,9})(\d{1,6})")
_ELIDED = re.compile(r"((?:[ldnsjcmt]|qu|jusqu|dell|all|nell|sull|dall|quell|un|quest)['’])(\w+)", re.IGNORECASE)
_SUFFIXED = re.compile(r"(\w{2,})['’]([ydtn]?[aeıiuü]|[dt][ae]n|[yn]?[ıiuü]n|l[ıiuü]|s[ıi]|ki|dir|dır)", re.IGNORECASE)
"""A Turkish name with its ending: "Mayıs'ta"."""
_ACCENT_TELLS = frozenset({"sí", "sì", "è", "é", "où", "là", "dà"})
"""Words that are other words without their accent: Spanish "sí" is yes, "si" is if."""
_GLUED_NOUNS = "kw cw wk w week v vk uge s sem t tyg hafta hét het týden tyden pos line item l zeile regel poz lp eur usd gbp"
AHEAD = frozenset(_GLUED_NOUNS.split())
"""Words that people write without a space before their number: KW23, L2, Pos10."""


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case without diacritics, so that "wiecej" is "więcej"."""
    flat = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    return "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text in their order."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = Kind(match.lastgroup or "mark")
        found.extend(_split(kind, match.group(), match.start()))
    return tuple(found)


def _split(kind: Kind, text: str, start: int) -> list[Token]:
    elided = (_ELIDED.fullmatch(text) or _SUFFIXED.fullmatch(text)) if kind is Kind.WORD else None
    if elided:
        return [_token(kind, elided.group(1), start), _token(kind, elided.group(2), start + elided.start(2))]
    if kind is Kind.CODE:
        return _split_code(text, start)
    return [_token(kind, text, start)]


def _split_code(text: str, start: int) -> list[Token]:
    if text.isdigit():
        return [_token(Kind.NUMBER, text, start)]
    glued = _GLUED.fullmatch(text) or _ENDING.fullmatch(text)
    if glued:
        return [_token(Kind.NUMBER, glued.group(1), start), _token(Kind.WORD, glued.group(2), start + glued.start(2))]
    ahead = _AHEAD.fullmatch(text)
    if ahead and ahead.group(1).lower() in AHEAD:
        middle = start + len(ahead.group(1))
        return [_token(Kind.WORD, ahead.group(1), start), _token(Kind.NUMBER, ahead.group(2), middle)]
    return [_token(Kind.CODE, text, start)]


def _token(kind: Kind, text: str, start: int) -> Token:
    lower = text.lower()
    return Token(kind, text, lower if lower in _ACCENT_TELLS else fold(text), start, start + len(text))
