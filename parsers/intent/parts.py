"""Part-deliveries: what comes when (docs/mail.md 4)."""

from datetime import date
from decimal import Decimal

from core.commands.supplier_orders import Change
from core.doubt import Reason
from core.question import About
from core.schedule import Part
from parsers.intent.amounts_said import Amounts
from parsers.intent.point import Point, doubt, said
from parsers.intent.sheet import Item, Sheet
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.values import Value, What

_STOPS = frozenset(",;，；、")


def parts_of(st: Statement, lines: tuple[int, ...], sheet: Sheet, values: Amounts) -> Point | None:
    """The part-deliveries of a line, None where the statement names none."""
    quantities = values.quantities
    if not quantities and not (values.half and st.has(Sign.REST, Sign.NOW)):
        return None
    if values.any and _rest_some_time(st):
        return doubt(About.DATE, Reason.PARTS_UNDATED, st.words, (), lines, True)
    timed = bool(st.of(What.DATE, What.VAGUE)) or st.has(Sign.NOW, Sign.REST)
    split = (
        (len(quantities) > 1 and timed)
        or (st.has(Sign.REST) and (bool(values.dates) or bool(st.of(What.VAGUE))))
        or (values.half and st.has(Sign.REST))
    )
    if not split or (len(quantities) == 1 and not st.has(Sign.REST)):
        return None
    item = _item(lines, sheet, quantities)
    if item is None:
        return doubt(
            About.LINE,
            Reason.PARTS_OF_WHAT,
            st.words,
            tuple(i.label for i in sheet.items[:6]),
            lines,
            True,
        )
    if any(v.approximate or v.other is not None for v in quantities):
        return doubt(About.QUANTITY, Reason.PARTS_NOT_EXACT, st.words, (), lines, True)
    return _point(st, item, _pairs(st, item, values))


def _rest_some_time(st: Statement) -> bool:
    """ "The rest comes some time": what is left is spoken of, and neither its day nor its fate."""
    places = st.places(Sign.REST)
    if not places or any(v.first > places[0] for v in st.values):
        return False
    settled = (Sign.AS_ORDERED, Sign.CONFIRM, Sign.FINE, Sign.REFUSE, Sign.CANCEL, Sign.NOT, Sign.GONE)
    unknown = st.s.has(Sign.UNKNOWN_DATE, Sign.YET, first=places[0], last=st.last)
    return unknown or not st.s.has(*settled, first=places[0], last=st.last)


def _item(lines: tuple[int, ...], sheet: Sheet, quantities: tuple[Value, ...]) -> Item | None:
    if len(lines) == 1:
        return sheet.item(lines[0])
    if len(sheet.items) == 1:
        return sheet.items[0]
    total = sum((v.number or Decimal(0) for v in quantities), Decimal(0))
    fitting = [i for i in sheet.items if i.quantity == total] if len(quantities) > 1 and not lines else []
    return fitting[0] if len(fitting) == 1 else None


def _pairs(st: Statement, item: Item, values: Amounts) -> list[Part]:
    """Each quantity with the date that follows it, or that stands before it where all dates do."""
    places = [(v.first, v.number or Decimal(0)) for v in values.quantities]
    if values.half and not places:
        places = [(st.places(Sign.HALF)[0], item.quantity / 2)]
    rest = [p for p in st.places(Sign.REST) if places and p > places[0][0]]
    left = item.quantity - sum((n for _, n in places), Decimal(0))
    if rest and left > 0 and not any(abs(at - rest[-1]) <= 2 and at > rest[-1] for at, _ in places):
        places.append((rest[-1], left))
    places.sort()
    dates = [v for v in st.of(What.DATE) if v.day is not None]
    before = bool(dates) and dates[0].first < places[0][0] and len(dates) >= len(places)
    return [Part(quantity=n, date=_date_for(st, item, at, places, dates, before)) for at, n in places]


def _date_for(
    st: Statement, item: Item, at: int, places: list[tuple[int, Decimal]], dates: list[Value], before: bool
) -> date | None:
    piece = [v for v in dates if not any(t.text in _STOPS for t in st.s.tokens[min(at, v.first) : max(at, v.last)])]
    sharing = [
        p
        for p, _ in places
        if piece and not any(t.text in _STOPS for t in st.s.tokens[min(p, piece[0].first) : max(p, piece[0].first)])
    ]
    if len(piece) == 1 and len(sharing) == 1:
        return piece[0].day
    starts = [p for p, _ in places]
    index = starts.index(at)
    low, high = (
        (starts[index - 1] if index else -1, at) if before else (at, starts[index + 1] if index + 1 < len(starts) else st.last)
    )
    inside = [v for v in dates if low < v.first < high]
    if inside:
        return inside[-1].day if before else inside[0].day
    own = any(low <= p < high for p in (*st.places(Sign.AS_ORDERED), *st.places(Sign.FINE)))
    return item.day if own else None


def _point(st: Statement, item: Item, parts: list[Part]) -> Point:
    timed = [p for p in parts if p.date]
    if len(timed) > 1 and sum((p.quantity for p in timed), Decimal(0)) == item.quantity:
        parts = timed  # "in two parts: 20 on ..., 40 on ...": the first number counts the parts
    total = sum((p.quantity for p in parts), Decimal(0))
    dated = bool(timed)
    if total > item.quantity * 2 or any(p.quantity <= 0 for p in parts):
        return doubt(About.QUANTITY, Reason.PARTS_FAR, st.words, (), (item.number,), True)
    if not dated or (parts[-1].date is None):
        return doubt(About.DATE, Reason.PARTS_UNDATED, st.words, (), (item.number,), True)
    return said(Change(line=item.number, parts=tuple(parts)), st.words, (item.number,))


def rest_undated(point: Point, sheet: Sheet) -> Point:
    """ "50 of them are here, the rest comes some time": a part without the day of what is left."""
    if not is_part(point, sheet):
        return point
    return doubt(About.DATE, Reason.PARTS_UNDATED, point.words, (), point.lines, True)


def is_part(point: Point, sheet: Sheet) -> bool:
    """Whether it proposes less of one line than was ordered."""
    command = point.command
    if not isinstance(command, Change) or command.quantity is None or len(point.lines) != 1:
        return False
    item = sheet.item(point.lines[0])
    return item is not None and command.quantity < item.quantity
