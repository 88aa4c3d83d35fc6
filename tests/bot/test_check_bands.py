"""`counterfoil check` looks at who may approve (docs/rules.md 4.5)."""

from pathlib import Path

import pytest

from tests.bot.test_command_line import CONFIGURATION, Shell


def check(folder: Path, approvers: str, *buyers: tuple[str, ...]) -> list[str]:
    """What is said of a band from EUR 1000 on, where Ann, admin and initiator, and others are on file."""
    bands = f'\n[policy]\nbands = [{{ above = "1000", approvers = {approvers} }}]\n'
    shell = Shell(folder, CONFIGURATION + bands)
    shell.says("buyer", "add", "ann@acme.example", "--role", "admin", "--role", "initiator")
    shell.says("buyer", "add", "axel@acme.example", "--role", "admin")
    for who, *roles in buyers:
        shell.says("buyer", "add", who, *(word for role in roles for word in ("--role", role)))
    told = shell.run("check")
    assert told.exit_code == 1  # this configuration has no doors: other things are to be done as well
    return [line.partition("band 1: ")[2] for line in told.output.splitlines() if "band 1: " in line]


BOB, CARLA = "bob@acme.example", "carla@acme.example"


def test_a_band_whose_only_approver_enters_orders_is_refused(tmp_path: Path) -> None:
    """On his own order nobody of it is left, although there are admins."""
    assert check(tmp_path, f'["{BOB}"]', (BOB, "approver", "initiator")) == [
        "its only approver, bob@acme.example, enters orders too and never approves his own; name a second one"
    ]


@pytest.mark.parametrize("twice", [False, True])
def test_so_is_one_that_names_nobody_but_an_admin(tmp_path: Path, twice: bool) -> None:
    """Admins enter orders; named twice he is still alone."""
    (said,) = check(tmp_path, '["ann@acme.example"' + (', "ann@acme.example"]' if twice else "]"))

    assert said.startswith("its only approver, ann@acme.example, enters orders too")


def test_one_approver_who_enters_no_orders_is_enough_and_so_are_two_who_do(tmp_path: Path) -> None:
    """Nothing is said of either."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()

    assert check(one, f'["{BOB}"]', (BOB, "approver")) == []
    pair = ((BOB, "approver", "initiator"), (CARLA, "approver", "initiator"))
    assert check(two, f'["{BOB}", "{CARLA}"]', *pair) == []


def test_who_is_named_in_vain_is_said_and_counts_for_nobody(tmp_path: Path) -> None:
    """Bob left, Carla lost the role; Ann alone is left, who enters orders."""
    assert check(tmp_path, f'["{BOB}", "{CARLA}", "ann@acme.example"]', (CARLA, "accountant")) == [
        "bob@acme.example is no buyer; add the buyer or mend policy.bands",
        "carla@acme.example may not approve; give the role approver or mend policy.bands",
        "its only approver, ann@acme.example, enters orders too and never approves his own; name a second one",
    ]


def test_a_band_without_anybody_is_said_to_fall_to_the_admins(tmp_path: Path) -> None:
    """Its only approver lost the role."""
    assert check(tmp_path, f'["{CARLA}"]', (CARLA, "initiator"))[1:] == [
        "nobody of it may approve, so its invoices fall to the admins; name an approver"
    ]
