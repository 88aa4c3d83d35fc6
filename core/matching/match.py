"""Match one invoice: which orders, which lines, what differs, and what follows from it (docs/rules.md 4)."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.findings import Effect, Finding
from core.invoice import Invoice
from core.matching.assign import Assignment, assign
from core.matching.billed import left
from core.matching.case import Case
from core.matching.likeness import identifier, numbered
from core.matching.rules import RULES
from core.order import OrderStatus, PurchaseOrder
from core.party import Supplier
from core.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The invoice with its orders and assignment, the findings, and the strongest effect among them."""

    invoice: Invoice
    findings: tuple[Finding, ...]
    effect: Effect


def match(
    invoice: Invoice,
    supplier: Supplier,
    orders: tuple[PurchaseOrder, ...],
    others: tuple[Invoice, ...],
    policy: Policy,
    at: datetime,
) -> Match:
    """Match against `orders`, all visible orders of the supplier that may be meant; `others` are its other invoices."""
    mine = tuple(o for o in orders if o.supplier == invoice.supplier)
    named, unknown = orders_named(invoice, mine)
    others = tuple(o for o in others if o.reference != invoice.reference and o.supplier == invoice.supplier)
    assignment = _kept(invoice, assign(invoice.paper.lines, named, left(others, named)))
    now = replace(invoice, orders=tuple(o.reference for o in named), assigned=assignment.assigned)
    case = Case(
        invoice=now,
        supplier=supplier,
        orders=named,
        others=others,
        unknown=unknown,
        assignment=assignment,
        policy=policy,
        at=at,
    )
    findings = tuple(f for rule in RULES for f in rule(case))
    return Match(invoice=replace(now, findings=findings), findings=findings, effect=strongest(findings))


def strongest(findings: tuple[Finding, ...]) -> Effect:
    """Draft before Matching before Pending before only shown."""
    effects = {f.effect for f in findings}
    return next(e for e in Effect if e in effects or e is Effect.SHOWN)


def orders_named(invoice: Invoice, orders: tuple[PurchaseOrder, ...]) -> tuple[tuple[PurchaseOrder, ...], tuple[str, ...]]:
    """The orders that a buyer linked or the mail's thread gave, else those that the paper names; and the names without an order.

    A number that belongs to nobody of this supplier is "unknown", whether another supplier has it or not (T37).
    """
    visible = tuple(o for o in orders if o.status is not OrderStatus.DRAFT)
    if invoice.orders:
        return tuple(o for o in visible if o.reference in invoice.orders), ()
    wanted = [r for line in invoice.paper.lines if (r := line.order_reference)]
    wanted = list(dict.fromkeys((*invoice.paper.order_references, *wanted)))
    found = {r: _find(r, visible) for r in wanted}
    known = tuple(dict.fromkeys(o for o in found.values() if o))
    unknown = tuple(r for r in wanted if found[r] is None)
    return known, unknown


def _find(written: str, orders: tuple[PurchaseOrder, ...]) -> PurchaseOrder | None:
    """An order number as people write it: with or without our prefix and its hyphens. Of two that it may be none is guessed."""
    key, alike = identifier(written), numbered(written, orders)
    if not alike and key.isdigit():
        alike = [o for o in orders if identifier(o.reference).lstrip("abcdefghijklmnopqrstuvwxyz") == key]
    return alike[0] if len(alike) == 1 else None


def _kept(invoice: Invoice, found: Assignment) -> Assignment:
    """What a buyer linked by hand stands, whatever the lines look like."""
    by_hand = {a.invoice_line: a for a in invoice.linked}
    if not by_hand:
        return found
    every = {a.invoice_line: a for a in found.assigned} | by_hand
    return Assignment(
        assigned=tuple(every[i] for i in sorted(every)),
        fees=tuple(i for i in found.fees if i not in by_hand),
        undecided=tuple(i for i in found.undecided if i not in by_hand),
        unordered=tuple(i for i in found.unordered if i not in by_hand),
    )
