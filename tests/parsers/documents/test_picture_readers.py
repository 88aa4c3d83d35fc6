"""Who reads pictures of pages here, and within which limits (docs/reading.md 1). Stand-ins are installed, nothing is read."""

import io
import sys
from importlib import invalidate_caches
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from core.knowledge import Knowledge
from parsers.cage_terms import Limits
from parsers.documents import image, read
from parsers.documents.caged import limits
from parsers.documents.image import PictureReader, reader
from parsers.documents.onnx_pictures import words_of_line
from parsers.documents.page import Unreadable, Why

MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")
BOTH_WAYS = "apt install tesseract-ocr, or pip install 'counterfoil[ocr]'"


class Machine:
    """A machine with neither reader, and what one puts on it."""

    def __init__(self, folder: Path) -> None:
        self.programs, self.packages = folder / "programs", folder / "packages"
        self.programs.mkdir()
        for name in ("rapidocr", "onnxruntime"):
            (self.packages / name).mkdir(parents=True)
            (self.packages / name / "__init__.py").touch()

    def tesseract(self) -> None:
        program = self.programs / "tesseract"
        program.touch(mode=0o755)

    def models(self, *names: str) -> None:
        (self.packages / "rapidocr" / "models").mkdir()
        for name in names:
            (self.packages / "rapidocr" / "models" / name).touch()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Its `rapidocr` hides one that is really installed, and has no models: it is none."""
    made = Machine(tmp_path)
    monkeypatch.setenv("PATH", str(made.programs))
    monkeypatch.syspath_prepend(made.packages)
    for name in ("rapidocr", "onnxruntime"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    invalidate_caches()
    return made


def _picture() -> bytes:
    return (Path(__file__).parents[2] / "golden" / "documents" / "scan.jpg").read_bytes()


def _checked(folder: Path) -> str:
    """What `counterfoil check` says of pictures."""
    path = folder / "counterfoil.toml"
    path.write_text(
        '[house]\nname = "Acme"\nmailbox = "orders@acme.example"\n[keys]\ntoken = "a key for tests, 32 letters long"\n'
    )
    done = CliRunner().invoke(cli, ["--config", str(path), "check"], catch_exceptions=False)
    return next(line for line in done.output.splitlines() if "pictures" in line)


def test_without_a_reader_a_picture_says_so_and_the_check_names_both_ways(machine: Machine, tmp_path: Path) -> None:
    """Nothing else is wider for it."""
    (paper,) = read(_picture(), "scan.jpg", Knowledge())
    assert (reader(), limits()) == (None, Limits())
    assert [doubt.why for doubt in paper.doubts] == ["it is a picture, and no reader of pictures is installed"]
    assert BOTH_WAYS in _checked(tmp_path)


def test_a_picture_without_a_reader_says_so(machine: Machine) -> None:
    """Nothing is installed: the answer to a whole picture is NO_OCR, not an empty document; a broken one is broken anywhere."""
    from PIL import Image

    whole = io.BytesIO()
    Image.new("L", (300, 100), 255).save(whole, "PNG")

    with pytest.raises(Unreadable) as caught:
        image.pages(whole.getvalue())
    with pytest.raises(Unreadable) as broken:
        image.pages(b"")

    assert (caught.value.why, broken.value.why) == (Why.NO_OCR, Why.BROKEN)


def test_rapidocr_reads_where_tesseract_is_not(machine: Machine, tmp_path: Path) -> None:
    """It computes in the child, which gets more room and time for it; both have an end."""
    machine.models(*MODELS)
    assert reader() is PictureReader.RAPIDOCR
    assert (limits().address_space, limits().resident) == (2_000_000_000, 1_200_000_000)
    assert (limits().cpu_seconds, limits().wall_seconds) == (120, 180.0)
    assert "rapidocr reads pictures of pages" in _checked(tmp_path)


def test_tesseract_goes_first_and_no_limit_is_wider(machine: Machine, tmp_path: Path) -> None:
    """Where both are there."""
    machine.models(*MODELS)
    machine.tesseract()
    assert (reader(), limits()) == (PictureReader.TESSERACT, Limits())
    assert f"tesseract reads pictures of pages ({machine.programs / 'tesseract'})" in _checked(tmp_path)


@pytest.mark.parametrize("there", [(), MODELS[:1], ("PP-OCRv9_det_small.onnx", "PP-OCRv9_rec_small.onnx")])
def test_a_rapidocr_that_would_have_to_load_its_models_is_none(machine: Machine, there: tuple[str, ...]) -> None:
    """Nothing is fetched (docs/threats.md T19)."""
    machine.models(*there)
    assert reader() is None


def _letters(*lefts: int) -> list[list[list[int]]]:
    """Corners of letters that are 8 pixels wide and 20 high."""
    return [[[left, 100], [left + 8, 100], [left + 8, 120], [left, 120]] for left in lefts]


def test_words_of_a_line_end_at_blanks_and_at_gaps() -> None:
    """Blanks have no box; between "71" and "Stk" none was read. Pixels become points."""
    found = words_of_line("PO 71Stk", _letters(0, 10, 30, 40, 80, 90, 100), 2.0)
    assert [(w.text, w.left, w.right, w.top, w.bottom) for w in found] == [
        ("PO", 0, 9, 50, 60),
        ("71", 15, 24, 50, 60),
        ("Stk", 40, 54, 50, 60),
    ]
