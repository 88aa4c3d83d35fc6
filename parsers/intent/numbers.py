"""Numbers as people write them: separators of the writer's locale, and words for numbers."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from parsers.intent.number_words import hyphen
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind

_GROUPED = re.compile(r"\d{1,3}(?:([.,'\u00a0\u202f])\d{3})(?:\1\d{3})*(?:([.,])\d{1,4})?")
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from tokens `first` to `last`; `other` is its second possible value where the locale does not tell."""

    value: Decimal
    first: int
    last: int
    other: Decimal | None = None

    @property
    def whole(self) -> bool:
        """Whether it is an integer."""
        return self.value == self.value.to_integral_value()


def plain(text: str) -> Decimal | None:
    """A number with a dot as its only separator, or None."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def read_number(text: str, comma: bool | None) -> tuple[Decimal, Decimal | None] | None:
    """The value of digits with separators, and the second possible one. `comma`: the locale's decimal sign, None: unknown."""
    bare = re.sub(r"['’\u00a0\u202f]", "", text)
    dots, commas = bare.count("."), bare.count(",")
    if dots and commas:
        decimal = max(bare.rfind("."), bare.rfind(","))
        value = plain(re.sub(r"[.,]", "", bare[:decimal]) + "." + bare[decimal + 1 :])
        return None if value is None else (value, None)
    if dots + commas == 0:
        value = plain(bare) if len(bare) <= _MOST_DIGITS else None
        return None if value is None else (value, None)
    return _one_separator(bare, "," if commas else ".", comma)


def _one_separator(bare: str, sign: str, comma: bool | None) -> tuple[Decimal, Decimal | None] | None:
    grouped = _GROUPED.fullmatch(bare) is not None and not bare.startswith("0")
    joined, split = plain(bare.replace(sign, "")), plain(bare.replace(sign, "."))
    if bare.count(sign) > 1:
        return (joined, None) if grouped and joined is not None else None
    if joined is None or split is None:
        return None
    if not grouped:
        return (split, None)
    if comma is None:
        return (joined, split)
    return (split, None) if (sign == ",") == comma else (joined, None)


def number_at(s: Sentence, at: int, comma: bool | None) -> Number | None:
    """The number that begins at a token: digits or words."""
    if at >= len(s.tokens):
        return None
    token = s.tokens[at]
    if token.kind is Kind.NUMBER:
        return _digits(s, at, comma)
    return _in_words(s, at)


def _digits(s: Sentence, at: int, comma: bool | None) -> Number | None:
    text, last = s.tokens[at].text, at
    while _joins(s, last, text, at):
        last += 1
        text += s.tokens[last].text
    read = read_number(text, comma)
    return None if read is None else Number(read[0], at, last, read[1])


def _joins(s: Sentence, at: int, so_far: str, first: int) -> bool:
    """Whether the next token is a group of three digits after a space: "1 250", "1 250,00"."""
    if at + 1 >= len(s.tokens) or not so_far.isdigit() or len(so_far) > 3 * (at - first + 1):
        return False
    here, then = s.tokens[at], s.tokens[at + 1]
    if then.kind is not Kind.NUMBER or then.start != here.end + 1 or s.text[here.end] not in " \u00a0\u202f":
        return False
    before = s.signs_at(first - 1)
    return re.fullmatch(r"\d{3}(?:[.,]\d{1,2})?", then.text) is not None and not before & {"line", "number", "order", "invoice"}


def _in_words(s: Sentence, at: int) -> Number | None:
    number = _spelled(s, at)
    if number is None or s.language != "zh":
        return number
    counted = s.is_at(number.last + 1, Sign.PIECE, Sign.BOX, Sign.DAY, Sign.WEEK, Sign.DOZEN, Sign.WORKDAY, Sign.MONTH)
    return number if counted or (at > 0 and s.tokens[at - 1].text == "第") else None


def _spelled(s: Sentence, at: int) -> Number | None:
    """A number in words, as the phrases or the parts of numbers (`number_words`) make it; "twenty-first" is none."""
    value, found = s.value_at(at, "numeral"), s.by_token[at]
    if value is None or found is None or found.first < at:
        return None
    ordinal = hyphen(s.tokens, found.last + 1) and s.value_at(found.last + 2, "nth") is not None
    return None if ordinal else Number(Decimal(value), at, found.last)
