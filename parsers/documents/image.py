"""Words from pictures of pages: by tesseract, else by rapidocr; where neither is installed, the answer says so."""

import io
from enum import StrEnum
from typing import Any

from core.paper import Source
from parsers.documents import onnx_pictures, tesseract
from parsers.documents.page import MAX_WORDS, Page, Unreadable, Why
from parsers.documents.straight import straightened

_MAX_PIXELS = 60_000_000
"""A page of A4 at 600 dpi has 35 million."""
_WIDTH = 595.0


class PictureReader(StrEnum):
    """Who reads pictures of pages here."""

    TESSERACT = "tesseract"
    RAPIDOCR = "rapidocr"


def reader() -> PictureReader | None:
    """Tesseract where it is installed, since it is the faster one; else rapidocr; None where there is neither."""
    if tesseract.installed():
        return PictureReader.TESSERACT
    return PictureReader.RAPIDOCR if onnx_pictures.installed() else None


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
    if reader() is None:
        raise Unreadable(Why.NO_OCR)
    found = tuple(recognise(frame, number=at, dots_per_point=frame.width / _WIDTH) for at, frame in enumerate(frames, 1))
    if not any(page.words for page in found):
        raise Unreadable(Why.NO_TEXT)
    return found


def recognise(picture: Any, *, number: int, dots_per_point: float) -> Page:
    """One picture as a page, where there is a reader. `dots_per_point` makes points of pixels."""
    found = (tesseract if reader() is PictureReader.TESSERACT else onnx_pictures).words(picture, dots_per_point)
    words = straightened(found)
    return Page(
        number=number,
        width=picture.width / dots_per_point,
        height=picture.height / dots_per_point,
        words=words,
        source=Source.OCR,
        complete=bool(words) and len(words) < MAX_WORDS,
    )
