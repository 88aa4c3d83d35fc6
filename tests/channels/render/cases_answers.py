"""Answers, and notices to buyers, each with its scene."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.events import (
    CommentAdded,
    Refused,
    StatementReconciled,
    Why,
)
from core.invoice import InvoiceStatus
from core.letters import Notice, Scene
from core.money import EUR
from core.names import Reference, SupplierId, text_hash
from core.order import OrderStatus
from core.statement import StatedLine, Statement
from tests.channels.render.sample_invoices import DRAFT, INVOICE, PAYMENT, WIDE
from tests.channels.render.sample_orders import INV, MIXED, ORDER, PARTLY, PO, REVISED, TOKEN, WHOLLY, K
from tests.channels.render.sample_scenes import AGED, DIGEST, SCENE, WORDS, notice

Cases = dict[str, tuple[Notice, Scene]]


STATEMENT = Statement(
    file="statement.xlsx",
    currency=EUR,
    lines=(
        StatedLine(number="77", issued=date(2026, 5, 1), amount=Decimal("1856.40"), open=Decimal("1856.40")),
        StatedLine(number="78", issued=date(2026, 5, 2), amount=Decimal("4385.15")),
        StatedLine(number="79", issued=date(2026, 5, 3), amount=Decimal("90.00"), open=Decimal("90.00")),
        StatedLine(issued=date(2026, 5, 4), amount=Decimal("-500.00"), payment=True),
    ),
)
COMPARED = StatementReconciled(supplier=SupplierId("S-1"), file=None, agreed=1, disputed=1, missing=1, unknown=1)


def statements() -> Cases:
    """A statement of account, compared."""
    scene = replace(SCENE, invoices=(INVOICE, WIDE), statements=(STATEMENT,))
    return {
        "statement": (notice(K.STATEMENT, None, event=COMPARED), scene),
        "statement_differs": (notice(K.STATEMENT_DIFFERS, None, event=COMPARED), scene),
    }


def answers() -> Cases:
    """Answers to questions of the supplier."""
    s = SCENE
    draft = replace(s, invoices=(DRAFT,))
    paying = replace(INVOICE, status=InvoiceStatus.PARTLY_PAID, payments=(PAYMENT,))
    return {
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
            notice(K.REFUSED, event=Refused(why=Why.OLD_REVISION, document=PO, word="accept", detail="1")),
            replace(s, orders=(REVISED,), before=(ORDER,)),
        ),
        "supplier_off": (notice(K.SUPPLIER_OFF, None), s),
        "drafts_returned": (notice(K.DRAFTS_RETURNED, INV), draft),
    }


def buyers() -> Cases:
    """Letters to buyers."""
    s = SCENE
    wide = replace(s, invoices=(WIDE,))
    return {
        "decide_matching": (notice(K.DECIDE_MATCHING, WIDE.reference, decides=TOKEN), wide),
        "decide_approval": (
            notice(K.DECIDE_APPROVAL, INV, decides=TOKEN),
            replace(s, invoices=(replace(INVOICE, status=InvoiceStatus.PENDING, band=0),)),
        ),
        "order_drafted": (
            notice(K.ORDER_DRAFTED, decides=TOKEN),
            replace(s, orders=(replace(ORDER, status=OrderStatus.DRAFT, revision=0),)),
        ),
        "buyer_help": (notice(K.BUYER_HELP, None), s),
        "order_answered": (notice(K.ORDER_ANSWERED), replace(s, orders=(MIXED,))),
        "supplier_comment": (
            notice(K.SUPPLIER_COMMENT, event=CommentAdded(document=PO, text=text_hash(WORDS), from_supplier=True)),
            s,
        ),
        "undelivered": (notice(K.UNDELIVERED), replace(s, held=("anna@toepferei.example: 550 5.1.1 no such user",))),
        "delivery_unknown": (
            notice(K.DELIVERY_UNKNOWN),
            replace(s, held=("anna@toepferei.example: the connection was lost after the last byte",)),
        ),
        "mail_held": (
            notice(K.MAIL_HELD, None),
            replace(s, held=("unknown sender: info@somewhere.example, “Invoice 5”", "looks like toepferei.example")),
        ),
        "room_short": (notice(K.ROOM_SHORT, None), replace(s, held=("812 MB",))),
        "answers_stopped": (
            notice(K.ANSWERS_STOPPED, None),
            replace(s, held=("anna@toepferei.example – PO-1034 – Re: Your order",)),
        ),
        "digest": (notice(K.DIGEST, None), replace(s, digest=DIGEST, invoices=AGED)),
    }
