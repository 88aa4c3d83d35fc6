"""What a document is, by its title and what it holds (docs/mail.md 5)."""

import re

from core.paper import PaperKind
from parsers.invoice.dictionary import section
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import View

_TITLE_ROWS = 45
_INVOICE = re.compile(r"invoice|rechnung|factu|fattura|faktur|fatura")


def _spaced_title(row: Row) -> tuple[Segment, ...]:
    """A title whose words stand far apart is one cell too."""
    words = tuple(word for segment in row.segments for word in segment.words)
    apart = 1 < len(row.segments) == len(words) <= 4 and all(word.text.isalpha() for word in words)
    return (Segment(words=words, page=row.page, row=row.index),) if apart else ()


def kind_of(view: View) -> tuple[PaperKind, bool]:
    """The kind, and whether a title says so. Titles stand alone or lead a cell, and are larger than the text."""
    scores: dict[PaperKind, float] = {}
    kinds = section("kinds")
    usual = sorted(row.height for row in view.rows)[len(view.rows) // 2] if view.rows else 10.0
    for row in view.rows[:_TITLE_ROWS]:
        for segment in (*row.segments, *_spaced_title(row)):
            hits = kinds.hits(segment.text)
            hit = next((h for h in hits if h.start == 0), None)
            if hit is None or (view.languages and hit.languages.isdisjoint((*view.languages, "en"))):
                continue
            rest = segment.text[hit.end :].strip()
            if rest.startswith(":") and not any(c.isdigit() for c in rest):
                continue  # a label: "Delivery note:"
            alone = len(rest) <= 1
            size = (segment.bottom - segment.top) / max(usual, 1.0)
            score = (3.0 if alone else 1.0) + (size - 1.0) * 4.0 + hit.length * 0.4 + (1.5 if segment.text.isupper() else 0.0)
            score -= row.index * 0.02
            for name in sorted(hit.fields):
                what = PaperKind(name)
                scores[what] = max(scores.get(what, -9.0), score)
    if scores:
        best = max(scores, key=lambda what: scores[what])
        if scores[best] > 0.5:
            return best, True
    # "Invoice number" names the paper as well as a title would.
    if any(hit.leads and _INVOICE.search(hit.words) and not hit.means("invoice_reference") for _, _, hit in view.hits("number")):
        return PaperKind.INVOICE, True
    numbered = any(True for _ in view.hits("number"))
    summed = any(True for _ in view.hits("gross_total", "payable"))
    return (PaperKind.INVOICE if numbered and summed else PaperKind.OTHER), False
