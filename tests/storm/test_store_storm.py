"""The experiments of tests/storage/test_crash.py in full size: dozens of kills, thousands of mails, on both databases."""

import os

import pytest

from tests.storage.crashes import kill_keepers, kill_workers, many_workers

pytestmark = [pytest.mark.storm, pytest.mark.timeout(1_800)]
KILLS = int(os.environ.get("COUNTERFOIL_STORM_KILLS", "40"))


def test_nothing_acknowledged_is_lost(store_url: str) -> None:
    """Four threads bring mails in a process that is killed over and over."""
    result = kill_keepers(store_url, kills=KILLS, seed=11)

    print(
        f"\n{result.kills} kills, {result.acknowledged} acknowledged, {len(result.lost)} lost, {result.stored_only} stored only"
    )
    assert result.lost == set()
    assert result.acknowledged > 10 * KILLS


def test_effects_come_once_while_workers_die(store_url: str) -> None:
    """Six workers, killed and replaced."""
    result = kill_workers(store_url, mails=3_000, workers=6, kills=KILLS, seed=12)

    print(f"\n{result.kills} kills, {result.mails} mails, {result.effects} effects, {result.late} fenced off")
    assert (result.twice, result.effects) == (0, result.mails)


def test_eight_workers_do_two_thousand_mails_once(store_url: str) -> None:
    """One try each, every lane in its order."""
    result = many_workers(store_url, mails=2_000, workers=8)

    print(f"\n{len(result.done)} mails in {result.seconds:.1f} s")
    assert result.done == list(range(1, 2_001))
    assert (result.most_tries, result.out_of_order) == (1, 0)
