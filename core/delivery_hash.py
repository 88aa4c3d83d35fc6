"""The same mail is the same mail, whichever way it came: a hash over what its writer wrote, without the trace of its way."""

import hashlib
import re
from collections.abc import Iterator

from core.names import BlobHash

_KEPT = (b"from", b"date", b"message-id", b"subject", b"content-type")
_HEAD_END = re.compile(rb"(?:\A|\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))")
_NEWLINE = re.compile(rb"\r\n|\r|\n")
_FOLD = re.compile(rb"\n[ \t]+")
_CHUNK = 1 << 20
"""Bytes worked on at once; headers beyond it count as body."""


def content_hash(raw: bytes) -> BlobHash:
    """Hash of the headers From, Date, Message-ID, Subject and Content-Type and of the body (docs/reliability.md).

    A resend carries new Received, Return-Path, Delivered-To, Authentication-Results, ARC-* and X-* headers: they do not count,
    nor do line endings, folding, the order of headers and empty lines at the end. Raises nothing, for any bytes.
    """
    end = _HEAD_END.search(raw, 0, _CHUNK)
    head, body = (raw[: end.start()], end.end()) if end else (raw[:_CHUNK], min(len(raw), _CHUNK))
    digest = hashlib.sha256()
    for name, value in _kept(head):
        digest.update(b"%s:%s\n" % (name, value))
    digest.update(b"\n")
    for piece in _unix_lines(raw, body):
        digest.update(piece)
    return BlobHash(digest.hexdigest())


def _kept(head: bytes) -> list[tuple[bytes, bytes]]:
    """The headers that count, in a fixed order; several of one name in the order in which they stand."""
    found: dict[bytes, list[bytes]] = {name: [] for name in _KEPT}
    for line in _FOLD.sub(b" ", _NEWLINE.sub(b"\n", head)).split(b"\n"):
        name, _, value = line.partition(b":")
        values = found.get(name.strip().lower())
        if values is not None:
            values.append(b" ".join(value.split()))
    return [(name, value) for name, values in found.items() for value in values]


def _unix_lines(raw: bytes, start: int) -> Iterator[bytes]:
    """The body with LF line ends and without empty lines at the end, in pieces: many large mails may be hashed at once."""
    end = _text_end(raw, start)
    while start < end:
        stop = min(start + _CHUNK, end)
        while raw[stop - 1 : stop] == b"\r" and stop < end:  # never between CR and LF
            stop += 1
        yield raw[start:stop].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        start = stop


def _text_end(raw: bytes, start: int) -> int:
    """Where the line ends at the end of the mail begin."""
    end = len(raw)
    while end > start:
        first = max(start, end - _CHUNK)
        text = raw[first:end].rstrip(b"\r\n")
        if text:
            return first + len(text)
        end = first
    return start
