"""Invoices drawn in many layouts and eleven languages are read as they were drawn, and no altered one stays proven."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.paper import Check, Paper, Source
from parsers.invoice import read_pages
from tests.parsers.invoice.drawn import LANGUAGES, Drawn
from tests.parsers.invoice.layouts import draw

FIGURES = ("quantity", "price", "amount", "tax", "net", "gross", "iban", "vat")
SEEDS = st.integers(0, 4000)


def _read(drawn: Drawn) -> Paper:
    return read_pages(drawn.pages(), Source.TEXT)[0]


def _keys(paper: Paper) -> tuple[object, ...]:
    return (paper.number, paper.issue_date, paper.currency, paper.gross_total)


def _lines(paper: Paper) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(line.quantity, line.net_amount) for line in paper.lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_drawn_invoices_are_read_whole(language: str) -> None:
    """Number, date, currency, totals and every line of nine in ten are right, and most of them are proven."""
    papers = [(drawn, _read(drawn)) for drawn in (draw(seed, language) for seed in range(20))]
    right = [
        paper
        for drawn, paper in papers
        if _keys(paper) == (drawn.number, drawn.issued, drawn.currency, drawn.gross)
        and _lines(paper) == [(line.quantity, line.amount) for line in drawn.lines]
    ]
    assert len(right) >= 18
    assert sum(paper.proven for paper in right) >= 14


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, language=st.sampled_from(LANGUAGES))
def test_what_is_proven_is_true(seed: int, language: str) -> None:
    """Nothing wrong is ever said under a proof."""
    drawn = draw(seed, language)
    paper = _read(drawn)
    if paper.proven:
        assert _keys(paper) == (drawn.number, drawn.issued, drawn.currency, drawn.gross)
        assert _lines(paper) == [(line.quantity, line.amount) for line in drawn.lines]
        assert Check.QUANTITY_TIMES_PRICE in paper.checks


@settings(max_examples=80, deadline=None)
@given(seed=SEEDS, language=st.sampled_from(LANGUAGES), kind=st.sampled_from(FIGURES))
def test_a_changed_digit_takes_the_proof_away(seed: int, language: str, kind: str) -> None:
    """One digit of a quantity, a price, an amount, a total, an account or a VAT number is another."""
    drawn = draw(seed, language)
    altered = _with_another_digit(drawn, kind, Random(seed))
    if altered is not None:
        assert not _read(altered).proven


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, language=st.sampled_from(LANGUAGES))
def test_a_missing_line_takes_the_proof_away(seed: int, language: str) -> None:
    """One line was cut out of the page."""
    drawn = draw(seed, language)
    if len(drawn.lines) > 1:
        gone = set(drawn.marks[f"line-{Random(seed).randrange(len(drawn.lines))}"])
        kept = [word for index, word in enumerate(drawn.words) if index not in gone]
        assert not _read(replace(drawn, words=kept)).proven


def _with_another_digit(drawn: Drawn, kind: str, dice: Random) -> Drawn | None:
    places = [index for index in drawn.marks.get(kind, []) if any(c.isdigit() for c in drawn.words[index][1].text)]
    if not places:
        return None
    index = dice.choice(places)
    page, word = drawn.words[index]
    at = dice.choice([place for place, letter in enumerate(word.text) if letter.isdigit()])
    digit = dice.choice([other for other in "123456789" if other != word.text[at]])
    words = list(drawn.words)
    words[index] = (page, replace(word, text=word.text[:at] + digit + word.text[at + 1 :]))
    return replace(drawn, words=words)
