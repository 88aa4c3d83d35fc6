"""The memory of layouts: which label, in which place, held a value on the last paper of this kind (docs/reading.md 5)."""

import hashlib
from collections.abc import Iterator

from core.knowledge import Layout
from core.names import SupplierId
from core.paper import Field, Paper
from parsers.invoice.dated import date_in
from parsers.invoice.dictionary import tokens
from parsers.invoice.fields import Candidate, Place, bare
from parsers.invoice.headings import headings
from parsers.invoice.layout import Segment
from parsers.invoice.numbers import identifier
from parsers.invoice.view import View, dates_of

FIELDS = (Field.NUMBER, Field.ISSUE_DATE, Field.DUE_DATE, Field.ORDER_REFERENCE)
_LONGEST = 40
"""Letters of a label; a longer text is a sentence."""
_SCORE = 12.0
"""Above that of any label of the dictionary: what was confirmed is tried first."""


def fingerprint(view: View) -> str:
    """The same for papers of one layout: the headings of the lines, and the labels of number and date."""
    heads = headings(view)
    words = [column.words for column in heads[0].columns] if heads else []
    words += sorted({hit.words for _, _, hit in view.hits("number", "issue_date") if hit.leads})
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def learnt(view: View, paper: Paper, supplier: SupplierId, columns: tuple[str, ...]) -> Layout | None:
    """What a paper that is proven, or that a person confirmed, teaches about its layout; None where it teaches nothing."""
    anchors = tuple(anchor for what in FIELDS for anchor in _anchor(view, paper, what))
    if not anchors and not columns:
        return None
    return Layout(supplier=supplier, fingerprint=fingerprint(view), anchors=anchors, columns=columns)


def _anchor(view: View, paper: Paper, what: Field) -> Iterator[tuple[str, str, str]]:
    """The label of a value that stands in one place only, or else in the place that it was read from."""
    found = [segment for row in view.rows for segment in row.segments if _holds(segment, paper, what)]
    spots = [s for s in paper.spots if s.field is what]
    if len(found) > 1 and spots:
        found = [s for s in found if s.page == spots[0].page and abs(s.top - spots[0].top) < 4 and s.left <= spots[0].right]
    if len(found) != 1:
        return
    for label, how in _labels(view, found[0]):
        yield (what.value, label, how)
        return


def _holds(segment: Segment, paper: Paper, what: Field) -> bool:
    days = {Field.ISSUE_DATE: paper.issue_date, Field.DUE_DATE: paper.due_date}
    if what in days:
        return days[what] is not None and any(days[what] in found.readings for found in dates_of(segment))
    value = paper.number if what is Field.NUMBER else next(iter(paper.order_references), None)
    return bool(value) and value in segment.text.split()


def _labels(view: View, segment: Segment) -> Iterator[tuple[str, str]]:
    """The texts that may be the label of a value: before it in its cell, in the cell to the left, or above it."""
    before = segment.text.partition(next(w.text for w in segment.words if any(c.isdigit() for c in w.text)))[0]
    if label := _label(before):
        yield label, "right"
        return
    row = view.rows[segment.row]
    at = row.segments.index(segment)
    if at and (label := _label(row.segments[at - 1].text)):
        yield label, "right"
        return
    if segment.row and view.rows[segment.row - 1].page == segment.page:
        for above in view.rows[segment.row - 1].segments:
            if min(above.right, segment.right) - max(above.left, segment.left) > 0 and (label := _label(above.text)):
                yield label, "below"
                return


def _label(text: str) -> str:
    folded = " ".join(token.text for token in tokens(text))
    return folded if 2 < len(folded) <= _LONGEST and not any(c.isdigit() for c in folded) else ""


def recalled(view: View, layouts: tuple[Layout, ...], what: Field) -> list[Candidate]:
    """The values at the places where papers of this layout had them; of another layout of the supplier they are only likely."""
    own = fingerprint(view) if layouts else ""
    found: list[Candidate] = []
    for layout in layouts:
        for label, how in ((a[1], a[2]) for a in layout.anchors if a[0] == what.value):
            for place in _places(view, label, how):
                value = _value(view, place, what)
                if value:
                    same = layout.fingerprint == own
                    spot = place.segment.spot(what, place.offset, place.offset + len(value))
                    score = _SCORE if same else 5.0
                    found.append(
                        Candidate(value=value, score=score, strong=same, sure=same, label=label, how=place.how, spot=spot)
                    )
    return found


def _value(view: View, place: Place, what: Field) -> str | None:
    if what in (Field.ISSUE_DATE, Field.DUE_DATE):
        return date_in(view, place)
    got = identifier(place.text)
    return got[0] if got else None


def _places(view: View, label: str, how: str) -> Iterator[Place]:
    """Where the value of a learnt label stands: behind it, in the next cell, or in the cell below."""
    size = len(label.split())
    for row in view.rows:
        for at, segment in enumerate(row.segments):
            words = tokens(segment.text)
            if " ".join(token.text for token in words[:size]) != label:
                continue
            rest = segment.text[words[size - 1].end :]
            if how == "right" and (text := bare(rest)):
                yield Place(text=text, how="same", segment=segment, offset=len(segment.text) - len(rest) + rest.find(text))
            elif how == "right" and at + 1 < len(row.segments):
                beside = row.segments[at + 1]
                yield Place(text=bare(beside.text), how="right", segment=beside, offset=0)
            elif how == "below":
                yield from _under(view, segment)


def _under(view: View, segment: Segment) -> Iterator[Place]:
    below = view.rows[segment.row + 1] if segment.row + 1 < len(view.rows) else None
    for cell in below.segments if below and below.page == segment.page else ():
        if min(cell.right, segment.right) - max(cell.left, segment.left) > 0:
            yield Place(text=bare(cell.text), how="below", segment=cell, offset=0)
