"""A command counts where its own words say what it is about, not because nothing speaks against it (docs/mail.md 4.3)."""

from collections.abc import Callable

import pytest

from core.commands.supplier_quotes import Quote
from core.reading import Reading

Read = Callable[..., Reading]
Short = Callable[[Reading], str]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Bitte beachten Sie: wir haben zum 1. Mai die Bank gewechselt."),
        ("pl", "O chochlach napiszę jutro."),
        ("en", "The ladles man retires on 29 May, you know."),
        ("es", "El 29 de mayo inauguramos nuestra nave nueva."),
        ("fr", "Le 29 mai nous inaugurons notre nouvel atelier."),
        ("nl", "Op 29 mei vieren wij ons jubileum."),
    ],
)
def test_a_day_of_something_else_moves_no_delivery(language: str, words: str, read: Read, short: Short) -> None:
    """Beside the day stands a word that nothing explains, and none of goods that come."""
    assert "change" not in short(read(words, language))


@pytest.mark.parametrize(
    ("language", "words", "means"),
    [
        ("de", "Zeile 1: 19.05.", "change 1 d2026-05-19"),
        ("en", "Could you live with 20 May for the pots?", "change 2 d2026-05-20"),
        ("de", "Ginge auch der 20. Mai statt dem 12. für Zeile 2?", "change 2 d2026-05-20"),
        ("pl", "Chochle dojadą dopiero 15.06.", "change 3 d2026-06-15"),
    ],
)
def test_a_day_of_goods_does(language: str, words: str, means: str, read: Read, short: Short) -> None:
    """A line and a day are enough where nothing dark stands beside them; else a word of goods that come."""
    assert short(read(words, language)) == means


def test_a_refusal_of_nothing_is_asked_about(read: Read, short: Short) -> None:
    """ "It is the owner who signs the price, and he is not back until Thursday" refuses no order."""
    assert "reject" not in short(read("È che il prezzo lo firma il titolare e fino a giovedì non rientra.", "it"))


def test_a_bare_number_counts_what_stands_behind_it(read: Read, short: Short) -> None:
    """Two holidays are no two ladles."""
    words = "CM-LAD-12 statt 26/5 erst am 12/6, die zwei Feiertage sind dazwischengekommen."
    assert "q2" not in short(read(words, "de"))


def test_a_lead_time_of_nothing_offers_nothing(read: Read) -> None:
    """A lead time "for both" beside no price is no offer of an item that does not exist."""
    commands, _ = read("Термін 18 днів на обидві.", "uk", "RFP-7")
    assert not any(isinstance(said.command, Quote) for said in commands)
