"""Sentences that no rule reads: with money, a quantity, a date or a yes in them they are a doubt, else a comment."""

from collections.abc import Iterator

from core.doubt import Reason
from core.question import About
from parsers.intent.order_target import ACCEPTANCE_CHOICES
from parsers.intent.point import Point, doubt
from parsers.intent.scene import Scene
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.values import Value, What

_MATTERS = (
    (What.PRICE, About.UNIT_PRICE),
    (What.PERCENT, About.UNIT_PRICE),
    (What.QUANTITY, About.QUANTITY),
    (What.BOX, About.QUANTITY),
    (What.DATE, About.DATE),
    (What.VAGUE, About.DATE),
)
_DATED = (Sign.DELIVERY, Sign.GOODS, Sign.SHIPPED, Sign.ORDER, Sign.LINE, Sign.SUPPLY)


def left_over(s: Sentence, values: tuple[Value, ...], where: Scene) -> Iterator[Point]:
    """The doubts of a sentence that nothing else was made of."""
    if s.has(Sign.LATER, Sign.FOLLOWS, Sign.ABSENT, Sign.VALID) or (s.question and not s.has(Sign.PROPOSE)):
        return
    if s.has(Sign.INVOICE, Sign.CREDIT, Sign.CONFIRMATION, Sign.PAYMENT) and not s.has(Sign.GOODS, Sign.LINE, Sign.CONFIRM):
        return
    for what, about in _MATTERS:
        if any(v.what is what and _matters(s, v) for v in values):
            yield doubt(about, Reason.UNCLEAR, s.text.strip())
            return
    half_yes = s.has(Sign.CONFIRM) or (s.has(Sign.YES, Sign.FINE) and s.has(Sign.BUT))
    if where.sheet.items and not where.sheet.is_rfp and half_yes and not s.has(Sign.REQUEST, Sign.CONFIRMATION):
        yield doubt(About.ACCEPTANCE, Reason.PERHAPS_YES, s.text.strip(), ACCEPTANCE_CHOICES)


def _matters(s: Sentence, value: Value) -> bool:
    if value.what in (What.DATE, What.VAGUE):
        return (s.has(*_DATED) or (s.has(Sign.ALL) and value.what is What.DATE)) and not value.relative
    return True
