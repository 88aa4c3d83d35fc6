"""Letters that do not arrive, or perhaps not: who is told, and how often (docs/rules.md 10, docs/reliability.md 2)."""

import pytest

from bot.tick import tick
from core.commands.buyer_people import SetStatus
from core.errors import Refused, Uncertain
from core.names import SupplierId
from core.party import Contact, Supplier, SupplierStatus
from storage.outbox import DeliveryState
from tests.flows.conftest import ANN, CARLA, PAN, SALES, House, to
from tests.flows.test_people import decides
from tests.flows.test_rfp import UTE, asked

__all__ = ["asked"]
NO_SUCH_USER = Refused("550 5.1.1 no such user here", code=550)
NO_ANSWER = Uncertain("the connection was lost after the final dot")


def told_of(house: House) -> list[tuple[str, str]]:
    """What buyers are told now."""
    return [(letter.to, letter.subject) for letter in house.delivered() if letter.to in (ANN, CARLA)]


def test_an_invitation_that_is_refused_is_told_to_who_asks(asked: House) -> None:
    """Ann asks two suppliers; the letter to one of them does not arrive."""
    asked.tray.fails.append(NO_SUCH_USER)

    told = to(asked.delivered(), ANN)

    assert told.subject == "[RFP-1-S-1] Not delivered: RFP-1"
    assert "Our mail on RFP-1 to Corvina Metalware B.V. could not be delivered." in told.text
    assert "sales@corvina.example: 550 5.1.1 no such user here" in told.text


def test_a_welcome_that_is_refused_is_told_to_the_accountants(house: House) -> None:
    """No document is about it; a supplier that nobody can write to would otherwise stay unknown."""
    new = Supplier(id=SupplierId("S-2"), name="Lehm", status=SupplierStatus.PENDING, contacts=(Contact(address=UTE),))
    house.adds_supplier(new)
    decides(house, ANN, SetStatus(status=SupplierStatus.APPROVED), "S-2")
    house.tray.fails.append(NO_SUCH_USER)

    told = to(house.delivered(), CARLA)

    assert told.subject == "Not delivered: S-2"
    assert "Our mail on S-2 to Lehm could not be delivered." in told.text


@pytest.fixture
def unanswered(house: House) -> House:
    """The order was sent twice, and each time the connection was lost after the last byte."""
    house.tray.fails += [NO_ANSWER, NO_ANSWER]
    with pytest.raises(IndexError):
        house.orders(PAN)
    house.passes(minutes=11)
    assert house.delivered() == []
    return house


def test_an_order_whose_delivery_stays_unknown_is_told_once(unanswered: House) -> None:
    """It is not sent a third time: Ann is to ask, or to send it again."""
    house = unanswered
    tick(house.bot)
    (told,) = [letter for letter in house.delivered() if "Perhaps not delivered" in letter.subject]
    assert (told.to, told.subject) == (ANN, "[PO-1034] Perhaps not delivered: PO-1034")
    assert "not known whether our mail on PO-1034 to Corvina Metalware B.V. has arrived" in told.text
    assert "sales@corvina.example: the connection was lost after the final dot" in told.text

    house.passes(days=1)
    tick(house.bot)
    assert not any("elivered" in subject for _, subject in told_of(house))


def test_an_order_whose_delivery_stays_unknown_stands_in_the_digest(unanswered: House) -> None:
    """Among the mail that did not arrive."""
    unanswered.passes(days=1)
    tick(unanswered.bot)
    digest = [x for x in unanswered.delivered() if x.to == ANN and "did not arrive" in x.text]
    assert len(digest) == 1


def test_a_report_of_its_delivery_is_proof_enough(unanswered: House) -> None:
    """It came meanwhile: nobody is told."""
    with unanswered.bot.store.begin() as unit:
        (row,) = [r for r in unit.outbox.rows() if r.recipient == SALES]
        unit.outbox.delivery(row.id, DeliveryState.DELIVERED, "2.0.0")
    tick(unanswered.bot)
    assert not any("elivered" in subject for _, subject in told_of(unanswered))
