"""One change in print that no honest reader may prove: another digit, or a line that is gone."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.generate.invoices import Fact, Printed

Change = Callable[[Printed, Random], Printed | None]
"""None: there is nothing of this kind in the document to change."""


def _digit(text: str, dice: Random) -> str:
    """The text with one digit changed to another; a leading digit does not become zero."""
    places = [n for n, c in enumerate(text) if c.isdigit()]
    place = dice.choice(places)
    least = 1 if place == places[0] and len(places) > 1 else 0
    other = dice.choice([d for d in "0123456789"[least:] if d != text[place]])
    return text[:place] + other + text[place + 1 :]


def _in_cell(column: str) -> Change:
    def change(printed: Printed, dice: Random) -> Printed | None:
        places = [n for n, row in enumerate(printed.rows) if row.item and any(c.isdigit() for c in row.cells.get(column, ""))]
        if not places:
            return None
        place = dice.choice(places)
        row = printed.rows[place]
        changed = replace(row, cells={**row.cells, column: _digit(row.cells[column], dice)})
        return replace(printed, rows=(*printed.rows[:place], changed, *printed.rows[place + 1 :]))

    return change


def _in_total(meaning: str) -> Change:
    def change(printed: Printed, dice: Random) -> Printed | None:
        totals = _changed(printed.totals, meaning, dice)
        return replace(printed, totals=totals) if totals else None

    return change


def _in_tax_label(part: str) -> Change:
    """Another rate, or another base, in a label such as "VAT 20% on 1,234.00"."""

    def change(printed: Printed, dice: Random) -> Printed | None:
        places = [n for n, fact in enumerate(printed.totals) if fact[0] == "tax" and re.search(part, fact[1])]
        if not places:
            return None
        place = dice.choice(places)
        meaning, label, value = printed.totals[place]
        found = re.search(part, label)
        assert found is not None
        label = label[: found.start()] + _digit(found.group(), dice) + label[found.end() :]
        return replace(printed, totals=(*printed.totals[:place], (meaning, label, value), *printed.totals[place + 1 :]))

    return change


def _in_seller(meaning: str) -> Change:
    def change(printed: Printed, dice: Random) -> Printed | None:
        facts = _changed(printed.seller_facts, meaning, dice)
        return replace(printed, seller_facts=facts) if facts else None

    return change


def _changed(facts: tuple[Fact, ...], meaning: str, dice: Random) -> tuple[Fact, ...] | None:
    places = [n for n, fact in enumerate(facts) if fact[0] == meaning and any(c.isdigit() for c in fact[2])]
    if not places:
        return None
    place = dice.choice(places)
    _, label, value = facts[place]
    return (*facts[:place], (meaning, label, _digit(value, dice)), *facts[place + 1 :])


def _without_a_line(printed: Printed, dice: Random) -> Printed | None:
    items = [n for n, row in enumerate(printed.rows) if row.item]
    if len(items) < 2:
        return None
    gone = dice.choice(items)
    return replace(printed, rows=(*printed.rows[:gone], *printed.rows[gone + 1 :]))


CHANGES: dict[str, Change] = {
    "quantity": _in_cell("quantity"),
    "price": _in_cell("price"),
    "amount": _in_cell("amount"),
    "discount": _in_cell("discount"),
    "rate of a line": _in_cell("tax"),
    "rate of the tax": _in_tax_label(r"\d+(?:[.,]\d+)?(?=\s?%)"),
    "base of the tax": _in_tax_label(r"\d[\d., ]*[.,]\d\d(?!\d|\s?%)"),
    "tax": _in_total("tax"),
    "net": _in_total("net"),
    "gross": _in_total("gross"),
    "freight": _in_total("freight"),
    "iban": _in_seller("iban"),
    "vat": _in_seller("vat"),
    "removed line": _without_a_line,
}
