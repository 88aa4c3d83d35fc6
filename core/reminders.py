"""When a supplier is reminded, of what, and when it counts as silent (docs/rules.md 10)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.approval import working_days
from core.invoice import LIVE, Invoice
from core.order import OrderStatus, PurchaseOrder
from core.party import Contact, ContactRole, Supplier, SupplierStatus
from core.policy import Policy


def due(since: date, on: date, policy: Policy) -> int:
    """The number of the newest reminder that is due; 0: none yet. Those that were missed are not made up for."""
    return min(working_days(since, on) // policy.reminder_days, policy.reminders)


def silent(since: date, on: date, policy: Policy) -> bool:
    """Whether as much time has passed again after the last reminder."""
    return working_days(since, on) >= policy.reminder_days * (policy.reminders + 1)


def unanswered(order: PurchaseOrder, invoices: Iterable[Invoice]) -> tuple[int, ...]:
    """The lines that wait for an answer; what is billed in full needs none any more."""
    if order.status is not OrderStatus.SUBMITTED:
        return ()
    rows = [row for i in invoices if i.status in LIVE for row in i.lines_on(order.reference)]
    billed = {
        line.number: sum((row.quantity or Decimal(0) for row, number in rows if number == line.number), Decimal(0))
        for line in order.lines
    }
    return tuple(n.number for n in order.lines if order.answer_on(n.number) is None and billed[n.number] < n.quantity)


def reminded(supplier: Supplier, role: ContactRole, on: date) -> tuple[Contact, ...]:
    """Who is reminded: not a contact who wants fewer mails, not one who is away, nobody while the portal is off."""
    if supplier.status is not SupplierStatus.APPROVED:
        return ()
    people = (c for c in supplier.contacts_for(role) if not c.quiet)
    return tuple(c for c in people if c.away_until is None or c.away_until < on)


def all_away(supplier: Supplier, role: ContactRole, on: date) -> bool:
    """Whether everybody who could answer is away: then reminders wait, and nobody is called silent."""
    return all(c.away_until is not None and c.away_until >= on for c in supplier.contacts_for(role))
