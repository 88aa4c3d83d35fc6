"""Notices about orders and words, each with its scene."""

from dataclasses import replace

from core.events import (
    CommentAdded,
    FileAdded,
    LineAnswersWithdrawn,
    LinesAccepted,
    LinesRejected,
    OrderCanceled,
    OrderCompleted,
    OrderRevised,
    RevisedFor,
)
from core.letters import Notice, Scene
from core.names import hash_of, text_hash
from core.order import Attached, OrderStatus
from core.question import About, QuestionKind
from tests.channels.render.sample_invoices import DRAFT
from tests.channels.render.sample_orders import (
    AT,
    INV,
    LINES,
    MIXED,
    ORDER,
    PARTLY,
    PO,
    REVISED,
    WHOLLY,
    K,
)
from tests.channels.render.sample_scenes import CHOICE, READING, REASON, SCENE, VERDICTS, WORDS, notice

Cases = dict[str, tuple[Notice, Scene]]


def orders() -> Cases:
    """Letters about the order."""
    s = SCENE
    read = replace(s, reading=READING)
    order = replace(s, orders=(ORDER,))
    return {
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
    }


def talk() -> Cases:
    """Receipts, questions, words, files, reminders."""
    s = SCENE
    read, draft = replace(s, reading=READING), replace(s, invoices=(DRAFT,))
    file = Attached(hash=hash_of(b"x"), name="drawing <4>.pdf", media_type="application/pdf", size=9)
    return {
        "receipt": (notice(K.RECEIPT), replace(read, verdicts=VERDICTS)),
        "receipt-invoice": (notice(K.RECEIPT, INV), replace(s, verdicts=VERDICTS[:1])),
        "receipt-empty": (notice(K.RECEIPT, None), replace(s, orders=())),
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
        "comment": (
            notice(K.COMMENT, event=CommentAdded(document=PO, text=text_hash(WORDS), from_supplier=False)),
            s,
        ),
        "file": (notice(K.FILE, event=FileAdded(document=PO, file=file, from_supplier=False)), s),
        "reminder": (notice(K.REMINDER), replace(s, orders=(PARTLY,))),
        "reminder-invoice": (notice(K.REMINDER, INV), draft),
        "reminder-question": (notice(K.REMINDER, INV, question=CHOICE), draft),
    }
