"""The front door of the documents: bytes in, papers out. A new format is one file here and its line in `FORMATS`."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.knowledge import Knowledge, Layout
from core.names import SupplierId, safe_line
from core.paper import Check, Field, Paper, PaperDoubt, PaperKind, Source
from parsers.documents import archive, cii, hybrid, order_xml, ubl, xml
from parsers.documents.page import Page, Unreadable, Why
from parsers.documents.proof import proven
from parsers.documents.sniff import Sort, sort_of

SIZE_LIMIT = 50_000_000
"""Bytes of one file; the mail doors take less."""

_IN_WORDS = {
    Why.PASSWORD: "the file is locked with a password",
    Why.EMPTY: "the file is empty",
    Why.BROKEN: "the file is broken",
    Why.TOO_LARGE: "the file has more pages, or larger ones, than are read",
    Why.NO_TEXT: "no text can be read in it",
    Why.NO_OCR: "it is a picture, and no reader of pictures is installed",
}

Reader = Callable[[bytes, str, Knowledge], tuple[Paper, ...]]


def read(data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    """What a file says: one paper for each document in it.

    Bytes that cannot be read give one paper of kind OTHER with a doubt on the file that says why; hostile ones never raise.
    The time and memory that a hostile file may take are bounded by the cage around this function, not here.
    """
    try:
        papers = _read(data, name, knowledge)
    except Unreadable as reason:
        papers = (_nothing(_IN_WORDS[reason.why]),)
    except (xml.XmlRefused, archive.ArchiveRefused) as reason:
        papers = (_nothing(str(reason)),)
    shown = safe_line(name)
    return tuple(replace(paper, file=paper.file or shown) for paper in papers)


def learn(data: bytes, name: str, paper: Paper, supplier: SupplierId) -> Layout | None:
    """What a file teaches about the layout of a supplier, when its paper is proven or its values were confirmed by a person
    (docs/reading.md 5); None for XML, for what cannot be read, and where there is nothing to learn. Raises nothing."""
    pages = _visible(data, name)
    if not pages or paper.source is Source.XML:
        return None
    from parsers.invoice import learn as learn_layout

    return learn_layout(pages, _source(pages), paper, supplier)


def read_together(files: tuple[bytes, ...], knowledge: Knowledge) -> tuple[Paper, ...]:
    """Pictures of the pages of one paper, in their order, as one file; nothing where one cannot be read."""
    pages: list[Page] = []
    for data in files:
        found = _visible(data, "")
        if not found:
            return ()
        pages += [replace(page, number=len(pages) + at) for at, page in enumerate(found, 1)]
    return _read_visible(tuple(pages), knowledge)


def _visible(data: bytes, name: str) -> tuple[Page, ...]:
    from parsers.documents import docx, image, sheet

    try:
        match sort_of(data, name):
            case Sort.PDF:
                return _pdf_pages(data)
            case Sort.DOCX:
                archive.check(data)
                return docx.pages(data)
            case Sort.SHEET:
                return sheet.pages(data, name)
            case Sort.PICTURE:
                return image.pages(data)
    except (Unreadable, archive.ArchiveRefused):
        return ()
    return ()


def _read(data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    if len(data) > SIZE_LIMIT:
        return (_nothing(f"larger than {SIZE_LIMIT // 1_000_000} MB"),)
    filled = _filled_in(data, knowledge)
    if filled is not None:
        return (filled,)
    sort = sort_of(data, name)
    return next(row for row in FORMATS if row.sort is sort).read(data, name, knowledge)


def _filled_in(data: bytes, knowledge: Knowledge) -> Paper | None:
    """An invoice form of ours, filled in; only files that an office program packs are looked into."""
    if data[:2] not in (b"PK", b"\xd0\xcf"):
        return None
    from parsers.fill_in import filled_paper

    return filled_paper(data, knowledge)


def _nothing(why: str) -> Paper:
    return Paper(kind=PaperKind.OTHER, source=Source.TEXT, doubts=(PaperDoubt(field=Field.FILE, why=why),))


def _refused(why: str) -> Reader:
    return lambda data, name, knowledge: (_nothing(why),)


def _read_xml(data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    document = xml.parse(data)
    for roots, reader in ((ubl.ROOTS, ubl.read), (cii.ROOTS, cii.read), (order_xml.ROOTS, order_xml.read)):
        if document.name in roots:
            return (proven(_schema_checked(reader(document), document), knowledge),)
    return (_nothing(f"an XML file of another kind: {safe_line(document.name, 60)}"),)


def _schema_checked(paper: Paper, document: xml.XmlDocument) -> Paper:
    if not document.schema_known:
        return paper
    if document.schema_error is None:
        return replace(paper, checks=(Check.SCHEMA,))
    return replace(paper, doubts=(PaperDoubt(field=Field.FILE, why=f"breaks its schema: {safe_line(document.schema_error)}"),))


def _read_pdf(data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    inside = hybrid.embedded(data, (*ubl.ROOTS, *cii.ROOTS, *order_xml.ROOTS))
    structured = [paper for content in inside for paper in _embedded_papers(content, name, knowledge)]
    if not any(paper.kind is not PaperKind.OTHER for paper in structured):
        return (*_read_visible(_pdf_pages(data), knowledge), *structured)
    try:
        pages = _pdf_pages(data)
    except Unreadable:
        return tuple(structured)
    visible = _read_visible(pages, knowledge)
    words = " ".join(word.text for page in pages for word in page.words)
    return tuple(hybrid.compared(paper, visible, words) for paper in structured)


def _embedded_papers(content: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    try:
        return _read_xml(content, name, knowledge)
    except xml.XmlRefused as reason:
        return (_nothing(f"the XML inside the PDF: {reason}"),)


def _pdf_pages(data: bytes) -> tuple[Page, ...]:
    from parsers.documents.pdf import pages

    return pages(data)


def _read_visible(pages: tuple[Page, ...], knowledge: Knowledge) -> tuple[Paper, ...]:
    from parsers.invoice import read_pages

    return read_pages(pages, _source(pages), knowledge)


def _source(pages: tuple[Page, ...]) -> Source:
    return next((page.source for page in pages if page.source is not Source.TEXT), Source.TEXT)


def _read_docx(data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    archive.check(data)
    from parsers.documents.docx import pages

    return _read_visible(pages(data), knowledge)


def _read_sheet(data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    if data.startswith(b"PK"):
        archive.check(data)
    from parsers.documents.sheet import pages

    return _read_visible(pages(data, name), knowledge)


def _read_picture(data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    from parsers.documents.image import pages

    return _read_visible(pages(data), knowledge)


def _read_archive(data: bytes, name: str, knowledge: Knowledge) -> tuple[Paper, ...]:
    """The documents of a ZIP, each under its own name; an archive in an archive is not opened (docs/threats.md T16)."""
    papers: list[Paper] = []
    for inner, content in archive.files(data):
        if sort_of(content, inner) is Sort.ARCHIVE:
            papers.append(replace(_nothing("an archive inside an archive"), file=safe_line(inner)))
        else:
            papers.extend(read(content, inner, knowledge))
    return tuple(papers) or (_nothing("an empty archive"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One row per sort of file: how it is read."""

    sort: Sort
    read: Reader


FORMATS = (
    Format(sort=Sort.XML, read=_read_xml),
    Format(sort=Sort.PDF, read=_read_pdf),
    Format(sort=Sort.DOCX, read=_read_docx),
    Format(sort=Sort.SHEET, read=_read_sheet),
    Format(sort=Sort.PICTURE, read=_read_picture),
    Format(sort=Sort.ARCHIVE, read=_read_archive),
    Format(sort=Sort.EMPTY, read=_refused("the file is empty")),
    Format(sort=Sort.ENCRYPTED, read=_refused("the file is locked with a password")),
    Format(sort=Sort.UNKNOWN, read=_refused("a file of a kind that is not read")),
)
