"""What survives `kill -9`: everything that was acknowledged, each effect once. The long versions are in tests/storm/."""

from tests.storage.crashes import kill_keepers, kill_workers, many_workers


def test_what_was_acknowledged_is_there(store_url: str) -> None:
    """Killed at random while four threads bring mails."""
    result = kill_keepers(store_url, kills=4, seed=1)

    assert result.lost == set()
    assert result.acknowledged > 20


def test_each_mail_has_one_effect_however_often_workers_die(store_url: str) -> None:
    """The effect and "done" are one transaction; who died in between leaves neither."""
    result = kill_workers(store_url, mails=120, workers=3, kills=4, seed=2)

    assert result.twice == 0
    assert result.effects == result.mails


def test_many_workers_do_each_mail_once(store_url: str) -> None:
    """Nobody dies: one try a mail, each lane in its order."""
    result = many_workers(store_url, mails=240, workers=4)

    assert result.done == list(range(1, 241))
    assert result.most_tries == 1
    assert result.out_of_order == 0
