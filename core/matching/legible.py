"""Can the invoice be read for certain, and do its sums close? If not it goes back as a Draft (docs/rules.md 4.3)."""

from collections.abc import Iterator
from decimal import Decimal

from core.findings import Effect, Finding, FindingKind
from core.matching.case import Case, code_of
from core.matching.prices import price_agrees
from core.money import line_agrees, line_amount, total_agrees
from core.paper import Check, Field, Paper, Source

K, E = FindingKind, Effect


def not_certain(case: Case) -> Iterator[Finding]:
    """Number, date, currency or total missing or in doubt: nothing is decided on it."""
    paper = case.invoice.paper
    values = {
        Field.NUMBER: paper.number,
        Field.ISSUE_DATE: paper.issue_date,
        Field.CURRENCY: paper.currency,
        Field.GROSS_TOTAL: paper.gross_total,
    }
    for field, value in values.items():
        if value is None or paper.doubted(field):
            yield Finding(kind=K.NOT_CERTAIN, effect=E.DRAFT, what=field.value, theirs=str(value or ""))
    if paper.gross_total is not None and paper.gross_total < 0:
        yield Finding(kind=K.NOT_CERTAIN, effect=E.DRAFT, what=Field.KIND.value, theirs=f"{paper.gross_total:f}")
    for doubt in paper.doubts:
        if doubt.field in (Field.LINES, Field.NET_TOTAL, Field.TAX_TOTAL, Field.FILE, Field.KIND):
            yield Finding(kind=K.NOT_CERTAIN, effect=E.DRAFT, what=doubt.field.value, theirs=" / ".join(doubt.candidates))


def unproven(case: Case) -> Iterator[Finding]:
    """What neither its own arithmetic nor the order proves is shown to the supplier before it counts: never on a guess."""
    paper = case.invoice.paper
    if paper.proven or case.invoice.confirmed or paper.source in (Source.XML, Source.SHEET) or any(not_certain(case)):
        return
    if _closes(paper):
        return
    if not _as_ordered(case):
        yield Finding(kind=K.NOT_CERTAIN, effect=E.DRAFT, what=Field.FILE.value)


ABOUT_PARTIES = frozenset({Field.SELLER_NAME, Field.SELLER_VAT, Field.BUYER_NAME, Field.IBAN, Field.DUE_DATE})


def _closes(paper: Paper) -> bool:
    """All sums close, and what is in doubt is who, not how much: who it is says the sender and the master data, not the page."""
    sums = {Check.QUANTITY_TIMES_PRICE, Check.NET_PLUS_TAX_IS_GROSS} <= set(paper.checks)
    lines = Check.LINES_SUM_TO_NET in paper.checks or Check.LINES_SUM_TO_GROSS in paper.checks
    read = paper.source is not Source.OCR
    return read and sums and lines and bool(paper.doubts) and all(d.field in ABOUT_PARTIES for d in paper.doubts)


def _as_ordered(case: Case) -> bool:
    """Every line found its order line at the order's price, and the totals follow from these: the order proves the reading."""
    paper, pairs, code = case.invoice.paper, list(case.pairs()), code_of(case)
    every = len(pairs) == len(paper.lines) > 0 and not paper.charges
    if not every or not all(line.quantity and price_agrees(line, ordered) for _, line, _, ordered in pairs):
        return False
    net = sum(((line.quantity or 0) * ordered.unit_price / ordered.price_base for _, line, _, ordered in pairs), Decimal(0))
    stated = paper.net_total if paper.net_total is not None else paper.gross_total
    if stated is None or paper.gross_total is None or not total_agrees(net, stated, code, len(pairs)):
        return False
    return paper.net_total is None or paper.net_total + (paper.tax_total or 0) == paper.gross_total


def lines_add_up(case: Case) -> Iterator[Finding]:
    """Quantity x price is the amount, lines and charges are the net, net and tax are the gross."""
    paper, code = case.invoice.paper, code_of(case)
    for i, line in enumerate(paper.lines):
        if line.quantity is None or line.unit_price is None or line.net_amount is None:
            continue
        right = line_amount(
            quantity=line.quantity, unit_price=line.unit_price, code=code, price_base=line.price_base, discount=line.discount
        )
        if not line_agrees(right, line.net_amount, code):
            yield _sum(right, line.net_amount, line.description, i)
    amounts = [line.net_amount for line in paper.lines]
    if paper.net_total is not None and amounts and None not in amounts:
        summed = sum((a for a in amounts if a is not None), Decimal(0)) + sum((c.amount for c in paper.charges), Decimal(0))
        if not total_agrees(summed, paper.net_total, code, len(amounts)) and not _priced_with_tax(case, summed):
            yield _sum(summed, paper.net_total, "net_total", None)
    if paper.net_total is not None and paper.tax_total is not None and paper.gross_total is not None:
        summed = paper.net_total + paper.tax_total
        if not total_agrees(summed, paper.gross_total, code, len(amounts)):
            yield _sum(summed, paper.gross_total, "gross_total", None)


def _priced_with_tax(case: Case, summed: Decimal) -> bool:
    """Retail invoices print their lines with tax: then they sum to the gross."""
    gross = case.invoice.paper.gross_total
    return gross is not None and total_agrees(summed, gross, code_of(case), len(case.invoice.paper.lines))


def _sum(ours: Decimal, theirs: Decimal, what: str, line: int | None) -> Finding:
    return Finding(
        kind=K.LINES_DO_NOT_ADD_UP,
        effect=E.DRAFT,
        invoice_line=line,
        what=what,
        ours=f"{ours:f}",
        theirs=f"{theirs:f}",
        difference=theirs - ours,
    )
