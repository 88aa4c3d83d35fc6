"""What an admin decides about a supplier's data: requests, the profile, bank details by two persons (docs/rules.md 7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from core.colleagues import contact_of
from core.commands.command import Command, Who
from core.dossier import Dossier
from core.events import (
    BankProposed,
    BankSettled,
    ContactAdded,
    ContactRemoved,
    Event,
    ProfileChanged,
    QuestionClosed,
    Refused,
    RequestSettled,
    Why,
)
from core.iban import iban
from core.names import Address, text_hash
from core.party import BankProposal, BuyerRole, ChangeRequest, ProfileField, RequestKind, Supplier
from core.policy import Policy
from core.profile import cleaned
from core.question import About, QuestionState

ADMIN = frozenset({Who.ADMIN})
FRESH = timedelta(days=30)
"""A phone number that came by mail, or replaced another one, so short a time ago proves nothing in a call-back."""
NOTE = 10
"""Letters of a note that says who was called, when and on which number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRequest(Command):
    """Confirm or refuse a change that a supplier asked for."""

    word: ClassVar[str] = "request"
    who: ClassVar[frozenset[Who]] = ADMIN
    number: int = 0
    confirmed: bool = True
    reason: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """The request goes; what was confirmed is done, and the supplier is told."""
        supplier = dossier.supplier
        request = supplier.request(self.number) if supplier else None
        if supplier is None or request is None:
            return (Refused(why=Why.NO_REQUEST, word=self.word, detail=str(self.number)),)
        reason = text_hash(self.reason) if self.reason.strip() else None
        if not self.confirmed and reason is None:
            return (Refused(why=Why.NEEDS_REASON, word=self.word),)
        if self.confirmed and request.kind is RequestKind.REMOVE_CONTACT and self._stays(supplier, request):
            return (Refused(why=Why.LAST_CONTACT, word=self.word),)
        settled = RequestSettled(supplier=supplier.id, request=request, confirmed=self.confirmed, reason=reason)
        change = _change(supplier, request) if self.confirmed else ()
        return (settled, *change, *_questions_closed(dossier, request))

    def _stays(self, supplier: Supplier, request: ChangeRequest) -> bool:
        return {c.address for c in supplier.contacts} <= {request.value}

    def texts(self) -> tuple[str, ...]:
        """The reason."""
        return (self.reason,)


def _change(supplier: Supplier, request: ChangeRequest) -> tuple[Event, ...]:
    match request.kind:
        case RequestKind.ADD_CONTACT:
            return (ContactAdded(supplier=supplier.id, contact=contact_of(supplier, request)),)
        case RequestKind.REMOVE_CONTACT:
            known = supplier.contact(Address(request.value))
            return (ContactRemoved(supplier=supplier.id, address=known.address),) if known else ()
        case _:
            field = ProfileField(request.kind.value)
            return (ProfileChanged(supplier=supplier.id, field=field, value=request.value, trusted=False),)


def _questions_closed(dossier: Dossier, request: ChangeRequest) -> tuple[Event, ...]:
    """Whoever was asked about the same colleague need not answer any more."""
    same = (q for q in dossier.questions if q.about is About.CONTACT and q.state is QuestionState.OPEN)
    mine = (q for q in same if request.kind is RequestKind.ADD_CONTACT and q.choices == (request.value,))
    return tuple(QuestionClosed(question=q.reference) for q in mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProfile(Command):
    """Set a supplier's name, address, VAT id or phone number from the buyer's own records."""

    word: ClassVar[str] = "change"
    who: ClassVar[frozenset[Who]] = ADMIN
    field: ProfileField = ProfileField.NAME
    value: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Changed, unless the value cannot be one."""
        value = cleaned(self.field, self.value)
        if dossier.supplier is None or value is None:
            return (Refused(why=Why.BAD_VALUE, word=self.word, detail=self.field.value),)
        return (ProfileChanged(supplier=dossier.supplier.id, field=self.field, value=value, trusted=True),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeBank(Command):
    """Propose other bank accounts for a supplier, after a call-back to the number on file; a second admin confirms."""

    word: ClassVar[str] = "bank"
    who: ClassVar[frozenset[Who]] = ADMIN
    ibans: tuple[str, ...] = ()
    called: str = ""

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Proposed; nothing is changed yet, and the contacts on file are told."""
        supplier, me = dossier.supplier, dossier.actor.buyer
        if supplier is None or me is None:
            return (Refused(why=Why.UNKNOWN_DOCUMENT, word=self.word),)
        if sum(b.may(BuyerRole.ADMIN) for b in dossier.buyers) < 2:
            return (Refused(why=Why.ONE_ADMIN, word=self.word),)
        fresh = supplier.phone_since is not None and at - supplier.phone_since < FRESH
        if not supplier.phone or fresh or len(self.called.strip()) < NOTE:
            return (Refused(why=Why.NO_CALL_BACK, word=self.word, detail=supplier.phone),)
        try:
            accounts = tuple(dict.fromkeys(iban(text) for text in self.ibans))
        except ValueError:
            accounts = ()
        if not accounts or accounts == supplier.ibans:
            return (Refused(why=Why.BAD_VALUE, word=self.word, detail="iban"),)
        proposal = BankProposal(ibans=accounts, proposed_by=me, proposed_at=at, called=text_hash(self.called))
        return (BankProposed(supplier=supplier.id, proposal=proposal),)

    def texts(self) -> tuple[str, ...]:
        """The note of the call."""
        return (self.called,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBank(Command):
    """Confirm bank accounts that another admin proposed. `ibans` are those that were shown: others are not confirmed."""

    word: ClassVar[str] = "bank-confirm"
    who: ClassVar[frozenset[Who]] = ADMIN
    ibans: tuple[str, ...] = ()

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """Changed, by two persons."""
        supplier = dossier.supplier
        if supplier is None or supplier.bank is None or supplier.bank.ibans != self.ibans:
            return (Refused(why=Why.NO_REQUEST, word=self.word),)
        if supplier.bank.proposed_by == dossier.actor.buyer:
            return (Refused(why=Why.FOUR_EYES, word=self.word, detail=_others(dossier, supplier.bank)),)
        return (BankSettled(supplier=supplier.id, confirmed=True),)


def _others(dossier: Dossier, proposal: BankProposal) -> str:
    return ", ".join(b.address for b in dossier.buyers if b.may(BuyerRole.ADMIN) and b.address != proposal.proposed_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class DropBank(Command):
    """Drop bank accounts that were proposed; those on file stay."""

    word: ClassVar[str] = "bank-drop"
    who: ClassVar[frozenset[Who]] = ADMIN

    def decide(self, dossier: Dossier, at: datetime, policy: Policy) -> tuple[Event, ...]:
        """One admin is enough to change nothing."""
        supplier = dossier.supplier
        if supplier is None or supplier.bank is None:
            return (Refused(why=Why.NO_REQUEST, word=self.word),)
        return (BankSettled(supplier=supplier.id, confirmed=False),)
