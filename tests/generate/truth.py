"""Invoices drawn from dice as facts: what a reader should find, before any word of it is printed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from core.money import Currency
from core.paper import Charge, Paper, PaperKind, PaperLine, Source, TaxPart
from tests.generate.identifiers import iban, vat_number
from tests.generate.wording import words

CENT = Decimal("0.01")


def truth(dice: Random, language: str) -> Paper:
    """An invoice whose sums close."""
    known = words(language)
    country = known["country"][0]
    lines = tuple(_line(dice, known) for _ in range(dice.choice((1, 2, 3, 3, 4, 5, 6, 8, 12, 28))))
    issued = date(2025, 1, 1) + timedelta(days=dice.randrange(500))
    charges = _charges(dice, lines)
    head = Paper(
        kind=PaperKind.CREDIT_NOTE if dice.random() < 0.06 else PaperKind.INVOICE,
        source=Source.TEXT,
        number=_number(dice, issued),
        issue_date=issued,
        due_date=issued + timedelta(days=dice.choice((10, 14, 30, 45))) if dice.random() < 0.7 else None,
        order_references=(_order(dice, issued),) if dice.random() < 0.7 else (),
        currency=Currency(dice.choice(known["currencies"])),
        seller_name=dice.choice(known["names"]),
        seller_vat=vat_number(country, dice),
        buyer_name=dice.choice(known["buyers"]),
        buyer_vat=vat_number(country, dice) if dice.random() < 0.5 else None,
        iban=iban(country, dice) if dice.random() < 0.85 else None,
        lines=lines,
        charges=charges,
    )
    return gross_priced(head) if dice.random() < 0.06 else _net_priced(head, dice)


def _net_priced(head: Paper, dice: Random) -> Paper:
    taxes = _taxes(head.lines, head.charges)
    net = _sum(head)
    tax = sum((part.amount for part in taxes), Decimal(0))
    paid = (net / 4).quantize(CENT) if dice.random() < 0.1 else None
    return replace(head, net_total=net, tax_total=tax, gross_total=net + tax, prepaid=paid, taxes=taxes)


def gross_priced(head: Paper) -> Paper:
    """The same lines with the tax in their prices, all of one rate, as shops for people write it."""
    rate = head.lines[0].tax_rate
    assert rate is not None
    head = replace(
        head,
        lines=tuple(replace(line, tax_rate=rate) for line in head.lines),
        charges=tuple(replace(charge, tax_rate=rate) for charge in head.charges),
    )
    gross = _sum(head)
    net = (gross * 100 / (100 + rate)).quantize(CENT, ROUND_HALF_UP)
    part = TaxPart(rate=rate, base=net, amount=gross - net)
    return replace(head, net_total=net, tax_total=gross - net, gross_total=gross, taxes=(part,))


def is_gross_priced(paper: Paper) -> bool:
    """Whether the amounts of the lines hold the tax."""
    return _sum(paper) == paper.gross_total and bool(paper.tax_total)


def _sum(paper: Paper) -> Decimal:
    lines = sum((line.net_amount or Decimal(0) for line in paper.lines), Decimal(0))
    return lines + sum((charge.amount for charge in paper.charges), Decimal(0))


def _number(dice: Random, issued: date) -> str:
    n = dice.randrange(100, 99999)
    return dice.choice((f"{n}", f"RE-{issued.year}-{n}", f"{issued.year}/{n}", f"INV{n:06d}", f"F{issued:%y%m}-{n}"))


def _order(dice: Random, issued: date) -> str:
    n = dice.randrange(1000, 99999)
    return dice.choice((f"PO-{n}", f"45{n:08d}", f"B{issued.year}-{n}", f"{n}", f"PO{n}-{dice.randrange(1, 9)}"))


def _line(dice: Random, known: dict[str, list[str]]) -> PaperLine:
    quantity = dice.choice((Decimal(dice.randrange(1, 40)), Decimal(dice.randrange(1, 2000)), Decimal(dice.randrange(2, 80)) / 4))
    dearest = 900 if quantity > 100 else (9000 if quantity > 10 else 90000)
    price = Decimal(dice.randrange(20, dearest)) / 100
    if dice.random() < 0.05:
        price += Decimal(dice.randrange(100)) / 10000
    discount = Decimal(dice.choice((5, 10, 12))) if dice.random() < 0.12 else Decimal(0)
    full = (quantity * price).quantize(CENT, ROUND_HALF_UP)
    amount = (quantity * price * (100 - discount) / 100).quantize(CENT, ROUND_HALF_UP)
    return PaperLine(
        description=_description(dice, known),
        seller_sku=f"{dice.choice('ABKTX')}{dice.randrange(100, 99999)}" if dice.random() < 0.7 else None,
        quantity=quantity,
        unit=dice.choice(known["units"]),
        unit_price=price,
        discount=full - amount,
        net_amount=amount,
        tax_rate=Decimal(known["rates"][0] if dice.random() < 0.85 else dice.choice(known["rates"])),
    )


def _description(dice: Random, known: dict[str, list[str]]) -> str:
    """One in eight is long enough to wrap, and holds numbers of its own."""
    if dice.random() > 0.12:
        return dice.choice(known["items"])
    return f"{dice.choice(known['items'])}, {dice.randrange(2, 50)} x {dice.randrange(10, 900)} mm, {', '.join(known['remark'])}"


def _charges(dice: Random, lines: tuple[PaperLine, ...]) -> tuple[Charge, ...]:
    rate = lines[0].tax_rate
    if dice.random() < 0.15:
        return (Charge(description="freight", amount=Decimal(dice.randrange(400, 9900)) / 100, tax_rate=rate),)
    if dice.random() < 0.07:
        worth = sum((line.net_amount or Decimal(0) for line in lines if line.tax_rate == rate), Decimal(0))
        return (Charge(description="reduction", amount=-(worth / 20).quantize(CENT), tax_rate=rate),)
    return ()


def _taxes(lines: tuple[PaperLine, ...], charges: tuple[Charge, ...]) -> tuple[TaxPart, ...]:
    bases: dict[Decimal, Decimal] = {}
    for rate, amount in [(line.tax_rate, line.net_amount) for line in lines] + [(c.tax_rate, c.amount) for c in charges]:
        assert rate is not None and amount is not None
        bases[rate] = bases.get(rate, Decimal(0)) + amount
    return tuple(TaxPart(rate=r, base=b, amount=(b * r / 100).quantize(CENT, ROUND_HALF_UP)) for r, b in sorted(bases.items()))
