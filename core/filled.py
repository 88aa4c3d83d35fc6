"""A fill-in file that came back: what stands in its cells, under the names that its form gave them (docs/mail.md 6)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.names import Reference

ORDER_ANSWER = "order-answer-1"
"""The form of an order's sheet: confirm, change or reject per line, and say what was shipped."""
INVOICE_FORM = "invoice-1"
"""The form of an invoice for suppliers without invoicing software."""

RFP_QUOTE = "rfp-quote-1"
"""The sheet and the form of a request for proposal: a price an item, or a no."""

Value = str | Decimal | date
"""A cell as its program typed it; a number or a date that was typed as text is a text still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledCell:
    """One cell that holds something."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """The cells of one line of the document, found by its number wherever the row stands now."""

    line: int
    cells: tuple[FilledCell, ...] = ()

    def get(self, name: str) -> Value | None:
        """What stands under a column; None for an empty cell."""
        return next((cell.value for cell in self.cells if cell.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A fill-in file as read. `key` proves, once it is verified, that the form is ours and for whom and what it was made.

    `answer` of a row is one of the form's own words ("confirm"), whatever the language of the file; else the text as typed.
    """

    form: str
    key: str
    document: Reference
    revision: int
    rows: tuple[FilledRow, ...] = ()
    head: tuple[FilledCell, ...] = ()
    """Cells outside the rows: an invoice's number, its date."""

    def get(self, name: str) -> Value | None:
        """What stands in a cell outside the rows; None for an empty one."""
        return next((cell.value for cell in self.head if cell.name == name), None)
