"""The days on which the clocks are changed, in Amsterdam and in New York: digests, reminders and deadlines (docs/rules.md 10)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.digests import choose
from bot.tick import tick
from core.commands.buyer_people import AddBuyer, AddSupplier
from core.commands.buyer_rfps import NewRfp, OpenRfp
from core.commands.buyer_self import SetDeputy
from core.dossier import Actor
from core.names import Address, Reference, SupplierId
from core.party import Buyer, BuyerRole, Contact, Language, Level, Supplier
from core.proposal import Rfp, RfpItem
from tests.flows.conftest import ANN, CARLA, PAN, SALES, Got, House, to

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
AMSTERDAM, NEW_YORK = "Europe/Amsterdam", "America/New_York"
CHANGES = [
    pytest.param(AMSTERDAM, date(2026, 3, 29), id="spring in Amsterdam"),
    pytest.param(AMSTERDAM, date(2026, 10, 25), id="autumn in Amsterdam"),
    pytest.param(NEW_YORK, date(2026, 3, 8), id="spring in New York"),
    pytest.param(NEW_YORK, date(2026, 11, 1), id="autumn in New York"),
]
"""The Sundays on which an hour is skipped, or comes twice."""


def lives_in(house: House, zone: str) -> None:
    """The house and its people keep this zone's time."""
    policy = replace(house.bot.policy, house=replace(house.bot.policy.house, time_zone=zone, zone=ZoneInfo(zone)))
    house.bot = replace(house.bot, policy=policy)


def local(zone: str, day: date, hour: int, minute: int = 0) -> datetime:
    """A moment as the wall clock there shows it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


def hours(house: House, zone: str, first: date, days: int) -> Iterator[list[Got]]:
    """Every hour of these days the service looks, and a second one beside it that was just started; what goes out then."""
    start, end = local(zone, first, 0), local(zone, first + timedelta(days=days), 0)
    now = datetime.fromtimestamp(start.timestamp(), ZoneInfo("UTC"))
    while now.timestamp() < end.timestamp():
        house.now = now
        tick(house.bot)
        tick(replace(house.bot, name=f"restarted at {now:%H:%M}"))
        yield house.delivered()
        now += timedelta(hours=1)


def clock(house: House, zone: str) -> str:
    """What the wall clock shows."""
    return f"{house.now.astimezone(ZoneInfo(zone)):%a %d %H:%M}"


def waits(house: House, zone: str, sunday: date) -> None:
    """Since Thursday an invoice above the order waits for Ann."""
    house.now = local(zone, sunday - timedelta(days=3), 10).astimezone(ZoneInfo("UTC"))
    order = house.orders(PAN)
    day = f"{sunday - timedelta(days=3):%d %B %Y}"
    dear = replace(PAN, price=Decimal("29.50"))
    house.writes("", answers=order, files=(house.bill("79", "PO-1034", dear, day=day),))
    house.now = local(zone, sunday - timedelta(days=2), 12).astimezone(ZoneInfo("UTC"))
    tick(house.bot)
    house.delivered()


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
@pytest.mark.parametrize("hour", [2, 8])
def test_a_daily_digest_comes_once_a_day(house: House, zone: str, sunday: date, hour: int) -> None:
    """Also the one of two in the night, which that Sunday has not, or has twice; at the same wall clock before and after."""
    lives_in(house, zone)
    waits(house, zone, sunday)
    choose(house.bot, Actor(buyer=ANN, level=Level.BUYER), hour)
    found = []
    for letters in hours(house, zone, sunday - timedelta(days=1), 3):
        found += [clock(house, zone) for x in letters if x.to == ANN and "wait" in x.subject]

    skipped = sunday.month == 3 and hour == 2
    days = [f"{sunday + timedelta(days=n):%a %d}" for n in (-1, 0, 1)]
    assert found == [f"{day} {3 if skipped and day.startswith('Sun') else hour:02}:00" for day in days]


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_a_weekly_digest_comes_once_on_that_sunday(house: House, zone: str, sunday: date) -> None:
    """On Sundays at two: once, and not again before the next one."""
    lives_in(house, zone)
    waits(house, zone, sunday)
    choose(house.bot, Actor(buyer=ANN, level=Level.BUYER), 2, 6)
    found = []
    for letters in hours(house, zone, sunday - timedelta(days=1), 4):
        found += [clock(house, zone) for x in letters if x.to == ANN and "wait" in x.subject]

    assert [one[:6] for one in found] == [f"{sunday:%a %d}"]


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_a_digest_is_never_empty(house: House, zone: str, sunday: date) -> None:
    """Nothing waits: nothing comes, whatever the clock does."""
    lives_in(house, zone)
    house.now = local(zone, sunday - timedelta(days=3), 10).astimezone(ZoneInfo("UTC"))
    assert [x for letters in hours(house, zone, sunday - timedelta(days=1), 3) for x in letters] == []


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_a_reminder_comes_at_eight_of_the_house_and_once(house: House, zone: str, sunday: date) -> None:
    """Sent late on the Wednesday evening of the house, when UTC has Thursday already in New York: three working days later it is
    Monday, the first one of the new time."""
    lives_in(house, zone)
    house.now = local(zone, sunday - timedelta(days=4), 21, 30).astimezone(ZoneInfo("UTC"))
    house.orders(PAN)
    found = []
    for letters in hours(house, zone, sunday - timedelta(days=2), 4):
        found += [clock(house, zone) for x in letters if x.to == SALES]

    assert found == [f"{sunday + timedelta(days=1):%a %d} 08:00"]


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_the_deadline_of_a_request_is_the_wall_clocks(house: House, zone: str, sunday: date) -> None:
    """ "Until Monday 12:00" is so by the new time: what comes at 11:59 counts, what comes at 12:01 is late; one reminder before,
    and one comparison after."""
    lives_in(house, zone)
    house.now = local(zone, sunday - timedelta(days=5), 10).astimezone(ZoneInfo("UTC"))
    other = Contact(address=Address("ute@toepferei.example"), name="Ute", language=Language.DE)
    house.does(ANN, None, AddSupplier(supplier=Supplier(id=SupplierId("S-2"), name="Lehm", country="DE", contacts=(other,))))
    rfp = Rfp(
        reference=Reference("NEW"),
        items=(RfpItem(number=1, description="Bowl", quantity=Decimal(9)),),
        initiator=ANN,
        deadline=local(zone, sunday + timedelta(days=1), 12),
        invited=(SupplierId("S-1"), SupplierId("S-2")),
    )
    house.does(ANN, None, NewRfp(rfp=rfp))
    house.does(ANN, "RFP-1", OpenRfp())
    asked = house.delivered()
    assert f"{sunday + timedelta(days=1):%-d %b %Y}, 12:00" in to(asked, SALES).text
    reminded = [x.to for letters in hours(house, zone, sunday - timedelta(days=1), 2) for x in letters if x.to != ANN]
    assert sorted(reminded) == [SALES, other.address]

    house.now = local(zone, sunday + timedelta(days=1), 11, 58).astimezone(ZoneInfo("UTC"))
    house.writes("Item 1: 3.10 EUR\nThat is all.", answers=to(asked, SALES))
    house.passes(minutes=1, seconds=1)
    late = house.writes("Position 1: 2,95 EUR", answers=to(asked, other.address), who=other.address)
    assert "nach der Frist" in to(late, other.address).text or "Frist" in to(late, other.address).subject
    tick(house.bot)
    tick(house.bot)
    closed = [x for x in house.delivered() if x.to == ANN and "closed for offers" in x.subject]
    assert len(closed) == 1 and "1 offer" in closed[0].text


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_a_deputy_stands_in_by_the_days_of_the_house(house: House, zone: str, sunday: date) -> None:
    """From Monday on, which begins at midnight of the house, on whatever side of midnight UTC is."""
    from core.commands.buyer_invoices import ApproveInvoice

    lives_in(house, zone)
    boss = Address("boss@acme.example")
    house.now = local(zone, sunday - timedelta(days=3), 10).astimezone(ZoneInfo("UTC"))
    house.does(ANN, None, AddBuyer(buyer=Buyer(address=boss, name="Bea", roles=frozenset({BuyerRole.APPROVER}))))
    house.does(CARLA, None, SetDeputy(deputy=boss, first=sunday + timedelta(days=1)))
    many = replace(PAN, quantity=Decimal(400))
    order = house.orders(many)
    day = f"{sunday - timedelta(days=3):%d %B %Y}"
    house.writes("", answers=order, files=(house.bill("80", "PO-1034", many, day=day),))
    assert house.status("INV-1") == "Pending"

    house.now = local(zone, sunday, 23, 50).astimezone(ZoneInfo("UTC"))
    assert house.does(boss, "INV-1", ApproveInvoice()).refusal is not None
    house.now = local(zone, sunday + timedelta(days=1), 0, 5).astimezone(ZoneInfo("UTC"))
    assert house.does(boss, "INV-1", ApproveInvoice()).refusal is None
