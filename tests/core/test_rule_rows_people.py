"""Rows of docs/rules.md 5 to 10 that no other story tells: requests, suppliers, roles, and who is told what."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.commands.buyer_awards import AwardRfp, Choice
from core.commands.buyer_credits import CreditInvoice
from core.commands.buyer_invoices import ApproveInvoice, LinkInvoice, PayInvoice, RejectInvoice, TakeInvoice, VoidInvoice
from core.commands.buyer_orders import (
    AttachFile,
    CancelOrder,
    CompleteOrder,
    NewOrder,
    ResendOrder,
    ReviseOrder,
    SubmitOrder,
)
from core.commands.buyer_people import Note, Say, SetStatus
from core.commands.buyer_rfps import AdmitProposal, AttachToRfp, CancelRfp, CompleteRfp, ExtendRfp, NewRfp, OpenRfp
from core.commands.command import Command
from core.commands.registry import SUPPLIER_COMMANDS
from core.commands.supplier_orders import Withdraw
from core.commands.supplier_talk import Comment, No
from core.letters import NoticeKind as K
from core.names import SupplierId, address
from core.party import ContactRole, ProfileField, SupplierStatus
from core.proposal import ProposalStatus, RfpStatus
from core.reminders import reminded
from tests.core.rfp_stories import BOWLS, DEADLINE, GLASSES, LUC, PLATES, UTE, RfpTable, price, rfp
from tests.core.stories import (
    ADA,
    ANNA,
    IRIS,
    KARL,
    NOON,
    TOM,
    Table,
    band,
    contact,
    file,
    house_policy,
    line,
    order,
    paper,
    row,
    supplier,
)
from tests.core.test_rfps import ALL

R, P = RfpStatus, ProposalStatus

# ---- 5. requests for proposal


def request(status: RfpStatus) -> RfpTable:
    """A request in a status, with an offer of Bowls where it is open or over."""
    if status is R.DRAFT:
        return RfpTable(opened=False)
    table = RfpTable().quotes(BOWLS, *ALL)
    if status is R.COMPLETED:
        table.says(IRIS, CompleteRfp())
    if status is R.CANCELED:
        table.says(IRIS, CancelRfp(reason="no budget"))
    return table


RFP_MOVES: dict[str, tuple[Command, set[RfpStatus]]] = {
    "open": (OpenRfp(suppliers=(GLASSES,)), {R.DRAFT, R.OPEN}),
    "extend": (ExtendRfp(deadline=DEADLINE + timedelta(days=1)), {R.DRAFT, R.OPEN}),
    "award": (AwardRfp(choices=(Choice(item=1, supplier=BOWLS),)), {R.OPEN}),
    "complete": (CompleteRfp(), {R.OPEN}),
    "cancel": (CancelRfp(), {R.DRAFT, R.OPEN}),
    "attach": (AttachToRfp(file=file("glaze.pdf")), {R.DRAFT, R.OPEN}),
}


@pytest.mark.parametrize("status", list(R))
@pytest.mark.parametrize("word", RFP_MOVES)
def test_a_request_is_moved_where_it_is_drawn_and_refused_elsewhere(word: str, status: RfpStatus) -> None:
    """Draft to Open to Completed, side exit Canceled; a refusal changes nothing."""
    table = request(status)
    before = table.rfp
    command, drawn = RFP_MOVES[word]
    table.says(IRIS, command)

    assert (table.why is None) is (status in drawn)
    if status not in drawn:
        assert (table.why, table.rfp) == ("wrong_status", before)


def test_a_request_that_never_went_out_is_canceled_in_silence() -> None:
    """Nobody knows of it."""
    table = request(R.DRAFT).says(IRIS, CancelRfp())

    assert (table.rfp.status, table.letters) == (R.CANCELED, ())


@pytest.mark.parametrize(
    ("status", "proposal"),
    [(R.COMPLETED, P.NOT_WON), (R.CANCELED, P.NOT_WON)],
)
def test_an_offer_after_the_end_changes_nothing_and_words_still_arrive(status: RfpStatus, proposal: ProposalStatus) -> None:
    """Nothing that a supplier writes is dropped."""
    table = request(status).quotes(BOWLS, price(1, "1"))
    assert (table.why, table.status(), table.proposal().offers[0].unit_price) == ("wrong_status", proposal, 10)

    table.writes(BOWLS, Comment(text="May I ask why?"))
    assert (table.why, table.told(IRIS)) == (None, ["supplier_comment"])


def test_words_are_exchanged_before_and_after_submitting() -> None:
    """In both directions, and the offer stays what it is."""
    table = RfpTable()
    for status in (P.RECEIVED, P.SUBMITTED):
        assert table.status() is status
        assert table.writes(BOWLS, Comment(text="Which glaze?")).told(IRIS) == ["supplier_comment"]
        assert table.says(IRIS, Say(text="White"), thread="RFP-1-S-1").told(TOM) == ["comment"]
        assert table.status() is status
        table.quotes(BOWLS, *ALL)


def test_who_withdrew_may_offer_again_before_the_deadline_and_not_after_it() -> None:
    """What was withdrawn does not come back by itself: the items are open again."""
    table = RfpTable().quotes(BOWLS, *ALL).writes(BOWLS, Withdraw()).quotes(BOWLS, price(1, "9"))
    assert (table.status(), table.proposal().missing(table.rfp)) == (P.DRAFT, (2, 3))

    table = RfpTable().quotes(BOWLS, *ALL).writes(BOWLS, Withdraw()).time_passes(days=11).quotes(BOWLS, price(1, "9"))
    assert (table.status(), table.proposal().offers, table.told(TOM)) == (P.WITHDRAWN, (), ["quote_late", "receipt"])


def test_after_the_deadline_no_brings_no_older_version_back() -> None:
    """A day has not passed, but the time for offers has."""
    table = RfpTable()
    table.at = DEADLINE - timedelta(hours=1)
    table.quotes(BOWLS, *ALL).quotes(BOWLS, price(1, "9")).time_passes(days=0.1).writes(BOWLS, No())

    assert table.why == "too_late_to_undo"
    assert [o.unit_price for o in table.proposal().offers] == [9, 20, 5]


def test_items_left_over_at_the_end_have_no_order() -> None:
    """Item 1 is awarded whole; of the others nothing is."""
    table = RfpTable().quotes(BOWLS, *ALL).awards((1, BOWLS)).says(IRIS, CompleteRfp())

    assert [table.rfp.left(n) for n in (1, 2, 3)] == [0, 50, 20]
    assert [[n.number for n in o.lines] for o in table.dossier.orders] == [[1]]
    assert (table.rfp.status, table.status()) == (R.COMPLETED, P.PARTLY_WON)


def test_who_was_still_asked_is_told_that_all_is_awarded() -> None:
    """Luc had not answered yet; he need not any more."""
    table = RfpTable(rfp(invited=(BOWLS, GLASSES))).quotes(BOWLS, *ALL).awards((1, BOWLS), (2, BOWLS), (3, BOWLS))

    assert (table.rfp.status, table.status(GLASSES)) == (R.COMPLETED, P.NO_PROPOSAL)
    assert table.told(LUC) == ["proposal_not_won"]


def test_a_quote_is_the_suppliers_own_and_moves_no_other() -> None:
    """Teller's proposal is as it was, and Ute hears nothing."""
    table = RfpTable()
    before = table.proposal(PLATES)
    table.quotes(BOWLS, *ALL)

    assert (table.proposal(PLATES), table.told(UTE)) == (before, [])
    assert [p.supplier for p in table.seen_by(PLATES).proposals] == [PLATES]


# ---- 7. the portal off, and a supplier's own data


def test_while_the_portal_is_off_the_other_documents_go_on() -> None:
    """What is in Matching is decided, approved and paid, and the supplier is told."""
    table = Table(order()).sends(paper("77", row(price="12.00"))).says(ADA, SetStatus(status=SupplierStatus.DISABLED))
    assert table.says(IRIS, TakeInvoice(document="INV-1")).told(TOM) == [K.INVOICE_APPROVED]
    assert table.says(KARL, PayInvoice(document="INV-1", amount=Decimal("120.00"))).told(TOM) == [K.INVOICE_PAID]


@pytest.mark.parametrize(
    ("status", "who"), [(SupplierStatus.APPROVED, [TOM]), (SupplierStatus.DISABLED, []), (SupplierStatus.PENDING, [])]
)
def test_only_an_approved_supplier_is_reminded(status: SupplierStatus, who: list[str]) -> None:
    """No reminders go out while the portal is off."""
    assert [c.address for c in reminded(supplier(status=status), ContactRole.ORDERS, NOON.date())] == who


def test_a_supplier_asks_to_change_neither_its_currency_nor_its_accounts() -> None:
    """Name, address, VAT id and phone are all that a request can be about."""
    assert {field.value for field in ProfileField} == {"name", "address", "vat_id", "phone"}


# ---- 8. what a supplier can say


def test_every_word_of_the_rules_can_be_said() -> None:
    """Section 8, word by word; revising a quote is quoting again, a contact or a profile is asked for."""
    orders = {"received", "accept", "change", "reject", "withdraw", "ship"}
    invoices = {"invoice", "credit", "replace", "cancel"}
    quotes = {"quote", "decline"}
    talk = {"answer", "yes", "no", "comment", "send", "status", "open", "statement", "help"}
    own = {"contact", "profile", "language", "quiet"}

    assert {c.word for c in SUPPLIER_COMMANDS} == orders | invoices | quotes | talk | own


# ---- 1 and 9. who of the house may say what

AN_INITIATORS: tuple[Command, ...] = (
    NewOrder(order=order("PO-2")),
    SubmitOrder(document="PO-1"),
    ReviseOrder(document="PO-1", lines=(line(price="9.00"),)),
    ResendOrder(document="PO-1"),
    CancelOrder(document="PO-1"),
    CompleteOrder(document="PO-1"),
    AttachFile(document="PO-1", file=file("plan.pdf")),
    TakeInvoice(document="INV-1"),
    NewRfp(rfp=rfp()),
    OpenRfp(document="RFP-1"),
    ExtendRfp(document="RFP-1", deadline=DEADLINE),
    AdmitProposal(document="RFP-1", supplier=SupplierId("S-1")),
    AwardRfp(document="RFP-1", choices=(Choice(item=1, supplier=BOWLS),)),
    CompleteRfp(document="RFP-1"),
    CancelRfp(document="RFP-1"),
    AttachToRfp(document="RFP-1", file=file("plan.pdf")),
)
AN_ACCOUNTANTS: tuple[Command, ...] = (
    PayInvoice(document="INV-1", amount=Decimal("100.00")),
    CreditInvoice(document="INV-1", amount=Decimal("10.00"), number="CN 1"),
    VoidInvoice(document="INV-1", reason="wrong company"),
)


@pytest.mark.parametrize("command", AN_INITIATORS, ids=lambda c: type(c).__name__)
def test_orders_and_requests_are_neither_an_approvers_nor_an_accountants(command: Command) -> None:
    """Refused, and nothing else happens."""
    for who in (ANNA, KARL):
        table = Table(order()).sends(paper()).says(who, command)
        assert (table.why, table.facts(), table.letters) == ("not_allowed", ["Refused"], ())


@pytest.mark.parametrize("command", AN_ACCOUNTANTS, ids=lambda c: type(c).__name__)
def test_money_is_neither_an_initiators_nor_an_approvers(command: Command) -> None:
    """Who orders does not pay."""
    for who in (IRIS, ANNA):
        table = Table(order()).sends(paper()).says(who, command)
        assert (table.why, table.facts(), table.letters) == ("not_allowed", ["Refused"], ())


@pytest.mark.parametrize("who", [IRIS, ANNA, KARL])
def test_an_invoice_is_linked_by_its_initiator_or_the_accountant(who: str) -> None:
    """An approver only approves."""
    table = Table(order()).sends(paper("77", to=None)).says(who, LinkInvoice(document="INV-1", order="PO-1"))
    assert table.why == ("not_allowed" if who == ANNA else None)


@pytest.mark.parametrize("who", [IRIS, ANNA, KARL, ADA])
def test_words_to_a_supplier_and_notes_are_anybodys_of_the_house(who: str) -> None:
    """Whatever his roles; the note is told to nobody."""
    table = Table(order())
    assert table.says(who, Say(document="PO-1", text="On Monday, please")).told(TOM) == [K.COMMENT]
    assert table.says(who, Note(document="PO-1", text="call him")).letters == ()
    assert table.why is None


# ---- 10. who is told what


def told(table: Table) -> dict[str, list[K]]:
    """Everybody's letter of the last thing."""
    every = {address(who): table.told(who) for who in (TOM, IRIS, ANNA, KARL, ADA)}
    return {who: kinds for who, kinds in every.items() if kinds}


def test_each_event_of_an_order_is_told_to_its_contacts_and_to_no_buyer() -> None:
    """Submitted, sent again, revised, a file added, canceled; and completed by hand."""
    table = Table(order())
    assert told(table) == {TOM: [K.ORDER_SENT]}
    assert told(table.says(IRIS, ResendOrder(document="PO-1"))) == {TOM: [K.ORDER_SENT]}
    assert told(table.says(IRIS, ReviseOrder(document="PO-1", lines=(line(price="9.00"),)))) == {TOM: [K.ORDER_REVISED]}
    assert told(table.says(IRIS, AttachFile(document="PO-1", file=file("plan.pdf")))) == {TOM: [K.FILE]}
    assert told(table.says(IRIS, CancelOrder(document="PO-1", reason="not needed"))) == {TOM: [K.ORDER_CANCELED]}
    assert told(Table(order()).says(IRIS, CompleteOrder(document="PO-1"))) == {TOM: [K.ORDER_COMPLETED]}


def test_an_invoice_is_told_to_whose_turn_it_is_and_to_the_supplier() -> None:
    """Matching to the initiator, Pending to the approver; what is decided is told to the supplier alone."""
    table = Table(order(), policy=house_policy(bands=(band(0, ANNA),)))
    assert told(table.sends(paper("77", row(price="12.00")))) == {
        TOM: [K.INVOICE_MATCHING, K.RECEIPT],
        IRIS: [K.DECIDE_MATCHING],
    }
    assert told(table.says(IRIS, TakeInvoice(document="INV-1"))) == {TOM: [K.INVOICE_PENDING], ANNA: [K.DECIDE_APPROVAL]}
    assert told(table.says(ANNA, ApproveInvoice(document="INV-1"))) == {TOM: [K.INVOICE_APPROVED]}
    assert told(table.says(KARL, PayInvoice(document="INV-1", amount=Decimal("50.00")))) == {TOM: [K.INVOICE_PARTLY_PAID]}
    assert told(table.says(KARL, PayInvoice(document="INV-1", amount=Decimal("70.00")))) == {TOM: [K.INVOICE_PAID]}


@pytest.mark.parametrize(
    ("who", "command", "kind"),
    [
        (IRIS, RejectInvoice(document="INV-1", reason="too dear"), K.INVOICE_REJECTED),
        (KARL, VoidInvoice(document="INV-1", reason="wrong company"), K.INVOICE_CANCELED),
    ],
    ids=["rejected", "canceled"],
)
def test_the_end_of_an_invoice_is_told_to_the_supplier_alone(who: str, command: Command, kind: K) -> None:
    """The buyers see it in the digest."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    assert told(table.says(who, command)) == {TOM: [kind]}


def test_a_draft_is_a_question_to_the_supplier_and_no_buyers_business() -> None:
    """Only who can answer is asked."""
    assert told(Table(order()).sends(paper(None, file="scan.pdf"))) == {TOM: [K.INVOICE_DRAFT, K.RECEIPT]}


def test_each_event_of_a_request_is_told_to_each_supplier() -> None:
    """Opened, extended, canceled; the initiator did it himself and is told nothing."""
    table = RfpTable()
    for kind, command in (
        ("rfp_extended", ExtendRfp(deadline=DEADLINE + timedelta(days=1))),
        ("file", AttachToRfp(file=file("glaze.pdf"))),
        ("rfp_canceled", CancelRfp(reason="no budget")),
    ):
        table.says(IRIS, command)
        assert (table.told(TOM), table.told(UTE), table.told(IRIS)) == ([kind], [kind], [])


def test_a_contact_of_proposals_alone_gets_no_letter_about_orders() -> None:
    """Where a colleague has that role."""
    two = supplier(contacts=(contact(TOM, ContactRole.ORDERS), contact("pia@bowls.example", ContactRole.PROPOSALS)))
    table = Table(order(), who=two)
    assert (table.told(TOM), table.told("pia@bowls.example")) == ([K.ORDER_SENT], [])
