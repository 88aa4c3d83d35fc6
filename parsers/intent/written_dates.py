"""Dates written out: figures, day and month in either order, a day of the month, a month alone."""

import re
from datetime import timedelta

from parsers.intent.clock import SMALL_WORDS, Clock, dated
from parsers.intent.numbers import number_at
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind
from parsers.intent.values import OF_MONTH, Value, What

_PARTS = re.compile(r"\d+")
_SINCE = frozenset({"since", "seit", "depuis", "sinds", "siden", "sedan"})
_ROMANCE = {"fr": ("le",), "it": ("il",), "es": ("el", "dia"), "pt": ("dia",)}
"""By language: the words in front of a day of the month that stands alone."""
_SHORT_MONTHS = frozenset({"mai", "mei", "maj", "may"})


_DAY_BEFORE = frozenset({"on", "by", "until", "till", "before", "to", "for", "from"})


def _full_year(text: str) -> int | None:
    return None if not text.isdigit() else int(text) + 2000 if len(text) == 2 else int(text)


def figures(s: Sentence, at: int, clock: Clock) -> Value | None:
    token = s.tokens[at]
    if token.kind is not Kind.DATE and not _bare_figures(s, at):
        return None
    parts = _PARTS.findall(token.text)
    if "月" in token.text or len(parts[0]) == 4:
        year, rest = (int(parts[0]), parts[1:]) if len(parts) == 3 else (None, parts)
        return dated(at, at, int(rest[0]), int(rest[1]), year, clock.today)
    year = _full_year(parts[2]) if len(parts) == 3 else None
    a, b = int(parts[0]), int(parts[1])
    first = clock.day_first if "/" in token.text or ("-" in token.text and len(parts) == 3) else True
    orders = [(b, a), (a, b)] if first is None else [(b, a)] if first else [(a, b)]
    read = [v for month, day in orders if (v := dated(at, at, month, day, year, clock.today))]
    if not read:
        read = [v for v in (dated(at, at, a, b, year, clock.today), dated(at, at, b, a, year, clock.today)) if v]
    if not read:
        return None
    days = tuple(dict.fromkeys(d for v in read for d in v.days))
    return Value(what=What.DATE, first=at, last=at, days=days, past=read[0].past if len(days) == 1 else None)


def _bare_figures(s: Sentence, at: int) -> bool:
    """ "12.05" and "12-05" without a year, where the decimal sign is a comma and nothing makes them an amount."""
    token = s.tokens[at]
    dotted = token.kind is Kind.NUMBER and re.fullmatch(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])", token.text)
    dashed = (
        token.kind is Kind.CODE and s.language == "nl" and re.fullmatch(r"(?:0?[1-9]|[12]\d|3[01])-(?:0[1-9]|1[0-2])", token.text)
    )
    if not (dotted or dashed) or s.language in ("en", "zh") or s.has(Sign.PRICE):
        return False
    money = s.value_at(at + 1, "currency") or s.value_at(at - 1, "currency")
    return not money and not s.is_at(at + 1, Sign.PIECE, Sign.PERCENT, Sign.BOX, Sign.MEASURE)


def _small(s: Sentence, at: int) -> int:
    """Skip the dot, the ordinal ending and the small words that stand between day and month."""
    while at < len(s.tokens) and (
        s.tokens[at].text in ".º°ª-,"
        or s.is_at(at, Sign.ORDINAL)
        or s.value_at(at, "nth")
        or s.tokens[at].fold in SMALL_WORDS
        or s.tokens[at].fold in ("er", "e", "i", "ego", "го", "te", "re")
    ):
        at += 1
    return at


def _month(s: Sentence, at: int) -> int | None:
    value = s.value_at(at, "month")
    return int(value) if value else None


def _year(s: Sentence, at: int) -> tuple[int | None, int]:
    """(year, its last token) where a year follows a month."""
    place = at
    while place < len(s.tokens) and (s.tokens[place].text in ",." or s.tokens[place].fold in ("de", "del", "of")):
        place += 1
    if place < len(s.tokens) and s.tokens[place].kind is Kind.NUMBER and re.fullmatch(r"20[2-4]\d", s.tokens[place].text):
        return int(s.tokens[place].text), place
    return None, at - 1


def day_month(s: Sentence, at: int, clock: Clock) -> Value | None:
    number = number_at(s, at, None)
    if number is None or not number.whole or not 1 <= number.value <= 31 or number.first != number.last:
        return None
    place = _small(s, number.last + 1)
    month = _month(s, place)
    if month is None or place - number.last > 4:
        return None
    end = s.end_of(place)
    year, last = _year(s, end + 1)
    return dated(at, max(last, end), month, int(number.value), year, clock.today)


def month_day(s: Sentence, at: int, clock: Clock) -> Value | None:
    month = _month(s, at)
    if month is None or s.is_at(at, Sign.WEEK):
        return None
    place = at + 1
    while place < len(s.tokens) and (s.tokens[place].text == "." or s.tokens[place].fold in ("the", "the.")):
        place += 1
    number = number_at(s, place, None)
    if number is None or not number.whole or not 1 <= number.value <= 31 or s.tokens[place].kind is not Kind.NUMBER:
        return None
    after = number.last + 1
    if s.is_at(after, Sign.PIECE, Sign.BOX, Sign.PERCENT) or s.value_at(after, "currency"):
        return None
    while after < len(s.tokens) and (
        s.is_at(after, Sign.ORDINAL) or s.tokens[after].fold in ("an", "en", "an.", "re", "ra", "ig", "i", "jen", "jan", "ei")
    ):
        after += 1
    year, last = _year(s, after)
    return dated(at, max(last, after - 1), month, int(number.value), year, clock.today)


def year_month_day(s: Sentence, at: int, clock: Clock) -> Value | None:
    """ "2026. május 22." """
    if not re.fullmatch(r"20[2-4]\d", s.tokens[at].text):
        return None
    place = at + 2 if at + 1 < len(s.tokens) and s.tokens[at + 1].text == "." else at + 1
    month = _month(s, place) if place < len(s.tokens) else None
    number = number_at(s, place + 1, None) if month else None
    if month is None or number is None or not number.whole or not 1 <= number.value <= 31:
        return None
    return dated(at, number.last, month, int(number.value), int(s.tokens[at].text), clock.today)


def ordinal_day(s: Sentence, at: int, clock: Clock) -> Value | None:
    """A day of the month without the month: "the 20th", "am 20."."""
    token = s.tokens[at]
    if token.kind is not Kind.NUMBER or not token.text.isdigit() or not 1 <= int(token.text) <= 31:
        return None
    english = (s.is_at(at + 1, Sign.ORDINAL) or _by_the_nth(s, at)) and not s.is_at(at + 2, Sign.LINE, Sign.WEEK)
    before = s.tokens[at - 1].fold if at else ""
    dot = at + 1 < len(s.tokens) and s.tokens[at + 1].text == "."
    at_end = at + 2 >= len(s.tokens) or s.tokens[at + 2].kind is not Kind.NUMBER
    german = dot and at_end and before in ("am", "zum", "den", "der", "d", "dem") and not s.is_at(at + 2, Sign.LINE, Sign.WEEK)
    delivered = s.has(Sign.DELIVERY, Sign.SHIPPED)  # "le 2" may be the second line
    romance = delivered and before in _ROMANCE.get(s.language, ()) and not _is_counted(s, at)
    if not (english or german or romance):
        return None
    day = int(token.text)
    for ahead in range(60):
        there = clock.today + timedelta(days=ahead)
        if there.day == day:
            return Value(what=What.DATE, first=at, last=at if romance else at + 1, days=(there,), past=there, text=OF_MONTH)
    return None


def _by_the_nth(s: Sentence, at: int) -> bool:
    """ "On the 5th", which could be the fifth line without the word in front."""
    glued = s.language == "en" and s.value_at(at, "nth") is not None and at > 1 and s.tokens[at + 1 : at + 2] != ()
    return glued and s.tokens[at - 1].fold == "the" and s.tokens[at - 2].fold in _DAY_BEFORE


def _is_counted(s: Sentence, at: int) -> bool:
    """Whether something follows that a number counts or names."""
    after = s.tokens[at + 1] if at + 1 < len(s.tokens) else None
    return after is not None and (
        s.is_at(at + 1, Sign.PIECE, Sign.BOX, Sign.PERCENT, Sign.LINE, Sign.WEEK)
        or bool(s.value_at(at + 1, "currency"))
        or (after.text in ".," and at + 2 < len(s.tokens) and s.tokens[at + 2].kind is Kind.NUMBER)
    )


def month_alone(s: Sentence, at: int, clock: Clock) -> Value | None:
    if s.tokens[at].kind is Kind.NUMBER and at + 1 < len(s.tokens) and s.tokens[at + 1].text == "月":
        return Value(what=What.VAGUE, first=at, last=at + 1)
    month = _month(s, at)
    found = s.by_token[at]
    if month is None or found is None:
        return None
    if (
        s.language == "ro"
        and s.tokens[at].fold == "mai"
        and s.tokens[at - 1].fold not in ("luna", "lunii", "in", "din")
        and not s.is_at(at - 1, Sign.VAGUE)
    ):
        return None
    if len(s.tokens[at].fold) <= 3 and s.tokens[at].fold not in _SHORT_MONTHS and not s.text[s.tokens[at].start].isupper():
        return None
    since = at > 0 and s.tokens[at - 1].fold in _SINCE
    if since or (s.language == "en" and s.tokens[at].text == "may"):
        return None
    return Value(what=What.VAGUE, first=at, last=_year(s, found.last + 1)[1])
