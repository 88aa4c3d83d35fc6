"""The order as a sheet to fill in: confirm or change per line, say what was shipped. Text of others is only ever text (T13)."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from channels.render.book import close, new_book
from channels.render.form_key import KEY_SHEET, FormKey, Place, write_key
from channels.render.words import Words
from core.filled import ORDER_ANSWER
from core.order import OrderLine, PurchaseOrder
from core.party import Language
from core.policy import House

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["KEY_SHEET", "order_sheet"]

FIRST_ROW = 5
"""Row of the first line, from 1."""
MOST_LINES = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name for the reader, the name of its title in the texts, its width, and how a yellow cell shows a value."""

    name: str
    title: str
    width: int
    shape: str | None = None
    right: bool = False
    money: bool = False


COLUMNS = (
    Column(name="line", title="common.pos", width=7),
    Column(name="our_number", title="sheet.our_number", width=13),
    Column(name="your_number", title="sheet.your_number", width=13),
    Column(name="description", title="order.description", width=38),
    Column(name="ordered_quantity", title="order.quantity", width=11, right=True),
    Column(name="unit", title="order.unit", width=9),
    Column(name="ordered_price", title="order.price", width=12, right=True, money=True),
    Column(name="ordered_date", title="order.deliver_on", width=14),
    Column(name="amount", title="order.amount", width=13, right=True, money=True),
    Column(name="answer", title="sheet.answer", width=15, shape=""),
    Column(name="quantity", title="sheet.your_quantity", width=14, shape="0.######"),
    Column(name="unit_price", title="sheet.your_price", width=14, shape="0.00####", money=True),
    Column(name="date", title="sheet.your_date", width=14, shape="yyyy-mm-dd"),
    Column(name="remark", title="sheet.your_remark", width=36, shape="@"),
    Column(name="ship_quantity", title="sheet.ship_quantity", width=12, shape="0.######"),
    Column(name="ship_date", title="sheet.ship_date", width=14, shape="yyyy-mm-dd"),
    Column(name="tracking", title="sheet.tracking", width=22, shape="@"),
)
FILLED = tuple(n for n, column in enumerate(COLUMNS) if column.shape is not None)
"""Places of the yellow cells."""
ANSWERS = ("confirm", "change", "reject")


def order_sheet(order: PurchaseOrder, house: House, language: Language, key: str = "") -> bytes:
    """The fill-in sheet; `key` signs it. Only the yellow cells can be written to."""
    words, into = Words(language=language, zone=house.time_zone), BytesIO()
    book = new_book(into)
    sheet = book.add_worksheet(words.say("sheet.name"))
    _title(book, sheet, words, order, house)
    _lines(book, sheet, words, order)
    _rules(sheet, words, len(order.lines))
    _page(sheet)
    form = FormKey(form=ORDER_ANSWER, key=key, document=order.reference, revision=order.revision)
    places = [Place(name=c.name, at=chr(ord("A") + n), label=_heading(words, order, c)) for n, c in enumerate(COLUMNS)]
    write_key(book, form, places, words=[(name, words.say(f"sheet.{name}")) for name in ANSWERS])
    close(book)
    return into.getvalue()


def _heading(words: Words, order: PurchaseOrder, column: Column) -> str:
    return words.say(column.title) + (f" ({order.currency})" if column.money else "")


def _title(book: "Workbook", sheet: "Worksheet", words: Words, order: PurchaseOrder, house: House) -> None:
    title = words.say("sheet.title", order=order.reference, revision=str(order.revision))
    sheet.write_string("A1", f"{title} · {house.name}", book.add_format({"bold": True, "font_size": 14, "font_color": "#24445c"}))
    sheet.write_string("A2", words.say("sheet.how"), book.add_format({"font_color": "#5d6b79"}))
    look = {"bold": True, "bottom": 1, "font_color": "#24445c", "text_wrap": True, "valign": "bottom"}
    head, right = book.add_format(look | {"indent": 1}), book.add_format(look | {"align": "right", "indent": 1})
    for n, column in enumerate(COLUMNS):
        sheet.write_string(FIRST_ROW - 2, n, _heading(words, order, column), right if column.right else head)
    sheet.set_row(FIRST_ROW - 2, 32)


def _lines(book: "Workbook", sheet: "Worksheet", words: Words, order: PurchaseOrder) -> None:
    formats = {
        "text": book.add_format({"text_wrap": True, "valign": "top", "indent": 1, "quote_prefix": True}),
        "place": book.add_format({"align": "left", "valign": "top", "indent": 1}),
        "number": book.add_format({"num_format": "#,##0.######", "valign": "top", "align": "right", "indent": 1}),
        "money": book.add_format({"num_format": "#,##0.00####", "valign": "top", "align": "right", "indent": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left", "indent": 1}),
    }
    fill = {"locked": False, "bg_color": "#fff8dc", "border": 1, "border_color": "#d9cf9f", "valign": "top"}
    blanks = {n: book.add_format(fill | _shape(COLUMNS[n].shape)) for n in FILLED}
    for row, line in enumerate(order.lines[:MOST_LINES], FIRST_ROW - 1):
        _line(sheet, row, line, order, formats)
        for column, blank in blanks.items():
            sheet.write_blank(row, column, None, blank)
    last = FIRST_ROW - 1 + len(order.lines)
    bold = book.add_format({"bold": True, "num_format": "#,##0.00####", "top": 1, "align": "right", "indent": 1})
    label = book.add_format({"bold": True, "top": 1, "indent": 1})
    for column in range(FILLED[0]):
        sheet.write_blank(last, column, None, label)
    sheet.write_string(last, 3, words.say("order.net_total"), label)
    sheet.write_number(last, 8, float(order.net.amount), bold)


def _shape(shape: str | None) -> dict[str, object]:
    return {"num_format": shape, "text_wrap": shape == "@"} if shape else {}


def _line(sheet: "Worksheet", row: int, line: OrderLine, order: PurchaseOrder, formats: "dict[str, object]") -> None:
    text, number, money = formats["text"], formats["number"], formats["money"]
    sheet.write_number(row, 0, line.number, formats["place"])
    for column, value in ((1, line.buyer_sku), (2, line.supplier_sku), (3, line.description), (5, line.unit)):
        sheet.write_string(row, column, value[:2000], text)
    sheet.write_number(row, 4, float(line.quantity), number)
    sheet.write_number(row, 6, float(line.unit_price), money)
    if line.delivery_date:
        sheet.write_datetime(row, 7, line.delivery_date, formats["date"])
    sheet.write_number(row, 8, float(line.net(order.currency)), money)


def _rules(sheet: "Worksheet", words: Words, count: int) -> None:
    """What may be written into the yellow cells."""
    from datetime import date

    last = FIRST_ROW + min(count, MOST_LINES) - 2
    choices = [words.say(f"sheet.{name}") for name in ANSWERS]
    listed = {"validate": "list", "source": choices, "error_message": words.say("sheet.choose")}
    number = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": words.say("sheet.number_wanted")}
    day = {"validate": "date", "criteria": ">", "value": date(2000, 1, 1), "error_message": words.say("sheet.date_wanted")}
    rules = {"answer": listed, "quantity": number, "unit_price": number, "date": day, "ship_quantity": number, "ship_date": day}
    for n in FILLED:
        if COLUMNS[n].name in rules:
            sheet.data_validation(FIRST_ROW - 1, n, last, n, rules[COLUMNS[n].name])


def _page(sheet: "Worksheet") -> None:
    for n, column in enumerate(COLUMNS):
        sheet.set_column(n, n, column.width)
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 2)
    sheet.set_selection(FIRST_ROW - 1, FILLED[0], FIRST_ROW - 1, FILLED[0])
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
