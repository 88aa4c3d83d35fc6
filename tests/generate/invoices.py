"""Invoices drawn from a seed: what is true (a `Paper`) and what is printed of it (`Printed`), before any layout."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from core.money import Currency
from core.paper import Charge, Paper, PaperKind, PaperLine, Source, TaxPart
from tests.generate.identifiers import iban, vat_number
from tests.generate.wording import Writing, words, writing

Fact = tuple[str, str, str]
"""(meaning, label, value)"""
CENT = Decimal("0.01")
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a line by column, and what stands under its description."""

    cells: dict[str, str]
    below: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Every text of a document; a layout only decides where it stands."""

    seller: tuple[str, ...]
    seller_facts: tuple[Fact, ...]
    buyer_label: str
    buyer: tuple[str, ...]
    title: str
    facts: tuple[Fact, ...]
    heads: dict[str, str]
    rows: tuple[Row, ...]
    totals: tuple[Fact, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A document that was drawn: `truth` is what a reader should find."""

    seed: int
    language: str
    truth: Paper
    printed: Printed


def sample(seed: int, language: str) -> Sample:
    """The same seed gives the same invoice."""
    dice = Random(f"{seed}-{language}")
    habit = writing(language, dice)
    truth = _truth(dice, language)
    return Sample(seed=seed, language=language, truth=truth, printed=_printed(dice, habit, truth))


def _truth(dice: Random, language: str) -> Paper:
    known = words(language)
    country = known["country"][0]
    lines = tuple(_line(dice, known) for _ in range(dice.choice((1, 2, 3, 3, 4, 5, 6, 8, 12, 28))))
    issued = date(2025, 1, 1) + timedelta(days=dice.randrange(500))
    charges = _charges(dice, known, lines)
    taxes = _taxes(lines, charges)
    net = sum((line.net_amount or Decimal(0) for line in lines), Decimal(0)) + sum((c.amount for c in charges), Decimal(0))
    tax = sum((part.amount for part in taxes), Decimal(0))
    paid = (net / 4).quantize(CENT) if dice.random() < 0.1 else None
    return Paper(
        kind=PaperKind.CREDIT_NOTE if dice.random() < 0.06 else PaperKind.INVOICE,
        source=Source.TEXT,
        number=_number(dice, issued),
        issue_date=issued,
        due_date=issued + timedelta(days=dice.choice((10, 14, 30, 45))) if dice.random() < 0.7 else None,
        order_references=(f"PO-{dice.randrange(1000, 99999)}",) if dice.random() < 0.7 else (),
        currency=Currency(dice.choice(known["currencies"])),
        net_total=net,
        tax_total=tax,
        gross_total=net + tax,
        prepaid=paid,
        seller_name=dice.choice(known["names"]),
        seller_vat=vat_number(country, dice),
        buyer_name=dice.choice(known["buyers"]),
        buyer_vat=vat_number(country, dice) if dice.random() < 0.5 else None,
        iban=iban(country, dice) if dice.random() < 0.85 else None,
        lines=lines,
        charges=charges,
        taxes=taxes,
    )


def _number(dice: Random, issued: date) -> str:
    serial = dice.randrange(100, 99999)
    return dice.choice(
        (f"{serial}", f"RE-{issued.year}-{serial}", f"{issued.year}/{serial}", f"INV{serial:06d}", f"F{issued:%y%m}-{serial}")
    )


def _line(dice: Random, known: dict[str, list[str]]) -> PaperLine:
    quantity = dice.choice((Decimal(dice.randrange(1, 60)), Decimal(dice.randrange(1, 2000)), Decimal(dice.randrange(2, 80)) / 4))
    places = 4 if dice.random() < 0.05 else 2
    price = Decimal(dice.randrange(20, dice.choice((900, 9000, 90000)))) / 100 + (
        Decimal(dice.randrange(100)) / 10000 if places == 4 else 0
    )
    discount = Decimal(dice.choice((5, 10, 12))) if dice.random() < 0.12 else Decimal(0)
    full = (quantity * price).quantize(CENT, ROUND_HALF_UP)
    amount = (quantity * price * (100 - discount) / 100).quantize(CENT, ROUND_HALF_UP)
    return PaperLine(
        description=dice.choice(known["items"]),
        seller_sku=f"{dice.choice('ABKTX')}{dice.randrange(100, 99999)}" if dice.random() < 0.7 else None,
        quantity=quantity,
        unit=dice.choice(known["units"]),
        unit_price=price,
        discount=full - amount,
        net_amount=amount,
        tax_rate=Decimal(known["rates"][0] if dice.random() < 0.85 else dice.choice(known["rates"])),
    )


def _charges(dice: Random, known: dict[str, list[str]], lines: tuple[PaperLine, ...]) -> tuple[Charge, ...]:
    rate = lines[0].tax_rate
    if dice.random() < 0.15:
        return (Charge(description="freight", amount=Decimal(dice.randrange(400, 9900)) / 100, tax_rate=rate),)
    if dice.random() < 0.07:
        worth = sum((line.net_amount or Decimal(0) for line in lines if line.tax_rate == rate), Decimal(0))
        return (Charge(description="reduction", amount=-(worth / 20).quantize(CENT), tax_rate=rate),)
    return ()


def _taxes(lines: tuple[PaperLine, ...], charges: tuple[Charge, ...]) -> tuple[TaxPart, ...]:
    bases: dict[Decimal, Decimal] = {}
    parts = [(line.tax_rate, line.net_amount) for line in lines] + [(c.tax_rate, c.amount) for c in charges]
    for rate, amount in parts:
        assert rate is not None and amount is not None
        bases[rate] = bases.get(rate, Decimal(0)) + amount
    return tuple(TaxPart(rate=r, base=b, amount=(b * r / 100).quantize(CENT, ROUND_HALF_UP)) for r, b in sorted(bases.items()))


def _printed(dice: Random, habit: Writing, truth: Paper) -> Printed:
    known = words(habit.language)
    street, town = dice.choice(known["streets"]), dice.choice(known["towns"])
    heads = _heads(dice, habit, truth)
    return Printed(
        seller=(truth.seller_name or "", street, town),
        seller_facts=_seller_facts(dice, habit, truth),
        buyer_label=habit.label("buyer"),
        buyer=(truth.buyer_name or "", known["streets"][0], known["towns"][1], *_buyer_vat(habit, truth)),
        title=habit.label("credit" if truth.kind is PaperKind.CREDIT_NOTE else "title"),
        facts=_facts(dice, habit, truth),
        heads=heads,
        rows=tuple(_row(dice, habit, n, line, heads) for n, line in enumerate(truth.lines, 1)),
        totals=_totals(dice, habit, truth),
        closing=_closing(dice, habit, truth),
    )


def _closing(dice: Random, habit: Writing, truth: Paper) -> tuple[str, ...]:
    """A sentence on the terms only where it says no other day than the due date."""
    assert truth.issue_date is not None
    terms = habit.label("terms").format(days=(truth.due_date - truth.issue_date).days) if truth.due_date else ""
    return tuple(sentence for sentence in (terms, habit.label("thanks")) if sentence and dice.random() < 0.6)


def _buyer_vat(habit: Writing, truth: Paper) -> tuple[str, ...]:
    return (f"{habit.label('vat')}: {truth.buyer_vat}",) if truth.buyer_vat else ()


def _seller_facts(dice: Random, habit: Writing, truth: Paper) -> tuple[Fact, ...]:
    facts = [("vat", habit.label("vat"), truth.seller_vat or "")]
    if truth.iban:
        spaced = " ".join(truth.iban[n : n + 4] for n in range(0, len(truth.iban), 4))
        facts.append(("iban", habit.label("iban"), dice.choice((spaced, truth.iban))))
    return tuple(facts)


def _facts(dice: Random, habit: Writing, truth: Paper) -> tuple[Fact, ...]:
    assert truth.issue_date is not None and truth.number is not None
    facts = [("number", habit.label("number"), truth.number), ("date", habit.label("date"), habit.day(truth.issue_date))]
    if truth.due_date:
        facts.append(("due", habit.label("due"), habit.day(truth.due_date)))
    facts += [("order", habit.label("order"), order) for order in truth.order_references]
    if dice.random() < 0.5:
        facts.append(("customer", habit.label("customer"), str(dice.randrange(10000, 99999))))
    if dice.random() < 0.3:
        facts.append(("delivery", habit.label("delivery"), habit.day(truth.issue_date - timedelta(days=dice.randrange(1, 9)))))
    if dice.random() < 0.3:
        facts.append(("note", habit.label("note"), f"L{dice.randrange(10000, 99999)}"))
    if dice.random() < 0.4:
        dice.shuffle(facts)
    return tuple(facts)


def _heads(dice: Random, habit: Writing, truth: Paper) -> dict[str, str]:
    """The columns in their order, with their headings; those that carry no news are left out."""
    order = dice.choice(
        (
            ("pos", "sku", "description", "quantity", "unit", "price", "discount", "tax", "amount"),
            ("pos", "description", "quantity", "unit", "price", "tax", "discount", "amount"),
            ("quantity", "unit", "sku", "description", "price", "discount", "amount", "tax"),
            ("sku", "description", "tax", "quantity", "price", "discount", "amount"),
            ("description", "quantity", "price", "discount", "amount"),
        )
    )
    rates = {line.tax_rate for line in truth.lines}
    skipped = {"discount"} if not any(line.discount for line in truth.lines) else set()
    if any(line.discount for line in truth.lines) and dice.random() < 0.1:
        skipped.add("unit")
    if len(rates) == 1 and dice.random() < 0.5:
        skipped.add("tax")
    heads = {column: habit.label(column) for column in order if column not in skipped}
    if len(rates) > 1 and "tax" not in heads:
        heads["tax"] = habit.label("tax")
    if dice.random() < 0.3:
        heads["amount"] += f" ({truth.currency})"
    return heads


def _row(dice: Random, habit: Writing, position: int, line: PaperLine, heads: dict[str, str]) -> Row:
    assert line.quantity is not None and line.unit_price is not None and line.net_amount is not None
    places = max(2, -int(line.unit_price.normalize().as_tuple().exponent))
    full = line.net_amount + line.discount
    percent = (line.discount * 100 / full).quantize(Decimal(1), ROUND_HALF_UP) if line.discount else None
    cells = {
        "pos": str(position),
        "sku": line.seller_sku or "",
        "description": line.description,
        "quantity": habit.short(line.quantity),
        "unit": line.unit or "",
        "price": habit.number(line.unit_price, places),
        "discount": habit.short(percent) if percent else "",
        "tax": f"{habit.short(line.tax_rate or Decimal(0))}%"
        if dice.random() < 0.5
        else habit.short(line.tax_rate or Decimal(0)),
        "amount": habit.number(line.net_amount, 2),
    }
    below = dice.choice(("", "", "", f"{habit.label('delivery')}: 12.01.2025", "XR-250 / 40 mm", "RAL 7016"))
    return Row(cells={column: cells[column] for column in heads}, below=below)


def _totals(dice: Random, habit: Writing, truth: Paper) -> tuple[Fact, ...]:
    assert truth.net_total is not None and truth.gross_total is not None and truth.currency is not None
    sign = dice.choice((f" {truth.currency}", f" {SYMBOLS.get(truth.currency, truth.currency)}", f"{truth.currency} "))

    def money(value: Decimal) -> str:
        written = habit.number(value, 2)
        return written + sign if sign.startswith(" ") else sign + written

    facts = [(c.description, habit.label(c.description), money(c.amount)) for c in truth.charges]
    facts.append(("net", habit.label("net"), money(truth.net_total)))
    for part in truth.taxes:
        row = habit.label("tax_row").format(rate=habit.short(part.rate), base=habit.number(part.base or Decimal(0), 2))
        facts.append(("tax", row, money(part.amount)))
    facts.append(("gross", habit.label("gross"), money(truth.gross_total)))
    if truth.prepaid:
        facts.append(("prepaid", habit.label("prepaid"), money(-truth.prepaid)))
        facts.append(("open", habit.label("open"), money(truth.gross_total - truth.prepaid)))
    return tuple(facts)
