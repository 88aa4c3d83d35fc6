"""Layouts as typst sources, put together from independent choices: head, facts, table, totals, foot, type and paper."""

from collections.abc import Callable
from random import Random

from tests.generate.invoices import Fact, Printed, Row

Piece = Callable[[Printed], str]
NUMERIC = ("quantity", "price", "discount", "tax", "amount")


def text(value: str) -> str:
    """A typst string, in which nothing is evaluated."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(values: tuple[str, ...]) -> str:
    return " + linebreak() + ".join(text(value) for value in values)


def _pairs(facts: tuple[Fact, ...], colon: str = "") -> str:
    return ", ".join(f"{text(label + colon)}, {text(value)}" for _, label, value in facts)


def _head_letter(p: Printed) -> str:
    return f"""#text(7pt)[#{text(" · ".join(p.seller))}]
#v(6pt)
#grid(columns: (1fr, auto), [#({_lines(p.buyer)})], grid(columns: 2, column-gutter: 10pt, row-gutter: 6pt, {_pairs(p.facts)}))
#v(14pt)
#text(15pt, weight: "bold")[#{text(p.title)}]
"""


def _head_band(p: Printed) -> str:
    labels = ", ".join(f"text(7.5pt)[#{text(label)}]" for _, label, _ in p.facts)
    values = ", ".join(text(value) for _, _, value in p.facts)
    return f"""#grid(columns: (1fr, 1fr), text(20pt, weight: "bold")[#{text(p.title)}], align(right)[#({_lines(p.seller)})])
#v(10pt)
#text(8pt)[#{text(p.buyer_label)}] \\
#({_lines(p.buyer)})
#v(10pt)
#table(columns: (1fr,) * {len(p.facts)}, stroke: 0.4pt, {labels}, {values})
"""


def _head_inline(p: Printed) -> str:
    facts = " + linebreak() + ".join(text(f"{label}: {value}") for _, label, value in p.facts)
    return f"""#align(right)[#({_lines(p.seller)})]
#({_lines((p.buyer_label, *p.buyer))})
#v(10pt)
#text(13pt, weight: "bold")[#{text(p.title)}] \\
#({facts})
"""


def _head_two_columns(p: Printed) -> str:
    return f"""#align(center)[#text(16pt, weight: "bold")[#{text(p.seller[0])}] \\ #({_lines(p.seller[1:])})]
#line(length: 100%)
#text(14pt)[#{text(p.title)}]
#grid(columns: (auto, 1fr, auto, 1fr), column-gutter: 8pt, row-gutter: 6pt, {_pairs(p.facts, ":")})
#v(8pt)
#text(weight: "bold")[#{text(p.buyer_label)}] \\ #({_lines(p.buyer)})
"""


def _head_titled(p: Printed) -> str:
    """The number stands in the title, and what else there is in one row under it."""
    number = next(value for meaning, _, value in p.facts if meaning == "number")
    rest = "   ".join(f"{label} {value}" for meaning, label, value in p.facts if meaning != "number")
    return f"""#grid(columns: (1fr, 1fr), [#({_lines(p.buyer)})], align(right)[#({_lines(p.seller)})])
#v(12pt)
#text(16pt, weight: "bold")[#{text(f"{p.title} {number}")}] \\
#{text(rest)}
"""


def _head_boxes(p: Printed) -> str:
    boxes = ", ".join(f"box(inset: 4pt)[#text(7pt)[#{text(label)}] \\ #strong({text(value)})]" for _, label, value in p.facts)
    return f"""#grid(columns: (1fr, 1fr), column-gutter: 12pt, rect(width: 100%)[#({_lines(p.seller)})],
 rect(width: 100%)[#text(7pt)[#{text(p.buyer_label)}] \\ #({_lines(p.buyer)})])
#text(18pt)[#{text(p.title)}]
#grid(columns: 3, column-gutter: 14pt, row-gutter: 4pt, {boxes})
"""


HEADS: tuple[Piece, ...] = (_head_letter, _head_band, _head_inline, _head_two_columns, _head_titled, _head_boxes)


def _columns(p: Printed) -> str:
    return "(" + ", ".join("1fr" if column == "description" else "auto" for column in p.heads) + ",)"


def _align(p: Printed) -> str:
    return "(" + ", ".join("right" if column in NUMERIC else "left" for column in p.heads) + ",)"


def _cell(row: Row, column: str) -> str:
    if column == "description" and row.below:
        return f"[#{text(row.cells[column])} \\ #text(0.85em)[#{text(row.below)}]]"
    return text(row.cells[column])


def _heading(p: Printed) -> str:
    return ", ".join(f"strong({text(label)})" for label in p.heads.values())


def _body(p: Printed) -> str:
    return ", ".join(_cell(row, column) for row in p.rows for column in p.heads)


def _table(p: Printed, style: str) -> str:
    return f"#table(columns: {_columns(p)}, align: {_align(p)}, {style}, table.header({_heading(p)}), {_body(p)})\n"


def _table_ruled(p: Printed) -> str:
    return _table(p, "stroke: 0.5pt")


def _table_underlined(p: Printed) -> str:
    return _table(p, "stroke: (x, y) => if y == 0 { (bottom: 0.8pt) }, inset: (x: 5pt, y: 4pt)")


def _table_striped(p: Printed) -> str:
    return _table(p, "stroke: none, fill: (x, y) => if calc.odd(y) { luma(235) }, inset: 6pt")


def _table_tight(p: Printed) -> str:
    return _table(p, "stroke: (x, y) => (bottom: 0.2pt), inset: (x: 3pt, y: 2.5pt)")


def _table_stacked(p: Printed) -> str:
    """The description has a row of its own over the numbers."""
    others = [column for column in p.heads if column != "description"]
    heads = ", ".join(f"strong({text(p.heads[column])})" for column in others)
    align = "(" + ", ".join("right" if column in NUMERIC else "left" for column in others) + ",)"
    cells = []
    for row in p.rows:
        cells.append(f"table.cell(colspan: {len(others)}, align: left)[#{text(row.cells['description'])}]")
        cells += [text(row.cells[column]) for column in others]
    columns = "(" + "1fr, " * len(others) + ")"
    return (
        f"#table(columns: {columns}, align: {align}, stroke: (x, y) => (top: 0.3pt), table.header({heads}), {', '.join(cells)})\n"
    )


TABLES: tuple[Piece, ...] = (_table_ruled, _table_underlined, _table_striped, _table_tight, _table_stacked)


def _totals_right(p: Printed) -> str:
    return f"#align(right)[#grid(columns: 2, align: (left, right), column-gutter: 18pt, row-gutter: 6pt, {_pairs(p.totals)})]\n"


def _totals_boxed(p: Printed) -> str:
    return f"#align(right)[#table(columns: 2, align: (left, right), {_pairs(p.totals, ':')})]\n"


def _totals_leaders(p: Printed) -> str:
    rows = " \\\n".join(f"#{text(label)} #box(width: 1fr, repeat[.]) #{text(value)}" for _, label, value in p.totals)
    return f"#block(width: 60%)[{rows}]\n"


def _totals_side_by_side(p: Printed) -> str:
    labels = ", ".join(f"text(8pt)[#{text(label)}]" for _, label, _ in p.totals)
    values = ", ".join(text(value) for _, _, value in p.totals)
    return f"#table(columns: (1fr,) * {len(p.totals)}, align: right, stroke: 0.4pt, {labels}, {values})\n"


def _totals_bold_last(p: Printed) -> str:
    rows = ", ".join(f"{text(label)}, {text(value)}" for _, label, value in p.totals[:-1])
    _, label, value = p.totals[-1]
    return f"""#align(right)[#table(columns: (9em, 9em), align: (left, right), stroke: none, {rows},
 table.hline(), strong({text(label)}), strong({text(value)}))]\n"""


TOTALS: tuple[Piece, ...] = (_totals_right, _totals_boxed, _totals_leaders, _totals_side_by_side, _totals_bold_last)


def _foot_facts(p: Printed) -> str:
    return "   ".join(f"{label}: {value}" for _, label, value in p.seller_facts)


def source(printed: Printed, seed: int) -> str:
    """A whole document; the seed draws the layout."""
    dice = Random(f"layout {seed}")
    head, table, totals = dice.choice(HEADS), dice.choice(TABLES), dice.choice(TOTALS)
    font = dice.choice(("Libertinus Serif", "New Computer Modern", "DejaVu Sans", "DejaVu Sans Mono"))
    size = dice.choice((8, 9, 10)) - (2 if "Mono" in font else 0)
    paper = dice.choice(("a4", "a4", "a4", "us-letter"))
    foot = _foot_facts(printed)
    in_footer = dice.random() < 0.5
    footer = (
        f"footer: [#line(length: 100%, stroke: 0.3pt) #text(7pt)[#{text(printed.seller[0] + '   ' + foot)}]]" if in_footer else ""
    )
    setup = f'#set page(paper: "{paper}", margin: {dice.choice((1.5, 2, 2.5))}cm, {footer})\n'
    setup += f'#set text(font: "{font}", size: {size}pt)\n'
    closing = "".join(f"#{text(sentence)} \\\n" for sentence in printed.closing)
    last = "" if in_footer else f"#v(8pt)\n#{text(foot)}\n"
    return setup + head(printed) + "#v(8pt)\n" + table(printed) + "#v(4pt)\n" + totals(printed) + "#v(10pt)\n" + closing + last


def layout(seed: int) -> str:
    """The name of the choices that this seed draws, for figures by layout."""
    dice = Random(f"layout {seed}")
    return " ".join(piece.__name__[1:] for piece in (dice.choice(HEADS), dice.choice(TABLES), dice.choice(TOTALS)))


def pdf(printed: Printed, seed: int) -> bytes:
    """The document as PDF."""
    import typst

    made = typst.compile(source(printed, seed).encode())
    assert isinstance(made, bytes)
    return made
