"""Time: a wake-up every half minute; what is due follows from the database, and a unique key decides (docs/reliability.md)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot import commit, daily, digests, dossiers, held, postroom, scenes
from core.dossier import Actor, Dossier
from core.engine import add, begin
from core.errors import CounterfoilError
from core.events import QuestionClosed
from core.letters import NoticeKind
from core.names import Reference
from core.notices import posts
from core.party import SupplierStatus
from core.proposal import Rfp, RfpStatus
from core.question import About

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit

log = structlog.get_logger()
SECONDS = 30
PAGE = 200
"""Open requests for proposal that are looked at in one tick."""


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
    """Everything that is due now; what cannot be done (a row is damaged, say) stops nothing else."""
    now = bot.clock()
    for part in (expire_questions, close_rfps, daily.run, held.tell_unsure, warn_of_room, write_digests):
        with _waiting(part.__name__):
            part(bot, now)


@contextmanager
def _waiting(part: str) -> Iterator[None]:
    try:
        yield
    except CounterfoilError as trouble:
        log.warning("tick waits", part=part, trouble=type(trouble).__name__)


def write_digests(bot: "Bot", now: datetime) -> None:
    """Each buyer's, when its period is due."""
    with bot.store.read() as unit:
        buyers = unit.people.buyers()
    for buyer in buyers:
        with _waiting("digest"):
            digests.digest(bot, buyer, now)


def warn_of_room(bot: "Bot", now: datetime) -> None:
    """The disk of the database fills up: told once a day, long before mail is refused for want of room (docs/threats.md T34)."""
    free = bot.store.short_of_room()
    if free is None:
        return
    with bot.store.begin() as unit:
        if unit.requests.claim(f"room/{bot.today()}"):
            held.tell_desk(bot, unit, NoticeKind.ROOM_SHORT, f"{free // 2**20} MB")


def expire_questions(bot: "Bot", now: datetime) -> None:
    """A question that was not answered in its term changes nothing any more."""
    with bot.store.read() as unit:
        overdue = unit.questions.overdue(now)
    if not overdue:
        return
    with bot.store.begin() as unit:
        for question in unit.questions.overdue(now):
            actor = Actor(by="clock")
            dossier = Dossier(actor=actor, fresh=dossiers.fresh(unit, bot.keys[0]), questions=(question,))
            if question.about is About.CONTACTS:
                dossier = dossiers.for_document(unit, bot.keys[0], actor, question.document)
            if dossier.question(question.reference) is None:
                continue  # closed with the one that was asked of the other contact
            closed = (QuestionClosed(question=question.reference, expired=True),)
            commit.write(unit, add(begin(dossier), closed, now, bot.policy), now)


def _open_rfps(unit: "Unit") -> Iterator[Rfp]:
    """All of them, page by page."""
    last: Reference | None = None
    while page := unit.documents.list_rfps((RfpStatus.OPEN,), last, PAGE):
        yield from page
        last = page[-1].reference


def close_rfps(bot: "Bot", now: datetime) -> None:
    """Requests for proposal: a reminder in good time, and the end of the silence at the deadline."""
    from core.closing import due

    with bot.store.read() as unit:
        waiting = [r.reference for r in _open_rfps(unit) if not r.closed]
    for which in waiting:
        with bot.store.begin() as unit:
            dossier = dossiers.for_document(unit, bot.keys[0], Actor(by="clock"), which)
            asked = {s.id for s in dossier.suppliers if s.status is SupplierStatus.APPROVED}
            facts = due(dossier.rfps[0], tuple(p for p in dossier.proposals if p.supplier in asked), now)
            outcome = add(begin(dossier), facts, now, bot.policy)
            if facts:
                commit.write(unit, outcome, now)
                scene = scenes.scene_of(bot, dossier, outcome.dossier, (), now)
                postroom.write(bot, unit, posts(outcome, bot.policy, receipt=False), scene, None)
