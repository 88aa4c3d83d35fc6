"""Two contacts who disagree: what each said, side by side, and the choice between them (docs/rules.md 2)."""

from channels.render.blocks import Block, Cell, Column, Table
from channels.render.tell import change_blocks
from channels.render.tell.telling import Telling
from core.order import Answered, PurchaseOrder
from core.order_questions import LATER, contact_of


def who(t: Telling, answer: Answered | None) -> str:
    """The colleague who said it."""
    found = contact_of(t.scene.supplier, answer.by) if answer else None
    return (found.name or found.address) if found else t.supplier


def sides(t: Telling, order: PurchaseOrder) -> tuple[Block, ...]:
    """Each line in dispute with both answers."""
    rows = tuple(
        (
            Cell(text=str(late.line)),
            Cell(text=f"{who(t, early)}: {change_blocks.said(t.words, order, early)}" if early else t.words.say("common.none")),
            Cell(text=f"{who(t, late)}: {change_blocks.said(t.words, order, late)}", differs=True),
        )
        for late in order.contested
        for early in (order.answer_on(late.line),)
    )
    columns = (
        Column(title=t.words.say("common.pos"), narrow=True),
        Column(title=t.words.say("contest.earlier")),
        Column(title=t.words.say("contest.later")),
    )
    return (Table(columns=columns, rows=rows),) if rows else ()


def choice(t: Telling, order: PurchaseOrder, which: str) -> str:
    """A choice in words: whose answer counts."""
    late = order.contested[0] if order.contested else None
    early = order.answer_on(late.line) if late else None
    key = "contest.choose_later" if which == LATER else "contest.choose_earlier"
    return t.words.say(key, who=who(t, late if which == LATER else early))
