"""The same documents as a Word file and as a workbook."""

import io
from decimal import Decimal
from random import Random

from tests.generate.invoices import Printed, Sample


def docx(printed: Printed, seed: int) -> bytes:
    """Paragraphs and tables; facts stand in a table or in lines with a colon."""
    import docx as word

    dice = Random(f"docx {seed}")
    document = word.Document()
    document.add_paragraph("\n".join(printed.seller))
    document.add_paragraph("\n".join((printed.buyer_label, *printed.buyer)))
    document.add_heading(printed.title, 1)
    if dice.random() < 0.5:
        _table(document, [[label, value] for _, label, value in printed.facts])
    else:
        for _, label, value in printed.facts:
            document.add_paragraph(f"{label}: {value}")
    rows = [[row.cells[column] for column in printed.heads] for row in printed.rows]
    _table(document, [list(printed.heads.values()), *rows])
    if dice.random() < 0.5:
        _table(document, [[label, value] for _, label, value in printed.totals])
    else:
        for _, label, value in printed.totals:
            document.add_paragraph(f"{label}\t{value}")
    for sentence in printed.closing:
        document.add_paragraph(sentence)
    for _, label, value in printed.seller_facts:
        document.add_paragraph(f"{label}: {value}")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _table(document: "word.document.Document", rows: list[list[str]]) -> None:  # type: ignore[name-defined]  # noqa: F821
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value


def xlsx(sample: Sample, printed: Printed) -> bytes:
    """Numbers as numbers where nothing was changed in print, facts beside their labels."""
    import xlsxwriter

    dice = Random(f"xlsx {sample.seed}")
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    left = dice.choice((0, 1))
    row = 0
    for text in (*printed.seller, "", printed.buyer_label, *printed.buyer, "", printed.title):
        sheet.write_string(row, left, text)
        row += 1
    for _, label, value in printed.facts:
        sheet.write_string(row, left, label)
        sheet.write_string(row, left + 1, value)
        row += 1
    row += 1
    for n, heading in enumerate(printed.heads.values()):
        sheet.write_string(row, left + n, heading)
    for line in printed.rows:
        row += 1
        for n, value in enumerate(line.cells.values()):
            sheet.write_string(row, left + n, value)
    row += 2
    for _, label, value in (*printed.totals, *printed.seller_facts):
        sheet.write_string(row, left + len(printed.heads) - 2, label)
        sheet.write_string(row, left + len(printed.heads) - 1, value)
        row += 1
    book.close()
    return made.getvalue()


def typed_xlsx(sample: Sample) -> bytes:
    """A workbook whose cells are numbers and dates, as programs export them."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet, printed, truth = book.add_worksheet(), sample.printed, sample.truth
    row = 0
    for text in (*printed.seller, printed.buyer_label, *printed.buyer, printed.title):
        sheet.write_string(row, 0, text)
        row += 1
    for meaning, label, value in printed.facts:
        sheet.write_string(row, 0, label)
        when = {"date": truth.issue_date, "due": truth.due_date}.get(meaning)
        if when is not None:
            sheet.write_datetime(row, 1, when, day)
        else:
            sheet.write_string(row, 1, value)
        row += 1
    for n, heading in enumerate(printed.heads.values()):
        sheet.write_string(row, n, heading)
    for line, shown in zip(truth.lines, printed.rows, strict=True):
        row += 1
        typed = {"quantity": line.quantity, "price": line.unit_price, "amount": line.net_amount}
        for n, column in enumerate(printed.heads):
            value = typed.get(column)
            if isinstance(value, Decimal):
                sheet.write_number(row, n, float(value), money if column != "quantity" else None)
            else:
                sheet.write_string(row, n, shown.cells[column])
    row += 2
    for _, label, value in (*printed.totals, *printed.seller_facts):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, value)
        row += 1
    book.close()
    return made.getvalue()
