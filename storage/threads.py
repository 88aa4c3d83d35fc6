"""Which documents a Message-ID belongs to."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from core.names import MessageId, Reference
from storage.sql import insert_new
from storage.tables import thread

_IDS = 100
"""Most Message-IDs of one References header that are looked up, the nearest first."""
_DOCUMENTS = 20


class Threads:
    """The table of Message-IDs, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message_id: MessageId, document: Reference) -> None:
        """A mail, ours or theirs, was about a document."""
        insert_new(self._connection, thread, message_id=message_id, document=document)

    def find(self, message_ids: Iterable[MessageId]) -> tuple[Reference, ...]:
        """The documents that the mails were about, in the order of the Message-IDs, at most 20."""
        wanted = list(dict.fromkeys(message_ids))[:_IDS]
        if not wanted:
            return ()
        found = select(thread.c.message_id, thread.c.document).where(thread.c.message_id.in_(wanted)).order_by(thread.c.document)
        rows = sorted(self._connection.execute(found), key=lambda row: wanted.index(row.message_id))
        return tuple(dict.fromkeys(Reference(row.document) for row in rows))[:_DOCUMENTS]
