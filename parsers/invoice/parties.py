"""Who sells and who buys: master data first, then labels, letter-heads, feet and address blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.knowledge import Knowledge, KnownParty
from parsers.invoice.dictionary import fold, section
from parsers.invoice.fields import Place, places, whole_text
from parsers.invoice.identifiers import Identifier, ibans, vat_ids, vat_valid
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import View

_FORMS = re.compile(
    r"(?<!\w)(?:gmbh|ag|kg|ohg|ug|e\.?k\.?|e\.?\s?v\.?|a\.\s?g\.|ltd|limited|llc|llp|plc|inc|corp|corporation|pvt|s\.?a\.?r\.?l|sarl|sas|s\.?a\.?s|sasu|eurl|sci"
    r"|s\.?a\.?|b\.?v\.?|n\.?v\.?|v\.?o\.?f|s\.?l\.?u?|s\.?r\.?l\.?s?|s\.?p\.?a|s\.?n\.?c|sp\.?\s?z\s?o\.?\s?o|sp\.?\s?k|lda|unipessoal|ab|a/s|aps|i/s|k/s"
    r"|s\.?r\.?o|a\.?s|spol|oy|oyj|as|asa|gbr|kft|co\.?|company|genossenschaft|vof|gesmbh|se|verein|versicherungsverein)(?=[\s.,;|)·•–-]|$)",
    re.I,
)
_STRONG_FORM = re.compile(r"(?<!\w)(?:gmbh|ltd|limited|llc|inc|sarl|s\.?r\.?l|sp\.? z ?o\.? ?o|b\.v\.?|n\.v\.?|s\.?p\.?a|lda|aps|a/s|s\.r\.o|pvt|ag|kg|se|sas|plc|gbr|ab|s\.l\.?|s\.a\.?)(?=[\s.,;|)·•–-]|$)", re.I)  # fmt: skip
_POSTAL = re.compile(
    r"(?<!\d)(?:[A-Z]{1,2}[- ])?(?:\d{5}|\d{4}(?: ?[A-Z]{2})?|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3})\s+[^\W\d_]{2,}"
    r"|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|\b[A-Z]{2},? \d{5}\b|\b[A-Z]\d[A-Z] \d[A-Z]\d\b"
)
_NO_NAME = re.compile(
    r"@|https?:|www\.|\b(?:tel|fax|phone|telefon|iban|bic|page|seite|sida|strona|gln|siret|siren)\b|^\W*$|^[\d\W]+$", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """What is known of both sides. `sure`: the seller was found in the master data."""

    seller_name: str | None = None
    seller_vat: str | None = None
    vat_valid: bool = False
    buyer_name: str | None = None
    buyer_vat: str | None = None
    iban: str | None = None
    iban_valid: bool = False
    supplier: KnownParty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines under one another with one left edge: an address."""

    lines: tuple[Segment, ...]

    @property
    def postal(self) -> bool:
        return any(_POSTAL.search(line.text) for line in self.lines[:7])


def parties(view: View, knowledge: Knowledge) -> Parties:
    """Both sides of a paper."""
    text = whole_text(view)
    supplier = _known(text, knowledge.suppliers)
    buyer_known = _present(text, knowledge.buyer)
    blocks = tuple(_blocks(view.rows))
    buyer, buyer_rows = _buyer(view, blocks)
    if buyer_known:
        buyer = buyer_known
    found_vats = list(vat_ids(view.rows))
    own, theirs = _vats(view, found_vats, buyer_rows, knowledge)
    seller = _present(text, supplier) if supplier else _seller(view, blocks, buyer, buyer_rows)
    accounts = [one for one in ibans(view.rows) if one.value not in knowledge.buyer.ibans]
    account = _account(view, accounts, supplier)
    return Parties(
        seller_name=seller,
        seller_vat=own,
        vat_valid=bool(own) and vat_valid(own or ""),
        buyer_name=buyer,
        buyer_vat=theirs,
        iban=account.value if account else None,
        iban_valid=account.valid if account else False,
        supplier=supplier,
    )


def _squashed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _known(text: str, suppliers: tuple[KnownParty, ...]) -> KnownParty | None:
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


def _blocks(rows: tuple[Row, ...]) -> Iterator[Block]:
    open_blocks: list[list[Segment]] = []
    for row in rows:
        for segment in row.segments:
            for block in open_blocks:
                last = block[-1]
                near = 0 <= segment.top - last.bottom + 3 < 1.1 * max(last.bottom - last.top, 6)
                if last.page == segment.page and abs(last.left - segment.left) < 6 and near and last.row != segment.row:
                    block.append(segment)
                    break
            else:
                open_blocks.append([segment])
    for block in open_blocks:
        yield Block(lines=tuple(block))


def _name_like(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return (
        letters >= 3 and letters >= len(text) * 0.5 and len(text) <= 70 and not _NO_NAME.search(text) and not _POSTAL.search(text)
    )


def _clean(text: str) -> str:
    return re.split(r"\s[·•|●–]\s|\s-\s", text.strip())[0].strip(" :,;|·•●–-")


_NAME_LABEL = re.compile(
    r"^(?:name|firma|nom|nombre|naam|nazwa|nome|namn|navn|nazev|company|company name|societe|empresa|ragione sociale)\s*:\s*(.*)$"
)


def _labelled(view: View, what: str) -> Iterator[tuple[str, Segment, int]]:
    """Names behind or below a label of a party, with the segment of the label and the row of the name."""
    dictionary = section("parties")
    for row in view.rows:
        for segment in row.segments:
            hit = next(iter(dictionary.hits(segment.text)), None)
            if hit is None or hit.start > 0 or not hit.means(what) or not _alone(segment.text, hit.end):
                continue
            if view.languages and hit.languages.isdisjoint((*view.languages, "en")):
                continue
            got = _named(view, row, segment, hit.end, len(hit.words))
            if got:
                yield got[0], segment, got[1]


def _alone(text: str, end: int) -> bool:
    """The label is the whole cell, or a colon follows it."""
    rest = text[end:].strip()
    return not rest or rest[0] == ":" or (rest[0] == "(" and len(rest) < 40)


def _named(view: View, row: Row, segment: Segment, end: int, length: int) -> tuple[str, int] | None:
    rest = segment.text[end:].strip(" :")
    if rest and rest[0] != "(":
        return (_clean(rest), row.index) if _name_like(_clean(rest)) else None
    index = row.segments.index(segment)
    if segment.text.rstrip().endswith(":") and index + 1 < len(row.segments):
        beside = _clean(row.segments[index + 1].text)
        if _name_like(beside) and not section("parties").exact(beside):
            return beside, row.index
    return _first_name(view, row, segment)


def _first_name(view: View, row: Row, segment: Segment) -> tuple[str, int] | None:
    """The first name in the rows below a label, in its column; a label "Name:" there is heeded."""
    best = None
    bottom = row.bottom
    for under in view.rows[row.index + 1 : row.index + 9]:
        if under.page != row.page or under.top - bottom > 3.2 * row.height:
            break
        for index, cell in enumerate(under.segments):
            if not -25 <= cell.left - segment.left <= max(40, segment.right - segment.left):
                continue
            bottom = under.bottom
            label = _NAME_LABEL.match(fold(cell.text))
            if label:
                value = cell.text.partition(":")[2].strip() or (
                    under.segments[index + 1].text if index + 1 < len(under.segments) else ""
                )
                if _name_like(value):
                    return _clean(value), under.index
            name = _clean(cell.text)
            if section("parties").exact(cell.text.strip(" :")):
                return best
            labelled = ":" in cell.text[:24] or any(h.start == 0 and h.length > 1 for h in view.labels[under.index][index])
            if best is None and _name_like(name) and not labelled:
                best = (name, under.index)
            break
    return best


def _buyer(view: View, blocks: tuple[Block, ...]) -> tuple[str | None, frozenset[int]]:
    for name, segment, _ in _labelled(view, "buyer"):
        return name, frozenset(range(segment.row, segment.row + 9))
    sellers = {fold(name) for name, _, _ in _labelled(view, "seller")}
    for block in blocks:
        if not block.postal or block.lines[0].page != 1:
            continue
        lines = [line for line in block.lines if not re.search(r"[·•●]", line.text)]
        names = [line for line in lines[:4] if _name_like(line.text)]
        if len(lines) >= 2 and names and not _sender(view, block) and fold(_clean(names[0].text)) not in sellers:
            return _clean(names[0].text), frozenset(line.row for line in block.lines)
    return None, frozenset()


def _sender(view: View, block: Block) -> bool:
    """Whether an address is the letter-head: with telephone, mail, tax or bank data, or repeated in a line of the sender."""
    near = " ".join(line.text for line in block.lines)
    if re.search(r"@|\b(?:tel|telefon|fon|fax|phone|www|iban|ust|vat|siret|kvk|tva|nip)\b", fold(near)):
        return True
    first = _squashed(block.lines[0].text)
    others = [s for row in view.rows for s in row.segments if s.row not in {line.row for line in block.lines}]
    repeated = sum(1 for s in others if len(first) >= 5 and first in _squashed(s.text))
    return repeated >= 1 or block.lines[0].row == 0


def _seller(view: View, blocks: tuple[Block, ...], buyer: str | None, buyer_rows: frozenset[int]) -> str | None:
    scores: dict[str, float] = {}
    shown: dict[str, str] = {}
    for name, score, row in _seller_candidates(view, blocks):
        key = _squashed(name)
        if len(key) < 3 or (buyer and (key == _squashed(buyer) or key in _squashed(buyer))):
            continue
        if row in buyer_rows:
            score -= 4
        scores[key] = scores.get(key, 0.0) + score
        shown.setdefault(key, name)
    domains = {_squashed(d) for d in re.findall(r"(?:@|www\.)([\w-]{4,})\.", whole_text(view))}
    for key in scores:
        if any(domain in key or key[: max(5, len(domain) - 2)] in domain for domain in domains if len(domain) >= 4):
            scores[key] += 2.0
    if not scores:
        return None
    best = max(scores, key=lambda key: scores[key])
    return shown[best] if scores[best] > 1.0 else None


def _seller_candidates(view: View, blocks: tuple[Block, ...]) -> Iterator[tuple[str, float, int]]:
    for labelled, _, index in _labelled(view, "seller"):
        yield labelled, 7.0, index
    for row in view.rows:
        for segment in row.segments:
            parts = re.split(r"\s*[·•●|]\s*|\s[–-]\s|,\s", segment.text)
            name = _clean(parts[0])
            if not _name_like(name) or len(name.split()) > 9:
                continue
            form = _STRONG_FORM.search(name) or (_FORMS.search(name) and name[:1].isupper())
            top = row.page == 1 and row.index < 8
            if form:
                yield name, 2.5 + (1.0 if top else 0.0) + (1.5 if len(parts) > 2 else 0.0), row.index
            elif len(parts) > 2 and _POSTAL.search(segment.text):
                yield name, 3.0, row.index
            elif top and not section("kinds").exact(name) and not view.labels[row.index][row.segments.index(segment)]:
                size = segment.bottom - segment.top
                yield name, 1.2 + (0.8 if size > 1.3 * _usual(view) else 0.0), row.index


def _usual(view: View) -> float:
    heights = sorted(row.height for row in view.rows)
    return heights[len(heights) // 2] if heights else 10.0


_NATIONAL = re.compile(r"^(?:[A-Z]{2,3}[ .-]?)?[A-Z]?[\d][\dA-Z .\-/]{6,18}")


def _vats(view: View, found: list[Identifier], buyer_rows: frozenset[int], knowledge: Knowledge) -> tuple[str | None, str | None]:
    """The VAT ids of seller and buyer: by master data, else by the block and the label that they stand with."""
    ours = {_squashed(v) for v in knowledge.buyer.vat_ids}
    scores: dict[str, float] = {}
    for one in found:
        score = (
            3.0 + (1.0 if one.valid else 0.0) - (3.0 if one.row.index in buyer_rows and _in_block(one, view, buyer_rows) else 0.0)
        )
        scores[one.value] = max(scores.get(one.value, -9.0), score + _label_score(view, one))
    for row, segment, hit in view.hits("vat_id"):
        for place in places(view, row, segment, hit):
            value = _national(place)
            if value and not any(value in known or known in value for known in scores):
                scores[value] = 2.0 - (3.0 if row.index in buyer_rows else 0.0) + (0.5 if hit.leads else 0.0)
            break
    own = [v for v in sorted(scores, key=lambda v: -scores[v]) if _squashed(v) not in ours and scores[v] > 0]
    theirs = [v for v in scores if _squashed(v) in ours or scores[v] <= 0]
    return (own[0] if own else None), (theirs[0] if theirs else own[1] if len(own) > 1 else None)


def _national(place: Place) -> str | None:
    match = _NATIONAL.match(place.text)
    value = re.sub(r"[ .\-/]", "", match.group()) if match else ""
    return value if sum(c.isdigit() for c in value) >= 7 and len(value) <= 16 else None


def _in_block(one: Identifier, view: View, rows: frozenset[int]) -> bool:
    label = view.rows[min(rows)] if rows else None
    return label is None or abs(one.left - label.segments[0].left) < 250 or one.row.index in rows


_THEIRS = re.compile(
    r"\b(?:ihre|your|customer|kunde|client|uw|su|vs|vostra|ert|deres|jeres|nabywcy|cliente|odberatele|buyer|votre|klant)\b"
)


def _label_score(view: View, one: Identifier) -> float:
    """A label such as "your VAT no." makes it the buyer's; the foot of the page is the seller's."""
    segment = min(one.row.segments, key=lambda s: abs(s.left - one.left) if s.left <= one.left + 1 else 1e9)
    at = one.row.segments.index(segment)
    before = segment.text if at == 0 else one.row.segments[at - 1].text + " " + segment.text
    score = -4.0 if _THEIRS.search(fold(before)) else 0.0
    page_rows = [r for r in view.rows if r.page == one.row.page]
    return score + (1.0 if one.row.index >= page_rows[int(len(page_rows) * 0.7)].index else 0.0)


def _account(view: View, found: list[Identifier], supplier: KnownParty | None) -> Identifier | None:
    """The account to pay to: the supplier's where it is known, else a valid one, the last printed (feet are the seller's)."""
    if supplier:
        known = next((one for one in found if one.value in supplier.ibans), None)
        if known:
            return known
    debited = re.compile(
        r"\b(?:ihrem konto|your account|votre compte|uw rekening|eingezogen|prelev|debited|lastschrift|abgebucht|einzug)\b"
    )
    open_to = [one for one in found if not debited.search(fold(one.row.text))]
    return next((one for one in open_to if one.valid), next(iter(open_to), None))
