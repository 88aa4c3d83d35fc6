"""The IMAP door at a real Dovecot: nothing lost, nothing twice, whatever happens to server, line or mailbox."""

import imaplib
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from channels.backoff import Backoff
from channels.imap import ImapSource, Rhythm
from channels.imap_mailbox import Account, Mailbox
from channels.tls import Security
from core.delivery_hash import content_hash
from core.errors import OutOfSpace
from core.message import TOO_LARGE_HEADER
from tests.doors import Shelf, running
from tests.peers.cutting import Cut, CutProxy, Side, Then
from tests.peers.servers import PASSWORD, MailPeers

pytestmark = pytest.mark.peer


def mail(number: int = 1, size: int = 20) -> bytes:
    return (
        f"From: ann@supplier.test\r\nMessage-ID: <{number}@supplier.test>\r\nSubject: Mail {number}\r\n\r\n"
        + "Hello.\r\n"
        + ("x" * 70 + "\r\n") * (size // 72)
    ).encode()


def account(peers: MailPeers, **changes: Any) -> Account:
    usual = {"host": "localhost", "port": peers.port["imaps"], "user": "bot", "password": PASSWORD, "ca_file": peers.certificate}
    return Account(**{**usual, **changes})


def plain(peers: MailPeers, port: int) -> Account:
    """Without TLS, so that a proxy can read along."""
    return account(peers, host="127.0.0.1", port=port, security=Security.PLAIN)


def source(at: Account, shelf: Shelf, **changes: Any) -> ImapSource:
    return ImapSource(at, shelf.keep, **{"backoff": Backoff(first=0.1, last=0.5), "rhythm": Rhythm(idle=60), **changes})


def sweep(at: Account, door: ImapSource) -> int:
    with Mailbox(at) as mailbox:
        return door.sweep(mailbox)


def until(true: Callable[[], object], seconds: float = 60) -> float:
    """Wait for something; how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "it did not happen"
        time.sleep(0.01)
    return time.monotonic() - began


@pytest.fixture
def person(mail_peers: MailPeers) -> Iterator[imaplib.IMAP4]:
    """Another mail program at the bot's mailbox."""
    with imaplib.IMAP4("127.0.0.1", mail_peers.port["imap"]) as program:
        program.login("bot", PASSWORD)
        program.select("INBOX")
        yield program


def put(program: imaplib.IMAP4, *mails: bytes) -> None:
    for one in mails:
        answer = program.append("INBOX", None, None, one)  # type: ignore[arg-type]
        assert answer[0] == "OK", answer


def inbox(program: imaplib.IMAP4, folder: str = "INBOX") -> list[str]:
    """UIDs and flags as another program sees them."""
    program.select(folder, readonly=True)
    lines = program.uid("FETCH", "1:*", "(FLAGS)")[1]
    program.select("INBOX")
    return [line.decode() for line in lines if line]


def test_mail_is_kept_and_then_moved(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """Over TLS with verification; Processed is created; no flag is set."""
    put(person, mail(1), mail(2))
    at = account(mail_peers)

    assert sweep(at, source(at, shelf)) == 2
    assert shelf.mails == [mail(1), mail(2)]
    assert inbox(person) == []
    assert len(inbox(person, "Processed")) == 2
    assert not [line for line in inbox(person, "Processed") if "Seen" in line or "Deleted" in line]


def test_new_mail_is_told_at_once(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """IDLE, not polling: each mail is kept in under two seconds, and stopping takes no longer."""
    with running(source(account(mail_peers), shelf)) as stop:
        until(lambda: mail_peers.maildir("bot").exists())
        time.sleep(0.5)
        for number in range(5):
            put(person, mail(number))
            assert until(lambda wanted=number + 1: len(shelf.kept) == wanted) < 2
        stop.set()
        began = time.monotonic()
    assert time.monotonic() - began < 2


def test_what_a_person_has_read_is_taken_too(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """Flags select nothing."""
    put(person, mail(1))
    person.select("INBOX")
    person.uid("STORE", "1:*", "+FLAGS", r"(\Seen \Flagged)")
    at = account(mail_peers)

    assert sweep(at, source(at, shelf)) == 1


def test_a_mail_dragged_back_has_the_same_content(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """It has a new UID, so it is delivered again; its hash tells that it is known."""
    put(person, mail(1))
    at = account(mail_peers)
    door = source(at, shelf)
    sweep(at, door)
    person.select("Processed")
    person.uid("COPY", "1:*", "INBOX")

    sweep(at, door)

    assert len(shelf.kept) == 2
    assert len({content_hash(raw) for raw in shelf.mails}) == 1


def test_a_lost_index_means_a_new_uidvalidity(
    mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    """All mails are read again under new transport ids, their contents are known, and an alarm is raised."""
    put(person, mail(1), mail(2))
    at = account(mail_peers, processed="no/such/\x00folder")  # they stay in INBOX
    door = source(at, shelf)
    sweep(at, door)
    person.logout()
    time.sleep(1.1)  # UIDVALIDITY is a time in seconds
    mail_peers.forget_index("bot")

    sweep(at, door)

    assert len(shelf.kept) == 4
    assert len({content_hash(raw) for raw in shelf.mails}) == 2
    assert "UIDVALIDITY" in caplog.text


def test_a_crash_between_commit_and_move_only_moves(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """The next program finds the transport id and fetches nothing (CP6, CP7)."""
    put(person, mail(1))
    at = account(mail_peers, processed="no/such/\x00folder")
    sweep(at, source(at, shelf))
    asked = shelf.asked

    again = account(mail_peers)
    sweep(again, source(again, shelf, known=shelf.kept.__contains__))

    assert shelf.asked == asked
    assert inbox(person) == []
    assert len(inbox(person, "Processed")) == 1


def test_a_mail_that_cannot_be_moved_is_fetched_once(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """It stays in INBOX, and further sweeps leave it alone."""
    put(person, mail(1))
    at = account(mail_peers, processed="no/such/\x00folder")
    door = source(at, shelf)

    assert [sweep(at, door), sweep(at, door), sweep(at, door)] == [1, 0, 0]
    assert shelf.asked == 1
    assert len(inbox(person)) == 1


def test_a_folder_that_somebody_deleted_is_made_again(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """While the connection lives: NO [TRYCREATE], then the folder is there again."""
    at = account(mail_peers)
    door = source(at, shelf)
    with Mailbox(at) as mailbox:
        for number in range(2):
            put(person, mail(number))
            door.sweep(mailbox)
            assert len(inbox(person, "Processed")) == 1
            assert person.delete("Processed")[0] == "OK"

    assert inbox(person) == []


def test_a_mail_that_cannot_be_kept_stays(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """A full disk: nothing is moved, and all is taken when there is room."""

    def full(_: object) -> None:
        raise OutOfSpace("disk full")

    put(person, mail(1), mail(2))
    shelf.before = full
    with running(source(account(mail_peers), shelf)) as _:
        until(lambda: shelf.asked > 2)
        assert len(inbox(person)) == 2
        shelf.before = None
        until(lambda: len(shelf.kept) == 2)


def test_two_readers_of_one_mailbox(mail_peers: MailPeers, person: imaplib.IMAP4) -> None:
    """Each mail is kept once; a move too late is no trouble. MOVE is no lock: copies in Processed may be there twice."""
    put(person, *map(mail, range(30)))
    shelf = Shelf(before=lambda delivery: time.sleep(0.01))
    at = account(mail_peers)
    doors = [source(at, shelf), source(at, shelf)]
    with running(doors[0]), running(doors[1]):
        until(lambda: len(shelf.kept) == 30 and not inbox(person))

    assert [door.trouble for door in doors] == ["", ""]
    assert len(inbox(person, "Processed")) >= 30


def test_a_mail_moved_just_before_it_is_fetched(mail_peers: MailPeers, person: imaplib.IMAP4) -> None:
    """Dovecot answers with NIL once (RFC 2180 4.1.3): it is gone, not broken."""
    put(person, mail(1), mail(2))
    with Mailbox(account(mail_peers)) as slow, Mailbox(account(mail_peers)) as quick:
        for mailbox in (slow, quick):
            mailbox.select()
        (first, second) = slow.uids()
        assert quick.file_away([first]) == []

        assert slow.mail(first) is None
        assert slow.mail(second) is not None


def test_a_mail_moved_by_somebody_else_meanwhile(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """Dovecot answers NO [EXPUNGEISSUED] or says nothing: it is gone, and that is fine."""
    put(person, mail(1), mail(2))

    def move_first(_: object) -> None:
        shelf.before = None
        person.select("INBOX")
        person.uid("STORE", "1", "+FLAGS", r"(\Deleted)")
        person.expunge()

    shelf.before = move_first
    at = account(mail_peers)

    assert sweep(at, source(at, shelf)) == 2
    assert shelf.mails == [mail(1), mail(2)]
    assert inbox(person) == []


def test_of_a_mail_too_large_the_headers_are_kept(
    mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a mark; the mail itself stays in INBOX."""
    monkeypatch.setattr("channels.imap.MAIL_BYTES", 10_000)
    put(person, mail(1, size=50_000), mail(2))
    at = account(mail_peers)

    for _ in range(2):  # the second is another program, which knows what the first has kept
        sweep(at, source(at, shelf, known=shelf.kept.__contains__))
    head = mail(1).partition(b"\r\n\r\n")[0]
    assert shelf.mails[0].partition(b"\r\n")[2] == head + b"\r\n\r\n"
    assert shelf.mails[0].startswith(TOO_LARGE_HEADER.encode() + b": 5")
    assert shelf.mails[1] == mail(2)
    assert len(inbox(person)) == 1


def test_a_large_mail_comes_whole(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """30 MB, byte by byte."""
    put(person, mail(1, size=30_000_000))
    at = account(mail_peers)
    sweep(at, source(at, shelf))

    assert shelf.mails == [mail(1, size=30_000_000)]


def test_a_killed_server_process_is_replaced(mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf) -> None:
    """Killed during IDLE: the door connects again, and takes what came meanwhile.

    A process that is killed while it makes the mailbox leaves a lock that Dovecot holds for two minutes: so a mail goes first.
    """
    put(person, mail(0))
    person.logout()
    with running(source(account(mail_peers), shelf)):
        until(lambda: mail_peers.mails("bot", "Processed"))
        time.sleep(1)
        until(lambda: mail_peers.kill_imap_of("bot") > 0)
        with imaplib.IMAP4("127.0.0.1", mail_peers.port["imap"]) as other:
            other.login("bot", PASSWORD)
            put(other, mail(1))
        until(lambda: len(shelf.kept) == 2)


def test_a_server_that_goes_and_comes_back(mail_peers: MailPeers, shelf: Shelf) -> None:
    """The door says what is wrong meanwhile, and takes the mail afterwards."""
    door = source(account(mail_peers), shelf)
    with running(door):
        time.sleep(0.5)
        mail_peers.stop_dovecot()
        try:
            until(lambda: door.trouble)
        finally:
            mail_peers.start_dovecot()
        with imaplib.IMAP4("127.0.0.1", mail_peers.port["imap"]) as other:
            other.login("bot", PASSWORD)
            put(other, mail(1))
        until(lambda: len(shelf.kept) == 1 and not door.trouble)


@pytest.mark.parametrize(
    "cut",
    [
        Cut(word=b"Subject: Mail 1", after=True),
        Cut(word=b"Subject: Mail 1", then=Then.HANG),
        Cut(word=b"UID MOVE", side=Side.CLIENT),
        Cut(word=b"UID MOVE", side=Side.CLIENT, after=True),
        Cut(word=b"COPYUID"),
        Cut(word=b"COPYUID", then=Then.HANG),
        Cut(word=b"idling", then=Then.HANG),
        Cut(word=b"OK [CAPABILITY", after=True),
    ],
    ids=str,
)
def test_a_line_that_breaks_anywhere(
    mail_peers: MailPeers, person: imaplib.IMAP4, shelf: Shelf, cut: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut or half-open, in the middle of a mail, around MOVE, in IDLE: afterwards the mail is kept once and moved."""
    monkeypatch.setattr("channels.imap_wire.SILENCE_SECONDS", 1.0)
    put(person, mail(1, size=300_000))
    with CutProxy(mail_peers.port["imap"], cut) as proxy:
        door = source(plain(mail_peers, proxy.port), shelf, known=shelf.kept.__contains__, rhythm=Rhythm(idle=1))
        with running(door):
            until(lambda: proxy.cuts == 1)
            until(lambda: len(shelf.kept) == 1 and not inbox(person) and not door.trouble)

    assert shelf.mails == [mail(1, size=300_000)]
    assert len(inbox(person, "Processed")) == 1


def test_check_tells_what_to_do(mail_peers: MailPeers, shelf: Shelf) -> None:
    """A right account, a wrong password, a certificate that is not trusted."""
    assert source(account(mail_peers), shelf).check().well
    assert "password is wrong" in source(account(mail_peers, password="wrong"), shelf).check().finding
    assert "certificate" in source(account(mail_peers, ca_file=None), shelf).check().finding
    assert source(account(mail_peers, port=mail_peers.port["imap"], security=Security.STARTTLS), shelf).check().well
