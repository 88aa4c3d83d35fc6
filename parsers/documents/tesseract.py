"""Words from a picture by tesseract, as a process."""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

from parsers.documents.page import Word
from parsers.documents.straight import Line

_LANGUAGES = ("eng", "deu", "fra", "nld", "spa", "ita", "pol", "por", "swe", "dan", "ces")
_SECONDS = 60
_MIN_CONFIDENCE = 20.0
_NOISE = "|[]{}\\~_"


def installed() -> bool:
    """Whether the program is there."""
    return shutil.which("tesseract") is not None


@cache
def languages() -> tuple[str, ...]:
    """The languages that are installed, of those that invoices here are written in."""
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False)
    there = set(done.stdout.split())
    return tuple(code for code in _LANGUAGES if code in there) or ("eng",)


def words(picture: Any, dots_per_point: float) -> list[tuple[Line, Word]]:
    """Each word with its line, in points. A small picture is enlarged, since tesseract wants letters of 20 pixels and more."""
    from PIL import Image

    grow = 1.0 if picture.width >= 1200 else min(3.0, 1600 / max(picture.width, 1))
    if grow > 1.0:
        picture = picture.resize((round(picture.width * grow), round(picture.height * grow)), Image.Resampling.LANCZOS)
    held = io.BytesIO()
    picture.save(held, format="PNG", compress_level=1)
    return list(_words(_tsv(held.getvalue()), dots_per_point * grow))


def _tsv(png: bytes) -> str:
    """The TSV of tesseract. One thread: with more, they wait for one another and take five times as long."""
    environment = {"OMP_THREAD_LIMIT": "1", "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        environment["TESSDATA_PREFIX"] = prefix
    command = ["tesseract", "-", "-", "-l", "+".join(languages()[:4]), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(command, input=png, capture_output=True, timeout=_SECONDS, env=environment, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")


def _words(tsv: str, scale: float) -> Iterator[tuple[Line, Word]]:
    """Rows of tesseract's TSV with a text; columns 2-4 are the line, 6-9 the box in pixels, 10 the confidence. Rulings that
    were read as signs are cut off."""
    for line in tsv.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) < 12 or float(cells[10]) < _MIN_CONFIDENCE or not (text := cells[11].strip().strip(_NOISE)):
            continue
        left, top, width, height = (int(cell) / scale for cell in cells[6:10])
        yield tuple(cells[2:5]), Word(text=text, left=left, top=top, right=left + width, bottom=top + height)
