"""The lines of a document and its totals, in several forms."""

from tests.generate.heads import pairs, text
from tests.generate.invoices import Printed, Row

NUMERIC = ("quantity", "price", "discount", "tax", "amount")


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


def ruled(p: Printed) -> str:
    """Lines around every cell."""
    return _table(p, "stroke: 0.5pt")


def underlined(p: Printed) -> str:
    """One line under the heading."""
    return _table(p, "stroke: (x, y) => if y == 0 { (bottom: 0.8pt) }, inset: (x: 5pt, y: 4pt)")


def striped(p: Printed) -> str:
    """No lines, every other row grey."""
    return _table(p, "stroke: none, fill: (x, y) => if calc.odd(y) { luma(235) }, inset: 6pt")


def tight(p: Printed) -> str:
    """Narrow rows with hair lines."""
    return _table(p, "stroke: (x, y) => (bottom: 0.2pt), inset: (x: 3pt, y: 2.5pt)")


def upright(p: Printed) -> str:
    """Lines between the columns only, the numbers centred under their headings."""
    style = "stroke: (x, y) => (left: 0.4pt, right: 0.4pt, top: if y < 2 { 0.4pt }), inset: 4pt"
    align = _align(p).replace("right", "center")
    return f"#table(columns: {_columns(p)}, align: {align}, {style}, table.header({_heading(p)}), {_body(p)})\n"


def stacked(p: Printed) -> str:
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


def two_rowed(p: Printed) -> str:
    """Headings of two rows: the currency of the amount stands under it."""
    first = ", ".join(f"strong({text(label.partition(' (')[0])})" for label in p.heads.values())
    second = ", ".join(text(f"({label.partition(' (')[2]}" if "(" in label else "") for label in p.heads.values())
    style = "stroke: (x, y) => if y == 1 { (bottom: 0.6pt) }, inset: (x: 5pt, y: 3pt)"
    return f"#table(columns: {_columns(p)}, align: {_align(p)}, {style}, table.header({first}, {second}), {_body(p)})\n"


def printout(p: Printed) -> str:
    """Columns by blanks in one type width, as old programs print; descriptions that are too long go on below."""
    columns = [column for column in p.heads if column != "description"]
    widths = {c: max(len(p.heads[c]), *(len(row.cells[c]) for row in p.rows)) for c in columns} | {"description": 30}

    def line(cells: dict[str, str]) -> str:
        fit = (cells[c].rjust(widths[c]) if c in NUMERIC else cells[c][:30].ljust(widths[c]) for c in p.heads)
        return "  ".join(fit).rstrip()

    indent = sum(widths[c] + 2 for c in list(p.heads)[: list(p.heads).index("description")])
    printed = [line(p.heads), "-" * (sum(widths.values()) + 2 * len(columns))]
    for row in p.rows:
        rest = row.cells["description"][30:].strip()
        printed += [line(row.cells), *(" " * indent + more for more in (rest, row.below) if more)]
    return (
        '#text(font: "DejaVu Sans Mono", size: 6.5pt)[#raw(block: true, ' + text("\n".join(printed)).replace("\n", "\\n") + ")]\n"
    )


TABLES = (ruled, underlined, striped, tight, upright, stacked, two_rowed, printout)


def right(p: Printed) -> str:
    """Labels and values at the right."""
    return f"#align(right)[#grid(columns: 2, align: (left, right), column-gutter: 18pt, row-gutter: 6pt, {pairs(p.totals)})]\n"


def boxed(p: Printed) -> str:
    """The same in a ruled table, labels with a colon."""
    return f"#align(right)[#table(columns: 2, align: (left, right), {pairs(p.totals, ':')})]\n"


def leaders(p: Printed) -> str:
    """At the left, with dots between."""
    rows = " \\\n".join(f"#{text(label)} #box(width: 1fr, repeat[.]) #{text(value)}" for _, label, value in p.totals)
    return f"#block(width: 60%)[{rows}]\n"


def side_by_side(p: Printed) -> str:
    """One row of labels over one row of values."""
    labels = ", ".join(f"text(8pt)[#{text(label)}]" for _, label, _ in p.totals)
    values = ", ".join(text(value) for _, _, value in p.totals)
    return f"#table(columns: (1fr,) * {len(p.totals)}, align: right, stroke: 0.4pt, {labels}, {values})\n"


def bold_last(p: Printed) -> str:
    """A line over the last row, which is bold."""
    rows = ", ".join(f"{text(label)}, {text(value)}" for _, label, value in p.totals[:-1])
    _, label, value = p.totals[-1]
    return f"""#align(right)[#table(columns: (11em, 9em), align: (left, right), stroke: none, {rows},
 table.hline(), strong({text(label)}), strong({text(value)}))]\n"""


def wide(p: Printed) -> str:
    """Labels at the far left, values at the far right."""
    rows = ", ".join(f"{text(label)}, {text(value)}" for _, label, value in p.totals)
    return f"#line(length: 100%)\n#grid(columns: (1fr, auto), row-gutter: 5pt, align: (left, right), {rows})\n"


def tax_table(p: Printed) -> str:
    """The taxes in a small table at the left, the sums at the right."""
    taxes = tuple(fact for fact in p.totals if fact[0] == "tax")
    rest = tuple(fact for fact in p.totals if fact[0] != "tax")
    table = f"table(columns: 2, align: (left, right), stroke: 0.3pt, inset: 3pt, {pairs(taxes)})"
    sums = f"align(right)[#grid(columns: 2, align: (left, right), column-gutter: 14pt, row-gutter: 6pt, {pairs(rest)})]"
    return f"#grid(columns: (1fr, 1fr), {table}, {sums})\n"


TOTALS = (right, boxed, leaders, side_by_side, bold_last, wide, tax_table)
