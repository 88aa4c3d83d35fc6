"""Invoices on the order: one that matches, one that is above the tolerance, a draft; payments and a credit note."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.findings import Effect, Finding, FindingKind
from core.invoice import Assigned, CreditNote, Invoice, InvoiceStatus, Payment
from core.money import EUR
from core.names import Reference
from core.paper import Paper, PaperKind, PaperLine, Source, TaxPart
from tests.channels.render.sample_orders import AT, INV, PO, S_1


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
