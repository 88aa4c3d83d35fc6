"""Rows of docs/rules.md that turn on a day: a date that is unlikely, deputies, and how long an invoice has waited."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.approval import newly_asked, waited
from core.commands.buyer_invoices import ApproveInvoice, LinkInvoice, RejectInvoice, ReturnInvoice, TakeInvoice
from core.commands.buyer_orders import ReviseOrder
from core.commands.buyer_self import SetDeputy
from core.commands.deciding import DecideAnswer, LineVerdict
from core.commands.supplier_orders import Change
from core.digest import Desk, digest_lines
from core.engine import add, begin
from core.events import ApprovalEscalated
from core.findings import Effect
from core.findings import FindingKind as F
from core.invoice import InvoiceStatus
from core.letters import DigestSection
from core.letters import NoticeKind as K
from core.names import Reference, address
from core.paper import Source
from core.party import BuyerRole
from core.policy import Policy
from tests.core.stories import (
    ADA,
    ANNA,
    IRIS,
    KARL,
    OTTO,
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

S = InvoiceStatus
BERLIN = ZoneInfo("Europe/Berlin")
ANNAS = house_policy(bands=(band(0, ANNA),))


def in_berlin(policy: Policy | None = None) -> Policy:
    """The house stands in Berlin: in winter an hour ahead of UTC."""
    policy = policy or house_policy()
    return replace(policy, house=replace(policy.house, zone=BERLIN))


def dated(issued: date, at: datetime, policy: Policy | None = None) -> Table:
    """An invoice of a date that comes at a moment."""
    table = Table(order(), policy=policy)
    table.at = at
    return table.sends(paper("77", issue_date=issued))


# ---- 4.2: date in the future or older than a year


@pytest.mark.parametrize(
    ("issued", "unlikely"),
    [
        (date(2026, 3, 11), True),
        (date(2026, 3, 10), False),
        (date(2025, 3, 10), False),
        (date(2025, 3, 9), True),
    ],
    ids=["tomorrow", "today", "a year ago to the day", "a day more"],
)
def test_a_date_in_the_future_or_older_than_a_year_is_shown_and_stops_nothing(issued: date, unlikely: bool) -> None:
    """Received on the 10th of March 2026; what counts is the day of receipt."""
    table = dated(issued, datetime(2026, 3, 10, 12, tzinfo=UTC))

    shown = [(f.ours, f.theirs, f.effect) for f in table.findings(F.DATE_UNLIKELY)]
    assert shown == ([("2026-03-10", issued.isoformat(), Effect.SHOWN)] if unlikely else [])
    assert table.status() is S.APPROVED


def test_the_future_begins_at_midnight_of_the_house() -> None:
    """At half past eleven in the evening by UTC it is the 11th in Berlin: an invoice of the 11th is of today."""
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)

    assert dated(date(2026, 3, 11), late, in_berlin()).findings(F.DATE_UNLIKELY) == []
    assert dated(date(2025, 3, 10), late, in_berlin()).findings(F.DATE_UNLIKELY) != []
    assert dated(date(2026, 3, 11), late).findings(F.DATE_UNLIKELY) != []


@pytest.mark.parametrize(
    ("today", "oldest"),
    [(date(2028, 2, 29), date(2027, 2, 28)), (date(2028, 3, 1), date(2027, 3, 1)), (date(2029, 2, 28), date(2028, 2, 28))],
)
def test_a_year_is_a_year_also_over_a_leap_day(today: date, oldest: date) -> None:
    """365 days or 366: the same day of the year before; on a 29 February the 28th."""
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)

    assert dated(oldest, noon).findings(F.DATE_UNLIKELY) == []
    assert (
        dated(oldest.replace(day=oldest.day - 1) if oldest.day > 1 else date(2027, 2, 28), noon).findings(F.DATE_UNLIKELY) != []
    )


# ---- 1 and 4.5: deputies


def stands_in(table: Table, deputy: str, of: str, first: date | None = None, last: date | None = None) -> Table:
    """Somebody decides in the place of another, from day to day."""
    return table.says(of, SetDeputy(deputy=address(deputy), first=first, last=last))


def test_an_approvers_deputy_is_asked_as_well_and_may_approve() -> None:
    """Anna or Karl, who stands in for her: any one of the two, whatever Karl's own role is."""
    for who in (ANNA, KARL):
        table = stands_in(Table(order(), policy=ANNAS), KARL, ANNA).sends(paper("77"))
        assert (table.told(ANNA), table.told(KARL)) == ([K.DECIDE_APPROVAL], [K.DECIDE_APPROVAL])
        table.says(who, ApproveInvoice(document="INV-1"))
        assert (table.status(), table.invoice().approved_by) == (S.APPROVED, who)


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (2, True), (3, False)])
def test_an_approvers_deputy_decides_from_the_first_to_the_last_day_and_on_no_other(days: int, may: bool) -> None:
    """From the 10th to the 12th; he rejects and returns as she does."""
    for command in (
        ApproveInvoice(document="INV-1"),
        RejectInvoice(document="INV-1", reason="never delivered"),
        ReturnInvoice(document="INV-1", reason="which delivery?"),
    ):
        table = stands_in(Table(order(), policy=ANNAS), KARL, ANNA, date(2026, 3, 10), date(2026, 3, 12))
        table.later(days).sends(paper("77", issue_date=date(2026, 3, 8))).says(KARL, command)
        assert table.why == (None if may else "not_allowed")


def test_the_initiator_approves_nothing_of_his_own_as_somebodys_deputy() -> None:
    """Four eyes: Iris stands in for Anna, on Iris's own order Anna is waited for."""
    table = stands_in(Table(order(), policy=ANNAS), IRIS, ANNA).sends(paper("77"))

    assert (table.told(ANNA), table.told(IRIS)) == ([K.DECIDE_APPROVAL], [])
    assert table.says(IRIS, ApproveInvoice(document="INV-1")).why == "four_eyes"


def test_a_deputys_own_deputy_decides_nothing() -> None:
    """Karl stands in for Anna, Otto for Karl: Otto was named by nobody who may approve."""
    table = stands_in(stands_in(Table(order(), policy=ANNAS), KARL, ANNA), OTTO, KARL).sends(paper("77"))

    assert table.says(OTTO, ApproveInvoice(document="INV-1")).why == "not_allowed"


def test_where_it_falls_to_an_admin_his_deputy_decides_too() -> None:
    """Nobody of the band is left; Ada is away."""
    gone = house_policy(bands=(band(0, "gone@acme.example"),))
    table = stands_in(Table(order(), policy=gone), KARL, ADA).sends(paper("77"))

    assert (table.told(ADA), table.told(KARL)) == ([K.DECIDE_APPROVAL], [K.DECIDE_APPROVAL])
    assert table.says(KARL, ApproveInvoice(document="INV-1")).status() is S.APPROVED


@pytest.mark.parametrize("who", [OTTO, KARL])
def test_an_initiators_deputy_takes_whatever_his_own_role_is(who: str) -> None:
    """The order is raised in Iris's name, and the journal keeps who did it."""
    table = stands_in(Table(order()), who, IRIS).sends(paper("77", row(price="12.00")))
    assert table.told(who) == [K.DECIDE_MATCHING]

    table.says(who, TakeInvoice(document="INV-1"))

    assert (table.status(), table.invoice().taken_by) == (S.APPROVED, (IRIS, who))


def test_an_initiators_deputy_decides_on_what_a_supplier_proposes() -> None:
    """He gets the decision with a token of his own, finds it in his digest, and takes it; the day after he may not."""
    table = stands_in(Table(order()), KARL, IRIS, last=date(2026, 3, 10))
    table.writes(Change(line=1, quantity=Decimal(8)), thread="PO-1")
    assert (table.told(IRIS), table.told(KARL)) == ([K.DECIDE_ANSWER], [K.DECIDE_ANSWER])
    desk = Desk(policy=table.policy, orders=table.dossier.orders, buyers=table.dossier.buyers)
    karl = next(b for b in table.dossier.buyers if b.address == KARL)
    assert [found.document for found in digest_lines(karl, desk, table.at)] == ["PO-1"]

    token, take = table.token(KARL), DecideAnswer(document="PO-1", verdicts=(LineVerdict(take=True),))
    late = replace(table.dossier)
    assert table.replies(KARL, take, token).why is None
    assert table.order().lines[0].quantity == 8
    table.dossier = late
    assert table.later().says(KARL, take).why == "not_allowed"


def test_the_days_of_a_deputy_in_a_digest_are_the_houses() -> None:
    """From the 11th on: at midnight in Berlin, an hour before it is the 11th by UTC."""
    table = stands_in(Table(order(), policy=in_berlin(ANNAS)), KARL, ANNA, first=date(2026, 3, 11)).sends(paper("77"))
    desk = Desk(policy=table.policy, orders=table.dossier.orders, invoices=table.dossier.invoices, buyers=table.dossier.buyers)
    karl = next(b for b in table.dossier.buyers if b.address == KARL)

    before, after = (datetime(2026, 3, 10, hour, 30, tzinfo=UTC) for hour in (22, 23))
    assert [found.section for found in digest_lines(karl, desk, before)] == []
    assert [found.section for found in digest_lines(karl, desk, after)] == [DigestSection.TO_DECIDE]


# ---- 4.5: who lost the role


def test_a_band_names_in_vain_who_is_no_approver_any_more() -> None:
    """Anna is an accountant now: it falls to the other one of the band, without one to an admin."""
    for bands, asked in ((band(0, ANNA, OTTO), OTTO), (band(0, ANNA), ADA)):
        table = Table(order(), policy=house_policy(bands=(bands,)))
        table.dossier = table.dossier.with_buyer(buyer(ANNA, BuyerRole.ACCOUNTANT))
        table.sends(paper("77"))
        assert (table.told(ANNA), table.told(asked)) == ([], [K.DECIDE_APPROVAL])
        assert table.says(ANNA, ApproveInvoice(document="INV-1")).why == "not_allowed"


def test_who_loses_the_role_while_it_waits_approves_no_more() -> None:
    """What was asked of her yesterday is an admin's today."""
    table = Table(order(), policy=ANNAS).sends(paper("77"))
    table.dossier = table.dossier.with_buyer(buyer(ANNA, BuyerRole.INITIATOR))

    assert table.says(ANNA, ApproveInvoice(document="INV-1")).why == "not_allowed"
    assert table.says(ADA, ApproveInvoice(document="INV-1")).status() is S.APPROVED


# ---- 4.4 and 4.5: three working days


def test_three_days_in_matching_are_not_started_anew_by_another_match() -> None:
    """It waits from Tuesday; on Thursday the order is revised and it still differs: on Friday three days have passed."""
    table = Table(order()).sends(paper("77", row(price="12.00"))).later(2)
    table.says(IRIS, ReviseOrder(document="PO-1", lines=(line(price="11.00"),)))
    assert "InvoiceMatched" in table.facts()
    assert table.status() is S.MATCHING

    assert waited(table.invoice(), date(2026, 3, 13), table.policy.house) == 3


def test_three_days_in_matching_are_not_started_anew_by_the_first_of_two_initiators() -> None:
    """Iris takes her part on Thursday: Otto was asked on Tuesday."""
    two = (order("PO-1"), order("PO-2", line(1, "Plate 20 cm", 10, "20.00"), initiator=OTTO))
    dear = paper("77", row(price="12.00"), row("Plate 20 cm", 10, "25.00"), order_references=("PO-1", "PO-2"))
    table = Table(*two).sends(dear).later(2).says(IRIS, TakeInvoice(document="INV-1"))

    assert (table.status(), waited(table.invoice(), date(2026, 3, 13), table.policy.house)) == (S.MATCHING, 3)


def test_three_days_of_an_approver_are_not_started_anew_by_the_same_invoice_in_another_form() -> None:
    """The page comes on Tuesday, a second file of it on Thursday."""
    table = Table(order(), policy=ANNAS).sends(paper("77", source=Source.XML)).later(2)
    table.sends(paper("77", file="page.pdf"))
    assert "InvoiceSourceAdded" in table.facts()

    assert waited(table.invoice(), date(2026, 3, 13), table.policy.house) == 3


def test_a_new_version_is_asked_about_anew() -> None:
    """Other totals on Thursday: nobody had been asked about these."""
    table = Table(order()).sends(paper("77", row(price="12.00"))).later(2).sends(paper("77", row(price="13.00")))

    assert (table.status(), waited(table.invoice(), date(2026, 3, 13), table.policy.house)) == (S.MATCHING, 1)


def test_a_release_by_the_accountant_gives_the_band_its_own_three_days() -> None:
    """Karl was slow and the admins were asked; Anna is asked on Friday, and the next step is hers."""
    policy = house_policy(bands=(band(0, ANNA), band(500, OTTO)))
    table = Table(order(), who=supplier(ibans=("DE89 3704 0044 0532 0130 00",)), policy=policy)
    table.sends(paper("77", iban="GB33BUKB20201555555555")).later(3)
    escalated = add(begin(table.dossier), (ApprovalEscalated(invoice=Reference("INV-1"), steps=1),), table.at, policy)
    table.dossier = escalated.dossier
    table.says(KARL, ApproveInvoice(document="INV-1"))

    assert (table.told(ANNA), table.invoice().escalated) == ([K.DECIDE_APPROVAL], 0)
    assert waited(table.invoice(), date(2026, 3, 17), table.policy.house) == 2
    on = date(2026, 3, 18)
    assert newly_asked(table.invoice(), table.dossier.orders, table.dossier.buyers, policy, on) == (OTTO,)


# ---- 4.4: whose turn it is after a link


def test_an_initiator_whose_turn_it_becomes_by_a_link_is_asked_and_has_three_days_of_his_own() -> None:
    """Linked on Thursday to an order of Otto's, which it exceeds as well: Otto is asked, Iris is not again."""
    table = Table(order("PO-1"), order("PO-2", initiator=OTTO)).sends(paper("77", row(price="12.00"))).later(2)
    table.says(KARL, LinkInvoice(document="INV-1", order="PO-2"))

    assert (table.status(), table.told(OTTO), table.told(IRIS)) == (S.MATCHING, [K.DECIDE_MATCHING], [])
    assert waited(table.invoice(), date(2026, 3, 13), table.policy.house) == 1
    assert table.says(OTTO, TakeInvoice(document="INV-1")).status() is S.APPROVED


def test_who_is_asked_already_is_not_asked_again_by_another_match() -> None:
    """A line linked by hand, an order revised: it is still with Iris, and she knows."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    for said in (
        LinkInvoice(document="INV-1", order="PO-1", lines=((1, 1),)),
        ReviseOrder(document="PO-1", lines=(line(price="11.00"),)),
    ):
        table.says(IRIS, said)
        assert (table.status(), K.DECIDE_MATCHING in table.told(IRIS)) == (S.MATCHING, False)
