"""Money is exact (docs/rules.md 1)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import (
    EUR,
    Currency,
    Money,
    currency,
    line_agrees,
    line_amount,
    minor_digits,
    minor_unit,
    rounded,
    total,
    total_agrees,
)
from core.order import OrderLine
from tests.core.stories import line

AMOUNTS = st.decimals(-1_000_000, 1_000_000, places=4, allow_nan=False)
CODES = st.sampled_from([Currency(c) for c in ("EUR", "USD", "JPY", "KWD", "CLP", "BHD")])


@given(AMOUNTS, CODES)
def test_rounding_is_half_up_to_minor_units_and_once(amount: Decimal, code: Currency) -> None:
    """Rounded again it is the same; never more than half a unit away; a half goes away from zero."""
    once = rounded(amount, code)
    assert rounded(once, code) == once
    assert abs(once - amount) * 2 <= minor_unit(code)
    assert rounded(-amount, code) == -once
    half = minor_unit(code) / 2
    assert rounded(once + half.copy_sign(once if once else half), code) != once


@given(st.lists(AMOUNTS, max_size=8), CODES)
def test_a_sum_of_money_is_the_sum_of_its_cents(amounts: list[Decimal], code: Currency) -> None:
    """In any order."""
    parts = [Money(amount=a, currency=code) for a in amounts]
    whole = total(parts, code)
    assert whole == total(reversed(parts), code)
    assert whole.amount == sum((p.amount for p in parts), Decimal(0))
    assert whole - whole == Money(amount=Decimal(0), currency=code)


@given(AMOUNTS, AMOUNTS, CODES)
def test_order_and_signs(one: Decimal, other: Decimal, code: Currency) -> None:
    """Comparison is that of the amounts; plus and minus undo one another."""
    a, b = Money(amount=one, currency=code), Money(amount=other, currency=code)
    assert (a < b) is (a.amount < b.amount)
    assert (a + b) - b == a
    assert -Money(amount=-a.amount, currency=code) == a


def test_two_currencies_do_not_mix() -> None:
    """Neither added nor compared."""
    euro, dollar = Money(amount=Decimal(1), currency=EUR), Money(amount=Decimal(1), currency=Currency("USD"))
    for mix in (lambda: euro + dollar, lambda: euro - dollar, lambda: euro < dollar, lambda: euro <= dollar):
        with pytest.raises(ValueError, match="do not add up"):
            mix()


@pytest.mark.parametrize(("code", "digits"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("XYZ", 2)])
def test_minor_digits(code: str, digits: int) -> None:
    """ISO 4217; two where we do not know better."""
    assert minor_digits(Currency(code)) == digits


@pytest.mark.parametrize("wrong", ["", "EU", "EURO", "12A", "€€€"])
def test_what_is_no_currency(wrong: str) -> None:
    """Three letters of the alphabet."""
    with pytest.raises(ValueError, match="currency"):
        currency(wrong)


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_amount(wrong: str) -> None:
    """Neither nothing nor everything."""
    with pytest.raises(ValueError, match="amount"):
        Money(amount=Decimal(wrong), currency=EUR)


@pytest.mark.parametrize(
    ("quantity", "price", "base", "discount", "amount"),
    [
        ("3", "3.335", "1", "0", "10.01"),
        ("250", "12.40", "100", "0", "31.00"),
        ("10", "1.00", "1", "0.50", "9.50"),
        ("1", "0.005", "1", "0", "0.01"),
    ],
)
def test_a_line_is_quantity_times_price_by_base_less_discount(
    quantity: str, price: str, base: str, discount: str, amount: str
) -> None:
    """Rounded half up at the end, once."""
    found = line_amount(
        quantity=Decimal(quantity), unit_price=Decimal(price), code=EUR, price_base=Decimal(base), discount=Decimal(discount)
    )
    assert found == Decimal(amount)


def test_rounding_slack_is_a_unit_a_line_and_five_at_most() -> None:
    """A line may be a cent off, a total of three lines three, of a hundred five."""
    cents = [Decimal(n) / 100 for n in range(8)]
    assert [line_agrees(Decimal(0), c, EUR) for c in cents[:3]] == [True, True, False]
    assert [total_agrees(Decimal(0), c, EUR, 3) for c in cents] == [True] * 4 + [False] * 4
    assert [total_agrees(Decimal(0), c, EUR, 100) for c in cents] == [True] * 6 + [False] * 2
    assert line_agrees(Decimal(100), Decimal(101), Currency("JPY"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": "0"},
        {"quantity": "-1"},
        {"price": "-0.01"},
        {"quantity": "NaN"},
        {"price": "Infinity"},
        {"price": "1e12"},
        {"number": 0},
    ],
)
def test_an_order_line_is_checked_at_birth(wrong: dict[str, object]) -> None:
    """Positive, finite, of this world."""
    with pytest.raises(ValueError, match="order line"):
        line(**wrong)  # type: ignore[arg-type]


@given(st.decimals("0.000001", "999999", places=6), st.decimals("0.001", "99999", places=3))
def test_the_net_of_any_order_line_can_be_reckoned(price: Decimal, quantity: Decimal) -> None:
    """No price of six decimals breaks the arithmetic."""
    made = OrderLine(number=1, description="x", quantity=quantity, unit_price=price)
    assert abs(made.net(EUR) - quantity * price) <= Decimal("0.005")
