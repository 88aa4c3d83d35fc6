"""A house, a supplier, its orders and invoices, and a post for every kind of notice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core.commands.supplier_invoices import SubmitInvoice
from core.commands.supplier_orders import Accept, Change, Part, Reject, Ship
from core.commands.supplier_quotes import Quote, QuotedItem
from core.commands.supplier_talk import Comment
from core.dossier import Text
from core.events import (
    CommentAdded,
    CreditApplied,
    Event,
    FileAdded,
    InvoiceCanceled,
    InvoiceReturned,
    LineAnswersWithdrawn,
    LinesAccepted,
    LinesRejected,
    OrderCanceled,
    OrderCompleted,
    OrderRevised,
    PaymentRecorded,
    Refused,
    RevisedFor,
    Why,
)
from core.findings import Effect, Finding, FindingKind
from core.invoice import Assigned, CreditNote, Invoice, InvoiceStatus, Payment
from core.letters import DigestLine, DigestSection, FileVerdict, Notice, NoticeKind, Person, Post, Scene, Weight
from core.message import Attachment, FileRole, MailKind, Message
from core.money import EUR
from core.names import Address, Reference, SupplierId, Token, hash_of, text_hash
from core.order import Answered, Attached, LineAnswer, OrderLine, OrderStatus, PurchaseOrder
from core.paper import Paper, PaperKind, PaperLine, Source, TaxPart
from core.party import Contact, Language, Supplier
from core.policy import House
from core.question import About, Question, QuestionKind
from core.reading import Doubt, Reading, Said

AT = datetime(2026, 5, 12, 8, 30, tzinfo=UTC)
K = NoticeKind
S_1 = SupplierId("S-1")
PO = Reference("PO-1034")
INV = Reference("INV-1012")
TOKEN = Token("k7qxabcdefghijkl")
BUYERS = frozenset(
    {K.DECIDE_MATCHING, K.DECIDE_APPROVAL, K.ORDER_ANSWERED, K.SUPPLIER_COMMENT, K.UNDELIVERED, K.MAIL_HELD, K.DIGEST}
)
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


def paper_line(description: str, quantity: str, price: str, amount: str) -> PaperLine:
    return PaperLine(
        description=description,
        quantity=Decimal(quantity),
        unit="pcs",
        unit_price=Decimal(price),
        net_amount=Decimal(amount),
        tax_rate=Decimal(19),
    )


PAPER = Paper(
    kind=PaperKind.INVOICE,
    source=Source.TEXT,
    file="rechnung-77.pdf",
    number="77",
    issue_date=date(2026, 5, 11),
    due_date=date(2026, 6, 12),
    order_references=("PO-1034",),
    currency=EUR,
    net_total=Decimal("1560.00"),
    tax_total=Decimal("296.40"),
    gross_total=Decimal("1856.40"),
    seller_name="Töpferei Żuraw & Söhne",
    iban="DE89 3704 0044 0532 0130 00",
    lines=(paper_line("Bowl 24 cm", "400", "3.90", "1560.00"),),
    taxes=(TaxPart(rate=Decimal(19), base=Decimal("1560.00"), amount=Decimal("296.40")),),
    proven=True,
)
INVOICE = Invoice(
    reference=INV,
    supplier=S_1,
    paper=PAPER,
    received_at=AT,
    status=InvoiceStatus.APPROVED,
    orders=(PO,),
    assigned=(Assigned(invoice_line=0, order=PO, line=1),),
)
WIDE_PAPER = replace(
    PAPER,
    number="78",
    net_total=Decimal("3685.00"),
    tax_total=Decimal("700.15"),
    gross_total=Decimal("4385.15"),
    lines=(
        paper_line("Bowl 24 cm", "400", "4.20", "1680.00"),
        paper_line("Plate 27 cm", "260", "5.25", "1365.00"),
        paper_line("Jug with lid", "40", "13.75", "550.00"),
        paper_line("Pallet fee", "1", "90.00", "90.00"),
    ),
)
WIDE = replace(
    INVOICE,
    reference=Reference("INV-1013"),
    paper=WIDE_PAPER,
    status=InvoiceStatus.MATCHING,
    assigned=tuple(Assigned(invoice_line=n, order=PO, line=n + 1) for n in range(3)),
    findings=(
        Finding(
            kind=FindingKind.UNORDERED_ITEM, effect=Effect.MATCHING, order=PO, invoice_line=3, what="Pallet fee", theirs="90.00"
        ),
        Finding(
            kind=FindingKind.QUANTITY_ABOVE,
            effect=Effect.SHOWN,
            order=PO,
            line=2,
            invoice_line=1,
            what="Plate 27 cm",
            ours="250",
            theirs="260",
            difference=Decimal(10),
        ),
        Finding(
            kind=FindingKind.PRICE_ABOVE,
            effect=Effect.SHOWN,
            order=PO,
            line=1,
            invoice_line=0,
            what="Bowl 24 cm, speckled glaze",
            ours="3.90",
            theirs="4.20",
            difference=Decimal("0.30"),
        ),
        Finding(
            kind=FindingKind.TOTAL_ABOVE,
            effect=Effect.MATCHING,
            order=PO,
            ours="3422.50",
            theirs="3685.00",
            difference=Decimal("262.50"),
        ),
    ),
)
DRAFT = replace(
    INVOICE,
    status=InvoiceStatus.DRAFT,
    paper=replace(PAPER, number=None, order_references=("1043",)),
    orders=(),
    assigned=(),
    findings=(
        Finding(kind=FindingKind.NOT_CERTAIN, effect=Effect.DRAFT, what="number"),
        Finding(kind=FindingKind.ORDER_UNKNOWN, effect=Effect.DRAFT, theirs="1043"),
    ),
)
PAYMENT = Payment(number=1, amount=Decimal("1000.00"), paid_on=date(2026, 6, 10), remittance="SEPA 2026-0610-3")
REST = Payment(number=2, amount=Decimal("856.40"), paid_on=date(2026, 6, 12), remittance="SEPA 2026-0612-1")
CREDIT = CreditNote(
    reference=Reference("CN-3"),
    supplier=S_1,
    paper=replace(PAPER, kind=PaperKind.CREDIT_NOTE, number="G-9", gross_total=Decimal("120.00")),
    received_at=AT,
    invoice=INV,
    applied=Decimal("100.00"),
)
WORDS = "We can do the plates a week later.\nIs that fine with you?"
REASON = "The pallets were agreed to be free of charge."
TEXTS = tuple(Text(hash=text_hash(t), text=t) for t in (WORDS, REASON, "The jug is out of production."))
CHOICE = Question(
    reference=Reference("Q-5"),
    document=INV,
    supplier=S_1,
    about=About.ORDER,
    kind=QuestionKind.CHOICE,
    asked_of=Address("anna@toepferei.example"),
    token=TOKEN,
    expires=datetime(2026, 5, 26, 22, 0, tzinfo=UTC),
    choices=("PO-1034", "PO-1036"),
)
DECISION = replace(
    CHOICE,
    about=About.DECISION,
    kind=QuestionKind.VALUE,
    choices=(),
    document=Reference("INV-1013"),
    asked_of=Address("mara@acme.example"),
)


def attachment(name: str, role: FileRole) -> Attachment:
    return Attachment(name=name, media_type="application/pdf", size=48_000, hash=hash_of(name.encode()), role=role)


READING = Reading(
    message=Message(kind=MailKind.HUMAN, subject="AW: [PO-1034] Purchase order from Acme", new_text=WORDS),
    said=(
        Said(command=Accept(lines=(1, 3)), words="Lines 1 and 3 are fine."),
        Said(
            command=Change(
                line=2,
                quantity=Decimal(250),
                parts=(Part(quantity=Decimal(200), date=date(2026, 6, 2)), Part(quantity=Decimal(50))),
                reason="kiln is down",
            ),
            words="Of the plates we can send 200 on 2 June, the other 50 later, the kiln is down.",
        ),
        Said(command=Comment(text="Greetings to Mara"), words="Greetings to Mara"),
    ),
    doubts=(
        Doubt(about=About.UNIT_PRICE, why="two prices", choices=("5.20", "5.25"), words="The price is 5.20 or 5.25, as agreed."),
    ),
)
VERDICTS = (
    FileVerdict(file=attachment("rechnung-77.pdf", FileRole.INVOICE), verdict="invoice", reference=INV),
    FileVerdict(file=attachment("AGB.pdf", FileRole.TERMS), verdict="terms"),
    FileVerdict(file=attachment("photos.zip", FileRole.ENCRYPTED), verdict="encrypted"),
)
DIGEST = (
    DigestLine(
        section=DigestSection.TO_DECIDE,
        document=Reference("INV-1013"),
        what="Invoice 78 of Töpferei Żuraw & Söhne on PO-1034",
        amount="EUR 4385.15",
        since=datetime(2026, 5, 11, 9, 0, tzinfo=UTC),
        findings=WIDE.findings[:1],
    ),
    DigestLine(
        section=DigestSection.TO_DECIDE,
        document=Reference("INV-1009"),
        what="Invoice 2026/114 of Nordholz A/S on PO-1021",
        amount="EUR 980.00",
        since=datetime(2026, 5, 2, 9, 0, tzinfo=UTC),
    ),
    DigestLine(
        section=DigestSection.TO_DECIDE,
        document=Reference("INV-1004"),
        what="Invoice A-5 of Blech & Partner on PO-1018",
        amount="EUR 12400.00",
        since=datetime(2026, 4, 20, 9, 0, tzinfo=UTC),
    ),
    DigestLine(
        section=DigestSection.CONFIRMATIONS_OVERDUE, document=PO, what="PO-1034, line 2", since=datetime(2026, 5, 4, tzinfo=UTC)
    ),
    DigestLine(section=DigestSection.HELD_MAIL, document=None, what="2 mails of unknown senders"),
)
AGED = tuple(
    replace(WIDE, reference=Reference(f"INV-{1013 + days}"), received_at=AT - timedelta(days=days))
    for days in (0, 1, 5, 9, 10, 22)
)
SCENE = Scene(
    house=HOUSE,
    at=AT,
    supplier=SUPPLIER,
    orders=(ORDER,),
    invoices=(INVOICE,),
    texts=TEXTS,
    tolerance=Decimal(0),
)


def notice(
    kind: NoticeKind, document: Reference | None = PO, event: Event | None = None, question: Question | None = None
) -> Notice:
    return Notice(kind=kind, weight=Weight.STATUS, document=document, event=event, question=question)


def cases() -> dict[str, tuple[Notice, Scene]]:
    """A notice of every kind, and of every form that a kind has, with its scene."""
    s = SCENE
    paying = replace(INVOICE, status=InvoiceStatus.PARTLY_PAID, payments=(PAYMENT,))
    paid = replace(INVOICE, status=InvoiceStatus.PAID, payments=(PAYMENT, REST))
    file = Attached(hash=hash_of(b"x"), name="drawing <4>.pdf", media_type="application/pdf", size=9)
    order, wide, draft = replace(s, orders=(ORDER,)), replace(s, invoices=(WIDE,)), replace(s, invoices=(DRAFT,))
    read = replace(s, reading=READING)
    found = {
        "order_sent": (notice(K.ORDER_SENT), order),
        "order_revised": (
            notice(K.ORDER_REVISED, event=OrderRevised(order=PO, lines=REVISED.lines, revised_for=RevisedFor.CONFIRMATION)),
            replace(s, orders=(REVISED,), before=(ORDER,)),
        ),
        "order_revised-for_invoice": (
            notice(K.ORDER_REVISED, event=OrderRevised(order=PO, lines=LINES, revised_for=RevisedFor.INVOICE, invoice=INV)),
            replace(s, before=(ORDER,)),
        ),
        "order_canceled": (
            notice(K.ORDER_CANCELED, event=OrderCanceled(order=PO, reason=text_hash(REASON))),
            replace(s, orders=(replace(ORDER, status=OrderStatus.CANCELED),)),
        ),
        "order_completed": (
            notice(K.ORDER_COMPLETED, event=OrderCompleted(order=PO, by_hand=True)),
            replace(s, orders=(replace(ORDER, status=OrderStatus.COMPLETED),)),
        ),
        "receipt": (notice(K.RECEIPT), replace(read, verdicts=VERDICTS)),
        "receipt-invoice": (notice(K.RECEIPT, INV), replace(s, verdicts=VERDICTS[:1])),
        "receipt-empty": (notice(K.RECEIPT, None), replace(s, orders=())),
        "acceptance_noted": (
            notice(K.ACCEPTANCE_NOTED, event=LinesAccepted(order=PO, revision=1, lines=(1, 2, 3), at=AT)),
            replace(read, orders=(WHOLLY,)),
        ),
        "acceptance_noted-part": (
            notice(K.ACCEPTANCE_NOTED, event=LinesAccepted(order=PO, revision=1, lines=(1,), at=AT)),
            replace(read, orders=(PARTLY,)),
        ),
        "rejection_noted": (
            notice(
                K.REJECTION_NOTED,
                event=LinesRejected(order=PO, revision=1, lines=(3,), at=AT, reason=text_hash("The jug is out of production.")),
            ),
            replace(read, orders=(MIXED,)),
        ),
        "withdrawal_noted": (notice(K.WITHDRAWAL_NOTED, event=LineAnswersWithdrawn(order=PO, lines=(1, 2))), order),
        "question": (notice(K.QUESTION, INV, question=CHOICE), replace(draft, reading=READING)),
        "question-value": (
            notice(K.QUESTION, INV, question=replace(CHOICE, kind=QuestionKind.VALUE, about=About.NUMBER, choices=())),
            draft,
        ),
        "question-yes_no": (
            notice(
                K.QUESTION,
                None,
                question=replace(CHOICE, kind=QuestionKind.YES_NO, about=About.SENDER, choices=(), document=None),
            ),
            s,
        ),
        "invoice_draft": (notice(K.INVOICE_DRAFT, INV, question=CHOICE), draft),
        "invoice_draft-unasked": (notice(K.INVOICE_DRAFT, INV), draft),
        "invoice_returned": (
            notice(
                K.INVOICE_RETURNED,
                WIDE.reference,
                event=InvoiceReturned(invoice=WIDE.reference, by=ORDER.initiator, reason=text_hash(REASON), at_order_price=True),
            ),
            replace(s, invoices=(replace(WIDE, status=InvoiceStatus.DRAFT),)),
        ),
        "invoice_matching": (notice(K.INVOICE_MATCHING, WIDE.reference), wide),
        "invoice_matching-strict": (
            notice(K.INVOICE_MATCHING, WIDE.reference),
            replace(wide, supplier=replace(SUPPLIER, tolerance=None)),
        ),
        "invoice_pending": (
            notice(K.INVOICE_PENDING, INV),
            replace(read, invoices=(replace(INVOICE, status=InvoiceStatus.PENDING, taken_by=(ORDER.initiator,)),)),
        ),
        "invoice_pending-bank": (
            notice(K.INVOICE_PENDING, INV),
            replace(
                s,
                invoices=(
                    replace(
                        INVOICE,
                        status=InvoiceStatus.PENDING,
                        paper=replace(PAPER, iban="GB33BUKB20201555555555"),
                        findings=(Finding(kind=FindingKind.BANK_DIFFERS, effect=Effect.PENDING),),
                    ),
                ),
            ),
        ),
        "invoice_approved": (notice(K.INVOICE_APPROVED, INV), read),
        "invoice_approved-taken": (
            notice(K.INVOICE_APPROVED, WIDE.reference),
            replace(s, invoices=(replace(WIDE, status=InvoiceStatus.APPROVED, taken_by=(ORDER.initiator,)),)),
        ),
        "invoice_rejected": (
            notice(K.INVOICE_REJECTED, WIDE.reference),
            replace(s, invoices=(replace(WIDE, status=InvoiceStatus.REJECTED, reason=text_hash(REASON)),)),
        ),
        "invoice_canceled": (
            notice(K.INVOICE_CANCELED, INV, event=InvoiceCanceled(invoice=INV, by_supplier=True)),
            replace(s, invoices=(replace(INVOICE, status=InvoiceStatus.CANCELED),)),
        ),
        "invoice_partly_paid": (
            notice(K.INVOICE_PARTLY_PAID, INV, event=PaymentRecorded(invoice=INV, payment=PAYMENT)),
            replace(s, invoices=(paying,)),
        ),
        "invoice_paid": (
            notice(K.INVOICE_PAID, INV, event=PaymentRecorded(invoice=INV, payment=REST)),
            replace(s, invoices=(paid,)),
        ),
        "invoice_already_received": (notice(K.INVOICE_ALREADY_RECEIVED, INV), s),
        "payment_reversed": (
            notice(
                K.PAYMENT_REVERSED,
                INV,
                event=PaymentRecorded(invoice=INV, payment=replace(PAYMENT, number=2, amount=-PAYMENT.amount, reverses=1)),
            ),
            s,
        ),
        "credit_received": (
            notice(
                K.CREDIT_RECEIVED,
                CREDIT.reference,
                event=CreditApplied(credit=CREDIT.reference, invoice=INV, amount=Decimal("100.00")),
            ),
            replace(s, credits=(CREDIT,), invoices=(replace(INVOICE, credited=Decimal("100.00")),)),
        ),
        "credit_received-unassigned": (
            notice(K.CREDIT_RECEIVED, CREDIT.reference),
            replace(s, credits=(replace(CREDIT, invoice=None),), invoices=()),
        ),
        "comment": (
            notice(K.COMMENT, event=CommentAdded(document=PO, text=text_hash(WORDS), from_supplier=False)),
            s,
        ),
        "file": (notice(K.FILE, event=FileAdded(document=PO, file=file, from_supplier=False)), s),
        "status": (notice(K.STATUS), replace(s, orders=(PARTLY,))),
        "status-invoice": (notice(K.STATUS, INV), replace(s, invoices=(paying,))),
        "status-unknown": (notice(K.STATUS, Reference("PO-9")), replace(s, orders=(), invoices=())),
        "open": (
            notice(K.OPEN, None),
            replace(s, orders=(PARTLY, replace(WHOLLY, reference=Reference("PO-1036"))), invoices=(INVOICE, WIDE)),
        ),
        "help": (notice(K.HELP, None), s),
        "document_again": (notice(K.DOCUMENT_AGAIN), s),
        "refused": (
            notice(K.REFUSED, event=Refused(why=Why.OLD_REVISION, document=PO, word="accept", detail="2")),
            replace(s, orders=(REVISED,), before=(ORDER,)),
        ),
        "supplier_off": (notice(K.SUPPLIER_OFF, None), s),
        "drafts_returned": (notice(K.DRAFTS_RETURNED, INV), draft),
        "reminder": (notice(K.REMINDER), replace(s, orders=(PARTLY,))),
        "reminder-invoice": (notice(K.REMINDER, INV), draft),
        "reminder-question": (notice(K.REMINDER, INV, question=CHOICE), draft),
        "decide_matching": (notice(K.DECIDE_MATCHING, WIDE.reference, question=DECISION), wide),
        "decide_approval": (
            notice(K.DECIDE_APPROVAL, INV, question=replace(DECISION, document=INV)),
            replace(s, invoices=(replace(INVOICE, status=InvoiceStatus.PENDING, band=0),)),
        ),
        "order_answered": (notice(K.ORDER_ANSWERED), replace(s, orders=(MIXED,))),
        "supplier_comment": (
            notice(K.SUPPLIER_COMMENT, event=CommentAdded(document=PO, text=text_hash(WORDS), from_supplier=True)),
            s,
        ),
        "undelivered": (notice(K.UNDELIVERED), replace(s, held=("anna@toepferei.example: 550 5.1.1 no such user",))),
        "mail_held": (
            notice(K.MAIL_HELD, None),
            replace(s, held=("unknown sender: info@somewhere.example, “Invoice 5”", "looks like toepferei.example")),
        ),
        "digest": (notice(K.DIGEST, None), replace(s, digest=DIGEST, invoices=AGED)),
    }
    return found


def person(kind: NoticeKind, language: Language) -> Person:
    """Who such a notice goes to."""
    if kind in BUYERS:
        return Person(address=Address("mara@acme.example"), name="Mara Lind", language=language, buyer=True)
    return Person(address=Address("anna@toepferei.example"), name="Anna Żuraw", language=language)


@pytest.fixture(scope="session")
def letters() -> Callable[[Language], dict[str, tuple[Post, Scene]]]:
    """Posts with their scenes by name, in a language."""

    def made(language: Language) -> dict[str, tuple[Post, Scene]]:
        return {
            name: (Post(to=(person(told.kind, language),), notices=(told,)), scene) for name, (told, scene) in cases().items()
        }

    return made


# A post of two notices, as most are: the status first, then what became of the mail.
TOGETHER = (
    (notice(K.INVOICE_APPROVED, INV), replace(notice(K.RECEIPT, INV), weight=Weight.RECEIPT)),
    replace(
        SCENE,
        reading=Reading(
            message=READING.message,
            said=(Said(command=SubmitInvoice(attachment="rechnung-77.pdf"), words="Our invoice is attached."),),
        ),
        verdicts=VERDICTS[:1],
    ),
)
EVERY_COMMAND = (
    Reject(lines=(2,), reason="no clay"),
    Ship(carrier="DHL", date=date(2026, 6, 1)),
    Quote(items=(QuotedItem(item=1, unit_price=Decimal("2.5"), lead_time_days=14),), complete=True),
)
