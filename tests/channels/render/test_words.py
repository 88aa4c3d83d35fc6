"""Values in the words of a language."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from channels.render.words import HARD_SPACE, Words
from core.money import Currency, Money
from core.party import Language

EN, DE = Words(language=Language.EN), Words(language=Language.DE)


def plain(text: str) -> str:
    return text.replace(HARD_SPACE, " ")


@pytest.mark.parametrize(
    ("amount", "code", "english", "german"),
    [
        ("1840", "EUR", "EUR 1,840.00", "1.840,00 EUR"),
        ("-12.5", "EUR", "EUR -12.50", "-12,50 EUR"),
        ("1840", "JPY", "JPY 1,840", "1.840 JPY"),
        ("1.2345", "KWD", "KWD 1.235", "1,235 KWD"),
    ],
)
def test_money(amount: str, code: str, english: str, german: str) -> None:
    """With the ISO code and the decimals of the currency."""
    money = Money(amount=Decimal(amount), currency=Currency(code))

    assert (plain(EN.money(money)), plain(DE.money(money))) == (english, german)


def test_prices_keep_up_to_six_decimals() -> None:
    """Two at least."""
    assert [EN.price(Decimal(p)) for p in ("3.9", "0.123456", "1200")] == ["3.90", "0.123456", "1,200.00"]
    assert DE.plain_price(Decimal("1200.5")) == "1200,50"


def test_dates_have_the_month_as_a_word() -> None:
    """Nobody takes 12 June for 6 December."""
    day = date(2026, 6, 12)

    assert (plain(EN.day(day)), plain(DE.day(day))) == ("12 Jun 2026", "12. Juni 2026")


def test_times_are_printed_with_their_zone() -> None:
    """In the zone of the reader."""
    at = datetime(2026, 6, 12, 22, 30, tzinfo=UTC)

    assert plain(EN.moment(at)) == "13 Jun 2026, 00:30 CEST"
    assert plain(Words(language=Language.EN, zone="America/New_York").moment(at)) == "12 Jun 2026, 18:30 EDT"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("4.20", "4.2"),
        ("2026-05-12", "12 May 2026"),
        ("PO-1034", "PO-1034"),
        ("NaN", "NaN"),
        ("", ""),
        ("2026-99-99", "2026-99-99"),
    ],
)
def test_a_plain_value_is_put_into_the_language(value: str, shown: str) -> None:
    """Numbers and ISO dates; anything else stays as it is."""
    assert plain(EN.printed(value)) == shown


def test_plural_forms() -> None:
    """As the language counts."""
    assert [EN.count("lines", n) for n in (0, 1, 2)] == ["0 lines", "1 line", "2 lines"]
    assert [DE.count("invoices_open", n) for n in (1, 2)] == ["1 Rechnung", "2 Rechnungen"]
