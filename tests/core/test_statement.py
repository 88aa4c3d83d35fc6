"""A statement of account against our books."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.invoice import CreditNote, Invoice, InvoiceStatus, Payment
from core.names import Reference
from core.statement import Standing, StatedLine, Statement, keys_of, reconciled
from tests.core.stories import BOWLS, NOON, credit_note, money, paper, row

S = InvoiceStatus
DAY = date(2026, 3, 9)


def book(number: str, gross: str, status: S = S.APPROVED, paid: str = "0", **more: object) -> Invoice:
    """An invoice of ours, dated 9 March 2026."""
    payments = (Payment(number=1, amount=money(paid), paid_on=DAY + timedelta(days=20), remittance="r"),) if money(paid) else ()
    made = Invoice(
        reference=Reference(f"INV-{number}"),
        supplier=BOWLS,
        paper=paper(number, row("x", 1, gross)),
        received_at=NOON,
        status=status,
        payments=payments,
    )
    return replace(made, **more)


def stated(number: str, amount: str | None = None, open_: str | None = None, **more: object) -> StatedLine:
    values = {"issued": DAY, "amount": money(amount) if amount else None, "open": money(open_) if open_ else None}
    return StatedLine(number=number, **(values | more))


def standing(
    line: StatedLine, *invoices: Invoice, credits_: tuple[CreditNote, ...] = (), currency: str | None = "EUR"
) -> Standing:
    return reconciled(Statement(lines=(line,), currency=currency), invoices, credits_)[0].standing


def test_how_a_line_stands() -> None:
    """Every case of the table."""
    assert standing(stated("77", "100.00"), book("77", "100.00")) is Standing.AGREED
    assert standing(stated("INV-77", "100.00", "100.00"), book("77", "100.00")) is Standing.AGREED
    assert standing(stated("99", "100.00")) is Standing.MISSING
    assert standing(stated("77", "101.00"), book("77", "100.00")) is Standing.DIFFERS
    assert standing(stated("77", "100.01"), book("77", "100.00")) is Standing.AGREED
    assert standing(stated("77", "100.00"), book("77", "100.00", S.PAID, "100.00")) is Standing.PAID
    assert standing(stated("77", "100.00", "100.00"), book("77", "100.00", S.PARTLY_PAID, "40.00")) is Standing.PAID
    assert standing(stated("77", "100.00", "60.00"), book("77", "100.00", S.PARTLY_PAID, "40.00")) is Standing.AGREED
    assert standing(stated("77", "60.00"), book("77", "100.00", S.PARTLY_PAID, "40.00")) is Standing.AGREED
    assert standing(stated("77", "100.00", "50.00"), book("77", "100.00")) is Standing.DIFFERS
    for status in (S.REJECTED, S.CANCELED, S.DRAFT, S.MATCHING):
        assert standing(stated("77", "100.00"), book("77", "100.00", status)) is Standing.DISPUTED
    assert standing(stated("77", "100.00"), book("77", "100.00"), currency="USD") is Standing.DIFFERS


def test_a_number_that_was_used_again() -> None:
    """Of a rejected invoice and its successor the living one counts; another year is another invoice."""
    rejected = book("77", "120.00", S.REJECTED, reference=Reference("INV-1"))
    assert standing(stated("77", "100.00"), rejected, book("77", "100.00")) is Standing.AGREED
    assert standing(stated("77", "100.00", issued=date(2025, 3, 9)), book("77", "100.00")) is Standing.MISSING


def test_credit_notes_and_payments() -> None:
    """By number, and by amount and day."""
    note = CreditNote(reference=Reference("CN-1"), supplier=BOWLS, paper=credit_note("G5", "20.00"), received_at=NOON)
    assert standing(stated("G5", "-20.00"), credits_=(note,)) is Standing.AGREED
    assert standing(stated("G5", "-25.00"), credits_=(note,)) is Standing.DIFFERS
    paid = book("77", "100.00", S.PAID, "100.00")
    near = stated("", "-100.00", payment=True, issued=DAY + timedelta(days=22))
    assert standing(near, paid) is Standing.AGREED
    assert standing(replace(near, issued=DAY), paid) is Standing.UNKNOWN
    assert standing(replace(near, amount=money("-90.00")), paid) is Standing.UNKNOWN


def test_what_is_open_with_us_alone_is_said_as_well() -> None:
    """The worst first; a settled invoice that they do not list is none of it."""
    found = reconciled(
        Statement(lines=(stated("77", "100.00"), stated("99", "5.00")), currency="EUR"),
        (book("77", "100.00"), book("78", "50.00"), book("79", "50.00", S.PAID, "50.00")),
        (),
    )
    assert [(one.standing, one.reference) for one in found] == [
        (Standing.MISSING, None),
        (Standing.NOT_LISTED, "INV-78"),
        (Standing.AGREED, "INV-77"),
    ]


def test_the_keys_under_which_the_books_are_searched() -> None:
    """A line with a date names its year; one without may be of three."""
    statement = Statement(lines=(stated("INV-077"), stated("8", issued=None), stated("")))
    assert list(keys_of(statement, 2026)) == [(2026, "inv77"), (2026, "8"), (2025, "8"), (2024, "8")]


AMOUNTS = st.decimals(min_value=Decimal("-1000"), max_value=Decimal("1000"), places=2)


@given(st.lists(st.tuples(st.sampled_from(["77", "78", "99", ""]), AMOUNTS, AMOUNTS), max_size=8))
def test_every_line_is_answered_once_and_no_book_is_touched(rows: list[tuple[str, Decimal, Decimal]]) -> None:
    """Whatever they state."""
    books = (book("77", "100.00"), book("78", "50.00", S.PARTLY_PAID, "20.00"))
    lines = tuple(StatedLine(number=n, issued=DAY, amount=a, open=o) for n, a, o in rows)
    found = reconciled(Statement(lines=lines, currency="EUR"), books, ())
    assert sorted(str(one.stated) for one in found if one.stated) == sorted(str(line) for line in lines)
    assert all(one.invoice in books for one in found if one.invoice)
