"""How an invoice or a credit note comes in: new, known already, a new version, or the same in another form (docs/rules.md 3)."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from core.commands.target import invoice_of
from core.dossier import Dossier
from core.duplicates import differences, known_as, number_key, same_totals
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
from core.findings import Effect, Finding
from core.invoice import OPEN_TO_SUPPLIER, CreditNote, Invoice, InvoiceStatus
from core.matching.billed import open_lines
from core.matching.prices import amount_of
from core.money import rounded
from core.names import Reference
from core.order import Attached, OrderLine, PurchaseOrder
from core.paper import Check, Paper, PaperKind, PaperLine, Source
from core.party import Level
from core.plausible import believed
from core.policy import Policy
from core.questions import sender_asked


def received(dossier: Dossier, paper: Paper, at: datetime, policy: Policy) -> tuple[Event, ...]:
    """The facts of one invoice that came in. The dossier holds every invoice with the same business key.

    Who is not proven to be the supplier does not write over what the supplier is proven to have sent: he is asked first.
    """
    if dossier.supplier is None:
        return (Refused(why=Why.NOT_YOURS, word="invoice"),)
    new = _invoice(dossier, believed(paper), at)
    known = known_as(new, dossier.invoices)
    if known and new.level is Level.NAMED < known.level and known.status in OPEN_TO_SUPPLIER and not same_totals(known, new):
        return sender_asked(dossier, at, policy)
    return again(known, new, at) if known else (InvoiceReceived(invoice=new),)


def again(known: Invoice, new: Invoice, at: datetime) -> tuple[Event, ...]:
    """The same number once more: with other totals a new version, else the same invoice, perhaps in a better form."""
    hashes = {s.hash for s in known.sources}
    added = tuple(s for s in new.sources if s.hash not in hashes)
    replaced = InvoiceReplaced(
        invoice=known.reference, paper=new.paper, sources=added, level=new.level, handed_in_by=new.handed_in_by
    )
    together = known.received_at == at and bool(added)
    if together and known.paper.source is Source.XML and new.paper.source is not Source.XML:
        said = differences(known.paper, new.paper)
        return tuple(InvoiceSourceAdded(invoice=known.reference, source=s, differs=said) for s in added)
    if together:
        replaced = replace(replaced, differs=_said_otherwise(new, known))
    if not same_totals(known, new):
        if known.status not in OPEN_TO_SUPPLIER or known.credited:  # what is credited is corrected by credit notes alone
            return (Refused(why=Why.TAKE_CREDIT_NOTE, document=known.reference, word="invoice", detail=known.status.value),)
        trusted = new.level >= min(known.level, Level.NAMED)
        return (replaced if trusted else Refused(why=Why.NOT_ALLOWED, document=known.reference, word="invoice"),)
    better = new.paper.source is Source.XML and known.paper.source is not Source.XML
    if (
        known.status in OPEN_TO_SUPPLIER
        and not known.credited
        and new.level >= known.level
        and (better or (not together and _wanted(known, added)))
    ):
        return (replace(replaced, differs=_said_otherwise(new, known)),)
    told = () if together else (DuplicateReceived(invoice=known.reference),)
    other_form = together or new.paper.source is not known.paper.source
    differs = _said_otherwise(known, new)
    return (*(InvoiceSourceAdded(invoice=known.reference, source=s, differs=differs) for s in added if other_form), *told)


def _said_otherwise(kept: Invoice, other: Invoice) -> tuple[Finding, ...]:
    """What the page says otherwise than the XML, whichever of the two counts."""
    one_of_each = (kept.paper.source is Source.XML) is not (other.paper.source is Source.XML)
    return differences(kept.paper, other.paper) if one_of_each else ()


def _wanted(known: Invoice, added: tuple[Attached, ...]) -> bool:
    """A Draft is with the supplier: another file, or the same one after a person sent it back, submits it again."""
    sent_back = not any(f.effect is Effect.DRAFT for f in known.findings)
    return known.status is InvoiceStatus.DRAFT and (bool(added) or sent_back)


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


def as_ordered(dossier: Dossier, order: PurchaseOrder, number: str, day: date) -> Paper | None:
    """ "Invoice as ordered, no. 77": everything of the order that is not billed yet, at its prices, dated when it came.

    None when nothing is left. Without tax rates on the order the total with tax is not known, and is asked for.
    """
    lines = tuple(_billing(order, left) for left in open_lines(order, dossier.invoices))
    if not lines:
        return None
    net = sum((amount_of(line) for line in lines), Decimal(0))
    rates = {line.tax_rate for line in lines}
    tax = None
    if None not in rates:
        bases = {rate: sum((amount_of(line) for line in lines if line.tax_rate == rate), Decimal(0)) for rate in rates}
        tax = sum((rounded(base * (rate or 0) / 100, order.currency) for rate, base in bases.items()), Decimal(0))
    return Paper(
        kind=PaperKind.INVOICE,
        source=Source.TEXT,
        number=number,
        issue_date=day,
        order_references=(order.reference,),
        currency=order.currency,
        net_total=net,
        tax_total=tax,
        gross_total=None if tax is None else net + tax,
        lines=lines,
        proven=tax is not None,
        checks=(Check.QUANTITY_TIMES_PRICE, Check.LINES_SUM_TO_NET, Check.ORDER_KNOWN),
    )


def _billing(order: PurchaseOrder, left: OrderLine) -> PaperLine:
    """An invoice line that bills what is left of an order line."""
    return PaperLine(
        description=left.description,
        seller_sku=left.supplier_sku or None,
        buyer_sku=left.buyer_sku or None,
        order_line=left.number,
        order_reference=order.reference,
        quantity=left.quantity,
        unit=left.unit or None,
        unit_price=left.unit_price,
        price_base=left.price_base,
        discount=left.discount,
        net_amount=left.net(order.currency),
        tax_rate=left.tax_rate,
    )


def credit_received(dossier: Dossier, paper: Paper, on: str | None, at: datetime) -> tuple[Event, ...]:
    """A credit note lowers what is open of its invoice; what exceeds that stays as the supplier's balance."""
    paper = believed(paper)
    if dossier.supplier is None or not paper.gross_total or paper.doubts:
        return (Refused(why=Why.BAD_VALUE, word="credit", detail="total"),)
    if not paper.number:  # nobody could tell that it came before
        return (Refused(why=Why.BAD_VALUE, word="credit", detail="number"),)
    known = next((c for c in dossier.credits if same_credit(c, paper, at)), None)
    if known:
        return (Refused(why=Why.EXISTS_ALREADY, document=known.reference, word="credit", detail=known.reference),)
    invoice = invoice_of(dossier, on, "credit")
    if isinstance(invoice, Refused):
        return (invoice,)
    if paper.currency != invoice.paper.currency:
        return (Refused(why=Why.CURRENCY_DIFFERS, document=invoice.reference, word="credit", detail=invoice.currency),)
    credit = CreditNote(
        reference=Reference(f"CN-{dossier.fresh.credit}"),
        supplier=dossier.supplier.id,
        paper=paper,
        received_at=at,
        sources=_source(dossier, paper),
    )
    return credited(credit, invoice)


def credited(credit: CreditNote, invoice: Invoice) -> tuple[Event, ...]:
    """The credit lowers what is open, down to nothing; the rest stays with the credit note."""
    amount = min(rounded(credit.total.amount, invoice.currency), max(invoice.open.amount, Decimal(0)))
    return (CreditReceived(credit=credit), CreditApplied(credit=credit.reference, invoice=invoice.reference, amount=amount))


def same_credit(known: CreditNote, paper: Paper, at: datetime) -> bool:
    """The same credit note once more: its number in the same year; where one of the two is not dated, also in the year beside."""
    if not paper.number or not known.paper.number or number_key(known.paper.number) != number_key(paper.number):
        return False
    years = [(known.paper.issue_date or known.received_at.date()).year, (paper.issue_date or at.date()).year]
    dated = known.paper.issue_date is not None and paper.issue_date is not None
    return abs(years[0] - years[1]) <= (0 if dated else 1)
