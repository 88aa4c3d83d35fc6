"""The header block of a mail, read from raw bytes: no message makes it raise, and every step is linear.

Python's own header classes raise or recurse on hostile fields (docs/reliability.md 3.3), so they are not used.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from core.names import Address, MessageId, address, safe_line
from parsers.charsets import codec_for, decode

MAX_HEADERS = 1000
MAX_HEADER_BYTES = 256 * 1024
MAX_VALUE = 16 * 1024
"""Longer fields are cut: no address list or parameter list that a person made comes near (docs/threats.md T15)."""

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:[ \t]*(.*)", re.DOTALL)
_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
_BETWEEN = re.compile(r"(=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,4000}\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,480})>")
_ADDR_SPEC = re.compile(r"[^\s<>()\[\],;:\\\"@]{1,64}@[^\s<>()\[\],;:\\\"@]{1,255}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """Fields in the order of the mail; names in lower case, values unfolded but not decoded."""

    fields: tuple[tuple[str, str], ...] = ()
    crowded: bool = False
    """More fields or bytes than any honest mail has."""

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(value for key, value in self.fields if key == name)

    def first(self, name: str) -> str:
        """The first value of a field, or an empty text."""
        return next((value for key, value in self.fields if key == name), "")

    def text(self, name: str) -> str:
        """The first value, decoded for people (RFC 2047) and safe to show on one line."""
        return safe_line(unencode(self.first(name)), 1000)

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self.fields)


def split_head(raw: bytes, start: int = 0, end: int | None = None) -> tuple[bytes, int]:
    """The header block of `raw[start:end]`, and where the body begins. A first line that is no header makes everything a body."""
    stop = len(raw) if end is None else end
    block = raw[start : min(stop, start + MAX_HEADER_BYTES * 2)]
    for blank in (b"\r\n", b"\n"):
        if block.startswith(blank):
            return b"", start + len(blank)
    ends = [at for at in (block.find(b"\n\n"), block.find(b"\n\r\n"), block.find(b"\r\r")) if at >= 0]
    if ends:
        at = min(ends)
        return block[: at + 1], start + at + (3 if block[at : at + 3] == b"\n\r\n" else 2)
    first = block[:2000].split(b"\n", 1)[0]
    return (block, stop) if _FIELD.match(first) or first.startswith(b"From ") else (b"", start)


def read_headers(block: bytes) -> Headers:
    """Fields of a header block. Stray lines, an mbox From line and bare CR are passed over."""
    crowded = len(block) > MAX_HEADER_BYTES
    fields: list[tuple[str, str]] = []
    for line in _unfold(block[:MAX_HEADER_BYTES]):
        found = _FIELD.match(line[:MAX_VALUE])
        if found is None:
            continue
        if len(fields) >= MAX_HEADERS:
            return Headers(fields=tuple(fields), crowded=True)
        fields.append((found[1].decode("ascii").lower(), _characters(found[2]).strip()))
    return Headers(fields=tuple(fields), crowded=crowded)


def _unfold(block: bytes) -> Iterator[bytes]:
    parts: list[bytes] = []
    for line in block.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t") and parts:
            parts.append(b" " + line.strip())
            continue
        if parts:
            yield b"".join(parts)
        parts = [line.rstrip()]
    if parts:
        yield b"".join(parts)


def _characters(value: bytes) -> str:
    """Header bytes as text: UTF-8 (RFC 6532), or the letters U+DC80.. for bytes that an encoded word may still explain."""
    return value.replace(b"\0", b"").decode("utf-8", "surrogateescape")


def unencode(value: str) -> str:
    """Decode encoded words wherever they stand, also inside quotes or words, where RFC 2047 forbids them and senders put them.

    Neighbours of one character set are joined before decoding, since senders cut letters in two.
    """
    pieces: list[str] = []
    run, run_charset, end = b"", "", 0
    text = _BETWEEN.sub(r"\1", value)
    for word in _ENCODED.finditer(text):
        charset = word[1].partition("*")[0].lower()
        if word.start() != end or charset != run_charset:
            pieces += [_decoded(run, run_charset), text[end : word.start()]]
            run, run_charset = b"", charset
        run += _word_bytes(word[2], word[3])
        end = word.end()
    pieces += [_decoded(run, run_charset), text[end:]]
    return "".join(pieces).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decoded(run: bytes, charset: str) -> str:
    if not run:
        return ""
    return decode(run, charset if codec_for(charset) else "utf-8")


def _word_bytes(kind: str, text: str) -> bytes:
    content = text.encode("utf-8", "surrogateescape")
    if kind in "bB":
        return base64_bytes(content)
    return binascii.a2b_qp(content, header=True)


def base64_bytes(content: bytes) -> bytes:
    """Decode base64 as far as it goes: foreign letters are dropped, missing padding is added."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    return base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")


# --- parameters (RFC 2045, RFC 2231) ------------------------------------------------------------------------------------


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon in lower case, and the parameters in any broken form."""
    head, _, rest = value.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, content in _pairs(rest):
        base, star, index = name.partition("*")
        if not star:
            plain.setdefault(base, content)
            continue
        number, _, encoded = index.partition("*")
        pieces.setdefault(base, []).append((int(number) if number.isdecimal() else 0, index.endswith("*") or not index, content))
        del encoded
    for base, parts in pieces.items():
        plain[base] = _continued(sorted(parts, key=lambda part: part[0])[:100])
    return head.strip().lower().split(" ")[0], plain


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """`name=value` pairs, at most 100; a quoted value may hold semicolons."""
    at = 0
    for _ in range(100):
        equals = text.find("=", at)
        if equals < 0:
            return
        name = text[at:equals].rpartition(";")[2].strip(" \t;").lower()[:60]
        value, at = _value(text, equals + 1)
        if name:
            yield name, value


def _value(text: str, at: int) -> tuple[str, int]:
    while at < len(text) and text[at] in " \t":
        at += 1
    if at < len(text) and text[at] == '"':
        return _quoted(text, at + 1)
    end = text.find(";", at)
    end = len(text) if end < 0 else end
    return text[at:end].strip(), end + 1


def _quoted(text: str, at: int) -> tuple[str, int]:
    letters: list[str] = []
    while at < len(text):
        letter = text[at]
        if letter == "\\" and at + 1 < len(text):
            letters.append(text[at + 1])
            at += 2
        elif letter == '"':
            end = text.find(";", at)
            return "".join(letters), len(text) if end < 0 else end + 1
        else:
            letters.append(letter)
            at += 1
    return "".join(letters), at


def _continued(parts: list[tuple[int, bool, str]]) -> str:
    charset, content = "", b""
    for number, (_, encoded, text) in enumerate(parts):
        piece = text
        if encoded and number == 0 and piece.count("'") >= 2:
            charset, _, piece = piece.split("'", 2)
        raw = piece.encode("utf-8", "surrogateescape")
        content += unquote_to_bytes(raw) if encoded else raw
    return decode(content, charset)


# --- addresses and identifiers ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One address of a list, with its display name. `odd`: the field broke the grammar there."""

    address: Address
    name: str = ""
    odd: bool = False


def mailboxes(value: str) -> tuple[Mailbox, ...]:
    """The addresses of a From, To or Cc field, at most 500; only what stands in angle brackets, or alone, is an address."""
    found: list[Mailbox] = []
    for item in _items(value):
        box = _mailbox(item)
        if box is not None:
            found.append(box)
        if len(found) >= 500:
            break
    return tuple(found)


def _items(value: str) -> Iterator[str]:
    """Cut at commas and semicolons outside quotes, comments and brackets; a group's name before the colon is dropped."""
    start, depth, quoted, bracket, at = 0, 0, False, False, 0
    while at < len(value):
        letter = value[at]
        if letter == "\\":
            at += 2
            continue
        if letter == '"' and not depth:
            quoted = not quoted
        elif not quoted and letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
        elif not quoted and not depth and letter in "<>":
            bracket = letter == "<"
        elif not quoted and not depth and not bracket and letter in ",;:":
            if letter != ":":
                yield value[start:at]
            start = at + 1
        at += 1
    yield value[start:]


def _mailbox(item: str) -> Mailbox | None:
    before, bracket, inside = item.rpartition("<")
    if not bracket:
        bare = _without_comments(item).strip().strip('"')
        found = _ADDR_SPEC.findall(bare)
        return _checked(found[0], _comment(item), odd=len(found) != 1 or found[0] != bare) if found else None
    spec, closed, after = inside.partition(">")
    name = unencode(_unquoted(before.strip()))
    unquoted = before if not before.strip().startswith('"') else ""
    odd = not closed or "<" in before or "@" in _without_comments(after) or _ADDR_SPEC.search(unquoted) is not None
    found = _ADDR_SPEC.findall(spec.strip().strip('"').removeprefix("mailto:"))
    return _checked(found[-1], name, odd=odd or len(found) != 1) if found else None


def _checked(spec: str, name: str, *, odd: bool) -> Mailbox | None:
    try:
        return Mailbox(address=address(_ascii_domain(spec)), name=safe_line(name, 200), odd=odd)
    except ValueError:
        return None


def _ascii_domain(spec: str) -> str:
    local, _, domain = spec.strip("'").rpartition("@")
    if domain.isascii():
        return f"{local}@{domain.rstrip('.')}"
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except (UnicodeError, ValueError):
        return spec


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return text.replace('\\"', '"').replace("\\\\", "\\").strip("'\" ")


def _without_comments(text: str) -> str:
    kept: list[str] = []
    depth = 0
    for letter in text:
        depth += letter == "("
        if not depth:
            kept.append(letter)
        depth = max(0, depth - (letter == ")"))
    return "".join(kept)


def _comment(text: str) -> str:
    _, bracket, inside = text.partition("(")
    return unencode(inside.rpartition(")")[0].strip()) if bracket else ""


def message_ids(*values: str) -> tuple[MessageId, ...]:
    """Identifiers in the order written, each once, at most 200."""
    found = dict.fromkeys(f"<{unit}>" for value in values for unit in _MESSAGE_ID.findall(value))
    return tuple(MessageId(safe_line(unit, 500)) for unit in found)[:200]
