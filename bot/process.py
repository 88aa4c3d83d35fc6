"""The second road: lease a mail, read it in the cage, decide, and write everything in one transaction (docs/design.md 2)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import structlog

from bot import conversation, decided, held, mailed_sheets
from bot.bell import Bell
from bot.reader import Reader
from bot.senders import recognised
from config.settings import LEASE
from core.errors import Conflict, CounterfoilError, Unreachable
from core.message import Message
from core.triage import Action, triage
from storage.errors import LeaseLost

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.inbox import Leased

log = structlog.get_logger()
STOPPED = "the program stopped while working on this mail, three times"
REPEATS = 5
"""How often a decision is made again because somebody was quicker."""


def work(bot: "Bot", reader: Reader, stop: threading.Event, mail: Bell, letters: Bell) -> None:
    """One worker: work while there is something; wait for the bell of new mail, ring the one of letters."""
    while not stop.is_set():
        try:
            busy = process_next(bot, reader)
        except CounterfoilError as trouble:  # the database is out of reach or has no room: the mail waits, and so do we
            log.warning("worker waits", trouble=str(trouble))
            busy = False
        if busy:
            letters.ring()
        else:
            mail.wait()


def process_next(bot: "Bot", reader: Reader) -> bool:
    """Work on one mail; whether there was one. A failure counts as a try; after three the mail is set aside and told."""
    leased = bot.store.lease_inbox(bot.name, bot.clock(), LEASE)
    if leased is None:
        return False
    if leased.spent:
        log.error("mail stopped the program", mail=leased.id, tries=leased.tries - 1)
        _failed(bot, leased, STOPPED)
        return True
    try:
        with _renewed(bot, leased):
            _process(bot, reader, leased)
    except LeaseLost:
        log.warning("lease lost", mail=leased.id)  # somebody else has the mail now, and does it
    except Exception as problem:  # noqa: BLE001  the catch point of this road: count it, keep the reason, go on
        log.error("mail failed", mail=leased.id, tries=leased.tries, kind=type(problem).__name__)
        _failed(bot, leased, f"{type(problem).__name__}: {problem}", outage=isinstance(problem, Unreachable))
    return True


def _failed(bot: "Bot", leased: "Leased", why: str, *, outage: bool = False) -> None:
    """Count it. Where the mail is not ours any more, it was given away, or done by a commit whose answer was lost."""
    with suppress(LeaseLost):
        if bot.store.fail_inbox(leased, why, bot.clock(), outage=outage):
            held.tell(bot, leased.id)


@contextmanager
def _renewed(bot: "Bot", leased: "Leased") -> Iterator[None]:
    """Renew the lease while the work lasts: a mail of many files takes longer than one term, a dead worker renews nothing."""
    done = threading.Event()

    def renew() -> None:
        with suppress(LeaseLost, Unreachable):  # the end of the work finds it out, and is fenced
            while not done.wait(LEASE.total_seconds() / 4):
                bot.store.renew_inbox(leased, bot.clock(), LEASE)

    beat = threading.Thread(target=renew, name="renew", daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()


def _process(bot: "Bot", reader: Reader, leased: "Leased") -> None:
    message = held.whole(reader.open(leased.delivery), leased.delivery)
    for _ in range(REPEATS):
        try:
            return _decide(bot, reader, leased, message)
        except Conflict as quicker:
            log.info("decided again", mail=leased.id, because=str(quicker))
    raise Conflict("somebody else was quicker, every time")


def _decide(bot: "Bot", reader: Reader, leased: "Leased", message: Message) -> None:
    with bot.store.read() as unit:
        writer = held.vouched(unit, recognised(unit, message, bot.keys), leased.hash)
    verdict, level = triage(writer.seen), writer.standing.level
    log.info("mail", id=leased.id, kind=message.kind.value, level=level.name, action=verdict.action.value)
    readable = verdict.action is Action.WORK and not message.refused
    if readable and (decided.hold(bot, leased, message, writer) or mailed_sheets.hold(bot, reader, leased, message, writer)):
        return
    if verdict.action in (Action.WORK, Action.COMMENT) and not message.refused:
        conversation.hold(bot, reader, leased, message, writer)
        return
    with bot.store.begin() as unit:
        match verdict.action:
            case Action.WORK | Action.COMMENT:
                held.too_complex(bot, unit, leased, message, writer)
                unit.inbox.hold(leased, message.refused, writer.thread, level)
            case Action.HOLD:
                unit.inbox.hold(leased, f"{verdict.hit}: {writer.standing.why}", writer.thread, level)
            case Action.DELIVERY_REPORT:
                held.report_delivery(bot, unit, message)
                unit.inbox.finish(leased, verdict.hit, None)
            case Action.PORTAL_OFF:
                held.portal_off(bot, unit, message, writer)
                unit.inbox.finish(leased, verdict.hit, None, level)
            case Action.DROP | Action.NOTE:
                held.report_delivery(bot, unit, message)
                held.absent(bot, unit, leased, message, writer)
                unit.inbox.finish(leased, verdict.hit, writer.thread)
