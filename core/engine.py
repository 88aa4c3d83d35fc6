"""One command against one dossier: permission, decision, and what follows from it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from core import events as e
from core.apply import after
from core.commands.command import Command, PassedOn
from core.commands.target import any_of
from core.dossier import Dossier, Text
from core.findings import FindingKind
from core.invoice import LIVE, Invoice, InvoiceStatus
from core.names import text_hash
from core.order import OrderStatus, PurchaseOrder
from core.permission import barred
from core.policy import Policy
from core.settle import settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The dossier before and after, the facts in order, and the persons' words that they refer to."""

    before: Dossier
    dossier: Dossier
    events: tuple[e.Event, ...] = ()
    texts: tuple[Text, ...] = ()

    @property
    def refusal(self) -> e.Refused | None:
        """The first refusal, if there is one."""
        return next((event for event in self.events if isinstance(event, e.Refused)), None)


def begin(dossier: Dossier) -> Outcome:
    """Nothing has happened yet."""
    return Outcome(before=dossier, dossier=dossier)


def handle(outcome: Outcome, command: Command, at: datetime, policy: Policy, words: str = "") -> Outcome:
    """Add what this command does. `words`: how the mail said it, for a wish that is passed on to a person."""
    dossier = outcome.dossier
    stopped = barred(dossier, command, at, policy)
    texts = command.texts()
    if stopped is not None:
        decided = stopped
    elif isinstance(command, PassedOn):
        decided, texts = _passed_on(dossier, command, words), (words,)
    else:
        decided = command.decide(dossier, at, policy)
    kept = tuple(Text(hash=text_hash(t), text=t) for t in texts if t)
    return add(replace(outcome, texts=(*outcome.texts, *kept)), decided, at, policy)


def add(outcome: Outcome, decided: tuple[e.Event, ...], at: datetime, policy: Policy) -> Outcome:
    """The facts themselves, then what follows from each of them."""
    dossier, events = outcome.dossier, list(outcome.events)
    for event in decided:
        dossier = after(dossier, event, at)
        events.append(event)
    for event in decided:
        for more in _consequences(dossier, event, at, policy):
            dossier = after(dossier, more, at)
            events.append(more)
    return replace(outcome, dossier=dossier, events=tuple(events))


def _passed_on(dossier: Dossier, command: Command, words: str) -> tuple[e.Event, ...]:
    which = any_of(dossier, command.document, command.word)
    place = dossier.supplier_reference if isinstance(which, e.Refused) else which
    if place is None or not words:
        return (e.Refused(why=e.Why.WHICH_DOCUMENT, word=command.word),)
    return (e.CommentAdded(document=place, text=text_hash(words), from_supplier=True),)


_RESUBMITTED = e.InvoiceReceived | e.InvoiceReplaced | e.InvoiceCompleted | e.InvoiceLinked | e.InvoiceVouched


def _consequences(dossier: Dossier, event: e.Event, at: datetime, policy: Policy) -> Iterator[e.Event]:
    """Invoices are matched again when they or their order change; an order completes when all is billed and paid."""
    if isinstance(event, _RESUBMITTED):
        which = event.invoice.reference if isinstance(event, e.InvoiceReceived) else event.invoice
        invoice = dossier.invoice(which)
        if invoice and dossier.supplier:
            yield from settle(dossier, dossier.supplier, invoice, at, policy)
    elif isinstance(event, e.OrderRevised | e.OrderSubmitted):
        yield from _matched_again(dossier, dossier.order(event.order), at, policy)
    elif isinstance(event, e.InvoiceRejected | e.InvoiceCanceled | e.InvoiceReturned):
        freed = dossier.invoice(event.invoice)
        for order in (o for o in dossier.orders if freed and o.reference in freed.orders):
            yield from _matched_again(dossier, order, at, policy)
    elif isinstance(event, e.PaymentRecorded | e.CreditApplied):
        settled = dossier.invoice(event.invoice)
        for order in (o for o in dossier.orders if settled and o.reference in settled.orders):
            if _all_billed_and_paid(dossier, order):
                yield e.OrderCompleted(order=order.reference, by_hand=False)


def _matched_again(dossier: Dossier, order: PurchaseOrder | None, at: datetime, policy: Policy) -> Iterator[e.Event]:
    """Waiting invoices of the order, in the order in which they came; each sees what the one before became."""
    if order is None or dossier.supplier is None:
        return
    for invoice in sorted(dossier.invoices, key=lambda i: i.received_at):
        if not _waits_for(invoice, order):
            continue
        for event in settle(dossier, dossier.supplier, invoice, at, policy):
            yield event
            dossier = after(dossier, event, at)


def _waits_for(invoice: Invoice, order: PurchaseOrder) -> bool:
    if invoice.status is InvoiceStatus.MATCHING:
        return order.reference in invoice.orders
    missing = {FindingKind.ORDER_UNKNOWN, FindingKind.ORDER_MISSING}
    named = order.reference in {r.upper() for r in invoice.paper.order_references}
    return invoice.status is InvoiceStatus.DRAFT and named and any(f.kind in missing for f in invoice.findings)


def _all_billed_and_paid(dossier: Dossier, order: PurchaseOrder) -> bool:
    mine = [i for i in dossier.invoices if order.reference in i.orders and i.status in LIVE]
    if order.status is not OrderStatus.SUBMITTED or any(i.status is not InvoiceStatus.PAID for i in mine):
        return False
    return all(line.quantity <= _billed(mine, order, line.number) for line in order.lines)


def _billed(invoices: list[Invoice], order: PurchaseOrder, number: int) -> Decimal:
    rows = (row for i in invoices for row, line in i.lines_on(order.reference) if line == number)
    return sum((row.quantity or Decimal(0) for row in rows), Decimal(0))
