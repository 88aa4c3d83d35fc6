"""A document is asked for again, in one form or another; and the invoice form: mails in, letters out."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from core.commands.buyer_orders import AttachFile
from core.names import hash_of
from core.order import Attached
from tests.flows.conftest import ANN, PAN, POT, SALES, Got, House, to
from tests.office import typed


def content(letter: Got, ending: str) -> bytes:
    """The one file of this sort that a letter brings."""
    found = [p.get_content() for p in letter.message.iter_attachments() if str(p.get_filename()).endswith(ending)]
    assert len(found) == 1, letter.files
    return bytes(found[0]) if isinstance(found[0], bytes) else str(found[0]).encode()


def attaches(house: House, name: str, data: bytes, *, internal: bool = False) -> None:
    """The buyer attaches a file to the order."""
    with house.bot.store.begin() as unit:
        unit.blobs.put(data)
    file = Attached(hash=hash_of(data), name=name, media_type="application/pdf", size=len(data), internal=internal)
    house.does(ANN, "PO-1034", AttachFile(file=file))


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("Please send me the order as PDF.", ["PO-1034.pdf"]),
        ("Could you send us the order as Excel file?", ["PO-1034.xlsx"]),
        ("Please send the order as XML.", ["PO-1034.xml"]),
        ("Please send us the drawings again.", ["drawing.pdf"]),
        ("Please send the order again.", ["PO-1034.pdf", "PO-1034.xlsx", "drawing.pdf"]),
    ],
)
def test_an_order_comes_in_the_form_that_was_asked_for(house: House, words: str, files: list[str]) -> None:
    """Internal files stay inside, whatever is asked."""
    order = house.orders(PAN, POT)
    attaches(house, "drawing.pdf", b"%PDF-1.7 a drawing")
    attaches(house, "margin.pdf", b"%PDF-1.7 our margin", internal=True)
    house.delivered()

    answer = to(house.writes(words, answers=order), SALES)

    assert sorted(answer.files) == sorted(files)


def test_files_of_an_order_without_files(house: House) -> None:
    """Said, instead of an empty letter."""
    order = house.orders(PAN)
    answer = to(house.writes("Please send us the drawings.", answers=order), SALES)
    assert answer.files == []
    assert "No files lie with PO-1034." in answer.text


def test_an_invoice_goes_back_as_the_file_that_came(house: House) -> None:
    """The original; of a form that there is none of, what there is."""
    order = house.orders(PAN)
    name, file = house.bill("77", "PO-1034", PAN)
    told = to(house.writes("", answers=order, files=((name, file),)), SALES)

    again = to(house.writes("Please send the document as PDF.", answers=told), SALES)
    other = to(house.writes("Please send the document as XML.", answers=told), SALES)

    assert content(again, ".pdf") == file
    assert "There is no XML of invoice 77 (INV-1)" in other.text
    assert other.files == [name]


def test_an_invoice_form_is_asked_for_filled_in_and_is_an_invoice(house: House) -> None:
    """From "send me an invoice form" to Approved; the rest of the order in a second one."""
    order = house.orders(PAN, POT)

    letter = to(house.writes("Please send us an invoice form.", answers=order), SALES)
    assert sorted(letter.files) == ["invoice-form-PO-1034.docx", "invoice-form-PO-1034.xlsx"]

    form = typed(content(letter, ".xlsx"), {"B7": "R-77", "B8": date(2026, 4, 20), "E13": Decimal(100), "H19": None})
    answer = to(house.writes("", answers=letter, files=(("Rechnung.xlsx", form),)), SALES)
    assert house.status("INV-1") == "Approved"
    assert "R-77" in answer.text

    second = to(house.writes("SEND invoice form", answers=order), SALES)
    rest = typed(content(second, ".xlsx"), {"B7": "R-78", "B8": date(2026, 4, 21)})
    house.writes("", answers=second, files=(("Rechnung.xlsx", rest),))
    with house.bot.store.read() as unit:
        billed = unit.documents.invoice("INV-2")
    assert [(n.order_line, n.quantity) for n in billed.paper.lines] == [(1, Decimal(20))]

    nothing = to(house.writes("Please send us an invoice form.", answers=order), SALES)
    assert nothing.files == []
    assert "Not done" in nothing.subject or "could not" in nothing.text


def test_the_form_as_text_file(house: House) -> None:
    """DOCX, without a number: asked for like any other invoice."""
    import docx

    order = house.orders(PAN)
    letter = to(house.writes("Could you send us an invoice template?", answers=order), SALES)
    document = docx.Document(BytesIO(content(letter, ".docx")))
    for row in document.tables[0].rows:
        if row.cells[0].text == "Invoice date":
            row.cells[1].text = "20 April 2026"
    into = BytesIO()
    document.save(into)

    answer = to(house.writes("", answers=letter, files=(("invoice.docx", into.getvalue()),)), SALES)
    assert house.status("INV-1") == "Draft"
    assert "what is the invoice number?" in answer.text.lower()

    house.writes("R-9", answers=answer)
    assert house.status("INV-1") == "Approved"


def test_a_letter_over_15_mb_is_several_the_order_first(house: House) -> None:
    """Numbered; each file once."""
    house.orders(PAN)
    for n in range(3):
        attaches(house, f"plan-{n}.pdf", bytes([n]) * 7_000_000)
    house.delivered()

    letters = house.writes("Please send the order PO-1034 again.")

    assert [letter.subject[-5:] for letter in letters] == ["(1/3)", "(2/3)", "(3/3)"]
    assert letters[0].files[:2] == ["PO-1034.pdf", "PO-1034.xlsx"]
    assert sorted(f for letter in letters for f in letter.files if f.startswith("plan")) == [
        "plan-0.pdf",
        "plan-1.pdf",
        "plan-2.pdf",
    ]
