"""Statements of account as suppliers send them: every line with number, date, amount and what is open."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from core.knowledge import Knowledge, KnownParty
from core.statement import StatedLine, Statement
from parsers.statement import read
from tests.office import saved_as

KNOWN = Knowledge(suppliers=(KnownParty(names=("Bowls",), country="NL"),))


def told(statement: Statement | None) -> list[tuple[str, date | None, str | None, str | None]]:
    assert statement is not None
    return [(n.number, n.issued, _text(n.amount), _text(n.open)) for n in statement.lines]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def book(*rows: tuple[object, ...]) -> bytes:
    from xlsxwriter import Workbook

    into = BytesIO()
    made = Workbook(into, {"in_memory": True})
    sheet, day = made.add_worksheet("Statement"), made.add_format({"num_format": "dd/mm/yyyy"})
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(at, column, value, day)
            elif value is not None:
                sheet.write(at, column, value)
    sheet.set_column(0, 6, 14)
    sheet.fit_to_pages(1, 0)
    made.close()
    return into.getvalue()


SHEET = (
    ("Statement of account",),
    ("Corvina Metalware B.V.", None, "Currency: EUR"),
    (),
    ("Invoice no.", "Date", "Due date", "Amount", "Outstanding"),
    ("77", date(2026, 3, 1), date(2026, 3, 31), 1840.0, 1840.0),
    ("INV-78/2026", date(2026, 3, 9), date(2026, 4, 8), 1212.5, 212.5),
    ("CN-5", date(2026, 3, 12), None, -100, -100),
    ("Total", None, None, None, 1952.5),
)
LINES = [
    ("77", date(2026, 3, 1), "1840.00", "1840.00"),
    ("INV-78/2026", date(2026, 3, 9), "1212.50", "212.50"),
    ("CN-5", date(2026, 3, 12), "-100.00", "-100.00"),
]


def test_a_sheet() -> None:
    """Typed cells; the sum is no line."""
    statement = read(book(*SHEET), "statement.xlsx", KNOWN)
    assert told(statement) == LINES
    assert (statement.currency, statement.complete) == ("EUR", True)
    assert statement.lines[0].due == date(2026, 3, 31)


@pytest.mark.peer
def test_the_same_as_pdf(tmp_path: Path) -> None:
    """Printed by LibreOffice."""
    assert told(read(saved_as(book(*SHEET), "xlsx", "pdf", tmp_path), "statement.pdf", KNOWN)) == LINES


def test_german_csv() -> None:
    """Semicolons, decimal commas, days with points."""
    data = "Offene Posten;;;;\nBeleg-Nr.;Belegdatum;Fällig am;Betrag (EUR);Offen\n77;01.03.2026;31.03.2026;1.840,00;1.840,00\n"
    data += "78;09.03.2026;08.04.2026;1.212,50;212,50\nSumme;;;;2.052,50\n"
    assert told(read(data.encode("cp1252"), "op.csv", KNOWN)) == [
        ("77", date(2026, 3, 1), "1840.00", "1840.00"),
        ("78", date(2026, 3, 9), "1212.50", "212.50"),
    ]


def test_debits_and_credits_with_a_running_balance() -> None:
    """A payment is one, not an invoice; the running balance says nothing of a line."""
    statement = read(
        book(
            ("Date", "Reference", "Description", "Debit", "Credit", "Balance"),
            (date(2026, 2, 1), None, "Brought forward", None, None, 500),
            (date(2026, 3, 1), "77", "Invoice", 1840, None, 2340),
            (date(2026, 3, 20), "B-12", "Payment received", None, 1000, 1340),
            (date(2026, 3, 22), None, "Closing balance", None, None, 1340),
        ),
        "account.xlsx",
        KNOWN,
    )
    assert told(statement) == [("77", date(2026, 3, 1), "1840.00", None), ("", date(2026, 3, 20), "-1000.00", None)]
    assert [n.payment for n in statement.lines] == [False, True]


def test_french_titles() -> None:
    """Another language, day first."""
    data = "Relevé de compte;;;\nN° facture;Date facture;Échéance;Montant TTC;Reste à payer\n"
    data += "F2026-77;01/03/2026;31/03/2026;1 840,00;1 840,00\n"
    assert told(read(data.encode(), "releve.csv", KNOWN)) == [("F2026-77", date(2026, 3, 1), "1840.00", "1840.00")]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken", b"PK\x03\x04", b"Dear all,\nplease pay.\n", b"a;b;c\n1;2;3\n"])
def test_what_is_no_statement_is_none(data: bytes) -> None:
    """Nothing is made of it."""
    assert read(data, "x.csv", KNOWN) is None


def test_a_line_is_what_it_states() -> None:
    """Words are kept, so that a person can find the line."""
    statement = read(book(*SHEET), "s.xlsx", KNOWN)
    assert isinstance(statement.lines[0], StatedLine)
    assert statement.lines[0].words.startswith("77")
