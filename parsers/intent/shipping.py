"""Goods on their way: when, with whom, under which number."""

from datetime import date
from decimal import Decimal

from core.commands.supplier_orders import Ship
from core.doubt import Reason
from core.question import About
from parsers.intent.amounts_said import numbers_in
from parsers.intent.point import Point, doubt, said
from parsers.intent.sheet import Sheet
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.tokens import Kind
from parsers.intent.values import Value, What

_SHORTEST = 8
_CHOICES = 6
_TIMES = (Sign.TODAY, Sign.YESTERDAY, Sign.TOMORROW, Sign.NOW)
_BEFORE_COUNT = (Sign.SHIPPED, Sign.PAST, Sign.WILL, Sign.ONLY, *_TIMES)
_AFTER_COUNT = (Sign.SHIPPED, Sign.PAST, Sign.WILL, Sign.CARRIER, *_TIMES)


def shipped(st: Statement, lines: tuple[int, ...], today: date, sheet: Sheet) -> Point:
    """The shipment that a statement tells of; a quantity is of one line, and which is never guessed."""
    found = counted(st)
    if len({v.number for v in found}) > 1:
        return doubt(About.QUANTITY, Reason.SEVERAL_VALUES, st.words, numbers_in(found), lines, True)
    quantity = found[0].number if found else None
    if quantity is not None and len(lines) != 1:
        could_be_line = not lines and found[0].what is What.NUMBER and quantity in sheet.numbers and len(sheet.items) > 1
        left = lines or tuple(i.number for i in sheet.items if i.unsent and not could_be_line) or sheet.numbers
        all_of_it = quantity == sum((i.unsent for i in sheet.items if i.number in left), Decimal(0))
        if could_be_line or (len(left) > 1 and not all_of_it):
            return doubt(About.LINE, Reason.VALUE_FOR_WHAT, st.words, _ways(st, quantity, sheet, left), lines, True)
        lines, quantity = left, quantity if len(left) == 1 else None
    dates = [v for v in st.of(What.DATE, What.SPAN) if v.days]
    command = Ship(
        lines=lines,
        quantity=quantity,
        date=_day(st, dates[0]) if dates else None,
        carrier=carrier_of(st),
        tracking=tracking_of(st),
    )
    return said(command, st.words, lines)


def _ways(st: Statement, quantity: Decimal, sheet: Sheet, lines: tuple[int, ...]) -> tuple[str, ...]:
    """For each line the words that say it is meant; they are understood as they stand."""
    words = "Position {}: {} Stück versandt" if st.s.language == "de" else "Line {}: {} pcs shipped"
    return tuple(words.format(n, f"{quantity:f}") for n in lines[:_CHOICES] if sheet.item(n))


def counted(st: Statement) -> tuple[Value, ...]:
    """Quantities; without one the bare numbers that stand where a verb of sending counts something."""
    certain = tuple(v for v in st.of(What.QUANTITY) if v.other is None and not v.approximate)
    return certain or tuple(v for v in st.of(What.NUMBER) if _is_count(st, v))


def _is_count(st: Statement, value: Value) -> bool:
    """ "Shipped 40 today", "heute 40 verschickt": a number behind a noun names that noun ("delivery note 4711")."""
    number = value.number or Decimal(0)
    if number <= 0 or number % 1 or st.s.tokens[value.first].kind is not Kind.NUMBER:
        return False
    before, after = value.first - 1, value.last + 1
    opens = before < st.first or st.s.is_at(before, *_BEFORE_COUNT)
    closes = after >= st.last or st.s.is_at(after, *_AFTER_COUNT)
    return opens and (closes or st.s.is_at(before, Sign.SHIPPED) or before < st.first)


def _day(st: Statement, value: Value) -> date | None:
    """What has happened happened on the nearest such day; a weekday is the next one where no past tense is used."""
    if len(value.days) > 1:
        return None
    if not value.relative or value.day == value.past:
        return value.past
    return value.past if st.has(Sign.PAST) and not st.has(Sign.WILL) else value.day


def carrier_of(st: Statement) -> str | None:
    """The carrier's name as written."""
    places = st.places(Sign.CARRIER)
    if not places:
        return None
    found = st.s.by_token[places[-1]]
    last = found.last if found else places[-1]
    return st.s.part(places[-1], last)


def tracking_of(st: Statement) -> str | None:
    """The number under which a parcel is followed: the code after that noun, else a long code beside the carrier."""
    places = st.places(Sign.TRACKING)
    codes = [
        t
        for t in st.s.tokens[st.first : st.last]
        if t.kind in (Kind.CODE, Kind.NUMBER, Kind.PHONE, Kind.IBAN) and any(c.isdigit() for c in t.text)
    ]
    if places:
        after = [t for t in codes if t.start > st.s.tokens[places[0]].start and len(t.text) >= 5]
        if after:
            return after[0].text
    long = [t for t in codes if len(t.text) >= _SHORTEST and sum(c.isdigit() for c in t.text) >= 5]
    return long[0].text if long and (places or st.has(Sign.CARRIER)) else None
