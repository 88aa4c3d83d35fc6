"""Mail that is too large to be kept: its headers are, with a mark, so that its sender can be told."""

import re

from core.message import TOO_LARGE_HEADER

HEAD_BYTES = 256 * 1024
"""Headers kept of it; real ones are a tenth of this."""
_END = re.compile(rb"\r\n\r\n|\n\n|\r\r")


def only_headers(start: bytes, size: int) -> bytes:
    """A mail of the headers in `start`, the first bytes of a mail of `size` bytes, and the mark with that size."""
    head = start[:HEAD_BYTES]
    end = _END.search(head)
    head = head[: end.start()] if end else head.rpartition(b"\n")[0]
    return b"%s: %d\r\n%s\r\n\r\n" % (TOO_LARGE_HEADER.encode(), size, head.rstrip(b"\r\n"))
