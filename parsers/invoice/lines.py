"""Lines from the rows of a table: several readings compete by arithmetic, and what they add up to decides."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, islice

from parsers.invoice.dictionary import section
from parsers.invoice.headings import Heading, headings
from parsers.invoice.reading import Extra, Item, Reading, row_text
from parsers.invoice.region import joined, region
from parsers.invoice.table import Band
from parsers.invoice.texts import description, texts_above, with_texts, with_texts_above
from parsers.invoice.unheaded import implied, listed
from parsers.invoice.view import View

_ZERO = Decimal(0)


def readings(view: View) -> tuple[Reading, ...]:
    """All readings of the lines, of all tables, the one with the most multiplying lines first."""
    found: list[Reading] = []
    heads = headings(view)
    for index, heading in enumerate(heads):
        if any(heading.same(earlier) for earlier in heads[:index]):
            continue
        two_rowed = _two_rowed(view, heading, heads)
        if two_rowed:
            found += [two_rowed, *_without_parts(view, two_rowed)]
            continue
        for variant in _variants(heading):
            against = _against(heading, variant)
            read = replace(_read(view, variant, heads), guessed=variant is not heading, overruled=against or heading.double)
            if read.items:
                found += [read, *_without_parts(view, read)]
    if not any({"quantity", "price"} <= {c.kind for c in read.columns} for read in found):
        against = any("amount" in heading.kinds() for heading in heads)
        found += [replace(read, overruled=against) for read in _unheaded(view) if not found or read.multiplied]
    return tuple(sorted(found, key=lambda r: (-r.multiplied, r.dropped)))


def _two_rowed(view: View, heading: Heading, heads: tuple[Heading, ...]) -> Reading | None:
    """Lines of two rows under a heading of two: the text of each above its figures."""
    if not heading.figures:
        return None
    alone = {id(h): replace(h, columns=h.figures or h.columns) for h in heads}
    read = _read(view, alone[id(heading)], tuple(alone.values()))
    return read if read.stacked and read.multiplied else None


def _against(heading: Heading, variant: Heading) -> bool:
    """Whether a column is read as quantity or price whose heading names another thing; "amount" may mean that of pieces."""
    pairs = zip(heading.columns, variant.columns, strict=True)
    return any(new.kind != old.kind and new.kind in ("quantity", "price") and old.kind not in _OPEN for old, new in pairs)


_OPEN = frozenset({"other", "amount"})


def _unheaded(view: View) -> list[Reading]:
    """Lines without a heading: the columns are where a first row multiplies; or else one amount a row, above their sum."""
    heading = next((made for row in view.rows if (made := implied(view, row))), None)
    found = [replace(_read(view, heading, ()), guessed=True)] if heading else []
    plain = listed(view)
    return [*(read for read in found if read.multiplied), *([plain] if plain else [])]


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
    under = list(joined(region(view, heading, heads)))
    roles = [_role(band) for band in under]
    last = max((at for at, role in enumerate(roles) if role == "item"), default=-1)
    roles[last + 1 :] = ["aside" if _bears(view, band) else role for band, role in zip(under, roles, strict=True)][last + 1 :]
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
    stacked = "description" not in heading.kinds() and texts_above(under, roles, headed=bool(heading.figures))
    with_text = tuple(with_texts_above(items, under, roles) if stacked else with_texts(items, under, roles))
    rows = frozenset(band.row.index for item in with_text for band in (item.band, *item.more))
    rows |= {index for h in (heading, *heads) if h is heading or h.same(heading) for index in range(max(h.first, 0), h.last + 1)}
    beside = frozenset(band.row.index for band, role in zip(under, roles, strict=True) if role == "aside")
    return Reading(
        items=with_text, extras=tuple(extras), columns=heading.columns, rows=rows | beside, beside=beside, stacked=stacked
    )


def _bears(view: View, band: Band) -> bool:
    """Whether a row behind the last line is that of a charge or a discount, with its amount outside the column of amounts."""
    return band.label in ("charge", "discount") and not band.amount and any(f.money for f in view.row_figures(band.row.index))


def _signed(band: Band) -> Decimal:
    """A discount is taken off, with or without its sign."""
    value = band.amount.value if band.amount else _ZERO
    return -abs(value) if band.label == "discount" else value


def _role(band: Band) -> str:
    if band.multiplies():
        return "item"
    if band.label == "total" and not band.counted:
        return "total"
    if (band.amount is not None and band.amount.money) or (band.amount is not None and band.price is not None):
        if band.label in ("charge", "discount") and not band.quantity:
            return "reduction" if band.label == "discount" else "extra"
        return "item"
    return "text"


_MOST_SUMMED = 80
"""Lines of a table in which sums of others are looked for; longer ones are lists, and the search grows with the square."""


def _without_parts(view: View, read: Reading) -> Iterable[Reading]:
    """The same lines without what may be a part of another: no price where the others have one; or without the sums of others.
    Where all lines together add up to a figure that is printed, none is too many."""
    if any(
        f.value == read.total for row in view.rows if row.index not in read.rows for f in view.row_figures(row.index) if f.money
    ):
        return
    priced = [item for item in read.items if item.band.price]
    if 0 < len(priced) < len(read.items):
        yield replace(read, items=tuple(priced), dropped=len(read.items) - len(priced))
    if len(read.items) <= _MOST_SUMMED:
        for leaves in islice(_leaves(read.items, 0), 6):
            yield replace(read, items=leaves, dropped=len(read.items) - len(leaves), summed=not _all_named(read.items, leaves))


def _all_named(items: tuple[Item, ...], leaves: tuple[Item, ...]) -> bool:
    """Whether every line that was left out calls itself a sum: "Subtotal hardware"."""
    sums = section("fields")
    kept = {id(item) for item in leaves}
    gone = [item for item in items if id(item) not in kept]
    return all(
        (hit := next(iter(sums.hits(description(item))), None)) and hit.start == 0 and hit.means("line_total") for item in gone
    )


def _leaves(items: tuple[Item, ...], depth: int) -> Iterator[tuple[Item, ...]]:
    """The lines without those whose amount is the sum of two or more right before or behind them, in all ways
    to drop such sums."""
    amounts = [item.amount for item in items]
    sums = list(accumulate(amounts, initial=_ZERO))
    for span in range(2, min(len(items), 30)):
        for at, amount in enumerate(amounts):
            before = at >= span and sums[at] - sums[at - span] == amount
            behind = at + span < len(items) and sums[at + 1 + span] - sums[at + 1] == amount
            if not (before or behind):
                continue
            kept = items[:at] + items[at + 1 :]
            if depth < 6:
                yield from _leaves(kept, depth + 1)
            yield kept
