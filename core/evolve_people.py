"""How a fact changes a supplier or a buyer; as core/evolve.py does for documents."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from core import events as e
from core.errors import Conflict
from core.party import Buyer, ChangeRequest, ProfileField, RequestKind, Supplier

CONTACTS = frozenset({RequestKind.ADD_CONTACT, RequestKind.REMOVE_CONTACT})


def supplier_after(supplier: Supplier | None, event: e.SupplierEvent, at: datetime) -> Supplier:
    """The supplier after the fact. Raises Conflict for a fact that cannot happen to it."""
    if isinstance(event, e.SupplierAdded | e.SupplierChanged):
        return event.supplier
    if supplier is None or supplier.id != event.supplier:
        raise Conflict(f"{event.supplier} is not the supplier that was loaded")
    match event:
        case e.ContactAdded() | e.ContactChanged():
            return supplier.with_contact(event.contact)
        case e.ContactAway():
            away = supplier.contact(event.address)
            return supplier.with_contact(replace(away, away_until=event.until)) if away else supplier
        case e.ContactRemoved():
            return replace(supplier, contacts=tuple(c for c in supplier.contacts if c.address != event.address))
        case e.ChangeRequested():
            older = tuple(r for r in supplier.requests if not _same_matter(r, event.request))
            return replace(supplier, requests=(*older, event.request), requested=event.request.number)
        case e.RequestSettled():
            return replace(supplier, requests=tuple(r for r in supplier.requests if r.number != event.request.number))
        case e.ProfileChanged():
            return _profile(supplier, event, at)
        case e.BankProposed():
            return replace(supplier, bank=event.proposal)
        case e.BankSettled():
            accounts = supplier.bank.ibans if event.confirmed and supplier.bank else supplier.ibans
            return replace(supplier, ibans=accounts, bank=None)
    assert_never(event)


def _same_matter(one: ChangeRequest, other: ChangeRequest) -> bool:
    """The same field; of contacts, the same address."""
    return one.kind is other.kind and (one.kind not in CONTACTS or one.value == other.value)


def _profile(supplier: Supplier, event: e.ProfileChanged, at: datetime) -> Supplier:
    match event.field:
        case ProfileField.NAME:
            return replace(supplier, name=event.value)
        case ProfileField.ADDRESS:
            return replace(supplier, address=event.value)
        case ProfileField.VAT_ID:
            return replace(supplier, vat_id=event.value)
        case ProfileField.PHONE:
            fresh = bool(supplier.phone) or not event.trusted
            return replace(supplier, phone=event.value, phone_since=at if fresh else None)
    assert_never(event.field)


def buyer_after(buyer: Buyer | None, event: e.DeputySet | e.DigestSet) -> Buyer:
    """The buyer after his own choice. Raises Conflict where he has left."""
    if buyer is None:
        raise Conflict(f"{event.buyer} is no buyer any more")
    match event:
        case e.DeputySet():
            return replace(buyer, deputy=event.deputy, deputy_from=event.first, deputy_until=event.last)
        case e.DigestSet():
            return replace(buyer, digest_hour=event.hour, digest_weekday=event.weekday)
    assert_never(event)
