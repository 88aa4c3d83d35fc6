"""Yes, no, or neither: what a statement says about accepting."""

from enum import StrEnum

from parsers.intent.signs import Sign
from parsers.intent.statement import Statement
from parsers.intent.tokens import Kind
from parsers.intent.values import What

_REACH = 9
_FARTHEST = 60
_STOPS = frozenset(",;:.()!–—，；。！：")
_YES = (Sign.CONFIRM, Sign.FINE, Sign.YES, Sign.AS_ORDERED)
_ABLE = (Sign.SUPPLY, Sign.DELIVERY)
_REST_OF_IT = (Sign.DELIVERY, Sign.QUANTITY, Sign.LEAD_TIME)
"""Said together with the price these make a yes to the price one to the order."""
_OF_ORDER = (Sign.ORDER, Sign.ALL, Sign.AS_ORDERED, Sign.DELIVERY, Sign.QUANTITY, Sign.LINE, Sign.SUPPLY)
_OF_OTHERS = (
    Sign.CONTACT,
    Sign.ASIDE,
    Sign.PHONE,
    Sign.PLACE,
    Sign.COMPANY,
    Sign.VAT,
    Sign.FILES,
    Sign.FREIGHT,
    Sign.TRACKING,
    Sign.ADD,
)
_DARK = 2
_NEAR = 2
"""Tokens between "you" and what you did."""


class Polarity(StrEnum):
    """OPEN: nothing was said either way."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


def piece_of(st: Statement, at: int, reach: int = _FARTHEST) -> tuple[int, int]:
    """The piece between commas around a token, at most so many tokens on either side."""
    first, last = at, at
    while first > max(st.first, at - reach) and not _stops(st, first - 1) and not st.s.is_at(first - 1, Sign.BUT):
        first -= 1
    while last < min(st.last, at + reach + 1) and not _stops(st, last) and not (last > at and st.s.is_at(last, Sign.BUT)):
        last += 1
    return first, last


def _stops(st: Statement, at: int) -> bool:
    """Whether a piece ends there; the dot in "3. tétel", "2. kalem" is that of an ordinal."""
    ordinal = at > 0 and st.s.tokens[at - 1].kind is Kind.NUMBER and st.s.is_at(at + 1, Sign.LINE)
    return st.s.tokens[at].text in _STOPS and not (ordinal and st.s.tokens[at].text == ".")


def negated(st: Statement, sign: Sign) -> bool:
    """Whether a negation stands with the sign in one piece, near enough to belong to it, or in the same word."""
    if sign is Sign.REFUSE and _no_refusing(st):
        return True
    if not st.has(Sign.NOT, Sign.UNABLE):
        return False
    for place in st.places(sign):
        first, last = piece_of(st, place, _REACH * 2 if st.s.language == "zh" else _REACH)  # there a token is half a word
        if any(
            n != place or sign in _ABLE for n in (*st.s.places(Sign.NOT, first, last), *st.s.places(Sign.UNABLE, first, last))
        ):
            return True
    return False


def _no_refusing(st: Statement) -> bool:
    """ "Ce n'est pas que nous refusons": a "no" of several words in front of a refusal, in its piece, denies it."""
    for place in st.places(Sign.REFUSE):
        first, _ = piece_of(st, place)
        if any(st.s.end_of(no) > no and not st.s.is_at(no, Sign.REFUSE) for no in st.s.places(Sign.NO, first, place)):
            return True
    return False


def polarity(st: Statement, denied: bool = True) -> Polarity:
    """What the statement says about accepting. `denied`: whether its negations count."""
    if st.has(Sign.REFUSE) and not negated(st, Sign.REFUSE):
        return Polarity.NO
    if st.has(Sign.GONE) or (st.has(Sign.CANCEL) and not st.has(Sign.INVOICE)):
        return Polarity.NO
    if denied and _denied(st):
        return Polarity.NO
    if st.has(*_YES) and not st.has(Sign.REQUEST) and not st.s.question and not _spoilt(st, denied):
        return Polarity.YES
    return Polarity.OPEN


_YOU_WORDS = "you u je jullie sie ihr vous usted ustedes lei voi pan pani państwo ni du vy você vocês dvs ви вы siz ön 您 你 贵"
_YOU = frozenset(_YOU_WORDS.split())


def theirs(st: Statement, sign: Sign = Sign.CANCEL) -> bool:
    """ "Let us know if you want to cancel line 2" leaves it to the buyer; "you refused our boards last year" tells of it."""
    for place in st.places(sign):
        first, _ = piece_of(st, place)
        near = max(first, place - _NEAR) if sign is Sign.REFUSE else first
        if st.s.has(Sign.WHETHER, last=place) or any(st.s.tokens[p].fold in _YOU for p in range(near, place)):
            return True
    return False


def half_understood(st: Statement) -> bool:
    """Whether a yes may be one to something else than the order.

    A yes in passing ("great", "no problem") beside a word that nothing explains; a word of confirming beside several of them
    and none of the order; any yes beside an "only", or in a wish ("we would love to say yes").
    """
    if not st.values and st.has(Sign.ONLY):
        return True
    about_order = bool(st.subject.lines) or st.subject.rest or st.has(*_OF_ORDER)
    yes = {p for sign in _YES for p in st.places(sign)}
    if not st.values and not about_order and set(st.places(Sign.PROPOSE)) - yes:
        return True
    if not st.values and not about_order and _confirms_else(st):
        return True
    if about_order and st.has(Sign.CONFIRM, Sign.AS_ORDERED):
        return False
    several = len(st.subject.lines) > 1  # "L1 ok L2 nok": the word may say something of one of them
    return len(dark(st)) >= (_DARK if (about_order or st.has(Sign.CONFIRM)) and not several else 1)


def all_known(st: Statement, first: int = 0) -> bool:
    """Whether no word and no number in it, from a token on, is left unexplained."""
    numbers = (v.first for v in st.values if v.what is What.NUMBER)
    return not any(at >= first for at in (*dark(st), *numbers))


def dark(st: Statement, first: int = 0, last: int | None = None) -> list[int]:
    """The words that nothing explains, or that speak of something beside the order, between two places of it."""
    named = {v.first for v in st.values}
    return [
        at
        for at in range(max(st.first, first), st.last if last is None else min(st.last, last))
        if (st.s.is_dark(at) or st.s.is_at(at, Sign.ASIDE)) and at not in named
    ]


def _denied(st: Statement) -> bool:
    able = () if st.has(Sign.RECEIVED) else (*_ABLE, Sign.STOCK)
    if any(negated(st, sign) for sign in (*_YES, *able)) or _and_not(st) or (st.has(Sign.UNABLE) and not st.has(Sign.SHIPPED)):
        return True
    return st.has(Sign.NO) and not st.has(*_YES)


def _and_not(st: Statement) -> bool:
    """ "Line 1 is ok and not ok is line 2": "and not" in front of a yes replaces no value."""
    return any(st.s.is_at(p - 1, Sign.INSTEAD) for sign in _YES for p in st.places(sign) if p > st.first)


def _put_off(st: Statement) -> bool:
    """ "Receipt of your order confirmed" confirms no order; "confirmation is still pending" none either."""
    for place in st.places(Sign.CONFIRM):
        first, last = piece_of(st, place)
        ahead = st.s.has(Sign.TOMORROW, Sign.OVERMORROW, Sign.NEXT, first=first, last=last) or any(
            v.relative and first <= v.first < last and not st.s.is_at(v.first, Sign.TODAY, Sign.YESTERDAY) for v in st.values
        )
        only = st.s.has(Sign.ONLY, Sign.EARLIEST, Sign.COMPLETE, first=first, last=last) and not st.subject.named
        if (
            only
            or st.s.has(Sign.YET, first=first, last=last)
            or (ahead and not st.s.has(*_ABLE, Sign.GOODS, first=first, last=last))
        ):
            return True
        received = st.s.places(Sign.RECEIVED, first, _with_clause(st, last))
        if any(r != place and not st.s.has(Sign.AND, first=min(r, place), last=max(r, place)) for r in received):
            return True
    return False


_THAT_WORDS = "dass ze iz що hogy att at ca che que"
_THAT = frozenset(_THAT_WORDS.split())
"""Words that open what is confirmed."""


def _with_clause(st: Statement, last: int) -> int:
    """The end of a piece, with the clause behind its comma: "ich bestätige, dass ich die Bestellung erhalten habe"."""
    opens = last + 1 < st.last and st.s.tokens[last].text == "," and st.s.tokens[last + 1].fold in _THAT
    return piece_of(st, last + 1)[1] if opens else last


def _confirms_else(st: Statement) -> bool:
    """ "Підтверджую, що ви праві": what is confirmed is told in a clause, and is no yes."""
    ends = [piece_of(st, p)[1] for p in st.places(Sign.CONFIRM)]
    return any(_with_clause(st, end) > end and not st.s.has(*_YES, first=end, last=_with_clause(st, end)) for end in ends)


def _to_the_date(st: Statement) -> bool:
    """ "The delivery date is fine" is a yes to the date, and says nothing of quantities and prices."""
    places = [p for sign in (Sign.FINE, Sign.YES) for p in st.places(sign)]
    if not places or st.values or st.subject.named or st.has(Sign.CONFIRM, Sign.AS_ORDERED, Sign.ORDER, Sign.ALL, Sign.QUANTITY):
        return False
    return all(st.s.has(Sign.DELIVERY, first=piece_of(st, p)[0], last=p) for p in places)


def _spoilt(st: Statement, denied: bool) -> bool:
    """A yes that is put off, or about something else: payment, an invoice, the prices alone, one thing but not another."""
    if denied and not st.subject.lines and st.s.has(Sign.NOT):
        return True
    if not st.has(Sign.CONFIRM, Sign.AS_ORDERED) and not st.subject.lines and st.s.has(Sign.LATER):
        return True
    if _to_the_date(st):
        return True
    asks = st.has(Sign.RECEIVED, Sign.NO, Sign.SEND_US, Sign.AGAIN) or any(piece_of(st, p)[0] == p for p in st.places(Sign.SEND))
    if asks and not st.has(Sign.CONFIRM, Sign.FINE, Sign.AS_ORDERED):
        return True
    if denied and st.has(Sign.PRICE) and not st.subject.lines and not st.has(Sign.AS_ORDERED, Sign.ALL, *_REST_OF_IT):
        return True
    if st.has(Sign.LATER, Sign.FOLLOWS, Sign.RAISE, Sign.PERCENT, Sign.OR, Sign.WITHDRAW) or (
        st.has(Sign.CONFIRM) and _put_off(st)
    ):
        return True
    others = st.has(*_OF_OTHERS) or (st.has(Sign.NEW) and not st.has(*_OF_ORDER))
    if others and not st.subject.lines and not st.has(Sign.ORDER, Sign.ALL, Sign.AS_ORDERED):
        return True
    return st.has(Sign.INVOICE, Sign.PAYMENT, Sign.BANK, Sign.CREDIT, Sign.STATEMENT, Sign.CONFIRMATION) and not st.has(
        Sign.AS_ORDERED
    )
