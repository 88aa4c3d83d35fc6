"""Letters out: what each answer and each lost connection means."""

import re
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from channels.sink import SendJob, Sent
from channels.smtp_out import Patience, SmtpOut, Submission
from channels.tls import Security
from core.errors import Refused, Uncertain, Unreachable
from core.names import Address

LETTER = b"From: orders@acme.test\r\nTo: ann@supplier.test\r\nMessage-ID: <po-1@acme.test>\r\n\r\nHello.\r\n.A dot.\r\n..\r\n"
Part = Callable[[socket.socket, BinaryIO], None]


def letter(raw: bytes = LETTER, sender: str | None = "orders+b.17@acme.test", recipient: str = "orders@acme.test") -> SendJob:
    return SendJob(outbox_id="17", sender=sender and Address(sender), recipient=Address(recipient), raw=raw)  # type: ignore[arg-type]


def sink(port: int, **changes: Any) -> SmtpOut:
    patience = changes.pop("patience", Patience(connect=5, command=5, after_dot=5))
    return SmtpOut(Submission(host="127.0.0.1", port=port, **{"security": Security.PLAIN, **changes}), patience=patience)


def server(answers: dict[bytes, bytes] | None = None, log: list[bytes] | None = None) -> Part:
    """A server that takes everything; `answers` changes the reply to a command, "." being the end of the letter.

    An empty reply closes the connection instead, a reply `hang` says nothing for long.
    """
    changed = answers or {}

    def part(connection: socket.socket, lines: BinaryIO) -> None:
        connection.sendall(changed.get(b"connect", b"220 peer\r\n"))
        for line in lines:
            word = re.split(rb"[ :\r]", line.upper())[0]
            if log is not None:
                log.append(line.strip())
            usual = {b"EHLO": b"250-peer\r\n250 SIZE 1000000\r\n", b"DATA": b"354 go\r\n", b"QUIT": b"221 bye\r\n"}
            if not say(connection, changed.get(word, usual.get(word, b"250 ok\r\n"))) or word == b"QUIT":
                return
            if word == b"DATA" and changed.get(b"DATA", b"354").startswith(b"354"):
                for body in lines:
                    if log is not None:
                        log.append(body)
                    if body == b".\r\n":
                        break
                if not say(connection, changed.get(b".", b"250 2.0.0 queued as 4711\r\n")):
                    return

    def say(connection: socket.socket, reply: bytes) -> bool:
        if reply == b"hang":
            connection.recv(1)
        connection.sendall(reply)
        return reply not in (b"", b"hang")

    return part


def test_a_letter_arrives_byte_by_byte(smtp_door: Any, shelf: Any) -> None:
    """Dots are doubled on the way and single at the end; the envelope is the job's."""
    out = sink(smtp_door().port)

    assert out.send(letter()) == Sent(answer="2.0.0 Kept")
    (kept,) = shelf.kept.values()
    assert kept.raw == LETTER
    assert (kept.envelope.sender, kept.envelope.recipients) == ("orders+b.17@acme.test", ("orders@acme.test",))


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n"])
def test_no_line_end_smuggles_a_second_letter(smtp_door: Any, shelf: Any, ending: bytes) -> None:
    """Bare CR and LF become CRLF before the dots are doubled, so no server sees another end than ours (T29)."""
    raw = LETTER + ending + b"." + ending + b"MAIL FROM:<evil@bad.test>\r\n"

    sink(smtp_door().port).send(letter(raw))

    (kept,) = shelf.kept.values()
    assert kept.raw == LETTER + b"\r\n.\r\nMAIL FROM:<evil@bad.test>\r\n"


@pytest.mark.parametrize("sender", ["a@b.test>\r\nRCPT TO:<x@y.test", "a b@c.test", "A@c.test", "a@b.test\n"])
def test_an_address_is_an_address(sender: str) -> None:
    """Nothing but a strict, lower-case address gets into MAIL and RCPT (T14)."""
    with pytest.raises(ValueError, match="mail address"):
        letter(sender=sender)
    with pytest.raises(ValueError, match="mail address"):
        letter(recipient=sender)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({b"RCPT": b"450 4.2.0 greylisted\r\n"}, Unreachable),
        ({b"RCPT": b"550 5.1.1 no such user\r\n"}, Refused),
        ({b"MAIL": b"451 4.3.0 later\r\n"}, Unreachable),
        ({b"MAIL": b"552 5.3.4 too large\r\n"}, Refused),
        ({b"MAIL": b"530 5.7.0 login first\r\n"}, Unreachable),
        ({b"DATA": b"451 4.3.0 later\r\n"}, Unreachable),
        ({b"DATA": b"250 what\r\n"}, Unreachable),
        ({b".": b"452 4.3.1 disk full\r\n"}, Unreachable),
        ({b".": b"554 5.7.1 spam\r\n"}, Refused),
        ({b"connect": b"421 busy\r\n"}, Unreachable),
        ({b"connect": b"554 go away\r\n"}, Unreachable),
        ({b"EHLO": b""}, Unreachable),
        ({b"MAIL": b""}, Unreachable),
        ({b"RCPT": b"hang"}, Unreachable),
        ({b"DATA": b""}, Unreachable),
        ({b".": b""}, Uncertain),
        ({b".": b"hang"}, Uncertain),
        ({b".": b"nonsense\r\n"}, Uncertain),
        ({b".": b"2" * 9000 + b"\r\n"}, Uncertain),
    ],
)
def test_every_answer_has_its_meaning(scripted: Any, answers: dict[bytes, bytes], outcome: type[Exception]) -> None:
    """4xx and loss before the dot: again later. 5xx: never again. Loss after the dot: uncertain."""
    out = sink(scripted(server(answers)), patience=Patience(connect=2, command=0.5, after_dot=0.5))

    with pytest.raises(outcome):
        out.send(letter())


def test_a_refusal_says_why(scripted: Any) -> None:
    """Code and text, made safe to show."""
    out = sink(scripted(server({b"RCPT": b"550 5.1.1 no \x07such\xff user\r\n"})))

    with pytest.raises(Refused, match=re.escape("550 5.1.1 no such\ufffd user")) as refused:
        out.send(letter())
    assert refused.value.code == 550


def test_trouble_at_quit_is_success(scripted: Any) -> None:
    """The letter was taken; 421 or silence to QUIT changes nothing."""
    out = sink(scripted(server({b"QUIT": b"421 too late\r\n"})))

    assert out.send(letter()).answer == "2.0.0 queued as 4711"
    out.close()


def test_one_connection_serves_a_batch(scripted: Any) -> None:
    """The second letter needs no second greeting."""
    log: list[bytes] = []
    out = sink(scripted(server(log=log)))

    out.send(letter())
    out.send(letter())
    out.close()

    assert log.count(b"ehlo localhost") == 1
    assert sum(line.upper().startswith(b"MAIL") for line in log) == 2


def test_a_refused_letter_does_not_spoil_the_next(scripted: Any) -> None:
    """What was said of one letter is forgotten before the next."""
    answers = {b"RCPT": b"550 no\r\n"}
    log: list[bytes] = []
    out = sink(scripted(server(answers, log)))
    with pytest.raises(Refused):
        out.send(letter())
    del answers[b"RCPT"]

    assert out.send(letter()).answer == "2.0.0 queued as 4711"
    assert b"rset" in log


def test_a_connection_that_died_between_letters_is_replaced(scripted: Any) -> None:
    """A server that closes idle connections costs no letter a try."""
    answers = {b"RSET": b""}
    out = sink(scripted(server(answers)))

    assert [out.send(letter()).answer, out.send(letter()).answer] == ["2.0.0 queued as 4711"] * 2


def test_the_null_return_path(scripted: Any) -> None:
    """Letters without an envelope sender say so."""
    log: list[bytes] = []
    sink(scripted(server(log=log))).send(letter(sender=None))

    assert (
        next(line for line in log if line.upper().startswith(b"MAIL")).startswith(b"mail FROM:<> ") or b"MAIL FROM:<> " in log[1]
    )


def test_tls_must_be_offered(scripted: Any) -> None:
    """A server (or a man in the middle) that does not offer STARTTLS gets no password and no letter (T30)."""
    log: list[bytes] = []
    out = sink(scripted(server(log=log)), security=Security.STARTTLS, user="orders", password="secret")

    with pytest.raises(Unreachable, match="STARTTLS"):
        out.send(letter())
    assert not [line for line in log if b"AUTH" in line.upper() or b"MAIL" in line.upper()]


def test_answers_injected_before_tls_are_forgotten(scripted: Any, certificate: tuple[Path, Path]) -> None:
    """Replies sent in one packet with the 220 to STARTTLS are not taken for replies inside TLS (T30)."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    def part(connection: socket.socket, lines: BinaryIO) -> None:
        connection.sendall(b"220 peer\r\n")
        lines.readline()
        connection.sendall(b"250-peer\r\n250 STARTTLS\r\n")
        lines.readline()
        connection.sendall(b"220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n")
        with context.wrap_socket(connection, server_side=True) as safe, safe.makefile("rb") as inside:
            for answer in (b"250 honest\r\n", b"250 ok\r\n", b"550 no\r\n"):
                inside.readline()
                safe.sendall(answer)

    out = sink(scripted(part), security=Security.STARTTLS, ca_file=certificate[0])

    with pytest.raises(Refused, match="550 no"):
        out.send(letter())


def test_the_certificate_is_verified(smtp_door: Any, certificate: tuple[Path, Path]) -> None:
    """An unknown authority is named as the reason, with what to set."""
    port = smtp_door(certificate=certificate[0], key=certificate[1]).port

    with pytest.raises(Unreachable, match=r"not trusted.*ca_file"):
        sink(port, security=Security.STARTTLS).send(letter())
    assert sink(port, security=Security.STARTTLS, ca_file=certificate[0]).send(letter()).answer == "2.0.0 Kept"


def test_a_wrong_password_is_our_trouble(smtp_door: Any, certificate: tuple[Path, Path]) -> None:
    """The letter waits until the settings are right; `check` says so."""
    right = {("orders", "secret"): Address("orders@acme.test")}
    port = smtp_door(login=lambda *given: right.get(given), certificate=certificate[0], key=certificate[1]).port
    settings = {"security": Security.STARTTLS, "ca_file": certificate[0], "user": "orders"}

    with pytest.raises(Unreachable, match="password is wrong"):
        sink(port, password="wrong", **settings).send(letter())
    assert not sink(port, password="wrong", **settings).check().well
    assert sink(port, password="secret", **settings).check().well


def test_nobody_listens(scripted: Any) -> None:
    """No server at all: again later."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(Unreachable):
        sink(port).send(letter())
    assert not sink(port).check().well


def test_a_server_that_trickles_is_cut(scripted: Any) -> None:
    """A byte now and then does not hold the sink for ever."""

    def part(connection: socket.socket, lines: BinaryIO) -> None:
        connection.sendall(b"220 peer\r\n")
        lines.readline()
        connection.sendall(b"250 peer\r\n")
        lines.readline()
        while True:
            connection.sendall(b"250-more\r\n")
            time.sleep(0.1)

    out = sink(scripted(part), patience=Patience(connect=2, command=5, after_dot=5, letter=1))

    with pytest.raises(Unreachable):
        out.send(letter())
