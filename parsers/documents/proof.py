"""What a structured document proves about itself: sums, rates, checksums, and the doubts where they fail (docs/reading.md)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from core.knowledge import Knowledge
from core.money import Currency, minor_unit, rounded
from core.paper import Check, Field, Paper, PaperDoubt, PaperKind, PaperLine, TaxPart
from parsers.documents.checksums import Checksum, iban_holds, looks_like_iban, vat_checksum
from parsers.documents.roundings import last_place, roundings

Finding = tuple[tuple[Check, ...], tuple[PaperDoubt, ...], bool]
"""Checks that closed, doubts, and whether the paper can still be proven."""

_BILLS = (PaperKind.INVOICE, PaperKind.CREDIT_NOTE)
_NEEDED: tuple[tuple[Field, Callable[[Paper], object]], ...] = (
    (Field.NUMBER, lambda p: p.number),
    (Field.ISSUE_DATE, lambda p: p.issue_date),
    (Field.CURRENCY, lambda p: p.currency),
    (Field.GROSS_TOTAL, lambda p: p.gross_total is not None),
    (Field.LINES, lambda p: p.lines),
)


def proven(paper: Paper, knowledge: Knowledge) -> Paper:
    """The paper with its checks, its doubts, and whether all of it holds together."""
    rules: tuple[Callable[[Paper], Finding], ...] = (
        _stated, _line_amounts, _sum_of_lines, _sum_with_tax, _tax_by_rate, _account, _dates,
    )  # fmt: skip
    findings = [rule(paper) for rule in rules] + [_tax_number(paper, knowledge), _order(paper, knowledge)]
    return replace(
        paper,
        checks=(*paper.checks, *(check for checks, _, _ in findings for check in checks)),
        doubts=(*paper.doubts, *(doubt for _, doubts, _ in findings for doubt in doubts)),
        proven=not paper.doubts and all(holds for _, _, holds in findings),
    )


def _doubt(field: Field, why: str, *candidates: object) -> Finding:
    return (), (PaperDoubt(field=field, why=why, candidates=tuple(str(c) for c in candidates)),), False


def _closed(check: Check) -> Finding:
    return (check,), (), True


_SILENT: Finding = ((), (), True)


def _stated(paper: Paper) -> Finding:
    needed = _NEEDED if paper.kind in _BILLS else _NEEDED[:1]
    missing = tuple(PaperDoubt(field=field, why="not stated") for field, value in needed if not value(paper))
    return (), missing, not missing


def _line_amounts(paper: Paper) -> Finding:
    """quantity x price - discount = amount on every line, and no digit of either could be another."""
    code = paper.currency
    if not paper.lines or code is None:
        return (), (), False
    wrong = [n for n, line in enumerate(paper.lines, 1) if not _multiplies(line, code)]
    if wrong:
        return _doubt(Field.LINES, f"quantity x price is not the amount on line {_some(wrong)}")
    loose = [n for n, line in enumerate(paper.lines, 1) if not _sharp(line, code)]
    if loose:
        why = f"another digit would not show on line {_some(loose)}"
        return (Check.QUANTITY_TIMES_PRICE,), (PaperDoubt(field=Field.LINES, why=why),), False
    return _closed(Check.QUANTITY_TIMES_PRICE)


def _some(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:5])) + (" and more" if len(numbers) > 5 else "")


def _multiplies(line: PaperLine, code: Currency) -> bool:
    if line.quantity is None or line.unit_price is None or line.net_amount is None:
        return False
    before = line.quantity * line.unit_price / line.price_base
    return line.net_amount in (rounded(before - line.discount, code), rounded(before, code) - line.discount)


def _sharp(line: PaperLine, code: Currency) -> bool:
    """Whether another last digit of quantity or price would change the amount: 3 x 1.2345 says nothing about the 5."""
    if line.quantity is None or line.unit_price is None:
        return False
    least = minor_unit(code)
    by_quantity = abs(line.unit_price) / line.price_base * last_place(line.quantity)
    by_price = abs(line.quantity) / line.price_base * last_place(line.unit_price)
    return by_quantity >= least and by_price >= least


def _total(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _sum_of_lines(paper: Paper) -> Finding:
    total = _total(line.net_amount for line in paper.lines) + _total(charge.amount for charge in paper.charges)
    if not paper.lines or paper.net_total is None:
        return (), (), False
    if total == paper.net_total:
        return _closed(Check.LINES_SUM_TO_NET)
    return _doubt(Field.NET_TOTAL, "lines and charges do not sum to the net total", paper.net_total, total)


def _sum_with_tax(paper: Paper) -> Finding:
    if paper.net_total is None or paper.gross_total is None:
        return (), (), False
    total = paper.net_total + (paper.tax_total or 0)
    if total == paper.gross_total:
        return _closed(Check.NET_PLUS_TAX_IS_GROSS)
    return _doubt(Field.GROSS_TOTAL, "net and tax do not sum to the gross total", paper.gross_total, total)


def _tax_by_rate(paper: Paper) -> Finding:
    """Each rate's base is what the lines of that rate sum to, its tax is base x rate, and the taxes sum to the tax total."""
    if not paper.taxes:
        return (), (), not paper.tax_total and all(not line.tax_rate for line in paper.lines)
    for part in paper.taxes:
        if part.amount not in _honest(part, paper):
            return _doubt(Field.TAX_TOTAL, f"the tax at {part.rate} % is not its base x rate", part.amount)
    if _total(part.amount for part in paper.taxes) != (paper.tax_total or 0):
        return _doubt(Field.TAX_TOTAL, "the taxes by rate do not sum to the tax total", paper.tax_total)
    if _bases(paper) != _stated_bases(paper):
        return _doubt(Field.TAX_TOTAL, "the lines of a tax rate do not sum to its base")
    return _closed(Check.TAX_BY_RATE)


def _bases(paper: Paper) -> dict[Decimal, Decimal]:
    bases: dict[Decimal, Decimal] = {}
    # where one rate rules the whole paper, its lines need not name it
    unnamed = paper.taxes[0].rate if len(paper.taxes) == 1 else Decimal(0)
    amounts = [(line.tax_rate, line.net_amount) for line in paper.lines]
    for named, amount in amounts + [(charge.tax_rate, charge.amount) for charge in paper.charges]:
        rate = unnamed if named is None else named
        bases[rate] = bases.get(rate, Decimal(0)) + (amount or 0)
    return {rate: base for rate, base in bases.items() if base}


def _stated_bases(paper: Paper) -> dict[Decimal, Decimal]:
    bases: dict[Decimal, Decimal] = {}
    for part in paper.taxes:
        bases[part.rate] = bases.get(part.rate, Decimal(0)) + (part.base or 0)
    return {rate: base for rate, base in bases.items() if base}


def _honest(part: TaxPart, paper: Paper) -> set[Decimal]:
    """The tax of a rate, rounded on its base, or on each line of it. Which of them is right is told by the sums that it is in."""
    if part.base is None:
        return set()
    unit = minor_unit(paper.currency) if paper.currency else Decimal("0.01")
    amounts = [line.net_amount or Decimal(0) for line in paper.lines if line.tax_rate == part.rate]
    ways = (ROUND_HALF_UP, ROUND_HALF_EVEN) if _total(amounts) == part.base else ()
    by_line = {_total((amount * part.rate / 100).quantize(unit, way) for amount in amounts) for way in ways}
    return roundings(part.base, part.rate, unit) | by_line


def _account(paper: Paper) -> Finding:
    if paper.iban is None:
        return _SILENT
    if iban_holds(paper.iban):
        return _closed(Check.IBAN_CHECKSUM)
    if looks_like_iban(paper.iban):
        return _doubt(Field.IBAN, "the checksum of the IBAN does not hold", paper.iban)
    return (), (PaperDoubt(field=Field.IBAN, why="an account number without a checksum", candidates=(paper.iban,)),), True


def _tax_number(paper: Paper, knowledge: Knowledge) -> Finding:
    """The number of a supplier that we know needs no other proof."""
    number = paper.seller_vat
    if number is None:
        return _SILENT
    if any(_squeezed(number) in map(_squeezed, supplier.vat_ids) for supplier in knowledge.suppliers):
        return (Check.VAT_CHECKSUM, Check.SUPPLIER_KNOWN), (), True
    said = vat_checksum(number)
    if said is Checksum.HOLDS:
        return _closed(Check.VAT_CHECKSUM)
    if said in (Checksum.UNKNOWN, Checksum.PLACEHOLDER):
        why = "a tax number without a checksum" if said is Checksum.UNKNOWN else "a row of digits that is nobody's tax number"
        return (), (PaperDoubt(field=Field.SELLER_VAT, why=why, candidates=(number,)),), True
    if said is Checksum.LOOSE:
        return (Check.VAT_CHECKSUM,), _doubt(Field.SELLER_VAT, "another digit would not show", number)[1], False
    return _doubt(Field.SELLER_VAT, "the checksum of the VAT number does not hold", number)


def _dates(paper: Paper) -> Finding:
    if paper.due_date is None or paper.issue_date is None:
        return _SILENT
    if paper.due_date >= paper.issue_date:
        return _closed(Check.DATES_IN_ORDER)
    return _doubt(Field.DUE_DATE, "due before it was issued", paper.due_date)


def _order(paper: Paper, knowledge: Knowledge) -> Finding:
    known = set(paper.order_references) & {order.reference for order in knowledge.orders}
    return _closed(Check.ORDER_KNOWN) if known else _SILENT


def _squeezed(identifier: str) -> str:
    return "".join(c for c in identifier if c.isalnum()).upper()
