"""What a supplier says about itself: its contacts, its data, its language, fewer mails (docs/rules.md 7)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from core.colleagues import change_asked, same_house
from core.commands.command import Command, PassedOn, Who
from core.dossier import Dossier
from core.events import ContactAdded, ContactChanged, ContactRemoved, Event, Refused, Why
from core.names import Address
from core.party import Contact, ContactRole, Language, ProfileField, RequestKind, Supplier
from core.policy import Policy
from core.profile import cleaned, now_is

SUPPLIER = frozenset({Who.SUPPLIER})


def _self(dossier: Dossier) -> tuple[Supplier, Contact] | None:
    """The supplier and the contact who speaks."""
    supplier, who = dossier.supplier, dossier.actor.contact
    contact = supplier.contact(who) if supplier and who else None
    return (supplier, contact) if supplier and contact else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContact(PassedOn):
    """Add or remove a contact. What a hijacked mailbox could do harm with is a request that an admin confirms."""

    word: ClassVar[str] = "contact"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    add: Address | None = None
    remove: Address | None = None
    role: ContactRole | None = None

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """A colleague of the same domain is added at once, and who leaves removes himself; all else is asked for."""
        found = _self(dossier)
        if found is None:
            return ()
        if self.add:
            return self._added(*found, self.add, at)
        return self._removed(*found, self.remove, at) if self.remove else ()

    def _added(self, supplier: Supplier, me: Contact, who: Address, at: datetime) -> tuple[Event, ...]:
        roles = frozenset({self.role}) if self.role else frozenset(ContactRole)
        known = supplier.contact(who)
        if known and (self.role is None or self.role in known.roles):
            return (Refused(why=Why.EXISTS_ALREADY, word=self.word, detail=who),)
        if known:
            return (ContactChanged(supplier=supplier.id, contact=replace(known, roles=known.roles | roles)),)
        if same_house(who, me.address):
            return (ContactAdded(supplier=supplier.id, contact=Contact(address=who, language=me.language, roles=roles)),)
        return change_asked(supplier, RequestKind.ADD_CONTACT, who, me.address, at, roles=roles)

    def _removed(self, supplier: Supplier, me: Contact, who: Address, at: datetime) -> tuple[Event, ...]:
        if supplier.contact(who) is None:
            return (Refused(why=Why.UNKNOWN_CONTACT, word=self.word, detail=who),)
        if len(supplier.contacts) == 1:
            return (Refused(why=Why.LAST_CONTACT, word=self.word),)
        if who == me.address:
            return (ContactRemoved(supplier=supplier.id, address=who),)
        return change_asked(supplier, RequestKind.REMOVE_CONTACT, who, me.address, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProfile(PassedOn):
    """Change the own name, address, VAT id or phone number: an admin confirms it."""

    word: ClassVar[str] = "profile"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    field: ProfileField = ProfileField.NAME
    value: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Asked for; a value that cannot be one is left to a person, in the supplier's words."""
        found, value = _self(dossier), cleaned(self.field, self.value)
        if found is None or value is None:
            return ()
        supplier, me = found
        if now_is(supplier, self.field) == value:
            return (Refused(why=Why.EXISTS_ALREADY, word=self.word, detail=self.field.value),)
        return change_asked(supplier, RequestKind(self.field.value), value, me.address, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLanguage(Command):
    """Write to me in this language (ISO 639-1)."""

    word: ClassVar[str] = "language"
    who: ClassVar[frozenset[Who]] = SUPPLIER
    code: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """At once, for the contact who asks; the answer is in it."""
        found = _self(dossier)
        if found is None:
            return (Refused(why=Why.NOT_YOURS, word=self.word),)
        supplier, me = found
        if self.code not in set(Language):
            return (Refused(why=Why.NO_SUCH_LANGUAGE, word=self.word, detail=", ".join(Language)),)
        return (ContactChanged(supplier=supplier.id, contact=replace(me, language=Language(self.code))),)


@dataclass(frozen=True, slots=True, kw_only=True)
class FewerMails(Command):
    """Write less often: no reminders, and no news that needs nothing of me."""

    word: ClassVar[str] = "quiet"
    who: ClassVar[frozenset[Who]] = SUPPLIER

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """At once, for the contact who asks."""
        found = _self(dossier)
        if found is None:
            return (Refused(why=Why.NOT_YOURS, word=self.word),)
        supplier, me = found
        return (ContactChanged(supplier=supplier.id, contact=replace(me, quiet=True)),)
