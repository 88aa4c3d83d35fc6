"""The queue of letters: sent, retried, failed, uncertain, superseded."""

from datetime import datetime, timedelta

import pytest

from core.errors import Conflict
from core.names import MessageId, Reference
from storage.errors import LeaseLost, Missing
from storage.outbox import DeliveryState, OutboxLeased, OutboxRow, OutboxState
from storage.store import Store
from tests.storage.examples import MINUTE, NOW, TERM, a_letter


def lease(store: Store, now: datetime = NOW, owner: str = "me") -> OutboxLeased:
    """The next letter; there is one."""
    leased = store.lease_outbox("mail", owner, now, TERM)
    assert leased is not None
    return leased


def row(store: Store, number: int = 1) -> OutboxRow:
    """A letter as it stands."""
    with store.read() as unit:
        found = unit.outbox.row(f"out-{number}")
    assert found is not None
    return found


def test_a_letter_is_sent_once(store: Store) -> None:
    """With the bytes that were fixed before."""
    added = a_letter(store, 1)
    leased = lease(store)
    assert (leased.id, leased.content, leased.message_id) == ("out-1", b"letter 1", added.message_id)
    assert (leased.recipient, leased.envelope_sender, leased.document) == (
        added.recipient, added.envelope_sender, added.document,
    )  # fmt: skip
    assert row(store).state is OutboxState.SENDING
    store.outbox_sent(leased, NOW)
    assert (row(store).state, row(store).ended_at) == (OutboxState.SENT, NOW)
    assert store.lease_outbox("mail", "me", NOW + timedelta(days=9), TERM) is None


def test_each_sink_takes_its_own(store: Store) -> None:
    """In the order in which they became due."""
    a_letter(store, 1, at=NOW)
    a_letter(store, 2, at=NOW - MINUTE)
    a_letter(store, 3, at=NOW + MINUTE)
    assert store.lease_outbox("slack", "me", NOW, TERM) is None
    assert [lease(store).id, lease(store).id] == ["out-2", "out-1"]
    assert store.lease_outbox("mail", "me", NOW, TERM) is None
    assert lease(store, NOW + MINUTE).id == "out-3"


def test_a_letter_is_tried_for_two_days(store: Store) -> None:
    """At least five times, at growing distances; then it has failed, with the reason."""
    a_letter(store, 1)
    now, tries = NOW, 0
    while row(store).state is OutboxState.WAITING:
        due = row(store).due_at
        assert due is not None
        now = max(now, due)
        assert store.lease_outbox("mail", "me", now - timedelta(seconds=1), TERM) is None or tries == 0
        store.outbox_retry(lease(store, now), now, "450 4.2.1\r\nmailbox busy")
        tries += 1
    assert (row(store).state, row(store).why) == (OutboxState.FAILED, "450 4.2.1 mailbox busy")
    assert tries >= 5
    assert timedelta(hours=40) < now - NOW <= timedelta(days=2)


def test_a_letter_whose_turn_it_was_not_has_lost_no_try(store: Store) -> None:
    """It comes again when it was told to; one that may have arrived is still looked up first."""
    a_letter(store, 1)
    for _ in range(30):
        store.outbox_postponed(lease(store), NOW, "an earlier one waits")
    assert (row(store).state, row(store).tries, row(store).why) == (OutboxState.WAITING, 0, "an earlier one waits")
    store.outbox_uncertain(lease(store), NOW, "cut")
    later = NOW + timedelta(minutes=10)
    store.outbox_postponed(lease(store, later), later + MINUTE, "busy")
    assert store.lease_outbox("mail", "me", later, TERM) is None
    assert lease(store, later + MINUTE).repeats == 1


def test_a_refused_letter_is_not_tried_again(store: Store) -> None:
    """5xx is an answer for good."""
    a_letter(store, 1)
    store.outbox_failed(lease(store), NOW, "550 5.1.1 unknown")
    assert (row(store).state, row(store).why) == (OutboxState.FAILED, "550 5.1.1 unknown")
    assert store.lease_outbox("mail", "me", NOW + timedelta(days=9), TERM) is None


def test_an_uncertain_letter_goes_out_once_more_and_never_again(store: Store) -> None:
    """After ten minutes at the earliest, the same bytes, the same Message-ID."""
    a_letter(store, 1)
    first = lease(store)
    store.outbox_uncertain(first, NOW, "connection lost after the final dot")
    assert row(store).state is OutboxState.UNCERTAIN
    assert store.lease_outbox("mail", "me", NOW + 9 * MINUTE, TERM) is None
    again = lease(store, NOW + 10 * MINUTE)
    assert (again.content, again.message_id, again.repeats) == (first.content, first.message_id, 1)
    store.outbox_uncertain(again, NOW + 10 * MINUTE, "lost again")
    assert (row(store).state, row(store).due_at) == (OutboxState.UNCERTAIN, None)
    assert store.lease_outbox("mail", "me", NOW + timedelta(days=9), TERM) is None


def test_a_repeat_may_be_put_off_but_stays_the_only_one(store: Store) -> None:
    """A busy server does not use it up; a second loss ends it."""
    a_letter(store, 1)
    store.outbox_uncertain(lease(store), NOW, "lost")
    store.outbox_retry(lease(store, NOW + 10 * MINUTE), NOW + 10 * MINUTE, "busy")
    again = lease(store, NOW + 30 * MINUTE)
    assert again.repeats == 1
    store.outbox_uncertain(again, NOW + 30 * MINUTE, "lost")
    assert store.lease_outbox("mail", "me", NOW + timedelta(days=9), TERM) is None


def test_a_sender_that_vanished_leaves_an_uncertain_letter(store: Store) -> None:
    """Killed between the final dot and its record: nobody knows."""
    a_letter(store, 1)
    lease(store)
    assert store.lease_outbox("mail", "other", NOW + TERM, TERM) is None
    assert row(store).state is OutboxState.UNCERTAIN
    again = lease(store, NOW + TERM + 10 * MINUTE)
    assert (again.repeats, again.tries) == (1, 2)
    assert store.lease_outbox("mail", "other", NOW + 3 * TERM + 10 * MINUTE, TERM) is None
    assert (row(store).state, row(store).due_at) == (OutboxState.UNCERTAIN, None)


def test_a_sender_that_comes_late_still_knows_better(store: Store) -> None:
    """Before anybody else took the letter; afterwards it is fenced off."""
    a_letter(store, 1)
    slow = lease(store)
    store.lease_outbox("mail", "other", NOW + TERM, TERM)
    store.outbox_sent(slow, NOW + TERM)
    assert row(store).state is OutboxState.SENT

    a_letter(store, 2)
    slow = lease(store)
    store.lease_outbox("mail", "other", NOW + TERM, TERM)
    lease(store, NOW + TERM + 10 * MINUTE, "other")
    for late in (store.outbox_retry, store.outbox_failed, store.outbox_uncertain):
        with pytest.raises(LeaseLost):
            late(slow, NOW, "late")
    with pytest.raises(LeaseLost):
        store.outbox_sent(slow, NOW)


class TestSuperseded:
    """Reminders and digests that a newer one makes needless."""

    def test_the_waiting_one_is_skipped(self, store: Store) -> None:
        """Letters without a key never are."""
        a_letter(store, 1, key="digest/ines")
        a_letter(store, 2)
        a_letter(store, 3, key="digest/ines")
        a_letter(store, 4, key="digest/bob")
        assert row(store, 1).state is OutboxState.SUPERSEDED
        assert [lease(store).id for _ in range(3)] == ["out-2", "out-3", "out-4"]

    def test_the_one_that_failed_to_go_out_meanwhile_is_skipped(self, store: Store) -> None:
        """A retry, an uncertain one, and one whose sender vanished."""
        a_letter(store, 1, key="a")
        a_letter(store, 2, key="b")
        a_letter(store, 3, key="c")
        one, two, _ = lease(store), lease(store), lease(store)
        for n, key in ((4, "a"), (5, "b"), (6, "c")):
            a_letter(store, n, key=key)
        store.outbox_retry(one, NOW, "busy")
        store.outbox_uncertain(two, NOW, "lost")
        for _ in range(3):
            store.outbox_sent(lease(store), NOW)
        store.lease_outbox("mail", "other", NOW + TERM, TERM)
        assert [row(store, n).state for n in (1, 2, 3)] == [OutboxState.SUPERSEDED] * 3
        assert [row(store, n).state for n in (4, 5, 6)] == [OutboxState.SENT] * 3

    def test_the_sent_one_stays_sent(self, store: Store) -> None:
        """History is not changed."""
        a_letter(store, 1, key="a")
        store.outbox_sent(lease(store), NOW)
        a_letter(store, 2, key="a")
        assert row(store, 1).state is OutboxState.SENT


def test_letters_are_listed(store: Store) -> None:
    """By document, by state, in pages; found by Message-ID."""
    for n in (1, 2, 3):
        a_letter(store, n, document="PO-1" if n < 3 else "PO-2")
    store.outbox_sent(lease(store), NOW)
    with store.read() as unit:
        assert [r.id for r in unit.outbox.rows(limit=2)] == ["out-1", "out-2"]
        assert [r.id for r in unit.outbox.rows(after="out-2")] == ["out-3"]
        assert [r.id for r in unit.outbox.rows(document=Reference("PO-1"))] == ["out-1", "out-2"]
        assert [r.id for r in unit.outbox.rows(state=OutboxState.SENT)] == ["out-1"]
        found = unit.outbox.by_message_id(MessageId("<out-2@acme.test>"))
        assert found is not None and found.id == "out-2"
        assert unit.outbox.by_message_id(MessageId("<other@acme.test>")) is None
        assert unit.outbox.row("out-9") is None


def test_a_delivery_report_is_kept_with_its_letter(store: Store) -> None:
    """It does not change whether the letter was sent."""
    a_letter(store, 1)
    store.outbox_sent(lease(store), NOW)
    with store.begin() as unit:
        unit.outbox.delivery("out-1", DeliveryState.FAILED, "550\nno such user")
        with pytest.raises(Missing):
            unit.outbox.delivery("out-9", DeliveryState.FAILED, "")
    assert (row(store).state, row(store).delivery, row(store).delivery_why) == (
        OutboxState.SENT, DeliveryState.FAILED, "550 no such user",
    )  # fmt: skip


def test_an_id_is_one_letter(store: Store) -> None:
    """A decision that is repeated does not write twice."""
    a_letter(store, 1)
    with pytest.raises(Conflict):
        a_letter(store, 1)


def test_what_a_clock_ahead_has_written_does_not_wait_for_it(store: Store) -> None:
    """The clock was a week ahead and was set back: a new letter goes out, and one whose sender died is uncertain in one term."""
    ahead = NOW + timedelta(days=7)
    a_letter(store, 1, at=ahead)
    lease(store, ahead, "dead")
    a_letter(store, 2, at=ahead)

    assert lease(store).id == "out-2"
    assert store.lease_outbox("slack", "me", NOW, MINUTE) is None
    assert store.lease_outbox("mail", "me", NOW + TERM - MINUTE, TERM) is None
    assert row(store, 1).state is OutboxState.SENDING
    store.lease_outbox("mail", "me", NOW + TERM, TERM)
    assert row(store, 1).state is OutboxState.UNCERTAIN


def test_a_letter_whose_next_try_is_a_day_away_waits_for_it(store: Store) -> None:
    """The longest wait of all."""
    a_letter(store, 1, at=NOW + timedelta(days=1))
    assert store.lease_outbox("mail", "me", NOW, TERM) is None
