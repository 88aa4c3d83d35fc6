"""The sides of a paper as the page shows them: labels of parties, and address blocks that have none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.invoice.blocks import Block, cleaned, has_form, name_like, postal, sender_name
from parsers.invoice.dictionary import Hit, fold, section
from parsers.invoice.headings import table_rows
from parsers.invoice.identifiers import vat_ids
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import View


def squashed(text: str) -> str:
    """Letters and digits alone, folded, for comparing names."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


_NAME_LABEL = re.compile(
    r"^(?:name|firma|nom|nombre|naam|nazwa|nome|namn|navn|nazev|company|company name|societe|empresa|ragione sociale)\s*:\s*(.*)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party as a label or an address block shows it: its name, and the part of the page that is about it."""

    name: str
    rows: range
    left: float
    right: float
    sure: bool = True
    """A label says so, or what stands in the block."""

    def holds(self, row: int, left: float) -> bool:
        """Whether something stands in its part of the page."""
        return row in self.rows and self.left - 12 <= left < self.right


def labelled(view: View, what: str) -> Iterator[Side]:
    """Parties behind or below their labels."""
    for row, segment, hit in _party_labels(view):
        if not hit.means(what):
            continue
        got = _named(row, segment, hit.end) or _first_name(view, row, segment) or _beside(row, segment)
        if got:
            after = [s.left for s in row.segments if s.left > segment.right and s.text != got]
            yield Side(name=got, rows=_extent(view, row, segment), left=segment.left, right=min(after, default=1e9))


def _party_labels(view: View) -> Iterator[tuple[Row, Segment, Hit]]:
    dictionary, table = section("parties"), table_rows(view)
    for row in view.rows:
        if row.index in table:
            continue  # "de" in the name of an item
        for segment in row.segments:
            hit = next(iter(dictionary.hits(segment.text)), None)
            if hit is None or hit.start > 0 or not _alone(segment.text, hit.end):
                continue
            if not view.languages or not hit.languages.isdisjoint((*view.languages, "en")):
                yield row, segment, hit


def _extent(view: View, row: Row, segment: Segment) -> range:
    """The rows that a label of a party heads: to a wide gap, to the next label of a party, to the title, or to
    a heading of lines."""
    last = row
    for under in view.rows[row.index + 1 : row.index + 14]:
        own = [s for s in under.segments if s.left >= segment.left - 12]
        if under.page != row.page or under.top - last.bottom > 2.5 * max(row.height, 6.0):
            break
        if (
            any(section("parties").exact(s.text.strip(" :")) and abs(s.left - segment.left) < 15 for s in own)
            or len(under.segments) > 4
            or any(f.money for f in view.row_figures(under.index))
            or _title(under)
        ):
            break
        last = under if own else last
    return range(row.index, last.index + 1)


def _title(row: Row) -> bool:
    """Whether the title of a bill stands there: what follows is about the paper."""
    hit = section("kinds").exact(row.segments[0].text)
    return hit is not None and hit.means("invoice", "credit_note")


def _alone(text: str, end: int) -> bool:
    """The label is the whole cell, or a colon follows it."""
    rest = text[end:].strip()
    return not rest or rest[0] == ":" or (rest[0] == "(" and len(rest) < 40)


def _named(row: Row, segment: Segment, end: int) -> str | None:
    """A name behind the label, in its cell or, after a colon, in the next."""
    rest = cleaned(segment.text[end:])
    if rest and segment.text[end:].strip()[0] != "(":
        return rest if name_like(rest) else None
    return _beside(row, segment) if segment.text.rstrip().endswith(":") else None


def _beside(row: Row, segment: Segment) -> str | None:
    index = row.segments.index(segment)
    name = cleaned(row.segments[index + 1].text) if index + 1 < len(row.segments) else ""
    return name if name_like(name) else None


def _first_name(view: View, row: Row, segment: Segment) -> str | None:
    """The first name in the rows below a label, in its column. A label "Name:" there is heeded, and a company goes before the
    person whose name stands above it."""
    found: list[str] = []
    bottom = row.bottom
    for under in view.rows[row.index + 1 : row.index + 10]:
        if under.page != row.page or under.top - bottom > 3.2 * row.height:
            break
        cell = next((c for c in under.segments if -15 <= c.left - segment.left <= max(12.0, segment.right - segment.left)), None)
        if cell is None:
            continue
        bottom = under.bottom
        index = under.segments.index(cell)
        beside = under.segments[index + 1].text if index + 1 < len(under.segments) else ""
        if _NAME_LABEL.match(fold(cell.text)) and name_like(cleaned(cell.text.partition(":")[2] or beside)):
            return cleaned(cell.text.partition(":")[2] or beside)
        bare = cell.text.strip(" :")
        if section("parties").exact(bare) or (
            not cell.text.endswith(":") and not beside.startswith(":") and section("fields").exact(bare)
        ):
            break
        if ":" in cleaned(cell.text)[:26] or beside.startswith(":"):
            continue
        name = cleaned(cell.text)
        if name_like(name):
            found.append(name)
        elif postal(cell.text) and found:
            break
    return next((one for one in found[:3] if has_form(one)), found[0] if found else None)


def buyer_side(view: View, every: tuple[Block, ...]) -> Side | None:
    """The buyer: by a label; else the block with a VAT id of its own where another stands at the foot, which is the seller's;
    else the likeliest block, which is not sure. Of two blocks side by side the left one stands in the window of the envelope."""
    named = next(labelled(view, "buyer"), None)
    if named:
        return named
    known = {squashed(side.name) for side in labelled(view, "seller")}
    known |= {squashed(n) for row in view.rows if (n := sender_name(row))}
    likely = [b for b in every if b.lines[0].page == 1 and (names := b.names()) and squashed(names[0]) not in known]
    taxed = _with_vat(view, likely)
    if taxed:
        return _side(taxed, sure=True)
    for block in likely:
        beside = any(_apart(block, other) and set(other.rows) & set(block.rows) for other in likely)
        if not block.contact and not _letter_head(view, block, block.names()[0], beside):
            return _side(block, sure=False)
    return None


def _apart(one: Block, other: Block) -> bool:
    return abs(one.lines[0].left - other.lines[0].left) > 50


def _side(block: Block, *, sure: bool) -> Side:
    names = block.names()
    name = next((one for one in names[:2] if has_form(one)), names[0])
    left = min(line.left for line in block.lines)
    return Side(name=name, rows=block.rows, left=left, right=left + 200, sure=sure)


def _with_vat(view: View, blocks: list[Block]) -> Block | None:
    """The one block that holds a VAT id, where another one stands below all blocks."""
    if not blocks:
        return None
    ids = list(vat_ids(view.rows))
    last = max(block.rows[-1] for block in blocks)
    below = {one.value for one in ids if one.row.index > last + 3}
    found = []
    for block in blocks:
        own = {one.value for one in ids if one.row.index in block.rows and abs(one.left - block.lines[0].left) < 150}
        if own and below - own and not own & below:
            found.append(block)
    return found[0] if len(found) == 1 and len(blocks) > 1 else None


def _letter_head(view: View, block: Block, name: str, beside: bool) -> bool:
    """An address at the very top is the sender's, unless another stands beside it, and so is one whose name stands in the foot
    of the page too."""
    page = [row for row in view.rows if row.page == 1]
    if block.lines[0].top - page[0].top < 12 and not beside:
        return True
    key = squashed(name)
    foot = page[0].top + 0.8 * (page[-1].bottom - page[0].top)
    return any(row.top > foot and len(key) >= 5 and key in squashed(row.text) for row in page)
