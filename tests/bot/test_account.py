"""`explain` for people: a mail's whole story on one page."""

from datetime import UTC, datetime

import pytest

from bot.explaining import NoDns, explain, told
from bot.reader import Reader
from core.message import Channel, Delivery
from parsers import rfc822
from parsers.cage import Cage, Limits
from parsers.intent.trial import context_from_json

WORLD = """{"buyer": {"address": "orders@acme.example"}, "supplier": {"id": "S-1", "name": "Vendor"},
 "contacts": {"anna@vendor.example": {"name": "Anna"}},
 "documents": {"PO-1034": {"kind": "po", "lines": [
   {"line": 1, "description": "Frying pan", "quantity": "120", "unit_price": "24.50", "date": "2026-05-12"},
   {"line": 2, "description": "Stock pot", "quantity": "60", "unit_price": "38.90", "date": "2026-05-12"}]}}}"""
MAIL = (
    "From: Anna <anna@vendor.example>\nTo: orders@acme.example\nSubject: Re: [PO-1034] Order\n"
    "Date: Fri, 24 Apr 2026 09:00:00 +0000\n\n"
    "Line 1 is fine. Line 2 comes in week 24. Which gate should the driver take?\n"
)


@pytest.fixture(scope="module")
def reader():
    """A reader without a house."""
    with Cage(jobs=1) as cage:
        yield Reader(cage=cage, dns=NoDns(), house=rfc822.MailSettings())


def delivery() -> Delivery:
    """The mail, as a file names it."""
    return Delivery(channel=Channel.CLI, transport_id="1", received_at=datetime(2026, 4, 24, tzinfo=UTC), raw=MAIL.encode())


def test_the_whole_story(reader):
    """Who wrote, what is understood, what is asked, and what the buyer reads."""
    page = told(explain(None, context_from_json(WORLD), reader, delivery(), "mail.eml"), as_json=False)

    assert [line.strip() for line in page.splitlines() if line.strip()] == [
        "mail.eml",
        "From       Anna <anna@vendor.example>",
        "Subject    Re: [PO-1034] Order",
        "Kind       a person's mail",
        "Authentic  none  (no source of authenticity is configured)",
        "Standing   named  (no source of authenticity is configured)",
        "About      PO-1034",
        "Therefore  it is worked on  (a person's mail)",
        "They wrote",
        "│ Line 1 is fine. Line 2 comes in week 24. Which gate should the driver take?",
        "Understood",
        "✓ accept: line 1",
        "“Line 1 is fine.”",
        "Not certain, so it is asked",
        "? date: “week 24” is no single day.",
        "“Line 2 comes in week 24.”",
        "Passed on to the buyer in his words",
        "“Which gate should the driver take?”",
    ]


def test_a_mail_that_breaks_its_reader_is_answered():
    """One page for it like for any other; the mails behind it are read."""
    with Cage(limits=Limits(wall_seconds=0.0)) as cage:
        hurried = Reader(cage=cage, dns=NoDns(), house=rfc822.MailSettings())
        page = told(explain(None, None, hurried, delivery(), "mail.eml"), as_json=False)
    assert "it could not be read: time" in page
