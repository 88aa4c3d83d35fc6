"""How an invoice or a credit note comes in: new, known already, a new version, or the same in another form (docs/rules.md 3)."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from core.commands.target import invoice_of
from core.dossier import Dossier
from core.duplicates import FREED, business_key, same_totals
from core.events import (
    CreditApplied,
    CreditReceived,
    DuplicateReceived,
    Event,
    InvoiceReceived,
    InvoiceReplaced,
    InvoiceSourceAdded,
    Refused,
    Why,
)
from core.invoice import LIVE, OPEN_TO_SUPPLIER, CreditNote, Invoice
from core.money import rounded
from core.names import Reference
from core.order import Attached, PurchaseOrder
from core.paper import Check, Paper, PaperKind, PaperLine, Source


def received(dossier: Dossier, paper: Paper, at: datetime) -> tuple[Event, ...]:
    """The facts of one invoice that came in. The dossier holds every invoice with the same business key."""
    if dossier.supplier is None:
        return (Refused(why=Why.NOT_YOURS, word="invoice"),)
    new = _invoice(dossier, paper, at)
    key = business_key(new)
    known = [i for i in dossier.invoices if key and business_key(i) == key and i.status not in FREED]
    if not known:
        return (InvoiceReceived(invoice=new),)
    return _again(known[0], new, at)


def _again(known: Invoice, new: Invoice, at: datetime) -> tuple[Event, ...]:
    """The same number once more."""
    hashes = {s.hash for s in known.sources}
    added = tuple(s for s in new.sources if s.hash not in hashes)
    if same_totals(known, new):
        if known.received_at == at and added:  # PDF and XML of one invoice in one mail: one invoice, two sources
            better = new.paper.source is Source.XML and known.paper.source is not Source.XML
            replaced = (InvoiceReplaced(invoice=known.reference, paper=new.paper, sources=added),)
            return replaced if better else tuple(InvoiceSourceAdded(invoice=known.reference, source=s) for s in added)
        return (DuplicateReceived(invoice=known.reference),)
    if known.status in OPEN_TO_SUPPLIER:
        return (InvoiceReplaced(invoice=known.reference, paper=new.paper, sources=added),)
    return (Refused(why=Why.TAKE_CREDIT_NOTE, document=known.reference, word="invoice", detail=known.status.value),)


def _invoice(dossier: Dossier, paper: Paper, at: datetime) -> Invoice:
    """A Draft. An invoice that names no order, in an order's thread, bills that order."""
    supplier = dossier.supplier
    assert supplier is not None
    named = paper.order_references or any(line.order_reference for line in paper.lines)
    thread = dossier.order(dossier.thread) if dossier.thread else None
    return Invoice(
        reference=Reference(f"INV-{dossier.fresh.invoice}"),
        supplier=supplier.id,
        paper=paper,
        received_at=at,
        level=dossier.actor.level,
        handed_in_by=dossier.actor.buyer,
        sources=_source(dossier, paper),
        orders=(thread.reference,) if thread and not named else (),
    )


def _source(dossier: Dossier, paper: Paper) -> tuple[Attached, ...]:
    return tuple(f for f in dossier.files if f.name == paper.file)[:1]


def as_ordered(dossier: Dossier, order: PurchaseOrder, number: str, at: datetime) -> Paper:
    """ "Invoice as ordered, no. 77": everything of the order that is not billed yet, at its prices, dated when it came.

    Without tax rates on the order the total with tax is not known, and is asked for.
    """
    lines = tuple(line for line in (_open_line(dossier, order, n) for n in range(len(order.lines))) if line)
    net = sum((line.net_amount or Decimal(0) for line in lines), Decimal(0))
    rates = [line.tax_rate for line in lines]
    known = bool(lines) and None not in rates
    tax = sum((rounded((li.net_amount or Decimal(0)) * (li.tax_rate or 0) / 100, order.currency) for li in lines), Decimal(0))
    return Paper(
        kind=PaperKind.INVOICE,
        source=Source.TEXT,
        number=number,
        issue_date=at.date(),
        order_references=(order.reference,),
        currency=order.currency,
        net_total=net,
        tax_total=tax if known else None,
        gross_total=net + tax if known else None,
        lines=lines,
        proven=known,
        checks=(Check.QUANTITY_TIMES_PRICE, Check.LINES_SUM_TO_NET, Check.ORDER_KNOWN),
    )


def _open_line(dossier: Dossier, order: PurchaseOrder, place: int) -> PaperLine | None:
    ordered = order.lines[place]
    live = (i for i in dossier.invoices if i.status in LIVE)
    billed = sum(
        (row.quantity or Decimal(0) for i in live for row, number in i.lines_on(order.reference) if number == ordered.number),
        Decimal(0),
    )
    left = ordered.quantity - billed
    if left <= 0:
        return None
    rest = replace(ordered, quantity=left, discount=rounded(ordered.discount * left / ordered.quantity, order.currency))
    return PaperLine(
        description=ordered.description,
        seller_sku=ordered.supplier_sku or None,
        buyer_sku=ordered.buyer_sku or None,
        order_line=ordered.number,
        order_reference=order.reference,
        quantity=left,
        unit=ordered.unit or None,
        unit_price=ordered.unit_price,
        price_base=ordered.price_base,
        discount=rest.discount,
        net_amount=rest.net(order.currency),
        tax_rate=ordered.tax_rate,
    )


def credit_received(dossier: Dossier, paper: Paper, on: str | None, at: datetime) -> tuple[Event, ...]:
    """A credit note lowers what is open of its invoice; what exceeds that stays as the supplier's balance."""
    if dossier.supplier is None or paper.gross_total is None or paper.doubts:
        return (Refused(why=Why.BAD_VALUE, word="credit", detail="total"),)
    invoice = invoice_of(dossier, on, "credit")
    if isinstance(invoice, Refused):
        return (invoice,)
    if paper.currency != invoice.paper.currency:
        return (Refused(why=Why.CURRENCY_DIFFERS, document=invoice.reference, word="credit", detail=invoice.currency),)
    reference = Reference(f"CN-{dossier.fresh.credit}")
    credit = CreditNote(
        reference=reference, supplier=dossier.supplier.id, paper=paper, received_at=at, sources=_source(dossier, paper)
    )
    amount = min(abs(paper.gross_total), max(invoice.open.amount, Decimal(0)))
    applied = CreditApplied(credit=reference, invoice=invoice.reference, amount=amount)
    return (CreditReceived(credit=credit), applied)
