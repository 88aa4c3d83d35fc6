"""Three weeks of a house, told by its clock: reminders, silence, escalation, deputies, digests (docs/rules.md 10)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.daily import run
from bot.tick import tick
from core.commands.buyer_invoices import ApproveInvoice
from core.commands.buyer_people import AddBuyer, AddContact
from core.commands.buyer_self import SetDeputy
from core.commands.supplier_self import FewerMails
from core.names import Address
from core.party import Buyer, BuyerRole, Contact
from core.policy import Band
from parsers.cage import Cage
from storage.store import open_store
from tests.flows.conftest import ANN, BOTH, CARLA, PAN, POT, SALES, Got, House, to
from tests.flows.test_people import decides, its

BOSS, ADMIN = Address("boss@acme.example"), Address("ada@acme.example")
MONDAY = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)


def at(house: House, day: int, hour: int = 7) -> list[Got]:
    """The clock shows this day of April (30 and more: May) at this hour UTC, 9 o'clock in Hamburg at 7; what goes out then."""
    house.now = datetime(2026, 4, 1, hour, 0, tzinfo=UTC) + timedelta(days=day - 1)
    tick(house.bot)
    return house.delivered()


def subjects(letters: list[Got], who: str = SALES) -> list[str]:
    return [letter.subject for letter in letters if letter.to == who]


def test_an_order_that_nobody_answers(house: House) -> None:
    """Sent on Monday the 20th; reminded on Thursday and on Tuesday, of what is open only; silent on Friday the 1st of May."""
    house.orders(PAN, POT)
    assert subjects(at(house, 22)) == []
    (first,) = [x for x in at(house, 23) if x.to == SALES]
    assert ("Still open" in first.subject, first.message["List-Unsubscribe"] is not None) == (True, True)
    assert "lines 1 and 2 are not answered yet" in first.text
    assert subjects(at(house, 23, 15)) == []

    house.writes("We accept line 1.", answers=first)
    assert subjects(at(house, 25)) == []  # a Saturday
    (second,) = [x for x in at(house, 28) if x.to == SALES]
    assert "line 2 is not answered yet" in second.text

    told = at(house, 31)
    assert subjects(told) == []
    silent = next(x for x in told if x.to == ANN and "does not answer" in x.subject)
    assert ("2 reminders" in silent.text, "Stock pot" in silent.text, SALES in silent.text) == (True, True, True)
    digest = next(x for x in told if x.to == ANN and x is not silent)
    assert "Suppliers silent" in digest.text and "Corvina Metalware" in digest.text
    assert subjects(at(house, 34)) == subjects(at(house, 35), ANN)[:0] == []


def test_what_is_answered_or_billed_is_not_reminded_of(house: House) -> None:
    """Nor a canceled or completed order, nor a quiet contact."""
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("77", "PO-1034", PAN),))
    assert subjects(at(house, 27)) == []


def test_a_quiet_contact_is_not_reminded(house: House) -> None:
    """His colleague is."""
    decides(house, ANN, AddContact(contact=Contact(address=Address("eva@corvina.example"))))
    house.orders(PAN)
    house.writes("Please send me fewer mails.")
    assert its(house).contacts[0].quiet and FewerMails.word == "quiet"
    letters = at(house, 23)
    assert (subjects(letters), len(subjects(letters, "eva@corvina.example"))) == ([], 1)


def test_who_is_away_is_reminded_when_he_is_back(house: House) -> None:
    """The automatic reply names the 27th."""
    order = house.orders(PAN)
    house.writes(
        "I am out of the office until 27 April 2026.",
        answers=order,
        headers=(("Auto-Submitted", "auto-replied"),),
        subject="Automatic reply: order",
    )
    away = its(house).contacts[0].away_until
    assert away in (date(2026, 4, 26), date(2026, 4, 27))
    assert subjects(at(house, 24)) == []
    assert len(subjects(at(house, 28))) == 1


@BOTH
def test_two_services_remind_once(house: House) -> None:
    """And one that was down over a reminder makes up for none."""
    house.orders(PAN)
    other = replace(house.bot, name="another")
    house.now = datetime(2026, 4, 28, 7, 0, tzinfo=UTC)
    run(house.bot, house.now)
    run(other, house.now)
    assert len([x for x in house.delivered() if x.to == SALES]) == 1


def test_an_approval_that_waits_goes_up(house: House) -> None:
    """Carla is silent for three working days: the next band; three more: an admin, but never Ann, who ordered."""
    house.bot = replace(
        house.bot,
        policy=replace(
            house.bot.policy,
            bands=(Band(above=Decimal(8000), approvers=(CARLA,)), Band(above=Decimal(50000), approvers=(BOSS,))),
        ),
    )
    house.does(ANN, None, AddBuyer(buyer=Buyer(address=BOSS, name="Bea", roles=frozenset({BuyerRole.APPROVER}))))
    house.does(ANN, None, AddBuyer(buyer=Buyer(address=ADMIN, name="Ada", roles=frozenset({BuyerRole.ADMIN}))))
    many = replace(PAN, quantity=Decimal(400))
    order = house.orders(many)
    house.writes("", answers=order, files=(house.bill("80", "PO-1034", many),))
    assert (house.status("INV-1"), house.does(BOSS, "INV-1", ApproveInvoice()).refusal is not None) == ("Pending", True)

    third = at(house, 23)
    boss = next(x for x in third if x.to == BOSS and "three working days" in x.text)
    assert "INV-1" in boss.text
    assert not any("three working days" in x.text for x in at(house, 24))
    sixth = at(house, 28)
    assert [x.to for x in sixth if "three working days" in x.text] == [ADMIN]
    assert house.does(ANN, "INV-1", ApproveInvoice()).refusal is not None
    house.does(ADMIN, "INV-1", ApproveInvoice())
    assert house.status("INV-1") == "Approved"


def test_a_deputy_decides_between_two_days(house: House) -> None:
    """Carla is away from the 21st to the 23rd: Bea is told and may approve, then not any more."""
    house.does(ANN, None, AddBuyer(buyer=Buyer(address=BOSS, name="Bea", roles=frozenset({BuyerRole.APPROVER}))))
    house.does(CARLA, None, SetDeputy(deputy=BOSS, first=date(2026, 4, 21), last=date(2026, 4, 23)))
    many = replace(PAN, quantity=Decimal(400))
    order = house.orders(many)
    letters = house.writes("", answers=order, files=(house.bill("80", "PO-1034", many),))
    assert BOSS not in {x.to for x in letters}

    house.passes(days=1)
    letters = house.writes("", answers=order, files=(house.bill("81", "PO-1034", many),))
    assert {x.to for x in letters} >= {ANN}  # above the order: with Ann
    assert house.does(BOSS, "INV-1", ApproveInvoice()).refusal is None


@BOTH
def test_the_digest_comes_once_a_period_whatever_happens(house: House) -> None:
    """Not when there is nothing; once a day, with two services and a restart; weekly on its day; not at all when off."""
    from bot.digests import choose
    from core.dossier import Actor
    from core.party import Level

    assert at(house, 20) == []
    order = house.orders(PAN)
    dear = replace(PAN, price=Decimal("29.50"))
    house.writes("", answers=order, files=(house.bill("79", "PO-1034", dear),))
    (digest,) = [x for x in at(house, 21) if x.to == ANN]
    assert ("To decide" in digest.text, "Corvina Metalware" in digest.text) == (True, True)
    tick(replace(house.bot, name="another"))
    assert at(house, 21, 16) == []

    ann = Actor(buyer=ANN, level=Level.BUYER)
    choose(house.bot, ann, 7, 3)
    assert [x for x in at(house, 22) if x.to == ANN] == []
    assert len([x for x in at(house, 23) if x.to == ANN]) == 1
    choose(house.bot, ann, None)
    assert [x for x in at(house, 30) if x.to == ANN and "waits" in x.subject] == []


@pytest.mark.parametrize(
    ("zone", "before", "due"),
    [
        ("Europe/Berlin", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 24, 23, 59, tzinfo=UTC), datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2026, 3, 28, 16, 59, tzinfo=UTC), datetime(2026, 3, 28, 17, 0, tzinfo=UTC)),
    ],
    ids=["the hour that is skipped", "the hour that comes twice", "another zone"],
)
def test_the_digest_at_two_in_the_night(house: House, zone: str, before: datetime, due: datetime) -> None:
    """Once, also on the days on which the clock is changed."""
    house.now = before - timedelta(days=3)
    with house.bot.store.begin() as unit:
        ann = unit.people.buyer(ANN)
        unit.people.save_buyer(replace(ann, digest_hour=2, time_zone=zone), ann.version)
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("79", "PO-1034", replace(PAN, price=Decimal("29.50"))),))
    house.now = before - timedelta(hours=12)
    tick(house.bot)
    house.delivered()
    found = []
    for when in (before, due, due + timedelta(hours=1), due + timedelta(hours=2)):
        house.now = when
        tick(house.bot)
        found.append(len([x for x in house.delivered() if x.to == ANN and "wait" in x.subject]))
    assert found == [0, 1, 0, 0]


def test_a_buyer_who_travels_gets_no_second_digest(house: House) -> None:
    """From Berlin to Honolulu it is the same day again; to Auckland it is the next one."""
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("79", "PO-1034", replace(PAN, price=Decimal("29.50"))),))
    assert len([x for x in at(house, 21) if x.to == ANN]) == 1
    with house.bot.store.begin() as unit:
        ann = unit.people.buyer(ANN)
        unit.people.save_buyer(replace(ann, time_zone="Pacific/Honolulu"), ann.version)
    assert [x for x in at(house, 21, 20) if x.to == ANN] == []
    assert to(at(house, 22, 19), ANN).subject


@pytest.mark.parametrize(("reserve", "told"), [(0, 0), (10**15, 1)])
def test_a_disk_that_fills_up_is_told_once_a_day(sqlite_url: str, cage: Cage, reserve: int, told: int) -> None:
    """Ann and Carla get one letter each on each day that it stays so."""
    store = open_store(sqlite_url, reserve=reserve)
    try:
        house = House(store, cage)
        for day in range(1, 3):
            for _ in range(3):
                tick(house.bot)
                house.passes(hours=1)
            house.delivered()
            warned = [letter.to for letter in house.tray.letters if "nearly full" in letter.subject]
            assert sorted(warned) == sorted([ANN, CARLA] * day * told)
            house.passes(hours=24)
    finally:
        store.close()
