"""Whole documents as typst sources, put together from independent choices: head, table, totals, foot, type and paper."""

from random import Random

from tests.generate.heads import HEADS, text
from tests.generate.invoices import Printed
from tests.generate.tables import TABLES, TOTALS


def source(printed: Printed, seed: int) -> str:
    """A whole document; the seed draws the layout."""
    dice = Random(f"layout {seed}")
    head, table, totals = dice.choice(HEADS), dice.choice(TABLES), dice.choice(TOTALS)
    font = dice.choice(("Libertinus Serif", "New Computer Modern", "DejaVu Sans", "DejaVu Sans Mono"))
    size = dice.choice((8, 9, 10)) - (2 if "Mono" in font else 0)
    facts = "   ".join(f"{label}: {value}" for _, label, value in printed.seller_facts)
    in_footer = dice.random() < 0.5
    setup = f'#set page(paper: "{dice.choice(("a4", "a4", "us-letter"))}", margin: {dice.choice((1.5, 2, 2.5))}cm'
    setup += f", footer: {_footer(printed, facts if in_footer else '')})\n"
    setup += f'#set text(font: "{font}", size: {size}pt)\n'
    closing = "".join(f"#{text(sentence)} \\\n" for sentence in printed.closing)
    last = "" if in_footer else f"#v(8pt)\n#{text(facts)}\n"
    if dice.random() < 0.1:
        last += "#pagebreak()\n" + "".join(f"#{text(clause)} \\\n" for clause in _CLAUSES)
    return setup + head(printed) + "#v(8pt)\n" + table(printed) + "#v(4pt)\n" + totals(printed) + "#v(10pt)\n" + closing + last


_CLAUSES = (
    "§ 1  These terms apply to all deliveries of 01.01.2024 and later.",
    "§ 2  Prices rise by 3,5 % a year; freight below 250,00 EUR is 12,50 EUR.",
    "§ 3  Interest of 8 % and a fee of 40,00 EUR fall due after 30 days.",
    "§ 4  Bestellungen über 10.000,00 EUR: Anzahlung 30 %, Total netto zahlbar bei Lieferung.",
)


def _footer(printed: Printed, facts: str) -> str:
    if not facts and not printed.page:
        return "none"
    page = ""
    if printed.page:
        before, between = printed.page.partition("{n}")[0], printed.page.partition("{n}")[2].partition("{of}")[0]
        page = f"#h(1fr) #{text(before)}#context [#counter(page).display() #{text(between)} #counter(page).final().first()]"
    shown = f"#{text(printed.seller[0] + '   ' + facts)}" if facts else ""
    return f"[#line(length: 100%, stroke: 0.3pt) #text(7pt)[{shown} {page}]]"


def layout(seed: int) -> str:
    """The name of the choices that this seed draws, for figures by layout."""
    dice = Random(f"layout {seed}")
    return " ".join(piece.__name__ for piece in (dice.choice(HEADS), dice.choice(TABLES), dice.choice(TOTALS)))


def pdf(printed: Printed, seed: int) -> bytes:
    """The document as PDF."""
    import typst

    made = typst.compile(source(printed, seed).encode())
    assert isinstance(made, bytes)
    return made
