"""No query scans history: every statement that storage can send is explained by the database it is sent to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.events import OrderAcknowledged
from core.invoice import InvoiceStatus
from core.knowledge import Layout
from core.names import Address, MessageId, Reference, SupplierId, Token
from core.order import OrderStatus, PurchaseOrder
from core.proposal import ProposalStatus, RfpStatus
from storage.counters import CounterKind
from storage.inbox import InboxState
from storage.journal import JournalEntry
from storage.outbox import DeliveryState, OutboxState
from storage.store import Store
from storage.unit import Unit
from tests.storage.examples import (
    BOLTS,
    NOW,
    TERM,
    a_buyer,
    a_letter,
    a_mail,
    a_question,
    a_supplier,
    an_invoice,
    an_order,
    blob_name,
)
from tests.storage.plans import listening, scans

PO1, OTTO = Reference("PO-1"), Address("otto@bolts.test")

READS: dict[str, Callable[[Unit], object]] = {
    "an order": lambda unit: unit.documents.order(PO1),
    "any document": lambda unit: unit.documents.any(PO1),
    "several orders": lambda unit: unit.documents.orders((PO1, Reference("PO-2"))),
    "a supplier's orders": lambda unit: unit.documents.orders_of(BOLTS, OrderStatus),
    "the next page of them": lambda unit: unit.documents.orders_of(BOLTS, OrderStatus, PO1),
    "all orders": lambda unit: unit.documents.list_orders(OrderStatus),
    "invoices": lambda unit: unit.documents.list_invoices(),
    "a supplier's invoices": lambda unit: unit.documents.list_invoices(InvoiceStatus.PENDING, BOLTS, Reference("INV-1")),
    "credits": lambda unit: unit.documents.credits_of(BOLTS),
    "invoices on an order": lambda unit: unit.documents.invoices_on(PO1),
    "credits on an invoice": lambda unit: unit.documents.credits_on(Reference("INV-1")),
    "invoices with a key": lambda unit: unit.documents.invoices_with_key(BOLTS, "S-1/2026/77"),
    "invoices with keys": lambda unit: unit.documents.invoices_with_keys(BOLTS, ["S-1/2026/77", "S-1/2026/78"]),
    "invoices of a day": lambda unit: unit.documents.invoices_same_day(BOLTS, date(2026, 11, 20), Decimal("12.5")),
    "candidates": lambda unit: unit.documents.candidate_orders(BOLTS, ["M8"], [Decimal(1)], [Decimal(2)]),
    "a request": lambda unit: unit.documents.rfp(Reference("RFP-1")),
    "requests": lambda unit: unit.documents.list_rfps(RfpStatus, Reference("RFP-1")),
    "a supplier's proposals": lambda unit: unit.documents.proposals_of(BOLTS, ProposalStatus),
    "proposals on a request": lambda unit: unit.documents.proposals_on(Reference("RFP-1")),
    "order numbers": lambda unit: unit.documents.order_numbers(BOLTS),
    "confirmation": lambda unit: unit.documents.confirm((replace(an_order(), version=1),), ()),
    "a supplier": lambda unit: unit.people.supplier(BOLTS),
    "the next suppliers": lambda unit: unit.people.suppliers(BOLTS),
    "suppliers of an address": lambda unit: unit.people.suppliers_of(OTTO),
    "a buyer": lambda unit: unit.people.buyer(OTTO),
    "a buyer of Slack": lambda unit: unit.people.buyer_of_slack("U1"),
    "a question": lambda unit: unit.questions.get(Reference("Q-1")),
    "a question by token": lambda unit: unit.questions.by_token(Token("abc")),
    "open questions": lambda unit: unit.questions.open_for(PO1),
    "questions of a person": lambda unit: unit.questions.open_of(OTTO),
    "overdue questions": lambda unit: unit.questions.overdue(NOW),
    "a journal": lambda unit: unit.journal.of(PO1),
    "a thread": lambda unit: unit.threads.find([MessageId("<a@b>"), MessageId("<c@d>")]),
    "layouts": lambda unit: unit.layouts.of(BOLTS),
    "bytes": lambda unit: unit.blobs.get(blob_name("a")),
    "a mail": lambda unit: unit.inbox.row(1),
    "held mail": lambda unit: unit.inbox.rows(InboxState.HELD, after=3),
    "newest held mail": lambda unit: unit.inbox.newest(InboxState.HELD, 20),
    "newest failed letters": lambda unit: unit.outbox.newest(OutboxState.FAILED, 20),
    "a document's newest letters": lambda unit: unit.outbox.newest_on(PO1, 20),
    "how many mails are held": lambda unit: unit.inbox.how_many(InboxState.HELD),
    "how many letters failed": lambda unit: unit.outbox.how_many(OutboxState.FAILED),
    "how many orders are open": lambda unit: unit.documents.how_many(PurchaseOrder, OrderStatus.SUBMITTED),
    "all mail": lambda unit: unit.inbox.rows(),
    "a letter": lambda unit: unit.outbox.row("out-1"),
    "a letter by Message-ID": lambda unit: unit.outbox.by_message_id(MessageId("<a@b>")),
    "failed letters": lambda unit: unit.outbox.rows(state=OutboxState.FAILED),
    "a document's letters": lambda unit: unit.outbox.rows(document=PO1, after="out-1"),
    "letters of a thread on their way": lambda unit: unit.outbox.unsent("slack", (PO1, Reference("INV-1")), "out-1"),
    "the newest documents": lambda unit: unit.documents.newest(10),
    "whether a digest was made": lambda unit: unit.digests.made(OTTO, "2026-11-24"),
    "the next letters": lambda unit: unit.outbox.rows(after="out-1"),
}


@pytest.mark.parametrize("what", READS)
def test_no_reading_scans_a_table(store: Store, what: str) -> None:
    """Each list and each look-up has its index."""
    with store.begin() as unit:
        unit.documents.save(an_order(), 0)
    with listening(store) as sent, store.begin() as unit:
        READS[what](unit)

    assert sent
    assert scans(store, sent) == []


def test_no_change_scans_a_table(store: Store) -> None:
    """Saving, answering, counting, claiming."""
    with listening(store) as sent, store.begin() as unit:
        order = unit.documents.save(an_order(), 0)
        unit.documents.save(order, 1)
        invoice = unit.documents.save(an_invoice(), 0)
        unit.documents.delete(invoice)
        supplier = unit.people.save_supplier(a_supplier(), 0)
        unit.people.save_supplier(supplier, 1)
        buyer = unit.people.save_buyer(a_buyer(), 0)
        unit.people.save_buyer(buyer, 1)
        unit.people.remove_buyer(buyer.address)
        question = unit.questions.save(a_question(), 0)
        unit.questions.save(question, 1)
        entry = JournalEntry(document=PO1, version=1, event=OrderAcknowledged(order=PO1), at=NOW, actor="", by="mail")
        unit.journal.append(entry)
        unit.threads.add(MessageId("<a@b>"), PO1)
        unit.counters.take(CounterKind.ORDER, 1)
        unit.digests.claim(Address("a@b.test"), "2026")
        unit.requests.claim("1")
        unit.layouts.save(Layout(supplier=SupplierId("S-1"), fingerprint="a"))

    assert len(sent) > 25
    assert scans(store, sent) == []


def test_no_step_of_the_queues_scans_a_table(store: Store) -> None:
    """Keeping, leasing, failing, holding, sending, repeating, superseding, moving by hand."""
    with listening(store) as sent:
        for n in range(4):
            store.keep(a_mail(n))
            a_letter(store, n, key="series" if n < 2 else "")
        store.known("smtp:1")
        leased = store.lease_inbox("me", NOW, TERM)
        letter = store.lease_outbox("mail", "me", NOW, TERM)
        assert leased is not None and letter is not None
        store.renew_inbox(leased, NOW, TERM)
        store.fail_inbox(leased, "why", NOW)
        store.outbox_retry(letter, NOW, "why")
        for n in range(1, 5):
            last = store.lease_inbox("me", NOW + n * timedelta(hours=1), TERM)
            store.lease_outbox("mail", "me", NOW + n * timedelta(hours=1), TERM)
        assert last is not None and last.spent and store.fail_inbox(last, "why", NOW)
        with store.begin() as unit:
            unit.inbox.requeue(1)
            unit.inbox.junk(1)
            unit.outbox.delivery("out-1", DeliveryState.FAILED, "")
        store.keep(a_mail(9, sender="other@lane.test"))
        last = store.lease_inbox("me", NOW, TERM)
        assert last is not None
        with store.begin() as unit:
            unit.inbox.finish(last, "read", None)
            unit.inbox.with_content(blob_name("a"))
            unit.requests.made("1")
        store.end_leases(NOW)

    assert len(sent) > 40
    assert scans(store, sent) == []
