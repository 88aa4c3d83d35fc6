"""Who writes, and about what: tokens verified, threads looked up, the level decided (docs/mail.md 1 and 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.matching.likeness import identifier
from core.message import Message
from core.names import Reference, SupplierId
from core.order import OrderStatus, PurchaseOrder
from core.party import Supplier
from core.proposal import Rfp, proposal_reference
from core.question import Question
from core.tokens import verifies
from core.triage import Seen
from core.trust import OnFile, Standing, standing

if TYPE_CHECKING:
    from storage.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """The speaker of a mail and the document that is meant; `thread` None: it must be found in the words, or asked."""

    seen: Seen
    thread: Reference | None = None
    question: Question | None = None
    """The open question whose one-time token stands in the mail."""
    routed: bool = False
    """Whether a valid token or a thread of ours was found: a number on a paper is none."""

    @property
    def standing(self) -> Standing:
        """The level, and why."""
        return self.seen.standing


def recognised(unit: "Unit", message: Message, keys: tuple[bytes, ...]) -> Writer:
    """Verify the tokens, look the sender up, decide the level, and find the thread's document."""
    routes = _routes(unit, message, keys)
    owners = tuple(dict.fromkeys(s for s, _ in routes))
    sender = message.sender
    token_supplier = unit.people.supplier(owners[0]) if len(owners) == 1 else None
    on_file = OnFile(
        suppliers=unit.people.suppliers_of(sender) if sender else (),
        buyer=unit.people.buyer(sender) if sender else None,
        token_supplier=token_supplier,
        domains=unit.people.domains(),
        names=tuple(c.name for c in token_supplier.contacts if c.name) if token_supplier else (),
    )
    who = standing(sender, message.sender_name, message.authenticity, on_file)
    thread = _thread(unit, message, who.supplier, routes) if who.supplier else None
    if who.buyer:
        thread = next(_buyers_ways(unit, message, keys, routes), None)
    seen = Seen(message=message, standing=who, token_suppliers=len(owners), has_reference=bool(routes) or thread is not None)
    routed = bool(routes) or bool(unit.threads.find(message.hints.message_ids))
    return Writer(seen=seen, routed=routed, thread=thread, question=_question(unit, message, who.supplier))


def _buyers_ways(
    unit: "Unit", message: Message, keys: tuple[bytes, ...], routes: tuple[tuple[SupplierId, Reference], ...]
) -> Iterator[Reference]:
    """Documents that a buyer's mail may be about: the token of a letter to a buyer, of one to a supplier, the thread."""
    for written, token in message.hints.tokens[:20]:
        reference = Reference(written.upper())
        if verifies(token, keys, reference, None) and (unit.documents.any(reference) or _owner(unit, reference)):
            yield reference
    yield from (reference for _, reference in routes)
    yield from unit.threads.find(message.hints.message_ids)


def _routes(unit: "Unit", message: Message, keys: tuple[bytes, ...]) -> tuple[tuple[SupplierId, Reference], ...]:
    """The documents of valid tokens, each with the supplier whose token it is; an unknown token counts as none (T5)."""
    found: list[tuple[SupplierId, Reference]] = []
    for written, token in message.hints.tokens[:20]:
        reference = Reference(written.upper())
        owner = _owner(unit, reference)
        if owner and verifies(token, keys, reference, owner):
            found.append((owner, reference))
    return tuple(dict.fromkeys(found))


def _owner(unit: "Unit", reference: Reference) -> SupplierId | None:
    document = unit.documents.any(reference)
    if document:
        return None if isinstance(document, Rfp) else document.supplier
    supplier = unit.people.supplier(SupplierId(reference))
    return supplier.id if supplier else None


def _thread(
    unit: "Unit", message: Message, supplier: Supplier, routes: tuple[tuple[SupplierId, Reference], ...]
) -> Reference | None:
    """Token, then In-Reply-To and References, then the tag in the subject, then a number in the words (docs/mail.md 1).

    The first that names one document of this supplier decides. Of a thread the nearest mail counts; where the address, the
    subject or the words name two documents, nothing is guessed.
    """
    mine_by_token = tuple(ref for owner, ref in routes if owner == supplier.id and str(ref) != supplier.id)
    to_us = tuple(ref for ref in mine_by_token if any(f"+{ref.lower()}." in who for who in message.recipients))
    ways = (
        (to_us, False),
        (unit.threads.find(message.hints.message_ids), True),
        (mine_by_token, True),
        (tuple(Reference(t.upper()) for t in message.hints.tags), False),
        (_by_number(unit, message, supplier), False),
    )
    for way, in_order in ways:
        mine = tuple(dict.fromkeys(ref for ref in way if _belongs(unit, ref, supplier)))
        if mine:
            return mine[0] if in_order or len(mine) == 1 else None
    return None


def _belongs(unit: "Unit", reference: Reference, supplier: Supplier) -> bool:
    document = unit.documents.any(reference)
    hidden = isinstance(document, PurchaseOrder) and document.status is OrderStatus.DRAFT
    return document is not None and not isinstance(document, Rfp) and document.supplier == supplier.id and not hidden


def _by_number(unit: "Unit", message: Message, supplier: Supplier) -> tuple[Reference, ...]:
    """Open orders of the supplier whose number stands in the new words or the subject, and its proposals on such requests."""
    written = {identifier(n) for n in message.hints.numbers}
    orders = tuple(r for r in unit.documents.order_numbers(supplier.id) if identifier(r) in written) if written else ()
    asked = (Reference(n) for n in message.hints.numbers if n.startswith("RFP-"))
    return (*orders, *(name for n in asked if unit.documents.proposal(name := proposal_reference(n, supplier.id))))


def _question(unit: "Unit", message: Message, supplier: Supplier | None) -> Question | None:
    for token in message.hints.one_time[:5]:
        found = unit.questions.by_token(token)
        if found and (supplier is None or found.supplier == supplier.id):
            return found
    return None
