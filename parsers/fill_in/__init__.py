"""Fill-in files that come back: recognised by their hidden form name, read by column names, understood form by form.

A new form is one file here and its line in `FORMS`; the file itself is written by `channels/render` (docs/mail.md 6).
"""

from collections.abc import Callable
from datetime import date

from core.filled import ORDER_ANSWER, Filled
from core.reading import Context
from parsers.fill_in import order_answer
from parsers.fill_in.book import sheets_of
from parsers.fill_in.form import filled_in
from parsers.fill_in.understood import Understood

__all__ = ["FORMS", "Understood", "read", "understood"]

Reader = Callable[[Filled, Context, date], Understood]
FORMS: dict[str, Reader] = {
    ORDER_ANSWER: order_answer.understood,
}
"""What the cells of each form say, as commands and doubts."""


def read(data: bytes) -> Filled | None:
    """What stands in a fill-in file of ours; None for every other file, also a hostile or a broken one. Raises nothing."""
    sheets = sheets_of(data)
    return filled_in(sheets) if sheets else None


def understood(filled: Filled, context: Context, today: date) -> Understood:
    """The commands of a fill-in file, for certain, and its doubts. Nothing for a form that is not known."""
    form = FORMS.get(filled.form)
    return form(filled, context, today) if form else Understood()
