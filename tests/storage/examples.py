"""Small documents and mails that the tests of storage keep and find again."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.invoice import Assigned, Invoice, InvoiceStatus
from core.letters import Nature
from core.message import Channel, Delivery
from core.money import EUR
from core.names import Address, BlobHash, MessageId, Reference, SupplierId, Token
from core.order import OrderLine, OrderStatus, PurchaseOrder
from core.paper import Paper, PaperKind, PaperLine, Source
from core.party import Buyer, Contact, Supplier
from core.question import About, Question, QuestionKind
from storage.outbox import OutboxRow
from storage.store import Store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TERM = timedelta(minutes=5)
BOLTS = SupplierId("S-1")


def an_order(
    number: str = "PO-1", *, supplier: SupplierId = BOLTS, status: OrderStatus = OrderStatus.SUBMITTED, sku: str = "M8-20"
) -> PurchaseOrder:
    """An order of 100 bolts at 0.125."""
    line = OrderLine(
        number=1, description="Bolt M8 × 20", quantity=Decimal(100), unit_price=Decimal("0.125"), supplier_sku=sku, unit="C62"
    )
    return PurchaseOrder(
        reference=Reference(number),
        supplier=supplier,
        initiator=Address("ines@acme.test"),
        currency=EUR,
        lines=(line,),
        status=status,
        submitted_at=NOW,
    )


def an_invoice(
    number: str = "INV-1",
    *,
    theirs: str | None = "77",
    order: str = "PO-1",
    status: InvoiceStatus = InvoiceStatus.PENDING,
    gross: str = "12.50",
    supplier: SupplierId = BOLTS,
    issued: date = date(2026, 11, 20),
) -> Invoice:
    """An invoice over these bolts."""
    line = PaperLine(description="Bolt", quantity=Decimal(100), unit_price=Decimal("0.125"), net_amount=Decimal("12.50"))
    paper = Paper(
        kind=PaperKind.INVOICE, source=Source.TEXT, number=theirs, issue_date=issued, gross_total=Decimal(gross), lines=(line,)
    )
    return Invoice(
        reference=Reference(number),
        supplier=supplier,
        paper=paper,
        received_at=NOW,
        status=status,
        orders=(Reference(order),),
        assigned=(Assigned(invoice_line=0, order=Reference(order), line=1),),
    )


def a_supplier(number: str = "S-1", *addresses: str) -> Supplier:
    """A supplier with contacts at these addresses."""
    contacts = tuple(Contact(address=Address(who), name="Otto") for who in addresses or ("otto@bolts.test",))
    return Supplier(id=SupplierId(number), name="Bolts & Söhne", contacts=contacts, tolerance=Decimal("2.5"))


def a_buyer(who: str = "ines@acme.test", slack: str = "") -> Buyer:
    """A buyer."""
    return Buyer(address=Address(who), name="Ines", slack_user=slack)


def a_question(number: str = "Q-1", *, document: str = "PO-1", token: str = "abcdefghijklmnop") -> Question:
    """Does the supplier accept?"""
    return Question(
        reference=Reference(number),
        document=Reference(document),
        supplier=BOLTS,
        about=About.ACCEPTANCE,
        kind=QuestionKind.YES_NO,
        asked_of=Address("otto@bolts.test"),
        token=Token(token),
        expires=NOW + timedelta(days=14),
    )


def a_mail(number: int, *, sender: str = "otto@bolts.test", size: int = 0, at: datetime = NOW, way: str = "") -> Delivery:
    """A mail that differs from others in its number; `way` is its transport id."""
    raw = f"From: Otto <{sender}>\r\nSubject: Mail {number}\r\n\r\nThis is {number}.\r\n".encode() + b"x" * size
    return Delivery(channel=Channel.SMTP, transport_id=way or f"smtp:{number}", received_at=at, raw=raw)


def a_letter(store: Store, number: int, *, key: str = "", at: datetime = NOW, document: str = "PO-1") -> OutboxRow:
    """A letter that waits in the outbox; returned as it was added."""
    with store.begin() as unit:
        row = OutboxRow(
            id=f"out-{number}",
            sink="mail",
            recipient="otto@bolts.test",
            envelope_sender=Address("orders+bounce@acme.test"),
            message_id=MessageId(f"<out-{number}@acme.test>"),
            document=Reference(document),
            nature=Nature.GENERATED,
            content=unit.blobs.put(f"letter {number}".encode()),
            created_at=at,
            supersede_key=key,
        )
        unit.outbox.add(row)
    return row


def blob_name(character: str) -> BlobHash:
    """A hash that is easy to tell in a test."""
    return BlobHash(character * 64)
