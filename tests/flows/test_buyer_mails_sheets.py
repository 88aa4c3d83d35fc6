"""A buyer mails orders and requests in as a sheet: Drafts, all or none, sent by a reply; the empty sheets come on any mail."""

from datetime import UTC, datetime

import pytest

from core.commands.buyer_people import AddSupplier
from core.names import Address, Reference, SupplierId
from core.party import Contact, Language, Supplier
from core.proposal import Rfp, RfpStatus
from tests.flows.conftest import ANN, CARLA, SALES, Got, House, to
from tests.office import typed

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
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


# ---- requests for proposal

UTE = Address("ute@toepferei.example")
ASK = "rfp;title;deadline;suppliers;item;quantity;unit;description\n"
BOWLS = ASK + "a;Canteen;2026-05-04 11:00;S-1, S-2;1;400;pcs;Bowl 24 cm\na;;;;2;250;pcs;Plate 27 cm\n"


def with_ute(house: House) -> House:
    """A second supplier."""
    ute = Contact(address=UTE, name="Ute Lehm", language=Language.DE)
    house.does(
        ANN, None, AddSupplier(supplier=Supplier(id=SupplierId("S-2"), name="Töpferei Lehm", country="DE", contacts=(ute,)))
    )
    house.delivered()
    return house


def request(house: House, number: int = 1) -> Rfp | None:
    with house.bot.store.read() as unit:
        return unit.documents.rfp(Reference(f"RFP-{number}"))


def file_of(letter: Got, name: str) -> bytes:
    """An attached file."""
    (found,) = [p.get_content() for p in letter.message.iter_attachments() if p.get_filename() == name]
    return bytes(found)


def test_a_request_is_a_draft_that_a_reply_sends_to_each_by_itself(house: House) -> None:
    """The deadline is in the zone of the house; a second SUBMIT asks nobody again."""
    with_ute(house)

    drafted = house.writes("Please ask.", who=ANN, files=(("requests.csv", BOWLS.encode()),))

    letter = to(drafted, ANN)
    assert "RFP-1 is entered as a Draft: 2 items, offers until 4 May 2026, 11:00 CEST" in letter.text
    assert "Corvina Metalware B.V. and Töpferei Lehm" in letter.text
    assert [got.to for got in drafted] == [ANN]
    found = request(house)
    assert found and (found.status, found.deadline) == (RfpStatus.DRAFT, datetime(2026, 5, 4, 9, 0, tzinfo=UTC))

    sent = house.writes("SUBMIT", answers=letter, who=ANN)

    assert to(sent, SALES).subject == "[RFP-1-S-1] Request for proposal RFP-1: Canteen"
    assert to(sent, UTE).files == ["RFP-1.xlsx", "RFP-1.docx"]
    again = house.writes("SUBMIT", answers=letter, who=ANN)
    assert [got.to for got in again] == [ANN]
    assert "it is decided already" in to(again, ANN).text


def test_two_requests_and_an_order_in_one_mail(house: House) -> None:
    """Each is a Draft of its own, with its number."""
    with_ute(house)
    both = BOWLS + "b;Cups;2026-05-05;S-2;1;10;pcs;Cup\n"
    order = HEAD + "4711;S-1;1;1;pcs;10;Bowl;;;\n"

    letters = house.writes("All of it.", who=ANN, files=(("r.csv", both.encode()), ("o.csv", order.encode())))

    assert sorted(letter.subject.partition(" ")[2][:6] for letter in letters) == ["[4711 ", "[RFP-1", "[RFP-2"]
    assert [r.title for n in (1, 2) if (r := request(house, n))] == ["Canteen", "Cups"]


def test_a_request_that_could_not_be_sent_is_not_entered(house: House) -> None:
    """No deadline, an unknown supplier, a day that is none: named, and nothing of the mail is entered."""
    for row, why in (
        ("a;Cups;;S-1;1;10;pcs;Cup\n", "request 1: deadline: missing"),
        ("a;Cups;2026-05-05;;1;10;pcs;Cup\n", "request 1: suppliers: missing"),
        ("a;Cups;2026-05-05;S-9;1;10;pcs;Cup\n", "row 2: suppliers: 'S-9' is not on file"),
        ("a;Cups;soon;S-1;1;10;pcs;Cup\n", "row 2: deadline: 'soon' is not of the form"),
        ("a;Cups;2026-05-05;S-1;1;some;pcs;Cup\n", "row 2: quantity: 'some' is no number"),
    ):
        order = HEAD + "4711;S-1;1;1;pcs;10;Bowl;;;\n"
        files = (("o.csv", order.encode()), ("r.csv", (ASK + row).encode()))
        assert why in to(house.writes("All of it.", who=ANN, files=files), ANN).text
    assert request(house) is None
    with house.bot.store.read() as unit:
        assert unit.documents.orders([Reference("4711")]) == ()


def test_a_deadline_that_is_past_asks_nobody(house: House) -> None:
    """The Draft stands; sending it is refused."""
    letter = to(house.writes("", who=ANN, files=(("r.csv", (ASK + "a;Cups;2026-04-01;S-1;1;9;pcs;Cup\n").encode()),)), ANN)

    told = house.writes("SUBMIT", answers=letter, who=ANN)

    assert "it needs a deadline that lies ahead" in to(told, ANN).text
    assert [got.to for got in told] == [ANN]


def test_only_the_one_who_mailed_it_in_sends_it(house: House) -> None:
    """A forged SUBMIT is held; Carla's is no decision; a supplier's sheet asks nobody."""
    with_ute(house)
    letter = to(house.writes("", who=ANN, files=(("r.csv", BOWLS.encode()),)), ANN)

    house.writes("SUBMIT", answers=letter, who=ANN, authentic=False)
    house.writes("SUBMIT", answers=letter, who=CARLA)
    house.writes("", files=(("r.csv", BOWLS.encode()),))

    found = request(house)
    assert found and found.status is RfpStatus.DRAFT
    assert request(house, 2) is None


# ---- the empty sheets


def test_a_mail_that_says_nothing_brings_the_empty_sheets_which_come_back_filled(house: House) -> None:
    """Whatever Ann writes outside of a thread is kept and answered with what she can do; both sheets work as they came."""
    help_ = to(house.writes("How do I order by mail?", who=ANN), ANN)
    assert help_.files == ["orders.xlsx", "requests.xlsx"]
    assert "This mail is kept; nothing follows from it" in help_.text

    order = typed(file_of(help_, "orders.xlsx"), {"B2": "S-1", "C2": "EUR", "K2": "Frying pan", "L2": "120", "N2": "24.50"})
    asked = typed(file_of(help_, "requests.xlsx"), {"C2": "2026-05-04", "D2": "S-1", "J2": "400", "M2": "Bowl 24 cm"})
    letters = house.writes("", who=ANN, files=(("orders.xlsx", order), ("requests.xlsx", asked)))

    assert sorted(letter.subject.split("[")[1].split(" ")[0] for letter in letters) == ["PO-1", "RFP-1"]


def test_an_order_in_another_currency_than_the_suppliers_is_refused(house: House) -> None:
    """The sheet has a column for it, so that nobody orders in dollars by mistake."""
    sheet = "supplier;currency;quantity;unit_price;description\nS-1;USD;1;10;Bowl\n"

    told = to(house.writes("", who=ANN, files=(("o.csv", sheet.encode()),)), ANN)

    assert "row 2: currency: orders for S-1 are in EUR, not 'USD'" in told.text


def test_a_supplier_who_asks_for_help_gets_the_suppliers(house: House) -> None:
    """No sheet of the house."""
    letter = to(house.writes("Help"), SALES)
    assert letter.files == []
    assert "Confirm an order" in letter.text


def test_two_files_of_one_mail_are_orders_of_their_own(house: House) -> None:
    """Neither has a number: each gets the next one, and its own lines."""
    one, two = HEAD + ";S-1;1;1;pcs;10;Bowl;;;\n", HEAD + ";S-1;1;2;pcs;20;Plate;;;\n"

    house.writes("Two orders.", who=ANN, files=(("a.csv", one.encode()), ("b.csv", two.encode())))

    with house.bot.store.read() as unit:
        made = unit.documents.orders((Reference("PO-1"), Reference("PO-2")))
    assert [[line.description for line in order.lines] for order in made] == [["Bowl"], ["Plate"]]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("4712;S-1;1;many;pcs;20;Plate;;;\n", "b.csv: row 2: quantity: 'many' is no number"),
        ("4711;S-1;1;2;pcs;20;Plate;;;\n", "b.csv: row 2: order: 4711 is in another file too"),
        ("INV-1;S-1;1;2;pcs;20;Plate;;;\n", "b.csv: row 2: INV-1 is a name that the house gives itself"),
    ],
)
def test_of_two_files_with_a_bad_row_none_is_entered(house: House, row: str, said: str) -> None:
    """The file and its row are named."""
    good = HEAD + "4711;S-1;1;1;pcs;10;Bowl;;;\n"

    told = to(house.writes("Two.", who=ANN, files=(("a.csv", good.encode()), ("b.csv", (HEAD + row).encode()))), ANN)

    assert said in told.text
    with house.bot.store.read() as unit:
        assert unit.documents.orders((Reference("4711"), Reference("4712"))) == ()
