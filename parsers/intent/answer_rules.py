"""Answers to a question that the bot asked: yes, no, one of the choices, a value."""

from collections.abc import Iterator

from core.commands.supplier_talk import AnswerQuestion, No, Yes
from core.doubt import Option, Reason
from core.question import About, Question, QuestionKind
from parsers.amounts import CODES
from parsers.intent.lexicon import small_words
from parsers.intent.point import Point, doubt, said
from parsers.intent.scene import Scene, digits_of
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind
from parsers.intent.values import Paper, Value, What

_DATES = frozenset({About.DATE, About.ISSUE_DATE})
_MONEY = frozenset({About.TOTAL, About.UNIT_PRICE, About.LINES})


def answer_points(s: Sentence, values: tuple[Value, ...], where: Scene, denied: bool = False) -> tuple[Point, ...]:
    """What a sentence answers, empty where it answers nothing. `denied`: a sentence before it said no."""
    words = s.text.strip()
    yes_no = [q for q in where.questions if q.kind is QuestionKind.YES_NO]
    if s.has(Sign.IF, Sign.MAYBE) and yes_no and s.has(Sign.YES, Sign.NO, Sign.FINE, Sign.CONFIRM):
        return (doubt(About.ACCEPTANCE, Reason.CONDITION, words, (Option.YES, Option.NO)),)
    found: list[Point] = []
    tone = _tone(s) if yes_no and not s.question else None
    if tone is not None:
        found.append(said(Yes() if tone else No(), words))
    if tone is not True:
        found.extend(_value(s, values, where, denied or tone is False))
    return tuple(found)


def one_answer(points: list[Point], where: Scene) -> Iterator[Point]:
    """The points of a mail; two answers to one question that do not agree are no answer."""
    commands = [p.command for p in points]
    values = {c.value for c in commands if isinstance(c, AnswerQuestion)}
    yes, no = (any(isinstance(c, kind) for c in commands) for kind in (Yes, No))
    if len(where.questions) != 1 or not ((yes and no) or len(values) > 1 or (yes and values)):
        yield from points
        return
    answers = [p for p in points if isinstance(p.command, Yes | No | AnswerQuestion)]
    why = Reason.SEVERAL_VALUES if len(values) > 1 else Reason.YES_AND_NO
    choices = tuple(sorted(values)) if len(values) > 1 else (Option.YES, Option.NO)
    yield doubt(where.questions[0].about, why, " ".join(p.words for p in answers), choices)
    yield from (p for p in points if p not in answers)


def _tone(s: Sentence) -> bool | None:
    """True: yes; False: no; None: neither, or put off."""
    yes = (*s.places(Sign.YES), *s.places(Sign.FINE), *s.places(Sign.CONFIRM))
    no = (*s.places(Sign.NO), *s.places(Sign.NOT), *s.places(Sign.REFUSE))
    if not no and not s.has(Sign.YES) and _told(s):
        return None
    if s.has(Sign.LATER, Sign.YET) or not (yes or no) or (not yes and not s.has(Sign.NO, Sign.REFUSE) and not _brief(s)):
        return None
    if s.has(Sign.NO) and s.has(Sign.NOT) and s.has(Sign.YES, Sign.FINE) and len(set(no)) > 2:
        return None  # "no, it is not wrong"
    if no and (not yes or min(no) <= min(yes) + 1 or s.has(Sign.NO)):
        return None if yes and min(yes) < min(no) - 1 and s.is_at(min(yes), Sign.YES) and not s.has(Sign.NO) else False
    return True


def _told(s: Sentence) -> bool:
    """ "The 40 is what fits on one pallet": a word of agreeing in a sentence that tells of something."""
    return s.has(Sign.BOX, Sign.NUMBER, Sign.PAYMENT, Sign.FREIGHT) or s.darkness > 1


def _brief(s: Sentence) -> bool:
    """A negation alone answers in a few words ("please not"); "more I do not have" tells of something."""
    return sum(t.kind is Kind.WORD for t in s.tokens) < _SHORT


def _value(s: Sentence, values: tuple[Value, ...], where: Scene, refused: bool) -> list[Point]:
    if s.has(Sign.MAYBE):
        return []  # "probably you overlooked 48.50" tells of something
    for question in where.questions:
        value = _answer(s, values, question, refused)
        if value:
            return [said(AnswerQuestion(value=value), s.text.strip())]
    return []


def _answer(s: Sentence, values: tuple[Value, ...], question: Question, refused: bool) -> str:
    if question.kind is QuestionKind.CHOICE:
        return _choice(s, values, question) or _none_of_them(s, values, question)
    if question.kind is QuestionKind.YES_NO and not refused:
        return ""
    if question.about in _DATES:
        days = [v.past or v.day for v in values if v.what is What.DATE and v.day and not v.relative]
        return days[-1].isoformat() if len(days) == 1 and days[0] else ""
    if question.about is About.NUMBER:
        return _number(s, values)
    if question.about is About.CURRENCY:
        codes = {t.text for t in s.tokens if t.text in CODES}
        return codes.pop() if len(codes) == 1 else ""
    if question.about in _MONEY or question.about is About.QUANTITY:
        return _amount(s, values)
    return ""


def _amount(s: Sentence, values: tuple[Value, ...]) -> str:
    """The one number, or the one with a currency; what is denied ("50, not 40") is none."""
    said = [v for v in values if v.what in (What.PRICE, What.NUMBER, What.QUANTITY) and v.number and v.other is None]
    said = [v for v in said if s.tokens[v.first].kind is not Kind.WORD]  # "une ligne" is no amount
    numbers = [v for v in said if not s.is_at(v.first - 1, Sign.NOT, Sign.INSTEAD) and not _beside(s, v)]
    totals = [v for v in numbers if s.has(Sign.TOTAL, first=max(0, v.first - _NEAR), last=v.first)]
    priced = [v for v in numbers if v.what is What.PRICE and v.currency]
    only = next((found for found in (totals, priced) if len(found) == 1), numbers)
    return format(only[0].number or 0, "f") if len(only) == 1 else ""


def _beside(s: Sentence, value: Value) -> bool:
    """ "Net is 1,424.00 and VAT 299.04", "freight of 48.50": a figure behind another noun is that noun's."""
    return s.has(Sign.VAT, Sign.FREIGHT, Sign.PERCENT, first=max(0, value.first - 2), last=value.first)


_NEAR = 4
"""Tokens between the noun of a total and its figure: "le total HT est de"."""
_SHORT = 4
"""Words beside a number that may still be its label: "our invoice number is 77"."""


def _number(s: Sentence, values: tuple[Value, ...]) -> str:
    """The number of the invoice: after its label, or alone; one word with a digit, and nothing else that could be meant."""
    labelled = [v.text for v in values if v.what is What.DOCUMENT and v.paper is Paper.INVOICE]
    if len(labelled) == 1:
        return labelled[0]
    words = [w.strip(".,;:") for w in s.text.split()]
    bare = [w for w in words if any(c.isdigit() for c in w)]
    return bare[0] if len(bare) == 1 and len(words) <= _SHORT and not s.has(Sign.NOT, Sign.LINE) else ""


def _none_of_them(s: Sentence, values: tuple[Value, ...], question: Question) -> str:
    """A value of the invoice that is not among the choices: a whole date, a currency by its code, a number behind its label."""
    if question.about is About.ISSUE_DATE:
        days = {v.past or v.day for v in values if v.what is What.DATE and v.day and not v.relative}
        day = days.pop() if len(days) == 1 else None
        return day.isoformat() if day else ""
    if question.about is About.CURRENCY:
        codes = {t.text for t in s.tokens if t.text in CODES}
        return codes.pop() if len(codes) == 1 else ""
    if question.about is About.NUMBER:
        named = {v.text for v in values if v.what is What.DOCUMENT and v.paper is Paper.INVOICE}
        return named.pop() if len(named) == 1 else ""
    return ""


def _counts_a_noun(s: Sentence, value: Value) -> bool:
    """ "An invoice", "the second page": a number in words in front of a noun is no choice."""
    after = value.last + 1
    word = after < len(s.tokens) and s.tokens[after].kind is Kind.WORD and s.tokens[after].fold not in small_words(s.language)
    return s.tokens[value.first].kind is Kind.WORD and word and not s.is_at(after, Sign.LINE, Sign.ORDER, Sign.NUMBER, Sign.FINE)


def _choice(s: Sentence, values: tuple[Value, ...], question: Question) -> str:
    named = [c for c in question.choices if any(digits_of(v.text) == digits_of(c) for v in values if v.what is What.DOCUMENT)]
    named += [
        c
        for c in question.choices
        if digits_of(c) and any(v.number is not None and str(v.number) == digits_of(c) for v in values)
    ]
    if len(set(named)) == 1:
        return str(question.choices.index(named[0]) + 1)
    kinds = (What.NUMBER, What.LINE, What.ORDINAL)
    if any(v.what in (What.PRICE, What.DATE) for v in values):
        return ""  # the answer is the value
    chosen = (v for v in values if v.what in kinds and v.number is not None and not _counts_a_noun(s, v))
    numbers = {int(v.number) for v in chosen if v.number is not None and v.number == int(v.number)}
    numbers = {len(question.choices) if n == -1 else n for n in numbers}
    fitting = [n for n in numbers if 1 <= n <= len(question.choices)]
    return str(fitting[0]) if len(fitting) == 1 and len(numbers) == 1 and not s.has(Sign.NOT) else ""
