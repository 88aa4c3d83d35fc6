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


def content_hash(raw: bytes) -> BlobHash:
    """Hash of the headers From, Date, Message-ID, Subject and Content-Type and of the body (docs/reliability.md).

    A resend carries new Received, Return-Path, Delivered-To, Authentication-Results, ARC-* and X-* headers: they do not count,
    nor do line endings, folding, the order of headers and empty lines at the end. Raises nothing, for any bytes.
    """
    end = _HEAD_END.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    digest = hashlib.sha256()
    for name, value in _kept(head):
        digest.update(b"%s:%s\n" % (name, value))
    digest.update(b"\n")
    for piece in _unix_lines(body.rstrip(b"\r\n")):
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


def _unix_lines(body: bytes) -> Iterator[bytes]:
    """The body with LF line ends, in pieces: a large mail is not copied as a whole."""
    start = 0
    while start < len(body):
        stop = start + _CHUNK
        while body[stop - 1 : stop] == b"\r":  # never between CR and LF
            stop += 1
        yield body[start:stop].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        start = stop
