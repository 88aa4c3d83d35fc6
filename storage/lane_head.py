"""The head of a lane: its one mail that is worked on, or is worked on next (docs/reliability.md).

Mail that is worked on is always the head, and a unique index allows one head a lane: so a lane keeps its order, and the next
free mail of all lanes is found in one look, however many wait. On PostgreSQL a lock per lane joins the two who could each think
that the other makes the next head: one who brings a mail while the head is there, and one who takes the head away.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text

_LOCK = text(
    "SELECT pg_advisory_xact_lock(key) FROM"
    " (SELECT DISTINCT hashtext(lane) AS key FROM unnest(CAST(:lanes AS text[])) AS lane ORDER BY key) AS keys"
)
_LOCK_OF = text("SELECT pg_advisory_xact_lock(hashtext(lane)) FROM inbox WHERE id = :id")
_NEXT = text(
    "UPDATE inbox SET head_of = lane, behind = NULL, due_at = received_at"
    " WHERE id = (SELECT id FROM inbox WHERE behind = :lane ORDER BY id LIMIT 1)"
    " AND NOT EXISTS (SELECT 1 FROM inbox WHERE head_of = :lane)"
)


def lock_lanes(connection: Connection, lanes: Iterable[str]) -> None:
    """Before mails are brought; in order, so that two who bring do not wait for one another."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"lanes": list(lanes)})


def lock_lane_of(connection: Connection, which: int) -> None:
    """Before a mail is taken out of its lane, or put back."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK_OF, {"id": which})


def advance(connection: Connection, lane: str) -> None:
    """Make the oldest mail behind the head the head, where there is no head."""
    connection.execute(_NEXT, {"lane": lane})
