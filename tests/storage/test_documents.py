"""Orders, invoices and credit notes: versions, lists, and what they are found by."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.duplicates import business_key
from core.errors import Conflict
from core.invoice import CreditNote, InvoiceStatus
from core.names import Reference, SupplierId
from core.order import OrderStatus
from storage.store import Store
from storage.unit import Unit
from tests.storage.examples import BOLTS, NOW, an_invoice, an_order

SUBMITTED = (OrderStatus.SUBMITTED,)


def names(found: tuple[object, ...]) -> list[str]:
    """The references, in their order."""
    return [str(getattr(one, "reference")) for one in found]  # noqa: B009 - any kind of document


def test_a_document_comes_back_with_its_version(store: Store) -> None:
    """The version is the store's to count."""
    with store.begin() as unit:
        saved = unit.documents.save(an_order(), 0)
        assert saved.version == 1
    with store.read() as unit:
        assert unit.documents.order(Reference("PO-1")) == saved
        assert unit.documents.any(Reference("PO-1")) == saved
        assert unit.documents.invoice(Reference("PO-1")) is None
        assert unit.documents.order(Reference("PO-2")) is None


def test_an_exception_undoes_the_whole_transaction(store: Store) -> None:
    """Nothing is saved unless the block ends well."""
    with pytest.raises(RuntimeError), store.begin() as unit:
        unit.documents.save(an_order(), 0)
        raise RuntimeError
    with store.read() as unit:
        assert unit.documents.order(Reference("PO-1")) is None


def test_the_slower_of_two_loses(store: Store) -> None:
    """Both decided from version 1; only one may write version 2."""
    with store.begin() as unit:
        first = unit.documents.save(an_order(), 0)
    with store.begin() as unit:
        unit.documents.save(replace(first, note="quicker"), first.version)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.documents.save(replace(first, note="slower"), first.version)
    with store.read() as unit:
        kept = unit.documents.order(Reference("PO-1"))
        assert kept is not None and (kept.note, kept.version) == ("quicker", 2)


@pytest.mark.parametrize("expected", [1, 7])
def test_a_document_that_is_not_there_has_no_version(store: Store, expected: int) -> None:
    """It was deleted meanwhile, or never saved."""
    with pytest.raises(Conflict), store.begin() as unit:
        unit.documents.save(an_order(), expected)


def test_references_are_unique_over_all_kinds(store: Store) -> None:
    """A buyer who calls his order INV-1 would make replies to INV-1 mean two things."""
    with store.begin() as unit:
        unit.documents.save(an_order("INV-1"), 0)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.documents.save(an_invoice("INV-1"), 0)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.documents.save(an_order("INV-1"), 0)


def test_a_number_is_live_once(store: Store) -> None:
    """Two workers that read the same invoice at the same time cannot both make it; rejected and canceled ones free the number."""
    with store.begin() as unit:
        first = unit.documents.save(an_invoice("INV-1"), 0)
    with pytest.raises(Conflict), store.begin() as unit:
        unit.documents.save(an_invoice("INV-2"), 0)
    with store.begin() as unit:
        unit.documents.save(replace(first, status=InvoiceStatus.REJECTED), 1)
        unit.documents.save(an_invoice("INV-2"), 0)
    with store.read() as unit:
        assert names(unit.documents.invoices_with_key(BOLTS, business_key(first))) == ["INV-1", "INV-2"]


def test_invoices_without_a_number_are_no_duplicates(store: Store) -> None:
    """Drafts that lack it."""
    with store.begin() as unit:
        unit.documents.save(an_invoice("INV-1", theirs=None), 0)
        unit.documents.save(an_invoice("INV-2", theirs=None), 0)
        assert unit.documents.invoices_with_key(BOLTS, "") == ()


def test_a_number_of_any_length_has_a_key(store: Store) -> None:
    """A hostile number does not break the index, and is still its own."""
    long, longer = an_invoice("INV-1", theirs="a1" * 50_000), an_invoice("INV-2", theirs="a1" * 50_001)
    with store.begin() as unit:
        unit.documents.save(long, 0)
        unit.documents.save(longer, 0)
        assert names(unit.documents.invoices_with_key(BOLTS, business_key(longer))) == ["INV-2"]


def test_another_number_with_date_and_total_of_the_same_day_is_found(store: Store) -> None:
    """For the possible duplicate; of this supplier only."""
    with store.begin() as unit:
        unit.documents.save(an_invoice("INV-1", theirs="77"), 0)
        unit.documents.save(an_invoice("INV-2", theirs="78", gross="12.51"), 0)
        unit.documents.save(an_invoice("INV-3", theirs="79", issued=date(2026, 11, 21)), 0)
        unit.documents.save(an_invoice("INV-4", theirs="80", supplier=SupplierId("S-2")), 0)
        assert names(unit.documents.invoices_same_day(BOLTS, date(2026, 11, 20), Decimal("12.500"))) == ["INV-1"]


def test_a_total_beyond_all_reason_is_kept_and_not_searched(store: Store) -> None:
    """A paper may state any number."""
    with store.begin() as unit:
        saved = unit.documents.save(an_invoice("INV-1", gross="1E+40"), 0)
        assert unit.documents.invoice(saved.reference) == saved
        assert unit.documents.invoices_same_day(BOLTS, date(2026, 11, 20), Decimal("1E+40")) == ()


def test_invoices_and_credits_are_found_on_what_they_bear_on(store: Store) -> None:
    """Also by lines assigned to an order that the head does not name; and no more once they leave it."""
    moved = replace(an_invoice("INV-1"), orders=())
    credit = CreditNote(
        reference=Reference("CN-1"), supplier=BOLTS, paper=moved.paper, received_at=NOW, invoice=Reference("INV-1")
    )
    with store.begin() as unit:
        unit.documents.save(moved, 0)
        unit.documents.save(an_invoice("INV-2", theirs="78"), 0)
        unit.documents.save(credit, 0)
        assert names(unit.documents.invoices_on(Reference("PO-1"))) == ["INV-1", "INV-2"]
        assert names(unit.documents.credits_on(Reference("INV-1"))) == ["CN-1"]
        assert names(unit.documents.credits_of(BOLTS)) == ["CN-1"]
        unit.documents.save(replace(moved, assigned=()), 1)
        assert names(unit.documents.invoices_on(Reference("PO-1"))) == ["INV-2"]


def test_a_deleted_draft_is_gone_with_its_links(store: Store) -> None:
    """And one that changed meanwhile is not deleted."""
    with store.begin() as unit:
        draft = unit.documents.save(an_invoice(status=InvoiceStatus.DRAFT), 0)
        with pytest.raises(Conflict):
            unit.documents.delete(replace(draft, version=5))
        unit.documents.delete(draft)
    with store.read() as unit:
        assert unit.documents.any(Reference("INV-1")) is None
        assert unit.documents.invoices_on(Reference("PO-1")) == ()


def test_lists_come_in_pages_the_newest_first(store: Store) -> None:
    """Each page begins after the last of the one before, over several statuses."""
    statuses = (OrderStatus.SUBMITTED, OrderStatus.COMPLETED)
    with store.begin() as unit:
        for n in range(1, 8):
            unit.documents.save(an_order(f"PO-{n}", status=statuses[n % 2]), 0)
        unit.documents.save(an_order("PO-8", status=OrderStatus.DRAFT), 0)
        unit.documents.save(an_order("PO-9", supplier=SupplierId("S-2")), 0)
    with store.read() as unit:
        assert names(unit.documents.orders_of(BOLTS, statuses, limit=3)) == ["PO-7", "PO-6", "PO-5"]
        assert names(unit.documents.orders_of(BOLTS, statuses, Reference("PO-5"), 3)) == ["PO-4", "PO-3", "PO-2"]
        assert names(unit.documents.orders_of(BOLTS, statuses, Reference("PO-2"), 3)) == ["PO-1"]
        assert names(unit.documents.list_orders(SUBMITTED, limit=2)) == ["PO-9", "PO-6"]
        assert names(unit.documents.list_orders(OrderStatus)) == [f"PO-{n}" for n in range(9, 0, -1)]


def test_invoices_are_listed_by_status_and_supplier(store: Store) -> None:
    """Either, both or none."""
    with store.begin() as unit:
        unit.documents.save(an_invoice("INV-1", status=InvoiceStatus.PAID), 0)
        unit.documents.save(an_invoice("INV-2", theirs="78"), 0)
        unit.documents.save(an_invoice("INV-3", theirs="79", supplier=SupplierId("S-2")), 0)
        assert names(unit.documents.list_invoices()) == ["INV-3", "INV-2", "INV-1"]
        assert names(unit.documents.list_invoices(InvoiceStatus.PENDING)) == ["INV-3", "INV-2"]
        assert names(unit.documents.list_invoices(InvoiceStatus.PENDING, BOLTS)) == ["INV-2"]
        assert names(unit.documents.list_invoices(supplier=BOLTS, after=Reference("INV-2"))) == ["INV-1"]


def test_several_come_in_the_order_asked_for(store: Store) -> None:
    """Unknown ones and repetitions left out."""
    asked = [Reference(name) for name in ("PO-2", "PO-9", "PO-1", "PO-2")]
    with store.begin() as unit:
        unit.documents.save(an_order("PO-1"), 0)
        unit.documents.save(an_order("PO-2"), 0)
        assert names(unit.documents.orders(asked)) == ["PO-2", "PO-1"]
        assert unit.documents.orders(()) == ()


class TestCandidates:
    """Orders that an invoice may mean when it names none."""

    def candidates(self, unit: Unit, *skus: str, price: str = "9", total: str = "9", limit: int = 20) -> list[str]:
        """References of the candidates."""
        return names(unit.documents.candidate_orders(BOLTS, skus, (Decimal(price),), (Decimal(total),), limit))

    def test_most_in_common_comes_first(self, store: Store) -> None:
        """Item number however it is spelled, unit price, total."""
        with store.begin() as unit:
            unit.documents.save(an_order("PO-1", sku="X-1"), 0)
            unit.documents.save(an_order("PO-2"), 0)
            unit.documents.save(an_order("PO-3", supplier=SupplierId("S-2")), 0)
            assert self.candidates(unit, "m8/20", price="0.1250", total="12.5") == ["PO-2", "PO-1"]
            assert self.candidates(unit, "m8/20", price="0.1250", total="12.5", limit=1) == ["PO-2"]
            assert self.candidates(unit, "x1") == ["PO-1"]
            assert self.candidates(unit, "", "-", "other") == []
            assert self.candidates(unit, price="0", total="1E+40") == []

    def test_only_open_orders_are_candidates(self, store: Store) -> None:
        """A revision is found by its new values, a completed order not at all."""
        with store.begin() as unit:
            unit.documents.save(an_order(status=OrderStatus.DRAFT), 0)
            assert self.candidates(unit, "M8-20") == []
            unit.documents.save(an_order(), 1)
            assert self.candidates(unit, "M8-20") == ["PO-1"]
            unit.documents.save(an_order(sku="M9"), 2)
            assert (self.candidates(unit, "M8-20"), self.candidates(unit, "M9")) == ([], ["PO-1"])
            unit.documents.save(an_order(sku="M9", status=OrderStatus.COMPLETED), 3)
            assert self.candidates(unit, "M9") == []

    def test_a_bill_of_any_length_is_searched(self, store: Store) -> None:
        """Totals and item numbers before prices, the first few hundred."""
        with store.begin() as unit:
            unit.documents.save(an_order(), 0)
            found = unit.documents.candidate_orders(
                BOLTS, ["M8-20"], [Decimal(n) / 100 for n in range(1, 40_000)], [Decimal("12.50")]
            )
            assert names(found) == ["PO-1"]

    def test_open_numbers_are_listed(self, store: Store) -> None:
        """The newest first."""
        with store.begin() as unit:
            unit.documents.save(an_order("4500012345"), 0)
            unit.documents.save(an_order("PO-2"), 0)
            unit.documents.save(an_order("PO-3", status=OrderStatus.CANCELED), 0)
            assert unit.documents.order_numbers(BOLTS) == ("PO-2", "4500012345")


class TestConfirm:
    """A decision that looked at orders and the invoices on them."""

    def test_it_holds_while_nothing_changed(self, store: Store) -> None:
        """As they were seen; invoices elsewhere do not matter."""
        with store.begin() as unit:
            order = unit.documents.save(an_order(), 0)
            invoice = unit.documents.save(an_invoice(), 0)
            other = unit.documents.save(an_invoice("INV-2", theirs="78", order="PO-2"), 0)
            unit.documents.confirm((order,), (invoice,))
            unit.documents.confirm((order,), (invoice, other))
            unit.documents.confirm((), ())

    def test_it_fails_when_another_invoice_came(self, store: Store) -> None:
        """Two invoices must not both find room in one tolerance."""
        with store.begin() as unit:
            order = unit.documents.save(an_order(), 0)
            invoice = unit.documents.save(an_invoice(), 0)
        with store.begin() as unit:
            unit.documents.save(an_invoice("INV-2", theirs="78"), 0)
        with pytest.raises(Conflict), store.begin() as unit:
            unit.documents.confirm((order,), (invoice,))

    def test_it_fails_when_one_changed_or_went(self, store: Store) -> None:
        """The order, or an invoice on it."""
        with store.begin() as unit:
            order = unit.documents.save(an_order(), 0)
            invoice = unit.documents.save(an_invoice(), 0)
        with pytest.raises(Conflict), store.begin() as unit:
            unit.documents.confirm((replace(order, version=2),), (invoice,))
        with store.begin() as unit:
            changed = unit.documents.save(invoice, 1)
        with pytest.raises(Conflict), store.begin() as unit:
            unit.documents.confirm((order,), (invoice,))
        with store.begin() as unit:
            unit.documents.delete(changed)
        with pytest.raises(Conflict), store.begin() as unit:
            unit.documents.confirm((order,), (changed,))
