"""Who sells and who buys: master data first, then labels, letter-heads, feet and address blocks."""

import re
from dataclasses import dataclass

from core.knowledge import Knowledge, KnownParty
from parsers.invoice.accounts import account_of, vats_of
from parsers.invoice.blocks import addresses
from parsers.invoice.fields import whole_text
from parsers.invoice.identifiers import vat_valid
from parsers.invoice.sellers import confirmed, seller_name
from parsers.invoice.sides import buyer_side, labelled, squashed
from parsers.invoice.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """What is known of both sides. `seller_sure`, `buyer_sure`, `vat_sure`: something says that it is the seller, the buyer, or
    the seller's VAT id."""

    seller_name: str | None = None
    seller_vat: str | None = None
    vat_valid: bool = False
    vat_sure: bool = False
    buyer_name: str | None = None
    buyer_vat: str | None = None
    iban: str | None = None
    iban_valid: bool = False
    supplier: KnownParty | None = None
    seller_sure: bool = False
    buyer_sure: bool = False


def parties(view: View, knowledge: Knowledge) -> Parties:
    """Both sides of a paper."""
    text = whole_text(view)
    supplier = known_party(text, knowledge.suppliers)
    every = tuple(addresses(view))
    side = buyer_side(view, every)
    ours = _present(text, knowledge.buyer)
    buyer = ours or (side.name if side else None)
    label = next(labelled(view, "seller"), None)
    seller = (_present(text, supplier) if supplier else None) or seller_name(view, every, buyer, side)
    buyer_known = bool(ours or (side and side.sure))
    addressed = {squashed(name) for block in every for name in block.names()}
    shown = bool(seller) and (confirmed(view, seller or "") or (buyer_known and squashed(seller or "") in addressed))
    sure = bool(supplier or label or shown)
    account = account_of(view, knowledge, supplier)
    vats = vats_of(view, side, label, knowledge, supplier, account)
    return Parties(
        seller_name=seller,
        seller_vat=vats.own,
        vat_valid=bool(vats.own) and vat_valid(vats.own or ""),
        vat_sure=vats.sure or (sure and vats.placed),
        buyer_name=buyer,
        buyer_vat=vats.theirs,
        iban=account.value if account else None,
        iban_valid=account.valid if account else False,
        supplier=supplier,
        seller_sure=sure,
        buyer_sure=buyer_known or sure,
    )


def known_party(text: str, suppliers: tuple[KnownParty, ...]) -> KnownParty | None:
    """The one supplier whose identifiers or name stand on the page; identifiers weigh more."""
    letters = re.sub(r"[^a-z0-9\n]", "", text)
    by_id = [s for s in suppliers if any(squashed(i) in letters for i in (*s.vat_ids, *s.ibans) if len(i) >= 8)]
    if len(by_id) == 1:
        return by_id[0]
    by_name = [s for s in by_id or suppliers if any(len(squashed(n)) >= 4 and squashed(n) in letters for n in s.names)]
    return by_name[0] if len(by_name) == 1 else None


def _present(text: str, party: KnownParty) -> str | None:
    """The name of a known party as its master data has it, if it or an identifier stands on the page."""
    letters = re.sub(r"[^a-z0-9\n]", "", text)
    for name in sorted(party.names, key=len, reverse=True):
        if len(squashed(name)) >= 4 and squashed(name) in letters:
            return name
    if party.names and any(squashed(i) in letters for i in (*party.vat_ids, *party.ibans) if len(i) >= 8):
        return party.names[0]
    return None
