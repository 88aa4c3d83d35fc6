"""An invoice that we draw, in any layout and language, is read back as it was, or the field that differs is in doubt."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.knowledge import Knowledge
from parsers.documents import read
from tests.bench.generated import false_in
from tests.generate import pages, unseen
from tests.generate.invoices import sample
from tests.generate.wording import LANGUAGES

DRAW = {"known": pages.pdf, "unseen": unseen.pdf}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 100_000), language=st.sampled_from(LANGUAGES), form=st.sampled_from(sorted(DRAW)))
def test_nothing_false_is_said_without_a_doubt(seed: int, language: str, form: str) -> None:
    """Proven or not."""
    drawn = sample(seed, language)
    (paper, *_) = read(DRAW[form](drawn.printed, seed), "page.pdf", Knowledge())
    assert false_in(drawn.truth, paper, drawn.printed) == []
