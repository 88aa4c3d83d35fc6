"""What waits for a buyer, and when he is told (docs/rules.md 10)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.aging import aging
from core.commands.buyer_invoices import RejectInvoice, TakeInvoice
from core.commands.supplier_orders import Accept, Reject
from core.commands.supplier_self import ChangeProfile
from core.digest import HELD_SHOWN, SECTION_SHOWN, Behind, Desk, HeldMail, Undelivered, bounded, digest_lines, due_period
from core.letters import DigestLine
from core.letters import DigestSection as D
from core.names import Reference
from core.party import BuyerRole, ProfileField
from core.proposal import RfpStatus
from tests.core.rfp_stories import rfp
from tests.core.stories import (
    ADA,
    ANNA,
    IRIS,
    KARL,
    OTTO,
    PEOPLE,
    Table,
    band,
    buyer,
    house_policy,
    line,
    order,
    paper,
    row,
    supplier,
)

BERLIN = ZoneInfo("Europe/Berlin")


def waits(table: Table, who: str, **more: object) -> list[tuple[D, str | None]]:
    """Section and document of every line of a buyer's digest."""
    mine = next(b for b in table.dossier.buyers if b.address == who)
    return [(found.section, found.document) for found in digest_lines(mine, desk(table, **more), table.at)]


def desk(table: Table, **more: object) -> Desk:
    """Everything that is on the table."""
    known: dict[str, object] = {"policy": table.policy, "orders": table.dossier.orders, "invoices": table.dossier.invoices}
    known |= {"buyers": table.dossier.buyers, "suppliers": (table.dossier.supplier,)}
    return Desk(**known | more)  # type: ignore[arg-type]


def test_what_waits_is_with_whose_turn_it_is() -> None:
    """Matching: Iris. Pending: Anna. Nobody else has anything."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    assert waits(table, IRIS) == [(D.TO_DECIDE, "INV-1")]
    assert waits(table, OTTO) == waits(table, ANNA) == waits(table, KARL) == []
    table = Table(order(), policy=house_policy(bands=(band(0, ANNA),))).sends(paper())
    assert waits(table, ANNA) == [(D.TO_DECIDE, "INV-1")]
    assert waits(table, IRIS) == [(D.INVOICES_HELD, "INV-1")]


def test_a_line_says_what_how_much_since_when_and_why() -> None:
    """Number, supplier, amount, age and findings."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    (only,) = digest_lines(PEOPLE[0], desk(table), table.at)
    assert (only.what, only.amount, only.since) == ("INV-1 · 77 · Bowls Ltd", "EUR 120.00", table.invoice().received_at)
    assert [f.kind.value for f in only.findings] == ["total_above"]


def test_nothing_waits_for_nobody() -> None:
    """An empty digest is not sent."""
    table = Table(order()).sends(paper("77", row(price="12.00"))).says(IRIS, RejectInvoice(document="INV-1", reason="no"))
    assert waits(table, IRIS) == []


def test_a_confirmation_is_overdue_after_three_days_until_every_line_is_answered_or_billed() -> None:
    """Line 1 accepted, line 2 still silent; billed it is answered as well."""
    table = Table(order("PO-1", line(1), line(2, "Plate 20 cm", price="5.00"))).later(2)
    assert waits(table, IRIS) == []
    table.later(1.1)
    assert waits(table, IRIS) == [(D.CONFIRMATIONS_OVERDUE, "PO-1")]
    table.writes(Accept(lines=(1,)), thread="PO-1")
    assert waits(table, IRIS) == [(D.CONFIRMATIONS_OVERDUE, "PO-1")]
    table.sends(paper("77", row("Plate 20 cm", 10, "5.00")))
    assert (D.CONFIRMATIONS_OVERDUE, "PO-1") not in waits(table, IRIS)


def test_a_delivery_is_late_the_day_after_unless_billed_or_refused() -> None:
    """On the day itself it is not."""
    due = order("PO-1", line(1, delivery_date=date(2026, 3, 10)), line(2, "Plate", delivery_date=date(2026, 3, 10)))
    table = Table(due).writes(Accept(lines=(1,)), thread="PO-1").writes(Reject(lines=(2,), reason="no"), thread="PO-1")
    assert waits(table, IRIS) == []
    table.later()
    assert waits(table, IRIS) == [(D.DELIVERIES_LATE, "PO-1")]
    (late,) = digest_lines(PEOPLE[0], desk(table), table.at)
    assert late.what == "PO-1 · Bowls Ltd · 1 Bowl 24 cm"
    table.sends(paper())
    assert waits(table, IRIS) == []


def test_differences_within_the_tolerance_are_told_once() -> None:
    """Since the last digest; that an order is only billed in part is no difference."""
    table = Table(order("PO-1", line(quantity=100)), who=supplier(tolerance=Decimal(5))).sends(paper("1", row(price="10.10")))
    table.sends(paper("2", row(quantity=5)))
    assert waits(table, IRIS) == [(D.WITHIN_TOLERANCE, "INV-1")]
    assert waits(table, IRIS, since=table.at) == []
    assert waits(table.later(2), IRIS) == []


def test_an_accountant_sees_what_is_on_hold_and_drafts_without_an_order() -> None:
    """He may link the one; the other waits for the initiator."""
    table = Table(order()).sends(paper("77", row(), to=None)).sends(paper("78", row(), currency="USD"))
    assert waits(table, KARL) == [(D.TO_DECIDE, "INV-1"), (D.INVOICES_HELD, "INV-2")]
    assert waits(table, IRIS) == [(D.TO_DECIDE, "INV-2")]


def test_letters_that_did_not_arrive_are_the_initiators() -> None:
    """Without an order they are the accountant's."""
    table = Table(order())
    lost = (
        Undelivered(document=Reference("PO-1"), what="tom@bowls.example: no such user", at=table.at),
        Undelivered(document=None, what="eva@bowls.example: full", at=table.at),
    )
    assert waits(table, IRIS, undelivered=lost) == [(D.UNDELIVERED, "PO-1")]
    assert waits(table, KARL, undelivered=lost) == [(D.UNDELIVERED, None)]
    (told,) = digest_lines(PEOPLE[0], replace(desk(table), undelivered=lost), table.at)
    assert told.what == "PO-1 · Bowls Ltd · tom@bowls.example: no such user"


def test_an_approver_reads_who_ordered_and_the_initiator_does_not_read_himself() -> None:
    """By name, where the buyer has one."""
    table = Table(order(), policy=house_policy(bands=(band(0, ANNA),))).sends(paper())
    known = tuple(replace(b, name="Iris Holm") if b.address == IRIS else b for b in PEOPLE)
    anna, iris = (next(b for b in known if b.address == who) for who in (ANNA, IRIS))
    found = [line.initiators for b in (anna, iris) for line in digest_lines(b, replace(desk(table), buyers=known), table.at)]
    assert found == [("Iris Holm",), ()]


def test_a_flood_of_held_mail_is_counted() -> None:
    """The newest are listed, the rest is a number; only the accountant sees them."""
    table = Table(order())
    held = tuple(HeldMail(what=f"mail {n}", at=table.at - timedelta(minutes=n)) for n in range(HELD_SHOWN + 5))
    lines = digest_lines(PEOPLE[3], desk(table, held=held), table.at)
    assert (len(lines), lines[-1].what) == (HELD_SHOWN + 1, "+ 5")
    assert {found.what for found in lines} >= {"mail 0", f"mail {HELD_SHOWN - 1}"}
    assert waits(table, IRIS, held=held) == []


def test_what_was_taken_waits_for_nobody() -> None:
    """Approved: gone from the list."""
    table = Table(order()).sends(paper("77", row(price="12.00"))).says(IRIS, TakeInvoice(document="INV-1"))
    assert D.TO_DECIDE not in [section for section, _ in waits(table, IRIS)]


# ---- when


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-03-10T06:59:00+00:00", "2026-03-09"),
        ("2026-03-10T07:00:00+00:00", "2026-03-10"),
        ("2026-03-10T23:30:00+00:00", "2026-03-10"),
        ("2026-07-10T05:59:59+00:00", "2026-07-09"),
        ("2026-07-10T06:00:00+00:00", "2026-07-10"),
    ],
)
def test_the_newest_period_that_is_due(at: str, period: str) -> None:
    """At eight in Berlin, which is seven or six of UTC; until then yesterday's is the newest."""
    assert due_period(PEOPLE[0], BERLIN, datetime.fromisoformat(at)) == period


def test_an_hour_that_the_clock_skips_or_repeats_makes_one_period() -> None:
    """02:30 on the night of the change: one digest, at the first 02:00, or when 02:00 would have been."""
    early = replace(PEOPLE[0], digest_hour=2)
    skipped = [
        due_period(early, BERLIN, datetime(2026, 3, 29, 0, 0, tzinfo=UTC) + timedelta(minutes=m)) for m in range(0, 180, 10)
    ]
    assert sorted(set(filter(None, skipped))) == ["2026-03-28", "2026-03-29"]
    assert skipped == sorted(skipped)  # type: ignore[type-var]
    twice = [
        due_period(early, BERLIN, datetime(2026, 10, 24, 23, 0, tzinfo=UTC) + timedelta(minutes=m)) for m in range(0, 300, 10)
    ]
    assert twice == sorted(twice)  # type: ignore[type-var]
    assert twice.index("2026-10-25") == 6  # 00:00 UTC, the first 02:00


def test_a_weekly_digest_is_due_on_its_day() -> None:
    """Mondays; through the week it stays that week's, and the turn of the year has its ISO number."""
    weekly = replace(PEOPLE[0], digest_weekday=0)
    assert due_period(weekly, UTC, datetime(2026, 3, 9, 7, 59, tzinfo=UTC)) == "2026-W10"
    assert due_period(weekly, UTC, datetime(2026, 3, 9, 8, 0, tzinfo=UTC)) == "2026-W11"
    assert due_period(weekly, UTC, datetime(2026, 3, 15, 23, 0, tzinfo=UTC)) == "2026-W11"
    assert due_period(weekly, UTC, datetime(2027, 1, 2, 12, 0, tzinfo=UTC)) == "2026-W53"


def test_who_wants_none_gets_none() -> None:
    """Off is off."""
    assert due_period(buyer(IRIS, BuyerRole.INITIATOR, digest_hour=None), UTC, datetime(2026, 3, 9, tzinfo=UTC)) is None


@given(
    st.integers(0, 23),
    st.none() | st.integers(0, 6),
    st.integers(0, 6 * 365 * 24 * 60),
    st.integers(0, 10_000),
)
def test_periods_never_go_back(hour: int, weekday: int | None, start: int, minutes: int) -> None:
    """A later moment is never in an earlier period, whatever the clock does."""
    who = replace(PEOPLE[0], digest_hour=hour, digest_weekday=weekday)
    first = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    second = first + timedelta(minutes=minutes)
    one, other = due_period(who, BERLIN, first), due_period(who, BERLIN, second)
    assert one is not None and other is not None and one <= other


# ---- how old


def test_open_invoices_by_age() -> None:
    """Up to 2 days, 3 to 7, 8 to 14, over; what is paid or off the table is not open."""
    table = Table(order("PO-1", line(quantity=100)))
    table.sends(paper("1")).later(7).sends(paper("2", row(quantity=9))).later(5).sends(paper("3", row(quantity=8)))
    table.sends(paper("4", row(price="99.00"))).says(IRIS, RejectInvoice(document="INV-4", reason="no"))
    found = {age.from_days: age.references for age in aging(table.dossier.invoices, table.at)}
    assert found == {0: ("INV-3",), 3: ("INV-2",), 8: ("INV-1",), 15: ()}
    assert [age.count for age in aging((), table.at)] == [0, 0, 0, 0]


def test_a_section_is_listed_up_to_fifty_lines_and_the_rest_is_counted() -> None:
    """The longest waiting are named."""
    lines = tuple(DigestLine(section=D.TO_DECIDE, document=None, what=str(n)) for n in range(SECTION_SHOWN + 7))

    kept = bounded(lines)

    assert [line.what for line in kept] == [*(str(n) for n in range(SECTION_SHOWN)), "+ 7"]


def test_requests_for_proposal_stand_in_it_before_their_deadline_and_until_they_are_awarded() -> None:
    """Three days before; not the colleague's, not what is completed."""
    table = Table()
    soon, later = table.at + timedelta(days=3), table.at + timedelta(days=4)
    mine = rfp(deadline=soon, title="Bowls", initiator=IRIS, status=RfpStatus.OPEN)
    every = (
        mine,
        replace(mine, reference=Reference("RFP-2"), deadline=later),
        replace(mine, reference=Reference("RFP-3"), initiator=OTTO),
        replace(mine, reference=Reference("RFP-4"), status=RfpStatus.COMPLETED),
        replace(mine, reference=Reference("RFP-5"), deadline=table.at - timedelta(days=9)),
    )
    assert waits(table, IRIS, rfps=every) == [(D.RFPS_CLOSING, "RFP-1"), (D.RFPS_CLOSING, "RFP-5")]


def test_what_suppliers_ask_to_change_waits_for_the_admins() -> None:
    """And for nobody else."""
    table = Table(order()).writes(ChangeProfile(field=ProfileField.NAME, value="Bowls and Sons"))
    asked = table.dossier.supplier
    assert asked is not None
    requests = tuple((asked, r) for r in asked.requests)
    assert waits(table, ADA, requests=requests) == [(D.REQUESTS, None)]
    assert waits(table, KARL, requests=requests) == []


def test_an_order_whose_reminders_were_in_vain_is_a_silent_suppliers() -> None:
    """No longer merely overdue."""
    table = Table(order()).later(12)
    assert waits(table, IRIS, silent=frozenset({Reference("PO-1")})) == [(D.SUPPLIERS_SILENT, "PO-1")]


def test_what_the_desk_has_no_room_for_is_counted() -> None:
    """Older documents, letters that failed and held mails: how many there are, and only where there is a digest at all."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    behind = Behind(documents=350, letters=7, mails=40)
    held = tuple(HeldMail(what=f"{n}", at=table.at) for n in range(HELD_SHOWN + 1))
    iris, karl = (next(b for b in table.dossier.buyers if b.address == who) for who in (IRIS, KARL))

    mine = digest_lines(iris, desk(table, behind=behind), table.at)
    accountants = digest_lines(karl, desk(table, behind=behind, held=held), table.at)

    assert [(x.section, x.what) for x in mine][1:] == [(D.NOT_LOOKED_AT, "+ 350")]
    counted = [(x.section, x.what) for x in accountants if x.what.startswith("+")]
    assert counted == [(D.UNDELIVERED, "+ 7"), (D.HELD_MAIL, "+ 41"), (D.NOT_LOOKED_AT, "+ 350")]
    assert waits(Table(order()), OTTO, behind=Behind(documents=350)) == []
