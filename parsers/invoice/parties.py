"""Who sells and who buys: master data first, then labels, letter-heads, feet and address blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.knowledge import Knowledge, KnownParty
from parsers.invoice.accounts import account_of, vats_of
from parsers.invoice.blocks import Block, addresses, cleaned, has_form, name_like, postal, sender_name
from parsers.invoice.dictionary import Hit, fold, section
from parsers.invoice.fields import whole_text
from parsers.invoice.identifiers import vat_valid
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """What is known of both sides."""

    seller_name: str | None = None
    seller_vat: str | None = None
    vat_valid: bool = False
    buyer_name: str | None = None
    buyer_vat: str | None = None
    iban: str | None = None
    iban_valid: bool = False
    supplier: KnownParty | None = None


def parties(view: View, knowledge: Knowledge) -> Parties:
    """Both sides of a paper."""
    text = whole_text(view)
    supplier = known_party(text, knowledge.suppliers)
    every = tuple(addresses(view))
    side = _buyer(view, every)
    buyer = _present(text, knowledge.buyer) or (side.name if side else None)
    seller = next(_labelled(view, "seller"), None)
    own, theirs = vats_of(view, side.holds if side else _nowhere, seller.holds if seller else _nowhere, knowledge, supplier)
    account = account_of(view, knowledge, supplier)
    return Parties(
        seller_name=(_present(text, supplier) if supplier else None) or _seller(view, every, buyer, side),
        seller_vat=own,
        vat_valid=bool(own) and vat_valid(own or ""),
        buyer_name=buyer,
        buyer_vat=theirs,
        iban=account.value if account else None,
        iban_valid=account.valid if account else False,
        supplier=supplier,
    )


def _nowhere(row: int, left: float) -> bool:
    return False


def _squashed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def known_party(text: str, suppliers: tuple[KnownParty, ...]) -> KnownParty | None:
    """The one supplier whose identifiers or name stand on the page; identifiers weigh more."""
    squashed = re.sub(r"[^a-z0-9\n]", "", text)
    by_id = [s for s in suppliers if any(_squashed(i) in squashed for i in (*s.vat_ids, *s.ibans) if len(i) >= 8)]
    if len(by_id) == 1:
        return by_id[0]
    by_name = [s for s in by_id or suppliers if any(len(_squashed(n)) >= 4 and _squashed(n) in squashed for n in s.names)]
    return by_name[0] if len(by_name) == 1 else None


def _present(text: str, party: KnownParty) -> str | None:
    """The name of a known party as its master data has it, if it or an identifier stands on the page."""
    squashed = re.sub(r"[^a-z0-9\n]", "", text)
    for name in sorted(party.names, key=len, reverse=True):
        if len(_squashed(name)) >= 4 and _squashed(name) in squashed:
            return name
    if party.names and any(_squashed(i) in squashed for i in (*party.vat_ids, *party.ibans) if len(i) >= 8):
        return party.names[0]
    return None


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

    def holds(self, row: int, left: float) -> bool:
        """Whether something stands in its part of the page."""
        return row in self.rows and self.left - 12 <= left < self.right


def _labelled(view: View, what: str) -> Iterator[Side]:
    """Parties behind or below their labels."""
    for row, segment, hit in _party_labels(view):
        if not hit.means(what):
            continue
        got = _named(row, segment, hit.end) or _first_name(view, row, segment) or _beside(row, segment)
        if got:
            after = [s.left for s in row.segments if s.left > segment.right and s.text != got]
            yield Side(name=got, rows=_extent(view, row, segment), left=segment.left, right=min(after, default=1e9))


def _party_labels(view: View) -> Iterator[tuple[Row, Segment, Hit]]:
    dictionary = section("parties")
    for row in view.rows:
        for segment in row.segments:
            hit = next(iter(dictionary.hits(segment.text)), None)
            if hit is None or hit.start > 0 or not _alone(segment.text, hit.end):
                continue
            if not view.languages or not hit.languages.isdisjoint((*view.languages, "en")):
                yield row, segment, hit


def _extent(view: View, row: Row, segment: Segment) -> range:
    """The rows that a label of a party heads: to a wide gap, to the next label of a party, or to a heading of lines."""
    last = row
    for under in view.rows[row.index + 1 : row.index + 14]:
        own = [s for s in under.segments if s.left >= segment.left - 12]
        if under.page != row.page or under.top - last.bottom > 2.5 * max(row.height, 6.0):
            break
        if (
            any(section("parties").exact(s.text.strip(" :")) and abs(s.left - segment.left) < 15 for s in own)
            or len(under.segments) > 4
        ):
            break
        last = under if own else last
    return range(row.index, last.index + 1)


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


def _buyer(view: View, every: tuple[Block, ...]) -> Side | None:
    labelled = next(_labelled(view, "buyer"), None)
    if labelled:
        return labelled
    known = {_squashed(side.name) for side in _labelled(view, "seller")} | {
        _squashed(n) for row in view.rows if (n := sender_name(row))
    }
    for block in every:
        names = block.names()
        if block.lines[0].page != 1 or block.contact or not names or _squashed(names[0]) in known:
            continue
        if _letter_head(view, block, names[0]):
            continue
        name = next((one for one in names[:2] if has_form(one)), names[0])
        return Side(name=name, rows=block.rows, left=block.lines[0].left, right=block.lines[0].left + 200)
    return None


def _letter_head(view: View, block: Block, name: str) -> bool:
    """An address at the very top is the sender's, and so is one whose name stands in the foot of the page too."""
    page = [row for row in view.rows if row.page == 1]
    if block.lines[0].top - page[0].top < 12:
        return True
    key = _squashed(name)
    foot = page[0].top + 0.8 * (page[-1].bottom - page[0].top)
    return any(row.top > foot and len(key) >= 5 and key in _squashed(row.text) for row in page)


def _seller(view: View, every: tuple[Block, ...], buyer: str | None, side: Side | None) -> str | None:
    scores: dict[str, float] = {}
    shown: dict[str, str] = {}
    ours = _squashed(buyer or "")
    for name, score, at in _candidates(view, every):
        key = _squashed(name)
        if len(key) < 3 or (ours and (key == ours or key in ours)):
            continue
        theirs = at is not None and side is not None and side.holds(at.row, at.left)
        scores[key] = scores.get(key, 0.0) + score - (4.0 if theirs and score < 5 else 0.0)
        shown.setdefault(key, name)
    text = whole_text(view)
    domains = {_squashed(d) for d in re.findall(r"(?:@|www\.)([\w-]{4,})\.", text)}
    squashed = re.sub(r"[^a-z0-9\n]", "", text)
    for key in scores:
        if any(domain in key or key[: max(5, len(domain) - 2)] in domain for domain in domains if len(domain) >= 4):
            scores[key] += 2.0
        scores[key] += (1.0 if has_form(shown[key]) else 0.0) + 0.6 * min(squashed.count(key) - 1, 3)
    best = max(scores, key=lambda key: scores[key], default=None)
    return shown[best] if best is not None and scores[best] > 1.0 else None


def _candidates(view: View, every: tuple[Block, ...]) -> Iterator[tuple[str, float, Segment | None]]:
    """Names that may be the seller's, each with a weight and where it stands."""
    for side in _labelled(view, "seller"):
        yield side.name, 8.0, None
    for block in every:
        names = block.names()
        if names and (block.contact or (block.lines[0].page == 1 and block.lines[0].row < 2)):
            yield names[0], 3.5, block.lines[0]
    yield from _two_lines(view)
    heights = sorted(row.height for row in view.rows)
    usual = heights[len(heights) // 2] if heights else 10.0
    for row in view.rows:
        sender = sender_name(row)
        if sender:
            yield sender, 4.0, row.segments[0]
        for segment in row.segments:
            name = _head_of(segment.text)
            top = row.page == 1 and row.index < 8
            if not name_like(name) or len(name.split()) > 9:
                continue
            if has_form(name):
                yield name, 2.0 + (1.0 if top else 0.0), segment
            elif top and not view.labels[row.index][row.segments.index(segment)]:
                yield name, 1.2 + (0.8 if segment.bottom - segment.top > 1.3 * usual else 0.0), segment


def _two_lines(view: View) -> Iterator[tuple[str, float, Segment | None]]:
    """A name over the first two lines of a letter-head, its legal form in the second."""
    if len(view.rows) > 1:
        first, second = view.rows[0].segments[0], view.rows[1].segments[0]
        if abs(first.left - second.left) < 6 and name_like(first.text) and has_form(second.text) and not has_form(first.text):
            yield f"{first.text} {second.text}", 6.0, first


_LONG = re.compile(
    r"^((?:[A-ZÀ-Ý&][\w&.'-]*\s){1,5}(?:GmbH|AG|SAS|SARL|SA|Ltd|Limited|Inc|S\.A\.S|S\.p\.A|S\.r\.l|B\.V|N\.V|AB|A/S|ApS)\.?)(?=[\s,])"
)


def _head_of(text: str) -> str:
    """The text before the first comma, unless a legal form follows it: "Userpilot, Inc."."""
    name = cleaned(text)
    if len(name) > 60 and (form := _LONG.match(name)):
        return form.group(1)
    first, comma, rest = name.partition(",")
    return name if comma and has_form(rest.strip()[:12]) and len(rest) < 14 else first
