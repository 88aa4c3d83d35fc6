"""The sheet or the form of a request for proposal, filled in: offers and refusals, as the words of a mail would say them.

What contradicts itself, or cannot be read for certain, is a doubt about its item, never a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.commands.supplier_quotes import Decline, Quote, QuotedItem
from core.commands.supplier_talk import Comment
from core.doubt import Choice, Doubt, Option, Reason
from core.filled import Filled, FilledRow, Value
from core.offers import MOST_DAYS
from core.proposal import Rfp, RfpItem, proposal_reference
from core.question import About
from core.reading import Context, Said
from parsers.fill_in.form import ANSWER
from parsers.fill_in.understood import Understood
from parsers.fill_in.values import DayRead, Habits, NumberRead, day_of, habits_of, number_of

YES, NO = "yes", "no"
_SAID = ("answer", "unit_price", "quantity", "lead_time", "date", "alternative", "remark")
_OFFER = ("unit_price", "quantity", "lead_time", "date", "alternative")
OFFER_CHOICES = (Option.NO_OFFER, Option.OFFER_FOLLOWS)


def understood(filled: Filled, context: Context, today: date) -> Understood:
    """One quote and one refusal over all rows; rows that were left empty say nothing."""
    supplier = context.speaker.supplier
    mine = (r for r in context.rfps if supplier and proposal_reference(r.reference, supplier) == filled.document)
    rfp = next(mine, None)
    if rfp is None:
        return Understood()
    reader = _Reader(filled=filled, rfp=rfp, habits=habits_of(context.speaker), today=today)
    rows = [point for row in filled.rows for point in reader.row(row)]
    doubts = [p for p in rows if isinstance(p, Doubt)]
    offers = [p for p in rows if isinstance(p, _Offered)]
    return Understood(
        said=(*reader.together(offers, sure=not doubts), *(p for p in rows if isinstance(p, Said))),
        doubts=tuple(doubts) + tuple(reader.unclear_whole()),
        changed=tuple(dict.fromkeys(row.line for row in filled.rows if reader.overwritten(row))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """An answer to one item; `offer` None: refused."""

    item: int
    offer: QuotedItem | None
    reason: str
    words: str


def _shown(value: Value | None) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    filled: Filled
    rfp: Rfp
    habits: Habits
    today: date

    def together(self, found: list[_Offered], *, sure: bool) -> Iterator[Said]:
        """ "That is all" counts only where nothing is in doubt: what cannot be read is not "not offered"."""
        document, whole = self.filled.document, self.filled.get(ANSWER) == YES and sure
        offers = [o for o in found if o.offer]
        if offers or whole:
            words = "\n".join(o.words for o in offers)
            command = Quote(items=tuple(o.offer for o in offers if o.offer), complete=whole, document=document)
            yield Said(command=command, words=words or _shown(self.filled.get(ANSWER)))
        refused = [o for o in found if o.offer is None]
        for reason in dict.fromkeys(o.reason for o in refused):
            mine = [o for o in refused if o.reason == reason]
            command_no = Decline(items=tuple(o.item for o in mine), reason=reason or None, document=document)
            yield Said(command=command_no, words="\n".join(o.words for o in mine))

    def unclear_whole(self) -> Iterator[Doubt]:
        """An answer to "is that all?" that is neither yes nor no."""
        value = self.filled.get(ANSWER)
        if value not in (None, YES, NO):
            yield Doubt(about=About.ACCEPTANCE, why=Reason.PERHAPS_ALL, choices=(Option.YES, Option.NO), words=_shown(value))

    def row(self, row: FilledRow) -> Iterator[_Offered | Said | Doubt]:
        """What one row says; a number that stands in several rows says it once, if they agree."""
        twins = [other for other in self.filled.rows if other.line == row.line]
        written = [other for other in twins if any(other.get(name) is not None for name in _SAID)]
        if row not in written or (len(written) > 1 and row is not written[0]):
            return
        item = self.rfp.item(row.line)
        if item is None:
            yield self._doubt(row, About.LINE, Reason.NO_SUCH_LINE)
        elif any(self._yellow(other) != self._yellow(row) for other in written[1:]):
            yield self._doubt(row, About.LINE, Reason.ROWS_DISAGREE)
        else:
            yield from self._answer(row, item)

    def overwritten(self, row: FilledRow) -> bool:
        """Whether a cell that is the buyer's own says something else than the request."""
        item, asked = self.rfp.item(row.line), row.get("asked_quantity")
        return item is not None and asked is not None and asked != round(item.quantity, 6)

    def _yellow(self, row: FilledRow) -> tuple[Value | None, ...]:
        return tuple(row.get(name) for name in _SAID)

    def _words(self, row: FilledRow) -> str:
        return f"{row.line}: " + " · ".join(text for name in _SAID if (text := _shown(row.get(name))))

    def _doubt(self, row: FilledRow, about: About, why: Reason, choices: tuple[Choice, ...] = ()) -> Doubt:
        return Doubt(about=about, why=why, choices=choices, words=self._words(row))

    def _answer(self, row: FilledRow, item: RfpItem) -> Iterator[_Offered | Said | Doubt]:
        answer, words = row.get("answer"), self._words(row)
        filled = any(row.get(name) is not None for name in _OFFER)
        if answer == NO and filled:
            yield self._doubt(row, About.ACCEPTANCE, Reason.REFUSED_WITH_VALUES, OFFER_CHOICES)
        elif answer == NO:
            yield _Offered(item=item.number, offer=None, reason=_shown(row.get("remark")), words=words)
        elif answer not in (None, YES):
            yield self._doubt(row, About.ACCEPTANCE, Reason.NO_SUCH_ANSWER, OFFER_CHOICES)
        elif answer is None and not filled:
            yield Said(command=Comment(text=words, document=self.filled.document), words=words)
        else:
            yield from self._offer(row, item)

    def _offer(self, row: FilledRow, item: RfpItem) -> Iterator[_Offered | Doubt]:
        price, count = self._number(row, "unit_price", str(self.rfp.currency)), self._number(row, "quantity", item.unit)
        days, day = self._number(row, "lead_time", ""), row.get("date")
        when = None if day is None else day_of(day, self.habits)
        unclear = list(self._unclear(row, item, price, count, days, when))
        yield from unclear
        if unclear:
            return
        offer = QuotedItem(
            item=item.number,
            unit_price=price.value if price else None,
            quantity=count.value if count and count.value != item.quantity else None,
            lead_time_days=int(days.value) if days and days.value is not None else None,
            date=when.value if when else None,
            alternative=_shown(row.get("alternative")) or None,
            note=_shown(row.get("remark")) or None,
        )
        yield _Offered(item=item.number, offer=offer, reason="", words=self._words(row))

    def _number(self, row: FilledRow, name: str, beside: str) -> NumberRead | None:
        value = row.get(name)
        return None if value is None else number_of(value, self.habits, (beside,) if beside else ())

    def _unclear(
        self,
        row: FilledRow,
        item: RfpItem,
        price: NumberRead | None,
        count: NumberRead | None,
        days: NumberRead | None,
        when: DayRead | None,
    ) -> Iterator[Doubt]:
        if price is None:
            yield self._doubt(row, About.UNIT_PRICE, Reason.NO_PRICE)
        for about, read in ((About.UNIT_PRICE, price), (About.QUANTITY, count), (About.DATE, days), (About.DATE, when)):
            if read is not None and not read.certain:
                yield self._doubt(row, about, Reason.UNREADABLE, read.choices)
        if count and count.value is not None and not 0 < count.value <= item.quantity:
            yield self._doubt(row, About.QUANTITY, Reason.MORE_THAN_ASKED, (item.quantity,))
        if days and days.value is not None and (days.value != int(days.value) or days.value > MOST_DAYS):
            yield self._doubt(row, About.DATE, Reason.NO_WHOLE_DAYS)
        if when and when.value and when.value < self.today:
            yield self._doubt(row, About.DATE, Reason.PAST_DAY, (when.value,))
