"""What the parent of the cage unpacks."""

import pickle

import pytest

from core.message import MailKind
from parsers.cage_facts import NoFact, opened


class Reached:
    """Pickles as `getattr(kind, name)`, as the first releases of Python 3.11 do with members of an enum."""

    def __init__(self, kind: object, name: str) -> None:
        self.kind, self.name = kind, name

    def __reduce__(self) -> tuple[object, tuple[object, str]]:
        return getattr, (self.kind, self.name)


def test_a_member_of_an_enum_comes_through_however_it_was_pickled() -> None:
    """By value, and by name."""
    assert opened(pickle.dumps(("ok", MailKind.HUMAN))) == ("ok", MailKind.HUMAN)
    assert opened(pickle.dumps(("ok", Reached(MailKind, "HUMAN")))) == ("ok", MailKind.HUMAN)


@pytest.mark.parametrize("name", ["__init__", "__class__", "mro", "_member_map_", "nothing"])
def test_getattr_reaches_nothing_but_members(name: str) -> None:
    """An attribute that is no member is no fact."""
    with pytest.raises(NoFact):
        opened(pickle.dumps(("ok", Reached(MailKind, name))))
