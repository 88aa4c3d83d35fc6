"""What a document is, by its title and what it holds (docs/mail.md 5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.paper import PaperKind
from parsers.invoice.dictionary import section
from parsers.invoice.layout import Row, Segment
from parsers.invoice.numbers import names_number
from parsers.invoice.view import View

_TITLE_ROWS = 45
_INVOICE = re.compile(r"invoice|rechnung|factu|fattura|faktur|fatura")


@dataclass(frozen=True, slots=True)
class _Title:
    """A text that may be a title, and its height."""

    text: str
    height: float
    labels: bool = False
    """A value stands beside it."""


def _titles(view: View, row: Row) -> Iterator[_Title]:
    """The cells of a row; a title whose words or letters stand far apart, or that goes on in the row below, is one text."""
    for at, segment in enumerate(row.segments):
        height = segment.bottom - segment.top
        beside = row.segments[at + 1].text if at + 1 < len(row.segments) else ""
        if not section("parties").exact(segment.text):  # "Facturé à" is no "Facture"
            yield _Title(segment.text, height, labels=any(c.isdigit() for c in beside))
        more = _goes_on(view, segment)
        if more:
            yield _Title(f"{segment.text} {more}", height)
    words = [word.text for word in row.words]
    if len(words) > 1 and all(word.isalpha() for word in words):
        letters = any(len(word) == 1 for word in words)
        if letters or len(row.segments) == len(words) <= 4:
            yield _Title(("" if letters else " ").join(words), row.bottom - row.top)


def _goes_on(view: View, segment: Segment) -> str | None:
    """What stands below a cell in the same type, where both together are a title: "Faktura" over "korygująca"."""
    size = segment.bottom - segment.top
    for below in view.rows[segment.row + 1 : segment.row + 4]:
        for other in below.segments if below.page == segment.page else ():
            near = abs(other.left - segment.left) < 4 or abs(other.right - segment.right) < 4
            if near and other.top - segment.bottom < size and abs(other.bottom - other.top - size) < 0.2 * size:
                return other.text if section("kinds").exact(f"{segment.text} {other.text}") else None
    return None


def kind_of(view: View) -> tuple[PaperKind, bool]:
    """The kind, and whether a title says so. Titles stand alone or lead a cell, and are larger than the text."""
    scores: dict[PaperKind, float] = {}
    titles: set[PaperKind] = set()
    kinds = section("kinds")
    usual = sorted(row.height for row in view.rows)[len(view.rows) // 2] if view.rows else 10.0
    for row in view.rows[:_TITLE_ROWS]:
        for title in _titles(view, row):
            hits = kinds.hits(title.text)
            hit = next((h for h in hits if h.start == 0), None)
            if hit is None or (view.languages and hit.languages.isdisjoint((*view.languages, "en"))):
                continue
            rest = title.text[hit.end :].strip()
            if rest.startswith(":") and not any(c.isdigit() for c in rest):
                continue  # a label: "Delivery note:"
            # "Facture n°" beside its number is less than the title "Avoir".
            alone = not any(c.isalnum() for c in rest) and not names_number(hit) and not title.labels
            size = title.height / max(usual, 1.0)
            score = (3.0 if alone else 1.0) + (size - 1.0) * 4.0 + hit.length * 0.4 + (1.5 if title.text.isupper() else 0.0)
            score -= row.index * 0.02
            for name in sorted(hit.fields):
                what = PaperKind(name)
                titles |= {what} if alone else set()
                scores[what] = max(scores.get(what, -9.0), score)
    if scores:
        best = max(scores, key=lambda what: scores[what])
        if best is PaperKind.INVOICE and PaperKind.CREDIT_NOTE in titles - {best} and best not in titles:
            best = PaperKind.CREDIT_NOTE  # "Facture n°" names its number, "Avoir" alone the paper
        if scores[best] > 0.5:
            return best, True
    # "Invoice number" names the paper as well as a title would.
    if any(hit.leads and _INVOICE.search(hit.words) and not hit.means("invoice_reference") for _, _, hit in view.hits("number")):
        return PaperKind.INVOICE, True
    numbered = any(True for _ in view.hits("number"))
    summed = any(True for _ in view.hits("gross_total", "payable"))
    return (PaperKind.INVOICE if numbered and summed else PaperKind.OTHER), False
