"""How long Slack waits for the answer to each command and button, with the documents of years in the database.

python -m tests.bench.slack [URL] [--documents 100000] [--times 40]

The service side is the real slack-bolt in Socket Mode, in a process of its own; Slack is the stand-in of tests/slack. A figure is
the time from the envelope on the wire to its acknowledgement, which holds the answer (for a button: to the answer that is seen).
The aim is a 99th percentile below one second; Slack gives up after three. Without URL both SQLite and, where it runs, PostgreSQL.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy.exc import SQLAlchemyError

from storage.store import migrate, open_store
from tests.bench.archive import ANN, CARLA, fill
from tests.slack.stand_in.people import Answer, Person
from tests.slack.stand_in.server import SlackStandIn
from tests.slack.stand_in.workspace import APP_TOKEN, BOT_TOKEN, TEAM, Member
from tests.stores import _created, _dropped, _own_server

LIMIT = 1.0
LINES = (
    "/po", "/po list", "/po list Submitted", "/po list S-1", "/po list Draft S-1 after PO-5000", "/po show PO-{n}",
    "/po history PO-{n}", "/po show PO-1O34", "/po new S-1 3 pcs x 2.50 Cup; 4 pcs x 1.10 CM-1 Saucer", "/po resend PO-{open}",
    "/po revise PO-{open} 1=60 pcs x 24.50 CM-PAN-28 Frying pan", "/po cancel PO-{open} ordered twice",
    "/rfp new 2027-05-04 S-1 S-2 400 pcs x Bowl 24 cm", "/po new", "/rfp new",
    "/rfp list", "/po decide PO-{open} take all", "/invoice list", "/invoice list Matching", "/invoice list Paid S-1",
    "/invoice show INV-{n}", "/invoice show INV-{match}",
    "/invoice take INV-{match}", "/invoice reject INV-{match} never ordered", "/invoice return INV-{match} at po price",
    "/invoice approve INV-{pend}", "/invoice link INV-{match} PO-{open}", "/invoice pay INV-{appr} 1.00 2026-04-20 SEPA 4711",
    "/invoice history INV-{n}", "/supplier list", "/supplier show S-1", "/supplier tolerance S-1 5", "/supplier disable S-1",
    "/supplier add new{n}@mills.example Mills & Sons", "/supplier contacts S-{one} add anna{n}@mills.example Anna",
    "/inbox list", "/inbox list held", "/say PO-{open} Can you deliver a week earlier?", "/note INV-{n} asked Ann", "/digest now",
    "/digest time 7",
)  # fmt: skip
"""{n}: any document; {one}: a supplier; {open}: a submitted order; {match}, {pend}, {appr}: an invoice in that status."""
SERVICE = "import sys; from tests.bench.slack import served; served(*sys.argv[1:])"


def main() -> None:
    """Print a line a command, the slowest first; fails where a command is over the limit."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("url", nargs="?", default="")
    words.add_argument("--documents", type=int, default=100_000)
    words.add_argument("--times", type=int, default=40)
    given = words.parse_args()
    with ExitStack() as stack:
        urls = [given.url] if given.url else list(_databases(stack))
        worst = max(measured(url, given.documents, given.times) for url in urls)
    sys.exit(0 if worst < LIMIT else f"p99 {worst:.2f} s: more than {LIMIT} s")


def _databases(stack: ExitStack) -> Iterator[str]:
    yield f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/counterfoil.db"
    try:
        server = stack.enter_context(_own_server())
        url = _created(server, f"bench_{time.time_ns()}")
    except (ImportError, OSError, RuntimeError, SQLAlchemyError) as missing:
        print(f"postgresql: no server ({missing})")
        return
    stack.callback(_dropped, server, url)
    yield url


def measured(url: str, documents: int, times: int) -> float:
    """All lines on one database; the highest 99th percentile."""
    print(f"== {url.partition(':')[0]}, {documents} documents", flush=True)
    migrate(url)
    store = open_store(url, reserve=0)
    fill(store, documents)
    store.close()
    slack = SlackStandIn().start()
    for user, mail in (("U0ANN", ANN), ("U0CARLA", CARLA)):
        slack.world.join(Member(id=user, mail=mail))
    try:
        with service(url, slack) as cold:
            print(f"first answer after a cold start: {cold * 1000:.0f} ms after the line was open")
            return _typed(slack, documents // 2, times)
    finally:
        slack.close()


@contextmanager
def service(url: str, slack: SlackStandIn) -> Iterator[float]:
    """The service side in a process of its own; how long the first command took."""
    process = subprocess.Popen([sys.executable, "-c", SERVICE, url, slack.base_url])
    try:
        assert slack.connected(60)
        yield waited(lambda: Person(slack, "U0ANN").types("/po list"))
    finally:
        process.terminate()
        process.wait(30)


def served(url: str, base_url: str) -> None:
    """Listen until the process ends."""
    import threading

    from bot.slack import service as side
    from bot.wire import opened
    from config.settings import (
        DatabaseSettings,
        HouseSettings,
        KeySettings,
        PolicySettings,
        Settings,
        SlackSettings,
    )
    from core.names import Address
    from core.policy import Band

    settings = Settings(
        house=HouseSettings(name="Acme Kitchens GmbH", mailbox=Address("orders@acme.example"), country="DE"),
        keys=KeySettings(token="a key for the bench, 32 letters long"),
        database=DatabaseSettings(url=url),
        policy=PolicySettings(bands=(Band(above=1, approvers=(CARLA,)),)),
        slack=SlackSettings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, channel="C0ORDERS", team=TEAM, base_url=base_url),
    )
    with opened(settings) as bot:
        side.listen(bot, threading.Event())


def _typed(slack: SlackStandIn, most: int, times: int) -> float:
    ann, carla = Person(slack, "U0ANN"), Person(slack, "U0CARLA")
    found: list[tuple[float, float, float, str, str]] = []
    for place, line in enumerate(LINES):
        who = carla if "{pend}" in line else ann
        waits, last = [], Answer()
        for turn in range(times):
            text = line.format(**_names(most, place * times + turn))
            began = time.perf_counter()
            last = who.types(text)
            waits.append(time.perf_counter() - began)
        found.append(_figures(waits, line, last.words))
    found.append(_figures([waited(ann.looks) for _ in range(times)], "App Home", ""))
    for p99, median, longest, line, told in sorted(found, reverse=True):
        print(f"p99 {p99 * 1000:5.0f}  median {median * 1000:5.0f}  max {longest * 1000:5.0f} ms  {line[:44]:44} {told[:60]!r}")
    assert not slack.world.refusals, slack.world.refusals[:3]
    return max(row[0] for row in found)


def _names(most: int, turn: int) -> dict[str, int]:
    """Documents in the states that a line needs (archive.ORDER_STATES, INVOICE_STATES)."""
    step = (turn * 40 + 40) % (most - 100)
    return {
        "n": step + turn % 37 + 1,
        "one": turn % 150 + 2,
        "open": step // 8 * 8 + 2,
        "match": step // 40 * 40 + 4,
        "pend": step // 10 * 10 + 5,
        "appr": step // 10 * 10 + 2,
    }


def _figures(waits: list[float], line: str, told: str) -> tuple[float, float, float, str, str]:
    p99 = statistics.quantiles(waits, n=100)[98] if len(waits) > 1 else waits[0]
    return min(p99, max(waits)), statistics.median(waits), max(waits), line, " ".join(told.split())


def waited(what: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
