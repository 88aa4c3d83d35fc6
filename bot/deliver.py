"""The third road: lease a letter, hand it over, write down what came of it (docs/reliability.md)."""

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import held
from bot.bell import Bell
from channels.sink import SendJob, Sink
from core.errors import CounterfoilError, Refused, Uncertain, Unreachable
from core.names import Address

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.outbox import OutboxLeased

log = structlog.get_logger()
LEASE = timedelta(minutes=45)
"""Longer than the longest exchange that a sink allows: a letter that is being sent is never sent by a second thread."""


def deliver(bot: "Bot", sink: Sink, stop: threading.Event, letters: Bell) -> None:
    """Send while there is something; let go of the connection when there is nothing, and wait for the bell."""
    while not stop.is_set():
        try:
            busy = deliver_next(bot, sink)
        except CounterfoilError as trouble:
            log.warning("delivery waits", trouble=type(trouble).__name__)
            busy = False
        if not busy:
            sink.close()
            letters.wait()
    sink.close()


def deliver_next(bot: "Bot", sink: Sink) -> bool:
    """Send one letter; whether there was one."""
    leased = bot.store.lease_outbox("mail", bot.name, bot.clock(), LEASE)
    if leased is None:
        return False
    job = SendJob(outbox_id=leased.id, sender=leased.envelope_sender, recipient=Address(leased.recipient), raw=leased.content)
    try:
        sink.send(job)
    except Unreachable as trouble:
        bot.store.outbox_retry(leased, bot.clock(), str(trouble))
        log.warning("letter waits", letter=leased.id, tries=leased.tries)
        stranded(bot, leased)
    except Refused as no:
        bot.store.outbox_failed(leased, bot.clock(), str(no))
        log.warning("letter refused", letter=leased.id, code=no.code)
        stranded(bot, leased)
    except Uncertain as lost:
        bot.store.outbox_uncertain(leased, bot.clock(), str(lost))
        log.warning("letter uncertain", letter=leased.id)
    else:
        bot.store.outbox_sent(leased, bot.clock())
        log.info("letter sent", letter=leased.id)
    return True


def stranded(bot: "Bot", leased: "OutboxLeased") -> None:
    """When a letter has failed for good, the initiator is told; when nobody knows, by the tick (bot/tick.py)."""
    from storage.outbox import OutboxState

    with bot.store.begin() as unit:
        row = unit.outbox.row(leased.id)
        if row is not None and row.state is OutboxState.FAILED:
            held.undelivered(bot, unit, row)
