"""The drawn documents themselves: the same from the same seed, true in their sums, changed where they should be."""

from decimal import Decimal
from functools import cache
from random import Random

import pytest
from stdnum import iban

from core.money import line_amount
from tests.generate import office, pages
from tests.generate.invoices import Sample, sample
from tests.generate.mutate import CHANGES
from tests.generate.truth import is_gross_priced
from tests.generate.wording import LANGUAGES, words


@cache
def samples() -> list[Sample]:
    """Drawn once, by the worker whose tests read them."""
    return [sample(seed, language) for seed in range(20) for language in LANGUAGES]


def test_every_language_writes_everything() -> None:
    assert {frozenset(words(language)) for language in LANGUAGES} == {frozenset(words("en"))}
    assert all(words(language)[meaning] for language in LANGUAGES for meaning in words("en"))


def test_the_same_seed_draws_the_same_document() -> None:
    assert all(sample(one.seed, one.language) == one for one in samples()[:30])
    assert len({one.printed.facts for one in samples()}) > len(samples()) * 0.95


def test_the_truth_adds_up() -> None:
    for one in samples():
        paper = one.truth
        assert paper.net_total is not None and paper.tax_total is not None and paper.currency is not None
        assert paper.net_total + paper.tax_total == paper.gross_total
        lines = sum((line.net_amount or Decimal(0) for line in paper.lines), Decimal(0))
        billed = lines + sum((charge.amount for charge in paper.charges), Decimal(0))
        assert billed == (paper.gross_total if is_gross_priced(paper) else paper.net_total)
        for line in paper.lines:
            assert line.quantity is not None and line.unit_price is not None
            amount = line_amount(quantity=line.quantity, unit_price=line.unit_price, code=paper.currency, discount=line.discount)
            assert amount == line.net_amount
        assert paper.iban is None or iban.is_valid(paper.iban, check_country=False)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_changes_what_is_printed(name: str) -> None:
    changed = [(one, CHANGES[name](one.printed, Random(one.seed))) for one in samples()]
    assert any(after for _, after in changed)
    assert all(after != one.printed for one, after in changed if after is not None)


def test_documents_are_files_of_their_kind() -> None:
    for one in samples()[:8]:
        assert pages.pdf(one.printed, one.seed).startswith(b"%PDF-")
        assert office.docx(one.printed, one.seed).startswith(b"PK")
        assert office.xlsx(one, one.printed).startswith(b"PK")
        assert office.typed_xlsx(one).startswith(b"PK")
