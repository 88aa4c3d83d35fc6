"""Which order line does each invoice line bill? Identifiers first, then the best assignment, then split lines; never a guess."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.invoice import Assigned
from core.matching.likeness import Words, fit, identifier, price_agrees
from core.matching.pairing import FORBIDDEN, cheapest
from core.names import Reference
from core.order import OrderLine, PurchaseOrder
from core.paper import PaperLine

TIE = 0.01
"""Two readings whose fit differs by less than this share are a tie (docs/rules.md 4)."""

_FEE = re.compile(
    r"freight|shipping|postage|delivery (?:fee|charge|cost)|handling|packing|packaging|surcharge|rounding|pallet (?:fee|charge)"
    r"|fracht|versand|porto|liefer(?:kosten|pauschale)|verpackung|zuschlag|rundung|frais|port\b|emballage|verzend|vracht"
    r"|gastos de env|portes|spese di (?:sped|trasp)|trasporto|koszt\w* (?:dostawy|wysy|transp)|transport\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An order line that can be billed."""

    order: Reference
    line: OrderLine
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """`assigned` for the lines that found their order line; the rest is a fee, undecided, or was not ordered."""

    assigned: tuple[Assigned, ...] = ()
    fees: tuple[int, ...] = ()
    undecided: tuple[int, ...] = ()
    unordered: tuple[int, ...] = ()


def is_fee(line: PaperLine) -> bool:
    """A discount, a rounding, or freight and the like: not an item (docs/rules.md 4.3)."""
    if line.net_amount is not None and line.net_amount < 0:
        return True
    return is_charge(line.description)


def is_charge(description: str) -> bool:
    """Whether the words say freight, a fee or the like."""
    return bool(_FEE.search(description))


def assign(lines: Sequence[PaperLine], orders: Sequence[PurchaseOrder]) -> Assignment:
    """Assign every invoice line it can; the result names every line once."""
    slots = [Slot(order=o.reference, line=row, words=Words.of(row.description)) for o in orders for row in o.lines]
    found = dict(_by_identifier(lines, slots))
    taken = set(found.values())
    rest = [i for i in range(len(lines)) if i not in found]
    free = [s for s in range(len(slots)) if s not in taken]
    words = {i: Words.of(lines[i].description) for i in rest}
    fits = _fits(lines, words, slots, rest, free)
    best = _best(fits)
    undecided = {i for i, s in best.items() if _tied(i, s, fits, best, slots)}
    found.update({i: s for i, s in best.items() if i not in undecided})
    for i in rest:  # leftovers join a line that is taken already: split lines
        if i not in found and i not in undecided:
            joined = _joined(lines[i], words[i], slots)
            if len(joined) == 1:
                found[i] = joined[0]
            elif joined:
                undecided.add(i)
    left = [i for i in range(len(lines)) if i not in found and i not in undecided]
    return Assignment(
        assigned=tuple(
            Assigned(invoice_line=i, order=slots[s].order, line=slots[s].line.number) for i, s in sorted(found.items())
        ),
        fees=tuple(i for i in left if is_fee(lines[i])),
        undecided=tuple(sorted(undecided)),
        unordered=tuple(i for i in left if not is_fee(lines[i])),
    )


def _by_identifier(lines: Sequence[PaperLine], slots: Sequence[Slot]) -> Iterator[tuple[int, int]]:
    """A SKU of either party that names one order line alone; the order's line number settles equal SKUs."""
    by_sku: dict[str, set[int]] = defaultdict(set)
    for s, slot in enumerate(slots):
        for sku in (slot.line.supplier_sku, slot.line.buyer_sku):
            if key := identifier(sku):
                by_sku[key].add(s)
    for i, line in enumerate(lines):
        named = {s for sku in (line.seller_sku, line.buyer_sku) if identifier(sku) for s in by_sku.get(identifier(sku), ())}
        if len(named) != 1 and line.order_line is not None:
            same = {s for s, slot in enumerate(slots) if slot.line.number == line.order_line and _same_order(line, slot)}
            named = (named & same) or ({s for s in same if _agrees(line, slots[s])} if not named else set())
        if len(named) == 1:
            yield i, named.pop()


def _same_order(line: PaperLine, slot: Slot) -> bool:
    return line.order_reference is None or identifier(line.order_reference) == identifier(slot.order)


def _agrees(line: PaperLine, slot: Slot) -> bool:
    """A line number alone is weak (every invoice counts its own lines): the item must be the same as well."""
    return fit(line, Words.of(line.description), slot.line, slot.words) is not None


def _fits(
    lines: Sequence[PaperLine], words: dict[int, Words], slots: Sequence[Slot], rest: list[int], free: list[int]
) -> dict[int, dict[int, float]]:
    """For each open invoice line, how well each free order line fits."""
    result: dict[int, dict[int, float]] = {}
    for i in rest:
        scored = {s: fit(lines[i], words[i], slots[s].line, slots[s].words) for s in free if _same_order(lines[i], slots[s])}
        result[i] = {s: f for s, f in scored.items() if f is not None}
    return result


def _best(fits: dict[int, dict[int, float]]) -> dict[int, int]:
    """The best one-to-one assignment, block by block: lines that share no candidate do not meet."""
    result: dict[int, int] = {}
    for rows in _blocks(fits):
        columns = sorted({s for i in rows for s in fits[i]})
        cost = [[2 - fits[i][s] if s in fits[i] else FORBIDDEN for s in columns] for i in rows]
        for i, column in zip(rows, cheapest(cost), strict=True):
            if column is not None:
                result[i] = columns[column]
    return result


def _blocks(fits: dict[int, dict[int, float]]) -> Iterator[list[int]]:
    """Groups of invoice lines that compete for the same order lines."""
    users: dict[int, list[int]] = defaultdict(list)
    for i, candidates in fits.items():
        for s in candidates:
            users[s].append(i)
    seen: set[int] = set()
    for start, row in fits.items():
        if start in seen or not row:
            continue
        group, todo = [], [start]
        seen.add(start)
        while todo:
            i = todo.pop()
            group.append(i)
            new = {k for s in fits[i] for k in users[s]} - seen
            seen |= new
            todo.extend(new)
        yield sorted(group)


def _tied(i: int, s: int, fits: dict[int, dict[int, float]], best: dict[int, int], slots: Sequence[Slot]) -> bool:
    """Another order line fits as well, and the findings would differ with it."""
    mine, used = slots[s].line, set(best.values())
    for other, score in fits[i].items():
        if other == s or score < fits[i][s] * (1 - TIE):
            continue
        if other in used and _partner(other, best) is not None and _swap_says_the_same(i, s, other, fits, best):
            continue
        theirs = slots[other].line
        if (mine.unit_price, mine.price_base, mine.quantity, mine.tax_rate) != (
            theirs.unit_price,
            theirs.price_base,
            theirs.quantity,
            theirs.tax_rate,
        ):
            return True
    return False


def _partner(slot: int, best: dict[int, int]) -> int | None:
    return next((i for i, s in best.items() if s == slot), None)


def _swap_says_the_same(i: int, s: int, other: int, fits: dict[int, dict[int, float]], best: dict[int, int]) -> bool:
    """Whether exchanging the two lines would make the whole clearly worse: then it is no tie."""
    partner = _partner(other, best)
    if partner is None:
        return False
    now = fits[i][s] + fits[partner][other]
    swapped = fits[i][other] + fits[partner].get(s, 0.0)
    return swapped < now * (1 - TIE)


def _joined(line: PaperLine, words: Words, slots: Sequence[Slot]) -> list[int]:
    """Order lines that a leftover bills once more: description and price agree."""
    scored = {s: fit(line, words, slot.line, slot.words) for s, slot in enumerate(slots) if price_agrees(line, slot.line)}
    good = {s: f for s, f in scored.items() if f is not None and _same_order(line, slots[s])}
    top = max(good.values(), default=0.0)
    return [s for s, f in good.items() if f >= top * (1 - TIE)]
