"""PDF with an invoice as XML inside (Factur-X, ZUGFeRD, XRechnung): the XML gives the values, the page checks them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.paper import Check, Field, Paper, PaperDoubt, PaperKind
from parsers.dates import dates
from parsers.documents.xml import SIZE_LIMIT, root_name

ATTACHMENT_LIMIT = 50


def embedded(data: bytes, roots: Iterable[str]) -> tuple[bytes, ...]:
    """The XML files inside a PDF whose root is one of these, under whatever name; empty for a broken or locked PDF."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return ()
    try:
        count = min(document.count_attachments(), ATTACHMENT_LIMIT)
        contents = [_content(document, index) for index in range(count)]
    finally:
        document.close()
    wanted = set(roots)
    return tuple(content for content in contents if root_name(content) in wanted)


def _content(document: Any, index: int) -> bytes:
    """One attachment; empty where it cannot be unpacked or is larger than any invoice."""
    from ctypes import byref, c_ulong

    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        attachment = document.get_attachment(index)
        size = c_ulong()
        raw.FPDFAttachment_GetFile(attachment, None, 0, byref(size))
        return bytes(attachment.get_data()) if 0 < size.value <= SIZE_LIMIT else b""
    except pdfium.PdfiumError:
        return b""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """A field that page and XML both state. `key`: states the same value always in the same way."""

    field: Field
    value: Callable[[Paper], object]
    key: Callable[[object], str]


def _letters(value: object) -> str:
    return re.sub(r"[\W_]", "", str(value)).casefold()


def _amount(value: object) -> str:
    return f"{abs(value).normalize():f}" if isinstance(value, Decimal) else str(value)


_COMPARED = (
    _Compared(field=Field.NUMBER, value=lambda p: p.number, key=_letters),
    _Compared(field=Field.ISSUE_DATE, value=lambda p: p.issue_date, key=str),
    _Compared(field=Field.CURRENCY, value=lambda p: p.currency, key=_letters),
    _Compared(field=Field.NET_TOTAL, value=lambda p: p.net_total, key=_amount),
    _Compared(field=Field.TAX_TOTAL, value=lambda p: p.tax_total, key=_amount),
    _Compared(field=Field.GROSS_TOTAL, value=lambda p: p.gross_total, key=_amount),
    _Compared(field=Field.SELLER_VAT, value=lambda p: p.seller_vat, key=_letters),
    _Compared(field=Field.IBAN, value=lambda p: p.iban, key=_letters),
)
_ENOUGH = {Field.NUMBER, Field.GROSS_TOTAL}
"""Page and XML are the same invoice when these agree."""
_IDENTIFIERS = (Field.NUMBER, Field.SELLER_VAT, Field.IBAN)
"""Long enough that being printed is being meant, whatever the page reader took for it."""
_SHORT = 6
"""A shorter number must stand alone; a longer one may be printed in groups."""
_ON_THE_PAGE = (Field.NUMBER, Field.GROSS_TOTAL, Field.IBAN)
"""What a person pays by; in the XML alone it would be seen by nobody."""


def compared(xml: Paper, seen: Iterable[Paper], words: str) -> Paper:
    """The paper of the XML with the page's word on it: a doubt naming both values where the page says another.

    `words` is the whole visible text. A value of the XML that the page prints as well is no contradiction by what the page
    reader took for it, unless that reading is proven. What is paid by must be on the page, where that has a text.
    """
    printed = _Printed(words)
    page = _same_invoice(xml, tuple(seen))
    checked = _against(xml, page, printed) if page is not None else xml
    if not words.strip() or checked.source is not xml.source:
        return checked
    hidden = [
        PaperDoubt(field=what.field, why="the page does not say it", candidates=(str(value),))
        for what in _COMPARED
        if what.field in _ON_THE_PAGE and (value := what.value(xml)) is not None
        if not checked.doubted(what.field) and not printed.holds(value) and (page is None or what.value(page) != value)
    ]
    return replace(checked, doubts=(*checked.doubts, *hidden), proven=checked.proven and not hidden)


def _against(xml: Paper, page: Paper, printed: "_Printed") -> Paper:
    agreed, doubts = set(), list(xml.doubts)
    for what in _COMPARED:
        mine, theirs = what.value(xml), what.value(page)
        if mine is None or theirs is None:
            continue
        if what.key(mine) == what.key(theirs) or (what.field in _IDENTIFIERS and printed.holds(mine)):
            agreed.add(what.field)
        elif not page.doubted(what.field) and (page.proven or not printed.holds(mine)):
            doubts.append(
                PaperDoubt(field=what.field, why="the page says another than the XML in it", candidates=(str(mine), str(theirs)))
            )
    if page.proven and _amounts(xml) != _amounts(page):
        doubts.append(PaperDoubt(field=Field.LINES, why="the page has other lines than the XML in it"))
    told = replace(xml, doubts=tuple(doubts), spots=tuple(spot for spot in page.spots if spot.field in agreed))
    if len(doubts) > len(xml.doubts):
        return _corrected(replace(told, proven=False), page)
    return _completed(told, page) if agreed >= _ENOUGH else told


def _amounts(paper: Paper) -> list[tuple[str, str]]:
    """What is billed, without its order and its words."""
    return sorted((_amount(line.quantity), _amount(line.net_amount)) for line in paper.lines)


_CLOSED = {Check.QUANTITY_TIMES_PRICE, Check.LINES_SUM_TO_NET, Check.NET_PLUS_TAX_IS_GROSS}


def _corrected(xml: Paper, page: Paper) -> Paper:
    """Where the XML contradicts the page and its own sums, and the page's sums close, the amounts are the page's."""
    if not set(page.checks) >= _CLOSED or Check.LINES_SUM_TO_NET in xml.checks:
        return xml
    return replace(
        xml,
        source=page.source,
        net_total=page.net_total,
        tax_total=page.tax_total,
        gross_total=page.gross_total,
        lines=page.lines,
        charges=page.charges,
        taxes=page.taxes,
        checks=page.checks,
    )


_COMPLETED: tuple[tuple[Field, Callable[[Paper], object]], ...] = (
    (Field.DUE_DATE, lambda p: p.due_date),
    (Field.ORDER_REFERENCE, lambda p: p.order_references),
    (Field.SELLER_VAT, lambda p: p.seller_vat),
    (Field.IBAN, lambda p: p.iban),
    (Field.LINES, lambda p: p.lines),
)


def _completed(xml: Paper, page: Paper) -> Paper:
    """What the XML leaves out and the page states, with its doubts: profiles without lines, writers without the order number."""
    own = {field for field, value in _COMPLETED if value(xml)}
    doubts = [doubt for doubt in xml.doubts if doubt.field is not Field.LINES or xml.lines or not page.lines]
    doubts += [doubt for doubt in page.doubts if doubt.field in dict(_COMPLETED) and doubt.field not in own]
    return replace(
        xml,
        checks=(*xml.checks, Check.SOURCES_AGREE),
        doubts=tuple(doubts),
        due_date=xml.due_date or page.due_date,
        order_references=xml.order_references or page.order_references,
        seller_vat=xml.seller_vat or page.seller_vat,
        iban=xml.iban or page.iban,
        lines=xml.lines or page.lines,
    )


def _same_invoice(xml: Paper, seen: tuple[Paper, ...]) -> Paper | None:
    """The page's paper with the same number, else its only bill."""
    numbered = [page for page in seen if page.number and xml.number and _letters(page.number) == _letters(xml.number)]
    bills = [page for page in seen if page.kind in (PaperKind.INVOICE, PaperKind.CREDIT_NOTE)]
    if numbered:
        return numbered[0]
    return bills[0] if len(bills) == 1 else None


class _Printed:
    """The visible text, to be asked whether it prints a value in any of its usual forms."""

    def __init__(self, words: str) -> None:
        self._dates = {reading for found in dates(words) for reading in found.readings}
        self._words = words
        self._letters = _letters(words)
        self._numbers = {_number(token) for token in re.findall(r"\d[\d.,' \u00a0\u202f]*", words)}
        self._numbers |= {_number(token) for token in re.findall(r"\d[\d.,']*", words)}

    def holds(self, value: object) -> bool:
        if isinstance(value, Decimal):
            return _amount(value) in self._numbers
        if isinstance(value, date):
            return value in self._dates
        wanted = _letters(value)
        if len(wanted) < _SHORT:
            return re.search(rf"(?<!\w){re.escape(str(value))}(?!\w)", self._words) is not None
        return wanted in self._letters


def _number(token: str) -> str:
    """A printed number without its groups; the last separator with one or two digits behind it is the decimal one."""
    digits = re.sub(r"[^\d.,]", "", token).rstrip(".,")
    whole, _, decimals = digits.replace(",", ".").rpartition(".")
    if not whole or len(decimals) > 2:
        return _amount(Decimal(re.sub(r"\D", "", digits) or 0))
    return _amount(Decimal(f"{re.sub(r'[^0-9]', '', whole) or 0}.{decimals}"))
