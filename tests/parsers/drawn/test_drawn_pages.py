"""Drawn pages in eleven languages and some hundred layouts: what is called proven is true, and what was changed is not proven."""

from decimal import Decimal
from functools import cache
from random import Random

import pytest
from rapidfuzz import fuzz

from core.knowledge import Knowledge
from core.paper import Field, Paper, PaperLine
from parsers.documents import read
from tests.generate import pages
from tests.generate.invoices import Sample, sample
from tests.generate.mutate import CHANGES
from tests.generate.wording import LANGUAGES


@cache
def samples() -> list[Sample]:
    """Drawn once, by the worker whose tests read them."""
    return [sample(seed, LANGUAGES[seed % len(LANGUAGES)]) for seed in range(66)]


def _read(one: Sample) -> Paper:
    (paper, *_) = read(pages.pdf(one.printed, one.seed), "page.pdf", Knowledge())
    return paper


def _same(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and abs(one) == abs(other)


def _same_line(true: PaperLine, line: PaperLine) -> bool:
    named = fuzz.token_set_ratio(true.description.lower(), line.description.lower()) >= 70
    return named and _same(true.quantity, line.quantity) and _same(true.net_amount, line.net_amount)


def _true(truth: Paper, paper: Paper) -> bool:
    head = (paper.number, paper.issue_date, paper.currency) == (truth.number, truth.issue_date, truth.currency)
    lines = len(paper.lines) == len(truth.lines) and all(map(_same_line, truth.lines, paper.lines))
    return head and lines and _same(paper.gross_total, truth.gross_total)


@pytest.fixture(scope="module")
def proven() -> list[tuple[Sample, Paper]]:
    return [(one, paper) for one in samples() if (paper := _read(one)).proven]


def test_what_is_proven_is_true(proven: list[tuple[Sample, Paper]]) -> None:
    assert [(one.seed, pages.layout(one.seed)) for one, paper in proven if not _true(one.truth, paper)] == []
    assert len(proven) > len(samples()) / 2


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_what_was_changed_is_not_proven(name: str, proven: list[tuple[Sample, Paper]]) -> None:
    for one, _ in proven:
        printed = CHANGES[name](one.printed, Random(one.seed))
        if printed is not None:
            papers = read(pages.pdf(printed, one.seed), "page.pdf", Knowledge())
            stated = [p for p in papers if p.proven and not (name == "vat" and p.doubted(Field.SELLER_VAT))]
            assert not stated, (one.seed, one.language, pages.layout(one.seed))
