"""The tax by the rates of the lines: rounded once a rate or line by line, on the prices or in them."""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import islice, product

from parsers.documents.roundings import last_place, roundings
from parsers.invoice.reading import Reading
from parsers.invoice.totals import Totals
from parsers.invoice.view import Figure

_ZERO = Decimal(0)
_CENT = Decimal("0.01")
_HIGHEST = 50
"""Per cent; no country taxes goods higher."""
_MOST_WAYS = 64
"""Six rates, each rounded in two ways."""


def rounded(value: Decimal) -> Decimal:
    """To cents, half up."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def tax_within(base: Decimal, rate: Decimal) -> set[Decimal]:
    """The tax in an amount: rounded itself, or what is left when the amount without it is rounded."""
    return {rounded(base * rate / (100 + rate)), base - rounded(base * 100 / (100 + rate))}


def sums_by_rate(read: Reading) -> dict[Decimal, Decimal]:
    """What the lines of each rate add up to; nothing where no line prints a rate."""
    if not any("tax" in item.band.figures for item in read.items):
        return {}
    sums: dict[Decimal, Decimal] = {}
    for item in read.items:
        rate = _rate(item.band.figures.get("tax"))
        sums[rate] = sums.get(rate, _ZERO) + item.amount
    return sums


def taxes_line_by_line(read: Reading) -> dict[Decimal, set[Decimal]]:
    """What the taxes of the lines of each rate add up to, each rounded by itself."""
    found: dict[Decimal, set[Decimal]] = {}
    for rate in sums_by_rate(read):
        taxes = [item.amount * rate / 100 for item in read.items if _rate(item.band.figures.get("tax")) == rate]
        found[rate] = {sum((tax.quantize(_CENT, way) for tax in taxes), _ZERO) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    return found


def by_lines(read: Reading, totals: Totals) -> bool | None:
    """Whether the tax is that of the lines with their rates, where charges bear one of the rates; None where no line has one."""
    tax = totals.tax if totals.tax is not None else _ZERO
    figures = [item.band.figures.get("tax") for item in read.items]
    if not any(f is not None for f in figures):
        return None
    if totals.net is None or any(f is not None and not 0 <= f.value <= _HIGHEST for f in figures):
        return False
    if totals.gross is not None and abs(read.with_extras - totals.gross) < _CENT and totals.net != totals.gross:
        return _within(read, tax)
    return _on(read, tax) or (bool(read.extras) and _by_parts(read, tax, totals))


def _rate(figure: Figure | None) -> Decimal:
    return figure.value if figure is not None and 0 <= figure.value <= _HIGHEST else _ZERO


def _on(read: Reading, tax: Decimal) -> bool:
    """Prices without their tax."""
    bases = sums_by_rate(read)
    slack = _CENT * max(len(bases), 1)
    by_rate = sum((rounded(base * rate / 100) for rate, base in bases.items()), _ZERO)
    by_line = sum((rounded(item.amount * _rate(item.band.figures.get("tax")) / 100) for item in read.items), _ZERO)
    for extra in _taxes_of_extras(read, set(bases)):
        if abs(by_rate + extra - tax) <= (slack if extra else _ZERO) or by_line + extra == tax:
            return True
    return not any(extra.amount for extra in read.extras) and _otherwise_rounded(read, bases, tax)


def _otherwise_rounded(read: Reading, bases: dict[Decimal, Decimal], tax: Decimal) -> bool:
    """Whether the tax is cut, or half cents went to the even one. Each digit of a rate must weigh more than all roundings
    together: a wrong one could hide in them."""
    most = 2 * len(bases) + 1 + len(read.items)
    if any(abs(item.amount) * last_place(_rate(item.band.figures.get("tax"))) < most for item in read.items):
        return False
    ways = [roundings(base, rate) for rate, base in bases.items()], taxes_line_by_line(read).values()
    return any(sum(taxes, _ZERO) == tax for way in ways for taxes in islice(product(*way), _MOST_WAYS))


def _taxes_of_extras(read: Reading, rates: set[Decimal]) -> Iterator[Decimal]:
    """The tax of charges and discounts, each at one of the rates."""
    extras = [extra.amount for extra in read.extras if extra.amount][:4]
    for chosen in product(sorted(rates), repeat=len(extras)):
        yield sum((amount * rate / 100 for amount, rate in zip(extras, chosen, strict=True)), _ZERO)


def _by_parts(read: Reading, tax: Decimal, totals: Totals) -> bool:
    """Whether a table of taxes covers net and tax with just the rates of the lines: charges are spread over the rates there."""
    parts = totals.taxes
    bases = sum((p.base for p in parts if p.base is not None), _ZERO)
    rates = {_rate(item.band.figures.get("tax")) for item in read.items}
    return bases == totals.net and sum((p.amount for p in parts), _ZERO) == tax and rates == {p.rate for p in parts}


def _within(read: Reading, tax: Decimal) -> bool:
    """Prices that hold the tax: it is the share of each rate in the amounts, rounded once a rate or line by line."""
    bases = sums_by_rate(read)
    rated = [(item.amount, _rate(item.band.figures.get("tax"))) for item in read.items]
    by_line = sum((rounded(amount * rate / (100 + rate)) for amount, rate in rated), _ZERO)
    extras = [extra.amount for extra in read.extras if extra.amount][:4]
    for chosen in product(sorted(bases), repeat=len(extras)):
        whole = dict(bases)
        for amount, rate in zip(extras, chosen, strict=True):
            whole[rate] += amount
        of_extras = sum((rounded(a * r / (100 + r)) for a, r in zip(extras, chosen, strict=True)), _ZERO)
        by_rate = {sum(taxes, _ZERO) for taxes in product(*(tax_within(base, rate) for rate, base in whole.items()))}
        if tax in by_rate or tax == by_line + of_extras:
            return True
    return False
