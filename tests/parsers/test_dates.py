"""Dates in foreign text: every reading, and how other dates settle the order."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates import Order, dates, reading, settled


@pytest.mark.parametrize(
    "text",
    [
        "16 May 2024",
        "May 16, 2024",
        "16. Mai 2024",
        "16 mai 2024",
        "16 mei 2024",
        "16 de mayo de 2024",
        "16 maggio 2024",
        "16 maja 2024",
        "16 de maio de 2024",
        "16 maj 2024",
        "16. května 2024",
        "2024-05-16",
        "16.05.2024",
        "16.5.24",
        "5/16/2024",
        "16/05/2024",
        "20240516",
        "16-May-2024",
        "May 16 2024",
    ],
)
def test_a_date_is_read_in_each_language_and_form(text: str) -> None:
    """All of these are the same day."""
    (found,) = dates(text)
    assert found.readings == (date(2024, 5, 16),)


def test_day_and_month_that_could_be_swapped_have_two_readings() -> None:
    """Nothing in 3/4/2024 tells which it is; points are never American."""
    (found,) = dates("3/4/2024")
    assert found.readings == (date(2024, 4, 3), date(2024, 3, 4))
    assert dates("3.4.2024")[0].readings == (date(2024, 4, 3),)
    assert reading(found, None) is None
    assert reading(found, Order.MONTH) == date(2024, 3, 4)


def test_other_dates_settle_the_order_unless_they_contradict() -> None:
    """A thirteenth month proves that the day comes first."""
    day, month, open_to = dates("25/04/2024")[0], dates("04/25/2024")[0], dates("3/4/2024")[0]
    assert settled([open_to, day]) is Order.DAY
    assert settled([open_to, month]) is Order.MONTH
    assert settled([day, month]) is None
    assert settled([open_to]) is None


@pytest.mark.parametrize("text", ["31.02.2024", "12 apples 2024", "1.2.3.4", "0800 123 456", "12/2024"])
def test_what_is_no_date_is_none(text: str) -> None:
    """Impossible days, phone numbers, versions and months."""
    assert dates(text) == ()


@given(st.text(max_size=80))
def test_any_text_is_bearable(text: str) -> None:
    """Every date found lies within the text, and none overlaps another."""
    found = dates(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_a_printed_date_is_read_back(when: date) -> None:
    """In forms that leave nothing open."""
    for text in (when.isoformat(), f"{when:%d.%m.%Y}", f"{when.day} {when:%B} {when.year}"):
        assert dates(text)[0].readings == (when,)
