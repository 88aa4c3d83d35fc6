"""Totals by arithmetic: of all labelled amounts, those for which net + tax = gross."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from core.paper import Field, Spot, TaxPart
from parsers.invoice.dictionary import Hit
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import Figure, View, is_currency

KINDS = ("net_total", "line_total", "tax_total", "gross_total", "payable", "prepaid")
_SLACK = Decimal("0.02")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An amount that a label of the totals claims."""

    kind: str
    value: Decimal
    score: float
    figure: Figure
    label: str
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The totals as chosen. `closes`: net + tax = gross with all three printed; `rivals`: other values with as good a label."""

    net: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None
    payable: Decimal | None = None
    prepaid: Decimal | None = None
    closes: bool = False
    by_rate: bool = False
    taxes: tuple[TaxPart, ...] = ()
    rivals: tuple[Decimal, ...] = ()
    line_totals: tuple[Decimal, ...] = ()
    spots: tuple[Spot, ...] = ()
    currency_figure: Figure | None = None


def labelled(view: View, taken: frozenset[int]) -> list[Labelled]:
    """All amounts beside or below the labels of totals. `taken`: rows of the lines, which are none."""
    found: list[Labelled] = []
    for row, segment, hit in view.hits(*KINDS):
        if row.index in taken or not (hit.leads or hit.length > 1 or taxes_inside(segment, hit)):
            continue
        for figure, score in claimed(view, row, segment, hit):
            if figure.row in taken:
                continue
            for kind in sorted(hit.fields.intersection(KINDS)):
                found.append(
                    Labelled(
                        kind=kind,
                        value=figure.value,
                        score=score + hit.length * 0.3 + (0.5 if hit.leads else -1.0),
                        figure=figure,
                        label=hit.words,
                        spot=_spot(view, figure, kind),
                    )
                )
    return found


def taxes_inside(segment: Segment, hit: Hit) -> bool:
    """The name of a tax behind its rate ("plus 19 % VAT") leads as well as one before it."""
    return hit.means("tax_total") and "%" in segment.text and len(segment.words) <= 9


def _spot(view: View, figure: Figure, kind: str) -> Spot:
    row = view.rows[figure.row]
    what = {"net_total": Field.NET_TOTAL, "line_total": Field.NET_TOTAL, "tax_total": Field.TAX_TOTAL}.get(
        kind, Field.GROSS_TOTAL
    )
    return Spot(
        field=what,
        page=row.page,
        left=round(figure.left, 1),
        top=round(row.top, 1),
        right=round(figure.right, 1),
        bottom=round(row.bottom, 1),
    )


def claimed(view: View, row: Row, segment: Segment, hit: Hit) -> Iterator[tuple[Figure, float]]:
    """The amounts of a label: the last one right of it before the next label, or else those below it."""
    words = segment.words_between(hit.start, hit.end)
    edge = words[-1].right
    limit = _next_label(view, row, edge)
    right = [f for f in view.row_figures(row.index) if edge - 2 <= f.left < limit and _amount_like(view, f)]
    above = over_amounts(view, row)
    if right and not (above and hit.means("tax_total")):
        yield right[-1], 5.0
        for figure in right[:-1]:
            yield figure, 2.0
        return
    wrapped = _below_currency(view, row, edge, limit)
    if wrapped:
        yield wrapped, 5.0
    elif hit.leads or (above and taxes_inside(segment, hit)):
        yield from _underneath(view, row, segment.left if above else words[0].left, segment.right if above else edge)


def _below_currency(view: View, row: Row, edge: float, limit: float) -> Figure | None:
    """The amount that stands below its currency, because the cell is too narrow for both."""
    cell = next((s for s in row.segments if edge - 2 <= s.left < limit), None)
    if cell is None or not is_currency(cell.text) or row.index + 1 == len(view.rows):
        return None
    below = view.rows[row.index + 1]
    near = below.page == row.page and below.top - row.bottom < 0.7 * row.height
    figures = [f for f in view.row_figures(below.index) if abs(f.right - cell.right) < 4 and _amount_like(view, f)]
    return figures[0] if near and len(figures) == 1 else None


def over_amounts(view: View, row: Row) -> bool:
    """Whether a row is the heading of its totals: labels in cells of their own, and no amount but the base that a tax names."""
    named = 0
    for segment, hits in zip(row.segments, view.labels[row.index], strict=True):
        own = [h for h in hits if h.means(*KINDS, "charge", "discount") and (h.leads or taxes_inside(segment, h))]
        tax = any(h.means("tax_total") for h in own)
        named += any(h.means(*KINDS) for h in own)
        if any(f.money and not tax for f in view.segment_figures(segment)):
            return False
    return named >= 2 and len(row.segments) >= 2


def _amount_like(view: View, figure: Figure) -> bool:
    if figure.percent:
        return False
    return figure.money or figure.decimals == 1 or figure.value == 0 or (figure.decimals == 0 and not _has_decimals(view))


def _has_decimals(view: View) -> bool:
    return any(figure.decimals == 2 and not figure.percent for figures in view.figures for figure in figures)


def _next_label(view: View, row: Row, edge: float) -> float:
    """Where the next label of the row begins that has amounts of its own."""
    for segment, hits in zip(row.segments, view.labels[row.index], strict=True):
        for hit in hits:
            # "plus 19 % VAT" begins with its cell
            left = segment.words_between(hit.start, hit.end)[0].left if hit.leads else segment.left
            if left >= edge and hit.means(*KINDS) and (hit.leads or taxes_inside(segment, hit)):
                return left
    return 1e9


def _underneath(view: View, row: Row, left: float, right: float) -> Iterator[tuple[Figure, float]]:
    """Totals in a table: the label is a heading, the amounts stand below it, the sum of all last."""
    found: list[Figure] = []
    bottom = row.bottom
    for under in view.rows[row.index + 1 : row.index + 9]:
        if under.page != row.page or under.top - bottom > 3.0 * row.height:
            break
        best = None
        for figure in view.row_figures(under.index):
            if _amount_like(view, figure) and figure.right > left - 6 and figure.left < right + 6:
                best = figure if best is None or abs(figure.right - right) < abs(best.right - right) else best
        if best is not None and _in_sentence(under, best):
            break
        if best is not None:
            found.append(best)
            bottom = under.bottom
        elif found:
            break
        elif not view.row_figures(under.index):
            bottom = under.bottom  # the rest of a label that was too long for its cell
    for figure in found:
        yield figure, 4.0 if figure is found[-1] else 2.5


def _in_sentence(row: Row, figure: Figure) -> bool:
    """Whether a figure stands in a cell of five words or more."""
    cell = next((s for s in row.segments if s.left - 1 <= figure.left <= s.right), None)
    return cell is not None and sum(any(c.isalpha() for c in word.text) for word in cell.words) > 4


def tax_parts(view: View, taken: frozenset[int]) -> tuple[TaxPart, ...]:
    """Rows where base x rate = tax, each rate with its base once."""
    found: dict[tuple[Decimal, Decimal], TaxPart] = {}
    for row in view.rows:
        figures = view.row_figures(row.index)
        if row.index in taken or len(figures) < 2:
            continue
        part = _part(figures)
        if part and part.base is not None:
            found.setdefault((part.rate, abs(part.base)), part)
    return tuple(found.values())


def _part(figures: tuple[Figure, ...]) -> TaxPart | None:
    rates = [f for f in figures if f.percent] or [f for f in figures if 0 < f.value <= 27 and f.decimals <= 1]
    sums = [f for f in figures if f.money]
    for rate, base, tax in product(rates, sums, sums):
        if rate is base or rate is tax or base is tax or not 0 < rate.value <= 30 or base.value == 0:
            continue
        if abs(base.value * rate.value / 100 - tax.value) <= Decimal("0.011") and base.value != tax.value:
            return TaxPart(rate=rate.value, base=base.value, amount=tax.value)
    return None


def choose(view: View, taken: frozenset[int], sums: Iterable[Decimal] = ()) -> Totals:
    """The totals of a document; `sums` are what the lines add up to, in the readings that there are."""
    found = labelled(view, taken)
    parts = tax_parts(view, taken)
    known = set(sums)
    best = max(_triples(view, found, parts, known), key=lambda one: one[0], default=None)
    if best is None:
        return _single(found, parts)
    return _settled(found, parts, best[1], best[2], best[3])


def _triples(
    view: View, found: list[Labelled], parts: tuple[TaxPart, ...], sums: set[Decimal]
) -> Iterator[tuple[float, Labelled | None, Decimal | None, Labelled]]:
    """Score, net, tax and gross of everything that adds up."""
    grosses = _distinct(found, {"gross_total": 3.0, "payable": 1.0})
    nets = _distinct(found, {"net_total": 3.0, "line_total": 1.0, "gross_total": -2.0})
    taxes: dict[Decimal, float] = {}
    for one in found:
        if one.kind == "tax_total":
            taxes[one.value] = max(taxes.get(one.value, 0.0), one.score)
    if parts:
        taxes.setdefault(sum((p.amount for p in parts), _ZERO), 4.0)
    rows = _sums_of_rows(found)
    for value in rows:
        taxes.setdefault(value, 3.0)
    largest = max((abs(f.value) for figures in view.figures for f in figures if f.money), default=_ZERO)
    for (_, gross_score, gross), (_, net_score, net) in product(grosses, nets):
        tax = gross.value - net.value
        match = min((t for t in taxes if abs(t - tax) <= _SLACK), key=lambda t: abs(t - tax), default=None)
        plausible = (
            net.value
            and _ZERO < tax / net.value <= Decimal("0.3")
            and any(abs(net.value * p.rate / 100 - tax) <= _SLACK for p in parts)
        )
        if match is None and tax != 0 and not plausible:
            continue
        if gross.figure is net.figure or (gross.value == 0 and any(value for value, _, _ in grosses)):
            continue
        score = gross_score + net_score + (taxes[match] + 4.0 if match is not None and tax != 0 else 1.0)
        score += 2.0 if abs(gross.value) == largest else 0.0
        score += 3.0 if net.value in sums else 2.0 if gross.value in sums else 0.0
        if parts and abs(sum((p.amount for p in parts), _ZERO) - tax) <= _SLACK and tax != 0:
            score += 3.0
        yield score, net, (match if match is not None else None), gross


def _sums_of_rows(found: list[Labelled]) -> set[Decimal]:
    """Taxes of several rates, each in a row or a column of its own, add up to the tax."""
    places = {(one.figure.row, one.figure.left): one.value for one in found if one.kind == "tax_total" and one.score > 4.0}
    values = [places[place] for place in sorted(places)]
    return {sum(values[a:b], _ZERO) for a in range(len(values)) for b in range(a + 2, min(len(values), a + 6) + 1)}


def _distinct(found: list[Labelled], weights: dict[str, float]) -> list[tuple[Decimal, float, Labelled]]:
    """The best labelled occurrence of each value."""
    best: dict[Decimal, tuple[float, Labelled]] = {}
    for one in found:
        if one.kind in weights:
            score = one.score + weights[one.kind]
            if one.value not in best or score > best[one.value][0]:
                best[one.value] = (score, one)
    return sorted(((value, score, one) for value, (score, one) in best.items()), key=lambda item: -item[1])[:14]


def _single(found: list[Labelled], parts: tuple[TaxPart, ...]) -> Totals:
    """Nothing adds up: the best labelled gross, and nothing else is claimed."""
    grosses = _distinct(found, {"gross_total": 3.0, "payable": 1.0})
    if not grosses:
        return Totals(taxes=parts, line_totals=_line_totals(found))
    # Where labels are equally good, a total is the largest.
    _, _, gross = max(grosses, key=lambda item: (round(item[1]), abs(item[0])))
    return _settled(found, parts, None, None, gross)


def _line_totals(found: list[Labelled]) -> tuple[Decimal, ...]:
    return tuple(dict.fromkeys(one.value for one in found if one.kind in ("line_total", "net_total") and one.score > 4.0))


def _settled(
    found: list[Labelled], parts: tuple[TaxPart, ...], net: Labelled | None, tax: Decimal | None, gross: Labelled
) -> Totals:
    prepaid = _prepaid(found, gross.value)
    payable = next((one.value for one in found if one.kind == "payable" and one.score > 4.5), None)
    explained = {gross.value, payable if payable is not None else gross.value, *((gross.value - prepaid,) if prepaid else ())}
    rivals = {one.value for one in found if one.kind == "gross_total" and one.score > 4.5} - explained
    rivals -= {net.value, tax} if net else set()
    own = tuple(
        p for p in parts if tax is not None and net is not None and p.base is not None and abs(p.base) <= abs(net.value) + 1
    )
    by_rate = bool(own) and tax is not None and abs(sum((p.amount for p in own), _ZERO) - tax) <= _SLACK
    spots = tuple(one.spot for one in (net, gross) if one)
    return Totals(
        net=net.value if net else None,
        tax=tax,
        gross=gross.value,
        payable=payable,
        prepaid=prepaid,
        closes=net is not None and (tax is not None or net.value == gross.value),
        by_rate=by_rate,
        taxes=own if by_rate else (),
        rivals=tuple(sorted(rivals)),
        line_totals=_line_totals(found),
        spots=spots,
        currency_figure=gross.figure,
    )


def _prepaid(found: list[Labelled], gross: Decimal) -> Decimal | None:
    paid = [one.value for one in found if one.kind == "prepaid" and one.score > 4.5]
    due = {one.value for one in found if one.kind == "payable"}
    sign = -1 if gross < 0 else 1
    return next((abs(value) for value in paid if gross - sign * abs(value) in due), None)
