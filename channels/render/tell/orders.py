"""What a supplier is told about a purchase order."""

from channels.render.blocks import Block, Codes, Heading, Paragraph, Part
from channels.render.tell import order_blocks
from channels.render.tell.telling import Telling
from core.events import (
    LineAnswersWithdrawn,
    LinesAccepted,
    LinesRejected,
    OrderCanceled,
    OrderCompleted,
    OrderRevised,
    RevisedFor,
)
from core.order import Confirmation, PurchaseOrder


def order_of(t: Telling) -> PurchaseOrder:
    """The order that is told about. Raises ValueError where the scene lacks it."""
    if t.order is None:
        raise ValueError(f"the scene lacks the order {t.document}")
    return t.order


def codes(order: PurchaseOrder) -> tuple[Block, ...]:
    """The answer as the Peppol order response codes it."""
    if order.confirmation is Confirmation.OPEN:
        return ()
    said = ", ".join(f"{a.line}={a.answer.value}" for a in sorted(order.answers, key=lambda a: a.line))
    return (Codes(text=f"Peppol Order Response: {order.confirmation.value}" + (f" ({said})" if said else "")),)


def sent(t: Telling) -> Part:
    """The order itself."""
    order = order_of(t)
    values = {"house": t.house, "order": order.reference}
    return Part(
        subject=t.words.say("order_sent.subject", **values),
        happened=t.words.say(
            "order_sent.happened", lines=t.words.count("lines", len(order.lines)), total=t.words.money(order.net), **values
        ),
        turn=t.words.say("order_sent.turn"),
        blocks=(
            order_blocks.lines(t, order),
            order_blocks.head(t, order),
            order_blocks.answers(t, order),
            Paragraph(text=t.words.say("order_sent.attached"), small=True),
        ),
    )


def _revised_for(t: Telling) -> tuple[Block, ...]:
    event = t.event
    if not isinstance(event, OrderRevised) or event.revised_for is RevisedFor.BUYER:
        return ()
    if event.revised_for is RevisedFor.CONFIRMATION:
        return (Paragraph(text=t.words.say("order_revised.for_confirmation")),)
    invoice = next((i for i in t.scene.invoices if i.reference == event.invoice), None)
    name = t.words.invoice(invoice) if invoice else str(event.invoice)
    return (Paragraph(text=t.words.say("order_revised.for_invoice", invoice=name)),)


def difference(t: Telling, order: PurchaseOrder) -> tuple[Block, ...]:
    """What a revision changed, where the scene holds the order as it was."""
    before = next((o for o in t.scene.before if o.reference == order.reference), None)
    if before is None:
        return ()
    table = order_blocks.differences(t, before, order)
    nothing = Paragraph(text=t.words.say("order_revised.nothing"))
    return Heading(text=t.words.say("order_revised.differences")), table if table.rows else nothing


def revised(t: Telling) -> Part:
    """A new revision, with the difference first."""
    order = order_of(t)
    values = {"order": order.reference, "revision": str(order.revision)}
    return Part(
        subject=t.words.say("order_revised.subject", **values),
        happened=t.words.say("order_revised.happened", house=t.house, total=t.words.money(order.net), **values),
        turn=t.words.say("order_revised.turn"),
        blocks=(
            *_revised_for(t),
            *difference(t, order),
            Heading(text=t.words.say("order_revised.now")),
            order_blocks.lines(t, order),
            order_blocks.head(t, order),
            order_blocks.answers(t, order),
            Paragraph(text=t.words.say("order_sent.attached"), small=True),
        ),
    )


def canceled(t: Telling) -> Part:
    """The order is called off."""
    order, event = order_of(t), t.event
    reason = event.reason if isinstance(event, OrderCanceled) else order.reason
    values = {"order": order.reference, "house": t.house, "total": t.words.money(order.net)}
    return Part(
        subject=t.words.say("order_canceled.subject", **values),
        happened=t.words.say("order_canceled.happened", **values),
        turn=t.words.say("order_canceled.turn"),
        chip=t.order_chip(order),
        blocks=(*t.quoted(reason, t.words.say("common.why")), t.answers(t.reply.answer("ask"))),
    )


def completed(t: Telling) -> Part:
    """Nothing more is expected on the order."""
    order, event = order_of(t), t.event
    by_hand = isinstance(event, OrderCompleted) and event.by_hand
    why = t.words.say("order_completed.by_hand", house=t.house) if by_hand else t.words.say("order_completed.by_itself")
    return Part(
        subject=t.words.say("order_completed.subject", order=order.reference),
        happened=t.words.say("order_completed.happened", order=order.reference),
        turn=t.words.say("order_completed.turn"),
        chip=t.order_chip(order),
        blocks=(Paragraph(text=why),),
    )


def acceptance(t: Telling) -> Part:
    """The supplier accepted lines; which are still open."""
    order, event = order_of(t), t.event
    left = order_blocks.open_lines(order)
    taken = event.lines if isinstance(event, LinesAccepted) else ()
    whole = order.confirmation is Confirmation.ACCEPTED
    values = {"order": order.reference, "revision": str(order.revision)}
    key = "" if whole or not taken else "_part"
    turn = t.words.say("acceptance_noted.turn")
    if left:
        turn = t.words.say("acceptance_noted.turn_part", open=order_blocks.are_open(t, left))
    return Part(
        subject=t.words.say(f"acceptance_noted.subject{key}", **values),
        happened=t.words.say(f"acceptance_noted.happened{key}", which=t.line_list(taken), **values),
        turn=turn,
        blocks=(
            *((order_blocks.lines(t, order, only=left),) if left else ()),
            order_blocks.answers(t, order),
            *t.undo(),
            *codes(order),
        ),
    )


def rejection(t: Telling) -> Part:
    """The supplier refused lines."""
    order, event = order_of(t), t.event
    lines = event.lines if isinstance(event, LinesRejected) else ()
    reason = event.reason if isinstance(event, LinesRejected) else None
    key = "_all" if order.confirmation is Confirmation.REJECTED else ""
    return Part(
        subject=t.words.say("rejection_noted.subject", order=order.reference),
        happened=t.words.say(f"rejection_noted.happened{key}", which=t.line_list(lines), order=order.reference),
        turn=t.words.say("rejection_noted.turn"),
        blocks=(*t.quoted(reason, t.words.say("common.why")), *t.undo(), *codes(order)),
    )


def withdrawal(t: Telling) -> Part:
    """The supplier took an answer back."""
    order, event = order_of(t), t.event
    lines = event.lines if isinstance(event, LineAnswersWithdrawn) else ()
    return Part(
        subject=t.words.say("withdrawal_noted.subject", order=order.reference),
        happened=t.words.say("withdrawal_noted.happened", which=t.line_list(lines), order=order.reference),
        turn=t.words.say("withdrawal_noted.turn"),
        blocks=(order_blocks.lines(t, order, only=lines), order_blocks.answers(t, order)),
    )
