"""What was learnt of the layouts of a supplier's documents."""

from sqlalchemy import Connection, select

from core.knowledge import Layout
from core.names import SupplierId
from storage.codec import dumps, loads
from storage.sql import put
from storage.tables import layout

_AT_ONCE = 50


class Layouts:
    """The learnt layouts, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, supplier: SupplierId) -> tuple[Layout, ...]:
        """The layouts of a supplier."""
        found = select(layout.c.body).where(layout.c.supplier == supplier).order_by(layout.c.fingerprint).limit(_AT_ONCE)
        return tuple(loads(body, Layout) for body in self._connection.scalars(found))

    def save(self, what: Layout) -> None:
        """Keep a layout, over an older one with the same fingerprint."""
        put(self._connection, layout, supplier=what.supplier, fingerprint=what.fingerprint, body=dumps(what, Layout))
