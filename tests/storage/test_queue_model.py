"""The queue against a model of it: in whatever order things are done, lanes keep theirs, and nothing is lost or done twice."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.errors import Conflict
from storage.errors import LeaseLost
from storage.inbox import InboxRow, InboxState, Leased
from storage.store import open_store
from tests.storage.examples import NOW, TERM, a_mail


class Queue(RuleBasedStateMachine):
    """Mails of three lanes, two workers, one of whom may sleep through his lease, and a person who moves mail by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(str(Path(self.folder.name) / "a.db"), reserve=0)
        self.now = NOW
        self.number = 0
        self.leases: list[Leased] = []
        self.finished: list[int] = []

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(lane=st.sampled_from("abc"), again=st.booleans())
    def a_mail_comes(self, lane: str, again: bool) -> None:
        """Or one that came before comes again by another way."""
        self.number += 1
        assert self.store.keep(a_mail(self.number, sender=f"x@{lane}.test", at=self.now))
        assert not (again and self.store.keep(a_mail(self.number, sender=f"x@{lane}.test", way=f"again:{self.number}")))

    @rule(owner=st.sampled_from(["one", "two"]))
    def a_worker_takes_one(self, owner: str) -> None:
        leased = self.store.lease_inbox(owner, self.now, TERM)
        if leased is not None:
            self.leases.append(leased)

    @precondition(lambda self: self.leases)
    @rule(which=st.integers(min_value=0), how=st.sampled_from(["done", "hold", "fail"]))
    def a_worker_ends_one(self, which: int, how: str) -> None:
        """Perhaps one that was given to somebody else long ago: then nothing happens."""
        leased = self.leases.pop(which % len(self.leases))
        row = self.rows()[leased.id]
        mine = row.state is InboxState.RUNNING and row.tries == leased.tries
        try:
            if how == "fail":
                self.store.fail_inbox(leased, "why", self.now)
            else:
                with self.store.begin() as unit:
                    if how == "done":
                        unit.inbox.finish(leased, "read", None)
                    else:
                        unit.inbox.hold(leased, "why")
        except LeaseLost:
            assert not mine or row.tries == leased.tries
            return
        assert mine
        if how == "done":
            self.finished.append(leased.id)

    @rule(seconds=st.sampled_from([1, 10, 70, 400]))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.number)
    @rule(which=st.integers(min_value=0), how=st.sampled_from(["requeue", "junk"]))
    def a_person_moves_one(self, which: int, how: str) -> None:
        mail = which % self.number + 1
        before = self.rows()[mail].state
        allowed = {"requeue": (InboxState.HELD, InboxState.JUNK), "junk": (InboxState.HELD, InboxState.WAITING)}[how]
        try:
            with self.store.begin() as unit:
                getattr(unit.inbox, how)(mail)
        except Conflict:
            assert before not in allowed
        else:
            assert before in allowed
            self.leases = [leased for leased in self.leases if leased.id != mail]  # a new life, with new tries

    def rows(self) -> dict[int, InboxRow]:
        """Everything that is there."""
        with self.store.read() as unit:
            return {row.id: row for row in unit.inbox.rows(limit=1_000)}

    @invariant()
    def nothing_is_lost(self) -> None:
        assert sorted(self.rows()) == list(range(1, self.number + 1))

    @invariant()
    def nothing_is_done_twice(self) -> None:
        assert len(set(self.finished)) == len(self.finished)
        assert set(self.finished) == {row.id for row in self.rows().values() if row.state is InboxState.DONE}

    @invariant()
    def a_lane_has_one_runner_and_never_stands_still(self) -> None:
        lanes: dict[str, list[InboxState]] = {}
        for row in self.rows().values():
            lanes.setdefault(row.sender, []).append(row.state)
        with self.store.engine.connect() as connection:
            heads = {lane for (lane,) in connection.exec_driver_sql("SELECT lane FROM inbox WHERE head_of IS NOT NULL")}
        for sender, states in lanes.items():
            assert states.count(InboxState.RUNNING) <= 1
            active = InboxState.RUNNING in states or InboxState.WAITING in states
            assert (sender.removeprefix("x@") in heads) == active


TestQueue = Queue.TestCase
TestQueue.settings = settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
