"""Where a page states a rate with amounts: rows of taxes, tables of taxes, labels over their amounts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from parsers.invoice.dictionary import Hit
from parsers.invoice.layout import Row, Segment
from parsers.invoice.totals import claimed, over_amounts
from parsers.invoice.view import Figure, View

_TABULAR = 6
"""Words of letters in a row of a table at most; more are a sentence, whose amounts are examples."""
_MOST_PLAIN = 30
"""Per cent; a bare number up to it may be a rate beside the name of a tax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Rates and amounts that stand together. `tax`: under the name of a tax; `charge`: of a charge, which only bears one."""

    rates: tuple[Decimal, ...]
    money: tuple[Decimal, ...]
    tax: bool
    charge: bool


def stated(view: View, taken: frozenset[int]) -> tuple[Stated, ...]:
    """Everything outside the lines that shows a rate with amounts."""
    found: list[Stated] = []
    for row in view.rows:
        if row.index in taken or over_amounts(view, row):
            continue
        for part in _parts(view, row):
            one = _of_part(view, row, part)
            if one:
                found.append(one)
    return (*found, *_over(view, taken))


@dataclass(slots=True, kw_only=True)
class _Part:
    """A stretch of a row under one label."""

    left: float
    tax: bool = False
    charge: bool = False
    figures: tuple[Figure, ...] = ()


def _of_part(view: View, row: Row, part: _Part) -> Stated | None:
    figures = (*part.figures, *(_wrapped(view, row) if part.tax else ()))
    money = tuple(f.value for f in figures if f.money)
    rates = tuple(f.value for f in figures if f.percent)
    plain = tuple(f.value for f in figures if not f.percent and not f.money and f.decimals <= 1 and 0 < f.value <= _MOST_PLAIN)
    if not money:
        return None
    if part.charge or (not rates and part.tax and len(money) > 1):
        rates = (*rates, *plain)
    if part.tax and not rates:
        rates = _beside_name(view, row)
    tabular = sum(any(c.isalpha() for c in word.text) for word in row.words) <= _TABULAR
    if not rates or not (part.tax or (len(money) > 1 and tabular)):
        return None
    return Stated(rates=rates, money=money, tax=part.tax, charge=part.charge)


def _wrapped(view: View, row: Row) -> tuple[Figure, ...]:
    """What of the name of a tax stands in the row below, because it was too long for its cell: "VAT 20 % on" over "100.00"."""
    if row.index + 1 == len(view.rows):
        return ()
    below, first = view.rows[row.index + 1], row.segments[0]
    alone = len(below.segments) == 1 and len(below.words) <= 4 and not view.labels[below.index][0]
    near = below.page == row.page and below.top - row.bottom < 0.7 * row.height and abs(below.segments[0].left - first.left) < 4
    return tuple(_whole(first, figure, below) for figure in view.row_figures(below.index)) if alone and near else ()


def _whole(upper: Segment, figure: Figure, below: Row) -> Figure:
    """A number that breaks between its thousands: "on 15" over "607.34"."""
    head, rest = upper.words[-1].text, below.words[figure.start].text
    broken = figure.start == 0 and re.fullmatch(r"\d{1,3}", head) and re.fullmatch(r"\d{3}\D\d\d\D?", rest)
    return replace(figure, value=int(head) * 1000 + figure.value) if broken else figure


def _beside_name(view: View, row: Row, cell: Segment | None = None) -> tuple[Decimal, ...]:
    """A bare number right behind the name of a tax: "VAT 20", in a row or in one of its cells."""
    found = []
    for segment, hits in zip(row.segments, view.labels[row.index], strict=True):
        if cell not in (None, segment):
            continue
        ends = [segment.words_between(h.start, h.end)[-1].right for h in hits if h.means("tax_total")]
        for figure in view.segment_figures(segment):
            if not figure.percent and not figure.money and 0 < figure.value <= _MOST_PLAIN:
                found += [figure.value for end in ends if 0 <= figure.left - end < 1.5 * row.height]
    return tuple(found)


def _over(view: View, taken: frozenset[int]) -> Iterator[Stated]:
    """The name of a tax with its rate over its amount."""
    for row, segment, hit in view.hits("tax_total"):
        if row.index in taken:
            continue
        own = view.segment_figures(segment)
        rates = tuple(f.value for f in own if f.percent) or _beside_name(view, row, segment)
        below = [f for f, _ in claimed(view, row, segment, hit) if f.row != row.index and f.row not in taken]
        if rates and below:
            money = (*(f.value for f in own if f.money), *(f.value for f in below if f.money))
            yield Stated(rates=rates, money=money, tax=True, charge=False)


def _parts(view: View, row: Row) -> list[_Part]:
    """The figures of a row, cut where the label of a total begins, or of a charge behind other amounts."""
    parts = [_Part(left=-1.0)]
    for segment, hits in zip(row.segments, view.labels[row.index], strict=True):
        for hit in hits:
            _cut(view, row, segment, hit, parts)
    for part, following in zip(parts, [*parts[1:], _Part(left=1e9)], strict=True):
        part.figures = tuple(f for f in view.row_figures(row.index) if part.left - 1 <= f.left < following.left)
    return parts


def _cut(view: View, row: Row, segment: Segment, hit: Hit, parts: list[_Part]) -> None:
    left, last = segment.words_between(hit.start, hit.end)[0].left, parts[-1]
    behind = hit.leads and hit.start == 0 and any(f.right < left and f.money for f in view.row_figures(row.index))
    if hit.means("tax_total"):
        last.tax = last.tax or not last.charge or segment.left <= last.left or not behind
        if behind:
            parts.append(_Part(left=left, tax=True))
    elif hit.means("charge", "discount"):
        if behind:
            parts.append(_Part(left=left, charge=True))
        else:
            last.charge = True
    elif hit.leads and hit.means("net_total", "line_total", "gross_total", "payable", "prepaid"):
        parts.append(_Part(left=left))
