"""Messages in Slack follow from the notices of a transaction, and are written into the outbox with it (docs/slack.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot import dossiers, scenes
from bot.slack import cards, changes, instead
from channels.render.words import Words
from channels.slack.cards import Card
from channels.slack.message import Posting
from core.dossier import Actor
from core.invoice import Invoice, InvoiceStatus
from core.letters import Nature, Notice, NoticeKind, Person, Post, Scene
from core.names import MessageId, Reference
from core.order import Attached, PurchaseOrder
from core.party import Language
from core.proposal import Rfp

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.outbox import OutboxRow
    from storage.unit import Unit

K = NoticeKind
ORDER_CHANGED = frozenset(
    {
        K.ORDER_SENT,
        K.ORDER_REVISED,
        K.ORDER_CANCELED,
        K.ORDER_COMPLETED,
        K.ACCEPTANCE_NOTED,
        K.REJECTION_NOTED,
        K.WITHDRAWAL_NOTED,
        K.CHANGE_NOTED,
        K.CONTEST_SETTLED,
        K.ANSWER_DECIDED,
        K.DECIDE_ANSWER,
        K.SHIPMENT_NOTED,
        K.ORDER_SHIPPED,
        K.ORDER_ANSWERED,
    }
)
IN_THREAD = frozenset({K.SUPPLIER_COMMENT, K.ORDER_ANSWERED, K.ORDER_SHIPPED, K.COMMENT, K.UNDELIVERED, K.DELIVERY_UNKNOWN})
"""What is told in the thread of its document."""
DECIDE = {InvoiceStatus.MATCHING: K.DECIDE_MATCHING, InvoiceStatus.PENDING: K.DECIDE_APPROVAL}


def told(bot: "Bot", unit: "Unit", posts: tuple[Post, ...], scene: Scene) -> None:
    """Write the messages that go with the letters of a transaction. Nothing without a channel."""
    if bot.settings.slack is None or not bot.settings.slack.channel:
        return
    for post in posts:
        for notice in post.notices:
            if notice.kind is K.DIGEST:
                digest(bot, unit, post.to[0], notice, scene)
    from bot.slack import rfp_posting

    notices = tuple(dict.fromkeys(notice for post in posts for notice in post.notices))
    for document in dict.fromkeys(n.document for n in notices if n.document):
        mine = tuple(n for n in notices if n.document == document)
        invoice = unit.documents.invoice(document)
        order = unit.documents.order(document)
        if invoice:
            asked = _Asked(
                readers=_readers(unit, posts, document),
                clears=instead.keys(posts, document, scene.at),
                languages=tuple(p.language for p in _persons(posts, document)),
            )
            _invoice(bot, unit, invoice, scene, mine, asked)
        elif order and {n.kind for n in mine} & (ORDER_CHANGED | IN_THREAD):
            _order(bot, unit, order, scene, fresh=bool({n.kind for n in mine} & ORDER_CHANGED))
            _decision(bot, unit, order, scene, mine, posts)
        _lines(bot, unit, document, posts, scene)
    _files(bot, unit, scene)
    rfp_posting.told(bot, unit, posts, scene)
    told_of = {n.document for n in notices}
    for order in _changed(scene):
        if order.reference not in told_of and head_of(bot, unit, order.reference):
            _order(bot, unit, order, scene, fresh=True)
            _decision(bot, unit, order, scene, (), posts)


def _files(bot: "Bot", unit: "Unit", scene: Scene) -> None:
    """What the supplier has just sent along, in the thread of its order; internal files and ours are there already."""
    before = {order.reference: order.attachments for order in scene.before}
    for order in scene.orders:
        fresh = tuple(a for a in order.attachments if a.from_supplier and a not in before.get(order.reference, ()))
        _bring(bot, unit, order.reference, fresh, scene)


def _bring(bot: "Bot", unit: "Unit", document: Reference, files: tuple[Attached, ...], scene: Scene) -> None:
    head = thread_of(bot, unit, document) if files else ""
    if head:
        put(bot, unit, document, cards.brought(files, _spoken_on(bot, unit, document)), scene, under=head)


def _changed(scene: Scene) -> Iterator[PurchaseOrder]:
    """Orders that nobody is told about, but whose message shows them: completed by hand, for example."""
    before = {order.reference: order for order in scene.before}
    return (o for o in scene.orders if o.reference in before and o != before[o.reference])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Slack users whose turn it is, and the mails that a card makes needless."""

    readers: tuple[str, ...]
    clears: tuple[str, ...]
    languages: tuple[Language, ...] = ()


def _readers(unit: "Unit", posts: Iterable[Post], document: Reference) -> tuple[str, ...]:
    """Slack users who are asked to decide, as far as they are known."""
    found = (unit.people.buyer(person.address) for person in _persons(posts, document))
    return tuple(dict.fromkeys(b.slack_user for b in found if b and b.slack_user))


def _persons(posts: Iterable[Post], document: Reference) -> list[Person]:
    """Who is asked to decide on a document."""
    kinds = {*DECIDE.values(), K.DECIDE_ANSWER}
    return [p for post in posts for p in post.to if any(n.document == document and n.kind in kinds for n in post.notices)]


def spoken(bot: "Bot", unit: "Unit", documents: Iterable[PurchaseOrder | Rfp], asked: tuple[Language, ...] = ()) -> Words:
    """The language of those who are asked, else of the initiators, where they share one; else English."""
    found = set(asked)
    if not found:
        initiators = (unit.people.buyer(who) for who in {document.initiator for document in documents})
        found = {buyer.language for buyer in initiators if buyer}
    return cards.words(bot, found.pop() if len(found) == 1 else Language.EN)


def _spoken_on(bot: "Bot", unit: "Unit", document: Reference) -> Words:
    invoice, order = unit.documents.invoice(document), unit.documents.order(document)
    return spoken(bot, unit, unit.documents.orders(invoice.orders) if invoice else (order,) if order else ())


# ---- the messages of documents


def head_id(bot: "Bot", document: Reference) -> MessageId:
    """The name of the one message of a document; that message is found by it."""
    return MessageId(f"<{document.lower()}@slack.{bot.settings.domain}>")


def head_of(bot: "Bot", unit: "Unit", document: Reference) -> "OutboxRow | None":
    """The message of a document, unless there is none or it could not be posted."""
    from storage.outbox import OutboxState

    row = unit.outbox.by_message_id(head_id(bot, document))
    return None if row is None or row.state is OutboxState.FAILED else row


def thread_of(bot: "Bot", unit: "Unit", document: Reference) -> str:
    """The outbox row whose message is the head of the document's thread: that of an invoice's order, else its own."""
    invoice = unit.documents.invoice(document)
    for place in (*(invoice.orders if invoice else ()), document):
        head = head_of(bot, unit, place)
        if head:
            return head.id
    return ""


def _invoice(bot: "Bot", unit: "Unit", invoice: Invoice, scene: Scene, notices: tuple[Notice, ...], asked: "_Asked") -> None:
    """A card for what waits for a decision; later it shows what was decided."""
    head = head_of(bot, unit, invoice.reference)
    if head is None and invoice.status not in DECIDE:
        return
    order = next((o for o in scene.orders if o.reference in invoice.orders), None)
    under = _order(bot, unit, order, scene, fresh=False) if head is None and order else ""
    w = spoken(bot, unit, (o for o in scene.orders if o.reference in invoice.orders), asked.languages)
    card = cards.invoice_card(bot, invoice, scene, notices, asked.readers, spoken=w, paged=True)
    put(bot, unit, invoice.reference, card, scene, over=head, under=under, head=True, clears=asked.clears)
    if head is None:
        _bring(bot, unit, invoice.reference, invoice.sources, scene)
    for which in invoice.orders:
        known = unit.documents.order(which)
        if known and head_of(bot, unit, which):
            _order(bot, unit, known, scene, fresh=True)  # it lists its invoices with their status


def _order(bot: "Bot", unit: "Unit", order: PurchaseOrder, scene: Scene, *, fresh: bool) -> str:
    """The message of an order: posted once, then kept up to date. The row of its head."""
    head = head_of(bot, unit, order.reference)
    if head and not fresh:
        return head.id
    card = cards.order_card(bot, order, scene, unit.documents.invoices_on(order.reference), spoken(bot, unit, (order,)))
    row = put(bot, unit, order.reference, card, scene, over=head, head=True)
    return head.id if head else row


def _decision(
    bot: "Bot", unit: "Unit", order: PurchaseOrder, scene: Scene, notices: tuple[Notice, ...], posts: Iterable[Post]
) -> None:
    """What a supplier proposes is asked in the order's thread; once it is decided or overtaken, its buttons go."""
    known = unit.documents.order(order.reference) or order
    fresh = any(n.kind is K.DECIDE_ANSWER for n in notices)
    name, before = changes.message_id(bot, known), changes.asked(bot, unit, order.reference)
    again = before is not None and before.message_id == name
    w = spoken(bot, unit, (known,))
    if before:
        old = known if again or not fresh else replace(known, answers=())
        card = changes.decision_card(bot, old, replace(scene, orders=(old,)), (), w)
        put(bot, unit, order.reference, card, scene, over=before)
    if fresh and not again:
        readers = _readers(unit, posts, order.reference)
        card = changes.decision_card(bot, known, scene, readers, w)
        under, clears = thread_of(bot, unit, order.reference), instead.keys(posts, order.reference, scene.at)
        put(bot, unit, order.reference, card, scene, under=under, clears=clears, name=name)


def _lines(bot: "Bot", unit: "Unit", document: Reference, posts: tuple[Post, ...], scene: Scene) -> None:
    """What was said, in the thread of the document."""
    told: set[NoticeKind] = set()
    for post in posts:
        for notice in post.notices:
            if notice.document == document and notice.kind in IN_THREAD and notice.kind not in told:
                told.add(notice.kind)
                head = thread_of(bot, unit, document)
                if head:
                    line = cards.line(bot, notice, scene, post.to[0], _spoken_on(bot, unit, document))
                    put(bot, unit, document, line, scene, under=head, clears=instead.keys(posts, document, scene.at))


def put(
    bot: "Bot",
    unit: "Unit",
    document: Reference | None,
    card: Card,
    scene: Scene,
    *,
    over: "OutboxRow | None" = None,
    under: str = "",
    head: bool = False,
    channel: str = "",
    clears: tuple[str, ...] = (),
    name: MessageId | None = None,
) -> str:
    """Add a message to the outbox; the id of its row. Of several updates that wait, the newest counts."""
    from storage.outbox import OutboxRow

    assert bot.settings.slack is not None
    row = bot.new_id()
    message = Posting(
        channel=channel or bot.settings.slack.channel,
        text=card.text,
        blocks=card.blocks,
        colour=card.colour,
        over=over.id if over else "",
        under=under,
        aloud=(head or name is not None) and bool(under),
        clears=clears,
        page=card.page,
        files=card.files,
    )
    unit.outbox.add(
        OutboxRow(
            id=row,
            sink="slack",
            recipient=message.channel,
            envelope_sender=None,
            message_id=head_id(bot, document)
            if head and document and not over
            else name or MessageId(f"<{row}@slack.{bot.settings.domain}>"),
            document=document,
            nature=Nature.GENERATED,
            content=unit.blobs.put(message.to_bytes()),
            created_at=scene.at,
            supersede_key=f"slack/{over.id}" if over else "",
        )
    )
    return row


def refresh(bot: "Bot", document: Reference) -> None:
    """Bring the message of a document up to date: somebody saw an old one."""
    from bot.slack import rfp_posting

    with bot.store.begin() as unit:
        if rfp_posting.refreshed(bot, unit, document):
            return
        head = head_of(bot, unit, document)
        if head is None:
            return
        dossier = dossiers.for_document(unit, bot.keys[0], Actor(by="Slack"), document)
        texts = scenes.quoted(unit, dossier)
        scene = scenes.scene_of(bot, dossier, dossier, texts, bot.clock())
        invoice, order = unit.documents.invoice(document), unit.documents.order(document)
        if invoice:
            w = spoken(bot, unit, unit.documents.orders(invoice.orders))
            card = cards.invoice_card(bot, invoice, scene, (), (), spoken=w, paged=True)
            put(bot, unit, document, card, scene, over=head, head=True)
        elif order:
            _order(bot, unit, order, scene, fresh=True)
            _decision(bot, unit, order, scene, (), ())


def digest(bot: "Bot", unit: "Unit", person: Person, notice: Notice, scene: Scene) -> None:
    """The digest as a direct message, where the buyer's Slack user is known."""
    buyer = unit.people.buyer(person.address)
    if bot.settings.slack and buyer and buyer.slack_user:
        clears = (instead.key(None, person, scene.at),)
        put(bot, unit, None, cards.digest(bot, notice, scene, person), scene, channel=buyer.slack_user, clears=clears)
