"""A cell of the descriptions is read whole, and a name is found in words, not in pieces of them."""

from core.paper import Paper, Source
from parsers.documents.page import Page, Word
from parsers.invoice.reader import read_pages
from parsers.invoice.sellers import _in_words

Cells = tuple[tuple[float, str], ...]


def _read(*rows: tuple[float, Cells]) -> Paper:
    words: list[Word] = []
    for top, cells in rows:
        for left, text in cells:
            at = left
            for piece in text.split():
                words.append(Word(text=piece, left=at, top=top, right=at + 5 * len(piece), bottom=top + 11))
                at += 5 * len(piece) + 3
    (paper,) = read_pages((Page(number=1, width=595, height=842, words=tuple(words)),), Source.TEXT)
    return paper


def test_a_line_of_the_head_above_the_headings_is_no_column() -> None:
    """ "Vs. ordine: PO-32628" stands right above "Descrizione"; the words below its second half are still the article's."""
    paper = _read(
        (60.0, ((40.0, "Fattura n. 2025/17"),)),
        (100.0, ((40.0, "Vs. ordine: PO-32628"),)),
        (112.0, ((40.0, "Descrizione"), (204.0, "Q.tà"), (258.0, "Prezzo unitario"), (421.0, "Importo"))),
        (126.0, ((40.0, "Staffa in acciaio verniciata"), (204.0, "4"), (258.0, "25,00"), (421.0, "100,00"))),
        (140.0, ((40.0, "Cavo 3x1,5"), (204.0, "2"), (258.0, "10,00"), (421.0, "20,00"))),
        (170.0, ((258.0, "Imponibile"), (421.0, "120,00"))),
        (184.0, ((258.0, "IVA 22%"), (421.0, "26,40"))),
        (198.0, ((258.0, "Totale"), (421.0, "146,40"))),
    )
    assert [line.description for line in paper.lines] == ["Staffa in acciaio verniciata", "Cavo 3x1,5"]


def test_a_name_is_found_in_words() -> None:
    assert _in_words("dvorakasynove", "Dvořák a synové k.s.")
    assert not _in_words("doklad", "Číslo dokladu 39423")
