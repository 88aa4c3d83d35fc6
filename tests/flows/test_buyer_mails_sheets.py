"""A buyer mails orders in as a sheet: Drafts, all or none, sent by a reply."""

from tests.flows.conftest import ANN, CARLA, SALES, House, to

HEAD = "order;supplier;line;quantity;unit;unit_price;description;supplier_sku;tax_rate;delivery_date\n"


def test_a_sheet_becomes_a_draft_that_a_reply_sends(house: House) -> None:
    """Nothing reaches the supplier before SUBMIT."""
    sheet = HEAD + ";S-1;1;120;pcs;24,50;Frying pan 28 cm;CM-PAN-28;21;2026-05-12\n;S-1;2;60;pcs;38.90;Stock pot;;21;\n"

    drafted = house.writes("Please order.", who=ANN, files=(("orders.csv", sheet.encode()),))

    letter = to(drafted, ANN)
    assert "is entered as a Draft: 2 lines, EUR 5,274.00 net" in letter.text
    assert [got for got in drafted if got.to == SALES] == []

    sent = house.writes("SUBMIT", answers=letter, who=ANN)

    assert to(sent, SALES).files == ["PO-1.pdf", "PO-1.xlsx"]
    house.writes("submit", answers=letter, who=ANN)
    assert len([got for got in house.tray.letters if got.to == SALES]) == 1


def test_two_orders_are_two_drafts(house: House) -> None:
    """Each has its letter, and its number where the sheet gives one."""
    sheet = HEAD + "4711;S-1;1;1;pcs;10;Bowl;;;\n4712;S-1;1;2;pcs;20;Plate;;;\n"

    letters = house.writes("Two orders.", who=ANN, files=(("orders.csv", sheet.encode()),))

    assert sorted(letter.subject[:9] for letter in letters) == ["Re: [4711", "Re: [4712"]


def test_a_bad_row_is_named_and_nothing_is_entered(house: House) -> None:
    """Row 3 has no number for a quantity."""
    sheet = HEAD + "4711;S-1;1;1;pcs;10;Bowl;;;\n4712;S-1;1;many;pcs;20;Plate;;;\n"

    told = to(house.writes("Two orders.", who=ANN, files=(("orders.csv", sheet.encode()),)), ANN)

    assert "row 3: quantity: 'many' is no number" in told.text
    with house.bot.store.read() as unit:
        assert unit.documents.orders(["4711", "4712"]) == ()  # type: ignore[list-item]


def test_who_may_not_order_enters_nothing(house: House) -> None:
    """Carla approves and keeps accounts; her sheet is a file like any other."""
    sheet = HEAD + "4711;S-1;1;1;pcs;10;Bowl;;;\n"

    house.writes("An order.", who=CARLA, files=(("orders.csv", sheet.encode()),))

    with house.bot.store.read() as unit:
        assert unit.documents.orders(["4711"]) == ()  # type: ignore[list-item]


def test_a_supplier_cannot_enter_orders(house: House) -> None:
    """The very sheet from outside is a file that is filed."""
    sheet = HEAD + "4711;S-1;1;1;pcs;10;Bowl;;;\n"

    house.writes("An order.", files=(("orders.csv", sheet.encode()),))

    with house.bot.store.read() as unit:
        assert unit.documents.orders(["4711"]) == ()  # type: ignore[list-item]
