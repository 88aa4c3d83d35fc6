"""Drawn invoices written as XML: read back they are the same, and with another digit they are not proven."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from core.knowledge import Knowledge
from core.paper import Paper, PaperLine, TaxPart
from parsers.documents import read
from tests.generate.invoices import sample
from tests.generate.wording import LANGUAGES
from tests.generate.xml_invoices import cii, ubl

SEEDS = range(60)


def _truth(seed: int) -> Paper:
    return sample(seed, LANGUAGES[seed % len(LANGUAGES)]).truth


def _read(data: bytes) -> Paper:
    (paper,) = read(data, "", Knowledge())
    return paper


def _facts(paper: Paper) -> tuple[object, ...]:
    lines = [(x.description, x.seller_sku, x.quantity, x.unit_price, x.discount, x.net_amount, x.tax_rate) for x in paper.lines]
    head = (paper.kind, paper.number, paper.issue_date, paper.order_references, paper.currency, paper.iban, paper.seller_vat)
    return (*head, paper.net_total, paper.tax_total, paper.gross_total, paper.seller_name, paper.buyer_name, lines)


@pytest.mark.parametrize("write", [ubl, cii])
def test_what_was_written_is_read_back(write: Callable[[Paper], bytes]) -> None:
    for seed in SEEDS:
        truth = _truth(seed)
        paper = _read(write(truth))
        assert _facts(paper) == _facts(truth), seed
        loose = any("another digit" in doubt.why for doubt in paper.doubts)
        assert paper.proven or loose, (seed, paper.doubts)


def _digit(value: Decimal, dice: Random) -> Decimal:
    """The number with one digit changed."""
    text = f"{value:f}"
    place = dice.choice([n for n, c in enumerate(text) if c.isdigit()])
    return Decimal(text[:place] + dice.choice([d for d in "0123456789" if d != text[place]]) + text[place + 1 :])


def _letter(value: str, dice: Random) -> str:
    place = dice.choice([n for n, c in enumerate(value) if c.isdigit()])
    return value[:place] + dice.choice([d for d in "0123456789" if d != value[place]]) + value[place + 1 :]


def _line(paper: Paper, dice: Random, change: Callable[[PaperLine], PaperLine]) -> Paper:
    place = dice.randrange(len(paper.lines))
    return replace(paper, lines=(*paper.lines[:place], change(paper.lines[place]), *paper.lines[place + 1 :]))


def _tax(paper: Paper, dice: Random, change: Callable[[TaxPart], TaxPart]) -> Paper:
    place = dice.randrange(len(paper.taxes))
    return replace(paper, taxes=(*paper.taxes[:place], change(paper.taxes[place]), *paper.taxes[place + 1 :]))


def _of(value: Decimal | None) -> Decimal:
    assert value is not None
    return value


CHANGES: dict[str, Callable[[Paper, Random], Paper]] = {
    "quantity": lambda p, dice: _line(p, dice, lambda x: replace(x, quantity=_digit(_of(x.quantity), dice))),
    "price": lambda p, dice: _line(p, dice, lambda x: replace(x, unit_price=_digit(_of(x.unit_price), dice))),
    "amount": lambda p, dice: _line(p, dice, lambda x: replace(x, net_amount=_digit(_of(x.net_amount), dice))),
    "rate of a line": lambda p, dice: _line(p, dice, lambda x: replace(x, tax_rate=_digit(_of(x.tax_rate), dice))),
    "rate": lambda p, dice: _tax(p, dice, lambda x: replace(x, rate=_digit(x.rate, dice))),
    "base": lambda p, dice: _tax(p, dice, lambda x: replace(x, base=_digit(_of(x.base), dice))),
    "tax": lambda p, dice: replace(p, tax_total=_digit(_of(p.tax_total), dice)),
    "net": lambda p, dice: replace(p, net_total=_digit(_of(p.net_total), dice)),
    "gross": lambda p, dice: replace(p, gross_total=_digit(_of(p.gross_total), dice)),
    "vat": lambda p, dice: replace(p, seller_vat=_letter(p.seller_vat or "", dice)),
    "iban": lambda p, dice: replace(p, iban=_letter(p.iban, dice) if p.iban else "DE00200800000970375700"),
    "removed line": lambda p, dice: replace(p, lines=p.lines[1:]),
}


@pytest.mark.parametrize("write", [ubl, cii])
@pytest.mark.parametrize("name", CHANGES)
def test_another_digit_is_never_proven(name: str, write: Callable[[Paper], bytes]) -> None:
    for seed in SEEDS:
        changed = CHANGES[name](_truth(seed), Random(seed))
        paper = _read(write(changed))
        assert not paper.proven, (seed, name)
