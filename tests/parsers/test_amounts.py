"""Numbers in foreign text: grammar, currencies, and one decimal convention for a document."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.amounts import Mark, amounts, currency_of, number, vote


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("€ 2.321,00", "2321.00", "EUR"),
        ("€99.00", "99.00", "EUR"),
        ("1'234.50 CHF", "1234.50", "CHF"),
        ("£3 787.70", "3787.70", "GBP"),
        ("-€5.00", "-5.00", "EUR"),
        ("5,00-", "-5.00", None),
        ("12 zł", "12", "PLN"),
        ("EUR 529,87", "529.87", "EUR"),
    ],
)
def test_an_amount_is_read_with_its_currency(text: str, value: str, currency: str | None) -> None:
    """Signs before or behind, groups by point, comma, apostrophe or blank."""
    (found,) = amounts(text)
    assert (found.value, found.currency) == (Decimal(value), currency)


@pytest.mark.parametrize("text", ["12.03.2024", "7.0.1", "KR3M", "10:30", "AB-12"])
def test_what_is_no_number_is_left_alone(text: str) -> None:
    """Dates, versions, codes and times are not numbers."""
    assert amounts(text) == ()


def test_a_number_with_one_mark_and_three_digits_is_open_until_the_document_votes() -> None:
    """1.234 is a thousand or a little more than one."""
    (open_to,) = amounts("1.234")
    assert {open_to.value, open_to.other} == {Decimal("1.234"), Decimal(1234)}
    assert amounts("1.234", Mark.COMMA)[0].value == Decimal(1234)
    assert amounts("1.234", Mark.POINT)[0].value == Decimal("1.234")


def test_the_convention_is_voted_by_the_unambiguous_numbers() -> None:
    """Few contradictions do not tip the vote; even ones leave it open."""
    assert vote(["1.234,56", "12,50", "9,90", "1.000"]) is Mark.COMMA
    assert vote(["12.50", "12,50"]) is None
    assert vote(["1.000"]) is None


def test_a_shared_sign_names_no_currency() -> None:
    """Dollars and crowns belong to several countries."""
    assert currency_of("$") is None
    assert currency_of("kr") is None
    assert currency_of("(EUR)") == "EUR"


@given(st.text(max_size=60))
def test_any_text_is_bearable(text: str) -> None:
    """Every number found lies within the text."""
    for found in amounts(text):
        assert 0 <= found.start < found.end <= len(text)


@given(
    st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from([(",", "."), (".", ","), ("'", "."), ("\u202f", ",")])
)
def test_a_printed_amount_is_read_back(value: Decimal, marks: tuple[str, str]) -> None:
    """In each convention, once the convention is known."""
    group, point = marks
    text = f"{value:,.2f}".replace(",", "\0").replace(".", point).replace("\0", group)
    assert amounts(text, Mark(point))[0].value == value


@given(text=st.text(alphabet="0123456789.,' -", max_size=40))
def test_marks_in_any_order_are_bearable(text: str) -> None:
    """Points and commas as they fall, as in torn tables (case 32)."""
    for mark in (None, *Mark):
        assert all(found.value.is_finite() for found in amounts(text, mark))


def test_a_decimal_mark_that_stands_twice_is_open() -> None:
    """The last one may be meant, or none (case 32)."""
    assert number("1,234.567,89", None) == (Decimal("1234567.89"), 2, Decimal("123456789"))
