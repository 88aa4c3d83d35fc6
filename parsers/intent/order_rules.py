"""What a statement says about an order: yes, no, other values, goods on their way (docs/mail.md 4)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from core.commands.supplier_orders import Accept, Change, Reject, Ship
from core.doubt import Reason
from core.question import About
from parsers.intent.amounts_said import Amounts, amounts, told_of_others, unclear_point
from parsers.intent.order_changes import changes_of, substitutes
from parsers.intent.order_target import ACCEPTANCE_CHOICES, Target, target
from parsers.intent.parts import parts_of
from parsers.intent.point import Point, doubt, said
from parsers.intent.polarity import Polarity, all_known, half_understood, negated, piece_of, polarity, theirs
from parsers.intent.sheet import Sheet, flat
from parsers.intent.shipping import counted, shipped, tracking_of
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.values import Value, What

_OF_LINE = (
    (Sign.PRICE, About.UNIT_PRICE, Reason.PRICE_REFUSED),
    (Sign.DELIVERY, About.DATE, Reason.DATE_REFUSED),
    (Sign.QUANTITY, About.QUANTITY, Reason.NEITHER),
)
"""What of a line may be excepted instead of the line."""
_STILL = (Sign.YET, Sign.LATER, Sign.FOLLOWS, Sign.UNKNOWN_DATE, Sign.SUBSTITUTE, Sign.PRICE)


def order_points(st: Statement, sheet: Sheet, inherited: tuple[int, ...], conditional: bool, spoken: date) -> tuple[Point, ...]:
    """The points of one statement about an order. A question may propose, but it accepts, refuses and sends nothing."""
    points = _points(st, sheet, inherited, conditional, spoken)
    return tuple(p for p in points if not isinstance(p.command, Accept | Reject | Ship)) if st.s.question else points


def _points(st: Statement, sheet: Sheet, inherited: tuple[int, ...], conditional: bool, spoken: date) -> tuple[Point, ...]:
    where = target(st, sheet, inherited)
    if st.has(Sign.FILES, Sign.ATTACHED, Sign.PDF, Sign.XLSX) and not st.has(Sign.CONFIRM, Sign.AS_ORDERED) and not st.values:
        return ()  # a file that does not open says nothing about the order
    if where.unclear and st.content:
        choices = tuple(i.label for i in sheet.items[:6])
        return (doubt(About.LINE, where.unclear, st.words, choices, blocks=True),)
    values = amounts(st, sheet)
    if st.subject.excepted and not st.subject.lines and values.any and not conditional:
        return tuple(_but_for(st, sheet, values))
    sent = _is_shipment(st, values) and not (negated(st, Sign.SHIPPED) or st.has(Sign.PROPOSE))
    if (
        conditional
        or st.has(Sign.MAYBE)
        or (told_of_others(st, spoken) and not sent and not st.has(Sign.GONE, Sign.REFUSE, Sign.NO_MORE))
    ):
        return _conditional(st, where, values)
    if sent:
        unclear = [u for u in values.unclear if st.subject.lines or u.why is not Reason.OTHER_UNIT]  # boxes of all are parcels
        if unclear:
            return tuple(unclear_point(u, st.words, where.lines) for u in unclear)
        extra = _yes(st, where, values, sheet) if st.has(Sign.CONFIRM) and polarity(st) is Polarity.YES else ()
        return (*extra, replace(shipped(st, where.lines, spoken, sheet), rest=where.rest and not where.lines))
    today = st.has(Sign.TODAY)
    return tuple(_in_time(p, spoken, today) for p in _plain(st, sheet, where, values))


def _in_time(point: Point, today: date, said_today: bool) -> Point:
    """A delivery that is said to have been, "delivered today" too, is no proposal."""
    change = point.command
    if isinstance(change, Change) and change.date is not None and (change.date < today or (said_today and change.date == today)):
        return doubt(About.DATE, Reason.PAST_DAY, point.words, (change.date,), point.lines, True)
    return point


def _but_for(st: Statement, sheet: Sheet, values: Amounts) -> Iterator[Point]:
    """ "All except line 2, which comes on 20 May": the value is for the line excepted."""
    excepted = Target(lines=st.subject.excepted)
    yield from (unclear_point(u, st.words, excepted.lines) for u in values.unclear)
    yield from changes_of(st, sheet, excepted, values)
    others = tuple(n for n in sheet.numbers if n not in st.subject.excepted)
    if others and polarity(st, denied=False) is Polarity.YES:
        yield said(Accept(), st.words, others)


def _is_shipment(st: Statement, values: Amounts) -> bool:
    """A verb of sending, and something that is sent."""
    if st.has(Sign.CARRIER) and tracking_of(st):
        return True
    if (st.has(Sign.CONFIRMATION, Sign.OFFER) and not st.has(Sign.GOODS)) or values.prices:
        return False
    if st.has(Sign.CONFIRM, Sign.FINE, Sign.AS_ORDERED) and not (values.dates or st.has(Sign.CARRIER) or tracking_of(st)):
        return False
    if st.has(Sign.WILL) and not (values.dates or st.of(What.DATE, What.SPAN, What.VAGUE) or tracking_of(st)):
        return False  # "will ship shortly" is a promise without a day
    told = (
        bool(st.of(What.DATE, What.SPAN, What.CODE, What.VAGUE, What.BOX, What.QUANTITY)) or st.subject.named or bool(counted(st))
    )
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
    if values.dates or (st.of(What.VAGUE) and not st.has(Sign.PAYMENT)):
        abouts.append(About.DATE)
    why = Reason.CONDITION
    if not abouts:
        weak = doubt(About.ACCEPTANCE, why, st.words, ACCEPTANCE_CHOICES, where.lines, True)
        return (replace(weak, weak=True),)
    return tuple(doubt(a, why, st.words, ACCEPTANCE_CHOICES if a is About.ACCEPTANCE else (), where.lines, True) for a in abouts)


def _plain(st: Statement, sheet: Sheet, where: Target, values: Amounts) -> Iterator[Point]:
    refused = st.has(Sign.REFUSE) and not negated(st, Sign.REFUSE) and not st.has(Sign.YET)
    told = (u for u in values.unclear if not (refused and u.about is About.DATE))  # "booked until September" is its reason
    unclear = [unclear_point(u, st.words, where.lines) for u in told]
    yield from _excepted(st, where)
    parts = parts_of(st, where.lines, sheet, values)
    if parts is not None:
        yield parts
        return
    if st.subject.lines and st.has(Sign.NO_MORE) and not values.any and not st.s.question and not st.has(*_STILL):
        yield said(Reject(), st.words, where.lines, unavailable=True)
        return
    tone = polarity(st)
    changes = tuple(changes_of(st, sheet, where, values))
    yield from unclear
    if len(where.lines) > 1 and st.has(Sign.NO, Sign.NOT) and st.has(Sign.FINE, Sign.YES, Sign.CONFIRM) and not changes:
        yield doubt(About.ACCEPTANCE, Reason.YES_AND_NO, st.words, ACCEPTANCE_CHOICES, where.lines, True)  # "1 ok 2 no"
        return
    if st.has(Sign.UNKNOWN_DATE):
        yield doubt(About.DATE, Reason.NO_DATE, st.words, (), where.lines, True)
        return
    other = st.has(Sign.SUBSTITUTE, Sign.INSTEAD) or (st.s.question and bool(where.lines) and _like_ours(st, sheet))
    substituted = tuple(substitutes(st, sheet, where)) if other else ()
    if substituted and not changes:
        yield from substituted
        return
    if st.has(Sign.SUBSTITUTE):  # its price or date is the other article's
        yield from substituted
    if tone is Polarity.NO:
        yield from _no(st, sheet, where, values, changes, bool(unclear))
    elif changes:
        yield from changes
        if tone is Polarity.YES and where.whole:
            yield from _yes(st, where, values, sheet)
    elif tone is Polarity.YES and not unclear:
        yield from _yes(st, where, values, sheet)
    elif tone is Polarity.OPEN and not unclear:
        yield from _open(st, sheet, where, values)


def _like_ours(st: Statement, sheet: Sheet) -> bool:
    """Whether a code begins like an item number of the order: another article, and no project, handle or drawing."""
    own = {flat(sku)[:_ALIKE] for item in sheet.items for sku in item.skus if sku}
    return any(flat(v.text)[:_ALIKE] in own for v in st.of(What.CODE))


_ALIKE = 3
"""Leading letters and digits that the item numbers of one supplier have in common."""


def _excepted(st: Statement, where: Target) -> Iterator[Point]:
    """ "All except line 3" refuses line 3; "all except the price of line 3" its price."""
    if not st.subject.excepted or st.has(Sign.IF):
        return
    behind = st.places(Sign.EXCEPT)[0]
    of_line = next(((about, why) for sign, about, why in _OF_LINE if st.s.has(sign, first=behind, last=st.last)), None)
    if of_line is None:
        yield said(Reject(), st.words, st.subject.excepted)
    else:
        yield doubt(*of_line, st.words, (), st.subject.excepted, True)


def _yes(st: Statement, where: Target, values: Amounts, sheet: Sheet) -> tuple[Point, ...]:
    if st.subject.excepted:
        lines = tuple(n for n in (where.lines or sheet.numbers) if n not in st.subject.excepted)
        return (said(Accept(), st.words, lines),)
    if _reserved(st):
        return (doubt(About.ACCEPTANCE, Reason.RESERVATION, st.words, ACCEPTANCE_CHOICES, where.lines, True),)
    if half_understood(st) or st.has(Sign.EXCEPT):
        half = doubt(About.ACCEPTANCE, Reason.HALF_UNDERSTOOD, st.words, ACCEPTANCE_CHOICES, where.lines, True)
        open_still = where.lines or st.has(Sign.EXCEPT, Sign.ONLY, Sign.BUT)
        return (half if open_still else replace(half, settled_by="yes"),)
    if where.whole and any(v.number in sheet.numbers and not _counts_all(st, v, sheet) for v in st.of(What.NUMBER)):
        return (doubt(About.LINE, Reason.NUMBER_OR_LINE, st.words, tuple(i.label for i in sheet.items[:6]), blocks=True),)
    return (said(Accept(), st.words, where.lines, where.rest),)


def _reserved(st: Statement) -> bool:
    """A "but" that is not understood, or that denies something: "agreed to the prices, but not to the dates"."""
    behind = st.places(Sign.BUT)
    if not behind:
        return False
    denies = not st.values and st.s.has(Sign.NOT, Sign.INSTEAD, Sign.UNABLE, first=behind[0], last=st.last)
    return denies or not all_known(st, behind[0])


def _counts_all(st: Statement, value: Value, sheet: Sheet) -> bool:
    """ "All three": the number is that of the lines."""
    return value.number == len(sheet.items) and (st.has(Sign.ALL) or st.s.is_at(value.last + 1, Sign.LINE))


def _no(
    st: Statement, sheet: Sheet, where: Target, values: Amounts, changes: tuple[Point, ...], doubted: bool
) -> Iterator[Point]:
    new = [p for p in changes if isinstance(p.command, Change)]
    if new and not _only_denied_date(st, values):
        yield from new
        return
    if doubted or st.subject.excepted:
        return
    if theirs(st):
        yield doubt(About.ACCEPTANCE, Reason.CONDITION, st.words, ACCEPTANCE_CHOICES, where.lines, True)
        return
    nothing_else = bool(where.lines) or all_known(st)  # "we don't have any objections" is no refusal
    if st.has(Sign.GONE) and nothing_else and not st.has(Sign.YET, Sign.LATER, Sign.FOLLOWS) and not values.dates:
        yield said(Reject(), st.words, where.lines, where.rest, unavailable=True)
        return
    if values.dates or (
        st.has(Sign.DELIVERY) and st.has(Sign.CONFIRM, Sign.YET) and not st.has(Sign.GONE, Sign.REFUSE, Sign.PRICE)
    ):
        refused = doubt(About.DATE, Reason.DATE_REFUSED, st.words, (), where.lines, True)
        yield replace(refused, settled_by="date")
    elif st.has(Sign.PRICE) and not st.has(Sign.GONE, Sign.REFUSE) and (where.lines or not st.has(Sign.DELIVERY)):
        refused = doubt(About.UNIT_PRICE, Reason.PRICE_REFUSED, st.words, (), where.lines, True)
        yield replace(refused, settled_by="unit_price")
    elif st.has(Sign.GONE) and st.has(Sign.YET, Sign.LATER, Sign.FOLLOWS) and not st.has(Sign.REFUSE):
        yield doubt(About.DATE, Reason.NO_DATE_WHEN, st.words, (), where.lines, True)
    elif st.has(Sign.YET) or (st.has(Sign.LATER) and not st.has(Sign.REFUSE)):
        yield doubt(About.ACCEPTANCE, Reason.NOT_YET, st.words, ACCEPTANCE_CHOICES, where.lines, True)
    elif (st.has(Sign.REFUSE) and not negated(st, Sign.REFUSE)) or (
        where.lines and st.has(Sign.NO, Sign.CANCEL) and not st.has(Sign.CONFIRM, Sign.REFUSE)
    ):
        yield said(Reject(), st.words, where.lines, where.rest)
    elif (
        (where.lines or where.rest or st.has(Sign.ORDER))
        and st.has(Sign.GONE, Sign.SUPPLY, Sign.DELIVERY)
        and not set(st.places(Sign.CONFIRM)) - set(st.places(Sign.SUPPLY))
    ):
        yield said(Reject(), st.words, where.lines, where.rest, unavailable=True)
    else:
        half = doubt(About.ACCEPTANCE, Reason.NEITHER, st.words, ACCEPTANCE_CHOICES, where.lines, True)
        yield replace(half, settled_by="no")


def _only_denied_date(st: Statement, values: Amounts) -> bool:
    """A single date in a negative statement is the date that does not work."""
    if len(values.dates) != 1 or values.quantities or values.prices or st.has(Sign.ONLY, Sign.BUT):
        return False
    first, last = piece_of(st, values.dates[0].first)
    return st.s.has(Sign.NOT, Sign.UNABLE, Sign.NO, first=first, last=last) or not st.s.has(
        Sign.DELIVERY, Sign.NEW, first=first, last=last
    )


def _open(st: Statement, sheet: Sheet, where: Target, values: Amounts) -> Iterator[Point]:
    if (
        st.subject.lines
        and st.has(Sign.DELIVERY)
        and st.has(Sign.WEEK, Sign.MONTH, Sign.VAGUE)
        and not values.any
        and not st.s.question
    ):
        yield doubt(About.DATE, Reason.SPAN, st.words, (), where.lines, True)
        return
    if st.has(Sign.CONFIRM) and st.has(Sign.YET) and not st.s.question:
        yield doubt(About.ACCEPTANCE, Reason.NOT_YET, st.words, ACCEPTANCE_CHOICES, where.lines, True)
        return
    if st.subject.lines and st.has(Sign.NOT) and not values.any and not st.s.question and all_known(st):
        yield doubt(About.ACCEPTANCE, Reason.NEITHER, st.words, ACCEPTANCE_CHOICES, where.lines, True)
        return
    if (
        values.any
        and (values.quantities or values.prices or values.dates)
        and (where.lines or st.has(Sign.DELIVERY, Sign.AS_ORDERED))
    ):
        if _are_own(sheet, where, values):
            own = doubt(About.ACCEPTANCE, Reason.NO_YES, st.words, ACCEPTANCE_CHOICES, where.lines)
            yield replace(own, settled_by="yes")
        else:
            yield doubt(About.ACCEPTANCE, Reason.HALF_UNDERSTOOD, st.words, ACCEPTANCE_CHOICES, where.lines, True)


def _are_own(sheet: Sheet, where: Target, values: Amounts) -> bool:
    """Whether the quantities and prices of a statement are those that the order has."""
    items = [i for i in sheet.items if not where.lines or i.number in where.lines]
    quantities, prices = {i.quantity for i in items}, {i.price for i in items}
    return {v.number for v in values.quantities} <= quantities and {v.number for v in values.prices} <= prices
