"""A weekday beside a week is a day of that week or a doubt, never the next such day; of "30 of 40" the first counts."""

from collections.abc import Callable

import pytest

Read = Callable[..., object]
Short = Callable[[object], str]

WEDNESDAY_OF_NEXT_WEEK = (
    ("en", "Line 2 will be delivered Wednesday next week."),
    ("en", "Line 2 will be delivered next week Wednesday."),
    ("en", "Line 2 will be delivered next week, on Wednesday."),
    ("de", "Position 2 liefern wir nächste Woche Mittwoch."),
    ("de", "Position 2 liefern wir am Mittwoch nächster Woche."),
    ("fr", "Ligne 2 : livraison mercredi de la semaine prochaine."),
    ("nl", "Regel 2: levering volgende week woensdag."),
    ("es", "Línea 2: entrega el miércoles de la próxima semana."),
    ("sv", "Rad 2: leverans onsdag nästa vecka."),
)


@pytest.mark.parametrize(("language", "words"), WEDNESDAY_OF_NEXT_WEEK)
def test_the_wednesday_of_next_week_is_one_day(language: str, words: str, read: Read, short: Short) -> None:
    """In the order of words of each language. It is Friday, 24 April: not the 29th only because it is the next Wednesday."""
    assert short(read(words, language)) == "change 2 d2026-04-29"


@pytest.mark.parametrize(
    "words",
    [
        "Line 2 will be delivered on Wednesday in two weeks.",
        "Line 2 will be delivered a week from Wednesday.",
        "Line 2 will be delivered on Wednesday, not this week but the next.",
    ],
)
def test_weeks_in_other_words_are_asked_about(words: str, read: Read, short: Short) -> None:
    """The weekday alone would be a wrong day."""
    said = short(read(words))
    assert "d2026" not in said
    assert "date" in said


def test_of_two_quantities_the_part_counts_where_the_whole_is_the_orders(read: Read, short: Short) -> None:
    """The order has 60 of line 2; where neither order nor words explain the whole, nothing is taken for the new quantity."""
    assert short(read("Line 2: only 40 of the 60 available.")) == "change 2 q40"
    assert short(read("Zu Position 2: wir können nur 40 von 60 liefern.", "de")) == "change 2 q40"
    assert "q" not in short(read("Line 2: we can only do 60 of the 80.")).replace("quantity", "")
