"""The picture of an invoice's page for its card: drawn in the cage when the card goes out (docs/slack.md)."""

from typing import TYPE_CHECKING

import structlog

from channels.slack.message import Page
from core.invoice import Invoice
from core.names import BlobHash, safe_line
from core.order import Attached

if TYPE_CHECKING:
    from bot.wire import Bot
    from parsers.cage import Cage

log = structlog.get_logger()
SOURCE_MOST = 30_000_000
"""Bytes of a file that is drawn."""


class Pictures:
    """Draws pages. The cage is opened for the first picture, unless one is given."""

    def __init__(self, cage: "Cage | None" = None) -> None:
        self._cage, self._mine = cage, cage is None

    def close(self) -> None:
        """End the child, if there is one of ours."""
        if self._mine and self._cage:
            self._cage.close()

    def of(self, bot: "Bot", page: Page) -> bytes | None:
        """The page as PNG; None where it has no look, or cannot be drawn within the limits of the cage."""
        from parsers.cage import Cage, Caged
        from parsers.documents.shown import shown

        with bot.store.read() as unit:
            data = unit.blobs.get(BlobHash(page.source))
        if data is None or len(data) > SOURCE_MOST:
            return None
        self._cage = self._cage or Cage(jobs=1)
        try:
            return self._cage.run(shown, data, page.name, page.number, page.boxes)
        except Caged as no:
            log.warning("a page was not drawn", why=str(no.failure.why))
            return None


def page_of(invoice: Invoice, alt: str) -> Page | None:
    """The page on which the total stands, else the first, of the file that was read; None without a file that has a look."""
    source = _source(invoice)
    if source is None:
        return None
    spots = invoice.paper.spots if source.name == invoice.paper.file else ()
    number = max((s.page for s in spots), default=1)
    boxes = tuple((s.left, s.top, s.right, s.bottom) for s in spots if s.page == number)
    return Page(source=source.hash, name=safe_line(source.name, 120), number=number, boxes=boxes, alt=alt)


def _source(invoice: Invoice) -> Attached | None:
    read = [s for s in invoice.sources if s.name == invoice.paper.file]
    return next((s for s in (*read, *invoice.sources) if not s.name.lower().endswith((".xml", ".xlsx", ".csv", ".docx"))), None)
