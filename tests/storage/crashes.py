"""The experiments with processes that are killed; short in tests/storage, long in tests/storm."""

import random
import time
from collections import defaultdict
from dataclasses import dataclass

from storage.inbox import InboxState
from storage.store import Store, open_store
from tests.storage.children import a_named_mail
from tests.storage.killing import Child, children


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was acknowledged, what of it is not there, and what is there without having been acknowledged."""

    acknowledged: int
    lost: set[str]
    stored_only: int
    kills: int


def kill_keepers(url: str, *, kills: int, seed: int) -> Kept:
    """Start, kill at a random moment, start again."""
    dice = random.Random(seed)
    acknowledged: set[str] = set()
    for round_ in range(kills):
        child = Child("keep", url, f"round{round_}")
        child.first_line()
        time.sleep(dice.uniform(0.0, 0.8))
        child.kill()
        acknowledged |= set(child.said())
    with_store = open_store(url, reserve=0)
    stored = {mail for mail in acknowledged if with_store.known(mail)}
    with with_store.read() as unit:
        everything, last = 0, 0
        while rows := unit.inbox.rows(after=last, limit=5_000):
            everything, last = everything + len(rows), rows[-1].id
    with_store.close()
    return Kept(acknowledged=len(acknowledged), lost=acknowledged - stored, stored_only=everything - len(stored), kills=kills)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """How many effects so many mails had."""

    mails: int
    effects: int
    twice: int
    late: int
    kills: int


def kill_workers(url: str, *, mails: int, workers: int, kills: int, seed: int) -> Worked:
    """Workers work, some are killed and replaced; in the end all is done."""
    dice = random.Random(seed)
    store = _filled(url, mails)
    lines: list[str] = []
    with children("work", url, [f"w{n}" for n in range(workers)]) as running:
        for n in range(kills):
            time.sleep(dice.uniform(0.2, 1.2))
            victim = running.pop(dice.randrange(len(running)))
            victim.kill()
            lines += victim.said()
            running.append(Child("work", url, f"n{n}"))
        for child in running:
            lines += child.ended(120)
    with store.read() as unit:
        done = len(unit.inbox.rows(InboxState.DONE, limit=mails + 1))
        held = len(unit.inbox.rows(InboxState.HELD, limit=mails + 1))
    store.close()
    twice = sum(line.startswith("twice") for line in lines)
    return Worked(mails=mails - held, effects=done, twice=twice, late=sum(line.startswith("late") for line in lines), kills=kills)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Which mails were done, and how."""

    done: list[int]
    most_tries: int
    out_of_order: int
    seconds: float


def many_workers(url: str, *, mails: int, workers: int) -> Done:
    """Workers in processes of their own share one queue; the journal of effects shows the order within each lane."""
    store = _filled(url, mails)
    store.close()
    start = time.monotonic()
    with children("share", url, [f"w{n}" for n in range(workers)]) as running:
        lines = [line for child in running for line in child.ended(300)]
    seconds = time.monotonic() - start
    assert not [line for line in lines if not line.startswith("done")]
    done = [line.split() for line in lines]
    return Done(
        done=sorted(int(words[1]) for words in done),
        most_tries=max(int(words[2]) for words in done),
        out_of_order=_out_of_order(url),
        seconds=seconds,
    )


def _out_of_order(url: str) -> int:
    """Effects of a lane that do not stand in the order of its mails."""
    from sqlalchemy import text

    store = open_store(url, reserve=0)
    column = "t.rowid" if store.engine.dialect.name == "sqlite" else "t.xmin::text::bigint"
    with store.engine.connect() as connection:
        found = connection.execute(
            text(f"SELECT i.lane, i.id FROM thread t JOIN inbox i ON t.message_id LIKE '<' || i.id || '@%' ORDER BY {column}")
        )
        seen: dict[str, int] = defaultdict(int)
        wrong = 0
        for lane, mail in found:
            wrong += mail < seen[lane]
            seen[lane] = mail
    store.close()
    return wrong


def _filled(url: str, mails: int) -> Store:
    store = open_store(url, reserve=0)
    for n in range(mails):
        store.keep(a_named_mail(f"mail {n}"))
    return store
