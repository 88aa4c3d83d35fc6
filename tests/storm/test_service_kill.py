"""kill -9 of the whole service under load: every acknowledged mail is worked off once, every letter goes out once."""

import os
import random
import signal
import smtplib
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.deliver import deliver_next
from bot.demo.world import World, free_port
from bot.process import process_next
from bot.reader import Reader, dns_of, house_of
from bot.run import sink_of
from bot.wire import Bot, settings_at
from core import events as e
from parsers.cage import Cage
from storage.inbox import InboxState
from storage.outbox import OutboxState
from storage.store import open_store

SECONDS = float(os.environ.get("COUNTERFOIL_STORM_SECONDS", "10"))
SALES = "sales@corvina.example"
CONFIGURATION = """
[house]
name = "Acme Kitchens GmbH"
mailbox = "orders@acme.example"
[database]
url = "{database}"
[keys]
token = "a key for the storm, 32 letters long"
[mail]
trust = "login"
[smtp_in]
port = {door}
plain_login = true
logins = [["{sales}", "secret"]]
[smtp_out]
host = "127.0.0.1"
port = {world}
security = "plain"
[cli]
buyer = "ann@acme.example"
"""


class Supplier(threading.Thread):
    """Writes mail after mail to its order, each again until it is acknowledged; keeps a ledger of the 250s."""

    def __init__(self, number: int, door: int, order: str, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.door, self.order, self.over = number, door, order, over
        self.acknowledged: list[str] = []

    def run(self) -> None:
        count = 0
        while not self.over.is_set():
            words = f"Word {self.number}-{count} about the pallets"
            if self._sent(words, f"<{self.number}.{count}@corvina.example>"):
                self.acknowledged.append(words)
                count += 1
                time.sleep(0.15)
            else:
                time.sleep(0.05)

    def _sent(self, words: str, name: str) -> bool:
        mail = (
            f"From: Paul Hendry <{SALES}>\r\nTo: {self.order}\r\nSubject: Re: order\r\nMessage-ID: {name}\r\n"
            f"Received: at {time.time()}\r\nDate: Mon, 20 Apr 2026 09:00:00 +0000\r\n\r\n{words}.\r\n"
        )
        with suppress(OSError):
            client = smtplib.SMTP("127.0.0.1", self.door, timeout=5)
            try:
                client.login(SALES, "secret")
                client.sendmail(SALES, [self.order], mail)
                return True
            except (smtplib.SMTPException, OSError):
                return False
            finally:
                client.close()
        return False


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "bot.cli", "--config", str(folder / "counterfoil.toml"), *words]


def _say(folder: Path, *words: str) -> None:
    done = subprocess.run(_command(folder, *words), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _prepared(folder: Path, database: str, door: int, world: World) -> str:
    """A supplier with an order; the address that its letter is answered at."""
    text = CONFIGURATION.format(database=database, door=door, world=world.open(), sales=SALES)
    (folder / "counterfoil.toml").write_text(text)
    _say(folder, "buyer", "add", "ann@acme.example", "--role", "admin", "--role", "initiator", "--role", "accountant")
    _say(folder, "supplier", "add", "Corvina Metalware B.V.", "--contact", SALES)
    _say(folder, "po", "new", "--supplier", "S-1", "--line", "10 pcs x 5.00 Spoon", "--submit")
    bot = _bot(folder)
    sink = sink_of(bot)
    while deliver_next(bot, sink):
        pass
    sink.close()
    bot.store.close()
    return str(world.seen[-1].message["Reply-To"]).rpartition("<")[2].rstrip(">")


def _bot(folder: Path, later: timedelta = timedelta(0)) -> Bot:
    settings = settings_at(folder / "counterfoil.toml")
    store = open_store(settings.database.url)
    return Bot(settings=settings, policy=settings.rules(), store=store, name="after", clock=lambda: datetime.now(UTC) + later)


def _killed_again_and_again(folder: Path, suppliers: list[Supplier]) -> int:
    """Start, let it work a moment, kill; how often."""
    dice, kills, until = random.Random(7), 0, time.monotonic() + SECONDS
    with (folder / "service.log").open("ab") as log:
        while time.monotonic() < until:
            process = subprocess.Popen(_command(folder, "run"), stdout=log, stderr=log)
            for supplier in suppliers:
                if not supplier.ident:
                    supplier.start()
            time.sleep(dice.uniform(1.2, 3.5))
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    return kills


def _finished(folder: Path) -> Bot:
    """Work off the rest as if leases had ended, and then the ten minutes of an uncertain letter; held mail is released."""
    bot = _bot(folder, timedelta(hours=1))
    with Cage(jobs=1) as cage:
        reader = Reader(cage=cage, dns=dns_of(bot.settings), house=house_of(bot.settings))
        for _ in range(2):
            while process_next(bot, reader):
                pass
            with bot.store.begin() as unit:
                for row in unit.inbox.rows(InboxState.HELD):
                    unit.inbox.requeue(row.id)
    _delivered(bot)
    bot.store.close()
    bot = _bot(folder, timedelta(hours=2))
    _delivered(bot)
    return bot


def _delivered(bot: Bot) -> None:
    sink = sink_of(bot)
    while deliver_next(bot, sink):
        pass
    sink.close()


@pytest.mark.timeout(1800)
def test_killed_under_load(store_url: str, tmp_path: Path) -> None:
    """Nothing acknowledged is lost or done twice; a letter comes twice only where its first sending was uncertain, counted."""
    world, door, over = World(), free_port(), threading.Event()
    address = _prepared(tmp_path, store_url, door, world)
    suppliers = [Supplier(n, door, address, over) for n in range(4)]
    kills = _killed_again_and_again(tmp_path, suppliers)
    over.set()
    for supplier in suppliers:
        supplier.join(20)
    bot = _finished(tmp_path)
    acknowledged = [words for supplier in suppliers for words in supplier.acknowledged]
    with bot.store.read() as unit:
        entries = unit.journal.of("PO-1")
        said = Counter(
            (unit.blobs.get(j.event.text) or b"").decode().rstrip(".") for j in entries if isinstance(j.event, e.CommentAdded)
        )
        rows = [row for state in OutboxState for row in unit.outbox.rows(state=state, limit=100_000)]
        left = [r for s in (InboxState.WAITING, InboxState.RUNNING, InboxState.HELD) for r in unit.inbox.rows(s, limit=10_000)]
    bot.store.close()
    world.close()
    sent = Counter(str(post.message["X-Counterfoil-Outbox"]) for post in world.seen)
    repeated = {row.id for row in rows if row.repeats}

    assert kills >= 2
    assert left == []
    assert {words: said[words] for words in acknowledged} == dict.fromkeys(acknowledged, 1)
    assert set(said.values()) <= {1}
    assert {row.id for row in rows} == set(sent)
    assert {name for name, count in sent.items() if count > 1} <= repeated
    assert max(sent.values()) <= 2
    print(
        f"{kills} kills, {len(acknowledged)} acknowledged, {sum(said.values())} applied, {len(rows)} letters, "
        f"{sum(c - 1 for c in sent.values())} came twice of {len(repeated)} uncertain"
    )
