"""Layouts after those of accounting programs and letters with a window: written when the reader was done, and read at first
sight."""

import re
from collections.abc import Callable
from random import Random

from tests.generate.heads import lines, pairs, text
from tests.generate.invoices import Printed, Row
from tests.generate.tables import NUMERIC

Piece = Callable[[Printed], str]


def window(p: Printed) -> str:
    """A letter with a window: the sender in one small line, the recipient below it, the facts as a block at the right, and the
    title with the number under both."""
    number = next(value for meaning, _, value in p.facts if meaning == "number")
    rest = tuple(fact for fact in p.facts if fact[0] != "number")
    return f"""#v(1.2cm)
#grid(columns: (9cm, 1fr), [#text(6pt)[#underline({text(", ".join(p.seller))})] \\ #({lines(p.buyer)})],
 text(8pt)[#grid(columns: (auto, 1fr), align: (left, right), row-gutter: 4pt, column-gutter: 6pt, {pairs(rest)})])
#v(1cm)
#text(12pt, weight: "bold")[#{text(f"{_label(p, 'number')} {number}")}]
#h(1fr) #{text(p.title)}
"""


def _label(p: Printed, what: str) -> str:
    return next(label for meaning, label, _ in p.facts if meaning == what)


def masthead(p: Printed) -> str:
    """The name large in the middle, its address under it; a frame for the recipient, one for the facts."""
    facts = f"grid(columns: (1fr, auto), align: (left, right), row-gutter: 5pt, {pairs(p.facts, ' :')})"
    return f"""#align(center)[#text(19pt, weight: "bold")[#{text(p.seller[0])}] \\ #text(8pt)[#{text(" - ".join(p.seller[1:]))}]]
#v(4pt)
#grid(columns: (1fr, 1fr), column-gutter: 10pt,
 rect(width: 100%, stroke: 0.6pt)[#text(7pt)[#{text(p.buyer_label)}] \\ #({lines(p.buyer)})],
 rect(width: 100%, stroke: 0.6pt)[#align(center)[#strong({text(p.title)})] #{facts}])
"""


def listing(p: Printed) -> str:
    """As programs for orders print it: parties in two columns, the facts in two rows of three, labels small and grey."""
    cells = ", ".join(f"[#text(6.5pt, fill: luma(110))[#{text(label)}] \\ #{text(value)}]" for _, label, value in p.facts)
    return f"""#text(16pt)[#{text(p.title)}] #h(1fr) #text(11pt)[#{text(p.seller[0])}]
#line(length: 100%, stroke: 1.2pt)
#grid(columns: (1fr, 1fr), [#({lines(p.seller[1:])})], [#text(8pt)[#{text(p.buyer_label)}:] #({lines(p.buyer)})])
#v(6pt)
#grid(columns: (1fr, 1fr, 1fr), row-gutter: 8pt, {cells})
#line(length: 100%, stroke: 0.4pt)
"""


HEADS = (window, masthead, listing)


def two_rows_a_line(p: Printed) -> str:
    """Each line has two rows under a heading of two rows: what it is, and its figures one step to the right."""
    upper = [c for c in p.heads if c in ("pos", "sku", "description")]
    lower = [c for c in p.heads if c not in upper]
    width = len(lower) + 1
    head = _across(upper, p.heads, width, True) + ", [], " + ", ".join(f"strong({text(p.heads[c])})" for c in lower)
    body = []
    for row in p.rows:
        body.append(_across(upper, row.cells, width, False))
        body += ["[]", *(text(row.cells[c]) for c in lower)]
    columns = "(0.6cm, " + "1fr, " * len(lower) + ")"
    align = "(left, " + ", ".join("right" if c in NUMERIC else "left" for c in lower) + ",)"
    stroke = "stroke: (x, y) => if calc.even(y) { (top: 0.4pt) }"
    return f"#table(columns: {columns}, align: {align}, {stroke}, inset: 3pt, table.header({head}), {', '.join(body)})\n"


def _across(columns: list[str], cells: dict[str, str], width: int, strong: bool) -> str:
    """The cells of the upper row, one behind the other."""
    shown = " #h(10pt) ".join(f"#{'strong' if strong else ''}({text(cells[c])})" for c in columns if cells[c])
    return f"table.cell(colspan: {width}, align: left)[{shown}]"


def text_last(p: Printed) -> str:
    """The figures at the left, the text at the right end."""
    order = [*(c for c in p.heads if c != "description"), "description"]
    return _table(p, order, p.rows, "stroke: (x, y) => (bottom: 0.3pt + gray), inset: (x: 6pt, y: 4pt)")


def _table(p: Printed, order: list[str], rows: tuple[Row, ...], style: str) -> str:
    columns = "(" + ", ".join("1fr" if c == "description" else "auto" for c in order) + ",)"
    align = "(" + ", ".join("right" if c in NUMERIC else "left" for c in order) + ",)"
    heads = ", ".join(f"text(0.9em)[#{text(p.heads[c])}]" for c in order)
    body = ", ".join(_cell(row, c) for row in rows for c in order)
    return f"#table(columns: {columns}, align: {align}, {style}, {heads}, {body})\n"


def _cell(row: Row, column: str) -> str:
    below = row.below if column == "description" else ""
    return f"[#{text(row.cells[column])} \\ #text(0.8em)[#{text(below)}]]" if below else text(row.cells[column])


def gridless(p: Printed) -> str:
    """No ruling at all, a thick line under the heading, wide gaps."""
    style = "stroke: (x, y) => if y == 0 { (top: 1pt, bottom: 1pt) }, inset: (x: 7pt, y: 3.5pt)"
    return _table(p, list(p.heads), p.rows, style)


def carried(p: Printed) -> str:
    """Six rows a page, the sum so far at the foot of each and at the head of the next."""
    made = ""
    for start in range(0, len(p.rows), 6):
        end = start + 6
        before = (_so_far(p, start),) if start else ()
        after = (_so_far(p, end),) if end < len(p.rows) else ()
        made += _table(p, list(p.heads), (*before, *p.rows[start:end], *after), "stroke: 0.3pt, inset: 4pt")
        made += "#pagebreak()\n" if after else ""
    return made


def _so_far(p: Printed, count: int) -> Row:
    """What the lines up to here come to, written as their amounts are."""
    amounts = [row.cells["amount"] for row in p.rows[:count] if row.item]
    cents = sum(int("".join(c for c in amount if c in "-0123456789")) for amount in amounts)
    cells = dict.fromkeys(p.heads, "") | {"description": p.carried, "amount": _written(cents, p)}
    return Row(cells={c: cells[c] for c in p.heads}, item=False)


def _written(cents: int, p: Printed) -> str:
    every = [value for _, _, value in p.totals] + [row.cells["amount"] for row in p.rows if row.item]
    marks = {found.groups() for value in every if (found := re.search(r"\d(\D?)\d{3}(\D)\d\d(?!\d)", value))}
    group, decimal = next(iter(marks), ("", re.findall(r"(\D)\d\d(?!\d)", every[0])[-1]))
    return f"{cents / 100:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", group)


TABLES = (two_rows_a_line, text_last, gridless, carried)


def at_the_left(p: Printed) -> str:
    """The sums at the left, below one another, each value right behind its label."""
    return f"#grid(columns: 2, column-gutter: 8pt, row-gutter: 5pt, align: (left, right), {pairs(p.totals, ':')})\n"


def sign_apart(p: Printed) -> str:
    """The currency in a column of its own between label and number."""
    cells = []
    for _, label, value in p.totals:
        number = "".join(c for c in value if c in "-0123456789., \u00a0").strip()
        cells += [text(label), text(value.replace(number, "").strip()), text(number)]
    columns = "columns: (auto, auto, 3cm), align: (left, left, right), column-gutter: 6pt, row-gutter: 6pt"
    return f"#align(right)[#grid({columns}, {', '.join(cells)})]\n"


def last_framed(p: Printed) -> str:
    """A row of cells, each with its label over its value, the last in a frame with large type."""
    cells = ", ".join(f"[#text(7pt)[#{text(label)}] \\ #{text(value)}]" for _, label, value in p.totals[:-1])
    _, label, value = p.totals[-1]
    big = f'rect(stroke: 1pt, inset: 6pt)[#text(8pt)[#{text(label)}] \\ #text(13pt, weight: "bold")[#{text(value)}]]'
    return f"#grid(columns: {len(p.totals)}, column-gutter: 1fr, {cells}, {big})\n"


TOTALS = (at_the_left, sign_apart, last_framed)


def source(printed: Printed, seed: int) -> str:
    """A whole document; the seed draws the layout."""
    dice = Random(f"further {seed}")
    head, table, totals = _choices(dice)
    facts = " \\ ".join(f"#{text(f'{label} {value}')}" for _, label, value in printed.seller_facts)
    foot = (
        f"[#line(length: 100%, stroke: 0.3pt) #text(6.5pt)[#grid(columns: (1fr, 1fr), [#({lines(printed.seller)})], [{facts}])]]"
    )
    closing = "".join(f"#{text(sentence)} \\\n" for sentence in printed.closing)
    flipped = ", flipped: true" if dice.random() < 0.25 else ""
    setup = f'#set page(paper: "{dice.choice(("a4", "us-letter"))}"{flipped}, margin: (x: 2cm, y: 2.4cm), footer: {foot})\n'
    font = dice.choice(("New Computer Modern", "DejaVu Sans", "Libertinus Serif"))
    setup += f'#set text(font: "{font}", size: {dice.choice((8, 9))}pt)\n'
    return f"{setup}{head(printed)}#v(10pt)\n{table(printed)}#v(6pt)\n{totals(printed)}#v(8pt)\n{closing}"


def _choices(dice: Random) -> tuple[Piece, Piece, Piece]:
    return dice.choice(HEADS), dice.choice(TABLES), dice.choice(TOTALS)


def pdf(printed: Printed, seed: int) -> bytes:
    """The document as PDF."""
    import typst

    made = typst.compile(source(printed, seed).encode())
    assert isinstance(made, bytes)
    return made


def layout(seed: int) -> str:
    """The name of the choices that this seed draws."""
    return " ".join(piece.__name__ for piece in _choices(Random(f"further {seed}")))
