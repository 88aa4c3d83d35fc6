"""Questions, the journal, threads, numbers, layouts, and what happens once."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import Conflict
from core.events import Event, OrderAcknowledged, OrderSubmitted
from core.knowledge import Layout
from core.names import Address, MessageId, Reference, Token
from core.question import QuestionState
from storage.counters import CounterKind, Counters
from storage.journal import JournalEntry
from storage.store import Store
from tests.storage.examples import BOLTS, NOW, a_question, an_order, blob_name

PO1, PO2 = Reference("PO-1"), Reference("PO-2")


class TestQuestions:
    """What the bot asked."""

    def test_an_open_question_is_found_from_all_sides(self, store: Store) -> None:
        """By document, by person, by token; no more once it is answered, but by its token."""
        with store.begin() as unit:
            asked = unit.questions.save(a_question(), 0)
            other = unit.questions.save(a_question("Q-2", document="PO-2", token="bbbbbbbbbbbbbbbb"), 0)
            assert unit.questions.open_for(PO1) == (asked,)
            assert unit.questions.open_of(asked.asked_of) == (asked, other)
            assert unit.questions.by_token(asked.token) == asked
            answered = unit.questions.save(replace(asked, state=QuestionState.ANSWERED), 1)
            assert unit.questions.open_for(PO1) == ()
            assert unit.questions.open_of(asked.asked_of) == (other,)
            assert unit.questions.by_token(asked.token) == answered
            assert unit.questions.get(asked.reference) == answered
            assert unit.questions.by_token(Token("cccccccccccccccc")) is None

    def test_overdue_questions_are_found(self, store: Store) -> None:
        """Open ones only, the longest overdue first."""
        with store.begin() as unit:
            later = unit.questions.save(a_question(), 0)
            sooner = replace(a_question("Q-2", token="bbbbbbbbbbbbbbbb"), expires=NOW + timedelta(days=1))
            sooner = unit.questions.save(sooner, 0)
            closed = a_question("Q-3", token="cccccccccccccccc")
            unit.questions.save(replace(closed, state=QuestionState.CLOSED), 0)
            assert unit.questions.overdue(NOW) == ()
            assert unit.questions.overdue(NOW + timedelta(days=20)) == (sooner, later)

    def test_a_token_is_one_question(self, store: Store) -> None:
        """And the slower of two answers loses."""
        with store.begin() as unit:
            asked = unit.questions.save(a_question(), 0)
        with pytest.raises(Conflict), store.begin() as unit:
            unit.questions.save(a_question("Q-2"), 0)
        with pytest.raises(Conflict), store.begin() as unit:
            unit.questions.save(asked, 2)


def test_the_journal_keeps_the_order_of_facts(store: Store) -> None:
    """Per document, with who, when, by which way and why."""

    def entry(document: str, event: Event, version: int) -> JournalEntry:
        return JournalEntry(
            document=document, version=version, event=event, at=NOW, actor="ines@acme.test", by="mail", cause=blob_name("a")
        )

    facts = [entry(PO1, OrderSubmitted(order=PO1, at=NOW), 1), entry(PO1, OrderAcknowledged(order=PO1), 2)]
    with store.begin() as unit:
        unit.journal.append(facts[0])
        unit.journal.append(entry(PO2, OrderAcknowledged(order=PO2), 1))
        unit.journal.append(facts[1])
        assert unit.journal.of(PO1) == tuple(facts)
        assert unit.journal.of("PO-3") == ()


def test_a_message_id_leads_to_its_documents(store: Store) -> None:
    """The nearest first; a mail may be about several, and several mails about one."""
    ids = [MessageId(f"<{n}@bolts.test>") for n in range(3)]
    with store.begin() as unit:
        unit.threads.add(ids[0], PO1)
        unit.threads.add(ids[0], PO1)
        unit.threads.add(ids[1], PO2)
        unit.threads.add(ids[1], PO1)
        assert unit.threads.find((ids[2], ids[1], ids[0])) == (PO1, PO2)
        assert unit.threads.find((ids[0],)) == (PO1,)
        assert unit.threads.find(()) == ()
        assert unit.threads.find([MessageId(f"<{n}@x.test>") for n in range(5_000)]) == ()


class TestNumbers:
    """The next number of each kind."""

    def test_numbers_count_up(self, store: Store) -> None:
        """Each kind for itself; several may be taken at once."""
        with store.begin() as unit:
            assert unit.counters.peek() == Counters(order=1, invoice=1, credit=1, question=1, supplier=1, rfp=1)
            unit.counters.take(CounterKind.INVOICE, 1)
            unit.counters.take(CounterKind.INVOICE, 2)
            assert unit.counters.peek() == Counters(order=1, invoice=3, credit=1, question=1, supplier=1, rfp=1)

    def test_a_number_is_taken_once(self, store: Store) -> None:
        """Whoever saw the same number must decide again."""
        with store.begin() as unit:
            unit.counters.take(CounterKind.SUPPLIER, 1)
        with pytest.raises(Conflict), store.begin() as unit:
            unit.counters.take(CounterKind.SUPPLIER, 1)

    def test_an_order_number_that_was_typed_is_passed_over(self, store: Store) -> None:
        """Also when thousands were imported, in a few looks."""
        with store.begin() as unit:
            for n in (1, 2, 4):
                unit.documents.save(an_order(f"PO-{n}"), 0)
            free = unit.counters.peek().order
            assert free == 8
            unit.counters.take(CounterKind.ORDER, free)
            assert unit.counters.peek().order == 9

    def test_nobody_gets_a_number_twice(self, store: Store) -> None:
        """Eight threads take numbers at once."""
        taken: list[int] = []

        def take() -> None:
            for _ in range(10):
                while True:
                    try:
                        with store.begin() as unit:
                            number = unit.counters.peek().invoice
                            unit.counters.take(CounterKind.INVOICE, number)
                    except Conflict:
                        continue
                    taken.append(number)
                    break

        threads = [threading.Thread(target=take) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(taken) == list(range(1, 81))


def test_a_digest_is_made_once_a_period(store: Store) -> None:
    """Also when two nodes wake up together."""
    ines = Address("ines@acme.test")
    with store.begin() as unit:
        assert unit.digests.claim(ines, "2026-11-24")
        assert not unit.digests.claim(ines, "2026-11-24")
        assert unit.digests.claim(ines, "2026-11-25")
        assert unit.digests.claim(Address("bob@acme.test"), "2026-11-24")


def test_a_request_of_slack_is_applied_once(store: Store) -> None:
    """What was rolled back was not applied."""
    with pytest.raises(RuntimeError), store.begin() as unit:
        assert unit.requests.claim("1.2.3")
        raise RuntimeError
    with store.begin() as unit:
        assert not unit.requests.made("1.2.3")
        assert unit.requests.claim("1.2.3")
        assert not unit.requests.claim("1.2.3")
        assert unit.requests.made("1.2.3")
        assert unit.requests.made_of(("1.2.3", "1.2.4")) == {"1.2.3"}
        assert unit.requests.made_of(()) == frozenset()


def test_a_layout_is_learnt_over_the_old_one(store: Store) -> None:
    """One a fingerprint."""
    old = Layout(supplier=BOLTS, fingerprint="a", anchors=(("number", "Invoice no.", "right"),))
    with store.begin() as unit:
        unit.layouts.save(old)
        unit.layouts.save(replace(old, fingerprint="b"))
        unit.layouts.save(replace(old, columns=("quantity", "price")))
        assert unit.layouts.of(BOLTS) == (replace(old, columns=("quantity", "price")), replace(old, fingerprint="b"))


def test_bytes_are_kept_once(store: Store) -> None:
    """Under their hash, the empty ones too."""
    with store.begin() as unit:
        name = unit.blobs.put(b"\0\xff")
        assert unit.blobs.put(b"\0\xff") == name
        assert unit.blobs.get(name) == b"\0\xff"
        assert unit.blobs.get(unit.blobs.put(b"")) == b""
        assert unit.blobs.get(blob_name("0")) is None
