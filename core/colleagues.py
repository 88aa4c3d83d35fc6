"""New people at a supplier: who belongs to it, how one is introduced, and what is asked for (docs/mail.md 3, docs/rules.md 7)."""

from datetime import datetime

from core.dossier import Dossier
from core.events import ChangeRequested, ContactAdded, Event, QuestionAsked, RequestSettled
from core.freemail import FREEMAIL
from core.names import Address, Reference, domain_of
from core.party import ChangeRequest, Contact, ContactRole, Language, Level, RequestKind, Supplier, SupplierStatus
from core.policy import Policy
from core.question import About, Question, QuestionKind
from core.questions import new_question

MOST_REQUESTS = 5
"""Open requests of one supplier beyond which a colleague's mail asks nobody any more (T23)."""


def same_house(who: Address, known: Address) -> bool:
    """Whether an address belongs to the same company: its domain, or one below it, and no provider of everybody's mail."""
    domain, theirs = domain_of(who), domain_of(known)
    return domain not in FREEMAIL and theirs not in FREEMAIL and (domain == theirs or domain.endswith("." + theirs))


def change_asked(
    supplier: Supplier,
    kind: RequestKind,
    value: str,
    by: Address,
    at: datetime,
    *,
    name: str = "",
    roles: frozenset[ContactRole] = frozenset(ContactRole),
) -> tuple[ChangeRequested, ...]:
    """The next request of the supplier."""
    number = supplier.requested + 1
    request = ChangeRequest(number=number, kind=kind, value=value, asked_by=by, asked_at=at, name=name, roles=roles)
    return (ChangeRequested(supplier=supplier.id, request=request),)


def contact_request(supplier: Supplier, who: str) -> ChangeRequest | None:
    """The open request to add this address."""
    return next((r for r in supplier.requests if r.kind is RequestKind.ADD_CONTACT and r.value == who), None)


def introduced(dossier: Dossier, name: str, at: datetime, policy: Policy) -> tuple[Event, ...]:
    """A colleague wrote whose address is not on file: the contact on file is asked, once, whether he belongs there."""
    supplier, who = dossier.supplier, dossier.actor.contact
    if supplier is None or who is None or dossier.actor.level is not Level.BEARER:
        return ()
    if supplier.status is not SupplierStatus.APPROVED or not any(same_house(who, c.address) for c in supplier.contacts):
        return ()
    if contact_request(supplier, who) or len(supplier.requests) >= MOST_REQUESTS:
        return ()
    place = Reference(supplier.id)
    asked = new_question(dossier, at, policy, document=place, about=About.CONTACT, kind=QuestionKind.YES_NO, choices=(who,))
    if asked is None:
        return ()
    return (*change_asked(supplier, RequestKind.ADD_CONTACT, who, who, at, name=name), QuestionAsked(question=asked))


def vouched_for(dossier: Dossier, question: Question, yes: bool) -> tuple[Event, ...]:
    """The contact on file answered whether a colleague is added; nothing where an admin was quicker."""
    supplier = dossier.supplier
    request = contact_request(supplier, question.choices[0]) if supplier and question.choices else None
    if supplier is None or request is None:
        return ()
    settled = RequestSettled(supplier=supplier.id, request=request, confirmed=yes)
    return (settled, ContactAdded(supplier=supplier.id, contact=contact_of(supplier, request))) if yes else (settled,)


def contact_of(supplier: Supplier, request: ChangeRequest) -> Contact:
    """The contact that a request asks for; he is written to in the language of who asked, else of the first contact."""
    asked_by = supplier.contact(request.asked_by) or (supplier.contacts[0] if supplier.contacts else None)
    language = asked_by.language if asked_by else Language.EN
    return Contact(address=Address(request.value), name=request.name, language=language, roles=request.roles)
