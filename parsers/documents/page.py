"""The one structure behind all visible documents: pages of words with boxes (docs/reading.md)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.paper import Source


class Why(StrEnum):
    """Why bytes could not be read as a document."""

    PASSWORD = "password"
    EMPTY = "empty"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    NO_TEXT = "no_text"
    NO_OCR = "no_ocr"


class Unreadable(Exception):
    """Bytes that no reader can make pages of; `why` says what to ask the sender for."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else str(why))
        self.why = why
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word and its box, in PDF points from the top left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    value: Decimal | date | None = None
    """The typed value of a cell of a sheet, where no grammar of numbers or dates has to guess."""

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The vertical centre."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """The horizontal centre."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: upright words in no particular order. `complete` is false where a part could not be read
    (a picture without a reader of pictures, a limit that was reached)."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = field(repr=False)
    source: Source = Source.TEXT
    complete: bool = True


MAX_PAGES = 200
"""A business paper is shorter; a longer file is a catalogue or an attack (docs/threats.md)."""
MAX_WORDS = 6000
"""Words of one page that are looked at."""
