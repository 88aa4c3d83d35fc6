"""Writers who correct themselves: "we ship 100, no wait, 80" (docs/mail.md 4)."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from core.commands.supplier_orders import Accept, Change, Reject, Ship
from core.commands.supplier_quotes import Decline, Quote
from core.commands.supplier_talk import AnswerQuestion, No, Yes
from core.doubt import Reason
from core.question import About
from parsers.intent.lexicon import Lexicon
from parsers.intent.order_target import ACCEPTANCE_CHOICES
from parsers.intent.point import Point, doubt
from parsers.intent.sentence import Sentence, sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind
from parsers.intent.values import Value, What

_NUMBERS = (What.NUMBER, What.QUANTITY, What.PRICE)


def parted(s: Sentence, lex: Lexicon) -> Iterator[Sentence]:
    """A sentence, cut in two in front of the words that correct what stands before them."""
    places = s.places(Sign.CORRECTION)
    if not places or places[0] == 0:
        yield s
        return
    cut = s.tokens[places[0]].start
    yield sentence(s.text[:cut], lex, s.line_start)
    yield sentence(s.text[cut:], lex)


def corrects(s: Sentence, said: bool) -> bool:
    """Whether a sentence corrects what stands before it: by its first words, with a number right behind a "sorry", or with a "no"
    to what was just `said`."""
    if s.is_at(0, Sign.CORRECTION) or (said and s.is_at(0, Sign.NO) and not s.has(Sign.LINE, Sign.REFUSE, Sign.GONE)):
        return True
    behind = [t for t in s.tokens[s.end_of(0) + 1 : s.end_of(0) + 3] if t.kind is not Kind.MARK] if s.tokens else []
    return bool(behind) and s.is_at(0, Sign.SORRY) and behind[0].kind is Kind.NUMBER


_FARTHEST = 2
"""How many times larger or smaller a number that corrects another may be."""


def said_anew(s: Sentence, values: tuple[Value, ...], before: list[Point]) -> Point | None:
    """ "100 pieces ... nonsense, 110!": a number and nothing dark beside it takes the place of the one taken back."""
    numbers = [v.number for v in values if v.what in _NUMBERS and v.number and v.other is None]
    change = before[-1].command if before else None
    if not isinstance(change, Change) or len(values) != 1 or len(numbers) != 1 or s.darkness:
        return None
    anew = _with_number(change, numbers[0])
    return None if anew is None else replace(before[-1], command=anew, words=f"{before[-1].words} {s.text.strip()}")


def _with_number(change: Change, number: Decimal) -> Change | None:
    """The change with another quantity, or another price, where it held that one alone and the number is in reach of it."""
    price = Change(line=change.line, unit_price=change.unit_price, currency=change.currency)
    if change == Change(line=change.line, quantity=change.quantity) and _in_reach(number, change.quantity):
        return replace(change, quantity=number)
    return replace(change, unit_price=number) if change == price and _in_reach(number, change.unit_price) else None


def _in_reach(number: Decimal, old: Decimal | None) -> bool:
    return old is not None and old / _FARTHEST <= number <= old * _FARTHEST


def taken_back(points: list[Point]) -> list[Point]:
    """What was said before a correction is asked about, unless what follows says it anew; an answer leaves its question open."""
    return [_asked(point) for point in points if not isinstance(point.command, AnswerQuestion | Yes | No)]


def _asked(point: Point) -> Point:
    command = point.command
    if isinstance(command, Change):
        about, field = _changed(command)
        return replace(doubt(about, Reason.TAKEN_BACK, point.words, (), point.lines, True), settled_by=field)
    if isinstance(command, Quote):
        return doubt(About.UNIT_PRICE, Reason.TAKEN_BACK, point.words, (), point.lines, True)
    if isinstance(command, Accept | Reject | Ship | Decline):
        return doubt(About.ACCEPTANCE, Reason.TAKEN_BACK, point.words, ACCEPTANCE_CHOICES, point.lines, True)
    return point


def _changed(command: Change) -> tuple[About, str]:
    """What of a line was to change, and the field of the change that would say it anew."""
    if command.quantity is not None or command.parts:
        return About.QUANTITY, "quantity"
    return (About.UNIT_PRICE, "unit_price") if command.unit_price is not None else (About.DATE, "date")
