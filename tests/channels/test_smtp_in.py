"""The SMTP door: what it answers, what it keeps, and what no client can make it do."""

import smtplib
import ssl
from pathlib import Path
from typing import Any

import pytest

from core.delivery_hash import content_hash
from core.errors import Conflict, OutOfSpace, Unreachable
from core.message import Channel, Envelope, Trust

MAIL = b"From: ann@supplier.test\r\nTo: orders@acme.test\r\nMessage-ID: <1@supplier.test>\r\nSubject: Invoice\r\n\r\nHello.\r\n"


def test_a_mail_is_kept_with_its_envelope(smtp_door: Any, wire: Any, shelf: Any) -> None:
    """250 comes after keep; bytes, envelope and transport id are those of the mail."""
    door = smtp_door()

    answer = wire(door.port).greet().mail(MAIL)

    assert answer == "250 2.0.0 Kept"
    (kept,) = shelf.kept.values()
    assert kept.channel is Channel.SMTP
    assert kept.transport_id == f"smtp:{content_hash(MAIL)}"
    assert kept.raw == MAIL
    assert kept.received_at.isoformat() == "2026-11-24T12:00:00+00:00"
    assert kept.envelope == Envelope(sender="ann@supplier.test", recipients=("orders@acme.test",))


def test_a_retry_is_answered_250_and_kept_once(smtp_door: Any, wire: Any, shelf: Any) -> None:
    """A client that lost our 250 sends again, perhaps by another relay."""
    client = wire(smtp_door().port).greet()

    answers = [client.mail(MAIL), client.mail(b"Received: by relay.test; Tue, 24 Nov 2026 12:00:00 +0000\r\n" + MAIL)]

    assert answers == ["250 2.0.0 Kept"] * 2
    assert (shelf.asked, len(shelf.kept)) == (2, 1)


@pytest.mark.parametrize(
    ("recipient", "answer"),
    [
        (b"<orders@acme.test>", "250"),
        (b"<Orders+PO-1034.abcdefghijklmnop@ACME.test>", "250"),
        (b"<orders+b.17@acme.test>", "250"),
        (b"<other@acme.test>", "550 5.7.1"),
        (b"<orders@acme.test.evil.test>", "550 5.7.1"),
        (b"<orders%evil.test@acme.test>", "550 5.7.1"),
        (b"<@acme.test:ann@evil.test>", "550 5.7.1"),
        (b'<"orders@acme.test"@evil.test>', "550 5.7.1"),
    ],
)
def test_only_our_own_addresses_are_served(smtp_door: Any, wire: Any, recipient: bytes, answer: str) -> None:
    """Relaying is denied, in the session."""
    client = wire(smtp_door().port).greet()

    said = client.say(b"MAIL FROM:<ann@supplier.test>", b"RCPT TO:" + recipient)

    assert said[1].startswith(answer)


def test_a_whole_domain_may_be_ours(smtp_door: Any, wire: Any) -> None:
    """A domain among `own` takes every local part."""
    client = wire(smtp_door(own=("acme.test",)).port).greet()

    said = client.say(b"MAIL FROM:<>", b"RCPT TO:<anybody@acme.test>", b"RCPT TO:<anybody@sub.acme.test>")

    assert [line[:3] for line in said] == ["250", "250", "550"]


def test_a_bounce_with_the_null_return_path_is_taken(smtp_door: Any, wire: Any, shelf: Any) -> None:
    """Bounces are wanted."""
    client = wire(smtp_door().port).greet()
    client.begin(sender=b"<>")
    client.socket.sendall(MAIL + b".\r\n")

    assert client.answer() == "250 2.0.0 Kept"
    assert next(iter(shelf.kept.values())).envelope.sender is None


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        (OutOfSpace("database or disk is full at /var/lib/secret.db"), "452 4.3.1 No room at the moment, try again later"),
        (Unreachable("password=secret"), "451 4.3.0 Temporary failure, try again later"),
        (Conflict("secret"), "451 4.3.0 Temporary failure, try again later"),
        (RuntimeError("disk full at /var/lib/secret.db"), "451 4.3.0 Temporary failure, try again later"),
        (TimeoutError("secret"), "451 4.3.0 Temporary failure, try again later"),
    ],
)
def test_our_own_trouble_is_temporary_and_tells_nothing(
    smtp_door: Any, wire: Any, shelf: Any, problem: Exception, answer: str
) -> None:
    """Never 5xx for a failure of ours, never the text of an exception; the session lives on."""

    def fail(_: object) -> None:
        shelf.before = None
        raise problem

    shelf.before = fail
    door = smtp_door()
    client = wire(door.port).greet()

    assert client.mail(MAIL) == answer
    assert door.trouble
    assert client.mail(MAIL) == "250 2.0.0 Kept"
    assert not door.trouble


def test_mail_is_refused_before_the_disk_is_full(smtp_door: Any, wire: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """Free space must be 1.5 times the declared size and a reserve."""
    monkeypatch.setattr("channels.smtp_in.SPACE_RESERVE", 10**18)
    client = wire(smtp_door(folder=tmp_path).port).greet()

    assert client.say(b"MAIL FROM:<ann@supplier.test> SIZE=1000") == ["452 4.3.1 No room at the moment, try again later"]


def test_logins_need_tls(smtp_door: Any, wire: Any, certificate: tuple[Path, Path]) -> None:
    """Without TLS, AUTH is neither offered nor taken."""
    door = smtp_door(login=lambda name, password: None, certificate=certificate[0], key=certificate[1])
    client = wire(door.port)
    client.answer()
    client.socket.sendall(b"EHLO client.test\r\n")
    offered = client.hear()

    assert "250-STARTTLS" in offered
    assert not [line for line in offered if "AUTH" in line]
    assert client.say(b"AUTH PLAIN AGFubgBzZWNyZXQ=")[0].startswith("538")


def test_the_login_is_handed_on(smtp_door: Any, shelf: Any, certificate: tuple[Path, Path]) -> None:
    """After STARTTLS and AUTH the mail carries the account that authenticated."""
    right = {("ann", "secret"): "ann@supplier.test"}
    door = smtp_door(
        login=lambda name, password: right.get((name, password)),
        certificate=certificate[0],
        key=certificate[1],
        trust=Trust.LOGIN,
    )
    with smtplib.SMTP("localhost", door.port, timeout=10) as client:
        client.starttls(context=ssl.create_default_context(cafile=str(certificate[0])))
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("ann", "wrong")
        client.login("ann", "secret")
        client.sendmail("ann@supplier.test", ["orders@acme.test"], MAIL)

    (kept,) = shelf.kept.values()
    assert (kept.envelope.login, kept.envelope.trust) == ("ann@supplier.test", Trust.LOGIN)


def test_passwords_cannot_be_guessed_in_one_connection(smtp_door: Any, wire: Any) -> None:
    """After three wrong passwords the connection ends."""
    client = wire(smtp_door(login=lambda name, password: None, plain_login=True).port).greet()

    said = client.say(*[b"AUTH PLAIN AGFubgBzZWNyZXQ="] * 4)

    assert [line[:3] for line in said] == ["535", "535", "535", "421"]


def test_a_login_may_be_required(smtp_door: Any, wire: Any) -> None:
    """The door of a portal for logged-in programs takes nothing from others."""
    client = wire(smtp_door(login_required=True).port).greet()

    assert client.say(b"MAIL FROM:<ann@supplier.test>") == ["530 5.7.0 Authentication required"]


def test_a_password_without_tls_is_for_loopback(smtp_door: Any) -> None:
    """Listening refuses to be born otherwise."""
    with pytest.raises(ValueError, match="plain_login"):
        smtp_door(plain_login=True, host="0.0.0.0")
