"""Containers of files (ZIP, also DOCX, XLSX and ODS): limits before anything is unpacked whole (docs/threats.md T16)."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO

ENTRY_LIMIT = 200
RATIO_LIMIT = 100
TOTAL_LIMIT = 100_000_000
SHEET_LIMIT = 20_000_000
"""Bytes of one part of an office file; a larger sheet takes longer than a child may."""
_SMALL = 1_000_000
"""Below this a high ratio does no harm, and an empty sheet packs well."""
_CHUNK = 65_536


class ArchiveRefused(Exception):
    """This container is not unpacked: the message says why, in words for people."""


def check(data: bytes) -> None:
    """Unpack everything once, counting and keeping nothing. Raises ArchiveRefused."""
    for _name, content in _parts(data, SHEET_LIMIT):
        for _ in content:
            pass


def files(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """(name, content) of the files in a ZIP. Raises ArchiveRefused."""
    return tuple((name, b"".join(content)) for name, content in _parts(data, TOTAL_LIMIT) if not name.endswith("/"))


def _parts(data: bytes, part_limit: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each entry with its bytes in small pieces; the sizes that the directory states are not believed."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRY_LIMIT:
                raise ArchiveRefused(f"more than {ENTRY_LIMIT} files are packed in it")
            left = [TOTAL_LIMIT]
            for entry in entries:
                with archive.open(entry) as stream:
                    yield entry.filename, _pieces(stream, entry, left, part_limit)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError) as reason:
        raise ArchiveRefused(f"the archive is broken or locked: {str(reason)[:100]}") from reason
    except _unpacking_errors() as reason:
        raise ArchiveRefused("the archive is broken") from reason


def _unpacking_errors() -> tuple[type[Exception], ...]:
    import lzma
    import zlib

    return (zlib.error, lzma.LZMAError)


def _pieces(stream: IO[bytes], entry: zipfile.ZipInfo, left: list[int], part_limit: int) -> Iterator[bytes]:
    size = 0
    while piece := stream.read(_CHUNK):
        size += len(piece)
        left[0] -= len(piece)
        if size > part_limit or left[0] < 0:
            raise ArchiveRefused("it unpacks to more than is read")
        if size > _SMALL and size > RATIO_LIMIT * max(entry.compress_size, 1):
            raise ArchiveRefused("it is packed more than a hundredfold, as a bomb is")
        yield piece
