"""Drawn PDFs with XML inside: the same invoice is confirmed, another one is contradicted, in every layout and language."""

import io
from dataclasses import replace
from decimal import Decimal
from functools import cache

from pypdf import PdfReader, PdfWriter

from core.knowledge import Knowledge
from core.paper import Check, Paper, PaperDoubt
from parsers.documents import read
from tests.generate import pages
from tests.generate.invoices import Sample, sample
from tests.generate.wording import LANGUAGES
from tests.generate.xml_invoices import cii, ubl


@cache
def samples() -> list[Sample]:
    """Drawn once, by the worker whose tests read them."""
    return [sample(seed, LANGUAGES[seed % len(LANGUAGES)]) for seed in range(22)]


def _hybrid(one: Sample, inside: Paper) -> Paper:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages.pdf(one.printed, one.seed))))
    writer.add_attachment("invoice data.xml", (cii if one.seed % 2 else ubl)(inside))
    made = io.BytesIO()
    writer.write(made)
    (paper,) = read(made.getvalue(), "invoice.pdf", Knowledge())
    return paper


def _against(paper: Paper) -> list[PaperDoubt]:
    return [doubt for doubt in paper.doubts if "the page says another" in doubt.why]


def test_the_page_of_the_same_invoice_does_not_contradict() -> None:
    papers = [_hybrid(one, one.truth) for one in samples()]
    assert [(one.seed, _against(paper)) for one, paper in zip(samples(), papers, strict=True) if _against(paper)] == []
    assert [paper.gross_total for paper in papers] == [one.truth.gross_total for one in samples()]
    assert sum(Check.SOURCES_AGREE in paper.checks for paper in papers) > len(papers) / 2


def test_xml_of_another_amount_is_never_proven() -> None:
    """The XML is sound in itself, but ten times what the page says: the fraud that hybrids invite."""
    for one in samples():
        paper = _hybrid(one, _tenfold(one.truth))
        assert not paper.proven, one.seed


def _tenfold(paper: Paper) -> Paper:
    def more(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * 10

    return replace(
        paper,
        net_total=more(paper.net_total),
        tax_total=more(paper.tax_total),
        gross_total=more(paper.gross_total),
        lines=tuple(
            replace(x, unit_price=more(x.unit_price), discount=x.discount * 10, net_amount=more(x.net_amount))
            for x in paper.lines
        ),
        charges=tuple(replace(c, amount=c.amount * 10) for c in paper.charges),
        taxes=tuple(replace(t, base=more(t.base), amount=t.amount * 10) for t in paper.taxes),
    )
