"""What a letter is laid out from. Both parts, text and HTML, are made from the same blocks, so they say the same."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A sentence or two; `small` for remarks."""

    shape: ClassVar[str] = "paragraph"
    text: str
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The title of what follows."""

    shape: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A person's own words, as written."""

    shape: ClassVar[str] = "quote"
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names with their values."""

    shape: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table; numbers stand to the right; a narrow one takes no more room than it needs."""

    title: str
    right: bool = False
    narrow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A status with its colours."""

    text: str
    ground: str
    ink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in a table: a value, a remark below it, whether it differs from what it should be or is the best of its row,
    or a status as a chip."""

    text: str
    below: str = ""
    differs: bool = False
    best: bool = False
    chip: Chip | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; `foot` holds sums, whose first cell spans the columns that the row lacks."""

    shape: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A calculation written out, one step a row; `(label, value, is the result)`."""

    shape: ClassVar[str] = "sum"
    rows: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A ready-made answer: its name, the `mailto:` link that fills it in, and the words that do the same typed by hand."""

    label: str
    link: str
    words: str
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Buttons."""

    shape: ClassVar[str] = "answers"
    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Numbered choices of a question, each with its link."""

    shape: ClassVar[str] = "choices"
    choices: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of a chart; `share` is its length in per cent of the longest."""

    label: str
    value: str
    share: int
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars made of table cells: no picture, nothing to load (docs/threats.md T11)."""

    shape: ClassVar[str] = "chart"
    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Codes for programs; they stand in the text part only."""

    shape: ClassVar[str] = "codes"
    text: str


Block = Paragraph | Heading | Quote | Facts | Table | Sum | Answers | Choices | Chart | Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a letter says about one notice: what happened, whose turn it is, then everything else (docs/mail.md 8)."""

    subject: str
    happened: str
    turn: str = ""
    chip: Chip | None = None
    blocks: tuple[Block, ...] = ()
