"""The digest of a buyer: when it is due, what it is made from, and the buyer's own choice of time (docs/rules.md 10)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import commit, dossiers, postroom, scenes
from bot.held import unsure
from core.audience import person
from core.commands.buyer_self import SetDigest
from core.digest import Behind, Desk, HeldMail, Undelivered, bounded, digest_lines, due_period
from core.dossier import Actor, Dossier
from core.engine import Outcome, begin, handle
from core.invoice import Invoice, InvoiceStatus
from core.letters import DigestLine, Notice, NoticeKind, Post, Weight
from core.names import Reference, SupplierId
from core.order import OrderStatus, PurchaseOrder
from core.party import Buyer, BuyerRole, ChangeRequest, Supplier
from core.proposal import Rfp, RfpStatus

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit

UNFINISHED = (
    InvoiceStatus.DRAFT,
    InvoiceStatus.MATCHING,
    InvoiceStatus.PENDING,
    InvoiceStatus.APPROVED,
    InvoiceStatus.PARTLY_PAID,
)
PAGE = 200
"""Documents, mails and letters of a status that a digest looks at, the newest; how many there are behind them it says."""


def zone_of(bot: "Bot", buyer: Buyer) -> ZoneInfo:
    """The buyer's time zone, else the house's."""
    return ZoneInfo(buyer.time_zone or bot.policy.house.time_zone)


def digest(bot: "Bot", buyer: Buyer, now: datetime, *, ask: bool = False, request: str = "") -> bool:
    """Write a buyer's digest if its period is due (or asked for, by a request that is applied once); never empty, never twice.

    Whether one was written. The desk is read before the write begins: nobody waits for that.
    """
    zone = zone_of(bot, buyer)
    period = "" if ask else due_period(buyer, zone, now)
    if period is None:
        return False
    with bot.store.read() as unit:
        if period and unit.digests.made(buyer.address, period):
            return False
        since = now - timedelta(days=7 if buyer.digest_weekday is not None else 1)
        desk = replace(desk_of(bot, unit, unit.people.buyers(), now), since=since, requests=requests_for(unit, buyer))
    lines = bounded(digest_lines(buyer, desk, now.astimezone(zone)))
    with bot.store.begin() as unit:
        if (period and not unit.digests.claim(buyer.address, period)) or (request and not unit.requests.claim(request)):
            return False
        if lines:
            _write_digest(bot, unit, buyer, desk, lines, now)
    return bool(lines)


def _write_digest(bot: "Bot", unit: "Unit", buyer: Buyer, desk: Desk, lines: tuple[DigestLine, ...], now: datetime) -> None:
    dossier = Dossier(actor=Actor(by="clock"), fresh=dossiers.fresh(unit, bot.keys[0]), invoices=tuple(desk.invoices))
    scene = replace(scenes.scene_of(bot, dossier, dossier, (), now), digest=lines)
    notice = Notice(kind=NoticeKind.DIGEST, weight=Weight.STATUS)
    postroom.write(bot, unit, (Post(to=(person(buyer),), notices=(notice,)),), scene, None)


def desk_of(bot: "Bot", unit: "Unit", buyers: tuple[Buyer, ...], now: datetime) -> Desk:
    """The house's unfinished documents, bounded."""
    from storage.inbox import InboxState
    from storage.outbox import OutboxState

    documents = unit.documents
    waiting = [i for s in UNFINISHED for i in documents.list_invoices(status=s, limit=PAGE)]
    orders = documents.list_orders((OrderStatus.SUBMITTED,), limit=PAGE)
    more = documents.orders(ref for i in waiting if i.status is not InvoiceStatus.PARTLY_PAID for ref in i.orders)
    concerned = (*(o.supplier for o in orders), *(i.supplier for i in waiting))
    failed = unit.outbox.newest(OutboxState.FAILED, PAGE)
    held = unit.inbox.newest(InboxState.HELD, PAGE)
    rfps = documents.list_rfps((RfpStatus.OPEN,), limit=PAGE)
    pages: list[tuple[type[PurchaseOrder | Invoice | Rfp], str, int]]
    pages = [(PurchaseOrder, OrderStatus.SUBMITTED, len(orders)), (Rfp, RfpStatus.OPEN, len(rfps))]
    pages += [(Invoice, s, sum(i.status is s for i in waiting)) for s in UNFINISHED]
    return Desk(
        policy=bot.policy,
        orders=tuple({o.reference: o for o in (*orders, *more)}.values()),
        invoices=tuple(waiting),
        suppliers=unit.people.several(concerned),
        buyers=buyers,
        undelivered=tuple(
            Undelivered(document=r.document, what=f"{r.recipient}: {r.why}", at=r.created_at) for r in (*failed, *unsure(unit))
        ),
        held=tuple(HeldMail(what=f"{r.sender}: {r.subject_hint}", at=r.received_at) for r in held),
        since=now - timedelta(days=1),
        silent=frozenset(_silent(unit, orders)),
        rfps=rfps,
        behind=Behind(
            documents=sum(_behind(seen, partial(documents.how_many, kind, status)) for kind, status, seen in pages),
            letters=_behind(len(failed), partial(unit.outbox.how_many, OutboxState.FAILED)),
            mails=_behind(len(held), partial(unit.inbox.how_many, InboxState.HELD)),
        ),
    )


def _behind(seen: int, count: Callable[[], int]) -> int:
    """How many are older than those that were looked at; counted only where the page was full."""
    return count() - PAGE if seen == PAGE else 0


def _silent(unit: "Unit", orders: tuple[PurchaseOrder, ...]) -> Iterator[Reference]:
    """Orders whose initiator was told that all reminders were in vain."""
    told = unit.requests.made_of(map(silence_key, orders))
    return (o.reference for o in orders if silence_key(o) in told)


def silence_key(order: PurchaseOrder) -> str:
    """One silence a revision."""
    return f"silent/{order.reference}/{order.revision}"


def requests_for(unit: "Unit", buyer: Buyer) -> tuple[tuple[Supplier, ChangeRequest], ...]:
    """What suppliers ask to change, for an admin."""
    if not buyer.may(BuyerRole.ADMIN):
        return ()
    found: list[tuple[Supplier, ChangeRequest]] = []
    last: SupplierId | None = None
    while page := unit.people.suppliers(last, PAGE):
        found += [(s, r) for s in page for r in s.requests]
        last = page[-1].id
    return tuple(found)


def choose(bot: "Bot", actor: Actor, hour: int | None, weekday: int | None = None) -> Outcome:
    """A buyer's own choice of time; a period that is over already at the new time is not made up for at once."""
    now = bot.clock()
    with bot.store.begin() as unit:
        dossier = Dossier(actor=actor, fresh=dossiers.fresh(unit, bot.keys[0]), buyers=unit.people.buyers())
        outcome = handle(begin(dossier), SetDigest(hour=hour, weekday=weekday), now, bot.policy)
        if outcome.refusal:
            return outcome
        commit.write(unit, outcome, now)
        me = outcome.dossier.buyer(actor.buyer)
        period = due_period(me, zone_of(bot, me), now) if me else None
        if me and period:
            unit.digests.claim(me.address, period)
    return outcome
