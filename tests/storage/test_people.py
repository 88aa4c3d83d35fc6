"""Suppliers, contacts and buyers."""

from dataclasses import replace

import pytest

from core.errors import Conflict
from core.names import Address, SupplierId
from storage.store import Store
from tests.storage.examples import a_buyer, a_supplier

OTTO, EVA = Address("otto@bolts.test"), Address("eva@nuts.test")


def test_a_supplier_is_found_by_its_contacts(store: Store) -> None:
    """One address may stand for several suppliers; one that left stands for none."""
    with store.begin() as unit:
        first = unit.people.save_supplier(a_supplier("S-1", OTTO, EVA), 0)
        second = unit.people.save_supplier(a_supplier("S-2", EVA), 0)
        assert unit.people.supplier(SupplierId("S-1")) == first
        assert unit.people.suppliers_of(EVA) == (first, second)
        assert unit.people.several((second.id, first.id, SupplierId("S-99"), first.id)) == (first, second)
        assert unit.people.several(()) == ()
        assert unit.people.domains() == ("bolts.test", "nuts.test")
        changed = unit.people.save_supplier(a_supplier("S-1", OTTO), first.version)
        assert changed.version == 2
        assert unit.people.suppliers_of(EVA) == (second,)
        assert unit.people.suppliers_of(Address("nobody@bolts.test")) == ()
        assert unit.people.supplier(SupplierId("S-3")) is None


def test_a_contact_that_is_named_twice_is_one(store: Store) -> None:
    """The row is refused nowhere for it."""
    with store.begin() as unit:
        saved = unit.people.save_supplier(a_supplier("S-1", OTTO, OTTO), 0)
        assert unit.people.suppliers_of(OTTO) == (saved,)


def test_suppliers_come_in_pages(store: Store) -> None:
    """In the order in which they were made, not of their names."""
    with store.begin() as unit:
        for n in (9, 10, 11):
            unit.people.save_supplier(a_supplier(f"S-{n}"), 0)
        assert [s.id for s in unit.people.suppliers(limit=2)] == ["S-9", "S-10"]
        assert [s.id for s in unit.people.suppliers(after=SupplierId("S-10"), limit=2)] == ["S-11"]


def test_the_slower_of_two_admins_loses(store: Store) -> None:
    """On suppliers and on buyers; and none is made twice."""
    with store.begin() as unit:
        unit.people.save_supplier(a_supplier(), 0)
        unit.people.save_buyer(a_buyer(), 0)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.people.save_supplier(a_supplier(), 0)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.people.save_supplier(a_supplier(), 3)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.people.save_buyer(a_buyer(), 0)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.people.save_buyer(a_buyer(), 2)


def test_buyers_are_found_by_address_and_slack_user(store: Store) -> None:
    """A buyer without a Slack user is not the one with an empty name."""
    with store.begin() as unit:
        ines = unit.people.save_buyer(a_buyer("ines@acme.test", "U1"), 0)
        bob = unit.people.save_buyer(a_buyer("bob@acme.test"), 0)
        carl = unit.people.save_buyer(a_buyer("carl@acme.test"), 0)
        assert unit.people.buyers() == (bob, carl, ines)
        assert unit.people.buyer(Address("bob@acme.test")) == bob
        assert unit.people.buyer_of_slack("U1") == ines
        assert unit.people.buyer_of_slack("") is None
        moved = unit.people.save_buyer(replace(ines, slack_user="U2"), 1)
        assert (unit.people.buyer_of_slack("U1"), unit.people.buyer_of_slack("U2")) == (None, moved)


def test_a_slack_user_is_one_buyer(store: Store) -> None:
    """Else a click would be two people's."""
    with store.begin() as unit:
        unit.people.save_buyer(a_buyer("ines@acme.test", "U1"), 0)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.people.save_buyer(a_buyer("bob@acme.test", "U1"), 0)


def test_a_buyer_is_removed_once(store: Store) -> None:
    """The second admin is told that he was late."""
    who = Address("ines@acme.test")
    with store.begin() as unit:
        unit.people.save_buyer(a_buyer(who), 0)
        unit.people.remove_buyer(who)
        assert unit.people.buyers() == ()
        with pytest.raises(Conflict):
            unit.people.remove_buyer(who)
