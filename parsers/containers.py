"""Files that hold files: Outlook's .msg and winmail.dat, and zip, each opened once and within limits (docs/mail.md 5)."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import HeaderParser

from core.names import safe_line

MAX_FILES = 200
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TNEF_MAGIC = b"\x78\x9f\x3e\x22"
# What the two Outlook readers raise on broken input, seen with truncated and altered files; neither has a base class for it.
_UNREADABLE = (
    ValueError,
    LookupError,
    NameError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    AssertionError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    struct.error,
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A file found in another."""

    name: str
    content: bytes = field(repr=False)
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookMail:
    """What an Outlook container says."""

    sender: str = ""
    subject: str = ""
    text: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    headers: str = field(default="", repr=False)
    files: tuple[Inner, ...] = ()


def is_outlook_message(name: str, media_type: str, content: bytes) -> bool:
    """A .msg file; other OLE files are old Office documents."""
    return content.startswith(OLE_MAGIC) and (name.lower().endswith(".msg") or media_type == "application/vnd.ms-outlook")


def is_winmail(name: str, media_type: str, content: bytes) -> bool:
    """Microsoft's own envelope (TNEF)."""
    return content.startswith(TNEF_MAGIC) and ("tnef" in media_type or name.lower().endswith((".dat", ".tnef")) or not name)


def is_zip(name: str, media_type: str, content: bytes) -> bool:
    """A zip archive that a person packed; Office documents are zips too and are not opened here."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    return name.lower().endswith(".zip") or media_type in ("application/zip", "application/x-zip-compressed")


def is_encrypted(content: bytes) -> bool:
    """An Office document or a zip that wants a password."""
    if content.startswith(OLE_MAGIC):
        return _ENCRYPTED_PACKAGE in content[: 1024 * 1024]
    return content.startswith(b"PK\x03\x04") and len(content) > 7 and bool(content[6] & 1)


def open_outlook_message(content: bytes) -> OutlookMail | None:
    """Read a .msg file, or None where it cannot be read."""
    import oxmsg

    try:
        message = oxmsg.Message.load(io.BytesIO(content))
        files = tuple(
            Inner(name=safe_line(part.file_name or "", 300), content=part.file_bytes or b"", media_type=part.mime_type or "")
            for part in list(message.attachments)[:MAX_FILES]
            if part.attached_by_value
        )
        return OutlookMail(
            sender=str(message.sender or ""),
            subject=str(message.subject or ""),
            text=str(message.body or ""),
            html=str(message.html_body or ""),
            headers="\n".join(f"{name}: {value}" for name, value in (message.message_headers or {}).items()),
            files=files,
        )
    except _UNREADABLE:
        return None


def outlook_as_mail(content: bytes) -> bytes | None:
    """A .msg file that somebody saved, as the mail that it was; None where it cannot be read."""
    outlook = open_outlook_message(content)
    if outlook is None:
        return None
    mail = EmailMessage()
    plain = bool(outlook.text.strip())
    mail.set_content(_encodable(outlook.text if plain else outlook.html), subtype="plain" if plain else "html")
    for file in outlook.files:
        name = _encodable(safe_line(file.name, 300))
        mail.add_attachment(file.content, maintype="application", subtype="octet-stream", filename=name)
    fields = HeaderParser().parsestr(_encodable(outlook.headers)).items()
    written = [(name, str(value)) for name, value in fields if not _of_body(name)]
    known = {name.lower() for name, _ in written}
    stated = [pair for pair in (("From", outlook.sender), ("Subject", outlook.subject)) if pair[0].lower() not in known]
    head = "".join(f"{name}: {safe_line(value, 1000)}\r\n" for name, value in (*written, *stated))
    return head.encode("utf-8", "replace") + mail.as_bytes()


def _encodable(text: str) -> str:
    """The text without lone surrogates, which no encoding has."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _of_body(header: str) -> bool:
    return header.lower().startswith(("content-", "mime-version"))


def open_winmail(content: bytes) -> OutlookMail | None:
    """Read a winmail.dat: its files and, where it carries the only body, its text."""
    from tnefparse import TNEF  # type: ignore[import-untyped]

    try:
        tnef = TNEF(content, do_checksum=False)
        files = tuple(
            Inner(name=safe_line(str(part.long_filename() or part.name or ""), 300), content=bytes(part.data or b""))
            for part in list(tnef.attachments)[:MAX_FILES]
        )
        return OutlookMail(text=_letters(getattr(tnef, "body", "")), html=_letters(getattr(tnef, "htmlbody", "")), files=files)
    except _UNREADABLE:
        return None


def _letters(body: object) -> str:
    if isinstance(body, bytes):
        return body.decode("utf-8", "replace")
    return body if isinstance(body, str) else ""


def open_zip(content: bytes) -> tuple[Inner, ...]:
    """The files of an archive, one level, streamed with counters: the sizes that it states are not believed."""
    found: list[Inner] = []
    left = min(MAX_UNPACKED, len(content) * MAX_RATIO)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist()[:MAX_FILES]:
                if entry.is_dir() or entry.flag_bits & 1:
                    continue
                with archive.open(entry) as stream:
                    data = stream.read(left + 1)
                left -= len(data)
                if left < 0:
                    break
                found.append(Inner(name=safe_line(entry.filename, 300), content=data))
    except (*_UNREADABLE, zipfile.BadZipFile, zlib.error, NotImplementedError):
        return tuple(found)
    return tuple(found)
