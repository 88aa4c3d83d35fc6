"""Each fuzz target for a moment; `make fuzz` takes ten minutes each."""

import pytest

from tests.fuzz.readers import TARGETS, run


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_breaks_a_reader(name: str) -> None:
    """No exception and no hang, whatever the bytes are."""
    assert run(name, 1.0, seed=7) == 0
