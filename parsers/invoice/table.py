"""Rows of a table under its heading: which figure stands in which column, and which rows are lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from parsers.amounts import number
from parsers.documents.page import Word
from parsers.invoice.headings import NUMERIC, Column, Heading
from parsers.invoice.layout import Row
from parsers.invoice.totals import taxes_inside
from parsers.invoice.view import Figure, View, blank_apart

_CENT = Decimal("0.01")
TOTAL_LABELS = ("carried", "net_total", "line_total", "tax_total", "gross_total", "payable", "prepaid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One row under a heading: its figures by column, and the words of its text columns."""

    row: Row
    figures: dict[str, Figure]
    texts: dict[str, tuple[Word, ...]]
    label: str = ""
    """"total", "charge" or "discount", where the row begins with such a label."""

    @property
    def amount(self) -> Figure | None:
        return self.figures.get("amount")

    @property
    def quantity(self) -> Figure | None:
        return self.figures.get("quantity")

    @property
    def price(self) -> Figure | None:
        return self.figures.get("price")

    @property
    def counted(self) -> bool:
        """It has quantity, price and amount, as only a line has."""
        return bool(self.quantity and self.price and self.amount)

    def multiplies(self) -> bool:
        """Whether quantity x price = amount, by any rule of `factor`."""
        return factor(self) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """How an amount follows from quantity and price: for how many units the price is, and what was taken off."""

    base: Decimal = Decimal(1)
    discount: Decimal = Decimal(0)


def close(one: Decimal, other: Decimal) -> bool:
    """The same but for rounding to cents."""
    return abs(one - other) <= _CENT


def factor(band: Band) -> Factor | None:
    """The rule by which this row multiplies, or None."""
    if not (band.quantity and band.price and band.amount):
        return None
    return multiplied(band.quantity, band.price, band.amount, band.figures.get("discount"), band.figures.get("base"))


def multiplied(
    quantity: Figure, price: Figure, amount: Figure, off: Figure | None = None, base: Figure | None = None
) -> Factor | None:
    """Quantity x price = amount: straight, with the discount that is printed, or with a price for as many
    as is printed, for 100 or 1000."""
    whole = quantity.value * price.value
    if close(whole, amount.value):
        return Factor()
    if off is not None and off.value:
        share = whole * abs(off.value) / 100
        if (off.percent or abs(off.value) <= 100) and close(whole - share, amount.value):
            return Factor(discount=whole - amount.value)
        if close(whole - abs(off.value), amount.value):
            return Factor(discount=abs(off.value))
    bases = [base.value] if base is not None and base.value > 0 else [Decimal(100), Decimal(1000)]
    for per in bases:
        if per != 1 and amount.value and close(whole / per, amount.value):
            return Factor(base=per)
    return None


def bands(view: View, heading: Heading) -> Iterator[Band]:
    """The rows behind a heading to the end of the document, each laid over its columns."""
    for row in view.rows[heading.last + 1 :]:
        yield _band(view, heading, row)


def _band(view: View, heading: Heading, row: Row) -> Band:
    figures: dict[str, Figure] = {}
    used: set[int] = set()
    for figure in _grouped(heading, view.row_figures(row.index), row):
        column = _column_of(heading, figure)
        if column is None:
            continue
        known = figures.get(column.kind)
        if known is None or _better(column, figure, known):
            figures[column.kind] = figure
            used.update(range(figure.start, figure.end))
    if "quantity" not in figures and (glued := _glued(heading, row, used)):
        figures["quantity"] = glued
        used.add(glued.start)
    texts: dict[str, list[Word]] = {}
    for index, word in enumerate(row.words):
        if index in used:
            continue
        kind = "description" if _of_description(heading, row, index) else _text_column(heading, row, index)
        texts.setdefault(kind, []).append(word)
    return Band(row=row, figures=figures, texts={kind: tuple(words) for kind, words in texts.items()}, label=_label(view, row))


def _grouped(heading: Heading, figures: tuple[Figure, ...], row: Row) -> Iterator[Figure]:
    """Figures with those of the quantity's column joined that are thousands with a blank between: "1 847" pieces. In other
    columns two whole numbers side by side are two."""
    waiting: Figure | None = None
    for figure in figures:
        joined = _thousands(waiting, figure, row) if waiting else None
        column = _column_of(heading, joined) if joined else None
        if joined and column and column.kind == "quantity":
            waiting = joined
            continue
        if waiting:
            yield waiting
        waiting = figure
    if waiting:
        yield waiting


def _thousands(head: Figure, group: Figure, row: Row) -> Figure | None:
    if head.end != group.start or head.decimals or group.decimals or head.percent or group.percent:
        return None
    first, second = row.words[head.end - 1], row.words[group.start]
    if not re.fullmatch(r"-?\d{1,3}", row.words[head.start].text) or not re.fullmatch(r"\d{3}", second.text):
        return None
    if not blank_apart(first, second):
        return None
    value = abs(head.value) * 1000 + group.value
    return replace(head, value=-value if head.value < 0 else value, right=group.right, end=group.end)


_UNIT_BEHIND = re.compile(r"(-?\d+(?:[.,]\d+)?)([^\W\d_]{1,6}\.?)")


def _glued(heading: Heading, row: Row, used: set[int]) -> Figure | None:
    """A quantity with its unit behind it, without a blank: "15.00g"."""
    column = next((c for c in heading.columns if c.kind == "quantity"), None)
    for index, word in enumerate(row.words):
        match = _UNIT_BEHIND.fullmatch(word.text)
        if column and match and index not in used and word.right > column.left - 8 and word.left < column.right + 8:
            value, decimals, other = number(match.group(1).lstrip("-"), None)
            if other is None:
                signed = -value if word.text[0] == "-" else value
                return Figure(
                    value=signed,
                    decimals=decimals,
                    row=row.index,
                    left=word.left,
                    right=word.right,
                    start=index,
                    end=index + 1,
                    unit=match.group(2),
                )
    return None


def _better(column: Column, figure: Figure, known: Figure) -> bool:
    """Of two figures in one column, the one that stands more under its heading."""
    return _distance(column, figure) < _distance(column, known)


def _distance(column: Column, figure: Figure) -> float:
    gap = max(column.left - figure.right, figure.left - column.right, 0.0)
    edges = min(
        abs(column.right - figure.right), abs(column.left - figure.left), abs(column.centre - (figure.left + figure.right) / 2)
    )
    return gap * 4 + edges


def _column_of(heading: Heading, figure: Figure) -> Column | None:
    """The column that a figure stands under: the nearest, if it may hold figures of this kind."""
    near = sorted(heading.columns, key=lambda column: _distance(column, figure))[:2]
    for column in near:
        gap = max(column.left - figure.right, figure.left - column.right, 0.0)
        if gap > 40:
            # A heading at the left of a wide column, its figures at the right.
            begun = max((c for c in heading.columns if c.left <= figure.left), key=lambda c: c.left, default=None)
            return begun if begun and begun.kind in NUMERIC and not figure.percent else None
        if figure.percent and column.kind in ("quantity", "price", "amount", "gross", "base", "position"):
            continue
        return column if column.kind in NUMERIC else None
    return None


def _of_description(heading: Heading, row: Row, index: int) -> bool:
    """Whether a word goes on in a cell that begins below the heading of the descriptions: what lies above it in other headings,
    such as a line of the head taken for one, is no column of its own."""
    word = row.words[index]
    cell = next((s for s in row.segments if s.left - 1 <= word.left <= s.right), None)
    column = next((c for c in heading.columns if c.kind == "description"), None)
    if cell is None or column is None or abs(cell.left - column.left) >= 3:
        return False
    return not any(abs(c.left - word.left) < 3 for c in heading.columns if c is not column)


def _text_column(heading: Heading, row: Row, index: int) -> str:
    """The column of a word: the one with whose heading it begins, the one whose heading lies over it, or the last one that
    begins left of it. A text that begins in another column and runs on is a note below the line, not a cell of this column."""
    word = row.words[index]
    flush = [c for c in heading.columns if abs(c.left - word.left) < 3]
    if flush:
        return flush[0].kind
    over = [c for c in heading.columns if min(c.right, word.right) - max(c.left, word.left) > 0]
    if over:
        return max(over, key=lambda c: min(c.right, word.right) - max(c.left, word.left)).kind
    left = [c for c in heading.columns if c.left <= word.left + 3]
    return left[-1].kind if left else heading.columns[0].kind


def _label(view: View, row: Row) -> str:
    """What a label of the row says: a total anywhere before an amount, a charge or a discount at its beginning."""
    figures = [f for f in view.row_figures(row.index) if f.money]
    first = ""
    for segment, hits in zip(row.segments, view.labels[row.index], strict=True):
        for hit in hits:
            if not hit.leads and not (taxes_inside(segment, hit) and segment is row.segments[0]):
                continue
            left = segment.words_between(hit.start, hit.end)[0].left
            if hit.means(*TOTAL_LABELS) and (not first or segment is row.segments[0]) and any(f.left > left for f in figures):
                return "total"
            if not first and hit.means("charge", "discount"):
                first = "discount" if hit.means("discount") else "charge"
            elif not first:
                first = "none"
    if first == "none" and any(h.leads and h.means(*TOTAL_LABELS) for hits in view.labels[row.index] for h in hits):
        return "total"
    return "" if first == "none" else first


def with_amount(band: Band, figure: Figure) -> Band:
    """The row with an amount that stands on a row of its own."""
    return replace(band, figures={**band.figures, "amount": figure})
