"""Things that happen once, decided by a unique key: a digest of a period, a request of Slack."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from core.names import Address
from storage.sql import insert_new
from storage.tables import digest, request


class Digests:
    """Which digests were made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, buyer: Address, period: str) -> bool:
        """Whether this transaction is the one that makes the buyer's digest of the period."""
        return insert_new(self._connection, digest, buyer=buyer, period=period)

    def made(self, buyer: Address, period: str) -> bool:
        """Whether the digest of the period was made before."""
        found = select(digest.c.buyer).where(digest.c.buyer == buyer, digest.c.period == period)
        return self._connection.scalar(found) is not None


class Requests:
    """Which requests of Slack were applied."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, name: str) -> bool:
        """Whether this transaction is the one that applies the request."""
        return insert_new(self._connection, request, id=name)

    def made(self, name: str) -> bool:
        """Whether the request was applied before."""
        return self._connection.scalar(select(request.c.id).where(request.c.id == name)) is not None

    def made_of(self, names: Iterable[str]) -> frozenset[str]:
        """Those of several that were applied before."""
        return frozenset(self._connection.scalars(select(request.c.id).where(request.c.id.in_(list(names)))))
