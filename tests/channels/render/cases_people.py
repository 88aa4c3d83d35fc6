"""Letters about people: contacts, own data, bank accounts, each with its scene."""

from dataclasses import replace

from core.events import (
    BankProposed,
    BankSettled,
    ChangeRequested,
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    QuestionAsked,
    Refused,
    RequestSettled,
    SilenceNoted,
    SupplierChanged,
    Why,
)
from core.letters import Notice, Scene
from core.names import Address, Reference, text_hash
from core.party import BankProposal, ChangeRequest, Contact, ContactRole, Language, RequestKind, SupplierStatus
from core.question import About, QuestionKind
from tests.channels.render.sample_orders import AT, PARTLY, PO, S_1, SUPPLIER, K
from tests.channels.render.sample_scenes import CHOICE, REASON, SCENE, WORDS, notice

Cases = dict[str, tuple[Notice, Scene]]
PLACE = Reference(S_1)
LENA = Address("lena@toepferei.example")
ROLES = frozenset({ContactRole.INVOICES, ContactRole.ORDERS})
NEW = Contact(address=LENA, name="Lena Vogt", language=Language.DE, roles=ROLES)
MOVE = ChangeRequest(number=3, kind=RequestKind.PHONE, value="+49 30 901820", asked_by=SUPPLIER.contacts[0].address, asked_at=AT)
JOIN = replace(MOVE, kind=RequestKind.ADD_CONTACT, value="ap@factoring.example", name="Nordfactor")
ACCOUNTS = BankProposal(
    ibans=("DE89370400440532013000",), proposed_by=Address("mara@acme.example"), proposed_at=AT, called=text_hash(WORDS)
)


def people() -> Cases:
    """To the supplier."""
    s = replace(SCENE, was=SupplierStatus.PENDING)
    approved = SupplierChanged(supplier=SUPPLIER)
    own = SUPPLIER.contacts[0]
    colleague = replace(CHOICE, document=PLACE, about=About.CONTACT, kind=QuestionKind.YES_NO, choices=(LENA,))
    introduced = replace(MOVE, kind=RequestKind.ADD_CONTACT, value=LENA, asked_by=LENA)
    return {
        "welcome": (notice(K.WELCOME, PLACE, event=approved), s),
        "welcome-again": (notice(K.WELCOME, PLACE, event=approved), replace(s, was=SupplierStatus.DISABLED)),
        "own_settings": (notice(K.OWN_SETTINGS, PLACE, event=ContactChanged(supplier=S_1, contact=own)), s),
        "own_settings-quiet": (
            notice(K.OWN_SETTINGS, PLACE, event=ContactChanged(supplier=S_1, contact=replace(own, quiet=True))),
            s,
        ),
        "change_passed_on": (notice(K.CHANGE_PASSED_ON, PLACE, event=ChangeRequested(supplier=S_1, request=MOVE)), s),
        "change_passed_on-introduced": (
            notice(K.CHANGE_PASSED_ON, PLACE, event=ChangeRequested(supplier=S_1, request=introduced)),
            s,
        ),
        "change_settled": (
            notice(K.CHANGE_SETTLED, PLACE, event=RequestSettled(supplier=S_1, request=MOVE, confirmed=True)),
            s,
        ),
        "change_settled-refused": (
            notice(
                K.CHANGE_SETTLED,
                PLACE,
                event=RequestSettled(supplier=S_1, request=JOIN, confirmed=False, reason=text_hash(REASON)),
            ),
            s,
        ),
        "contact_added": (notice(K.CONTACT_ADDED, PLACE, event=ContactAdded(supplier=S_1, contact=NEW)), s),
        "contact_removed": (notice(K.CONTACT_REMOVED, PLACE, event=ContactRemoved(supplier=S_1, address=LENA)), s),
        "bank_proposed": (notice(K.BANK_PROPOSED, PLACE, event=BankProposed(supplier=S_1, proposal=ACCOUNTS)), s),
        "bank_settled": (notice(K.BANK_SETTLED, PLACE, event=BankSettled(supplier=S_1, confirmed=True)), s),
        "bank_settled-dropped": (notice(K.BANK_SETTLED, PLACE, event=BankSettled(supplier=S_1, confirmed=False)), s),
        "question-contact": (
            notice(K.QUESTION, PLACE, event=QuestionAsked(question=colleague), question=colleague),
            s,
        ),
        "refused-language": (
            notice(K.REFUSED, None, event=Refused(why=Why.NO_SUCH_LANGUAGE, word="language", detail=", ".join(Language))),
            s,
        ),
    }


def admins() -> Cases:
    """To admins, and to the initiator of an order that nobody answers."""
    s = SCENE
    return {
        "change_asked": (notice(K.CHANGE_ASKED, PLACE, event=ChangeRequested(supplier=S_1, request=MOVE)), s),
        "change_asked-contact": (notice(K.CHANGE_ASKED, PLACE, event=ChangeRequested(supplier=S_1, request=JOIN)), s),
        "bank_to_confirm": (notice(K.BANK_TO_CONFIRM, PLACE, event=BankProposed(supplier=S_1, proposal=ACCOUNTS)), s),
        "supplier_silent": (
            notice(K.SUPPLIER_SILENT, event=SilenceNoted(document=PO, reminders=2)),
            replace(s, orders=(PARTLY,)),
        ),
    }
