"""Writes .msg files as Outlook does: a compound file (MS-CFB) with the properties of a mail (MS-OXMSG)."""

import struct
from dataclasses import dataclass, field

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT, BINARY, NUMBER = 0x001F, 0x0102, 0x0003
SUBJECT, BODY, CLASS, HEADERS, SENDER, ADDRESS = 0x0037, 0x1000, 0x001A, 0x007D, 0x0C1A, 0x0C1F
DATA, LONG_NAME, MIME, METHOD, ENCODING = 0x3701, 0x3707, 0x370E, 0x3705, 0x340D


@dataclass
class Folder:
    """A storage with its streams and storages."""

    name: str
    streams: dict[str, bytes] = field(default_factory=dict)
    folders: list["Folder"] = field(default_factory=list)


def _properties(values: dict[int, str | bytes | int], head: bytes) -> dict[str, bytes]:
    """The property stream and a stream for each text and each blob."""
    table, streams = head, {}
    for number, value in values.items():
        if isinstance(value, int):
            table += struct.pack("<HHIII", NUMBER, number, 6, value, 0)
            continue
        kind, data = (TEXT, value.encode("utf-16-le")) if isinstance(value, str) else (BINARY, value)
        table += struct.pack("<HHIII", kind, number, 6, len(data) + (2 if kind == TEXT else 0), 0)
        streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
    return {"__properties_version1.0": table, **streams}


def outlook_file(subject: str, body: str, headers: str = "", files: tuple[tuple[str, str, bytes], ...] = ()) -> bytes:
    """A mail with its files: (name, MIME type, content)."""
    values: dict[int, str | bytes | int] = {CLASS: "IPM.Note", SUBJECT: subject, BODY: body, ENCODING: 0x40000}
    values |= {HEADERS: headers} if headers else {SENDER: "Anna", ADDRESS: "anna@supplier.example"}
    root = Folder("Root Entry", _properties(values, struct.pack("<8xIIII8x", 0, len(files), 0, len(files))))
    for at, (name, mime, content) in enumerate(files):
        stored = {DATA: content, LONG_NAME: name, MIME: mime, METHOD: 1}
        root.folders.append(Folder(f"__attach_version1.0_#{at:08X}", _properties(stored, bytes(8))))
    return _compound(root)


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = FREE
    right: int = FREE
    start: int = END


def _entries(root: Folder) -> list[_Entry]:
    """The directory; siblings hang on one another's right, which is a tree too."""
    found = [_Entry("Root Entry", 5)]
    waiting = [(root, 0)]
    while waiting:
        folder, at = waiting.pop()
        before = None
        kids: list[tuple[str, bytes | Folder]] = [*folder.streams.items(), *((f.name, f) for f in folder.folders)]
        for name, what in sorted(kids, key=lambda kid: (len(kid[0]), kid[0].upper())):
            found.append(_Entry(name, 1, b"") if isinstance(what, Folder) else _Entry(name, 2, what))
            here = len(found) - 1
            if before is None:
                found[at].child = here
            else:
                found[before].right = here
            before = here
            if isinstance(what, Folder):
                waiting.append((what, here))
    return found


def _chained(data: bytes, size: int, table: list[int]) -> int:
    """Give data its sectors in an allocation table; the first one."""
    count = max(1, -(-len(data) // size))
    first = len(table)
    table += [*range(first + 1, first + count), END]
    return first


def _padded(data: bytes, size: int) -> bytes:
    return data + bytes(-len(data) % size)


def _compound(root: Folder) -> bytes:
    entries = _entries(root)
    fat: list[int] = []
    small: list[int] = []
    sectors, mini = b"", b""
    for entry in entries:
        if entry.kind != 2:
            continue
        if len(entry.data) < CUTOFF:
            entry.start = _chained(entry.data, MINI, small) if entry.data else END
            mini += _padded(entry.data, MINI) if entry.data else b""
        else:
            entry.start = _chained(entry.data, SECTOR, fat)
            sectors += _padded(entry.data, SECTOR)
    entries[0].data, entries[0].start = mini, _chained(mini, SECTOR, fat)
    sectors += _padded(mini, SECTOR)
    directory = _padded(b"".join(map(_written, entries)), SECTOR)
    where = _chained(directory, SECTOR, fat)
    table = _padded(struct.pack(f"<{len(small)}I", *small), SECTOR)
    where_small = _chained(table, SECTOR, fat)
    sectors += directory + table
    return _with_header(sectors, fat, where, where_small, len(table) // SECTOR)


def _written(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), entry.kind, 1)
    return head + struct.pack("<III16xI16xIII", FREE, entry.right, entry.child, 0, entry.start, len(entry.data), 0)


def _with_header(sectors: bytes, fat: list[int], directory: int, small: int, small_count: int) -> bytes:
    blocks = 1
    while blocks * (SECTOR // 4) < len(fat) + blocks:
        blocks += 1
    places = list(range(len(fat), len(fat) + blocks))
    table = [*fat, *[FAT] * blocks]
    table += [FREE] * (blocks * (SECTOR // 4) - len(table))
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, blocks, directory, 0, CUTOFF, small, small_count, END, 0, places[0])
    head += struct.pack("<108I", *(places[1:] + [FREE] * (109 - blocks)))
    return head + sectors + struct.pack(f"<{len(table)}I", *table)
