"""The service: a thread a source, a worker, a thread a sink, and the tick; a signal ends them in order."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from enum import StrEnum
from typing import TYPE_CHECKING

import structlog

from bot.bell import Bell
from bot.deliver import deliver
from bot.process import work
from bot.reader import Reader, dns_of, house_of
from bot.receive import sources
from bot.tick import ticking
from core.errors import CounterfoilError
from core.message import Delivery

if TYPE_CHECKING:
    from bot.wire import Bot
    from channels.sink import Sink

log = structlog.get_logger()
PATIENCE = 20.0
"""Seconds that a thread may take to end."""


class PartEnded(CounterfoilError):
    """A part of the service died, and the service with it: its exit code tells the supervisor."""


class Part(StrEnum):
    """What one process of the service may do."""

    IMAP = "imap"
    SMTP = "smtp"
    FOLDER = "folder"
    SLACK = "slack"
    WORKER = "worker"
    DELIVER = "deliver"
    TICK = "tick"


def run(bot: "Bot", only: frozenset[Part] = frozenset(Part), stop: threading.Event | None = None) -> None:
    """Run until SIGTERM or SIGINT, or until `stop`.

    Raises AlreadyRunning on a SQLite file that another service uses, PartEnded when a part died.
    """
    from parsers.documents.caged import document_cage

    ended, died = stop or threading.Event(), list[str]()
    if stop is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
    with ExitStack() as closing:
        closing.enter_context(bot.store.lock_run())
        bot.store.end_leases(bot.clock())
        reader = None
        if Part.WORKER in only:
            cage = closing.enter_context(document_cage())
            reader = Reader(cage=cage, dns=dns_of(bot.settings), house=house_of(bot.settings))
        threads = [
            threading.Thread(target=_guarded, args=(name, task, ended, died), name=name, daemon=True)
            for name, task in _tasks(bot, reader, only, ended)
        ]
        for thread in threads:
            thread.start()
        log.info("running", parts=",".join(t.name for t in threads))
        ended.wait()
        for thread in threads:
            thread.join(PATIENCE)
    log.info("stopped")
    if died:
        raise PartEnded("; ".join(died))


def _tasks(
    bot: "Bot", reader: Reader | None, only: frozenset[Part], ended: threading.Event
) -> Iterator[tuple[str, Callable[[], None]]]:
    mail, letters = Bell(), Bell()

    def keep(delivery: Delivery) -> bool:
        new = bot.store.keep(delivery)
        mail.ring()
        return new

    for name, source in sources(bot, keep):
        if Part(name) in only:
            yield name, lambda source=source: source.run(ended)  # type: ignore[misc]
    if reader is not None:
        yield "worker", lambda: work(bot, reader, ended, mail, letters)
    sink = sink_of(bot)
    if sink is not None and Part.DELIVER in only:
        yield "deliver", lambda: deliver(bot, sink, ended, letters)
    if bot.settings.slack is not None:
        from bot.slack import deliver as slack_road
        from bot.slack import service as slack

        if Part.SLACK in only:
            yield "slack", lambda: slack.listen(bot, ended)
        if Part.DELIVER in only:
            yield "deliver slack", lambda: slack_road.deliver(bot, slack.sink_of(bot), ended)
    if Part.TICK in only:
        yield "tick", lambda: ticking(bot, ended)


def sink_of(bot: "Bot") -> "Sink | None":
    """Where letters go out: a mail server, else a folder."""
    out, folder = bot.settings.smtp_out, bot.settings.folder.outgoing
    if out:
        from channels.smtp_out import SmtpOut, Submission
        from channels.tls import Security

        return SmtpOut(
            Submission(
                host=out.host,
                port=out.port,
                security=Security(out.security),
                user=out.user,
                password=out.password,
                ca_file=out.ca_file,
                name=bot.settings.domain,
            )
        )
    if folder:
        from channels.folder import FolderSink

        return FolderSink(folder)
    return None


def _guarded(name: str, task: Callable[[], None], ended: threading.Event, died: list[str]) -> None:
    """A part that dies ends the service: a supervisor starts it again, and nothing runs half."""
    try:
        task()
    except Exception as problem:  # the catch point of the threads: say which part died, and stop
        log.exception("part died", part=name)
        meant = isinstance(problem, CounterfoilError)
        died.append(f"{name}: {problem if meant else 'died, see the log above'}")
        ended.set()
