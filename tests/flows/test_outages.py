"""Our own trouble, and that of others: the mail waits, nothing is judged, and the service goes on."""

import resource
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.bell import Bell
from bot.process import process_next, work
from bot.tick import tick
from channels.dns import TemporaryFailure
from config.settings import LEASE
from core.message import Channel, Delivery, Envelope, Trust
from tests.flows.conftest import ANN, CARLA, MAILBOX, PAN, House, to

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
SIGNED = "v=1; a=rsa-sha256; c=relaxed/relaxed; d={}; s=k1; h=from:subject; bh=AAAA; b=AAAA"


def spoil(house: House) -> None:
    """A question's row is damaged."""
    with house.bot.store.engine.begin() as connection:
        assert connection.execute(text("UPDATE question SET body = '{}'")).rowcount == 1


class SilentNames:
    """Name servers of which some do not answer; `meanwhile` happens while one waits for them."""

    def __init__(self, *silent: str) -> None:
        self.silent = silent
        self.meanwhile = lambda: None

    def lookup(self, names: Iterable[str]) -> dict[str, tuple[str, ...] | TemporaryFailure]:
        self.meanwhile()
        return {n: TemporaryFailure(why="no answer") if n.endswith(self.silent) else () for n in names} if self.silent else {}


@contextmanager
def no_room() -> Iterator[None]:
    """No file of this process may grow beyond a page, as with a quota that is used up."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class LastBell(Bell):
    """A bell that ends the work of the one who would wait for it."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__()
        self._stop = stop

    def wait(self) -> None:
        self._stop.set()


def states(house: House) -> list[str]:
    with house.bot.store.read() as unit:
        return [row.state.value for row in unit.inbox.rows()]


def comes(house: House, signer: str) -> None:
    """A mail of the supplier with a signature, while an order is open."""
    house.orders(PAN)
    house.writes("ok", headers=(("DKIM-Signature", SIGNED.format(signer)),))


def test_a_silent_name_server_is_waited_for(house: House) -> None:
    """Fifteen minutes of silence set no mail aside."""
    names = SilentNames("corvina.example")
    house.reader = replace(house.reader, dns=names)
    comes(house, "corvina.example")
    for _ in range(15):
        house.passes(minutes=1)
        house.works()
    assert states(house) == ["waiting"]

    names.silent = ()
    house.passes(minutes=2)
    house.works()

    assert states(house) == ["done"]


def test_the_name_server_of_a_foreign_signature_is_not_asked(house: House) -> None:
    """A forger signs as a domain whose servers are silent: the supplier's own mails do not wait behind his."""
    house.reader = replace(house.reader, dns=SilentNames("silent.example"))

    comes(house, "silent.example")

    assert states(house) == ["done"]


def test_a_mail_that_was_given_away_while_it_failed_is_no_trouble(house: House) -> None:
    """The lease ended, another worker has the mail, and then the first one fails."""
    names = SilentNames("corvina.example")
    names.meanwhile = lambda: house.bot.store.lease_inbox("another", house.now + timedelta(minutes=3), timedelta(minutes=2))
    house.reader = replace(house.reader, dns=names)
    raw = b"From: sales@corvina.example\r\nDKIM-Signature: " + SIGNED.format("corvina.example").encode() + b"\r\n\r\nok\r\n"
    envelope = Envelope(trust=Trust.DKIM, recipients=(MAILBOX,))
    house.bot.store.keep(Delivery(channel=Channel.SMTP, transport_id="t", received_at=house.now, raw=raw, envelope=envelope))

    assert process_next(house.bot, house.reader)
    assert states(house) == ["running"]


def test_a_full_disk_does_not_end_the_service(house: House) -> None:
    """The worker waits; when there is room again, the mail is worked on."""
    house.writes("We confirm.", waits=True)
    stop = threading.Event()
    with no_room():
        work(house.bot, house.reader, stop, LastBell(stop), Bell())
    assert states(house) == ["waiting"]

    house.passes(hours=1)
    house.works()

    assert states(house) == ["done"]


def test_a_damaged_row_stops_nothing_else(house: House) -> None:
    """A question cannot be read when its time is over: the digest of the morning comes all the same."""
    order = house.orders(PAN)
    house.writes("We accept.", answers=order, authentic=False)
    house.passes(days=20)
    spoil(house)

    tick(house.bot)

    assert any("Not confirmed in time" in letter.text for letter in house.delivered() if letter.to == ANN)


def test_a_mail_that_stops_the_program_three_times_is_told_at_once(house: House) -> None:
    """Its worker dies in every try: it is set aside unopened, and accountants and admins hear of it, once."""
    house.writes("We confirm.", waits=True)
    for _ in range(3):
        assert house.bot.store.lease_inbox("dead", house.now, LEASE)
        house.passes(minutes=3)

    letters = house.works()

    assert house.held() == ["the program stopped while working on this mail, three times"]
    assert sorted((letter.to, letter.subject) for letter in letters) == [(ANN, "Mail held: 1 mail"), (CARLA, "Mail held: 1 mail")]
    assert "sales@corvina.example – Hello – the program stopped while working on this mail" in to(letters, CARLA).text
    assert house.works() == []
