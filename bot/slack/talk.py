"""Words and files in a document's thread: kept in the house, unless they are addressed to the supplier (docs/rules.md 6)."""

import re
from dataclasses import dataclass

from bot.acting import act
from bot.slack import doing
from bot.slack.grammar import as_typed
from bot.slack.office import Session
from channels.slack.escape import dead_line
from channels.slack.files import Dropped, fetched
from channels.slack.requests import Reply, Said, Told
from core.commands.buyer_orders import MAX_FILE, AttachFile
from core.commands.buyer_people import Note, Say
from core.commands.buyer_rfps import AttachToRfp
from core.commands.command import Command
from core.errors import Refused, Unreachable
from core.names import MessageId, Reference, hash_of, safe_line
from core.order import Attached

TO_SUPPLIER = re.compile(r"^[ \t]*(?:to supplier|an (?:den )?lieferant(?:en)?)[ \t]*:[ \t]*", re.IGNORECASE | re.MULTILINE)
MOST = 10
"""Files of one message."""


def thread_name(channel: str, ts: str) -> MessageId:
    """Under this name a thread's document is kept."""
    return MessageId(f"<{ts}.{channel}@slack>")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Files:
    """What was dropped: the files, their bytes, and the names of those that are not kept, with why."""

    kept: tuple[Attached, ...] = ()
    contents: tuple[bytes, ...] = ()
    missing: tuple[str, ...] = ()


def said(session: Session, request: Said) -> Reply:
    """A line that begins with `to supplier:`, and all that follows it, goes out with the files; everything else stays here."""
    with session.bot.store.read() as unit:
        found = unit.threads.find((thread_name(request.channel, request.thread),))
    text = as_typed(request.text)
    if not found or not (text or request.files):
        return None
    begins = TO_SUPPLIER.search(text)
    files = _dropped(session, request, internal=begins is None)
    if begins is None:
        return _kept(session, found[0], text, files)
    return _sent(session, found[0], text[begins.end() :].strip(), files)


def _kept(session: Session, which: Reference, text: str, files: _Files) -> Told:
    """A note with internal files. Files that cannot be kept there do not take the words with them."""
    attached = _attaching(session, which, files)
    commands: tuple[Command, ...] = (*((Note(text=text),) if text else ()), *attached)
    outcome = _act(session, which, commands, files.contents) if commands else ""
    if outcome and attached and text:
        outcome = f"{_act(session, which, (Note(text=text),), ()) or 'The words are noted'}; the files are not kept: {outcome}"
    missing = f" Not kept: {'; '.join(files.missing)}." if files.missing else ""
    names = f" {_named(files.kept)} kept as internal." if attached and not outcome else ""
    done = f"Noted with {which}; the supplier does not see it.{names}" if commands and not outcome else outcome
    return Told(text=f"{done}{missing}".strip(), channel=session.channel)


def _sent(session: Session, which: Reference, text: str, files: _Files) -> Told:
    """Words and files in one letter; all of it, or nothing."""
    if files.missing:
        return Told(text=f"Nothing was sent: {'; '.join(files.missing)}.", channel=session.channel)
    commands: tuple[Command, ...] = (*((Say(text=text),) if text else ()), *_attaching(session, which, files))
    no = _act(session, which, commands, files.contents) if commands else "There is nothing to send."
    names = f" {_named(files.kept)} went along." if files.kept else ""
    return Told(text=no or f"Sent to the supplier.{names}", channel=session.channel)


def _named(files: tuple[Attached, ...]) -> str:
    return ", ".join(dead_line(f.name, 120) for f in files)


def _act(session: Session, which: Reference, commands: tuple[Command, ...], contents: tuple[bytes, ...]) -> str:
    """Do it all in one transaction; why not, where it was refused."""
    first, *also = commands
    outcome = act(session.bot, session.actor, which, first, keep=contents, request=session.request, also=tuple(also))
    return doing.refused(session, which, outcome.refusal).text if outcome.refusal else ""


def _attaching(session: Session, which: Reference, files: _Files) -> tuple[Command, ...]:
    """Files lie with the order, also those of an invoice's thread, or with the request for proposal."""
    with session.bot.store.read() as unit:
        invoice = unit.documents.invoice(which)
        rfp = None if invoice else unit.documents.rfp(which)
    place = invoice.orders[0] if invoice and invoice.orders else which
    return tuple(AttachToRfp(document=place, file=f) if rfp else AttachFile(document=place, file=f) for f in files.kept)


def _dropped(session: Session, request: Said, *, internal: bool) -> _Files:
    """The files of a message; one that cannot be fetched does not take the words with it."""
    found: list[tuple[Attached, bytes]] = []
    missing = [dead_line(f"{name}: more than {MOST} files", 200) for _, name in request.files[MOST:]]
    for which, name in request.files[:MOST]:
        try:
            one = fetched(session.office.client, which, MAX_FILE)
        except (Refused, Unreachable) as no:
            missing.append(dead_line(f"{name}: {no}", 200))
            continue
        if one.content is None:
            missing.append(dead_line(f"{name}: larger than {MAX_FILE // 1_000_000} MB", 200))
        else:
            found.append((_attached(one, one.content, internal), one.content))
    return _Files(kept=tuple(a for a, _ in found), contents=tuple(c for _, c in found), missing=tuple(missing))


def _attached(one: Dropped, content: bytes, internal: bool) -> Attached:
    return Attached(
        hash=hash_of(content),
        name=safe_line(one.name, 120),
        media_type=one.media_type or "application/octet-stream",
        size=len(content),
        internal=internal,
    )
