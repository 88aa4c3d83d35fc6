"""Proposed changes told: to the one who proposes, to the initiator who decides, and what was decided; and goods on their way."""

from channels.render.blocks import Answer, Block, Heading, Paragraph, Part, Quote
from channels.render.tell import change_blocks, order_blocks
from channels.render.tell.orders import codes, order_of
from channels.render.tell.receipt import shorten
from channels.render.tell.telling import Telling
from core.commands.deciding import with_values
from core.events import AnswersDecided, ContestSettled, OrderShipped
from core.money import Money
from core.order import AnswerField, OrderStatus, PurchaseOrder
from core.schedule import Shipment

PER_LINE = 4
"""Lines that have buttons of their own; of more the line-by-line answer has all."""


def change_noted(t: Telling) -> Part:
    """The supplier proposes other values; the order stands until the initiator has decided."""
    order = order_of(t)
    waiting, left = order.waiting, tuple(line.number for line in order.open_lines)
    turn = (
        t.words.say("change_noted.turn_part", open=order_blocks.are_open(t, left)) if left else t.words.say("change_noted.turn")
    )
    which = t.line_list(tuple(a.line for a in waiting))
    return Part(
        subject=t.words.say("change_noted.subject", order=order.reference),
        happened=t.words.say("change_noted.happened", which=which, order=order.reference),
        turn=turn,
        blocks=(
            change_blocks.proposal(t, order, waiting, t.words.say("change_noted.yours")),
            *change_blocks.reasons(t, waiting),
            *((order_blocks.answers(t, order),) if left else ()),
            *t.undo(),
            *codes(order),
        ),
    )


def _after(order: PurchaseOrder) -> Money:
    """What the order would come to if everything proposed were taken."""
    changed = {a.line: with_values(line, a, a.fields) for a in order.waiting if (line := order.line(a.line))}
    nets = (Money(amount=(changed.get(o.number) or o).net(order.currency), currency=order.currency) for o in order.lines)
    return sum(nets, Money(amount=order.net.amount * 0, currency=order.currency))


def decide_answer(t: Telling) -> Part:
    """What is proposed beside what was ordered, with ready-made answers that decide."""
    order = order_of(t)
    waiting = order.waiting
    values = {"supplier": t.supplier, "order": order.reference, "which": t.line_list(tuple(a.line for a in waiting))}
    now, then = t.words.money(order.net), t.words.money(_after(order))
    sum_key = "sum" if now != then else "sum_same"
    happened = t.words.say("decide_answer.happened", **values)
    others = tuple(n.number for n in order.lines if n.number not in {a.line for a in waiting})
    return Part(
        subject=t.words.say("decide_answer.subject", **values),
        happened=f"{happened} {t.words.say(f'decide_answer.{sum_key}', now=now, then=then)}",
        turn=t.words.say("decide_answer.turn"),
        blocks=(
            change_blocks.proposal(t, order, waiting, t.words.say("decide_answer.proposed")),
            *change_blocks.reasons(t, waiting),
            *_their_words(t),
            *_others(t, order, others),
            *_deciding(t, order),
            _elsewhere(t, order),
        ),
    )


def _their_words(t: Telling) -> tuple[Quote, ...]:
    """How the mail said it: the table is our reading."""
    found = t.scene.reading.said if t.scene.reading else ()
    words = dict.fromkeys(shorten(s.words) for s in found if s.command.word == "change" and s.words)
    return (Quote(text="\n".join(words), by=t.supplier),) if words else ()


def _others(t: Telling, order: PurchaseOrder, others: tuple[int, ...]) -> tuple[Block, ...]:
    """Where the lines stand that nothing was proposed for."""
    if not others:
        return ()
    return Heading(text=t.words.say("decide_answer.others")), order_blocks.answered_lines(t, order, only=others)


def _deciding(t: Telling, order: PurchaseOrder) -> tuple[Block, ...]:
    """Buttons that carry the decision's one-time token; without one nothing can be decided by mail (T38)."""
    token = t.notice.decides
    if token is None:
        return ()
    reply, say = t.reply.once(token), t.words.say
    made: list[Answer] = [
        reply.spelled(say("button.take_all"), say("words.take_all"), main=True),
        reply.spelled(say("button.refuse_all"), say("words.refuse_all")),
    ]
    lines = [str(a.line) for a in order.waiting]
    if 1 < len(lines) <= PER_LINE:
        for line in lines:
            made.append(reply.spelled(say("button.take_line", line=line), say("words.take_line", line=line)))
            made.append(reply.spelled(say("button.refuse_line", line=line), say("words.refuse_line", line=line)))
    each = "\n".join(_in_full(t, order, line) for line in lines[:30])
    made.append(reply.spelled(say("button.line_by_line"), each))
    return (t.answers(*made, t.reply.answer("say")), Paragraph(text=say("decide_answer.how"), small=True))


def _in_full(t: Telling, order: PurchaseOrder, line: str) -> str:
    """A line to be overwritten, with everything that can be taken of it."""
    answer = order.answer_on(int(line))
    fields: tuple[AnswerField, ...] = answer.fields if answer else ()
    named = ", ".join(change_blocks.field_name(t.words, f) for f in fields)
    return f"{t.words.say('words.take_line', line=line)} {named}"


def _elsewhere(t: Telling, order: PurchaseOrder) -> Paragraph:
    slack = t.words.say("decide_answer.in_slack", order=order.reference) if t.scene.house.slack else ""
    return Paragraph(text=t.words.say("decide_answer.elsewhere", order=order.reference) + slack, small=True)


def answer_decided(t: Telling) -> Part:
    """What was taken and what refused, why, and the order as it is now."""
    order, event = order_of(t), t.event
    before = next((o for o in t.scene.before if o.reference == order.reference), order)
    decisions = event.decisions if isinstance(event, AnswersDecided) else ()
    refused = tuple(d.line for d in decisions if d.refused)
    key = "taken" if not refused else "refused" if not any(d.taken for d in decisions) else "part"
    why = dict.fromkeys(d.reason for d in decisions if d.reason)
    values = {"order": order.reference, "house": t.house, "revision": str(order.revision), "total": t.words.money(order.net)}
    turn = "answer_decided.turn_open" if refused else "answer_decided.turn"
    return Part(
        subject=t.words.say(f"answer_decided.subject_{key}", **values),
        happened=t.words.say(f"answer_decided.happened_{key}", **values),
        turn=t.words.say(turn, which=t.line_list(refused) if refused else ""),
        blocks=(
            change_blocks.decided(t, before, decisions),
            *(quote for reason in why for quote in t.quoted(reason, t.words.say("common.why"))),
            Heading(text=t.words.say("order_revised.now")),
            order_blocks.lines(t, order),
            order_blocks.answers(t, order),
            Paragraph(text=t.words.say("order_sent.attached"), small=True),
            *codes(order),
        ),
    )


def contest_settled(t: Telling) -> Part:
    """Two contacts disagreed; which word counts now."""
    order, event = order_of(t), t.event
    lines = event.lines if isinstance(event, ContestSettled) else ()
    later = isinstance(event, ContestSettled) and event.later
    waits = any(a.line in lines for a in order.waiting)
    return Part(
        subject=t.words.say("contest_settled.subject", order=order.reference),
        happened=t.words.say(
            f"contest_settled.happened_{'later' if later else 'earlier'}", which=t.line_list(lines), order=order.reference
        ),
        turn=t.words.say("change_noted.turn" if waits else "contest_settled.turn"),
        blocks=(order_blocks.answered_lines(t, order, only=lines), order_blocks.answers(t, order)),
    )


def _sent(t: Telling, order: PurchaseOrder) -> Shipment | None:
    event = t.event
    return event.shipment if isinstance(event, OrderShipped) else order.shipments[-1] if order.shipments else None


def _too_many(t: Telling, order: PurchaseOrder, sent: Shipment | None) -> tuple[int, ...]:
    lines = (order.line(s.line) for s in sent.lines) if sent else ()
    return tuple(line.number for line in lines if line and order.shipped(line.number) > line.quantity)


def shipment_noted(t: Telling) -> Part:
    """The supplier said that goods are on their way."""
    order = order_of(t)
    sent = _sent(t, order)
    which = t.line_list(tuple(s.line for s in sent.lines) if sent else ())
    more = _too_many(t, order, sent)
    turn = t.words.say("shipment_noted.turn_more", which=t.line_list(more)) if more else t.words.say("shipment_noted.turn")
    billing = (t.reply.answer("send_invoice", main=True), t.reply.answer("as_ordered"), t.reply.answer("ask"))
    return Part(
        subject=t.words.say("shipment_noted.subject", order=order.reference),
        happened=t.words.say("shipment_noted.happened", which=which, order=order.reference),
        turn=turn,
        blocks=(*(change_blocks.shipment(t, order, sent) if sent else ()), t.answers(*billing)),
    )


def order_shipped(t: Telling) -> Part:
    """The buyer is told that goods are on their way."""
    order = order_of(t)
    sent = _sent(t, order)
    more = _too_many(t, order, sent)
    values = {"supplier": t.supplier, "order": order.reference}
    which = t.line_list(tuple(s.line for s in sent.lines) if sent else ())
    turn = t.words.say("order_shipped.turn_more", which=t.line_list(more)) if more else t.words.say("order_shipped.turn")
    canceled = order.status is OrderStatus.COMPLETED and not more
    return Part(
        subject=t.words.say("order_shipped.subject", **values),
        happened=t.words.say("order_shipped.happened", which=which, **values),
        turn=t.words.say("order_shipped.turn_completed") if canceled else turn,
        blocks=change_blocks.shipment(t, order, sent) if sent else (),
    )
