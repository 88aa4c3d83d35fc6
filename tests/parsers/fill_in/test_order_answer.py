"""The sheet of an order comes back: what was typed becomes commands, what contradicts itself a doubt."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from channels.render.order_sheet import order_sheet
from core.commands.supplier_orders import Accept, Change, Reject, Ship
from core.commands.supplier_talk import Comment
from core.filled import Filled
from core.names import Reference, SupplierId
from core.order import OrderLine, PurchaseOrder
from core.party import Language
from core.question import About
from core.reading import Context, Speaker
from parsers.fill_in import Understood, read, understood
from tests.core.stories import house_policy
from tests.office import saved_as, typed

TODAY = date(2026, 4, 20)
MAY = date(2026, 5, 12)
HOUSE = house_policy().house
PO = PurchaseOrder(
    reference=Reference("PO-1034"),
    supplier=SupplierId("S-1"),
    initiator="iris@acme.example",
    currency="EUR",
    revision=2,
    lines=(
        OrderLine(number=1, description="Pan", quantity=Decimal(120), unit="pcs", unit_price=Decimal("24.50"), delivery_date=MAY),
        OrderLine(number=2, description="Pot", quantity=Decimal(60), unit="pcs", unit_price=Decimal("38.9")),
        OrderLine(number=3, description="Lid", quantity=Decimal("12.5"), unit="m", unit_price=Decimal("0.1234")),
    ),
)
FIRST, SECOND, THIRD = 5, 6, 7


def sheet(language: Language = Language.EN) -> bytes:
    return order_sheet(PO, HOUSE, language, key="abc")


def answers(data: bytes, *, country: str = "NL", locale: str = "") -> Understood:
    filled = read(data)
    assert isinstance(filled, Filled)
    context = Context(speaker=Speaker(address=None, country=country, locale=locale), orders=(PO,))
    return understood(filled, context, TODAY)


def commands(read_: Understood) -> list[object]:
    return [said.command for said in read_.said]


def doubts(read_: Understood) -> list[About]:
    return [doubt.about for doubt in read_.doubts]


def test_the_file_says_itself_what_it_is() -> None:
    """Form, key, document and revision, in every language."""
    filled = read(sheet(Language.DE))

    assert (filled.form, filled.key, filled.document, filled.revision) == ("order-answer-1", "abc", "PO-1034", 2)
    assert [row.line for row in filled.rows] == [1, 2, 3]


def test_an_empty_sheet_says_nothing() -> None:
    """Sent back untouched."""
    read_ = answers(sheet())
    assert read_.empty
    assert read_.changed == ()


def test_each_line_has_its_answer() -> None:
    """Confirmed, changed, refused with a reason."""
    read_ = answers(
        typed(
            sheet(Language.DE),
            {"J5": "bestätigen", "J6": "ändern", "K6": Decimal(40), "M6": MAY, "J7": "ablehnen", "N7": "nicht mehr lieferbar"},
        )
    )

    assert commands(read_) == [
        Accept(lines=(1,), document="PO-1034"),
        Reject(lines=(3,), reason="nicht mehr lieferbar", document="PO-1034"),
        Change(line=2, quantity=Decimal(40), date=MAY, document="PO-1034"),
    ]
    assert {said.revision for said in read_.said} == {2}
    assert read_.doubts == ()


def test_values_without_an_answer_are_a_proposal() -> None:
    """Nobody has to choose "change" as well."""
    read_ = answers(typed(sheet(), {"L5": Decimal("25.10")}))
    assert commands(read_) == [Change(line=1, unit_price=Decimal("25.10"), document="PO-1034")]


def test_confirmed_with_the_order_s_own_values_is_confirmed() -> None:
    """Typing what was ordered changes nothing."""
    read_ = answers(typed(sheet(), {"J5": "confirm", "K5": Decimal(120), "L5": Decimal("24.5"), "M5": MAY}))
    assert commands(read_) == [Accept(lines=(1,), document="PO-1034")]


@pytest.mark.parametrize(
    "cells",
    [
        {"J5": "reject", "L5": Decimal(20)},
        {"J5": "confirm", "K5": Decimal(100)},
        {"J5": "change"},
        {"J5": "change", "K5": Decimal(120)},
        {"J5": "maybe"},
        {"J5": "confirm", "N5": "only if the price holds"},
        {"J5": "confirm", "N5": "delivery will be 20 May 2026"},
        {"J5": "reject", "O5": Decimal(3)},
    ],
)
def test_what_contradicts_itself_is_asked(cells: dict[str, object]) -> None:
    """Never a guess."""
    read_ = answers(typed(sheet(), cells))
    assert commands(read_) == []
    assert doubts(read_) == [About.ACCEPTANCE]


def test_a_remark_that_changes_nothing_goes_to_the_buyer() -> None:
    """Confirmed, and the words as a comment."""
    read_ = answers(typed(sheet(), {"J5": "confirm", "N5": "with pleasure, thank you"}))
    assert commands(read_) == [
        Accept(lines=(1,), document="PO-1034"),
        Comment(text="1: with pleasure, thank you", document="PO-1034"),
    ]


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [("1.250", "NL", "1250"), ("1.250", "GB", "1.250"), ("1,25", "NL", "1.25"), ("40 pcs", "NL", "40"), ("1 250", "FR", "1250")],
)
def test_a_number_typed_as_text_is_read_in_the_writer_s_habit(text: str, country: str, value: str) -> None:
    """By the country of the supplier; the unit of the line may stand with it."""
    read_ = answers(typed(sheet(), {"K5": text}), country=country)
    assert commands(read_) == [Change(line=1, quantity=Decimal(value), document="PO-1034")]


@pytest.mark.parametrize(
    ("cells", "country", "about"),
    [
        ({"K5": "1.250"}, "", About.QUANTITY),
        ({"K5": "4 boxes"}, "NL", About.QUANTITY),
        ({"K5": "about 40"}, "NL", About.QUANTITY),
        ({"K5": Decimal(0)}, "NL", About.QUANTITY),
        ({"K5": Decimal(-4)}, "NL", About.QUANTITY),
        ({"L5": "24 $"}, "NL", About.UNIT_PRICE),
        ({"L5": "2 % up"}, "NL", About.UNIT_PRICE),
        ({"M5": "03/04/2027"}, "", About.DATE),
        ({"M5": "end of May"}, "NL", About.DATE),
        ({"M5": Decimal(46000)}, "NL", About.DATE),
        ({"M5": date(2026, 4, 1)}, "NL", About.DATE),
        ({"O5": "some"}, "NL", About.QUANTITY),
        ({"O5": Decimal(10), "P5": "soon"}, "NL", About.DATE),
    ],
)
def test_what_cannot_be_read_for_certain_is_asked(cells: dict[str, object], country: str, about: About) -> None:
    """Another unit, another currency, a percentage, a vague or a past day."""
    read_ = answers(typed(sheet(), cells), country=country)
    assert commands(read_) == []
    assert doubts(read_) == [about]


def test_dates_typed_as_text_follow_the_writer() -> None:
    """Day first in the Netherlands, month first in the United States."""
    for country, day in (("NL", date(2026, 6, 5)), ("US", date(2026, 5, 6))):
        read_ = answers(typed(sheet(), {"M5": "05/06/2026"}), country=country)
        assert commands(read_) == [Change(line=1, date=day, document="PO-1034")]


def test_goods_on_their_way() -> None:
    """Beside an answer, or alone."""
    read_ = answers(typed(sheet(), {"J5": "confirm", "O5": Decimal(50), "P5": date(2026, 4, 19), "Q5": "DHL 00340"}))
    assert commands(read_) == [
        Accept(lines=(1,), document="PO-1034"),
        Ship(lines=(1,), quantity=Decimal(50), date=date(2026, 4, 19), tracking="DHL 00340", document="PO-1034"),
    ]


def test_the_order_s_own_cells_are_not_read_and_that_is_told() -> None:
    """Overwriting the ordered price is no proposal."""
    read_ = answers(typed(sheet(), {"G5": Decimal(30), "J5": "confirm", "J6": "confirm"}))
    assert commands(read_) == [Accept(lines=(1, 2), document="PO-1034")]
    assert read_.changed == (1,)


def test_rows_are_found_by_their_number_wherever_they_stand() -> None:
    """Sorted the other way round: lines 3 and 1 have changed places."""
    swapped = {
        "A5": Decimal(3), "E5": Decimal("12.5"), "G5": Decimal("0.1234"), "H5": None, "K5": Decimal(10),
        "A7": Decimal(1), "E7": Decimal(120), "G7": Decimal("24.5"), "H7": MAY, "J7": "confirm",
    }  # fmt: skip
    read_ = answers(typed(sheet(), swapped))
    assert commands(read_) == [
        Accept(lines=(1,), document="PO-1034"),
        Change(line=3, quantity=Decimal(10), document="PO-1034"),
    ]
    assert read_.changed == ()


def test_a_row_of_no_line_and_two_rows_of_one_line() -> None:
    """Neither is guessed; a copy that says the same counts once."""
    assert doubts(answers(typed(sheet(), {"A9": Decimal(7), "J9": "confirm"}))) == [About.LINE]
    assert doubts(answers(typed(sheet(), {"J5": "confirm", "A9": Decimal(1), "J9": "reject"}))) == [About.LINE]
    assert commands(answers(typed(sheet(), {"J5": "confirm", "A9": Decimal(1), "J9": "confirm"}))) == [
        Accept(lines=(1,), document="PO-1034")
    ]


def test_what_is_no_fill_in_file_is_none() -> None:
    """Other workbooks, other files, broken ones, one whose hidden sheet was damaged."""
    from channels.render.sheets import import_template

    for other in (b"", b"PK\x03\x04 broken", b"%PDF-1.7", import_template(), sheet()[:2000]):
        assert read(other) is None
    assert read(typed(sheet(), {"B3": "../../etc"}, sheet=2)) is None


@pytest.mark.peer
@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
def test_libreoffice_keeps_the_form(form: str, tmp_path: Path) -> None:
    """Opened, and saved again in each of its forms: the same key, the same answers."""
    filled = typed(
        sheet(Language.DE),
        {"J5": "bestätigen", "J6": "ändern", "K6": Decimal("40.5"), "L6": "39,50", "M6": MAY, "J7": "ablehnen", "N7": "Auslauf"},
    )

    again = saved_as(filled, "xlsx", form, tmp_path)

    assert again != filled
    assert replace(read(again), rows=()) == replace(read(filled), rows=())
    assert answers(again) == answers(filled)
    assert len(answers(again).said) == 3


@pytest.mark.peer
def test_libreoffice_keeps_what_may_be_typed(tmp_path: Path) -> None:
    """The words to choose from, the limits of numbers and days, and the protection of the other cells."""
    with ZipFile(BytesIO(saved_as(sheet(), "xlsx", "xlsx", tmp_path))) as book:
        text = book.read("xl/worksheets/sheet1.xml")
    assert (text.count(b"<dataValidation "), b"<sheetProtection" in text) == (len(rules_in(sheet())), True)


def rules_in(book: bytes) -> list[bytes]:
    """The data validations of the sheet as we write it."""
    with ZipFile(BytesIO(book)) as packed:
        found = packed.read("xl/worksheets/sheet1.xml").split(b"<dataValidation ")[1:]
    assert len(found) >= 5
    return found
