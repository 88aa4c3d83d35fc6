"""An IMAP server that lies, floods, trickles or hangs up: no crash, no memory eaten, no busy loop, and a word about it (T31)."""

import re
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, BinaryIO

import pytest

from channels.backoff import Backoff
from channels.imap import ImapSource, Rhythm
from channels.imap_mailbox import Account, Mailbox
from channels.tls import Security
from core.errors import Unreachable

MAIL = b"From: ann@supplier.test\r\nMessage-ID: <1@supplier.test>\r\n\r\nHello.\r\n"
Part = Callable[[socket.socket, BinaryIO], None]
Answer = bytes | Callable[[socket.socket, bytes], None] | None


def imap_server(answers: dict[str, Answer] | None = None, log: list[str] | None = None, mail: bytes = MAIL) -> Part:
    """A server with one mail of UID 7. `answers` changes what it says to a command before its tagged OK.

    None = hang up. A function gets the connection and the tag and says everything itself.
    """
    asked: list[bytes] = []

    def fetch(connection: socket.socket, tag: bytes) -> None:
        what = b"RFC822.SIZE %d" % len(mail) if b"SIZE" in asked[-1] else b"BODY[] {%d}\r\n%s" % (len(mail), mail)
        connection.sendall(b"* 1 FETCH (UID 7 %s)\r\n%s OK done\r\n" % (what, tag))

    usual: dict[str, Answer] = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\r\n",
        "SELECT": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n* OK [UIDNEXT 8] x\r\n",
        "UID SEARCH": b"* SEARCH 7\r\n",
        "UID FETCH": fetch,
        "IDLE": b"",
        "LIST": b'* LIST () "/" Processed\r\n',
        "UID MOVE": b"* 1 EXPUNGE\r\n",
        **(answers or {}),
    }

    def part(connection: socket.socket, lines: BinaryIO) -> None:
        connection.sendall(usual.get("greeting", b"* OK ready\r\n"))  # type: ignore[arg-type]
        for line in lines:
            tag, _, rest = line.partition(b" ")
            asked.append(rest)
            command = re.match(rb"(UID )?\w+", rest)
            word = command[0].decode().upper() if command else ""
            if log is not None:
                log.append(rest.decode().strip() or tag.decode().strip())
            answer = usual.get(word, b"")
            if answer is None:
                return
            if callable(answer):
                answer(connection, tag)
                continue
            if word == "IDLE":
                connection.sendall(b"+ idling\r\n" + answer)
                lines.readline()
                answer = b""
            connection.sendall(answer + tag + b" OK done\r\n")
            if word == "LOGOUT":
                return

    return part


def account(port: int, **changes: Any) -> Account:
    return Account(
        **{"host": "127.0.0.1", "port": port, "security": Security.PLAIN, "user": "bot", "password": "secret", **changes}
    )


def attempt(port: int, keep: Callable[..., bool]) -> int:
    """One connection and one sweep."""
    with Mailbox(account(port)) as mailbox:
        return ImapSource(account(port), keep).sweep(mailbox)


def flood(connection: socket.socket, _: bytes) -> None:
    while True:
        connection.sendall(b"* 1 FETCH (FLAGS (x))\r\n" * 4000)


def trickle(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"* 1 FETCH (UID 7 BODY[] {1000}\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def test_an_honest_server(scripted: Any, shelf: Any) -> None:
    """The stand-in is fair: with no lie the mail is kept and moved, by UID, with PEEK, without any flag."""
    log: list[str] = []

    assert attempt(scripted(imap_server(log=log)), shelf.keep) == 1
    assert shelf.mails == [MAIL]
    assert next(iter(shelf.kept)) == f"imap:bot@127.0.0.1/INBOX/5/7/{len(MAIL)}"
    commands = [line for line in log if line.startswith(("UID", "STORE", "FETCH", "COPY", "EXPUNGE"))]
    assert commands == ["UID SEARCH UID 1:*", "UID FETCH 7 (RFC822.SIZE)", "UID FETCH 7 (BODY.PEEK[])", 'UID MOVE 7 "Processed"']


@pytest.mark.parametrize(
    "answers",
    [
        {"greeting": b"* BYE go away\r\n"},
        {"greeting": b"220 smtp\r\n"},
        {"greeting": b"* OK {9000000000}\r\n"},
        {"CAPABILITY": None},
        {"CAPABILITY": b"* CAPABILITY POP3\r\n"},
        {"LOGIN": lambda connection, tag: connection.sendall(tag + b" NO [AUTHENTICATIONFAILED] wrong\r\n")},
        {"LOGIN": None},
        {"SELECT": b"* 1 EXISTS\r\n"},
        {"SELECT": b"* many EXISTS\r\n* OK [UIDVALIDITY x] y\r\n"},
        {"SELECT": lambda connection, tag: connection.sendall(tag + b" NO no such folder\r\n")},
        {"UID SEARCH": b"* SEARCH one two\r\n"},
        {"UID SEARCH": b"* SEARCH " + b"1 " * 600_000 + b"\r\n"},
        {"UID SEARCH": lambda connection, tag: connection.sendall(b"WRONG1 OK done\r\n")},
        {"UID FETCH": b"* 1 FETCH (UID 7 RFC822.SIZE {2000000000}\r\n"},
        {"UID FETCH": b"* 1 FETCH (UID 7 RFC822.SIZE 10 BODY[] {5}\r\nfar more than five)\r\n"},
        {"UID FETCH": b"* 1 FETCH (UID 7 RFC822.SIZE 10 BODY[] NIL)\r\n"},
        {"UID FETCH": b"* 1 FETCH (UID 7 RFC822.SIZE (((((\r\n"},
        {"UID FETCH": b"* 1 FETCH (UID 7 RFC822.SIZE " + b"(" * 20_000 + b"\r\n"},
        {"UID FETCH": b'* 1 FETCH (UID 7 BODY[] "x")\r\n'},
        {"UID FETCH": None},
        {"UID FETCH": flood},
        {"UID MOVE": None},
    ],
)
def test_a_lie_is_a_server_out_of_reach(scripted: Any, shelf: Any, answers: dict[str, Answer]) -> None:
    """Whatever it says: the connection is given up, and the program goes on."""
    with pytest.raises(Unreachable):
        attempt(scripted(imap_server(answers)), shelf.keep)


def test_a_mail_that_trickles_is_given_up(scripted: Any, shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command has a deadline, however lively the connection seems."""
    monkeypatch.setattr("channels.imap_wire.COMMAND_SECONDS", 1.0)
    began = time.monotonic()

    with pytest.raises(Unreachable):
        attempt(scripted(imap_server({"UID FETCH": trickle})), shelf.keep)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("answer", [b"", b"* 3 FETCH (UID 99 BODY[] {1}\r\nx)\r\n"])
def test_a_mail_that_is_gone_is_no_mail(scripted: Any, shelf: Any, answer: bytes) -> None:
    """FETCH of a UID that was moved meanwhile answers nothing, or only about others."""
    attempt(scripted(imap_server({"UID FETCH": answer})), shelf.keep)

    assert not shelf.kept


def test_mail_in_a_full_folder_is_listed_in_windows(scripted: Any, shelf: Any) -> None:
    """One SEARCH answer is one line; a large folder is asked in parts."""
    log: list[str] = []
    select = b"* 90000 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n* OK [UIDNEXT 120000] x\r\n"

    attempt(scripted(imap_server({"SELECT": select}, log)), shelf.keep)

    windows = [line for line in log if line.startswith("UID SEARCH")]
    assert windows == ["UID SEARCH UID 1:50000", "UID SEARCH UID 50001:100000", "UID SEARCH UID 100001:150000"]


def test_tls_must_be_offered(scripted: Any) -> None:
    """Without STARTTLS, or with a greeting that claims to be logged in already, no password is sent (T30)."""
    for greeting in (b"* OK ready\r\n", b"* PREAUTH welcome\r\n"):
        log: list[str] = []
        port = scripted(imap_server({"greeting": greeting}, log))

        with pytest.raises(Unreachable):
            Mailbox(account(port, security=Security.STARTTLS))
        assert not [line for line in log if "LOGIN" in line]


def test_a_server_that_dies_in_idle_makes_no_busy_loop(scripted: Any, shelf: Any, in_thread: Any) -> None:
    """EOF during IDLE looks like "nothing new, at once"; each time the connection is made anew, ever later."""
    log: list[str] = []

    def die(connection: socket.socket, tag: bytes) -> None:
        connection.sendall(b"+ idling\r\n")
        connection.shutdown(socket.SHUT_RDWR)

    source = ImapSource(account(scripted(imap_server({"IDLE": die}, log))), shelf.keep, backoff=Backoff(first=0.4, last=0.8))
    with in_thread(source):
        end, told = time.monotonic() + 2.5, set()
        while time.monotonic() < end:  # each connection that lives ends the trouble for a moment
            told.add(source.trouble)
            time.sleep(0.01)

    assert 3 <= log.count("IDLE") <= 12
    assert any(told)


def test_a_server_that_only_chatters_is_left(scripted: Any, shelf: Any, in_thread: Any) -> None:
    """Endless wake-ups that bring no mail end the connection."""
    log: list[str] = []
    answers: dict[str, Answer] = {"IDLE": b"* OK still here\r\n", "UID SEARCH": b"* SEARCH\r\n"}
    source = ImapSource(account(scripted(imap_server(answers, log))), shelf.keep, backoff=Backoff(first=30, last=30))
    with in_thread(source):
        time.sleep(2.5)
        assert "wakes us up" in source.trouble

    assert log.count("IDLE") < 40


def test_news_in_the_same_packet_as_the_answer_to_idle_is_seen(scripted: Any, shelf: Any, in_thread: Any) -> None:
    """A mail that arrives just before IDLE is not left until the next sweep."""
    first = threading.Event()
    log: list[str] = []
    came = threading.Event()
    shelf.before = lambda delivery: came.set()

    def search(connection: socket.socket, tag: bytes) -> None:
        connection.sendall((b"* SEARCH 7\r\n" if first.is_set() else b"* SEARCH\r\n") + tag + b" OK done\r\n")
        first.set()

    answers: dict[str, Answer] = {"UID SEARCH": search, "IDLE": b"* 1 EXISTS\r\n"}
    with in_thread(ImapSource(account(scripted(imap_server(answers, log))), shelf.keep, rhythm=Rhythm(idle=60))):
        assert came.wait(5)


def test_without_idle_the_mailbox_is_polled(scripted: Any, shelf: Any, in_thread: Any) -> None:
    """IDLE is never sent to a server that does not know it."""
    log: list[str] = []
    part = imap_server({"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n"}, log)
    with in_thread(ImapSource(account(scripted(part)), shelf.keep, rhythm=Rhythm(poll=0.2))):
        time.sleep(1)

    assert "IDLE" not in log
    assert sum(line.startswith("UID SEARCH") for line in log) >= 3
    assert sum(line.startswith("UID FETCH 7 (BODY") for line in log) == 1  # it cannot be moved there, and is not fetched again


def test_a_mail_that_breaks_the_connection_does_not_stop_the_others(scripted: Any, shelf: Any, in_thread: Any) -> None:
    """After three tries it is left alone, and said so."""
    mail = b"BODY[] {%d}\r\n%s" % (len(MAIL), MAIL)

    def part(connection: socket.socket, lines: BinaryIO) -> None:
        answers: dict[str, Answer] = {"UID SEARCH": b"* SEARCH 6 7\r\n"}

        def fetch(connection: socket.socket, tag: bytes) -> None:
            if "SIZE" in log[-1]:
                connection.sendall(
                    b"* 1 FETCH (UID 6 RFC822.SIZE 9)\r\n* 2 FETCH (UID 7 RFC822.SIZE 9)\r\n" + tag + b" OK done\r\n"
                )
            elif " 6 " in log[-1]:
                connection.sendall(b"* 1 FETCH (UID 6 BODY[] {99999999999}\r\n")
            else:
                connection.sendall(b"* 2 FETCH (UID 7 " + mail + b")\r\n" + tag + b" OK done\r\n")

        imap_server({**answers, "UID FETCH": fetch}, log)(connection, lines)

    log: list[str] = []
    source = ImapSource(account(scripted(part)), shelf.keep, backoff=Backoff(first=0.05, last=0.1))
    with in_thread(source):
        until = time.monotonic() + 10
        while "cannot be fetched" not in source.trouble and time.monotonic() < until:
            time.sleep(0.05)

    assert source.trouble == "1 mails cannot be fetched; they stay in INBOX"
    assert shelf.mails == [MAIL]


def test_a_uidvalidity_that_changes_at_each_login_is_told(scripted: Any, shelf: Any) -> None:
    """All mail is read again, under new transport ids; the mailbox is marked as not reliable."""
    validity = iter(range(1, 100))
    lines = b"* 1 EXISTS\r\n* OK [UIDVALIDITY %d] x\r\n* OK [UIDNEXT 8] x\r\n"
    port = scripted(
        imap_server({"SELECT": lambda connection, tag: connection.sendall(lines % next(validity) + tag + b" OK done\r\n")})
    )
    source = ImapSource(account(port), shelf.keep)
    for _ in range(5):
        with Mailbox(account(port)) as mailbox:
            source.sweep(mailbox)

    assert len(shelf.kept) == 5
    assert source.trouble.startswith("127.0.0.1 changed UIDVALIDITY 4 times")


def test_a_uid_that_is_given_out_again_is_another_mail(scripted: Any, shelf: Any) -> None:
    """A backup came back without the last mails: the next one gets a UID that is known, under the same UIDVALIDITY."""
    another = MAIL.replace(b"Hello", b"Our invoice 77")
    for mail in (MAIL, another):
        port = scripted(imap_server(mail=mail))
        with Mailbox(account(port)) as mailbox:
            ImapSource(account(port), shelf.keep, known=lambda name: name in shelf.kept).sweep(mailbox)

    assert shelf.mails == [MAIL, another]


def test_check_says_what_is_wrong(scripted: Any, shelf: Any) -> None:
    """A wrong password, and a connection without protection, are told before the first mail."""
    deny: dict[str, Answer] = {"LOGIN": lambda connection, tag: connection.sendall(tag + b" NO wrong\r\n")}

    well = ImapSource(account(scripted(imap_server())), shelf.keep).check()
    wrong = ImapSource(account(scripted(imap_server(deny))), shelf.keep).check()

    assert (well.well, well.finding) == (True, "connected; 1 mails in INBOX; new mail is told at once")
    assert not wrong.well
    assert "password is wrong" in wrong.finding
