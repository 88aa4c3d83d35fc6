"""Which rows under a heading belong to its table."""

from collections.abc import Iterable

from parsers.invoice.headings import Heading
from parsers.invoice.table import Band, bands, with_amount
from parsers.invoice.totals import over_amounts
from parsers.invoice.view import View


def region(view: View, heading: Heading, heads: tuple[Heading, ...]) -> Iterable[Band]:
    """The rows of the table: to the totals behind its last line, without the headings of further pages."""
    repeated = [h for h in heads if h is not heading and h.first > heading.last and h.same(heading)]
    others = [h for h in heads if h.first > heading.last and not h.same(heading)]
    skipped = {index for h in repeated for index in range(h.first, h.last + 1)}
    tops = {view.rows[h.first].page: h.first for h in repeated}
    found: list[Band] = []
    stop = min((h.first for h in others), default=len(view.rows))
    stopped = False
    for band in bands(view, heading):
        index = band.row.index
        if index >= stop:
            break
        if not any(c.isalnum() for word in band.row.words for c in word.text):
            continue  # a ruling drawn with hyphens is no text
        # Above a repeated heading stands the head of the page.
        if index in skipped or index < tops.get(band.row.page, -1) or (band.row.furniture and not band.multiplies()):
            continue
        if any(b.amount for b in found) and over_amounts(view, band.row):
            break
        hard = band.label == "total" and not band.counted and _has_amount(view, band)
        stopped = stopped or (hard and _ends(view, band))
        if not stopped or band.multiplies():
            found.append(band)
            stopped = stopped and not band.multiplies()
    return found


def _has_amount(view: View, band: Band) -> bool:
    return any(f.money for f in view.row_figures(band.row.index))


def _ends(view: View, band: Band) -> bool:
    """A sub-total of a group does not end the table; the total before or after tax does."""
    for hits in view.labels[band.row.index]:
        for hit in hits:
            if hit.leads and hit.means("net_total", "gross_total", "tax_total", "payable"):
                return True
        if hits:
            return False
    return False


def joined(under: Iterable[Band]) -> Iterable[Band]:
    """A row with quantity and price whose amount stands a little lower, alone on its row, is one row."""
    waiting: Band | None = None
    for band in under:
        if waiting is not None:
            alone = band.amount is not None and not band.quantity and not band.price and not band.label
            if alone and band.amount and band.row.top - waiting.row.bottom < band.row.height:
                yield with_amount(waiting, band.amount)
                waiting = None
                continue
            yield waiting
            waiting = None
        if band.quantity and band.price and not band.amount:
            waiting = band
            continue
        yield band
    if waiting is not None:
        yield waiting
