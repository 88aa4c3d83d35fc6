"""What a buyer is told about an order or a request that he mailed in: how it was read, and the word that sends it; and what he
can mail in at all."""

from channels.render.blocks import Block, Cell, Column, Facts, Paragraph, Part, Table
from channels.render.tell import order_blocks, rfp_blocks
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


def rfp_drafted(t: Telling) -> Part:
    """A Draft from a sheet; nobody is asked before the buyer says so."""
    rfp = t.rfp
    if rfp is None:
        raise ValueError(f"the scene lacks the request {t.document}")
    values = {"rfp": rfp.reference, "items": t.words.count("items", len(rfp.items)), "deadline": rfp_blocks.deadline(t, rfp)}
    asked = t.words.list_of(s.name for s in t.scene.suppliers if s.id in rfp.invited)
    return Part(
        subject=t.words.say("rfp_drafted.subject", **values),
        happened=t.words.say("rfp_drafted.happened", **values),
        turn=t.words.say("rfp_drafted.turn"),
        blocks=(
            rfp_blocks.items(t, rfp),
            Facts(rows=((t.words.say("rfp_drafted.asked"), asked), *rfp_blocks.head(t, rfp).rows)),
            *_submit(t),
            Paragraph(text=t.words.say("rfp_drafted.elsewhere", **values), small=True),
        ),
    )


BUYER_HELP = ("orders", "requests", "forward", "decide", "digest", "say")


def buyer_help(t: Telling) -> Part:
    """What a buyer can do by mail, with the empty sheets."""
    say = t.words.say
    columns = (Column(title=say("help_letter.column")), Column(title=say("buyer_help.example")))
    rows = tuple((Cell(text=say(f"buyer_help.{name}")), Cell(text=say(f"buyer_help.{name}_words"))) for name in BUYER_HELP)
    return Part(
        subject=say("help_letter.subject"),
        happened=say("buyer_help.happened"),
        turn=say("buyer_help.turn"),
        blocks=(Table(columns=columns, rows=rows), Paragraph(text=say("buyer_help.attached"), small=True)),
    )


def _submit(t: Telling) -> tuple[Block, ...]:
    token = t.notice.decides
    return (t.answers(t.reply.once(token).answer("submit", main=True)),) if token else ()
