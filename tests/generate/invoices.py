"""What is printed of a drawn invoice: every text, in one language and one house's habits, before any layout."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from core.paper import Paper, PaperKind, PaperLine
from tests.generate.truth import is_gross_priced, truth
from tests.generate.wording import Writing, words, writing

Fact = tuple[str, str, str]
"""(meaning, label, value)"""
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
ORDERS = (
    ("pos", "sku", "description", "quantity", "unit", "price", "discount", "tax", "amount"),
    ("pos", "description", "quantity", "unit", "price", "tax", "discount", "amount"),
    ("quantity", "unit", "sku", "description", "price", "discount", "amount", "tax"),
    ("sku", "description", "tax", "quantity", "price", "discount", "amount"),
    ("description", "quantity", "price", "discount", "amount"),
    ("pos", "quantity", "unit", "description", "sku", "price", "discount", "tax", "amount"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a line by column, and what stands under its description. `item` false: a heading, remark or sub-total."""

    cells: dict[str, str]
    below: str = ""
    item: bool = True


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
    page: str = ""
    carried: str = ""
    """What stands beside the sum that is carried to the next page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A document that was drawn: `truth` is what a reader should find."""

    seed: int
    language: str
    truth: Paper
    printed: Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Traits:
    """How this house fills its form."""

    minus: bool
    sign: str
    sign_in_cells: bool
    unit_with_quantity: bool
    step: int
    group_totals: bool
    remarks: bool


def sample(seed: int, language: str) -> Sample:
    """The same seed gives the same invoice."""
    dice = Random(f"{seed}-{language}")
    facts = truth(dice, language)
    return Sample(seed=seed, language=language, truth=facts, printed=_printed(dice, writing(language, dice), facts))


def _traits(dice: Random, paper: Paper) -> _Traits:
    code = paper.currency or ""
    symbol = SYMBOLS.get(code, code)
    return _Traits(
        minus=paper.kind is PaperKind.CREDIT_NOTE and dice.random() < 0.5,
        sign=dice.choice((f" {code}", f" {symbol}", f"{code} ", f"{symbol} " if len(symbol) > 1 else symbol)),
        sign_in_cells=dice.random() < 0.15,
        unit_with_quantity=dice.random() < 0.3,
        step=dice.choice((1, 1, 1, 10)),
        group_totals=len(paper.lines) > 4 and dice.random() < 0.15,
        remarks=dice.random() < 0.1,
    )


def _printed(dice: Random, habit: Writing, paper: Paper) -> Printed:
    known = words(habit.language)
    traits = _traits(dice, paper)
    heads = _heads(dice, habit, paper)
    return Printed(
        seller=(paper.seller_name or "", dice.choice(known["streets"]), dice.choice(known["towns"])),
        seller_facts=_seller_facts(dice, habit, paper),
        buyer_label=habit.label("buyer"),
        buyer=(paper.buyer_name or "", known["streets"][0], known["towns"][1], *_buyer_vat(habit, paper)),
        title=habit.label("credit" if paper.kind is PaperKind.CREDIT_NOTE else "title"),
        facts=_facts(dice, habit, paper),
        heads=heads,
        rows=_rows(dice, habit, traits, paper, heads),
        totals=_totals(dice, habit, traits, paper),
        closing=_closing(dice, habit, paper),
        page=habit.label("page") if dice.random() < 0.4 else "",
        carried=known["group_total"][1],
    )


def _closing(dice: Random, habit: Writing, paper: Paper) -> tuple[str, ...]:
    """A sentence on the terms only where it says no other day than the due date."""
    assert paper.issue_date is not None and paper.gross_total is not None
    days = (paper.due_date - paper.issue_date).days if paper.due_date else 0
    sentences = [habit.label("terms").format(days=days)] if days else []
    if days > 10 and dice.random() < 0.2:
        reduced = (paper.gross_total * Decimal("0.98")).quantize(Decimal("0.01"))
        day = habit.day(paper.issue_date + timedelta(days=8))
        sentences = [habit.label("cash").format(day=day, amount=habit.number(reduced, 2))]
    return tuple(s for s in (*sentences, habit.label("thanks"), habit.label("register")) if dice.random() < 0.5)


def _buyer_vat(habit: Writing, paper: Paper) -> tuple[str, ...]:
    return (f"{habit.label('vat')}: {paper.buyer_vat}",) if paper.buyer_vat else ()


def _seller_facts(dice: Random, habit: Writing, paper: Paper) -> tuple[Fact, ...]:
    facts = [("vat", habit.label("vat"), paper.seller_vat or "")]
    if paper.iban:
        spaced = " ".join(paper.iban[n : n + 4] for n in range(0, len(paper.iban), 4))
        facts.append(("iban", habit.label("iban"), dice.choice((spaced, paper.iban))))
    return tuple(facts)


def _facts(dice: Random, habit: Writing, paper: Paper) -> tuple[Fact, ...]:
    assert paper.issue_date is not None and paper.number is not None
    facts = [("number", habit.label("number"), paper.number), ("date", habit.label("date"), habit.day(paper.issue_date))]
    if paper.due_date:
        facts.append(("due", habit.label("due"), habit.day(paper.due_date)))
    facts += [("order", habit.label("order"), order) for order in paper.order_references]
    if dice.random() < 0.5:
        facts.append(("customer", habit.label("customer"), str(dice.randrange(10000, 99999))))
    if dice.random() < 0.3:
        facts.append(("delivery", habit.label("delivery"), habit.day(paper.issue_date - timedelta(days=dice.randrange(1, 9)))))
    if dice.random() < 0.3:
        facts.append(("note", habit.label("note"), f"L{dice.randrange(10000, 99999)}"))
    if dice.random() < 0.4:
        dice.shuffle(facts)
    return tuple(facts)


def _heads(dice: Random, habit: Writing, paper: Paper) -> dict[str, str]:
    """The columns in their order, with their headings; those that carry no news are left out."""
    order = dice.choice(ORDERS)
    rates = {line.tax_rate for line in paper.lines}
    skipped = set() if any(line.discount for line in paper.lines) else {"discount"}
    if len(rates) == 1 and dice.random() < 0.5:
        skipped.add("tax")
    heads = {column: habit.label(column) for column in order if column not in skipped}
    if len(rates) > 1 and "tax" not in heads:
        heads["tax"] = habit.label("tax")
    if dice.random() < 0.3:
        heads["amount"] += f" ({paper.currency})"
    return heads


def _rows(dice: Random, habit: Writing, traits: _Traits, paper: Paper, heads: dict[str, str]) -> tuple[Row, ...]:
    rows: list[Row] = []
    group = Decimal(0)
    for n, line in enumerate(paper.lines, 1):
        rows.append(_row(dice, habit, traits, n * traits.step, line, heads))
        group += line.net_amount or Decimal(0)
        if traits.remarks and dice.random() < 0.3:
            rows.append(_other_row(heads, habit.label("remark"), ""))
        if traits.group_totals and (n % 4 == 0 or n == len(paper.lines)):
            rows.append(_other_row(heads, habit.label("group_total"), _money(habit, traits, group, cell=True)))
            carried = habit.label("group_total") == words(habit.language)["group_total"][1]
            group = group if carried else Decimal(0)
    if dice.random() < 0.05:
        quantities = habit.short(sum((line.quantity or Decimal(0) for line in paper.lines), Decimal(0)))
        counted = _other_row(heads, habit.label("total_quantity"), "")
        rows.append(Row(cells=counted.cells | {"quantity": quantities}, item=False))
    return tuple(rows)


def _other_row(heads: dict[str, str], text: str, amount: str) -> Row:
    cells = dict.fromkeys(heads, "") | {"description": text, "amount": amount}
    return Row(cells={column: cells[column] for column in heads}, item=False)


def _money(habit: Writing, traits: _Traits, value: Decimal, *, cell: bool = False) -> str:
    number = habit.number(-value if traits.minus else value, 2)
    if cell and not traits.sign_in_cells:
        return number
    return number + traits.sign if traits.sign.startswith(" ") else traits.sign + number


def _row(dice: Random, habit: Writing, traits: _Traits, position: int, line: PaperLine, heads: dict[str, str]) -> Row:
    assert line.quantity is not None and line.unit_price is not None and line.net_amount is not None
    places = max(2, -int(line.unit_price.normalize().as_tuple().exponent))
    full = line.net_amount + line.discount
    percent = (line.discount * 100 / full).quantize(Decimal(1), ROUND_HALF_UP) if line.discount else None
    unit = f" {line.unit}" if traits.unit_with_quantity and "unit" not in heads else ""
    rate = habit.short(line.tax_rate or Decimal(0))
    cells = {
        "pos": str(position),
        "sku": line.seller_sku or "",
        "description": line.description,
        "quantity": habit.short(-line.quantity if traits.minus else line.quantity) + unit,
        "unit": line.unit or "",
        "price": habit.number(line.unit_price, places),
        "discount": habit.short(percent) if percent else "",
        "tax": f"{rate}%" if dice.random() < 0.5 else rate,
        "amount": _money(habit, traits, line.net_amount, cell=True),
    }
    below = dice.choice(("", "", "", f"{habit.label('delivery')}: {habit.day(_EARLIER)}", "XR-250 / 40 mm", "RAL 7016"))
    return Row(cells={column: cells[column] for column in heads}, below=below)


def _totals(dice: Random, habit: Writing, traits: _Traits, paper: Paper) -> tuple[Fact, ...]:
    assert paper.net_total is not None and paper.gross_total is not None

    def fact(meaning: str, value: Decimal, label: str = "") -> Fact:
        return (meaning, label or habit.label(meaning), _money(habit, traits, value))

    taxes = [
        fact(
            "tax",
            part.amount,
            habit.label("tax_row").format(rate=habit.short(part.rate), base=habit.number(part.base or _ZERO, 2)),
        )
        for part in paper.taxes
    ]
    charges = [fact(charge.description, charge.amount) for charge in paper.charges]
    if is_gross_priced(paper):
        facts = [*charges, fact("gross", paper.gross_total), *taxes, fact("net", paper.net_total)]
        return tuple(facts)
    facts = [*charges, fact("net", paper.net_total), *taxes, fact("gross", paper.gross_total)]
    if paper.prepaid:
        facts += [fact("prepaid", -paper.prepaid), fact("open", paper.gross_total - paper.prepaid)]
    return tuple(facts)


_ZERO = Decimal(0)
_EARLIER = date(2025, 1, 12)
