"""From pages to papers: split, look, extract, prove."""

from datetime import date
from decimal import Decimal

from core.knowledge import Knowledge, Layout
from core.names import SupplierId
from core.paper import Field, Paper, Source
from parsers.dates import Order
from parsers.documents.page import Page
from parsers.invoice.billed import paper_lines
from parsers.invoice.charges import charges, explained
from parsers.invoice.classify import kind_of
from parsers.invoice.currency import currency_in
from parsers.invoice.dated import as_date, dated, lone_dates, title_dates
from parsers.invoice.fields import Candidate
from parsers.invoice.lines import readings
from parsers.invoice.memory import learnt, recalled
from parsers.invoice.numbers import identifiers
from parsers.invoice.ordered import Ordered, ordered
from parsers.invoice.parties import parties
from parsers.invoice.proof import Evidence, proved
from parsers.invoice.reading import Reading
from parsers.invoice.split import papers_in
from parsers.invoice.terms import debited_on, due_by_terms
from parsers.invoice.totals import Totals, choose
from parsers.invoice.view import View, view_of

__all__ = ["learn", "read_pages"]


def read_pages(pages: tuple[Page, ...], source: Source, knowledge: Knowledge | None = None) -> tuple[Paper, ...]:
    """The papers in some pages, in order. Several invoices in one file are several papers. Raises nothing."""
    return tuple(_read(group, source, knowledge or Knowledge()) for group in papers_in(pages, source))


def learn(pages: tuple[Page, ...], source: Source, paper: Paper, supplier: SupplierId) -> Layout | None:
    """What a paper that is proven, or whose values a person confirmed, teaches about the layout of its supplier; None where its
    number does not stand on these pages. Raises nothing."""
    for group in papers_in(pages, source):
        view = view_of(group, source)
        if paper.number and any(paper.number in row.text for row in view.rows):
            read, _ = _summed(view, ordered(Knowledge()))
            proven = paper.proven and read is not None and not read.guessed
            return learnt(view, paper, supplier, _kinds(read) if proven else ())
    return None


def _read(pages: tuple[Page, ...], source: Source, knowledge: Knowledge) -> Paper:
    orders = ordered(knowledge)
    view = view_of(pages, source, orders.figures)
    kind, titled = kind_of(view)
    read, totals = _summed(view, orders, knowledge.layouts)
    sides = parties(view, knowledge)
    currency, currency_sure = currency_in(view, totals, orders)
    numbers = _first(recalled(view, knowledge.layouts, Field.NUMBER), identifiers(view, "number"))
    issued = _first(recalled(view, knowledge.layouts, Field.ISSUE_DATE), _issued(view))
    due = _first(recalled(view, knowledge.layouts, Field.DUE_DATE), dated(view, "due_date"))
    likely = _LIKELY.get(str(currency)) if currency else None
    issue_date = as_date(issued[0].value, likely) if issued else None
    paper = Paper(
        kind=kind,
        source=view.source,
        number=numbers[0].value if numbers else None,
        issue_date=issue_date,
        due_date=_due(view, due, issue_date, likely),
        order_references=_orders(view, knowledge),
        invoice_reference=next((c.value for c in identifiers(view, "invoice_reference")), None),
        currency=currency,
        net_total=totals.net,
        tax_total=totals.tax,
        gross_total=totals.gross,
        prepaid=totals.prepaid,
        seller_name=sides.seller_name,
        seller_vat=sides.seller_vat,
        buyer_name=sides.buyer_name,
        buyer_vat=sides.buyer_vat,
        iban=sides.iban,
        lines=paper_lines(read) if read else (),
        charges=charges(read) if read and read.extras else (),
        taxes=totals.taxes,
        spots=tuple(c[0].spot for c in (numbers, issued, due) if c) + totals.spots,
    )
    evidence = Evidence(
        view=view,
        reading=read,
        totals=totals,
        parties=sides,
        numbers=tuple(numbers),
        issued=tuple(issued),
        due=tuple(due),
        currency_sure=currency_sure,
        titled=titled,
        knowledge=knowledge,
    )
    return proved(paper, evidence)


def _first(remembered: list[Candidate], found: list[Candidate]) -> list[Candidate]:
    """What is remembered before what labels say; a rival stays a rival."""
    return sorted([*remembered, *found], key=lambda c: -c.score) if remembered else found


def _issued(view: View) -> list[Candidate]:
    found = sorted([*dated(view, "issue_date"), *title_dates(view)], key=lambda c: -c.score)
    return found or lone_dates(view)


_LIKELY = {"GBP": Order.DAY, "EUR": Order.DAY, "USD": Order.MONTH}
"""How dates are mostly written where a currency is used: good for a value with a doubt, not for a proof."""


def _due(view: View, found: list[Candidate], issued: date | None, likely: Order | None) -> date | None:
    for candidate in found:
        value = as_date(candidate.value, likely)
        if value:
            return value
    if found:
        return None
    return debited_on(view) or (due_by_terms(view, issued) if issued else None)


def _orders(view: View, knowledge: Knowledge) -> tuple[str, ...]:
    """Our open orders that stand on the page come first: a number that we gave is sure, a label is a guess."""
    text = "\n".join(row.text for row in view.rows).upper()
    known = [str(order.reference) for order in knowledge.orders if _stands(str(order.reference), text)]
    if known:
        return tuple(known)
    remembered = recalled(view, knowledge.layouts, Field.ORDER_REFERENCE)
    found = _first(remembered, identifiers(view, "order_reference"))
    strong = [c for c in found if c.score >= found[0].score - 4.0] if found else []
    return tuple(dict.fromkeys(c.value for c in strong))[:10]


def _stands(reference: str, text: str) -> bool:
    import re

    return re.search(rf"(?<![A-Z0-9]){re.escape(reference.upper())}(?![A-Z0-9])", text) is not None


def _summed(view: View, orders: Ordered, layouts: tuple[Layout, ...] = ()) -> tuple[Reading | None, Totals]:
    """The reading of the lines and the totals that agree best."""
    best: tuple[tuple[float, ...], Reading | None, Totals] | None = None
    for option in readings(view)[:8]:
        totals = choose(view, option.rows - option.beside, (option.total, option.with_extras))
        read = _explained(view, option, totals)
        rank = _rank(read, totals, orders, layouts)
        if best is None or rank > best[0]:
            best = (rank, read, totals)
    if best is None:
        return None, choose(view, frozenset())
    return best[1], best[2]


def _explained(view: View, option: Reading, totals: Totals) -> Reading:
    """The lines with what lies between them and the net total, or, where prices hold their tax, the gross total."""
    for total in (totals.net, totals.gross):
        if total is not None:
            read = explained(view, option, total)
            if abs(read.with_extras - total) <= Decimal("0.02"):
                return read
    return option


def _rank(read: Reading, totals: Totals, orders: Ordered, layouts: tuple[Layout, ...]) -> tuple[float, ...]:
    """Sums first, then products, then what was ordered, then the columns that the supplier's papers had before."""
    known = any(layout.columns == _kinds(read) for layout in layouts)
    return (agreement(read, totals), read.multiplied, orders.agreeing(read.items), known, -read.dropped, len(read.items))


def _kinds(read: Reading | None) -> tuple[str, ...]:
    return tuple(column.kind for column in read.columns) if read else ()


def agreement(read: Reading, totals: Totals) -> float:
    """How well lines and totals agree: 3 the net total, 2 the gross total, 1 a sum of lines that is printed."""
    slack = Decimal("0.02")
    if totals.net is not None and abs(read.with_extras - totals.net) <= slack:
        return 3.0
    if totals.gross is not None and abs(read.with_extras - totals.gross) <= slack:
        return 2.0
    return 1.0 if any(abs(read.total - one) <= slack for one in totals.line_totals) else 0.0
