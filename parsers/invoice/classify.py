"""What a document is, by its title and what it holds (docs/mail.md 5)."""

from core.paper import PaperKind
from parsers.invoice.dictionary import section
from parsers.invoice.view import View

_TITLE_ROWS = 45


def kind_of(view: View) -> tuple[PaperKind, bool]:
    """The kind, and whether a title says so. Titles stand alone or lead a cell, and are larger than the text."""
    scores: dict[PaperKind, float] = {}
    kinds = section("kinds")
    usual = sorted(row.height for row in view.rows)[len(view.rows) // 2] if view.rows else 10.0
    for row in view.rows[:_TITLE_ROWS]:
        for segment in row.segments:
            hits = kinds.hits(segment.text)
            hit = next((h for h in hits if h.start == 0), None)
            if hit is None or (view.languages and hit.languages.isdisjoint((*view.languages, "en"))):
                continue
            alone = len(segment.text) - hit.end <= 2
            size = (segment.bottom - segment.top) / max(usual, 1.0)
            score = (3.0 if alone else 1.0) + (size - 1.0) * 4.0 + hit.length * 0.2 + (1.5 if segment.text.isupper() else 0.0)
            score -= row.index * 0.02
            for name in hit.fields:
                what = PaperKind(name)
                scores[what] = max(scores.get(what, -9.0), score)
    if scores:
        best = max(scores, key=lambda what: scores[what])
        if scores[best] > 0.5:
            return best, True
    numbered = any(True for _ in view.hits("number"))
    summed = any(True for _ in view.hits("gross_total", "payable"))
    return (PaperKind.INVOICE if numbered and summed else PaperKind.OTHER), False
