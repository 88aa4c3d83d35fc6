"""Fills a store with the documents of years, faster than they could be worked on: orders, and an invoice on each."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, delete, insert

from core.events import Event, InvoiceSentToMatching, OrderSubmitted
from core.findings import Effect, Finding, FindingKind
from core.invoice import Assigned, Invoice, InvoiceStatus, Payment
from core.money import EUR
from core.names import Address, Reference, SupplierId
from core.order import OrderLine, OrderStatus, PurchaseOrder
from core.paper import Paper, PaperKind, PaperLine, Source
from core.party import Buyer, BuyerRole, Contact, Supplier
from storage.codec import dumps
from storage.counters import CounterKind
from storage.database import translated
from storage.marks import marks_of
from storage.paperwork import KINDS, Paperwork, columns_of, targets_of
from storage.store import Store
from storage.tables import counter, document, journal, link, order_mark
from storage.unit import Unit

ANN, CARLA = Address("ann@acme.example"), Address("carla@acme.example")
SUPPLIERS = 200
NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
_CHUNK = 5_000
_O, _I = OrderStatus, InvoiceStatus
ORDER_STATES = (_O.COMPLETED, _O.COMPLETED, _O.SUBMITTED, _O.COMPLETED, _O.SUBMITTED, _O.DRAFT, _O.COMPLETED, _O.CANCELED)
INVOICE_STATES = (_I.PAID, _I.PAID, _I.APPROVED, _I.PAID, _I.MATCHING, _I.PENDING, _I.PAID, _I.DRAFT, _I.PARTLY_PAID, _I.PAID)


def fill(store: Store, documents: int) -> None:
    """So many documents of 200 suppliers, half of them orders; one supplier in two has one document in ten."""
    with store.begin() as unit:
        _people(unit)
    with translated(), store.engine.connect().execution_options(writing=True) as connection, connection.begin():
        for start in range(0, documents // 2, _CHUNK):
            numbers = range(start + 1, min(start + _CHUNK, documents // 2) + 1)
            made = [one for n in numbers for one in (order(n), invoice(n))]
            for table, rows in _rows(made):
                connection.execute(insert(table), rows)
        connection.execute(delete(counter))
        connection.execute(insert(counter), [{"kind": kind, "next": documents} for kind in CounterKind])


def _people(unit: Unit) -> None:
    every = frozenset({BuyerRole.ADMIN, BuyerRole.INITIATOR, BuyerRole.APPROVER, BuyerRole.ACCOUNTANT})
    for who, roles in ((ANN, every), (CARLA, frozenset({BuyerRole.APPROVER, BuyerRole.ACCOUNTANT}))):
        unit.people.save_buyer(Buyer(address=who, name=who.partition("@")[0].title(), roles=roles), 0)
    for n in range(1, SUPPLIERS + 1):
        contact = Contact(address=Address(f"sales@supplier{n}.example"), name="Paul Hendry")
        mine = Supplier(id=SupplierId(f"S-{n}"), name=f"Supplier {n} B.V.", country="NL", currency=EUR, contacts=(contact,))
        unit.people.save_supplier(mine, 0)


def _supplier(n: int) -> SupplierId:
    """The first supplier has a tenth of everything."""
    return SupplierId("S-1" if n % 10 == 0 else f"S-{n % SUPPLIERS + 1}")


def order(n: int) -> PurchaseOrder:
    """Three lines, items of its supplier."""
    lines = tuple(
        OrderLine(
            number=i,
            description=f"Frying pan {20 + (n + i) % 17} cm, induction",
            quantity=Decimal(10 + (n * i) % 90),
            unit="pcs",
            unit_price=Decimal(n * i % 5000 + 100) / 100,
            supplier_sku=f"CM-{(n + i) % 4000}",
            tax_rate=Decimal(21),
        )
        for i in (1, 2, 3)
    )
    status = ORDER_STATES[n % len(ORDER_STATES)]
    return PurchaseOrder(
        reference=Reference(f"PO-{n}"), supplier=_supplier(n), initiator=ANN, currency=EUR, lines=lines, status=status,
        revision=0 if status is _O.DRAFT else 1, submitted_at=NOW - timedelta(hours=n % 20_000), version=1,
    )  # fmt: skip


def invoice(n: int) -> Invoice:
    """Bills all of its order, at the order's prices."""
    billed, status = order(n), INVOICE_STATES[n % len(INVOICE_STATES)]
    rows = tuple(
        PaperLine(
            description=line.description, seller_sku=line.supplier_sku, quantity=line.quantity, unit="pcs",
            unit_price=line.unit_price, net_amount=line.net(EUR), tax_rate=Decimal(21),
        )
        for line in billed.lines
    )  # fmt: skip
    net = billed.net.amount
    tax = (net * Decimal("0.21")).quantize(Decimal("0.01"))
    paper = Paper(
        kind=PaperKind.INVOICE, source=Source.TEXT, number=f"2026-{n}", issue_date=date(2026, 1, 1) + timedelta(days=n % 100),
        currency=EUR, net_total=net, tax_total=tax, gross_total=net + tax, lines=rows, order_references=(billed.reference,),
    )  # fmt: skip
    amount = net + tax if status is _I.PAID else Decimal(1)
    paid = (Payment(number=1, amount=amount, paid_on=NOW.date(), remittance=f"SEPA {n}"),)
    above = Finding(kind=FindingKind.TOTAL_ABOVE, effect=Effect.MATCHING, order=billed.reference, ours=str(net), theirs=str(net))
    return Invoice(
        reference=Reference(f"INV-{n}"), supplier=billed.supplier, paper=paper, received_at=NOW - timedelta(hours=n % 20_000),
        status=status, orders=(billed.reference,),
        assigned=tuple(Assigned(invoice_line=i, order=billed.reference, line=i + 1) for i in range(3)),
        findings=(above,) if status is _I.MATCHING else (), band=0 if status is _I.PENDING else None,
        payments=paid if status in (_I.PAID, _I.PARTLY_PAID) else (), changed_at=NOW - timedelta(hours=n % 500), version=1,
    )  # fmt: skip


def _rows(made: list[PurchaseOrder | Invoice]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    yield (document, [_document(one) for one in made])
    yield (link, [{"target": t, "document": one.reference} for one in made for t in targets_of(one)])
    orders = [one for one in made if isinstance(one, PurchaseOrder)]
    yield (
        order_mark,
        [{"supplier": o.supplier, "mark": mark, "order_reference": o.reference} for o in orders for mark in sorted(marks_of(o))],
    )
    yield (journal, [_entry(one) for one in made])


def _document(one: Paperwork) -> dict[str, Any]:
    return {
        "reference": one.reference, "kind": KINDS[type(one)], "version": 1, "body": dumps(one, type(one)), **columns_of(one),
    }  # fmt: skip


def _entry(one: PurchaseOrder | Invoice) -> dict[str, Any]:
    order_, which = isinstance(one, PurchaseOrder), one.reference
    event = OrderSubmitted(order=which, at=NOW) if order_ else InvoiceSentToMatching(invoice=which)
    return {
        "document": one.reference, "version": 1, "at": NOW, "actor": ANN, "by": "Slack", "cause": None,
        "event": dumps(event, Event),
    }  # fmt: skip
