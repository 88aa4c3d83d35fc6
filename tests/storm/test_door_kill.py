"""kill -9 at the SMTP door: what was acknowledged is there, and only once."""

import os
import random
import re
import shutil
import signal
import smtplib
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.skips import lacking
from tests.storm.doors import door_process, kept

SECONDS = float(os.environ.get("COUNTERFOIL_STORM_SECONDS", "6"))


class Client(threading.Thread):
    """Sends mail after mail, each again until it is acknowledged, as a mail server does; keeps a ledger of the 250s."""

    def __init__(self, number: int, port: list[int], over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.port, self.over = number, port, over
        self.acknowledged: list[str] = []

    def run(self) -> None:
        count = 0
        while not self.over.is_set():
            name = f"<{self.number}.{count}@supplier.test>"
            if self._send(name):
                self.acknowledged.append(name)
                count += 1
            else:
                time.sleep(0.01)

    def _send(self, name: str) -> bool:
        mail = f"From: ann@supplier.test\r\nMessage-ID: {name}\r\nReceived: {time.time()}\r\n\r\n{'x' * 5000}\r\n"
        with suppress(OSError):
            client = smtplib.SMTP("127.0.0.1", self.port[0], timeout=5)
            with suppress(OSError):
                client.sendmail("ann@supplier.test", ["orders@acme.test"], mail)
                return True
            client.close()
        return False


def test_acknowledged_mail_survives_kill_9(tmp_path: Path) -> None:
    """Every 250 of four clients is in the database after kills at random moments; nothing is there twice."""
    over, port, kills = threading.Event(), [0], 0
    clients = [Client(number, port, over) for number in range(4)]
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with door_process(tmp_path, port=port[0]) as (_, port[0]):
            for client in clients:
                if not client.ident:
                    client.start()
            time.sleep(random.uniform(0.1, 0.8))
            kills += 1
    over.set()
    for client in clients:
        client.join(10)

    stored = Counter(re.search(rb"Message-ID: (\S+)", raw)[1].decode() for raw in kept(tmp_path))  # type: ignore[index]
    acknowledged = {name for client in clients for name in client.acknowledged}
    print(f"{kills} kills, {len(acknowledged)} acknowledged, {len(stored)} stored")
    assert acknowledged <= set(stored)
    assert set(stored.values()) == {1}
    assert len(stored) - len(acknowledged) <= 4 * kills
    assert len(acknowledged) > 20


def test_half_sent_mails_do_not_fill_the_memory(tmp_path: Path) -> None:
    """Forty sessions of 10 MB each: beyond 256 MB in flight they are told 452; the commit of the others takes 650 MB at most."""
    with door_process(tmp_path) as (process, port):
        sessions = [smtplib.SMTP("127.0.0.1", port, timeout=60) for _ in range(40)]
        for session in sessions:
            session.ehlo()
            for command in ("MAIL FROM:<ann@supplier.test>", "RCPT TO:<orders@acme.test>", "DATA"):
                session.docmd(command)
            session.send((b"x" * 70 + b"\r\n") * 145_000)
        for session in sessions:
            session.send(b".\r\n")
        answers = Counter(session.getreply()[0] for session in sessions)
        peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())
        for session in sessions:
            session.close()

    assert set(answers) == {250, 452}
    assert answers[250] >= 24
    assert peak is not None
    assert int(peak[1]) / 1024 < 650


@pytest.mark.peer
def test_the_sync_comes_before_the_250(tmp_path: Path) -> None:
    """In the system calls of one mail: fdatasync of the database, then the answer; never the other way round."""
    if not shutil.which("strace"):
        lacking("strace")
    log = tmp_path / "strace"
    watch = ("strace", "-f", "-s", "80", "-e", "trace=fsync,fdatasync,sendto,recvfrom", "-o", str(log))
    with door_process(tmp_path, before=watch) as (process, port), smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        for number in range(3):
            client.sendmail("ann@supplier.test", ["orders@acme.test"], f"Message-ID: <{number}@supplier.test>\r\n\r\nHello.\r\n")
        client.quit()
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)  # killing strace would leave it running

    # the end of the mail arrives, a sync returns (strace may print its begin and its end on two lines), the answer goes out
    signs = {
        "end": r'recvfrom(\(| resumed>).*\.\\r\\n"',
        "sync": r"sync(\(\d+\)| resumed>\)) += 0",
        "answer": r'sendto\(\d+, "250 2\.0\.0 Kept',
    }
    lines = log.read_text().splitlines()
    seen = "".join(sign[0] for line in lines for sign, pattern in signs.items() if re.search(pattern, line))
    assert re.fullmatch("s*(es+a){3}s*", seen)
