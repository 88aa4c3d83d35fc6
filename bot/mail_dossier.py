"""The dossier of a mail: the documents that its writer may talk about, and the question that it answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot import dossiers
from bot.fill_ins import documents_of
from bot.senders import Writer
from core.dossier import Actor, Dossier
from core.events import OrderEvent, OrderRevised
from core.evolve_order import order_after
from core.invoice import Invoice
from core.matching.likeness import identifier
from core.message import Attachment, Message
from core.names import Address, BlobHash, Reference
from core.order import Attached, PurchaseOrder
from core.paper import Paper
from core.party import Supplier
from core.proposal import Proposal, ProposalStatus, Rfp
from core.question import About, Question

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit

RECENT_PROPOSALS = 20


def actor_of(mail: BlobHash, message: Message, writer: Writer, supplier: Supplier | None) -> Actor:
    """Who speaks in the mail."""
    standing = writer.standing
    return Actor(
        buyer=standing.buyer.address if standing.buyer else None,
        contact=message.sender if standing.buyer is None else None,
        supplier=supplier.id if supplier and standing.buyer is None else None,
        level=standing.level,
        cause=mail,
    )


def dossier_of(
    bot: "Bot",
    unit: "Unit",
    mail: BlobHash,
    message: Message,
    writer: Writer,
    supplier: Supplier | None,
    papers: tuple[Paper, ...],
    at: datetime,
) -> Dossier:
    """Everything that the mail's commands may see and change; it came `at` this time."""
    base = Dossier(
        actor=actor_of(mail, message, writer, supplier),
        fresh=dossiers.fresh(unit, bot.keys[0]),
        supplier=supplier,
        buyers=unit.people.buyers(),
        papers=papers,
        files=tuple(attached(a) for a in message.attachments),
        statements=tuple(a.statement for a in message.attachments if a.statement),
    )
    if supplier is None:
        return base
    asked = writer.question
    sheets = documents_of(message)
    thread = (asked.document if asked else None) or writer.thread or _named_in(unit, supplier, papers, sheets)
    named = (*message.hints.numbers, *sheets, *((thread,) if thread else ()))
    orders = dossiers.orders_for(unit, supplier, named, papers)
    year = bot.clock().year
    orders, invoices = _bills(unit, replace(base, thread=thread, orders=orders), supplier, year)
    proposals = _proposals(unit, supplier, (thread, *sheets))
    questions = dossiers.questions_for(unit, thread, message.sender, invoices)
    if asked:
        questions = tuple({q.reference: q for q in (*questions, asked)}.values())
    answered = _revision_answered(unit, message, thread, orders, at)
    return replace(
        base,
        thread=thread,
        answers_revision=answered,
        as_answered=_as_answered(unit, next((o for o in orders if o.reference == thread), None), answered),
        orders=orders,
        invoices=invoices,
        credits=dossiers.credits_for(unit, supplier, papers, year),
        proposals=proposals,
        rfps=tuple(rfp.public for rfp in unit.documents.rfps(p.rfp for p in proposals)),
        questions=questions,
        asked=asked or _asked_in(message.sender, thread, questions, invoices),
        by_token=asked is not None,
        routed=writer.routed,
    )


def _bills(unit: "Unit", known: Dossier, supplier: Supplier, year: int) -> tuple[tuple[PurchaseOrder, ...], tuple[Invoice, ...]]:
    """The invoices that may be meant, with all that their orders bear, and those orders."""
    invoices = dossiers.invoices_for(unit, supplier, known.orders, known.papers, known.thread, year)
    invoices = dossiers.with_stated(unit, supplier, invoices, known.statements, year)
    orders = _all_orders(unit, known.orders, invoices)
    seen = {o.reference for o in known.orders}
    return orders, dossiers.with_all_on(unit, invoices, (o for o in orders if o.reference not in seen))


def own_dossier(
    bot: "Bot",
    unit: "Unit",
    mail: BlobHash,
    message: Message,
    writer: Writer,
    supplier: Supplier | None,
    papers: tuple[Paper, ...],
) -> Dossier:
    """What a buyer's own words in a thread of ours are about: the dossier of a command on that document, with his files."""
    actor = actor_of(mail, message, writer, supplier)
    about = dossiers.for_document(unit, bot.keys[0], actor, writer.thread)
    return replace(about, papers=papers, files=tuple(attached(a) for a in message.attachments))


def _proposals(unit: "Unit", supplier: Supplier, named: Sequence[Reference | None]) -> tuple[Proposal, ...]:
    """Those of the thread and of the fill-in files, and the newest: those of other suppliers are never kept."""
    newest = unit.documents.proposals_of(supplier.id, ProposalStatus, limit=RECENT_PROPOSALS)
    known = (unit.documents.proposal(which) for which in named if which)
    mine = (*(p for p in known if p), *newest)
    return tuple({p.reference: p for p in mine if p.supplier == supplier.id}.values())


def attached(file: Attachment) -> Attached:
    """A file of a mail as a document keeps it."""
    return Attached(hash=file.hash, name=file.name, media_type=file.media_type, size=file.size)


def _all_orders(unit: "Unit", orders: Sequence[PurchaseOrder], invoices: Sequence[Invoice]) -> tuple[PurchaseOrder, ...]:
    """Also the orders of the invoices that were found: a decision sees each of them."""
    more = unit.documents.orders(ref for i in invoices for ref in i.orders)
    return tuple({o.reference: o for o in (*orders, *more)}.values())


def _named_in(unit: "Unit", supplier: Supplier, papers: tuple[Paper, ...], sheets: tuple[Reference, ...]) -> Reference | None:
    """Without token and thread, the one open order that the attached papers and fill-in files name."""
    written = {identifier(r) for r in (*sheets, *(r for p in papers for r in p.order_references))}
    mine = [r for r in unit.documents.order_numbers(supplier.id) if identifier(r) in written] if written else []
    mine += [p.reference for which in sheets if (p := unit.documents.proposal(which)) and p.supplier == supplier.id]
    return mine[0] if len(mine) == 1 else None


def _asked_in(
    who: Address | None, thread: Reference | None, questions: Sequence[Question], invoices: Sequence[Invoice]
) -> Question | None:
    """The only open question of the thread's document or of an invoice on it; of several, none is guessed.

    Each of two contacts who disagree has a question of his own.
    """
    around = {thread} | {i.reference for i in invoices if thread and thread in i.orders}
    mine = [q for q in questions if q.about is not About.CONTACTS or q.asked_of == who]
    found = [q for q in mine if thread and q.document in around]
    return found[0] if len(found) == 1 else None


def _as_answered(unit: "Unit", order: PurchaseOrder | None, revision: int | None) -> PurchaseOrder | None:
    """The order as it was in an older revision, from its journal."""
    if order is None or revision is None or revision >= order.revision:
        return None
    then: PurchaseOrder | None = None
    for entry in unit.journal.of(order.reference):
        if isinstance(entry.event, OrderEvent):
            now = order_after(then, entry.event)
            if now.revision > revision:
                break
            then = now
    return then


def _revision_answered(
    unit: "Unit", message: Message, thread: Reference | None, orders: Sequence[PurchaseOrder], at: datetime
) -> int | None:
    """The revision that was the newest when the letter was written which this mail answers, else when the mail came."""
    order = next((o for o in orders if o.reference == thread), None)
    if order is None:
        return None
    letter = unit.outbox.by_message_id(message.hints.message_ids[0]) if message.hints.message_ids else None
    seen = letter.created_at if letter and letter.document == thread else at
    later = [j for j in unit.journal.of(order.reference) if isinstance(j.event, OrderRevised) and j.at > seen]
    return int(order.revision) - len(later)


def owner_of(unit: "Unit", which: Reference | None) -> Supplier | None:
    """The supplier of a document."""
    document = unit.documents.any(which) if which else None
    return unit.people.supplier(document.supplier) if document and not isinstance(document, Rfp) else None


def supplier_of(unit: "Unit", message: Message, papers: tuple[Paper, ...]) -> Supplier | None:
    """Whose invoice a buyer forwards: the forwarded mail's sender, else the one whose VAT id stands on it; never a guess."""
    senders = [m.sender for m in message.forwarded if m.sender]
    found = {s.id: s for who in senders for s in unit.people.suppliers_of(who)}
    if not found:
        vat_ids = {identifier(p.seller_vat) for p in papers if p.seller_vat}
        found = {s.id: s for s in unit.people.suppliers(limit=dossiers.SUPPLIERS) if s.vat_id and identifier(s.vat_id) in vat_ids}
    return next(iter(found.values())) if len(found) == 1 else None
