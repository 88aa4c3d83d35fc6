"""Who is told what (docs/rules.md 10): one table, one letter a person and transaction."""

import pytest

from core import events as e
from core.commands.buyer_invoices import TakeInvoice
from core.commands.buyer_orders import ResendOrder, ReviseOrder
from core.commands.buyer_people import RemoveBuyer
from core.commands.supplier_orders import Accept
from core.commands.supplier_talk import Comment
from core.letters import NoticeKind as K
from core.names import address
from core.notices import NOTICES, Audience
from core.paper import Source
from core.party import ContactRole, Language
from tests.core.stories import (
    ADA,
    ANNA,
    IRIS,
    KARL,
    OTTO,
    TOM,
    Table,
    band,
    contact,
    house_policy,
    line,
    order,
    paper,
    row,
    supplier,
)

EVA = address("eva@bowls.example")
BOTH = supplier(contacts=(contact(TOM), contact(EVA)))


def test_all_notices_of_one_transaction_to_one_person_are_one_letter() -> None:
    """Two invoices in one file: Tom gets one letter, the statuses before the receipt."""
    one, two = paper("1", row(quantity=5), file="both.pdf"), paper("2", row(quantity=4), file="both.pdf")
    table = Table(order()).sends(one, two)
    assert len(table.letters) == 1
    assert table.told(TOM) == [K.INVOICE_APPROVED, K.INVOICE_APPROVED, K.RECEIPT]


def test_the_most_important_comes_first() -> None:
    """A decision before a status, a status before an answer, the receipt last."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    for post in table.letters:
        weights = [notice.weight for notice in post.notices]
        assert weights == sorted(weights)


def test_contacts_who_are_told_the_same_share_one_letter() -> None:
    """So that reply-all works; the writer has his receipt besides, in a letter of his own."""
    table = Table(order(), who=BOTH)
    assert [[p.address for p in post.to] for post in table.letters] == [[TOM, EVA]]
    table.sends(paper())
    assert sorted([p.address for p in post.to] for post in table.letters) == [[EVA], [TOM]]


def test_each_language_has_its_letter() -> None:
    """German and English are not mixed."""
    two = supplier(contacts=(contact(TOM), contact(EVA, language=Language.DE)))
    table = Table(order(), who=two)
    assert sorted((post.to[0].language, post.to[0].address) for post in table.letters) == [(Language.DE, EVA), (Language.EN, TOM)]


def test_a_decision_has_one_reader_a_letter() -> None:
    """Its one-time token belongs to one person."""
    pair = house_policy(bands=(band(0, ANNA, OTTO),))
    table = Table(order(), policy=pair).sends(paper())
    decisions = [post for post in table.letters if K.DECIDE_APPROVAL in [n.kind for n in post.notices]]
    assert sorted(p.address for post in decisions for p in post.to) == sorted([ANNA, OTTO])
    assert all(len(post.to) == 1 for post in decisions)


def test_only_the_last_of_several_moves_is_told() -> None:
    """A Draft that another file of the same mail settles: approved, and no question about the first file."""
    pdf = paper("77", file="a.pdf", gross_total=None)
    xml = paper("77", file="a.pdf", source=Source.XML)
    table = Table(order()).sends(pdf, xml)
    assert table.told(TOM) == [K.INVOICE_APPROVED, K.RECEIPT]


@pytest.mark.parametrize(
    ("kind", "audience"),
    [
        (K.ORDER_SENT, Audience.ORDER_CONTACTS),
        (K.DECIDE_MATCHING, Audience.DECIDERS),
        (K.BANK_TO_CONFIRM, Audience.ADMINS),
        (K.INVOICE_REJECTED, Audience.INVOICE_CONTACTS),
        (K.SUPPLIER_COMMENT, Audience.INITIATOR),
        (K.REFUSED, Audience.WRITER),
    ],
)
def test_the_table_says_who_is_told(kind: K, audience: Audience) -> None:
    """A few rows of the table, as it is written in the rules."""
    again = (e.DecisionShown, e.MatchingEscalated)
    assert {row.audience for row in NOTICES if row.kind is kind and row.event not in again} == {audience}


def test_a_decision_that_is_shown_again_goes_to_the_one_who_answered() -> None:
    """Not to the others who may decide: they have their letter."""
    assert [row.audience for row in NOTICES if row.event is e.DecisionShown] == [Audience.WRITER]


def test_an_initiator_who_left_is_replaced_by_an_admin() -> None:
    """A decision that nobody reads would wait for ever."""
    table = Table(order()).says(ADA, RemoveBuyer(address=IRIS)).sends(paper("77", row(price="12.00")))
    assert table.told(ADA) == [K.DECIDE_MATCHING]
    assert table.says(ADA, TakeInvoice(document="INV-1")).why is None


def test_a_revision_taken_for_an_invoice_is_not_told_twice() -> None:
    """The status mail says it; a revision of the buyer's own has a letter."""
    table = Table(order()).sends(paper("77", row(price="12.00"))).says(IRIS, TakeInvoice(document="INV-1"))
    assert "OrderRevised" in table.facts() and K.ORDER_REVISED not in table.told(TOM)
    assert Table(order()).says(IRIS, ReviseOrder(document="PO-1", lines=(line(price="9.00"),))).told(TOM) == [K.ORDER_REVISED]


def test_resending_tells_all_contacts_for_orders_again() -> None:
    """And nobody else."""
    two = supplier(contacts=(contact(TOM, ContactRole.ORDERS), contact(EVA, ContactRole.INVOICES)))
    table = Table(order(), who=two).says(IRIS, ResendOrder(document="PO-1"))
    assert (table.told(TOM), table.told(EVA)) == ([K.ORDER_SENT], [])


def test_without_a_receipt_the_writer_is_still_told_what_became_of_it() -> None:
    """Each human mail has one answer; a comment has nothing but its receipt."""
    table = Table(order()).writes(Comment(text="hello"), thread="PO-1")
    assert table.told(TOM) == [K.RECEIPT]
    (letter,) = [post for post in table.letters if not post.to[0].buyer]
    assert letter.notices[0].document == "PO-1"


def test_the_accountant_is_told_nothing_of_ordinary_business() -> None:
    """What is not his turn is not in his mail."""
    table = Table(order()).writes(Accept(), thread="PO-1").sends(paper("77", row(price="12.00")))
    assert table.told(KARL) == []
