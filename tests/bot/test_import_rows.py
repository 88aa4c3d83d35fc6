"""Rows of docs/rules.md 1 on imports: a bad row is named as people see it, nothing is half imported, in every format."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.bot.test_command_line import Shell, shell

__all__ = ["shell"]
HEAD = ("order", "supplier", "quantity", "unit_price", "description", "note")
Table = tuple[tuple[str, ...], ...]


def as_csv(table: Table) -> bytes:
    return "\n".join(";".join(row) for row in table).encode()


def as_json(table: Table) -> bytes:
    return json.dumps([dict(zip(table[0], row, strict=True)) for row in table[1:]]).encode()


def as_xlsx(table: Table) -> bytes:
    from xlsxwriter import Workbook

    made = io.BytesIO()
    with Workbook(made) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(table):
            sheet.write_row(place, 0, row)
    return made.getvalue()


def as_ods(table: Table) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in table
    )
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="orders">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", "<manifest/>")
    return made.getvalue()


FORMATS = {"csv": as_csv, "json": as_json, "xlsx": as_xlsx, "ods": as_ods}


def put(folder: Path, ending: str, *rows: tuple[str, ...]) -> str:
    """The rows as a file of a format."""
    file = folder / f"orders.{ending}"
    file.write_bytes(FORMATS[ending]((HEAD, *rows)))
    return str(file)


GOOD = ("PO-7", "S-1", "1", "5.00", "Spoon", "")


@pytest.mark.parametrize("ending", FORMATS)
def test_whole_in_every_format(shell: Shell, ending: str) -> None:
    """Two orders, one under its own number, one under the next."""
    file = put(shell.folder, ending, GOOD, ("PO-7", "S-1", "2", "6.00", "Fork", ""), ("", "S-1", "3", "7.00", "Cup", ""))

    made = shell.asks("po", "import", file)

    assert [(o["reference"], o["net"]) for o in made] == [("PO-7", "17.00"), ("PO-1", "21.00")]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (("PO-8", "S-1", "1", "five", "Fork", ""), "row 3: unit_price: 'five' is no number"),
        (("PO-8", "S-1", "", "5.00", "Fork", ""), "row 3: quantity: '' is no number"),
        (("PO-8", "S-1", "0", "5.00", "Fork", ""), "row 3: order line 1: number, quantity and price base are positive"),
        (("PO-8", "S-1", "1", "5.00", "", ""), "row 3: description: missing"),
        (("PO-8", "S-9", "1", "5.00", "Fork", ""), "row 3: supplier: 'S-9' is not on file"),
        (("PO 8", "S-1", "1", "5.00", "Fork", ""), "row 3: 'PO 8' is no reference"),
        (("INV-8", "S-1", "1", "5.00", "Fork", ""), "row 3: INV-8 is a name that the house gives itself"),
        (("PO-7", "S-2", "1", "5.00", "Fork", ""), "row 3: supplier: 'S-2' is not what row 2 says of the same, 'S-1'"),
        (("PO-7", "S-1", "1", "5.00", "Fork", "by ship"), "row 3: note: 'by ship' is not what row 2 says of the same, ''"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_half_imported(shell: Shell, ending: str, bad: tuple[str, ...], said: str) -> None:
    """The first order is good; of the second a row is not."""
    shell.says("supplier", "add", "Toepferei Ute", "--contact", "ute@toepferei.example")

    assert said in shell.fails("po", "import", put(shell.folder, ending, GOOD, bad))
    assert shell.asks("po", "list") == []


@pytest.mark.parametrize("ending", FORMATS)
def test_a_number_that_exists_already_imports_nothing(shell: Shell, ending: str) -> None:
    """The order before it in the file neither."""
    shell.says("po", "new", "--supplier", "S-1", "--number", "PO-8", "--line", "1 pcs x 1.00 Cup")

    said = shell.fails("po", "import", put(shell.folder, ending, GOOD, ("PO-8", "S-1", "1", "5.00", "Fork", "")))

    assert "PO-8 exists already; nothing was imported" in said
    assert [o["reference"] for o in shell.asks("po", "list")] == ["PO-8"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_a_row_left_empty_between_others_counts(shell: Shell, ending: str) -> None:
    """The wrong one is the fourth that people see."""
    bad = ("PO-8", "S-1", "1", "five", "Fork", "")

    assert "row 4: unit_price" in shell.fails("po", "import", put(shell.folder, ending, GOOD, ("",) * 6, bad))
    assert [o["reference"] for o in shell.asks("po", "import", put(shell.folder, ending, GOOD, ("",) * 6))] == ["PO-7"]


def test_a_text_with_a_comma_that_stands_in_no_quotes_is_a_bad_row(shell: Shell) -> None:
    """Half of it would be lost."""
    file = shell.folder / "orders.csv"
    file.write_text("supplier,quantity,unit_price,description\nS-1,1,5.00,Spoon\nS-1,1,6.00,Fork, large\n")
    assert "row 3: more cells than columns" in shell.fails("po", "import", str(file))

    file.write_text('supplier,quantity,unit_price,description\nS-1,1,5.00,Spoon\nS-1,1,6.00,"Fork, large"\n')
    assert shell.asks("po", "import", str(file))[0]["net"] == "11.00"


def test_a_file_that_is_none_is_said(shell: Shell) -> None:
    """Cut off, a cell without end, an empty one, another form."""
    for name, content, said in (
        ("a.json", "[{", "no JSON"),
        ("a.csv", "supplier\n" + "x" * 200_000, "no CSV"),
        ("a.csv", "", "no rows"),
        ("a.json", '{"supplier": "S-1"}', "a list of objects is wanted"),
        ("a.xlsx", "PK", "no readable sheet"),
    ):
        (shell.folder / name).write_text(content)
        assert said in shell.fails("po", "import", str(shell.folder / name))


# ---- the next number


def test_the_next_number_is_one_that_no_order_has(shell: Shell) -> None:
    """PO-2 was given by hand: after PO-1 comes PO-3, and a file's own numbers are passed over as well."""
    one = ("--supplier", "S-1", "--line", "1 pcs x 1.00 Cup")
    shell.says("po", "new", *one, "--number", "po-2")
    assert "PO-1 " in shell.says("po", "new", *one)
    assert "PO-3 " in shell.says("po", "new", *one)

    file = put(shell.folder, "csv", ("PO-4", "S-1", "1", "5.00", "Spoon", ""), ("", "S-1", "2", "6.00", "Fork", ""))
    assert [o["reference"] for o in shell.asks("po", "import", file)] == ["PO-4", "PO-5"]
    assert "PO-6 " in shell.says("po", "new", *one)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("INV-1", "is a name that the house gives itself"),
        ("PO 1", "is no reference"),
        ("ABCDEFGHIJ12345678901", "at most 20"),
    ],
)
def test_a_number_by_hand_that_cannot_be_is_said(shell: Shell, number: str, said: str) -> None:
    """Nothing is entered."""
    assert said in shell.fails("po", "new", "--supplier", "S-1", "--line", "1 pcs x 1.00 Cup", "--number", number)
    assert shell.asks("po", "list") == []
