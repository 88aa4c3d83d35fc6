"""Requests for proposal, in the words of docs/rules.md 5."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.commands.buyer_people import Say
from core.commands.buyer_rfps import AdmitProposal, AttachToRfp, CancelRfp, ExtendRfp, OpenRfp
from core.commands.supplier_orders import Withdraw
from core.commands.supplier_quotes import Decline, Quote
from core.commands.supplier_talk import Comment, No
from core.events import CommentAdded
from core.party import SupplierStatus
from core.proposal import ProposalStatus as S
from core.proposal import RfpStatus
from tests.core.rfp_stories import (
    BOWLS,
    DEADLINE,
    GLASSES,
    LUC,
    PLATES,
    SUPPLIERS,
    TOM,
    UTE,
    RfpTable,
    price,
    rfp,
)
from tests.core.stories import IRIS, OTTO, file

ALL = (price(1, "10"), price(2, "20"), price(3, "5"))


# ---- opening


def test_each_invited_supplier_gets_a_mail_of_its_own() -> None:
    """Two suppliers, two letters, each about its own proposal."""
    table = RfpTable()

    assert table.rfp.status is RfpStatus.OPEN
    assert [(post.supplier, post.notices[0].document) for post in table.letters] == [(BOWLS, "RFP-1-S-1"), (PLATES, "RFP-1-S-2")]
    assert table.told(TOM) == table.told(UTE) == ["rfp_invitation"]
    assert table.status(BOWLS) is S.RECEIVED


@pytest.mark.parametrize("status", [SupplierStatus.PENDING, SupplierStatus.DISABLED])
def test_a_pending_or_disabled_supplier_is_not_invited(status: SupplierStatus) -> None:
    """Nobody is asked then: it opens for all or for none."""
    off = replace(SUPPLIERS[1], status=status)
    table = RfpTable(suppliers=(SUPPLIERS[0], off, SUPPLIERS[2]))

    assert (table.why, table.letters) == ("supplier_off", ())
    assert table.rfp.status is RfpStatus.DRAFT


def test_it_opens_only_with_time_to_answer_and_somebody_to_ask() -> None:
    """No deadline, a deadline that is over, nobody invited."""
    assert RfpTable(rfp(deadline=None)).why == "needs_deadline"
    assert RfpTable(rfp(deadline=DEADLINE - timedelta(days=20))).why == "needs_deadline"
    assert RfpTable(rfp(invited=())).why == "needs_suppliers"


def test_only_the_initiator_acts_on_it() -> None:
    """Another initiator may not."""
    table = RfpTable().says(OTTO, CancelRfp())

    assert table.why == "not_allowed"


def test_an_open_request_may_ask_further_suppliers() -> None:
    """Only the new one gets a letter."""
    table = RfpTable().says(IRIS, OpenRfp(suppliers=(GLASSES,)))

    assert table.rfp.invited == (BOWLS, PLATES, GLASSES)
    assert (table.told(LUC), table.told(TOM)) == (["rfp_invitation"], [])


# ---- quoting


def test_items_that_are_not_answered_keep_it_a_draft() -> None:
    """Then the last item comes, and it is submitted; the initiator is told once."""
    table = RfpTable().quotes(BOWLS, price(1, "10"), price(2, "20"))
    assert (table.status(), table.told(IRIS)) == (S.DRAFT, [])
    assert table.proposal().missing(table.rfp) == (3,)

    table.quotes(BOWLS, price(3, "5"))
    assert (table.status(), table.told(IRIS)) == (S.SUBMITTED, ["proposal_in"])
    assert table.told(TOM) == ["quote_noted", "receipt"]


def test_until_the_supplier_says_that_is_all() -> None:
    """The items not named are not offered."""
    table = RfpTable().quotes(BOWLS, price(1, "10"))
    table.quotes(BOWLS, complete=True)

    assert table.status() is S.SUBMITTED
    assert table.proposal().offered(table.rfp) == (1,)


def test_that_is_all_with_nothing_offered_is_no_proposal() -> None:
    """It may have been meant otherwise."""
    assert RfpTable().quotes(BOWLS, complete=True).why == "nothing_offered"


@pytest.mark.parametrize("mails", [[()], [(1, 2, 3)], [(1,), (2,), (3,)], [(1, 2), (3,)]])
def test_all_items_rejected_at_once_or_one_by_one_is_rejected(mails: list[tuple[int, ...]]) -> None:
    """In one mail or over several."""
    table = RfpTable()
    for items in mails:
        assert table.status() in (S.RECEIVED, S.DRAFT)
        table.declines(BOWLS, *items)

    assert (table.status(), table.told(IRIS)) == (S.REJECTED, ["proposal_in"])


def test_a_new_quote_before_the_deadline_makes_a_rejected_one_a_draft_again() -> None:
    """What was refused before is open again."""
    table = RfpTable().declines(BOWLS).quotes(BOWLS, price(1, "10"))

    assert table.status() is S.DRAFT
    assert table.proposal().missing(table.rfp) == (2, 3)


def test_some_items_refused_and_the_others_quoted_is_a_whole_answer() -> None:
    """Submitted."""
    table = RfpTable().writes(BOWLS, Quote(items=(price(1, "10"), price(2, "20"))), Decline(items=(3,)))

    assert table.status() is S.SUBMITTED
    assert len(table.proposal().earlier) == 0


def test_revisions_until_the_deadline_are_kept_as_versions() -> None:
    """The initiator hears of each."""
    table = RfpTable().quotes(BOWLS, *ALL).quotes(BOWLS, price(1, "9"))

    proposal = table.proposal()
    assert (table.status(), proposal.edition, table.told(IRIS)) == (S.SUBMITTED, 2, ["proposal_in"])
    assert [o.unit_price for o in proposal.offers] == [9, 20, 5]
    assert [o.unit_price for o in proposal.earlier[0].offers] == [10, 20, 5]


def test_a_newer_word_on_an_item_fills_in_and_replaces() -> None:
    """A lead time that is said of all items joins the prices."""
    table = RfpTable().quotes(BOWLS, *ALL).quotes(BOWLS, price(0, lead_time_days=14))

    assert {(o.unit_price, o.lead_time_days) for o in table.proposal().offers} == {(10, 14), (20, 14), (5, 14)}


@pytest.mark.parametrize("bad", [price(1, "-1"), price(1, "10", quantity=Decimal(101)), price(1, "10", lead_time_days=-1)])
def test_what_cannot_be_is_refused_and_changes_nothing(bad: object) -> None:
    """A negative price, more than was asked for."""
    table = RfpTable().quotes(BOWLS, bad)  # type: ignore[arg-type]

    assert (table.why, table.status()) == ("bad_value", S.RECEIVED)
    assert RfpTable().quotes(BOWLS, price(9, "1")).why == "unknown_line"


def test_no_within_a_day_brings_the_version_before_back() -> None:
    """Or nothing, where there was none."""
    table = RfpTable().quotes(BOWLS, *ALL).quotes(BOWLS, price(1, "9")).writes(BOWLS, No())
    assert [o.unit_price for o in table.proposal().offers] == [10, 20, 5]
    assert (table.status(), table.told(IRIS)) == (S.SUBMITTED, ["proposal_in"])

    table.writes(BOWLS, No())
    assert (table.status(), table.proposal().offers) == (S.RECEIVED, ())


# ---- withdrawing


def test_withdraw_until_the_award() -> None:
    """Also after the deadline; the initiator is told."""
    table = RfpTable().quotes(BOWLS, *ALL).time_passes(days=11).writes(BOWLS, Withdraw())

    assert (table.status(), table.told(IRIS)) == (S.WITHDRAWN, ["proposal_in"])
    assert table.awards((1, BOWLS)).why == "wrong_status"


def test_after_the_award_it_cannot_be_withdrawn() -> None:
    """It won."""
    table = RfpTable().quotes(BOWLS, *ALL).awards((1, BOWLS)).writes(BOWLS, Withdraw())

    assert (table.why, table.status()) == ("wrong_status", S.PARTLY_WON)


# ---- the deadline


def test_what_comes_in_the_moment_of_the_deadline_is_in_time() -> None:
    """One moment later it is late."""
    table = RfpTable()
    table.at = DEADLINE
    assert table.quotes(BOWLS, *ALL).status() is S.SUBMITTED
    assert table.quotes(PLATES, *ALL).status(PLATES) is S.RECEIVED


def test_silence_is_no_proposal_when_the_deadline_passes() -> None:
    """The initiator is told that it is closed; it happens once."""
    table = RfpTable().quotes(BOWLS, *ALL).time_passes(days=11)

    assert (table.status(BOWLS), table.status(PLATES)) == (S.SUBMITTED, S.NO_PROPOSAL)
    assert (table.told(IRIS), table.told(UTE)) == (["rfp_closed"], [])
    assert table.time_passes(days=1).last.events == ()


def test_the_silent_are_reminded_once_before_the_deadline() -> None:
    """Those who answered are not."""
    table = RfpTable().quotes(BOWLS, *ALL).time_passes(days=7)
    assert table.last.events == ()

    table.time_passes(days=1)
    assert (table.told(UTE), table.told(TOM)) == (["rfp_reminder"], [])
    assert table.time_passes().last.events == ()


def test_after_the_deadline_it_is_kept_and_shown_as_late() -> None:
    """What stood before stands; the supplier and the initiator are told."""
    table = RfpTable().quotes(BOWLS, *ALL).time_passes(days=11).quotes(BOWLS, price(1, "8"))

    late = table.proposal().late
    assert late is not None and late.offers[0].unit_price == 8
    assert table.proposal().offers[0].unit_price == 10
    assert (table.told(TOM), table.told(IRIS)) == (["quote_late", "receipt"], ["proposal_in"])


def test_only_the_initiator_may_admit_it() -> None:
    """Then it counts, as a new version."""
    table = RfpTable().time_passes(days=11).quotes(PLATES, *ALL)
    assert table.status(PLATES) is S.NO_PROPOSAL
    assert table.says(OTTO, AdmitProposal(supplier=PLATES)).why == "not_allowed"

    table.says(IRIS, AdmitProposal(supplier=PLATES))
    assert (table.status(PLATES), table.told(UTE)) == (S.SUBMITTED, ["quote_admitted"])
    assert table.proposal(PLATES).late is None


def test_what_was_late_counts_no_more_once_something_is_awarded() -> None:
    """Neither admitted nor let in by an extension."""
    table = RfpTable().quotes(BOWLS, *ALL).time_passes(days=11).quotes(BOWLS, price(1, "8")).awards((1, BOWLS))

    assert table.says(IRIS, AdmitProposal(supplier=BOWLS)).why == "wrong_status"
    assert table.says(IRIS, ExtendRfp(deadline=table.at + timedelta(days=7))).why is None
    assert table.proposal().offers[0].unit_price == 10


def test_an_unfinished_draft_may_be_taken_as_it_is() -> None:
    """After the deadline, by the initiator."""
    table = RfpTable().quotes(BOWLS, price(1, "10"))
    assert table.says(IRIS, AdmitProposal(supplier=BOWLS)).why == "wrong_status"

    table.time_passes(days=11).says(IRIS, AdmitProposal(supplier=BOWLS))
    assert (table.status(), table.proposal().offered(table.rfp)) == (S.SUBMITTED, (1,))


def test_an_extension_tells_all_who_are_invited() -> None:
    """Also the one who refused; the silent may answer again, what was late counts."""
    table = RfpTable(rfp(invited=(BOWLS, PLATES, GLASSES))).declines(BOWLS).time_passes(days=11).quotes(GLASSES, *ALL)
    table.says(IRIS, ExtendRfp(deadline=DEADLINE + timedelta(days=7)))

    assert [table.status(who) for who in (BOWLS, PLATES, GLASSES)] == [S.REJECTED, S.RECEIVED, S.SUBMITTED]
    assert ["rfp_extended" in table.told(who) for who in (TOM, UTE, LUC)] == [True, True, True]
    assert table.quotes(PLATES, *ALL).status(PLATES) is S.SUBMITTED


def test_a_deadline_moves_to_a_later_time_only() -> None:
    """Nobody loses time that was promised."""
    table = RfpTable().says(IRIS, ExtendRfp(deadline=DEADLINE - timedelta(days=1)))

    assert (table.why, table.rfp.deadline) == ("bad_value", DEADLINE)


# ---- words and files


def test_a_suppliers_words_reach_the_initiator() -> None:
    """Before and after submitting."""
    table = RfpTable().writes(BOWLS, Comment(text="Which glaze?"))

    assert table.told(IRIS) == ["supplier_comment"]
    assert [e.document for e in table.last.events if isinstance(e, CommentAdded)] == ["RFP-1-S-1"]


def test_a_word_about_the_request_goes_to_each_supplier_by_itself() -> None:
    """And a word about one proposal to that one alone."""
    table = RfpTable().says(IRIS, Say(text="White glaze"))
    assert (table.told(TOM), table.told(UTE)) == (["comment"], ["comment"])
    assert len(table.letters) == 2

    table.says(IRIS, Say(text="As discussed"), thread="RFP-1-S-2")
    assert (table.told(TOM), table.told(UTE)) == ([], ["comment"])


def test_an_external_file_goes_to_all_and_an_internal_one_to_nobody() -> None:
    """It lies with the request."""
    table = RfpTable().says(IRIS, AttachToRfp(file=file("glaze.pdf")))
    assert (table.told(TOM), table.told(UTE)) == (["file"], ["file"])

    table.says(IRIS, AttachToRfp(file=replace(file("limit.xlsx"), internal=True)))
    assert table.letters == ()
    assert [a.name for a in table.seen_by(BOWLS).rfps[0].attachments] == ["glaze.pdf"]
