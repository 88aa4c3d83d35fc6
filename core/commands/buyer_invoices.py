"""What a buyer says about invoices (docs/rules.md 3, 4 and 9)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import ClassVar

from core.apply import after
from core.approval import approvers, deciders, held, initiators, with_deputies
from core.commands.command import Command, Who
from core.commands.taking import raised
from core.commands.target import invoice_of
from core.dossier import Dossier
from core.events import (
    Event,
    InvoiceApproved,
    InvoiceCanceled,
    InvoiceLinked,
    InvoiceMatched,
    InvoiceRejected,
    InvoiceReleased,
    InvoiceReturned,
    InvoiceTaken,
    PaymentRecorded,
    Refused,
    Why,
)
from core.findings import FindingKind
from core.invoice import Assigned, Invoice, InvoiceStatus, Payment, arrival
from core.matching.match import match
from core.money import rounded
from core.names import Address, Reference, text_hash
from core.order import OrderStatus
from core.party import BuyerRole
from core.plausible import plausible
from core.policy import Policy
from core.settle import to_approval

S = InvoiceStatus
DECIDER = frozenset({Who.INITIATOR, Who.APPROVER, Who.ACCOUNTANT, Who.ADMIN})
ACCOUNTANT = frozenset({Who.ACCOUNTANT, Who.ADMIN})


def _in(dossier: Dossier, named: str | None, word: str, *statuses: InvoiceStatus) -> Invoice | Refused:
    """The invoice, if it is in one of the statuses; else who decided already."""
    invoice = invoice_of(dossier, named, word)
    if isinstance(invoice, Refused) or invoice.status in statuses:
        return invoice
    return Refused(why=Why.WRONG_STATUS, document=invoice.reference, word=word, detail=invoice.status.value)


def _me(dossier: Dossier) -> Address:
    """The buyer who speaks; the engine lets no one else reach a buyer's command."""
    assert dossier.actor.buyer is not None
    return dossier.actor.buyer


def _denied(dossier: Dossier, invoice: Invoice, word: str, at: datetime, policy: Policy) -> Refused | None:
    """Matching is the initiator's, Pending the approver's (docs/rules.md 4.4, 4.5); an initiator never approves his own."""
    me = _me(dossier)
    if invoice.status is S.MATCHING:
        allowed = deciders(invoice, dossier.orders)
        if me in with_deputies(allowed, dossier.buyers, policy.house.day(at)) or (dossier.speaks(BuyerRole.ADMIN) and allowed):
            return None
        return Refused(why=Why.NOT_ALLOWED, document=invoice.reference, word=word, detail=", ".join(allowed))
    allowed = approvers(invoice, dossier.orders, dossier.buyers, policy, policy.house.day(at))
    if me in allowed:
        return None
    own = me in initiators(invoice, dossier.orders)
    why = Why.FOUR_EYES if own else Why.NOT_ALLOWED
    return Refused(why=why, document=invoice.reference, word=word, detail=", ".join(allowed))


def _earlier(dossier: Dossier, invoice: Invoice) -> Invoice | None:
    """Several invoices of one order are decided in the order in which they came."""
    waiting = (i for i in dossier.invoices if i.status is S.MATCHING and set(i.orders) & set(invoice.orders))
    return min((i for i in waiting if arrival(i) < arrival(invoice)), key=arrival, default=None)


def _placed(revised: Dossier, invoice: Invoice, at: datetime, policy: Policy) -> tuple[Event, ...]:
    """Its lines against the revised orders: an added item is billed by them now. The findings stay, for those who approve."""
    if revised.supplier is None:
        return ()
    now = match(invoice, revised.supplier, revised.orders, revised.invoices, policy, at).invoice
    if now.assigned == invoice.assigned:
        return ()
    kept = InvoiceMatched(invoice=now.reference, orders=invoice.orders, assigned=now.assigned, findings=invoice.findings)
    return (kept,)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInvoice(Command):
    """Take the differences into the order; the invoice goes on to the approval policy."""

    word: ClassVar[str] = "take"
    who: ClassVar[frozenset[Who]] = frozenset({Who.INITIATOR, Who.ADMIN})

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A revision of the own orders; when every initiator concerned has taken his part, on to approval."""
        invoice = _in(dossier, self.document, self.word, S.MATCHING)
        if isinstance(invoice, Refused):
            return (invoice,)
        denied = _denied(dossier, invoice, self.word, at, policy)
        if denied:
            return (denied,)
        earlier = _earlier(dossier, invoice)
        if earlier:
            return (Refused(why=Why.EARLIER_FIRST, document=invoice.reference, word=self.word, detail=earlier.reference),)
        if any(f.kind is FindingKind.UNDECIDED_LINE for f in invoice.findings):
            return (Refused(why=Why.LINE_UNDECIDED, document=invoice.reference, word=self.word),)
        return self._taken(dossier, invoice, at, policy)

    def _taken(self, dossier: Dossier, invoice: Invoice, at: datetime, policy: Policy) -> tuple[Event, ...]:
        me, allowed = _me(dossier), deciders(invoice, dossier.orders)
        stands_for = (a for a in allowed if me in with_deputies((a,), dossier.buyers, policy.house.day(at)))
        by = me if me in allowed else next(stands_for, allowed[0])
        mine = tuple(o for o in dossier.orders if o.reference in invoice.orders and o.initiator == by)
        revisions = tuple(r for order in mine if (r := raised(order, invoice, dossier.invoices)) is not None)
        acting = None if me == by else me
        taken = InvoiceTaken(invoice=invoice.reference, by=by, orders=tuple(o.reference for o in mine), acting=acting)
        revised = reduce(lambda now, event: after(now, event, at), revisions, dossier)
        last = set(allowed) <= {by}
        return (
            *revisions,
            taken,
            *_placed(revised, invoice, at, policy),
            *((to_approval(invoice, policy),) if last else ()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveInvoice(Command):
    """Approve a Pending invoice."""

    word: ClassVar[str] = "approve"
    who: ClassVar[frozenset[Who]] = DECIDER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Approved by one of those the policy names; what an accountant released still goes to its amount band."""
        invoice = _in(dossier, self.document, self.word, S.PENDING)
        if isinstance(invoice, Refused):
            return (invoice,)
        denied = _denied(dossier, invoice, self.word, at, policy)
        if denied:
            return (denied,)
        approved = InvoiceApproved(invoice=invoice.reference, by=_me(dossier))
        if not held(invoice):
            return (approved,)
        released = InvoiceReleased(invoice=invoice.reference, by=_me(dossier))
        return (released, approved) if invoice.band is None else (released,)


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectInvoice(Command):
    """Refuse an invoice, with a reason that the supplier is told."""

    word: ClassVar[str] = "reject"
    who: ClassVar[frozenset[Who]] = DECIDER
    reason: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Rejected, by the one whose turn it is."""
        invoice = _in(dossier, self.document, self.word, S.MATCHING, S.PENDING)
        if isinstance(invoice, Refused):
            return (invoice,)
        if not self.reason.strip():
            return (Refused(why=Why.NEEDS_REASON, document=invoice.reference, word=self.word),)
        denied = _denied(dossier, invoice, self.word, at, policy)
        if denied:
            return (denied,)
        return (InvoiceRejected(invoice=invoice.reference, reason=text_hash(self.reason), by=_me(dossier)),)

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnInvoice(Command):
    """Send an invoice back to the supplier: with a question, or to be corrected to the order's prices."""

    word: ClassVar[str] = "return"
    who: ClassVar[frozenset[Who]] = DECIDER
    reason: str = ""
    at_order_price: bool = False

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A Draft again; the supplier corrects or credits."""
        invoice = _in(dossier, self.document, self.word, S.MATCHING, S.PENDING)
        if isinstance(invoice, Refused):
            return (invoice,)
        if not self.reason.strip() and not self.at_order_price:
            return (Refused(why=Why.NEEDS_REASON, document=invoice.reference, word=self.word),)
        denied = _denied(dossier, invoice, self.word, at, policy)
        if denied:
            return (denied,)
        reason = text_hash(self.reason) if self.reason.strip() else None
        returned = InvoiceReturned(invoice=invoice.reference, by=_me(dossier), reason=reason, at_order_price=self.at_order_price)
        return (returned,)

    def texts(self) -> tuple[str, ...]:
        """The question."""
        return (self.reason,) if self.reason.strip() else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkInvoice(Command):
    """Say which order an invoice bills; with lines, which order line each of them (lines of the invoice count from 1).

    Without lines it bills that order alone; with lines, that order besides those that it is linked to already.
    """

    word: ClassVar[str] = "link"
    who: ClassVar[frozenset[Who]] = frozenset({Who.INITIATOR, Who.ACCOUNTANT, Who.ADMIN})
    order: str = ""
    lines: tuple[tuple[int, int], ...] = ()
    """(line of the invoice, line of the order)"""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Linked; then it is matched again."""
        invoice = _in(dossier, self.document, self.word, S.DRAFT, S.MATCHING)
        if isinstance(invoice, Refused):
            return (invoice,)
        order = dossier.order(Reference(self.order.strip().upper()))
        if order is None or order.supplier != invoice.supplier or order.status is OrderStatus.DRAFT:
            return (Refused(why=Why.UNKNOWN_DOCUMENT, document=invoice.reference, word=self.word, detail=self.order),)
        if order.initiator != _me(dossier) and not dossier.speaks(BuyerRole.ACCOUNTANT, BuyerRole.ADMIN):
            return (Refused(why=Why.NOT_ALLOWED, document=invoice.reference, word=self.word, detail=order.initiator),)
        if any(not 1 <= mine <= len(invoice.paper.lines) or order.line(theirs) is None for mine, theirs in self.lines):
            return (Refused(why=Why.UNKNOWN_LINE, document=invoice.reference, word=self.word),)
        linked = tuple(Assigned(invoice_line=i - 1, order=order.reference, line=n) for i, n in self.lines)
        if not linked:
            return (InvoiceLinked(invoice=invoice.reference, orders=(order.reference,)),)
        kept = tuple(a for a in invoice.linked if a.invoice_line not in {k.invoice_line for k in linked})
        orders = tuple(dict.fromkeys((*invoice.orders, order.reference)))
        return (InvoiceLinked(invoice=invoice.reference, orders=orders, assigned=(*kept, *linked)),)


def sum_of_money(amount: Decimal, invoice: Invoice) -> bool:
    """Whether it is an amount above nothing, without parts of the smallest coin of the invoice's currency."""
    return plausible(amount) and amount > 0 and rounded(amount, invoice.currency) == amount


@dataclass(frozen=True, slots=True, kw_only=True)
class PayInvoice(Command):
    """Record a payment; `reverse` takes back the payment with this number instead."""

    word: ClassVar[str] = "pay"
    who: ClassVar[frozenset[Who]] = ACCOUNTANT
    amount: Decimal = Decimal(0)
    paid_on: date | None = None
    remittance: str = ""
    reverse: int | None = None
    credit: str = ""
    """A credit note whose balance is spent instead of money; without an amount, as much of it as is open."""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Paid in part or in full; more than is open is refused."""
        invoice = _in(dossier, self.document, self.word, S.APPROVED, S.PARTLY_PAID, S.PAID)
        if isinstance(invoice, Refused):
            return (invoice,)
        today = policy.house.day(at)
        if self.reverse is not None:
            return (self._reversed(invoice, self.reverse, today),)
        if self.credit:
            return (self._spent(dossier, invoice, today),)
        return (self._paid(invoice, self.amount, invoice.open.amount, today),)

    def _paid(self, invoice: Invoice, amount: Decimal, most: Decimal, today: date, credit: Reference | None = None) -> Event:
        if not sum_of_money(amount, invoice):
            return Refused(why=Why.BAD_VALUE, document=invoice.reference, word=self.word, detail="amount")
        if amount > most:
            return Refused(why=Why.MORE_THAN_OPEN, document=invoice.reference, word=self.word, detail=f"{most:f}")
        payment = Payment(
            number=len(invoice.payments) + 1,
            amount=amount,
            paid_on=self.paid_on or today,
            remittance=self.remittance or credit or "",
            credit=credit,
        )
        return PaymentRecorded(invoice=invoice.reference, payment=payment)

    def _spent(self, dossier: Dossier, invoice: Invoice, today: date) -> Event:
        """The balance of one of the supplier's credit notes, no more than is left of it."""
        mine = (c for c in dossier.credits if c.supplier == invoice.supplier)
        note = next((c for c in mine if c.reference == self.credit.strip().upper()), None)
        if note is None:
            return Refused(why=Why.UNKNOWN_DOCUMENT, document=invoice.reference, word=self.word, detail=self.credit)
        if note.total.currency != invoice.currency:
            detail = note.total.currency
            return Refused(why=Why.CURRENCY_DIFFERS, document=invoice.reference, word=self.word, detail=detail)
        most = min(note.balance.amount, invoice.open.amount)
        return self._paid(invoice, self.amount or most, most, today, note.reference)

    def _reversed(self, invoice: Invoice, number: int, today: date) -> Event:
        """A wrong payment is reversed, not deleted; once."""
        found = next((p for p in invoice.payments if p.number == number and p.reverses is None), None)
        if found is None or any(p.reverses == number for p in invoice.payments):
            return Refused(why=Why.BAD_VALUE, document=invoice.reference, word=self.word, detail="reverse")
        payment = Payment(
            number=len(invoice.payments) + 1,
            amount=-found.amount,
            paid_on=self.paid_on or today,
            remittance=found.remittance,
            reverses=number,
            credit=found.credit,
        )
        return PaymentRecorded(invoice=invoice.reference, payment=payment)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidInvoice(Command):
    """Cancel an invoice on the buyer's side, while nothing is paid."""

    word: ClassVar[str] = "cancel"
    who: ClassVar[frozenset[Who]] = ACCOUNTANT
    reason: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Canceled, with a reason."""
        invoice = _in(dossier, self.document, self.word, S.DRAFT, S.MATCHING, S.PENDING, S.APPROVED)
        if isinstance(invoice, Refused):
            return (invoice,)
        if invoice.paid.amount != 0:
            return (Refused(why=Why.PAID_ALREADY, document=invoice.reference, word=self.word),)
        if not self.reason.strip():
            return (Refused(why=Why.NEEDS_REASON, document=invoice.reference, word=self.word),)
        return (InvoiceCanceled(invoice=invoice.reference, by_supplier=False, reason=text_hash(self.reason)),)

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,)
