"""How fast mail is kept and worked off, against the plain database below: ratios of rounds that alternate in one run.

python -m tests.bench.remember [URL] [--backlog 100000] [--rounds 5]

`floor` is sqlite3 itself: one insert of 20 KB and one commit with synchronous=FULL, on the same file system. On a busy machine
only the ratios say something.
"""

import argparse
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from core.message import Channel, Delivery
from storage.store import Store, migrate, open_store
from tests.bench.backlog import fill

NOW = datetime.now(UTC)
TERM = timedelta(minutes=5)
SIZE = 20_000
_numbers = count()


def main() -> None:
    """Print one line a path: median per second, median ratio to the floor, the best round, the processor time of one."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("url", nargs="?", default="")
    words.add_argument("--backlog", type=int, default=100_000)
    words.add_argument("--rounds", type=int, default=5)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{folder}/counterfoil.db"
        migrate(url)
        store = open_store(url, reserve=0)
        filled = timed(lambda: fill(store, given.backlog))
        began = time.perf_counter()
        open_store(url, reserve=0).close()
        print(f"backlog of {given.backlog} rows in {filled:.1f} s; opened again in {(time.perf_counter() - began) * 1000:.1f} ms")
        measure(store, Path(folder) / "floor.db", given.rounds)
        print(f"largest resident set: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        wal = Path(folder) / "counterfoil.db-wal"
        if wal.exists():
            print(f"write-ahead log: {wal.stat().st_size / 2**20:.0f} MB")
        store.close()


def measure(store: Store, floor_file: Path, rounds: int) -> None:
    """Alternate the paths, so that each meets the same neighbours."""
    floor = sqlite3.connect(floor_file, isolation_level=None, check_same_thread=False)
    floor.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE mail (raw BLOB)")
    paths: dict[str, Callable[[], int]] = {
        "floor: insert and commit": partial(insert, floor, 400),
        "keep, one caller": partial(keep, store, 1, 300),
        "keep, 20 callers": partial(keep, store, 20, 60),
        "lease": partial(lease, store, 300),
        "lease and done": partial(work, store, 300),
    }
    rates: dict[str, list[float]] = {name: [] for name in paths}
    costs: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(rounds):
        for name, path in paths.items():
            began, worked = time.perf_counter(), time.process_time()
            done = path()
            rates[name].append(done / (time.perf_counter() - began))
            costs[name].append((time.process_time() - worked) / done)
    base = rates["floor: insert and commit"]
    for name, found in rates.items():
        ratio = statistics.median(one / other for one, other in zip(found, base, strict=True))
        cost = statistics.median(costs[name]) * 1e6
        print(
            f"{name:26} {statistics.median(found):6.0f} /s  x {ratio:.2f}  best {max(found):6.0f} /s  {cost:5.0f} µs of processor"
        )


def timed(what: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def insert(floor: sqlite3.Connection, times: int) -> int:
    """What the disk allows."""
    for _ in range(times):
        floor.execute("INSERT INTO mail VALUES (?)", (b"x" * SIZE,))
    return times


def _mail() -> Delivery:
    number = next(_numbers)
    head = f"From: x@new{number % 300}.test\r\nSubject: {number}\r\n\r\n".encode()
    return Delivery(channel=Channel.SMTP, transport_id=f"new:{number}", received_at=NOW, raw=head + b"x" * SIZE)


def keep(store: Store, callers: int, each: int) -> int:
    """So many callers at once, each waiting for its commit."""

    def bring(_: int) -> None:
        for _ in range(each):
            store.keep(_mail())

    with ThreadPoolExecutor(callers) as pool:
        list(pool.map(bring, range(callers)))
    return callers * each


def lease(store: Store, times: int) -> int:
    """Take mails and leave them."""
    for _ in range(times):
        leased = store.lease_inbox("bench", NOW, TERM)
        assert leased is not None
    return times


def work(store: Store, times: int) -> int:
    """Take a mail, finish it: two commits."""
    for _ in range(times):
        leased = store.lease_inbox("bench", NOW, TERM)
        assert leased is not None
        with store.begin() as unit:
            unit.inbox.finish(leased, "read", None)
    return times


if __name__ == "__main__":
    main()
