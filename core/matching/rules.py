"""The findings, a function a row of `RULES`; each says what differs, with both sides (docs/rules.md 4.2)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

from core.findings import Effect, Finding, FindingKind
from core.matching.case import Case, allowed, billed, code_of, overrun
from core.matching.likeness import identifier, price_agrees, unit_price
from core.money import line_agrees, line_amount, minor_unit, total_agrees
from core.order import OrderLine, OrderStatus, PurchaseOrder
from core.paper import Field, PaperLine, Source
from core.party import Level

K, E = FindingKind, Effect
Rule = Callable[[Case], Iterator[Finding]]


def _pairs(case: Case) -> Iterator[tuple[int, PaperLine, PurchaseOrder, OrderLine]]:
    """Each assigned invoice line with its order line."""
    orders = {o.reference: o for o in case.orders}
    for place in case.assignment.assigned:
        order = orders.get(place.order)
        line = order.line(place.line) if order and place.line is not None else None
        if order and line:
            yield place.invoice_line, case.invoice.paper.lines[place.invoice_line], order, line


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
    for doubt in paper.doubts:
        if doubt.field in (Field.LINES, Field.NET_TOTAL, Field.TAX_TOTAL, Field.FILE, Field.KIND):
            yield Finding(kind=K.NOT_CERTAIN, effect=E.DRAFT, what=doubt.field.value, theirs=" / ".join(doubt.candidates))


def unproven(case: Case) -> Iterator[Finding]:
    """What neither its own arithmetic nor the order proves is shown to the supplier before it counts: never on a guess."""
    paper = case.invoice.paper
    if paper.proven or case.invoice.confirmed or paper.source in (Source.XML, Source.SHEET) or paper.doubts:
        return
    if not _as_ordered(case):
        yield Finding(kind=K.NOT_CERTAIN, effect=E.DRAFT, what=Field.FILE.value)


def _as_ordered(case: Case) -> bool:
    """Every line found its order line at the order's price, and the totals agree: the order proves the reading."""
    pairs = list(_pairs(case))
    every = len(pairs) == len(case.invoice.paper.lines) > 0
    return every and all(price_agrees(line, ordered) for _, line, _, ordered in pairs)


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


def order_named(case: Case) -> Iterator[Finding]:
    """Every order that the invoice names is one of ours, and there is one."""
    for number in case.unknown:
        yield Finding(kind=K.ORDER_UNKNOWN, effect=E.DRAFT, theirs=number)
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
    paper, order = case.invoice.paper, case.orders[0].reference if case.orders else None
    wrong = [(i, K.UNORDERED_ITEM) for i in case.assignment.unordered]
    wrong += [(i, K.UNDECIDED_LINE) for i in case.assignment.undecided]
    wrong += [(i, K.UNORDERED_ITEM) for i in case.assignment.fees if not case.policy.fees_allowed and _costs(paper.lines[i])]
    for i, kind in wrong if case.orders else ():
        line = paper.lines[i]
        amount = f"{line.net_amount:f}" if line.net_amount is not None else ""
        yield Finding(kind=kind, effect=E.MATCHING, order=order, invoice_line=i, what=line.description, theirs=amount)
    if case.orders and not case.policy.fees_allowed:
        for charge in (c for c in paper.charges if c.amount > 0):
            yield Finding(
                kind=K.UNORDERED_ITEM, effect=E.MATCHING, order=order, what=charge.description, theirs=f"{charge.amount:f}"
            )


def _costs(line: PaperLine) -> bool:
    return line.net_amount is None or line.net_amount > 0


def quantity(case: Case) -> Iterator[Finding]:
    """More pieces than are still open on the order line, all lines of this invoice on it together."""
    here: dict[tuple[str, int], Decimal] = {}
    for i, line, order, ordered in _pairs(case):
        key = (order.reference, ordered.number)
        here[key] = here.get(key, Decimal(0)) + (line.quantity or Decimal(0))
        left = ordered.quantity - billed(case, order, ordered.number)
        if here[key] > left:
            yield Finding(
                kind=K.QUANTITY_ABOVE,
                effect=_guarded(case, here[key], max(left, Decimal(0))),
                order=order.reference,
                line=ordered.number,
                invoice_line=i,
                what=ordered.description,
                ours=f"{max(left, Decimal(0)):f}",
                theirs=f"{here[key]:f}",
                difference=here[key] - left,
            )


def _guarded(case: Case, theirs: Decimal, ours: Decimal) -> Effect:
    """With `line_guard`, a line above by more than the rate stops the invoice even when its total passes."""
    return E.MATCHING if case.policy.line_guard and theirs > ours * (1 + case.rate / 100) else E.SHOWN


def price(case: Case) -> Iterator[Finding]:
    """Another unit price than ordered; a cent of rounding on the line is none."""
    for i, line, order, ordered in _pairs(case):
        theirs, ours = unit_price(line), ordered.unit_price / ordered.price_base
        if theirs is None or line.quantity is None:
            continue
        expected = line.quantity * ours - ordered.discount * line.quantity / ordered.quantity
        amount = line.net_amount if line.net_amount is not None else line.quantity * theirs
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
        if over > 0:
            passes = over <= limit
            yield _total(K.TOTAL_ABOVE, E.SHOWN if passes else E.MATCHING, order, over)
        elif over < 0:
            stops = case.policy.two_sided and -over > limit
            yield _total(K.TOTAL_BELOW, E.MATCHING if stops else E.SHOWN, order, over)


def _total(kind: FindingKind, effect: Effect, order: PurchaseOrder, over: Decimal) -> Finding:
    ours = order.net.amount
    return Finding(kind=kind, effect=effect, order=order.reference, ours=f"{ours:f}", theirs=f"{ours + over:f}", difference=over)


def tax(case: Case) -> Iterator[Finding]:
    """Another tax rate than ordered; an order line without a rate expects none."""
    for i, line, order, ordered in _pairs(case):
        if ordered.tax_rate is not None and line.tax_rate is not None and ordered.tax_rate != line.tax_rate:
            yield Finding(
                kind=K.TAX_DIFFERS,
                effect=E.SHOWN,
                order=order.reference,
                line=ordered.number,
                invoice_line=i,
                what=ordered.description,
                ours=f"{ordered.tax_rate:f}",
                theirs=f"{line.tax_rate:f}",
                difference=line.tax_rate - ordered.tax_rate,
            )


def other_currency(case: Case) -> Iterator[Finding]:
    """Amounts in two currencies cannot be compared."""
    for order in case.orders:
        if case.invoice.paper.currency and order.currency != case.invoice.currency:
            yield Finding(
                kind=K.CURRENCY_DIFFERS,
                effect=E.MATCHING,
                order=order.reference,
                ours=order.currency,
                theirs=case.invoice.currency,
            )


def possible_duplicate(case: Case) -> Iterator[Finding]:
    """Another number with the same supplier, date and gross total: taken, but held (docs/rules.md 3)."""
    paper = case.invoice.paper
    for other in case.others:
        alive = other.status.value not in ("Rejected", "Canceled") and other.reference != case.invoice.reference
        same = other.paper.issue_date == paper.issue_date and other.paper.gross_total == paper.gross_total
        if alive and same and paper.issue_date and paper.gross_total and other.received_at <= case.invoice.received_at:
            yield Finding(kind=K.POSSIBLE_DUPLICATE, effect=E.MATCHING, ours=other.reference, theirs=paper.number or "")


def bank(case: Case) -> Iterator[Finding]:
    """An account that is not on file waits for the accountant; the new number is never mailed back (T9)."""
    iban = identifier(case.invoice.paper.iban)
    if iban and case.supplier.ibans and iban not in {identifier(known) for known in case.supplier.ibans}:
        yield Finding(kind=K.BANK_DIFFERS, effect=E.PENDING)


def vat_id(case: Case) -> Iterator[Finding]:
    """Another VAT id than the supplier's."""
    theirs, ours = case.invoice.paper.seller_vat, case.supplier.vat_id
    if theirs and ours and identifier(theirs) != identifier(ours):
        yield Finding(kind=K.VAT_ID_DIFFERS, effect=E.SHOWN, ours=ours, theirs=theirs)


def not_our_name(case: Case) -> Iterator[Finding]:
    """The invoice is made out to somebody else."""
    paper, house = case.invoice.paper, case.policy.house
    names = [identifier(n) for n in (house.name, *house.other_names)]
    wrong_name = paper.buyer_name and not any(n and (n in identifier(paper.buyer_name)) for n in names)
    right_vat = paper.buyer_vat and identifier(paper.buyer_vat) in {identifier(v) for v in house.vat_ids}
    if wrong_name and not right_vat:
        yield Finding(kind=K.NOT_OUR_NAME, effect=E.SHOWN, ours=house.name, theirs=paper.buyer_name or "")


def date_unlikely(case: Case) -> Iterator[Finding]:
    """A date in the future, or older than a year."""
    issued, today = case.invoice.paper.issue_date, case.at.date()
    if issued and not today - timedelta(days=366) <= issued <= today + timedelta(days=1):
        yield Finding(kind=K.DATE_UNLIKELY, effect=E.SHOWN, ours=today.isoformat(), theirs=issued.isoformat())


def low_trust(case: Case) -> Iterator[Finding]:
    """A sender who is not authentic never gets an invoice through by the rules alone (docs/mail.md 3)."""
    if case.invoice.handed_in_by is None and case.invoice.level < Level.AUTHENTIC:
        effect = E.MATCHING if case.invoice.level is Level.NAMED else E.DRAFT
        yield Finding(kind=K.NOT_AUTHENTICATED, effect=effect)


RULES: tuple[Rule, ...] = (
    not_certain,
    unproven,
    lines_add_up,
    order_named,
    order_status,
    unordered_item,
    quantity,
    price,
    total,
    tax,
    other_currency,
    possible_duplicate,
    bank,
    vat_id,
    not_our_name,
    date_unlikely,
    low_trust,
)
