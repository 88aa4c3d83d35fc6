"""UBL and CII: what they state is read, what contradicts itself is never proven."""

import re
from datetime import date
from decimal import Decimal

import pytest

from core.knowledge import Knowledge, KnownParty
from core.names import SupplierId
from core.paper import Charge, Check, Field, Paper, PaperKind, PaperLine, Source, TaxPart
from parsers.documents import read


def _one(xml: str, knowledge: Knowledge | None = None) -> Paper:
    (paper,) = read(xml.encode(), "any name.bin", knowledge or Knowledge())
    return paper


def test_a_ubl_invoice_is_read_whole(ubl: str) -> None:
    paper = _one(ubl)
    assert paper == Paper(
        kind=PaperKind.INVOICE,
        source=Source.XML,
        file="any name.bin",
        number="R-77",
        issue_date=date(2026, 3, 2),
        due_date=date(2026, 4, 1),
        order_references=("PO-417",),
        currency=paper.currency,
        net_total=Decimal("220.00"),
        tax_total=Decimal("41.80"),
        gross_total=Decimal("261.80"),
        seller_name="Nordlicht Leuchten GmbH",
        seller_vat="DE136695976",
        buyer_name="Hafen Bau AG",
        iban="DE88 2008 0000 0970 3757 00",
        lines=(
            PaperLine(
                description="Lamp",
                seller_sku="L-1",
                order_line=3,
                quantity=Decimal(12),
                unit="C62",
                unit_price=Decimal("12.50"),
                net_amount=Decimal("150.00"),
                tax_rate=Decimal(19),
            ),
            PaperLine(
                description="Cable",
                quantity=Decimal(200),
                unit="MTR",
                unit_price=Decimal("32.00"),
                price_base=Decimal(100),
                discount=Decimal("4.00"),
                net_amount=Decimal("60.00"),
                tax_rate=Decimal(19),
            ),
        ),
        charges=(Charge(description="Freight", amount=Decimal("10.00"), tax_rate=Decimal(19)),),
        taxes=(TaxPart(rate=Decimal(19), base=Decimal("220.00"), amount=Decimal("41.80")),),
        proven=True,
        checks=(
            Check.SCHEMA,
            Check.QUANTITY_TIMES_PRICE,
            Check.LINES_SUM_TO_NET,
            Check.NET_PLUS_TAX_IS_GROSS,
            Check.TAX_BY_RATE,
            Check.IBAN_CHECKSUM,
            Check.DATES_IN_ORDER,
            Check.VAT_CHECKSUM,
        ),
    )
    assert paper.currency == "EUR"


def test_a_cii_invoice_says_the_same_fields(cii: str) -> None:
    paper = _one(cii)
    assert (paper.number, paper.issue_date, paper.due_date) == ("R-77", date(2026, 3, 2), date(2026, 4, 1))
    assert (paper.net_total, paper.tax_total, paper.gross_total) == (Decimal("150.00"), Decimal("28.50"), Decimal("178.50"))
    assert (paper.seller_vat, paper.iban, paper.order_references) == ("DE136695976", "DE88200800000970375700", ("PO-417",))
    assert paper.lines[0].quantity == 12 and paper.lines[0].seller_sku == "L-1"
    assert paper.proven


@pytest.mark.parametrize(
    ("printed", "changed", "field"),
    [
        (">12</cbc:InvoicedQuantity", ">13</cbc:InvoicedQuantity", Field.LINES),
        (">12.50<", ">12.51<", Field.LINES),
        (">150.00<", ">150.01<", Field.LINES),
        (">41.80</cbc:TaxAmount>\n<cac:TaxSub", ">41.81</cbc:TaxAmount>\n<cac:TaxSub", Field.GROSS_TOTAL),
        (">261.80</cbc:TaxInc", ">261.90</cbc:TaxInc", Field.GROSS_TOTAL),
        (">220.00</cbc:TaxExc", ">221.00</cbc:TaxExc", Field.NET_TOTAL),
        ("0000 0970", "0000 0971", Field.IBAN),
        ("DE136695976", "DE136695977", Field.SELLER_VAT),
        (">12.50<", ">12.5001<", Field.LINES),
        (">10.00</cbc:Amount>\n", ">10.10</cbc:Amount>\n", Field.NET_TOTAL),
        ("2026-04-01", "2026-02-01", Field.DUE_DATE),
        ("<cbc:ID>R-77</cbc:ID>", "<cbc:ID/>", Field.NUMBER),
    ],
)
def test_a_changed_digit_is_doubted_where_it_stands(ubl: str, printed: str, changed: str, field: Field) -> None:
    assert printed in ubl
    paper = _one(ubl.replace(printed, changed))
    assert not paper.proven
    assert paper.doubted(field)


@pytest.mark.parametrize(
    ("tax", "gross", "proven"),
    [("41.81", "261.84", True), ("41.80", "261.83", True), ("41.79", "261.82", False), ("41.80", "261.84", False)],
)
def test_a_tax_may_be_rounded_or_cut(ubl: str, tax: str, gross: str, proven: bool) -> None:
    """19 % of 220.03 is 41.8057; the sums say which of the two cents it is."""
    changed = ubl.replace(">10.00</cbc:Amount>", ">10.03</cbc:Amount>").replace("220.00", "220.03")
    assert _one(changed.replace("41.80", tax).replace("261.80", gross)).proven is proven


def test_a_tax_may_be_the_sum_of_the_taxes_of_its_lines(ubl: str) -> None:
    """19 % of 150.03 is 28.5057, of 70.04 13.3076: rounded one by one 41.82 together, of their sum 41.81."""
    freight = ubl[ubl.index("<cac:AllowanceCharge>") : ubl.index("</cac:AllowanceCharge>") + len("</cac:AllowanceCharge>")]
    changed = ubl.replace(freight, "").replace(">12.50<", ">150.03<").replace(">12<", ">1<").replace(">150.00<", ">150.03<")
    changed = changed.replace(">32.00<", ">37.02<").replace(">60.00<", ">70.04<").replace("220.00", "220.07")
    changed = re.sub("<cbc:ChargeTotalAmount.*?</cbc:ChargeTotalAmount>", "", changed).replace("210.00", "220.07")
    for tax, gross, proven in (("41.82", "261.89", True), ("41.81", "261.88", True), ("41.83", "261.90", False)):
        assert _one(changed.replace("41.80", tax).replace("261.80", gross)).proven is proven


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_changed_rate_is_never_proven(ubl: str, place: int) -> None:
    parts = ubl.split("<cbc:Percent>19<")
    assert len(parts) == 5
    changed = "<cbc:Percent>19<".join(parts[: place + 1]) + "<cbc:Percent>18<" + "<cbc:Percent>19<".join(parts[place + 1 :])
    assert not _one(changed).proven


def test_a_removed_line_is_never_proven(ubl: str) -> None:
    begin = ubl.rindex("<cac:InvoiceLine>")
    assert not _one(ubl[:begin] + "</Invoice>").proven


def test_a_broken_schema_is_said(ubl: str) -> None:
    paper = _one(ubl.replace("<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "<cbc:InvoiceTypeCod>380</cbc:InvoiceTypeCod>"))
    assert paper.doubted(Field.FILE) and not paper.proven
    assert Check.SCHEMA not in paper.checks


def test_a_line_of_nothing_is_a_remark(ubl: str) -> None:
    begin = ubl.index("<cac:InvoiceLine>")
    remark = """<cac:InvoiceLine><cbc:ID>9</cbc:ID><cbc:InvoicedQuantity>0</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">0.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Thank you</cbc:Name></cac:Item>
</cac:InvoiceLine>"""
    assert [line.description for line in _one(ubl[:begin] + remark + ubl[begin:]).lines] == ["Lamp", "Cable"]


def test_a_gift_is_a_line_but_its_quantity_is_not_proven(ubl: str) -> None:
    gift = ubl.replace(">12.50<", ">0.00<").replace(">150.00<", ">0.00<")
    assert _one(gift).lines[0].quantity == 12
    assert _one(gift).doubted(Field.LINES)


def test_kinds_follow_the_type_code(ubl: str, cii: str) -> None:
    assert _one(cii.replace("<ram:TypeCode>380", "<ram:TypeCode>381")).kind is PaperKind.CREDIT_NOTE
    assert _one(cii.replace("<ram:TypeCode>380", "<ram:TypeCode>325")).kind is PaperKind.PRO_FORMA
    assert _one(ubl.replace("TypeCode>380", "TypeCode>384")).kind is PaperKind.INVOICE


def test_the_tax_is_that_of_the_invoice_currency(ubl: str) -> None:
    second = '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">470.00</cbc:TaxAmount></cac:TaxTotal>\n<cac:TaxTotal>'
    assert _one(ubl.replace("<cac:TaxTotal>", second)).tax_total == Decimal("41.80")


@pytest.mark.parametrize(
    "number", ["9" * 13, "9" * 400, "1e99", "NaN", "Infinity", "٣", "-", "", "1,5", "9" * 12, "-0", "0.000000000001"]
)
def test_no_number_breaks_the_reader(ubl: str, cii: str, number: str) -> None:
    for place in ("12.50", "150.00", ">12<", ">100<", "261.80", ">19<", "41.80"):
        changed = f">{number}<" if place.startswith(">") else number
        assert not _one(ubl.replace(place, changed)).proven
        assert _one(cii.replace(place, changed)).number == "R-77"


def test_a_known_supplier_is_a_check(ubl: str) -> None:
    known = Knowledge(suppliers=(KnownParty(id=SupplierId("S-1"), vat_ids=("DE 136 695 976",)),))
    assert Check.SUPPLIER_KNOWN in _one(ubl, known).checks


def test_a_national_account_is_kept_and_doubted(ubl: str) -> None:
    paper = _one(ubl.replace("DE88 2008 0000 0970 3757 00", "5050-1055"))
    assert paper.iban == "5050-1055"
    assert paper.doubted(Field.IBAN)


def test_a_peppol_order_is_an_order(ubl: str) -> None:
    order = """<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>PO-1</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:BuyerCustomerParty><cac:Party>
<cac:PartyName><cbc:Name>Hafen Bau AG</cbc:Name></cac:PartyName></cac:Party></cac:BuyerCustomerParty>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="C62">3</cbc:Quantity>
<cbc:LineExtensionAmount currencyID="EUR">30.00</cbc:LineExtensionAmount>
<cac:Price><cbc:PriceAmount currencyID="EUR">10.00</cbc:PriceAmount></cac:Price><cac:Item><cbc:Name>Lamp</cbc:Name></cac:Item>
</cac:LineItem></cac:OrderLine></Order>"""
    paper = _one(order)
    assert (paper.kind, paper.number, paper.buyer_name) == (PaperKind.ORDER, "PO-1", "Hafen Bau AG")
    assert [(line.order_line, line.quantity, line.unit_price) for line in paper.lines] == [(1, Decimal(3), Decimal("10.00"))]
