"""Several papers in one file, and one paper in several pictures (docs/reading.md 2)."""

import io

import pytest

from core.knowledge import Knowledge
from core.paper import Paper
from parsers.documents import read, read_together, tesseract
from parsers.documents.joined import joined
from tests.generate import pages
from tests.generate.invoices import Sample, sample

LANGUAGE, SEED = "de", 53
"""A drawn invoice of two pages."""
NEEDS_TESSERACT = pytest.mark.skipif(not tesseract.installed(), reason="no tesseract")


def _two_in_one(first: Sample, second: Sample) -> bytes:
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for one in (first, second):
        whole.import_pages(pypdfium2.PdfDocument(pages.pdf(one.printed, one.seed)))
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


@pytest.mark.parametrize(("one", "other"), [(2, 13), (3, 14), (24, 5), (16, 8)])
def test_two_invoices_in_one_file_are_two_papers(one: int, other: int) -> None:
    """Each with its own number and its own total."""
    drawn = (sample(one, "de"), sample(other, "de"))
    papers = read(_two_in_one(*drawn), "both.pdf", Knowledge())
    assert [(p.number, p.gross_total) for p in papers] == [(d.truth.number, d.truth.gross_total) for d in drawn]


def _photos(seed: int, language: str) -> tuple[Sample, tuple[bytes, ...]]:
    """A picture of each page."""
    import pypdfium2

    drawn = sample(seed, language)
    document = pypdfium2.PdfDocument(pages.pdf(drawn.printed, seed))
    shots = []
    for page in document:
        made = io.BytesIO()
        page.render(scale=200 / 72, grayscale=True).to_pil().save(made, "PNG")
        shots.append(made.getvalue())
    return drawn, tuple(shots)


@NEEDS_TESSERACT
def test_two_pictures_of_one_invoice_are_one_paper() -> None:
    """The second shows the rest of the lines, and the totals."""
    drawn, shots = _photos(SEED, LANGUAGE)
    assert len(shots) == 2
    alone = tuple(read(shot, "photo.png", Knowledge()) for shot in shots)
    found = joined(alone, lambda places: read_together(tuple(shots[place] for place in places), Knowledge()))
    assert found is not None
    places, paper = found
    assert (places, paper.number, paper.gross_total) == ((0, 1), drawn.truth.number, drawn.truth.gross_total)
    assert len(paper.lines) == len(drawn.truth.lines)


def test_pictures_of_two_papers_stay_two() -> None:
    """Each has a number of its own."""
    first, second = _ocr("RE-1"), _ocr("RE-2")
    assert joined(((first,), (second,)), lambda places: (first,)) is None


def test_a_picture_without_a_number_that_adds_nothing_stays_alone() -> None:
    """The lines of both do not add up: a photo of the delivery is no second page."""
    first, photo = _ocr("RE-1"), _ocr(None)
    assert joined(((first,), (photo,)), lambda places: (first,)) is None


def _ocr(number: str | None) -> Paper:
    from core.paper import PaperKind, Source

    return Paper(kind=PaperKind.INVOICE, source=Source.OCR, number=number)
