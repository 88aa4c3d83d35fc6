"""The SMTP door under pressure: endless lines, half-sent mails, slow and vanishing clients, smuggled ends."""

import re
import socket
import ssl
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from channels import smtp_session
from channels.smtp_in import Listening, SmtpIn

MAIL = b"From: ann@supplier.test\r\nMessage-ID: <1@supplier.test>\r\nSubject: Invoice\r\n\r\nHello.\r\n"


@pytest.mark.parametrize(
    "end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n\0.\r\n", b"\n\n.\n\n", b"\r.\r\n", b"\r\n.\r"]
)
def test_only_crlf_dot_crlf_ends_a_mail(smtp_door: Any, wire: Any, shelf: Any, end: bytes) -> None:
    """What another server may take for an end stays in the mail, byte by byte; no second envelope comes of it (T29)."""
    content = MAIL + b"x" + end + b"MAIL FROM:<evil@bad.test>\r\nRCPT TO:<orders@acme.test>\r\nDATA\r\nevil\r\n"
    client = wire(smtp_door().port).greet()

    assert client.mail(content) == "250 2.0.0 Kept"
    assert client.say(b"NOOP") == ["250 OK"]
    assert shelf.mails == [
        content.replace(b"\r\n.\r", b"\r\n\r") if end == b"\r\n.\r" else content.replace(b"\r\n.\n", b"\r\n\n")
    ]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b".\r\n", b""),
        (b"\r\n.\r\n", b"\r\n"),
        (b"..\r\n.\r\n", b".\r\n"),
        (b"..\r\n..\r\n...\r\n.\r\n", b".\r\n.\r\n..\r\n"),
        (b".x\r\n.\r\n", b"x\r\n"),
        (b"a\r\n..b\r\n.\r\n", b"a\r\n.b\r\n"),
        (b"x" * 200_000 + b"\r\n.\r\n", b"x" * 200_000 + b"\r\n"),
        (b"\r\n" * 70_000 + b".\r\n", b"\r\n" * 70_000),
        (b"..\r\n" * 50_000 + b".\r\n", b".\r\n" * 50_000),
    ],
)
@pytest.mark.parametrize("pieces", [1, 3, 65_533])
def test_dots_and_ends_wherever_the_packets_break(
    smtp_door: Any, wire: Any, shelf: Any, sent: bytes, kept: bytes, pieces: int
) -> None:
    """The same mail comes out however it is cut on the way, and the session goes on after it."""
    if len(sent) // pieces > 100:
        pieces = 65_533
    client = wire(smtp_door().port).greet()
    client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.begin()
    for start in range(0, len(sent), pieces):
        client.socket.sendall(sent[start : start + pieces])

    assert client.answer() == "250 2.0.0 Kept"
    assert client.say(b"NOOP") == ["250 OK"]
    assert shelf.mails == [kept]


@pytest.mark.parametrize("border", range(65_536 - 6, 65_536 + 7))
def test_the_end_is_found_on_the_border_of_the_buffer(smtp_door: Any, wire: Any, shelf: Any, border: int) -> None:
    """The reader's buffer fills up just before, in and after the end mark."""
    content = b"x" * (border - 2) + b"\r\n"

    assert wire(smtp_door().port).greet().mail(content) == "250 2.0.0 Kept"
    assert shelf.mails == [content]


def test_a_client_that_does_not_wait_is_understood(smtp_door: Any, wire: Any, shelf: Any) -> None:
    """Commands and mail in one packet (PIPELINING without asking)."""
    client = wire(smtp_door().port).greet()
    client.socket.sendall(b"MAIL FROM:<a@b.test>\r\nRCPT TO:<orders@acme.test>\r\nDATA\r\n" + MAIL + b".\r\nNOOP\r\n")

    assert [client.answer()[:3] for _ in range(5)] == ["250", "250", "354", "250", "250"]
    assert shelf.mails == [MAIL]


def test_long_lines_are_mail_too(smtp_door: Any, wire: Any, shelf: Any) -> None:
    """A newsletter in one line of two megabytes is no reason to bounce."""
    content = b"Subject: x\r\n\r\n" + b"y" * 2_000_000 + b"\r\n"

    assert wire(smtp_door().port).greet().mail(content) == "250 2.0.0 Kept"
    assert shelf.mails == [content]


def test_a_mail_too_large_is_refused_for_good(smtp_door: Any, wire: Any, shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At MAIL when the size is declared, after the end when it is not; both 552, and the session goes on."""
    monkeypatch.setattr(smtp_session, "MAIL_BYTES", 100_000)
    client = wire(smtp_door().port).greet()

    assert client.say(b"MAIL FROM:<a@b.test> SIZE=100001")[0].startswith("552")
    assert client.mail(b"x" * 300_000 + b"\r\n") == "552 5.3.4 Mail too large"
    assert client.mail(MAIL) == "250 2.0.0 Kept"
    assert shelf.mails == [MAIL]


def test_memory_for_mails_in_flight_is_limited(smtp_door: Any, wire: Any, shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half-sent mails of all sessions together; the one that does not fit is told to come back, and its room is free again."""
    monkeypatch.setattr(smtp_session, "IN_FLIGHT_BYTES", 10**6)
    door = smtp_door()
    first = wire(door.port).greet()
    first.begin()
    first.socket.sendall(b"x" * 700_000)
    time.sleep(0.3)
    second = wire(door.port).greet()

    assert second.mail(b"y" * 700_000 + b"\r\n") == "452 4.3.1 No room at the moment, try again later"
    first.close()
    time.sleep(0.3)
    assert second.mail(b"y" * 700_000 + b"\r\n") == "250 2.0.0 Kept"


def test_too_many_sessions_wait_and_are_then_told(smtp_door: Any, wire: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that ends makes room for one that waits; who waits too long is told 421."""
    monkeypatch.setattr(smtp_session, "SESSIONS", 2)
    monkeypatch.setattr(smtp_session, "WAIT_SECONDS", 1.0)
    door = smtp_door()
    first, _second = wire(door.port).greet(), wire(door.port).greet()
    third, fourth = wire(door.port), wire(door.port)
    first.say(b"QUIT")

    assert sorted([third.answer()[:3], fourth.answer()[:3]]) == ["220", "421"]


def test_a_session_ends_after_its_time(smtp_door: Any, wire: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps no session open."""
    monkeypatch.setattr(smtp_session, "SESSION_SECONDS", 1.0)
    client = wire(smtp_door().port).greet()
    client.begin()
    with pytest.raises(OSError):  # broken pipe or reset, as the kernel likes
        for _ in range(100):
            client.socket.sendall(b"x")
            time.sleep(0.05)
    assert client.answer().startswith("421 4.4.2")


@pytest.mark.parametrize("how", ["close", "reset", "half"])
def test_a_client_that_vanishes_while_its_mail_is_committed(smtp_door: Any, wire: Any, shelf: Any, how: str) -> None:
    """The commit goes on; its retry is answered 250 and kept once."""
    began, go = threading.Event(), threading.Event()

    def wait(_: object) -> None:
        began.set()
        assert go.wait(10)

    shelf.before = wait
    door = smtp_door()
    client = wire(door.port).greet()
    client.begin()
    client.socket.sendall(MAIL + b".\r\n")
    assert began.wait(5)
    if how == "half":
        client.socket.shutdown(socket.SHUT_WR)
    if how == "reset":
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    client.close()
    time.sleep(0.2)
    go.set()

    assert wire(door.port).greet().mail(MAIL) == "250 2.0.0 Kept"
    assert (shelf.asked, len(shelf.kept)) == (2, 1)


def test_stopping_awaits_the_commit(smtp_door: Any, wire: Any, shelf: Any, in_thread: Any) -> None:
    """What is being committed when the service stops is committed, and clients are told."""
    began = threading.Event()

    def slow(_: object) -> None:
        began.set()
        time.sleep(0.5)

    shelf.before = slow
    door = SmtpIn(Listening(port=0, own=("orders@acme.test",)), shelf.keep)
    with in_thread(door):
        assert door.ready.wait(5)
        idle = wire(door.port).greet()
        client = wire(door.port).greet()
        client.begin()
        client.socket.sendall(MAIL + b".\r\n")
        assert began.wait(5)

    assert shelf.mails == [MAIL]
    assert idle.answer() == "421 4.3.2 Service is stopping"
    assert client.answer() in ("250 2.0.0 Kept", "421 4.3.2 Service is stopping")


def test_many_mails_are_committed_together(smtp_door: Any, wire: Any, shelf: Any) -> None:
    """Thirty commits wait at once, so that the store can make one sync of them."""
    barrier = threading.Barrier(30)
    shelf.before = lambda delivery: barrier.wait(10)
    port = smtp_door().port
    clients = [wire(port).greet() for _ in range(30)]
    for number, client in enumerate(clients):
        client.begin()
        client.socket.sendall(b"Subject: %d\r\n\r\n.\r\n" % number)

    assert [client.answer() for client in clients] == ["250 2.0.0 Kept"] * 30


def test_commands_in_front_of_tls_are_forgotten(smtp_door: Any, wire: Any, certificate: tuple[Path, Path]) -> None:
    """What was sent in one packet with STARTTLS is not executed inside TLS (T30)."""
    door = smtp_door(certificate=certificate[0], key=certificate[1])
    client = wire(door.port).greet()
    client.socket.sendall(b"STARTTLS\r\nMAIL FROM:<evil@bad.test>\r\n")
    assert client.answer().startswith("220")
    context = ssl.create_default_context(cafile=str(certificate[0]))
    with context.wrap_socket(client.socket, server_hostname="localhost") as safe:
        safe.sendall(b"EHLO client.test\r\n")
        answer = safe.recv(4096)

    assert re.match(rb"250-mx\.acme\.test", answer)


@pytest.mark.parametrize(
    "line",
    [
        b"\0\xff\xfe",
        b"MAIL FROM:<" + b"a" * 600 + b"@b.test>",
        b"MAIL FROM:<\xff@b.test>",
        b"MAIL FROM:<<<<>>>>",
        b'MAIL FROM:"',
        b"x" * 200_000,
        b"RCPT TO:<orders@acme.test>",
        b"DATA",
        b"AUTH",
        b"AUTH PLAIN %%%",
        b"EHLO",
        b"BDAT 5 LAST",
        b"MAIL FROM:<(((((((@b.test>",
    ],
)
def test_nonsense_is_answered_and_survived(smtp_door: Any, wire: Any, line: bytes) -> None:
    """No command, however broken, ends the service or shows its inside."""
    client = wire(smtp_door().port).greet()

    (answer,) = client.say(line)

    assert re.match(r"[45]\d\d ", answer) or line.startswith(b"MAIL FROM:<\xff")
    assert "Traceback" not in answer
    assert "Error: (" not in answer
    assert client.say(b"RSET") == ["250 OK"]
