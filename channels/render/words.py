"""Values in the words of a language: money, quantities, dates, names of documents. Numbers and months by CLDR."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from channels.render.texts import texts
from core.invoice import Invoice
from core.money import Currency, Money, minor_digits
from core.party import Language

HARD_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one reader is spoken to: in a language, with times of one zone (IANA name)."""

    language: Language
    zone: str = "Europe/Berlin"

    def has(self, key: str) -> bool:
        """Whether there is a text under this key."""
        return key in texts(self.language)

    def say(self, key: str, **values: str) -> str:
        """A text with its values put in. Raises KeyError for a text or value that is missing (tests render every text)."""
        return texts(self.language)[key].format_map(values)

    def count(self, key: str, number: int) -> str:
        """A number with its noun, in the plural form of the language."""
        from babel import Locale

        form = Locale(self.language).plural_form(number)
        return self.say(f"{key}.{form}", n=self.quantity(Decimal(number)))

    def _number(self, value: Decimal, pattern: str) -> str:
        from babel.numbers import format_decimal

        return format_decimal(value, format=pattern, locale=self.language)

    def quantity(self, value: Decimal) -> str:
        """A quantity without needless zeros."""
        return self._number(value, "#,##0.######")

    def plain(self, value: Decimal) -> str:
        """A number to be typed back: the decimal mark of the language and no grouping."""
        return self._number(value, "0.######")

    def plain_price(self, value: Decimal) -> str:
        """A unit price to be typed back."""
        return self._number(value, "0.00####")

    def percent(self, value: Decimal) -> str:
        """A rate that is already in per cent."""
        return self._number(value, "0.##") + HARD_SPACE + "%"

    def amount(self, value: Decimal, code: Currency) -> str:
        """An amount with its currency's decimals, without the currency."""
        digits = minor_digits(code)
        return self._number(value, "#,##0" + ("." + "0" * digits if digits else ""))

    def price(self, value: Decimal) -> str:
        """A unit price: two decimals at least, six at most."""
        return self._number(value, "#,##0.00####")

    def money(self, value: Money) -> str:
        """An amount with its ISO code: a sign such as $ belongs to several currencies."""
        text = self.say("format.money", currency=value.currency, amount=self.amount(value.amount, value.currency))
        return text.replace(" ", HARD_SPACE)

    def cash(self, value: Decimal, code: Currency) -> str:
        """As `money`, from a bare amount."""
        return self.money(Money(amount=value, currency=code))

    def day(self, value: date) -> str:
        """A date with the month as a word, so that nobody takes it for another."""
        from babel.dates import format_date

        text = format_date(value, self.say("format.date"), locale=self.language)
        return text.replace(" ", HARD_SPACE)

    def moment(self, value: datetime) -> str:
        """A time with its date and zone (docs/rules.md 1)."""
        local = value.astimezone(ZoneInfo(self.zone))
        return f"{self.day(local.date())}, {local:%H:%M}{HARD_SPACE}{local.tzname()}"

    def list_of(self, parts: Iterable[str]) -> str:
        """Parts joined as the language does: a, b and c."""
        from babel.lists import format_list

        found = [part for part in parts if part]
        return format_list(found, locale=self.language) if found else ""

    def printed(self, value: str, code: Currency | None = None) -> str:
        """A value that another room printed plainly (`1840.00`, `2026-05-12`), in this language; other text as it is."""
        try:
            number = Decimal(value)
        except InvalidOperation:
            return self._printed_date(value)
        if not number.is_finite():
            return value
        return self.cash(number, code) if code else self.quantity(number)

    def _printed_date(self, value: str) -> str:
        try:
            return self.day(date.fromisoformat(value))
        except ValueError:
            return value

    def invoice(self, invoice: Invoice) -> str:
        """Both names of an invoice: theirs first, ours in brackets (docs/rules.md 1)."""
        if invoice.paper.number is None:
            return self.say("name.invoice_without_number", reference=invoice.reference)
        return self.say("name.invoice", number=invoice.paper.number, reference=invoice.reference)
