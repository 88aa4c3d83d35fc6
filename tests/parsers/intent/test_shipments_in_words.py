"""How much of which line is on its way: said, computed, or asked; never all of it because a number was not understood."""

import pytest

from core.commands.supplier_orders import Ship
from core.reading import Doubt, Said
from tests.parsers.intent.conftest import read

ALL = "all that is left"


def sent(reading: tuple[tuple[Said, ...], tuple[Doubt, ...]]) -> str:
    """What is taken as shipped, or what is asked."""
    commands, doubts = reading
    shipped = [
        f"{c.lines or ''} {'' if c.quantity is None else f'{c.quantity:f}'}" for s in commands if isinstance(c := s.command, Ship)
    ]
    asked = [f"{d.about}? {' | '.join(d.choices)}" for d in doubts]
    return " + ".join(" ".join(one.split()) or ALL for one in (*shipped, *asked)) or "nothing"


OF_WHICH = "line? Line 1: 40 pcs shipped | Line 2: 40 pcs shipped | Line 3: 40 pcs shipped"


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("Shipped 40 pcs today with DHL, tracking 00340434161094.", OF_WHICH),
        ("We shipped 40 today.", OF_WHICH),
        ("40 pcs have left our warehouse.", OF_WHICH),
        ("40 shipped.", OF_WHICH),
        ("Shipped 40", OF_WHICH),
        ("Line 2: 40 pcs shipped", "(2,) 40"),
        ("Line 2: shipped 40 today.", "(2,) 40"),
        ("40 of line 1 shipped today.", "(1,) 40"),
        ("Shipped 40 stock pots today.", "(2,) 40"),
        ("Lines 1 and 2: 40 pcs shipped today.", "line? Line 1: 40 pcs shipped | Line 2: 40 pcs shipped"),
        ("2 shipped today.", "line? Line 1: 2 pcs shipped | Line 2: 2 pcs shipped | Line 3: 2 pcs shipped"),
        ("Goods sent yesterday by UPS 1Z999AA10123456784.", ALL),
        ("Shipped today under delivery note 4711.", ALL),
        ("Everything was shipped today.", ALL),
    ],
)
def test_a_quantity_is_of_one_line_or_asked(words: str, means: str) -> None:
    """An order of three lines: the choices are words that are understood as they stand."""
    assert sent(read(words)) == means


@pytest.mark.parametrize("choice", ["Line 2: 40 pcs shipped", "Position 2: 40 Stück versandt"])
def test_the_choices_say_what_they_mean(choice: str) -> None:
    """Sent back alone, in either language."""
    assert sent(read(choice, "de" if choice.startswith("P") else "en")) == "(2,) 40"


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("Shipped 40 pcs today.", "(1,) 40"),
        ("We shipped 40 today.", "(1,) 40"),
        ("Wir haben heute 40 Stück verschickt.", "(1,) 40"),
        ("Shipped today.", ALL),
    ],
)
def test_the_only_line_needs_no_name(words: str, means: str) -> None:
    """PO-1040 has one."""
    assert sent(read(words, "de" if "Wir" in words else "en", thread="PO-1040")) == means
