"""Words from pictures of pages, by tesseract as a process; without it, the reader says so."""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

from core.paper import Source
from parsers.documents.page import MAX_WORDS, Page, Unreadable, Why, Word

_LANGUAGES = ("eng", "deu", "fra", "nld", "spa", "ita", "pol", "por", "swe", "dan", "ces")
_SECONDS = 60
_MAX_PIXELS = 60_000_000
"""A page of A4 at 600 dpi has 35 million."""
_MIN_CONFIDENCE = 20.0
_WIDTH = 595.0


def available() -> bool:
    """Whether a reader of pictures is installed."""
    return shutil.which("tesseract") is not None


@cache
def languages() -> tuple[str, ...]:
    """The languages that are installed, of those that invoices here are written in."""
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False)
    there = set(done.stdout.split())
    return tuple(code for code in _LANGUAGES if code in there) or ("eng",)


def pages(data: bytes) -> tuple[Page, ...]:
    """The pages of a picture file (one, or several of a TIFF). Raises Unreadable."""
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = _MAX_PIXELS
    try:
        with Image.open(io.BytesIO(data)) as picture:
            frames = []
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > _MAX_PIXELS:
                    raise Unreadable(Why.TOO_LARGE, f"{frame.width} x {frame.height} pixels")
                frames.append(ImageOps.exif_transpose(frame).convert("L"))
                if len(frames) == 20:
                    break
    except Image.DecompressionBombError as error:
        raise Unreadable(Why.TOO_LARGE, str(error)) from error
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises for bytes that are no picture
        raise Unreadable(Why.BROKEN, str(error)) from error
    if not available():
        raise Unreadable(Why.NO_OCR)
    found = tuple(recognise(frame, number=at, dots_per_point=frame.width / _WIDTH) for at, frame in enumerate(frames, 1))
    if not any(page.words for page in found):
        raise Unreadable(Why.NO_TEXT)
    return found


def recognise(picture: Any, *, number: int, dots_per_point: float) -> Page:
    """One picture as a page. `dots_per_point` makes points of pixels; a small picture is enlarged, since tesseract wants
    letters of 20 pixels and more."""
    from PIL import Image

    grow = 1.0 if picture.width >= 1200 else min(3.0, 1600 / max(picture.width, 1))
    if grow > 1.0:
        picture = picture.resize((round(picture.width * grow), round(picture.height * grow)), Image.Resampling.LANCZOS)
    held = io.BytesIO()
    picture.save(held, format="PNG", compress_level=1)
    scale = dots_per_point * grow
    words = _words(_tesseract(held.getvalue()), scale)
    return Page(
        number=number,
        width=picture.width / scale,
        height=picture.height / scale,
        words=words,
        source=Source.OCR,
        complete=bool(words) and len(words) < MAX_WORDS,
    )


def _tesseract(png: bytes) -> str:
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


_NOISE = "|[]{}\\~_"


def _words(tsv: str, scale: float) -> tuple[Word, ...]:
    """Rows of tesseract's TSV with a text; columns 2-4 are the line, 6-9 the box in pixels, 10 the confidence. Rulings that
    were read as signs are cut off, and a skewed page is set straight."""
    found: list[tuple[tuple[str, ...], Word]] = []
    for line in tsv.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) < 12 or float(cells[10]) < _MIN_CONFIDENCE or not (text := cells[11].strip().strip(_NOISE)):
            continue
        left, top, width, height = (int(cell) / scale for cell in cells[6:10])
        word = Word(text=text, left=left, top=top, right=left + width, bottom=top + height)
        found.append((tuple(cells[2:5]), word))
    slope = _skew(found)
    straight = [(line, _straight(word, slope)) for line, word in found[:MAX_WORDS]]
    return tuple(_levelled(straight))


def _levelled(found: list[tuple[tuple[str, ...], Word]]) -> Iterator[Word]:
    """Words of one line with the height of the line: boxes of ink differ with every letter."""
    lines: dict[tuple[str, ...], list[Word]] = {}
    for line, word in found:
        lines.setdefault(line, []).append(word)
    for line, word in found:
        heights = sorted(w.height for w in lines[line])
        middles = sorted(w.bottom for w in lines[line])
        height, bottom = heights[int(len(heights) * 0.75)], middles[len(middles) // 2]
        if abs(word.bottom - bottom) < 0.5 * height:
            yield Word(text=word.text, left=word.left, top=bottom - 1.2 * height, right=word.right, bottom=bottom)
        else:
            yield word


def _skew(found: list[tuple[tuple[str, ...], Word]]) -> float:
    """How much the lines rise, in points per point: the median over all long ones."""
    lines: dict[tuple[str, ...], list[Word]] = {}
    for line, word in found:
        lines.setdefault(line, []).append(word)
    slopes = sorted(
        (words[-1].bottom - words[0].bottom) / (words[-1].left - words[0].left)
        for words in lines.values()
        if len(words) > 2 and words[-1].left - words[0].left > 80
    )
    return slopes[len(slopes) // 2] if len(slopes) > 4 else 0.0


def _straight(word: Word, slope: float) -> Word:
    """The word where it would stand on a straight page."""
    down = slope * word.left
    return Word(text=word.text, left=word.left, top=word.top - down, right=word.right, bottom=word.bottom - down)
