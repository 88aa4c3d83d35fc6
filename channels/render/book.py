"""Workbooks in which text of others is only ever text (docs/threats.md T13)."""

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def new_book(into: BytesIO) -> "Workbook":
    """A workbook that makes no formula and no link out of text."""
    from xlsxwriter import Workbook

    return Workbook(
        into,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )


def close(book: "Workbook") -> None:
    """Finish; the time of making is fixed, so that the same content makes the same bytes."""
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    book.close()
