"""The journal: every fact with who, when, by which way, and the mail that caused it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from core.events import Event
from core.names import BlobHash
from storage.codec import dumps, load_any
from storage.tables import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One fact. `document` is what it happened to (also a supplier or a buyer), `version` its version afterwards.

    `by` says the way: mail, command line, Slack; `cause` is the hash of the mail.
    """

    document: str
    version: int
    event: Event
    at: datetime
    actor: str
    by: str
    cause: BlobHash | None = None


class Journal:
    """The journal, within one transaction; it only grows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, entry: JournalEntry) -> None:
        """Write one fact down."""
        values = {
            "document": entry.document,
            "version": entry.version,
            "at": entry.at,
            "actor": entry.actor,
            "by": entry.by,
            "cause": entry.cause,
            "event": dumps(entry.event, Event),
        }
        self._connection.execute(insert(journal).values(**values))

    def of(self, document: str) -> tuple[JournalEntry, ...]:
        """All facts about a document, in the order in which they happened."""
        rows = self._connection.execute(select(journal).where(journal.c.document == document).order_by(journal.c.seq))
        return tuple(
            JournalEntry(
                document=row.document,
                version=row.version,
                event=load_any(row.event, Event),
                at=row.at,
                actor=row.actor,
                by=row.by,
                cause=row.cause,
            )
            for row in rows
        )
