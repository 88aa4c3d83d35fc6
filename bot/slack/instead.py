"""Mails that a message in Slack makes needless: they wait 15 minutes, and go out if Slack stays away (docs/slack.md)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from core.letters import NoticeKind, Person, Post
from core.names import Reference

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit

K = NoticeKind
IN_SLACK = frozenset(
    {
        K.DECIDE_MATCHING,
        K.DECIDE_APPROVAL,
        K.DECIDE_ANSWER,
        K.ORDER_ANSWERED,
        K.ORDER_SHIPPED,
        K.SUPPLIER_COMMENT,
        K.DIGEST,
        K.PROPOSAL_IN,
        K.RFP_CLOSED,
    }
)
"""What a buyer is told in Slack where he is known there (docs/rules.md 10)."""


def waits(bot: "Bot", unit: "Unit", post: Post, person: Person, at: datetime) -> str:
    """The key under which a mail waits for its message; empty for one that goes out at once."""
    if bot.settings.slack is None or not bot.settings.slack.channel or not person.buyer:
        return ""
    buyer = unit.people.buyer(person.address)
    told_there = {notice.kind for notice in post.notices} <= IN_SLACK
    first = post.notices[0]
    return key(first.document, person, at) if told_there and buyer is not None and buyer.slack_user else ""


def key(document: Reference | None, person: Person, at: datetime) -> str:
    """One transaction, one document, one reader: one mail."""
    return f"slack/{document or 'digest'}/{person.address}/{at.isoformat()}"


def keys(posts: Iterable[Post], document: Reference | None, at: datetime) -> tuple[str, ...]:
    """The mails that are needless once the message of this document has arrived."""
    return tuple(dict.fromkeys(_keys(posts, document, at)))


def _keys(posts: Iterable[Post], document: Reference | None, at: datetime) -> Iterator[str]:
    for post in posts:
        if post.notices[0].document == document and {n.kind for n in post.notices} <= IN_SLACK:
            yield from (key(document, person, at) for person in post.to if person.buyer)
