"""Sentences that sound like a yes, a price or a date and are none: sarcasm, questions, doubts, other people, other years."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.doubt import Doubt
from core.reading import Said
from parsers.intent.lexicon import LANGUAGES

Read = Callable[..., tuple[tuple[Said, ...], tuple[Doubt, ...]]]
TRAPS = Path(__file__).parent / "traps"
MOVING = frozenset({"accept", "change", "ship", "quote", "invoice", "credit", "replace", "cancel", "withdraw", "yes"})
"""What would move a document. A refusal may follow from a sentence that refuses something."""


@pytest.mark.parametrize("thread", ("PO-1034", "PO-1040", "RFP-7"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_read_into_it(language: str, thread: str, read: Read) -> None:
    """No acceptance, no value and no shipment comes out of a sentence that says none."""
    for words in (TRAPS / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        said, _ = read(words, language, thread)
        assert not {s.command.word for s in said} & MOVING, words
