"""From rows of words to the lines of a statement: a heading with known titles, and values under them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from core.knowledge import Knowledge
from core.money import Currency
from core.names import safe_line
from core.reading import Speaker
from core.statement import StatedLine, Statement
from parsers.dates import DateFound, Order, reading
from parsers.documents.page import Page, Word
from parsers.fill_in.values import habits_of
from parsers.invoice.layout import Row
from parsers.invoice.view import View, dates_of, view_of
from parsers.statement.titles import column_of, is_payment, is_total

MOST_LINES = 1000
_AMOUNTS = frozenset({"amount", "credit", "open", "balance"})
_DAYS = frozenset({"date", "due"})
_NUMBER = re.compile(r"(?=[^\s]*\d)[\w][\w./-]{0,30}")
_FAR = 60.0
"""Points between a value and its column; what stands farther off belongs to none."""
_SAMPLES = 20


Box = tuple[float, float]
"""Left and right edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A title; `learnt`: where the values of rows that have all their values stand, for those that lack some."""

    kind: str
    left: float
    right: float
    learnt: tuple[Box, ...] = ()

    def distance(self, box: Box) -> float:
        """How far a value stands from the column: by an edge or the middle, whichever the table is set by."""
        return min(_apart(box, place) for place in self.learnt or ((self.left, self.right),))


def _apart(one: Box, other: Box) -> float:
    return min(abs(one[0] - other[0]), abs(one[1] - other[1]), abs(sum(one) - sum(other)) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    """What a row holds, by type, from left to right."""

    row: Row
    days: tuple[tuple[Box, DateFound], ...]
    money: tuple[tuple[Box, Decimal], ...]


def statement_in(pages: tuple[Page, ...], name: str, knowledge: Knowledge) -> Statement | None:
    """The statement, where a heading with a number and an amount is found."""
    view = view_of(pages, pages[0].source)
    lines: list[StatedLine] = []
    order = view.order or _habit(knowledge)
    for columns, rows in _tables(view):
        values = [_values(view, row, columns) for row in rows]
        known = _learnt(columns, values)
        lines += [line for one in values for line in _line(one, known, order)]
    if not lines:
        return None
    complete = view.complete and len(lines) <= MOST_LINES
    return Statement(file=safe_line(name), lines=tuple(lines[:MOST_LINES]), currency=_currency(view), complete=complete)


def _tables(view: View) -> Iterator[tuple[tuple[_Column, ...], list[Row]]]:
    """Each heading with the rows under it; a heading that is repeated on every page begins anew."""
    columns: tuple[_Column, ...] = ()
    rows: list[Row] = []
    for row in view.rows:
        heading = _heading(row)
        if heading:
            if columns:
                yield columns, rows
            columns, rows = heading, []
        else:
            rows.append(row)
    if columns:
        yield columns, rows


def _learnt(columns: tuple[_Column, ...], values: list[_Values]) -> tuple[_Column, ...]:
    """The columns with the places of values in rows that have one for each of them."""
    places: dict[int, list[Box]] = {}
    for kinds in (_DAYS, _AMOUNTS):
        mine = [n for n, column in enumerate(columns) if column.kind in kinds]
        for one in values:
            boxes = [box for box, _ in (one.days if kinds is _DAYS else one.money)]
            if len(boxes) == len(mine):
                for n, box in zip(mine, boxes, strict=True):
                    places.setdefault(n, []).append(box)
    return tuple(replace(column, learnt=tuple(places.get(n, ())[:_SAMPLES])) for n, column in enumerate(columns))


def _habit(knowledge: Knowledge) -> Order | None:
    country = next((s.country for s in knowledge.suppliers if s.country), "")
    first = habits_of(Speaker(address=None, country=country)).day_first
    return None if first is None else Order.DAY if first else Order.MONTH


def _currency(view: View) -> Currency | None:
    """The only currency that the page names."""
    found = {f.currency for row in view.figures for f in row if f.currency}
    for row in view.rows:
        found |= {Currency(code) for code in re.findall(r"\b(EUR|USD|GBP|CHF|PLN|CZK|SEK|DKK)\b", row.text)}
    return next(iter(found)) if len(found) == 1 else None


def _heading(row: Row) -> tuple[_Column, ...]:
    """The columns of a heading: a number, and something in money."""
    found = tuple(_titles(row))
    kinds = [column.kind for column in found]
    return found if "number" in kinds and _AMOUNTS & set(kinds) and len(kinds) > 2 else ()


def _titles(row: Row) -> Iterator[_Column]:
    """A segment is one title, or several of a word or more each that stand close together."""
    for segment in row.segments:
        at = 0
        while at < len(segment.words):
            for end in range(len(segment.words), at, -1):
                words = segment.words[at:end]
                kind = column_of(" ".join(word.text for word in words))
                if kind:
                    yield _Column(kind=kind, left=words[0].left, right=words[-1].right)
                    at = end
                    break
            else:
                at += 1


def _values(view: View, row: Row, columns: tuple[_Column, ...]) -> _Values:
    days: list[tuple[Box, DateFound]] = []
    dated: set[float] = set()
    for segment in row.segments:
        for one in dates_of(segment):
            words = segment.words_between(one.start, one.end)
            if words:
                days.append(((words[0].left, words[-1].right), one))
                dated |= {word.left for word in words}
    numbers = {word.left for word in _number_words(row, columns, frozenset(dated))}
    apart = dated | numbers
    money = [
        ((f.left, f.right), -f.value if f.bracketed and f.value > 0 else f.value)
        for f in view.row_figures(row.index)
        if not f.percent and f.other is None and not any(w.left in apart for w in row.words[f.start : f.end])
    ]
    return _Values(row=row, days=tuple(days), money=tuple(money))


def _placed(columns: tuple[_Column, ...], kinds: frozenset[str], boxes: tuple[Box, ...]) -> list[str]:
    """The column of each value: in their order where there is one for each, else the nearest."""
    mine = [column for column in columns if column.kind in kinds]
    if len(mine) == len(boxes):
        return [column.kind for column in mine]
    found = [min(mine, key=lambda c: c.distance(box), default=None) for box in boxes]
    return [column.kind if column and column.distance(box) < _FAR else "" for column, box in zip(found, boxes, strict=True)]


def _line(values: _Values, columns: tuple[_Column, ...], order: Order | None) -> Iterator[StatedLine]:
    """A row of values; sums, carried balances and rows without an amount are none."""
    kinds = _placed(columns, _DAYS, tuple(box for box, _ in values.days))
    days = {kind: day for kind, (_, found) in zip(kinds, values.days, strict=True) if (day := reading(found, order))}
    placed = _placed(columns, _AMOUNTS, tuple(box for box, _ in values.money))
    money = {kind: value for kind, (_, value) in zip(placed, values.money, strict=True) if kind}
    text = " ".join(segment.text for segment in values.row.segments)
    if not money or (is_total(text) and not days):
        return
    dated = frozenset(word.left for box, _ in values.days for word in values.row.words if box[0] <= word.left <= box[1])
    number = _number(_number_words(values.row, columns, dated))
    amount, left = _amounts(money, number)
    paid = is_payment(text) or ("credit" in money and "amount" not in money and not number)
    if (amount is None and left is None) or not (number or days):
        return
    yield StatedLine(
        number="" if paid else number,  # a payment that names an invoice states its own amount
        issued=days.get("date"),
        due=days.get("due"),
        amount=amount,
        open=left,
        payment=paid,
        words=safe_line(text, 200),
    )


def _amounts(money: dict[str, Decimal], number: str) -> tuple[Decimal | None, Decimal | None]:
    """(amount, open): a credit is negative; beside a debit it is what was paid of it."""
    amount, credit, left = money.get("amount"), money.get("credit"), money.get("open")
    if amount is None and credit is not None:
        return -abs(credit), left
    if amount and credit and left is None:
        return amount, amount - credit
    if amount is None and left is None and number:
        return None, money.get("balance")
    return amount, left


def _number_words(row: Row, columns: tuple[_Column, ...], dated: frozenset[float]) -> list[Word]:
    """The words under the title of the numbers: nearer to it than to any other title."""
    place = next((column for column in columns if column.kind == "number"), None)
    if place is None:
        return []

    def under(word: Word) -> bool:
        nearest = min(columns, key=lambda c: (max(0.0, c.left - word.right, word.left - c.right), abs(c.left - word.left)))
        return nearest is place

    return [word for segment in row.segments for word in segment.words if word.left not in dated and under(word)]


def _number(words: list[Word]) -> str:
    """The text under the title of the numbers that has the most digits."""
    typed = [f"{word.value:f}" for word in words if isinstance(word.value, Decimal)]
    if typed:
        return typed[0]
    found = [match[0].strip(".-/") for match in _NUMBER.finditer(" ".join(word.text for word in words))]
    return max(found, key=lambda one: sum(c.isdigit() for c in one), default="")
