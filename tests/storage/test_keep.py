"""Keeping mail: durable, once, and many in one commit."""

import threading
from dataclasses import replace

import pytest

from core.freemail import FREEMAIL
from core.message import Channel, Delivery, Envelope, Trust
from core.names import Address, hash_of
from storage.inbox import InboxState
from storage.lane import glance
from storage.store import Store
from tests.storage.examples import NOW, TERM, a_mail, blob_name


def test_a_mail_comes_back_byte_for_byte(store: Store) -> None:
    """With its envelope."""
    envelope = Envelope(sender=Address("otto@bolts.test"), login=Address("otto@bolts.test"), trust=Trust.LOGIN)
    raw = bytes(range(256)) * 50
    delivery = Delivery(channel=Channel.FOLDER, transport_id="folder:a", received_at=NOW, raw=raw, envelope=envelope)

    assert store.keep(delivery)

    leased = store.lease_inbox("me", NOW, TERM)
    assert leased is not None
    assert leased.delivery == delivery
    assert (leased.hash, leased.tries, leased.owner) == (hash_of(raw), 1, "me")


def test_the_same_mail_is_kept_once(store: Store) -> None:
    """By its way (the same UID again) and by its content (dragged back, resent with other trace headers)."""
    mail = a_mail(1)
    resent = replace(mail, transport_id="imap:a/INBOX/1/7", raw=b"Received: from elsewhere\r\n" + mail.raw)

    assert store.keep(mail)
    assert not store.keep(replace(a_mail(2), transport_id=mail.transport_id))
    assert not store.keep(resent)

    with store.read() as unit:
        assert len(unit.inbox.rows()) == 1
    assert store.known(mail.transport_id)
    assert store.known(resent.transport_id), "a sweep needs not fetch it again"
    assert not store.known("smtp:2")


@pytest.mark.parametrize("name", ["imap:a/Eing\udcffang/1/1", "imap:a/\0/1/1", "x" * 1_000, "imap:Entwürfe/📨"])
def test_a_mailbox_may_have_any_name(store: Store, name: str) -> None:
    """What PostgreSQL's text refuses is written otherwise."""
    assert store.keep(a_mail(1, way=name))
    assert store.known(name)
    assert not store.keep(a_mail(2, way=name))


@pytest.mark.parametrize(
    ("head", "lane", "sender", "subject"),
    [
        (b"From: Otto <Otto@Bolts.test>\r\nSubject: Hello", "bolts.test", "otto@bolts.test", "Hello"),
        (b"subject: a\r\n b\r\nFROM:\r\n otto@bolts.test", "bolts.test", "otto@bolts.test", "a b"),
        (b"Received: from x\n by y\nFrom: otto@bolts.test.\n", "bolts.test", "otto@bolts.test", ""),
        (b'From: "a@b.test" <otto@bolts.test>', "bolts.test", "otto@bolts.test", ""),
        (b"From: otto@gmail.com", "otto@gmail.com", "otto@gmail.com", ""),
        (b"From: a@one.test, b@two.test\r\nFrom: c@three.test", "one.test", "a@one.test", ""),
        (b"To: a@b.test\r\nX-From: c@d.test", None, "", ""),
        (b"From: nobody", None, "", ""),
        (b"From: \xff\xfe<\xffa@b\xff.test>", "b�.test", "�a@b�.test", ""),
        (b"Subject: \0\x1b[31m=?utf-8?q?x?=", None, "", "[31m=?utf-8?q?x?="),
        (b"", None, "", ""),
        (b"\r\n\r\nFrom: a@body.test", None, "", ""),
        (b"From: " + b"(" * 60_000, None, "", ""),
        (b"From: " + b"a@" * 30_000, "a", "a@a", ""),
        (b"From: " + b"<a@b" * 30_000, "b", "a@b", ""),
    ],
)
def test_a_lane_is_told_by_a_glance(head: bytes, lane: str | None, sender: str, subject: str) -> None:
    """The domain of the first From address; the whole address for freemail; none: a lane of its own."""
    mail = Delivery(channel=Channel.SMTP, transport_id="smtp:1", received_at=NOW, raw=head)

    seen = glance(mail, blob_name("f"))

    assert seen.lane == (f"-{blob_name('f')}" if lane is None else lane)
    assert (seen.sender, seen.subject) == (sender, subject)


def test_freemail_is_written_as_domains_are_compared() -> None:
    """Lower case, without blanks."""
    assert all(name == name.strip().lower() and "." in name for name in FREEMAIL)


def test_mails_of_many_threads_share_commits(store: Store) -> None:
    """All are kept, each once, and each caller hears of its own."""
    answers: dict[int, bool] = {}

    def bring(thread: int) -> None:
        for n in range(20):
            answers[thread * 100 + n] = store.keep(a_mail(thread * 100 + n, sender=f"a@s{n}.test"))

    threads = [threading.Thread(target=bring, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 200
    assert all(answers.values())
    with store.read() as unit:
        assert len(unit.inbox.rows(InboxState.WAITING, limit=500)) == 200


def test_the_same_mail_at_the_same_moment_is_kept_once(store: Store) -> None:
    """Ten doors bring it; one of them brought it first."""
    answers: list[bool] = []
    gate = threading.Barrier(10)

    def bring(door: int) -> None:
        gate.wait()
        answers.append(store.keep(a_mail(1, way=f"door:{door}")))

    threads = [threading.Thread(target=bring, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 9 + [True]


def test_a_closed_store_has_kept_what_it_took(store: Store, store_url: str) -> None:
    """Closing commits what waits."""
    for n in range(3):
        store.keep(a_mail(n))
    store.close()
    with store.read() as unit:
        assert len(unit.inbox.rows()) == 3
