"""One command against one dossier: permission, decision, and what follows from it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from core import events as e
from core.apply import after
from core.approval import deciders
from core.commands.command import Command, PassedOn
from core.commands.target import any_of
from core.dossier import Dossier, Text
from core.findings import Effect, FindingKind
from core.invoice import LIVE, Invoice, InvoiceStatus, arrival
from core.matching.billed import billed
from core.matching.charges import is_charge
from core.matching.match import orders_named
from core.moves import UNDECIDED
from core.names import Reference, text_hash
from core.order import OrderStatus, PurchaseOrder
from core.order_questions import overtaken, run_out
from core.permission import barred
from core.policy import Policy
from core.settle import closed, settle


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
    else:
        decided = command.decide(dossier, at, policy)
        if isinstance(command, PassedOn) and not decided:
            decided, texts = _passed_on(dossier, command, words), (words,)
    kept = tuple(Text(hash=text_hash(t), text=t) for t in texts if t)
    return add(replace(outcome, texts=(*outcome.texts, *kept)), decided, at, policy)


def add(outcome: Outcome, decided: tuple[e.Event, ...], at: datetime, policy: Policy) -> Outcome:
    """The facts themselves, then what follows from them. Raises Conflict for a fact that cannot happen."""
    was = outcome.dossier
    now = _with(outcome, decided, at)
    for invoice in _to_match(was, now.dossier, decided):
        known, supplier = now.dossier.invoice(invoice), now.dossier.supplier
        if known and supplier and known.status in UNDECIDED:
            before = was.invoice(invoice)
            asked = deciders(before, was.orders) if before and before.status is InvoiceStatus.MATCHING else ()
            now = _with(now, settle(now.dossier, supplier, known, at, policy, asked), at)
    touched = _orders_of(was, now.dossier, (d for d in decided if isinstance(d, e.PaymentRecorded | e.CreditApplied)))
    done = (o for o in now.dossier.orders if o.reference in touched and _all_billed_and_paid(now.dossier, o))
    completed = tuple(e.OrderCompleted(order=order.reference, by_hand=False) for order in done)
    now = _with(_with(now, completed, at), _overtaken(now.dossier, decided), at)
    now = _with(now, run_out(now.dossier, decided), at)
    return _with(now, overtaken(now.dossier), at)


def _with(outcome: Outcome, events: Iterable[e.Event], at: datetime) -> Outcome:
    dossier, added = outcome.dossier, tuple(events)
    for event in added:
        dossier = after(dossier, event, at)
    return replace(outcome, dossier=dossier, events=(*outcome.events, *added))


def _passed_on(dossier: Dossier, command: Command, words: str) -> tuple[e.Event, ...]:
    which = any_of(dossier, command.document, command.word)
    place = dossier.supplier_reference if isinstance(which, e.Refused) else which
    if place is None or not words:
        return (e.Refused(why=e.Why.WHICH_DOCUMENT, word=command.word),)
    return (e.CommentAdded(document=place, text=text_hash(words), from_supplier=True),)


_SUBMITTED = e.InvoiceReceived | e.InvoiceReplaced | e.InvoiceCompleted | e.InvoiceLinked | e.InvoiceVouched
_FREES = e.InvoiceRejected | e.InvoiceCanceled | e.InvoiceReturned | e.InvoiceReplaced | e.InvoiceLinked | e.CreditApplied
"""After these an order has more room than before."""


def _to_match(was: Dossier, now: Dossier, decided: tuple[e.Event, ...]) -> Iterator[Reference]:
    """Invoices that were submitted, then those that wait on an order that changed, in the order in which they came; each once."""
    submitted = dict.fromkeys(_invoice_of(event) for event in decided if isinstance(event, _SUBMITTED))
    yield from submitted
    which = {event.order for event in decided if isinstance(event, e.OrderRevised | e.OrderSubmitted)}
    which |= _orders_of(was, now, (event for event in decided if isinstance(event, _FREES)))
    changed = tuple(o for o in now.orders if o.reference in which)
    for invoice in sorted(now.invoices, key=arrival):
        if invoice.reference not in submitted and _waits_for(invoice, changed):
            yield invoice.reference


def _invoice_of(event: e.Event) -> Reference:
    assert isinstance(event, e.InvoiceEvent | e.CreditApplied)
    return event.invoice.reference if isinstance(event, e.InvoiceReceived) else event.invoice


def _orders_of(was: Dossier, now: Dossier, events: Iterable[e.Event]) -> set[Reference]:
    """The orders that these invoices bill, before and after."""
    which = {_invoice_of(event) for event in events}
    return {order for i in (*was.invoices, *now.invoices) if i.reference in which for order in i.orders}


def _waits_for(invoice: Invoice, changed: tuple[PurchaseOrder, ...]) -> bool:
    """In Matching on one of these orders, or a Draft that names one of them and could not find it before."""
    if invoice.status is InvoiceStatus.MATCHING:
        return any(order.reference in invoice.orders for order in changed)
    unknown = any(f.kind is FindingKind.ORDER_UNKNOWN and f.effect is Effect.DRAFT for f in invoice.findings)
    return invoice.status is InvoiceStatus.DRAFT and unknown and bool(orders_named(invoice, changed)[0])


def _all_billed_and_paid(dossier: Dossier, order: PurchaseOrder) -> bool:
    mine = [i for i in dossier.invoices if order.reference in i.orders and i.status in LIVE]
    if order.status is not OrderStatus.SUBMITTED or any(i.status is not InvoiceStatus.PAID for i in mine):
        return False
    return all(line.quantity <= billed(mine, order, line) or is_charge(line.description) for line in order.lines)


_CLOSING = e.InvoiceRejected | e.InvoiceCanceled | e.InvoiceReturned | e.DraftDeleted | e.CreditApplied


def _overtaken(dossier: Dossier, decided: tuple[e.Event, ...]) -> Iterator[e.Event]:
    """An invoice that is off the table has no open questions."""
    for which in dict.fromkeys(_invoice_of(event) for event in decided if isinstance(event, _CLOSING)):
        invoice = dossier.invoice(which)
        yield from closed(dossier, invoice) if invoice and invoice.status not in LIVE else ()
