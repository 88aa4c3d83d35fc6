"""Mails accepted per second with a durable commit, against Postfix taking the same mails to `discard`.

    python -m tests.bench.accept [--mails 2000] [--sessions 20] [--size 20000] [--rounds 5] [--keep-open]

Both servers stand on the same file system, the rounds alternate, and the figure is the median of the ratios. Needs root and the
Debian packages postfix and dovecot. `keep` is SQLite with WAL and synchronous=FULL, one writer, group commit.
"""

import argparse
import os
import queue
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future
from pathlib import Path

from core.message import Delivery
from tests.peers.servers import mail_servers

_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"


class SqliteShelf:
    """Keeps each transport id once in SQLite; one writer commits what came in meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue: queue.SimpleQueue[tuple[Delivery, Future[bool]]] = queue.SimpleQueue()
        self.commits = 0
        threading.Thread(target=self._write, daemon=True).start()

    def keep(self, delivery: Delivery) -> bool:
        done: Future[bool] = Future()
        self._queue.put((delivery, done))
        return done.result()

    def _write(self) -> None:
        base = sqlite3.connect(self._path, isolation_level=None)
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        base.execute("CREATE TABLE IF NOT EXISTS mail (transport_id TEXT PRIMARY KEY, raw BLOB)")
        while True:
            batch = [self._queue.get()]
            while len(batch) < 64 and not self._queue.empty():
                batch.append(self._queue.get())
            base.execute("BEGIN IMMEDIATE")
            new = [
                base.execute("INSERT OR IGNORE INTO mail VALUES (?, ?)", (d.transport_id, d.raw)).rowcount == 1 for d, _ in batch
            ]
            base.execute("COMMIT")
            self.commits += 1
            for (_, done), fresh in zip(batch, new, strict=True):
                done.set_result(fresh)


def main() -> None:
    """Print rates and ratios."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("mails", 2000), ("sessions", 20), ("size", 20_000), ("rounds", 5)):
        words.add_argument(f"--{name}", type=int, default=usual)
    words.add_argument("--keep-open", action="store_true", help="many mails a connection")
    words.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.serve:
        serve(given.serve)
        return
    with mail_servers() as peers:
        ratios = [one_round(peers.port["mx"], peers.base, given) for _ in range(given.rounds)]
    print(f"accepted with durable commit / Postfix to discard: {statistics.median(ratios):.2f} (median of {len(ratios)})")


def one_round(postfix: int, folder: Path, given: argparse.Namespace) -> float:
    """Postfix, then ours, with new processes of ours each time."""
    theirs = rate(postfix, "sink@discard.test", given)
    place = Path(tempfile.mkdtemp(dir=folder))
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.accept", "--serve", str(place)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        ours = rate(int(server.stdout.readline()), "orders@acme.test", given)
    finally:
        server.terminate()
        server.wait()
        with sqlite3.connect(place / "mail.db") as base:
            (kept,) = base.execute("SELECT count(*) FROM mail").fetchone()
        shutil.rmtree(place)
    print(f"Postfix {theirs:7.0f}/s   ours {ours:7.0f}/s   ratio {ours / theirs:.2f}   kept {kept}", flush=True)
    return ours / theirs


def rate(port: int, recipient: str, given: argparse.Namespace) -> float:
    """Mails a second by smtp-source."""
    command = ["smtp-source", "-s", str(given.sessions), "-m", str(given.mails), "-l", str(given.size), "-N"]
    command += ["-d"] if given.keep_open else []
    began = time.monotonic()
    subprocess.run([*command, "-t", recipient, f"inet:127.0.0.1:{port}"], env={**os.environ, "PATH": _PATH}, check=True)
    return float(given.mails / (time.monotonic() - began))


def serve(folder: Path) -> None:
    """The SMTP door in a process of its own."""
    from channels.smtp_in import Listening, SmtpIn

    door = SmtpIn(Listening(port=0, own=("acme.test",)), SqliteShelf(folder / "mail.db").keep)
    threading.Thread(target=door.run, args=(threading.Event(),), daemon=True).start()
    door.ready.wait(20)
    print(door.port, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
