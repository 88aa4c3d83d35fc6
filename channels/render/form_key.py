"""The hidden sheet of a fill-in workbook: what its reader needs, whatever the language of the visible one (docs/mail.md 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.names import Reference

if TYPE_CHECKING:
    from xlsxwriter import Workbook

KEY_SHEET = "counterfoil"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormKey:
    """Which form it is, for which document, and the signature over both (core/tokens.py)."""

    form: str
    key: str
    document: Reference
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: the letter of a column or the address of a cell, and the label beside or above it.

    The label finds it again when a person has moved columns or rows.
    """

    name: str
    at: str
    label: str


def write_key(
    book: "Workbook",
    form: FormKey,
    columns: Iterable[Place],
    *,
    cells: Iterable[Place] = (),
    words: Iterable[tuple[str, str]] = (),
    values: Iterable[tuple[str, str]] = (),
) -> None:
    """Add the sheet. `words`: what may be chosen in a cell, as (our name, as it is written in this language); `values`: what the
    form knows beforehand and its reader needs."""
    hidden = book.add_worksheet(KEY_SHEET)
    for row, triple in enumerate(key_rows(form, columns, cells=cells, words=words, values=values)):
        for column, value in enumerate(triple):
            hidden.write_string(row, column, value)
    hidden.very_hidden()
    hidden.protect()


def key_rows(
    form: FormKey,
    columns: Iterable[Place],
    *,
    cells: Iterable[Place] = (),
    words: Iterable[tuple[str, str]] = (),
    values: Iterable[tuple[str, str]] = (),
) -> list[tuple[str, str, str]]:
    """What the hidden sheet says, as (name, value, label); a text file says it in its properties."""
    return [
        ("form", form.form, ""),
        ("key", form.key, ""),
        ("document", form.document, ""),
        ("revision", str(form.revision), ""),
        *((f"column.{place.name}", place.at, place.label) for place in columns),
        *((f"cell.{place.name}", place.at, place.label) for place in cells),
        *((f"word.{name}", word, "") for name, word in words),
        *((f"value.{name}", value, "") for name, value in values),
    ]
