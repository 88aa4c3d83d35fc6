"""The SMTP door in a process of its own, over a small SQLite shelf: for what kills, watches or measures processes.

As a program: python -m tests.storm.doors FOLDER [PORT]; it prints its port when it listens.
"""

import queue
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path

from core.message import Delivery

ROOT = Path(__file__).resolve().parents[2]


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


@contextmanager
def door_process(folder: Path, *, before: tuple[str, ...] = (), port: int = 0) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """The process and its port; killed at the end. `before` = words in front of the command, strace for example."""
    command = [*before, sys.executable, "-m", "tests.storm.doors", str(folder), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    try:
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def kept(folder: Path) -> list[bytes]:
    """The mails in the database of a door process."""
    with closing(sqlite3.connect(folder / "mail.db")) as base:
        return [raw for (raw,) in base.execute("SELECT raw FROM mail")]


def main() -> None:
    """Serve until killed."""
    from channels.smtp_in import Listening, SmtpIn

    at = Listening(port=int(sys.argv[2]), own=("acme.test",))
    door = SmtpIn(at, SqliteShelf(Path(sys.argv[1]) / "mail.db").keep)
    threading.Thread(target=door.run, args=(threading.Event(),), daemon=True).start()
    if not door.ready.wait(20):
        raise SystemExit(1)
    print(door.port, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
