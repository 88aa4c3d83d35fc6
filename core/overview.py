"""A supplier's dashboard: its documents of the last 12 months, and older ones that are still open (docs/rules.md 8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.invoice import LIVE, CreditNote, Invoice, InvoiceStatus
from core.money import Currency
from core.moves import Turn
from core.names import Reference
from core.order import LineAnswer, OrderStatus, PurchaseOrder
from core.proposal import Proposal, Rfp

SPAN = timedelta(days=366)
MOST = 2000
"""Documents of one kind; of more the newest are listed, and it is said."""
SETTLED = frozenset({InvoiceStatus.PAID, InvoiceStatus.REJECTED, InvoiceStatus.CANCELED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Every kind with the newest first. `cut`: there are more than are listed."""

    orders: tuple[PurchaseOrder, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    credits: tuple[CreditNote, ...] = ()
    rfps: tuple[Rfp, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTotal:
    """The invoices of one status in one currency."""

    status: InvoiceStatus
    currency: Currency
    count: int
    gross: Decimal
    open: Decimal


def recent(
    at: datetime,
    orders: Iterable[PurchaseOrder],
    invoices: Iterable[Invoice],
    credits_: Iterable[CreditNote],
    proposals: Iterable[tuple[Proposal, Rfp]],
) -> Overview:
    """Those of the span up to this moment, and those that are open still; not more than the limit of each."""
    since = at - SPAN
    asked = [(p, r) for p, r in proposals if r.opened_at is None or r.opened_at >= since]
    kept = Overview(
        orders=tuple(o for o in orders if _visible(o, since)),
        invoices=tuple(i for i in invoices if i.received_at >= since or i.status not in SETTLED),
        credits=tuple(c for c in credits_ if c.received_at >= since),
        rfps=tuple(dict.fromkeys(r.public for _, r in asked)),
        proposals=tuple(p for p, _ in asked),
    )
    return Overview(
        orders=kept.orders[:MOST],
        invoices=kept.invoices[:MOST],
        credits=kept.credits[:MOST],
        rfps=kept.rfps,
        proposals=kept.proposals[:MOST],
        cut=any(len(kind) > MOST for kind in (kept.orders, kept.invoices, kept.credits, kept.proposals)),
    )


def _visible(order: PurchaseOrder, since: datetime) -> bool:
    if order.status is OrderStatus.DRAFT or order.submitted_at is None:
        return False
    return order.status is OrderStatus.SUBMITTED or order.submitted_at >= since


def totals(invoices: Iterable[Invoice]) -> tuple[StatusTotal, ...]:
    """Per status and currency, in the order of the table of statuses."""
    found: dict[tuple[InvoiceStatus, Currency], list[Invoice]] = {}
    for invoice in invoices:
        found.setdefault((invoice.status, invoice.currency), []).append(invoice)
    return tuple(
        StatusTotal(
            status=status,
            currency=code,
            count=len(mine),
            gross=sum((i.gross.amount for i in mine), Decimal(0)),
            open=sum((i.open.amount for i in mine if i.status not in SETTLED), Decimal(0)),
        )
        for (status, code), mine in sorted(found.items(), key=lambda one: (list(InvoiceStatus).index(one[0][0]), one[0][1]))
    )


def invoiced(invoices: Iterable[Invoice]) -> Mapping[Reference, Decimal]:
    """The net amount that live invoices bill of each order, by the lines that bill it."""
    found: dict[Reference, Decimal] = {}
    for invoice in (i for i in invoices if i.status in LIVE):
        if len(invoice.orders) == 1:
            found[invoice.orders[0]] = found.get(invoice.orders[0], Decimal(0)) + invoice.net.amount
            continue
        for order in invoice.orders:
            amounts = (line.net_amount or Decimal(0) for line, _ in invoice.lines_on(order))
            found[order] = found.get(order, Decimal(0)) + sum(amounts, Decimal(0))
    return found


def turn_of_order(order: PurchaseOrder) -> Turn:
    """The supplier's while lines are not answered, the buyer's while a change waits."""
    if order.status is not OrderStatus.SUBMITTED:
        return Turn.NOBODY
    answers = [order.answer_on(line.number) for line in order.lines]
    if None in answers:
        return Turn.SUPPLIER
    return Turn.BUYER if any(a and a.answer is LineAnswer.CHANGED for a in answers) else Turn.NOBODY
