"""A supplier's own data: what it changes itself, what waits for an admin, and bank accounts by two persons (docs/rules.md 7)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.colleagues import same_house
from core.commands.buyer_people import AddBuyer, AddContact, SetStatus
from core.commands.buyer_self import SetDeputy, SetDigest
from core.commands.buyer_suppliers import ConfirmBank, DropBank, ProposeBank, SetProfile, SettleRequest
from core.commands.supplier_self import ChangeContact, ChangeLanguage, ChangeProfile, FewerMails
from core.commands.supplier_talk import Comment
from core.iban import iban
from core.letters import NoticeKind as K
from core.names import Address, address
from core.party import BuyerRole, ContactRole, Language, Level, ProfileField, RequestKind, Supplier, SupplierStatus
from core.profile import cleaned
from core.proposal import Offer, Proposal, ProposalStatus, RfpStatus, proposal_reference
from tests.core.rfp_stories import rfp
from tests.core.stories import ADA, ANNA, BOWLS, IRIS, KARL, TOM, Table, buyer, contact, order, paper, row, supplier

EVA, FAR, GUS = address("eva@bowls.example"), address("ap@factoring.example"), address("gus@bowls.example")
AXEL = address("axel@acme.example")
OLD, NEW = "DE89370400440532013000", "NL91ABNA0417164300"
CALL = "+49 30 901820, Mr Tom, 10:30"


def its(table: Table) -> Supplier:
    """The supplier as it is now."""
    assert table.dossier.supplier is not None
    return table.dossier.supplier


def two_admins(**more: object) -> Table:
    """Ada and Axel, and a supplier with an account and a phone number on file."""
    known = {"ibans": (OLD,), "phone": "+49 30 901820"} | more
    return Table(order(), who=supplier(**known)).says(ADA, AddBuyer(buyer=buyer(AXEL, BuyerRole.ADMIN)))


# ---- language, fewer mails


def test_a_language_is_changed_at_once_for_the_one_who_asks() -> None:
    """His colleague keeps his own."""
    table = Table(order(), who=supplier(contacts=(contact(TOM), contact(EVA)))).writes(ChangeLanguage(code="de"))
    assert [(c.address, c.language) for c in its(table).contacts] == [(TOM, Language.DE), (EVA, Language.EN)]
    assert table.told(TOM) == [K.OWN_SETTINGS, K.RECEIPT]


def test_of_a_language_that_there_is_not_is_told_which_there_are() -> None:
    """Nothing changes."""
    table = Table(order()).writes(ChangeLanguage(code="fi"))
    assert (table.why, table.last.refusal and table.last.refusal.detail) == ("no_such_language", "en, de")


def test_a_quiet_contact_is_spared_news_that_need_nothing_of_him() -> None:
    """He still gets orders and rejections, and every mail of his is answered."""
    two = supplier(contacts=(contact(TOM), contact(EVA)))
    table = Table(order(), who=two).writes(FewerMails(), who=EVA)
    table.sends(paper())
    assert (K.INVOICE_APPROVED in table.told(TOM), table.told(EVA)) == (True, [])
    table.sends(paper("78", row(quantity=1)), who=EVA)
    assert K.INVOICE_MATCHING in table.told(EVA)


# ---- contacts


def test_a_contact_adds_a_colleague_of_the_same_domain() -> None:
    """All contacts are told, the new one too."""
    table = Table(order()).writes(ChangeContact(add=EVA, role=ContactRole.INVOICES))
    assert [(c.address, c.roles) for c in its(table).contacts][1:] == [(EVA, frozenset({ContactRole.INVOICES}))]
    assert (K.CONTACT_ADDED in table.told(TOM), table.told(EVA)) == (True, [K.CONTACT_ADDED])


@pytest.mark.parametrize(
    ("who", "known", "same"),
    [
        ("a@bowls.example", "t@bowls.example", True),
        ("a@mail.bowls.example", "t@bowls.example", True),
        ("a@bowls.example", "t@mail.bowls.example", False),
        ("a@gmail.com", "t@gmail.com", False),
        ("a@notbowls.example", "t@bowls.example", False),
    ],
)
def test_who_belongs_to_the_same_house(who: str, known: str, same: bool) -> None:
    """The domain on file or one below it; freemail says nothing."""
    assert same_house(Address(who), Address(known)) is same


def test_an_address_of_another_company_waits_for_an_admin() -> None:
    """A hijacked mailbox must not let a stranger in."""
    table = Table(order()).writes(ChangeContact(add=FAR))
    assert ([c.address for c in its(table).contacts], its(table).requests[0].value) == ([TOM], FAR)
    assert (K.CHANGE_PASSED_ON in table.told(TOM), table.told(ADA)) == (True, [K.CHANGE_ASKED])
    table.says(ADA, SettleRequest(number=1))
    assert ([c.address for c in its(table).contacts], its(table).requests) == ([TOM, FAR], ())
    assert (table.told(TOM), table.told(FAR)) == ([K.CONTACT_ADDED], [K.CONTACT_ADDED])


def test_who_leaves_removes_himself_but_not_another() -> None:
    """And never the last one."""
    table = Table(order()).writes(ChangeContact(remove=TOM))
    assert table.why == "last_contact"
    table.says(ADA, AddContact(contact=contact(EVA))).writes(ChangeContact(remove=EVA))
    assert [(r.kind, r.value) for r in its(table).requests] == [(RequestKind.REMOVE_CONTACT, EVA)]
    table.writes(ChangeContact(remove=TOM))
    assert ([c.address for c in its(table).contacts], K.CONTACT_REMOVED in table.told(EVA)) == ([EVA], True)
    assert table.says(ADA, SettleRequest(number=1)).why == "last_contact"


def test_an_unknown_address_cannot_be_removed() -> None:
    """It is said so."""
    assert Table(order()).writes(ChangeContact(remove=GUS)).why == "unknown_contact"


def test_a_known_contact_gets_another_role_besides() -> None:
    """No second contact of one address."""
    one = supplier(contacts=(contact(TOM, ContactRole.ORDERS),))
    table = Table(order(), who=one).writes(ChangeContact(add=TOM, role=ContactRole.INVOICES))
    assert [c.roles for c in its(table).contacts] == [frozenset({ContactRole.ORDERS, ContactRole.INVOICES})]
    assert table.writes(ChangeContact(add=TOM)).why == "exists_already"


# ---- profile


def test_a_profile_change_waits_for_an_admin_and_is_told_either_way() -> None:
    """A newer request for the same replaces the older one."""
    table = Table(order()).writes(ChangeProfile(field=ProfileField.NAME, value="Bowls & Sons Ltd"))
    table.writes(ChangeProfile(field=ProfileField.NAME, value="Bowls and Sons Ltd"))
    assert [(r.number, r.value) for r in its(table).requests] == [(2, "Bowls and Sons Ltd")]
    assert its(table).name == "Bowls Ltd"
    assert table.says(KARL, SettleRequest(number=2)).why == "not_allowed"
    assert table.says(ADA, SettleRequest(number=1)).why == "no_request"
    assert table.says(ADA, SettleRequest(number=2, confirmed=False)).why == "needs_reason"
    table.says(ADA, SettleRequest(number=2))
    assert (its(table).name, table.told(TOM)) == ("Bowls and Sons Ltd", [K.CHANGE_SETTLED])


def test_a_value_that_cannot_be_one_is_left_to_a_person() -> None:
    """In the supplier's own words; nothing is dropped."""
    table = Table(order()).writes(
        ChangeProfile(field=ProfileField.PHONE, value="later"), words="Our phone changes.", thread="PO-1"
    )
    assert (its(table).requests, table.told(IRIS)) == ((), [K.SUPPLIER_COMMENT])


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        (ProfileField.VAT_ID, "NL 0044.95445 B01", "NL004495445B01"),
        (ProfileField.VAT_ID, "12", None),
        (ProfileField.PHONE, "+31 20 555-0123.", "+31 20 555-0123"),
        (ProfileField.PHONE, "12345", None),
        (ProfileField.NAME, " A ", None),
        (ProfileField.ADDRESS, "Hafenstr. 1, Hamburg", "Hafenstr. 1, Hamburg"),
    ],
)
def test_values_as_they_are_kept(field: ProfileField, value: str, kept: str | None) -> None:
    """Spaces and full stops do not count."""
    assert cleaned(field, value) == kept


# ---- a colleague who is not on file


def test_below_authentic_nobody_changes_anything_of_himself() -> None:
    """A named sender is asked first; a bearer may not."""
    for level in (Level.NAMED, Level.BEARER):
        table = Table(order())
        table.writes(ChangeProfile(field=ProfileField.NAME, value="Evil Ltd"), level=level, who=TOM, thread="PO-1")
        table.writes(ChangeContact(add=GUS), level=level, thread="PO-1").writes(FewerMails(), level=level, thread="PO-1")
        assert (its(table).requests, its(table).contacts) == ((), supplier().contacts)


# ---- bank accounts


def test_bank_accounts_need_a_call_and_two_admins() -> None:
    """Proposed, told to the contacts and to the other admin, confirmed by him, told again."""
    table = two_admins().says(ADA, ProposeBank(ibans=("NL91 ABNA 0417 1643 00",), called=CALL))
    assert (its(table).ibans, table.told(TOM), table.told(AXEL)) == ((OLD,), [K.BANK_PROPOSED], [K.BANK_TO_CONFIRM])
    assert table.says(ADA, ConfirmBank(ibans=(NEW,))).why == "four_eyes"
    assert table.says(KARL, ConfirmBank(ibans=(NEW,))).why == "not_allowed"
    assert table.says(AXEL, ConfirmBank(ibans=(OLD,))).why == "no_request"
    table.says(AXEL, ConfirmBank(ibans=(NEW,)))
    assert (its(table).ibans, its(table).bank, table.told(TOM)) == ((NEW,), None, [K.BANK_SETTLED])
    assert table.says(AXEL, ConfirmBank(ibans=(NEW,))).why == "no_request"


def test_with_one_admin_bank_accounts_stay() -> None:
    """And he is told why."""
    table = Table(who=supplier(ibans=(OLD,), phone="+49 30 901820")).says(ADA, ProposeBank(ibans=(NEW,), called=CALL))
    assert (table.why, its(table).bank) == ("one_admin", None)


@pytest.mark.parametrize("known", [{"phone": ""}, {}], ids=["no number", "no note"])
def test_without_a_call_nothing_is_proposed(known: dict[str, str]) -> None:
    """A number on file, and a note of the call."""
    table = two_admins(**known)
    assert table.says(ADA, ProposeBank(ibans=(NEW,), called=CALL if "phone" in known else " ")).why == "no_call_back"


def test_a_phone_number_that_came_by_mail_waits_30_days() -> None:
    """First the number, then the account: the classic fraud."""
    table = two_admins().writes(ChangeProfile(field=ProfileField.PHONE, value="+44 20 79460000"))
    table.says(ADA, SettleRequest(number=1))
    assert table.says(ADA, ProposeBank(ibans=(NEW,), called=CALL)).why == "no_call_back"
    assert table.later(31).says(ADA, ProposeBank(ibans=(NEW,), called=CALL)).why is None


def test_a_first_number_from_ones_own_records_counts_at_once() -> None:
    """One that replaces another does not."""
    table = two_admins(phone="").says(ADA, SetProfile(field=ProfileField.PHONE, value="+49 30 901820"))
    assert table.says(ADA, ProposeBank(ibans=(NEW,), called=CALL)).why is None
    table.says(ADA, SetProfile(field=ProfileField.PHONE, value="+49 30 111111"))
    assert table.says(ADA, ProposeBank(ibans=(NEW,), called=CALL)).why == "no_call_back"


def test_a_proposal_may_be_dropped_by_anybody_of_them() -> None:
    """One admin is enough to change nothing; the contacts are told."""
    table = two_admins().says(ADA, ProposeBank(ibans=(NEW,), called=CALL)).says(ADA, DropBank())
    assert (its(table).ibans, its(table).bank, table.told(TOM)) == ((OLD,), None, [K.BANK_SETTLED])


@pytest.mark.parametrize("text", ["DE88370400440532013000", "", "DE89", "hello", "ÄÖ89370400440532013000"])
def test_a_wrong_iban_is_none(text: str) -> None:
    """Its checksum does not hold."""
    with pytest.raises(ValueError, match="IBAN"):
        iban(text)
    assert two_admins().says(ADA, ProposeBank(ibans=(text,), called=CALL)).why == "bad_value"


# ---- buyers about themselves


def test_a_buyer_names_his_own_deputy_an_admin_anybodys() -> None:
    """Nobody is his own."""
    table = Table().says(ANNA, SetDeputy(deputy=IRIS))
    assert [b.deputy for b in table.dossier.buyers if b.address == ANNA] == [IRIS]
    assert table.says(ANNA, SetDeputy(deputy=KARL, of=IRIS)).why == "not_allowed"
    assert table.says(ADA, SetDeputy(deputy=KARL, of=IRIS)).why is None
    assert table.says(ANNA, SetDeputy(deputy=ANNA)).why == "bad_value"
    assert table.says(ANNA, SetDeputy(deputy=address("no@acme.example"))).why == "unknown_contact"
    assert table.says(ANNA, SetDigest(hour=24)).why == "bad_value"
    table.says(ANNA, SetDigest(hour=7, weekday=0))
    assert [(b.digest_hour, b.digest_weekday) for b in table.dossier.buyers if b.address == ANNA] == [(7, 0)]


# ---- approval of a pending supplier


def test_a_pending_supplier_is_welcomed_when_it_is_approved() -> None:
    """Enabled again, it is told that as well."""
    table = Table(who=supplier(status=SupplierStatus.PENDING)).says(ADA, SetStatus(status=SupplierStatus.APPROVED))
    assert table.told(TOM) == [K.WELCOME]
    table.says(ADA, SetStatus(status=SupplierStatus.DISABLED)).says(ADA, SetStatus(status=SupplierStatus.APPROVED))
    assert table.told(TOM) == [K.WELCOME]


def test_a_disabled_supplier_asks_for_nothing() -> None:
    """Whatever it is."""
    table = Table(order()).says(ADA, SetStatus(status=SupplierStatus.DISABLED))
    assert table.writes(ChangeProfile(field=ProfileField.NAME, value="Other Ltd")).why == "supplier_off"
    assert table.writes(Comment(text="?")).why == "supplier_off"


def test_quotes_in_draft_go_with_the_portal_and_are_mailed_back() -> None:
    """What is submitted goes on."""
    table = Table(who=supplier())
    asked = rfp(status=RfpStatus.OPEN, opened_at=table.at)
    half = Proposal(
        reference=proposal_reference(asked.reference, BOWLS),
        rfp=asked.reference,
        supplier=BOWLS,
        status=ProposalStatus.DRAFT,
        offers=(Offer(item=1, unit_price=Decimal("2.50")),),
    )
    table.dossier = replace(table.dossier, rfps=(asked,), proposals=(half,))
    table.says(ADA, SetStatus(status=SupplierStatus.DISABLED))
    assert (table.told(TOM), "ProposalDeleted" in table.facts()) == ([K.DRAFTS_RETURNED], True)
