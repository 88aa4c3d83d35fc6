"""The dates in the head of a paper: one print is not the date of two labels."""

from core.paper import Field, Paper, Source
from parsers.documents.page import Page, Word
from parsers.invoice.reader import read_pages


def _read(*rows: tuple[float, tuple[tuple[float, str], ...]]) -> Paper:
    words = tuple(
        Word(
            text=piece,
            left=left + 5 * text.index(piece),
            top=top,
            right=left + 5 * (text.index(piece) + len(piece)),
            bottom=top + 11,
        )
        for top, cells in rows
        for left, text in cells
        for piece in text.split()
    )
    (paper,) = read_pages((Page(number=1, width=595, height=842, words=words),), Source.TEXT)
    return paper


TITLE = (60.0, ((40.0, "Invoice"),))
TOTAL = (300.0, ((300.0, "Total EUR"), (420.0, "119.00")))


def test_a_date_broken_in_its_cell_leaves_the_due_date_no_date_of_issue() -> None:
    """The day of issue stands on two lines and is not read; the only whole date belongs to the other label."""
    heads = (100.0, ((40.0, "Invoice no."), (140.0, "Date of"), (240.0, "Due date")))
    more = (112.0, ((140.0, "issue"),))
    values = (124.0, ((40.0, "2025/26024"), (140.0, "16-02-"), (240.0, "26-02-2025")))
    rest = (136.0, ((150.0, "25"),))
    paper = _read(TITLE, heads, more, values, rest, TOTAL)
    assert paper.doubted(Field.ISSUE_DATE)
