"""Quality and speed of the matching, printed; run it with `python -m tests.bench.matching`. Nothing here passes or fails."""

import random
import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from core.matching.assign import assign
from core.matching.candidates import ranked
from core.order import OrderLine, PurchaseOrder
from core.paper import PaperLine
from tests.core.matching_cases import generated, item, ordered, reworded, row, score
from tests.core.stories import NOON, order, paper

LINES = 1000


def quality(invoices: int = 2000) -> None:
    """Assignment against the truth."""
    result = score(generated(seed) for seed in range(invoices))
    asked, wrong = result.asked / result.lines, result.wrong / result.lines
    print(f"{invoices} invoices, {result.lines} lines that were ordered")
    print(f"  wrongly assigned {result.wrong} ({wrong:.3%}, goal 0.1 %)")
    print(f"  asked {result.asked} ({asked:.2%}, goal 5 %) and {result.asked_translated} translated ones without item number")
    print(f"  {result.unordered} lines that were not ordered: {result.taken_as_ordered} taken as ordered (goal 0)")
    print(f"  {result.fees} freight and discount lines: {result.fees_asked} taken for items")
    print("  by kind:", dict(Counter(kind for kind, _ in result.missed)))


def lines(seed: int, share: float) -> tuple[PurchaseOrder, list[PaperLine]]:
    """A thousand lines on both sides; this share of the invoice prints item numbers."""
    rng = random.Random(seed)
    goods, items = ordered(rng, LINES, skus=True)
    rows = []
    for one, line in zip(items, goods.lines, strict=True):
        text = one.name if rng.random() < 0.7 else reworded(one, rng)
        rows.append(row(text, line.quantity, one.price, one.sku if rng.random() < share else None))
    rng.shuffle(rows)
    return goods, rows


def alike(count: int) -> tuple[PurchaseOrder, list[PaperLine]]:
    """The worst case: all lines read the same."""
    one = item(random.Random(1))
    goods = order(
        "PO-1",
        *(OrderLine(number=n, description=one.name, quantity=Decimal(1), unit_price=one.price) for n in range(1, count + 1)),
    )
    return goods, [row(one.name, Decimal(1), one.price) for _ in range(count)]


def timed(name: str, goods: PurchaseOrder, rows: list[PaperLine], goal: str) -> None:
    """The best of three."""
    best = min(_once(goods, rows) for _ in range(3))
    print(f"  {name}: {best:.2f} s (goal {goal})")


def _once(goods: PurchaseOrder, rows: list[PaperLine]) -> float:
    start = time.perf_counter()
    found = assign(rows, (goods,))
    spent = time.perf_counter() - start
    assert len(found.assigned) >= 0.8 * len(rows)
    return spent


def candidates() -> None:
    """Which of twenty orders of fifty lines does an invoice without a number bill?"""
    from core.invoice import Invoice
    from core.names import Reference

    made = [ordered(random.Random(n), 50, skus=False) for n in range(20)]
    orders = [replace(goods, reference=Reference(f"PO-{n}")) for n, (goods, _) in enumerate(made)]
    rows = [row(i.name, li.quantity, i.price) for i, li in zip(made[7][1], made[7][0].lines, strict=True)][:30]
    invoice = Invoice(
        reference=Reference("INV-1"), supplier=orders[0].supplier, paper=paper("77", *rows, to=None), received_at=NOON
    )
    start = time.perf_counter()
    best = ranked(invoice, orders)[0][0].reference
    spent = time.perf_counter() - start
    print(f"  the order of an invoice without a number, of 20 with 50 lines: {spent:.2f} s (goal 1 s), right: {best == 'PO-7'}")


if __name__ == "__main__":
    quality()
    print(f"{LINES} lines against {LINES}")
    timed("item numbers on 90 %", *lines(1, 0.9), "0.5 s")
    timed("no item numbers", *lines(2, 0.0), "5 s")
    timed("all alike", *alike(LINES), "-")
    candidates()
