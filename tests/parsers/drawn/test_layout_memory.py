"""What a paper of a supplier taught is tried first on the next one (docs/reading.md 5)."""

from dataclasses import replace
from datetime import date

from core.knowledge import Knowledge, Layout
from core.names import SupplierId
from core.paper import Field, Paper
from parsers.documents import learn, read

SUPPLIER = SupplierId("S-1")


def _pdf(number: str, extra: str = "") -> bytes:
    import typst

    source = f"""#set text(size: 10pt)
Ashdown Tools Ltd \\ 14 Mill Lane \\ 28195 Bremen

= Invoice
Process: {number} \\ Printed: 12 March 2026 \\ {extra}

#table(columns: (1fr, auto, auto, auto), stroke: none, [*Description*], [*Quantity*], [*Unit price*], [*Amount*],
 [Steel bracket], [3], [20.00], [60.00])
#align(right)[Total: 60.00 EUR]
"""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def _read(data: bytes, *layouts: Layout) -> Paper:
    (paper,) = read(data, "page.pdf", Knowledge(layouts=layouts))
    return paper


def _confirmed(extra: str = "") -> Layout:
    """What a person said of the first paper, whose labels no dictionary has."""
    first = _pdf("V-1001", extra)
    said = replace(_read(first), number="V-1001", issue_date=date(2026, 3, 12))
    layout = learn(first, "page.pdf", said, SUPPLIER)
    assert layout is not None
    return layout


def test_labels_are_learnt_as_they_are_printed() -> None:
    """The label, and that its value stands behind it."""
    assert _confirmed().anchors == (("number", "process", "right"), ("issue_date", "printed", "right"))


def test_what_was_learnt_reads_the_next_paper() -> None:
    """Without it the number of the next paper is not found."""
    assert _read(_pdf("V-1002")).number is None
    paper = _read(_pdf("V-1002"), _confirmed())
    assert (paper.number, paper.issue_date) == ("V-1002", date(2026, 3, 12))
    assert not paper.doubted(Field.NUMBER)


def test_a_rival_stays_a_rival() -> None:
    """Where a label names another number, what was learnt does not win in silence."""
    paper = _read(_pdf("V-1002", "Invoice number: INV-9"), _confirmed("Invoice number: INV-8"))
    assert paper.doubted(Field.NUMBER)


def test_what_another_layout_taught_proves_nothing() -> None:
    """It is a likely value with a doubt."""
    paper = _read(_pdf("V-1002"), replace(_confirmed(), fingerprint="another"))
    assert (paper.number, paper.doubted(Field.NUMBER), paper.proven) == ("V-1002", True, False)


def test_a_broken_file_teaches_nothing() -> None:
    """Nor does one without the number that was confirmed."""
    assert learn(b"no document", "page.pdf", _read(_pdf("V-1")), SUPPLIER) is None
    assert learn(_pdf("V-1"), "page.pdf", replace(_read(_pdf("V-1")), number="V-77"), SUPPLIER) is None
