"""The content inside an S/MIME signature (RFC 8551 3.5): a few steps down a DER or BER tree, without judging the signature."""

from dataclasses import dataclass

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_ENVELOPED_DATA = bytes.fromhex("2a864886f70d010703")
_SEQUENCE, _OCTETS, _OCTETS_IN_PIECES, _OID, _EXPLICIT = 0x30, 0x04, 0x24, 0x06, 0xA0
MAX_PIECES = 100_000


@dataclass(frozen=True, slots=True)
class _Node:
    tag: int
    start: int
    end: int
    after: int


class _NotDer(Exception):
    pass


def signed_content(content: bytes) -> bytes | None:
    """What was signed, or None where this is no signed data with its content inside."""
    try:
        return _content(content)
    except (_NotDer, IndexError):
        return None


def is_enveloped(content: bytes) -> bool:
    """Encrypted for somebody."""
    return _ENVELOPED_DATA in content[:60]


def _content(raw: bytes) -> bytes | None:
    outer = _node(raw, 0)
    kind = _node(raw, outer.start)
    if outer.tag != _SEQUENCE or kind.tag != _OID or raw[kind.start : kind.end] != _SIGNED_DATA:
        return None
    signed = _node(raw, _node(raw, kind.after).start)
    version = _node(raw, signed.start)
    algorithms = _node(raw, version.after)
    capsule = _node(raw, _end(raw, algorithms))
    inner_kind = _node(raw, capsule.start)
    explicit = _node(raw, inner_kind.after)
    if explicit.tag != _EXPLICIT:
        return None
    return _octets(raw, _node(raw, explicit.start))


def _octets(raw: bytes, node: _Node) -> bytes | None:
    if node.tag == _OCTETS:
        return raw[node.start : node.end]
    if node.tag != _OCTETS_IN_PIECES:
        return None
    pieces: list[bytes] = []
    at = node.start
    while at < node.end and len(pieces) < MAX_PIECES:
        piece = _node(raw, at)
        if piece.tag != _OCTETS:
            break
        pieces.append(raw[piece.start : piece.end])
        at = piece.after
    return b"".join(pieces)


def _node(raw: bytes, at: int) -> _Node:
    """Tag and length at a place; an indefinite length runs to the end of what there is."""
    tag, length = raw[at], raw[at + 1]
    start = at + 2
    if length == 0x80:
        return _Node(tag, start, len(raw), len(raw))
    if length > 0x80:
        count = length & 0x7F
        if count > 4:
            raise _NotDer
        length = int.from_bytes(raw[start : start + count], "big")
        start += count
    end = min(len(raw), start + length)
    return _Node(tag, start, end, end)


def _end(raw: bytes, node: _Node) -> int:
    """Where a node ends that may have an indefinite length: the end-of-contents octets of a flat set."""
    if node.end < len(raw) or raw[node.start - 1] != 0x80:
        return node.after
    at = node.start
    while raw[at : at + 2] != b"\0\0":
        at = _node(raw, at).after
    return at + 2
