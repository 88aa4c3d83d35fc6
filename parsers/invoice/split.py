"""Several papers in one file: where the next one begins."""

import re

from core.paper import Source
from parsers.documents.page import Page
from parsers.invoice.numbers import identifiers
from parsers.invoice.view import view_of

_PAGE_OF = re.compile(
    r"\b(?:page|seite|pagina|página|strona|sida|side|strana|blatt|str)\.?:?\s*(\d{1,3})\s*(?:/|of|von|de|sur|van|di|z|av|af)\s*(\d{1,3})\b",
    re.I,
)


def papers_in(pages: tuple[Page, ...], source: Source) -> tuple[tuple[Page, ...], ...]:
    """Groups of pages that are one paper each. A page begins a new one if it has another number under a strong label and does
    not count on from the page before."""
    if len(pages) < 2:
        return (pages,) if pages else ()
    groups: list[list[Page]] = []
    number, counted = "", (0, 0)
    for page in pages:
        own, count = _signs(page, source)
        goes_on = count[0] > 1 and count == (counted[0] + 1, counted[1])
        if groups and not goes_on and own and number and own != number:
            groups.append([page])
        elif groups:
            groups[-1].append(page)
        else:
            groups.append([page])
        number, counted = own or number, count
    return tuple(tuple(group) for group in groups)


def _signs(page: Page, source: Source) -> tuple[str, tuple[int, int]]:
    view = view_of((page,), source)
    strong = [c for c in identifiers(view, "number") if c.strong]
    count = (0, 0)
    for row in view.rows:
        match = _PAGE_OF.search(row.text)
        if match:
            count = (int(match.group(1)), int(match.group(2)))
    return (strong[0].value if strong else ""), count
