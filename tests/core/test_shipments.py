"""Goods on their way: what is kept, and which deliveries are late (docs/rules.md 2 and 10)."""

from datetime import date
from decimal import Decimal

import pytest

from core.commands.buyer_orders import CancelOrder, CompleteOrder, ReviseOrder
from core.commands.supplier_orders import Reject, Ship
from core.digest import Desk, digest_lines
from core.letters import DigestSection
from core.letters import NoticeKind as K
from core.order import OrderLine
from core.schedule import Part, ShippedLine
from tests.core.stories import IRIS, NOON, PEOPLE, TOM, Table, line, order, paper, row

MARCH_5 = date(2026, 3, 5)
TWO = (line(1, quantity=10, delivery_date=MARCH_5), line(2, "Plate", 4))


def number(text: str | int) -> Decimal:
    return Decimal(text)


def test_a_shipment_is_kept_with_carrier_tracking_and_day() -> None:
    """The writer has it confirmed, the initiator is told; nothing else of the order changes."""
    table = Table(order("PO-1", *TWO))
    table.writes(Ship(lines=(1,), quantity=number(6), date=MARCH_5, carrier="DHL", tracking="0034"), thread="PO-1")
    (sent,) = table.order().shipments
    assert (sent.lines, sent.date, sent.carrier, sent.tracking) == (
        (ShippedLine(line=1, quantity=number(6)),),
        MARCH_5,
        "DHL",
        "0034",
    )
    assert (table.told(TOM), table.told(IRIS)) == ([K.SHIPMENT_NOTED, K.RECEIPT], [K.ORDER_SHIPPED])
    assert (table.order().answers, table.order().revision) == ((), 1)


def test_without_lines_all_that_is_not_on_its_way_is_meant() -> None:
    """First six of line 1, then "the rest"; a refused line is not sent."""
    table = Table(order("PO-1", *TWO, line(3, "Vase", 2))).writes(Reject(lines=(3,), reason="broken"), thread="PO-1")
    table.writes(Ship(lines=(1,), quantity=number(6)), thread="PO-1").writes(Ship(), thread="PO-1")
    assert [(s.line, s.quantity) for s in table.order().shipments[1].lines] == [(1, 4), (2, 4)]


def test_more_than_is_open_is_noted_and_not_refused() -> None:
    """Twelve of ten: the goods are under way."""
    table = Table(order("PO-1", *TWO)).writes(Ship(lines=(1,), quantity=number(12)), thread="PO-1")
    assert (table.why, table.order().shipped(1)) == (None, 12)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Ship(quantity=Decimal(6)), "which_line"),
        (Ship(lines=(9,)), "unknown_line"),
        (Ship(lines=(1,), quantity=Decimal(0)), "bad_value"),
    ],
)
def test_what_cannot_be_is_refused(said: Ship, why: str) -> None:
    """Six of which line? Line 9 of two; nothing at all."""
    assert Table(order("PO-1", *TWO)).writes(said, thread="PO-1").why == why


def test_goods_may_leave_after_the_order_is_completed_but_not_after_it_is_canceled() -> None:
    """A completed order is billed; a canceled one wants nothing."""
    assert Table(order()).says(IRIS, CompleteOrder(document="PO-1")).writes(Ship(), thread="PO-1").why is None
    assert Table(order()).says(IRIS, CancelOrder(document="PO-1")).writes(Ship(), thread="PO-1").why == "order_canceled"


def test_a_shipment_in_answer_to_an_old_revision_counts() -> None:
    """Goods that have left are a fact."""
    table = Table(order()).says(IRIS, ReviseOrder(document="PO-1", lines=(line(quantity=12),)))
    assert table.writes(Ship(), thread="PO-1", revision=1).order().shipped(1) == 12


# ---- late


def late(*lines: OrderLine, ship: Ship | None = None, billed: int = 0) -> list[str]:
    """The deliveries that Iris's digest of 10 March calls late."""
    table = Table(order("PO-1", *lines))
    if ship:
        table.writes(ship, thread="PO-1")
    if billed:
        table.sends(paper("77", row(quantity=billed)))
    desk = Desk(policy=table.policy, orders=table.dossier.orders, invoices=table.dossier.invoices, buyers=PEOPLE)
    found = digest_lines(PEOPLE[0], desk, NOON)
    return [d.what for d in found if d.section is DigestSection.DELIVERIES_LATE]


def test_a_line_past_its_day_is_late_until_it_is_on_its_way_or_billed() -> None:
    """Ten bowls for 5 March, and it is the 10th."""
    bowls = TWO[0]
    assert len(late(bowls)) == 1
    assert len(late(bowls, ship=Ship(lines=(1,), quantity=number(9)))) == 1
    assert late(bowls, ship=Ship()) == []
    assert late(bowls, billed=10) == []


def test_of_part_deliveries_only_those_that_are_due_can_be_late() -> None:
    """Six by 5 March and four in April: six on their way is enough for now."""
    parts = (Part(quantity=number(6), date=MARCH_5), Part(quantity=number(4), date=date(2026, 4, 1)))
    bowls = line(1, quantity=10, delivery_date=date(2026, 4, 1), parts=parts)
    assert len(late(bowls)) == 1
    assert len(late(bowls, ship=Ship(lines=(1,), quantity=number(5)))) == 1
    assert late(bowls, ship=Ship(lines=(1,), quantity=number(6))) == []
