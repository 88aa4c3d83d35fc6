"""Letters about proposed changes, disputes and shipments, each with its scene."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.events import AnswersDecided, ContestSettled, OrderShipped
from core.letters import Notice, Scene
from core.names import Address, text_hash
from core.order import Answered, AnswerField, Decided, LineAnswer, PurchaseOrder
from core.party import Contact
from core.question import About, QuestionKind
from core.schedule import Part, Shipment, ShippedLine
from tests.channels.render.sample_orders import AT, ORDER, PO, SUPPLIER, TOKEN, K
from tests.channels.render.sample_scenes import CHOICE, READING, SCENE, notice

Cases = dict[str, tuple[Notice, Scene]]
F = AnswerField
ANNA = Address("anna@toepferei.example")
KILN = "The kiln is down until the end of May."
PROPOSED = replace(
    ORDER,
    answers=(
        Answered(
            line=1,
            answer=LineAnswer.CHANGED,
            revision=1,
            unit_price=Decimal("4.10"),
            promised=date(2026, 6, 16),
            substitute="SZ-24-B",
            reason=text_hash(KILN),
            by=text_hash(ANNA),
        ),
        Answered(
            line=2,
            answer=LineAnswer.CHANGED,
            revision=1,
            parts=(Part(quantity=Decimal(200), date=date(2026, 6, 2)), Part(quantity=Decimal(50), date=date(2026, 6, 20))),
            by=text_hash(ANNA),
        ),
        Answered(line=3, answer=LineAnswer.ACCEPTED, revision=1),
    ),
)
WITH_TEXT = replace(
    SCENE,
    texts=(*SCENE.texts, *(replace(SCENE.texts[0], hash=text_hash(t), text=t) for t in (KILN, "The price is agreed for 2026."))),
)
SENT = Shipment(
    number=1,
    lines=(ShippedLine(line=1, quantity=Decimal(200)), ShippedLine(line=2, quantity=Decimal(260))),
    at=AT,
    date=date(2026, 5, 12),
    carrier="DHL",
    tracking="00340434161094",
)
LINE = replace(CHOICE, document=PO, about=About.QUANTITY, kind=QuestionKind.VALUE, choices=(), line=2)
DISPUTE = replace(CHOICE, document=PO, about=About.CONTACTS, choices=("earlier", "later"))
DISPUTED = replace(
    ORDER,
    answers=(Answered(line=1, answer=LineAnswer.ACCEPTED, revision=1, by=text_hash(ANNA)),),
    contested=(
        Answered(line=1, answer=LineAnswer.CHANGED, revision=1, promised=date(2026, 6, 9), by=text_hash("jan@toepferei.example")),
    ),
)
BOTH = replace(SUPPLIER, contacts=(*SUPPLIER.contacts, Contact(address=Address("jan@toepferei.example"), name="Jan Söhne")))


def decided(*decisions: Decided, now: PurchaseOrder) -> tuple[Notice, Scene]:
    """The result letter of these decisions."""
    event = AnswersDecided(order=PO, decisions=decisions, by=ORDER.initiator)
    return notice(K.ANSWER_DECIDED, event=event), replace(WITH_TEXT, orders=(now,), before=(PROPOSED,))


def answered() -> Cases:
    """What a supplier proposes and what becomes of it."""
    read = replace(WITH_TEXT, reading=READING, orders=(PROPOSED,))
    taken = replace(
        ORDER,
        revision=2,
        lines=(
            replace(ORDER.lines[0], delivery_date=date(2026, 6, 16)),
            replace(ORDER.lines[1], parts=PROPOSED.answers[1].parts),
            ORDER.lines[2],
        ),
        answers=(Answered(line=2, answer=LineAnswer.ACCEPTED, revision=2, decided=True), PROPOSED.answers[2]),
    )
    no = text_hash("The price is agreed for 2026.")
    sent = replace(PROPOSED, shipments=(SENT,))
    disputed = replace(WITH_TEXT, orders=(DISPUTED,), supplier=BOTH)
    return {
        "change_noted": (notice(K.CHANGE_NOTED), read),
        "change_noted-part": (notice(K.CHANGE_NOTED), replace(read, orders=(replace(PROPOSED, answers=PROPOSED.answers[:1]),))),
        "decide_answer": (replace(notice(K.DECIDE_ANSWER), decides=TOKEN), read),
        "decide_answer-one": (
            replace(notice(K.DECIDE_ANSWER), decides=TOKEN),
            replace(read, orders=(replace(PROPOSED, answers=PROPOSED.answers[1:]),)),
        ),
        "answer_decided": decided(
            Decided(line=1, taken=(F.DATE,), refused=(F.PRICE, F.SUBSTITUTE), reason=no),
            Decided(line=2, taken=(F.PARTS,)),
            now=taken,
        ),
        "answer_decided-taken": decided(Decided(line=2, taken=(F.PARTS,)), now=taken),
        "answer_decided-refused": decided(Decided(line=1, refused=(F.PRICE, F.DATE, F.SUBSTITUTE), reason=no), now=ORDER),
        "contest_settled": (
            notice(K.CONTEST_SETTLED, event=ContestSettled(order=PO, lines=(1,), later=True)),
            replace(WITH_TEXT, orders=(PROPOSED,)),
        ),
        "contest_settled-earlier": (
            notice(K.CONTEST_SETTLED, event=ContestSettled(order=PO, lines=(3,), later=False)),
            replace(WITH_TEXT, orders=(PROPOSED,)),
        ),
        "question-contacts": (notice(K.QUESTION, PO, question=DISPUTE), disputed),
        "question-line": (notice(K.QUESTION, PO, question=LINE), read),
        "order_answered-contested": (notice(K.ORDER_ANSWERED), disputed),
        "shipment_noted": (
            notice(K.SHIPMENT_NOTED, event=OrderShipped(order=PO, shipment=SENT)),
            replace(WITH_TEXT, orders=(sent,)),
        ),
        "order_shipped": (
            notice(K.ORDER_SHIPPED, event=OrderShipped(order=PO, shipment=SENT)),
            replace(WITH_TEXT, orders=(sent,)),
        ),
        "status-waiting": (notice(K.STATUS), replace(WITH_TEXT, orders=(sent,))),
    }
