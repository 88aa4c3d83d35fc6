"""Everything that a sentence names, from left to right, each token used once."""

import re
from decimal import Decimal

from parsers.intent.clock import Clock
from parsers.intent.lexicon import small_words
from parsers.intent.numbers import Number, number_at
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind
from parsers.intent.values import Paper, Value, What
from parsers.intent.when import date_at

_SAID_OF_LINE = (Sign.PRICE, Sign.QUOTING, Sign.DELIVERY, Sign.FINE, Sign.CONFIRM, Sign.REFUSE, Sign.GONE, Sign.UNABLE, Sign.NOT)
"""What may follow "the second" where it is a line."""
_LISTED = (Sign.AND, Sign.OR)
_NUMBER_FIRST = ("tr", "hu", "zh")
"""Languages that put a number in front of what it numbers."""
_PAPERS = ((Sign.INVOICE, Paper.INVOICE), (Sign.ORDER, Paper.ORDER), (Sign.RFP, Paper.RFP), (Sign.CREDIT, Paper.CREDIT))
_BETWEEN = frozenset({"the", "n", "der", "den", "'s", "noastra", "nostra", "nuestra", "nossa", "nasza", "nase"})
_DECIMAL = re.compile(r"\d{1,6}[.,]\d{2}")
_IS = frozenset({"is", "ist", "es", "est", "e", "è", "é", "jest", "är", "er", "este", "lautet"})
_PREFIXES = {"po": Paper.ORDER, "inv": Paper.INVOICE, "rfp": Paper.RFP, "re": Paper.INVOICE}


def values_of(s: Sentence, clock: Clock, comma: bool | None) -> tuple[Value, ...]:
    """The values of a sentence in their order."""
    found: list[Value] = []
    at = 0
    while at < len(s.tokens):
        if s.tokens[at].kind is Kind.MARK and s.by_token[at] is None:
            at += 1
            continue
        values = _plain_kind(s, at) or _papers(s, at) or _one(date_at(s, at, clock)) or _lines(s, at) or _amount(s, at, comma)
        if not values:
            at += 1
            continue
        found.extend(values)
        at = values[-1].last + 1
    return tuple(found)


def _one(value: Value | None) -> tuple[Value, ...]:
    return () if value is None else (value,)


def _plain_kind(s: Sentence, at: int) -> tuple[Value, ...]:
    token = s.tokens[at]
    kinds = {Kind.MAIL: What.MAIL, Kind.IBAN: What.IBAN, Kind.PHONE: What.PHONE}
    if token.kind is Kind.IBAN and s.has(Sign.TRACKING, Sign.CARRIER) and not s.has(Sign.BANK, Sign.PAYMENT):
        return (Value(what=What.CODE, first=at, last=at, text=token.text),)  # parcels are numbered in the shape of accounts
    if token.kind in kinds:
        return (Value(what=kinds[token.kind], first=at, last=at, text=token.text),)
    if token.kind is Kind.CODE and token.fold[:1].isalpha():
        prefix, _, rest = token.fold.partition("-")
        paper = _PREFIXES.get(prefix) or _PREFIXES.get(prefix.rstrip("0123456789"))
        if paper and (rest or token.fold != prefix.rstrip("0123456789")):
            return (Value(what=What.DOCUMENT, first=at, last=at, text=token.text, paper=paper),)
    return ()


def _skip(s: Sentence, at: int) -> int:
    """Over "no.", ":", "#" between a noun and its number."""
    while at < len(s.tokens) and (s.is_at(at, Sign.NUMBER) or s.tokens[at].text in ".:#()-" or s.tokens[at].fold in _BETWEEN):
        at += 1
    return at


def _papers(s: Sentence, at: int) -> tuple[Value, ...]:
    """Numbers of documents after their noun: "invoices 77 and 81"."""
    numbered = _number_first(s, at)
    if numbered:
        return numbered
    paper = next((p for sign, p in _PAPERS if s.is_at(at, sign)), None)
    found = s.by_token[at]
    if paper is None or found is None or found.first != at:
        return ()
    place = _skip(s, _over_is(s, found.last + 1))
    if place > found.last + 5:
        return ()
    return tuple(_numbers(s, found.first, place, paper))


def _over_is(s: Sentence, at: int) -> int:
    """Over "is the" in front of a code: "our invoice is the F-2026/092"."""
    if at >= len(s.tokens) or s.tokens[at].fold not in _IS:
        return at
    code = next((p for p in range(at + 1, min(at + 5, len(s.tokens))) if s.tokens[p].kind is Kind.CODE), None)
    return at if code is None or _plain_kind(s, code) else code


def _number_first(s: Sentence, at: int) -> tuple[Value, ...]:
    """Some put the number first: "77 no'lu fatura", "a 77. számú számla", "77号发票"."""
    if s.language not in _NUMBER_FIRST or s.tokens[at].kind not in (Kind.NUMBER, Kind.CODE):
        return ()
    place = at + 1
    while place < min(at + 5, len(s.tokens)):
        paper = next((p for sign, p in _PAPERS if s.is_at(place, sign)), None)
        if paper is not None and place > at + 1:
            return (Value(what=What.DOCUMENT, first=at, last=place, text=s.tokens[at].text, paper=paper),)
        if not (s.tokens[place].text in ".-" or s.is_at(place, Sign.NUMBER) or len(s.tokens[place].fold) <= 2):
            break
        place += 1
    return ()


def _is_number(s: Sentence, at: int) -> bool:
    if at >= len(s.tokens) or s.tokens[at].kind not in (Kind.NUMBER, Kind.CODE) or _DECIMAL.fullmatch(s.tokens[at].text):
        return False
    behind = at + 1
    unit = (
        s.is_at(behind, Sign.PIECE, Sign.BOX, Sign.PERCENT, Sign.DAY, Sign.WEEK, Sign.MEASURE, Sign.WORKDAY)
        and s.tokens[at].kind is Kind.NUMBER
    )
    dated = s.value_at(behind, "month") or (
        behind < len(s.tokens) and s.tokens[behind].text == "." and s.value_at(behind + 1, "month")
    )
    return not unit and not dated and s.value_at(behind, "currency") is None


def _numbers(s: Sentence, first: int, place: int, paper: Paper) -> list[Value]:
    found: list[Value] = []
    while _is_number(s, place):
        text = s.tokens[place].text
        if (
            s.tokens[place].kind is Kind.NUMBER
            and place + 2 < len(s.tokens)
            and s.tokens[place + 1].text == "/"
            and s.tokens[place + 2].kind is Kind.NUMBER
        ):
            text += "/" + s.tokens[place + 2].text
            place += 2
        found.append(Value(what=What.DOCUMENT, first=first if not found else place, last=place, text=text, paper=paper))
        follow = place + 1
        while follow < len(s.tokens) and (s.tokens[follow].text in ",/、" or s.is_at(follow, *_LISTED)):
            follow += 1
        if follow == place + 1:
            break
        place = _skip(s, follow)
    return found


def _lines(s: Sentence, at: int) -> tuple[Value, ...]:
    """Numbers of lines: "lines 1, 2 and 3", "2. Zeile", "the second item", and a number that opens a line of text."""
    found = s.by_token[at]
    if s.is_at(at, Sign.LINE) and found and found.first == at and not (at > 1 and s.tokens[at - 2].text == "第"):
        listed = _listed(s, at, _skip(s, found.last + 1))
        if listed:
            return tuple(listed)
    ordinal = s.value_at(at, "nth")
    if ordinal is not None and found is not None and found.first == at:
        place = found.last + 1
        spoken_of = not s.signs_at(place) or s.is_at(place, *_SAID_OF_LINE)
        if s.is_at(place, Sign.LINE) or s.value_at(place, "numeral") or spoken_of or place >= len(s.tokens):
            last = place if s.is_at(place, Sign.LINE) else found.last
            sure = s.is_at(place, Sign.LINE)
            return (Value(what=What.LINE if sure else What.ORDINAL, first=at, last=last, number=Decimal(ordinal)),)
    return _numbered(s, at)


def _numbered(s: Sentence, at: int) -> tuple[Value, ...]:
    number = number_at(s, at, None)
    if number is None or not number.whole or s.tokens[at].kind is not Kind.NUMBER or number.value > 99:
        return ()
    place = number.last + 1
    mark = s.tokens[place].text if place < len(s.tokens) else ""
    listed = _ordinals(s, at)
    if len(listed) > 1:
        return listed
    ordinal = mark in (".", "-") or s.is_at(place, Sign.ORDINAL)
    chinese = at > 0 and s.tokens[at - 1].text == "第"
    if s.is_at(place + 1, Sign.LINE) and ordinal and (s.language in _NUMBER_FIRST or not _is_number(s, place + 2)):
        return (Value(what=What.LINE, first=at, last=place + 1, number=number.value),)
    if chinese and s.is_at(place, Sign.LINE):
        return (Value(what=What.LINE, first=at - 1, last=place, number=number.value),)
    opens = at == 0 and s.line_start and mark in (".", ")", ":", "-", "–", "=")
    opens = opens or (at > 0 and s.tokens[at - 1].text in "/;|" and mark == ":" and _spaced(s, place))
    if opens and not s.value_at(place + 1, "month"):
        return (Value(what=What.LINE, first=at, last=place, number=number.value),)
    return ()


def _spaced(s: Sentence, at: int) -> bool:
    """Whether a space follows: "2: 3.20" and not "12:30"."""
    return at + 1 < len(s.tokens) and s.tokens[at + 1].start > s.tokens[at].end


def _ordinals(s: Sentence, at: int) -> tuple[Value, ...]:
    """Ordinals listed before their noun: "az 1. és 2. tétel"."""
    found: list[Value] = []
    place = at
    while (
        place + 2 < len(s.tokens)
        and s.tokens[place].text.isdigit()
        and len(s.tokens[place].text) <= 2
        and s.tokens[place + 1].text == "."
    ):
        found.append(Value(what=What.LINE, first=place, last=place + 1, number=Decimal(s.tokens[place].text)))
        place += 2
        if s.is_at(place, Sign.LINE):
            return tuple(found)
        if not (s.is_at(place, *_LISTED) or s.tokens[place].text == ","):
            break
        article = place + 1 < len(s.tokens) and s.tokens[place + 1].fold in small_words(s.language)  # "az 1. és a 2. tétel"
        place += 2 if article else 1
    return ()


def _listed(s: Sentence, first: int, place: int) -> list[Value]:
    found: list[Value] = []
    start = place
    while place < len(s.tokens):
        ranged = _range(s, place)
        if ranged:
            found.extend(Value(what=What.LINE, first=first, last=place, number=Decimal(n)) for n in ranged)
            last = place
        else:
            number = number_at(s, place, None)
            if number is None or not number.whole or not _may_be_line(s, number, bool(found)):
                break
            last = number.last
            found.append(Value(what=What.LINE, first=first if place == start else place, last=last, number=number.value))
        follow = _after_list_mark(s, last + 1)
        if follow == last + 1:
            break
        place = follow
    return found


def _after_list_mark(s: Sentence, at: int) -> int:
    place = at
    while place < len(s.tokens) and (s.tokens[place].text in ",/、" or s.is_at(place, *_LISTED)):
        place += 1
    if place > at and s.is_at(place, Sign.LINE):
        place = _skip(s, place + 1)
    return place


def _may_be_line(s: Sentence, number: Number, listed: bool) -> bool:
    behind = number.last + 1
    if (
        (s.value_at(behind, "currency") and not _is_next_ones(s, number))
        or s.is_at(behind, Sign.PERCENT)
        or s.value_at(behind, "month")
    ):
        return False
    if number.value > 99:
        return False
    unit = s.is_at(behind, Sign.PIECE, Sign.BOX, Sign.DAY, Sign.WEEK, Sign.WORKDAY)
    return not (unit and listed) and not (unit and s.tokens[number.first].kind is Kind.NUMBER)


def _range(s: Sentence, at: int) -> tuple[int, ...]:
    token = s.tokens[at]
    parts = token.text.split("-")
    if token.kind is Kind.CODE and len(parts) == 2 and all(p.isdigit() and len(p) <= 2 for p in parts):
        low, high = int(parts[0]), int(parts[1])
        return tuple(range(low, high + 1)) if 0 < low < high <= low + 20 else ()
    return ()


def _amount(s: Sentence, at: int, comma: bool | None) -> tuple[Value, ...]:
    number = number_at(s, at, comma)
    if number is None:
        return _word_amount(s, at)
    return (_priced(s, number) or _counted(s, number),)


def _currency_before(s: Sentence, at: int) -> str:
    place = at - 1
    while place >= 0 and s.tokens[place].text in ":.-":
        place -= 1
    return s.value_at(place, "currency") or "" if place >= 0 else ""


def _priced(s: Sentence, number: Number) -> Value | None:
    after = s.value_at(number.last + 1, "currency") if not _is_next_ones(s, number) else None
    if after is None and number.last + 2 < len(s.tokens) and s.tokens[number.last + 1].text in "-,–":
        after = s.value_at(number.last + 2, "currency")
    currency = after or _currency_before(s, number.first)
    if not currency:
        return None
    last = number.last + 1 if after else number.last
    return Value(what=What.PRICE, first=number.first, last=last, number=number.value, other=number.other, currency=currency)


def _is_next_ones(s: Sentence, number: Number) -> bool:
    """ "Item 1 € 18.25": the currency behind a line's number is that of the price that follows."""
    follows = number_at(s, number.last + 2, None)
    return s.is_at(number.first - 1, Sign.LINE) and follows is not None and s.tokens[number.last + 2].kind is Kind.NUMBER


_UNITS = ((Sign.PERCENT, What.PERCENT), (Sign.PIECE, What.QUANTITY), (Sign.BOX, What.BOX), (Sign.MEASURE, What.DIMENSION))


def _counted(s: Sentence, number: Number) -> Value:
    place = number.last + 1
    approximate = any(s.is_at(p, Sign.ABOUT) for p in range(max(0, number.first - 2), number.first))
    if s.is_at(place, Sign.DOZEN):
        return Value(what=What.QUANTITY, first=number.first, last=place, number=number.value * 12, approximate=approximate)
    if number.first and s.is_at(number.first - 1, Sign.PERCENT):
        return Value(what=What.PERCENT, first=number.first, last=number.last, number=number.value)
    for sign, what in _UNITS:
        behind = place + 1 if sign is Sign.BOX and _is_adjective(s, place) else place
        if s.is_at(behind, sign):
            found = s.by_token[behind]
            last = found.last if found else behind
            return Value(
                what=what, first=number.first, last=last, number=number.value, other=number.other, approximate=approximate
            )
    return Value(
        what=What.NUMBER, first=number.first, last=number.last, number=number.value, other=number.other, approximate=approximate
    )


def _is_adjective(s: Sentence, at: int) -> bool:
    """A word that may stand between a number and its box: "11 full cartons"."""
    return at < len(s.tokens) and s.tokens[at].kind is Kind.WORD and not s.signs_at(at)


def _word_amount(s: Sentence, at: int) -> tuple[Value, ...]:
    if s.is_at(at, Sign.DOZEN):
        return (Value(what=What.QUANTITY, first=at, last=at, number=Decimal(12)),)
    token = s.tokens[at]
    if token.kind is Kind.CODE:
        return (Value(what=What.CODE, first=at, last=at, text=token.text),)
    return ()
