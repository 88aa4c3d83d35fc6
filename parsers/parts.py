"""The tree of MIME parts of a mail, cut from raw bytes within fixed limits; wrong and missing boundaries are lived with."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.names import safe_line
from parsers.headers import Headers, base64_bytes, parameters, read_headers, split_head, unencode
from parsers.smime import signed_content

MAX_DEPTH = 20
MAX_PARTS = 500
MAX_FIELDS = 10_000
"""Honest mails have fewer; bombs have more (docs/threats.md T15). Fields are counted over all parts."""

_MEDIA = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
_REST = re.compile(rb"(--)?[ \t]*(?:\r\n|\n|\r|\Z)")
_FIRST_DELIMITER = re.compile(rb"(?:\A|\n)--([!-~][ -~]{0,198}?)[ \t]*\r?\n(?=[!-9;-~]{1,80}:)")


class TooComplex(Exception):
    """The mail breaks a limit; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part with its headers and, where it has none below it, its bytes as transferred."""

    headers: Headers
    media_type: str = "text/plain"
    options: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    name: str = ""
    body: bytes = field(default=b"", repr=False)
    children: tuple["Part", ...] = ()

    def content(self) -> bytes:
        """The bytes without their transfer encoding."""
        return transferred(self.body, self.headers.first("content-transfer-encoding"))

    def walk(self) -> Iterator["Part"]:
        """This part and all below it, in the order of the mail."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def main_type(self) -> str:
        return self.media_type.partition("/")[0]

    @property
    def charset(self) -> str:
        return self.options.get("charset", "")


def transferred(body: bytes, encoding: str) -> bytes:
    """Undo a Content-Transfer-Encoding; an unknown one changes nothing."""
    match encoding.strip().strip("\"';").lower().split(" ")[0].rstrip(";"):
        case "base64":
            return _base64(body)
        case "quoted-printable":
            return binascii.a2b_qp(body)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return uudecoded(body.splitlines())
        case _:
            return body


def _base64(body: bytes) -> bytes:
    if b"=" in body.rstrip(b"=\r\n\t "):
        return b"".join(base64_bytes(piece) for piece in re.split(rb"=+", body))  # each line padded by itself
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        return base64_bytes(body)


def uudecoded(lines: list[bytes]) -> bytes:
    """Content between `begin` and `end`; lines that are no uuencode are passed over."""
    pieces: list[bytes] = []
    for line in lines:
        if line.startswith(b"begin ") or line.strip() in (b"end", b"`", b""):
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3  # some encoders add letters behind the line's own length
            try:
                pieces.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                continue
    return b"".join(pieces)


@dataclass(slots=True)
class _Budget:
    parts: int = 0
    fields: int = 0

    def spend(self, headers: Headers, depth: int) -> None:
        self.parts += 1
        self.fields += len(headers.fields)
        if headers.crowded or self.fields > MAX_FIELDS:
            raise TooComplex("too many header fields")
        if depth > MAX_DEPTH:
            raise TooComplex(f"parts nested deeper than {MAX_DEPTH}")
        if self.parts > MAX_PARTS:
            raise TooComplex(f"more than {MAX_PARTS} parts")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """`raw[start:end]`, not copied: nested parts of a large mail would copy it once a level."""

    raw: bytes
    start: int
    end: int

    def copy(self) -> bytes:
        return self.raw[self.start : self.end]


def read_parts(raw: bytes) -> Part:
    """The tree of a mail. Raises TooComplex where a limit is broken, and nothing else."""
    return _part(_Stretch(raw, 0, len(raw)), _Budget(), depth=0, default="text/plain")


def _part(whole: _Stretch, budget: _Budget, *, depth: int, default: str) -> Part:
    head, at = split_head(whole.raw, whole.start, whole.end)
    headers = read_headers(head)
    budget.spend(headers, depth)
    media, options = _media_type(headers, default)
    disposition, about = parameters(headers.first("content-disposition"))
    name = safe_line(unencode(about.get("filename") or about.get("name") or options.get("name", "")), 20_000)
    part = Part(headers=headers, media_type=media, options=options, disposition=disposition, name=name)
    inside = _Stretch(whole.raw, at, whole.end)
    children = _children(part, inside, budget, depth)
    if not children:
        part = replace(part, body=inside.copy())
        return _leaf(part) if media.startswith("multipart/") else part
    return replace(part, children=children, body=b"" if media.startswith("multipart/") else inside.copy())


def _leaf(part: Part) -> Part:
    """A multipart whose boundary never comes is read as the text that it is."""
    kind = "text/html" if re.search(rb"<(?:html|body|p|div)\b", part.body[:2000], re.I) else "text/plain"
    return Part(headers=part.headers, media_type=kind, options=part.options, body=part.body)


def _media_type(headers: Headers, default: str) -> tuple[str, dict[str, str]]:
    media, options = parameters(headers.first("content-type"))
    if not media and not options:
        return default, {}
    found = _MEDIA.match(media)
    if found is not None:
        return found[0], options
    return (default if media in ("", "text") else "application/octet-stream"), options


def _children(part: Part, inside: _Stretch, budget: _Budget, depth: int) -> tuple[Part, ...]:
    if part.media_type in ("message/rfc822", "message/global", "message/news"):
        return (_part(_message_in(part, inside), budget, depth=depth + 1, default="text/plain"),)
    if part.media_type in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return _signed(part, inside, budget, depth)
    if not part.media_type.startswith("multipart/"):
        return ()
    default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    pieces = _pieces(inside, part.options.get("boundary", ""))
    return tuple(_part(piece, budget, depth=depth + 1, default=default) for piece in pieces)


def _signed(part: Part, inside: _Stretch, budget: _Budget, depth: int) -> tuple[Part, ...]:
    """S/MIME that is signed and not encrypted holds the mail in clear."""
    content = signed_content(transferred(inside.copy(), part.headers.first("content-transfer-encoding")))
    if content is None:
        return ()
    return (_part(_Stretch(content, 0, len(content)), budget, depth=depth + 1, default="text/plain"),)


def _message_in(part: Part, inside: _Stretch) -> _Stretch:
    encoding = part.headers.first("content-transfer-encoding").lower()
    if not encoding.startswith(("base64", "quoted-printable")):
        start = inside.start
        while inside.raw[start : start + 1] in (b"\r", b"\n") and start < inside.end:
            start += 1
        return _Stretch(inside.raw, start, inside.end)
    content = transferred(inside.copy(), encoding)
    return _Stretch(content, 0, len(content))


def _pieces(inside: _Stretch, boundary: str) -> list[_Stretch]:
    pieces = _between(inside, boundary.rstrip().encode("utf-8", "surrogateescape")) if boundary.strip() else []
    if pieces:
        return pieces
    sniffed = _FIRST_DELIMITER.search(inside.raw[inside.start : min(inside.end, inside.start + 65536)])
    return _between(inside, sniffed[1]) if sniffed else []


def _between(inside: _Stretch, boundary: bytes) -> list[_Stretch]:
    """The stretches between delimiter lines; bytes.find runs at the speed of memory where a pattern takes a second for 40 MB."""
    raw, mark = inside.raw, b"--" + boundary
    pieces: list[_Stretch] = []
    start, found = -1, raw.find(mark, inside.start, inside.end)
    while found >= 0:
        ending = _REST.match(raw, found + len(mark), inside.end)
        if ending is not None and (found == inside.start or raw[found - 1] in b"\r\n"):
            if start >= 0:
                pieces.append(_Stretch(raw, start, _line_end(raw, start, found)))
            if len(pieces) > MAX_PARTS:
                raise TooComplex(f"more than {MAX_PARTS} parts")
            start = ending.end() if ending[1] is None else -1
        found = raw.find(mark, found + len(mark), inside.end)
    if start >= 0:
        pieces.append(_Stretch(raw, start, inside.end))
    return pieces


def _line_end(raw: bytes, start: int, at: int) -> int:
    """The line end before a delimiter belongs to the delimiter (RFC 2046 5.1.1)."""
    for end in (b"\r\n", b"\n", b"\r"):
        if raw[max(start, at - len(end)) : at] == end:
            return at - len(end)
    return at
