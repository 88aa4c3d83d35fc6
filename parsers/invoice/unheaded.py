"""Lines without a heading: columns implied by a row that multiplies, or a plain list above its sum."""

from decimal import Decimal
from itertools import combinations

from parsers.invoice.headings import Column, Heading
from parsers.invoice.layout import Row
from parsers.invoice.reading import Item, Reading
from parsers.invoice.table import TOTAL_LABELS, Band, Factor, multiplied
from parsers.invoice.view import View

_ZERO = Decimal(0)


def implied(view: View, row: Row) -> Heading | None:
    """The columns of a row whose last amount is the product of two other figures, with a text before them."""
    figures = [f for f in view.row_figures(row.index) if not f.percent]
    if len(figures) < 3 or not figures[-1].money or row.furniture or not figures[-1].value:
        return None
    amount = figures[-1]
    for one, other in combinations(figures[:-1], 2):
        quantity, price = (one, other) if other.decimals >= one.decimals or other.money else (other, one)
        if multiplied(quantity, price, amount) is None or multiplied(quantity, price, amount) != Factor():
            continue
        words = [w for w in row.words if sum(c.isalpha() for c in w.text) >= 3 and w.right < amount.left]
        if words:
            text = Column(kind="description", left=words[0].left, right=words[-1].right, words="")
            named = (("quantity", quantity), ("price", price), ("amount", amount))
            columns = [text, *(Column(kind=kind, left=f.left, right=f.right, words="") for kind, f in named)]
            return Heading(columns=tuple(sorted(columns, key=lambda c: c.left)), first=row.index - 1, last=row.index - 1)
    return None


def listed(view: View) -> Reading | None:
    """Rows of a text and one amount each, directly above a total that is their sum."""
    for row, _, hit in view.hits("net_total", "line_total", "gross_total"):
        figures = [f for f in view.row_figures(row.index) if f.money]
        if not hit.leads or len(figures) != 1:
            continue
        total, items, sum_of = figures[0], [], _ZERO
        for above in reversed(view.rows[max(0, row.index - 40) : row.index]):
            money = [f for f in view.row_figures(above.index) if f.money]
            if above.page == row.page and not money:
                continue
            amounts = [f for f in money if abs(f.right - total.right) < 5]
            if above.page != row.page or len(money) != 1 or not amounts or _summing(view, above):
                break
            band = Band(row=above, figures={"amount": amounts[0]}, texts={"description": above.words[: amounts[0].start]})
            items.append(Item(band=band))
            sum_of += amounts[0].value
            if sum_of == total.value and any(item.amount for item in items):
                rows = frozenset(item.band.row.index for item in items)
                return Reading(items=tuple(reversed(items)), rows=rows)
    return None


def _summing(view: View, row: Row) -> bool:
    """Whether a label of the row says that its amount is a total or a tax."""
    return any(h.means(*TOTAL_LABELS) and (h.leads or h.start == 0) for hits in view.labels[row.index] for h in hits)
