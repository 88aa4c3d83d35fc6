"""A way to read the lines of a document: the lines, and what lies between them and the total."""

from dataclasses import dataclass
from decimal import Decimal

from parsers.invoice.headings import Column
from parsers.invoice.layout import Row
from parsers.invoice.table import Band

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line as it stands in the table, with the rows that belong to it."""

    band: Band
    more: tuple[Band, ...] = ()
    reduction: Decimal = Decimal(0)
    """A discount in a row of its own below the line."""

    unsure: bool = False
    """The text above it may be its own, though it was left to the line before."""

    @property
    def amount(self) -> Decimal:
        return (self.band.amount.value if self.band.amount else _ZERO) - self.reduction


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A row of the table that is a charge (or, negative, a discount) on the whole document."""

    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read the lines of a document."""

    items: tuple[Item, ...]
    extras: tuple[Extra, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()
    """Those of the rows that may be of a charge or a discount on the whole document."""
    dropped: int = 0
    guessed: bool = False
    """A column is not what its heading says, or has none."""
    overruled: bool = False
    """The columns are not those that the headings name: the arithmetic says another thing than a heading."""
    stacked: bool = False
    """Each line has its description in rows of its own above its figures, and no heading over it."""
    summed: bool = False
    """Lines were dropped because others add up to them."""

    @property
    def total(self) -> Decimal:
        return sum((item.amount for item in self.items), _ZERO)

    @property
    def with_extras(self) -> Decimal:
        return self.total + sum((extra.amount for extra in self.extras), _ZERO)

    @property
    def multiplied(self) -> int:
        """How many lines multiply."""
        return sum(1 for item in self.items if item.band.multiplies())


def row_text(row: Row) -> str:
    """The words of a row without its figures."""
    return " ".join(word.text for word in row.words if any(c.isalpha() for c in word.text))[:200]
