"""Which order line does each invoice line bill? Identifiers first, then the best assignment, then split lines; never a guess."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.invoice import Assigned
from core.matching.billed import Place
from core.matching.charges import is_fee
from core.matching.items import Item, Row, Shelf, effect, fit, item_of, row_of
from core.matching.pairing import best_pairs
from core.order import PurchaseOrder
from core.paper import PaperLine

TIE = 0.01
"""Two readings whose fit differs by less than this share are a tie (docs/rules.md 4)."""
MOST = 40
"""Order lines that compete for one invoice line; of more that fit alike, the nearest in position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """`assigned` for the lines that found their order line; the rest is a fee, undecided, or was not ordered."""

    assigned: tuple[Assigned, ...] = ()
    fees: tuple[int, ...] = ()
    undecided: tuple[int, ...] = ()
    unordered: tuple[int, ...] = ()


def assign(
    lines: Sequence[PaperLine], orders: Sequence[PurchaseOrder], left: Mapping[Place, Decimal] | None = None
) -> Assignment:
    """Assign every invoice line it can; the result names every line once. `left`: what is to be billed, where not all is."""
    work = _Work.of(lines, orders, left or {})
    work.by_identifier()
    work.by_best_pairs()
    work.join_split_lines()
    found = {i: work.items[s] for i, s in sorted(work.found.items())}
    rest = [i for i in range(len(lines)) if i not in found and i not in work.undecided]
    return Assignment(
        assigned=tuple(Assigned(invoice_line=i, order=item.order, line=item.line.number) for i, item in found.items()),
        fees=tuple(i for i in rest if is_fee(lines[i])),
        undecided=tuple(sorted(work.undecided)),
        unordered=tuple(i for i in rest if not is_fee(lines[i])),
    )


@dataclass(slots=True, kw_only=True)
class _Work:
    """One assignment in the making."""

    rows: list[Row]
    items: list[Item]
    shelf: Shelf
    found: dict[int, int]
    named: dict[int, set[int]]
    """Order lines that a row's item number stands for, where there are several."""
    undecided: set[int]

    @classmethod
    def of(cls, lines: Sequence[PaperLine], orders: Sequence[PurchaseOrder], left: Mapping[Place, Decimal]) -> "_Work":
        items = [
            item_of(o.reference, line, left.get((o.reference, line.number), line.quantity)) for o in orders for line in o.lines
        ]
        rows = [row_of(line) for line in lines]
        return cls(rows=rows, items=items, shelf=Shelf.of(items), found={}, named={}, undecided=set())

    def by_identifier(self) -> None:
        """An item number that stands for one order line alone; the line number settles equal ones."""
        for i, row in enumerate(self.rows):
            named = self.shelf.named(row)
            if len(named) != 1 and row.line.order_line is not None:
                same = {s for s in named or self.shelf.numbered(row.line.order_line) if self._by_number(row, s, bool(named))}
                named = same or named
            if len(named) == 1:
                self.found[i] = named.pop()
            elif named:
                self.named[i] = named

    def _by_number(self, row: Row, s: int, named: bool) -> bool:
        """A line number alone is weak (every invoice counts its own lines): the item must be the same as well."""
        item = self.items[s]
        right = item.line.number == row.line.order_line and row.on(item)
        return right and (named or fit(row, item) is not None)

    def by_best_pairs(self) -> None:
        """The best one-to-one assignment of the rest; ties are left to a person."""
        taken = set(self.found.values())
        rest = [i for i in range(len(self.rows)) if i not in self.found]
        fits = {i: self._fits(i, taken) for i in rest}
        pairs = best_pairs([fits[i] for i in rest])
        best = {i: s for i, s in zip(rest, pairs, strict=True) if s is not None}
        holder = {s: i for i, s in best.items()}
        self.undecided = {i for i, s in best.items() if self._tied(i, s, fits, holder)}
        self.found.update({i: s for i, s in best.items() if i not in self.undecided})

    def _fits(self, i: int, taken: set[int]) -> dict[int, float]:
        """How well each free order line fits a row."""
        row, scored = self.rows[i], {}
        for s in self.named.get(i) or self.shelf.candidates(row):
            value = fit(row, self.items[s], named=i in self.named) if s not in taken and row.on(self.items[s]) else None
            if value is not None:
                scored[s] = value
        if len(scored) <= MOST:
            return scored
        return dict(sorted(scored.items(), key=lambda one: (-one[1], abs(one[0] - i)))[:MOST])

    def _tied(self, i: int, s: int, fits: dict[int, dict[int, float]], holder: dict[int, int]) -> bool:
        """Another order line fits as well, and the findings would differ with it."""
        return any(self._differs(i, s, other, fits, holder) for other in self._rivals(i, s, fits, holder))

    def _rivals(self, i: int, s: int, fits: dict[int, dict[int, float]], holder: dict[int, int]) -> Iterator[int]:
        """Order lines that the row could have instead, without the whole becoming clearly worse."""
        for other, value in fits[i].items():
            if other == s or value < fits[i][s] * (1 - TIE):
                continue
            partner = holder.get(other)
            if partner is None:
                yield other
            elif s in fits[partner]:
                now, swapped = fits[i][s] + fits[partner][other], value + fits[partner][s]
                if swapped >= now * (1 - TIE):
                    yield other

    def _differs(self, i: int, s: int, other: int, fits: dict[int, dict[int, float]], holder: dict[int, int]) -> bool:
        partner = holder.get(other)
        now, then = [effect(self.rows[i], self.items[s])], [effect(self.rows[i], self.items[other])]
        if partner is not None:
            now.append(effect(self.rows[partner], self.items[other]))
            then.append(effect(self.rows[partner], self.items[s]))
        return sorted(now) != sorted(then)

    def join_split_lines(self) -> None:
        """A leftover bills an order line once more, where item number, or description and price, agree."""
        for i, row in enumerate(self.rows):
            if i in self.found or i in self.undecided:
                continue
            choice = self.named.get(i) or self.shelf.candidates(row)
            scored = {s: f for s in choice if row.on(self.items[s]) and (f := fit(row, self.items[s], named=i in self.named))}
            good = {s: f for s, f in scored.items() if i in self.named or self.items[s].costs(row)}
            top = [s for s, f in good.items() if f >= max(good.values()) * (1 - TIE)]
            if len({effect(row, self.items[s]) for s in top}) == 1:
                self.found[i] = max(top, key=lambda s: self.items[s].left)
            elif top:
                self.undecided.add(i)
