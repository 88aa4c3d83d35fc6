"""The heading of a table of lines: which column stands where."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from parsers.documents.page import Word
from parsers.invoice.dictionary import Hit, section
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import View, one_width

NUMERIC = frozenset({"quantity", "price", "amount", "gross", "tax", "tax_amount", "discount", "base", "position"})
_RANK = (
    "amount",
    "price",
    "quantity",
    "description",
    "tax_amount",
    "gross",
    "tax",
    "discount",
    "unit",
    "sku",
    "position",
    "base",
    "other",
)


_COUNTED = frozenset({"quantity", "unit", "price", "amount"})
_SHIFT = 4.0
"""Points that a column may lie apart on two pages."""
_APART = 0.45
"""Blank between two headings that are close together, in line heights; between words it is a third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One heading: what its column holds, and its box."""

    kind: str
    left: float
    right: float
    words: str

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The headings of a table, on one row or several. `first` and `last` are rows."""

    columns: tuple[Column, ...]
    first: int
    last: int
    figures: tuple[Column, ...] = ()
    """The columns of its last row alone, where that names the figures and the rows above only text: a line may have two rows."""
    double: bool = False
    """The headings of a text and of a figure stand above one another."""

    def kinds(self) -> frozenset[str]:
        return frozenset(column.kind for column in self.columns)

    def same(self, other: "Heading") -> bool:
        """Whether the other is this heading again, on another page: the same words, or the same columns in the same places."""
        if [c.words for c in self.columns] == [c.words for c in other.columns]:
            return True
        if [c.kind for c in self.columns] != [c.kind for c in other.columns]:
            return False
        return all(abs(a.left - b.left) < _SHIFT for a, b in zip(self.columns, other.columns, strict=True))


@dataclass(frozen=True, slots=True)
class _Cell:
    hit: Hit | None
    left: float
    right: float
    text: str
    row: int


@lru_cache(maxsize=1)  # lines, parties and layout of one paper ask for them one after the other
def headings(view: View) -> tuple[Heading, ...]:
    """All headings of a document, from top to bottom."""
    found: list[Heading] = []
    skip = -1
    for row in view.rows:
        if row.index <= skip or not _seed(view, row):
            continue
        made = _grown(view, row)
        if made and _enough(made):
            found.append(made)
            skip = made.last
    return tuple(found)


def table_rows(view: View) -> range:
    """The rows of the lines and the totals: what stands there is no party, and no name of one."""
    heads = headings(view)
    last = max((row.index for row in view.rows if any(f.money for f in view.row_figures(row.index))), default=-1)
    return range(heads[0].first, last + 1) if heads else range(0)


def _cells(view: View, row: Row) -> list[_Cell]:
    """The labels of a row with their boxes, and what stands between them."""
    found: list[_Cell] = []
    columns = section("columns")
    for segment in row.segments:
        at = 0
        hits = [known for hit in columns.hits(segment.text) for part in _parts(segment, hit) if (known := _known(view, part))]
        for hit in [*hits, None]:
            end = hit.start if hit else len(segment.text)
            between = segment.text[at:end].strip(" ./()[]%-:,|")
            if between and any(c.isalpha() for c in between):
                words = segment.words_between(at, end)
                if found and found[-1].hit and at > 0:
                    found[-1] = _run_on(found[-1], words)
                else:
                    found.append(_Cell(None, words[0].left, words[-1].right, between, row.index))
            if hit:
                words = segment.words_between(hit.start, hit.end)
                found.append(_Cell(hit, words[0].left, words[-1].right, hit.words, row.index))
                at = hit.end
    return found


def _run_on(cell: _Cell, words: tuple[Word, ...]) -> _Cell:
    """A heading with the words behind its label: what stands under them stands under it."""
    return replace(cell, right=max(cell.right, words[-1].right), text=f"{cell.text} {' '.join(w.text for w in words)}")


def _parts(segment: Segment, hit: Hit) -> list[Hit]:
    """A label, or the two that stand so close that they read as one: "Price" and "Total"."""
    words = segment.words_between(hit.start, hit.end)
    for last, first in pairwise(words):
        if first.left - last.right < max(_APART * first.height, 1.5 * one_width(last, first)):
            continue
        at = segment.start_of(first)
        before, behind = (
            section("columns").exact(segment.text[hit.start : at]),
            section("columns").exact(segment.text[at : hit.end]),
        )
        if before and behind:
            end = hit.start + len(segment.text[hit.start : at].rstrip())
            return [replace(before, start=hit.start, end=end), replace(behind, start=at, end=hit.end)]
    return [hit]


def _known(view: View, hit: Hit) -> Hit | None:
    """A label as the languages of the document mean it."""
    return hit.spoken_in(view.languages) if view.languages else hit


def _seed(view: View, row: Row) -> bool:
    """Two labels of columns of different kinds, no amount, and mostly labels."""
    if len(row.words) > 45 or any(f.money for f in view.row_figures(row.index)):
        return False
    cells = _cells(view, row)
    hits = [cell for cell in cells if cell.hit]
    if _has_value(row) and len(hits) < 4:
        return False
    # "Description: total of goods" is a sentence; the headings of columns stand apart.
    if len(row.segments) == 1 and (len(hits) < 3 or ":" in row.text):
        return False
    if len({min(cell.hit.fields) for cell in hits if cell.hit}) < 2:
        return False
    named = sum(len(cell.text) for cell in hits)
    return named >= 0.45 * sum(len(cell.text) for cell in cells)


def _has_value(row: Row) -> bool:
    """Whether a cell is a date or the number of something: labels with their values stand right above some tables."""
    counts = ((sum(c.isdigit() for c in segment.text), len(segment.text)) for segment in row.segments)
    return any(digits >= 3 and digits >= 0.4 * size for digits, size in counts)


def _grown(view: View, row: Row) -> Heading | None:
    """The rows above and below that belong to the heading: close, without amounts, with labels of columns or short."""
    first = last = row.index
    cells = _cells(view, row)
    for step in (-1, 1):
        near = row
        while 0 <= near.index + step < len(view.rows):
            other = view.rows[near.index + step]
            if (
                other.page != row.page
                or abs(other.middle - near.middle) > 1.75 * max(row.height, 6.0)
                or not (_belongs(view, other) or (step > 0 and _goes_on(view, cells, other)))
                or (step > 0 and _names_line(view, other))
            ):
                break
            more = _cells(view, other)
            cells += more
            first, last = min(first, other.index), max(last, other.index)
            near = other
            if last - first > 7:
                break
    return Heading(
        columns=tuple(_columns(cells)), first=first, last=last, figures=_figures_alone(cells, last), double=_double(cells)
    )


def _figures_alone(cells: list[_Cell], last: int) -> tuple[Column, ...]:
    upper, lower = (tuple(_columns([c for c in cells if (c.row == last) is below])) for below in (False, True))
    texts, figures = {c.kind for c in upper}, {c.kind for c in lower}
    named = "description" in texts and texts <= {"position", "sku", "description"}
    return lower if named and "description" not in figures and figures >= {"quantity", "price", "amount"} else ()


def _double(cells: list[_Cell]) -> bool:
    """Whether a description and a figure head one column."""
    for group in _groups(cells):
        named = [cell for cell in group if cell.hit]
        kinds = {_kind([cell], cell.text) for cell in named}
        whole = section("columns").exact(" ".join(cell.text for cell in sorted(group, key=lambda c: c.row)))
        if whole is None and "description" in kinds and kinds & _COUNTED:
            return True
    return False


def _names_line(view: View, row: Row) -> bool:
    """Whether figures stand half a row below a text: it is the name of the first line."""
    below = view.rows[row.index + 1] if row.index + 1 < len(view.rows) else None
    if below is None or below.page != row.page or below.middle - row.middle > 0.9 * below.height:
        return False
    return any(f.money for f in view.row_figures(below.index))


def _belongs(view: View, row: Row) -> bool:
    if view.row_figures(row.index) or len(row.words) > 25 or row.text.endswith(":") or _has_value(row):
        return False
    if all(_in_brackets(segment.text) for segment in row.segments):
        return True  # "(EUR)" below "Amount"
    cells = _cells(view, row)
    named = sum(len(cell.text) for cell in cells if cell.hit)
    return named >= 0.4 * max(1, sum(len(cell.text) for cell in cells)) and all(
        len(segment.words) <= 6 for segment in row.segments
    )


def _goes_on(view: View, cells: list[_Cell], row: Row) -> bool:
    """Whether each cell of a row, with the rest of it in the next, makes a longer label of the one above: "Nazwa" over "towaru
    lub" over "usługi"."""
    below = view.rows[row.index + 1].segments if row.index + 1 < len(view.rows) else ()
    for segment in row.segments:
        upper = " ".join(cell.text for cell in sorted(cells, key=lambda c: c.row) if abs(cell.left - segment.left) < 3)
        texts = [segment.text, *(f"{segment.text} {under.text}" for under in below if abs(under.left - segment.left) < 3)]
        if not upper or not any(section("columns").exact(f"{upper} {text}") for text in texts):
            return False
    return not view.row_figures(row.index)


def _in_brackets(text: str) -> bool:
    return text[0] in "([" and text[-1] in ")]" and len(text) <= 16


def _columns(cells: list[_Cell]) -> Iterator[Column]:
    """Cells above one another are one column; its label is read from top to bottom."""
    for group in sorted(_groups(cells), key=lambda g: min(c.left for c in g)):
        group.sort(key=lambda c: c.row)
        text = " ".join(cell.text for cell in group)
        kind = _kind(group, text)
        yield Column(kind=kind, left=min(c.left for c in group), right=max(c.right for c in group), words=text)


def _groups(cells: list[_Cell]) -> list[list[_Cell]]:
    groups: list[list[_Cell]] = []
    for cell in sorted(cells, key=lambda c: c.left):
        for group in groups:
            left, right = min(c.left for c in group), max(c.right for c in group)
            overlap = min(right, cell.right) - max(left, cell.left)
            if overlap > 0.5 * min(right - left, cell.right - cell.left) and all(c.row != cell.row for c in group):
                group.append(cell)
                break
        else:
            groups.append([cell])
    return groups


def _kind(group: list[_Cell], text: str) -> str:
    whole = section("columns").exact(text)
    if whole and len(group) > 1:
        return min(whole.fields, key=_RANK.index)
    kinds = [min(cell.hit.fields, key=_RANK.index) for cell in group if cell.hit]
    return min(kinds, key=_RANK.index) if kinds else "other"


def _enough(heading: Heading) -> bool:
    kinds = heading.kinds()
    return (
        bool(kinds & {"amount", "price", "gross"})
        and bool(kinds & {"description", "quantity", "sku", "position", "price"})
        and len(kinds - {"other"}) >= 2
    )
