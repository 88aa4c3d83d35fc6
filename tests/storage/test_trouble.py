"""When the database cannot: no room, locked, unreachable, cut off. Nothing is promised, and all is well again afterwards."""

import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from core.errors import OutOfSpace, Unreachable
from storage.errors import AlreadyRunning
from storage.inbox import InboxState
from storage.intake import Intake
from storage.store import Store, open_store
from tests.storage.examples import NOW, TERM, a_mail, an_order
from tests.storage.killing import Child, children


def kept(store: Store) -> int:
    """How many mails are there."""
    with store.read() as unit:
        return len(unit.inbox.rows(InboxState.WAITING, limit=100_000))


class TestNoRoom:
    """A full disk."""

    def test_new_mail_is_refused_before_the_disk_is_full(self, sqlite_url: str) -> None:
        """What was accepted must still be worked on: that needs room, too."""
        store = open_store(sqlite_url, reserve=10**15)
        with pytest.raises(OutOfSpace, match="MB left"):
            store.keep(a_mail(1))
        with store.begin() as unit:
            unit.documents.save(an_order(), 0)
        assert kept(store) == 0
        store.close()

    def test_a_quota_stops_it_and_nothing_acknowledged_is_lost(self, sqlite_url: str) -> None:
        """The write fails in the middle; the mails before it are there, and whole."""
        (said,) = Child("full", sqlite_url, "m").ended(60)
        store = open_store(sqlite_url, reserve=0)
        assert kept(store) == int(said) > 50
        assert store.keep(a_mail(1)), "there is room again"
        store.close()

    @pytest.mark.skipif(os.geteuid() != 0, reason="tmpfs: needs root to mount one")
    def test_a_full_disk_stops_it_and_space_brings_it_back(self, sqlite_template: Path, tmp_path: Path) -> None:
        """A small file system: refused, then kept again when something was deleted."""
        with _small_disk(tmp_path / "disk", "6m") as disk:
            (disk / "other").write_bytes(b"x" * 2_000_000)
            (disk / "counterfoil.db").write_bytes(sqlite_template.read_bytes())
            store = open_store(str(disk / "counterfoil.db"), reserve=0)
            number = 0
            with pytest.raises(OutOfSpace):
                while number < 1_000:
                    store.keep(a_mail(number, size=20_000))
                    number += 1
            assert 10 < number < 1_000
            (disk / "other").unlink()
            assert store.keep(a_mail(number, size=20_000))
            assert kept(store) == number + 1
            store.close()

    def test_one_large_mail_does_not_take_the_small_ones_with_it(self, sqlite_url: str) -> None:
        """They came in the same moment; only the large one has no room."""
        store = open_store(sqlite_url, reserve=0)
        intake = Intake(store._writing, _room_for_a_million)
        answers: dict[int, object] = {}

        def bring(number: int) -> None:
            try:
                answers[number] = intake.keep(a_mail(number, size=2_000_000 if number == 3 else 0))
            except OutOfSpace as full:
                answers[number] = full

        threads = [threading.Thread(target=bring, args=(n,)) for n in range(8)]
        with store.begin():  # they gather while somebody else writes
            for thread in threads:
                thread.start()
        for thread in threads:
            thread.join()
        assert isinstance(answers.pop(3), OutOfSpace)
        assert list(answers.values()) == [True] * 7
        intake.close()
        store.close()


def _room_for_a_million(size: int) -> None:
    if size > 1_000_000:
        raise OutOfSpace("no room")


@contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"tmpfs: cannot be mounted here ({mounted.stderr.decode().strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def _locked(url: str) -> Iterator[None]:
    """Somebody else has the lock and does not give it back."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.close()
        return
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as other:
        other.execute(text("LOCK TABLE inbox, document IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


def test_a_locked_database_is_unreachable_for_now(store: Store, store_url: str) -> None:
    """After five seconds, and no longer than the lock lasts."""
    with _locked(store_url):
        with pytest.raises(Unreachable):
            store.keep(a_mail(1))
        with pytest.raises(Unreachable):
            store.lease_inbox("me", NOW, TERM)
    assert store.keep(a_mail(1))


def test_reading_does_not_wait_for_writing(store: Store) -> None:
    """It sees what was there before."""
    with store.begin() as writing:
        writing.documents.save(an_order(), 0)
        seen: list[object] = []

        def look() -> None:
            with store.read() as unit:
                seen.append(unit.documents.order(an_order().reference))

        thread = threading.Thread(target=look)
        thread.start()
        thread.join(2)
        assert seen == [None]


def test_a_reading_sees_one_moment(store: Store) -> None:
    """What is committed in the middle of it stays out."""
    with store.read() as unit:
        assert unit.documents.order(an_order().reference) is None
        thread = threading.Thread(target=_save_an_order, args=(store,))
        thread.start()
        thread.join()
        assert unit.documents.order(an_order().reference) is None
    with store.read() as unit:
        assert unit.documents.order(an_order().reference) is not None


def _save_an_order(store: Store) -> None:
    with store.begin() as unit:
        unit.documents.save(an_order(), 0)


def test_a_write_inside_a_write_is_a_mistake_of_the_program(store: Store) -> None:
    """It would wait for itself."""
    with store.begin(), pytest.raises(RuntimeError, match="inside a write"), store.begin():
        pass
    with store.begin() as unit:
        unit.documents.save(an_order(), 0)


@pytest.mark.parametrize(
    "url", ["/nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/none", "postgresql://x@no.such.host.invalid/y"]
)
def test_a_database_that_is_not_there_is_unreachable(url: str) -> None:
    """No folder, no server, no such host."""
    with pytest.raises(Unreachable):
        open_store(url)


def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path) -> None:
    """Something else has the name."""
    (tmp_path / "a.db").write_bytes(b"This is a letter.\n" * 500)
    with pytest.raises(Unreachable, match="not a database"):
        open_store(str(tmp_path / "a.db"))


def test_a_connection_that_is_cut_off_is_opened_again(postgresql_url: str) -> None:
    """In the middle of a transaction: nothing happened. Between two: nobody notices."""
    store = open_store(postgresql_url)
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    other = create_engine(make_url(postgresql_url).set(drivername="postgresql+psycopg"))
    with pytest.raises(Unreachable), store.begin() as unit, other.connect() as connection:
        unit.documents.save(an_order(), 0)
        connection.execute(cut)
        unit.documents.order(an_order().reference)
    with store.read() as unit:
        assert unit.documents.order(an_order().reference) is None
    with other.connect() as connection:
        connection.execute(cut)
    assert store.keep(a_mail(1))
    store.close()
    other.dispose()


def test_one_service_runs_on_a_file(sqlite_url: str) -> None:
    """The second is told which process is the first; the lock dies with its holder, however it dies."""
    store = open_store(sqlite_url)
    assert not store.served()
    with children("hold", sqlite_url, ["first"]) as (first,):
        assert first.first_line() == "first"
        assert store.served()
        with pytest.raises(AlreadyRunning, match=str(first.process.pid)) as refused, store.lock_run():
            pass
        assert refused.value.pid == first.process.pid
        first.kill()
        with store.lock_run():
            assert store.served()
    assert not store.served()
    store.close()


def test_any_number_of_services_run_on_postgresql(postgresql_url: str) -> None:
    """The queue itself shares the work."""
    store = open_store(postgresql_url)
    with store.lock_run(), store.lock_run():
        assert store.served()
    store.close()
