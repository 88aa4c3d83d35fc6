"""The form of a request for proposal, filled in with a word processor: its rows under the names that its sheet has."""

from collections.abc import Iterator

from core.filled import Filled, FilledCell, FilledRow
from parsers.fill_in.form import ANSWER
from parsers.fill_in.text_form import Row, TextForm

COLUMNS = ("line", "description", "asked", "unit_price", "quantity", "lead_time", "date", "alternative", "remark")
"""In the order in which channels/render/quote_form.py writes them."""
YES = frozenset({"yes", "ja", "y", "j", "x", "oui", "si", "sí", "tak", "sim", "ano", "igen", "da", "evet", "так", "是"})
NO = frozenset({"no", "nein", "n", "non", "nie", "nee", "não", "ne", "nem", "nu", "hayır", "ні", "否", "nej"})
MOST_LINES = 999_999


def filled_form(form: TextForm) -> Filled:
    """The rows of the table of items, and whether that is all."""
    rows = tuple(row for table in form.tables if table and len(table[0]) == len(COLUMNS) for row in _rows(table))
    pairs = [row for table in form.tables for row in table if len(row) == 2 and len(table) == 1]
    whole = next((_word(row[1]) for row in pairs if row[1]), None)
    head = (FilledCell(name=ANSWER, value=whole),) if whole else ()
    known = form.head
    return Filled(form=known.form, key=known.key, document=known.document, revision=known.revision, rows=rows, head=head)


def _rows(table: tuple[Row, ...]) -> Iterator[FilledRow]:
    for row in table:
        number = row[0].strip().rstrip(".")
        if len(row) == len(COLUMNS) and number.isascii() and number.isdecimal() and 0 < int(number[:7]) <= MOST_LINES:
            yield FilledRow(line=int(number), cells=tuple(_cells(row)))


def _cells(row: Row) -> Iterator[FilledCell]:
    """A no in the place of a price refuses the item."""
    for name, text in zip(COLUMNS[3:], row[3:], strict=True):
        value = " ".join(text.split())
        if value and name == "unit_price" and _word(value) in ("yes", "no"):
            yield FilledCell(name=ANSWER, value=_word(value))
        elif value:
            yield FilledCell(name=name, value=value)


def _word(text: str) -> str:
    """ "yes" and "no" in the languages of letters and a few more; another word as it is."""
    folded = text.strip().casefold().rstrip(".")
    return "yes" if folded in YES else "no" if folded in NO else text.strip()
