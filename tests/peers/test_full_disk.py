"""A full disk: 452, nothing acknowledged is lost, and mail is taken again when there is room."""

import os
import smtplib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.smtp_in import Listening, SmtpIn
from storage.inbox import InboxState
from storage.store import open_store
from tests.doors import running
from tests.skips import lacking

MEGABYTE = 1_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """120 MB, of which a part is kept free for the mail that was accepted before."""
    if os.geteuid() != 0:
        lacking("root, to mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=120m", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        lacking("the right to mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def _mail(number: int) -> bytes:
    return f"From: a@supplier.test\r\nMessage-ID: <{number}@supplier.test>\r\n\r\n".encode() + b"x" * 900 + b"\r\n" * MEGABYTE


@pytest.mark.peer
def test_a_full_disk_is_452(small_disk: Path) -> None:
    """The sender keeps the mail and tries again; what was acknowledged is there."""
    store = open_store(f"sqlite:///{small_disk}/counterfoil.db")
    door = SmtpIn(Listening(port=0, own=("acme.test",), folder=small_disk), store.keep)
    acknowledged, answer = 0, b""
    with running(door):
        door.ready.wait(10)
        for number in range(200):
            try:
                with smtplib.SMTP("127.0.0.1", door.port, timeout=20) as client:
                    client.sendmail("a@supplier.test", ["orders@acme.test"], _mail(number))
                acknowledged += 1
            except smtplib.SMTPSenderRefused as no:
                answer = str(no.smtp_code).encode() + b" " + no.smtp_error
                break
            except smtplib.SMTPDataError as no:
                answer = str(no.smtp_code).encode() + b" " + no.smtp_error
                break
    with store.read() as unit:
        kept = unit.inbox.rows(InboxState.WAITING, limit=100)
    store.close()

    assert answer.startswith(b"452 ")
    assert acknowledged >= 1
    assert len(kept) == acknowledged
