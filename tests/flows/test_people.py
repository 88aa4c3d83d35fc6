"""A supplier looks after its own data by mail; new people, new suppliers, the portal off (docs/rules.md 7, docs/mail.md 3)."""

from datetime import timedelta
from decimal import Decimal

from bot.acting import act
from bot.dossiers import for_supplier
from bot.tick import tick
from core.commands.buyer_orders import NewOrder, SubmitOrder
from core.commands.buyer_people import AddBuyer, AddSupplier, SetStatus
from core.commands.buyer_rfps import NewRfp, OpenRfp
from core.commands.buyer_suppliers import ConfirmBank, ProposeBank, SetProfile, SettleRequest
from core.commands.command import Command
from core.dossier import Actor, Dossier
from core.engine import Outcome
from core.names import Address, Reference, SupplierId
from core.order import OrderLine, PurchaseOrder
from core.party import Buyer, BuyerRole, Contact, Language, Level, ProfileField, Supplier, SupplierStatus
from core.proposal import Rfp, RfpItem
from tests.flows.conftest import ANN, PAN, SALES, Got, House, to

LENA = Address("lena@corvina.example")
AXEL = Address("axel@acme.example")
NEWCOMER = Address("hello@tinsmith.example")


def decides(house: House, who: Address, command: Command, which: str = "S-1") -> Outcome:
    """A buyer's command on a supplier, as the command line says it."""

    def grow(unit: object, dossier: Dossier) -> Dossier:
        return for_supplier(unit, dossier, SupplierId(which))  # type: ignore[arg-type]

    house.passes(minutes=1)
    return act(house.bot, Actor(buyer=who, level=Level.BUYER, by="command line"), None, command, grow=grow)


def its(house: House, which: str = "S-1") -> Supplier:
    with house.bot.store.read() as unit:
        found = unit.people.supplier(SupplierId(which))
    assert found is not None
    return found


def all_to(letters: list[Got]) -> list[str]:
    return sorted(letter.to for letter in letters)


def test_please_write_to_me_in_german(house: House) -> None:
    """At once, and the answer is German; of Swedish the answer says which languages there are."""
    order = house.orders(PAN)
    no = to(house.writes("Please write to us in Swedish from now on.", answers=order), SALES)
    assert "English and German" in no.text
    yes = to(house.writes("Please write to us in German from now on.", answers=order), SALES)
    assert "Ab jetzt schreiben wir Ihnen so: Sprache Deutsch" in yes.text
    assert its(house).contacts[0].language is Language.DE


def test_fewer_mails_by_the_button_of_a_mail_program(house: House) -> None:
    """List-Unsubscribe opens a mail with these words in the subject."""
    order = house.orders(PAN)
    answer = to(house.writes("Please send me fewer mails.", answers=order), SALES)
    assert "fewer mails" in answer.text
    assert its(house).contacts[0].quiet


def test_a_new_phone_number_is_confirmed_by_an_admin(house: House) -> None:
    """The request reaches Ann with what is on file; the supplier hears of it twice."""
    order = house.orders(PAN)
    letters = house.writes("Our phone number has changed: it is now +31 20 5550123.", answers=order)
    assert "phone number" in to(letters, SALES).text
    asked = to(letters, ANN)
    assert ("+31 20 5550123" in asked.text, "supplier confirm S-1 1" in asked.text) == (True, True)
    assert its(house).phone == ""

    decides(house, ANN, SettleRequest(number=1))
    assert "confirmed your request" in to(house.delivered(), SALES).text
    assert its(house).phone == "+31 20 5550123"


def test_a_contact_hands_over_to_a_colleague(house: House) -> None:
    """Lena is added, Paul is removed, in one mail; both are told."""
    order = house.orders(PAN)
    letters = house.writes(f"Please add {LENA} as contact and remove {SALES}.", answers=order)
    assert [c.address for c in its(house).contacts] == [LENA]
    assert all_to(letters) == [LENA, SALES]


def test_a_colleague_who_is_not_on_file_is_vouched_for(house: House) -> None:
    """Lena answers with the token: Paul is asked, says YES, and her next word counts."""
    order = house.orders(PAN)
    letters = house.writes("Hello, I am new here. When do you need the pans?", answers=order, who=LENA)
    question = to(letters, SALES)
    assert LENA in question.text
    assert "not on file yet" in to(letters, LENA).text
    again = house.writes("And where to?", answers=order, who=LENA)
    assert SALES not in all_to(again)

    told = house.writes("YES", answers=question)
    assert [c.address for c in its(house).contacts] == [SALES, LENA]
    assert f"Kitchens GmbH: {LENA}, for" in to(told, LENA).text
    house.writes("We confirm the order as it is.", answers=order, who=LENA)
    with house.bot.store.read() as unit:
        assert unit.documents.order("PO-1034").confirmation.name == "ACCEPTED"


def test_no_keeps_a_stranger_out(house: House) -> None:
    """And the request is gone."""
    order = house.orders(PAN)
    question = to(house.writes("Hello, I take over.", answers=order, who=LENA), SALES)
    house.writes("NO", answers=question)
    assert ([c.address for c in its(house).contacts], its(house).requests) == ([SALES], ())


def test_a_question_that_nobody_answers_leaves_the_request_to_an_admin(house: House) -> None:
    """It expires after 14 days; YES comes too late, Ann may still confirm."""
    order = house.orders(PAN)
    question = to(house.writes("Hello, I take over.", answers=order, who=LENA), SALES)
    house.passes(days=15)
    tick(house.bot)
    house.delivered()
    house.writes("YES", answers=question)
    assert [c.address for c in its(house).contacts] == [SALES]
    decides(house, ANN, SettleRequest(number=1))
    assert [c.address for c in its(house).contacts] == [SALES, LENA]


def test_bank_details_by_mail_are_words_with_a_warning(house: House) -> None:
    """Nothing changes; the new number is not mailed back (T9)."""
    order = house.orders(PAN)
    letters = house.writes("Our bank account has changed. The new IBAN is DE89 3704 0044 0532 0130 00.", answers=order)
    receipt = to(letters, SALES)
    assert "never changed by mail" in receipt.text
    assert "3704" in to(letters, ANN).text
    assert its(house).ibans == ("NL91ABNA0417164300",)


def test_bank_accounts_by_two_admins_with_the_contact_informed(house: House) -> None:
    """With one admin nothing; then proposed, told, confirmed by the other, told again."""
    decides(house, ANN, SetProfile(field=ProfileField.PHONE, value="+31 20 5550123"))
    propose = ProposeBank(ibans=("DE89370400440532013000",), called="+31 20 5550123, Mr Hendry, 10:30")
    assert decides(house, ANN, propose).refusal is not None
    house.does(ANN, None, AddBuyer(buyer=Buyer(address=AXEL, name="Axel", roles=frozenset({BuyerRole.ADMIN}))))
    decides(house, ANN, propose)
    letters = house.delivered()
    assert "Nothing is changed yet" in to(letters, SALES).text
    assert "Mr Hendry" in to(letters, AXEL).text
    assert not any("0532" in letter.text for letter in letters)
    assert decides(house, ANN, ConfirmBank(ibans=propose.ibans)).refusal is not None
    decides(house, AXEL, ConfirmBank(ibans=propose.ibans))
    assert "by two persons" in to(house.delivered(), SALES).text
    assert its(house).ibans == ("DE89370400440532013000",)


def test_a_new_supplier_begins_with_its_first_mail(house: House) -> None:
    """Held as a stranger's, made a pending supplier, approved: welcomed, and the mail is worked on."""
    assert house.writes("We would like to work with you.", who=NEWCOMER) == []
    assert house.held()[0].startswith("stranger")
    tin = Supplier(
        id=SupplierId("S-2"),
        name="Tinsmith Ltd",
        status=SupplierStatus.PENDING,
        contacts=(Contact(address=NEWCOMER),),
        tolerance=Decimal(0),
    )
    house.does(ANN, None, AddSupplier(supplier=tin))
    assert (house.writes("Any news?", who=NEWCOMER), len(house.held())) == ([], 2)

    decides(house, ANN, SetStatus(status=SupplierStatus.APPROVED), "S-2")
    assert "has approved Tinsmith Ltd" in to(house.delivered(), NEWCOMER).text
    letters = house.writes("One more thing: do you need cups?", who=NEWCOMER)
    assert (house.held(), len([x for x in letters if x.to == NEWCOMER])) == ([], 3)


def test_disabled_with_its_drafts_mailed_back_and_answered_once_a_week(house: House) -> None:
    """Each Draft in the notice, with its file; mails are kept and answered every seven days; nothing comes back."""
    order = house.orders(PAN)
    house.writes("", answers=order, files=(house.bill("77", "PO-9999", PAN),))
    assert house.status("INV-1") == "Draft"
    decides(house, ANN, SetStatus(status=SupplierStatus.DISABLED))
    notice = to(house.delivered(), SALES)
    assert ("77" in notice.text, notice.files, house.status("INV-1")) == (True, ["invoice-77.pdf"], "none")

    assert "off for" in to(house.writes("What is going on?", answers=order), SALES).text
    house.passes(days=6)  # another week of the calendar
    assert house.writes("Hello?", answers=order) == []
    house.passes(days=1)
    assert all_to(house.writes("Hello??", answers=order)) == [SALES]

    decides(house, ANN, SetStatus(status=SupplierStatus.APPROVED))
    assert "on again" in to(house.delivered(), SALES).text
    assert house.status("INV-1") == "none"


def test_erase_my_data_reaches_an_admin(house: House) -> None:
    """As words of the supplier, at once."""
    order = house.orders(PAN)
    letters = house.writes("Please delete all my personal data under the GDPR.", answers=order)
    assert "personal data" in to(letters, ANN).text


def test_a_pending_supplier_gets_neither_order_nor_request(house: House) -> None:
    """Both are refused when they are sent, with the reason; not a letter goes out."""
    tin = Supplier(id=SupplierId("S-2"), name="Tin Ltd", status=SupplierStatus.PENDING, contacts=(Contact(address=NEWCOMER),))
    house.does(ANN, None, AddSupplier(supplier=tin))
    line = OrderLine(number=1, description="Cup", quantity=Decimal(1), unit_price=Decimal(2))
    order = PurchaseOrder(reference=Reference("PO-9"), supplier=SupplierId("S-2"), initiator=ANN, currency="EUR", lines=(line,))
    house.does(ANN, None, NewOrder(order=order))
    refused = house.does(ANN, "PO-9", SubmitOrder()).refusal
    assert refused is not None and refused.why == "supplier_off"
    asks = Rfp(
        reference=Reference("NEW"),
        items=(RfpItem(number=1, description="Cup", quantity=Decimal(1)),),
        initiator=ANN,
        deadline=house.now + timedelta(days=5),
        invited=(SupplierId("S-1"), SupplierId("S-2")),
    )
    house.does(ANN, None, NewRfp(rfp=asks))
    refused = house.does(ANN, "RFP-1", OpenRfp()).refusal
    assert refused is not None and (refused.why, refused.detail) == ("supplier_off", "S-2 pending")
    assert house.delivered() == []
