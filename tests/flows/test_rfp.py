"""A request for proposal as mails: two suppliers in two languages, each by itself, quotes in words, the award, the orders."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.tick import tick
from core.commands.buyer_awards import AwardRfp, Choice
from core.commands.buyer_people import Say, SetStatus
from core.commands.buyer_rfps import AdmitProposal, CancelRfp, ExtendRfp, NewRfp, OpenRfp
from core.names import Address, Reference, SupplierId
from core.order import OrderStatus
from core.party import Contact, Language, Supplier, SupplierStatus
from core.proposal import ProposalStatus, Rfp, RfpItem, RfpStatus
from tests.flows.conftest import ANN, PAN, SALES, START, Got, House
from tests.flows.test_people import decides

UTE = Address("ute@toepferei.example")
S_1, S_2 = SupplierId("S-1"), SupplierId("S-2")
DEADLINE = START + timedelta(days=14)
SECRETS = {SALES: ("Töpferei", "S-2", "2.95", "2,95", "ute@"), UTE: ("Corvina", "S-1", "3.10", "3,10", "sales@")}
"""What the other supplier must never read."""


@pytest.fixture
def asked(house: House) -> House:
    """Ann asks Corvina and Töpferei Lehm for bowls, plates and jugs."""
    house.adds_supplier(
        Supplier(
            id=S_2, name="Töpferei Lehm", country="DE", contacts=(Contact(address=UTE, name="Ute Lehm", language=Language.DE),)
        )
    )
    items = (("Bowl 24 cm", 400), ("Plate 27 cm", 250), ("Jug 1.5 l with lid", 40))
    request = Rfp(
        reference=Reference("NEW"),
        title="Canteen",
        items=tuple(
            RfpItem(number=n, description=what, quantity=Decimal(many), unit="pcs") for n, (what, many) in enumerate(items, 1)
        ),
        initiator=ANN,
        deadline=DEADLINE,
        invited=(S_1, S_2),
    )
    house.does(ANN, None, NewRfp(rfp=request))
    house.does(ANN, "RFP-1", OpenRfp())
    return house


def to(letters: list[Got], who: Address) -> Got:
    """The one letter to a person."""
    (mine,) = [letter for letter in letters if letter.to == who]
    return mine


def status(house: House, supplier: SupplierId) -> str:
    with house.bot.store.read() as unit:
        found = unit.documents.proposal(Reference(f"RFP-1-{supplier}"))
    assert found is not None
    return found.status.value


def keeps_them_apart(house: House) -> None:
    """No letter of all that went out shows a supplier anything of the other."""
    for letter in house.tray.letters:
        for secret in SECRETS.get(Address(letter.to), ()):
            assert secret not in letter.raw.decode("utf-8", "replace"), (letter.to, letter.subject, secret)
            assert secret not in letter.text + letter.subject, (letter.to, letter.subject, secret)


def test_from_the_request_to_the_orders(asked: House) -> None:
    """Corvina quotes in two mails, the Töpferei in one; Ann splits the award; both get their order, both are told."""
    house = asked
    invitations = house.delivered()
    assert to(invitations, SALES).subject == "[RFP-1-S-1] Request for proposal RFP-1: Canteen"
    assert to(invitations, UTE).subject == "[RFP-1-S-2] Anfrage RFP-1: Canteen"
    assert "4 May 2026, 11:00 CEST" in to(invitations, SALES).text

    first = to(house.writes("Item 1: 3.10 EUR, lead time 21 days", answers=to(invitations, SALES)), SALES)
    assert "items 2 and 3 are not answered yet" in first.text
    assert status(house, S_1) == "Draft"

    second = house.writes("Item 2: 5.40 EUR, lead time 21 days\nNo offer for item 3.", answers=first)
    assert status(house, S_1) == "Submitted"
    assert "items 1 and 2, EUR 2,590.00" in to(second, SALES).text
    assert "Corvina Metalware B.V. offered on request RFP-1" in to(second, ANN).text

    german = "Position 1: 2,95 EUR, Lieferzeit 14 Tage\nPosition 2: 5,60 EUR\nPosition 3: 14,50 EUR"
    answer = house.writes(german, answers=to(invitations, UTE), who=UTE)
    assert status(house, S_2) == "Submitted"
    assert "Positionen 1, 2 und 3" in to(answer, UTE).text

    house.passes(days=15)
    tick(house.bot)
    told = house.delivered()
    assert {letter.to for letter in told} == {ANN}
    (closed,) = [letter for letter in told if "closed for offers" in letter.subject]
    assert "EUR 3,110.00" in closed.text  # 400 x 2.95 + 250 x 5.40 + 40 x 14.50

    choices = (Choice(item=1, supplier=S_2), Choice(item=2, supplier=S_1), Choice(item=3, supplier=S_2))
    house.does(ANN, "RFP-1", AwardRfp(choices=choices))
    orders = house.delivered()
    assert to(orders, SALES).files == ["PO-1.pdf", "PO-1.xlsx"]
    assert to(orders, UTE).files == ["PO-2.pdf", "PO-2.xlsx"]
    assert "Plate 27 cm" in to(orders, SALES).text and "Jug" not in to(orders, SALES).text
    with house.bot.store.read() as unit:
        found = unit.documents.orders((Reference("PO-1"), Reference("PO-2")))
        rfp = unit.documents.rfp(Reference("RFP-1"))
    assert [(o.supplier, o.status, str(o.net)) for o in found] == [
        (S_1, OrderStatus.SUBMITTED, "EUR 1350.00"),
        (S_2, OrderStatus.SUBMITTED, "EUR 1760.00"),
    ]
    assert rfp is not None and rfp.status is RfpStatus.COMPLETED
    assert (status(house, S_1), status(house, S_2)) == ("Partly won", "Partly won")

    house.writes("ok, confirmed", answers=to(orders, SALES))
    with house.bot.store.read() as unit:
        order = unit.documents.order(Reference("PO-1"))
    assert order is not None and order.confirmation.name == "ACCEPTED"
    keeps_them_apart(house)


def test_the_loser_is_told(asked: House) -> None:
    """Everything goes to one; the other hears it, without a word about who or for how much."""
    house = asked
    invitations = house.delivered()
    house.writes("Item 1: 3.10 EUR\nThat is all.", answers=to(invitations, SALES))
    house.writes("Position 1: 2,95 EUR\nPosition 2: 5,60 EUR\nPosition 3: 14,50 EUR", answers=to(invitations, UTE), who=UTE)

    house.does(ANN, "RFP-1", AwardRfp(choices=tuple(Choice(item=n, supplier=S_2) for n in (1, 2, 3))))

    letters = house.delivered()
    assert "this time your offer was not chosen" in to(letters, SALES).text
    assert (status(house, S_1), status(house, S_2)) == ("Not won", "Won")
    keeps_them_apart(house)


def test_a_refusal_of_everything_and_a_change_of_mind(asked: House) -> None:
    """Rejected; a new quote before the deadline is a Draft again, and NO takes it back."""
    house = asked
    invitation = to(house.delivered(), UTE)

    house.writes("Wir geben kein Angebot ab.", answers=invitation, who=UTE)
    assert status(house, S_2) == "Rejected"

    receipt = to(house.writes("Position 1: 2,95 EUR", answers=invitation, who=UTE), UTE)
    assert status(house, S_2) == "Draft"

    house.writes("NO", answers=receipt, who=UTE)
    assert status(house, S_2) == "Rejected"


def test_late_is_kept_and_only_the_initiator_admits_it(asked: House) -> None:
    """Shown as late to both; admitted, it counts."""
    house = asked
    invitation = to(house.delivered(), SALES)
    house.passes(days=15)
    tick(house.bot)
    house.delivered()

    letters = house.writes("Item 1: 3.10 EUR\nItem 2: 5.40 EUR\nItem 3: 15 EUR", answers=invitation)
    assert "after the deadline" in to(letters, SALES).text
    assert "rfp admit RFP-1 S-1" in to(letters, ANN).text
    assert status(house, S_1) == "No proposal"

    house.does(ANN, "RFP-1", AdmitProposal(supplier=S_1))
    assert status(house, S_1) == "Submitted"
    assert "counts" in to(house.delivered(), SALES).subject


def test_reminder_extension_and_cancellation_reach_each_by_itself(asked: House) -> None:
    """Each in its language; the one who answered is not reminded."""
    house = asked
    invitations = house.delivered()
    house.writes("Item 1: 3.10 EUR\nThat is all.", answers=to(invitations, SALES))

    house.passes(days=12, hours=1)
    tick(house.bot)
    reminders = house.delivered()
    assert [letter.to for letter in reminders if letter.to != ANN] == [UTE]
    assert "Positionen 1, 2 und 3 sind noch nicht beantwortet" in to(reminders, UTE).text

    house.does(ANN, "RFP-1", ExtendRfp(deadline=DEADLINE + timedelta(days=7)))
    assert {letter.to for letter in house.delivered()} == {SALES, UTE}

    house.does(ANN, "RFP-1", CancelRfp(reason="The canteen opens next year."))
    letters = house.delivered()
    assert "The canteen opens next year." in to(letters, SALES).text
    assert "zurückgezogen" in to(letters, UTE).text
    keeps_them_apart(house)


def test_words_and_files_go_both_ways_on_the_proposal(asked: House) -> None:
    """A question with a drawing reaches Ann, her answer reaches the one who asked, alone."""
    house = asked
    invitation = to(house.delivered(), SALES)

    letters = house.writes(
        "Which glaze do you need for the bowls?", answers=invitation, files=(("glazes.txt", b"blue\nwhite\n"),)
    )
    assert "Which glaze do you need" in to(letters, ANN).text
    with house.bot.store.read() as unit:
        proposal = unit.documents.proposal(Reference("RFP-1-S-1"))
    assert proposal is not None and [(a.name, a.from_supplier) for a in proposal.attachments] == [("glazes.txt", True)]

    house.does(ANN, "RFP-1-S-1", Say(text="White, please."))
    answer = house.delivered()
    assert [letter.to for letter in answer] == [SALES]
    assert "White, please." in answer[0].text

    house.does(ANN, "RFP-1", Say(text="All bowls shall stack."))
    assert {letter.to for letter in house.delivered()} == {SALES, UTE}


def test_withdrawn_before_the_award(asked: House) -> None:
    """It takes no part any more."""
    house = asked
    invitation = to(house.delivered(), SALES)
    receipt = to(house.writes("Item 1: 3.10 EUR\nThat is all.", answers=invitation), SALES)

    letters = house.writes("We withdraw our offer.", answers=receipt)
    assert status(house, S_1) == ProposalStatus.WITHDRAWN
    assert "withdrew" in to(letters, ANN).text


def test_a_number_of_another_suppliers_proposal_is_unknown(asked: House) -> None:
    """Without a thread the number of the request finds the own proposal, never the other's."""
    house = asked
    house.delivered()

    house.writes("For RFP-1: item 1: 3.10 EUR", subject="RFP-1")
    assert status(house, S_1) == "Draft"
    house.writes("Item 1: 1.00 EUR", subject="[RFP-1-S-2] our offer")
    assert status(house, S_2) == "Received"


def gone(house: House) -> bool:
    """Whether Corvina's proposal is deleted."""
    with house.bot.store.read() as unit:
        return unit.documents.proposal(Reference(f"RFP-1-{S_1}")) is None


def test_disabled_with_a_quote_that_is_a_draft(asked: House) -> None:
    """The invoice and the quote in Draft go, each mailed back; what is submitted stays; nothing comes back later."""
    house = asked
    invitation = to(house.delivered(), SALES)
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("77", "PO-9999", PAN),))
    house.writes("", answers=order, files=(house.bill("78", "PO-1034", replace(PAN, quantity=Decimal(10))),))
    house.writes("Item 1: 3.10 EUR", answers=invitation)
    assert (house.status("INV-1"), house.status("INV-2"), status(house, S_1)) == ("Draft", "Approved", "Draft")

    decides(house, ANN, SetStatus(status=SupplierStatus.DISABLED))

    notice = to(house.delivered(), SALES)
    assert "invoice 77" in notice.text and "RFP-1" in notice.text and "3.10" in notice.text
    assert notice.files == ["invoice-77.pdf"]
    assert (house.status("INV-1"), house.status("INV-2"), gone(house)) == ("none", "Approved", True)

    house.writes("Item 1: 3.00 EUR\nThat is all.", answers=invitation)
    house.passes(days=13)
    tick(house.bot)
    assert [x for x in house.delivered() if x.to == SALES] == []  # no reminder of order, Draft or request
    decides(house, ANN, SetStatus(status=SupplierStatus.APPROVED))
    assert to(house.delivered(), SALES).files == []
    assert (house.status("INV-1"), gone(house)) == ("none", True)
