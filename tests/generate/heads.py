"""Heads of a page: who, to whom, and the facts of the document."""

from tests.generate.invoices import Fact, Printed


def text(value: str) -> str:
    """A typst string, in which nothing is evaluated."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def lines(values: tuple[str, ...]) -> str:
    """Texts under one another, as a typst expression."""
    return " + linebreak() + ".join(text(value) for value in values)


def pairs(facts: tuple[Fact, ...], colon: str = "") -> str:
    """Label, value, label, value … as cells."""
    return ", ".join(f"{text(label + colon)}, {text(value)}" for _, label, value in facts)


def letter(p: Printed) -> str:
    """A letter: recipient left, facts as a list at the right."""
    return f"""#text(7pt)[#{text(" · ".join(p.seller))}]
#v(6pt)
#grid(columns: (1fr, auto), [#({lines(p.buyer)})], grid(columns: 2, column-gutter: 10pt, row-gutter: 6pt, {pairs(p.facts)}))
#v(14pt)
#text(15pt, weight: "bold")[#{text(p.title)}]
"""


def band(p: Printed) -> str:
    """The facts as a table of one row, labels over values."""
    labels = ", ".join(f"text(7.5pt)[#{text(label)}]" for _, label, _ in p.facts)
    values = ", ".join(text(value) for _, _, value in p.facts)
    return f"""#grid(columns: (1fr, 1fr), text(20pt, weight: "bold")[#{text(p.title)}], align(right)[#({lines(p.seller)})])
#v(10pt)
#text(8pt)[#{text(p.buyer_label)}] \\
#({lines(p.buyer)})
#v(10pt)
#table(columns: (1fr,) * {len(p.facts)}, stroke: 0.4pt, {labels}, {values})
"""


def inline(p: Printed) -> str:
    """Label: value, one a line."""
    facts = " + linebreak() + ".join(text(f"{label}: {value}") for _, label, value in p.facts)
    return f"""#align(right)[#({lines(p.seller)})]
#({lines((p.buyer_label, *p.buyer))})
#v(10pt)
#text(13pt, weight: "bold")[#{text(p.title)}] \\
#({facts})
"""


def two_columns(p: Printed) -> str:
    """Facts in two columns of label and value."""
    return f"""#align(center)[#text(16pt, weight: "bold")[#{text(p.seller[0])}] \\ #({lines(p.seller[1:])})]
#line(length: 100%)
#text(14pt)[#{text(p.title)}]
#grid(columns: (auto, 1fr, auto, 1fr), column-gutter: 8pt, row-gutter: 6pt, {pairs(p.facts, ":")})
#v(8pt)
#text(weight: "bold")[#{text(p.buyer_label)}] \\ #({lines(p.buyer)})
"""


def titled(p: Printed) -> str:
    """The number stands in the title, and what else there is in one row under it."""
    number = next(value for meaning, _, value in p.facts if meaning == "number")
    rest = "   ".join(f"{label} {value}" for meaning, label, value in p.facts if meaning != "number")
    return f"""#grid(columns: (1fr, 1fr), [#({lines(p.buyer)})], align(right)[#({lines(p.seller)})])
#v(12pt)
#text(16pt, weight: "bold")[#{text(f"{p.title} {number}")}] \\
#{text(rest)}
"""


def boxes(p: Printed) -> str:
    """Parties in frames, facts in small boxes with the label over the value."""
    small = ", ".join(f"box(inset: 4pt)[#text(7pt)[#{text(label)}] \\ #strong({text(value)})]" for _, label, value in p.facts)
    return f"""#grid(columns: (1fr, 1fr), column-gutter: 12pt, rect(width: 100%)[#({lines(p.seller)})],
 rect(width: 100%)[#text(7pt)[#{text(p.buyer_label)}] \\ #({lines(p.buyer)})])
#text(18pt)[#{text(p.title)}]
#grid(columns: 3, column-gutter: 14pt, row-gutter: 4pt, {small})
"""


def panel(p: Printed) -> str:
    """A panel at the right: each label in small letters over its value."""
    facts = "\n".join(f"#text(7pt, fill: luma(90))[#{text(label)}] \\ #{text(value)} \\ #v(-2pt)" for _, label, value in p.facts)
    return f"""#grid(columns: (1fr, 5.5cm), column-gutter: 1cm,
 [#text(17pt, weight: "bold")[#{text(p.seller[0])}] \\ #({lines(p.seller[1:])}) #v(12pt) #text(8pt)[#{text(p.buyer_label)}] \\
 #({lines(p.buyer)})],
 block(fill: luma(240), inset: 8pt, width: 100%)[#text(14pt)[#{text(p.title)}] #v(4pt) {facts}])
"""


def spaced(p: Printed) -> str:
    """A letter-spaced title, parties side by side with their labels, facts in a bordered list."""
    return f"""#text(14pt)[#{text(" ".join(p.title.upper()))}]
#v(6pt)
#grid(columns: (1fr, 1fr, 1fr), column-gutter: 10pt, [#({lines(p.seller)})],
 [#text(8pt)[#{text(p.buyer_label)}] \\ #({lines(p.buyer)})],
 table(columns: 2, stroke: 0.3pt, inset: 3pt, {pairs(p.facts)}))
"""


HEADS = (letter, band, inline, two_columns, titled, boxes, panel, spaced)
