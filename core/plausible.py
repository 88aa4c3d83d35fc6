"""Foreign numbers are brought to what our arithmetic can hold: absurd ones count as not read (docs/threats.md T18)."""

from dataclasses import replace
from decimal import Decimal

from core.money import LARGEST
from core.names import safe_line
from core.paper import Field, Paper, PaperDoubt, PaperLine

FINEST = -10
"""Decimals; more than these are noise of a division."""
NUMBER_LENGTH = 100
_TOTALS = (Field.NET_TOTAL, Field.TAX_TOTAL, Field.GROSS_TOTAL)
_COUNTS = ("quantity", "unit_price", "price_base", "discount", "net_amount", "tax_rate")


def plausible(value: Decimal | None) -> bool:
    """Whether a number can be reckoned with; None can."""
    if value is None or not value:
        return True
    exponent = value.as_tuple().exponent
    return value.is_finite() and abs(value) < LARGEST and isinstance(exponent, int) and exponent >= FINEST


def believed(paper: Paper) -> Paper:
    """The paper without what is not plausible; each such value is a doubt."""
    wrong = [f for f in _TOTALS if not plausible(getattr(paper, f.value))]
    lines_wrong = not all(_line_plausible(line) for line in paper.lines) or not all(plausible(c.amount) for c in paper.charges)
    number = safe_line(paper.number, NUMBER_LENGTH) if paper.number else None
    if not wrong and not lines_wrong:
        return paper if number == paper.number else replace(paper, number=number or None)
    doubts = tuple(PaperDoubt(field=f, why="not plausible") for f in (*wrong, *((Field.LINES,) if lines_wrong else ())))
    return replace(
        paper,
        number=number or None,
        net_total=None if Field.NET_TOTAL in wrong else paper.net_total,
        tax_total=None if Field.TAX_TOTAL in wrong else paper.tax_total,
        gross_total=None if Field.GROSS_TOTAL in wrong else paper.gross_total,
        lines=() if lines_wrong else paper.lines,
        charges=() if lines_wrong else paper.charges,
        doubts=(*paper.doubts, *doubts),
        proven=False,
    )


def _line_plausible(line: PaperLine) -> bool:
    return line.price_base > 0 and all(plausible(getattr(line, name)) for name in _COUNTS)
