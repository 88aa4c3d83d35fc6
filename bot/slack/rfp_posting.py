"""The message of a request for proposal in the channel, and what happens to it in its thread (docs/slack.md)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.slack import cards, instead, posting
from bot.slack.rfps import buttons, names_of
from bot.slack.seen import value_of
from channels.render.words import Words
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.cards import card
from channels.slack.rfps import rfp_part
from core.events import LateOffersKept
from core.letters import Notice, NoticeKind, Person, Post, Scene
from core.names import Reference
from core.proposal import Rfp

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit

K = NoticeKind
IN_THREAD = frozenset({K.PROPOSAL_IN, K.RFP_CLOSED, K.SUPPLIER_COMMENT, K.COMMENT, K.UNDELIVERED, K.DELIVERY_UNKNOWN})


def told(bot: "Bot", unit: "Unit", posts: tuple[Post, ...], scene: Scene) -> None:
    """Bring the messages of the requests concerned up to date, and say in their threads what happened."""
    for asked in dict.fromkeys(_concerned(posts, scene)):
        _head(bot, unit, asked, scene)
    said: set[object] = set()
    for post in posts:
        for notice in post.notices:
            which = _rfp_of(notice.document, scene)
            if which and notice.kind in IN_THREAD and (notice.kind, notice.event) not in said:
                said.add((notice.kind, notice.event))
                _line(bot, unit, which, notice, posts, scene, post.to[0])


def _concerned(posts: tuple[Post, ...], scene: Scene) -> Iterator[Reference]:
    for post in posts:
        for notice in post.notices:
            which = _rfp_of(notice.document, scene)
            if which:
                yield which
    if scene.reading is None:
        yield from (rfp.reference for rfp in scene.rfps if rfp.opened_at)  # completed by hand, when nobody is told


def _rfp_of(document: Reference | None, scene: Scene) -> Reference | None:
    """The request that a document is, or that it answers."""
    answered = next((p.rfp for p in scene.proposals if p.reference == document), None)
    return answered or next((r.reference for r in scene.rfps if r.reference == document), None)


def _head(bot: "Bot", unit: "Unit", which: Reference, scene: Scene) -> None:
    """Posted once, then kept up to date; the scene of a supplier's mail holds its own part only, so it is read here."""
    rfp = unit.documents.rfp(which)
    if rfp is None:
        return
    w, proposals = posting.spoken(bot, unit, (rfp,)), unit.documents.proposals_on(which)
    part = rfp_part(w, rfp, proposals, names_of(unit, rfp), scene.at)
    made = card(part, buttons=buttons(w, rfp, proposals), foot=w.say("slack.rfp.notes"), more=w.say("slack.more_lines", n="{n}"))
    posting.put(bot, unit, which, made, scene, over=posting.head_of(bot, unit, which), head=True)


def refreshed(bot: "Bot", unit: "Unit", document: Reference) -> bool:
    """Bring the message of a request up to date, also by the name of one of its proposals; whether it is one."""
    proposal = unit.documents.proposal(document)
    which = proposal.rfp if proposal else document
    if unit.documents.rfp(which) is None:
        return False
    if posting.head_of(bot, unit, which):
        _head(bot, unit, which, Scene(house=bot.policy.house, at=bot.clock()))
    return True


def _line(
    bot: "Bot", unit: "Unit", which: Reference, notice: Notice, posts: tuple[Post, ...], scene: Scene, reader: Person
) -> None:
    head, rfp = posting.head_of(bot, unit, which), unit.documents.rfp(which)
    if head and rfp:
        clears = instead.keys(posts, notice.document, scene.at)
        w = posting.spoken(bot, unit, (rfp,))
        shown, turn = _buttons(unit, w, rfp, notice)
        line = cards.line(bot, notice, scene, reader, w, buttons=shown, turn=turn)
        posting.put(bot, unit, notice.document, line, scene, under=head.id, clears=clears)


def _buttons(unit: "Unit", w: Words, rfp: Rfp, notice: Notice) -> tuple[tuple[Json, ...], str | None]:
    """What can be done with an offer, or with all of them once the deadline has passed, and the words that go with it. What
    stands in a thread is not brought up to date, so that what can be decided once is on the head of the thread."""
    proposals = unit.documents.proposals_on(rfp.reference)
    mine = next((p for p in proposals if p.reference == notice.document), None)
    compare = tuple(b for b in buttons(w, rfp, proposals) if b["action_id"] == "rfp.compare")  # the award is on the head
    if notice.kind is K.RFP_CLOSED:
        return compare, w.say("slack.rfp.turn") if compare else None
    if notice.kind is not K.PROPOSAL_IN or mine is None:
        return (), None
    reply = blocks.button(w.say("slack.button.say"), "say", mine.reference)
    if isinstance(notice.event, LateOffersKept):
        admit = blocks.button(w.say("slack.button.admit"), "rfp.admit", value_of(mine), "primary")
        return (admit, reply), w.say("slack.rfp.turn_late")
    return (*compare, reply), ""
