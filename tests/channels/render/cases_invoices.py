"""Notices about invoices, each with its scene."""

from dataclasses import replace
from decimal import Decimal

from core.events import (
    CreditApplied,
    InvoiceCanceled,
    InvoiceReturned,
    PaymentRecorded,
)
from core.findings import Effect, Finding, FindingKind
from core.invoice import InvoiceStatus
from core.letters import Notice, Scene
from core.names import text_hash
from tests.channels.render.sample_invoices import CREDIT, DRAFT, INVOICE, PAPER, PAYMENT, REST, WIDE
from tests.channels.render.sample_orders import INV, ORDER, SUPPLIER, K
from tests.channels.render.sample_scenes import CHOICE, READING, REASON, SCENE, notice

Cases = dict[str, tuple[Notice, Scene]]


def invoices() -> Cases:
    """Letters about an invoice that is being worked on."""
    s = SCENE
    read = replace(s, reading=READING)
    wide, draft = replace(s, invoices=(WIDE,)), replace(s, invoices=(DRAFT,))
    return {
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
    }


def settled() -> Cases:
    """Letters about an invoice that is decided."""
    s = SCENE
    paying = replace(INVOICE, status=InvoiceStatus.PARTLY_PAID, payments=(PAYMENT,))
    paid = replace(INVOICE, status=InvoiceStatus.PAID, payments=(PAYMENT, REST))
    return {
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
    }
