"""Words in a document's thread: notes of the house, unless they are addressed to the supplier (docs/rules.md 6)."""

import re

from bot.slack import doing
from bot.slack.grammar import as_typed
from bot.slack.office import Session
from channels.slack.requests import Reply, Said, Told
from core.commands.buyer_people import Note, Say
from core.names import MessageId, Reference

TO_SUPPLIER = re.compile(r"^[ \t]*to supplier:[ \t]*", re.IGNORECASE | re.MULTILINE)


def thread_name(channel: str, ts: str) -> MessageId:
    """Under this name a thread's document is kept."""
    return MessageId(f"<{ts}.{channel}@slack>")


def said(session: Session, request: Said) -> Reply:
    """A line that begins with `to supplier:`, and all that follows it, goes out; everything else is a note."""
    with session.bot.store.read() as unit:
        found = unit.threads.find((thread_name(request.channel, request.thread),))
    text = as_typed(request.text)
    if not found or not text:
        return None
    which: Reference = found[0]
    begins = TO_SUPPLIER.search(text)
    if begins is None:
        doing.say(session, which, Note(text=text))
        return Told(text=f"Noted with {which}; the supplier does not see it.", channel=request.channel)
    answer = doing.say(session, which, Say(text=text[begins.end() :].strip()))
    sent = "Sent to the supplier." if answer.text.endswith("done.") or " is *" in answer.text else answer.text
    return Told(text=sent, channel=request.channel)
