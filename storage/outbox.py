"""Letters to send, as rows: one recipient a row, bytes and Message-ID fixed before the first try."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, insert, select, text, update

from core.letters import Nature
from core.names import Address, BlobHash, MessageId, Reference, safe_line
from storage.errors import Missing
from storage.inbox import REASON
from storage.tables import outbox

Sink = Literal["mail", "slack"]


class OutboxState(StrEnum):
    """Where a letter stands. Uncertain: the connection was lost when the other side may already have taken it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SUPERSEDED = "superseded"


class DeliveryState(StrEnum):
    """What a delivery report (DSN) said of a letter that was sent; UNKNOWN: none came."""

    UNKNOWN = ""
    DELIVERED = "delivered"
    DELAYED = "delayed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A letter. The fields with defaults are what became of it; `add` sets them itself.

    `supersede_key`: a newer row with the same key makes this one needless; only reminders and digests have one.
    `ended_at` is when it was sent, or when it failed. `due_at` None while uncertain: it is not repeated any more.
    """

    id: str
    sink: Sink
    recipient: str
    envelope_sender: Address | None
    message_id: MessageId
    document: Reference | None
    nature: Nature
    content: BlobHash
    created_at: datetime
    supersede_key: str = ""
    state: OutboxState = OutboxState.WAITING
    due_at: datetime | None = None
    tries: int = 0
    repeats: int = 0
    why: str = ""
    ended_at: datetime | None = None
    delivery: DeliveryState = DeliveryState.UNKNOWN
    delivery_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLeased:
    """A letter that one sender sends now. `repeats` is 1 where it may have arrived before."""

    id: str
    sink: Sink
    recipient: str
    envelope_sender: Address | None
    message_id: MessageId
    document: Reference | None
    content: bytes
    tries: int
    repeats: int
    owner: str


_REPLACE = text(
    "UPDATE outbox SET state = 'superseded', due_at = NULL WHERE supersede_key = :key AND state IN ('waiting', 'uncertain')"
)
_COLUMNS = tuple(outbox.c[one.name] for one in fields(OutboxRow))


class Outbox:
    """The letters, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: OutboxRow) -> None:
        """A letter to send at once, or not before its `due_at`; older ones with the same `supersede_key`
        that wait are not sent any more.

        Raises Conflict where the id exists.
        """
        if row.supersede_key:
            self._connection.execute(_REPLACE, {"key": row.supersede_key})
        values = {
            "id": row.id,
            "sink": row.sink,
            "recipient": row.recipient,
            "envelope_sender": row.envelope_sender or "",
            "message_id": row.message_id,
            "document": row.document,
            "nature": row.nature,
            "content": row.content,
            "created_at": row.created_at,
            "supersede_key": row.supersede_key or None,
            "state": OutboxState.WAITING,
            "due_at": row.due_at or row.created_at,
        }
        self._connection.execute(insert(outbox).values(**values))

    def clear(self, keys: Iterable[str]) -> None:
        """Letters with these `supersede_key`s that wait are needless: what they say has arrived by another way."""
        for key in keys:
            self._connection.execute(_REPLACE, {"key": key})

    def row(self, which: str) -> OutboxRow | None:
        """The letter with this id."""
        row = self._connection.execute(select(*_COLUMNS).where(outbox.c.id == which)).first()
        return None if row is None else _row(row)

    def by_message_id(self, which: MessageId) -> OutboxRow | None:
        """The letter with this Message-ID; the newest where a Slack message and a mail share it."""
        found = select(*_COLUMNS).where(outbox.c.message_id == which).order_by(outbox.c.seq.desc()).limit(1)
        row = self._connection.execute(found).first()
        return None if row is None else _row(row)

    def rows(
        self,
        document: Reference | None = None,
        state: OutboxState | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> tuple[OutboxRow, ...]:
        """A page of letters, the oldest first; `after` is the id of the last one of the page before."""
        found = select(*_COLUMNS).order_by(outbox.c.seq).limit(limit)
        if document is not None:
            found = found.where(outbox.c.document == document)
        if state is not None:
            found = found.where(outbox.c.state == state)
        if after is not None:
            found = found.where(outbox.c.seq > select(outbox.c.seq).where(outbox.c.id == after).scalar_subquery())
        return tuple(_row(row) for row in self._connection.execute(found))

    def newest(self, state: OutboxState, limit: int) -> tuple[OutboxRow, ...]:
        """The letters in this state that were written last, the newest first."""
        found = select(*_COLUMNS).where(outbox.c.state == state).order_by(outbox.c.seq.desc()).limit(limit)
        return tuple(_row(row) for row in self._connection.execute(found))

    def newest_on(self, document: Reference, limit: int) -> tuple[OutboxRow, ...]:
        """The letters on this document that were written last, in the order written."""
        found = select(*_COLUMNS).where(outbox.c.document == document).order_by(outbox.c.seq.desc()).limit(limit)
        return tuple(_row(row) for row in reversed(self._connection.execute(found).all()))

    def how_many(self, state: OutboxState) -> int:
        """The letters in this state, counted."""
        return self._connection.scalar(select(func.count()).where(outbox.c.state == state)) or 0

    def answered(self, recipient: Address, document: Reference | None, since: datetime) -> tuple[datetime, ...]:
        """When this person had an answer on this document, or on none, since then."""
        found = select(outbox.c.created_at).where(outbox.c.recipient == recipient, outbox.c.created_at > since)
        found = found.where(outbox.c.document == document, outbox.c.nature == Nature.REPLIED)
        return tuple(self._connection.execute(found).scalars())

    def unsent(self, sink: Sink, documents: Iterable[Reference], before: str) -> tuple[OutboxRow, ...]:
        """Letters on these documents that are on their way, older than the one `before`; those that replace others are not
        among them."""
        found = select(*_COLUMNS).where(outbox.c.document.in_(sorted(documents)), outbox.c.sink == sink)
        found = found.where(outbox.c.state.in_(("waiting", "sending", "uncertain")), outbox.c.supersede_key.is_(None))
        older = outbox.c.seq < select(outbox.c.seq).where(outbox.c.id == before).scalar_subquery()
        return tuple(_row(row) for row in self._connection.execute(found.where(older).order_by(outbox.c.seq)))

    def delivery(self, which: str, state: DeliveryState, why: str) -> None:
        """What a delivery report says of a letter. Raises Missing."""
        told = update(outbox).where(outbox.c.id == which).values(delivery=state, delivery_why=safe_line(why, REASON))
        if self._connection.execute(told).rowcount != 1:
            raise Missing(f"there is no letter {which:.60}")


def _row(row: Row[*tuple[Any, ...]]) -> OutboxRow:
    values = row._asdict()
    typed = {
        "envelope_sender": Address(row.envelope_sender) if row.envelope_sender else None,
        "nature": Nature(row.nature),
        "supersede_key": row.supersede_key or "",
        "state": OutboxState(row.state),
        "delivery": DeliveryState(row.delivery),
    }
    return OutboxRow(**{**values, **typed})
