"""A house, its supplier, and an order in its states."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from core.letters import NoticeKind
from core.money import EUR
from core.names import Address, Reference, SupplierId, Token, text_hash
from core.order import Answered, LineAnswer, OrderLine, OrderStatus, PurchaseOrder
from core.party import Contact, Supplier
from core.policy import House

AT = datetime(2026, 5, 12, 8, 30, tzinfo=UTC)
K = NoticeKind
S_1 = SupplierId("S-1")
PO = Reference("PO-1034")
INV = Reference("INV-1012")
TOKEN = Token("k7qxabcdefghijkl")
REPLY_TO = Address("orders+po-1034.abcdefghijklmnop@acme.example")

HOUSE = House(
    name="Acme Kitchens GmbH",
    mailbox=Address("orders@acme.example"),
    vat_ids=("DE811569869",),
    address="Hafenstrasse 12\n20457 Hamburg\nGermany",
    country="DE",
)
SUPPLIER = Supplier(
    id=S_1,
    name="Töpferei Żuraw & Söhne",
    country="DE",
    vat_id="DE136695976",
    ibans=("DE89370400440532013000",),
    tolerance=Decimal(5),
    contacts=(Contact(address=Address("anna@toepferei.example"), name="Anna Żuraw"),),
)


def line(number: int, description: str, quantity: str, price: str, **more: object) -> OrderLine:
    return OrderLine(
        number=number, description=description, quantity=Decimal(quantity), unit_price=Decimal(price), unit="pcs", **more
    )


LINES = (
    line(
        1, "Bowl 24 cm, speckled glaze", "400", "3.90", supplier_sku="SZ-24", buyer_sku="K-1102", delivery_date=date(2026, 6, 2)
    ),
    line(2, "Plate 27 cm", "250", "5.25", supplier_sku="SZ-27", delivery_date=date(2026, 6, 2), tax_rate=Decimal(19)),
    line(3, "Jug 1.5 l with lid", "40", "14.50", discount=Decimal("30.00"), delivery_place="Warehouse 2, gate C"),
)
ORDER = PurchaseOrder(
    reference=PO,
    supplier=S_1,
    initiator=Address("mara@acme.example"),
    currency=EUR,
    lines=LINES,
    status=OrderStatus.SUBMITTED,
    revision=1,
    payment_terms="30 days net",
    ship_to="Acme Kitchens, Warehouse 2\nKai 9, 20457 Hamburg",
    bill_to="Acme Kitchens GmbH, Accounts\nHafenstrasse 12, 20457 Hamburg",
    note="Please pack the jugs separately.",
    submitted_at=AT,
)
PARTLY = replace(ORDER, answers=(Answered(line=1, answer=LineAnswer.ACCEPTED, revision=1),))
WHOLLY = replace(ORDER, answers=tuple(Answered(line=n, answer=LineAnswer.ACCEPTED, revision=1) for n in (1, 2, 3)))
MIXED = replace(
    ORDER,
    answers=(
        Answered(line=1, answer=LineAnswer.ACCEPTED, revision=1),
        Answered(line=2, answer=LineAnswer.CHANGED, revision=1, quantity=Decimal(200), promised=date(2026, 6, 9)),
        Answered(line=3, answer=LineAnswer.REJECTED, revision=1, reason=text_hash("The jug is out of production.")),
    ),
)
REVISED = replace(
    ORDER,
    revision=2,
    lines=(
        replace(LINES[0], unit_price=Decimal("4.20")),
        replace(LINES[1], quantity=Decimal(200), delivery_date=date(2026, 6, 9)),
        line(4, "Saucer 15 cm", "100", "2.10"),
    ),
)
