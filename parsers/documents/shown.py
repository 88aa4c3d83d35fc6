"""A page as a person sees it, with the values that were read marked: for whoever decides on it. Run it in the cage."""

import io
from collections.abc import Sequence
from typing import Any

from parsers.documents.sniff import Sort, sort_of

WIDTH = 1000
"""Pixels; a page of A4 is 1414 high, and its small print can be read."""
HEIGHT = 2000
MARK = (217, 119, 6)
PAD = 3.0
"""Points between a value and its mark."""
MARGIN = 24
"""Pixels."""
INK = 40
"""How much darker than white something must be, of 255."""
POINTS = 595.0
"""Width of a picture's page in points, as its reader has it."""
MOST = 60_000_000
"""Pixels of a picture that is opened."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left corner."""


def shown(data: bytes, name: str, page: int, boxes: Sequence[Box]) -> bytes | None:
    """The page (from 1) of a PDF or a picture as PNG; None for a file that has no look, or that cannot be opened."""
    sort = sort_of(data, name)
    if sort is Sort.PDF:
        return _of_pdf(data, page, boxes)
    return _of_picture(data, page, boxes) if sort is Sort.PICTURE else None


def _of_pdf(data: bytes, number: int, boxes: Sequence[Box]) -> bytes | None:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
        try:
            page = document[min(number, len(document)) - 1]
            width, height = page.get_size()
            if not (width > 0 and height > 0):
                return None
            scale = min(WIDTH / width, HEIGHT / height)
            return _png(page.render(scale=scale).to_pil().convert("RGB"), boxes, scale)
        finally:
            document.close()
    except (pdfium.PdfiumError, IndexError):
        return None


def _of_picture(data: bytes, number: int, boxes: Sequence[Box]) -> bytes | None:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if number <= getattr(picture, "n_frames", 1):
                picture.seek(number - 1)
            turned = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):  # what Pillow raises for no picture
        return None
    turned.thumbnail((WIDTH, HEIGHT))
    return _png(turned, boxes, turned.width / POINTS)


def _printed(picture: Any) -> tuple[int, int, int, int]:
    """What is not blank, with a margin: a short invoice is shown larger then."""
    from PIL import ImageOps

    found = ImageOps.invert(picture.convert("L")).point(lambda value: 255 if value > INK else 0).getbbox()
    left, top, right, bottom = found or (0, 0, picture.width, picture.height)
    return max(left - MARGIN, 0), max(top - MARGIN, 0), min(right + MARGIN, picture.width), min(bottom + MARGIN, picture.height)


def _png(picture: Any, boxes: Sequence[Box], scale: float) -> bytes:
    """With a frame around each value, within the page."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        corners = [(left - PAD) * scale, (top - PAD) * scale, (right + PAD) * scale, (bottom + PAD) * scale]
        x0, y0, x1, y1 = (
            round(min(max(c, 0), most)) for c, most in zip(corners, (picture.width - 1, picture.height - 1) * 2, strict=True)
        )
        if x0 < x1 and y0 < y1:
            pen.rectangle((x0, y0, x1, y1), outline=MARK, width=3)
    held = io.BytesIO()
    picture = picture.crop(_printed(picture))
    picture.quantize(128).save(held, format="PNG", optimize=True)
    return held.getvalue()
