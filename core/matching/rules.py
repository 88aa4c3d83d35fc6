"""The findings, a function a row of `RULES`; each says what differs, with both sides (docs/rules.md 4.2)."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from core.findings import Effect, Finding, FindingKind
from core.matching import holds, legible
from core.matching.billed import billed
from core.matching.case import Case, allowed, code_of, overrun
from core.matching.likeness import identifier
from core.matching.prices import amount_of, price_in, quantity_in
from core.money import minor_unit, rounded, total_agrees
from core.names import Reference
from core.order import OrderLine, OrderStatus, PurchaseOrder
from core.paper import Field, PaperLine

K, E = FindingKind, Effect
Rule = Callable[[Case], Iterator[Finding]]


def order_named(case: Case) -> Iterator[Finding]:
    """Every order that the invoice names is one of ours, and there is one."""
    for number in case.unknown:  # beside one that we know, a number may be the supplier's own reference
        yield Finding(kind=K.ORDER_UNKNOWN, effect=E.SHOWN if case.orders else E.DRAFT, theirs=number)
    if not case.orders and not case.unknown:
        yield Finding(kind=K.ORDER_MISSING, effect=E.DRAFT)


def order_status(case: Case) -> Iterator[Finding]:
    """On a completed order it waits for the initiator, on a canceled one it is a Draft (docs/rules.md 3)."""
    for order in case.orders:
        if order.status is OrderStatus.COMPLETED:
            yield Finding(kind=K.ORDER_CLOSED, effect=E.MATCHING, order=order.reference, ours=order.status.value)
        if order.status is OrderStatus.CANCELED:
            yield Finding(kind=K.ORDER_CANCELED, effect=E.DRAFT, order=order.reference, ours=order.status.value)


def unordered_item(case: Case) -> Iterator[Finding]:
    """An item that was not ordered goes to the initiator, whatever the total; so does a line with two possible order lines."""
    paper = case.invoice.paper
    order = case.orders[0].reference if case.orders else None
    wrong = [(i, K.UNORDERED_ITEM) for i in case.assignment.unordered]
    wrong += [(i, K.UNDECIDED_LINE) for i in case.assignment.undecided]
    wrong += [(i, K.UNORDERED_ITEM) for i in case.assignment.fees if not case.policy.fees_allowed and _costs(paper.lines[i])]
    for i, kind in wrong if case.orders else ():
        line = paper.lines[i]
        amount = f"{line.net_amount:f}" if line.net_amount is not None else ""
        named = next((o.reference for o in case.orders if identifier(o.reference) == identifier(line.order_reference)), order)
        yield Finding(kind=kind, effect=E.MATCHING, order=named, invoice_line=i, what=line.description, theirs=amount)
    if case.orders and not case.policy.fees_allowed:
        for charge in (c for c in paper.charges if c.amount > 0):
            yield Finding(
                kind=K.UNORDERED_ITEM, effect=E.MATCHING, order=order, what=charge.description, theirs=f"{charge.amount:f}"
            )


def _costs(line: PaperLine) -> bool:
    return line.net_amount is None or line.net_amount > 0


def quantity(case: Case) -> Iterator[Finding]:
    """More pieces than are still open on the order line, all lines of this invoice on it together."""
    here: dict[tuple[Reference, int], Decimal] = {}
    last: dict[tuple[Reference, int], tuple[int, PurchaseOrder, OrderLine]] = {}
    for i, line, order, ordered in case.pairs():
        key = (order.reference, ordered.number)
        here[key] = here.get(key, Decimal(0)) + quantity_in(line, ordered)
        last[key] = (i, order, ordered)
    for key, (i, order, ordered) in last.items():
        left = max(ordered.quantity - billed(case.others, order, ordered), Decimal(0))
        if here[key] > left:
            yield Finding(
                kind=K.QUANTITY_ABOVE,
                effect=_guarded(case, here[key], left),
                order=order.reference,
                line=ordered.number,
                invoice_line=i,
                what=ordered.description,
                ours=f"{left:f}",
                theirs=f"{here[key]:f}",
                difference=here[key] - left,
            )


def _guarded(case: Case, theirs: Decimal, ours: Decimal) -> Effect:
    """With `line_guard`, a line above by more than the rate stops the invoice even when its total passes."""
    return E.MATCHING if case.policy.line_guard and theirs > ours * (1 + case.rate / 100) else E.SHOWN


def price(case: Case) -> Iterator[Finding]:
    """Another unit price than ordered; a cent of rounding on the line is none."""
    for i, line, order, ordered in case.pairs():
        theirs, ours = price_in(line, ordered), ordered.unit_price / ordered.price_base
        if theirs is None or line.quantity is None:
            continue
        count = quantity_in(line, ordered)
        expected = count * ours - ordered.discount * count / ordered.quantity
        amount = amount_of(line)
        if theirs == ours or abs(amount - expected) <= minor_unit(code_of(case)):
            continue
        above = amount > expected
        yield Finding(
            kind=K.PRICE_ABOVE if above else K.PRICE_BELOW,
            effect=_guarded(case, theirs, ours) if above else E.SHOWN,
            order=order.reference,
            line=ordered.number,
            invoice_line=i,
            what=ordered.description,
            ours=f"{ours:f}",
            theirs=f"{theirs:f}",
            difference=theirs - ours,
        )


def total(case: Case) -> Iterator[Finding]:
    """The tolerance: cumulative over all live invoices of the order; equal passes (docs/rules.md 4.3)."""
    for order in case.orders:
        if order.currency != case.invoice.currency:
            continue
        over, limit = overrun(case, order), allowed(case, order)
        if over > 0 and _by_rounding(case, over):
            continue
        if over > 0:
            passes = over <= limit
            yield _total(K.TOTAL_ABOVE, E.SHOWN if passes else E.MATCHING, order, over)
        elif over < 0:
            stops = case.policy.two_sided and -over > limit
            yield _total(K.TOTAL_BELOW, E.MATCHING if stops else E.SHOWN, order, over)


def _by_rounding(case: Case, over: Decimal) -> bool:
    """A cent too much that comes of rounding lines which are billed at exactly the price ordered is no difference."""
    paper, pairs = case.invoice.paper, list(case.pairs())
    exact = all(price_in(line, ordered) == ordered.unit_price / ordered.price_base for _, line, _, ordered in pairs)
    whole = len(pairs) == len(paper.lines) and not paper.charges and not any(quantity(case))
    return exact and whole and total_agrees(over, Decimal(0), code_of(case), len(pairs))


def _total(kind: FindingKind, effect: Effect, order: PurchaseOrder, over: Decimal) -> Finding:
    ours = order.net.amount
    return Finding(kind=kind, effect=effect, order=order.reference, ours=f"{ours:f}", theirs=f"{ours + over:f}", difference=over)


def tax(case: Case) -> Iterator[Finding]:
    """Another tax rate than ordered, or another amount where no line prints a rate; an order line without one expects none."""
    pairs = list(case.pairs())
    for i, line, order, ordered in pairs:
        if ordered.tax_rate is not None and line.tax_rate is not None and ordered.tax_rate != line.tax_rate:
            yield _tax(ordered.tax_rate, line.tax_rate, order, ordered, i)
    paper = case.invoice.paper
    silent = all(line.tax_rate is None for line in paper.lines) and not paper.charges and not paper.taxes
    if paper.tax_total is None or not pairs or len(pairs) != len(paper.lines) or not silent:
        return
    due = [amount_of(line) * ordered.tax_rate / 100 for _, line, _, ordered in pairs if ordered.tax_rate is not None]
    expected = rounded(sum(due, Decimal(0)), code_of(case))
    if len(due) == len(pairs) and not total_agrees(expected, paper.tax_total, code_of(case), len(pairs)):
        yield _tax(expected, paper.tax_total, pairs[0][2], None, None)


def _tax(ours: Decimal, theirs: Decimal, order: PurchaseOrder, line: OrderLine | None, place: int | None) -> Finding:
    return Finding(
        kind=K.TAX_DIFFERS,
        effect=E.SHOWN,
        order=order.reference,
        line=line.number if line else None,
        invoice_line=place,
        what=line.description if line else Field.TAX_TOTAL.value,
        ours=f"{ours:f}",
        theirs=f"{theirs:f}",
        difference=theirs - ours,
    )


def forms(case: Case) -> Iterator[Finding]:
    """What the page beside the XML says otherwise (docs/rules.md 3, duplicates)."""
    yield from case.invoice.forms_differ


RULES: tuple[Rule, ...] = (
    legible.not_certain,
    legible.unproven,
    legible.lines_add_up,
    order_named,
    order_status,
    unordered_item,
    quantity,
    price,
    total,
    tax,
    holds.other_currency,
    holds.possible_duplicate,
    holds.bank,
    holds.vat_id,
    holds.not_our_name,
    holds.date_unlikely,
    holds.low_trust,
    forms,
)
