"""What a statement says about an order: yes, no, other values, goods on their way (docs/mail.md 4)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.commands.supplier_orders import Accept, Change, Reject
from core.money import Currency
from core.question import About
from parsers.intent.amounts_said import Amounts, amounts, certain_price
from parsers.intent.parts import parts_of
from parsers.intent.point import Point, doubt, said
from parsers.intent.polarity import Polarity, half_understood, negated, polarity
from parsers.intent.sheet import Item, Sheet, flat
from parsers.intent.shipping import shipped, tracking_of
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.values import Value, What

_PROPOSING = (Sign.PROPOSE, Sign.REQUEST, Sign.SUPPLY, Sign.DELIVERY, Sign.INSTEAD, Sign.CONFIRM, Sign.SUBSTITUTE, Sign.ONLY)
_MOVING = (Sign.DELIVERY, Sign.SUPPLY, Sign.GOODS, Sign.LEAD_TIME, Sign.REQUEST, Sign.PROPOSE, Sign.INSTEAD)
_PLACING = (*_MOVING, Sign.CONFIRM, Sign.ALL, Sign.REST, Sign.FINE, Sign.ONLY, Sign.ORDER)
"""One of these makes a date that stands alone the delivery's; a day told by its name needs one of _MOVING."""
ACCEPTANCE_CHOICES = ("accept as ordered", "do not accept", "other values")


@dataclass(frozen=True, slots=True)
class Target:
    """The lines that a statement is about: all (`whole`), the rest, or these; or why that is not certain."""

    lines: tuple[int, ...] = ()
    whole: bool = False
    rest: bool = False
    unclear: str = ""


def target(st: Statement, sheet: Sheet, inherited: tuple[int, ...]) -> Target:
    """Resolve the subject of a statement."""
    subject = st.subject
    if subject.unknown:
        return Target(unclear="the document has no line with this number")
    if subject.both and not subject.rest:
        if len(subject.lines) == 2 or len(sheet.items) == 2:
            return Target(lines=subject.lines or sheet.numbers)
        return Target(unclear="both lines, and the document has more than two")
    if subject.rest and not subject.lines:
        return Target(rest=True)
    if subject.lines:
        return Target(lines=subject.lines)
    if subject.every or not inherited:
        return Target(whole=True)
    return Target(lines=inherited)


def order_points(st: Statement, sheet: Sheet, inherited: tuple[int, ...], conditional: bool, spoken: date) -> tuple[Point, ...]:
    """The points of one statement about an order."""
    where = target(st, sheet, inherited)
    if st.has(Sign.FILES, Sign.ATTACHED, Sign.PDF, Sign.XLSX) and not st.has(Sign.CONFIRM, Sign.AS_ORDERED) and not st.values:
        return ()  # a file that does not open says nothing about the order
    if where.unclear and st.content:
        choices = tuple(i.label for i in sheet.items[:6])
        return (doubt(About.LINE, where.unclear, st.words, choices, blocks=True),)
    values = amounts(st, sheet)
    if st.subject.excepted and not st.subject.lines and values.any and not conditional:
        return tuple(_but_for(st, sheet, values))
    if conditional or st.has(Sign.MAYBE, Sign.ELSEWHERE):
        return _conditional(st, where, values)
    if _is_shipment(st, values) and not st.has(Sign.NOT, Sign.UNABLE, Sign.PROPOSE):
        if values.unclear:
            return tuple(doubt(u.about, u.why, st.words, u.choices, where.lines, True) for u in values.unclear)
        extra = _yes(st, where, values, sheet) if st.has(Sign.CONFIRM) and polarity(st) is Polarity.YES else ()
        return (*extra, shipped(st, where.lines, spoken))
    return tuple(_in_time(p, spoken) for p in _plain(st, sheet, where, values))


def _in_time(point: Point, today: date) -> Point:
    """A delivery that is said to have been is no proposal."""
    change = point.command
    if isinstance(change, Change) and change.date is not None and change.date < today:
        return doubt(About.DATE, "a day that is past", point.words, (change.date.isoformat(),), point.lines, True)
    return point


def _but_for(st: Statement, sheet: Sheet, values: Amounts) -> Iterator[Point]:
    """ "All except line 2, which comes on 20 May": the value is for the line excepted."""
    excepted = Target(lines=st.subject.excepted)
    yield from (doubt(u.about, u.why, st.words, u.choices, excepted.lines, True) for u in values.unclear)
    yield from _changes(st, sheet, excepted, values)
    others = tuple(n for n in sheet.numbers if n not in st.subject.excepted)
    if others and polarity(st, denied=False) is Polarity.YES:
        yield said(Accept(), st.words, others)


def _is_shipment(st: Statement, values: Amounts) -> bool:
    """A verb of sending, and something that is sent."""
    if st.has(Sign.CARRIER) and tracking_of(st):
        return True
    if (st.has(Sign.CONFIRMATION, Sign.OFFER) and not st.has(Sign.GOODS)) or values.prices:
        return False
    if st.has(Sign.CONFIRM, Sign.FINE) and not (values.dates or st.has(Sign.CARRIER) or tracking_of(st)):
        return False
    told = bool(st.of(What.DATE, What.SPAN, What.CODE, What.VAGUE, What.BOX, What.QUANTITY)) or st.subject.named
    return (
        st.has(Sign.SHIPPED)
        and (told or st.has(Sign.GOODS, Sign.ORDER, Sign.CARRIER, Sign.TRACKING))
        and not st.has(Sign.INVOICE)
    )


def _conditional(st: Statement, where: Target, values: Amounts) -> tuple[Point, ...]:
    """A condition is never a yes, and the value in it is no change."""
    abouts = []
    if st.has(Sign.CONFIRM, Sign.FINE, Sign.YES, Sign.AS_ORDERED, Sign.REFUSE, Sign.NO):
        abouts.append(About.ACCEPTANCE)
    if values.prices or st.has(Sign.PRICE):
        abouts.append(About.UNIT_PRICE)
    if values.quantities or st.has(Sign.QUANTITY):
        abouts.append(About.QUANTITY)
    if values.dates:
        abouts.append(About.DATE)
    why = "said under a condition, or as a possibility"
    if not abouts:
        weak = doubt(About.ACCEPTANCE, why, st.words, ACCEPTANCE_CHOICES, where.lines, True)
        return (replace(weak, weak=True),)
    return tuple(doubt(a, why, st.words, ACCEPTANCE_CHOICES if a is About.ACCEPTANCE else (), where.lines, True) for a in abouts)


def _plain(st: Statement, sheet: Sheet, where: Target, values: Amounts) -> Iterator[Point]:
    unclear = [doubt(u.about, u.why, st.words, u.choices, where.lines, True) for u in values.unclear]
    yield from _excepted(st, where)
    parts = parts_of(st, where.lines, sheet, values)
    if parts is not None:
        yield parts
        return
    tone = polarity(st)
    changes = tuple(_changes(st, sheet, where, values))
    yield from unclear
    if st.has(Sign.UNKNOWN_DATE):
        yield doubt(About.DATE, "no delivery date is known", st.words, (), where.lines, True)
        return
    if st.has(Sign.SUBSTITUTE, Sign.INSTEAD) and not changes:
        substituted = tuple(_substitute(st, sheet, where))
        if substituted:
            yield from substituted
            return
    if tone is Polarity.NO:
        yield from _no(st, sheet, where, values, changes, bool(unclear))
    elif changes:
        yield from changes
        if tone is Polarity.YES and where.whole:
            yield from _yes(st, where, values, sheet)
    elif tone is Polarity.YES and not unclear:
        yield from _yes(st, where, values, sheet)
    elif tone is Polarity.OPEN and not unclear:
        yield from _open(st, where, values)


def _excepted(st: Statement, where: Target) -> Iterator[Point]:
    """ "All except line 3" refuses line 3."""
    if st.subject.excepted and not st.has(Sign.IF):
        yield said(Reject(), st.words, st.subject.excepted)


def _yes(st: Statement, where: Target, values: Amounts, sheet: Sheet) -> tuple[Point, ...]:
    if st.subject.excepted:
        lines = tuple(n for n in (where.lines or sheet.numbers) if n not in st.subject.excepted)
        return (said(Accept(), st.words, lines),)
    if half_understood(st):
        return (
            doubt(
                About.ACCEPTANCE, "a yes in words that are not all understood", st.words, ACCEPTANCE_CHOICES, where.lines, True
            ),
        )
    if where.whole and any(v.number in sheet.numbers for v in st.of(What.NUMBER)):
        return (doubt(About.LINE, "a number that may be a line", st.words, tuple(i.label for i in sheet.items[:6]), blocks=True),)
    return (said(Accept(), st.words, where.lines, where.rest),)


def _no(
    st: Statement, sheet: Sheet, where: Target, values: Amounts, changes: tuple[Point, ...], doubted: bool
) -> Iterator[Point]:
    new = [p for p in changes if isinstance(p.command, Change)]
    if new and not _only_denied_date(st, values):
        yield from new
        return
    if doubted or st.subject.excepted:
        return
    if st.has(Sign.GONE) and not st.has(Sign.YET, Sign.LATER, Sign.FOLLOWS) and not values.dates:
        yield said(Reject(), st.words, where.lines, where.rest, unavailable=True)
        return
    if values.dates or (
        st.has(Sign.DELIVERY) and st.has(Sign.CONFIRM, Sign.YET) and not st.has(Sign.GONE, Sign.REFUSE, Sign.PRICE)
    ):
        refused = doubt(
            About.DATE, "a date is refused or not confirmed, and no other date is given", st.words, (), where.lines, True
        )
        yield replace(refused, settled_by="date")
    elif st.has(Sign.PRICE) and not st.has(Sign.GONE, Sign.REFUSE, Sign.DELIVERY):
        refused = doubt(About.UNIT_PRICE, "the price is refused, and no other price is given", st.words, (), where.lines, True)
        yield replace(refused, settled_by="unit_price")
    elif st.has(Sign.GONE) and st.has(Sign.YET, Sign.LATER, Sign.FOLLOWS) and not st.has(Sign.REFUSE):
        yield doubt(About.DATE, "not available now, and no date when", st.words, (), where.lines, True)
    elif st.has(Sign.YET) or (st.has(Sign.LATER) and not st.has(Sign.REFUSE)):
        yield doubt(About.ACCEPTANCE, "not confirmed yet", st.words, ACCEPTANCE_CHOICES, where.lines, True)
    elif (st.has(Sign.REFUSE) and not negated(st, Sign.REFUSE)) or (
        where.lines and st.has(Sign.NO, Sign.CANCEL) and not st.has(Sign.CONFIRM)
    ):
        yield said(Reject(), st.words, where.lines, where.rest)
    elif (
        (where.lines or where.rest or st.has(Sign.ORDER))
        and st.has(Sign.GONE, Sign.SUPPLY, Sign.DELIVERY)
        and not set(st.places(Sign.CONFIRM)) - set(st.places(Sign.SUPPLY))
    ):
        yield said(Reject(), st.words, where.lines, where.rest, unavailable=True)
    else:
        half = doubt(About.ACCEPTANCE, "neither accepted nor refused for good", st.words, ACCEPTANCE_CHOICES, where.lines, True)
        yield replace(half, settled_by="no")


def _only_denied_date(st: Statement, values: Amounts) -> bool:
    """A single date in a negative statement is the date that does not work."""
    return len(values.dates) == 1 and not values.quantities and not values.prices and not st.has(Sign.ONLY, Sign.BUT)


def _open(st: Statement, where: Target, values: Amounts) -> Iterator[Point]:
    if (
        values.any
        and (values.quantities or values.prices or values.dates)
        and (where.lines or st.has(Sign.DELIVERY, Sign.AS_ORDERED))
    ):
        own = doubt(About.ACCEPTANCE, "the order's own values, but no yes", st.words, ACCEPTANCE_CHOICES, where.lines)
        yield replace(own, settled_by="yes")


def _changes(st: Statement, sheet: Sheet, where: Target, values: Amounts) -> Iterator[Point]:
    """Changes that a statement proposes: a command a line; values equal to the order's own are none."""
    if st.has(Sign.LATER, Sign.WE_SEND, Sign.FOLLOWS) and not (values.quantities or values.prices):
        return
    if len(values.quantities) > 1 or len(values.prices) > 1 or (len(values.dates) > 1 and st.has(Sign.OR)):
        yield from _contradicting(st, where, values)
        return
    lines = where.lines or _line_by_old(values, sheet) or (sheet.numbers if len(sheet.items) == 1 else ())
    if (st.s.question and not (where.lines or st.has(*_PROPOSING))) or (st.has(Sign.FREIGHT) and not values.dates):
        return
    quantity = _quantity(st, values, lines, sheet)
    needs_line = quantity is not None or bool(values.prices) or values.half
    if needs_line and not lines:
        yield doubt(
            About.LINE, "a value without the line that it is for", st.words, tuple(i.label for i in sheet.items[:6]), blocks=True
        )
        return
    if not lines or (not where.lines and not needs_line and not st.has(*_MOVING)):
        yield from _date_alone(st, sheet, where, values)
        return
    for number in lines:
        item = sheet.item(number)
        if item is not None:
            yield from _change_of(st, sheet, item, values, quantity)


def _contradicting(st: Statement, where: Target, values: Amounts) -> Iterator[Point]:
    about = About.QUANTITY if len(values.quantities) > 1 else About.UNIT_PRICE if len(values.prices) > 1 else About.DATE
    shown = values.quantities if about is About.QUANTITY else values.prices if about is About.UNIT_PRICE else values.dates
    choices = tuple(v.days[0].isoformat() if v.days else str(v.number) for v in shown)
    yield doubt(about, "more than one value", st.words, choices, where.lines, True)


def _line_by_old(values: Amounts, sheet: Sheet) -> tuple[int, ...]:
    """The line whose ordered value is the old one: "40 instead of 60"."""
    for value in values.old:
        found = [i.number for i in sheet.items if value.number is not None and value.number in (i.quantity, i.price)]
        if len(found) == 1:
            return tuple(found)
    return ()


def _quantity(st: Statement, values: Amounts, lines: tuple[int, ...], sheet: Sheet) -> Decimal | None:
    if values.quantities:
        value = values.quantities[0]
        return None if value.approximate or value.other is not None else value.number
    item = sheet.item(lines[0]) if len(lines) == 1 else None
    return item.quantity / 2 if values.half and item and item.quantity % 2 == 0 and not st.has(Sign.PRICE) else None


def _new_date(values: Amounts, item: Item | None) -> Value | None:
    """The new date: the last of several where the first is the order's own."""
    certain = [v for v in values.dates if v.day is not None]
    fresh = [v for v in certain if item is None or v.day != item.day]
    return fresh[0] if len(fresh) == 1 else None


def _change_of(st: Statement, sheet: Sheet, item: Item, values: Amounts, quantity: Decimal | None) -> Iterator[Point]:
    price = values.prices[0] if values.prices else None
    dated = _new_date(values, item)
    if price is not None and price.currency and price.currency != sheet.currency:
        price = None
    elif price is not None and not certain_price(price, item, sheet, st):
        yield doubt(About.UNIT_PRICE, "not certain to be the price of one piece", st.words, (), (item.number,), True)
        price = None
    if quantity is not None and not 0 < quantity <= item.quantity * 2:
        yield doubt(About.QUANTITY, "far from the quantity ordered", st.words, (str(quantity),), (item.number,), True)
        quantity = None
    changed_price = price.number if price is not None and price.number != item.price else None
    change = Change(
        line=item.number,
        quantity=quantity if quantity != item.quantity else None,
        unit_price=changed_price,
        currency=Currency(sheet.currency) if changed_price is not None else None,
        date=dated.day if dated else None,
    )
    if change != Change(line=item.number):
        yield said(change, st.words, (item.number,))


def _date_alone(st: Statement, sheet: Sheet, where: Target, values: Amounts) -> Iterator[Point]:
    own = {i.day for i in sheet.items}
    placed = st.has(*_MOVING)
    fresh = [v for v in values.dates if v.day is not None and v.day not in own and (placed or not v.relative)]
    if not fresh or not sheet.items:
        return
    if not st.has(*_PLACING):
        choices = tuple(d.isoformat() for v in fresh for d in v.days)
        yield doubt(About.DATE, "a date, and not certain what for", st.words, choices, blocks=True)
    elif len({v.day for v in fresh}) > 1:
        yield from _contradicting(st, where, values)
    else:
        yield said(Change(date=fresh[0].day), st.words, (), where.rest)


def _substitute(st: Statement, sheet: Sheet, where: Target) -> Iterator[Point]:
    """Another article in place of the one ordered."""
    skus = {flat(sku) for item in sheet.items for sku in item.skus if sku}
    codes = [v for v in st.of(What.CODE) if flat(v.text) not in skus and any(c.isdigit() for c in v.text)]
    if not codes:
        return
    if len(codes) > 1:
        yield doubt(About.SUBSTITUTE, "more than one other article", st.words, tuple(v.text for v in codes), where.lines, True)
    elif len(where.lines) == 1:
        yield said(Change(line=where.lines[0], substitute=codes[0].text), st.words, where.lines)
    elif len(sheet.items) == 1:
        yield said(Change(line=sheet.numbers[0], substitute=codes[0].text), st.words, sheet.numbers)
    else:
        yield doubt(
            About.SUBSTITUTE, "another article, and not certain for which line", st.words, tuple(i.label for i in sheet.items[:6])
        )
