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


@pytest.mark.parametrize("language", ("de", "en", "es", "fr", "it", "nl", "pl"))
def test_a_language_that_is_not_on_file_is_recognised(language: str, held_out: Callable[..., Rows]) -> None:
    """The words say it, however few they are."""
    rows = held_out(language, on_file=False)
    wrong = [row for row in rows if row[0] != row[1]]
    assert len(wrong) <= len(rows) * (1 - SHARE), wrong
    assert not [row for row in rows if not _harmless(row)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_commanded_that_was_not_said(language: str, held_out: Callable[[str], Rows]) -> None:
    """What is misread becomes a doubt or a comment, never another command."""
    assert not [row for row in held_out(language) if not _harmless(row)]


def _harmless(row: tuple[str, str, str]) -> bool:
    invented = set(row[1].split(" + ")) - set(row[0].split(" + "))
    return all(piece.startswith(HARMLESS) for piece in invented)
