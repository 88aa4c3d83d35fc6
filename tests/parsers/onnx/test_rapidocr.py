"""Pictures of pages read by rapidocr itself, in the cage, as on a host without tesseract (docs/reading.md 1)."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.paper import Paper, Source
from parsers.cage import Cage
from parsers.documents.caged import document_cage, read_caged
from tests.generate import pages
from tests.generate.invoices import sample

GOLDEN = Path(__file__).parents[2] / "golden" / "documents"


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    """Its child loads the models once; where the system permits it, it has no network to load any from (test_cage.py)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "/nonexistent")
        with document_cage() as made:
            yield made


def _read(cage: Cage, data: bytes, name: str) -> Paper:
    (paper,) = read_caged(cage, data, name, Knowledge())
    return paper


def test_a_scan_is_read_as_the_text_says(cage: Cage) -> None:
    """A page drawn with its truth, as a picture of 200 dpi: all that money follows, and every line."""
    import pypdfium2

    drawn = sample(2, "de")
    page = pypdfium2.PdfDocument(pages.pdf(drawn.printed, drawn.seed))[0]
    shot = io.BytesIO()
    page.render(scale=200 / 72, grayscale=True).to_pil().save(shot, "PNG")
    paper, truth = _read(cage, shot.getvalue(), "scan.png"), drawn.truth
    assert (paper.number, paper.issue_date, paper.gross_total) == (truth.number, truth.issue_date, truth.gross_total)
    assert [(line.quantity, line.net_amount) for line in paper.lines] == [(x.quantity, x.net_amount) for x in truth.lines]
    assert (paper.source, paper.proven) == (Source.OCR, False)


def test_the_same_photo_says_the_same_as_by_tesseract(cage: Cage) -> None:
    """Of the golden scan."""
    import json

    (golden,) = json.loads((GOLDEN / "scan.jpg.json").read_text("utf-8"))
    paper = _read(cage, (GOLDEN / "scan.jpg").read_bytes(), "scan.jpg")
    assert (paper.number, str(paper.issue_date), str(paper.gross_total)) == (
        golden["number"],
        golden["issue_date"],
        golden["gross_total"],
    )


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 3000), (3000, 1), (60_000, 900), (7700, 7700)])
def test_a_picture_of_an_odd_size_is_an_answer(cage: Cage, width: int, height: int) -> None:
    """From one pixel to just below the 60 million, without a letter on it; the child lives on."""
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(made, "PNG")
    assert [doubt.why for doubt in _read(cage, made.getvalue(), "odd.png").doubts] == ["no text can be read in it"]
