"""Bytes under their SHA-256: raw mails, letters, attachments, and people's words (so that they can be erased)."""

from sqlalchemy import Connection, select

from core.names import BlobHash, hash_of
from storage.sql import insert_new
from storage.tables import blob


class Blobs:
    """The blob table, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, content: bytes) -> BlobHash:
        """Keep the bytes, once however often they come."""
        name = hash_of(content)
        insert_new(self._connection, blob, hash=name, size=len(content), content=content)
        return name

    def get(self, name: BlobHash) -> bytes | None:
        """The bytes; None where they never were or were erased."""
        found = self._connection.execute(select(blob.c.content).where(blob.c.hash == name)).scalar_one_or_none()
        return None if found is None else bytes(found)
