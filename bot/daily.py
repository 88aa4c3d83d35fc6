"""Once a working day, from 8:00 of the house: reminders to suppliers, silence, escalation of approvals (docs/rules.md 10)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import commit, dossiers, postroom, scenes
from bot.digests import silence_key
from core import events as e
from core.approval import instead, steps_of
from core.dossier import Actor, Dossier
from core.engine import add, begin
from core.errors import Conflict
from core.invoice import Invoice, InvoiceStatus
from core.names import Reference
from core.notices import posts
from core.order import OrderStatus, PurchaseOrder
from core.party import ContactRole, SupplierStatus
from core.policy import Policy
from core.reminders import all_away, due, silent, unanswered

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit

HOUR = 8
"""People are reminded in the morning, not in the night."""
PAGE = 200
Decide = Callable[["Unit", Dossier, date], tuple[e.Event, ...]]


def run(bot: "Bot", now: datetime) -> None:
    """Everything of the day that is not done yet. Each thing is claimed in its own transaction, so that a crash in the middle,
    a second service or a second run makes nothing twice and leaves nothing out."""
    local = now.astimezone(ZoneInfo(bot.policy.house.time_zone))
    today, done = local.date(), f"daily/{local.date()}"
    if today.weekday() > 4 or local.hour < HOUR:
        return
    with bot.store.read() as unit:
        if unit.requests.made(done):
            return
    every = [_each(bot, which, today, now, decide) for which, decide in _due(bot, today)]
    if all(every):
        with bot.store.begin() as unit:
            unit.requests.claim(done)


def _due(bot: "Bot", today: date) -> Iterator[tuple[Reference, Decide]]:
    """Documents that may be due; each is looked at again in its own transaction."""
    policy = bot.policy
    for order in _orders(bot):
        if order.submitted_at and _reached(order.submitted_at, today, policy):
            yield order.reference, partial(_order, policy, order.reference)
    for draft in _invoices(bot, InvoiceStatus.DRAFT):
        if _reached(draft.changed_at or draft.received_at, today, policy):
            yield draft.reference, partial(_draft, policy, draft.reference)
    for pending in _invoices(bot, InvoiceStatus.PENDING):
        if steps_of(pending, today, policy.house) > pending.escalated:
            yield pending.reference, partial(_pending, policy, pending.reference)
    for matching in _invoices(bot, InvoiceStatus.MATCHING):
        if steps_of(matching, today, policy.house) > 0 and not matching.escalated:
            yield matching.reference, partial(_matching, policy, matching.reference)


def _reached(since: datetime, today: date, policy: Policy) -> bool:
    day = policy.house.day(since)
    return due(day, today, policy) > 0 or silent(day, today, policy)


def _orders(bot: "Bot") -> Iterator[PurchaseOrder]:
    last: Reference | None = None
    while True:
        with bot.store.read() as unit:
            page = unit.documents.list_orders((OrderStatus.SUBMITTED,), after=last, limit=PAGE)
        if not page:
            return
        yield from page
        last = page[-1].reference


def _invoices(bot: "Bot", status: InvoiceStatus) -> Iterator[Invoice]:
    last: Reference | None = None
    while True:
        with bot.store.read() as unit:
            page = unit.documents.list_invoices(status, after=last, limit=PAGE)
        if not page:
            return
        yield from page
        last = page[-1].reference


def _each(bot: "Bot", which: Reference, today: date, now: datetime, decide: Decide) -> bool:
    """One document, in one transaction: decide, write, tell. Whether it went through."""
    try:
        with bot.store.begin() as unit:
            dossier = dossiers.for_document(unit, bot.keys[0], Actor(by="clock"), which)
            decided = decide(unit, dossier, today)
            if decided:
                outcome = add(begin(dossier), decided, now, bot.policy)
                commit.write(unit, outcome, now)
                scene = scenes.scene_of(bot, dossier, outcome.dossier, (), now)
                postroom.write(bot, unit, posts(outcome, bot.policy, receipt=False, on=today), scene, None)
    except Conflict:
        return False  # somebody changed it just now: the next tick looks again
    return True


def _order(policy: Policy, which: Reference, unit: "Unit", dossier: Dossier, today: date) -> tuple[e.Event, ...]:
    """The newest reminder of this revision that is due, or that all were in vain; each once."""
    order, supplier = dossier.order(which), dossier.supplier
    if order is None or supplier is None or supplier.status is not SupplierStatus.APPROVED:
        return ()
    if not unanswered(order, dossier.invoices) or all_away(supplier, ContactRole.ORDERS, today):
        return ()
    since = _since(unit, order, policy)
    if since is None:
        return ()
    if silent(since, today, policy):
        first = unit.requests.claim(silence_key(order))
        return (e.SilenceNoted(document=which, reminders=policy.reminders),) if first else ()
    count = due(since, today, policy)
    first = count > 0 and unit.requests.claim(f"reminder/{which}/{order.revision}/{count}")
    return (e.Reminded(document=which, count=count),) if first else ()


def _since(unit: "Unit", order: PurchaseOrder, policy: Policy) -> date | None:
    """The day of the house on which this revision was sent."""
    sent = (j.at for j in unit.journal.of(order.reference) if isinstance(j.event, e.OrderSubmitted | e.OrderRevised))
    return max((policy.house.day(at) for at in sent), default=None)


def _draft(policy: Policy, which: Reference, unit: "Unit", dossier: Dossier, today: date) -> tuple[e.Event, ...]:
    """A Draft whose turn is the supplier's."""
    draft, supplier = dossier.invoice(which), dossier.supplier
    if draft is None or draft.status is not InvoiceStatus.DRAFT or supplier is None:
        return ()
    if supplier.status is not SupplierStatus.APPROVED or all_away(supplier, ContactRole.INVOICES, today):
        return ()
    since = draft.changed_at or draft.received_at
    count = due(policy.house.day(since), today, policy)
    first = count > 0 and unit.requests.claim(f"reminder/{which}/{since.isoformat()}/{count}")
    return (e.Reminded(document=which, count=count),) if first else ()


def _pending(policy: Policy, which: Reference, unit: "Unit", dossier: Dossier, today: date) -> tuple[e.Event, ...]:
    """The invoice itself counts the steps that were told."""
    invoice = dossier.invoice(which)
    if (
        invoice is None
        or invoice.status is not InvoiceStatus.PENDING
        or steps_of(invoice, today, policy.house) <= invoice.escalated
    ):
        return ()
    return (e.ApprovalEscalated(invoice=which, steps=steps_of(invoice, today, policy.house)),)


def _matching(policy: Policy, which: Reference, unit: "Unit", dossier: Dossier, today: date) -> tuple[e.Event, ...]:
    """No initiator decided: the admins, who may take in his place, are asked once."""
    invoice = dossier.invoice(which)
    if (
        invoice is None
        or invoice.status is not InvoiceStatus.MATCHING
        or invoice.escalated
        or not steps_of(invoice, today, policy.house)
    ):
        return ()
    return (e.MatchingEscalated(invoice=which),) if instead(invoice, dossier.orders, dossier.buyers) else ()
