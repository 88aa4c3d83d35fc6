"""A whole mail: what it is about, what was forwarded in it, what is refused; and no bytes that are not answered."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.message import Channel, MailKind, Verdict
from core.names import Address

TOKEN = "abcdefgh23456777"


def test_everything_that_names_a_document(opened):
    """Plus addresses, our Message-IDs in References, tags, one-time tokens and numbers in the words."""
    message = opened(
        f"""From: anna@supplier.example
To: Orders <Orders+PO-1034.{TOKEN.upper()}@acme.example>, x+po-9.{TOKEN}@other.example
In-Reply-To: <po-1034.{TOKEN}.77@acme.example>
References: <a@supplier.example> <rfp-3.{TOKEN}.12@ACME.example> <po-8.{TOKEN}.1@evil.example>
 <po-1034.{TOKEN}.77@acme.example>
Subject: Re: [PO-1034] [INV-1012 {TOKEN.upper()}] [EXTERNAL] AW: prices
Message-ID: <b@supplier.example>
Date: Tue, 12 May 2026 09:41:00 +0200

The invoice is for po 1034, not PO#1035."""
    )
    assert message.hints.tokens == (("PO-1034", TOKEN), ("RFP-3", TOKEN))
    assert message.hints.message_ids[0] == f"<po-1034.{TOKEN}.77@acme.example>"
    assert message.hints.tags == ("PO-1034", "INV-1012")
    assert message.hints.one_time == (TOKEN,)
    assert message.hints.numbers == ("PO-1034", "PO-1035")
    assert (message.message_id, message.dated) == ("<b@supplier.example>", datetime(2026, 5, 12, 7, 41, tzinfo=UTC))


def test_the_envelope_names_a_document_too(opened):
    """A blind copy shows our address only there."""
    message = opened("From: anna@supplier.example\n\nok", recipients=(Address(f"orders+po-1.{TOKEN}@acme.example"),))
    assert message.hints.tokens == (("PO-1", TOKEN),)


FORWARD = """From: buyer@acme.example
Subject: Fwd: Invoice 77

Please book.

---------- Forwarded message ---------
From: Anna <anna@supplier.example>
Date: Tue, May 12, 2026 at 9:41 AM
Subject: Invoice 77
To: <buyer@acme.example>

Invoice attached.

---------- Forwarded message ---------
From: Bernd <bernd@supplier.example>
Subject: Rechnung
To: <anna@supplier.example>

Hier die Rechnung."""


def test_a_forward_written_into_the_text(opened):
    """Who wrote it, and the forward inside it; the forwarder's own words stay his."""
    message = opened(FORWARD)
    first = message.forwarded[0]
    assert message.new_text == "Please book."
    assert (first.sender, first.subject, first.new_text) == ("anna@supplier.example", "Invoice 77", "Invoice attached.")
    assert (first.forwarded[0].sender, first.forwarded[0].new_text) == ("bernd@supplier.example", "Hier die Rechnung.")
    assert first.authenticity.verdict is Verdict.NONE


def test_a_bare_forward_says_what_it_forwards(opened):
    """Nothing of it is the forwarder's own, and `quoted_text` says so."""
    message = opened(FORWARD.replace("Please book.\n", ""))
    assert "Invoice attached." in message.new_text
    assert "Invoice attached." in message.quoted_text
    assert message.forwarded[0].sender == "anna@supplier.example"


@pytest.mark.parametrize("subject", ["WG: Rechnung", "FW: Invoice", "TR : Facture", "I: Fattura", "RV: Factura"])
def test_outlook_forwards_are_told_by_the_subject(opened, subject):
    """Its header block is the same for answers and forwards."""
    block = "Von: Anna <anna@supplier.example>\nGesendet: Dienstag, 12. Mai 2026 09:41\nAn: Tom\nBetreff: Rechnung\n\nanbei"
    message = opened(f"From: buyer@acme.example\nSubject: {subject}\n\nbitte buchen\n\n{block}")
    assert (message.new_text, message.forwarded[0].sender) == ("bitte buchen", "anna@supplier.example")
    assert opened(f"From: buyer@acme.example\nSubject: AW: Rechnung\n\nja\n\n{block}").forwarded == ()


def test_plain_text_before_html_and_html_where_plain_is_empty(opened):
    """An empty or a "your program shows no HTML" part is no text."""
    head = "From: a@x.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n{}\n--b\n"
    head += "Content-Type: text/html\n\n<p>page</p>\n--b--"
    assert opened(head.format("plain")).new_text == "plain"
    assert opened(head.format("  ")).new_text == "page"
    assert opened(head.format("Your mail client cannot view HTML messages.")).new_text == "page"


REFUSED = {
    "depth": b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (n, n) for n in range(1000)),
    "parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 100_000,
    "header fields": b"A: b\n" * 5000 + b"\nx",
    "a loop": b"Received: x\n" * 26 + b"\nx",
}


@pytest.mark.parametrize("rest", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_keeps_what_its_headers_say(opened, rest):
    """The mail is held with its sender and subject, and never answered."""
    began = time.process_time()
    message = opened(b"From: Anna <anna@supplier.example>\nSubject: [PO-1034] x\n" + rest)
    assert time.process_time() - began < 0.5
    assert (message.sender, message.subject, message.hints.tags) == ("anna@supplier.example", "[PO-1034] x", ("PO-1034",))
    assert message.refused
    assert message.silent


def test_long_text_is_cut_and_told(opened):
    """The first 64 KB are read; a short mail says nothing of the kind."""
    assert opened("From: a@x.example\n\n" + "words " * 20_000).text_cut
    assert not opened("From: a@x.example\n\nwords").text_cut


@pytest.mark.parametrize(
    "value", ["", "Tue, 24 Nov 99999999999999999999 10:00:00 +0000", "yesterday", "Tue, 32 May 2026 25:61:00 +9999", "\u0664"]
)
def test_a_date_that_is_none(opened, value):
    """A wrong Date only informs (docs/threats.md T40)."""
    assert opened(f"From: a@x.example\nDate: {value}\n\nx").dated is None


@pytest.mark.parametrize("sender", ["", "<>", "((((" * 1000, "<a@", "=?utf-8?Q?", "\x00", "a" * 20_000 + "@x.example"])
def test_a_sender_that_is_none(opened, sender):
    """No address, no exception; the mail is read all the same."""
    message = opened(f"From: {sender}\nSubject: x\n\nwords")
    assert (message.sender, message.new_text) == (None, "words")


def test_every_text_is_safe_to_store(opened):
    """No NUL, no surrogate, no bidi letter, one line where one is meant (docs/threats.md T14, T33)."""
    raw = b'From: "A\xe2\x80\xaeB" <a@x.example>\nSubject: =?utf-8?Q?a=00=0D=0Ab=ED=A0=80?= \xff\n\nw\0o\xe2\x80\xaer\xeddd'
    message = opened(raw)
    for text in (message.sender_name, message.subject, message.new_text):
        text.encode("utf-8")
        assert not set(text) & {"\0", "\r", "\u202e"}
    assert "\n" not in message.subject


def test_a_null_envelope_sender_is_a_sign_only_at_our_own_door(opened):
    """IMAP does not say who the envelope sender was."""
    raw = "From: x@y.example\nSubject: Undelivered Mail\n\ncould not be delivered: a@x.example"
    assert opened(raw, channel=Channel.SMTP).kind is MailKind.BOUNCE
    assert opened(raw, channel=Channel.IMAP).kind is MailKind.HUMAN


PIECES = [
    b"From: a@x.example\n",
    b"Subject: =?utf-8?B?",
    b"Content-Type: multipart/mixed; boundary=a\n",
    b"Content-Type: multipart/alternative; boundary=a\n",
    b"Content-Type: message/rfc822\n",
    b"Content-Type: text/html; charset=utf-7\n",
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=a\n",
    b"Content-Type: message/delivery-status\n",
    b"Content-Type: application/ms-tnef\n",
    b"Content-Transfer-Encoding: base64\n",
    b"\n",
    b"\r\n",
    b"--a\n",
    b"--a--\n",
    b"> On 12 May 2026 a wrote:\n",
    b"begin 644 x\n",
    b"\x00\xff\xfe",
    b"\x78\x9f\x3e\x22",
    b"<blockquote>",
    b"Auto-Submitted: x\n",
    b"text\n",
    b"-- \n",
    b"Date: x\n",
    b"DKIM-Signature: v=1; d=x.example; s=a; b=\n",
    b"References: <",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_mail_is_answered(opened, pieces):
    """Headers in bodies, delimiters in headers, everything twice."""
    opened(b"".join(pieces)).subject.encode()


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_answered(opened, raw):
    """Random bytes are a message too."""
    opened(raw).new_text.encode()


def test_words_that_only_the_page_shows(opened):
    """A plain part that is only a quote, beside a page with the answer; a person who writes into his signature."""
    head = "From: a@x.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n> Please confirm.\n--b\n"
    page = "Content-Type: text/html\n\n<p>confirmed</p><blockquote type=cite>Please confirm.</blockquote>\n--b--"
    assert opened(head + page).new_text == "confirmed"
    assert (
        opened("From: a@x.example\nContent-Type: text/html\n\n<div class=gmail_signature>confirmed</div>").new_text == "confirmed"
    )


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Bestellung 4500012345 ist bestätigt", ("4500012345",)),
        ("your order no. AB-2026-77 and PO 12", ("PO-12", "AB-2026-77")),
        ("commande n° 10443", ("10443",)),
        ("in order to ship", ()),
        ("order 12 pieces", ()),
        ("po-1034", ("PO-1034",)),
    ],
)
def test_numbers_in_the_words(opened, words, numbers):
    """Ours in any spelling, and any number behind a word for an order."""
    assert opened(f"From: a@x.example\n\n{words}").hints.numbers == numbers


def test_a_forward_of_a_forward_of_a_forward(opened):
    """Three levels are read; what is deeper stays in the words of the third."""
    text, who = "Rechnung 77", ("anna", "bernd", "carl", "dora")
    for name in reversed(who):
        head = (
            f"---------- Forwarded message ---------\nFrom: {name} <{name}@supplier.example>\nDate: Tue, 12 May 2026 at 09:41\n"
        )
        text = f"see below, {name}\n\n{head}Subject: Fwd: 77\nTo: x@supplier.example\n\n{text}"
    message = opened(f"From: buyer@acme.example\nSubject: Fwd: 77\n\n{text}")
    senders, inner = [], message
    while inner.forwarded:
        inner = inner.forwarded[0]
        senders.append(inner.sender)
    assert senders == ["anna@supplier.example", "bernd@supplier.example", "carl@supplier.example"]
    assert message.forwarded[0].authenticity.verdict is Verdict.NONE
