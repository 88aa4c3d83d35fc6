"""Dates as people write them in mails: one day for certain, or vague with its reason (docs/mail.md 4)."""

from parsers.intent.clock import SMALL_WORDS, Clock
from parsers.intent.relative_dates import in_days, relative, week, weekday
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.values import Value, What
from parsers.intent.written_dates import day_month, figures, month_alone, month_day, ordinal_day, year_month_day

READERS = (figures, year_month_day, day_month, month_day, relative, weekday, in_days, week, ordinal_day, month_alone)


def date_at(s: Sentence, at: int, clock: Clock) -> Value | None:
    """The date that begins at a token, in any form."""
    for read in READERS:
        value = read(s, at, clock)
        if value is not None:
            return _hedged(s, value)
    return None


_HEDGE_BEHIND = ("tr", "hu", "zh")
_REACH = 8
_WORD = 6
_HEDGES = (Sign.VAGUE, Sign.EARLIEST, Sign.ABOUT)
"""A part of a month, the earliest day, an approximate day."""


def _hedged(s: Sentence, value: Value) -> Value:
    """A date behind "end of", "not before", "around" is not certain."""
    if value.what not in (What.DATE, What.VAGUE):
        return value
    if _not_before(s, value.first - 1):
        return Value(what=What.VAGUE, first=value.first, last=value.last, days=value.days)
    for sign in _HEDGES:
        for place in s.places(sign, max(0, value.first - _REACH), value.first):
            found = s.by_token[place]
            end = found.last if found else place
            between = range(end + 1, value.first)
            wide = sign is Sign.EARLIEST and end - place + len(s.tokens[place].text) >= _WORD
            if all(_is_between(s, p, wide) for p in between):
                return Value(what=What.VAGUE, first=place, last=value.last, days=value.days)
        if s.language in _HEDGE_BEHIND and any(
            s.is_at(p, sign) for p in range(value.last + 1, min(value.last + 3, len(s.tokens)))
        ):
            return Value(what=What.VAGUE, first=value.first, last=value.last, days=value.days)
    return value


def _is_between(s: Sentence, at: int, wide: bool) -> bool:
    """What may stand between a hedge and its date: "earliest delivery of line 2: Friday, the 20th". `wide`: anything but a comma,
    since a long word such as "earliest" is no preposition of something else."""
    near = s.tokens[at].fold in SMALL_WORDS or s.tokens[at].text in ".-:" or bool(s.value_at(at, "weekday"))
    return near or s.is_at(at, Sign.DELIVERY) or (wide and s.tokens[at].text not in ",;")


def _not_before(s: Sentence, at: int) -> bool:
    """ "Cannot be done before": the denial stands apart from the word in front of the day."""
    while at >= 0 and (s.tokens[at].fold in SMALL_WORDS or s.value_at(at, "weekday")):
        at -= 1
    return s.is_at(at, Sign.YET) and s.has(Sign.NOT, Sign.UNABLE, first=max(0, at - _REACH), last=at)
