"""The door to everything that is remembered: transactions, the queues, and keeping mail."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, text

from core.errors import Conflict, OutOfSpace, Unreachable
from core.message import Delivery
from storage import inbox_queue, intake, outbox_queue
from storage.database import BUSY_MILLISECONDS, connect, file_of, parsed, translated
from storage.inbox import Leased
from storage.migrate import bring_up, check
from storage.outbox import OutboxLeased, Sink
from storage.run_lock import is_held, run_lock
from storage.unit import Unit

RESERVE = 32 * 1024 * 1024
"""Free bytes of the disk that new mail may not touch: what was accepted must still be worked on."""
ALARM = 1024 * 1024 * 1024
"""Free bytes above the reserve at which a person is told: room for twenty of the largest mails."""
_GROWTH = 2
"""A mail is written to the log and to the table."""
_AGAIN = 20
"""How often a lease is tried again that another worker was quicker with."""


def open_store(url: str, *, reserve: int = RESERVE) -> "Store":
    """Open a database: a file (made and migrated as needed) or `postgresql://…`.

    Raises ValueError for a URL of another kind, OldSchema where `migrate` has to run first, Unreachable.
    """
    parsed_url = parsed(url)
    file = file_of(parsed_url)
    if file is not None and not file.parent.is_dir():
        raise Unreachable(f"the database {file} cannot be: {file.parent} is no folder, make it first")
    store = Store(parsed_url, reserve)
    try:
        with translated():
            if file is None:
                check(store.engine)
            else:
                bring_up(store.engine)
    except Unreachable as trouble:
        store.close()
        raise Unreachable(f"{file}: {trouble}" if file else str(trouble)) from trouble
    except BaseException:
        store.close()
        raise
    return store


def migrate(url: str) -> None:
    """Bring the tables up to this version of the program. Raises Unreachable, OldSchema where they are newer."""
    engine = connect(parsed(url))
    try:
        with translated():
            bring_up(engine)
    finally:
        engine.dispose()


class Store:
    """A database. Its methods may be called from any thread; open it after a fork, never before."""

    def __init__(self, url: URL, reserve: int) -> None:
        self.engine = connect(url)
        self._file = file_of(url)
        self._reserve = reserve
        self._turn = threading.Lock()
        self._mine = threading.local()
        self._intake = intake.Intake(self._writing, self._room)

    def close(self) -> None:
        """Commit mail that waits, and let go of all connections."""
        self._intake.close()
        self.engine.dispose()

    # ---- transactions

    @contextmanager
    def begin(self) -> Iterator[Unit]:
        """One short write transaction; leaving by an exception means that nothing happened.

        Raises Conflict (somebody was quicker: load and decide again), OutOfSpace, Unreachable.
        """
        with self._writing() as connection:
            yield Unit(connection)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Read one moment of the database, without waiting for writers. Raises Unreachable."""
        options = {} if self._file else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with translated(), self._connection(**options) as connection:
            yield Unit(connection)

    def _connection(self, **options: Any) -> Connection:
        return self.engine.connect().execution_options(**options)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A write transaction; the second of one thread would wait for the first for ever."""
        if getattr(self._mine, "writing", False):
            raise RuntimeError("a write transaction inside a write transaction of the same thread")
        self._mine.writing = True
        try:
            with self._turn_of_mine(), translated(), self._connection(writing=True) as connection, connection.begin():
                yield connection
        finally:
            self._mine.writing = False

    @contextmanager
    def _turn_of_mine(self) -> Iterator[None]:
        """On SQLite, writers of this process queue up here: the database itself would let them sleep and try."""
        if self._file is None:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_MILLISECONDS / 1000):
            raise Unreachable("the database is busy")
        try:
            yield
        finally:
            self._turn.release()

    def _room(self, size: int) -> None:
        if self._file is not None:
            free = shutil.disk_usage(self._file.parent).free
            if free < self._reserve + size * _GROWTH:
                raise OutOfSpace(f"the disk of the database has only {free // 2**20} MB left")

    def short_of_room(self) -> int | None:
        """Free bytes of the disk, where they come near the reserve; None while there is room, or the database is on a server."""
        if self._file is None or not self._reserve:
            return None
        free = shutil.disk_usage(self._file.parent).free
        return free if free < self._reserve + ALARM else None

    # ---- incoming mail

    def keep(self, delivery: Delivery) -> bool:
        """Commit a mail: durable when this returns. False when its transport id or its content is known.

        Raises OutOfSpace or Unreachable; then the sender must try again.
        """
        return self._intake.keep(delivery)

    def known(self, transport_id: str) -> bool:
        """Whether something came with this transport id before. Raises Unreachable."""
        with translated(), self.engine.connect() as connection:
            return intake.known(connection, transport_id)

    def lease_inbox(self, owner: str, now: datetime, term: timedelta) -> Leased | None:
        """Take the oldest mail whose lane is free; the try is counted and committed. None: nothing to do now."""
        for _ in range(_AGAIN):
            try:
                with self._writing() as connection:
                    return inbox_queue.lease(connection, owner, now, term)
            except Conflict:
                continue  # another worker took the lane in the same moment
        return None

    def renew_inbox(self, leased: Leased, now: datetime, term: timedelta) -> None:
        """Keep a mail for another term. Raises LeaseLost."""
        with self._writing() as connection:
            inbox_queue.renew(connection, leased, now, term)

    def fail_inbox(self, leased: Leased, reason: str, now: datetime, *, outage: bool = False) -> bool:
        """It did not work: again within a minute, or set aside after three tries; whether it was. Raises LeaseLost.

        `outage`: somebody else does not answer; again after a minute, then after fifteen.
        """
        with self._writing() as connection:
            return inbox_queue.fail(connection, leased, reason, now, inbox_queue.OUTAGE if outage else inbox_queue.WAITS)

    # ---- letters

    def lease_outbox(self, sink: Sink, owner: str, now: datetime, term: timedelta) -> OutboxLeased | None:
        """Take the letter that has been due longest; the try is counted and committed. None: nothing to send now."""
        with self._writing() as connection:
            return outbox_queue.lease(connection, sink, owner, now, term)

    def outbox_sent(self, leased: OutboxLeased, now: datetime) -> None:
        """The other side took it. Raises LeaseLost."""
        with self._writing() as connection:
            outbox_queue.sent(connection, leased, now)

    def outbox_retry(self, leased: OutboxLeased, now: datetime, why: str) -> None:
        """It was not taken, for now: again later, nine tries within two days, then failed. Raises LeaseLost."""
        with self._writing() as connection:
            outbox_queue.retry(connection, leased, now, why)

    def outbox_postponed(self, leased: OutboxLeased, until: datetime, why: str) -> None:
        """It was not its turn: again then, and this was no try. Raises LeaseLost."""
        with self._writing() as connection:
            outbox_queue.postponed(connection, leased, until, why)

    def outbox_failed(self, leased: OutboxLeased, now: datetime, why: str) -> None:
        """It was refused for good. Raises LeaseLost."""
        with self._writing() as connection:
            outbox_queue.failed(connection, leased, now, why)

    def outbox_uncertain(self, leased: OutboxLeased, now: datetime, why: str) -> None:
        """It may have been taken: the same bytes once more, after ten minutes at the earliest. Raises LeaseLost."""
        with self._writing() as connection:
            outbox_queue.uncertain(connection, leased, now, why)

    # ---- the service

    def lock_run(self) -> AbstractContextManager[None]:
        """Held by the one `run` of a SQLite file; nothing on PostgreSQL, where any number may run. Raises AlreadyRunning."""
        return nullcontext() if self._file is None else run_lock(self._file)

    def end_leases(self, now: datetime) -> None:
        """End what a killed service of this file left behind, at once: call it under `lock_run`. Nothing on PostgreSQL, where
        another machine may be at work: there a lease ends by itself."""
        if self._file is not None:
            with self._writing() as connection:
                inbox_queue.end_leases(connection, now)
                outbox_queue.end_leases(connection, now)

    def drift(self, now: datetime) -> timedelta:
        """How far the clock of the database's machine is ahead of ours; a file has none. Raises Unreachable."""
        if self._file is not None:
            return timedelta(0)
        with translated(), self.engine.connect() as connection:
            theirs: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return theirs - now

    def compact(self) -> None:
        """Let nothing that was deleted lie in the file or in its log (SQLite). Raises Unreachable while others use it.

        PostgreSQL's autovacuum frees its pages by itself, and its backups are the operator's.
        """
        if self._file is None:
            return
        with translated(), closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @property
    def folder(self) -> Path | None:
        """Where the database lies on the disk; None where it is on a server."""
        return self._file.parent if self._file else None

    def served(self) -> bool:
        """Whether a service works on this database; on PostgreSQL, where it may be on any machine, it is taken for granted."""
        return self._file is None or is_held(self._file)
