"""Blocks of lines with one left edge, such as addresses, and what may be a name in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from parsers.dates import dates
from parsers.invoice.dictionary import fold, section
from parsers.invoice.headings import table_rows
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import View

_FORM = (
    r"gmbh|g\.m\.b\.h|ag|kg|kgaa|ohg|ug|e\.\s?k|e\.\s?v|a\.\s?g|ltd|limited|llc|llp|plc|inc|corp|corporation|pvt|sarl|s\.a\.r\.l|sas|sasu|s\.a\.s|eurl"
    r"|sa|s\.a|bv|b\.v|nv|n\.v|vof|v\.o\.f|sl|s\.l|s\.l\.u|slu|srl|s\.r\.l|srls|spa|s\.p\.a|snc|s\.n\.c|sp\.?\s?z\s?o\.?\s?o|sp\.\s?k|sp\.\s?j|lda|unipessoal"
    r"|ab|a/s|aps|i/s|k/s|p/s|s\.r\.o|a\.s|spol|oy|oyj|as|asa|gbr|kft|zrt|co|company|se|gesmbh|d\.o\.o|s\.c|sprl|bvba|genossenschaft|a\.\s?g"
)
_FORMS = re.compile(rf"(?<![\w.])(?:{_FORM})\.?(?=[\s,;|)·•●–-]|$)", re.I)
_POSTAL = re.compile(
    r"(?<![\d.,/-])(?:[A-Z]{1,2}[- ])?(?:\d{5}|\d{4}(?: ?[A-Z]{2})?|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3})[ ,]+[^\W\d_]{2,}"
    r"|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|\b[A-Z]{2},? \d{5}\b|\b[A-Z]\d[A-Z] \d[A-Z]\d\b|\b[A-Z][a-z]+,? \d{5}$"
)
_CONTACT = re.compile(
    r"@|https?:|www\.|\b(?:tel|telefon|telephone|phone|fon|fax|mob|iban|bic|swift|gln|siret|siren|kvk|page|seite|sida|strona|hrb|rcs|cvr|nip|regon|ico|dic)\b"
)
_STREET = re.compile(
    r"^[^\d,]{3,40}\s\d{1,4}\s?[a-z]?$|^\d{1,5},?\s+\S+|\b(?:street|road|avenue|strasse|straße|rue|calle|via|ulica)\b|str\.", re.I
)
_SENDER_LINE = re.compile(r"[·•●∙|■♦]|\s[–-]\s")


@dataclass(frozen=True, kw_only=True)
class Block:
    """An address: lines with one left or right edge, the town with its postal code at `town`."""

    lines: tuple[Segment, ...]
    town: int

    @cached_property
    def rows(self) -> range:
        return range(self.lines[0].row, self.lines[-1].row + 1)

    @cached_property
    def contact(self) -> bool:
        """It holds what only the own letter-head gives: telephone, mail, bank or tax data."""
        return bool(_CONTACT.search(fold("\n".join(line.text for line in self.lines))))

    def names(self) -> list[str]:
        """The names in the lines before the town."""
        return [name for line in self.lines[: self.town] if name_like(name := cleaned(line.text))]


def addresses(view: View) -> Iterator[Block]:
    """The addresses of a document, found by their towns; the line of the sender above an address window is none, and so is
    what stands among the lines."""
    skipped = {row.index for row in view.rows if sender_name(row)} | set(table_rows(view))
    for row in view.rows:
        if row.index in skipped:
            continue
        for segment in row.segments:
            if _POSTAL.search(segment.text):
                side = "left" if _stacked(view, segment, -1, skipped) else "right"
                above = _stacked(view, segment, -1, skipped, side)
                if above:
                    below = _stacked(view, segment, 1, skipped, side)
                    yield Block(lines=(*reversed(above), segment, *below), town=len(above))


def _stacked(view: View, segment: Segment, step: int, skipped: set[int], side: str = "left") -> list[Segment]:
    """The lines above or below with the same left (or right) edge, as long as their distance does not grow much: a blank line
    ends it, but for the one that stood before the town in old letters."""
    found: list[Segment] = []
    last, most = segment, (4.0 if step < 0 else 1.6) * max(segment.bottom - segment.top, 7.0)
    for index in range(segment.row + step, segment.row + 13 * step, step):
        if not 0 <= index < len(view.rows) or view.rows[index].page != segment.page:
            break
        line = next((s for s in view.rows[index].segments if abs(_edge(s, side) - _edge(segment, side)) < 6), None)
        distance = abs(view.rows[index].middle - last.middle) if line is None else abs(line.middle - last.middle)
        if distance > most or len(found) == 6 or (line and index in skipped):
            break
        if line is not None:
            found.append(line)
            last, most = line, (1.7 if step < 0 else 1.35) * max(distance, 7.0)
    return found


def _edge(segment: Segment, side: str) -> float:
    return segment.left if side == "left" else segment.right


def sender_name(row: Row) -> str | None:
    """The name in a line such as "Firm · Street 1 · 12345 Town", which stands above an address window or at the foot."""
    text = row.text
    if len(_SENDER_LINE.findall(text)) < 1 or not _POSTAL.search(text):
        return None
    parts = [part.strip(" ,") for part in re.split(r"\s*[·•●∙|■♦]\s*|\s[–-]\s|\s{2,}", text) if part.strip(" ,")]
    return parts[0] if len(parts) >= 2 and name_like(parts[0]) and not _POSTAL.search(parts[0]) else None


def postal(text: str) -> bool:
    """Whether a text holds a postal code with its town."""
    return _POSTAL.search(text) is not None


def has_form(text: str) -> bool:
    """Whether a name has a legal form: GmbH, Ltd, S.r.l. ..."""
    return _FORMS.search(text) is not None


def name_like(text: str) -> bool:
    """Whether a text may be a name: letters, no contact data, no address, no date, no label of something else."""
    bare = text.strip(" :,;")
    letters = sum(c.isalpha() for c in bare)
    if letters < 3 or letters < len(bare) * 0.55 or len(bare) > 75 or not bare[0].isalnum():
        return False
    first = next(iter(section("fields").hits(bare)), None)
    if _SALUTATION.match(bare) or (first and first.start == 0 and any(c.isdigit() for c in bare)):
        return False
    if (
        _POSTAL.match(bare)
        or dates(bare)
        or _CONTACT.search(fold(bare))
        or (not has_form(bare) and (_POSTAL.search(bare) or _STREET.search(bare)))
    ):
        return False
    return not any(section(name).exact(bare) for name in ("fields", "kinds", "parties", "columns"))


_SALUTATION = re.compile(
    r"(?:hi|dear|hello|sehr geehrte\w*|hallo|bonjour|geachte|beste|estimad[oa]s?|egregi|gentile|szanown\w*|caro|kära|kære"
    r"|vážen\w*"
    r"|thank|please|bitte"
    r"|vielen)\b|(?:herrn?|frau|mr|mrs|ms|madame|monsieur|sig|sr|sra|firma|company|pan|pani|hr|fr)\.?$",
    re.I,
)
_PREFIX = re.compile(
    r"^(?:attn|att|z\. ?hd|t\.a\.v|herrn?|firma|fa\.|name|company|to|an|spett\.?(?:le)?|exmo|m/s)\b[.:]*\s+", re.I
)


def cleaned(text: str) -> str:
    """A name without what stands before and behind it."""
    bare = re.split(r"\s*[·•●|]\s*|\s[–-]\s", text.strip())[0].strip(" :,;|·•●–-")
    return _PREFIX.sub("", bare).strip()
