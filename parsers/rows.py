"""A table that people filled in, one row a thing: JSON, CSV or a sheet, as texts by column name (docs/rules.md 1)."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows, each as (column, text) pairs; or what is wrong with the file."""

    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    problem: str = ""


def rows_of(data: bytes, name: str) -> list[dict[str, str]]:
    """The rows of a file as texts by column name. Raises ValueError.

    One that is left empty between others counts as a row, so that rows are named as people see them.
    """
    rows = _rows(data, name)
    while rows and not filled(rows[-1]):
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise ValueError(f"more than {MAX_ROWS} rows")
    return rows


def filled(row: Mapping[str, str]) -> bool:
    """Whether anything stands in a row."""
    return any(value.strip() for value in row.values())


def read(data: bytes, name: str) -> "Rows":
    """The same for the cage: what is wrong is told, not raised."""
    try:
        return Rows(rows=tuple(tuple(row.items()) for row in rows_of(data, name)))
    except ValueError as problem:
        return Rows(problem=str(problem))


def _rows(data: bytes, name: str) -> list[dict[str, str]]:
    end = name.lower().rpartition(".")[2]
    if end == "json":
        return _json_rows(data)
    if end == "csv":
        return _csv_rows(data.decode("utf-8-sig", "replace"))
    if end in ("xlsx", "xls", "ods"):
        return _sheet_rows(data)
    raise ValueError("a file that ends in .json, .csv or .xlsx is wanted")


def _csv_rows(text: str) -> list[dict[str, str]]:
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=";" if text.partition("\n")[0].count(";") else ","))
    except csv.Error as problem:
        raise ValueError(f"no CSV: {problem}") from problem
    heads = [cell.strip().lower() for cell in table[0]] if table else []
    for place, row in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in row[len(heads) :]):
            raise ValueError(f"row {place}: more cells than columns; a text with a comma or a semicolon stands in quotes")
    return [{h: c for h, c in zip_longest(heads, row[: len(heads)], fillvalue="") if h} for row in table[1:]]


def _json_rows(data: bytes) -> list[dict[str, str]]:
    try:
        rows = json.loads(data, parse_float=str, parse_int=str)
    except ValueError as problem:
        raise ValueError(f"no JSON: {problem}") from problem
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("a list of objects is wanted, one a line of an order")
    return [{str(k).lower(): "" if v is None else str(v) for k, v in row.items()} for row in rows]


def _sheet_rows(data: bytes) -> list[dict[str, str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        table = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, ValueError) as problem:
        raise ValueError(f"no readable sheet: {problem}") from problem
    heads = [str(cell).strip().lower() for cell in table[0]] if table else []
    return [{h: _cell(c) for h, c in zip(heads, row, strict=False) if h} for row in table[1:]]


def _cell(value: object) -> str:
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return value.date().isoformat() if isinstance(value, datetime) else str(value)
