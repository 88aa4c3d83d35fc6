"""What a proof covers, one rule a test, on small pages that are typeset here (docs/reading.md 3)."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from core.knowledge import Knowledge, KnownParty
from core.names import Address, SupplierId, reference
from core.order import OrderLine, PurchaseOrder
from core.paper import Check, Field, Paper
from parsers.documents import read

TABLE = """#table(columns: (1fr, auto, auto, auto), align: (left, right, right, right), stroke: none,
 [*Description*], [*Quantity*], [*Unit price*], [*Amount*], [Steel bracket], [3], [20.00], [60.00],
 [Label printer], [2], [45.50], [91.00])"""
TOTALS = "[Net total], [151.00 EUR], [VAT 20%], [30.20 EUR], [Total], [181.20 EUR]"
PARTIES = "Ashdown Tools Ltd \\ 14 Mill Lane \\ 28195 Bremen\n\nBill to: \\ Larkfield Foods PLC \\ 7 Station Road \\ 28195 Bremen"
FOOT = "Ashdown Tools Ltd VAT ID: DE136695976 IBAN: DE89370400440532013000"


def _paper(
    *, table: str = TABLE, totals: str = TOTALS, parties: str = PARTIES, foot: str = FOOT, knowledge: Knowledge | None = None
) -> Paper:
    import typst

    source = f"""#set text(size: 10pt)
{parties}

= Invoice
Invoice number: INV-4711 \\ Invoice date: 12 March 2026

{table}
#align(right)[#grid(columns: 2, column-gutter: 18pt, row-gutter: 7pt, align: (left, right), {totals})]
{foot}
"""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    (paper,) = read(made, "page.pdf", knowledge or Knowledge())
    return paper


def test_a_page_whose_sums_close_is_proven() -> None:
    """Lines, net, tax and gross agree, and nothing contradicts."""
    paper = _paper()
    assert paper.proven
    assert (paper.number, paper.gross_total, len(paper.lines)) == ("INV-4711", Decimal("181.20"), 2)


CONTRADICTIONS = {
    "another rate": TOTALS.replace("VAT 20%", "VAT 23%"),
    "a rate beside a tax of nothing": "[Net total], [151.00 EUR], [VAT 5%], [0.00 EUR], [Total], [151.00 EUR]",
    "a base that is no base": TOTALS.replace("VAT 20%", "VAT 20% on 157.00"),
    "a base that is some cents too high": TOTALS.replace("VAT 20%", "VAT 20% on 151.02"),
    "a rate above all that are usual": TOTALS.replace("VAT 20%", "VAT 60%"),
    "a rate with a colon behind it": TOTALS.replace("VAT 20%", "VAT 21 %:"),
    "a bare number behind the name of the tax": TOTALS.replace("VAT 20%", "VAT 19"),
    "a tax that rounds away beside a rate of nothing": TOTALS.replace("[Total]", "[VAT 0%], [0.03 EUR], [Total]"),
}


@pytest.mark.parametrize("name", sorted(CONTRADICTIONS))
def test_every_amount_and_rate_in_the_row_of_a_tax_must_fit(name: str) -> None:
    """A row of a tax is held to its rate, to its base and to the totals."""
    assert not _paper(totals=CONTRADICTIONS[name]).proven


def test_a_base_that_wraps_below_the_name_of_the_tax_is_held_to_it() -> None:
    """A narrow cell breaks "VAT 20% on 157.00" before its amount."""
    totals = TOTALS.replace("[VAT 20%]", "[VAT 20% on \\ 157.00]")
    assert not _paper(totals=totals).proven
    assert _paper(totals=totals.replace("157.00", "151.00")).proven


def _taxed(net: str, rate: str, tax: str, gross: str) -> Paper:
    """One piece at a price, with a tax in print."""
    table = f"""#table(columns: (1fr, auto, auto, auto), align: (left, right, right, right), stroke: none,
 [*Description*], [*Quantity*], [*Unit price*], [*Amount*], [Steel bracket], [1], [{net}], [{net}])"""
    return _paper(table=table, totals=f"[Net total], [{net} EUR], [VAT {rate}%], [{tax} EUR], [Total], [{gross} EUR]")


@pytest.mark.parametrize(
    ("net", "rate", "tax", "gross", "proven"),
    [
        ("3444.50", "21", "723.35", "4167.85", True),  # 723.345 up
        ("3444.50", "21", "723.34", "4167.84", True),  # 723.345 to even
        ("3444.95", "21", "723.43", "4168.38", True),  # 723.4395 cut
        ("3444.50", "21", "723.36", "4167.86", False),
        ("3444.50", "21", "723.33", "4167.83", False),
        ("3444.50", "21", "723.34", "4167.85", False),  # and the sum does not close
        ("3444.50", "22", "723.34", "4167.84", False),
        ("1.06", "20", "0.21", "1.27", True),  # 0.212
        ("1.08", "20", "0.21", "1.29", False),  # 0.216 cut, but 19 % would be 0.21 too
    ],
)
def test_a_tax_is_rounded_or_cut(net: str, rate: str, tax: str, gross: str, proven: bool) -> None:
    """Half a cent up, to the even cent, or away: each is in use, and net, tax and gross close with it."""
    assert _taxed(net, rate, tax, gross).proven is proven


RATED = """#table(columns: (1fr, auto, auto, auto, auto), align: (left, right, right, right, right), stroke: none,
 [*Description*], [*Quantity*], [*Unit price*], [*VAT %*], [*Amount*],
 [Steel bracket], [1], [10.03], [20], [10.03], [Label printer], [1], [20.03], [20], [20.03],
 [Cable], [1], [30.03], [20], [30.03])"""


@pytest.mark.parametrize(
    ("tax", "gross", "proven"), [("12.02", "72.11", True), ("12.03", "72.12", True), ("12.04", "72.13", False)]
)
def test_a_tax_may_be_rounded_line_by_line(tax: str, gross: str, proven: bool) -> None:
    """20 % of 60.09 is 12.018; of 10.03, 20.03 and 30.03 it is 2.006, 4.006 and 6.006, and of their roundings the sum 12.03."""
    totals = f"[Net total], [60.09 EUR], [VAT 20%], [{tax} EUR], [Total], [{gross} EUR]"
    assert _paper(table=RATED, totals=totals).proven is proven
    assert not _paper(table=RATED.replace("[20], [10.03]", "[21], [10.03]"), totals=totals).proven


def test_another_cent_in_a_table_of_taxes_is_seen_by_their_sum() -> None:
    """7 % of 50.10 is 3.507: 3.51 and 3.50 are both honest, but only one of them makes up the tax with the other rate."""
    table = TABLE.replace("[3], [20.00], [60.00]", "[1], [50.10], [50.10]")
    rows = "[VAT 7% on 50.10], [{seven} EUR], [VAT 20% on 91.00], [18.20 EUR]"
    totals = f"[Net total], [141.10 EUR], {rows}, [Total], [162.81 EUR]"
    cut = totals.replace("162.81", "162.80")
    assert _paper(table=table, totals=totals.format(seven="3.51")).proven
    assert not _paper(table=table, totals=totals.format(seven="3.50")).proven
    assert _paper(table=table, totals=cut.format(seven="3.50")).proven
    assert not _paper(table=table, totals=cut.format(seven="3.51")).proven


def test_labels_over_their_totals() -> None:
    """One row of labels, one row of values; the rate stands in the label."""
    grid = "#table(columns: (1fr,) * 3, [Net total], [VAT {rate}%], [Total], [151.00 EUR], [30.20 EUR], [181.20 EUR])"
    read_right = _paper(totals="", foot=grid.format(rate=20) + "\n" + FOOT)
    assert (read_right.proven, read_right.net_total) == (True, Decimal("151.00"))
    assert not _paper(totals="", foot=grid.format(rate=21) + "\n" + FOOT).proven


def test_a_rate_that_wraps_before_its_sign() -> None:
    """A narrow cell breaks "VAT 20 % on 151.00" behind the number of the rate."""
    labels = "[Net total], [VAT {rate} \\ % on 151.00], [Total]"
    grid = f"#table(columns: (1fr,) * 3, {labels}, [151.00 EUR], [30.20 EUR], [181.20 EUR])"
    assert _paper(totals="", foot=grid.format(rate=20) + "\n" + FOOT).proven
    assert not _paper(totals="", foot=grid.format(rate=21) + "\n" + FOOT).proven


def test_figures_that_say_another_thing_than_their_heading() -> None:
    """What multiplies stands under "Unit": it may be read, but not proven."""
    paper = _paper(table=TABLE.replace("[*Quantity*]", "[*Unit*]"))
    assert [line.quantity for line in paper.lines] == [3, 2]
    assert not paper.proven and paper.doubted(Field.LINES)


def test_thousands_of_pieces_with_a_blank() -> None:
    """ "1 847" pieces are one number in the column of quantities."""
    table = TABLE.replace("[3], [20.00], [60.00]", "[1 847], [20.00], [36 940.00]")
    totals = "[Net total], [37 031.00 EUR], [VAT 20%], [7 406.20 EUR], [Total], [44 437.20 EUR]"
    paper = _paper(table=table, totals=totals)
    assert (paper.proven, paper.lines[0].quantity) == (True, Decimal(1847))


SMALL = TABLE.replace("[3], [20.00], [60.00]", "[0.5], [120.01], [60.01]")
SMALL_TOTALS = "[Net total], [151.01 EUR], [VAT 20%], [30.20 EUR], [Total], [181.21 EUR]"


def test_a_digit_that_no_product_shows_is_proven_by_the_order_only() -> None:
    """Half of 120.01 and of 120.02 round to the same cent: only what was ordered tells that the price is right."""
    assert not _paper(table=SMALL, totals=SMALL_TOTALS).proven
    assert _paper(table=SMALL, totals=SMALL_TOTALS, knowledge=_knows("120.01")).proven
    assert not _paper(table=SMALL, totals=SMALL_TOTALS, knowledge=_knows("120.02")).proven


@pytest.mark.parametrize(("ordered", "proven"), [("120.00", True), ("130.00", True), ("120.01", False)])
def test_a_zero_that_no_product_shows_is_not_proven_against_the_order(ordered: str, proven: bool) -> None:
    """Four tenths of 120.00 and of 120.01 are 48.00: where 120.01 was ordered, its last digit may have been lost. Quite another
    price is no such doubt, the product shows it."""
    table = TABLE.replace("[3], [20.00], [60.00]", "[0.4], [120.00], [48.00]")
    totals = "[Net total], [139.00 EUR], [VAT 20%], [27.80 EUR], [Total], [166.80 EUR]"
    assert _paper(table=table, totals=totals, knowledge=_knows(ordered)).proven is proven


@pytest.mark.parametrize(("price", "amount", "proven"), [("100.12", "95.11", True), ("100.11", "95.10", False)])
def test_a_discount_may_hide_the_last_digit_of_a_price(price: str, amount: str, proven: bool) -> None:
    """100.10 and 100.11, less 5 %, are both 95.10; no other price than 100.12 is 95.11."""
    table = f"""#table(columns: (1fr, auto, auto, auto, auto), align: (left, right, right, right, right), stroke: none,
 [*Description*], [*Quantity*], [*Unit price*], [*Discount*], [*Amount*], [Steel bracket], [1], [{price}], [5%], [{amount}],
 [Label printer], [2], [50.00], [0%], [100.00])"""
    net = Decimal(amount) + 100
    tax = (net / 5).quantize(Decimal("0.01"))
    totals = f"[Net total], [{net} EUR], [VAT 20%], [{tax} EUR], [Total], [{net + tax} EUR]"
    paper = _paper(table=table, totals=totals)
    assert (paper.net_total, paper.proven) == (net, proven)


def _knows(price: str) -> Knowledge:
    line = OrderLine(number=1, description="Steel bracket", quantity=Decimal(1), unit_price=Decimal(price))
    order = PurchaseOrder(
        reference=reference("PO-1034"),
        supplier=SupplierId("S-1"),
        initiator=Address("a@example.org"),
        currency=_paper().currency or "",  # type: ignore[arg-type]
        lines=(line,),
    )
    return Knowledge(orders=(order,))


UNLABELLED = """#grid(columns: (1fr, 1fr), [Larkfield Foods PLC \\ 7 Station Road \\ 28195 Bremen],
 align(right)[Ashdown Tools Ltd \\ 14 Mill Lane \\ 28195 Bremen])"""


def test_two_addresses_side_by_side_say_not_who_sells() -> None:
    """Without a label, and with no name at the foot, both names carry a doubt; the sums are proven all the same."""
    paper = _paper(parties=UNLABELLED, foot="IBAN: DE89370400440532013000")
    assert paper.proven
    assert paper.doubted(Field.SELLER_NAME) and paper.doubted(Field.BUYER_NAME)


def test_the_name_at_the_foot_sells() -> None:
    """It is printed a second time beside account and VAT id."""
    paper = _paper(parties=UNLABELLED)
    assert (paper.seller_name, paper.buyer_name) == ("Ashdown Tools Ltd", "Larkfield Foods PLC")
    assert not paper.doubted(Field.SELLER_NAME)


def test_a_vat_id_inside_an_address_is_that_address_s() -> None:
    """Where another stands at the foot, the block with an id of its own is the buyer."""
    parties = UNLABELLED.replace("7 Station Road", "7 Station Road \\ 28195 Bremen \\ VAT ID: DE129273398", 1)
    paper = _paper(parties=parties, foot="VAT ID: DE136695976 IBAN: DE89370400440532013000")
    assert paper.seller_vat == "DE136695976"
    assert paper.buyer_name == "Larkfield Foods PLC"


def test_a_vat_id_that_another_digit_would_pass_too_is_doubted() -> None:
    """Dutch and British numbers have two rules: the paper may be proven, its VAT id is not."""
    paper = _paper(foot="Ashdown Tools Ltd VAT ID: GB434031494 IBAN: DE89370400440532013000")
    assert paper.doubted(Field.SELLER_VAT)
    assert Check.VAT_CHECKSUM not in paper.checks


@pytest.mark.parametrize("wrong", ["DE136695975", "DE126695976"])
def test_a_vat_id_with_a_wrong_digit_takes_the_proof_away(wrong: str) -> None:
    """Its checksum fails."""
    assert not _paper(foot=FOOT.replace("DE136695976", wrong)).proven


def test_a_description_above_its_line_needs_no_heading() -> None:
    """Each line has its text in a row of its own above its figures."""
    table = """#table(columns: (auto, auto, auto), align: right, stroke: none, [*Quantity*], [*Unit price*], [*Amount*],
 table.cell(colspan: 3, align: left)[Steel bracket], [3], [20.00], [60.00],
 table.cell(colspan: 3, align: left)[Label printer], [2], [45.50], [91.00])"""
    paper = _paper(table=table)
    assert (paper.proven, [line.description for line in paper.lines]) == (True, ["Steel bracket", "Label printer"])


def test_lines_of_two_rows_under_a_heading_of_two() -> None:
    """The text of each line stands in a row of its own above its figures, and so do their headings; a remark stands behind."""
    table = """#table(columns: (auto, auto, auto), align: right, stroke: none, inset: 3pt,
 table.cell(colspan: 3, align: left)[*Pos*  *Description*], [*Quantity*], [*Unit price*], [*Amount*],
 table.cell(colspan: 3, align: left)[1  Steel bracket], [3], [20.00], [60.00],
 table.cell(colspan: 3, align: left)[2  Label printer], [2], [45.50], [91.00],
 table.cell(colspan: 3, align: left)[Delivered to building B]"""
    paper = _paper(table=table + ")")
    assert (paper.proven, [line.description for line in paper.lines]) == (True, ["1 Steel bracket", "2 Label printer"])


def test_thousands_in_wide_type() -> None:
    """Bold type has wider blanks: one that is as wide as those between its words parts thousands too."""
    bold = 'text(font: "New Computer Modern", weight: "bold")'
    totals = f"[Net total], [1 151.00 EUR], [VAT 20%], [230.20 EUR], {bold}[Total to pay], {bold}[1 381.20 EUR]"
    table = TABLE.replace("[3], [20.00], [60.00]", "[53], [20.00], [1 060.00]")
    assert _paper(table=table, totals=totals).gross_total == Decimal("1381.20")


def test_figures_in_the_middle_of_a_cell_of_two_rows() -> None:
    """The name stands half a row above its figures, a remark half a row below."""
    table = TABLE.replace("align: (left, right, right, right)", "align: (x, y) => (left, right, right, right).at(x) + horizon")
    table = table.replace("[Label printer]", "[Label printer \\ RAL 7016]")
    paper = _paper(table=table)
    assert [line.description.split()[0] for line in paper.lines] == ["Steel", "Label"]


LABELS: dict[str, tuple[str, Callable[[Paper], object], object]] = {
    "a label of two rows": (
        "#table(columns: 2, [Order \\ date], [Invoice \\ date], [01.02.2026], [12.03.2026])",
        lambda paper: str(paper.issue_date),
        "2026-03-12",
    ),
}


@pytest.mark.parametrize("name", sorted(LABELS))
def test_labels_that_wrap(name: str) -> None:
    """A label that is too long for its cell goes on in the row below."""
    box, value, expected = LABELS[name]
    assert value(_paper(parties=PARTIES + "\n\n" + box)) == expected


def test_the_supplier_on_file_is_sure() -> None:
    """Master data says who sells: no doubt is left."""
    known = Knowledge(suppliers=(KnownParty(id=SupplierId("S-1"), names=("Ashdown Tools Ltd",)),))
    assert not _paper(parties=UNLABELLED, foot="", knowledge=known).doubted(Field.SELLER_NAME)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Payment within 30 days net.", "2026-04-11"),
        ("The amount will be debited from your account on 20 March 2026.", "2026-03-20"),
        ("Der Betrag wird am 20.03.2026 per Lastschrift eingezogen.", "2026-03-20"),
        ("2% discount until 20 March 2026. \\ Due date: 11 April 2026", "2026-04-11"),
    ],
)
def test_due_dates_in_sentences(sentence: str, due: str) -> None:
    """Computed, taken from a debit, and never the day of a cash discount."""
    paper = _paper(foot=f"{sentence}\n\n{FOOT}")
    assert (str(paper.due_date), paper.doubted(Field.DUE_DATE)) == (due, False)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Payable by 20 March 2026 with 2% cash discount.", "None"),
        ("Zahlbar bis 20.03.2026 mit 2 % Skonto.", "None"),
        ("Zahlbar bis 20.03.2026, dann mit 2 % Skonto.", "None"),
        ("Zahlbar netto bis 11.04.2026, 2 % Skonto bis 20.03.2026.", "2026-04-11"),
        ("Payable by 20 March 2026 with 2% cash discount. \\ Payment within 30 days net.", "2026-04-11"),
    ],
)
def test_the_day_of_a_cash_discount_is_no_due_date(sentence: str, due: str) -> None:
    """Better none than one that is too early, even where it is the only date that has a label."""
    assert str(_paper(foot=f"{sentence}\n\n{FOOT}").due_date) == due
