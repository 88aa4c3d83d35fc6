"""Orders, invoices, credit notes, requests and proposals: saved by version, found by reference, number, order and mark."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, delete, desc, func, insert, select, update

from core.errors import Conflict
from core.invoice import CreditNote, Invoice, InvoiceStatus
from core.names import Reference, SupplierId
from core.order import OrderStatus, PurchaseOrder
from core.proposal import Proposal, ProposalStatus, Rfp, RfpStatus
from storage.codec import dumps, loads
from storage.marks import marks, marks_of
from storage.paperwork import KINDS, TYPES, D, Kind, Paperwork, bounded, columns_of, targets_of
from storage.tables import document, link, order_mark
from storage.types import exact

NUMBERS = 2_000
"""Most order numbers looked for on a page."""
READ = 2_048
"""Bodies that are kept as read: what is looked at again and again (the unfinished) is read once. Values are frozen."""
SMALL = 4_096
"""Longest of these, so that they take a few ten megabytes at most."""
_MARKS = 300
"""Most marks searched at once; an invoice of more lines is recognised by these."""


def _read(body: str, type_: type[D]) -> D:
    found: D = _kept(body, KINDS[type_]) if len(body) <= SMALL else loads(body, type_)
    return found


@lru_cache(maxsize=READ)
def _kept(body: str, kind: Kind) -> Any:
    return loads(body, TYPES[kind])


class Documents:
    """The documents, within one transaction. Lists come with the newest first; `after` is the last one of the page before."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- one by its reference

    def order(self, which: Reference) -> PurchaseOrder | None:
        """The order with this reference."""
        return self._get(PurchaseOrder, which)

    def invoice(self, which: Reference) -> Invoice | None:
        """The invoice with this reference."""
        return self._get(Invoice, which)

    def credit(self, which: Reference) -> CreditNote | None:
        """The credit note with this reference."""
        return self._get(CreditNote, which)

    def rfp(self, which: Reference) -> Rfp | None:
        """The request for proposal with this reference."""
        return self._get(Rfp, which)

    def rfps(self, which: Iterable[Reference]) -> tuple[Rfp, ...]:
        """The requests with these references."""
        return self._several(Rfp, which)

    def proposal(self, which: Reference) -> Proposal | None:
        """The proposal with this reference."""
        return self._get(Proposal, which)

    def any(self, which: Reference) -> Paperwork | None:
        """Whatever has this reference."""
        row = self._connection.execute(select(document.c.kind, document.c.body).where(document.c.reference == which)).first()
        return None if row is None else loads(row.body, TYPES[row.kind])

    def orders(self, which: Iterable[Reference]) -> tuple[PurchaseOrder, ...]:
        """The orders with these references, as far as there are some, in the order asked for."""
        return self._several(PurchaseOrder, which)

    def invoices(self, which: Iterable[Reference]) -> tuple[Invoice, ...]:
        """The same for invoices."""
        return self._several(Invoice, which)

    # ---- lists

    def orders_of(
        self, supplier: SupplierId, statuses: Iterable[OrderStatus], after: Reference | None = None, limit: int = 50
    ) -> tuple[PurchaseOrder, ...]:
        """A supplier's orders in these statuses."""
        return self._page(PurchaseOrder, supplier, statuses, after, limit)

    def list_orders(
        self, statuses: Iterable[OrderStatus], after: Reference | None = None, limit: int = 50
    ) -> tuple[PurchaseOrder, ...]:
        """All orders in these statuses."""
        return self._page(PurchaseOrder, None, statuses, after, limit)

    def list_invoices(
        self,
        status: InvoiceStatus | None = None,
        supplier: SupplierId | None = None,
        after: Reference | None = None,
        limit: int = 50,
    ) -> tuple[Invoice, ...]:
        """Invoices, of one status and one supplier where these are given."""
        return self._page(Invoice, supplier, InvoiceStatus if status is None else (status,), after, limit)

    def credits_of(self, supplier: SupplierId, after: Reference | None = None, limit: int = 50) -> tuple[CreditNote, ...]:
        """A supplier's credit notes."""
        return self._page(CreditNote, supplier, ("",), after, limit)

    def list_rfps(self, statuses: Iterable[RfpStatus], after: Reference | None = None, limit: int = 50) -> tuple[Rfp, ...]:
        """Requests for proposal in these statuses."""
        return self._page(Rfp, None, statuses, after, limit)

    def proposals_of(
        self, supplier: SupplierId, statuses: Iterable[ProposalStatus], after: Reference | None = None, limit: int = 50
    ) -> tuple[Proposal, ...]:
        """A supplier's proposals in these statuses."""
        return self._page(Proposal, supplier, statuses, after, limit)

    def how_many(self, kind: type[PurchaseOrder | Invoice | Rfp], status: str) -> int:
        """Those in this status, counted, straight from the index."""
        found = select(func.count()).where(document.c.kind == KINDS[kind], document.c.status == status)
        return self._connection.scalar(found) or 0

    # ---- found by what they say

    def invoices_on(self, *orders: Reference) -> tuple[Invoice, ...]:
        """All invoices that bill one of the orders, in the order received."""
        return self._linked(Invoice, *orders)

    def credits_on(self, invoice: Reference) -> tuple[CreditNote, ...]:
        """All credit notes that lower the invoice, in the order received."""
        return self._linked(CreditNote, invoice)

    def proposals_on(self, rfp: Reference) -> tuple[Proposal, ...]:
        """All proposals on the request, in the order invited."""
        return self._linked(Proposal, rfp)

    def invoices_with_key(self, supplier: SupplierId, key: str) -> tuple[Invoice, ...]:
        """Invoices with this business key (core/duplicates.py), the rejected and canceled ones too; none for an empty key."""
        if not key:
            return ()
        found = select(document.c.body).where(document.c.kind == Kind.INVOICE, document.c.key == bounded(key))
        every = self._load(Invoice, found.order_by(document.c.seq))
        return tuple(invoice for invoice in every if invoice.supplier == supplier)

    def invoices_with_keys(self, supplier: SupplierId, keys: Iterable[str]) -> tuple[Invoice, ...]:
        """Invoices with one of these business keys, whatever became of them."""
        names, found = [bounded(key) for key in keys if key], list[Invoice]()
        for at in range(0, len(names), _MARKS):
            some = document.c.key.in_(names[at : at + _MARKS])
            found += self._load(Invoice, select(document.c.body).where(document.c.kind == Kind.INVOICE, some))
        return tuple(invoice for invoice in found if invoice.supplier == supplier)

    def credits_with_keys(self, supplier: SupplierId, keys: Iterable[str]) -> tuple[CreditNote, ...]:
        """Credit notes with one of these business keys."""
        some = document.c.key.in_([bounded(key) for key in keys])
        found = self._load(CreditNote, select(document.c.body).where(document.c.kind == Kind.CREDIT, some))
        return tuple(credit for credit in found if credit.supplier == supplier)

    def invoices_same_day(self, supplier: SupplierId, issue_date: date, gross: Decimal) -> tuple[Invoice, ...]:
        """Invoices of the supplier with this date and this total, whatever their number."""
        if exact(gross) is None:
            return ()
        same = (document.c.supplier == supplier, document.c.issue_date == issue_date, document.c.gross == gross)
        return self._load(Invoice, select(document.c.body).where(*same, document.c.kind == Kind.INVOICE).order_by(document.c.seq))

    def candidate_orders(
        self,
        supplier: SupplierId,
        skus: Iterable[str],
        prices: Iterable[Decimal],
        totals: Iterable[Decimal],
        limit: int = 20,
    ) -> tuple[PurchaseOrder, ...]:
        """Open orders of the supplier that share an item number, a unit price or the total; the most in common first."""
        wanted = sorted(marks(skus, prices, totals), reverse=True)[:_MARKS]  # totals and item numbers before prices
        which = order_mark.c.order_reference
        found = (
            select(which)
            .where(order_mark.c.supplier == supplier, order_mark.c.mark.in_(wanted))
            .group_by(which)
            .order_by(desc(func.count()), which)
            .limit(limit)
        )
        return self.orders(self._connection.scalars(found).all())

    def order_numbers(self, supplier: SupplierId) -> tuple[Reference, ...]:
        """References of the supplier's open orders, the newest 2,000."""
        open_ones = (
            document.c.supplier == supplier,
            document.c.kind == Kind.ORDER,
            document.c.status == OrderStatus.SUBMITTED,
        )
        found = select(document.c.reference).where(*open_ones).order_by(document.c.seq.desc()).limit(NUMBERS)
        return tuple(Reference(name) for name in self._connection.scalars(found))

    def newest(self, limit: int) -> tuple[Reference, ...]:
        """References of the newest documents of all kinds."""
        found = select(document.c.reference).where(document.c.seq > 0).order_by(document.c.seq.desc()).limit(limit)
        return tuple(Reference(name) for name in self._connection.scalars(found))

    # ---- changes

    def save(self, what: D, expected: int) -> D:
        """Write the document over version `expected` (0: it is new) and give it back as saved, with the next version.

        Raises Conflict where the stored version is another one, where the reference is taken, or where a second live invoice
        of the supplier would have the same number.
        """
        saved = replace(what, version=expected + 1)
        values = {"body": dumps(saved, type(saved)), "version": saved.version, **columns_of(saved)}
        if expected == 0:
            self._connection.execute(insert(document).values(reference=saved.reference, kind=KINDS[type(saved)], **values))
        else:
            same = (document.c.reference == saved.reference, document.c.kind == KINDS[type(saved)])
            done = self._connection.execute(update(document).where(*same, document.c.version == expected).values(**values))
            if done.rowcount != 1:
                raise Conflict(f"{saved.reference} is not at version {expected} any more")
        self._link(saved)
        return saved

    def delete(self, draft: Invoice | Proposal) -> None:
        """Delete a Draft. Raises Conflict where it was changed or deleted meanwhile."""
        same = (document.c.reference == draft.reference, document.c.version == draft.version)
        done = self._connection.execute(delete(document).where(*same, document.c.kind == KINDS[type(draft)]))
        if done.rowcount != 1:
            raise Conflict(f"{draft.reference} is not at version {draft.version} any more")

    def hold(self, rfp: Rfp) -> None:
        """Hold a request until the transaction ends: a proposal was decided as it stands. Raises Conflict where it has moved."""
        held = select(document.c.version).where(document.c.reference == rfp.reference).with_for_update()
        if self._connection.execute(held).scalar_one_or_none() != rfp.version:
            raise Conflict(f"{rfp.reference} is not at version {rfp.version} any more")

    def confirm(self, orders: Iterable[PurchaseOrder], invoices: Iterable[Invoice]) -> None:
        """Hold the orders until the transaction ends, and make sure that a decision saw them as they are.

        Call it before the first `save`. Raises Conflict where an order has another version, or where the invoices on it are not
        exactly those among `invoices`: two invoices that are decided at once must not both find room in the tolerance.
        """
        seen = {invoice.reference: invoice for invoice in invoices}
        for order in sorted(orders, key=lambda one: one.reference):
            held = select(document.c.version).where(document.c.reference == order.reference).with_for_update()
            if self._connection.execute(held).scalar_one_or_none() != order.version:
                raise Conflict(f"{order.reference} is not at version {order.version} any more")
            on_it = select(link.c.document, document.c.version).join_from(link, document)
            now = {row.document: row.version for row in self._connection.execute(on_it.where(link.c.target == order.reference))}
            then = {ref: one.version for ref, one in seen.items() if order.reference in targets_of(one) and one.version}
            if now != then:
                raise Conflict(f"the invoices on {order.reference} are not those that were seen")

    # ---- inside

    def _get(self, type_: type[D], which: Reference) -> D | None:
        found = self._several(type_, (which,))
        return found[0] if found else None

    def _several(self, type_: type[D], which: Iterable[Reference]) -> tuple[D, ...]:
        names = list(dict.fromkeys(which))
        if not names:
            return ()
        wanted = document.c.reference.in_(names) if len(names) > 1 else document.c.reference == names[0]
        # The kind is no condition: SQLite would take the index of kinds, and read half of all documents.
        rows = self._connection.execute(select(document.c.kind, document.c.body).where(wanted))
        by_name = {one.reference: one for one in (_read(row.body, type_) for row in rows if row.kind == KINDS[type_])}
        return tuple(by_name[name] for name in names if name in by_name)

    def _linked(self, type_: type[D], *targets: Reference) -> tuple[D, ...]:
        found: dict[int, D] = {}
        for at in range(0, len(targets), _MARKS):
            some = link.c.target.in_(targets[at : at + _MARKS])
            rows = self._connection.execute(
                select(document.c.seq, document.c.kind, document.c.body).join_from(link, document).where(some)
            )
            found |= {row.seq: _read(row.body, type_) for row in rows if row.kind == KINDS[type_]}
        return tuple(found[seq] for seq in sorted(found))

    def _page(
        self, type_: type[D], supplier: SupplierId | None, statuses: Iterable[str], after: Reference | None, limit: int
    ) -> tuple[D, ...]:
        """A page a status, each straight from the index, and the newest of these: one query over several would sort them all."""
        rows: list[tuple[int, str]] = []
        place = None if after is None else self._place(after)
        for status in dict.fromkeys(statuses):
            found = select(document.c.seq, document.c.body).where(document.c.kind == KINDS[type_], document.c.status == status)
            if supplier is not None:
                found = found.where(document.c.supplier == supplier)
            if place is not None:
                found = found.where(document.c.seq < place)
            rows += [(row.seq, row.body) for row in self._connection.execute(found.order_by(document.c.seq.desc()).limit(limit))]
        rows.sort(reverse=True)
        return tuple(_read(body, type_) for _, body in rows[:limit])

    def _place(self, which: Reference) -> int | None:
        return self._connection.scalar(select(document.c.seq).where(document.c.reference == which))

    def _load(self, type_: type[D], found: Select[str]) -> tuple[D, ...]:
        return tuple(_read(body, type_) for body in self._connection.scalars(found))

    def _link(self, saved: Paperwork) -> None:
        """Replace what the document is found by."""
        self._connection.execute(delete(link).where(link.c.document == saved.reference))
        links = [{"target": target, "document": saved.reference} for target in targets_of(saved)]
        if links:
            self._connection.execute(insert(link), links)
        if isinstance(saved, PurchaseOrder):
            self._connection.execute(delete(order_mark).where(order_mark.c.order_reference == saved.reference))
            found = [
                {"supplier": saved.supplier, "mark": one, "order_reference": saved.reference} for one in sorted(marks_of(saved))
            ]
            if found:
                self._connection.execute(insert(order_mark), found)
