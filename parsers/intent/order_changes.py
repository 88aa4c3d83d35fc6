"""Other values that a statement proposes for an order: quantity, price, date, another article (docs/mail.md 4)."""

from collections.abc import Iterator
from decimal import Decimal

from core.commands.supplier_orders import Change
from core.doubt import Reason
from core.money import Currency
from core.question import About
from parsers.intent.amounts_said import Amounts, numbers_in
from parsers.intent.order_target import Target
from parsers.intent.point import Point, doubt, said
from parsers.intent.prices import certain_price
from parsers.intent.sheet import Item, Sheet, flat
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.values import Value, What

_PROPOSING = (Sign.PROPOSE, Sign.REQUEST, Sign.SUPPLY, Sign.DELIVERY, Sign.INSTEAD, Sign.CONFIRM, Sign.SUBSTITUTE, Sign.ONLY)

_COUNTING = (
    Sign.ONLY,
    Sign.SUPPLY,
    Sign.QUANTITY,
    Sign.INSTEAD,
    Sign.STOCK,
    Sign.PROPOSE,
    Sign.CONFIRM,
    Sign.REST,
    Sign.FINE,
    Sign.PRICE,
)
"""One of these makes a quantity without a line the one of the only line."""
_MOVING = (Sign.DELIVERY, Sign.SUPPLY, Sign.GOODS, Sign.LEAD_TIME, Sign.REQUEST, Sign.PROPOSE, Sign.INSTEAD)

_ASKING = (Sign.PROPOSE, Sign.REQUEST, Sign.INSTEAD, Sign.FINE, Sign.CONFIRM)
"""A question about a day proposes it with one of these; "do we have to deliver on 12 May?" does not."""

_PLACING = (*_MOVING, Sign.CONFIRM, Sign.ALL, Sign.REST, Sign.FINE, Sign.ONLY, Sign.ORDER)
"""One of these makes a date that stands alone the delivery's; a day told by its name needs one of _MOVING."""


def changes_of(st: Statement, sheet: Sheet, where: Target, values: Amounts) -> Iterator[Point]:
    """Changes that a statement proposes: a command a line; values equal to the order's own are none."""
    if st.has(Sign.LATER, Sign.WE_SEND, Sign.FOLLOWS) and not (values.quantities or values.prices):
        return
    several = len(values.dates) > 1 and (st.has(Sign.OR) or bool(values.quantities) or values.half)
    if len(values.quantities) > 1 or len(values.prices) > 1 or several:
        yield from _contradicting(st, where, values)
        return
    lines = where.lines or _line_by_old(values, sheet) or (sheet.numbers if len(sheet.items) == 1 else ())
    if st.s.question and not where.lines and _idle(st, values):
        if st.has(Sign.PROPOSE) and values.dates:
            days = tuple(d for v in values.dates for d in v.days)
            yield doubt(About.DATE, Reason.DATE_FOR_WHAT, st.words, days, blocks=True)
        return
    if (st.s.question and not (where.lines or st.has(*_PROPOSING))) or (st.has(Sign.FREIGHT) and not values.dates):
        return
    if st.has(Sign.INVOICE, Sign.CREDIT, Sign.STATEMENT, Sign.PAYMENT) and not where.lines:
        return
    if not where.lines and values.quantities and not st.has(*_COUNTING):
        yield doubt(About.QUANTITY, Reason.QUANTITY_FOR_WHAT, st.words, (), blocks=True)
        return
    quantity = _quantity(st, values, lines, sheet)
    needs_line = quantity is not None or bool(values.prices) or values.half
    if needs_line and not lines:
        yield doubt(About.LINE, Reason.VALUE_FOR_WHAT, st.words, tuple(i.label for i in sheet.items[:6]), blocks=True)
        return
    if not lines or (not where.lines and not needs_line and not st.has(*_MOVING)):
        yield from _date_alone(st, sheet, where, values)
        return
    if values.prices and len(lines) > 1:
        yield doubt(About.UNIT_PRICE, Reason.VALUE_FOR_WHAT, st.words, numbers_in(values.prices), lines, True)
        return
    for number in lines:
        item = sheet.item(number)
        if item is not None:
            yield from _change_of(st, sheet, item, values, quantity)


def _idle(st: Statement, values: Amounts) -> bool:
    """ "Can one deliver on Saturdays?", "which gate is open on Friday?": a day told by its name, of no goods, moves no date."""
    named = st.has(Sign.INSTEAD, Sign.ORDER, Sign.ALL, Sign.GOODS)
    return not named and not values.quantities and not values.prices and all(v.relative for v in values.dates)


def _contradicting(st: Statement, where: Target, values: Amounts) -> Iterator[Point]:
    about = About.QUANTITY if len(values.quantities) > 1 else About.UNIT_PRICE if len(values.prices) > 1 else About.DATE
    shown = values.quantities if about is About.QUANTITY else values.prices if about is About.UNIT_PRICE else values.dates
    choices = tuple(v.days[0] for v in shown if v.days) or numbers_in(shown)
    yield doubt(about, Reason.SEVERAL_VALUES, st.words, choices, where.lines, True)


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
        yield doubt(About.UNIT_PRICE, Reason.PRICE_OF_ONE, st.words, (), (item.number,), True)
        price = None
    if quantity is not None and not (0 < quantity <= item.quantity * 2 and quantity >= _least(st, values, item)):
        yield doubt(About.QUANTITY, Reason.FAR_QUANTITY, st.words, (quantity,), (item.number,), True)
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


def _least(st: Statement, values: Amounts, item: Item) -> Decimal:
    """A bare number far below what was ordered may count something else, unless a word says that it is less."""
    bare = any(v.what is What.NUMBER for v in values.quantities)
    said_so = st.has(Sign.ONLY, Sign.INSTEAD, Sign.NOT, Sign.UNABLE, Sign.STOCK, Sign.QUANTITY)
    return item.quantity / 4 if bare and not said_so else Decimal(0)


def _date_alone(st: Statement, sheet: Sheet, where: Target, values: Amounts) -> Iterator[Point]:
    own = {i.day for i in sheet.items}
    placed = st.has(*_MOVING)
    fresh = [v for v in values.dates if v.day is not None and v.day not in own and (placed or not v.relative)]
    if not fresh or not sheet.items:
        return
    if not st.has(*_PLACING) or (st.s.question and not st.has(*_ASKING)):
        choices = tuple(d for v in fresh for d in v.days)
        yield doubt(About.DATE, Reason.DATE_FOR_WHAT, st.words, choices, blocks=True)
    elif len({v.day for v in fresh}) > 1:
        yield from _contradicting(st, where, values)
    else:
        yield said(Change(date=fresh[0].day), st.words, (), where.rest)


def substitutes(st: Statement, sheet: Sheet, where: Target) -> Iterator[Point]:
    """Another article in place of the one ordered."""
    skus = {flat(sku) for item in sheet.items for sku in item.skus if sku}
    codes = [v for v in st.of(What.CODE) if flat(v.text) not in skus and any(c.isdigit() for c in v.text)]
    codes = [v for v in codes if v.first == 0 or st.s.tokens[v.first - 1].text != "@"]  # a handle is no article
    if not codes:
        return
    if len(codes) > 1:
        yield doubt(About.SUBSTITUTE, Reason.SEVERAL_VALUES, st.words, tuple(v.text for v in codes), where.lines, True)
    elif len(where.lines) == 1:
        yield said(Change(line=where.lines[0], substitute=codes[0].text), st.words, where.lines)
    elif len(sheet.items) == 1:
        yield said(Change(line=sheet.numbers[0], substitute=codes[0].text), st.words, sheet.numbers)
    else:
        yield doubt(About.SUBSTITUTE, Reason.VALUE_FOR_WHAT, st.words, tuple(i.label for i in sheet.items[:6]))
