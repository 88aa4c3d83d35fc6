"""Fill-in files that come back: recognised by their hidden form name, read by column names, understood form by form.

A new form is one file here and its line in `FORMS`; the file itself is written by `channels/render` (docs/mail.md 6).
"""

from collections.abc import Callable
from datetime import date

from core.filled import ORDER_ANSWER, RFP_QUOTE, Filled
from core.knowledge import Knowledge
from core.paper import Paper
from core.reading import Context
from parsers.fill_in import invoice_form, order_answer, rfp_quote
from parsers.fill_in.book import sheets_of
from parsers.fill_in.form import filled_in
from parsers.fill_in.rfp_form import filled_form
from parsers.fill_in.text_file import tables_of
from parsers.fill_in.text_form import TextForm, text_form
from parsers.fill_in.understood import Understood

__all__ = ["FORMS", "Understood", "filled_paper", "read", "understood"]

Reader = Callable[[Filled, Context, date], Understood]
FORMS: dict[str, Reader] = {
    ORDER_ANSWER: order_answer.understood,
    RFP_QUOTE: rfp_quote.understood,
}
"""What the cells of each form say, as commands and doubts."""
TEXT_FORMS: dict[str, Callable[[TextForm], Filled]] = {
    RFP_QUOTE: filled_form,
}
"""How the tables of a form of a word processor become rows under names."""


def read(data: bytes) -> Filled | None:
    """What stands in a fill-in file of ours; None for every other file, also a hostile or a broken one. Raises nothing."""
    sheets = sheets_of(data) or tables_of(data)
    if sheets:
        return filled_in(sheets)
    written = text_form(data)
    named = TEXT_FORMS.get(written.head.form) if written else None
    return named(written) if named and written else None


def understood(filled: Filled, context: Context, today: date) -> Understood:
    """The commands of a fill-in file, for certain, and its doubts. Nothing for a form that is not known."""
    form = FORMS.get(filled.form)
    return form(filled, context, today) if form else Understood()


def filled_paper(data: bytes, knowledge: Knowledge) -> Paper | None:
    """The business paper that a fill-in file is, where it is one; None for every other file. Raises nothing."""
    filled = read(data)
    return invoice_form.paper(filled, knowledge) if filled else None
