"""Proof instead of confidence: the checks that close, the doubts that remain, and whether a paper is proven (docs/reading.md)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.knowledge import Knowledge
from core.paper import Check, Field, Paper, PaperDoubt, PaperKind, Source
from parsers.invoice.exact import exact_lines
from parsers.invoice.fields import Candidate
from parsers.invoice.identifiers import ibans, mistyped, specimen, vat_ids
from parsers.invoice.ordered import ordered
from parsers.invoice.parties import Parties
from parsers.invoice.rates import rates_agree
from parsers.invoice.reading import Reading
from parsers.invoice.totals import Totals
from parsers.invoice.view import View

BILLS = (PaperKind.INVOICE, PaperKind.CREDIT_NOTE)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything that a paper was read from."""

    view: View
    reading: Reading | None
    totals: Totals
    parties: Parties
    numbers: tuple[Candidate, ...]
    issued: tuple[Candidate, ...]
    due: tuple[Candidate, ...]
    currency_sure: bool
    titled: bool
    knowledge: Knowledge


def proved(paper: Paper, evidence: Evidence) -> Paper:
    """The paper with its checks, its doubts, and the verdict. A doubt on a field that the sums do not touch and that nobody
    is paid by does not take the proof away."""
    checks = tuple(_checks(paper, evidence))
    doubts = tuple(_doubts(paper, evidence, checks)) if paper.kind in BILLS else ()
    summed = Check.LINES_SUM_TO_NET in checks or Check.LINES_SUM_TO_GROSS in checks
    proven = (
        paper.kind in BILLS
        and paper.source is not Source.OCR
        and all(doubt.field in _ASIDE for doubt in doubts)
        and Check.QUANTITY_TIMES_PRICE in checks
        and (Check.NET_PLUS_TAX_IS_GROSS in checks or _untaxed(evidence))
        and summed
        and not _mistyped(evidence)
    )
    return replace(paper, checks=checks, doubts=doubts, proven=proven)


_ASIDE = frozenset({Field.SELLER_VAT, Field.IBAN, Field.DUE_DATE, Field.ORDER_REFERENCE, Field.SELLER_NAME, Field.BUYER_NAME})


def _mistyped(evidence: Evidence) -> bool:
    """Whether a bank account or a VAT id on the page has the right form and a wrong checksum: a digit is wrong, in print or in
    reading. The ids of a supplier that we know need no other proof."""
    rows, sides = evidence.view.rows, evidence.parties
    known = set(sides.supplier.vat_ids) | set(sides.supplier.ibans) if sides.supplier else set()
    if any(not one.valid and not specimen(one.value) and one.value not in known for one in ibans(rows)):
        return True
    return any(mistyped(one.value) and one.value not in known for one in vat_ids(rows))


def _untaxed(evidence: Evidence) -> bool:
    """No tax is printed at all, and the lines add up to the total: nothing is left that could be checked."""
    view, read, totals = evidence.view, evidence.reading, evidence.totals
    if read is None or totals.gross is None or totals.net is not None or read.total != totals.gross:
        return False
    taxed = any(True for _ in view.hits("tax_total", "net_total"))
    return not taxed and not any(figure.percent for figures in view.figures for figure in figures)


def _checks(paper: Paper, evidence: Evidence) -> Iterator[Check]:
    read, totals = evidence.reading, evidence.totals
    if read and read.items:
        if totals.net is not None and read.with_extras == totals.net:
            yield Check.LINES_SUM_TO_NET
        elif totals.gross is not None and read.with_extras == totals.gross:
            yield Check.LINES_SUM_TO_GROSS
        if exact_lines(read.items, ordered(evidence.knowledge)):
            yield Check.QUANTITY_TIMES_PRICE
    if totals.closes and totals.net is not None and totals.gross is not None and totals.net + (totals.tax or 0) == totals.gross:
        yield Check.NET_PLUS_TAX_IS_GROSS
    if rates_agree(evidence.view, read, totals):
        yield Check.TAX_BY_RATE
    if evidence.parties.iban_valid:
        yield Check.IBAN_CHECKSUM
    if evidence.parties.vat_valid:
        yield Check.VAT_CHECKSUM
    if paper.issue_date and paper.due_date and paper.issue_date <= paper.due_date:
        yield Check.DATES_IN_ORDER
    if {str(order.reference) for order in evidence.knowledge.orders} & set(paper.order_references):
        yield Check.ORDER_KNOWN
    if evidence.parties.supplier:
        yield Check.SUPPLIER_KNOWN


def _doubts(paper: Paper, evidence: Evidence, checks: tuple[Check, ...]) -> Iterator[PaperDoubt]:
    yield from _number_doubt(evidence)
    yield from _date_doubt(evidence)
    if not evidence.titled:
        yield PaperDoubt(field=Field.KIND, why="no title says what this paper is")
    if paper.currency is None:
        yield PaperDoubt(field=Field.CURRENCY, why="no currency is printed")
    elif not evidence.currency_sure:
        yield PaperDoubt(field=Field.CURRENCY, why="several currencies are possible", candidates=(str(paper.currency),))
    yield from _sums_doubt(paper, evidence, {Check.LINES_SUM_TO_NET, Check.LINES_SUM_TO_GROSS}.isdisjoint(checks))
    yield from _lines_doubt(paper, evidence, checks)
    if rates_agree(evidence.view, evidence.reading, evidence.totals) is False:
        found = () if paper.tax_total is None else (str(paper.tax_total),)
        yield PaperDoubt(field=Field.TAX_TOTAL, why="the rates do not lead to the tax", candidates=found)
    yield from _aside_doubts(paper, evidence)
    if not evidence.view.complete:
        yield PaperDoubt(field=Field.FILE, why="a part of the file could not be read")


def _aside_doubts(paper: Paper, evidence: Evidence) -> Iterator[PaperDoubt]:
    sides = evidence.parties
    why, names = "nothing says who sells and who buys", tuple(name for name in (paper.seller_name, paper.buyer_name) if name)
    if paper.seller_name and not sides.seller_sure:
        yield PaperDoubt(field=Field.SELLER_NAME, why=why, candidates=names)
    if paper.buyer_name and not sides.buyer_sure:
        yield PaperDoubt(field=Field.BUYER_NAME, why=why, candidates=names)
    if paper.seller_vat and not sides.vat_sure:
        ids = tuple(value for value in (paper.seller_vat, paper.buyer_vat) if value)
        yield PaperDoubt(field=Field.SELLER_VAT, why="nothing says whose it is", candidates=ids)
    elif paper.seller_vat and not sides.vat_valid:
        yield PaperDoubt(field=Field.SELLER_VAT, why="its checksum does not hold", candidates=(paper.seller_vat,))
    if paper.iban and not evidence.parties.iban_valid:
        yield PaperDoubt(field=Field.IBAN, why="its checksum does not hold", candidates=(paper.iban,))
    if paper.issue_date and paper.due_date and paper.due_date < paper.issue_date:
        yield PaperDoubt(
            field=Field.DUE_DATE, why="it lies before the date of the paper", candidates=(paper.due_date.isoformat(),)
        )
    due = tuple(dict.fromkeys(c.value for c in evidence.due if c.strong))
    if len(due) > 1:
        yield PaperDoubt(field=Field.DUE_DATE, why="several dates have a label", candidates=due)
    elif evidence.due and "|" in evidence.due[0].value:
        either = tuple(evidence.due[0].value.split("|"))
        yield PaperDoubt(field=Field.DUE_DATE, why="day and month could be swapped", candidates=either)


def _number_doubt(evidence: Evidence) -> Iterator[PaperDoubt]:
    found = evidence.numbers
    if not found:
        yield PaperDoubt(field=Field.NUMBER, why="no number stands beside a label that names it")
        return
    rivals = tuple(
        dict.fromkeys(c.value for c in found if c.score >= 8 and c.leads and _plain(c.value) != _plain(found[0].value))
    )
    if rivals:
        yield PaperDoubt(field=Field.NUMBER, why="several numbers have a label", candidates=(found[0].value, *rivals))
    elif not found[0].strong and not _titled(found):
        yield PaperDoubt(field=Field.NUMBER, why="the label does not name a number", candidates=(found[0].value,))


def _titled(found: tuple[Candidate, ...]) -> bool:
    """A title with the number behind it and nothing more ("Invoice INV/2023/0008") is as good as a label,
    if it is the only one."""
    best = found[0]
    alone = all(_plain(c.value) == _plain(best.value) for c in found)
    return alone and best.how == "same" and best.sure and sum(c.isdigit() for c in best.value) >= 3


def _plain(value: str) -> str:
    return "".join(value.split()).lower()


def _takes(due: Candidate, issued: Candidate) -> bool:
    """Whether the label of the due date claims the same print."""
    return replace(due.spot, field=issued.spot.field) == issued.spot


def _date_doubt(evidence: Evidence) -> Iterator[PaperDoubt]:
    found = evidence.issued
    if not found:
        yield PaperDoubt(field=Field.ISSUE_DATE, why="no date stands beside a label of the date of the paper")
    elif "|" in found[0].value:
        yield PaperDoubt(
            field=Field.ISSUE_DATE, why="day and month could be swapped", candidates=tuple(found[0].value.split("|"))
        )
    elif any(_takes(c, found[0]) for c in evidence.due):
        yield PaperDoubt(  # the date of its own may be broken over two lines, or not printed
            field=Field.ISSUE_DATE, why="the label of the due date claims the same date", candidates=(found[0].value,)
        )
    else:
        rivals = {c.value for c in found if c.strong == found[0].strong or c.score >= 8} - {found[0].value}
        if rivals:
            yield PaperDoubt(
                field=Field.ISSUE_DATE, why="several dates have a label", candidates=(found[0].value, *sorted(rivals))
            )


def _sums_doubt(paper: Paper, evidence: Evidence, apart: bool) -> Iterator[PaperDoubt]:
    """The totals; where the lines do not add up to them (`apart`), a total without a tax says nothing, and a net total no more
    than the gross."""
    found = tuple(_totals_doubt(paper, evidence))
    if apart and not found and paper.tax_total is None:
        why = "the lines do not add up to the total"
        found = (PaperDoubt(field=Field.GROSS_TOTAL, why=why, candidates=(str(paper.gross_total),)),)
    yield from found
    if apart and found and paper.net_total is not None:
        yield PaperDoubt(field=Field.NET_TOTAL, why=found[0].why, candidates=(str(paper.net_total),))


def _totals_doubt(paper: Paper, evidence: Evidence) -> Iterator[PaperDoubt]:
    totals = evidence.totals
    if paper.gross_total is None:
        yield PaperDoubt(field=Field.GROSS_TOTAL, why="no total has a label")
    elif (not totals.closes and not _untaxed(evidence)) or (
        totals.net is not None and totals.net + (totals.tax or 0) != totals.gross
    ):
        yield PaperDoubt(
            field=Field.GROSS_TOTAL, why="net and tax do not add up to the total", candidates=(str(paper.gross_total),)
        )
    elif totals.payable is not None and totals.payable != totals.gross and totals.prepaid is None:
        yield PaperDoubt(
            field=Field.GROSS_TOTAL, why="another amount is to be paid", candidates=(str(paper.gross_total), str(totals.payable))
        )
    elif totals.rivals:
        yield PaperDoubt(
            field=Field.GROSS_TOTAL,
            why="several totals have a label",
            candidates=(str(paper.gross_total), *map(str, totals.rivals)),
        )


def _headed(read: Reading) -> bool:
    kinds = {column.kind for column in read.columns}
    return {"quantity", "price"} <= kinds and (read.stacked or "description" in kinds)


def _lines_doubt(paper: Paper, evidence: Evidence, checks: tuple[Check, ...]) -> Iterator[PaperDoubt]:
    if not paper.lines:
        yield PaperDoubt(field=Field.LINES, why="no lines were found")
    elif Check.QUANTITY_TIMES_PRICE not in checks:
        yield PaperDoubt(field=Field.LINES, why="quantity x price is not the amount on every line")
    elif not {Check.LINES_SUM_TO_NET, Check.LINES_SUM_TO_GROSS} & set(checks):
        yield PaperDoubt(field=Field.LINES, why="the lines do not add up to the total")
    elif evidence.reading and evidence.reading.guessed and sum(1 for line in paper.lines if line.quantity not in (None, 1)) < 2:
        yield PaperDoubt(field=Field.LINES, why="a column is not what its heading says")
    elif evidence.reading and evidence.reading.overruled:
        yield PaperDoubt(field=Field.LINES, why="the figures say another thing than the headings")
    elif evidence.reading and evidence.reading.summed:
        yield PaperDoubt(field=Field.LINES, why="some lines are the sum of others")
    elif evidence.reading and not _headed(evidence.reading):
        yield PaperDoubt(field=Field.LINES, why="a column has no heading")
    elif evidence.reading and any(item.unsure for item in evidence.reading.items):
        yield PaperDoubt(field=Field.LINES, why="a text could be that of another line")
    elif any(sum(c.isalpha() for c in line.description) < 3 for line in paper.lines):
        yield PaperDoubt(field=Field.LINES, why="a line has no description")
