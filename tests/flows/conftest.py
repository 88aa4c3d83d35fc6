"""A whole house in one process: the real store, cage, readers, core and letters; only the clock and the mail tray are ours."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from functools import cached_property
from itertools import count
from pathlib import Path

import pytest

from bot.acting import act
from bot.deliver import deliver_next
from bot.demo.bill import Row, bill
from bot.process import process_next
from bot.reader import Reader, house_of
from bot.wire import Bot
from channels.sink import SendJob, Sent
from channels.source import Checkup
from config.settings import HouseSettings, KeySettings, PolicySettings, Settings
from core.commands.buyer_orders import NewOrder, SubmitOrder
from core.commands.buyer_people import AddBuyer, AddSupplier
from core.commands.command import Command
from core.dossier import Actor, Dossier
from core.engine import Outcome
from core.invoice import Invoice
from core.message import Channel, Delivery, Envelope, Trust
from core.money import Currency
from core.names import Address, Reference, SupplierId
from core.order import OrderLine, PurchaseOrder
from core.party import Buyer, BuyerRole, Contact, Level, Supplier
from core.policy import Band
from parsers.cage import Cage
from parsers.documents.caged import document_cage
from storage.store import Store
from storage.unit import Unit
from tests.stores import DATABASES

Grow = Callable[[Unit, Dossier], Dossier]
START = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
MAILBOX = Address("orders@acme.example")
ANN, CARLA = Address("ann@acme.example"), Address("carla@acme.example")
SALES = Address("sales@corvina.example")
PAN = Row(sku="CM-PAN-28", text="Frying pan 28 cm, induction", quantity=Decimal(120), price=Decimal("24.50"))
POT = Row(sku="CM-POT-05", text="Stock pot 5 l with lid", quantity=Decimal(60), price=Decimal("38.90"))
BOTH = pytest.mark.parametrize("store_url", DATABASES, indirect=True)
"""For what is about the database itself: contention, outages, what is applied once, what is erased. All else runs on SQLite."""


@dataclass(frozen=True)
class Got:
    """A letter that was delivered."""

    to: str
    raw: bytes = field(repr=False)

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=default)

    @cached_property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @cached_property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return " ".join(str(part.get_content()).replace("\xa0", " ").split()) if part else ""

    @cached_property
    def files(self) -> list[str]:
        return [str(part.get_filename()) for part in self.message.iter_attachments()]


class Tray:
    """A sink: letters lie in it, in the order sent."""

    def __init__(self) -> None:
        self.letters: list[Got] = []
        self.fails: list[Exception] = []

    def send(self, letter: SendJob) -> Sent:
        if self.fails:
            raise self.fails.pop(0)
        self.letters.append(Got(letter.recipient, letter.raw))
        return Sent(answer="taken")

    def close(self) -> None:
        """Nothing to let go of."""

    def check(self) -> Checkup:
        return Checkup(door="tray", well=True, finding="open")


class NoDns:
    """Nobody is asked: mails authenticate by login."""

    def lookup(self, names: object) -> dict[str, tuple[str, ...]]:
        return {}


class House:
    """What people do in a flow, in their words."""

    def __init__(self, store: Store, cage: Cage, tolerance: str = "0") -> None:
        self.now = START
        self.numbers = count(1)
        ids = count(1)
        settings = Settings(
            house=HouseSettings(name="Acme Kitchens GmbH", mailbox=MAILBOX, vat_ids=("DE136695976",), country="DE"),
            keys=KeySettings(token="a key for tests, 32 letters long"),
            policy=PolicySettings(tolerance=Decimal(tolerance), bands=(Band(above=Decimal(8000), approvers=(CARLA,)),)),
        )
        self.bot = Bot(
            settings=settings,
            policy=settings.rules(),
            store=store,
            name="tests",
            clock=lambda: self.now,
            new_id=lambda: f"letter{next(ids):04}",
        )
        self.reader = Reader(cage=cage, dns=NoDns(), house=house_of(settings))
        self.tray = Tray()
        self._people()

    def _people(self) -> None:
        from storage.journal import JournalEntry  # noqa: F401

        admin = Buyer(address=ANN, name="Ann Berg", roles=frozenset({BuyerRole.ADMIN, BuyerRole.INITIATOR}))
        with self.bot.store.begin() as unit:
            unit.people.save_buyer(admin, 0)
        carla = Buyer(address=CARLA, name="Carla Voss", roles=frozenset({BuyerRole.APPROVER, BuyerRole.ACCOUNTANT}))
        self.does(ANN, None, AddBuyer(buyer=carla))
        self.adds_supplier(
            Supplier(
                id=SupplierId("S-1"),
                name="Corvina Metalware B.V.",
                country="NL",
                tolerance=Decimal(5),
                vat_id="NL004495445B01",
                ibans=("NL91ABNA0417164300",),
                contacts=(Contact(address=SALES, name="Paul Hendry"),),
            )
        )

    def adds_supplier(self, supplier: Supplier) -> None:
        self.does(ANN, None, AddSupplier(supplier=supplier))

    def does(self, who: Address, which: str | None, command: Command, grow: Grow | None = None) -> Outcome:
        """A buyer's command; time goes on a minute."""
        self.passes(minutes=1)
        actor = Actor(buyer=who, level=Level.BUYER, by="command line")
        return act(self.bot, actor, Reference(which) if which else None, command, grow=grow)

    def orders(
        self, *rows: Row, number: str = "PO-1034", supplier: str = "S-1", who: Address = ANN, currency: str = "EUR"
    ) -> Got:
        """An order is entered and sent; the letter that the supplier gets."""
        lines = tuple(
            OrderLine(
                number=n,
                description=row.text,
                quantity=row.quantity,
                unit="pcs",
                unit_price=row.price,
                supplier_sku=row.sku,
                tax_rate=Decimal(21),
            )
            for n, row in enumerate(rows, start=1)
        )
        order = PurchaseOrder(
            reference=Reference(number), supplier=SupplierId(supplier), initiator=who, currency=Currency(currency), lines=lines
        )
        self.does(who, None, NewOrder(order=order))
        self.does(who, number, SubmitOrder())
        return self.delivered()[-1]

    def passes(self, **time: int) -> None:
        self.now += timedelta(**time)

    def arrives(self, raw: bytes, *, login: Address | None = None, trust: Trust = Trust.LOGIN, waits: bool = False) -> list[Got]:
        """A mail comes in; the letters that go out for it. `waits`: it is kept, and its turn comes later."""
        self.passes(minutes=1)
        delivery = Delivery(
            channel=Channel.SMTP,
            transport_id=f"t{next(self.numbers)}",
            received_at=self.now,
            raw=raw,
            envelope=Envelope(login=login, trust=trust, sender=login, recipients=(MAILBOX,)),
        )
        self.bot.store.keep(delivery)
        return [] if waits else self.works()

    def works(self) -> list[Got]:
        """The mails that wait have their turn; the letters that go out for them."""
        while process_next(self.bot, self.reader):
            pass
        return self.delivered()

    def delivered(self) -> list[Got]:
        """Send what waits."""
        before = len(self.tray.letters)
        while deliver_next(self.bot, self.tray):
            pass
        return self.tray.letters[before:]

    def writes(
        self,
        text: str,
        *,
        answers: Got | None = None,
        who: Address = SALES,
        files: tuple[tuple[str, bytes], ...] = (),
        subject: str = "",
        authentic: bool = True,
        headers: tuple[tuple[str, str], ...] = (),
        quote: bool = True,
        to: str = "",
        waits: bool = False,
    ) -> list[Got]:
        """Somebody writes to the bot, or answers a letter as a mail program does; the letters that go out for it."""
        message = EmailMessage(policy=SMTP)
        message["From"] = f"Paul Hendry <{who}>" if who == SALES else who
        message["Date"] = self.now
        message["Message-ID"] = f"<m{next(self.numbers)}@{who.rpartition('@')[2]}>"
        if answers:
            original = answers.message
            message["To"] = to or str(original["Reply-To"])
            message["Subject"] = subject or f"Re: {answers.subject.removeprefix('Re: ')}"
            message["In-Reply-To"] = str(original["Message-ID"])
            message["References"] = f"{original['References'] or ''} {original['Message-ID']}".strip()
            old = "\n".join(f"> {line}" for line in str(original.get_body(("plain",)).get_content()).splitlines())
            text = f"{text}\n\nOn Mon, 20 Apr 2026 at 09:12, Acme Kitchens GmbH <{MAILBOX}> wrote:\n{old}\n" if quote else text
        else:
            message["To"] = to or MAILBOX
            message["Subject"] = subject or "Hello"
        for name, value in headers:
            message[name] = value
        message.set_content(text)
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return self.arrives(message.as_bytes(), login=who if authentic else None, waits=waits)

    def bill(
        self, number: str, order: str, *rows: Row, day: str = "20 April 2026", due: str = "20 May 2026"
    ) -> tuple[str, bytes]:
        """An invoice PDF of the supplier's own program."""
        return f"invoice-{number}.pdf", bill(number, order, day, "20 May 2026", rows)

    def invoice(self, which: str = "INV-1") -> Invoice:
        """An invoice as it is now."""
        with self.bot.store.read() as unit:
            found = unit.documents.invoice(Reference(which))
        assert found is not None, which
        return found

    def order(self, which: str = "PO-1034") -> PurchaseOrder:
        """An order as it is now."""
        with self.bot.store.read() as unit:
            found = unit.documents.order(Reference(which))
        assert found is not None, which
        return found

    def status(self, invoice: str) -> str:
        with self.bot.store.read() as unit:
            found = unit.documents.invoice(Reference(invoice))
        return found.status.value if found else "none"

    def held(self) -> list[str]:
        from storage.inbox import InboxState

        with self.bot.store.read() as unit:
            return [row.reason for row in unit.inbox.rows(InboxState.HELD)]


@pytest.fixture(scope="session")
def cage() -> Iterator[Cage]:
    """One warm child for all flows."""
    with document_cage() as made:
        yield made


@pytest.fixture(params=["sqlite"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A fresh database; of both kinds where a test is marked with BOTH."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def house(store: Store, cage: Cage) -> House:
    """Acme Kitchens with Ann (admin, initiator) and Carla (approver, accountant), and the supplier Corvina (5 %)."""
    return House(store, cage)


def to(letters: list[Got], who: str) -> Got:
    """The one letter to somebody."""
    found = [letter for letter in letters if letter.to == who]
    assert len(found) == 1, [(x.to, x.subject) for x in letters]
    return found[0]


__all__ = ["ANN", "BOTH", "CARLA", "PAN", "POT", "SALES", "Got", "House", "Path", "json", "replace", "to"]
