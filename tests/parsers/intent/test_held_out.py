"""Phrasings that are in no phrase file: what is understood of them, language by language."""

from collections.abc import Callable

import pytest

from parsers.intent.lexicon import LANGUAGES

Rows = list[tuple[str, str, str]]
LEAST = 60
SHARE = 0.95
HARMLESS = ("comment", "received", "help", "open", "status", "quiet", "?")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_understood(language: str, held_out: Callable[[str], Rows]) -> None:
    """Nearly every held-out phrasing means what it should."""
    rows = held_out(language)
    wrong = [row for row in rows if row[0] != row[1]]
    assert len(rows) >= LEAST
    assert len(wrong) <= len(rows) * (1 - SHARE), wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_commanded_that_was_not_said(language: str, held_out: Callable[[str], Rows]) -> None:
    """What is misread becomes a doubt or a comment, never another command."""
    for means, got, text in held_out(language):
        invented = set(got.split(" + ")) - set(means.split(" + "))
        assert all(piece.startswith(HARMLESS) for piece in invented), (text, got)
