"""Who a notice goes to: the writer, contacts by role, initiators, approvers, admins (docs/rules.md 10)."""

from datetime import date
from enum import StrEnum

from core import events as e
from core.approval import approvers, deciders, instead, newly_asked, with_deputies
from core.dossier import Dossier
from core.engine import Outcome
from core.invoice import Invoice, InvoiceStatus
from core.letters import Notice, NoticeKind, Person
from core.names import Address, Reference
from core.party import Buyer, BuyerRole, Contact, ContactRole, Language, Supplier, SupplierStatus
from core.policy import Policy
from core.question import About
from core.reminders import reminded

K = NoticeKind


class Audience(StrEnum):
    """Who a notice goes to."""

    WRITER = "writer"
    ORDER_CONTACTS = "order_contacts"
    INVOICE_CONTACTS = "invoice_contacts"
    INITIATOR = "initiator"
    DECIDERS = "deciders"
    APPROVERS = "approvers"
    ASKED = "asked"
    PROPOSAL_CONTACTS = "proposal_contacts"
    CONTACTS = "contacts"
    """All contacts of the supplier, whatever their roles; of one that left, he too."""
    REMINDED = "reminded"
    NEWLY_ASKED = "newly_asked"
    """Approvers since the last step of escalation; of a difference that nobody decides, the admins."""
    ACCOUNTANTS = "accountants"
    ADMINS = "admins"
    """All but the one who speaks."""


def readers(audience: Audience, notice: Notice, outcome: Outcome, policy: Policy, on: date | None) -> tuple[Person, ...]:
    """The people of an audience for one notice. `on`: the day, for those who stand in for a buyer."""
    dossier = outcome.dossier
    invoice = dossier.invoice(notice.document) if notice.document else None
    match audience:
        case Audience.WRITER:
            writer = writer_of(dossier)
            return (writer,) if writer else ()
        case Audience.ASKED:
            return _asked(notice, dossier)
        case Audience.ORDER_CONTACTS | Audience.PROPOSAL_CONTACTS:
            proposal = dossier.proposal(notice.document) if notice.document else None
            role = ContactRole.INVOICES if invoice else ContactRole.PROPOSALS if proposal else ContactRole.ORDERS
            return _contacts(owner_of(dossier, notice.document), role)
        case Audience.INVOICE_CONTACTS:
            vouching = notice.question is not None and notice.question.about is About.SENDER
            return _asked(notice, dossier) if vouching else _invoice_contacts(dossier, notice.kind)
        case Audience.CONTACTS:
            return _everybody(notice, outcome)
        case Audience.REMINDED:
            role = ContactRole.INVOICES if invoice else ContactRole.ORDERS
            return tuple(person(c) for c in reminded(dossier.supplier, role, on)) if dossier.supplier and on else ()
        case Audience.NEWLY_ASKED:
            return _newly_asked(invoice, dossier, policy, on)
        case Audience.ADMINS:
            admins = tuple(b for b in dossier.buyers if b.may(BuyerRole.ADMIN) and b.address != dossier.actor.buyer)
            return tuple(person(b) for b in admins)
        case Audience.ACCOUNTANTS:
            return _buyers(dossier, tuple(b.address for b in dossier.buyers if b.may(BuyerRole.ACCOUNTANT)))
        case Audience.INITIATOR:
            return _buyers(dossier, _initiators(dossier, notice.document, invoice))
        case Audience.DECIDERS:
            who = deciders(invoice, dossier.orders) if invoice else _initiators(dossier, notice.document, None)
            return _buyers(dossier, with_deputies(who, dossier.buyers, on))
        case Audience.APPROVERS:
            return _buyers(dossier, approvers(invoice, dossier.orders, dossier.buyers, policy, on) if invoice else ())


def _asked(notice: Notice, dossier: Dossier) -> tuple[Person, ...]:
    """The one who is asked, alone: a one-time token has one reader."""
    question, supplier = notice.question, dossier.supplier
    contact = supplier.contact(question.asked_of) if question and supplier else None
    return (person(contact),) if contact else ()


def _initiators(dossier: Dossier, document: Reference | None, invoice: Invoice | None) -> tuple[Address, ...]:
    """Who is told of a supplier's words: the initiator; where there is none, the accountants."""
    credit = next((c for c in dossier.credits if c.reference == document), None)
    invoice = dossier.invoice(credit.invoice) if credit and credit.invoice else invoice
    orders = invoice.orders if invoice else (document,)
    proposal = dossier.proposal(document) if document else None
    asked = (document, proposal.rfp if proposal else None)
    mine = [o.initiator for o in dossier.orders if o.reference in orders]
    mine += [r.initiator for r in dossier.rfps if r.reference in asked]
    found = tuple(dict.fromkeys(mine))
    return found or tuple(b.address for b in dossier.buyers if b.may(BuyerRole.ACCOUNTANT))


def owner_of(dossier: Dossier, document: Reference | None) -> Supplier | None:
    """Whose document it is: the supplier of the dossier, or one of several."""
    proposal = dossier.proposal(document) if document else None
    order = dossier.order(document) if document else None
    owner = proposal.supplier if proposal else order.supplier if order else None
    return dossier.party(owner) if owner else dossier.supplier


def _contacts(supplier: Supplier | None, role: ContactRole) -> tuple[Person, ...]:
    if supplier is None or supplier.status is SupplierStatus.PENDING:
        return ()
    return tuple(person(c) for c in supplier.contacts_for(role))


NEWS = frozenset({K.INVOICE_MATCHING, K.INVOICE_PENDING, K.INVOICE_APPROVED, K.INVOICE_PARTLY_PAID, K.CREDIT_RECEIVED})
"""Told without being asked, and nothing to do: a contact who wants fewer mails is spared them (docs/rules.md 7)."""


def _invoice_contacts(dossier: Dossier, kind: NoticeKind) -> tuple[Person, ...]:
    supplier, writer = dossier.supplier, dossier.actor.contact
    quiet = {c.address for c in supplier.contacts if c.quiet and c.address != writer} if supplier and kind in NEWS else set()
    return tuple(p for p in _contacts(supplier, ContactRole.INVOICES) if p.address not in quiet)


def _everybody(notice: Notice, outcome: Outcome) -> tuple[Person, ...]:
    """All contacts, and one that has just been removed: who takes his place must not do so in silence."""
    supplier, before = outcome.dossier.supplier, outcome.before.supplier
    if supplier is None or supplier.status is SupplierStatus.PENDING:
        return ()
    gone = before.contact(notice.event.address) if before and isinstance(notice.event, e.ContactRemoved) else None
    return tuple(person(c) for c in (*supplier.contacts, *((gone,) if gone else ())))


def _newly_asked(invoice: Invoice | None, dossier: Dossier, policy: Policy, on: date | None) -> tuple[Person, ...]:
    if invoice is None or on is None:
        return ()
    if invoice.status is InvoiceStatus.MATCHING:
        return _buyers(dossier, instead(invoice, dossier.orders, dossier.buyers))
    fresh = newly_asked(invoice, dossier.orders, dossier.buyers, policy, on)
    return tuple(person(b) for b in dossier.buyers if b.address in fresh)


def _buyers(dossier: Dossier, addresses: tuple[Address, ...]) -> tuple[Person, ...]:
    """These buyers; where none of them is a buyer any more, the admins."""
    found = [b for b in (dossier.buyer(a) for a in addresses) if b is not None]
    return tuple(person(b) for b in found or (b for b in dossier.buyers if b.may(BuyerRole.ADMIN)))


def writer_of(dossier: Dossier) -> Person | None:
    """Who wrote the mail: a supplier's contact, also a bearer whose address is not on file, or a buyer; never a stranger."""
    actor, supplier = dossier.actor, dossier.supplier
    buyer = dossier.buyer(actor.buyer) if actor.cause else None
    if buyer:
        return person(buyer)
    if actor.contact is None or supplier is None:
        return None
    contact = supplier.contact(actor.contact)
    if contact:
        return person(contact)
    language = supplier.contacts[0].language if supplier.contacts else Language.EN
    return Person(address=actor.contact, language=language)


def person(who: Contact | Buyer) -> Person:
    """How somebody is written to."""
    zone = who.time_zone if isinstance(who, Buyer) else ""
    return Person(address=who.address, name=who.name, language=who.language, time_zone=zone, buyer=isinstance(who, Buyer))
