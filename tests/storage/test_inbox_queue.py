"""The queue of incoming mail: lanes, tries, leases, fences."""

from datetime import datetime, timedelta

import pytest

from core.delivery_hash import content_hash
from core.errors import Conflict
from core.names import Reference
from core.party import Level
from storage.errors import LeaseLost, Missing
from storage.inbox import InboxState, Leased
from storage.outbox import OutboxState
from storage.store import Store, open_store
from tests.storage.examples import MINUTE, NOW, TERM, a_letter, a_mail, blob_name


def lease(store: Store, owner: str = "me", now: datetime = NOW) -> Leased:
    """The next mail; there is one."""
    leased = store.lease_inbox(owner, now, TERM)
    assert leased is not None
    return leased


def finish(store: Store, leased: Leased) -> None:
    """Work it off."""
    with store.begin() as unit:
        unit.inbox.finish(leased, "read", Reference("PO-1"), Level.NAMED)


def bring(store: Store, *senders: str) -> None:
    """Mails of these domains, in this order."""
    for n, sender in enumerate(senders, 1):
        store.keep(a_mail(n, sender=f"x@{sender}.test", at=NOW - timedelta(seconds=100 - n)))


def test_mails_are_worked_on_in_order(store: Store) -> None:
    """The oldest first; when all is done there is nothing to do."""
    bring(store, "a", "b", "a")
    for n in (1, 2, 3):
        leased = lease(store)
        assert leased.id == n
        finish(store, leased)
    assert store.lease_inbox("me", NOW, TERM) is None
    with store.read() as unit:
        row = unit.inbox.row(1)
    assert row is not None
    assert (row.state, row.verdict, row.document, row.level) == (InboxState.DONE, "read", "PO-1", Level.NAMED)
    assert (row.sender, row.subject_hint, row.tries) == ("x@a.test", "Mail 1", 1)


def test_a_lane_is_worked_on_by_one(store: Store) -> None:
    """While the first mail of a lane is worked on, its others wait and other lanes go on."""
    bring(store, "a", "a", "b", "a")
    first, other = lease(store, "one"), lease(store, "two")
    assert (first.id, other.id) == (1, 3)
    assert store.lease_inbox("three", NOW, TERM) is None
    finish(store, first)
    second = lease(store, "three")
    assert second.id == 2
    assert store.lease_inbox("one", NOW, TERM) is None


def test_a_mail_that_failed_waits_at_most_a_minute_and_holds_its_lane(store: Store) -> None:
    """Three tries, then it is set aside with the reason, and its lane goes on."""
    bring(store, "a", "a", "b")
    assert not store.fail_inbox(lease(store), "no answer from\nDNS", NOW)
    other = lease(store)
    assert other.id == 3
    assert store.lease_inbox("me", NOW, TERM) is None
    again = lease(store, now=NOW + MINUTE)
    assert (again.id, again.tries) == (1, 2)
    assert not store.fail_inbox(again, "no answer", NOW + MINUTE)
    last = lease(store, now=NOW + 2 * MINUTE)
    assert (last.id, last.tries) == (1, 3)
    assert store.fail_inbox(last, "no answer from\nDNS", NOW + 2 * MINUTE)
    assert lease(store, now=NOW + 2 * MINUTE).id == 2
    with store.read() as unit:
        held = unit.inbox.rows(InboxState.HELD)
    assert [(row.id, row.reason) for row in held] == [(1, "no answer from DNS")]


def test_a_worker_that_died_is_replaced_when_its_lease_ends(store: Store) -> None:
    """The same mail, as another try."""
    bring(store, "a", "b")
    lost = lease(store, "dead")
    assert lease(store, "alive").id == 2
    assert store.lease_inbox("alive", NOW + TERM - timedelta(seconds=1), TERM) is None
    taken = lease(store, "alive", NOW + TERM)
    assert (taken.id, taken.tries, taken.owner) == (1, 2, "alive")
    with pytest.raises(LeaseLost):
        finish(store, lost)


def test_a_mail_that_kills_three_workers_comes_out_spent(store: Store) -> None:
    """A crash counts as a try; after three the next worker sets it aside, and its lane goes on."""
    bring(store, "a", "a")
    for n in range(3):
        leased = lease(store, f"worker {n}", NOW + n * TERM)
        assert (leased.id, leased.spent) == (1, False)
    last = lease(store, "last", NOW + 3 * TERM)
    assert (last.id, last.spent) == (1, True)
    assert store.fail_inbox(last, "it stopped the program", NOW + 3 * TERM)
    assert lease(store, "last", NOW + 3 * TERM).id == 2
    with store.read() as unit:
        row = unit.inbox.row(1)
    assert row is not None and (row.state, row.reason) == (InboxState.HELD, "it stopped the program")


def test_a_zombie_can_do_nothing(store: Store) -> None:
    """Its work comes too late: all of it is rolled back."""
    bring(store, "a")
    zombie = lease(store, "zombie")
    lease(store, "successor", NOW + TERM)
    with pytest.raises(LeaseLost), store.begin() as unit:
        unit.threads.add("<effect@acme.test>", Reference("PO-1"))  # type: ignore[arg-type]
        unit.inbox.finish(zombie, "read", None)
    with store.read() as unit:
        assert unit.threads.find(["<effect@acme.test>"]) == ()  # type: ignore[list-item]
    with pytest.raises(LeaseLost):
        store.renew_inbox(zombie, NOW + TERM, TERM)
    with pytest.raises(LeaseLost):
        store.fail_inbox(zombie, "late", NOW + TERM)
    with pytest.raises(LeaseLost), store.begin() as unit:
        unit.inbox.hold(zombie, "late")


def test_the_same_worker_is_fenced_from_its_own_earlier_try(store: Store) -> None:
    """The owner's name alone does not tell."""
    bring(store, "a")
    early = lease(store)
    late = lease(store, now=NOW + TERM)
    with pytest.raises(LeaseLost):
        finish(store, early)
    finish(store, late)
    with pytest.raises(LeaseLost):
        finish(store, late)


def test_a_lease_is_renewed_by_who_still_works(store: Store) -> None:
    """A long reading keeps its mail."""
    bring(store, "a")
    leased = lease(store)
    store.renew_inbox(leased, NOW + 4 * MINUTE, TERM)
    assert store.lease_inbox("other", NOW + 8 * MINUTE, TERM) is None
    assert lease(store, "other", NOW + 9 * MINUTE).tries == 2


def test_held_mail_is_listed_read_and_taken_up_again(store: Store) -> None:
    """In its old place, with three new tries."""
    bring(store, "a", "a")
    leased = lease(store)
    with store.begin() as unit:
        unit.inbox.hold(leased, "not authentic", Reference("PO-1"), Level.STRANGER)
    with store.read() as unit:
        (row,) = unit.inbox.rows(InboxState.HELD)
        assert (row.id, row.reason, row.level) == (1, "not authentic", Level.STRANGER)
        assert unit.inbox.raw(1) == a_mail(1, sender="x@a.test").raw
        with pytest.raises(Missing):
            unit.inbox.raw(99)
        assert unit.inbox.row(99) is None
    with store.begin() as unit:
        unit.inbox.requeue(1)
    second = lease(store)
    assert second.id == 2, "the lane had moved on before"
    finish(store, second)
    again = lease(store)
    assert (again.id, again.tries) == (1, 1)


def test_mail_is_moved_only_from_where_it_may_be(store: Store) -> None:
    """What is being worked on, or is done, stays."""
    bring(store, "a", "a", "b")
    leased = lease(store)
    for move in ("requeue", "junk"):
        with pytest.raises(Conflict), store.begin() as unit:
            getattr(unit.inbox, move)(1)
    finish(store, leased)
    for move in ("requeue", "junk"):
        with pytest.raises(Conflict), store.begin() as unit:
            getattr(unit.inbox, move)(1)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.inbox.requeue(2)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.inbox.junk(99)


def test_junk_leaves_its_lane(store: Store) -> None:
    """At its head or behind it; and comes back by hand."""
    bring(store, "a", "a", "a")
    with store.begin() as unit:
        unit.inbox.junk(1)
        unit.inbox.junk(2)
    leased = lease(store)
    assert leased.id == 3
    with store.begin() as unit:
        unit.inbox.requeue(2)
    assert store.lease_inbox("other", NOW, TERM) is None
    finish(store, leased)
    assert lease(store).id == 2


def test_lists_come_in_pages(store: Store) -> None:
    """By id."""
    bring(store, *"abcde")
    lease(store)
    with store.read() as unit:
        assert [row.id for row in unit.inbox.rows(limit=2)] == [1, 2]
        assert [row.id for row in unit.inbox.rows(after=2, limit=2)] == [3, 4]
        assert [row.id for row in unit.inbox.rows(InboxState.WAITING, after=2)] == [3, 4, 5]
        assert [row.id for row in unit.inbox.rows(InboxState.RUNNING)] == [1]


def test_a_service_that_starts_again_ends_the_leases_of_the_one_before(sqlite_url: str) -> None:
    """On a file only one runs: what runs or is being sent then was left behind by the dead."""
    store = open_store(sqlite_url, reserve=0)
    bring(store, "a")
    a_letter(store, 1)
    dead = lease(store, "dead")
    assert store.lease_outbox("mail", "dead", NOW, TERM) is not None
    with store.lock_run():
        store.end_leases(NOW)
    assert lease(store, "next").tries == 2
    assert store.lease_outbox("mail", "next", NOW, TERM) is None
    with store.read() as unit:
        letter = unit.outbox.row("out-1")
    assert letter is not None and letter.state is OutboxState.UNCERTAIN
    with pytest.raises(LeaseLost):
        finish(store, dead)
    store.close()


def test_leases_on_postgresql_end_by_themselves(postgresql_url: str) -> None:
    """Another machine may be at work."""
    store = open_store(postgresql_url)
    bring(store, "a")
    leased = lease(store, "elsewhere")
    store.end_leases(NOW)
    assert store.lease_inbox("me", NOW, TERM) is None
    finish(store, leased)
    store.close()


def test_a_mail_is_found_by_its_content(store: Store) -> None:
    """The mail whose words a question waits for."""
    bring(store, "a")
    with store.read() as unit:
        found = unit.inbox.with_content(content_hash(a_mail(1, sender="x@a.test").raw))
        assert found is not None and found.id == 1
        assert unit.inbox.with_content(blob_name("0")) is None


def test_what_a_clock_ahead_has_written_does_not_wait_for_it(store: Store) -> None:
    """The clock was a day ahead and was set back: mail kept then, a retry and the lease of a dead worker have their turn."""
    ahead = NOW + timedelta(days=1)
    for n, sender in enumerate(("a", "b", "c")):
        store.keep(a_mail(n, sender=f"x@{sender}.test", at=ahead))
    assert not store.fail_inbox(lease(store, now=ahead), "no answer", ahead)
    lease(store, "dead", ahead)

    taken = [lease(store), lease(store)]

    assert sorted(leased.id for leased in taken) == [1, 3]
    for leased in taken:
        finish(store, leased)
    assert store.lease_inbox("me", NOW, TERM) is None
    again = lease(store, now=NOW + TERM)
    assert (again.id, again.tries) == (2, 2)


def test_a_mail_whose_next_try_is_not_far_away_waits_for_it(store: Store) -> None:
    """The longest wait of all is a quarter of an hour."""
    bring(store, "a")
    assert not store.fail_inbox(lease(store), "no answer", NOW, outage=True)
    assert not store.fail_inbox(lease(store, now=NOW + MINUTE), "no answer", NOW + MINUTE, outage=True)
    assert store.lease_inbox("me", NOW + MINUTE, TERM) is None
