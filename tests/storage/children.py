"""Processes that use a store and may be killed: `python -m tests.storage.children keep|work|share|full|hold URL NAME`.

`keep` brings mails from four threads and writes a line to its standard output after each that was acknowledged.
`work` works mails off, with one effect each, until none is left; a line after each.
`full` brings mails until there is no room, then says how many it brought.
"""

import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

from core.errors import Conflict, OutOfSpace, Unreachable
from core.message import Channel, Delivery
from core.names import MessageId, Reference
from storage.inbox import InboxState, Leased
from storage.store import Store, open_store

T = TypeVar("T")
SHORT, LONG = timedelta(seconds=2), timedelta(minutes=5)
"""Short, so that nobody waits long for the lease of the dead; long, where nobody dies and a busy machine is not to look dead."""


def a_named_mail(name: str) -> Delivery:
    """In one of 40 lanes."""
    lane = sum(name.encode()) % 40
    raw = f"From: x@lane{lane}.test\r\nSubject: {name}\r\n\r\n".encode() + b"y" * 2_000
    return Delivery(channel=Channel.SMTP, transport_id=name, received_at=datetime.now(UTC), raw=raw)


def say(line: str) -> None:
    """In one write: a killed process leaves no half of two lines."""
    os.write(1, f"{line}\n".encode())


def keep(url: str, name: str) -> None:
    """Bring mails until killed."""
    store = open_store(url, reserve=0)

    def bring(thread: int) -> None:
        number = 0
        while True:
            number += 1
            mail = f"{name}.{thread}.{number}"
            store.keep(a_named_mail(mail))
            say(mail)

    threads = [threading.Thread(target=bring, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def share(url: str, name: str) -> None:
    """As `work`, among workers that live."""
    work(url, name, LONG)


def work(url: str, name: str, term: timedelta = SHORT) -> None:
    """Work off what is there; each mail has one effect, which would show if it came twice."""
    store = open_store(url, reserve=0)
    while True:
        leased = _patiently(lambda: store.lease_inbox(name, datetime.now(UTC), term))
        if leased is None:
            with store.read() as unit:
                if not _unfinished(unit.inbox.rows):
                    return
            time.sleep(0.05)
            continue
        try:
            _patiently(partial(_finish, store, leased, name))
        except Conflict:
            say(f"late {leased.id}")
            continue
        say(f"done {leased.id} {leased.tries} {leased.delivery.transport_id}")


def _finish(store: Store, leased: Leased, name: str) -> None:
    with store.begin() as unit:
        if not unit.requests.claim(f"effect {leased.id}"):
            say(f"twice {leased.id}")
        unit.threads.add(MessageId(f"<{leased.id}@{name}>"), Reference("PO-1"))
        unit.inbox.finish(leased, "read", None)


def _patiently(what: Callable[[], T]) -> T:
    """Again while the database is busy with others, as the service does."""
    while True:
        try:
            return what()
        except Unreachable:
            continue


def _unfinished(rows: Callable[..., tuple[object, ...]]) -> bool:
    return any(rows(state, limit=1) for state in (InboxState.WAITING, InboxState.RUNNING))


def full(url: str, name: str) -> None:
    """Bring mails under a limit of file size, which is what a full quota looks like."""
    store = open_store(url, reserve=0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
    kept = 0
    try:
        while True:
            store.keep(a_named_mail(f"{name}.{kept}"))
            kept += 1
    except OutOfSpace:
        say(str(kept))


def hold(url: str, name: str) -> None:
    """Hold the lock of a `run` until killed."""
    store = open_store(url, reserve=0)
    with store.lock_run():
        say(name)
        time.sleep(60)


if __name__ == "__main__":
    {"keep": keep, "work": work, "share": share, "full": full, "hold": hold}[sys.argv[1]](sys.argv[2], sys.argv[3])
