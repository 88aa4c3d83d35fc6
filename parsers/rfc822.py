"""A delivery becomes a message: every mail that a server can hand over is read, or says why not (docs/mail.md 1 to 5)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from core.message import Attachment, Channel, Delivery, Hints, MailKind, Message
from core.names import Address
from parsers.attachments import files_of, judged
from parsers.authentic import authenticity_of, sender_of
from parsers.away import away_until
from parsers.bounce import read_bounce
from parsers.containers import OLE_MAGIC
from parsers.forward import MAX_FORWARDS, attached_messages, outlook_part, written_message
from parsers.headers import Headers, mailboxes, message_ids, read_headers, split_head
from parsers.kind import is_silent, kind_of, silent_marks
from parsers.parts import Part, TooComplex, read_parts
from parsers.references import hints_of, outbox_in_addresses
from parsers.reply import Reply, read_reply
from parsers.signs import Seen
from parsers.words import Words, bodies_of, words_of

MAX_RECEIVED = 25
"""More stations than this is a loop (docs/threats.md T22)."""
_RECIPIENT_FIELDS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "resent-to", "x-forwarded-to")
_FORWARD_SUBJECT = re.compile(
    r"\s*(?:\[[^\]]{1,20}\]\s*)?(?:fwd?|wg|tr|rv|i|vs|pd|enc|doorst|fs|vb|ilt|továbbítás|пересл|προώθ|转发|轉寄|転送)\s?(?:\[\d\])?\s?[:：]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """What the reader must know about our own house."""

    addresses: tuple[Address, ...] = ()
    """Our mailboxes, without a plus part; they are one another's "own mail"."""
    message_id_domain: str = ""
    authserv_id: str = ""
    """Name under which our own host writes Authentication-Results (RFC 8601); empty: its word is not used."""
    trusted_received_hops: int = 1
    """Received lines that our own hosts add above, or around, that field."""


def open_mail(delivery: Delivery, settings: MailSettings, keys: Mapping[str, str] | None = None) -> Message:
    """Read a mail. `keys` are the TXT records of `names_needed(raw)` by name. Raises nothing for any bytes."""
    outlook = outlook_part(delivery.raw) if delivery.raw.startswith(OLE_MAGIC) else None
    headers = outlook.headers if outlook is not None else read_headers(split_head(delivery.raw)[0])
    message = _of_headers(delivery, headers, settings, keys)
    try:
        root = outlook or read_parts(delivery.raw)
    except TooComplex as limit:
        return replace(message, refused=f"too complex: {limit}", silent=True)
    if len(headers.all("received")) > MAX_RECEIVED:
        return replace(message, refused=f"more than {MAX_RECEIVED} Received lines: a loop", silent=True)
    return _of_parts(message, delivery, root, settings)


def _of_headers(delivery: Delivery, headers: Headers, settings: MailSettings, keys: Mapping[str, str] | None) -> Message:
    """What is known before anything below the header block is looked at."""
    sender = sender_of(headers)
    subject = headers.text("subject")
    recipients = _recipients(headers, delivery)
    ids = message_ids(headers.first("in-reply-to"), " ".join(reversed(headers.first("references")[-16000:].split())))
    return Message(
        kind=MailKind.HUMAN,
        sender=sender.address if sender is not None else None,
        sender_name=sender.name if sender is not None else "",
        authenticity=authenticity_of(delivery, headers, settings, keys),
        subject=subject,
        message_id=next(iter(message_ids(headers.first("message-id"))), None),
        dated=date_of(headers.first("date")),
        recipients=recipients,
        hints=hints_of(recipients, ids, subject, "", settings),
        silent=bool(silent_marks(headers)),
    )


def _of_parts(message: Message, delivery: Delivery, root: Part, settings: MailSettings) -> Message:
    words, reply = _spoken(root, message.subject)
    seen = _seen(message, delivery, root, words, reply, settings)
    kind, signs = kind_of(seen)
    report = kind is MailKind.BOUNCE or (kind is MailKind.OTHER and "read receipt" not in signs)
    outbox = outbox_in_addresses(message.recipients, settings)
    new_text = reply.words or _bare_forward(words, reply)
    return replace(
        message,
        kind=kind,
        signs=signs,
        new_text=new_text,
        inline_answers=reply.answers,
        quoted_text=reply.quoted,
        text_cut=words.cut or reply.cut,
        hints=_with_words(message, new_text, settings),
        attachments=_attachments(root, words),
        silent=is_silent(kind, silent_marks(root.headers)),
        bounce=read_bounce(root, words.text, settings, outbox) if report else None,
        away_until=away_until(new_text, message.dated or delivery.received_at) if kind is MailKind.AUTO_REPLY else None,
        forwarded=_forwarded(delivery, root, reply, settings),
    )


def _spoken(root: Part, subject: str) -> tuple[Words, Reply]:
    """Text and new words; where the plain part is a quote and nothing else, the page may show what was written into it."""
    forward = _FORWARD_SUBJECT.match(subject) is not None
    words = words_of(root)
    reply = read_reply(words.text, forward=forward)
    if reply.words or reply.forwarded or all(part.media_type != "text/html" for part in root.walk()):
        return words, reply
    page = words_of(root, page=True)
    other = read_reply(page.text, forward=forward)
    return (page, other) if other.words else (words, reply)


def _bare_forward(words: Words, reply: Reply) -> str:
    """A mail without a word of its own is what it forwards; `quoted_text` then says the same."""
    return words.text.strip() if reply.forwarded and not reply.words else ""


def _with_words(message: Message, new_text: str, settings: MailSettings) -> Hints:
    return hints_of(message.recipients, message.hints.message_ids, message.subject, new_text, settings)


def _attachments(root: Part, words: Words) -> tuple[Attachment, ...]:
    return judged([*files_of(root, bodies_of), *words.files])


def _seen(message: Message, delivery: Delivery, root: Part, words: Words, reply: Reply, settings: MailSettings) -> Seen:
    hints = message.hints
    empty = root.headers.first("return-path").replace(" ", "") == "<>"
    return Seen(
        root=root,
        sender=message.sender,
        sender_name=message.sender_name,
        subject=message.subject,
        text=words.text,
        new_text=reply.words,
        house=settings,
        quotes=bool(reply.quoted),
        null_sender=empty or (delivery.channel is Channel.SMTP and delivery.envelope.sender is None),
        reply=bool(hints.tokens or hints.one_time or hints.tags),
    )


def _recipients(headers: Headers, delivery: Delivery) -> tuple[Address, ...]:
    named = (box.address for field in _RECIPIENT_FIELDS for value in headers.all(field)[:20] for box in mailboxes(value))
    return tuple(dict.fromkeys((*named, *delivery.envelope.recipients)))[:500]


def date_of(value: str) -> datetime | None:
    """The Date field with its zone, UTC where it has none; None where it is no date."""
    try:
        when = parsedate_to_datetime(value[:100])
        return (when if when.tzinfo is not None else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _forwarded(delivery: Delivery, root: Part, reply: Reply, settings: MailSettings) -> tuple[Message, ...]:
    """Mails inside this one: attached (.eml, .msg) and written below a forward's header block, three levels deep."""
    inside = [_open_inner(part, delivery, settings, 1) for part in attached_messages(root)]
    written = written_message(reply.forwarded, 1) if reply.forwarded else None
    return (*inside, *((written,) if written is not None else ()))[:MAX_FORWARDS]


def _open_inner(root: Part, delivery: Delivery, settings: MailSettings, level: int) -> Message:
    """An attached mail as read; nobody vouches for it, so its authenticity is none."""
    headers = root.headers
    sender = sender_of(headers)
    subject = headers.text("subject")
    words, reply = _spoken(root, subject)
    recipients = _recipients(headers, replace(delivery, envelope=replace(delivery.envelope, recipients=())))
    inner: Iterable[Part] = attached_messages(root) if level < 3 else ()
    written = written_message(reply.forwarded, level + 1) if reply.forwarded and level < 3 else None
    return Message(
        kind=MailKind.HUMAN,
        sender=sender.address if sender is not None else None,
        sender_name=sender.name if sender is not None else "",
        subject=subject,
        message_id=next(iter(message_ids(headers.first("message-id"))), None),
        dated=date_of(headers.first("date")),
        recipients=recipients,
        new_text=reply.words,
        quoted_text=reply.quoted,
        text_cut=words.cut,
        hints=hints_of(recipients, (), subject, reply.words, settings),
        attachments=_attachments(root, words),
        forwarded=(*(_open_inner(part, delivery, settings, level + 1) for part in inner), *((written,) if written else ())),
    )
