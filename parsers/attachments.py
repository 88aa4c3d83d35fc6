"""The files of a mail at any depth, each with a clean name and what its form says about its use (docs/mail.md 5)."""

import mimetypes
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from core.message import Attachment, FileRole
from core.names import hash_of, safe_line
from parsers.containers import (
    Inner,
    is_encrypted,
    is_outlook_message,
    is_winmail,
    is_zip,
    open_outlook_message,
    open_winmail,
    open_zip,
)
from parsers.parts import Part
from parsers.smime import is_enveloped

MAX_NAME = 120
MAX_LOGO = 40_000
"""Bytes: signature pictures are smaller, page photos larger."""

Bodies = Callable[[Part], Iterable[Part]]
"""Which parts of a mail are its words."""

_EXECUTABLE_NAMES = (
    "exe com bat cmd scr pif js jse vbs vbe wsf wsh ps1 psm1 msi msp jar hta "
    "lnk reg cpl dll sys app apk deb rpm sh iso img vhd chm scf url "
)
_EXECUTABLE = frozenset(_EXECUTABLE_NAMES.split())
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_SIGNATURES = frozenset(
    ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys")
)
_REPORTS = frozenset(
    ("message/delivery-status", "message/disposition-notification", "message/feedback-report", "text/rfc822-headers")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file as it stands in the tree, before it is judged."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    inline: bool = False
    referenced: bool = False
    """The page shows it by its Content-ID."""
    message: bool = False


def clean_name(name: str, media_type: str = "", number: int = 1) -> str:
    """A file name to show: no path, no control or bidi letters, at most 120 letters; made up where there is none."""
    last = re.split(r"[/\\]", safe_line(name, 20_000).strip(" /\\"))[-1].strip(" .\"'")
    if not last:
        main = media_type.partition("/")[0] or "file"
        return f"{main}-{number}{mimetypes.guess_extension(media_type) or ''}"
    if _RESERVED.fullmatch(last):
        last = f"_{last}"
    stem, dot, ending = last.rpartition(".")
    if len(last) > MAX_NAME and dot and len(ending) <= 10:
        return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"
    return last[:MAX_NAME]


def files_of(root: Part, bodies_of: Bodies) -> Iterator[Found]:
    """Every file below a part that is none of its words, also inside attached mails and Outlook's envelopes."""
    spoken = {id(part) for part in bodies_of(root)}
    yield from _below(root, spoken, bodies_of, alternative=False)


def _below(part: Part, spoken: set[int], bodies_of: Bodies, *, alternative: bool) -> Iterator[Found]:
    if part.media_type.startswith("message/") and part.children:
        content = part.content()
        yield Found(name=_message_name(part), media_type=part.media_type, content=content, message=True)
        yield from files_of(part.children[0], bodies_of)
        return
    for child in part.children:
        yield from _below(child, spoken, bodies_of, alternative=part.media_type == "multipart/alternative")
    if part.children or id(part) in spoken or part.media_type in _REPORTS:
        return
    unnamed_text = part.main_type == "text" and part.media_type != "text/calendar" and not part.name
    if unnamed_text and (alternative or not part.body.strip()):
        return
    yield from _with_contents(_found(part))


def _message_name(part: Part) -> str:
    return part.name or (part.children[0].headers.text("subject")[:80] or "message") + ".eml"


def _found(part: Part) -> Found:
    name = part.name
    if not name and part.media_type == "text/calendar":
        name = "invite.ics"
    if part.media_type == "message/external-body" and not name:
        name = part.options.get("url", "") or "external file"
    return Found(
        name=name,
        media_type=part.media_type,
        content=part.content(),
        inline=part.disposition == "inline" or (part.disposition != "attachment" and "content-id" in part.headers),
        referenced="content-id" in part.headers,
    )


def _with_contents(found: Found) -> Iterator[Found]:
    """A file, followed by what it holds; a winmail.dat that opens is only its contents."""
    if is_winmail(found.name, found.media_type, found.content):
        mail = open_winmail(found.content)
        if mail is not None:
            yield from _inner(mail.files)
            return
    if is_outlook_message(found.name, found.media_type, found.content):
        mail = open_outlook_message(found.content)
        yield Found(name=found.name, media_type="application/vnd.ms-outlook", content=found.content, message=True)
        yield from _inner(mail.files if mail is not None else ())
        return
    yield found
    if is_zip(found.name, found.media_type, found.content):
        yield from _inner(open_zip(found.content))


def _inner(files: Iterable[Inner]) -> Iterator[Found]:
    for file in files:
        media = file.media_type or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        yield Found(name=file.name, media_type=media, content=file.content)


def judged(files: Iterable[Found]) -> tuple[Attachment, ...]:
    """Attachments with the role that their form shows; what a document says is read elsewhere."""
    return tuple(
        Attachment(
            name=clean_name(found.name, found.media_type, number),
            media_type=safe_line(found.media_type, 100),
            size=len(found.content),
            hash=hash_of(found.content),
            role=_role(found),
            inline=found.inline,
            content=found.content,
        )
        for number, found in enumerate(files, 1)
    )


def _role(found: Found) -> FileRole:
    ending = found.name.lower().rstrip(" .").rpartition(".")[2]
    if found.message:
        return FileRole.MESSAGE
    if found.media_type in _SIGNATURES or ending in ("p7s", "asc", "sig"):
        return FileRole.SIGNATURE
    if not found.content.strip():
        return FileRole.EMPTY
    if ending in _EXECUTABLE or found.content.startswith((b"MZ", b"\x7fELF")):
        return FileRole.EXECUTABLE
    if _is_encrypted(found, ending):
        return FileRole.ENCRYPTED
    if _is_logo(found):
        return FileRole.LOGO
    return FileRole.OTHER


def _is_encrypted(found: Found, ending: str) -> bool:
    if found.media_type == "application/pgp-encrypted" or ending in ("pgp", "gpg"):
        return True
    if found.media_type.endswith("pkcs7-mime") and is_enveloped(found.content):
        return True
    return is_encrypted(found.content) or found.content.lstrip()[:27] == b"-----BEGIN PGP MESSAGE-----"


def _is_logo(found: Found) -> bool:
    if not found.media_type.startswith("image/"):
        return False
    return len(found.content) <= MAX_LOGO and (found.inline or found.referenced)
