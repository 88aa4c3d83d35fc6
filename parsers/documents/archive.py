"""Containers of files (ZIP, also DOCX, XLSX and ODS): limits before anything is unpacked whole (docs/threats.md T16)."""

import lzma
import zipfile
import zlib
from io import BytesIO
from typing import IO

ENTRY_LIMIT = 200
RATIO_LIMIT = 100
TOTAL_LIMIT = 100_000_000
PART_LIMIT = 20_000_000
"""Bytes of one part of an office file; a larger sheet takes longer than a child may."""
_SMALL = 1_000_000
"""Below this a high ratio does no harm, and an empty sheet packs well."""
_CHUNK = 65_536

_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, LookupError,
)  # fmt: skip
"""What the standard library raises for broken, locked and unknown archives."""


class ArchiveRefused(Exception):
    """This container is not unpacked: the message says why, in words for people."""


def check(data: bytes) -> None:
    """Unpack everything once, counting and keeping nothing. Raises ArchiveRefused."""
    _unpacked(data, PART_LIMIT, keep=False)


def files(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """(name, content) of the files in a ZIP. Raises ArchiveRefused."""
    return tuple(part for part in _unpacked(data, TOTAL_LIMIT, keep=True) if not part[0].endswith("/"))


def _unpacked(data: bytes, part_limit: int, *, keep: bool) -> list[tuple[str, bytes]]:
    """Each entry, read in small pieces; the sizes that the directory states are not believed."""
    left, parts = TOTAL_LIMIT, []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRY_LIMIT:
                raise ArchiveRefused(f"more than {ENTRY_LIMIT} files are packed in it")
            for entry in entries:
                with archive.open(entry) as stream:
                    size, content = _counted(stream, entry.compress_size, min(left, part_limit), keep=keep)
                left -= size
                parts.append((entry.filename, content))
    except _BROKEN as reason:
        raise ArchiveRefused(f"the archive is broken or locked: {str(reason)[:100]}") from reason
    return parts


def _counted(stream: IO[bytes], packed: int, limit: int, *, keep: bool) -> tuple[int, bytes]:
    size, kept = 0, bytearray()
    while piece := stream.read(_CHUNK):
        size += len(piece)
        if size > limit:
            raise ArchiveRefused("it unpacks to more than is read")
        if size > _SMALL and size > RATIO_LIMIT * max(packed, 1):
            raise ArchiveRefused("it is packed more than a hundredfold, as a bomb is")
        if keep:
            kept += piece
    return size, bytes(kept)
