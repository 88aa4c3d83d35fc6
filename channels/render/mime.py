"""A letter as the bytes that go over the wire. The same letter makes the same bytes (RFC 5322, 2045)."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.header import Header
from email.headerregistry import Address as Mailbox
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage, Message
from email.policy import SMTP, EmailPolicy, Policy
from textwrap import wrap

from core.letters import LINES_HEADER, Letter, LetterFile, Nature
from core.names import Address, MessageId, address, safe_line
from core.policy import House

LIMIT = 15_000_000
"""Bytes of a letter; more than most hosts take is split (docs/rules.md 6)."""
REFERENCES = 20
"""Most Message-IDs in References: the thread's first and the newest."""
LINE, WORD = 76, 60
"""Letters of a folded line (RFC 2047 2), and of the longest word that stands in one with the header's name."""
_MESSAGE_ID = re.compile(r"<[^<>@\s]{1,200}@[^<>@\s]{1,250}>")
_TOKEN = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimKey:
    """The key that our mails are signed with (RFC 6376): RSA in PEM."""

    domain: str
    selector: str
    private_key: bytes = field(repr=False)


class _Ids(UnstructuredHeader, BaseHeader):
    """Message-IDs folded between, never inside: the standard folding would encode a long one as a word."""

    def fold(self, *, policy: Policy) -> str:
        between = f"{policy.linesep} "
        return f"{self.name}: {between.join(str(self).split())}{policy.linesep}"


class _Subject(UnstructuredHeader, BaseHeader):
    """Folded between words: the standard folding may leave the first line empty, and writes encoded words of nothing, which
    RFC 2047 2 does not know."""

    def fold(self, *, policy: Policy) -> str:
        if self.isascii() and "=?" not in self and max(map(len, self.split()), default=0) <= WORD:
            lines = wrap(f"{self.name}: {self}", LINE, break_long_words=False, break_on_hyphens=False)
            return f"{policy.linesep} ".join(lines) + policy.linesep
        encoded = Header(str(self), "utf-8", maxlinelen=LINE, header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


def _policy() -> "EmailPolicy[EmailMessage]":
    registry = HeaderRegistry()
    for name in ("message-id", "in-reply-to", "references"):
        registry.map_to_type(name, _Ids)
    registry.map_to_type("subject", _Subject)
    return SMTP.clone(header_factory=registry, cte_type="7bit")


def _ids(ids: tuple[MessageId, ...]) -> str:
    """Only what has the form of a Message-ID gets into a header (T14)."""
    good = [i for i in ids if _MESSAGE_ID.fullmatch(i)]
    kept = good if len(good) <= REFERENCES else [good[0], *good[-(REFERENCES - 1) :]]
    return " ".join(kept)


def _mailbox(name: str, who: Address) -> Mailbox:
    checked = address(who)
    return Mailbox(display_name=safe_line(name, 100), addr_spec=checked)


def _headers(letter: Letter, date: datetime, house: House) -> Iterator[tuple[str, object]]:
    yield "From", _mailbox(house.name, house.mailbox)
    yield "To", tuple(_mailbox(person.name, person.address) for person in letter.shown_to) or (_mailbox("", letter.to),)
    yield "Reply-To", _mailbox(house.name, letter.reply_to)
    yield "Subject", safe_line(letter.subject)
    yield "Date", date
    yield "Message-ID", _ids((letter.message_id,))
    if letter.in_reply_to and _ids((letter.in_reply_to,)):
        yield "In-Reply-To", _ids((letter.in_reply_to,))
    if _ids(letter.references):
        yield "References", _ids(letter.references)
    if letter.nature is not Nature.PERSONAL:
        yield "Auto-Submitted", letter.nature.value
        # Never NDR or All: bounces are wanted.
        yield "X-Auto-Response-Suppress", "OOF, AutoReply"
    if letter.unsubscribe:
        yield "List-Unsubscribe", f"<mailto:{house.mailbox}?subject=fewer%20mails>"
    if letter.numbered:
        yield LINES_HEADER, " ".join(f"{which}@{version}" if which else "-" for which, version in letter.numbered)
    yield "X-Counterfoil-Outbox", safe_line(letter.outbox, 80)
    yield "X-Counterfoil-House", letter.message_id.rpartition("@")[2].rstrip(">")


def _attach(message: EmailMessage, file: LetterFile) -> None:
    main, _, sub = file.media_type.partition("/")
    if not (_TOKEN.fullmatch(main) and _TOKEN.fullmatch(sub)) or main in ("multipart", "message"):
        main, sub = "application", "octet-stream"
    message.add_attachment(file.content, maintype=main, subtype=sub, filename=safe_line(file.name, 120))


def _boundaries(message: Message, seed: str) -> None:
    """Boundaries from the Message-ID instead of chance: the bytes stay the same."""
    for n, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{n}_{hashlib.sha256(f'{seed}{n}'.encode()).hexdigest()[:24]}")


def build(letter: Letter, *, date: datetime, house: House, dkim: DkimKey | None = None) -> bytes:
    """The message as it is sent. Raises ValueError for an address or a Message-ID that is none."""
    if not _MESSAGE_ID.fullmatch(letter.message_id):
        raise ValueError(f"{letter.message_id!r} is no Message-ID")
    message = EmailMessage(policy=_policy())
    for name, value in _headers(letter, date, house):
        message[name] = value
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for file in letter.files:
        _attach(message, file)
    _boundaries(message, letter.message_id)
    raw = message.as_bytes()
    return _signature(raw, dkim) + raw if dkim else raw


SIGNED = (b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"content-type")
"""Headers that are signed. The first is signed once more than it is there, so that no second one can be added (RFC 6376 8.15)."""


def _signature(raw: bytes, key: DkimKey) -> bytes:
    import dkim

    made = dkim.sign(
        raw,
        key.selector.encode(),
        key.domain.encode(),
        key.private_key,
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[b"from", *SIGNED],
    )
    return bytes(made)


def _size(files: tuple[LetterFile, ...]) -> int:
    """Bytes on the wire: base64 in lines of 76 takes 4/3 and the line ends."""
    return sum(len(file.content) * 78 // 57 + 400 for file in files)


def _packed(files: tuple[LetterFile, ...], room: int) -> list[list[LetterFile]]:
    """Files in their order, as many as fit; one that fits nowhere goes alone."""
    loads: list[list[LetterFile]] = [[]]
    for file in files:
        if loads[-1] and _size((*loads[-1], file)) > room:
            loads.append([])
        loads[-1].append(file)
    return loads


def split(letter: Letter) -> tuple[Letter, ...]:
    """A letter over 15 MB as numbered letters, the first with all of its words; the others answer the first."""
    room = LIMIT - 2 * len(letter.text.encode()) - 2 * len(letter.html.encode())
    if _size(letter.files) <= room:
        return (letter,)
    loads = _packed(letter.files, room)
    return tuple(_numbered(letter, n, len(loads), tuple(load)) for n, load in enumerate(loads, 1))


def _numbered(letter: Letter, n: int, count: int, files: tuple[LetterFile, ...]) -> Letter:
    subject = f"{letter.subject} ({n}/{count})"
    if n == 1:
        return replace(letter, subject=subject, files=files)
    local, _, domain = letter.message_id.strip("<>").rpartition("@")
    names = "\n".join(f"- {file.name}" for file in files)
    return replace(
        letter,
        outbox=f"{letter.outbox}-{n}",
        subject=subject,
        text=f"{letter.subject} ({n}/{count})\n\n{names}\n",
        html="",
        message_id=MessageId(f"<{local}-{n}@{domain}>"),
        in_reply_to=letter.message_id,
        references=(*letter.references, letter.message_id),
        files=files,
    )
