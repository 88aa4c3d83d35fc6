"""The invoice form as XLSX: cells to fill in, sums that reckon themselves, the rest protected."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from channels.render.book import close, new_book
from channels.render.form_key import Place, write_key
from channels.render.invoice_form import AMOUNTS, HEAD, InvoiceForm
from core.money import minor_digits, rounded
from core.order import OrderLine

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = {"description": 40, "line": 34, "unit": 9}
_FILLED = frozenset({"quantity", "unit_price", "discount", "rate"})
_FIRST_HEAD = 6
"""Row of the first cell of the head, from 0: title, how, three parties and a gap stand before."""
_VALUE = 1
"""Column of the head's cells."""


@dataclass(frozen=True, slots=True)
class _Looks:
    """The formats of the sheet."""

    title: "Format"
    how: "Format"
    head: "Format"
    label: "Format"
    text: "Format"
    number: "Format"
    money: "Format"
    total: "Format"
    fill_text: "Format"
    fill_day: "Format"
    fill_number: "Format"
    fill_money: "Format"


def invoice_form_sheet(form: InvoiceForm) -> bytes:
    """The workbook."""
    into = BytesIO()
    book = new_book(into)
    sheet = book.add_worksheet(form.words.say("invoice_form.sheet"))
    looks = _looks(book)
    cells = _head(sheet, looks, form)
    first = _FIRST_HEAD + len(HEAD) + 1
    _titles(sheet, looks, form, first)
    for row, line in enumerate(form.lines, first + 1):
        _line(sheet, looks, form, row, line)
    cells += _foot(sheet, looks, form, first + 1)
    _rules(sheet, form, first + 1)
    _page(sheet, form, first)
    columns = [Place(name=name, at=_letter(n), label=form.label(name)) for n, name in enumerate(form.columns)]
    write_key(book, form.key, columns, cells=cells, values=form.values())
    close(book)
    return into.getvalue()


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _looks(book: "Workbook") -> _Looks:
    fill = {"locked": False, "bg_color": "#fff8dc", "border": 1, "border_color": "#d9cf9f"}
    money = {"num_format": "#,##0.00####", "align": "right"}
    return _Looks(
        title=book.add_format({"bold": True, "font_size": 14, "font_color": "#24445c"}),
        how=book.add_format({"font_color": "#5d6b79", "text_wrap": True, "valign": "top"}),
        head=book.add_format({"bold": True, "bottom": 1, "font_color": "#24445c", "text_wrap": True, "valign": "bottom"}),
        label=book.add_format({"font_color": "#24445c", "bold": True}),
        text=book.add_format({"text_wrap": True, "valign": "top", "align": "left", "quote_prefix": True}),
        number=book.add_format({"num_format": "#,##0.######", "valign": "top", "align": "right"}),
        money=book.add_format(money | {"valign": "top"}),
        total=book.add_format(money | {"bold": True, "top": 1}),
        fill_text=book.add_format(fill | {"num_format": "@"}),
        fill_day=book.add_format(fill | {"num_format": "yyyy-mm-dd", "align": "left"}),
        fill_number=book.add_format(fill | {"num_format": "0.######", "valign": "top"}),
        fill_money=book.add_format(fill | {"num_format": "0.00####", "valign": "top"}),
    )


def _head(sheet: "Worksheet", looks: _Looks, form: InvoiceForm) -> list[Place]:
    title = form.words.say("invoice_form.title", order=form.order.reference)
    sheet.write_string(0, 0, f"{title} · {form.scene.house.name}", looks.title)
    sheet.merge_range(1, 0, 1, len(form.columns) - 1, "", looks.how)
    sheet.write_string(1, 0, form.words.say("invoice_form.how"), looks.how)
    sheet.set_row(1, 32)
    for row, (label, value) in enumerate(form.parties(), 2):
        sheet.write_string(row, 0, label, looks.label)
        sheet.write_string(row, _VALUE, value[:300], looks.text)
    for row, name in enumerate(HEAD, _FIRST_HEAD):
        sheet.write_string(row, 0, form.label(name), looks.label)
        sheet.write_blank(row, _VALUE, None, looks.fill_day if name.endswith("_date") else looks.fill_text)
    return [Place(name=name, at=f"{_letter(_VALUE)}{_FIRST_HEAD + n + 1}", label=form.label(name)) for n, name in enumerate(HEAD)]


def _titles(sheet: "Worksheet", looks: _Looks, form: InvoiceForm, row: int) -> None:
    for column, name in enumerate(form.columns):
        sheet.write_string(row, column, form.label(name), looks.head)
    sheet.set_row(row, 32)


def _line(sheet: "Worksheet", looks: _Looks, form: InvoiceForm, row: int, line: OrderLine) -> None:
    values: dict[str, tuple[Decimal | str | None, Format | None]] = {
        "line": (Decimal(line.number), looks.text),
        "description": (line.description[:2000], looks.text),
        "unit": (line.unit, looks.text),
        "open": (line.quantity, looks.number),
        "quantity": (line.quantity, looks.fill_number),
        "unit_price": (line.unit_price, looks.fill_money),
        "price_base": (line.price_base, looks.number),
        "discount": (line.discount, looks.fill_money),
        "rate": (line.tax_rate, looks.fill_number),
    }
    for column, name in enumerate(form.columns):
        if name == "amount":
            sheet.write_formula(row, column, _amount(form, row), looks.money, float(line.net(form.order.currency)))
            continue
        value, look = values[name]
        if isinstance(value, str):
            sheet.write_string(row, column, value, look)
        elif value is None:
            sheet.write_blank(row, column, None, look)
        else:
            sheet.write_number(row, column, float(value), look)


def _at(form: InvoiceForm, name: str, row: int) -> str:
    return f"{_letter(form.columns.index(name))}{row + 1}"


def _amount(form: InvoiceForm, row: int) -> str:
    base = f"/{_at(form, 'price_base', row)}" if "price_base" in form.columns else ""
    less = f"-{_at(form, 'discount', row)}" if "discount" in form.columns else ""
    product = f"{_at(form, 'quantity', row)}*{_at(form, 'unit_price', row)}"
    return f"=ROUND({product}{base}{less},{minor_digits(form.order.currency)})"


def _foot(sheet: "Worksheet", looks: _Looks, form: InvoiceForm, first: int) -> list[Place]:
    """Freight, discount, and the sums; the reader reckons them again and compares."""
    count, code = len(form.lines), form.order.currency
    last = len(form.columns) - 1
    rate, digits = last - 1, minor_digits(code)
    row = first + count
    cells: list[Place] = []
    for n, name in enumerate(AMOUNTS):
        sheet.write_string(row + n, 0, form.label(name), looks.label)
        sheet.write_blank(row + n, last, None, looks.fill_money)
        if form.rate is None:
            sheet.write_blank(row + n, rate, None, looks.fill_number)
        else:
            sheet.write_number(row + n, rate, float(form.rate), looks.fill_number)
        cells += [
            Place(name=name, at=f"{_letter(last)}{row + n + 1}", label=form.label(name)),
            Place(name=f"{name}_rate", at=f"{_letter(rate)}{row + n + 1}", label=form.label(name)),
        ]
    amounts, rates = (f"{_letter(c)}{first + 1}:{_letter(c)}{row + 1}" for c in (last, rate))
    less = f"{_letter(last)}{row + 2}"
    net = sum((line.net(code) for line in form.lines), Decimal(0))
    tax = sum((rounded(line.net(code) * (line.tax_rate or 0) / 100, code) for line in form.lines), Decimal(0))
    net_cell, tax_cell = (f"{_letter(last)}{row + 2 + n + 1}" for n in range(2))
    sums = (
        ("net", f"=SUM({amounts})-{less}", net),
        ("tax", f"=ROUND((SUMPRODUCT({amounts},{rates})-{less}*{_letter(rate)}{row + 2})/100,{digits})", tax),
        ("gross", f"={net_cell}+{tax_cell}", net + tax),
    )
    for n, (name, formula, value) in enumerate(sums, 2):
        sheet.write_string(row + n, 0, form.label(name), looks.label)
        sheet.write_formula(row + n, last, formula, looks.total, float(value))
    return [*cells, Place(name="gross", at=f"{_letter(last)}{row + 5}", label=form.label("gross"))]


def _rules(sheet: "Worksheet", form: InvoiceForm, first: int) -> None:
    say, last = form.words.say, first + len(form.lines) + len(AMOUNTS) - 1
    number = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": say("sheet.number_wanted")}
    rate = number | {"criteria": "between", "minimum": 0, "maximum": 100}
    day = {"validate": "date", "criteria": ">", "value": date(2000, 1, 1), "error_message": say("sheet.date_wanted")}
    for column, name in enumerate(form.columns):
        if name in _FILLED:
            sheet.data_validation(first, column, last, column, rate if name == "rate" else number)
    for n, name in enumerate(HEAD):
        if name.endswith("_date"):
            sheet.data_validation(_FIRST_HEAD + n, _VALUE, _FIRST_HEAD + n, _VALUE, day)


def _page(sheet: "Worksheet", form: InvoiceForm, titles: int) -> None:
    for column, name in enumerate(form.columns):
        sheet.set_column(column, column, _WIDTHS.get(name, 15))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(titles)
    sheet.set_selection(_FIRST_HEAD, _VALUE, _FIRST_HEAD, _VALUE)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
