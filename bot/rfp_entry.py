"""Requests for proposal as people enter them: an item of text, a deadline, an award, a table as JSON, CSV or XLSX."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo

from bot.order_entry import Placed, count_of, grouped, number_of, one_head
from core.commands.buyer_awards import Choice
from core.compare import compare
from core.money import Currency, currency
from core.names import Address, Reference, SupplierId
from core.proposal import Proposal, Rfp, RfpItem, RfpStatus
from parsers.rows import rows_of

NEW = Reference("RFP-NEW")
"""Until the house gives it the next number."""
END_OF_DAY = time(23, 59)
_ITEM = re.compile(r"\s*(?P<quantity>\d+(?:[.,]\d+)?)\s*(?P<unit>[^\W\d]\w*)?\s*(?:x|×)\s+(?P<rest>.+?)\s*", re.IGNORECASE)
_SKU = re.compile(r"[A-Z0-9][A-Z0-9./_-]*\d[A-Z0-9./_-]*")
_CHOICE = re.compile(r"(?P<item>\d{1,6})=(?P<supplier>S-\d+)(?::(?P<quantity>\d+(?:[.,]\d+)?))?", re.IGNORECASE)


def item_of(text: str, number: int) -> RfpItem:
    """`400 pcs x CM-PAN-28 Frying pan 28 cm`. Raises ValueError that says what was expected."""
    found = _ITEM.fullmatch(text)
    if not found:
        raise ValueError(f'item {number}: {text!r} is not of the form "QUANTITY [UNIT] x [SKU] TEXT"')
    first, _, rest = found["rest"].partition(" ")
    sku, description = (first, rest.strip()) if rest and _SKU.fullmatch(first) else ("", found["rest"])
    quantity = number_of(found["quantity"], "quantity")
    return RfpItem(number=number, description=description, quantity=quantity, unit=found["unit"] or "", sku=sku)


def deadline_of(text: str, zone: tzinfo) -> datetime:
    """`2026-06-30 17:00`, or a day, which lasts until its last minute; in this zone unless it names one. Raises ValueError."""
    try:
        if len(text.strip()) <= 10:
            return datetime.combine(date.fromisoformat(text.strip()), END_OF_DAY, zone)
        found = datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise ValueError(f"deadline: {text!r} is not of the form 2026-06-30 or 2026-06-30 17:00") from problem
    return found if found.tzinfo else found.replace(tzinfo=zone)


def choice_of(text: str) -> Choice:
    """`1=S-2`, or `1=S-2:60` for a part of the quantity. Raises ValueError."""
    found = _CHOICE.fullmatch(text.strip())
    if not found:
        raise ValueError(f'{text!r} is not of the form "ITEM=S-n" or "ITEM=S-n:QUANTITY"')
    quantity = number_of(found["quantity"], "quantity") if found["quantity"] else None
    return Choice(item=int(found["item"]), supplier=SupplierId(found["supplier"].upper()), quantity=quantity)


COLUMNS = (
    "rfp", "title", "deadline", "suppliers", "currency", "payment_terms", "ship_to", "note",
    "item", "quantity", "unit", "sku", "description", "item_note",
)  # fmt: skip
"""The columns of an import, one row an item; the head's columns are taken from the first row of a request."""


HEAD = ("title", "deadline", "suppliers", "currency", "payment_terms", "ship_to", "note")


def read_rfps(
    data: bytes, name: str, known: Iterable[SupplierId], house: Currency, zone: tzinfo, initiator: Address
) -> tuple[Rfp, ...]:
    """The requests of a file. Raises ValueError naming the row."""
    return rfps_of(rows_of(data, name), known, house, zone, initiator)


def rfps_of(
    rows: Sequence[Mapping[str, str]], known: Iterable[SupplierId], house: Currency, zone: tzinfo, initiator: Address
) -> tuple[Rfp, ...]:
    """The requests of a table; rows of one name in `rfp` are one request. Raises ValueError naming the row."""
    found = grouped(rows, lambda row: row.get("rfp", "").strip())
    suppliers = set(known)
    return tuple(_rfp(mine, suppliers, house, zone, initiator) for mine in found.values())


def _rfp(rows: list[Placed], known: set[SupplierId], house: Currency, zone: tzinfo, initiator: Address) -> Rfp:
    place, head = rows[0]
    one_head(rows, HEAD)
    items = []
    for number, (at, row) in enumerate(rows, start=1):
        try:
            items.append(_row(row, number))
        except ValueError as problem:
            raise ValueError(f"row {at}: {problem}") from problem
    try:
        written = head.get("deadline", "").strip()
        return Rfp(
            reference=NEW,
            status=RfpStatus.DRAFT,
            items=tuple(items),
            title=head.get("title", "").strip(),
            initiator=initiator,
            currency=currency(head.get("currency", "").strip() or house),
            deadline=deadline_of(written, zone) if written else None,
            invited=suppliers_of(re.split(r"[\s,;]+", head.get("suppliers", "")), known),
            payment_terms=head.get("payment_terms", ""),
            ship_to=head.get("ship_to", ""),
            note=head.get("note", ""),
        )
    except ValueError as problem:
        raise ValueError(f"row {place}: {problem}") from problem


def suppliers_of(written: Iterable[str], known: Iterable[SupplierId]) -> tuple[SupplierId, ...]:
    """Suppliers by their references. Raises ValueError for one that is not on file."""
    names = tuple(dict.fromkeys(SupplierId(name.strip().upper()) for name in written if name.strip()))
    on_file = set(known)
    strange = next((name for name in names if name not in on_file), None)
    if strange is not None:
        raise ValueError(f"suppliers: {strange!r} is not on file")
    return names


def _row(row: Mapping[str, str], number: int) -> RfpItem:
    unknown = sorted(set(row) - set(COLUMNS))
    if unknown:
        raise ValueError(f"unknown column {unknown[0]!r}; known: {', '.join(COLUMNS)}")
    if not row.get("description", "").strip():
        raise ValueError("description: missing")
    return RfpItem(
        number=count_of(row["item"].strip(), "item") if row.get("item", "").strip() else number,
        description=row["description"].strip(),
        quantity=number_of(row.get("quantity", ""), "quantity"),
        unit=row.get("unit", "").strip(),
        sku=row.get("sku", "").strip(),
        note=row.get("item_note", "").strip(),
    )


def picks(rfp: Rfp, proposals: tuple[Proposal, ...], everything: SupplierId) -> tuple[Choice, ...]:
    """The cheapest for each item, or all that one supplier offers, as far as it is not awarded yet."""
    made = compare(rfp, proposals)
    whose = {p.reference: p.supplier for p in proposals}
    single = next((one for one in made.single if one.proposal and whose[one.proposal] == everything), None)
    way = made.each if not everything else single
    every = way.picks if way else ()
    wanted = ((p, min(p.quantity, rfp.left(p.item))) for p in every)
    return tuple(Choice(item=p.item, supplier=whose[p.proposal], quantity=q) for p, q in wanted if q > 0)
