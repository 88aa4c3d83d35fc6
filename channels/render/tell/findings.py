"""A finding in words: what differs, both sides, and what the supplier can do next (docs/mail.md 6)."""

from decimal import Decimal

from channels.render.blocks import Cell, Column, Table
from channels.render.tell.telling import Telling
from core.findings import Effect, Finding, FindingKind
from core.invoice import Invoice
from core.matching.case import share
from core.money import Currency
from core.order import OrderStatus, PurchaseOrder
from core.paper import Field
from core.questions import another_paper

K = FindingKind
MONEY = frozenset({K.UNORDERED_ITEM, K.UNDECIDED_LINE, K.TOTAL_ABOVE, K.TOTAL_BELOW, K.LINES_DO_NOT_ADD_UP})
PRICES = frozenset({K.PRICE_ABOVE, K.PRICE_BELOW})
VALUES = frozenset({K.QUANTITY_ABOVE, K.DATE_UNLIKELY, K.FORMS_DIFFER})
RATES = frozenset({K.TAX_DIFFERS})
SUMS = frozenset({Field.NET_TOTAL, Field.TAX_TOTAL, Field.GROSS_TOTAL})
FIELDS = frozenset({K.NOT_CERTAIN, K.LINES_DO_NOT_ADD_UP, K.FORMS_DIFFER, K.TAX_DIFFERS})
"""Findings whose `what` may be a field of the paper."""
TOTALS = frozenset({K.TOTAL_ABOVE, K.TOTAL_BELOW})
REASON = {
    K.UNORDERED_ITEM: "ITM",
    K.UNDECIDED_LINE: "ITM",
    K.QUANTITY_ABOVE: "QTY",
    K.PRICE_ABOVE: "PRI",
    K.PRICE_BELOW: "PRI",
    K.TOTAL_ABOVE: "FIN",
    K.TOTAL_BELOW: "FIN",
    K.TAX_DIFFERS: "FIN",
    K.CURRENCY_DIFFERS: "FIN",
    K.ORDER_UNKNOWN: "REF",
    K.ORDER_MISSING: "REF",
    K.ORDER_CLOSED: "REF",
    K.ORDER_CANCELED: "REF",
    K.BANK_DIFFERS: "PAY",
    K.VAT_ID_DIFFERS: "LEG",
    K.NOT_OUR_NAME: "REC",
    K.LINES_DO_NOT_ADD_UP: "FIN",
}
"""Peppol BIS Invoice Response 3: code list OPStatusReason; what is not here is OTH."""


def _side(t: Telling, finding: Finding, value: str, code: Currency) -> str:
    kind = finding.kind
    if kind in MONEY or finding.what in SUMS:
        return t.words.printed(value, code)
    if finding.what == Field.ISSUE_DATE:
        return t.words.printed(value)
    if kind in RATES and value:
        return t.words.percent(Decimal(value))
    if kind in PRICES and value:
        return t.words.price(Decimal(value))
    return t.words.printed(value) if kind in VALUES else value


def _what(t: Telling, finding: Finding) -> str:
    """Fields of a paper have their name in the reader's language; anything else is text of the paper."""
    named = finding.what in set(Field) and finding.kind in FIELDS
    return t.words.say(f"field.{finding.what}") if named else finding.what


def _key(finding: Finding) -> str:
    if finding.kind in (K.UNORDERED_ITEM, K.UNDECIDED_LINE) and not finding.theirs:
        return f"finding.{finding.kind}_free"
    return f"finding.{finding.kind}{_how(finding)}"


READING = frozenset({Field.FILE, Field.LINES, Field.NET_TOTAL, Field.TAX_TOTAL})
"""What a supplier confirms as a whole (core/questions.py)."""


def _how(finding: Finding) -> str:
    """What of a paper is not certain: all of it, a value that was read, one in doubt, or one that is missing."""
    if finding.kind is not K.NOT_CERTAIN:
        return ""
    if another_paper(finding):
        return "_negative"
    if finding.what == Field.FILE:
        return "_file"
    if finding.theirs:
        return "_read"
    return "_unsure" if finding.what in READING or finding.what == Field.KIND else ""


def said(t: Telling, finding: Finding, code: Currency) -> str:
    """The finding as one sentence without a full stop."""
    difference = abs(finding.difference) if finding.difference is not None else None
    return t.words.say(
        _key(finding),
        what=_what(t, finding),
        ours=_side(t, finding, finding.ours, code),
        theirs=_side(t, finding, finding.theirs, code),
        difference=t.words.cash(difference, code) if difference is not None else "",
        order=finding.order or "",
    )


def candidates(t: Telling) -> tuple[PurchaseOrder, ...]:
    """Orders that the supplier may have meant."""
    return tuple(o for o in t.scene.orders if o.status is OrderStatus.SUBMITTED)[:5]


def next_step(t: Telling, finding: Finding) -> str:
    """What to do about it; empty where nothing is to be done."""
    key = f"next.{finding.kind}"
    if finding.kind is K.NOT_CERTAIN and finding.what in READING and (t.invoice is None or t.invoice.paper.lines):
        key += "_file"
    elif finding.kind is K.NOT_CERTAIN and another_paper(finding):
        key += "_negative"
    if not t.words.has(key):
        return ""
    open_orders = t.words.list_of(o.reference for o in candidates(t))
    hint = t.words.say("draft.candidates", orders=open_orders) if open_orders else ""
    return t.words.say(key, candidates=hint, house=t.house)


def reasons(t: Telling, findings: tuple[Finding, ...], code: Currency) -> Table:
    """Reason and next step, a finding a row."""
    columns = (Column(title=t.words.say("draft.reason")), Column(title=t.words.say("draft.right")))
    rows = tuple((Cell(text=said(t, f, code)), Cell(text=next_step(t, f) or t.words.say("common.none"))) for f in findings)
    return Table(columns=columns, rows=rows)


def noted(invoice: Invoice) -> tuple[Finding, ...]:
    """Findings worth a word: that an order is not billed in full yet is no difference, unless it stopped the invoice."""
    return tuple(f for f in invoice.findings if f.kind is not K.TOTAL_BELOW or f.effect is not Effect.SHOWN)


def differing(invoice: Invoice) -> tuple[Finding, ...]:
    """The findings that are differences of lines or of the whole; the total is told in a sentence of its own."""
    return tuple(f for f in invoice.findings if f.kind not in TOTALS)


def overrun(t: Telling, invoice: Invoice) -> tuple[Finding, PurchaseOrder] | None:
    """The order whose sum is exceeded most, with the finding that says by how much."""
    orders = {o.reference: o for o in t.scene.orders}
    above = [f for f in invoice.findings if f.kind is K.TOTAL_ABOVE and f.order in orders and f.difference]
    if not above:
        return None
    most = max(above, key=lambda f: f.difference or Decimal(0))
    return (most, orders[most.order]) if most.order else None


def rate(t: Telling) -> Decimal:
    """The tolerance that counts for this supplier, in per cent."""
    own = t.scene.supplier.tolerance if t.scene.supplier else None
    return t.scene.tolerance if own is None else own


def earlier(finding: Finding, invoice: Invoice) -> Decimal:
    """What was invoiced on the order before this invoice, net."""
    assert finding.order is not None
    return Decimal(finding.theirs) - share(invoice, finding.order)


def peppol(findings: tuple[Finding, ...]) -> str:
    """The reason codes of findings, each once."""
    return " ".join(dict.fromkeys(REASON.get(f.kind, "OTH") for f in findings))
