"""Lines from the rows of a table: several readings compete by arithmetic, and what they add up to decides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, islice

from core.paper import PaperLine
from parsers.invoice.dictionary import section
from parsers.invoice.headings import Column, Heading, headings
from parsers.invoice.layout import Row
from parsers.invoice.table import TOTAL_LABELS, Band, Factor, bands, factor, multiplied, with_amount
from parsers.invoice.view import Figure, View

_ZERO = Decimal(0)
_BULLETS = frozenset("•*-–·▪")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line as it stands in the table, with the rows that belong to it."""

    band: Band
    more: tuple[Band, ...] = ()
    reduction: Decimal = Decimal(0)
    """A discount in a row of its own below the line."""

    @property
    def amount(self) -> Decimal:
        return (self.band.amount.value if self.band.amount else _ZERO) - self.reduction


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A row of the table that is a charge (or, negative, a discount) on the whole document."""

    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read the lines of a document."""

    items: tuple[Item, ...]
    extras: tuple[Extra, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: frozenset[int] = frozenset()
    dropped: int = 0
    guessed: bool = False
    """A column is not what its heading says, or has none."""
    summed: bool = False
    """Lines were dropped because others add up to them."""

    @property
    def total(self) -> Decimal:
        return sum((item.amount for item in self.items), _ZERO)

    @property
    def with_extras(self) -> Decimal:
        return self.total + sum((extra.amount for extra in self.extras), _ZERO)

    @property
    def multiplied(self) -> int:
        """How many lines multiply."""
        return sum(1 for item in self.items if item.band.multiplies())


def readings(view: View) -> tuple[Reading, ...]:
    """All readings of the lines, of all tables, the one with the most multiplying lines first."""
    found: list[Reading] = []
    heads = headings(view)
    for index, heading in enumerate(heads):
        if any(heading.same(earlier) for earlier in heads[:index]):
            continue
        for variant in _variants(heading):
            read = replace(_read(view, variant, heads), guessed=variant is not heading)
            if read.items:
                found += [read, *_without_parts(read)]
    if not any({"quantity", "price"} <= {c.kind for c in read.columns} for read in found):
        found += [read for read in unheaded(view) if not found or read.multiplied]
    return tuple(sorted(found, key=lambda r: (-r.multiplied, r.dropped)))


def unheaded(view: View) -> list[Reading]:
    """Lines without a heading: the columns are where a first row multiplies; or else one amount a row, above their sum."""
    heading = next((made for row in view.rows if (made := _implied(view, row))), None)
    found = [replace(_read(view, heading, ()), guessed=True)] if heading else []
    listed = _listed(view)
    return [*(read for read in found if read.multiplied), *([listed] if listed else [])]


def _implied(view: View, row: Row) -> Heading | None:
    """The columns of a row whose last amount is the product of two other figures, with a text before them."""
    figures = [f for f in view.row_figures(row.index) if not f.percent]
    if len(figures) < 3 or not figures[-1].money or row.furniture or not figures[-1].value:
        return None
    amount = figures[-1]
    for one, other in combinations(figures[:-1], 2):
        quantity, price = (one, other) if other.decimals >= one.decimals or other.money else (other, one)
        if multiplied(quantity, price, amount) is None or multiplied(quantity, price, amount) != Factor():
            continue
        words = [w for w in row.words if sum(c.isalpha() for c in w.text) >= 3 and w.right < amount.left]
        if words:
            text = Column(kind="description", left=words[0].left, right=words[-1].right, words="")
            named = (("quantity", quantity), ("price", price), ("amount", amount))
            columns = [text, *(Column(kind=kind, left=f.left, right=f.right, words="") for kind, f in named)]
            return Heading(columns=tuple(sorted(columns, key=lambda c: c.left)), first=row.index - 1, last=row.index - 1)
    return None


def _listed(view: View) -> Reading | None:
    """Rows of a text and one amount each, directly above a total that is their sum."""
    for row, _, hit in view.hits("net_total", "line_total", "gross_total"):
        figures = [f for f in view.row_figures(row.index) if f.money]
        if not hit.leads or len(figures) != 1:
            continue
        total, items, sum_of = figures[0], [], _ZERO
        for above in reversed(view.rows[max(0, row.index - 40) : row.index]):
            money = [f for f in view.row_figures(above.index) if f.money]
            if above.page == row.page and not money:
                continue
            amounts = [f for f in money if abs(f.right - total.right) < 5]
            if above.page != row.page or len(money) != 1 or not amounts or _summing(view, above):
                break
            band = Band(row=above, figures={"amount": amounts[0]}, texts={"description": above.words[: amounts[0].start]})
            items.append(Item(band=band))
            sum_of += amounts[0].value
            if sum_of == total.value and any(item.amount for item in items):
                rows = frozenset(item.band.row.index for item in items)
                return Reading(items=tuple(reversed(items)), rows=rows)
    return None


def _summing(view: View, row: Row) -> bool:
    """Whether a label of the row says that its amount is a total or a tax."""
    return any(h.means(*TOTAL_LABELS) and (h.leads or h.start == 0) for hits in view.labels[row.index] for h in hits)


def _variants(heading: Heading) -> Iterable[Heading]:
    """A heading as it reads, and as it may be meant: "amount" of pieces for the quantity, the amount before or after tax."""
    kinds = [c.kind for c in heading.columns]
    if "amount" not in kinds and "gross" in kinds:
        heading = _renamed(heading, [i for i, kind in enumerate(kinds) if kind == "gross"][-1:], "amount")
        kinds = [c.kind for c in heading.columns]
    amounts = [i for i, kind in enumerate(kinds) if kind == "amount"]
    if len(amounts) < 2:
        yield heading
    for keep in amounts if len(amounts) > 1 else ():
        others = [i for i in amounts if i != keep]
        yield _renamed(heading, others, "other")
        if "quantity" not in kinds and len(others) == 1:
            yield _renamed(heading, others, "quantity")
    for kind in ("quantity", "price"):
        if kind not in kinds and len(amounts) == 1:
            for spare in (i for i, other in enumerate(kinds) if other in ("other", "unit", "base", "gross", "tax_amount")):
                yield _renamed(heading, [spare], kind)


def _renamed(heading: Heading, which: list[int], kind: str) -> Heading:
    columns = tuple(replace(c, kind=kind) if i in which else c for i, c in enumerate(heading.columns))
    return replace(heading, columns=columns)


def _read(view: View, heading: Heading, heads: tuple[Heading, ...]) -> Reading:
    under = list(_joined(_region(view, heading, heads)))
    roles = [_role(band) for band in under]
    last = max((at for at, role in enumerate(roles) if role == "item"), default=-1)
    items: list[Item] = []
    extras: list[Extra] = []
    after_total = False
    for at, (band, role) in enumerate(zip(under, roles, strict=True)):
        if role == "item":
            items.append(Item(band=band))
            after_total = False
        elif role == "reduction" and items and not after_total and band.amount and (at < last or any(i.reduction for i in items)):
            # Behind a line and before another one, a discount is that line's.
            items[-1] = replace(items[-1], reduction=items[-1].reduction + abs(band.amount.value))
        elif role in ("extra", "reduction") and band.amount:
            extras.append(Extra(text=row_text(band.row), amount=_signed(band)))
        elif role == "total":
            after_total = True
    with_text = tuple(_with_texts(items, under, roles))
    rows = frozenset(band.row.index for item in with_text for band in (item.band, *item.more))
    return Reading(items=with_text, extras=tuple(extras), columns=heading.columns, rows=rows)


def row_text(row: Row) -> str:
    """The words of a row without its figures."""
    return " ".join(word.text for word in row.words if any(c.isalpha() for c in word.text))[:200]


def _signed(band: Band) -> Decimal:
    """A discount is taken off, with or without its sign."""
    value = band.amount.value if band.amount else _ZERO
    return -abs(value) if band.label == "discount" else value


def _role(band: Band) -> str:
    if band.multiplies():
        return "item"
    if band.label == "total" and (band.amount or band.row.segments) and not (band.quantity and band.price):
        return "total"
    if (band.amount is not None and band.amount.money) or (band.amount is not None and band.price is not None):
        if band.label in ("charge", "discount") and not (band.quantity and band.price):
            return "reduction" if band.label == "discount" else "extra"
        return "item"
    return "text"


def _region(view: View, heading: Heading, heads: tuple[Heading, ...]) -> Iterable[Band]:
    """The rows of the table: to the totals behind its last line, without the headings of further pages."""
    repeated = [h for h in heads if h is not heading and h.first > heading.last and h.same(heading)]
    others = [h for h in heads if h.first > heading.last and not h.same(heading)]
    skipped = {index for h in repeated for index in range(h.first, h.last + 1)}
    tops = {view.rows[h.first].page: h.first for h in repeated}
    found: list[Band] = []
    last = -1
    stop = min((h.first for h in others), default=len(view.rows))
    stopped = False
    for band in bands(view, heading):
        index = band.row.index
        if index >= stop:
            break
        # Above a repeated heading stands the head of the page.
        if index in skipped or index < tops.get(band.row.page, -1) or (band.row.furniture and not band.multiplies()):
            continue
        if any(b.amount for b in found) and totals_heading(view, band.row):
            break
        hard = band.label == "total" and not (band.quantity and band.price) and _has_amount(view, band)
        stopped = stopped or (hard and _ends(view, band))
        if not stopped or band.multiplies():
            found.append(band)
            if band.multiplies():
                last, stopped = len(found), False
    return found if last < 0 or not stopped else found


def totals_heading(view: View, row: Row) -> bool:
    """A row of labels of totals without amounts is the heading of a table of totals or of taxes."""
    if any(f.money for f in view.row_figures(row.index)) or len(row.segments) < 2:
        return False
    named = {kind for hits in view.labels[row.index] for h in hits if h.leads for kind in h.fields & set(TOTAL_LABELS)}
    return len(named) >= 2


def _has_amount(view: View, band: Band) -> bool:
    return any(f.money for f in view.row_figures(band.row.index))


def _ends(view: View, band: Band) -> bool:
    """A sub-total of a group does not end the table; the total before or after tax does."""
    for hits in view.labels[band.row.index]:
        for hit in hits:
            if hit.leads and hit.means("net_total", "gross_total", "tax_total", "payable"):
                return True
        if hits:
            return False
    return False


def _joined(under: Iterable[Band]) -> Iterable[Band]:
    """A row with quantity and price whose amount stands a little lower, alone on its row, is one row."""
    waiting: Band | None = None
    for band in under:
        if waiting is not None:
            alone = band.amount is not None and not band.quantity and not band.price and not band.label
            if alone and band.amount and band.row.top - waiting.row.bottom < band.row.height:
                yield with_amount(waiting, band.amount)
                waiting = None
                continue
            yield waiting
            waiting = None
        if band.quantity and band.price and not band.amount:
            waiting = band
            continue
        yield band
    if waiting is not None:
        yield waiting


def _with_texts(items: list[Item], under: list[Band], roles: list[str]) -> Iterable[Item]:
    """Each line with the rows of text that belong to it. They follow it; but where text stands above the first line, the texts
    are centred on the figures, and the widest gap between two lines parts them."""
    if not items:
        return
    lines = [at for at, role in enumerate(roles) if role == "item"]
    above = _run(under, roles, 0, lines[0])
    centred = bool(above) and bool(_column_text(above[-1])) and _near(above[-1].row, under[lines[0]].row)
    before = above if centred else []
    for number, (item, at) in enumerate(zip(items, lines, strict=True)):
        end = lines[number + 1] if number + 1 < len(lines) else len(under)
        texts = _run(under, roles, at + 1, end)
        own, following = _parted(item.band, texts, under[end] if end < len(under) and centred else None)
        yield replace(item, more=(*before, *own))
        before = following


def _run(under: list[Band], roles: list[str], start: int, end: int) -> list[Band]:
    return [band for band, role in zip(under[start:end], roles[start:end], strict=True) if role == "text"]


def _near(upper: Row, lower: Row) -> bool:
    return upper.page == lower.page and lower.top - upper.bottom < 0.8 * max(lower.height, 6.0)


def _parted(line: Band, texts: list[Band], following: Band | None) -> tuple[list[Band], list[Band]]:
    """Which texts belong to the line, and which to the one that follows."""
    own: list[Band] = []
    last = line.row
    for text in texts:
        if text.row.page == last.page and text.row.top - last.bottom > 3 * max(last.height, 6.0):
            break
        own.append(text)
        last = text.row
    if following is None or not own:
        return own, []
    chain = [line, *own, following]
    gaps = [b.row.middle - a.row.middle if a.row.page == b.row.page else 1e6 for a, b in zip(chain, chain[1:], strict=False)]
    cut = gaps.index(max(gaps))
    return own[:cut], own[cut:]


def _column_text(band: Band) -> str:
    return " ".join(word.text for word in band.texts.get("description", ()))


def _without_parts(read: Reading) -> Iterable[Reading]:
    """The same lines without what may be a part of another: no price where the others have one; or without the sums of others."""
    priced = [item for item in read.items if item.band.price]
    if 0 < len(priced) < len(read.items):
        yield replace(read, items=tuple(priced), dropped=len(read.items) - len(priced))
    for leaves in islice(_leaves(read.items, frozenset()), 6):
        yield replace(read, items=leaves, dropped=len(read.items) - len(leaves), summed=not _all_named(read.items, leaves))


def _all_named(items: tuple[Item, ...], leaves: tuple[Item, ...]) -> bool:
    """Whether every line that was left out calls itself a sum: "Subtotal hardware"."""
    sums = section("fields")
    gone = [item for item in items if item not in leaves]
    return all(
        (hit := next(iter(sums.hits(_description(item))), None)) and hit.start == 0 and hit.means("line_total") for item in gone
    )


def _leaves(items: tuple[Item, ...], seen: frozenset[Decimal]) -> Iterator[tuple[Item, ...]]:
    """The lines without those whose amount is the sum of two or more right before or behind them, in all ways to drop such sums."""
    for span in range(2, min(len(items), 30)):
        for at, item in enumerate(items):
            around = (items[max(at - span, 0) : at], items[at + 1 : at + 1 + span])
            if not any(len(run) == span and sum((i.amount for i in run), _ZERO) == item.amount for run in around):
                continue
            kept = items[:at] + items[at + 1 :]
            if len(seen) < 8:
                yield from _leaves(kept, seen | {item.amount})
            yield kept


def paper_lines(read: Reading) -> tuple[PaperLine, ...]:
    """The lines as they are handed on."""
    return tuple(_line(item) for item in read.items)


def _line(item: Item) -> PaperLine:
    band = item.band
    rule = factor(band)
    tax = band.figures.get("tax")
    unit = _unit(band)
    return PaperLine(
        description=_description(item),
        seller_sku=_sku(band),
        quantity=band.quantity.value if band.quantity else None,
        unit=unit,
        unit_price=band.price.value if band.price else None,
        price_base=rule.base if rule else Decimal(1),
        discount=(rule.discount if rule else _ZERO) + item.reduction,
        net_amount=item.amount if band.amount else None,
        tax_rate=tax.value if tax and 0 <= tax.value <= 50 else None,
    )


def _description(item: Item) -> str:
    """The words of its column, without notes: rows that begin elsewhere, behind a bullet, or after a gap."""
    words: list[str] = []
    last = None
    own = item.band.texts.get("description", ())
    edge = own[0].left if own else None
    for band in sorted((item.band, *item.more), key=lambda b: b.row.index):
        found = _own_words(band, edge)
        far = last is not None and words and not _near(last, band.row) and band.row.index > item.band.row.index
        if not found or far or (found[0] in _BULLETS or found[0][0] == "•"):
            if band.row.index > item.band.row.index and (far or found or not _near(last or item.band.row, band.row)):
                break
            continue
        words = _wrapped(words, found)
        last = band.row
    if not words:
        words = [w.text for kind, texts in item.band.texts.items() if kind != "unit" for w in texts]
    # A colon parts the name of an item from its details; apart from the word, both can be compared as words.
    return re.sub(r"(?<=\w|\)):(?= )", " :", " ".join(words)).removesuffix(":").rstrip()[:500]


def _own_words(band: Band, edge: float | None) -> list[str]:
    """The words of the description column. A row that runs over the edge of the column, with no word beginning there, is a note."""
    own = band.texts.get("description", ())
    if not own or band.figures.get("amount"):
        return [w.text for w in own]
    before = any(word.left < own[0].left for kind, words in band.texts.items() if kind != "description" for word in words)
    if before and len(band.row.segments) == 1 and (edge is None or abs(own[0].left - edge) > 4):
        return []
    return [w.text for w in own]


def _wrapped(words: list[str], more: list[str]) -> list[str]:
    """Text goes on in the next row; what a hyphen parted is joined."""
    if words and more and words[-1].endswith("-") and len(words[-1]) > 2:
        joined = words[-1] if more[0][:1].isupper() or more[0][:1].isdigit() or not more[0][:1].isalpha() else words[-1][:-1]
        return [*words[:-1], joined + more[0], *more[1:]]
    return [*words, *more]


def _sku(band: Band) -> str | None:
    words = band.texts.get("sku", ())
    return " ".join(w.text for w in words)[:60] if words else None


def _unit(band: Band) -> str | None:
    if band.quantity and band.quantity.unit:
        return band.quantity.unit
    words = band.texts.get("unit", ()) or band.texts.get("quantity", ())
    text = " ".join(w.text for w in words).strip("()")
    return text if text and len(text) <= 15 else None
