"""Layouts that the reader was not built with: written afterwards, to measure what it makes of papers it has never seen."""

from random import Random

from tests.generate.heads import lines, pairs, text
from tests.generate.invoices import Printed
from tests.generate.tables import NUMERIC


def sidebar(p: Printed) -> str:
    """Both parties in a narrow column at the left, the facts beside it, as design templates have it."""
    facts = "\n".join(f"#text(6.5pt)[#{text(label.upper())}] #h(4pt) #{text(value)} \\" for _, label, value in p.facts)
    return f"""#grid(columns: (4.6cm, 1fr), column-gutter: 14pt,
 [#strong({text(p.seller[0])}) \\ #({lines(p.seller[1:])}) #v(9pt) #emph({text(p.buyer_label)}) \\ #({lines(p.buyer)})],
 [#text(22pt)[#{text(p.title)}] #v(6pt) {facts}
 ])
"""


def barred(p: Printed) -> str:
    """The facts in one line, parted by bars, below a centred title."""
    facts = " | ".join(f"{label}: {value}" for _, label, value in p.facts)
    return f"""#align(center)[#text(17pt, weight: "bold")[#{text(p.title)}]]
#grid(columns: (1fr, 1fr), [#({lines(p.seller)})], [#text(8pt)[#{text(p.buyer_label + ":")}] \\ #({lines(p.buyer)})])
#v(9pt)
#text(8pt)[#{text(facts)}]
"""


def form(p: Printed) -> str:
    """A form with a frame around each label and each value, the title in a corner."""
    cells = ", ".join(f"text(7.5pt)[#{text(label)}], strong({text(value)})" for _, label, value in p.facts)
    return f"""#grid(columns: (1fr, auto), [#({lines((p.buyer_label, *p.buyer))})], align(right)[#text(13pt)[#{text(p.title)}] \\
 #({lines(p.seller)})])
#v(8pt)
#table(columns: (auto, 1fr, auto, 1fr), stroke: 0.5pt, inset: 4pt, {cells}{", [], []" if len(p.facts) % 2 else ""})
"""


def airy(p: Printed) -> str:
    """Wide rows, headings in small capitals, grey lines above each row."""
    columns = "(" + ", ".join("2fr" if column == "description" else "auto" for column in p.heads) + ",)"
    align = "(" + ", ".join("right" if column in NUMERIC else "left" for column in p.heads) + ",)"
    heads = ", ".join(f"text(7pt)[#{text(label.upper())}]" for label in p.heads.values())
    body = ", ".join(_cell(row.cells[column], row.below, column) for row in p.rows for column in p.heads)
    return f"#table(columns: {columns}, align: {align}, stroke: (x, y) => (top: 0.3pt + gray), inset: 8pt, {heads}, {body})\n"


def _cell(value: str, below: str, column: str) -> str:
    return f"[#strong({text(value)}) \\ #emph({text(below)})]" if column == "description" and below else text(value)


def centred(p: Printed) -> str:
    """All cells in the middle, lines between the rows, the heading on grey."""
    columns = "(" + ", ".join("1fr" if column == "description" else "auto" for column in p.heads) + ",)"
    heads = ", ".join(f"text(fill: white)[#{text(label)}]" for label in p.heads.values())
    body = ", ".join(text(row.cells[column]) for row in p.rows for column in p.heads)
    fill = "fill: (x, y) => if y == 0 { gray }"
    return (
        f"#table(columns: {columns}, align: center, stroke: (bottom: 0.4pt), {fill}, inset: 5pt, table.header({heads}), {body})\n"
    )


def beneath(p: Printed) -> str:
    """The totals as cells below the table, label and value in one cell each."""
    cells = ", ".join(f"[#text(7pt)[#{text(label)}] #h(1fr) #strong({text(value)})]" for _, label, value in p.totals)
    return f"#align(right)[#block(width: 55%)[#table(columns: 1fr, stroke: (top: 0.3pt), inset: 5pt, {cells})]]\n"


def columned(p: Printed) -> str:
    """The totals in two columns of label and value."""
    odd = ", [], []" if len(p.totals) % 2 else ""
    return f"#grid(columns: (auto, 1fr, auto, 1fr), column-gutter: 12pt, row-gutter: 7pt, {pairs(p.totals, ':')}{odd})\n"


HEADS = (sidebar, barred, form)
TABLES = (airy, centred)
TOTALS = (beneath, columned)


def source(printed: Printed, seed: int) -> str:
    """A whole document; the seed draws the layout."""
    dice = Random(f"unseen {seed}")
    head, table, totals = dice.choice(HEADS), dice.choice(TABLES), dice.choice(TOTALS)
    facts = f" {dice.choice(('|', '·', '/'))} ".join(f"{label} {value}" for _, label, value in printed.seller_facts)
    closing = "".join(f"#{text(sentence)} \\\n" for sentence in printed.closing)
    setup = f'#set page(paper: "a4", margin: {dice.choice((1.8, 2.2))}cm)\n'
    setup += f'#set text(font: "{dice.choice(("Libertinus Serif", "DejaVu Sans"))}", size: {dice.choice((8, 9.5))}pt)\n'
    return (
        setup
        + head(printed)
        + "#v(9pt)\n"
        + table(printed)
        + "#v(6pt)\n"
        + totals(printed)
        + f"#v(8pt)\n{closing}#{text(facts)}\n"
    )


def pdf(printed: Printed, seed: int) -> bytes:
    """The document as PDF."""
    import typst

    made = typst.compile(source(printed, seed).encode())
    assert isinstance(made, bytes)
    return made


def layout(seed: int) -> str:
    """The name of the choices that this seed draws."""
    dice = Random(f"unseen {seed}")
    return " ".join(piece.__name__ for piece in (dice.choice(HEADS), dice.choice(TABLES), dice.choice(TOTALS)))
