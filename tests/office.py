"""What a person does with a sheet: type into cells, and save it again with LibreOffice."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EPOCH = date(1899, 12, 30)


def typed(book: bytes, cells: Mapping[str, str | Decimal | date | None], sheet: int = 1) -> bytes:
    """The XLSX with these cells typed in: a text as text, numbers and dates typed; None empties a cell."""
    part = f"xl/worksheets/sheet{sheet}.xml"
    into = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(into, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _typed(content, cells) if name == part else content)
    return into.getvalue()


def unreckoned(book: bytes) -> bytes:
    """The XLSX without the results of its formulas, as after an edit: the next program reckons them."""
    into = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(into, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content) if name.startswith("xl/worksheets/") else content)
    return into.getvalue()


def _typed(xml: bytes, cells: Mapping[str, str | Decimal | date | None]) -> bytes:
    root = etree.fromstring(xml)
    data = root.find(f"{MAIN}sheetData")
    for address, value in cells.items():
        _set(_cell(data, address), value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cell(data: etree._Element, address: str) -> etree._Element:
    _, number = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
    row = next((r for r in data if r.get("r") == number), None)
    if row is None:
        row = etree.SubElement(data, f"{MAIN}row", r=number)
    found = next((c for c in row if c.get("r") == address), None)
    if found is None:
        found = etree.Element(f"{MAIN}c", r=address)
        later = [c for c in row if (len(c.get("r")), c.get("r")) > (len(address), address)]
        row.insert(row.index(later[0]) if later else len(row), found)
    return found


def _set(cell: etree._Element, value: str | Decimal | date | None) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
        text.text = value
    elif isinstance(value, date):
        etree.SubElement(cell, f"{MAIN}v").text = str((value - EPOCH).days)
    elif value is not None:
        etree.SubElement(cell, f"{MAIN}v").text = str(value)


def saved_as(content: bytes, was: str, to: str, folder: Path) -> bytes:
    """The file saved again by LibreOffice in another form; skips the test by name where there is no LibreOffice."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    before, after = folder / f"before.{was}", folder / "after"
    before.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(after), str(before)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return (after / f"before.{to.partition(':')[0]}").read_bytes()
