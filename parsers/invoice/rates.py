"""Whether the tax follows from the rates that are printed: each row of a tax, each line with a rate, and nothing left over."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import permutations, product

from parsers.documents.roundings import roundings
from parsers.invoice.line_taxes import by_lines, rounded, sums_by_rate, tax_within, taxes_line_by_line
from parsers.invoice.reading import Reading
from parsers.invoice.stated import Stated, stated
from parsers.invoice.totals import Totals
from parsers.invoice.view import View

_ZERO = Decimal(0)
_CENT = Decimal("0.01")
_HALF = Decimal("0.005")


def rates_agree(view: View, read: Reading | None, totals: Totals) -> bool | None:
    """True where every printed rate is covered by an equation and every amount of its row by one, False where one contradicts,
    None where no rate is printed."""
    lines = by_lines(read, totals) if read else None
    if lines is False:
        return False
    rows = stated(view, read.rows if read else frozenset())
    known = _charging(_known(read, totals, tuple(row for row in rows if row.tax)), rows)
    if not all(_charged(row, known) if row.charge else _explained(row, known) for row in rows):
        return False
    return True if rows or lines else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What each rate is taken of, as far as lines, totals and the rows of the taxes say so together."""

    totals: Totals
    by_rate: dict[Decimal, Decimal]
    extras: Decimal
    within: bool
    """The prices hold their tax."""
    printed: dict[Decimal, Decimal]
    closed: bool
    named: frozenset[Decimal]
    """The rates of the rows that name a tax."""
    sums: frozenset[Decimal]
    by_line: dict[Decimal, set[Decimal]]
    """What the taxes of the lines add up to, each rounded by itself."""
    charged: dict[Decimal, Decimal] = field(default_factory=dict)
    """The tax of each rate as it is printed, where each is honestly rounded and together they are the tax total."""

    def bases(self, rate: Decimal) -> set[Decimal]:
        """What a tax of this rate may be taken of."""
        found = {self.printed[rate]} if rate in self.printed else set()
        own = self.by_rate.get(rate)
        if own is not None:
            found |= {own, own + self.extras}
        if self.totals.net is not None and (not self.by_rate or set(self.by_rate) == {rate}):
            found.add(self.totals.net)
            if self.within and self.totals.gross is not None:
                found.add(self.totals.gross)
        return found

    def taxes(self, rate: Decimal, base: Decimal) -> set[Decimal]:
        """The tax on a base, or in it."""
        if self.within and base != self.totals.net:
            return tax_within(base, rate)
        own = self.charged.get(rate)
        return {own} if own is not None and own in self.honest(rate, base) else {rounded(base * rate / 100)}

    def honest(self, rate: Decimal, base: Decimal) -> set[Decimal]:
        """The tax on a base in every way to round it, line by line where the lines make up the base."""
        found = roundings(base, rate)
        return found | self.by_line.get(rate, set()) if base == self.by_rate.get(rate) else found


def _known(read: Reading | None, totals: Totals, rows: tuple[Stated, ...]) -> _Known:
    sums = {v for v in (totals.net, totals.gross, totals.tax) if v is not None}
    return _Known(
        totals=totals,
        by_rate=sums_by_rate(read) if read else {},
        extras=read.with_extras - read.total if read else _ZERO,
        within=read is not None and read.with_extras == totals.gross and totals.net != totals.gross,
        printed=_printed(rows, totals),
        closed=_closed(rows, totals),
        named=frozenset(rate for row in rows if not row.charge for rate in row.rates),
        sums=frozenset(sums | ({read.total, read.with_extras} if read else set())),
        by_line=taxes_line_by_line(read) if read else {},
    )


def _charging(known: _Known, rows: tuple[Stated, ...]) -> _Known:
    """With the taxes as they are printed. Only their sum holds a tax that is not rounded half up: of each rate there is one, and
    net, tax and gross close with them."""
    found: dict[Decimal, set[Decimal]] = {}
    for row in rows:
        for rate, money in product(row.rates if row.tax else (), row.money):
            if any(money in known.honest(rate, base) for base in known.bases(rate)):
                found.setdefault(rate, set()).add(money)
    single = {rate: next(iter(taxes)) for rate, taxes in found.items() if len(taxes) == 1}
    totals = known.totals
    closed = totals.closes and totals.net is not None and totals.net + (totals.tax or _ZERO) == totals.gross
    whole = closed and len(single) == len(found) and sum(single.values(), _ZERO) == totals.tax
    return replace(known, charged=single) if whole else known


def _printed(rows: tuple[Stated, ...], totals: Totals) -> dict[Decimal, Decimal]:
    """The bases that the rows of the taxes print, where together they are the net total: none of them can be another."""
    found: dict[Decimal, set[Decimal]] = {}
    for row in rows:
        for rate, base, tax in product(row.rates, row.money, row.money):
            if base and (base != tax or not rate) and abs(rounded(base * rate / 100) - tax) <= _CENT:
                found.setdefault(rate, set()).add(base)
    single = {rate: next(iter(bases)) for rate, bases in found.items() if len(bases) == 1}
    return single if single and sum(single.values(), _ZERO) == totals.net else {}


def _closed(rows: tuple[Stated, ...], totals: Totals) -> bool:
    """Whether taxes without a base lead back to the net total, each by its rate, but for the half cents that were rounded."""
    taxes = {(row.rates[0], row.money[0]) for row in rows if len(row.rates) == len(row.money) == 1}
    if len(taxes) < 2 or len(taxes) != len({rate for rate, _ in taxes}) or any(rate <= 0 for rate, _ in taxes):
        return False
    if totals.net is None or sum((tax for _, tax in taxes), _ZERO) != totals.tax:
        return False
    whole = sum((tax * 100 / rate for rate, tax in taxes), _ZERO)
    return abs(whole - totals.net) <= sum((_HALF * 100 / rate for rate, _ in taxes), _ZERO)


def _explained(row: Stated, known: _Known) -> bool:
    """Whether every amount of a row is a tax of its rate, what that is taken of, both together, or one of the totals; and where
    the row names a tax, one of them is it."""
    if row.tax and known.closed and len(row.rates) == len(row.money) == 1:
        return True
    taxes = {_ZERO} if _ZERO in row.rates or (not any(row.money) and len(row.money) > 1) else set()
    others: set[Decimal] = set()
    for rate in row.rates:
        bases = known.bases(rate)
        others |= {one - other for one, other in permutations(bases, 2)}  # a discount on what the rate is taken of
        for base in bases:
            found = known.taxes(rate, base)
            taxes |= found
            others |= {base, *(base - tax if known.within else base + tax for tax in found)}
    shares = set() if row.tax else _shares(row, known.totals)
    money = {abs(value) for value in row.money}
    named = {abs(value) for value in (*taxes, *shares)}
    rest = {abs(value) for value in (*others, *known.sums)}
    return money <= named | rest and bool(money & named or not row.tax)


def _shares(row: Stated, totals: Totals) -> set[Decimal]:
    """A cash discount or a charge by the hundred has its rate too, but is no tax: it is a share of a total, or the rest."""
    whole = [v for v in (totals.gross, totals.net) if v is not None]
    parts = {(value, rounded(value * rate / 100)) for value, rate in product(whole, row.rates)}
    return {share for _, share in parts} | {value - share for value, share in parts}


def _charged(row: Stated, known: _Known) -> bool:
    """A charge bears one of the rates that lines and taxes have."""
    rates = set(known.by_rate) | {part.rate for part in known.totals.taxes} | set(known.printed) | known.named
    return not rates or any(rate in rates for rate in row.rates)
