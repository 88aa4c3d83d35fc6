"""What a statement says about a request for proposal: prices, lead times, items that are not offered."""

from collections.abc import Iterator
from datetime import date

from core.commands.supplier_quotes import Decline, Quote, QuotedItem
from core.doubt import Option, Reason
from core.money import Currency
from core.question import About
from parsers.intent.amounts_said import Amounts, amounts, numbers_in, of_validity, told_of_others, unclear_point
from parsers.intent.point import Point, doubt, said
from parsers.intent.polarity import Polarity, negated, polarity
from parsers.intent.prices import certain_price
from parsers.intent.sheet import Sheet
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.values import What


def quote_points(st: Statement, sheet: Sheet, inherited: tuple[int, ...], conditional: bool, spoken: date) -> tuple[Point, ...]:
    """The points of one statement about a request."""
    values = amounts(st, sheet)
    if st.has(Sign.FILES, Sign.ATTACHED, Sign.PDF, Sign.XLSX) and not st.has(Sign.REFUSE, Sign.COMPLETE) and not values.any:
        return ()  # a file that does not open declines nothing
    lines = st.subject.lines or (sheet.numbers if len(sheet.items) == 1 else ()) or (inherited if not st.subject.named else ())
    if st.subject.unknown:
        return (doubt(About.LINE, Reason.NO_SUCH_LINE, st.words, tuple(i.label for i in sheet.items[:6])),)
    if st.subject.both and not st.subject.lines:
        lines = ()
    if (conditional or st.has(Sign.MAYBE) or told_of_others(st, spoken)) and (values.any or st.has(Sign.CONFIRM, Sign.FINE)):
        return (doubt(About.UNIT_PRICE, Reason.CONDITION, st.words, (), lines, True),)
    if (conditional or st.has(Sign.MAYBE)) and _declined(st):
        return (no_offer(st, lines),)
    return tuple(_points(st, sheet, lines, values))


def _points(st: Statement, sheet: Sheet, lines: tuple[int, ...], values: Amounts) -> Iterator[Point]:
    if st.has(Sign.COMPLETE) and not st.s.question:
        yield said(Quote(complete=True), st.words)
    for unclear in values.unclear:
        if unclear.about in (About.UNIT_PRICE, About.CURRENCY, About.DATE):
            yield unclear_point(unclear, st.words, lines)
    if values.prices:
        yield from _priced(st, sheet, lines, values)
    elif _declined(st) and not st.subject.lines and _no_more_than_that(st):
        yield said(Quote(complete=True), st.words)
    elif _declined(st):
        whole = not lines and not st.subject.rest
        if not whole or st.has(Sign.REFUSE, Sign.GONE, Sign.OFFER, Sign.RFP) or (st.has(Sign.QUOTING) and not st.has(Sign.PRICE)):
            yield said(Decline(items=lines), st.words, lines, st.subject.rest)
        else:
            yield no_offer(st)
    elif _lead(st) is not None and (lines or st.subject.both or st.subject.every or st.has(Sign.LEAD_TIME)):
        every = not st.subject.lines and (st.subject.both or st.subject.every)
        yield from _offers(st, (0,) if every else lines or (0,), QuotedItem(item=0, lead_time_days=_lead(st)))


def _no_more_than_that(st: Statement) -> bool:
    """ "Mehr können wir nicht anbieten" closes an offer; "non rientrano più nel nostro catalogo" refuses one."""
    denied = [at for sign in (Sign.NOT, Sign.REFUSE, Sign.UNABLE) for at in st.places(sign)]
    return any(not denied or at < min(denied) for at in st.places(Sign.MORE))


def no_offer(st: Statement, lines: tuple[int, ...] = ()) -> Point:
    """Whether there will be an offer is asked."""
    return doubt(About.ACCEPTANCE, Reason.PERHAPS_NO_OFFER, st.words, (Option.NO_OFFER, Option.OFFER_FOLLOWS), lines)


def _declined(st: Statement) -> bool:
    if st.has(Sign.REFUSE) and not negated(st, Sign.REFUSE):
        return True
    denied = polarity(st) is Polarity.NO or negated(st, Sign.OFFER) or negated(st, Sign.QUOTING)
    return denied and not st.has(Sign.LATER, Sign.YET)


def _priced(st: Statement, sheet: Sheet, lines: tuple[int, ...], values: Amounts) -> Iterator[Point]:
    price = values.prices[0]
    if len(values.prices) > 1:
        yield doubt(About.UNIT_PRICE, Reason.SEVERAL_VALUES, st.words, numbers_in(values.prices), lines, True)
    elif not lines:
        yield doubt(About.LINE, Reason.VALUE_FOR_WHAT, st.words, tuple(i.label for i in sheet.items[:6]), (), True)
    elif price.currency and price.currency != sheet.currency:
        return
    elif not certain_price(price, None, sheet, st):
        yield doubt(About.UNIT_PRICE, Reason.PRICE_OF_ONE, st.words, (), lines, True)
    else:
        yield from _offers(st, lines, _quoted(st, sheet, values))


def _quoted(st: Statement, sheet: Sheet, values: Amounts) -> QuotedItem:
    quantity = next((v.number for v in values.quantities if v.what is What.QUANTITY and not v.approximate), None)
    day = next((v.day for v in values.dates if v.what is What.DATE), None)
    return QuotedItem(
        item=0,
        unit_price=values.prices[0].number,
        currency=Currency(sheet.currency),
        quantity=quantity if len(values.quantities) == 1 else None,
        lead_time_days=_lead(st),
        date=day,
        note=_validity(st),
    )


def _validity(st: Statement) -> str | None:
    """ "Valid until 30 June": how long an offer holds goes to the buyer as its note, in the supplier's words."""
    places, days = st.places(Sign.VALID), [v.last for v in st.values if of_validity(st, v)]
    return st.s.part(places[0], max(days)) if places and days else None


def _lead(st: Statement) -> int | None:
    """The lead time in days; working days as they are said."""
    spans = [v for v in st.of(What.SPAN) if v.number is not None and not of_validity(st, v)]
    return int(spans[0].number or 0) if len(spans) == 1 else None


def _offers(st: Statement, lines: tuple[int, ...], offer: QuotedItem) -> Iterator[Point]:
    items = tuple(
        QuotedItem(
            item=n,
            unit_price=offer.unit_price,
            currency=offer.currency,
            quantity=offer.quantity,
            lead_time_days=offer.lead_time_days,
            date=offer.date,
            note=offer.note,
        )
        for n in lines
    )
    yield said(Quote(items=items), st.words, lines if lines != (0,) else ())
