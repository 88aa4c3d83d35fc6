"""Leases on letters: waiting -> sending -> sent, failed, waiting again, or uncertain.

A letter whose sender vanished is uncertain, like one whose connection was lost after the final dot (RFC 1047): it may have been
taken. It goes out once more, ten minutes later, with the same bytes and Message-ID, and then never again (docs/reliability.md).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, TextClause, bindparam, text

from core.names import Address, MessageId, Reference, safe_line
from storage.errors import LeaseLost
from storage.inbox import REASON
from storage.outbox import OutboxLeased, OutboxState, Sink
from storage.types import UtcTime

BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440))
"""Waits between tries: nine tries within two days, then the letter has failed (RFC 5321 4.5.4.1 speaks of days)."""
REPEAT_AFTER = timedelta(minutes=10)
"""A server may take ten minutes over the final dot (RFC 5321 4.5.3.2.6); before that it may still be at it."""
_VANISHED = "the sender stopped before it could say what became of the letter"

_TIMES = ("now", "until", "due", "again", "beyond")


def _sql(words: str) -> TextClause:
    return text(words).bindparams(*(bindparam(name, type_=UtcTime) for name in _TIMES if f":{name}" in words))


_ALONE = {"sqlite": "", "postgresql": " FOR UPDATE SKIP LOCKED"}
_ANY_VANISHED = _sql("SELECT id FROM outbox WHERE lease_until <= :now ORDER BY lease_until LIMIT 1")
_MARK_VANISHED = _sql(
    "UPDATE outbox SET state = 'uncertain', why = :why, lease_until = NULL,"
    " due_at = CASE WHEN repeats > 0 THEN NULL ELSE :again END WHERE lease_until <= :now RETURNING id"
)
_DUE = "SELECT seq FROM outbox WHERE due_at <= :now AND sink = :sink ORDER BY due_at, seq LIMIT 1"
_AHEAD = "SELECT seq FROM outbox WHERE due_at > :beyond AND sink = :sink ORDER BY due_at, seq LIMIT 1"
"""Farther ahead than any back-off: written by a clock that has been set back since."""


def _take(which: str, alone: str) -> TextClause:
    return _sql(
        "UPDATE outbox SET tries = tries + 1, repeats = repeats + CASE WHEN state = 'uncertain' THEN 1 ELSE 0 END,"
        f" state = 'sending', due_at = NULL, owner = :owner, lease_until = :until WHERE seq = ({which}{alone})"
        " RETURNING id, sink, recipient, envelope_sender, message_id, document, content, tries, repeats"
    )


_TAKE = {name: _take(_DUE, alone) for name, alone in _ALONE.items()}
_TAKE_AHEAD = {name: _take(_AHEAD, alone) for name, alone in _ALONE.items()}
_SHORTEN = _sql("UPDATE outbox SET lease_until = :until WHERE lease_until > :beyond AND sink = :sink")
"""Of a sender that died under such a clock; it is uncertain when this ends, as any other."""
_DROP_OVERTAKEN = text(
    "UPDATE outbox SET state = 'superseded', due_at = NULL WHERE id = :id AND state IN ('waiting', 'uncertain')"
    " AND EXISTS (SELECT 1 FROM outbox n WHERE n.supersede_key = outbox.supersede_key AND n.seq > outbox.seq)"
)
"""A newer one may have come while this one was being sent."""
_CONTENT = text("SELECT content FROM blob WHERE hash = :hash")
_MINE = "WHERE id = :id AND owner = :owner AND tries = :tries AND state IN ('sending', 'uncertain')"
"""Uncertain too: a sender that comes late, but before anybody else, still knows better."""
_END = _sql(f"UPDATE outbox SET state = :state, why = :why, due_at = :due, ended_at = :now, lease_until = NULL {_MINE}")

_POSTPONE = _sql(f"UPDATE outbox SET state = 'waiting', why = :why, due_at = :due, lease_until = NULL, tries = tries - 1 {_MINE}")


def lease(connection: Connection, sink: Sink, owner: str, now: datetime, term: timedelta) -> OutboxLeased | None:
    """The letter that has been due longest; counts the try. None: nothing to send now."""
    if connection.execute(_ANY_VANISHED, {"now": now}).first() is not None:
        values = {"now": now, "again": now + REPEAT_AFTER, "why": _VANISHED}
        for which in connection.scalars(_MARK_VANISHED, values).all():
            connection.execute(_DROP_OVERTAKEN, {"id": which})
    mine = {"sink": sink, "owner": owner, "now": now, "until": now + term}
    row = connection.execute(_TAKE[connection.dialect.name], mine).first()
    if row is None:
        connection.execute(_SHORTEN, {**mine, "beyond": now + 2 * term})
        row = connection.execute(_TAKE_AHEAD[connection.dialect.name], {**mine, "beyond": now + BACKOFF[-1]}).first()
    if row is None:
        return None
    return OutboxLeased(
        id=row.id,
        sink=row.sink,
        recipient=row.recipient,
        envelope_sender=Address(row.envelope_sender) if row.envelope_sender else None,
        message_id=MessageId(row.message_id),
        document=None if row.document is None else Reference(row.document),
        content=bytes(connection.execute(_CONTENT, {"hash": row.content}).scalar_one()),
        tries=row.tries,
        repeats=row.repeats,
        owner=owner,
    )


def sent(connection: Connection, leased: OutboxLeased, now: datetime) -> None:
    """The other side took it. Raises LeaseLost."""
    _end(connection, leased, {"state": OutboxState.SENT, "why": "", "due": None, "now": now})


def retry(connection: Connection, leased: OutboxLeased, now: datetime, why: str) -> None:
    """It was not taken, for now: later again, or failed after the last try. Raises LeaseLost."""
    if leased.tries > len(BACKOFF):
        failed(connection, leased, now, why)
        return
    due = now + BACKOFF[leased.tries - 1]
    _end(connection, leased, {"state": OutboxState.WAITING, "why": why, "due": due, "now": None})
    connection.execute(_DROP_OVERTAKEN, {"id": leased.id})


def postponed(connection: Connection, leased: OutboxLeased, until: datetime, why: str) -> None:
    """It was not its turn: again then, and this was no try. Raises LeaseLost."""
    mine = {"id": leased.id, "owner": leased.owner, "tries": leased.tries, "due": until, "why": safe_line(why, REASON)}
    if connection.execute(_POSTPONE, mine).rowcount != 1:
        raise LeaseLost(f"letter {leased.id} was given to somebody else")
    connection.execute(_DROP_OVERTAKEN, {"id": leased.id})


def failed(connection: Connection, leased: OutboxLeased, now: datetime, why: str) -> None:
    """It was refused for good. Raises LeaseLost."""
    _end(connection, leased, {"state": OutboxState.FAILED, "why": why, "due": None, "now": now})


def uncertain(connection: Connection, leased: OutboxLeased, now: datetime, why: str) -> None:
    """It may have been taken: once more after ten minutes, if this was not that time. Raises LeaseLost."""
    due = None if leased.repeats else now + REPEAT_AFTER
    _end(connection, leased, {"state": OutboxState.UNCERTAIN, "why": why, "due": due, "now": None})
    connection.execute(_DROP_OVERTAKEN, {"id": leased.id})


def _end(connection: Connection, leased: OutboxLeased, values: Mapping[str, object]) -> None:
    mine = {"id": leased.id, "owner": leased.owner, "tries": leased.tries}
    why = safe_line(str(values["why"]), REASON)
    if connection.execute(_END, {**values, **mine, "why": why}).rowcount != 1:
        raise LeaseLost(f"letter {leased.id} was given to somebody else")


_END_LEASES = _sql("UPDATE outbox SET lease_until = :now WHERE state = 'sending'")


def end_leases(connection: Connection, now: datetime) -> None:
    """What is being sent was left behind by a process that is dead: it may have arrived, so it becomes uncertain."""
    connection.execute(_END_LEASES, {"now": now})
