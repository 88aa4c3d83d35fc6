"""The order as a sheet to fill in: confirm or change per line. Text of others is only ever text (docs/threats.md T13)."""

from io import BytesIO
from typing import TYPE_CHECKING

from channels.render.book import close, new_book
from channels.render.words import Words
from core.order import OrderLine, PurchaseOrder
from core.party import Language
from core.policy import House

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

KEY_SHEET = "counterfoil"
"""A hidden sheet: what the reader of a sheet sent back needs, whatever the language of the visible one."""
FIRST_ROW = 5
"""Row of the first line, from 1."""
ANSWER_COLUMNS = ("J", "K", "L", "M", "N")
"""Answer, quantity, unit price, date, remark."""
MOST_LINES = 5000
RIGHT = frozenset({"order.quantity", "order.price", "order.amount"})


def order_sheet(order: PurchaseOrder, house: House, language: Language, key: str = "") -> bytes:
    """The fill-in sheet; `key` is the document's signed key. Only the yellow cells can be written to."""
    words, into = Words(language=language, zone=house.time_zone), BytesIO()
    book = new_book(into)
    sheet = book.add_worksheet(words.say("sheet.name"))
    _title(book, sheet, words, order, house)
    _lines(book, sheet, words, order)
    _rules(sheet, words, len(order.lines))
    _page(sheet)
    _key(book, order, key, words)
    close(book)
    return into.getvalue()


def _title(book: "Workbook", sheet: "Worksheet", words: Words, order: PurchaseOrder, house: House) -> None:
    title = words.say("sheet.title", order=order.reference, revision=str(order.revision))
    sheet.write_string("A1", f"{title} · {house.name}", book.add_format({"bold": True, "font_size": 14, "font_color": "#24445c"}))
    sheet.write_string("A2", words.say("sheet.how"), book.add_format({"font_color": "#5d6b79"}))
    look = {"bold": True, "bottom": 1, "font_color": "#24445c", "text_wrap": True, "valign": "bottom"}
    head, right = book.add_format(look | {"indent": 1}), book.add_format(look | {"align": "right", "indent": 1})
    names = (
        "common.pos",
        "sheet.our_number",
        "sheet.your_number",
        "order.description",
        "order.quantity",
        "order.unit",
        "order.price",
        "order.deliver_on",
        "order.amount",
        "sheet.answer",
        "sheet.your_quantity",
        "sheet.your_price",
        "sheet.your_date",
        "sheet.your_remark",
    )
    for column, name in enumerate(names):
        currency = f" ({order.currency})" if name in ("order.price", "order.amount", "sheet.your_price") else ""
        sheet.write_string(FIRST_ROW - 2, column, words.say(name) + currency, right if name in RIGHT else head)
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
    shapes: tuple[dict[str, object], ...] = (
        {},
        {"num_format": "0.######"},
        {"num_format": "0.00####"},
        {"num_format": "yyyy-mm-dd"},
        {"text_wrap": True},
    )
    blanks = [book.add_format(fill | shape) for shape in shapes]
    for row, line in enumerate(order.lines[:MOST_LINES], FIRST_ROW - 1):
        _line(sheet, row, line, order, formats)
        for column, blank in enumerate(blanks, 9):
            sheet.write_blank(row, column, None, blank)
    last = FIRST_ROW - 1 + len(order.lines)
    bold = book.add_format({"bold": True, "num_format": "#,##0.00####", "top": 1, "align": "right", "indent": 1})
    label = book.add_format({"bold": True, "top": 1, "indent": 1})
    for column in range(9):
        sheet.write_blank(last, column, None, label)
    sheet.write_string(last, 3, words.say("order.net_total"), label)
    sheet.write_number(last, 8, float(order.net.amount), bold)


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

    last = FIRST_ROW + min(count, MOST_LINES) - 1
    choices = [words.say(f"sheet.{name}") for name in ("confirm", "change", "reject")]
    listed = {"validate": "list", "source": choices, "error_message": words.say("sheet.choose")}
    number = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": words.say("sheet.number_wanted")}
    day = {"validate": "date", "criteria": ">", "value": date(2000, 1, 1), "error_message": words.say("sheet.date_wanted")}
    for column, rule in zip(ANSWER_COLUMNS, (listed, number, number, day), strict=False):
        sheet.data_validation(f"{column}{FIRST_ROW}:{column}{last}", rule)


def _page(sheet: "Worksheet") -> None:
    for column, width in enumerate((7, 13, 13, 38, 11, 9, 12, 14, 13, 15, 14, 14, 14, 36)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 2)
    sheet.set_selection(f"{ANSWER_COLUMNS[0]}{FIRST_ROW}")
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})


def _key(book: "Workbook", order: PurchaseOrder, key: str, words: Words) -> None:
    """Names and values for the reader, one a row; column A holds the name."""
    hidden = book.add_worksheet(KEY_SHEET)
    rows = (
        ("form", "order-answer-1"),
        ("key", key),
        ("order", order.reference),
        ("revision", str(order.revision)),
        ("first_row", str(FIRST_ROW)),
        ("line", "A"),
        *zip(("answer", "quantity", "unit_price", "date", "remark"), ANSWER_COLUMNS, strict=True),
        *((name, words.say(f"sheet.{name}")) for name in ("confirm", "change", "reject")),
    )
    for row, (name, value) in enumerate(rows):
        hidden.write_string(row, 0, name)
        hidden.write_string(row, 1, value)
    hidden.very_hidden()
    hidden.protect()
