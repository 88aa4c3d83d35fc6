"""IBAN and VAT ids on a page: by their checksums, with the label before them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.documents.checksums import Checksum, iban_holds, vat_checksum
from parsers.invoice.layout import Row

IBAN = re.compile(r"(?<![A-Z0-9])([A-Z]{2}\d{2})[ ]?((?:(?!IBAN|BIC|SWIFT)[A-Z0-9]{1,4}[ ]?){3,8})(?![A-Za-z0-9])")
_COUNTRIES = {
    15: "NO",
    16: "BE",
    18: "DK FI NL",
    19: "SI",
    20: "AT EE LT LU",
    21: "CH HR LI LV",
    22: "BG DE GB IE RS",
    23: "GI",
    24: "AD CZ ES RO SE SK",
    25: "PT",
    26: "IS TR",
    27: "FR GR IT MC SM",
    28: "CY HU PL",
    29: "UA",
    31: "MT",
}
_LENGTHS = {country: length for length, countries in _COUNTRIES.items() for country in countries.split()}
"""Characters of an IBAN by country (ISO 13616 registry)."""
_VAT = re.compile(
    r"(?<![A-Za-z0-9])("
    r"ATU\d{8}|BE[01]\d{9}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|(?:EL|GR)\d{9}|ES[A-Z0-9]\d{7}[A-Z0-9]|FI\d{8}"
    r"|FR[A-Z0-9]{2}\d{9}|GB\d{9}(?:\d{3})?|HR\d{11}|HU\d{8}|IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|IT\d{11}|LT(?:\d{9}|\d{12})|LU\d{8}|LV\d{11}"
    r"|MT\d{8}|NL\d{9}B\d{2}|PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{12}|SI\d{8}|SK\d{10}|CHE\d{9}(?:MWST|TVA|IVA)?|NO\d{9}(?:MVA)?|XI\d{9}"
    r")(?![A-Za-z0-9])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An identifier on a page, without blanks. `valid`: its checksum holds."""

    value: str
    row: Row
    left: float
    valid: bool


def well_formed(text: str) -> bool:
    """Whether a VAT id has the form of its country, whatever its checksum."""
    return _VAT.fullmatch(text) is not None


def vat_valid(text: str) -> bool:
    """Whether the check digits hold, and would not hold with another digit."""
    return vat_checksum(text) is Checksum.HOLDS


def mistyped(text: str) -> bool:
    """Whether a number of the right form has check digits that fail; a row of digits in order (123456789) is a specimen, not a
    misprint."""
    return well_formed(text) and vat_checksum(text) is Checksum.FAILS and not _SPECIMEN.search(text)


_SPECIMEN = re.compile(r"12345678|87654321|([1-9])\1{7}")


def specimen(text: str) -> bool:
    """Whether a number is a row of digits of a form or an example."""
    return _SPECIMEN.search(text) is not None


def ibans(rows: tuple[Row, ...]) -> Iterator[Identifier]:
    """All IBANs, also printed in groups; those whose checksum fails are candidates too (a misread digit), but not valid."""
    for row in rows:
        for segment in row.segments:
            for match in IBAN.finditer(segment.text):
                value = re.sub(r"\s", "", match.group())
                length = _LENGTHS.get(value[:2])
                if length is None or len(value) < length:
                    continue
                whole, value = value, value[:length]
                # A longer run of digits is a meter or a shipment, unless the label or the checksum says otherwise.
                if len(whole) > length and not iban_holds(value):
                    continue
                words = segment.words_between(match.start(), match.start() + 4)
                yield Identifier(value=value, row=row, left=words[0].left, valid=iban_holds(value))


def vat_ids(rows: tuple[Row, ...]) -> Iterator[Identifier]:
    """All VAT ids with their country, also printed in groups."""
    for row in rows:
        for segment in row.segments:
            accounts = [m.span() for m in IBAN.finditer(segment.text) if iban_holds(re.sub(r"\s", "", m.group()))]
            for candidate, start in _glued(segment.text):
                match = _VAT.fullmatch(candidate)
                if match and not any(begin <= start < end for begin, end in accounts):
                    words = segment.words_between(start, start + 2)
                    yield Identifier(value=match.group(1), row=row, left=words[0].left, valid=vat_valid(match.group(1)))


_PLACE = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z]{2})")
_START = re.compile(r"(?:AT ?U|[A-Z]{2}|CHE)[ .-]?[A-Z0-9][A-Z0-9 .\-]{5,18}")


def _glued(text: str) -> Iterator[tuple[str, int]]:
    """Stretches that begin like a VAT id, without blanks, points and hyphens: the longest that fits its country is taken."""
    for place in _PLACE.finditer(text):
        match = _START.match(text, place.start())
        if match is None:
            continue
        parts = re.split(r"[ .\-]", match.group())
        for count in range(len(parts), 0, -1):
            glued = "".join(parts[:count])
            if _VAT.fullmatch(glued):
                yield glued, match.start()
                break
