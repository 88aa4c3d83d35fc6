"""Invoices drawn as pages of words, with known truth: labels, columns, conventions and places come from a seed."""

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from parsers.documents.page import Page, Word

LABELS = Path(__file__).parents[3] / "parsers" / "invoice" / "labels"
CENT = Decimal("0.01")
LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pl", "pt", "sv", "da", "cs")
_CURRENCIES = {"en": ("GBP", "USD", "EUR"), "pl": ("PLN",), "sv": ("SEK",), "da": ("DKK",), "cs": ("CZK",)}
_RATES = {"en": (20, 5), "de": (19, 7), "fr": (20, 10), "nl": (21, 9), "es": (21, 10), "it": (22, 10), "pl": (23, 8), "pt": (23, 6),
          "sv": (25, 12), "da": (25,), "cs": (21, 12)}  # fmt: skip
_GOODS = (
    "Anchor bolts M12", "Office chair Lumen", "Copper pipe 15 mm", "Toner cartridge black", "Safety gloves nitrile", "Filter element F7",
    "Consulting services", "Oak shelf board", "Hydraulic hose 2 m", "LED panel 60x60", "Paper towels 3-ply", "Bearing 6204 ZZ", "Site inspection",
    "Cable duct white", "Stainless sheet 1.5", "Mounting kit", "Coffee beans Arabica", "Pallet wrap clear", "Paint roller set", "Valve DN 50",
)  # fmt: skip
_UNITS = ("pcs", "Stk", "h", "kg", "m", "PCE", "St.", "l")
_MONTHS = {"en": "January February March April May June July August September October November December".split(),
           "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
           "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
           "nl": "januari februari maart april mei juni juli augustus september oktober november december".split()}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a line bills."""

    text: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    rate: int
    discount: int = 0


@dataclass(kw_only=True)
class Drawn:
    """A drawn invoice: its truth, its words, and the words of each line and of each kind of figure."""

    language: str
    number: str
    issued: date
    due: date
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    lines: tuple[Line, ...]
    order: str
    words: list[tuple[int, Word]] = field(default_factory=list)
    marks: dict[str, list[int]] = field(default_factory=dict)
    """Which words are figures of a kind: quantity, price, amount, net, tax, gross; and line-0, line-1 ... for all of a line."""

    def pages(self) -> tuple[Page, ...]:
        """The pages as a reader gets them."""
        count = max(page for page, _ in self.words) + 1
        return tuple(
            Page(number=n + 1, width=595, height=842, words=tuple(word for page, word in self.words if page == n)) for n in range(count)
        )


class Pen:
    """Writes words at places; letters are half as wide as high."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn, self.page = drawn, 0

    def put(self, x: float, y: float, text: str, *, size: float = 9, align: str = "left", marks: tuple[str, ...] = ()) -> float:
        letter, blank = size * 0.5, size * 0.28
        pieces = text.split(" ")
        width = sum(len(piece) * letter for piece in pieces) + blank * (len(pieces) - 1)
        left = x - width if align == "right" else x - width / 2 if align == "centre" else x
        for piece in pieces:
            if piece:
                word = Word(text=piece, left=left, top=y, right=left + len(piece) * letter, bottom=y + size * 1.2)
                for mark in marks:
                    self.drawn.marks.setdefault(mark, []).append(len(self.drawn.words))
                self.drawn.words.append((self.page, word))
            left += len(piece) * letter + blank
        return left


class Style:
    """The habits of one house: how it writes numbers, dates and labels."""

    def __init__(self, rng: random.Random, language: str) -> None:
        self.rng, self.language = rng, language
        self.words = tomllib.loads((LABELS / f"{language}.toml").read_text("utf-8"))
        self.groups, self.mark = {
            "en": (",", "."), "de": (".", ","), "nl": (".", ","), "es": (".", ","), "it": (".", ","), "da": (".", ","), "pt": (".", ",")
        }.get(language, (" ", ","))  # fmt: skip
        self.grouped = rng.random() < 0.8
        self.date_form = rng.choice(("dots", "slashes", "iso", "words" if language in _MONTHS else "dots"))
        if language == "en":
            self.date_form = rng.choice(("iso", "words", "slashes"))
        self.colon = rng.choice((":", "", " :", ":"))
        self.upper = rng.random() < 0.15
        self.places = rng.choice((2, 2, 2, 3))

    def label(self, section: str, what: str) -> str:
        """One of the common labels: the first few of the file."""
        label = self.rng.choice(self.words[section][what][:6])
        text = label.replace("{no}", self.rng.choice(self.words["no"][:3])).strip()
        text = text[:1].upper() + text[1:]
        return text.upper() if self.upper else text

    def number(self, value: Decimal, places: int = 2) -> str:
        text = f"{value:,.{places}f}"
        return text.replace(",", "\0").replace(".", self.mark).replace("\0", self.groups if self.grouped else "")

    def quantity(self, value: Decimal) -> str:
        return self.number(value, 2) if self.rng.random() < 0.2 or value != value.to_integral() else f"{value:.0f}"

    def day(self, value: date) -> str:
        if self.date_form == "iso":
            return value.isoformat()
        if self.date_form == "words":
            name = _MONTHS[self.language][value.month - 1]
            return f"{name} {value.day}, {value.year}" if self.language == "en" else f"{value.day} {name} {value.year}"
        return value.strftime("%d.%m.%Y" if self.date_form == "dots" else "%d/%m/%Y")


def draw(seed: int, language: str) -> Drawn:
    """The invoice of a seed."""
    rng = random.Random(f"{seed}-{language}")
    style = Style(rng, language)
    drawn = _facts(rng, language)
    pen = Pen(drawn)
    y = _head(pen, style, drawn)
    y = _table(pen, style, drawn, y)
    y = _totals(pen, style, drawn, y)
    _foot(pen, style, drawn, y)
    return drawn


def _facts(rng: random.Random, language: str) -> Drawn:
    rates = _RATES[language] if rng.random() < 0.4 else _RATES[language][:1]
    discounted = rng.random() < 0.2
    lines = tuple(_line(rng, rates, discounted) for _ in range(rng.choice((1, 2, 3, 4, 6, 9, 14, 30))))
    net = sum((line.amount for line in lines), Decimal(0))
    tax = sum((_share(line.rate, lines) for line in {line.rate: line for line in lines}.values()), Decimal(0))
    issued = date(2024, 1, 1) + timedelta(days=rng.randrange(900))
    return Drawn(
        language=language, number=rng.choice(("RE-2024-{}", "{}", "INV{}", "2024/{}", "F{}-A")).format(rng.randrange(1000, 999999)),
        issued=issued, due=issued + timedelta(days=rng.choice((14, 30, 45))), currency=rng.choice(_CURRENCIES.get(language, ("EUR",))),
        net=net, tax=tax, gross=net + tax, lines=lines, order=f"PO-{rng.randrange(10000, 99999)}",
    )  # fmt: skip


def _share(rate: int, lines: tuple[Line, ...]) -> Decimal:
    base = sum((line.amount for line in lines if line.rate == rate), Decimal(0))
    return (base * rate / 100).quantize(CENT, ROUND_HALF_UP)


def _line(rng: random.Random, rates: tuple[int, ...], discounted: bool) -> Line:
    quantity = Decimal(rng.choice((1, 1, 2, 3, 5, 10, 12, 24, 100, 250)))
    if rng.random() < 0.1:
        quantity += Decimal("0.5")
    price = Decimal(rng.randrange(50, 90000)) / 100
    discount = rng.choice((0, 5, 10)) if discounted else 0
    amount = (quantity * price * (100 - discount) / 100).quantize(CENT, ROUND_HALF_UP)
    text = " ".join(rng.sample(_GOODS, rng.choice((1, 1, 2))))
    return Line(text=text, quantity=quantity, price=price, amount=amount, rate=rng.choice(rates), discount=discount)


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
    y = _heading(pen, style, columns, top)
    for index, line in enumerate(drawn.lines):
        if y > 700:
            pen.page += 1
            y = _heading(pen, style, columns, 60) if repeated else 60.0
        y = _line_words(pen, style, drawn, columns, index, line, y, lowered)
    return y + 10


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


def _line_words(pen: Pen, style: Style, drawn: Drawn, columns: list[tuple[str, str, float, float]], index: int, line: Line, y: float,
                lowered: bool) -> float:  # fmt: skip
    cells = {"position": str(index + 1), "sku": f"A{1000 + index * 7}", "quantity": style.quantity(line.quantity),
             "unit": style.rng.choice(_UNITS), "price": style.number(line.price), "discount": f"{line.discount}%" if line.discount else "",
             "tax": f"{line.rate}%", "amount": style.number(line.amount)}  # fmt: skip
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
    rows = [("net", style.label("fields", "net_total"), drawn.net)]
    for rate in sorted({line.rate for line in drawn.lines}):
        name = _short_tax(style)
        label = rng.choice((f"{name} {rate}%", f"{rate}% {name}", f"{name} {rate} %"))
        rows.append(("tax", label, _share(rate, drawn.lines)))
    rows.append(("gross", style.label("fields", "gross_total"), drawn.gross))
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
