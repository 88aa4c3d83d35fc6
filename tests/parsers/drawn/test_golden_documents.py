"""One document of each format and of each difficulty, and what is read of it.

`make golden` reads them anew and draws those that are missing; the diff is the review.
"""

import json
import os
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from parsers.documents import read, tesseract
from parsers.documents.jsonl import as_json
from tests.parsers.drawn.golden_drawings import DIFFICULTIES, documents

GOLDEN = Path(__file__).parents[2] / "golden" / "documents"
WRITE = os.environ.get("COUNTERFOIL_GOLDEN") == "write"
FORMATS = ("visible.pdf", "scan.jpg", "word.docx", "sheet.xlsx", "export.csv", "open.ods", "hybrid.pdf")
NAMES = (*FORMATS, "invoice-ubl.xml", "invoice-cii.xml", *(f"{name}.pdf" for name in DIFFICULTIES))


@pytest.fixture(scope="module", autouse=True)
def drawn() -> None:
    """What is missing is drawn when golden files are written."""
    if WRITE and not all((GOLDEN / name).exists() for name in NAMES):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for name, content in documents().items():
            if not (GOLDEN / name).exists():
                (GOLDEN / name).write_bytes(content)


@pytest.mark.parametrize("name", NAMES)
def test_golden_documents_are_read_as_before(name: str) -> None:
    """Every value, every check and every doubt."""
    if name.endswith(".jpg") and not tesseract.installed():
        pytest.skip("no tesseract")
    papers = [json.loads(as_json(paper)) for paper in read((GOLDEN / name).read_bytes(), name, Knowledge())]
    expected = GOLDEN / f"{name}.json"
    if WRITE:
        expected.write_text(json.dumps(papers, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert papers == json.loads(expected.read_text("utf-8"))
