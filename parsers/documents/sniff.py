"""What a file is, told by its bytes; the name only decides between plain texts."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO

PROBE = 8192
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a", b"BM")
_SHEET_NAMES = (".csv", ".tsv")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Sort(StrEnum):
    """The sorts of files that are told apart; each has one row in `FORMATS`."""

    EMPTY = "empty"
    XML = "xml"
    PDF = "pdf"
    DOCX = "docx"
    SHEET = "sheet"
    PICTURE = "picture"
    ARCHIVE = "archive"
    ENCRYPTED = "encrypted"
    UNKNOWN = "unknown"


def sort_of(data: bytes, name: str = "") -> Sort:
    """The one sort that these bytes are. Raises nothing."""
    head = data[:PROBE]
    if not head.strip(b"\0 \t\r\n"):
        return Sort.EMPTY
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_sort(data)
    if head.startswith(_OLE):
        return _ole_sort(data)
    # mail gateways and printers put bytes before the header; readers look for it in the first kilobyte (ISO 32000-2 C.2)
    if b"%PDF-" in head[:1024]:
        return Sort.PDF
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in (b"ftypheic", b"ftypmif1"):
        return Sort.PICTURE
    return _text_sort(head, name)


def _zip_sort(data: bytes) -> Sort:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist()[:1000])
            locked = any(entry.flag_bits & 1 for entry in archive.infolist()[:1000])
            kind = archive.open("mimetype").read(200) if "mimetype" in names and not locked else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
        return Sort.UNKNOWN
    if locked:
        return Sort.ENCRYPTED
    if "[Content_Types].xml" in names and any(n.startswith("word/") for n in names):
        return Sort.DOCX
    if ("[Content_Types].xml" in names and any(n.startswith("xl/") for n in names)) or b"opendocument.spreadsheet" in kind:
        return Sort.SHEET
    return Sort.ARCHIVE


def _ole_sort(data: bytes) -> Sort:
    """Office files with a password are OLE files with this stream, whatever their extension says (MS-OFFCRYPTO)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Sort.ENCRYPTED
    return Sort.SHEET if "Workbook".encode("utf-16-le") in data or "Book\0".encode("utf-16-le") in data else Sort.UNKNOWN


def _text_sort(head: bytes, name: str) -> Sort:
    bare = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"").lstrip()
    if bare.startswith((b"<?xml", b"<!--", b"<!DOCTYPE")) or re.match(rb"<(?:[\w.-]+:)?[A-Za-z][\w.-]*[\s/>]", bare):
        html = re.search(rb"<html[\s>]|<!doctype\s+html", bare[:1024], re.IGNORECASE)
        return Sort.UNKNOWN if html else Sort.XML
    if b"\0" in head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff") and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Sort.UNKNOWN
    separators = max(bare.count(c) for c in (b";", b",", b"\t"))
    named = name.lower().endswith(_SHEET_NAMES)
    return Sort.SHEET if separators and (named or separators >= 2 * max(bare.count(b"\n"), 1)) else Sort.UNKNOWN
