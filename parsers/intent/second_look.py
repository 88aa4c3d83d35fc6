"""What the small model adds to the phrases: a command it is certain of, a doubt where it is not, and a second look at a yes."""

from collections.abc import Iterator

from core.commands.command import Command
from core.commands.supplier_orders import Accept, Received
from core.commands.supplier_self import FewerMails
from core.commands.supplier_talk import AskHelp, AskOpen, AskStatus
from core.doubt import Reason
from core.question import About
from parsers.intent.model import guess
from parsers.intent.order_target import ACCEPTANCE_CHOICES
from parsers.intent.point import Point, doubt, said
from parsers.intent.scene import Scene
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.values import Value

CERTAIN_YES = 0.95
CERTAIN = 0.85
LIKELY = 0.6
_COMMANDS: dict[str, type[Command]] = {
    "received": Received,
    "open": AskOpen,
    "help": AskHelp,
    "quiet": FewerMails,
    "status": AskStatus,
}
_NO_YES = frozenset({"reject", "later", "condition", "withdraw"})
_BARS = (
    Sign.NOT,
    Sign.IF,
    Sign.UNABLE,
    Sign.LATER,
    Sign.REQUEST,
    Sign.YET,
    Sign.BUT,
    Sign.OR,
    Sign.PERCENT,
    Sign.MACHINE,
    Sign.INVOICE,
    Sign.MAYBE,
    Sign.ONLY,
)


def modelled(s: Sentence, values: tuple[Value, ...], where: Scene) -> Iterator[Point]:
    """What the model makes of a sentence that no phrase explains. It refuses and takes back nothing, and reads no value."""
    if (
        len(s.tokens) < 2
        or s.has(Sign.COURTESY)
        or s.has(Sign.MACHINE, Sign.ABSENT)
        or where.sheet.is_rfp
        or s.has(Sign.INVOICE, Sign.CREDIT, Sign.STATEMENT)
    ):
        return
    found = guess(s.text)
    words = s.text.strip()
    if found.label in _COMMANDS and found.certainty >= CERTAIN and not values and not s.has(Sign.IF):
        yield said(_COMMANDS[found.label](), words)
    elif (
        found.label in ("accept", "reject", "condition", "withdraw")
        and found.certainty >= LIKELY
        and where.sheet.items
        and not _asks(s)
    ):
        sure = found.label == "accept" and found.certainty >= CERTAIN_YES and not values and not s.question and not s.has(*_BARS)
        yield (
            said(Accept(), words) if sure else doubt(About.ACCEPTANCE, Reason.PERHAPS_YES, words, ACCEPTANCE_CHOICES, (), True)
        )


def _asks(s: Sentence) -> bool:
    """A question of the writer's own proposes nothing."""
    return s.question and not s.has(Sign.PROPOSE)


def looked_at_again(points: tuple[Point, ...], s: Sentence) -> Iterator[Point]:
    """A yes to the whole order that the model takes for a refusal, a delay or a condition is asked about."""
    for point in points:
        whole = isinstance(point.command, Accept) and not point.lines and not point.rest
        found = guess(s.text) if whole and len(s.tokens) > 3 else None
        if found is not None and found.label in _NO_YES and found.certainty >= CERTAIN:
            yield doubt(About.ACCEPTANCE, Reason.PERHAPS_YES, point.words, ACCEPTANCE_CHOICES, (), True)
        else:
            yield point
