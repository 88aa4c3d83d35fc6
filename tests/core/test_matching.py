"""Which order line an invoice line bills (docs/rules.md 4.1)."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.findings import FindingKind as F
from core.invoice import InvoiceStatus
from core.matching.assign import assign
from core.matching.charges import is_charge, is_fee
from core.matching.likeness import SURE, Words, identifier, likeness
from core.paper import PaperLine
from tests.core.matching_cases import generated, score
from tests.core.stories import Table, line, order, paper, row

FINE = Words.of("Bowl 24 cm stoneware, white")


def bills(*rows: PaperLine, of: object = None) -> list[int | None]:
    """The order line of each row, None for none."""
    found = assign(rows, (of or order("PO-1", line(1, "Bowl 24 cm", price="10.00"), line(2, "Bowl 28 cm", price="14.00")),))  # type: ignore[arg-type]
    places = {a.invoice_line: a.line for a in found.assigned}
    return [places.get(i) for i in range(len(rows))]


# ---- the same item?


@pytest.mark.parametrize(
    "words",
    [
        "BOWL, white, stoneware 24cm",
        "stoneware bowls white 24 cm",
        "Bowl 24 cm stonew. white",
        "bowl stonewaer 24cm white",
        "Bowl white (24 cm), stone-ware",
    ],
)
def test_the_same_item_in_other_words(words: str) -> None:
    """Order, case, plural, abbreviation with its stop, one slip, one word or two: the same."""
    assert likeness(FINE, Words.of(words)) >= SURE


@pytest.mark.parametrize("words", ["Bowl 24 cm", "Bowl 24 cm stoneware, white, dishwasher safe"])
def test_less_or_more_words_are_likely_the_same(words: str) -> None:
    """Alike, but the price must agree as well."""
    assert 0.6 <= likeness(FINE, Words.of(words)) < SURE


@pytest.mark.parametrize(
    "words", ["Bowl 24 cm stoneware, black", "Bowl 28 cm stoneware, white", "Plate 24 cm stoneware, white", "24", ""]
)
def test_what_contradicts_is_another_item(words: str) -> None:
    """Another colour, size or thing; a bare number or nothing says nothing."""
    assert likeness(FINE, Words.of(words)) == 0.0


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_mutual_and_bounded(one: str, other: str) -> None:
    """Whatever the texts are."""
    a, b = Words.of(one), Words.of(other)
    assert likeness(a, b) == likeness(b, a)
    assert 0.0 <= likeness(a, b) <= 1.0


def test_a_german_compound_is_not_its_beginning() -> None:
    """A table is no table lamp."""
    assert likeness(Words.of("Tisch Eiche"), Words.of("Tischlampe Eiche")) == 0.0


# ---- identifiers


def test_item_numbers_win_over_words() -> None:
    """The supplier's or the buyer's, however they are written."""
    goods = order("PO-1", line(1, "Bowl", supplier_sku="A-100"), line(2, "Plate", buyer_sku="4711"))
    rows = (row("Something else", seller_sku="a100"), row("Bowl", buyer_sku="4711"), row("Whatever A-100 (new)"))
    assert bills(*rows, of=goods) == [1, 2, 1]


def test_another_item_number_of_the_same_make_is_another_item() -> None:
    """A-200 is not A-100, although both are bowls; a bar code says nothing about that."""
    goods = order("PO-1", line(1, "Bowl", supplier_sku="A-100"))
    assert bills(row("Bowl", seller_sku="A-200"), of=goods) == [None]
    assert bills(row("Bowl", seller_sku="4006381333931"), of=goods) == [1]


def test_one_item_number_on_two_order_lines_is_told_apart_by_quantity_and_line() -> None:
    """Ten for May, twenty for June."""
    goods = order("PO-1", line(1, "Bowl", 10, supplier_sku="A-1"), line(2, "Bowl", 20, supplier_sku="A-1"))
    assert bills(row("Bowl", 20, seller_sku="A-1"), row("Bowl", 10, seller_sku="A-1"), of=goods) == [2, 1]
    assert bills(row("Bowl", 3, seller_sku="A-1", order_line=2), of=goods) == [2]


def test_a_line_number_alone_is_weak() -> None:
    """Every invoice counts its own lines: line 1 of theirs is not ours unless the item is the same."""
    assert bills(row("Bowl 28 cm", price="14.00", order_line=1)) == [2]


def test_a_line_that_names_another_order_bills_none_of_this() -> None:
    """Whatever its words are."""
    assert bills(row("Bowl 24 cm", order_reference="PO-7")) == [None]


@given(st.text(max_size=20))
def test_spelling_of_an_item_number_does_not_count(text: str) -> None:
    """Case, spaces and separators."""
    assert identifier(f" {text.lower()}-") == identifier(text.lower())


# ---- words and prices


def test_reordered_lines_find_their_own() -> None:
    """Position says nothing."""
    assert bills(row("Bowl 28 cm", price="14.00"), row("Bowl 24 cm")) == [2, 1]


def test_a_dearer_line_is_still_the_same_item() -> None:
    """The same words at another price: assigned, and the price is found."""
    assert bills(row("Bowl 24 cm", price="12.00")) == [1]


def test_more_words_at_another_price_are_asked_about() -> None:
    """It may be another item."""
    assert bills(row("Bowl 24 cm with gold rim", price="12.00")) == [None]


def test_split_lines_join() -> None:
    """Six and four of ten, from two batches."""
    assert bills(row(quantity=6), row(quantity=4)) == [1, 1]


def test_a_tie_is_not_guessed() -> None:
    """ "Bowl" at 12: two bowls are ordered, at 10 and at 14."""
    goods = order("PO-1", line(1, "Bowl", price="10.00"), line(2, "Bowl", price="14.00"))
    found = assign((row("Bowl", price="12.00"),), (goods,))
    assert (found.undecided, found.assigned) == ((0,), ())


def test_a_tie_that_would_change_nothing_is_decided() -> None:
    """Two order lines that are the same in everything."""
    goods = order("PO-1", line(1, "Bowl"), line(2, "Bowl"))
    assert sorted(n for n in bills(row("Bowl"), row("Bowl"), of=goods) if n) == [1, 2]


def test_what_is_billed_already_is_not_billed_first() -> None:
    """Two equal order lines: the second invoice takes the one that is left."""
    table = Table(order("PO-1", line(1, "Bowl"), line(2, "Bowl")))
    table.sends(paper("1", row("Bowl"))).sends(paper("2", row("Bowl"), issue_date=table.at.date()))
    assert {a.line for n in (1, 2) for a in table.invoice(f"INV-{n}").assigned} == {1, 2}
    assert table.status("INV-2") is InvoiceStatus.APPROVED
    assert table.findings(F.QUANTITY_ABOVE, "INV-2") == []


@pytest.mark.parametrize(
    "text",
    ["Freight", "Shipping costs Germany", "Versandkosten DHL", "Pallet fee", "Packing", "Frais de port", "Koszty transportu"],
)
def test_charges_are_told_by_their_words(text: str) -> None:
    """In several languages."""
    assert is_charge(text)


@pytest.mark.parametrize(
    "text",
    ["Packing tape 50 m, brown", "Pallet box 120x80", "Transport trolley", "Shipping label printer", "Versandtasche C4", ""],
)
def test_items_that_sound_like_charges_are_items(text: str) -> None:
    """They would slip through as freight."""
    assert not is_charge(text)


def test_ten_of_a_charge_are_an_item() -> None:
    """Nobody bills freight by the dozen; a negative line is a discount whatever it says."""
    assert not is_fee(row("Freight", 10))
    assert is_fee(row("Freight", 1))
    assert is_fee(row("Bowl", 1, "-1.00"))


# ---- at large


def test_generated_invoices_are_assigned_right() -> None:
    """Reordered, split, merged, reworded, translated, in boxes, repriced, in part, with freight and with brothers."""
    result = score(generated(seed) for seed in range(250))
    assert result.lines > 2_500
    assert result.wrong <= result.lines / 1000
    assert result.asked <= result.lines / 20
    assert (result.taken_as_ordered, result.fees_asked) == (0, 0)
    assert result.unordered > 50 and result.fees > 100


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(seed: int, rng: random.Random) -> None:
    """Shuffled, each line finds an equally good order line."""
    case = generated(seed, size=6)
    rows = [one.line for one in case.rows]
    mixed = list(range(len(rows)))
    rng.shuffle(mixed)
    one, other = assign(rows, (case.order,)), assign([rows[k] for k in mixed], (case.order,))
    assert {a.invoice_line for a in one.assigned} == {mixed[a.invoice_line] for a in other.assigned}
    assert set(one.unordered) == {mixed[i] for i in other.unordered}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_every_line_is_named_once(seed: int) -> None:
    """Assigned, fee, undecided or not ordered."""
    case = generated(seed, size=8)
    found = assign([one.line for one in case.rows], (case.order,))
    named = [*(a.invoice_line for a in found.assigned), *found.fees, *found.undecided, *found.unordered]
    assert sorted(named) == list(range(len(case.rows)))


def test_lines_without_values_break_nothing() -> None:
    """A line of words alone, and one of nothing."""
    bare = (
        PaperLine(description="Bowl 24 cm"),
        PaperLine(),
        PaperLine(description="?", quantity=Decimal(0), unit_price=Decimal(0)),
    )
    assert bills(*bare) == [1, None, None]
