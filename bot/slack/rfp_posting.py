"""The message of a request for proposal in the channel, and what happens to it in its thread (docs/slack.md)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.slack import cards, instead, posting
from bot.slack.rfps import names_of
from channels.slack.cards import card
from channels.slack.rfps import rfp_part
from core.letters import Notice, NoticeKind, Person, Post, Scene
from core.names import Reference

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit

K = NoticeKind
IN_THREAD = frozenset({K.PROPOSAL_IN, K.RFP_CLOSED, K.SUPPLIER_COMMENT, K.COMMENT})
FOOT = "Notes in this thread stay in the house; a line that begins with `to supplier:` goes by mail to each who is asked."


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
    part = rfp_part(cards.words(bot), rfp, unit.documents.proposals_on(which), names_of(unit, rfp), past=rfp.past(scene.at))
    posting.put(bot, unit, which, card(part, foot=FOOT), scene, over=posting.head_of(bot, unit, which), head=True)


def _line(
    bot: "Bot", unit: "Unit", which: Reference, notice: Notice, posts: tuple[Post, ...], scene: Scene, reader: Person
) -> None:
    head = posting.head_of(bot, unit, which)
    if head:
        clears = instead.keys(posts, notice.document, scene.at)
        line = cards.line(bot, notice, scene, reader, cards.words(bot))
        posting.put(bot, unit, notice.document, line, scene, under=head.id, clears=clears)
