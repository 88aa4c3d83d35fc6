"""Goods on their way: when, with whom, under which number."""

from datetime import date

from core.commands.supplier_orders import Ship
from parsers.intent.point import Point, said
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.tokens import Kind
from parsers.intent.values import Value, What

_SHORTEST = 8


def shipped(st: Statement, lines: tuple[int, ...], today: date) -> Point:
    """The shipment that a statement tells of."""
    dates = [v for v in st.of(What.DATE, What.SPAN) if v.days]
    quantities = [v for v in st.of(What.QUANTITY) if v.other is None and not v.approximate]
    command = Ship(
        lines=lines,
        quantity=quantities[0].number if len(quantities) == 1 else None,
        date=_day(st, dates[0]) if dates else None,
        carrier=carrier_of(st),
        tracking=tracking_of(st),
    )
    return said(command, st.words, lines)


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
    return st.s.text[st.s.tokens[places[-1]].start : st.s.tokens[last].end]


def tracking_of(st: Statement) -> str | None:
    """The number under which a parcel is followed: the code after that noun, else a long code beside the carrier."""
    places = st.places(Sign.TRACKING)
    codes = [
        t
        for t in st.s.tokens[st.first : st.last]
        if t.kind in (Kind.CODE, Kind.NUMBER, Kind.PHONE) and any(c.isdigit() for c in t.text)
    ]
    if places:
        after = [t for t in codes if t.start > st.s.tokens[places[0]].start and len(t.text) >= 5]
        if after:
            return after[0].text
    long = [t for t in codes if len(t.text) >= _SHORTEST and sum(c.isdigit() for c in t.text) >= 5]
    return long[0].text if long and (places or st.has(Sign.CARRIER)) else None
