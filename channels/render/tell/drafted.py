"""What a buyer is told about an order that he mailed in: how it was read, and the word that sends it."""

from channels.render.blocks import Block, Paragraph, Part
from channels.render.tell import order_blocks
from channels.render.tell.telling import Telling


def order_drafted(t: Telling) -> Part:
    """A Draft from a sheet; nothing goes to the supplier before the buyer says so."""
    order = t.order
    if order is None:
        raise ValueError(f"the scene lacks the order {t.document}")
    values = {"order": order.reference, "supplier": t.supplier}
    return Part(
        subject=t.words.say("order_drafted.subject", **values),
        happened=t.words.say(
            "order_drafted.happened", lines=t.words.count("lines", len(order.lines)), total=t.words.money(order.net), **values
        ),
        turn=t.words.say("order_drafted.turn"),
        chip=t.order_chip(order),
        blocks=(
            order_blocks.lines(t, order),
            order_blocks.head(t, order),
            *_submit(t),
            Paragraph(text=t.words.say("order_drafted.elsewhere", **values), small=True),
        ),
    )


def _submit(t: Telling) -> tuple[Block, ...]:
    token = t.notice.decides
    return (t.answers(t.reply.once(token).answer("submit", main=True)),) if token else ()
