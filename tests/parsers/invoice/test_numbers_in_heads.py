"""The number behind a label in the head of a paper, and where it ends."""

import pytest

from parsers.invoice.numbers import identifier


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("B2025-45938 | Leverdatum 12-03-2025", "B2025-45938"),
        ("B2025-45938 12-03-2025", "B2025-45938"),
        ("R 2025 17 vom 12.03.2025", "R 2025 17"),
        ("A|17", "A|17"),
    ],
)
def test_a_bar_between_blanks_ends_a_number(text: str, number: str) -> None:
    """What stands behind it is the next label; inside of a number it is a letter like any other."""
    found = identifier(text)
    assert found is not None and found[0] == number
