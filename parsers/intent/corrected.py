"""Writers who correct themselves: "we ship 100, no wait, 80" (docs/mail.md 4)."""

from collections.abc import Iterator
from dataclasses import replace

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
