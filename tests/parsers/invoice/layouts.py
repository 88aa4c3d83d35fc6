"""Where a drawn invoice puts its words: head, table, totals and foot in many forms."""

import random
from datetime import timedelta
from decimal import Decimal

from tests.parsers.invoice.drawn import UNITS, Drawn, Line, Pen, Style, facts, share


def draw(seed: int, language: str, wild: bool = False) -> Drawn:
    """The invoice of a seed. Wild ones have notes, groups, carried sums, freight, prepayments, or prices with their tax."""
    rng = random.Random(f"{seed}-{language}-{wild}" if wild else f"{seed}-{language}")
    style = Style(rng, language)
    style.wild = wild
    drawn = facts(rng, language, wild)
    pen = Pen(drawn)
    y = _head(pen, style, drawn)
    y = _table(pen, style, drawn, y)
    y = _totals(pen, style, drawn, y)
    _foot(pen, style, drawn, y)
    return drawn


def _head(pen: Pen, style: Style, drawn: Drawn) -> float:
    rng = style.rng
    seller, buyer = "Northwind Tools GmbH", "Example Buyer Ltd"
    pen.put(40, 40, seller, size=rng.choice((9, 14)))
    pen.put(40, 58, "Harbour Road 12")
    pen.put(40, 70, "20457 Hamburg")
    titled = rng.random() < 0.25
    title = style.label("kinds", "invoice")
    pen.put(40, 190, f"{title} {drawn.number}" if titled else title, size=16)
    pen.put(40, 110, style.label("parties", "buyer") + ":")
    for at, text in enumerate((buyer, "Main Street 5", "10115 Berlin")):
        pen.put(40, 124 + at * 12, text)
    facts = [("issue_date", style.day(drawn.issued)), ("due_date", style.day(drawn.due)), ("order_reference", drawn.order)]
    facts += [("service_date", style.day(drawn.issued - timedelta(days=3))), ("other", str(rng.randrange(10000, 99999)))]
    facts = [("number", drawn.number), *facts] if not titled else facts
    rng.shuffle(facts)
    labels = [(_plain(style, what), value) for what, value in facts]
    if rng.random() < 0.35:
        return _facts_in_a_row(pen, style, labels)
    for at, (label, value) in enumerate(labels):
        y = 60 + at * 14
        end = pen.put(330, y, label + style.colon)
        pen.put(470 if rng.random() < 0.9 else end + 4, y, value)
    return 230.0


def _plain(style: Style, what: str) -> str:
    """A label of a field; such as name the number of something."""
    for _ in range(40):
        label = style.label("fields", what)
        if what not in ("number", "other") or " " in label or len(label) > 9:
            return label
    return label


def _facts_in_a_row(pen: Pen, style: Style, facts: list[tuple[str, str]]) -> float:
    x, y = 40.0, 216.0
    for label, value in facts:
        width = max(len(label), len(value)) * 4.2 + 26
        if x + width > 570:
            x, y = 40.0, y + 34
        pen.put(x, y, label, size=8)
        pen.put(x, y + 12, value, size=8)
        x += width
    return y + 46


def _table(pen: Pen, style: Style, drawn: Drawn, top: float) -> float:
    rng = style.rng
    columns = _columns(style, drawn)
    repeated = rng.random() < 0.6
    lowered = rng.random() < 0.15
    carried = style.wild and rng.random() < 0.5
    grouped = style.wild and len(drawn.lines) > 3 and rng.random() < 0.25
    noted = style.wild and rng.random() < 0.4
    y = _heading(pen, style, columns, top)
    so_far, group = Decimal(0), Decimal(0)
    for index, line in enumerate(drawn.lines):
        if y > 700:
            if carried:
                _sum_row(pen, style, columns, y, style.label("fields", "carried"), so_far)
            pen.page += 1
            y = _heading(pen, style, columns, 60) if repeated else 60.0
            if carried:
                y = _sum_row(pen, style, columns, y, style.label("fields", "carried"), so_far)
        y = _line_words(pen, style, drawn, columns, index, line, y, lowered)
        if noted and rng.random() < 0.6:
            y = _note(pen, style, columns, y - 5, index)
        so_far, group = so_far + line.amount, group + line.amount
        if grouped and index % 3 == 2:
            y = _sum_row(pen, style, columns, y, style.label("fields", "line_total"), group)
            group = Decimal(0)
    return y + 10


def _sum_row(pen: Pen, style: Style, columns: list[tuple[str, str, float, float]], y: float, label: str, value: Decimal) -> float:
    """A row with a sum in the column of the amounts."""
    left = next(start for kind, _, start, _ in columns if kind == "description")
    pen.put(left, y, label, size=8)
    pen.put(columns[-1][3] - 6, y, style.number(value), size=8, align="right")
    return y + 16


def _note(pen: Pen, style: Style, columns: list[tuple[str, str, float, float]], y: float, index: int) -> float:
    """A remark below a line, with figures that are none of its columns."""
    left = next(start for kind, _, start, _ in columns if kind == "description")
    text = style.rng.choice(("Lot 4711-{}", "S/N 2023-0{}", "L 12,50 m x {}", "Ref. {}", "DIN 93{}", "{} kg netto"))
    pen.put(left, y, text.format(index + 11), size=7, marks=(f"line-{index}",))
    return y + 14


_WIDTHS = {"position": 26, "sku": 58, "quantity": 52, "unit": 36, "price": 66, "discount": 44, "tax": 40, "amount": 76}


def _columns(style: Style, drawn: Drawn) -> list[tuple[str, str, float, float]]:
    """Kind, heading, left and right of each column."""
    rng = style.rng
    kinds = [k for k in ("position", "sku") if rng.random() < 0.5]
    middle = ["quantity", *(["unit"] if rng.random() < 0.4 else []), "price"]
    middle += ["discount"] if any(line.discount for line in drawn.lines) else []
    middle += ["tax"] if len({line.rate for line in drawn.lines}) > 1 or rng.random() < 0.3 else []
    if rng.random() < 0.2:
        kinds, middle = ["quantity", *kinds], [k for k in middle if k != "quantity"]
    order = [*kinds, "description", *middle, "amount"]
    left, found = 40.0, []
    spare = 525 - sum(_WIDTHS.get(kind, 0) for kind in order)
    for kind in order:
        width = _WIDTHS.get(kind, spare)
        heading = next((h for _ in range(30) if len(h := style.label("columns", kind)) * 4.2 < width - 4), None)
        heading = heading or min(style.words["columns"][kind], key=len)
        found.append((kind, heading, left, left + width))
        left += width
    return found


_RIGHT = ("quantity", "price", "discount", "tax", "amount")


def _heading(pen: Pen, style: Style, columns: list[tuple[str, str, float, float]], y: float) -> float:
    for kind, heading, left, right in columns:
        if kind in _RIGHT:
            pen.put(right - 6, y, heading, size=8, align="right")
        else:
            pen.put(left, y, heading, size=8)
    return y + 18


def _line_words(
    pen: Pen,
    style: Style,
    drawn: Drawn,
    columns: list[tuple[str, str, float, float]],
    index: int,
    line: Line,
    y: float,
    lowered: bool,
) -> float:
    cells = {
        "position": str(index + 1),
        "sku": f"A{1000 + index * 7}",
        "quantity": style.quantity(line.quantity),
        "unit": style.rng.choice(UNITS),
        "price": style.number(line.price),
        "discount": f"{line.discount}%" if line.discount else "",
        "tax": f"{line.rate}%",
        "amount": style.number(line.amount),
    }
    rows = 1
    for kind, _, left, right in columns:
        marks = (f"line-{index}",)
        if kind == "description":
            rows = _description(pen, line.text, left, right, y, marks)
            continue
        if kind in _RIGHT:
            pen.put(right - 6, y + (3 if lowered and rows > 1 else 0), cells[kind], size=8, align="right", marks=(*marks, kind))
        else:
            pen.put(left, y, cells[kind], size=8, marks=marks)
    return y + rows * 10 + 6


def _description(pen: Pen, text: str, left: float, right: float, y: float, marks: tuple[str, ...]) -> int:
    row, words = 0, text.split()
    while words:
        taken = [words.pop(0)]
        while words and len(" ".join([*taken, words[0]])) * 4 < right - left - 8:
            taken.append(words.pop(0))
        pen.put(left, y + row * 10, " ".join(taken), size=8, marks=marks)
        row += 1
    return row


def _totals(pen: Pen, style: Style, drawn: Drawn, y: float) -> float:
    if y > 640:
        pen.page += 1
        y = 60.0
    rng = style.rng
    sign = rng.choice((drawn.currency, "€" if drawn.currency == "EUR" else drawn.currency))
    before = rng.random() < 0.5
    rows = []
    if drawn.extra:
        rows.append(("sum", style.label("fields", "line_total"), drawn.net - drawn.extra))
        rows.append(("extra", style.label("fields", "charge" if drawn.extra > 0 else "discount"), drawn.extra))
    rows.append(("net", style.label("fields", "net_total"), drawn.net))
    for rate in sorted({line.rate for line in drawn.lines}):
        name = _short_tax(style)
        label = rng.choice((f"{name} {rate}%", f"{rate}% {name}", f"{name} {rate} %"))
        rows.append(("tax", label, share(rate, drawn.lines, drawn.extra, drawn.gross_priced)))
    rows.append(("gross", style.label("fields", "gross_total"), drawn.gross))
    if drawn.prepaid:
        rows.append(("prepaid", style.label("fields", "prepaid"), -drawn.prepaid))
        rows.append(("payable", style.label("fields", "payable"), drawn.gross - drawn.prepaid))
    for kind, label, value in rows:
        text = style.number(value)
        pen.put(340, y, label)
        pen.put(559, y, f"{sign} {text}" if before else f"{text} {sign}", align="right", marks=(kind,))
        y += 15
    return y + 12


def _short_tax(style: Style) -> str:
    name = min(style.words["fields"]["tax_total"][:3], key=len)
    return str(name).upper()


def _foot(pen: Pen, style: Style, drawn: Drawn, y: float) -> None:
    pen.put(40, y + 8, f"{style.rng.choice(('Northwind Tools GmbH', 'Northwind Tools'))} HRB 4711 Hamburg", size=7)
    pen.put(40, 800, "IBAN DE89370400440532013000", size=7, marks=("iban",))
    pen.put(220, 800, "VAT DE136695976", size=7, marks=("vat",))
    pen.put(400, 800, "Tel. +49 40 1234567", size=7)
