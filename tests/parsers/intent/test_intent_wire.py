"""Commands as JSON for `explain --json`, and a context from JSON for trying mails out."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.doubt import Doubt
from core.message import Attachment, FileRole, MailKind, Message
from core.names import address, hash_of
from core.question import QuestionKind
from core.reading import Said
from parsers.intent import understand
from parsers.intent.jsonl import command_json, doubt_json
from parsers.intent.trial import Trial, context_from_json
from tests.parsers.intent.conftest import TODAY, context, mail

Read = Callable[..., tuple[tuple[Said, ...], tuple[Doubt, ...]]]


def test_fields_are_plain_and_empty_ones_left_out(read: Read) -> None:
    """Decimals are strings, dates ISO, parts and items lists of objects."""
    said, _ = read("Item 1: 80 pcs on 12 May, 40 pcs on 29 May. The other two as ordered, confirmed.")
    shown = [command_json(s) for s in said]
    assert [s["word"] for s in shown] == ["change", "accept"]
    assert shown[0]["fields"] == {
        "line": 1,
        "parts": [{"quantity": "80", "date": "2026-05-12"}, {"quantity": "40", "date": "2026-05-29"}],
    }
    assert shown[1]["fields"] == {"lines": [2, 3]}
    json.dumps(shown)


def test_a_yes_to_everything_names_no_lines(read: Read) -> None:
    """Absent lines mean all."""
    said, _ = read("Confirmed.")
    assert command_json(said[0]) == {"word": "accept", "fields": {}, "words_in_mail": "Confirmed."}


def test_a_doubt_shows_its_choices(read: Read) -> None:
    """About what, why, and the choices."""
    _, doubts = read("both lines ok")
    shown = doubt_json(doubts[0])
    assert shown["about"] == "line"
    assert shown["choices"][0] == "1: Frying pan 28 cm, induction"


def test_quotes_are_items(read: Read) -> None:
    """Prices of a request for proposal, item by item."""
    said, _ = read("Item 1: 9.50 EUR, 14 days\nItem 3: no", thread="RFP-7")
    assert [command_json(s)["fields"] for s in said] == [
        {"items": [{"item": 1, "unit_price": "9.50", "currency": "EUR", "lead_time_days": 14}]},
        {"items": [3]},
    ]


WORLD = {
    "buyer": {"address": "orders@buyer.example", "token_address": "orders+po-1.abcdefghijklmnop@buyer.example"},
    "supplier": {"id": "S-1", "name": "Acme", "country": "NL", "currency": "EUR"},
    "documents": {
        "PO-1": {
            "kind": "po",
            "currency": "EUR",
            "lines": [
                {
                    "line": 1,
                    "sku": "A-1",
                    "description": "Bolt",
                    "quantity": "10",
                    "unit": "pcs",
                    "unit_price": "1.50",
                    "date": "2026-05-01",
                }
            ],
        },
        "INV-7": {
            "kind": "invoice",
            "number": "7",
            "date": "2026-04-01",
            "net": "10",
            "vat": "2",
            "gross": "12",
            "currency": "EUR",
        },
        "RFP-2": {
            "kind": "rfp",
            "deadline": "2026-06-30T17:00:00+02:00",
            "items": [{"item": 1, "description": "Nut", "quantity": "5"}],
        },
    },
    "questions": {
        "Q1": {"document": "INV-7", "type": "yes_no", "about": "date", "text": "Is the date 1 April right? Reply YES or NO."}
    },
    "contacts": {"ann@acme.example": {"name": "Ann", "language": "de", "locale": "de-DE"}},
}


def _world() -> Trial:
    return context_from_json(json.dumps(WORLD))


def test_a_world_is_read_from_json() -> None:
    """Orders, invoices, requests, contacts and questions become the types of the house."""
    world = _world()
    assert world.orders[0].lines[0].unit_price == Decimal("1.50")
    assert world.invoices[0].paper.gross_total == Decimal(12)
    assert world.rfps[0].deadline is not None
    assert world.supplier.contact(address("ann@acme.example")) is not None


def test_a_question_counts_where_the_mail_quotes_it() -> None:
    """A mail that shows no question answers none."""
    world = _world()
    quiet = Message(kind=MailKind.HUMAN, sender=address("ann@acme.example"), dated=datetime(2026, 4, 24, tzinfo=UTC))
    asked = Message(
        kind=MailKind.HUMAN, sender=address("ann@acme.example"), quoted_text="> Is the date 1 April right?\n> Reply YES or NO."
    )
    assert world.context(quiet, "INV-7").questions == ()
    assert [q.kind for q in world.context(asked, "INV-7").questions] == [QuestionKind.YES_NO]
    assert world.context(quiet, "INV-7").speaker.locale == "de-DE"


def test_a_broken_world_is_told() -> None:
    """A file that is no such context raises an error that names what is missing."""
    with pytest.raises(KeyError):
        context_from_json("{}")


def _told(*names: str) -> tuple[Attachment, ...]:
    """Files whose content says that they are invoices."""
    return tuple(
        Attachment(name=n, media_type="application/pdf", size=9, hash=hash_of(n.encode()), role=FileRole.INVOICE) for n in names
    )


def test_the_two_forms_of_a_corrected_invoice_replace_once_and_another_is_handed_in() -> None:
    """PDF and XML of one invoice have a name in common; an invoice beside them is not lost."""
    files = _told("invoice-81.pdf", "invoice-81.xml", "invoice-90.pdf")
    message = replace(mail("Attached is the corrected invoice, it replaces invoice 81."), attachments=files)

    said, doubts = understand(message, context(), TODAY)

    shown = [(s.command.word, command_json(s)["fields"].get("attachment")) for s in said]
    assert shown == [("replace", "invoice-81.pdf"), ("invoice", "invoice-90.pdf")]
    assert doubts == ()
