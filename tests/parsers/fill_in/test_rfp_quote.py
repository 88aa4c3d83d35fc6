"""The sheet and the form of a request, filled in by people and saved by programs, are read as what they say."""

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
import pytest

from channels.render.quote_form import quote_form
from channels.render.quote_sheet import quote_sheet
from core.commands.command import Command
from core.commands.supplier_quotes import Decline, Quote, QuotedItem
from core.filled import RFP_QUOTE, Filled
from core.money import Currency
from core.names import Address, Reference, SupplierId
from core.party import Language, Level
from core.policy import House
from core.proposal import Proposal, Rfp, RfpItem
from core.reading import Context, Speaker
from core.tokens import form_key, form_verifies
from parsers import fill_in
from tests.office import saved_as, typed

SEAL, MINE, S_1 = b"k" * 32, Reference("RFP-7-S-1"), SupplierId("S-1")
TODAY = date(2026, 5, 12)
HOUSE = House(name="Acme Kitchens GmbH", mailbox=Address("orders@acme.example"))
RFP = Rfp(
    reference=Reference("RFP-7"),
    title="Canteen",
    items=(
        RfpItem(number=1, description="Bowl 24 cm", quantity=Decimal(400), unit="pcs", sku="K-1102"),
        RfpItem(number=2, description="=HYPERLINK()", quantity=Decimal("2.5"), unit="t"),
        RfpItem(number=3, description="Jug 1.5 l", quantity=Decimal(40), unit="pcs"),
    ),
    deadline=datetime(2026, 6, 30, 15, 0, tzinfo=UTC),
)
PROPOSAL = Proposal(reference=MINE, rfp=RFP.reference, supplier=S_1)
KEY = form_key(SEAL, RFP_QUOTE, MINE, 0, S_1)
Cells = Mapping[str, str | Decimal | date | None]
QUOTED: Cells = {
    "H7": Decimal("3.9"), "J7": Decimal(21), "M7": "Dishwasher safe", "G8": "no", "M8": "no longer made",
    "G9": "yes", "H9": Decimal("14.5"), "I9": Decimal(30), "K9": date(2026, 7, 1), "L9": "J-15-B",
}  # fmt: skip
OFFERS = (
    QuotedItem(item=1, unit_price=Decimal("3.9"), lead_time_days=21, note="Dishwasher safe"),
    QuotedItem(item=3, unit_price=Decimal("14.5"), quantity=Decimal(30), date=date(2026, 7, 1), alternative="J-15-B"),
)
WHOLE: list[Command] = [Quote(items=OFFERS, document=MINE), Decline(items=(2,), reason="no longer made", document=MINE)]


def sheet(cells: Cells, language: Language = Language.EN) -> bytes:
    return typed(quote_sheet(RFP, PROPOSAL, HOUSE, language, key=KEY), cells)


def form(rows: Mapping[int, Mapping[int, str]], whole: str = "", language: Language = Language.EN) -> bytes:
    """The DOCX with cells typed in: row by row, column by column from 0."""
    document = docx.Document(BytesIO(quote_form(RFP, PROPOSAL, HOUSE, language, key=KEY)))
    for row, cells in rows.items():
        for column, text in cells.items():
            document.tables[0].rows[row].cells[column].text = text
    document.tables[1].rows[0].cells[1].text = whole
    into = BytesIO()
    document.save(into)
    return into.getvalue()


TYPED = {
    1: {3: "3,90", 5: "21", 8: "Dishwasher safe"},
    2: {3: "nein", 8: "no longer made"},
    3: {3: "14,50 EUR", 4: "30 pcs", 6: "1. Juli 2026", 7: "J-15-B"},
}


def context(rfp: Rfp = RFP, supplier: SupplierId = S_1) -> Context:
    speaker = Speaker(address=Address("a@b.example"), supplier=supplier, level=Level.AUTHENTIC, country="DE", locale="de-DE")
    return Context(speaker=speaker, thread=rfp.reference, rfps=(rfp,))


def read(data: bytes) -> Filled:
    found = fill_in.read(data)
    assert found is not None
    return found


def said(data: bytes) -> list[Command]:
    understood = fill_in.understood(read(data), context(), TODAY)
    assert understood.doubts == (), understood.doubts
    return [s.command for s in understood.said]


def doubts(data: bytes) -> list[str]:
    return [d.about.value for d in fill_in.understood(read(data), context(), TODAY).doubts]


# ---- what it says


def test_prices_a_refusal_and_everything_beside() -> None:
    """One quote over all rows, one refusal with its reason."""
    assert said(sheet(QUOTED)) == WHOLE


@pytest.mark.parametrize(("language", "no", "yes"), [(Language.EN, "no", "yes"), (Language.DE, "nein", "JA")])
def test_yes_and_no_in_the_language_of_the_sheet(language: Language, no: str, yes: str) -> None:
    """Also for "is that all?"."""
    cells: Cells = {"H7": Decimal(4), "G8": no, "I4": yes}

    assert said(sheet(cells, language)) == [
        Quote(items=(QuotedItem(item=1, unit_price=Decimal(4)),), complete=True, document=MINE),
        Decline(items=(2,), document=MINE),
    ]


def test_a_form_says_the_same() -> None:
    """Typed as texts, in the habits of the writer."""
    offers = (*OFFERS[:1], OFFERS[1])

    assert said(form(TYPED)) == [Quote(items=offers, document=MINE), Decline(items=(2,), reason="no longer made", document=MINE)]
    assert said(form({1: {3: "4"}}, "Ja")) == [
        Quote(items=(QuotedItem(item=1, unit_price=Decimal(4)),), complete=True, document=MINE)
    ]


@pytest.mark.parametrize(
    ("cells", "about"),
    [
        ({"G7": "no", "H7": Decimal(4)}, "acceptance"),
        ({"G7": "perhaps", "H7": Decimal(4)}, "acceptance"),
        ({"G7": "yes"}, "unit_price"),
        ({"J7": Decimal(21)}, "unit_price"),
        ({"H7": "4 or 5"}, "unit_price"),
        ({"H7": "4 USD"}, "unit_price"),
        ({"H7": Decimal(4), "I7": Decimal(401)}, "quantity"),
        ({"H7": Decimal(4), "I7": Decimal(0)}, "quantity"),
        ({"H7": Decimal(4), "J7": Decimal("2.5")}, "date"),
        ({"H7": Decimal(4), "K7": date(2026, 5, 11)}, "date"),
        ({"H7": Decimal(4), "K7": "soon"}, "date"),
        ({"I4": "perhaps", "H7": Decimal(4)}, "acceptance"),
    ],
)
def test_what_contradicts_itself_or_cannot_be_read_is_a_doubt(cells: Cells, about: str) -> None:
    """Never a guess."""
    assert doubts(sheet(cells)) == [about]


def test_that_is_all_does_not_count_while_a_row_is_in_doubt() -> None:
    """What cannot be read is not "not offered"."""
    found = fill_in.understood(read(sheet({"H7": Decimal(4), "H8": "?", "I4": "yes"})), context(), TODAY)

    assert [s.command for s in found.said] == [
        Quote(items=(QuotedItem(item=1, unit_price=Decimal(4)),), complete=False, document=MINE)
    ]


def test_an_empty_sheet_or_form_says_nothing() -> None:
    """Nor does a remark alone refuse or offer."""
    assert fill_in.understood(read(sheet({})), context(), TODAY).empty
    assert fill_in.understood(read(form({})), context(), TODAY).empty
    assert [c.word for c in said(sheet({"M7": "What glaze?"}))] == ["comment"]


def test_the_buyers_own_cells_are_not_read() -> None:
    """Overwritten, they are told."""
    found = fill_in.understood(read(sheet({"D7": Decimal(4), "H7": Decimal(4)})), context(), TODAY)

    assert found.changed == (1,)
    assert [s.command for s in found.said] == [Quote(items=(QuotedItem(item=1, unit_price=Decimal(4)),), document=MINE)]


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    """In the sheet as in the form (T13)."""
    book = quote_sheet(RFP, PROPOSAL, HOUSE, Language.EN, key=KEY)

    assert b"<f>" not in b"".join(_parts(book))
    assert b"=HYPERLINK()" in b"".join(_parts(book))


def _parts(data: bytes) -> list[bytes]:
    from zipfile import ZipFile

    with ZipFile(BytesIO(data)) as packed:
        return [packed.read(name) for name in packed.namelist()]


# ---- the key


def test_the_key_proves_supplier_and_request() -> None:
    """A changed reference, another supplier's, no key: none verifies."""
    for found in (read(sheet({})), read(form({}))):
        assert form_verifies(found.key, (SEAL,), found.form, found.document, found.revision, S_1)
        assert not form_verifies(found.key, (SEAL,), found.form, Reference("RFP-8-S-1"), found.revision, S_1)
        assert not form_verifies(found.key, (SEAL,), found.form, found.document, found.revision, SupplierId("S-2"))


def test_a_form_without_its_property_is_known_by_the_visible_line() -> None:
    """Some programs drop custom properties."""
    from zipfile import ZIP_DEFLATED, ZipFile

    into = BytesIO()
    with ZipFile(BytesIO(form(TYPED))) as old, ZipFile(into, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "docProps/custom.xml":
                new.writestr(name, old.read(name))

    assert (read(into.getvalue()).document, read(into.getvalue()).key) == (MINE, KEY)


def test_another_document_is_no_form() -> None:
    """Nor is a broken one, or one that only looks like it."""
    plain, into = docx.Document(), BytesIO()
    plain.add_paragraph("rfp-quote-1 is what we call it")
    plain.save(into)

    assert fill_in.read(into.getvalue()) is None
    assert fill_in.read(form({})[:2000]) is None
    assert fill_in.read(b"PK\x03\x04") is None


# ---- programs

LIBRE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@LIBRE
@pytest.mark.parametrize("forms", [("xlsx",), ("ods", "xlsx"), ("ods",)], ids="-".join)
def test_a_sheet_survives_libreoffice(forms: tuple[str, ...], tmp_path: Path) -> None:
    """Saved again, also by way of another form."""
    data, was = sheet(QUOTED), "xlsx"
    for n, to in enumerate(forms):
        folder = tmp_path / str(n)
        folder.mkdir()
        data, was = saved_as(data, was, to, folder), to

    assert said(data) == WHOLE
    assert form_verifies(read(data).key, (SEAL,), RFP_QUOTE, MINE, 0, S_1)


@LIBRE
@pytest.mark.parametrize("forms", [("docx",), ("odt",), ("odt", "docx")], ids="-".join)
def test_a_form_survives_libreoffice(forms: tuple[str, ...], tmp_path: Path) -> None:
    """As DOCX and as ODT."""
    data, was = form(TYPED, "ja"), "docx"
    for n, to in enumerate(forms):
        folder = tmp_path / str(n)
        folder.mkdir()
        data, was = saved_as(data, was, to, folder), to

    quote, decline = said(data)
    assert quote == Quote(items=OFFERS, complete=True, document=MINE)
    assert decline == WHOLE[1]
    assert form_verifies(read(data).key, (SEAL,), RFP_QUOTE, MINE, 0, S_1)


@LIBRE
def test_data_validation_survives(tmp_path: Path) -> None:
    """And the cells that are ours stay protected."""
    saved = saved_as(sheet({}), "xlsx", "xlsx", tmp_path)
    text = b"".join(_parts(saved))

    assert text.count(b"<dataValidation ") >= 6
    assert b"<sheetProtection" in text


def test_a_currency_of_the_request_may_stand_beside_a_price() -> None:
    """Another may not."""
    dollars = Rfp(reference=RFP.reference, items=RFP.items, currency=Currency("USD"))
    found = fill_in.understood(read(form({1: {3: "USD 4.10"}})), context(dollars), TODAY)

    assert [s.command for s in found.said] == [Quote(items=(QuotedItem(item=1, unit_price=Decimal("4.1")),), document=MINE)]
