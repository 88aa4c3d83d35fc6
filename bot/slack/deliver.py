"""The third road to Slack: one thread, in order, at the pace that Slack allows (docs/slack.md)."""

import threading
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.slack.pictures import Pictures
from bot.slack.talk import thread_name
from channels.backoff import Backoff
from channels.slack.client import Busy
from channels.slack.message import Place, Posting
from channels.slack.sink import SlackJob, SlackSink
from core.errors import Conflict, CounterfoilError, Refused, Uncertain, Unreachable
from core.names import BlobHash

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.outbox import OutboxLeased, OutboxRow
    from storage.unit import Unit

log = structlog.get_logger()
LEASE = timedelta(minutes=3)
"""Longer than two calls may take with the longest wait that is waited out here."""
IDLE = 0.3
PATIENCE = 60
"""Seconds of Retry-After, all together, that are waited out with the message in hand: well within its lease."""
LONGEST = 3600
"""Seconds of a Retry-After that are believed."""
SOON = timedelta(seconds=2)
"""After which a message looks again whether it is its turn."""
LATEST = timedelta(minutes=10)
GIVEN_UP = timedelta(days=2)
"""As long as a mail is tried."""


def deliver(bot: "Bot", sink: SlackSink, stop: threading.Event) -> None:
    """Send while there is something. While Slack is down nothing is leased: tries are for messages, not for outages."""
    with closing(Pictures()) as pictures:
        _deliver(bot, sink, pictures, stop)


def _deliver(bot: "Bot", sink: SlackSink, pictures: Pictures, stop: threading.Event) -> None:
    backoff = Backoff(first=1, last=30)
    while not stop.is_set():
        try:
            busy = deliver_next(bot, sink, pictures, stop)
        except Busy as wait:
            stop.wait(min(wait.seconds, LONGEST))
            continue
        except Unreachable as trouble:
            log.warning("slack waits", trouble=str(trouble)[:200])
            _sleep_through(sink, backoff, stop)
            continue
        except CounterfoilError as trouble:
            log.warning("slack delivery waits", trouble=type(trouble).__name__)
            busy = False
        backoff.reset()
        if not busy:
            stop.wait(IDLE)


def _sleep_through(sink: SlackSink, backoff: Backoff, stop: threading.Event) -> None:
    while not stop.wait(backoff.wait()) and not sink.awake():
        pass


def deliver_next(bot: "Bot", sink: SlackSink, pictures: Pictures, stop: threading.Event | None = None) -> bool:
    """Send one message; whether there was one. Raises Unreachable when Slack is down; the message waits."""
    leased = bot.store.lease_outbox("slack", bot.name, bot.clock(), LEASE)
    if leased is None:
        return False
    try:
        job = _job(bot, leased, pictures)
        place = Place.parsed(_arrived(bot, leased)) or _patiently(sink, job, stop)
    except NotYet as turn:
        bot.store.outbox_postponed(leased, turn.until or bot.clock() + SOON, str(turn))
    except Busy as wait:
        bot.store.outbox_postponed(leased, bot.clock() + timedelta(seconds=min(wait.seconds, LONGEST)), str(wait))
        raise
    except Unreachable as trouble:
        _later(bot, leased, str(trouble))
        raise
    except Refused as no:
        bot.store.outbox_failed(leased, bot.clock(), str(no))
        log.warning("slack message refused", message=leased.id, why=str(no)[:200])
    except Uncertain as lost:
        _again(bot, leased, str(lost))
    else:
        _note_place(bot, leased, job, place)
        bot.store.outbox_sent(leased, bot.clock())
    return True


class NotYet(Conflict):
    """What this one belongs to, or what comes before it in its thread, has not been posted; `until`: not before then."""

    def __init__(self, text: str, until: datetime | None = None) -> None:
        super().__init__(text)
        self.until = until


def _again(bot: "Bot", leased: "OutboxLeased", why: str) -> None:
    """It may stand there: it is looked up before it is posted again, so it may be tried more often than a mail."""
    log.warning("slack message uncertain", message=leased.id)
    if leased.repeats:
        _later(bot, leased, why)
    else:
        bot.store.outbox_uncertain(leased, bot.clock(), why)


def _later(bot: "Bot", leased: "OutboxLeased", why: str) -> None:
    """The line failed, which says nothing about the message: again after a quarter of its age, for two days."""
    with bot.store.read() as unit:
        row = unit.outbox.row(leased.id)
    now = bot.clock()
    age = now - row.created_at if row else GIVEN_UP
    if age >= GIVEN_UP:
        bot.store.outbox_failed(leased, now, why)
    else:
        bot.store.outbox_postponed(leased, now + min(max(age / 4, SOON), LATEST), why)


def _patiently(sink: SlackSink, job: SlackJob, stop: threading.Event | None) -> Place:
    """Wait as 429 says. Raises what `send` raises, Busy for a wait that is too long."""
    left = PATIENCE
    while True:
        try:
            return sink.send(job)
        except Busy as busy:
            left -= busy.seconds
            if left < 0 or (stop or threading.Event()).wait(busy.seconds):
                raise


def _job(bot: "Bot", leased: "OutboxLeased", pictures: Pictures) -> SlackJob:
    """The message with its places. Raises NotYet, Refused."""
    posting = Posting.from_bytes(leased.content)
    with bot.store.read() as unit:
        row = unit.outbox.row(leased.id)
        assert row is not None
        over, under = _place(unit, posting.over), _place(unit, posting.under)
        kept = ((name, unit.blobs.get(BlobHash(which))) for which, name in posting.files)
        files = tuple((name, content) for name, content in kept if content is not None)
        if not posting.over:
            _its_turn(unit, row, posting.under)
    drawn = pictures.of(bot, posting.page) if posting.page and not (over and over.file) else None
    since = row.created_at if leased.repeats else None
    return SlackJob(outbox_id=leased.id, posting=posting, over=over, under=under, since=since, picture=drawn, files=files)


def _place(unit: "Unit", which: str) -> Place | None:
    """Where a message of ours stands; None for none. Raises NotYet, Refused."""
    from storage.outbox import OutboxState

    if not which:
        return None
    row = unit.outbox.row(which)
    place = Place.parsed(row.delivery_why) if row else None
    if place is None and (row is None or row.state is OutboxState.FAILED):
        raise Refused("what it belongs to could not be posted")
    if place is None:
        raise NotYet("what it belongs to has not been posted", row.due_at if row else None)
    return place


def _its_turn(unit: "Unit", row: "OutboxRow", head: str) -> None:
    """Messages of one thread go out in the order in which they were written, those of an order's invoices among them.

    Raises NotYet while an earlier one is on its way, or may be.
    """
    from storage.outbox import OutboxState

    above = unit.outbox.row(head) if head else None
    which = (above or row).document
    if which is None:
        return
    here = (which, *(i.reference for i in unit.documents.invoices_on(which)))
    for other in unit.outbox.unsent("slack", here, row.id):
        if other.state is OutboxState.UNCERTAIN and other.due_at is None:
            continue  # it is not sent again
        raise NotYet("an earlier message of its thread waits", other.due_at)


def _arrived(bot: "Bot", leased: "OutboxLeased") -> str:
    """Where it stands already: its sender ended between Slack's answer and the end of its lease."""
    with bot.store.read() as unit:
        row = unit.outbox.row(leased.id)
    return row.delivery_why if row else ""


def _note_place(bot: "Bot", leased: "OutboxLeased", job: SlackJob, place: Place) -> None:
    """Where it stands, so that it can be changed in place, and so that words in its thread find the document."""
    from storage.outbox import DeliveryState

    with bot.store.begin() as unit:
        unit.outbox.clear(job.posting.clears)
        for row in (leased.id, *((job.posting.over,) if place != job.over and job.over else ())):
            unit.outbox.delivery(row, DeliveryState.DELIVERED, str(place))
        if leased.document and not job.posting.over and not job.under:
            unit.threads.add(thread_name(place.channel, place.ts), leased.document)
