"""A request for proposal as a sheet to fill in: a price an item, or a no. Text of others is only ever text (T13)."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from channels.render.book import close, new_book
from channels.render.form_key import FormKey, Place, write_key
from channels.render.words import Words
from core.filled import RFP_QUOTE
from core.party import Language
from core.policy import House
from core.proposal import Proposal, Rfp, RfpItem

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

HEAD_ROW, FIRST_ROW = 6, 7
"""Rows of the titles and of the first item, from 1."""
ALL_ROW, ALL_LABEL, ALL_CELL = 4, 7, 8
"""Where "that is all" is said: its row from 1, its columns from 0."""
MOST_ITEMS = 5000
WORDS = ("yes", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name for the reader, the key of its title, its width; `shape`: how a yellow cell shows a value."""

    name: str
    title: str
    width: int
    shape: str | None = None
    money: bool = False


COLUMNS = (
    Column(name="line", title="common.pos", width=7),
    Column(name="our_number", title="sheet.our_number", width=14),
    Column(name="description", title="order.item", width=40),
    Column(name="asked_quantity", title="order.quantity", width=11),
    Column(name="unit", title="order.unit", width=9),
    Column(name="item_note", title="order.note", width=24),
    Column(name="answer", title="quote_sheet.offered", width=13, shape=""),
    Column(name="unit_price", title="quote_sheet.price", width=15, shape="0.00####", money=True),
    Column(name="quantity", title="quote_sheet.quantity", width=14, shape="0.######"),
    Column(name="lead_time", title="quote_sheet.lead_time", width=13, shape="0"),
    Column(name="date", title="quote_sheet.date", width=14, shape="yyyy-mm-dd"),
    Column(name="alternative", title="quote_sheet.alternative", width=26, shape="@"),
    Column(name="remark", title="quote_sheet.note", width=36, shape="@"),
)
FILLED = tuple(n for n, column in enumerate(COLUMNS) if column.shape is not None)


def quote_sheet(rfp: Rfp, proposal: Proposal, house: House, language: Language, key: str = "") -> bytes:
    """The fill-in sheet of one supplier; `key` signs it. Only the yellow cells can be written to."""
    words, into = Words(language=language, zone=house.time_zone), BytesIO()
    book = new_book(into)
    sheet = book.add_worksheet(words.say("quote_sheet.name"))
    _title(book, sheet, words, rfp, house)
    _items(book, sheet, rfp)
    _rules(sheet, words, len(rfp.items))
    _page(sheet)
    form = FormKey(form=RFP_QUOTE, key=key, document=proposal.reference, revision=0)
    places = [Place(name=c.name, at=chr(ord("A") + n), label=_heading(words, rfp, c)) for n, c in enumerate(COLUMNS)]
    at = f"{chr(ord('A') + ALL_CELL)}{ALL_ROW}"
    whole = Place(name="answer", at=at, label=words.say("quote_sheet.all"))
    write_key(book, form, places, cells=(whole,), words=[(name, words.say(f"quote_sheet.{name}")) for name in WORDS])
    close(book)
    return into.getvalue()


def _heading(words: Words, rfp: Rfp, column: Column) -> str:
    return words.say(column.title) + (f" ({rfp.currency})" if column.money else "")


def _title(book: "Workbook", sheet: "Worksheet", words: Words, rfp: Rfp, house: House) -> None:
    title = " · ".join(part for part in (words.say("quote_sheet.title", rfp=rfp.reference), rfp.title, house.name) if part)
    grey = book.add_format({"font_color": "#5d6b79"})
    sheet.write_string("A1", title[:2000], book.add_format({"bold": True, "font_size": 14, "font_color": "#24445c"}))
    sheet.write_string("A2", words.say("quote_sheet.how"), grey)
    until = words.moment(rfp.deadline) if rfp.deadline else words.say("common.none")
    sheet.write_string("A3", f"{words.say('rfp.deadline')}: {until}", grey)
    sheet.write_string(ALL_ROW - 1, ALL_LABEL, words.say("quote_sheet.all"), book.add_format({"align": "right"}))
    sheet.write_blank(ALL_ROW - 1, ALL_CELL, None, book.add_format(_fill("")))
    head = book.add_format(
        {"bold": True, "bottom": 1, "font_color": "#24445c", "text_wrap": True, "valign": "bottom", "indent": 1}
    )
    for n, column in enumerate(COLUMNS):
        sheet.write_string(HEAD_ROW - 1, n, _heading(words, rfp, column), head)
    sheet.set_row(HEAD_ROW - 1, 32)


def _fill(shape: str | None) -> dict[str, object]:
    look: dict[str, object] = {"locked": False, "bg_color": "#fff8dc", "border": 1, "border_color": "#d9cf9f", "valign": "top"}
    return look | ({"num_format": shape, "text_wrap": shape == "@"} if shape else {})


def _items(book: "Workbook", sheet: "Worksheet", rfp: Rfp) -> None:
    text = book.add_format({"text_wrap": True, "valign": "top", "indent": 1, "quote_prefix": True})
    place = book.add_format({"align": "left", "valign": "top", "indent": 1})
    number = book.add_format({"num_format": "#,##0.######", "valign": "top", "align": "right", "indent": 1})
    blanks = {n: book.add_format(_fill(COLUMNS[n].shape)) for n in FILLED}
    for row, item in enumerate(rfp.items[:MOST_ITEMS], FIRST_ROW - 1):
        sheet.write_number(row, 0, item.number, place)
        for column, value in _texts(item):
            sheet.write_string(row, column, value[:2000], text)
        sheet.write_number(row, 3, float(item.quantity), number)
        for column, blank in blanks.items():
            sheet.write_blank(row, column, None, blank)


def _texts(item: RfpItem) -> tuple[tuple[int, str], ...]:
    return (1, item.sku), (2, item.description), (4, item.unit), (5, item.note)


def _rules(sheet: "Worksheet", words: Words, count: int) -> None:
    """What may be written into the yellow cells."""
    from datetime import date

    first, last = FIRST_ROW - 1, FIRST_ROW + min(count, MOST_ITEMS) - 2
    choices = [words.say(f"quote_sheet.{name}") for name in WORDS]
    listed = {"validate": "list", "source": choices, "error_message": words.say("quote_sheet.choose")}
    number = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": words.say("quote_sheet.number_wanted")}
    whole = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": words.say("quote_sheet.whole_wanted")}
    day = {"validate": "date", "criteria": ">", "value": date(2000, 1, 1), "error_message": words.say("quote_sheet.date_wanted")}
    rules = {"answer": listed, "unit_price": number, "quantity": number, "lead_time": whole, "date": day}
    for n in FILLED:
        if COLUMNS[n].name in rules:
            sheet.data_validation(first, n, last, n, rules[COLUMNS[n].name])
    sheet.data_validation(ALL_ROW - 1, ALL_CELL, ALL_ROW - 1, ALL_CELL, listed)


def _page(sheet: "Worksheet") -> None:
    for n, column in enumerate(COLUMNS):
        sheet.set_column(n, n, column.width)
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW - 1)
    sheet.set_selection(FIRST_ROW - 1, FILLED[0], FIRST_ROW - 1, FILLED[0])
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
