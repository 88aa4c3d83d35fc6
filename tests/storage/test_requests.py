"""Requests for proposal and proposals are saved by version, found by request and supplier, and held while one is decided."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.errors import Conflict
from core.names import Address, Reference, SupplierId, text_hash
from core.proposal import Award, Earlier, Late, Offer, Proposal, ProposalStatus, Rfp, RfpItem, RfpStatus
from storage.store import Store
from tests.storage.examples import BOLTS, NOW, an_order

RFP_1, NUTS = Reference("RFP-1"), SupplierId("S-2")
REQUEST = Rfp(
    reference=RFP_1,
    items=(RfpItem(number=1, description="Bolt M8 × 20", quantity=Decimal(100), unit="C62"),),
    status=RfpStatus.OPEN,
    deadline=NOW + timedelta(days=7),
    initiator=Address("ines@acme.test"),
    invited=(BOLTS, NUTS),
    awards=(Award(item=1, proposal=Reference("RFP-1-S-1"), quantity=Decimal(60), order=Reference("PO-1")),),
)
OFFER = Offer(item=1, unit_price=Decimal("0.125"), quantity=Decimal(60), lead_time_days=14, note=text_hash("zinc"))
MINE = Proposal(
    reference=Reference("RFP-1-S-1"),
    rfp=RFP_1,
    supplier=BOLTS,
    status=ProposalStatus.SUBMITTED,
    offers=(OFFER,),
    quoted_at=NOW,
    earlier=(Earlier(offers=(OFFER,), status=ProposalStatus.DRAFT, at=NOW),),
    late=Late(offers=(OFFER,), at=NOW),
)
THEIRS = Proposal(reference=Reference("RFP-1-S-2"), rfp=RFP_1, supplier=NUTS)


def test_they_come_back_as_they_were(store: Store) -> None:
    """Each by its own reference, and as whatever has it."""
    with store.begin() as unit:
        request, mine = unit.documents.save(REQUEST, 0), unit.documents.save(MINE, 0)

    with store.read() as unit:
        assert unit.documents.rfp(RFP_1) == request == replace(REQUEST, version=1)
        assert unit.documents.proposal(MINE.reference) == mine == replace(MINE, version=1)
        assert unit.documents.any(MINE.reference) == mine


def test_proposals_are_found_by_request_and_by_supplier(store: Store) -> None:
    """All of a request in the order asked; of a supplier its own."""
    with store.begin() as unit:
        for one in (REQUEST, MINE, THEIRS):
            unit.documents.save(one, 0)

    with store.read() as unit:
        assert [p.reference for p in unit.documents.proposals_on(RFP_1)] == ["RFP-1-S-1", "RFP-1-S-2"]
        assert [p.reference for p in unit.documents.proposals_of(NUTS, ProposalStatus)] == ["RFP-1-S-2"]
        assert unit.documents.proposals_of(NUTS, (ProposalStatus.WON,)) == ()
        assert [r.reference for r in unit.documents.list_rfps((RfpStatus.OPEN,))] == [RFP_1]


def test_a_proposal_is_decided_only_on_the_request_that_was_seen(store: Store) -> None:
    """A deadline that was moved meanwhile: decide again."""
    with store.begin() as unit:
        request = unit.documents.save(REQUEST, 0)
    with store.begin() as unit:
        unit.documents.save(replace(request, closed=True), 1)

    with pytest.raises(Conflict), store.begin() as unit:
        unit.documents.hold(request)


def test_numbers_that_were_typed_are_passed_over(store: Store) -> None:
    """Several orders made at once take only free ones; so does a request."""
    with store.begin() as unit:
        for n in (2, 3):
            unit.documents.save(an_order(f"PO-{n}"), 0)
        unit.documents.save(REQUEST, 0)

    with store.read() as unit:
        assert unit.counters.free_orders(3)[0] == 1
        assert not {2, 3} & set(unit.counters.free_orders(3))
        assert unit.counters.peek().rfp == 2
