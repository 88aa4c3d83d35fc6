"""Rows of docs/rules.md 3 and 4 that no other test tells: what is below, what was freed, colours, two orders and one discount."""

from decimal import Decimal

import pytest

from core.commands.buyer_invoices import ApproveInvoice, PayInvoice, RejectInvoice
from core.commands.buyer_orders import CancelOrder
from core.commands.supplier_invoices import CancelInvoice
from core.findings import Effect
from core.findings import FindingKind as F
from core.invoice import InvoiceStatus as S
from core.moves import LOOK, Colour, Turn
from core.paper import Charge
from tests.core.stories import ANNA, IRIS, KARL, OTTO, Table, band, house_policy, line, order, paper, row, supplier


def test_a_price_below_is_shown_with_both_sides_and_stops_nothing() -> None:
    """Ten bowls at 9 instead of 10."""
    table = Table(order()).sends(paper("77", row(price="9.00")))

    (below,) = table.findings(F.PRICE_BELOW)
    assert (below.ours, below.theirs, below.difference, below.effect) == ("10.00", "9.00", Decimal("-1.00"), Effect.SHOWN)
    assert table.status() is S.APPROVED


@pytest.mark.parametrize(
    ("two_sided", "effect", "status"), [(False, Effect.SHOWN, S.APPROVED), (True, Effect.MATCHING, S.MATCHING)]
)
def test_a_total_below_is_shown_and_stops_only_a_house_that_wants_it(two_sided: bool, effect: Effect, status: S) -> None:
    """Half of the order billed: EUR 50 below, told as such."""
    table = Table(order(), policy=house_policy(two_sided=two_sided)).sends(paper("77", row(quantity=5)))

    (below,) = table.findings(F.TOTAL_BELOW)
    assert (below.difference, below.effect, table.status()) == (Decimal("-50.00"), effect, status)


def test_line_guard_stops_a_quantity_above_although_the_total_passes() -> None:
    """Twelve bowls of ten ordered, and none of the plates: below in all, above on a line."""
    two = order("PO-1", line(), line(2, "Plate 20 cm", 10, "20.00"))
    more = paper("77", row(quantity=12))

    assert Table(two).sends(more).status() is S.APPROVED
    assert Table(two, policy=house_policy(line_guard=True)).sends(more).status() is S.MATCHING
    assert Table(two, policy=house_policy(line_guard=True, tolerance=Decimal(20))).sends(more).status() is S.APPROVED


@pytest.mark.parametrize("frees", ["rejected", "withdrawn"])
def test_what_was_rejected_or_withdrawn_makes_no_other_invoice_suspect(frees: str) -> None:
    """The same date and total under another number, when the first one counts no more."""
    table = Table(order(), who=supplier(tolerance=Decimal(5))).sends(paper("77", row(price="11.00")))
    if frees == "rejected":
        table.says(IRIS, RejectInvoice(document="INV-1", reason="too dear"))
    else:
        table.writes(CancelInvoice(invoice="77"))
    table.sends(paper("78", row(price="11.00")))

    assert table.findings(F.POSSIBLE_DUPLICATE, "INV-2") == []
    assert [f.kind for f in table.findings(F.TOTAL_ABOVE, "INV-2")] == [F.TOTAL_ABOVE]


def test_a_discount_over_two_orders_is_shared_in_proportion() -> None:
    """EUR 15 off on orders of 100 and 200, each billed 5 and 10 too high: both come out exactly."""
    one, two = order("PO-1"), order("PO-2", line(1, "Plate 20 cm", 10, "20.00"))
    rows = (row(price="10.50"), row("Plate 20 cm", 10, "21.00"))
    off = (Charge(description="Discount", amount=Decimal("-15.00")),)
    both = {"order_references": ("PO-1", "PO-2")}

    assert Table(one, two).sends(paper("77", *rows, charges=off, **both)).findings(F.TOTAL_ABOVE) == []
    dear = Table(one, two).sends(paper("77", *rows, **both)).findings(F.TOTAL_ABOVE)
    assert [(f.order, f.difference) for f in dear] == [("PO-1", Decimal("5.00")), ("PO-2", Decimal("10.00"))]


@pytest.mark.parametrize(
    ("status", "colour", "turn"),
    [
        (S.DRAFT, Colour.LIGHT_GREEN, Turn.SUPPLIER),
        (S.MATCHING, Colour.ORANGE, Turn.BUYER),
        (S.PENDING, Colour.ORANGE, Turn.BUYER),
        (S.APPROVED, Colour.GREEN, Turn.BUYER),
        (S.PARTLY_PAID, Colour.BLUE, Turn.NOBODY),
        (S.PAID, Colour.BLUE, Turn.NOBODY),
        (S.REJECTED, Colour.DARK_RED, Turn.NOBODY),
        (S.CANCELED, Colour.DARK_RED, Turn.NOBODY),
    ],
)
def test_each_status_has_its_colour_and_its_turn(status: S, colour: Colour, turn: Turn) -> None:
    """The table of docs/rules.md 3, row by row."""
    assert (LOOK[status].colour, LOOK[status].turn) == (colour, turn)


def test_cancelling_an_order_takes_its_pending_invoice_along() -> None:
    """It waits for Anna, who need not decide any more."""
    table = Table(order(), policy=house_policy(bands=(band(0, ANNA),))).sends(paper("77"))
    assert table.status() is S.PENDING

    table.says(IRIS, CancelOrder(document="PO-1", reason="not needed"))

    assert table.status() is S.CANCELED


@pytest.mark.parametrize(
    ("paid", "status", "because"), [("50.00", S.PARTLY_PAID, "INV-1 Partly paid"), ("100.00", S.PAID, "Completed")]
)
def test_an_order_with_a_payment_on_it_is_not_cancelled(paid: str, status: S, because: str) -> None:
    """Partly or whole: the money is gone, the order stays; paid in full it is completed already."""
    table = Table(order()).sends(paper("77"))
    table.says(KARL, PayInvoice(document="INV-1", amount=Decimal(paid)))
    assert table.status() is status

    table.says(IRIS, CancelOrder(document="PO-1", reason="not needed"))

    assert table.last.refusal and table.last.refusal.detail == because
    assert table.status() is status


@pytest.mark.parametrize("who", [ANNA, OTTO])
def test_any_one_approver_of_a_band_approves(who: str) -> None:
    """Anna or Otto; the other need not."""
    table = Table(order(), policy=house_policy(bands=(band(0, ANNA, OTTO),))).sends(paper("77"))
    table.says(who, ApproveInvoice(document="INV-1"))

    assert (table.status(), table.invoice().approved_by) == (S.APPROVED, who)
