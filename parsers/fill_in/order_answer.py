"""The sheet of an order, filled in: what each line says, as the words of a mail would (docs/mail.md 6).

What contradicts itself is a doubt, never a guess; the buyer's own cells are never read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.commands.supplier_orders import Accept, Change, Reject, Ship
from core.commands.supplier_talk import Comment
from core.doubt import Choice, Doubt, Option, Reason
from core.filled import Filled, FilledRow, Value
from core.order import OrderLine, PurchaseOrder
from core.question import About
from core.reading import Context, Said
from parsers.fill_in.remark import plain_remark
from parsers.fill_in.understood import Understood
from parsers.fill_in.values import DayRead, Habits, NumberRead, day_of, habits_of, number_of
from parsers.intent.order_target import ACCEPTANCE_CHOICES

CONFIRM, CHANGE, REJECT = "confirm", "change", "reject"
_SAID = ("answer", "quantity", "unit_price", "date", "remark")
_SHIPPED = ("ship_quantity", "ship_date", "tracking")


def understood(filled: Filled, context: Context, today: date) -> Understood:
    """The answers of all lines; lines that were left empty say nothing."""
    order = context.document(filled.document)
    if not isinstance(order, PurchaseOrder):
        return Understood()
    reader = _Reader(filled=filled, order=order, context=context, habits=habits_of(context.speaker), today=today)
    lines = [point for row in filled.rows for point in reader.row(row)]
    said = [s for s in lines if isinstance(s, Said)]
    return Understood(
        said=(*_together(said, order, filled.revision), *(s for s in said if not isinstance(s.command, Accept | Reject))),
        doubts=tuple(d for d in lines if isinstance(d, Doubt)),
        changed=tuple(dict.fromkeys(row.line for row in filled.rows if reader.overwritten(row))),
    )


def _together(said: list[Said], order: PurchaseOrder, revision: int) -> Iterator[Said]:
    """Lines that are confirmed are one command, and so are those refused for one reason."""
    confirmed = [s for s in said if isinstance(s.command, Accept)]
    if confirmed:
        numbers = tuple(n for s in confirmed if isinstance(s.command, Accept) for n in s.command.lines)
        words = "\n".join(s.words for s in confirmed)
        yield Said(command=Accept(lines=numbers, document=order.reference), words=words, revision=revision)
    refused = [(s.command, s.words) for s in said if isinstance(s.command, Reject)]
    for reason in dict.fromkeys(command.reason for command, _ in refused):
        mine = [(command, words) for command, words in refused if command.reason == reason]
        numbers = tuple(n for command, _ in mine for n in command.lines)
        command = Reject(lines=numbers, reason=reason, document=order.reference)
        yield Said(command=command, words="\n".join(words for _, words in mine), revision=revision)


def _shown(value: Value | None) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    """The yellow cells of a line; None: empty."""

    quantity: NumberRead | None
    price: NumberRead | None
    day: DayRead | None

    @property
    def any(self) -> bool:
        return any(v is not None for v in (self.quantity, self.price, self.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    filled: Filled
    order: PurchaseOrder
    context: Context
    habits: Habits
    today: date

    def row(self, row: FilledRow) -> Iterator[Said | Doubt]:
        """What one row says; a number that stands in several rows says it once, if they agree."""
        twins = [other for other in self.filled.rows if other.line == row.line]
        written = [other for other in twins if any(other.get(name) is not None for name in (*_SAID, *_SHIPPED))]
        if row not in written or (len(written) > 1 and row is not written[0]):
            return
        line = self.order.line(row.line)
        if line is None:
            yield self._doubt(row, About.LINE, Reason.NO_SUCH_LINE)
        elif any(self._yellow(other) != self._yellow(row) for other in written[1:]):
            yield self._doubt(row, About.LINE, Reason.ROWS_DISAGREE)
        elif row.get("answer") == REJECT and any(row.get(name) is not None for name in _SHIPPED):
            yield self._doubt(row, About.ACCEPTANCE, Reason.REFUSED_AND_SHIPPED, ACCEPTANCE_CHOICES, (*_SAID, *_SHIPPED))
        else:
            yield from self._answer(row, line)
            yield from self._shipment(row, line)

    def overwritten(self, row: FilledRow) -> bool:
        """Whether a cell that is the buyer's own says something else than the order."""
        line = self.order.line(row.line)
        if line is None or self.filled.revision != self.order.revision:
            return False
        own = (("ordered_quantity", line.quantity), ("ordered_price", line.unit_price), ("ordered_date", line.delivery_date))
        return not all(_same(row.get(name), value) for name, value in own)

    def _yellow(self, row: FilledRow) -> tuple[Value | None, ...]:
        return tuple(row.get(name) for name in (*_SAID, *_SHIPPED))

    def _words(self, row: FilledRow, names: tuple[str, ...]) -> str:
        return f"{row.line}: " + " · ".join(text for name in names if (text := _shown(row.get(name))))

    def _doubt(
        self, row: FilledRow, about: About, why: Reason, choices: tuple[Choice, ...] = (), names: tuple[str, ...] = _SAID
    ) -> Doubt:
        return Doubt(about=about, why=why, choices=choices, words=self._words(row, names))

    def _said(self, command: Accept | Change | Reject | Ship | Comment, row: FilledRow, names: tuple[str, ...] = _SAID) -> Said:
        return Said(command=command, words=self._words(row, names), revision=self.filled.revision)

    def _answer(self, row: FilledRow, line: OrderLine) -> Iterator[Said | Doubt]:
        answer, remark = row.get("answer"), _shown(row.get("remark"))
        values, unclear = self._values(row, line)
        yield from unclear
        if unclear:
            return
        if answer is None and not values.any:
            if remark:
                yield self._said(Comment(text=self._words(row, ("remark",)), document=self.order.reference), row)
        elif answer == REJECT:
            yield self._refused(row, line, values, remark)
        elif answer == CONFIRM:
            yield from self._confirmed(row, line, values, remark)
        elif answer in (CHANGE, None):
            yield self._changed(row, line, values, remark)
        else:
            yield self._doubt(row, About.ACCEPTANCE, Reason.NO_SUCH_ANSWER, ACCEPTANCE_CHOICES)

    def _values(self, row: FilledRow, line: OrderLine) -> tuple[_Values, list[Doubt]]:
        quantity, price, day = row.get("quantity"), row.get("unit_price"), row.get("date")
        code = str(self.order.currency)
        values = _Values(
            quantity=None if quantity is None else number_of(quantity, self.habits, (line.unit,)),
            price=None if price is None else number_of(price, self.habits, (code,)),
            day=None if day is None else day_of(day, self.habits),
        )
        unclear: list[Doubt] = []
        for about, read in ((About.QUANTITY, values.quantity), (About.UNIT_PRICE, values.price), (About.DATE, values.day)):
            if read is not None and not read.certain:
                unclear.append(self._doubt(row, about, Reason.UNREADABLE, read.choices))
        if values.quantity and values.quantity.value == 0:
            unclear.append(self._doubt(row, About.QUANTITY, Reason.QUANTITY_OF_NOTHING, (Option.REFUSE,)))
        if values.day and values.day.value and values.day.value < self.today:
            unclear.append(self._doubt(row, About.DATE, Reason.PAST_DAY, (values.day.value,)))
        return values, unclear

    def _refused(self, row: FilledRow, line: OrderLine, values: _Values, remark: str) -> Said | Doubt:
        if values.any:
            return self._doubt(row, About.ACCEPTANCE, Reason.REFUSED_WITH_VALUES, ACCEPTANCE_CHOICES)
        return self._said(Reject(lines=(line.number,), reason=remark or None, document=self.order.reference), row)

    def _confirmed(self, row: FilledRow, line: OrderLine, values: _Values, remark: str) -> Iterator[Said | Doubt]:
        if self._change(line, values, None) is not None:
            yield self._doubt(row, About.ACCEPTANCE, Reason.CONFIRMED_WITH_VALUES, ACCEPTANCE_CHOICES)
        elif remark and not plain_remark(remark, self.context, self.order.reference, self.today):
            yield self._doubt(row, About.ACCEPTANCE, Reason.CONFIRMED_WITH_REMARK, ACCEPTANCE_CHOICES)
        else:
            yield self._said(Accept(lines=(line.number,), document=self.order.reference), row)
            if remark:
                yield self._said(Comment(text=self._words(row, ("remark",)), document=self.order.reference), row)

    def _changed(self, row: FilledRow, line: OrderLine, values: _Values, remark: str) -> Said | Doubt:
        change = self._change(line, values, remark or None)
        if change is None:
            return self._doubt(row, About.ACCEPTANCE, Reason.NOTHING_DIFFERS, ACCEPTANCE_CHOICES)
        return self._said(change, row)

    def _change(self, line: OrderLine, values: _Values, reason: str | None) -> Change | None:
        """The values that differ from the order's; None where none does."""
        quantity = values.quantity.value if values.quantity else None
        price = values.price.value if values.price else None
        day = values.day.value if values.day else None
        differs = Change(
            line=line.number,
            quantity=None if quantity == line.quantity else quantity,
            unit_price=None if price == line.unit_price else price,
            date=None if day == line.delivery_date else day,
            reason=reason,
            document=self.order.reference,
        )
        return differs if (differs.quantity, differs.unit_price, differs.date) != (None, None, None) else None

    def _shipment(self, row: FilledRow, line: OrderLine) -> Iterator[Said | Doubt]:
        if all(row.get(name) is None for name in _SHIPPED):
            return
        count, day = row.get("ship_quantity"), row.get("ship_date")
        quantity = None if count is None else number_of(count, self.habits, (line.unit,))
        shipped = None if day is None else day_of(day, self.habits)
        if quantity and not quantity.value:
            yield self._doubt(row, About.QUANTITY, Reason.UNREADABLE, quantity.choices, _SHIPPED)
        elif shipped and not shipped.certain:
            yield self._doubt(row, About.DATE, Reason.UNREADABLE, shipped.choices, _SHIPPED)
        else:
            ship = Ship(
                lines=(line.number,),
                quantity=quantity.value if quantity else None,
                date=shipped.value if shipped else None,
                tracking=_shown(row.get("tracking")) or None,
                document=self.order.reference,
            )
            yield self._said(ship, row, _SHIPPED)


_EPOCH = date(1899, 12, 30)
"""Day 0 of the dates of a sheet; a row that was sorted may have left the format of its date behind."""


def _same(cell: Value | None, value: Decimal | date | None) -> bool:
    """Whether a cell holds a value as the sheet was made with it: six decimals at most."""
    if isinstance(value, Decimal):
        return cell == round(value, 6)
    return cell == value or (isinstance(cell, Decimal) and value is not None and cell == (value - _EPOCH).days)
