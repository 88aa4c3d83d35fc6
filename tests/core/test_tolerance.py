"""The tolerance and what passes it (docs/rules.md 4.3)."""

from datetime import date
from decimal import Decimal

import pytest

from core.commands.buyer_invoices import LinkInvoice, RejectInvoice, TakeInvoice
from core.commands.supplier_invoices import CancelInvoice
from core.findings import Effect
from core.findings import FindingKind as F
from core.invoice import InvoiceStatus
from core.paper import Charge
from tests.core.stories import IRIS, KARL, OTTO, Table, house_policy, line, order, paper, row, supplier

S = InvoiceStatus


def at_rate(rate: str | None, *lines: object, house: str = "0") -> Table:
    """A table where Bowls has this tolerance and PO-1 is over EUR 1,000.00 (one hundred bowls) unless lines are given."""
    tolerance = None if rate is None else Decimal(rate)
    wanted = order("PO-1", *(lines or (line(quantity=100),)))  # type: ignore[arg-type]
    return Table(wanted, who=supplier(tolerance=tolerance), policy=house_policy(tolerance=Decimal(house)))


@pytest.mark.parametrize(
    ("rate", "price", "status"),
    [
        ("0", "10.00", S.APPROVED),
        ("0", "10.0001", S.MATCHING),
        ("5", "10.50", S.APPROVED),
        ("5", "10.5001", S.MATCHING),
        ("5", "9.00", S.APPROVED),
        ("2.5", "10.25", S.APPROVED),
        ("100", "20.00", S.APPROVED),
        ("100", "20.01", S.MATCHING),
    ],
)
def test_a_total_passes_up_to_the_rate_and_no_cent_further(rate: str, price: str, status: InvoiceStatus) -> None:
    """1,050.00 on 1,000.00 at 5 % passes; 1,050.01 does not; 0 is strict to the cent."""
    assert at_rate(rate).sends(paper("77", row(quantity=100, price=price))).status() is status


def test_a_supplier_without_a_rate_has_that_of_the_house() -> None:
    """Unset takes the house's; a zero of its own is strict whatever the house allows."""
    invoice = paper("77", row(quantity=100, price="10.50"))
    assert at_rate(None, house="5").sends(invoice).status() is S.APPROVED
    assert at_rate(None, house="4.99").sends(invoice).status() is S.MATCHING
    assert at_rate("0", house="5").sends(invoice).status() is S.MATCHING


def test_ten_invoices_of_five_per_cent_do_not_slip_through() -> None:
    """The overrun is that of all live invoices together: the first passes, the second is stopped by both."""
    table = at_rate("5", line(quantity=100), line(2, "Freight to Berlin", 1, "0.00"))
    table.sends(paper("1", row(quantity=100, price="10.40")))
    assert table.status("INV-1") is S.APPROVED
    table.sends(paper("2", row("Freight", 1, "10.00")))
    assert table.status("INV-2") is S.APPROVED
    table.sends(paper("3", row("Freight", 1, "0.01")))
    (above,) = table.findings(F.TOTAL_ABOVE, "INV-3")
    assert (table.status("INV-3"), above.difference) == (S.MATCHING, Decimal("50.01"))


def test_partial_invoices_add_up_to_the_order() -> None:
    """Four of twenty-five bowls each: all approved, and the order is used up."""
    table = at_rate("0")
    for n in range(1, 5):
        part = paper(str(n), row(quantity=25), issue_date=date(2026, 3, n))
        assert table.sends(part).status(f"INV-{n}") is S.APPROVED
    assert table.sends(paper("5", row(quantity=1))).status("INV-5") is S.MATCHING


def test_rejected_and_canceled_invoices_make_room() -> None:
    """A second invoice waits behind the first; when the first is rejected it is matched again and approved."""
    table = at_rate("0")
    table.sends(paper("1", row(quantity=100, price="11.00"))).sends(paper("2", row(quantity=100)))
    assert (table.status("INV-1"), table.status("INV-2")) == (S.MATCHING, S.MATCHING)
    table.says(IRIS, RejectInvoice(document="INV-1", reason="too dear"))
    assert (table.status("INV-1"), table.status("INV-2")) == (S.REJECTED, S.APPROVED)
    table = at_rate("0").sends(paper("1", row(quantity=100, price="11.00"))).sends(paper("2", row(quantity=100)))
    assert table.writes(CancelInvoice(invoice="1")).status("INV-2") is S.APPROVED


def test_an_item_that_was_not_ordered_goes_to_the_initiator_whatever_the_total() -> None:
    """Ninety bowls and a vase for less than the order: not the total, the vase."""
    table = at_rate("50").sends(paper("77", row(quantity=90), row("Vase, blue", 1, "1.00")))
    (vase,) = table.findings(F.UNORDERED_ITEM)
    assert (table.status(), vase.what, vase.effect) == (S.MATCHING, "Vase, blue", Effect.MATCHING)


@pytest.mark.parametrize("what", ["Freight", "Versandkosten", "Frais de port", "Packing", "Rounding", "Handling fee"])
def test_freight_and_fees_are_no_unordered_items_and_count_in_the_total(what: str) -> None:
    """Within the rate they pass, above it the total stops them."""
    assert at_rate("5").sends(paper("77", row(quantity=100), row(what, 1, "50.00"))).status() is S.APPROVED
    table = at_rate("5").sends(paper("77", row(quantity=100), row(what, 1, "50.01")))
    assert (table.status(), table.findings(F.UNORDERED_ITEM)) == (S.MATCHING, [])


def test_a_house_may_forbid_fees() -> None:
    """Then freight is an item that was not ordered, as a line or at the foot; a discount never is."""
    strict = house_policy(fees_allowed=False, tolerance=Decimal(10))
    table = Table(order(), policy=strict).sends(paper("77", row(quantity=5), row("Freight", 1, "1.00")))
    assert [f.what for f in table.findings(F.UNORDERED_ITEM)] == ["Freight"]
    table = Table(order(), policy=strict).sends(
        paper("77", row(quantity=5), charges=(Charge(description="Freight", amount=Decimal(1)),))
    )
    assert table.status() is S.MATCHING
    table = Table(order(), policy=strict).sends(paper("77", row(), row("Discount 3 %", 1, "-3.00")))
    assert (table.status(), table.findings(F.UNORDERED_ITEM)) == (S.APPROVED, [])


def test_a_discount_lowers_the_total() -> None:
    """A dearer price with a discount that makes up for it stays within the order."""
    table = at_rate("0").sends(paper("77", row(quantity=100, price="11.00"), row("Loyalty discount", 1, "-100.00")))
    assert table.status() is S.APPROVED
    assert table.findings(F.PRICE_ABOVE) != []


def test_an_invoice_over_two_orders_is_measured_by_each() -> None:
    """PO-1 fits, PO-2 is above by more than its share allows: it stops, and only PO-2's initiator decides."""
    one, two = order("PO-1"), order("PO-2", line(1, "Plate 20 cm", 10, "20.00"), initiator=OTTO)
    table = Table(one, two, who=supplier(tolerance=Decimal(5)))
    table.sends(paper("77", row(), row("Plate 20 cm", 10, "21.01"), order_references=("PO-1", "PO-2")))
    stops = [f.order for f in table.findings(F.TOTAL_ABOVE) if f.effect is Effect.MATCHING]
    assert (table.status(), stops) == (S.MATCHING, ["PO-2"])
    assert table.told(OTTO) and not table.told(IRIS)


def test_freight_over_two_orders_is_shared_in_proportion() -> None:
    """EUR 15 on 100 and 200: 5 and 10, both exactly at 5 %; a cent more stops it."""
    one, two = order("PO-1"), order("PO-2", line(1, "Plate 20 cm", 10, "20.00"))
    both = {"order_references": ("PO-1", "PO-2")}
    for freight, status in (("15.00", S.APPROVED), ("15.03", S.MATCHING)):
        table = Table(one, two, who=supplier(tolerance=Decimal(5)))
        table.sends(paper("77", row(), row("Plate 20 cm", 10, "20.00"), row("Freight", 1, freight), **both))
        assert table.status() is status


def test_two_sided_stops_a_total_below() -> None:
    """Off by default: a part of the order passes; on, it goes to the initiator when it is lower by more than the rate."""
    half = paper("77", row(quantity=5))
    assert Table(order()).sends(half).status() is S.APPROVED
    assert Table(order(), policy=house_policy(two_sided=True)).sends(half).status() is S.MATCHING
    near = house_policy(two_sided=True, tolerance=Decimal(50))
    assert Table(order(), policy=near).sends(half).status() is S.APPROVED


def test_line_guard_stops_one_line_that_is_dearer_although_the_total_passes() -> None:
    """A bowl at 12 instead of 10, but only half as many: passes by total, not by line."""
    few = paper("77", row(quantity=5, price="12.00"))
    assert Table(order()).sends(few).status() is S.APPROVED
    assert Table(order(), policy=house_policy(line_guard=True)).sends(few).status() is S.MATCHING
    lax = house_policy(line_guard=True, tolerance=Decimal(20))
    assert Table(order(), policy=lax).sends(few).status() is S.APPROVED


def test_differences_that_do_not_stop_are_kept_for_the_digest() -> None:
    """Approved within the tolerance, with both sides of the price."""
    table = at_rate("5").sends(paper("77", row(quantity=100, price="10.20")))
    (price,) = table.findings(F.PRICE_ABOVE)
    assert (price.ours, price.theirs, price.difference, price.effect) == ("10.00", "10.20", Decimal("0.20"), Effect.SHOWN)
    assert table.status() is S.APPROVED


def test_more_pieces_than_are_open_are_found_once_a_line() -> None:
    """Six and five of ten: one finding with the sum, none for a line that fits."""
    table = Table(order()).sends(paper("77", row(quantity=6), row(quantity=5)))
    (above,) = table.findings(F.QUANTITY_ABOVE)
    assert (above.ours, above.theirs, above.difference) == ("10", "11", Decimal(1))


def test_a_cent_of_rounding_at_the_price_ordered_is_no_difference() -> None:
    """Three times 33.335 in three invoices is a cent more than in one."""
    table = Table(order("PO-1", line(quantity=3, price="33.335")))
    for n in (1, 2, 3):
        part = row(quantity=1, price="33.335", net_amount=Decimal("33.34"))
        table.sends(paper(str(n), part, issue_date=date(2026, 3, n)))
        assert table.status(f"INV-{n}") is S.APPROVED


def test_a_cent_more_for_another_price_is_a_difference() -> None:
    """Strict means strict: 100.01 for one piece at 100.00."""
    table = Table(order("PO-1", line(quantity=1, price="100.00"))).sends(paper("77", row(quantity=1, price="100.01")))
    assert table.status() is S.MATCHING


def test_net_totals_are_compared_gross_only_where_there_is_no_net() -> None:
    """119.00 gross with 100.00 net fits 100.00; 119.00 without a net does not."""
    assert Table(order()).sends(paper("77", row(), tax="19")).status() is S.APPROVED
    bare = paper("77", row(net_amount=None), net_total=None, tax_total=None, gross_total=Decimal("119.00"))
    assert Table(order()).sends(bare).status() is S.MATCHING


def test_another_unit_is_counted_in_the_orders_unit() -> None:
    """Two boxes of twelve bowls at twelve times the price are twenty-four bowls: nothing differs, nothing is left."""
    table = Table(order("PO-1", line(quantity=24, unit="pcs")))
    table.sends(paper("77", row(quantity=2, price="120.00", unit="box")))
    assert (table.status(), table.findings(F.PRICE_ABOVE)) == (S.APPROVED, [])
    assert table.sends(paper("78", row(quantity=1, unit="pcs"))).findings(F.QUANTITY_ABOVE, "INV-2") != []


def test_a_zero_total_passes() -> None:
    """A free delivery is an invoice too."""
    assert Table(order()).sends(paper("77", row(price="0.00"))).status() is S.APPROVED


def test_taking_one_makes_no_room_for_the_next_that_is_not_there() -> None:
    """After a taken freight of EUR 30 the next clean part of the order passes on its own."""
    table = at_rate("0").sends(paper("1", row(quantity=50), row("Freight", 1, "530.00")))
    table.says(IRIS, TakeInvoice(document="INV-1"))
    assert table.status("INV-1") is S.APPROVED
    table.sends(paper("2", row(quantity=50)))
    assert table.status("INV-2") is S.APPROVED


def test_an_order_in_another_currency_is_used_up_by_pieces() -> None:
    """A taken invoice in dollars counts as its pieces at the order's price, not as its dollars."""
    table = Table(order()).sends(paper("1", row(quantity=4, price="900.00"), currency="USD"))
    table.says(IRIS, TakeInvoice(document="INV-1"))
    assert table.order().net.amount == Decimal("100.00")
    table.sends(paper("2", row(quantity=6)))
    assert table.status("INV-2") is S.APPROVED
    assert table.sends(paper("3", row(quantity=1))).status("INV-3") is S.MATCHING


def test_linking_to_another_order_measures_it_there() -> None:
    """The number on the paper was wrong; the accountant knows better."""
    table = Table(order("PO-1", line(quantity=1)), order("PO-2")).sends(paper())
    assert table.status() is S.MATCHING
    table.says(KARL, LinkInvoice(document="INV-1", order="po-2"))
    assert (table.status(), table.invoice().orders) == (S.APPROVED, ("PO-2",))
