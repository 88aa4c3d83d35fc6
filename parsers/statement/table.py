"""From rows of words to the lines of a statement: a heading with known titles, and values under them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.knowledge import Knowledge
from core.money import Currency
from core.names import safe_line
from core.reading import Speaker
from core.statement import StatedLine, Statement
from parsers.dates import Order, reading
from parsers.documents.page import Page
from parsers.fill_in.values import habits_of
from parsers.invoice.layout import Row
from parsers.invoice.view import Figure, View, dates_of, view_of
from parsers.statement.titles import column_of, is_payment, is_total

MOST_LINES = 1000
_AMOUNTS = frozenset({"amount", "credit", "open", "balance"})
_NUMBER = re.compile(r"(?=[^\s]*\d)[\w][\w./-]{0,30}")
_SLACK = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    kind: str
    left: float
    right: float

    def distance(self, left: float, right: float) -> float:
        """How far a value stands from the title: 0 where they share a part of their width."""
        return max(0.0, self.left - right, left - self.right)


def statement_in(pages: tuple[Page, ...], name: str, knowledge: Knowledge) -> Statement | None:
    """The statement, where a heading with a number and an amount is found."""
    view = view_of(pages, pages[0].source)
    lines: list[StatedLine] = []
    columns: tuple[_Column, ...] = ()
    order = view.order or _habit(knowledge)
    for row in view.rows:
        heading = _heading(row)
        if heading:
            columns = heading
        elif columns and len(lines) < MOST_LINES:
            lines += _line(view, row, columns, order)
    if not lines:
        return None
    cut = len(lines) >= MOST_LINES or not view.complete
    return Statement(file=safe_line(name), lines=tuple(lines), currency=_currency(view), complete=not cut)


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


def _line(view: View, row: Row, columns: tuple[_Column, ...], order: Order | None) -> Iterator[StatedLine]:
    """A row of values; sums, carried balances and rows without an amount are none."""
    days = _days(row, columns, order)
    money = _money(view, row, columns)
    text = " ".join(segment.text for segment in row.segments)
    if not money or (is_total(text) and not days):
        return
    number = _number(row, columns)
    credit = money.get("credit")
    amount, left = money.get("amount"), money.get("open")
    paid = is_payment(text) or (credit is not None and amount is None and not number)
    if amount is None and credit is not None:
        amount = -abs(credit)
    elif credit is not None and amount is not None and left is None and credit and amount:
        left = amount - credit
    if amount is None and left is None and "balance" in money and number:
        left = money["balance"]
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


def _nearest(columns: tuple[_Column, ...], kinds: frozenset[str], left: float, right: float) -> _Column | None:
    near = [(column.distance(left, right), abs(column.right - right), column) for column in columns]
    best = min(near, key=lambda one: one[:2], default=None)
    return best[2] if best and best[2].kind in kinds and best[0] < 60 else None


def _days(row: Row, columns: tuple[_Column, ...], order: Order | None) -> dict[str, date]:
    found: dict[str, date] = {}
    for segment in row.segments:
        for one in dates_of(segment):
            words = segment.words_between(one.start, one.end)
            day = reading(one, order)
            column = _nearest(columns, frozenset({"date", "due"}), words[0].left, words[-1].right) if words else None
            if day and column:
                found.setdefault(column.kind, day)
            elif day and "date" not in found and not any(c.kind == "date" for c in columns):
                found["date"] = day
    return found


def _money(view: View, row: Row, columns: tuple[_Column, ...]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    dated = _dated_words(row)
    for figure in view.row_figures(row.index):
        if figure.percent or _is_dated(figure, row, dated):
            continue
        column = _nearest(columns, _AMOUNTS, figure.left, figure.right)
        if column and figure.other is None:
            found.setdefault(column.kind, -figure.value if figure.bracketed and figure.value > 0 else figure.value)
    return found


def _dated_words(row: Row) -> frozenset[float]:
    spans = ((segment, one) for segment in row.segments for one in dates_of(segment))
    return frozenset(word.left for segment, one in spans for word in segment.words_between(one.start, one.end))


def _is_dated(figure: Figure, row: Row, dated: frozenset[float]) -> bool:
    return any(word.left in dated for word in row.words[figure.start : figure.end])


def _number(row: Row, columns: tuple[_Column, ...]) -> str:
    """The text under the title of the numbers: with a digit, and no date."""
    dated = _dated_words(row)
    place = next((column for column in columns if column.kind == "number"), None)
    if place is None:
        return ""
    words = [
        w for segment in row.segments for w in segment.words if w.left not in dated and _under(w.left, w.right, place, columns)
    ]
    text = " ".join(word.text for word in words)
    typed = [f"{word.value:f}" for word in words if isinstance(word.value, Decimal)]
    if typed:
        return typed[0]
    found = [match[0].strip(".-/") for match in _NUMBER.finditer(text)]
    return max(found, key=lambda one: sum(c.isdigit() for c in one), default="")


def _under(left: float, right: float, place: _Column, columns: tuple[_Column, ...]) -> bool:
    """Between the middles to the neighbouring columns, so that long numbers count whole."""
    nearest = min(columns, key=lambda c: (c.distance(left, right), abs((c.left + c.right) - (left + right))))
    return nearest is place and place.distance(left, right) <= 80 + _SLACK
