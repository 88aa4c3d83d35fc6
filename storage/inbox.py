"""Mail that came in, as rows: listed, finished, set aside and taken up again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, text, update

from core.errors import Conflict
from core.message import Channel, Delivery, Envelope
from core.names import BlobHash, Reference, safe_line
from core.party import Level
from storage.codec import loads
from storage.errors import LeaseLost, Missing
from storage.lane_head import advance, lock_lane_of
from storage.tables import blob, inbox

REASON = 500
"""Longest reason kept with a row."""


class InboxState(StrEnum):
    """Where a mail stands. Held: set aside with a reason until a person decides. Junk: set aside for good, bytes kept."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    HELD = "held"
    JUNK = "junk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A mail that one worker works on. `tries` counts this one; together with `owner` it fences what comes too late.

    `spent`: its worker stopped in every try that it had; nobody opens it again (docs/reliability.md 1).
    """

    id: int
    hash: BlobHash
    delivery: Delivery
    tries: int
    owner: str
    spent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A mail as it is listed; `sender` and `subject_hint` come from a scan of the bytes and prove nothing."""

    id: int
    state: InboxState
    received_at: datetime
    sender: str
    subject_hint: str
    reason: str
    tries: int
    hash: BlobHash
    document: Reference | None
    level: Level | None
    verdict: str


MINE = "WHERE id = :id AND owner = :owner AND tries = :tries AND state = 'running'"
_LEAVE = text(
    "UPDATE inbox SET state = :state, reason = :reason, verdict = :verdict, document = :document, level = :level,"
    f" head_of = NULL, lease_until = NULL {MINE} RETURNING lane"
)
_LISTED = (
    inbox.c.id,
    inbox.c.state,
    inbox.c.received_at,
    inbox.c.sender,
    inbox.c.subject_hint,
    inbox.c.reason,
    inbox.c.tries,
    inbox.c.hash,
    inbox.c.document,
    inbox.c.level,
    inbox.c.verdict,
)
_RAW = select(blob.c.content).join_from(inbox, blob, blob.c.hash == inbox.c.hash).where(inbox.c.id == bindparam("id"))


class Inbox:
    """The incoming mail, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def finish(self, leased: Leased, verdict: str, document: Reference | None, level: Level | None = None) -> None:
        """The mail is worked off, together with everything else in this transaction. Raises LeaseLost."""
        self._leave(leased, InboxState.DONE, "", verdict, document, level)

    def hold(self, leased: Leased, reason: str, document: Reference | None = None, level: Level | None = None) -> None:
        """Set the mail aside until a person decides. Raises LeaseLost."""
        self._leave(leased, InboxState.HELD, reason, "held", document, level)

    def _leave(
        self, leased: Leased, state: InboxState, reason: str, verdict: str, document: Reference | None, level: Level | None
    ) -> None:
        values = {
            "id": leased.id,
            "owner": leased.owner,
            "tries": leased.tries,
            "state": state,
            "reason": safe_line(reason, REASON),
            "verdict": safe_line(verdict, REASON),
            "document": document,
            "level": level,
        }
        lock_lane_of(self._connection, leased.id)
        lane = self._connection.execute(_LEAVE, values).scalar_one_or_none()
        if lane is None:
            raise LeaseLost(f"mail {leased.id} was given to somebody else")
        advance(self._connection, lane)

    def rows(self, state: InboxState | None = None, after: int = 0, limit: int = 50) -> tuple[InboxRow, ...]:
        """A page of mails, the oldest first; `after` is the id of the last one of the page before."""
        found = select(*_LISTED).where(inbox.c.id > after).order_by(inbox.c.id).limit(limit)
        if state is not None:
            found = found.where(inbox.c.state == state)
        return tuple(_row(row) for row in self._connection.execute(found))

    def newest(self, state: InboxState, limit: int) -> tuple[InboxRow, ...]:
        """The mails in this state that came last, the newest first."""
        found = select(*_LISTED).where(inbox.c.state == state).order_by(inbox.c.id.desc()).limit(limit)
        return tuple(_row(row) for row in self._connection.execute(found))

    def how_many(self, state: InboxState) -> int:
        """The mails in this state, counted."""
        return self._connection.scalar(select(func.count()).where(inbox.c.state == state)) or 0

    def row(self, which: int) -> InboxRow | None:
        """One mail."""
        row = self._connection.execute(select(*_LISTED).where(inbox.c.id == which)).first()
        return None if row is None else _row(row)

    def with_content(self, which: BlobHash) -> InboxRow | None:
        """The mail with this content hash (core/delivery_hash.py); there is one at most."""
        row = self._connection.execute(select(*_LISTED).where(inbox.c.content_hash == which)).first()
        return None if row is None else _row(row)

    def raw(self, which: int) -> bytes:
        """The bytes as they came. Raises Missing."""
        found = self._connection.execute(_RAW, {"id": which}).scalar_one_or_none()
        if found is None:
            raise Missing(f"there is no mail {which}")
        return bytes(found)

    def delivery(self, which: int) -> Delivery:
        """The mail as its door handed it over. Raises Missing."""
        found = select(inbox.c.channel, inbox.c.transport_id, inbox.c.received_at, inbox.c.envelope).where(inbox.c.id == which)
        row = self._connection.execute(found).first()
        if row is None:
            raise Missing(f"there is no mail {which}")
        return Delivery(
            channel=Channel(row.channel),
            transport_id=row.transport_id,
            received_at=row.received_at,
            raw=self.raw(which),
            envelope=loads(row.envelope, Envelope),
        )

    def requeue(self, which: int) -> None:
        """Work on a mail that was set aside once more, with three new tries. Raises Conflict where it is not set aside, or where
        its bytes were erased."""
        if self._connection.execute(_RAW, {"id": which}).first() is None:
            raise Conflict(f"mail {which} is not here, or was erased with a person")
        fresh = {"state": InboxState.WAITING, "tries": 0, "reason": "", "verdict": "", "behind": inbox.c.lane}
        self._move(which, (InboxState.HELD, InboxState.JUNK), fresh)

    def junk(self, which: int) -> None:
        """Set a mail aside for good. Raises Conflict where it is neither held nor waiting."""
        away = {"state": InboxState.JUNK, "head_of": None, "behind": None, "due_at": None}
        self._move(which, (InboxState.HELD, InboxState.WAITING), away)

    def _move(self, which: int, before: tuple[InboxState, ...], values: dict[str, Any]) -> None:
        lock_lane_of(self._connection, which)
        moved = update(inbox).where(inbox.c.id == which, inbox.c.state.in_(before)).values(**values).returning(inbox.c.lane)
        lane = self._connection.execute(moved).scalar_one_or_none()
        if lane is None:
            raise Conflict(f"mail {which} is not {' or '.join(before)}")
        advance(self._connection, lane)


def _row(row: Row[*tuple[Any, ...]]) -> InboxRow:
    values = row._asdict()
    level = None if row.level is None else Level(row.level)
    return InboxRow(**{**values, "state": InboxState(row.state), "level": level})
