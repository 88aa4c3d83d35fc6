"""A supplier's proposed changes in Slack: the card that asks, its buttons and window, and `/po decide` (docs/slack.md)."""

import re
from typing import TYPE_CHECKING

from bot.slack.grammar import Misspelled, Words
from channels.render.tell.registry import TELL
from channels.render.words import Words as Spoken
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.cards import Card, card
from core.commands.deciding import DecideAnswer, LineVerdict
from core.letters import Notice, NoticeKind, Person, Scene, Weight
from core.names import MessageId, Reference
from core.order import AnswerField, OrderStatus, PurchaseOrder

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.outbox import OutboxRow
    from storage.unit import Unit

K = NoticeKind
PER_LINE = 8
"""Lines with buttons of their own; an order of more is decided by typing."""
_PLACE = re.compile(r"(?P<line>\d{1,4}|all)(?::(?P<fields>[a-z,]+))?", re.IGNORECASE)
_FIELDS = {f.value: f for f in AnswerField}
ACTION = re.compile(r"order\.(?P<verb>take|refuse)\.(?P<line>\d{1,4}|all)")


# ---- the card


def message_id(bot: "Bot", order: PurchaseOrder) -> MessageId:
    """The name of the one message that asks for this order's decisions in this revision."""
    newest = max((a.at for a in order.waiting if a.at), default=None)
    when = f"{newest:%Y%m%d%H%M%S}" if newest else "none"
    return MessageId(f"<{order.reference.lower()}.decide.{when}@slack.{bot.settings.domain}>")


def asked(bot: "Bot", unit: "Unit", order: Reference) -> "OutboxRow | None":
    """The newest message that asked for a decision on this order."""
    rows = (r for r in unit.outbox.newest_on(order, 500) if r.sink == "slack")
    mine = [r for r in rows if r.message_id.startswith(f"<{order.lower()}.decide.")]
    return mine[-1] if mine else None


def buttons(order: PurchaseOrder, spoken: Spoken) -> tuple[Json, ...]:
    """Take and refuse, whole and line by line; each names the version that it was made for (docs/threats.md T28)."""
    value, say = f"{order.reference} {order.version}", spoken.say
    made = [
        blocks.button(say("slack.button.take_all"), "order.take.all", value, "primary"),
        blocks.button(say("slack.button.refuse_all"), "order.refuse.all", value, "danger"),
    ]
    lines = order.waiting if 1 < len(order.waiting) <= PER_LINE else ()
    for answer in lines:
        number = str(answer.line)
        made.append(blocks.button(say("slack.button.take_line", line=number), f"order.take.{number}", value))
        made.append(blocks.button(say("slack.button.refuse_line", line=number), f"order.refuse.{number}", value))
    return (*made, blocks.button(say("slack.button.say"), "say", order.reference))


def decision_card(bot: "Bot", order: PurchaseOrder, scene: Scene, readers: tuple[str, ...], spoken: Spoken) -> Card:
    """Ordered and proposed side by side while it waits; afterwards where the lines stand."""
    from bot.slack.cards import telling

    waits = order.status is OrderStatus.SUBMITTED and bool(order.waiting)
    kind = K.DECIDE_ANSWER if waits else K.ORDER_ANSWERED
    notice = Notice(kind=kind, weight=Weight.DECISION, document=order.reference)
    reader = Person(address=bot.policy.house.mailbox, buyer=True, language=spoken.language, time_zone=spoken.zone)
    part = TELL[kind](telling(bot, notice, scene, reader))
    foot = f"{order.reference} · {spoken.say('slack.some_values')} `/po decide {order.reference} take 1:date refuse 2 reason`"
    return card(part, readers=readers, buttons=buttons(order, spoken) if waits else (), foot=foot if waits else order.reference)


# ---- what a button, a window or a typed line decides


def verdict(verb: str, line: str, reason: str = "") -> DecideAnswer:
    """The decision of one button."""
    one = LineVerdict(take=verb == "take", line=None if line == "all" else int(line), reason=reason)
    return DecideAnswer(verdicts=(one,))


def forms(spoken: Spoken, what: str, document: str) -> tuple[str, str, tuple[Json, ...]]:
    """The window that asks why."""
    say = spoken.say
    words = blocks.input_text("reason", say("slack.window.why"), multiline=True, hint=say("slack.window.why_hint"))
    line = what.rpartition(".")[2]
    named = document if line == "all" else say("slack.window.line", document=document, line=line)
    return say("slack.window.refuse", document=named), say("slack.window.refuse_do"), (words,)


def typed(words: Words) -> DecideAnswer:
    """`take 1,2:date refuse 3 the price is agreed`: what is left over is the reason. Raises Misspelled."""
    found: list[tuple[bool, str]] = []
    take: bool | None = None
    rest = words.all().split()
    while rest:
        word = rest[0].lower()
        if word in ("take", "refuse"):
            take = word == "take"
        elif take is not None and _is_place(word):
            found += [(take, p) for p in _places(word)]
        else:
            break
        rest = rest[1:]
    if not found:
        raise Misspelled("say what to take and what to refuse: take all, take 1 2:date, refuse 3 the price is agreed")
    reason = " ".join(rest).strip("\"'")
    return DecideAnswer(verdicts=tuple(_verdict(one, place, reason) for one, place in found))


def _is_place(word: str) -> bool:
    places = _places(word)
    return bool(places) and all(_PLACE.fullmatch(p) for p in places)


def _places(word: str) -> list[str]:
    """ "1,2" is two lines; "2:date,price" is one line with two values."""
    return [word] if ":" in word else [p for p in word.split(",") if p]


def _verdict(take: bool, place: str, reason: str) -> LineVerdict:
    found = _PLACE.fullmatch(place)
    assert found
    fields = [f for f in (found["fields"] or "").lower().split(",") if f]
    if any(f not in _FIELDS for f in fields) or (fields and not take):
        raise Misspelled(f"“{place}” is not of the form 2 or (to take) 2:date,price; known are {', '.join(_FIELDS)}")
    line = None if found["line"].lower() == "all" else int(found["line"])
    return LineVerdict(take=take, line=line, fields=tuple(_FIELDS[f] for f in fields), reason=reason)
