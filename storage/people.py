"""Suppliers with their contacts, and buyers."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, update

from core.errors import Conflict
from core.names import Address, SupplierId, domain_of
from core.party import Buyer, Supplier
from storage.codec import dumps, loads
from storage.tables import buyer, contact, supplier


class People:
    """Suppliers and buyers, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- suppliers

    def supplier(self, which: SupplierId) -> Supplier | None:
        """The supplier with this reference."""
        body = self._connection.scalar(select(supplier.c.body).where(supplier.c.id == which))
        return None if body is None else loads(body, Supplier)

    def several(self, which: Iterable[SupplierId]) -> tuple[Supplier, ...]:
        """The suppliers with these references, as far as there are some, the first made first."""
        found = select(supplier.c.body).where(supplier.c.id.in_(list(dict.fromkeys(which)))).order_by(supplier.c.seq)
        return tuple(loads(body, Supplier) for body in self._connection.scalars(found))

    def suppliers(self, after: SupplierId | None = None, limit: int = 50) -> tuple[Supplier, ...]:
        """A page of suppliers, the first made first; `after` is the last one of the page before."""
        found = select(supplier.c.body).order_by(supplier.c.seq).limit(limit)
        if after is not None:
            place = select(supplier.c.seq).where(supplier.c.id == after).scalar_subquery()
            found = found.where(supplier.c.seq > place)
        return tuple(loads(body, Supplier) for body in self._connection.scalars(found))

    def suppliers_of(self, who: Address) -> tuple[Supplier, ...]:
        """The suppliers that have this address as a contact."""
        found = select(supplier.c.body).join_from(contact, supplier).where(contact.c.address == who).order_by(supplier.c.seq)
        return tuple(loads(body, Supplier) for body in self._connection.scalars(found))

    def domains(self) -> tuple[str, ...]:
        """The domains of all contacts on file, in order."""
        return tuple(self._connection.scalars(select(contact.c.domain).distinct().order_by(contact.c.domain)))

    def confirm(self, seen: Supplier) -> None:
        """Make sure that a decision saw the supplier as it is, and hold it so until the transaction ends: a Draft must not come
        in while its supplier is disabled. Raises Conflict."""
        held = select(supplier.c.version).where(supplier.c.id == seen.id).with_for_update(read=True)
        if self._connection.scalar(held) != seen.version:
            raise Conflict(f"{seen.id} is not at version {seen.version} any more")

    def save_supplier(self, what: Supplier, expected: int) -> Supplier:
        """Write over version `expected` (0: new) and give it back as saved. Raises Conflict."""
        saved = replace(what, version=expected + 1)
        values = {"version": saved.version, "body": dumps(saved, Supplier)}
        if expected == 0:
            self._connection.execute(insert(supplier).values(id=saved.id, **values))
        else:
            over = update(supplier).where(supplier.c.id == saved.id, supplier.c.version == expected)
            if self._connection.execute(over.values(**values)).rowcount != 1:
                raise Conflict(f"{saved.id} is not at version {expected} any more")
        self._connection.execute(delete(contact).where(contact.c.supplier == saved.id))
        addresses = dict.fromkeys(one.address for one in saved.contacts)
        rows = [{"address": who, "supplier": saved.id, "domain": domain_of(who)} for who in addresses]
        if rows:
            self._connection.execute(insert(contact), rows)
        return saved

    # ---- buyers

    def buyer(self, who: Address) -> Buyer | None:
        """The buyer with this address."""
        body = self._connection.scalar(select(buyer.c.body).where(buyer.c.address == who))
        return None if body is None else loads(body, Buyer)

    def buyer_of_slack(self, user: str) -> Buyer | None:
        """The buyer with this Slack user id; none for an empty one."""
        body = self._connection.scalar(select(buyer.c.body).where(buyer.c.slack_user == user)) if user else None
        return None if body is None else loads(body, Buyer)

    def buyers(self) -> tuple[Buyer, ...]:
        """All buyers, by address: a house has few."""
        found = select(buyer.c.body).order_by(buyer.c.address)
        return tuple(loads(body, Buyer) for body in self._connection.scalars(found))

    def save_buyer(self, what: Buyer, expected: int) -> Buyer:
        """Write over version `expected` (0: new) and give it back as saved. Raises Conflict, also for a Slack user of another."""
        saved = replace(what, version=expected + 1)
        values = {"slack_user": saved.slack_user or None, "version": saved.version, "body": dumps(saved, Buyer)}
        if expected == 0:
            self._connection.execute(insert(buyer).values(address=saved.address, **values))
            return saved
        over = update(buyer).where(buyer.c.address == saved.address, buyer.c.version == expected)
        if self._connection.execute(over.values(**values)).rowcount != 1:
            raise Conflict(f"{saved.address} is not at version {expected} any more")
        return saved

    def remove_buyer(self, who: Address) -> None:
        """Forget a buyer. Raises Conflict where there is none."""
        if self._connection.execute(delete(buyer).where(buyer.c.address == who)).rowcount != 1:
            raise Conflict(f"{who} is no buyer any more")
