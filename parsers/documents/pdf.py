"""Words with boxes from the text layer of a PDF; pages without usable text go to the reader of pictures."""

from collections.abc import Iterator
from ctypes import addressof, byref
from typing import Any

from parsers.documents import image
from parsers.documents.page import MAX_PAGES, MAX_WORDS, Page, Unreadable, Why, Word

_MIN_TEXT = 40
"""Fewer characters than this are a stamp on a picture, not the text of a page."""
_RENDER_DPI = 200
_BLANKS = frozenset((0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000))
_MAX_SIDE = 14_400
"""Points; the largest page that PDF 1.7 (annex C) knows."""


def pages(data: bytes) -> tuple[Page, ...]:
    """All pages of a PDF. Raises Unreadable."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Unreadable(Why.PASSWORD if "password" in str(error).lower() else Why.BROKEN, str(error)) from error
    try:
        if len(document) == 0:
            raise Unreadable(Why.EMPTY)
        if len(document) > MAX_PAGES:
            raise Unreadable(Why.TOO_LARGE, f"{len(document)} pages")
        found = tuple(_page(document, index) for index in range(len(document)))
    finally:
        document.close()
    if not any(page.words for page in found):
        raise Unreadable(Why.NO_TEXT if image.reader() else Why.NO_OCR)
    return found


def _page(document: Any, index: int) -> Page:
    import pypdfium2 as pdfium

    try:
        page = document[index]
    except pdfium.PdfiumError:
        return Page(number=index + 1, width=595, height=842, words=(), complete=False)
    try:
        width, height = page.get_size()
        if not 0 < max(width, height) <= _MAX_SIDE:
            return Page(number=index + 1, width=595, height=842, words=(), complete=False)
        words = _words(page, height)
        if _usable(words):
            return Page(number=index + 1, width=width, height=height, words=words, complete=len(words) < MAX_WORDS)
        return _pictured(page, index + 1, width, height, words)
    finally:
        page.close()


def _usable(words: tuple[Word, ...]) -> bool:
    """A text layer of nothing, or of signs without letters (fonts without an encoding), is worse than the picture."""
    text = "".join(word.text for word in words)
    return len(text) >= _MIN_TEXT and sum(c.isalpha() for c in text) >= len(text) * 0.2


def _pictured(page: Any, number: int, width: float, height: float, words: tuple[Word, ...]) -> Page:
    """The page as a picture reader sees it; a blank page stays blank."""
    if not words and not any(True for _ in page.get_objects(max_depth=2)):
        return Page(number=number, width=width, height=height, words=())
    if image.reader() is None:
        return Page(number=number, width=width, height=height, words=words, complete=False)
    scale = min(_RENDER_DPI / 72, 4000 / max(width, height))
    picture = page.render(scale=scale, grayscale=True).to_pil()
    read = image.recognise(picture, number=number, dots_per_point=scale)
    return read if len(read.words) > len(words) else Page(number=number, width=width, height=height, words=words, complete=False)


def _words(page: Any, height: float) -> tuple[Word, ...]:
    text = page.get_textpage()
    try:
        found = list(_unique(_runs(text, height)))
    finally:
        text.close()
    return tuple(_joined_letters(found))[:MAX_WORDS]


def _runs(text: Any, height: float) -> Iterator[Word]:
    """Characters up to a blank, a step back, a jump or another line are a word. Turned text is left out."""
    import pypdfium2.raw as raw

    handle, box, base = text.raw, raw.FS_RECTF(), 0.0
    unicode_at, box_at, reference = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, byref(box)
    letters: list[str] = []
    left = top = right = bottom = before = 0.0
    turned = False
    for index in range(min(text.count_chars(), MAX_WORDS * 12)):
        code = unicode_at(handle, index)
        if code in (2, 0xFFFE, 0xAD):
            code = 0x2D  # pdfium's sign for a hyphen at the end of a line
        blank = code <= 32 or code in _BLANKS
        if not blank:
            box_at(handle, index, reference)
            # Letters of one ligature have the same box; only a step back before the letter itself is a jump.
            size = bottom - top + 0.01
            jump = letters and (
                (abs(box.bottom - base) > 0.3 * size and _other_line(handle, index, size))
                or box.left - right > 0.25 * size
                or box.left < before - 0.1 * size
                or (box.left < right - 0.15 * size and _other_object(handle, index))
            )
        if letters and (blank or jump):
            if not turned:
                yield Word(text="".join(letters), left=left, top=top, right=right, bottom=bottom)
            letters = []
        if blank:
            continue
        if not letters:
            left, top, right, bottom, base = box.left, height - box.top, box.right, height - box.bottom, box.bottom
            if bottom - top < 1:
                top = bottom - 8
            turned = abs(raw.FPDFText_GetCharAngle(handle, index) % 6.2832 - 3.1416) < 3.0
        letters.append(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd")
        right, before = max(right, box.right), box.left
    if letters and not turned:
        yield Word(text="".join(letters), left=left, top=top, right=right, bottom=bottom)


def _other_line(handle: Any, index: int, size: float) -> bool:
    """Whether a character stands on another line than the one before: boxes of two fonts differ, their base line does not."""
    from ctypes import c_double

    import pypdfium2.raw as raw

    x, here, there = c_double(), c_double(), c_double()
    raw.FPDFText_GetCharOrigin(handle, index, byref(x), byref(here))
    raw.FPDFText_GetCharOrigin(handle, index - 1, byref(x), byref(there))
    return abs(here.value - there.value) > 0.3 * size


def _other_object(handle: Any, index: int) -> bool:
    """Whether a character is drawn apart from the one before: over a text that is too long for its cell begins that of the
    next."""
    import pypdfium2.raw as raw

    here, there = raw.FPDFText_GetTextObject(handle, index), raw.FPDFText_GetTextObject(handle, index - 1)
    return bool(here and there) and addressof(here.contents) != addressof(there.contents)


def _unique(words: Iterator[Word]) -> Iterator[Word]:
    """Bold print is often the same word twice, a hair apart."""
    seen: set[tuple[str, int, int]] = set()
    for word in words:
        x, y = round(word.left / 2), round(word.top / 2)
        if any((word.text, x + dx, y + dy) in seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            continue
        seen.add((word.text, x, y))
        yield word


def _joined_letters(words: list[Word]) -> Iterator[Word]:
    """Letter-spaced titles ("I N V O I C E") come as single letters: five or more with even gaps are one word."""
    run: list[Word] = []
    for word in [*words, None]:
        follows = (
            word is not None
            and len(word.text) == 1
            and word.text.isalpha()
            and (not run or (abs(word.bottom - run[-1].bottom) < 2 and 0 <= word.left - run[-1].right < 1.6 * word.height))
        )
        if follows and word is not None:
            run.append(word)
            continue
        if len(run) >= 5:
            yield Word(
                text="".join(w.text for w in run), left=run[0].left, top=run[0].top, right=run[-1].right, bottom=run[0].bottom
            )
        else:
            yield from run
        run = []
        if word is not None:
            if len(word.text) == 1 and word.text.isalpha():
                run = [word]
            else:
                yield word
