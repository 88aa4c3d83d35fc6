"""The bytes of a letter: headers of honest automation, threads, hostile values, sizes, signatures."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from channels.render.mime import LIMIT, DkimKey, build, split
from core.letters import Letter, LetterFile, Nature, Person
from core.names import Address, MessageId
from core.policy import House

AT = datetime(2026, 5, 12, 8, 30, tzinfo=UTC)
HOUSE = House(name="Acme Küchen, GmbH", mailbox=Address("orders@acme.example"))
ANNA = Person(address=Address("anna@toepferei.example"), name="Anna Żuraw")
JAN = Person(address=Address("jan@toepferei.example"), name='Jan "Büro" Żuraw, Einkauf')
LETTER = Letter(
    outbox="0197a3c2",
    to=ANNA.address,
    shown_to=(ANNA, JAN),
    subject="[PO-1034] Bestellung über 3.422,50 EUR",
    text="Grüße\n",
    html="<p>Grüße</p>",
    nature=Nature.REPLIED,
    message_id=MessageId("<po-1034.abcdefghijklmnop.0197a3c2@acme.example>"),
    reply_to=Address("orders+po-1034.abcdefghijklmnop@acme.example"),
    in_reply_to=MessageId("<" + "x" * 150 + "@mail.toepferei.example>"),
    references=tuple(MessageId(f"<{n}.{'r' * 60}@toepferei.example>") for n in range(40)),
    files=(LetterFile(name="Bestellung Größe.pdf", media_type="application/pdf", content=b"%PDF-1.7"),),
)


def read(letter: Letter) -> EmailMessage:
    message = message_from_bytes(build(letter, date=AT, house=HOUSE), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_same_letter_makes_the_same_bytes() -> None:
    """A retry sends what was fixed before."""
    assert build(LETTER, date=AT, house=HOUSE) == build(LETTER, date=AT, house=HOUSE)


def test_text_html_and_files_come_back() -> None:
    """Plain text first, HTML second, then the files with their names."""
    message = read(LETTER)
    text, html = message.get_body(("plain",)), message.get_body(("html",))

    assert text is not None and text.get_content().split() == ["Grüße"]
    assert html is not None and html.get_content().split() == ["<p>Grüße</p>"]
    assert [(a.get_filename(), a.get_content()) for a in message.iter_attachments()] == [("Bestellung Größe.pdf", b"%PDF-1.7")]


def test_everybody_of_the_role_is_shown_and_answers_come_to_the_document() -> None:
    """To names all contacts, so that reply-all works; Reply-To holds the token."""
    message = read(LETTER)

    assert [(a.display_name, a.addr_spec) for a in message["To"].addresses] == [(p.name, p.address) for p in (ANNA, JAN)]
    assert message["Reply-To"].addresses[0].addr_spec == LETTER.reply_to
    assert message["From"].addresses[0].display_name == "Acme Küchen, GmbH"
    assert message["X-Counterfoil-Outbox"] == "0197a3c2"


@pytest.mark.parametrize(
    "subject",
    [
        "[PO-4] Purchase order PO-4: your proposal is taken in part, revision 2",
        "[PO-4] Bestellung PO-4: Ihr Vorschlag ist teilweise übernommen, Revision 2",
        "[RFP-12-S-3] 询价单：餐厅用餐具，请在截止日期之前回复" * 3,
        "x" * 200,
        "Short",
    ],
)
def test_a_subject_is_folded_between_its_words(subject: str) -> None:
    """It comes back as it was; no line is empty or longer than 78 letters, no encoded word empty (RFC 5322 2.1.1, RFC 2047 2)."""
    raw = build(replace(LETTER, subject=subject), date=AT, house=HOUSE)
    header = raw[raw.index(b"Subject:") : raw.index(b"\r\nDate:")]

    assert str(message_from_bytes(raw, policy=default)["Subject"]) == subject
    assert all(len(line) <= 78 for line in header.split(b"\r\n"))
    assert header.split(b"\r\n")[0] != b"Subject:"
    assert b"??=" not in header


def test_message_ids_stay_whole() -> None:
    """However long, they are folded between and never encoded; the thread's first and newest are kept."""
    raw = build(LETTER, date=AT, house=HOUSE)
    message = read(LETTER)

    assert b"=?utf-8?" not in raw.split(b"References:")[1].split(b"\r\nX-")[0].split(b"\r\nAuto")[0]
    assert message["In-Reply-To"] == LETTER.in_reply_to
    assert message["References"].split()[0] == LETTER.references[0]
    assert message["References"].split()[1:] == list(LETTER.references[-19:])
    assert max(len(line) for line in raw.split(b"\r\n")) < 998


@pytest.mark.parametrize(
    ("nature", "submitted", "suppress"),
    [
        (Nature.PERSONAL, None, None),
        (Nature.REPLIED, "auto-replied", "OOF, AutoReply"),
        (Nature.GENERATED, "auto-generated", "OOF, AutoReply"),
    ],
)
def test_headers_of_honest_automation(nature: Nature, submitted: str | None, suppress: str | None) -> None:
    """A letter on a person's behalf carries none (docs/mail.md 1)."""
    message = read(replace(LETTER, nature=nature))

    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == (submitted, suppress)


def test_fewer_mails_can_be_asked_for() -> None:
    """By mail, as everything."""
    assert read(replace(LETTER, unsubscribe=True))["List-Unsubscribe"] == "<mailto:orders@acme.example?subject=fewer%20mails>"
    assert read(LETTER)["List-Unsubscribe"] is None


def test_no_value_can_add_a_header() -> None:
    """Line breaks in subjects, names, file names and types end up as blanks (T14)."""
    evil = "x\r\nBcc: y@z.example\r\n\r\nbody"
    hostile = replace(
        LETTER,
        subject=evil,
        outbox=evil,
        shown_to=(replace(ANNA, name=evil),),
        in_reply_to=MessageId(evil),
        references=(MessageId(evil),),
        files=(LetterFile(name=evil, media_type="text/plain\r\nX-Evil: 1", content=b"a"),),
    )

    message = message_from_bytes(build(hostile, date=AT, house=replace(HOUSE, name=evil)), policy=default)

    assert message["Bcc"] is None
    assert message["References"] is None
    assert not [part for part in message.walk() if part["Bcc"] or part["X-Evil"]]


def test_an_address_that_is_none_is_refused() -> None:
    """Recipients are checked again before they stand in a header."""
    with pytest.raises(ValueError, match="no mail address"):
        build(replace(LETTER, shown_to=(Person(address=Address("a@b>\r\nRCPT TO:<x")),)), date=AT, house=HOUSE)


def test_a_signed_letter_verifies() -> None:
    """DKIM over the headers that matter, with the key of the house."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    import base64

    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    raw = build(LETTER, date=AT, house=HOUSE, dkim=DkimKey(domain="acme.example", selector="s1", private_key=pem))

    assert dkim.verify(raw, dnsfunc=lambda name, timeout=5: record if name == b"s1._domainkey.acme.example." else None)
    assert not dkim.verify(raw.replace(b"Subject: ", b"Subject: x"), dnsfunc=lambda name, timeout=5: record)
    assert not dkim.verify(b"From: <other@acme.example>\r\n" + raw, dnsfunc=lambda name, timeout=5: record)

    plain = replace(LETTER, in_reply_to=None, references=(), files=())
    raw = build(plain, date=AT, house=HOUSE, dkim=DkimKey(domain="acme.example", selector="s1", private_key=pem))
    assert dkim.verify(raw, dnsfunc=lambda name, timeout=5: record)


def test_a_letter_over_the_limit_is_split_the_order_first() -> None:
    """Numbered letters; the first has all words and the order, the others answer it."""
    big = tuple(LetterFile(name=f"{n}.bin", media_type="application/octet-stream", content=bytes(5_000_000)) for n in range(4))

    made = split(replace(LETTER, files=(*LETTER.files, *big)))

    assert [letter.subject[-5:] for letter in made] == ["(1/2)", "(2/2)"]
    assert [[f.name for f in letter.files] for letter in made] == [["Bestellung Größe.pdf", "0.bin", "1.bin"], ["2.bin", "3.bin"]]
    assert made[1].in_reply_to == made[0].message_id
    assert made[1].message_id == "<po-1034.abcdefghijklmnop.0197a3c2-2@acme.example>"
    assert all(len(build(letter, date=AT, house=HOUSE)) <= LIMIT for letter in made)
    assert split(LETTER) == (LETTER,)
