"""Time: a wake-up every half minute; what is due follows from the database, and a unique key decides (docs/reliability.md)."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from bot import commit, dossiers, postroom
from core.digest import Desk, HeldMail, Undelivered, bounded, digest_lines, due_period
from core.dossier import Actor, Dossier
from core.engine import add, begin
from core.errors import CounterfoilError
from core.events import QuestionClosed
from core.invoice import InvoiceStatus
from core.letters import DigestLine, Notice, NoticeKind, Post, Weight
from core.notices import person, posts
from core.order import OrderStatus
from core.party import Buyer, SupplierStatus
from core.proposal import RfpStatus

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit

log = structlog.get_logger()
SECONDS = 30
UNFINISHED = (
    InvoiceStatus.DRAFT,
    InvoiceStatus.MATCHING,
    InvoiceStatus.PENDING,
    InvoiceStatus.APPROVED,
    InvoiceStatus.PARTLY_PAID,
)
PAGE = 200
"""Documents of a status that a digest looks at: who has more has other worries than a digest."""


def ticking(bot: "Bot", stop: threading.Event) -> None:
    """APScheduler wakes, and does nothing else: two clocks do no harm."""
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(lambda: tick(bot), "interval", seconds=SECONDS, coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    try:
        tick(bot)
        stop.wait()
    finally:
        scheduler.shutdown(wait=True)


def tick(bot: "Bot") -> None:
    """Everything that is due now."""
    now = bot.clock()
    try:
        expire_questions(bot, now)
        close_rfps(bot, now)
        with bot.store.read() as unit:
            buyers = unit.people.buyers()
        for buyer in buyers:
            digest(bot, buyer, now)
    except CounterfoilError as trouble:
        log.warning("tick waits", trouble=type(trouble).__name__)


def expire_questions(bot: "Bot", now: datetime) -> None:
    """A question that was not answered in its term changes nothing any more."""
    with bot.store.begin() as unit:
        for question in unit.questions.overdue(now):
            dossier = Dossier(actor=Actor(by="clock"), fresh=dossiers.fresh(unit, bot.keys[0]), questions=(question,))
            closed = (QuestionClosed(question=question.reference, expired=True),)
            commit.write(unit, add(begin(dossier), closed, now, bot.policy), now)


def close_rfps(bot: "Bot", now: datetime) -> None:
    """Requests for proposal: a reminder in good time, and the end of the silence at the deadline."""
    from core.closing import due

    with bot.store.read() as unit:
        waiting = [r.reference for r in unit.documents.list_rfps((RfpStatus.OPEN,), limit=PAGE) if not r.closed]
    for which in waiting:
        with bot.store.begin() as unit:
            dossier = dossiers.for_document(unit, bot.keys[0], Actor(by="clock"), which)
            asked = {s.id for s in dossier.suppliers if s.status is SupplierStatus.APPROVED}
            facts = due(dossier.rfps[0], tuple(p for p in dossier.proposals if p.supplier in asked), now)
            outcome = add(begin(dossier), facts, now, bot.policy)
            if facts:
                commit.write(unit, outcome, now)
                scene = postroom.scene_of(bot, dossier, outcome.dossier, (), now)
                postroom.write(bot, unit, posts(outcome, bot.policy, receipt=False), scene, None)


def digest(bot: "Bot", buyer: Buyer, now: datetime, *, ask: bool = False, request: str = "") -> bool:
    """Write a buyer's digest if its period is due (or asked for, by a request that is applied once); never empty, never twice.

    Whether one was written. The desk is read before the write begins: nobody waits for that.
    """
    zone = ZoneInfo(buyer.time_zone or bot.policy.house.time_zone)
    period = "" if ask else due_period(buyer, zone, now)
    if period is None:
        return False
    with bot.store.read() as unit:
        if period and unit.digests.made(buyer.address, period):
            return False
        desk = desk_of(bot, unit, unit.people.buyers(), now)
    lines = bounded(digest_lines(buyer, desk, now.astimezone(zone)))
    with bot.store.begin() as unit:
        if (period and not unit.digests.claim(buyer.address, period)) or (request and not unit.requests.claim(request)):
            return False
        if lines:
            _write_digest(bot, unit, buyer, desk, lines, now)
    return bool(lines)


def _write_digest(bot: "Bot", unit: "Unit", buyer: Buyer, desk: Desk, lines: tuple[DigestLine, ...], now: datetime) -> None:
    dossier = Dossier(actor=Actor(by="clock"), fresh=dossiers.fresh(unit, bot.keys[0]), invoices=tuple(desk.invoices))
    scene = replace(postroom.scene_of(bot, dossier, dossier, (), now), digest=lines)
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
    concerned = dict.fromkeys((*(o.supplier for o in orders), *(i.supplier for i in waiting)))
    failed = unit.outbox.rows(state=OutboxState.FAILED, limit=PAGE)
    held = unit.inbox.rows(InboxState.HELD, limit=PAGE)
    return Desk(
        policy=bot.policy,
        orders=tuple({o.reference: o for o in (*orders, *more)}.values()),
        invoices=tuple(waiting),
        suppliers=tuple(s for s in map(unit.people.supplier, concerned) if s),
        buyers=buyers,
        undelivered=tuple(Undelivered(document=r.document, what=f"{r.recipient}: {r.why}", at=r.created_at) for r in failed),
        held=tuple(HeldMail(what=f"{r.sender}: {r.subject_hint}", at=r.received_at) for r in held),
        since=now - timedelta(days=1),
    )
