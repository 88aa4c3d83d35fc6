"""Which lines of an order a statement is about."""

from dataclasses import dataclass

from core.doubt import Option, Reason
from parsers.intent.sheet import Sheet
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.values import What

ACCEPTANCE_CHOICES = (Option.ACCEPT, Option.REFUSE, Option.OTHER_VALUES)


@dataclass(frozen=True, slots=True)
class Target:
    """The lines that a statement is about: all (`whole`), the rest, or these; or why that is not certain."""

    lines: tuple[int, ...] = ()
    whole: bool = False
    rest: bool = False
    unclear: Reason | None = None


def _some_line(st: Statement) -> bool:
    """ "One of the lines will be late": a line, and not which."""
    places = st.places(Sign.LINE)
    if not places:
        return False
    ones = [v.first for v in st.of(What.NUMBER, What.ORDINAL) if v.number == 1]
    ones += [at for at in range(st.first, st.last) if "1" in st.s.values_at(at, "numeral")]
    return any(0 < p - at <= 4 for p in places for at in ones)


def _rest_of_pieces(st: Statement) -> bool:
    """ "The other 36": pieces of one line, not the other lines."""
    counted = [v.first for v in st.of(What.NUMBER, What.QUANTITY)]
    return any(0 < at - st.s.end_of(place) <= 1 for place in st.places(Sign.REST) for at in counted)


def target(st: Statement, sheet: Sheet, inherited: tuple[int, ...]) -> Target:
    """Resolve the subject of a statement."""
    subject = st.subject
    if subject.unknown:
        return Target(unclear=Reason.NO_SUCH_LINE)
    if subject.both and not subject.rest:
        if len(subject.lines) == 2 or len(sheet.items) == 2:
            return Target(lines=subject.lines or sheet.numbers)
        return Target(unclear=Reason.BOTH_OF_MORE)
    if subject.rest and not subject.lines and _rest_of_pieces(st):
        return Target(lines=inherited) if inherited else Target(unclear=Reason.REST_OF_WHAT)
    if subject.rest and not subject.lines:
        return Target(rest=True)
    if subject.lines:
        return Target(lines=subject.lines)
    if _some_line(st) and len(sheet.items) > 1:
        return Target(unclear=Reason.SOME_LINE)
    if subject.every or not inherited:
        return Target(whole=True)
    return Target(lines=inherited)
