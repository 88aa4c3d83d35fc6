"""Charges and discounts on the whole document: what lies between the lines and the net total."""

from decimal import Decimal
from itertools import combinations

from core.paper import Charge
from parsers.invoice.reading import Extra, Reading, row_text
from parsers.invoice.totals import claimed
from parsers.invoice.view import View

_SLACK = Decimal("0.02")
_MOST = 9
_ZERO = Decimal(0)


def explained(view: View, read: Reading, net: Decimal) -> Reading:
    """The reading with those labelled charges and discounts that lead from its lines to the net total, if there are such."""
    if abs(read.total - net) <= _SLACK:
        return _with(read, ())
    if abs(read.with_extras - net) <= _SLACK:
        return read
    found = _labelled(view, read)
    for count in range(1, min(len(found), 5) + 1):
        for some in combinations(found, count):
            if abs(read.total + sum((extra.amount for extra in some), _ZERO) - net) <= _SLACK:
                return _with(read, some)
    return read


def _with(read: Reading, extras: tuple[Extra, ...]) -> Reading:
    from dataclasses import replace

    return replace(read, extras=extras)


def _labelled(view: View, read: Reading) -> list[Extra]:
    """Amounts under the labels of charges and discounts, as printed; a discount without a sign is taken off."""
    found: dict[tuple[int, float], Extra] = {}
    taken = read.rows - read.beside
    for row, segment, hit in view.hits("charge", "discount"):
        if row.index in taken or not hit.leads:
            continue
        for figure, score in claimed(view, row, segment, hit):
            if not figure.value or score < 4 or figure.row in taken:
                continue
            off = hit.means("discount") and not hit.means("charge") and read.total > 0
            amount = -abs(figure.value) if off else figure.value
            found.setdefault((figure.row, figure.left), Extra(text=row_text(row), amount=amount))
    return list(found.values())[:_MOST]


def charges(read: Reading) -> tuple[Charge, ...]:
    """The charges and discounts of a reading."""
    return tuple(Charge(description=extra.text, amount=extra.amount) for extra in read.extras)
