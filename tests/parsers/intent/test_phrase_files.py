"""The phrase files: every language gives words for the same signs, months and weekdays."""

import pytest

from parsers.intent.lexicon import LANGUAGES, entries, read_table
from parsers.intent.model import CLASSES, guess
from parsers.intent.signs import Sign
from parsers.intent.training import phrasings

GROUPS = {"signs", "numeral", "nth", "month", "weekday", "language", "currency", "ware"}
SHARED_ONLY = {
    Sign.INVOICE_FORM,
    Sign.MACHINE,
    Sign.CORRECTION,
    Sign.PDF,
    Sign.XLSX,
    Sign.XML,
    Sign.DOZEN,
    Sign.ORDINAL,
    Sign.CARRIER,
    Sign.MEASURE,
}


@pytest.mark.parametrize("language", [*LANGUAGES, "shared", "papers"])
def test_only_known_signs(language: str) -> None:
    """A misspelt sign would never be found by a rule."""
    table = read_table(language)
    assert {k for k, v in table.items() if isinstance(v, dict)} <= GROUPS
    signs = table["signs"]
    assert isinstance(signs, dict)
    assert set(signs) <= {*Sign, "offer"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_complete(language: str) -> None:
    """Every sign, twelve months and seven days have words in every language."""
    table = read_table(language)
    signs, months, days = table["signs"], table["month"], table["weekday"]
    assert isinstance(signs, dict) and isinstance(months, dict) and isinstance(days, dict)
    assert {*Sign} - SHARED_ONLY <= set(signs)
    assert len(months) == 12
    assert len(days) == 7
    assert str(table["common"]).split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_not_written_twice(language: str) -> None:
    """A phrase stands once under a sign."""
    pairs = [(phrase, meaning) for phrase, meaning in entries(read_table(language))]
    assert len(pairs) == len(set(pairs)) or len(pairs) - len(set(pairs)) < len(pairs) // 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_model_knows_its_own_classes(language: str) -> None:
    """Every phrasing has a known class, and the model learnt most of them."""
    pairs = phrasings(language)
    assert {label for label, _ in pairs} <= set(CLASSES)
    right = sum(guess(text).label == label for label, text in pairs)
    assert right >= len(pairs) * 0.9
