"""Windows for a new order and a new request: lines typed, or a table dropped."""

import io
from decimal import Decimal

import pytest
from xlsxwriter import Workbook

from core.names import Reference, SupplierId
from core.order import PurchaseOrder
from core.party import Supplier, SupplierStatus
from core.proposal import Rfp
from tests.flows.slack.conftest import Office
from tests.slack.stand_in.people import Answer

LINES = "120 pcs x 24.50 CM-PAN-28 Frying pan, 2026-06-12\n60 pcs x 38.90 Stock pot"


def order(office: Office, which: str) -> PurchaseOrder | None:
    with office.house.bot.store.read() as unit:
        return unit.documents.order(Reference(which))


def rfp(office: Office, which: str) -> Rfp | None:
    with office.house.bot.store.read() as unit:
        return unit.documents.rfp(Reference(which))


def sheet(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        page = book.add_worksheet()
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return out.getvalue()


def enters(office: Office, line: str, *, files: tuple[tuple[str, bytes], ...] = (), **values: str) -> Answer:
    """The window of a command without words, filled in."""
    window = office.ann.types(line).window
    assert window is not None
    return office.ann.enters(window, files=files, **values)


def test_an_order_is_typed_into_a_window_and_sent_by_the_button_of_the_answer(office: Office) -> None:
    """Only approved suppliers can be chosen; the order is a Draft until it is sent."""
    office.house.adds_supplier(Supplier(id="S-2", name="Not yet", status=SupplierStatus.PENDING))  # type: ignore[arg-type]
    window = office.ann.types("/po new").window
    assert window is not None and [o["value"] for o in window["blocks"][0]["element"]["options"]] == ["S-1"]

    told = office.ann.enters(window, supplier="S-1", lines=LINES)

    made = order(office, "PO-1")
    assert made is not None and made.status.value == "Draft"
    assert [(r.quantity, r.unit_price, r.description) for r in made.lines] == [
        (120, Decimal("24.50"), "Frying pan"),
        (60, Decimal("38.90"), "Stock pot"),
    ]
    assert "*PO-1* is a Draft, net EUR 5,274.00" in told.words.replace("\xa0", " ")
    office.ann.presses("Submit PO-1", {"text": told.text, "blocks": told.blocks})
    made = order(office, "PO-1")
    assert made is not None and made.status.value == "Submitted"


def test_a_dropped_table_makes_orders_all_or_none(office: Office) -> None:
    """Rows without a supplier are of the chosen one; a bad row is named at its field, and nothing is entered."""
    heads = ("order", "quantity", "unit", "unit_price", "description")
    bad = sheet(heads, ("PO-7", 3, "pcs", 2.5, "Cup"), ("PO-8", 3, "pcs", "cheap", "Cup"))
    wrong = enters(office, "/po new", supplier="S-1", files=(("orders.xlsx", bad),))
    assert wrong.errors == {"table": "row 3: unit_price: 'cheap' is no number such as 24.50"}
    assert order(office, "PO-7") is None

    good = sheet(heads, ("PO-7", 3, "pcs", 2.5, "Cup"), ("PO-8", 4, "pcs", 1.1, "Saucer"), ("PO-8", 1, "pcs", 9, "Pot"))
    told = enters(office, "/po new", supplier="S-1", files=(("orders.xlsx", good),))
    assert "PO-7" in told.words and "PO-8" in told.words
    made = order(office, "PO-8")
    assert made is not None and (made.supplier, len(made.lines), made.initiator) == ("S-1", 2, "ann@acme.example")
    again = enters(office, "/po new", supplier="S-1", files=(("orders.xlsx", good),))
    assert "PO-7" in again.words and "exists already" in again.words


@pytest.mark.parametrize(
    ("values", "files", "field", "said"),
    [
        ({}, (), "lines", "Either lines or a table"),
        ({"lines": LINES}, (("a.csv", b"x"),), "table", "Either lines or a table"),
        ({"lines": "three cups"}, (), "lines", "is not of the form"),
        ({}, (("a.pdf", b"%PDF-1.4"),), "table", ".xlsx is wanted"),
        ({}, (("a.xlsx", b"PK\x03\x04 not really"),), "table", "no readable sheet"),
        ({}, (("a.json", b"[" * 100_000),), "table", "a.json"),
        ({}, (("a.csv", b"a" * 5_000_001),), "table", "larger than 5 MB"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    office: Office, values: dict[str, str], files: tuple[tuple[str, bytes], ...], field: str, said: str
) -> None:
    """The window stays open, and nothing is entered."""
    wrong = enters(office, "/po new", supplier="S-1", files=files, **values)

    assert said in wrong.errors[field]
    assert order(office, "PO-1") is None


def test_where_suppliers_are_too_many_to_choose_from_they_are_typed(office: Office) -> None:
    """By their names here; one that is not on file is said at its field."""
    with office.house.bot.store.begin() as unit:
        for n in range(2, 103):
            unit.people.save_supplier(Supplier(id=SupplierId(f"S-{n}"), name=f"Mill {n}"), 0)
    window = office.ann.types("/po new").window
    assert window is not None and window["blocks"][0]["element"]["type"] == "plain_text_input"
    assert "no supplier S-999" in office.ann.enters(window, supplier="s-999", lines=LINES).errors["supplier"]
    assert "PO-1" in office.ann.enters({**window, "id": "V77"}, supplier="s-77", lines=LINES).words
    made = order(office, "PO-1")
    assert made is not None and made.supplier == "S-77"
    asked = office.ann.types("/rfp new").window
    assert asked is not None
    office.ann.enters(asked, supplier="S-5, s-7", deadline="2026-06-30", lines="3 pcs x Cup")
    request = rfp(office, "RFP-1")
    assert request is not None and request.invited == ("S-5", "S-7")


def test_a_request_is_typed_or_dropped(office: Office) -> None:
    """Its suppliers, its last day, its items; opened by the button of the answer."""
    office.house.adds_supplier(Supplier(id="S-2", name="Nordholz A/S"))  # type: ignore[arg-type]
    told = enters(
        office, "/rfp new", title="Tableware", supplier="S-1 S-2", deadline="2026-06-30", lines="400 pcs x Bowl\n4 x Jug"
    )
    made = rfp(office, "RFP-1")
    assert made is not None and (made.title, made.invited) == ("Tableware", ("S-1", "S-2"))
    assert made.deadline is not None and made.deadline.isoformat() == "2026-06-30T21:59:00+00:00"
    assert [i.description for i in made.items] == ["Bowl", "Jug"]

    table = sheet(("quantity", "unit", "description"), (12, "pcs", "Ladle"), (3, "pcs", "Whisk"))
    enters(office, "/rfp new", supplier="S-1", deadline="2026-06-30", files=(("items.xlsx", table),))
    second = rfp(office, "RFP-2")
    assert second is not None and [i.description for i in second.items] == ["Ladle", "Whisk"] and second.invited == ("S-1",)

    office.ann.presses("Open RFP-1", {"text": told.text, "blocks": told.blocks})
    made = rfp(office, "RFP-1")
    assert made is not None and made.status.value == "Draft"  # Nordholz has no contact, which is said
    office.ann.types("/supplier contacts S-2 add post@nordholz.example")
    office.ann.presses("Open RFP-1", {"text": told.text, "blocks": told.blocks})
    made = rfp(office, "RFP-1")
    assert made is not None and made.status.value == "Open"


def test_somebody_without_the_role_enters_nothing(office: Office) -> None:
    """Carla is no initiator; her home offers no window either."""
    window = office.carla.types("/po new").window
    assert window is not None
    assert "not yours" in office.carla.enters(window, supplier="S-1", lines=LINES).words
    assert order(office, "PO-1") is None
    assert "New order…" not in str(office.carla.looks()) and "New order…" in str(office.ann.looks())
