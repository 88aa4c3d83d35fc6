"""Letters out to a real Postfix, mail in from a real Postfix, and a server that fails on purpose (smtp-sink)."""

import os
import shutil
import smtplib
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from channels.sink import SendJob
from channels.smtp_in import Listening, SmtpIn
from channels.smtp_out import Patience, SmtpOut, Submission
from channels.source import Checkup
from channels.tls import Security
from core.errors import OutOfSpace, Refused, Uncertain, Unreachable
from core.names import Address
from tests.doors import Shelf, running
from tests.peers.cutting import Cut, CutProxy, Side, Then
from tests.peers.servers import PASSWORD, MailPeers, free_ports
from tests.skips import lacking

pytestmark = pytest.mark.peer

LETTER = (
    b"From: bot@portal.test\r\nTo: supplier@supplier.test\r\nMessage-ID: <po-1@portal.test>\r\nSubject: [PO-1]\r\n\r\nHello.\r\n"
)


def job(recipient: str = "supplier@supplier.test", raw: bytes = LETTER) -> SendJob:
    return SendJob(outbox_id="1", sender=Address("bot+b.1@portal.test"), recipient=Address(recipient), raw=raw)


def submission(peers: MailPeers, **changes: Any) -> Submission:
    usual = {
        "host": "localhost",
        "port": peers.port["submission"],
        "user": "bot",
        "password": PASSWORD,
        "ca_file": peers.certificate,
    }
    return Submission(**{**usual, **changes})


def arrived(peers: MailPeers, number: int, user: str = "supplier", seconds: float = 10) -> list[bytes]:
    """The mails of a user when there are as many."""
    until = time.monotonic() + seconds
    while len(peers.mails(user)) < number and time.monotonic() < until:
        time.sleep(0.05)
    return peers.mails(user)


def test_a_letter_reaches_the_mailbox_of_the_supplier(mail_peers: MailPeers) -> None:
    """Over STARTTLS and over TLS, logged in, with its envelope sender and its Message-ID."""
    for changes in ({}, {"port": mail_peers.port["smtps"], "security": Security.TLS}):
        out = SmtpOut(submission(mail_peers, **changes))
        assert out.send(job()).answer.startswith("2.0.0 Ok: queued as")
        out.close()

    mails = arrived(mail_peers, 2)
    assert len(mails) == 2
    for mail in mails:
        assert mail.startswith(b"Return-Path: <bot+b.1@portal.test>")
        assert b"Message-ID: <po-1@portal.test>" in mail


def sent(out: SmtpOut, letter: SendJob) -> None:
    """Sent, at the third try at the latest: on a busy machine Postfix loses its line to Dovecot's logins, and says 454."""
    for _ in range(2):
        try:
            out.send(letter)
            return
        except Unreachable as trouble:
            if "454" not in str(trouble):
                raise
            time.sleep(1)
    out.send(letter)


def checked(out: SmtpOut) -> Checkup:
    """The same patience with Postfix's 454."""
    for _ in range(2):
        found = out.check()
        if found.well or "454" not in found.finding:
            return found
        time.sleep(1)
    return out.check()


def test_what_postfix_refuses(mail_peers: MailPeers) -> None:
    """An unknown domain is refused for good; a wrong password and a missing login are our own trouble."""
    with pytest.raises(Refused):
        sent(SmtpOut(submission(mail_peers)), job("bad@" + "x" * 70 + ".test"))
    with pytest.raises(Unreachable, match="password is wrong"):
        sent(SmtpOut(submission(mail_peers, password="wrong")), job())
    assert not SmtpOut(submission(mail_peers, password="wrong")).check().well
    assert checked(SmtpOut(submission(mail_peers))).well


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r\n\0.\r\n"])
def test_no_end_is_smuggled_through(mail_peers: MailPeers, end: bytes) -> None:
    """One letter in, one mail out (T29)."""
    evil = b"x" + end + b"MAIL FROM:<evil@bad.test>\r\nRCPT TO:<supplier@supplier.test>\r\nDATA\r\nSubject: evil\r\n\r\n.\r\n"
    sent(SmtpOut(submission(mail_peers)), job(raw=LETTER + evil))
    time.sleep(0.5)

    (mail,) = arrived(mail_peers, 1)
    assert b"\nMAIL FROM:<evil@bad.test>" in mail


PLAIN = {"security": Security.PLAIN, "host": "127.0.0.1", "user": ""}


@pytest.mark.parametrize(
    ("cut", "outcome", "copies"),
    [
        (Cut(word=b"MAIL FROM", side=Side.CLIENT), Unreachable, 0),
        (Cut(word=b"354 ", after=False), Unreachable, 0),
        (Cut(word=b"354 ", then=Then.HANG), Unreachable, 0),
        (Cut(word=b"Hello.", side=Side.CLIENT), (Unreachable, Uncertain), 0),
        (Cut(word=b"queued as"), Uncertain, 1),
        (Cut(word=b"queued as", then=Then.HANG), Uncertain, 1),
    ],
    ids=str,
)
def test_where_the_line_breaks_says_what_may_have_arrived(
    mail_peers: MailPeers, cut: Cut, outcome: type[Exception], copies: int
) -> None:
    """Before the end: not there. After it: uncertain, and it was there; a repeat makes two of one Message-ID (RFC 1047)."""
    with CutProxy(mail_peers.port["mx"], cut) as proxy:
        out = SmtpOut(
            submission(mail_peers, **{**PLAIN, "port": proxy.port}), patience=Patience(connect=2, command=1.5, after_dot=1.5)
        )
        with pytest.raises(outcome):
            out.send(job())
        assert proxy.cuts == 1
        out.send(job())

    mails = arrived(mail_peers, copies + 1)
    time.sleep(0.3)
    assert len(mail_peers.mails("supplier")) == copies + 1
    assert all(b"Message-ID: <po-1@portal.test>" in mail for mail in mails)


@pytest.fixture
def failing_server() -> Iterator[Callable[..., int]]:
    """Starts smtp-sink with the given options; returns its port."""
    program = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        lacking("smtp-sink (package postfix)")
    started: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> int:
        (port,) = free_ports(1)
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        started.append(subprocess.Popen([str(program), *user, *options, f"inet:127.0.0.1:{port}", "100"]))
        for _ in range(100):
            try:
                smtplib.SMTP("127.0.0.1", port, timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        return port

    yield start
    for one in started:
        one.terminate()
        one.wait(10)


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        (("-q", "."), Uncertain),
        (("-r", ".", "-b", "452 4.3.1 disk full"), Unreachable),
        (("-f", "."), Refused),
        (("-f", "RCPT"), Refused),
        (("-r", "RCPT"), Unreachable),
        (("-q", "DATA"), Unreachable),
        (("-Q", "DATA"), Unreachable),
        (("-Q", "."), Unreachable),
        (("-w", "4"), Unreachable),
        (("-W", ".:4"), Uncertain),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value.__name__,
)
def test_a_server_that_fails_on_purpose(failing_server: Any, options: tuple[str, ...], outcome: type[Exception]) -> None:
    """Postfix's own test server: every way to fail has its meaning."""
    at = Submission(host="127.0.0.1", port=failing_server(*options), security=Security.PLAIN)

    with pytest.raises(outcome):
        SmtpOut(at, patience=Patience(connect=2, command=1.5, after_dot=1.5)).send(job())


def test_mail_from_postfix_is_kept_once(mail_peers: MailPeers, shelf: Shelf) -> None:
    """A disk that is full for a while defers mail at the sending Postfix and loses none."""
    refusals = iter([OutOfSpace("full"), Unreachable("locked"), RuntimeError("bug")])

    def trouble(_: object) -> None:
        if problem := next(refusals, None):
            raise problem

    shelf.before = trouble
    door = SmtpIn(Listening(port=0, own=("door.test",)), shelf.keep)
    with running(door):
        assert door.ready.wait(10)
        mail_peers.route("door.test", door.port)
        with smtplib.SMTP("127.0.0.1", mail_peers.port["mx"]) as client:
            for number in range(6):
                client.sendmail("ann@supplier.test", ["orders+po.1@door.test"], LETTER.replace(b"<po-1", b"<m%d" % number))
        until = time.monotonic() + 30
        while len(shelf.kept) < 6 and time.monotonic() < until:
            time.sleep(1)
            mail_peers.flush()

    assert (len(shelf.kept), shelf.asked) == (6, 9)
    assert {kept.envelope.recipients for kept in shelf.kept.values()} == {("orders+po.1@door.test",)}
