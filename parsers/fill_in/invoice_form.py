"""The invoice form, filled in, as the paper that it is: everything is reckoned again from the cells (docs/reading.md 4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.filled import INVOICE_FORM, Filled, FilledRow, Value
from core.knowledge import Knowledge
from core.money import Currency, currency, line_amount, minor_unit, rounded
from core.paper import Charge, Check, Field, Paper, PaperDoubt, PaperKind, PaperLine, Source, TaxPart
from core.reading import Speaker
from parsers.documents.checksums import iban_holds
from parsers.fill_in.values import Habits, day_of, habits_of, number_of

_CHECKS = (Check.QUANTITY_TIMES_PRICE, Check.LINES_SUM_TO_NET, Check.NET_PLUS_TAX_IS_GROSS, Check.TAX_BY_RATE)
_DESCRIPTION = 500


def paper(filled: Filled, knowledge: Knowledge) -> Paper | None:
    """The invoice, with its doubts; None where the form is another one."""
    if filled.form != INVOICE_FORM:
        return None
    code = _currency(filled)
    reader = _Reader(filled=filled, habits=_habits(filled, knowledge), code=code)
    return reader.paper(knowledge)


def _currency(filled: Filled) -> Currency:
    try:
        return currency(_text(filled.get("currency")))
    except ValueError:
        return Currency("EUR")


def _habits(filled: Filled, knowledge: Knowledge) -> Habits:
    """A form was printed in a language, and what is typed beside its numbers follows them; the day's order is the supplier's."""
    language = _text(filled.get("language"))
    known = next((s for s in knowledge.suppliers if s.country), None)
    country = known.country if known else knowledge.locale.partition("-")[2]
    day_first = habits_of(Speaker(address=None, country=country)).day_first if country else None
    return Habits(comma=language != "en", day_first=True if language != "en" else day_first)


def _text(value: Value | None) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    filled: Filled
    habits: Habits
    code: Currency

    def paper(self, knowledge: Knowledge) -> Paper:
        doubts: list[PaperDoubt] = []
        lines = tuple(self._lines(doubts))
        charges = tuple(self._charges(doubts))
        taxes = tuple(self._taxes(lines, charges))
        net = sum((line.net_amount or 0 for line in lines), Decimal(0)) + sum((c.amount for c in charges), Decimal(0))
        tax = sum((part.amount for part in taxes), Decimal(0))
        number, issued = _text(self.filled.get("number")), self._day("issue_date", Field.ISSUE_DATE, doubts)
        due = self._day("due_date", Field.DUE_DATE, doubts) if self.filled.get("due_date") is not None else None
        account = _text(self.filled.get("iban")).replace(" ", "").upper() or None
        doubts += self._stated(number, lines, net + tax, account)
        known = {str(order.reference) for order in knowledge.orders}
        more = (Check.ORDER_KNOWN,) if self.filled.document in known else ()
        return Paper(
            kind=PaperKind.INVOICE,
            source=Source.SHEET,
            number=number or None,
            issue_date=issued,
            due_date=due,
            order_references=(self.filled.document,),
            currency=self.code,
            net_total=net if lines else None,
            tax_total=tax if lines else None,
            gross_total=net + tax if lines else None,
            seller_name=_text(self.filled.get("seller_name")) or None,
            seller_vat=_text(self.filled.get("seller_vat")) or None,
            buyer_name=_text(self.filled.get("buyer_name")) or None,
            buyer_vat=_text(self.filled.get("buyer_vat")) or None,
            iban=account,
            lines=lines,
            charges=charges,
            taxes=taxes,
            proven=not doubts,
            checks=(*_CHECKS, *more, *((Check.IBAN_CHECKSUM,) if account and iban_holds(account) else ())) if lines else (),
            doubts=tuple(doubts),
        )

    def _stated(self, number: str, lines: tuple[PaperLine, ...], gross: Decimal, account: str | None) -> Iterator[PaperDoubt]:
        if not number:
            yield PaperDoubt(field=Field.NUMBER, why="not stated")
        if not lines:
            yield PaperDoubt(field=Field.LINES, why="no line bills anything")
        if account and not iban_holds(account):
            yield PaperDoubt(field=Field.IBAN, why="the checksum of the IBAN does not hold", candidates=(account,))
        shown = self.filled.get("gross")
        seen = number_of(shown, self.habits, (self.code,)).value if shown is not None else None
        if lines and shown is not None and (seen is None or abs(seen - gross) > 2 * minor_unit(self.code)):
            why = "the total that the form shows is not what its lines come to"
            yield PaperDoubt(field=Field.GROSS_TOTAL, why=why, candidates=(f"{gross:f}", *((f"{seen:f}",) if seen else ())))

    def _day(self, name: str, field: Field, doubts: list[PaperDoubt]) -> date | None:
        value = self.filled.get(name)
        read = day_of(value, self.habits) if value is not None else None
        if read is None or not read.certain:
            why = "not stated" if value is None else "it cannot be read for certain"
            doubts.append(PaperDoubt(field=field, why=why, candidates=tuple(d.isoformat() for d in read.choices) if read else ()))
        return read.value if read else None

    def _number(self, value: Value | None, beside: Iterable[str], what: str, doubts: list[PaperDoubt]) -> Decimal | None:
        if value is None:
            return None
        read = number_of(value, self.habits, tuple(beside))
        if not read.certain:
            why = f"{what} cannot be read for certain"
            doubts.append(PaperDoubt(field=Field.LINES, why=why, candidates=tuple(f"{n:f}" for n in read.choices)))
        return read.value

    def _lines(self, doubts: list[PaperDoubt]) -> Iterator[PaperLine]:
        seen: set[int] = set()
        for row in self.filled.rows:
            line = self._line(row, doubts)
            if line is not None and row.line in seen:
                doubts.append(PaperDoubt(field=Field.LINES, why=f"line {row.line} stands there twice"))
            if line is not None:
                seen.add(row.line)
                yield line

    def _line(self, row: FilledRow, doubts: list[PaperDoubt]) -> PaperLine | None:
        """A line that bills something; none where the quantity is empty or zero."""
        unit = _text(row.get("unit"))
        quantity = self._number(row.get("quantity"), (unit,), f"the quantity of line {row.line}", doubts)
        if not quantity:
            return None
        price = self._number(row.get("unit_price"), (self.code,), f"the price of line {row.line}", doubts)
        base = self._number(row.get("price_base"), (), f"the price base of line {row.line}", doubts) or Decimal(1)
        less = self._number(row.get("discount"), (self.code,), f"the discount of line {row.line}", doubts) or Decimal(0)
        rate = self._rate(row.get("rate"), f"line {row.line}", doubts)
        if price is None:
            doubts.append(PaperDoubt(field=Field.LINES, why=f"line {row.line} has no price"))
            return None
        return PaperLine(
            description=_text(row.get("description"))[:_DESCRIPTION],
            seller_sku=_text(self.filled.get(f"seller_sku.{row.line}")) or None,
            buyer_sku=_text(self.filled.get(f"buyer_sku.{row.line}")) or None,
            order_line=row.line,
            order_reference=self.filled.document,
            quantity=quantity,
            unit=unit or None,
            unit_price=price,
            price_base=base,
            discount=less,
            net_amount=line_amount(quantity=quantity, unit_price=price, code=self.code, price_base=base, discount=less),
            tax_rate=rate,
        )

    def _rate(self, value: Value | None, what: str, doubts: list[PaperDoubt]) -> Decimal | None:
        """A rate in per cent. 0.21 may be a cell that its program shows as 21 %: nobody has a rate between 0 and 1."""
        rate = self._number(value, ("%",), f"the VAT rate of {what}", doubts)
        if rate is None:
            if value is None:
                doubts.append(PaperDoubt(field=Field.TAX_TOTAL, why=f"{what} has no VAT rate"))
            return None
        if 0 < rate < 1:
            return rate * 100
        if rate > 100:
            doubts.append(PaperDoubt(field=Field.TAX_TOTAL, why=f"the VAT rate of {what} is above 100"))
        return rate

    def _charges(self, doubts: list[PaperDoubt]) -> Iterator[Charge]:
        for name, sign, shown in (("freight", 1, "Freight"), ("discount_all", -1, "Discount")):
            amount = self._number(self.filled.get(name), (self.code,), name, doubts)
            if not amount:
                continue
            rate = self.filled.get(f"{name}_rate")
            rates = {_text(row.get("rate")) for row in self.filled.rows if row.get("rate") is not None}
            only = next((row.get("rate") for row in self.filled.rows if row.get("rate") is not None), None)
            applied = rate if rate is not None else only if len(rates) == 1 else None
            yield Charge(description=shown, amount=rounded(sign * amount, self.code), tax_rate=self._rate(applied, name, doubts))

    def _taxes(self, lines: tuple[PaperLine, ...], charges: tuple[Charge, ...]) -> Iterator[TaxPart]:
        bases: dict[Decimal, Decimal] = {}
        for rate, amount in (*((n.tax_rate, n.net_amount) for n in lines), *((c.tax_rate, c.amount) for c in charges)):
            if rate is not None:
                bases[rate] = bases.get(rate, Decimal(0)) + (amount or 0)
        for rate, base in bases.items():
            yield TaxPart(rate=rate, base=base, amount=rounded(base * rate / 100, self.code))
