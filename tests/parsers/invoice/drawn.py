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
_RATES = {
    "en": (20, 5),
    "de": (19, 7),
    "fr": (20, 10),
    "nl": (21, 9),
    "es": (21, 10),
    "it": (22, 10),
    "pl": (23, 8),
    "pt": (23, 6),
    "sv": (25, 12),
    "da": (25,),
    "cs": (21, 12),
}
_GOODS = """Anchor bolts M12/Office chair Lumen/Copper pipe 15 mm/Toner cartridge black/Safety gloves nitrile/Filter element F7
Consulting services/Oak shelf board/Hydraulic hose 2 m/LED panel 60x60/Paper towels 3-ply/Bearing 6204 ZZ/Site inspection
Cable duct white/Stainless sheet 1.5/Mounting kit/Coffee beans Arabica/Pallet wrap clear/Paint roller set/Valve DN 50""".replace(
    "\n", "/"
).split("/")
UNITS = ("pcs", "Stk", "h", "kg", "m", "PCE", "St.", "l")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}


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
    extra: Decimal = Decimal(0)
    """Freight, or negative a discount, between the lines and the net total; taxed as the first line."""
    gross_priced: bool = False
    prepaid: Decimal = Decimal(0)
    words: list[tuple[int, Word]] = field(default_factory=list)
    marks: dict[str, list[int]] = field(default_factory=dict)
    """Which words are figures of a kind: quantity, price, amount, net, tax, gross; and line-0, line-1 ... for all of a line."""

    def pages(self) -> tuple[Page, ...]:
        """The pages as a reader gets them."""
        count = max(page for page, _ in self.words) + 1
        return tuple(
            Page(number=n + 1, width=595, height=842, words=tuple(word for page, word in self.words if page == n))
            for n in range(count)
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
            "en": (",", "."),
            "de": (".", ","),
            "nl": (".", ","),
            "es": (".", ","),
            "it": (".", ","),
            "da": (".", ","),
            "pt": (".", ","),
        }.get(language, (" ", ","))
        self.grouped = rng.random() < 0.8
        self.date_form = rng.choice(("dots", "slashes", "iso", "words" if language in _MONTHS else "dots"))
        if language == "en":
            self.date_form = rng.choice(("iso", "words", "slashes"))
        self.colon = rng.choice((":", "", " :", ":"))
        self.upper = rng.random() < 0.15
        self.wild = False

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
            name = _MONTHS[self.language].split()[value.month - 1]
            return f"{name} {value.day}, {value.year}" if self.language == "en" else f"{value.day} {name} {value.year}"
        return value.strftime("%d.%m.%Y" if self.date_form == "dots" else "%d/%m/%Y")


def facts(rng: random.Random, language: str, wild: bool = False) -> Drawn:
    rates = _RATES[language] if rng.random() < 0.4 else _RATES[language][:1]
    discounted = rng.random() < 0.2
    lines = tuple(_line(rng, rates, discounted) for _ in range(rng.choice((1, 2, 3, 4, 6, 9, 14, 30))))
    extra = Decimal(rng.randrange(-900, 4000)) / 100 if wild and rng.random() < 0.35 else Decimal(0)
    gross_priced = wild and not extra and rng.random() < 0.2
    total = sum((line.amount for line in lines), Decimal(0))
    tax = sum((share(rate, lines, extra, gross_priced) for rate in {line.rate for line in lines}), Decimal(0))
    net = total - tax if gross_priced else total + extra
    issued = date(2024, 1, 1) + timedelta(days=rng.randrange(900))
    return Drawn(
        language=language,
        number=rng.choice(("RE-2024-{}", "{}", "INV{}", "2024/{}", "F{}-A")).format(rng.randrange(1000, 999999)),
        issued=issued,
        due=issued + timedelta(days=rng.choice((14, 30, 45))),
        currency=rng.choice(_CURRENCIES.get(language, ("EUR",))),
        net=net,
        tax=tax,
        gross=net + tax,
        lines=lines,
        order=f"PO-{rng.randrange(10000, 99999)}",
        extra=extra,
        gross_priced=gross_priced,
        prepaid=Decimal(rng.randrange(1, 20)) * 10 if wild and rng.random() < 0.2 else Decimal(0),
    )


def share(rate: int, lines: tuple[Line, ...], extra: Decimal = Decimal(0), within: bool = False) -> Decimal:
    """The tax of one rate."""
    base = sum((line.amount for line in lines if line.rate == rate), Decimal(0)) + (extra if lines[0].rate == rate else 0)
    return (base * rate / (100 + rate if within else 100)).quantize(CENT, ROUND_HALF_UP)


def _line(rng: random.Random, rates: tuple[int, ...], discounted: bool) -> Line:
    quantity = Decimal(rng.choice((1, 1, 2, 3, 5, 10, 12, 24, 100, 250)))
    if rng.random() < 0.1:
        quantity += Decimal("0.5")
    price = Decimal(rng.randrange(50, 90000)) / 100
    discount = rng.choice((0, 5, 10)) if discounted else 0
    amount = (quantity * price * (100 - discount) / 100).quantize(CENT, ROUND_HALF_UP)
    text = " ".join(rng.sample(_GOODS, rng.choice((1, 1, 2))))
    return Line(text=text, quantity=quantity, price=price, amount=amount, rate=rng.choice(rates), discount=discount)
