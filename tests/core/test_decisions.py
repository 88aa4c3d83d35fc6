"""What the initiator does with an invoice that differs, and what the approver does after him (docs/rules.md 4.4 and 4.5)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.approval import approvers, waited
from core.commands.buyer_invoices import ApproveInvoice, LinkInvoice, PayInvoice, RejectInvoice, TakeInvoice
from core.commands.buyer_orders import CompleteOrder, ReviseOrder
from core.findings import FindingKind as F
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.order import OrderStatus
from core.party import BuyerRole
from tests.core.stories import (
    ADA,
    ANNA,
    IRIS,
    KARL,
    OTTO,
    PEOPLE,
    TOM,
    Table,
    band,
    buyer,
    house_policy,
    line,
    order,
    paper,
    row,
)

S = InvoiceStatus
OVER = paper("77", row(price="12.00"))


def test_taking_raises_the_price_in_a_revision_that_is_told_in_the_status_mail() -> None:
    """One letter to the supplier: approved. Not a second one about the revision."""
    table = Table(order()).sends(OVER)
    assert table.told(IRIS) == [K.DECIDE_MATCHING]
    assert table.told(TOM) == [K.INVOICE_MATCHING, K.RECEIPT]
    table.says(IRIS, TakeInvoice(document="INV-1"))
    assert (table.order().revision, table.order().net.amount) == (2, Decimal("120.00"))
    assert table.told(TOM) == [K.INVOICE_APPROVED]


def test_taking_raises_the_quantity_to_what_is_billed_in_all() -> None:
    """Six are billed already; seven more make thirteen."""
    table = Table(order()).sends(paper("1", row(quantity=6))).sends(paper("2", row(quantity=7)))
    table.says(IRIS, TakeInvoice(document="INV-2"))
    assert [li.quantity for li in table.order().lines] == [Decimal(13)]
    assert table.status("INV-2") is S.APPROVED


def test_taking_adds_the_item_that_was_not_ordered_and_bills_it() -> None:
    """The vase becomes line 2, and this invoice bills it: the order completes when all is paid."""
    table = Table(order()).sends(paper("77", row(), row("Vase, blue", 1, "30.00")))
    table.says(IRIS, TakeInvoice(document="INV-1"))
    assert [(li.number, li.description, li.net("EUR")) for li in table.order().lines][1] == (2, "Vase, blue", Decimal("30.00"))  # type: ignore[arg-type]
    assert {a.line for a in table.invoice().assigned} == {1, 2}
    table.says(KARL, PayInvoice(document="INV-1", amount=Decimal("130.00")))
    assert (table.status(), table.order().status) == (S.PAID, OrderStatus.COMPLETED)


def test_a_confirmation_of_other_lines_survives_taking() -> None:
    """Taking touches line 2 alone."""
    table = Table(order("PO-1", line(1), line(2, "Plate 20 cm", price="5.00")))
    table.sends(paper("77", row("Plate 20 cm", 10, "8.00"), row(quantity=10)))
    table.says(IRIS, TakeInvoice(document="INV-1"))
    assert [str(li.unit_price) for li in table.order().lines] == ["10.00", "8.000000"]


def test_each_initiator_takes_his_own_part() -> None:
    """Both orders are exceeded: after Iris it waits for Otto alone, then it is approved."""
    table = Table(order("PO-1"), order("PO-2", line(1, "Plate 20 cm", 10, "20.00"), initiator=OTTO))
    both = paper("77", row(price="12.00"), row("Plate 20 cm", 10, "25.00"), order_references=("PO-1", "PO-2"))
    table.sends(both)
    assert table.told(IRIS) == table.told(OTTO) == [K.DECIDE_MATCHING]
    table.says(IRIS, TakeInvoice(document="INV-1"))
    assert (table.status(), table.order("PO-1").revision, table.order("PO-2").revision) == (S.MATCHING, 2, 1)
    assert table.says(IRIS, TakeInvoice(document="INV-1")).why == "not_allowed"
    table.says(OTTO, TakeInvoice(document="INV-1"))
    assert (table.status(), table.order("PO-2").revision) == (S.APPROVED, 2)


def test_the_earlier_invoice_is_decided_first() -> None:
    """Two wait on one order: taking the second is refused and names the first."""
    table = Table(order()).sends(paper("1", row(price="11.00"))).sends(paper("2", row(quantity=3)))
    table.says(IRIS, TakeInvoice(document="INV-2"))
    assert (table.why, table.last.refusal and table.last.refusal.detail) == ("earlier_first", "INV-1")
    table.says(IRIS, TakeInvoice(document="INV-1")).says(IRIS, TakeInvoice(document="INV-2"))
    assert (table.status("INV-1"), table.status("INV-2")) == (S.APPROVED, S.APPROVED)


def test_each_decision_matches_the_others_again() -> None:
    """Taking the first raises the order enough for the second."""
    table = Table(order()).sends(paper("1", row(quantity=10, price="20.00"))).sends(paper("2", row(quantity=1, price="1.00")))
    assert table.status("INV-2") is S.MATCHING
    table.says(IRIS, ReviseOrder(document="PO-1", lines=(line(quantity=30),)))
    assert (table.status("INV-1"), table.status("INV-2")) == (S.APPROVED, S.APPROVED)


def test_only_the_initiator_or_an_admin_takes() -> None:
    """Otto's orders are others; an approver has no say here."""
    for who in (OTTO, ANNA, KARL):
        assert Table(order()).sends(OVER).says(who, TakeInvoice(document="INV-1")).why == "not_allowed"
    assert Table(order()).sends(OVER).says(ADA, TakeInvoice(document="INV-1")).status() is S.APPROVED


def test_a_deputy_decides_within_his_dates() -> None:
    """Otto stands in for Iris from the 10th to the 12th."""
    away = replace(PEOPLE[0], deputy=OTTO, deputy_from=date(2026, 3, 10), deputy_until=date(2026, 3, 12))
    table = Table(order())
    table.dossier = table.dossier.with_buyer(away)
    table.sends(OVER)
    assert table.told(OTTO) == [K.DECIDE_MATCHING]
    assert table.says(OTTO, TakeInvoice(document="INV-1")).status() is S.APPROVED
    table = Table(order())
    table.dossier = table.dossier.with_buyer(away)
    assert table.sends(OVER).later(3).says(OTTO, TakeInvoice(document="INV-1")).why == "not_allowed"


def test_a_line_with_two_possible_order_lines_is_chosen_by_hand_before_it_is_taken() -> None:
    """Two bowls that read alike at different prices: nobody guesses."""
    table = Table(order("PO-1", line(1, "Bowl", 10, "10.00"), line(2, "Bowl", 10, "12.00")))
    table.sends(paper("77", row("Bowl", 10, "11.00")))
    assert (table.status(), len(table.findings(F.UNDECIDED_LINE))) == (S.MATCHING, 1)
    assert table.says(IRIS, TakeInvoice(document="INV-1")).why == "line_undecided"
    table.says(IRIS, LinkInvoice(document="INV-1", order="PO-1", lines=((1, 2),)))
    assert (table.status(), [a.line for a in table.invoice().assigned]) == (S.APPROVED, [2])


def test_a_line_is_linked_to_what_exists() -> None:
    """Neither line 3 of the invoice nor line 9 of the order."""
    for lines in (((3, 1),), ((1, 9),), ((0, 1),)):
        table = Table(order()).sends(OVER).says(IRIS, LinkInvoice(document="INV-1", order="PO-1", lines=lines))
        assert table.why == "unknown_line"
    assert Table(order()).sends(OVER).says(IRIS, LinkInvoice(document="INV-1", order="PO-8")).why == "unknown_document"


def test_an_initiator_links_to_his_own_orders_only() -> None:
    """Else he could spend another's budget; the accountant may."""
    table = Table(order("PO-1"), order("PO-2", initiator=OTTO)).sends(OVER)
    assert table.says(IRIS, LinkInvoice(document="INV-1", order="PO-2")).why == "not_allowed"
    assert table.says(KARL, LinkInvoice(document="INV-1", order="PO-2")).why is None


def test_an_invoice_on_a_completed_order_waits_for_the_initiator_and_can_be_taken() -> None:
    """It does not reopen the order."""
    table = Table(order()).says(IRIS, CompleteOrder(document="PO-1")).sends(paper())
    assert (table.status(), len(table.findings(F.ORDER_CLOSED))) == (S.MATCHING, 1)
    table.says(IRIS, TakeInvoice(document="INV-1"))
    assert (table.status(), table.order().status) == (S.APPROVED, OrderStatus.COMPLETED)
    table.sends(paper("78", row(quantity=2, price="50.00")))
    table.says(IRIS, TakeInvoice(document="INV-2"))
    assert (table.status("INV-2"), table.order().status) == (S.APPROVED, OrderStatus.COMPLETED)


# ---- bands


BANDS = house_policy(bands=(band(50, ANNA), band(500, OTTO)))


def test_the_highest_band_that_applies_decides() -> None:
    """From 50 Anna, from 500 Otto, below nobody."""
    small = Table(order("PO-1", line(quantity=4, price="10.00")), policy=BANDS).sends(paper("1", row(quantity=4)))
    assert small.status() is S.APPROVED
    middle = Table(order(), policy=BANDS).sends(paper())
    assert (middle.status(), middle.invoice().band, middle.told(ANNA)) == (S.PENDING, 0, [K.DECIDE_APPROVAL])
    large = Table(order("PO-1", line(quantity=50)), policy=BANDS).sends(paper("1", row(quantity=50)))
    assert (large.status(), large.invoice().band, large.told(OTTO)) == (S.PENDING, 1, [K.DECIDE_APPROVAL])


def test_a_band_begins_at_its_amount() -> None:
    """49.99 needs nobody, 50.00 needs Anna; gross counts."""
    at = Table(order("PO-1", line(quantity=1, price="50.00")), policy=BANDS).sends(paper("1", row(quantity=1, price="50.00")))
    below = Table(order("PO-1", line(quantity=1, price="49.99")), policy=BANDS).sends(paper("1", row(quantity=1, price="49.99")))
    assert (at.status(), below.status()) == (S.PENDING, S.APPROVED)


def test_a_foreign_amount_goes_to_the_highest_band() -> None:
    """Ten dollars cannot be ranked in euro."""
    table = Table(order("PO-1", line(quantity=1), currency="USD"), policy=BANDS)
    table.sends(paper("1", row(quantity=1), currency="USD"))
    assert table.invoice().band == 1


def test_only_those_of_the_band_approve() -> None:
    """Not the accountant, not an approver of another band, not an admin."""
    for who in (KARL, OTTO, ADA):
        table = Table(order(), policy=BANDS).sends(paper()).says(who, ApproveInvoice(document="INV-1"))
        assert (table.why, table.status()) == ("not_allowed", S.PENDING)
    assert Table(order(), policy=BANDS).sends(paper()).says(ANNA, ApproveInvoice(document="INV-1")).status() is S.APPROVED


def test_four_eyes_the_initiator_never_approves_his_own() -> None:
    """Otto is the approver and the initiator: it falls to an admin, and he is told why not."""
    mine = order("PO-1", line(quantity=50), initiator=OTTO)
    table = Table(mine, policy=BANDS).sends(paper("1", row(quantity=50)))
    assert (table.told(OTTO), table.told(ADA)) == ([], [K.DECIDE_APPROVAL])
    assert table.says(OTTO, ApproveInvoice(document="INV-1")).why == "four_eyes"
    assert table.says(ADA, ApproveInvoice(document="INV-1")).status() is S.APPROVED


def test_four_eyes_whoever_took_it_for_the_initiator_does_not_approve_it_too() -> None:
    """Ada takes for Iris: of the two admins the other one approves."""
    two_admins = house_policy(bands=(band(0, ADA, "axel@acme.example"),))
    table = Table(order(), policy=two_admins)
    table.dossier = table.dossier.with_buyer(buyer("axel@acme.example", BuyerRole.ADMIN))
    table.sends(OVER).says(ADA, TakeInvoice(document="INV-1"))
    assert (table.status(), table.told("axel@acme.example"), table.told(ADA)) == (S.PENDING, [K.DECIDE_APPROVAL], [])
    assert table.says(ADA, ApproveInvoice(document="INV-1")).why == "not_allowed"


def test_an_approver_who_left_is_not_waited_for() -> None:
    """Nobody of the band is a buyer any more: an admin."""
    gone = house_policy(bands=(band(0, "gone@acme.example"),))
    assert Table(order(), policy=gone).sends(paper()).told(ADA) == [K.DECIDE_APPROVAL]


def test_pressing_twice_is_answered_with_what_is() -> None:
    """The second approval and the late rejection are refused with the status."""
    table = Table(order(), policy=BANDS).sends(paper()).says(ANNA, ApproveInvoice(document="INV-1"))
    for command in (ApproveInvoice(document="INV-1"), RejectInvoice(document="INV-1", reason="no")):
        table.says(ANNA, command)
        assert (table.why, table.last.refusal and table.last.refusal.detail) == ("wrong_status", "Approved")


def test_a_rejection_is_told_with_its_reason() -> None:
    """The event refers to the words, the words are kept."""
    table = Table(order()).sends(OVER).says(IRIS, RejectInvoice(document="INV-1", reason="never delivered"))
    assert (table.status(), table.told(TOM), [t.text for t in table.last.texts]) == (
        S.REJECTED,
        [K.INVOICE_REJECTED],
        ["never delivered"],
    )


# ---- escalation


def test_what_is_not_answered_for_three_working_days_goes_to_the_next_band_too_then_to_an_admin() -> None:
    """From Tuesday the 10th: on Friday Otto may as well, on the Wednesday after Ada."""
    table = Table(order(), policy=BANDS).sends(paper())
    invoice, dossier = table.invoice(), table.dossier
    asked = {day: approvers(invoice, dossier.orders, dossier.buyers, BANDS, date(2026, 3, day)) for day in (10, 12, 13, 17, 18)}
    assert asked == {10: (ANNA,), 12: (ANNA,), 13: (ANNA, OTTO), 17: (ANNA, OTTO), 18: (ANNA, OTTO, ADA)}
    assert table.later(2).says(OTTO, ApproveInvoice(document="INV-1")).why == "not_allowed"
    assert table.later(1).says(OTTO, ApproveInvoice(document="INV-1")).status() is S.APPROVED


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 60))
def test_working_days_are_counted_one_by_one(since: date, days: int) -> None:
    """As many as a calendar shows from the day after."""
    moment = datetime(since.year, since.month, since.day, 12, tzinfo=UTC)
    table = Table(order()).sends(paper("77", row(price="12.00")))
    invoice = replace(table.invoice(), asked_at=moment)
    counted = sum((since + timedelta(days=k)).weekday() < 5 for k in range(1, days + 1))
    assert waited(invoice, since + timedelta(days=days), house_policy().house) == counted
