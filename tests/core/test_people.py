"""Suppliers, contacts, buyers: who is kept and who stays (docs/rules.md 1 and 7)."""

from decimal import Decimal

import pytest

from core.commands.buyer_people import (
    AddBuyer,
    AddContact,
    AddSupplier,
    RemoveBuyer,
    RemoveContact,
    SetStatus,
    SetTolerance,
)
from core.commands.command import Command
from core.commands.supplier_talk import Comment
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.names import address
from core.party import BuyerRole, ContactRole, SupplierStatus
from tests.core.stories import ADA, IRIS, KARL, TOM, Table, buyer, contact, order, paper, row, supplier

S = InvoiceStatus
EVA = address("eva@bowls.example")


@pytest.mark.parametrize(
    "command",
    [
        SetStatus(status=SupplierStatus.DISABLED),
        SetTolerance(rate=Decimal(5)),
        AddSupplier(supplier=supplier()),
        AddContact(contact=contact(EVA)),
        RemoveContact(address=TOM),
        AddBuyer(buyer=buyer("eve@acme.example", BuyerRole.ADMIN)),
        RemoveBuyer(address=KARL),
    ],
    ids=lambda c: type(c).__name__,
)
def test_people_are_an_admins_business(command: Command) -> None:
    """Not an initiator's, not an accountant's."""
    for who in (IRIS, KARL):
        table = Table(order())
        before = table.dossier
        assert table.says(who, command).why == "not_allowed"
        assert (table.dossier.supplier, table.dossier.buyers) == (before.supplier, before.buyers)


def test_disabling_mails_the_drafts_back_and_deletes_them() -> None:
    """Two Drafts go, in one letter; what is in Matching goes on; enabling brings nothing back."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    table.sends(paper(None, file="a.pdf")).sends(paper(None, row(quantity=2), file="b.pdf"))
    table.says(ADA, SetStatus(status=SupplierStatus.DISABLED))
    assert [table.status(f"INV-{n}") for n in (1, 2, 3)] == [S.MATCHING, S.CANCELED, S.CANCELED]
    assert (table.told(TOM), table.open_questions) == ([K.DRAFTS_RETURNED, K.DRAFTS_RETURNED], [])
    assert table.writes(Comment(text="?"), thread="PO-1").why == "supplier_off"
    table.says(ADA, SetStatus(status=SupplierStatus.APPROVED))
    assert [table.status(f"INV-{n}") for n in (1, 2, 3)] == [S.MATCHING, S.CANCELED, S.CANCELED]


def test_setting_what_is_set_is_refused() -> None:
    """Approved already."""
    assert Table().says(ADA, SetStatus(status=SupplierStatus.APPROVED)).why == "wrong_status"


@pytest.mark.parametrize("rate", ["-1", "100.01", "NaN", "Infinity"])
def test_a_rate_is_from_0_to_100(rate: str) -> None:
    """Anything else is refused and nothing changes."""
    table = Table().says(ADA, SetTolerance(rate=Decimal(rate)))
    assert (table.why, table.dossier.supplier and table.dossier.supplier.tolerance) == ("bad_value", None)
    with pytest.raises(ValueError, match="tolerance"):
        supplier(tolerance=Decimal(rate))


def test_a_rate_may_be_taken_away_again() -> None:
    """Then the house's counts."""
    table = Table().says(ADA, SetTolerance(rate=Decimal(3)))
    assert table.dossier.supplier and table.dossier.supplier.tolerance == Decimal(3)
    table.says(ADA, SetTolerance(rate=None))
    assert table.dossier.supplier and table.dossier.supplier.tolerance is None


def test_the_last_contact_cannot_be_removed() -> None:
    """There would be nobody to write to; with a second one the first may go."""
    table = Table(order())
    assert table.says(ADA, RemoveContact(address=TOM)).why == "last_contact"
    table.says(ADA, AddContact(contact=contact(EVA))).says(ADA, RemoveContact(address=TOM))
    assert table.dossier.supplier and [c.address for c in table.dossier.supplier.contacts] == [EVA]
    assert table.says(ADA, RemoveContact(address=TOM)).why == "unknown_document"


def test_adding_a_contact_again_changes_it() -> None:
    """One address, one contact."""
    table = Table().says(ADA, AddContact(contact=contact(TOM, ContactRole.ORDERS)))
    assert table.dossier.supplier and [c.roles for c in table.dossier.supplier.contacts] == [frozenset({ContactRole.ORDERS})]


def test_the_last_admin_stays_one() -> None:
    """Neither removed nor demoted; with a second admin he may be."""
    table = Table()
    assert table.says(ADA, RemoveBuyer(address=ADA)).why == "last_contact"
    assert table.says(ADA, AddBuyer(buyer=buyer(ADA, BuyerRole.APPROVER))).why == "last_contact"
    table.says(ADA, AddBuyer(buyer=buyer("axel@acme.example", BuyerRole.ADMIN)))
    assert table.says(ADA, RemoveBuyer(address=ADA)).why is None
    assert table.says("axel@acme.example", RemoveBuyer(address=ADA)).why == "unknown_document"


def test_letters_for_invoices_go_to_those_who_have_that_role() -> None:
    """Tom does orders, Eva invoices; each is told his own."""
    two = supplier(contacts=(contact(TOM, ContactRole.ORDERS), contact(EVA, ContactRole.INVOICES)))
    table = Table(order(), who=two)
    assert (table.told(TOM), table.told(EVA)) == ([K.ORDER_SENT], [])
    table.sends(paper())
    assert (table.told(TOM), table.told(EVA)) == ([K.RECEIPT], [K.INVOICE_APPROVED])


def test_where_nobody_has_the_role_everybody_is_told() -> None:
    """No letter lacks a reader."""
    table = Table(order(), who=supplier(contacts=(contact(TOM, ContactRole.PROPOSALS),)))
    assert table.told(TOM) == [K.ORDER_SENT]
