"""Leases on incoming mail: one worker a mail, each lane in its order, each try counted before it is made."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, TextClause, bindparam, text

from core.message import Channel, Delivery, Envelope
from core.names import BlobHash, safe_line
from storage.codec import loads
from storage.errors import LeaseLost
from storage.inbox import MINE, REASON, Inbox, Leased
from storage.types import UtcTime

TRIES = 3
"""After so many a mail is set aside and a person is told."""
WAITS = (timedelta(seconds=5), timedelta(seconds=60))
"""A retry waits at most a minute: a bad mail holds up its lane for three tries at most."""
OUTAGE = (timedelta(minutes=1), timedelta(minutes=15))
"""Where somebody else does not answer (DNS), the mail is not bad: it waits as long as most outages last."""

_TIMES = {"now": UtcTime, "until": UtcTime, "due": UtcTime, "beyond": UtcTime}


def _sql(words: str) -> TextClause:
    times = [bindparam(name, type_=type_) for name, type_ in _TIMES.items() if f":{name}" in words]
    return text(words).bindparams(*times)


_TAKE = "UPDATE inbox SET state = 'running', due_at = NULL, tries = tries + 1, owner = :owner, lease_until = :until WHERE"
_GOT = "RETURNING id, hash, tries, channel, transport_id, received_at, envelope"
_EXPIRED = "SELECT id FROM inbox WHERE lease_until <= :now"
_FREE = "SELECT id FROM inbox WHERE due_at <= :now ORDER BY due_at, id LIMIT 1"
_AHEAD = "SELECT id FROM inbox WHERE due_at > :beyond ORDER BY due_at, id LIMIT 1"
"""Farther ahead than anything waits: written by a clock that has been set back since."""
_ALONE = {"sqlite": "", "postgresql": " FOR UPDATE SKIP LOCKED"}
"""On SQLite the transaction has the whole database."""

_TAKE_EXPIRED = {
    name: _sql(f"{_TAKE} id = ({_EXPIRED} ORDER BY lease_until LIMIT 1{alone}) {_GOT}").columns(received_at=UtcTime)
    for name, alone in _ALONE.items()
}
_TAKE_FREE = {name: _sql(f"{_TAKE} id = ({_FREE}{alone}) {_GOT}").columns(received_at=UtcTime) for name, alone in _ALONE.items()}
_TAKE_AHEAD = {
    name: _sql(f"{_TAKE} id = ({_AHEAD}{alone}) {_GOT}").columns(received_at=UtcTime) for name, alone in _ALONE.items()
}
_SHORTEN = _sql("UPDATE inbox SET lease_until = :until WHERE lease_until > :beyond")
"""Of a worker that died under such a clock; one that lives renews its lease by the clock of now."""
_ANY_EXPIRED = _sql(f"{_EXPIRED} ORDER BY lease_until LIMIT 1")
_CONTENT = text("SELECT content FROM blob WHERE hash = :hash")
_RENEW = _sql(f"UPDATE inbox SET lease_until = :until {MINE}")
_RETRY = _sql(f"UPDATE inbox SET state = 'waiting', reason = :reason, due_at = :due, lease_until = NULL {MINE}")


def lease(connection: Connection, owner: str, now: datetime, term: timedelta) -> Leased | None:
    """The oldest mail whose lane is free, or one whose lease ran out; counts the try. None: nothing to do now.

    A time that lies farther ahead than anything waits was written by a clock that has been set back: it counts as now.
    One that stopped its worker three times comes out spent: it is to be set aside and told, in the same hands as any other.
    """
    values = {"owner": owner, "now": now, "until": now + term}
    row = None
    if connection.execute(_ANY_EXPIRED, {"now": now}).first() is not None:
        row = connection.execute(_TAKE_EXPIRED[connection.dialect.name], values).first()
    if row is None:
        row = connection.execute(_TAKE_FREE[connection.dialect.name], values).first()
    if row is None:
        ahead = {**values, "beyond": now + OUTAGE[-1]}
        connection.execute(_SHORTEN, {"until": now + term, "beyond": now + 2 * term})
        row = connection.execute(_TAKE_AHEAD[connection.dialect.name], ahead).first()
    return None if row is None else _leased(connection, row, owner)


def _leased(connection: Connection, row: Row[*tuple[Any, ...]], owner: str) -> Leased:
    raw = bytes(connection.execute(_CONTENT, {"hash": row.hash}).scalar_one())
    delivery = Delivery(
        channel=Channel(row.channel),
        transport_id=row.transport_id,
        received_at=row.received_at,
        raw=raw,
        envelope=loads(row.envelope, Envelope),
    )
    return Leased(id=row.id, hash=BlobHash(row.hash), delivery=delivery, tries=row.tries, owner=owner, spent=row.tries > TRIES)


def renew(connection: Connection, leased: Leased, now: datetime, term: timedelta) -> None:
    """Keep the lease for another term. Raises LeaseLost."""
    _fenced(connection, _RENEW, leased, {"until": now + term})


def fail(connection: Connection, leased: Leased, reason: str, now: datetime, waits: tuple[timedelta, timedelta] = WAITS) -> bool:
    """Try again soon, or set aside after the last try; whether it was set aside. Raises LeaseLost."""
    if leased.tries >= TRIES:
        Inbox(connection).hold(leased, reason)
        return True
    due = now + waits[leased.tries - 1]
    _fenced(connection, _RETRY, leased, {"reason": safe_line(reason, REASON), "due": due})
    return False


def _fenced(connection: Connection, statement: TextClause, leased: Leased, values: Mapping[str, object]) -> None:
    mine = {"id": leased.id, "owner": leased.owner, "tries": leased.tries}
    if connection.execute(statement, {**mine, **values}).rowcount != 1:
        raise LeaseLost(f"mail {leased.id} was given to somebody else")


_END_LEASES = _sql("UPDATE inbox SET lease_until = :now WHERE state = 'running'")


def end_leases(connection: Connection, now: datetime) -> None:
    """What is running was left behind by a process that is dead: free to be taken."""
    connection.execute(_END_LEASES, {"now": now})
