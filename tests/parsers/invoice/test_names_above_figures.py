"""The name of a line above its figures, behind a sub-total or beside a mark of currency: never proven without it."""

from core.paper import Field, Source
from parsers.documents.page import Page, Word
from parsers.invoice import read_pages

HEAD = ("Tresco Instruments PLC", "INVOICE", "Invoice No.: 2025/89680", "Date of issue: 31 May 2025", "VAT No.: GB272996171")
COLUMNS = ((40, "Pos"), (80, "Description"), (300, "Quantity"), (380, "Unit price"), (470, "Amount EUR"))


def _row(top: float, *cells: tuple[float, str]) -> list[Word]:
    found = []
    for left, text in cells:
        at = left
        for word in text.split():
            found.append(Word(text=word, left=at, top=top, right=at + 5.0 * len(word), bottom=top + 9))
            at += 5.0 * len(word) + 3
    return found


def _page() -> Page:
    """Line 2 stands behind a carried sum: its name above its figures, a note below them, both nearer than two lines can be."""
    words = [word for at, text in enumerate(HEAD) for word in _row(40 + 14 * at, (40, text))]
    words += _row(150, *COLUMNS)
    words += _row(170, (40, "1"), (80, "Paper A4 80 g"), (300, "10"), (380, "5.50"), (470, "55.00"))
    words += _row(190, (80, "Carried forward"), (470, "55.00"))
    words += _row(212, (80, "Bearing 6204"))
    words += _row(217, (40, "2"), (300, "4"), (380, "29.93"), (470, "119.72"))
    words += _row(219, (80, "Dispatch date: 12 January 2025"))
    words += _row(250, (380, "Net total"), (470, "174.72"))
    words += _row(264, (380, "VAT 20 %"), (470, "34.94"))
    words += _row(278, (380, "Total EUR"), (470, "209.66"))
    return Page(number=1, width=595, height=842, words=tuple(words))


def test_a_name_above_the_figures_behind_a_sum_is_seen_or_asked() -> None:
    """Case 2200136: "RAL 7016" was proven to be the name of what is called "Bearing 6204" right above it."""
    paper = read_pages((_page(),), Source.TEXT)[0]
    assert [line.net_amount for line in paper.lines if line.net_amount] and str(paper.gross_total) == "209.66"
    named = "Bearing 6204" in paper.lines[-1].description
    assert named or Field.LINES in {doubt.field for doubt in paper.doubts}
    assert named or not paper.proven
