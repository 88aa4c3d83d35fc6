"""A document as the extractors look at it: rows, figures, labels, and the conventions that it voted for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from core.money import Currency
from core.paper import Source
from parsers.amounts import CODES, SHARED_SIGNS, Mark, amounts, currency_of, vote
from parsers.dates import DateFound, Order, dates, settled
from parsers.documents.page import Page, Word
from parsers.invoice.dictionary import Hit, languages_of, section
from parsers.invoice.identifiers import IBAN
from parsers.invoice.layout import Row, Segment, rows_of
from parsers.invoice.wrapped import wrapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that stands alone in a row, with its box."""

    value: Decimal
    decimals: int
    row: int
    left: float
    right: float
    start: int
    """Index of its first word in the row."""
    end: int
    """Index behind its last word in the row."""
    currency: Currency | None = None
    sign: str = ""
    """A currency sign that several currencies share, such as $."""
    percent: bool = False
    bracketed: bool = False
    other: Decimal | None = None
    unit: str = ""
    """A unit that is glued to it."""

    @property
    def money(self) -> bool:
        """It looks like an amount: two decimals or a currency, and no rate."""
        return not self.percent and (self.decimals == 2 or bool(self.currency or self.sign))


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """What is known of a document before any field is read; like itself only, so that what follows from it can be kept."""

    rows: tuple[Row, ...]
    figures: tuple[tuple[Figure, ...], ...] = field(repr=False)
    labels: tuple[tuple[tuple[Hit, ...], ...], ...] = field(repr=False)
    mark: Mark | None
    order: Order | None
    languages: tuple[str, ...]
    source: Source
    complete: bool

    def row_figures(self, row: int) -> tuple[Figure, ...]:
        return self.figures[row]

    def segment_figures(self, segment: Segment, after: float = -1.0) -> tuple[Figure, ...]:
        """The figures of a segment that begin right of a point."""
        return tuple(
            f for f in self.figures[segment.row] if f.left >= max(after, segment.left - 1) and f.right <= segment.right + 1
        )

    def hits(self, *what: str) -> Iterator[tuple[Row, Segment, Hit]]:
        """Where labels with one of these meanings stand."""
        for row, labels in zip(self.rows, self.labels, strict=True):
            for segment, hits in zip(row.segments, labels, strict=True):
                for hit in hits:
                    if hit.means(*what):
                        yield row, segment, hit


def view_of(pages: tuple[Page, ...], source: Source, expected: frozenset[Decimal] = frozenset()) -> View:
    """Look at some pages as one document. `expected`: figures that are known beforehand; they settle the decimal mark where the
    page does not."""
    rows = rows_of(pages)
    every = [word.text for row in rows for word in row.words if word.value is None and any(c.isdigit() for c in word.text)]
    mark = vote(every) or _expected_mark(every, expected)
    fields = section("fields")
    labels = wrapped(rows, tuple(tuple(fields.hits(segment.text) for segment in row.segments) for row in rows))
    spoken = languages_of(hit for row in labels for hits in row for hit in hits)
    kept = tuple(tuple(tuple(_spoken(hits, spoken)) for hits in row) for row in labels)
    return View(
        rows=rows,
        figures=tuple(tuple(_figures(row, mark)) for row in rows),
        labels=kept,
        mark=mark,
        order=_order(rows, spoken),
        languages=spoken,
        source=Source.OCR if any(page.source is Source.OCR for page in pages) else source,
        complete=all(page.complete for page in pages),
    )


def _expected_mark(texts: list[str], expected: frozenset[Decimal]) -> Mark | None:
    """The mark under which figures that are expected stand on the page, of those that are others under the other mark."""
    found: Counter[Mark] = Counter()
    for text in texts if expected else ():
        readings = {mark: {one.value for one in amounts(text, mark)} for mark in Mark}
        if readings[Mark.POINT] != readings[Mark.COMMA]:
            found.update(mark for mark in Mark if readings[mark] & expected)
    return next(iter(found)) if len(found) == 1 else None


def _spoken(hits: Iterable[Hit], spoken: tuple[str, ...]) -> Iterator[Hit]:
    """Labels of the languages that the document is written in; English words, and the names of taxes and identifiers, stand in
    papers of every language."""
    for hit in hits:
        known = hit.spoken_in(spoken) if spoken else hit
        if known is not None:
            yield known
        elif hit.means("tax_total", "vat_id", "iban"):
            yield hit


def all_dates(rows: Iterable[Row]) -> Iterator[tuple[Row, Segment, DateFound]]:
    """Every date that is printed."""
    for row in rows:
        for segment in row.segments:
            for found in dates_of(segment):
                yield row, segment, found


def dates_of(segment: Segment) -> tuple[DateFound, ...]:
    """The dates of a segment; the cell of a sheet is one date with one reading."""
    typed = [word for word in segment.words if isinstance(word.value, date)]
    if typed and isinstance(typed[0].value, date):
        at = segment.text.find(typed[0].text)
        return (DateFound(readings=(typed[0].value,), start=at, end=at + len(typed[0].text)),)
    return dates(segment.text)


def _order(rows: tuple[Row, ...], spoken: tuple[str, ...]) -> Order | None:
    """What the dates prove together; only in English papers both orders are usual."""
    proven = settled(found for _, _, found in all_dates(rows))
    return proven or (Order.DAY if spoken and spoken[0] != "en" and not _contradicted(rows) else None)


def _contradicted(rows: tuple[Row, ...]) -> bool:
    return any(found.order is Order.MONTH for _, _, found in all_dates(rows))


_GROUP = re.compile(r"\d{3}(?:[.,]\d{2,4})?(?:€|EUR)?")
_HEAD = re.compile(r"[-+(]?[€£$]?[-+]?\d{1,3}")


def _in_accounts(row: Row) -> frozenset[float]:
    """Where the groups of bank account numbers begin: they are no amounts, however they look."""
    found = ((segment, match) for segment in row.segments for match in IBAN.finditer(segment.text))
    return frozenset(word.left for segment, match in found for word in segment.words_between(match.start(), match.end()))


def _figures(row: Row, mark: Mark | None) -> Iterator[Figure]:
    words, at, accounts = row.words, 0, _in_accounts(row)
    while at < len(words):
        word = words[at]
        if word.left in accounts:
            at += 1
            continue
        if isinstance(word.value, Decimal):
            yield _cell(row, at, word, word.value)
            at += 1
            continue
        if word.value is not None or not any(c.isdigit() for c in word.text):
            at += 1
            continue
        end = _blank_grouped(words, at)
        figure = _figure(row, at, end, mark)
        if figure:
            yield figure
        at = end


def _cell(row: Row, at: int, word: Word, value: Decimal) -> Figure:
    decimals = max(0, -int(value.normalize().as_tuple().exponent)) if value.is_finite() else 0
    # A cell shows 12.5 as 12.50 where its column holds money, so fewer decimals than two say nothing.
    return Figure(
        value=value,
        decimals=2 if decimals <= 2 else decimals,
        row=row.index,
        left=word.left,
        right=word.right,
        start=at,
        end=at + 1,
    )


def one_width(first: Word, second: Word) -> float:
    """The width of a letter in type of one width; 0 in other type."""
    widths = [(word.right - word.left) / max(len(word.text), 1) for word in (first, second)]
    return widths[1] if abs(widths[0] - widths[1]) < 0.04 * widths[1] else 0.0


def blank_apart(first: Word, second: Word) -> bool:
    """Whether one blank parts two words: a narrow one, or in type of one width one as wide as a letter."""
    gap, width = second.left - first.right, one_width(first, second)
    return gap <= 0.4 * second.height or (width > 0 and abs(gap - width) < 0.06 * width)


def _blank_grouped(words: tuple[Word, ...], at: int) -> int:
    """Behind the last word of a number with blanks between its thousands: "1 234,50". The blanks are narrow, the groups have
    three digits, and decimals end it; without decimals two columns could be meant."""
    end = at + 1
    if not _HEAD.fullmatch(words[at].text):
        return end
    while end < len(words):
        word, last = words[end], words[end - 1]
        if not _GROUP.fullmatch(word.text.rstrip(":;*")) or not (blank_apart(last, word) or _usual_blank(words, end)):
            return at + 1
        end += 1
        if not word.text.isdigit():
            return end
    return at + 1


def _usual_blank(words: tuple[Word, ...], at: int) -> bool:
    """Whether the gap before a word is no wider than half its height, and as wide as one beside letters in the same row: bold and
    large type has wider blanks."""
    gap = words[at].left - words[at - 1].right
    beside = (b.left - a.right for a, b in pairwise(words) if any(c.isalpha() for c in a.text + b.text))
    return 0 < gap <= 0.5 * words[at].height and any(abs(one - gap) < 0.06 * gap for one in beside)


def _figure(row: Row, at: int, end: int, mark: Mark | None) -> Figure | None:
    words = row.words
    text = "".join(word.text for word in words[at:end]).strip("*")
    found = amounts(text, mark)
    if len(found) != 1 or len(text.strip("()[]:;,.")) > found[0].end - found[0].start + 1:
        return None
    one = found[0]
    start, left, right = at, words[at].left, words[end - 1].right
    currency, sign = one.currency, next((sign for sign in SHARED_SIGNS if sign in text), "")
    percent = one.percent
    if not percent and end < len(words) and words[end].text.rstrip(":;,.)") in ("%", "v.H"):
        percent, end = True, end + 1
    elif not currency and not sign:
        before, after = words[at - 1] if at else None, words[end] if end < len(words) else None
        if before and (is_currency(before.text)) and words[at].left - before.right < 3 * before.height:
            currency, sign, start, left = currency_of(before.text), before.text.strip("()"), at - 1, before.left
        elif after and is_currency(after.text) and after.left - right < 1.2 * after.height:
            currency, sign, end, right = currency_of(after.text), after.text.strip("()"), end + 1, after.right
    minus = start and words[start - 1].text in ("-", "−", "–") and left - words[start - 1].right < 0.5 * row.height
    return Figure(
        value=-one.value if minus and one.value > 0 else one.value,
        decimals=one.decimals,
        row=row.index,
        left=left,
        right=right,
        start=start,
        end=end,
        currency=currency,
        sign=sign if sign in SHARED_SIGNS else "",
        percent=percent,
        bracketed=one.bracketed or (text.startswith("(") and text.endswith(")")),
        other=one.other,
    )


def is_currency(text: str) -> bool:
    """Whether a text is the sign or the code of a currency, or a sign that several share."""
    return currency_of(text) is not None or text.strip("()") in SHARED_SIGNS


_NAMED = re.compile(r"\b(" + "|".join(sorted(CODES)) + r")\b")


def currency_votes(view: View, last_page: int = 0) -> Counter[Currency]:
    """How often each currency is printed, as a sign or a code beside numbers, or as a code anywhere; behind the last page of
    the totals stand terms, whose amounts are others."""
    votes: Counter[Currency] = Counter()
    for row, figures in zip(view.rows, view.figures, strict=True):
        if last_page and row.page > last_page:
            break
        for figure in figures:
            if figure.currency:
                votes[figure.currency] += 3
        for code in _NAMED.findall(row.text):
            votes[Currency(code)] += 1
        if "€" in row.text or "Euro" in row.text:
            votes[Currency("EUR")] += 1
        votes.update(sign for word in row.words if word.text == "£" and (sign := currency_of(word.text)))
    return votes
