"""Orders as people enter them: a line of text, a table as JSON, CSV or XLSX; a bad row is named (docs/rules.md 1)."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from core.names import Address, SupplierId, order_number
from core.order import OrderLine, PurchaseOrder
from core.party import Supplier
from parsers.rows import filled, rows_of

Placed = tuple[int, Mapping[str, str]]
"""A row of a table with its place, the heading being the first."""

_LINE = re.compile(
    r"\s*(?P<quantity>\d+(?:[.,]\d+)?)\s*(?P<unit>[^\W\d]\w*)?\s*(?:x|×|@)\s*(?P<price>\d+(?:[.,]\d+)?)\s+(?P<rest>.+?)\s*"
    r"(?:,\s*(?P<date>\d{4}-\d\d-\d\d))?\s*",
    re.IGNORECASE,
)
_DAY = re.compile(r".*,\s*(?P<written>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})")
"""A day behind the last comma that is not written as the form wants it: taken for words, the date would be lost in silence."""
_SKU = re.compile(r"[A-Z0-9][A-Z0-9./_-]*\d[A-Z0-9./_-]*")


def line_of(text: str, number: int) -> OrderLine:
    """`120 pcs x 24.50 CM-PAN-28 Frying pan 28 cm, 2026-05-12`. Raises ValueError that says what was expected."""
    found = _LINE.fullmatch(text)
    if not found:
        raise ValueError(f'line {number}: {text!r} is not of the form "QUANTITY [UNIT] x PRICE [SKU] TEXT[, YYYY-MM-DD]"')
    other = _DAY.fullmatch(found["rest"])
    if other:
        day_of(other["written"], f"line {number}")
    first, _, rest = found["rest"].partition(" ")
    sku, description = (first, rest.strip()) if rest and _SKU.fullmatch(first) else ("", found["rest"])
    return OrderLine(
        number=number,
        description=description,
        quantity=number_of(found["quantity"], "quantity"),
        unit=found["unit"] or "",
        unit_price=number_of(found["price"], "unit_price"),
        supplier_sku=sku,
        delivery_date=day_of(found["date"], f"line {number}") if found["date"] else None,
    )


def day_of(text: str, what: str) -> date:
    """A day of the calendar. Raises ValueError that says how it is written."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError as problem:
        raise ValueError(f"{what}: there is no day {text}") from problem
    raise ValueError(f"{what}: {text!r} is not a day of the form 2026-05-12")


def count_of(text: str, what: str) -> int:
    """The number of a line or an item. Raises ValueError."""
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise ValueError(f"{what}: {text!r} is no number such as 3")
    return int(text)


def rate_of(text: str | None) -> Decimal | None:
    """A tax rate in per cent. Raises ValueError."""
    return None if text is None else number_of(text.rstrip(" %"), "tax rate")


_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3}|\.\d\d0)")
"""One mark and three digits behind it. A cell that holds a number never ends in a zero behind its point: this one was typed."""


def number_of(text: str, what: str) -> Decimal:
    """A number with a point or a comma. Raises ValueError, also for one that may be thousands: 1,000 and 2.500."""
    typed = text.strip()
    if _THOUSANDS.fullmatch(typed):
        bare, plain = re.sub("[.,]", "", typed), Decimal(typed.replace(",", ".")).normalize()
        raise ValueError(f"{what}: {text!r} may be {bare} or {plain:f}; write the one that is meant")
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation as problem:
        raise ValueError(f"{what}: {text!r} is no number such as 24.50") from problem
    if not value.is_finite() or value < 0:
        raise ValueError(f"{what}: {text!r} must not be negative")
    return value


def revised(lines: tuple[OrderLine, ...], changes: Iterable[str]) -> tuple[OrderLine, ...]:
    """The lines with `N=LINE` put in place, `N=` removed, a new N added. Raises ValueError."""
    rows = {line.number: line for line in lines}
    for change in changes:
        number, sign, text = change.partition("=")
        if not sign or not number.strip().isdigit() or not int(number):
            raise ValueError(f'{change!r} is not of the form "N=QUANTITY [UNIT] x PRICE TEXT" or "N="')
        n = int(number)
        if text.strip():
            new, old = line_of(text, n), rows.get(n)
            rows[n] = replace(new, tax_rate=old.tax_rate, buyer_sku=old.buyer_sku) if old else new
        elif rows.pop(n, None) is None:
            raise ValueError(f"there is no line {n}")
    return tuple(rows[n] for n in sorted(rows))


COLUMNS = (
    "order", "supplier", "line", "quantity", "unit", "unit_price", "description", "supplier_sku", "buyer_sku",
    "price_base", "discount", "tax_rate", "delivery_date", "delivery_place", "currency", "payment_terms", "ship_to", "bill_to",
    "note",
)  # fmt: skip
"""The columns of an import, one row a line; the head's columns are taken from the first row of an order."""


HEAD = ("supplier", "currency", "payment_terms", "ship_to", "bill_to", "note")


def read_orders(
    data: bytes, name: str, suppliers: Mapping[SupplierId, Supplier], number: int, initiator: Address
) -> tuple[PurchaseOrder, ...]:
    """The orders of a file; rows without an order number make one order of the next number. Raises ValueError naming the row."""
    return orders_of(rows_of(data, name), suppliers, number, initiator)


def orders_of(
    rows: Sequence[Mapping[str, str]],
    suppliers: Mapping[SupplierId, Supplier],
    number: int,
    initiator: Address,
    taken: Collection[str] = (),
) -> tuple[PurchaseOrder, ...]:
    """The orders of a table. `taken`: numbers of orders that are entered with it. Raises ValueError naming the row."""
    orders = grouped(rows, lambda row: row.get("order", "").strip().upper())
    while f"PO-{number}" in orders or f"PO-{number}" in taken:
        number += 1
    twice = next((key for key in orders if key in taken), None)
    if twice is not None:
        raise ValueError(f"row {orders[twice][0][0]}: order: {twice} is in another file too")
    return tuple(_order(key or f"PO-{number}", found, suppliers, initiator) for key, found in orders.items())


def grouped(rows: Sequence[Mapping[str, str]], name: Callable[[Mapping[str, str]], str]) -> dict[str, list[Placed]]:
    """The rows of a table, those of one name together; empty ones count, and are left out. Raises ValueError: there are none."""
    found: dict[str, list[Placed]] = {}
    for place, row in enumerate(rows, start=2):
        if filled(row):
            found.setdefault(name(row), []).append((place, row))
    if not found:
        raise ValueError("no rows")
    return found


def one_head(rows: Sequence[Placed], columns: Iterable[str]) -> None:
    """What is said of the whole stands in its first row; another row may repeat it. Raises ValueError: one says otherwise."""
    first, head = rows[0]
    for place, row in rows[1:]:
        for column in columns:
            said, known = row.get(column, "").strip(), head.get(column, "").strip()
            if said and said.casefold() != known.casefold():
                raise ValueError(f"row {place}: {column}: {said!r} is not what row {first} says of the same, {known!r}")


def _order(key: str, rows: list[Placed], suppliers: Mapping[SupplierId, Supplier], initiator: Address) -> PurchaseOrder:
    place, head = rows[0]
    one_head(rows, HEAD)
    supplier = suppliers.get(SupplierId(head.get("supplier", "").strip().upper()))
    if supplier is None:
        raise ValueError(f"row {place}: supplier: {head.get('supplier', '')!r} is not on file")
    written = head.get("currency", "").strip().upper()
    if written not in ("", supplier.currency):
        raise ValueError(f"row {place}: currency: orders for {supplier.id} are in {supplier.currency}, not {written!r}")
    lines = []
    for row_number, (at, row) in enumerate(rows, start=1):
        try:
            lines.append(_row(row, row_number))
        except ValueError as problem:
            raise ValueError(f"row {at}: {problem}") from problem
    try:
        return PurchaseOrder(
            reference=order_number(key),
            supplier=supplier.id,
            initiator=initiator,
            currency=supplier.currency,
            lines=tuple(lines),
            payment_terms=head.get("payment_terms", ""),
            ship_to=head.get("ship_to", ""),
            bill_to=head.get("bill_to", ""),
            note=head.get("note", ""),
        )
    except ValueError as problem:
        raise ValueError(f"row {place}: {problem}") from problem


def _row(row: Mapping[str, str], number: int) -> OrderLine:
    unknown = sorted(set(row) - set(COLUMNS))
    if unknown:
        raise ValueError(f"unknown column {unknown[0]!r}; known: {', '.join(COLUMNS)}")
    if not row.get("description", "").strip():
        raise ValueError("description: missing")
    when = row.get("delivery_date", "").strip()
    return OrderLine(
        number=count_of(row["line"].strip(), "line") if row.get("line", "").strip() else number,
        description=row["description"].strip(),
        quantity=number_of(row.get("quantity", ""), "quantity"),
        unit=row.get("unit", "").strip(),
        unit_price=number_of(row.get("unit_price", ""), "unit_price"),
        supplier_sku=row.get("supplier_sku", "").strip(),
        buyer_sku=row.get("buyer_sku", "").strip(),
        price_base=number_of(row.get("price_base", "").strip() or "1", "price_base"),
        discount=number_of(row.get("discount", "").strip() or "0", "discount"),
        tax_rate=rate_of(row.get("tax_rate", "").strip() or None),
        delivery_date=day_of(when[:10], "delivery_date") if when else None,
        delivery_place=row.get("delivery_place", "").strip(),
    )
