"""Words, questions, a reading, a digest, and the scene that holds them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.commands.supplier_orders import Accept, Change
from core.commands.supplier_talk import Comment
from core.dossier import Text
from core.doubt import Doubt, Option, Reason
from core.events import (
    Event,
)
from core.letters import DigestLine, DigestSection, FileVerdict, Notice, NoticeKind, Scene, Weight
from core.message import Attachment, FileRole, MailKind, Message
from core.names import Address, Reference, Token, hash_of, text_hash
from core.question import About, Question, QuestionKind
from core.reading import Reading, Said
from core.schedule import Part
from tests.channels.render.sample_invoices import INVOICE, WIDE
from tests.channels.render.sample_orders import AT, HOUSE, INV, ORDER, PO, S_1, SUPPLIER, TOKEN, K

BUYERS = frozenset(
    {
        K.DECIDE_MATCHING,
        K.DECIDE_APPROVAL,
        K.ORDER_DRAFTED,
        K.RFP_DRAFTED,
        K.BUYER_HELP,
        K.STATEMENT_DIFFERS,
        K.DECIDE_ANSWER,
        K.ORDER_SHIPPED,
        K.ORDER_ANSWERED,
        K.SUPPLIER_COMMENT,
        K.UNDELIVERED,
        K.DELIVERY_UNKNOWN,
        K.MAIL_HELD,
        K.ANSWERS_STOPPED,
        K.ROOM_SHORT,
        K.DIGEST,
        K.PROPOSAL_IN,
        K.RFP_CLOSED,
    }
    | {K.CHANGE_ASKED, K.BANK_TO_CONFIRM, K.SUPPLIER_SILENT}
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
        Doubt(
            about=About.UNIT_PRICE,
            why=Reason.SEVERAL_VALUES,
            choices=(Decimal("5.20"), Decimal("5.25")),
            words="The price is 5.20 or 5.25, as agreed.",
        ),
        Doubt(
            about=About.DATE,
            why=Reason.VAGUE_DATE,
            detail="early June",
            choices=(date(2026, 6, 1), date(2026, 6, 10)),
            words="The bowls come in early June.",
        ),
        Doubt(
            about=About.ACCEPTANCE,
            why=Reason.CONDITION,
            choices=(Option.ACCEPT, Option.REFUSE, Option.OTHER_VALUES),
            words="We take the rest if the price holds.",
        ),
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
    kind: NoticeKind,
    document: Reference | None = PO,
    event: Event | None = None,
    question: Question | None = None,
    decides: Token | None = None,
) -> Notice:
    return Notice(kind=kind, weight=Weight.STATUS, document=document, event=event, question=question, decides=decides)
