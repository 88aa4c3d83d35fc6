"""An invoice that we draw, in any layout and language, is read back as it was, or the field that differs is in doubt."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.knowledge import Knowledge
from parsers.documents import read
from tests.bench.generated import false_in
from tests.generate import further, office, pages, unseen
from tests.generate.invoices import sample
from tests.generate.wording import LANGUAGES

DRAW = {"known": pages.pdf, "unseen": unseen.pdf, "further": further.pdf}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 100_000), language=st.sampled_from(LANGUAGES), form=st.sampled_from(("known", "unseen")))
@example(446, "cs", "known")  # a heading that wraps behind a word that is no label of its own
@example(810134, "pl", "known")  # "(EUR)" below a heading, repeated on the next page
@example(801640, "es", "unseen")  # "de" in the name of goods, above another of their words
@example(270259, "en", "known")  # a title of spaced letters in two words
@example(910576, "pt", "known")  # and one whose last word is not spaced
@example(270441, "pl", "known")  # "Faktura" over "korygująca"
@example(260800, "de", "unseen")  # the due date wraps into the next row, and a cash discount has a date too
@example(910211, "it", "known")  # a heading and a number that run over the next cell
@example(910673, "it", "known")
@example(911172, "da", "known")  # a long word that runs over the next column
@example(930335, "cs", "further")  # lines of two rows under a heading of two
@example(930418, "it", "further")  # and a remark between them
@example(970305, "pl", "known")  # "Nazwa" over "towaru lub" over "usługi"
@example(179, "fr", "further")  # "Facture n°" in large type, "Avoir" in small
@example(910459, "en", "known")  # no date says which of the two comes first
def test_nothing_false_is_said_without_a_doubt(seed: int, language: str, form: str) -> None:
    """Proven or not."""
    drawn = sample(seed, language)
    (paper, *_) = read(DRAW[form](drawn.printed, seed), "page.pdf", Knowledge())
    assert false_in(drawn.truth, paper, drawn.printed) == []


@pytest.mark.parametrize(("seed", "language"), [(245005, "fr")])
def test_a_sheet_that_is_a_credit_note(seed: int, language: str) -> None:
    """ "Facturé à" and "Facture n°" are no titles where "Avoir" stands alone."""
    drawn = sample(seed, language)
    (paper,) = read(office.xlsx(drawn, drawn.printed), "sheet.xlsx", Knowledge())
    assert (paper.kind, false_in(drawn.truth, paper, drawn.printed)) == (drawn.truth.kind, [])


PLACES = {
    "under quantity and price, two in a row": (900010, "de", "unseen"),
    "beside a freight": (900002, "es", "unseen"),
    "with thousands that break into the next row": (900217, "cs", "known"),
    "with a tax that is the rest of the rounded net": (940013, "sv", "further"),
    "with a deposit on a credit note": (940065, "it", "further"),
    "with three taxes, their names behind their rates": (950060, "de", "unseen"),
}


@pytest.mark.parametrize("place", sorted(PLACES))
def test_totals_are_found_where_they_stand(place: str) -> None:
    """They need not stand under the column of amounts."""
    seed, language, form = PLACES[place]
    drawn = sample(seed, language)
    (paper,) = read(DRAW[form](drawn.printed, seed), "page.pdf", Knowledge())
    printed, true = (paper.net_total, paper.tax_total), (drawn.truth.net_total, drawn.truth.tax_total)
    assert (paper.proven, *map(abs, filter(None, printed))) == (True, *map(abs, filter(None, true)))
