"""Whether the tax follows from the rates that are printed: by rows of base x rate = tax, by one rate on all, or line by line."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from parsers.invoice.layout import Row
from parsers.invoice.reading import Reading
from parsers.invoice.totals import Totals
from parsers.invoice.view import Figure, View

_ZERO = Decimal(0)
_CENT = Decimal("0.01")


def rates_agree(view: View, read: Reading | None, totals: Totals) -> bool | None:
    """True where every printed rate is covered by an equation, False where one contradicts, None where no rate is printed."""
    tax = totals.tax if totals.tax is not None else _ZERO
    by_lines = _by_lines(read, tax, totals) if read else None
    if by_lines is False and read and read.extras and _by_parts(read, tax, totals):
        by_lines = True
    rows = list(_tax_rows(view, read.rows if read else frozenset()))
    known = {_rate(item.band.figures.get("tax")) for item in read.items} if read else set()
    known |= {part.rate for part in totals.taxes}
    for row in rows:
        if not (_of_charge(view, row, known) if _names_charge(view, row) else _covered(row, totals, read)):
            return False
    if by_lines is False:
        return False
    return True if rows or by_lines else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def _tax_rows(view: View, taken: frozenset[int]) -> Iterator[tuple[Figure, ...]]:
    """Rows outside the lines that show a rate with amounts: "VAT 19 % 38,00", or base, rate and tax of a table of taxes. What
    stands beside them in the same row under another label is another matter."""
    for row in view.rows:
        if row.index in taken:
            continue
        for figures, named in _parts(view, row):
            money = [f for f in figures if f.money]
            if not money or all(f.value == 0 for f in money):
                continue
            rates = [f for f in figures if f.percent and f.value]
            plain = [f for f in figures if not f.percent and not f.money and f.decimals <= 1 and 0 < f.value <= 30]
            if (named and rates) or (rates and len(money) > 1) or (named and plain and len(money) > 1):
                yield figures


def _parts(view: View, row: Row) -> Iterator[tuple[tuple[Figure, ...], bool]]:
    """The figures of a row, cut where a label of a total begins, and whether a tax is named among them."""
    cuts: list[tuple[float, bool]] = [(-1.0, False)]
    for segment, hits in zip(row.segments, view.labels[row.index], strict=True):
        for hit in hits:
            left = segment.words_between(hit.start, hit.end)[0].left
            tax = hit.means("tax_total")
            if not tax and hit.leads and hit.means("net_total", "line_total", "gross_total", "payable", "prepaid"):
                cuts.append((left, False))
            elif tax:
                cuts[-1] = (cuts[-1][0], True) if not cuts[-1][1] or segment.left <= cuts[-1][0] else cuts[-1]
                if hit.leads and hit.start == 0 and any(f.right < left and f.money for f in view.row_figures(row.index)):
                    cuts.append((left, True))
    ends = [left for left, _ in cuts[1:]] + [1e9]
    for (left, named), end in zip(cuts, ends, strict=True):
        figures = tuple(f for f in view.row_figures(row.index) if left - 1 <= f.left < end)
        if figures:
            yield figures, named


def _names_charge(view: View, figures: tuple[Figure, ...]) -> bool:
    """Whether the row is that of a charge or a discount, which bears a tax but is none."""
    return any(hit.means("charge", "discount") for hits in view.labels[figures[0].row] for hit in hits)


def _of_charge(view: View, figures: tuple[Figure, ...], known: set[Decimal]) -> bool:
    """A charge bears one of the rates that lines and taxes have."""
    return not known or any(f.value in known for f in figures if not f.money or f.percent)


def _covered(figures: tuple[Figure, ...], totals: Totals, read: Reading | None) -> bool:
    """Whether a rate of a row and its amounts fit together, or with the net total, or with the lines of this rate."""
    money = [f.value for f in figures if f.money]
    rates = [f.value for f in figures if f.percent and f.value] or [f.value for f in figures if not f.money and 0 < f.value <= 30]
    # A row that prints its base is held to it; a tax alone in its row is one of the net total or of the lines of its rate.
    own = set(money) if len(money) > 1 else set()
    bases = own or {*((totals.net,) if totals.net is not None else ()), *_bases_of_lines(read)}
    for rate, base, tax in product(rates, bases, money):
        if base != tax and abs(abs(_rounded(base * rate / 100)) - abs(tax)) <= (_CENT if own else _ZERO):
            return len(money) != 3 or _fits(money, base, tax, totals)
    if read is not None and read.total == totals.gross:
        # Prices hold their tax: it is a share of what the lines of the rate add up to.
        within = {_rounded(base * rate / (100 + rate)) for rate, base in product(rates, _bases_of_lines(read))}
        if within & {abs(value) for value in money}:
            return True
    # A discount for early payment or a charge by the hundred has its rate too, but is no tax: the amount is a share of a total.
    shares = [v for v in (totals.gross, totals.net) if v is not None]
    return any(_rounded(share * rate / 100) in {abs(v) for v in money} for rate, share in product(rates, shares))


def _fits(money: list[Decimal], base: Decimal, tax: Decimal, totals: Totals) -> bool:
    """Whether the third amount of a row of base and tax is their sum, or one of them or of the totals again."""
    others = list(money)
    others.remove(base)
    others.remove(tax)
    return others[0] in (base + tax, base, tax, totals.net, totals.gross)


def _bases_of_lines(read: Reading | None) -> set[Decimal]:
    """What the lines of each rate add up to, alone and with all charges."""
    if read is None:
        return set()
    sums: dict[Decimal, Decimal] = {}
    for item in read.items:
        rate = _rate(item.band.figures.get("tax"))
        sums[rate] = sums.get(rate, _ZERO) + item.amount
    extras = read.with_extras - read.total
    return {base + extra for base in sums.values() for extra in (_ZERO, extras)}


def _rate(figure: Figure | None) -> Decimal:
    return figure.value if figure is not None and 0 <= figure.value <= 50 else _ZERO


def _by_lines(read: Reading, tax: Decimal, totals: Totals) -> bool | None:
    """Whether the tax is that of the lines with their rates; charges bear one of the rates."""
    figures = [item.band.figures.get("tax") for item in read.items]
    if not any(f is not None for f in figures):
        return None
    if totals.net is None or any(f is not None and not 0 <= f.value <= 50 for f in figures):
        return False
    if totals.gross is not None and abs(read.total - totals.gross) < _CENT and totals.net != totals.gross:
        return _within(read, tax)
    bases = dict.fromkeys(map(_rate, figures), _ZERO)
    for item in read.items:
        bases[_rate(item.band.figures.get("tax"))] += item.amount
    slack = _CENT * max(len(bases), 1)
    # Rounded once for each rate, or line by line.
    by_rate = sum((_rounded(base * rate / 100) for rate, base in bases.items()), _ZERO)
    by_line = sum((_rounded(item.amount * _rate(item.band.figures.get("tax")) / 100) for item in read.items), _ZERO)
    for extra in _taxes_of_extras(read, set(bases)):
        if abs(by_rate + extra - tax) <= (slack if extra else _ZERO) or by_line + extra == tax:
            return True
    return False


def _by_parts(read: Reading, tax: Decimal, totals: Totals) -> bool:
    """Whether a table of taxes covers net and tax with just the rates of the lines: charges are spread over the rates there."""
    parts = totals.taxes
    bases = sum((p.base for p in parts if p.base is not None), _ZERO)
    rates = {_rate(item.band.figures.get("tax")) for item in read.items}
    return bases == totals.net and sum((p.amount for p in parts), _ZERO) == tax and rates == {p.rate for p in parts}


def _taxes_of_extras(read: Reading, rates: set[Decimal]) -> Iterator[Decimal]:
    """The tax of charges and discounts, each at one of the rates."""
    extras = [extra.amount for extra in read.extras if extra.amount][:4]
    for chosen in product(sorted(rates), repeat=len(extras)):
        yield sum((amount * rate / 100 for amount, rate in zip(extras, chosen, strict=True)), _ZERO)


def _within(read: Reading, tax: Decimal) -> bool:
    """Prices that hold the tax: it is the share of each rate in the amounts, rounded once a rate or line by line."""
    bases: dict[Decimal, Decimal] = {}
    for item in read.items:
        rate = _rate(item.band.figures.get("tax"))
        bases[rate] = bases.get(rate, _ZERO) + item.amount
    by_rate = sum((_rounded(base * rate / (100 + rate)) for rate, base in bases.items()), _ZERO)
    rated = [(item.amount, _rate(item.band.figures.get("tax"))) for item in read.items]
    return tax in (by_rate, sum((_rounded(amount * rate / (100 + rate)) for amount, rate in rated), _ZERO))
