"""The same documents as a Word file and as a workbook."""

import io
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from core.paper import PaperLine
from tests.generate.invoices import Printed, Row, Sample

Cell = str | Decimal | date


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


def word_pdf(printed: Printed, seed: int) -> bytes:
    """The Word file as LibreOffice prints it; some seconds a document."""
    with TemporaryDirectory() as folder:
        written = Path(folder) / "invoice.docx"
        written.write_bytes(docx(printed, seed))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(written)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return written.with_suffix(".pdf").read_bytes()


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
    day, money = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet()
    for row, cells in enumerate(_cells(sample)):
        for column, value in enumerate(cells):
            if isinstance(value, Decimal):
                sheet.write_number(row, column, float(value), money)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write_string(row, column, value)
    book.close()
    return made.getvalue()


def _cells(sample: Sample) -> Iterator[list[Cell]]:
    printed, truth = sample.printed, sample.truth
    yield from ([text] for text in (*printed.seller, printed.buyer_label, *printed.buyer, printed.title))
    days = {"date": truth.issue_date, "due": truth.due_date}
    yield from ([label, days.get(meaning) or value] for meaning, label, value in printed.facts)
    # a number in a cell carries no currency, so the heading does
    yield [
        label if column != "amount" or "(" in label else f"{label} ({truth.currency})" for column, label in printed.heads.items()
    ]
    lines = iter(truth.lines)
    for row in printed.rows:
        yield _line_cells(row, next(lines)) if row.item else list(row.cells.values())
    yield []
    taxes = iter(truth.taxes)
    amounts = {"net": truth.net_total, "gross": truth.gross_total}
    for meaning, label, value in printed.totals:
        yield [label, next(taxes).amount if meaning == "tax" else amounts.get(meaning) or value]
    yield from ([label, value] for _, label, value in printed.seller_facts)


def _line_cells(row: Row, line: PaperLine) -> list[Cell]:
    typed = {"quantity": line.quantity, "price": line.unit_price, "amount": line.net_amount}
    return [typed.get(column) or value for column, value in row.cells.items()]
