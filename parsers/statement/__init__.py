"""Statements of account: the table of a supplier's open items, from PDF, DOCX, sheet or CSV (docs/reading.md)."""

from core.knowledge import Knowledge
from core.statement import Statement
from parsers.documents import archive
from parsers.documents.page import Page, Unreadable
from parsers.documents.sniff import Sort, sort_of
from parsers.statement.table import statement_in

__all__ = ["read"]


def read(data: bytes, name: str, knowledge: Knowledge) -> Statement | None:
    """The lines of a statement; None where no table of documents is found. Raises nothing."""
    try:
        pages = _pages(data, name)
    except (Unreadable, archive.ArchiveRefused):
        return None
    return statement_in(pages, name, knowledge) if pages else None


def _pages(data: bytes, name: str) -> tuple[Page, ...]:
    match sort_of(data, name):
        case Sort.PDF:
            from parsers.documents.pdf import pages as pdf_pages

            return pdf_pages(data)
        case Sort.DOCX:
            archive.check(data)
            from parsers.documents.docx import pages as text_pages

            return text_pages(data)
        case Sort.SHEET:
            if data.startswith(b"PK"):
                archive.check(data)
            from parsers.documents.sheet import pages as sheet_pages

            return sheet_pages(data, name)
        case _:
            return ()
