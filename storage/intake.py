"""Keeping mail: durable when `keep` returns. One thread writes, and one commit serves all who wait for it (group commit)."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text

from core.delivery_hash import content_hash
from core.errors import OutOfSpace, Unreachable
from core.message import Delivery, Envelope
from core.names import hash_of
from storage.codec import dumps
from storage.lane import glance
from storage.lane_head import lock_lanes
from storage.types import UtcTime

_TOGETHER = 200
"""Most mails in one commit."""
_BYTES_TOGETHER = 64 * 1024 * 1024
_PATIENCE = 60.0
"""Seconds after which a caller is told that it did not work; the mail may be kept all the same, and is then known next time."""

_BLOB = text("INSERT INTO blob (hash, size, content) VALUES (:hash, :size, :content) ON CONFLICT DO NOTHING")
_MAIL = text(
    "INSERT INTO inbox (channel, transport_id, content_hash, hash, received_at, envelope, sender, subject_hint, state, lane,"
    " head_of, behind, due_at, tries, owner, reason, verdict) VALUES (:channel, :transport_id, :content_hash, :hash,"
    " :received_at, :envelope, :sender, :subject_hint, 'waiting', :lane, :head_of, :behind, :due_at, 0, '', '', '')"
    " ON CONFLICT (content_hash) DO NOTHING"
).bindparams(bindparam("received_at", type_=UtcTime), bindparam("due_at", type_=UtcTime))
_HEAD = text("SELECT 1 FROM inbox WHERE head_of = :lane")
_WAY = text("INSERT INTO transport (id, content_hash) VALUES (:transport_id, :content_hash) ON CONFLICT DO NOTHING")
_KNOWN_WAY = text("SELECT 1 FROM transport WHERE id = :transport_id")


def known(connection: Connection, transport_id: str) -> bool:
    """Whether something came with this transport id before."""
    return connection.execute(_KNOWN_WAY, {"transport_id": storable(transport_id)}).first() is not None


def storable(transport_id: str) -> str:
    """A transport id as text of any database: a mailbox name may hold what PostgreSQL refuses (NUL, surrogates)."""
    return transport_id.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """A delivery with everything that can be worked out before the lock is taken."""

    raw: bytes
    mail: dict[str, Any]
    done: "Future[bool]"


def _parcel(delivery: Delivery) -> _Parcel:
    name = content_hash(delivery.raw)
    seen = glance(delivery, name)
    mail = {
        "channel": delivery.channel,
        "transport_id": storable(delivery.transport_id),
        "content_hash": name,
        "hash": hash_of(delivery.raw),
        "received_at": delivery.received_at,
        "envelope": dumps(delivery.envelope, Envelope),
        "sender": seen.sender,
        "subject_hint": seen.subject,
        "lane": seen.lane,
    }
    return _Parcel(raw=delivery.raw, mail=mail, done=Future())


def _store(connection: Connection, parcel: _Parcel) -> bool:
    """Write one mail unless it is known; whether it was new. A known mail that came by a new way is remembered by that, too."""
    mail = parcel.mail
    if connection.execute(_WAY, {"transport_id": mail["transport_id"], "content_hash": mail["content_hash"]}).rowcount == 0:
        return False
    if connection.execute(_MAIL, {**mail, **_place(connection, mail)}).rowcount == 0:
        return False
    connection.execute(_BLOB, {"hash": mail["hash"], "size": len(parcel.raw), "content": parcel.raw})
    return True


def _place(connection: Connection, mail: dict[str, Any]) -> dict[str, Any]:
    """At the head of its lane, and due, or behind the head."""
    lane = mail["lane"]
    if connection.execute(_HEAD, {"lane": lane}).first() is None:
        return {"head_of": lane, "behind": None, "due_at": mail["received_at"]}
    return {"head_of": None, "behind": lane, "due_at": None}


class Intake:
    """The writer thread; starts with the first mail."""

    def __init__(self, writing: Callable[[], AbstractContextManager[Connection]], room: Callable[[int], None]) -> None:
        """`writing` gives a write transaction; `room` raises OutOfSpace where there is none for so many bytes."""
        self._writing, self._room = writing, room
        self._waiting: queue.SimpleQueue[_Parcel | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def keep(self, delivery: Delivery) -> bool:
        """Commit a delivery; False when it is known. Raises OutOfSpace or Unreachable; then nothing was promised."""
        parcel = _parcel(delivery)
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
                self._thread.start()
            self._waiting.put(parcel)
        try:
            return parcel.done.result(_PATIENCE)
        except TimeoutError as late:
            raise Unreachable("the database does not answer") from late

    def close(self) -> None:
        """Write what waits, then stop the thread."""
        with self._starting:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._waiting.put(None)
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        last = False
        while not last:
            group: list[_Parcel] = []
            size = 0
            first = self._waiting.get()
            while first is not None:
                group.append(first)
                size += len(first.raw)
                if len(group) >= _TOGETHER or size >= _BYTES_TOGETHER or self._waiting.empty():
                    break
                first = self._waiting.get()
            last = first is None
            if group:
                self._commit(group)

    def _commit(self, group: list[_Parcel]) -> None:
        """All in one commit; where that fails, one by one, so that one large mail does not take the small ones with it."""
        try:
            self._room(sum(len(parcel.raw) for parcel in group))
            with self._writing() as connection:
                lock_lanes(connection, (parcel.mail["lane"] for parcel in group))
                answers = [_store(connection, parcel) for parcel in group]
        except OutOfSpace as full:
            if len(group) == 1:
                group[0].done.set_exception(full)
                return
            for parcel in group:
                self._commit([parcel])
        except Exception as wrong:  # noqa: BLE001 - whatever it is, those who wait must hear it; none of them was promised anything
            meant = wrong if isinstance(wrong, Unreachable) else Unreachable(f"{type(wrong).__name__}: {wrong}")
            for parcel in group:
                parcel.done.set_exception(meant)
        else:
            for parcel, answer in zip(group, answers, strict=True):
                parcel.done.set_result(answer)
