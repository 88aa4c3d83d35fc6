"""Which numbers are prices of one piece (docs/mail.md 4.3)."""

from decimal import Decimal

from parsers.intent.lexicon import small_words
from parsers.intent.numbers import number_at
from parsers.intent.sheet import Item, Sheet
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.values import Value, What

_RANGES = "- – bis to till until au al a tot do az ate по до til la"
UNTIL = frozenset(_RANGES.split())
"""Words between the two ends of a span."""
_HUNDREDS = frozenset({Decimal(10), Decimal(12), Decimal(100), Decimal(1000)})


def certain_price(value: Value, item: Item | None, sheet: Sheet, st: Statement) -> bool:
    """Whether a price can be taken: our currency, one reading, per piece, and in reach of the price ordered."""
    if value.other is not None or (value.currency and value.currency != sheet.currency) or not value.number:
        return False
    if st.has(Sign.TOTAL, Sign.FREIGHT, Sign.DOZEN) or _by_so_many(st):
        return False
    return item is None or item.price is None or item.price / 2 <= value.number <= item.price * 2


def _by_so_many(st: Statement) -> bool:
    """ "Per 100 pieces", "598 € el ciento": the price is not the price of one."""
    counts = st.of(What.QUANTITY, What.NUMBER, What.BOX)
    if any(v.number != 1 for place in st.places(Sign.PER) for v in counts if v.first in (place + 1, place + 2)):
        return True
    return any(of_many(st, price, v) for price in st.of(What.PRICE) for v in counts)


def of_many(st: Statement, price: Value, value: Value) -> bool:
    """Whether a round number stands right behind a price, with an article before it."""
    article = st.s.tokens[price.last + 1].fold in small_words(st.s.language) if price.last + 2 == value.first else False
    return article and value.number in _HUNDREDS


def is_price(st: Statement, value: Value, sheet: Sheet) -> bool:
    """Whether a number without a currency is a price: by its decimals, a word of prices, or in reach of one ordered."""
    number = value.number or Decimal(0)
    decimals = number != number.to_integral_value() or "." in str(number)
    if st.has(Sign.PRICE, Sign.QUOTING) and (decimals or not st.of(What.PRICE)) and (decimals or not st.has(Sign.QUANTITY)):
        return st.has(Sign.PRICE) or decimals or sheet.is_rfp
    return decimals and (sheet.is_rfp or _near_price(value, sheet))


def _near_price(value: Value, sheet: Sheet) -> bool:
    prices = [i.price for i in sheet.items if i.price]
    number = value.number or Decimal(0)
    return any(price * Decimal("0.6") <= number <= price * Decimal("1.6") for price in prices)


def is_span(st: Statement, price: Value, sheet: Sheet) -> bool:
    """ "Around 18 EUR", "between 19 and 21 EUR"."""
    return st.s.has(Sign.ABOUT, first=st.first, last=price.first) or _spans_to(st, price, sheet)


def _spans_to(st: Statement, price: Value, sheet: Sheet) -> bool:
    """Whether it is the upper end of "between 19 and 21 EUR": a lower number stands right before it, that is no line and not
    the price that the order has now ("from 6.25 to 6.40")."""
    at = price.first - 1
    if at < 1 or not (st.s.tokens[at].fold in UNTIL or st.s.is_at(at, Sign.AND)) or price.number is None:
        return False
    low = number_at(st.s, at - 1, None)
    if low is None or st.s.is_at(at - 2, Sign.LINE) or low.value in {item.price for item in sheet.items}:
        return False
    return price.number / 2 <= low.value < price.number
