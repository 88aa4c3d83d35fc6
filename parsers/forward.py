"""Mails inside a mail: attached ones, and those that a program writes below a header block when a person forwards."""

from collections.abc import Iterator

from core.message import MailKind, Message
from core.names import safe_line
from parsers.attachments import clean_name
from parsers.containers import OutlookMail, is_outlook_message, open_outlook_message
from parsers.headers import Headers, mailboxes, read_headers
from parsers.parts import Part
from parsers.reply import read_reply
from parsers.reply.headed import header_fields

MAX_FORWARDS = 20
MAX_LEVELS = 3


def attached_messages(root: Part) -> Iterator[Part]:
    """The mails directly inside a part: message/rfc822, and .msg files as if they were."""
    for child in _inside(root):
        if child.media_type.startswith("message/") and child.children:
            yield child.children[0]
        elif child.name.lower().endswith(".msg") or child.media_type == "application/vnd.ms-outlook":
            content = child.content()
            mail = outlook_part(content) if is_outlook_message(child.name, child.media_type, content) else None
            if mail is not None:
                yield mail


def _inside(part: Part) -> Iterator[Part]:
    for child in part.children:
        yield child
        if not child.media_type.startswith("message/"):
            yield from _inside(child)


def outlook_part(content: bytes) -> Part | None:
    """A .msg file in the form of any other mail, so that one reader serves both; None where it cannot be read."""
    mail = open_outlook_message(content)
    return None if mail is None else _as_part(mail)


def _as_part(mail: OutlookMail) -> Part:
    written = read_headers(mail.headers.encode("utf-8", "replace"))
    stated = (("from", safe_line(mail.sender, 500)), ("subject", safe_line(mail.subject, 1000)))
    fields = tuple(f for f in written.fields if not f[0].startswith("content-"))
    headers = Headers(fields=(*fields, *(f for f in stated if f[0] not in written)))
    files = tuple(
        Part(
            headers=Headers(),
            media_type=file.media_type or "application/octet-stream",
            disposition="attachment",
            name=clean_name(file.name),
            body=file.content,
        )
        for file in mail.files
    )
    kind, text = ("text/plain", mail.text) if mail.text.strip() else ("text/html", mail.html)
    body = Part(headers=Headers(), media_type=kind, body=text.encode("utf-8", "replace"))
    return Part(headers=headers, media_type="multipart/mixed", children=(body, *files))


def written_message(text: str, level: int) -> Message | None:
    """The mail in a forwarded text: header lines in any language, then its words, and a forward in it, three levels deep."""
    fields, body = header_fields(text)
    if not fields:
        return None
    reply = read_reply(body, forward=True)
    boxes = mailboxes(fields.get("from", ""))
    inner = written_message(reply.forwarded, level + 1) if reply.forwarded and level < MAX_LEVELS else None
    return Message(
        kind=MailKind.HUMAN,
        sender=boxes[0].address if boxes else None,
        sender_name=boxes[0].name if boxes else safe_line(fields.get("from", ""), 200),
        subject=safe_line(fields.get("subject", ""), 1000),
        recipients=tuple(box.address for box in mailboxes(fields.get("to", ""))),
        new_text=reply.words,
        quoted_text=reply.quoted,
        forwarded=(inner,) if inner is not None else (),
    )
