"""What was understood, told back value by value."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from channels.render.reply import Reply
from channels.render.tell.telling import Telling
from channels.render.tell.understood import meaning
from channels.render.words import HARD_SPACE, Words
from core.commands.command import Command
from core.commands.supplier_invoices import SubmitInvoice
from core.commands.supplier_orders import Accept, Change, Reject, Ship
from core.commands.supplier_quotes import Quote, QuotedItem
from core.commands.supplier_talk import Comment, SendDocument, Yes
from core.letters import Notice, NoticeKind, Person, Scene, Weight
from core.names import Address
from core.party import Language
from core.policy import House
from core.schedule import Part

HOUSE = House(name="Acme", mailbox=Address("orders@acme.example"))


def told(command: Command, language: Language) -> str:
    words = Words(language=language)
    telling = Telling(
        notice=Notice(kind=NoticeKind.RECEIPT, weight=Weight.RECEIPT),
        scene=Scene(house=HOUSE, at=datetime(2026, 5, 12, tzinfo=UTC)),
        words=words,
        person=Person(address=Address("anna@toepferei.example")),
        reply=Reply(to=HOUSE.mailbox, words=words),
    )
    return meaning(telling, command).replace(HARD_SPACE, " ")


@pytest.mark.parametrize(
    ("command", "english", "german"),
    [
        (Accept(lines=(1, 3)), "You accept: lines 1 and 3", "Sie nehmen an: Positionen 1 und 3"),
        (Yes(), "Yes", "Ja"),
        (Comment(text="Greetings"), "Words for the buyer: Greetings", "Worte an den Käufer: Greetings"),
        (
            Change(line=2, quantity=Decimal("1250.5"), unit_price=Decimal("3.9"), date=date(2026, 6, 2)),
            "You propose a change: line 2; quantity 1,250.5; unit price 3.90; date 2 Jun 2026",
            "Sie schlagen eine Änderung vor: Position 2; Menge 1.250,5; Einzelpreis 3,90; Datum 2. Juni 2026",
        ),
        (
            Change(parts=(Part(quantity=Decimal(20), date=date(2026, 6, 2)), Part(quantity=Decimal(5)))),
            "You propose a change: in parts 20 – 2 Jun 2026 and 5 – later",
            "Sie schlagen eine Änderung vor: in Teilen 20 – 2. Juni 2026 und 5 – später",
        ),
        (
            Reject(lines=(2,), reason="no clay"),
            "You reject: line 2; reason no clay",
            "Sie lehnen ab: Position 2; Grund no clay",
        ),
        (Ship(carrier="DHL"), "You shipped: carrier DHL", "Sie haben versandt: Spedition DHL"),
        (
            SubmitInvoice(number="77", as_ordered=True),
            "You send an invoice: number 77; as ordered",
            "Sie senden eine Rechnung: Nummer 77; wie bestellt",
        ),
        (SendDocument(document="PO-1034"), "You want a document again: document PO-1034", None),
        (
            Quote(items=(QuotedItem(item=1, unit_price=Decimal("2.5"), lead_time_days=14),), complete=True),
            "You offer: item 1 (unit price 2.50, lead time in days 14); that is all",
            None,
        ),
    ],
)
def test_a_command_in_words(command: Command, english: str, german: str | None) -> None:
    """Only what was said, in the reader's language."""
    assert told(command, Language.EN) == english
    if german:
        assert told(command, Language.DE) == german
