"""Money, quantities and rates: Decimal with a currency, rounded half up (docs/rules.md 1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Currency = NewType("Currency", str)
"""ISO 4217 letters."""

EUR = Currency("EUR")

_MINOR_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
_DIGITS = {code: digits for digits, codes in _MINOR_DIGITS.items() for code in codes.split()}

LARGEST = Decimal(10) ** 12
"""More than any price, quantity or total; products of two such numbers stay within the 28 digits of our arithmetic."""
LINE_SLACK = 1
"""Minor units that a line amount may differ by without being a difference."""
TOTAL_SLACK_LIMIT = 5
"""Most minor units that a total may differ by: one a line, and at most this."""


def currency(text: str) -> Currency:
    """Check an ISO 4217 code by its form. Raises ValueError."""
    code = text.strip().upper()
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise ValueError(f"{text!r} is no currency code such as EUR")
    return Currency(code)


def minor_digits(code: Currency) -> int:
    """How many decimals an amount in this currency has (ISO 4217)."""
    return _DIGITS.get(code, 2)


def minor_unit(code: Currency) -> Decimal:
    """The smallest amount: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-minor_digits(code))


def rounded(amount: Decimal, code: Currency) -> Decimal:
    """To minor units, half up (away from zero)."""
    return amount.quantize(minor_unit(code), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in one currency, exact to its minor unit."""

    amount: Decimal
    currency: Currency

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError(f"{self.amount} is no amount of money")
        object.__setattr__(self, "amount", rounded(self.amount, currency(self.currency)))

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(amount=self.amount - other.amount, currency=self.currency)

    def __neg__(self) -> "Money":
        return Money(amount=-self.amount, currency=self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}"


def total(parts: Iterable[Money], code: Currency) -> Money:
    """The sum, zero for none. Raises ValueError where currencies are mixed."""
    result = Money(amount=Decimal(0), currency=code)
    for part in parts:
        result += part
    return result


def line_amount(
    *,
    quantity: Decimal,
    unit_price: Decimal,
    code: Currency,
    price_base: Decimal = Decimal(1),
    discount: Decimal = Decimal(0),
) -> Decimal:
    """quantity x unit price / price base - discount (an amount), rounded half up (docs/rules.md 1)."""
    if price_base <= 0:
        raise ValueError("the price base is a positive quantity")
    return rounded(quantity * unit_price / price_base - discount, code)


def line_agrees(one: Decimal, other: Decimal, code: Currency) -> bool:
    """Whether two line amounts are the same but for rounding."""
    return abs(one - other) <= LINE_SLACK * minor_unit(code)


def total_agrees(one: Decimal, other: Decimal, code: Currency, lines: int) -> bool:
    """Whether two totals over so many lines are the same but for rounding."""
    return abs(one - other) <= min(max(lines, 1), TOTAL_SLACK_LIMIT) * minor_unit(code)
