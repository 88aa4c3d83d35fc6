"""A number that may be thousands or a fraction is not guessed at, wherever a buyer writes it (docs/rules.md 2)."""

from decimal import Decimal

import pytest

from bot.order_entry import line_of, number_of


@pytest.mark.parametrize(
    ("written", "ways"),
    [("1,000", "1000 or 1"), ("2.500", "2500 or 2.5"), ("24,125", "24125 or 24.125"), ("120.750", "120750 or 120.75")],
)
def test_a_number_that_may_be_thousands_is_refused_with_both_readings(written: str, ways: str) -> None:
    with pytest.raises(ValueError, match=f"may be {ways}"):
        number_of(written, "quantity")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1000", "1000"),
        ("24.50", "24.50"),
        ("24,5", "24.5"),
        ("0.250", "0.250"),
        ("0,125", "0.125"),
        ("1.125", "1.125"),
        ("1.0", "1.0"),
    ],
)
def test_a_number_that_means_one_thing_is_taken(written: str, value: str) -> None:
    assert number_of(written, "unit_price") == Decimal(value)


def test_a_typed_line_is_no_exception() -> None:
    with pytest.raises(ValueError, match="1000 or 1"):
        line_of("1,000 pcs x 24.50 CM-PAN-28 Frying pan", 1)
