"""Files that attack their reader: each is one paper that says why it was not read (docs/threats.md T16-T19)."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest
from pypdf import PdfWriter

from core.knowledge import Knowledge
from core.paper import Field, PaperKind
from parsers.cage import Cage, Limits
from parsers.documents import FORMATS, read
from parsers.documents.caged import read_caged
from parsers.documents.sniff import Sort, sort_of

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">%s]><Invoice>&lol9;</Invoice>""" % b"".join(
    b'<!ENTITY lol%d "%s">' % (n, b"&lol%s;" % (str(n - 1).encode() if n > 1 else b"") * 10) for n in range(1, 10)
)


def _zip(*entries: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


def _sheet(content: bytes) -> bytes:
    return _zip(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", content))


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(packed), packed)


def _pdf(content: bytes, form: bytes = b"null") -> bytes:
    """One page with this content; `form` can be drawn as /I."""
    resources = b"<</XObject<</I 5 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources%s>>" % resources
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, form)
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


_ITSELF = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I 5 0 R>>>>"
_MANY_PAGES = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1000000>>endobj\n"
_MANY_PAGES += b"trailer<</Size 3/Root 1 0 R>>\n%%EOF"


HOSTILE: dict[str, tuple[bytes | Callable[[], bytes], str]] = {  # what takes long to make is made by the test that needs it
    "empty": (b"", "empty"),
    "zeros": (b"\0" * 1000, "empty"),
    "laughs": (LAUGHS, "DOCTYPE"),
    "external entity": (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><Invoice><ID>&e;</ID></Invoice>', "DOCTYPE"),
    "doctype in utf-16": ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><Invoice/>'.encode("utf-16"), "DOCTYPE"),
    "broken": (b"<?xml version='1.0'?><Invoice><ID>", "broken"),
    "deep": (b"<Invoice>" + b"<a>" * 100_000, "broken"),
    "unknown root": (b"<?xml version='1.0'?><note/>", "another kind"),
    "unknown encoding": (b"<?xml version='1.0' encoding='x-none'?><Invoice/>", "broken"),
    "archive bomb": (lambda: _zip(("a.xml", b"\0" * 150_000_000)), "hundredfold"),
    "many entries": (_zip(*((f"{n}.txt", b"") for n in range(300))), "more than 200"),
    "sheet bomb": (lambda: _sheet(b"<row/>" * 10_000_000), "hundredfold"),
    "broken archive": (b"PK\x03\x04" + b"\xff" * 100, "not read"),
    "locked office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "html": (b"<!doctype html><html><body>Invoice</body></html>", "not read"),
    "noise": (bytes(range(256)) * 40, "not read"),
    "bomb in a pdf": (lambda: _pdf(_stream(b"0 0 m 1 1 l S " * 70_000_000)), "allowed"),
    "form in itself": (_pdf(_stream(b"/I Do " * 1000), _stream(b"/I Do " * 1000, _ITSELF)), "allowed"),
    "pages of pages": (_MANY_PAGES, "more pages"),
    "deep pdf": (b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages " + b"[" * 200_000 + b">> endobj", "broken"),
    "huge picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\0\0\0\0" + b"\0" * 200, "broken"),
    "broken pdf": (b"%PDF-1.7\n1 0 obj << /Type /Catalog", "broken"),
}


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    with Cage(limits=Limits(cpu_seconds=4, wall_seconds=30)) as one:
        yield one


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_says_why_it_was_not_read(name: str, cage: Cage) -> None:
    made, why = HOSTILE[name]
    (paper,) = read_caged(cage, made if isinstance(made, bytes) else made(), name, Knowledge())
    assert paper.kind is PaperKind.OTHER
    assert paper.file == name
    assert not paper.proven
    assert paper.doubted(Field.FILE)
    assert why in paper.doubts[0].why


def test_a_pdf_with_a_password_says_so(cage: Cage) -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    (paper,) = read_caged(cage, locked.getvalue(), "locked.pdf", Knowledge())
    assert "password" in paper.doubts[0].why


def test_an_archive_is_read_file_by_file_and_not_deeper(ubl: str) -> None:
    papers = read(_zip(("R-77.xml", ubl.encode()), ("more.zip", _zip(("R-78.xml", ubl.encode())))), "mail.zip", Knowledge())
    assert [(paper.file, paper.kind) for paper in papers] == [("R-77.xml", PaperKind.INVOICE), ("more.zip", PaperKind.OTHER)]


def test_every_sort_of_file_has_one_reader() -> None:
    assert sorted(row.sort for row in FORMATS) == sorted(Sort)


@pytest.mark.parametrize(
    ("data", "name", "sort"),
    [
        (b"%PDF-1.4", "invoice.xml", Sort.PDF),
        (b"\n\n%PDF-1.4", "", Sort.PDF),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "a.pdf", Sort.XML),
        (b"<ubl:Invoice xmlns:ubl='x'>", "a", Sort.XML),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", Sort.PICTURE),
        (b"number;amount\n1;2,00\n", "a.csv", Sort.SHEET),
        (b"Dear sirs, thank you", "a.txt", Sort.UNKNOWN),
        (_sheet(b"<x/>"), "a.docx", Sort.SHEET),
        (_zip(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<x/>")), "a.zip", Sort.DOCX),
        (_zip(("a.xml", b"<x/>")), "a.xlsx", Sort.ARCHIVE),
    ],
)
def test_content_tells_the_sort_and_the_name_does_not(data: bytes, name: str, sort: Sort) -> None:
    assert sort_of(data, name) is sort
