"""What every source and every sink promises, whatever it is made of."""

import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from channels.folder import FolderSink, FolderSource
from channels.imap import ImapSource
from channels.imap_mailbox import Account
from channels.sink import SendJob, Sink
from channels.smtp_in import Listening, SmtpIn
from channels.smtp_out import SmtpOut, Submission
from channels.source import Source
from channels.tls import Security
from core.delivery_hash import content_hash
from core.errors import OutOfSpace, Unreachable
from core.names import Address
from tests.channels.imap_stand_in import Box, serve
from tests.doors import Shelf, running

MAIL = b"From: ann@supplier.test\r\nMessage-ID: <1@supplier.test>\r\nSubject: Invoice\r\n\r\nHello.\r\n"
Hand = Callable[[bytes], None]


@pytest.fixture(params=["folder", "smtp", "imap"])
def door(request: pytest.FixtureRequest, tmp_path: Path, shelf: Shelf, scripted: Any) -> Iterator[tuple[Source, Hand]]:
    """A running source, and a way to hand it a mail from outside."""
    with ExitStack() as stack:
        if request.param == "folder":
            source: Source = FolderSource(tmp_path, shelf.keep, every=0.05)

            def hand(mail: bytes) -> None:
                (tmp_path / f"{content_hash(mail)}.part").write_bytes(mail)
                (tmp_path / f"{content_hash(mail)}.part").rename(tmp_path / f"{content_hash(mail)}-{time.time_ns()}.eml")

        elif request.param == "smtp":
            source = smtp = SmtpIn(Listening(port=0, own=("acme.test",)), shelf.keep)

            def hand(mail: bytes) -> None:
                assert smtp.ready.wait(5)
                for _ in range(50):  # as every mail server does: again until it is taken
                    try:
                        with smtplib.SMTP("127.0.0.1", smtp.port) as client:
                            client.sendmail("ann@supplier.test", ["orders@acme.test"], mail)
                            return
                    except smtplib.SMTPDataError as later:
                        assert later.smtp_code in (451, 452)
                        time.sleep(0.05)

        else:
            box = Box()
            source = ImapSource(
                Account(host="127.0.0.1", port=scripted(serve(box)), security=Security.PLAIN, user="u", password="p"), shelf.keep
            )
            hand = box.put
        yield source, hand
        stack.close()


def eventually(true: Callable[[], object]) -> None:
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)


def test_a_mail_comes_through_byte_by_byte(door: tuple[Source, Hand], shelf: Shelf) -> None:
    """Any bytes, also those that are no mail."""
    source, hand = door
    mails = [MAIL, b"\r\n", b"\xff\xfe\r\n\r\n\x80\r\n", MAIL + b".\r\n..\r\n" * 3]
    with running(source):
        for mail in mails:
            hand(mail)
        eventually(lambda: len(shelf.kept) == len(mails))

    assert sorted(shelf.mails) == sorted(mails)


def test_transport_ids_are_unique_and_name_the_channel(door: tuple[Source, Hand], shelf: Shelf) -> None:
    """Two mails have two; each starts with its channel; times have a zone."""
    source, hand = door
    with running(source):
        hand(MAIL)
        hand(MAIL + b"Another.\r\n")
        eventually(lambda: len(shelf.kept) == 2)

    for transport_id, delivery in shelf.kept.items():
        assert transport_id == delivery.transport_id
        assert transport_id.startswith(f"{delivery.channel}:")
        assert delivery.received_at.tzinfo is not None


@pytest.mark.parametrize("problem", [OutOfSpace("full"), Unreachable("locked")], ids=repr)
def test_nothing_is_lost_while_the_house_fails(door: tuple[Source, Hand], shelf: Shelf, problem: Exception) -> None:
    """The source holds the mail, or makes its sender hold it, and brings it again."""
    failures = iter([problem, problem])

    def fail(_: object) -> None:
        if (raised := next(failures, None)) is not None:
            raise raised

    shelf.before = fail
    source, hand = door
    with running(source):
        hand(MAIL)
        eventually(lambda: shelf.kept)
        eventually(lambda: not source.trouble)

    assert shelf.mails == [MAIL]


def test_a_source_stops_when_told(door: tuple[Source, Hand], shelf: Shelf) -> None:
    """Within two seconds, busy or idle; and it may run again."""
    source, hand = door
    for number in range(2):
        with running(source) as stop:
            hand(MAIL + b"%d\r\n" % number)
            eventually(lambda wanted=number + 1: len(shelf.kept) == wanted)
            stop.set()
            began = time.monotonic()
        assert time.monotonic() - began < 2
    assert threading.active_count() < 100


@pytest.fixture(params=["folder", "smtp"])
def sink(request: pytest.FixtureRequest, tmp_path: Path, smtp_door: Any, shelf: Shelf) -> tuple[Sink, Callable[[], list[bytes]]]:
    """A sink, and a look at what arrived behind it."""
    if request.param == "folder":
        return FolderSink(tmp_path / "out"), lambda: [path.read_bytes() for path in (tmp_path / "out").glob("*.eml")]
    server = Submission(host="127.0.0.1", port=smtp_door(own=("supplier.test",)).port, security=Security.PLAIN)
    return SmtpOut(server), lambda: shelf.mails


def job(number: int, raw: bytes = MAIL) -> SendJob:
    return SendJob(outbox_id=str(number), sender=None, recipient=Address("ann@supplier.test"), raw=raw)


def test_letters_arrive_byte_by_byte(sink: tuple[Sink, Callable[[], list[bytes]]]) -> None:
    """One after the other, with a pause between batches."""
    out, arrived = sink
    letters = [MAIL, MAIL + b".\r\n", MAIL + b"\xff\r\n"]
    for number, raw in enumerate(letters):
        assert out.send(job(number, raw)).answer
        if number == 1:
            out.close()
    out.close()
    out.close()

    assert sorted(arrived()) == sorted(letters)


def test_a_sink_can_be_checked(sink: tuple[Sink, Callable[[], list[bytes]]]) -> None:
    """Without sending anything."""
    out, arrived = sink

    assert out.check().well
    assert arrived() == []
