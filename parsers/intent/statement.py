"""A sentence taken apart into statements, each with what it is about."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.intent.lexicon import small_words
from parsers.intent.sentence import Sentence
from parsers.intent.sheet import Sheet, items_named
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind
from parsers.intent.values import Paper, Value, What

_CUTS = frozenset(",;–—()，；、:：。/")
_PREDICATES = (
    Sign.CONFIRM, Sign.FINE, Sign.YES, Sign.NO, Sign.AS_ORDERED, Sign.REFUSE, Sign.UNABLE, Sign.GONE, Sign.SHIPPED, Sign.RECEIVED,
    Sign.NOT, Sign.NO_MORE, Sign.SUBSTITUTE, Sign.WITHDRAW, Sign.UNKNOWN_DATE,
)  # fmt: skip
_CONTENT = frozenset(
    {What.QUANTITY, What.BOX, What.PRICE, What.PERCENT, What.DATE, What.VAGUE, What.SPAN, What.NUMBER, What.CODE}
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a statement is about. `unknown`: a line is named that the document does not have."""

    lines: tuple[int, ...] = ()
    excepted: tuple[int, ...] = ()
    rest: bool = False
    every: bool = False
    both: bool = False
    unknown: bool = False
    documents: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether it names anything."""
        return bool(self.lines or self.excepted or self.rest or self.every or self.both or self.unknown or self.documents)

    def joined(self, other: "Subject") -> "Subject":
        """Both together."""
        return Subject(
            tuple(dict.fromkeys((*self.lines, *other.lines))),
            tuple(dict.fromkeys((*self.excepted, *other.excepted))),
            self.rest or other.rest,
            self.every or other.every,
            self.both or other.both,
            self.unknown or other.unknown,
            tuple(dict.fromkeys((*self.documents, *other.documents))),
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """Tokens `first` up to `last` (exclusive) of a sentence, their values and their subject."""

    s: Sentence
    first: int
    last: int
    values: tuple[Value, ...]
    subject: Subject

    def has(self, *signs: Sign) -> bool:
        """Whether one of the signs stands in it."""
        return self.s.has(*signs, first=self.first, last=self.last)

    def places(self, sign: Sign) -> tuple[int, ...]:
        """Where a sign stands in it."""
        return self.s.places(sign, self.first, self.last)

    def of(self, *whats: What) -> tuple[Value, ...]:
        """Its values of these kinds."""
        return tuple(v for v in self.values if v.what in whats)

    @property
    def content(self) -> bool:
        """Whether it says something of its subject."""
        return bool(self.of(*_CONTENT)) or self.has(*_PREDICATES)

    @property
    def words(self) -> str:
        """Its words in the mail."""
        return self.s.part(self.first, self.last - 1) if self.last > self.first else ""


def statements(s: Sentence, values: tuple[Value, ...], sheet: Sheet) -> tuple[Statement, ...]:
    """The statements of a sentence in their order."""
    result: list[Statement] = []
    values = tuple(v for v in _bare_lines(s, values, sheet) if not _in_a_name(s, v, sheet) and not _of_writer(s, v, sheet))
    for first, last in _pieces(s, values):
        piece = _statement(s, first, last, values, sheet)
        if result and not _begins_anew(result[-1], piece, s):
            piece = _merged(result.pop(), piece)
        result.append(piece)
    return tuple(result)


def seen_with(st: Statement, sheet: Sheet) -> Statement:
    """The same statement, its subject told by the lines of another document."""
    return replace(st, subject=_subject(st.s, st.first, st.last, st.values, sheet))


_BESIDE = 6
"""Tokens behind a number in which the goods that it counts are named."""


def _of_writer(s: Sentence, value: Value, sheet: Sheet) -> bool:
    """ "Pos. 30 (your CM-LAD-12)" is the writer's own position, and the "1)" in front of "the pots" numbers what he says."""
    if value.what is not What.LINE:
        return False
    last = min(value.last + _BESIDE, len(s.tokens))
    end = next((at for at in range(value.last + 1, last) if s.tokens[at].text in ",;"), last)
    named = {n for n, _ in items_named(s, value.last + 1, end, sheet)}
    counts = value.first == 0 and s.line_start and s.tokens[value.last].text == ")"
    number = _line_number(value, sheet)
    return bool(named) and (number not in sheet.numbers or (counts and number not in named))


def _in_a_name(s: Sentence, value: Value, sheet: Sheet) -> bool:
    """ "GN 1/1" is part of an item's name and no first of January."""
    said = s.part(max(0, value.first - 1), value.last)
    return value.what is What.DATE and value.first > 0 and any(said.casefold() in item.label.casefold() for item in sheet.items)


_AFTER_NUMBER = (Sign.FINE, Sign.CONFIRM, Sign.AS_ORDERED, Sign.NOT, Sign.ONLY, Sign.REFUSE, Sign.UNABLE, Sign.YES, Sign.GONE)


_BEFORE_NUMBER = (Sign.CONFIRM, Sign.FINE, Sign.REFUSE, Sign.AS_ORDERED)


def _run(s: Sentence, values: tuple[Value, ...], at: int, sheet: Sheet) -> int:
    """How many numbers from here on are listed ("1, 2 and 3") and could all be lines."""
    count = 0
    while at + count < len(values) and _fits(s, values[at + count], sheet):
        if count and not _listed_on(s, values[at + count - 1], values[at + count]):
            break
        count += 1
    return count


def _fits(s: Sentence, value: Value, sheet: Sheet) -> bool:
    """An article, "una consegna", is no number of a line."""
    return (
        value.what is What.NUMBER
        and value.number is not None
        and value.number % 1 == 0
        and int(value.number) in sheet.numbers
        and not (value.number == 1 and s.tokens[value.first].kind is Kind.WORD)
    )


def _listed_on(s: Sentence, one: Value, other: Value) -> bool:
    between = range(one.last + 1, other.first)
    return 0 < len(between) <= 2 and all(s.tokens[p].text in ",/" or s.is_at(p, Sign.AND) for p in between)


def _bare_lines(s: Sentence, values: tuple[Value, ...], sheet: Sheet) -> Iterator[Value]:
    """Numbers that open a piece and stand for lines: "1 and 3 ok, 2 only 40 pcs"."""
    listed = 0
    for i, value in enumerate(values):
        listed = listed - 1 if listed > 0 else max(0, _run(s, values, i, sheet) - 1)
        in_run = listed > 0 or (
            i > 0 and _fits(s, value, sheet) and _fits(s, values[i - 1], sheet) and _listed_on(s, values[i - 1], value)
        )
        before = value.first - 1
        while before >= max(0, value.first - 3) and _is_small(s, before):
            before -= 1
        opens = value.first == 0 or before < 0 or _cuts(s, before)
        after = value.last + 1
        small = (
            after + 1 < len(s.tokens)
            and not s.signs_at(after) - {Sign.PAST, Sign.WILL}
            and s.tokens[after].text not in _CUTS
            and not s.tokens[after].text.isdigit()
        )
        direct = s.is_at(after, *_AFTER_NUMBER) or (s.is_at(after, Sign.SUPPLY) and s.language != "en")
        direct = direct or (small and s.is_at(after + 1, *_AFTER_NUMBER, Sign.SUPPLY))
        over = value.first > 1 and not s.signs_at(value.first - 1) and _is_small(s, value.first - 1)  # "we're good on 1 and 2"
        told = s.is_at(value.first - 1, *_BEFORE_NUMBER) or (over and s.is_at(value.first - 2, *_BEFORE_NUMBER))
        behind = told and not s.is_at(after, Sign.LINE)
        named = _fits(s, value, sheet) and not sheet.is_rfp and (in_run or behind or (opens and direct))
        yield replace(value, what=What.LINE) if named else value


def _is_small(s: Sentence, at: int) -> bool:
    """An article or a preposition in front of a number: "de la 3"."""
    token = s.tokens[at]
    return token.kind is Kind.WORD and (len(token.fold) <= 3 or token.fold in small_words(s.language)) and not _cuts(s, at)


def _pieces(s: Sentence, values: tuple[Value, ...]) -> Iterator[tuple[int, int]]:
    inside = {at for v in values for at in range(v.first, v.last)}
    for one, other in pairwise(values):
        if one.what is other.what is What.LINE and other.first - one.last <= 2:
            inside.update(range(one.last, other.first))
    opening = {v.first for v in values if v.what is What.LINE and v.first and _follows_value(values, v)}
    ends = sorted(v.first for v in values if v.what in _CONTENT)
    first = 0
    for at in range(len(s.tokens)):
        if at not in opening and (at in inside or not _cuts(s, at)):
            continue
        if (
            s.is_at(at, Sign.BUT)
            and first
            and not (any(first <= e < at for e in ends) or s.has(*_PREDICATES, first=first, last=at))
        ):
            continue
        if at > first:
            yield first, at
        first = at
    if first < len(s.tokens):
        yield first, len(s.tokens)


def _follows_value(values: tuple[Value, ...], line: Value) -> bool:
    """ "Line 1: 12.40 line 2: 15.00": a line right behind a value begins anew."""
    return any(v.last == line.first - 1 and v.what in _CONTENT and v.what is not What.NUMBER for v in values) or any(
        v.last == line.first - 1 and v.what is What.NUMBER and (v.number or 0) % 1 for v in values
    )


def _cuts(s: Sentence, at: int) -> bool:
    token = s.tokens[at]
    if token.text == "." and _capital_after(s, at) and s.is_at(at + 1, Sign.REST, Sign.LINE, Sign.ALL):
        return True
    covered = s.by_token[at]
    if covered is not None and covered.last > covered.first and covered.first < at:
        return False
    spaced = token.text == "-" and at > 0 and token.start > s.tokens[at - 1].end
    return token.text in _CUTS or spaced or s.is_at(at, Sign.BUT, Sign.AND)


def _capital_after(s: Sentence, at: int) -> bool:
    after = s.tokens[at + 1] if at + 1 < len(s.tokens) else None
    return after is not None and after.text[:1].isupper() and after.start > s.tokens[at].end


def _statement(s: Sentence, first: int, last: int, values: tuple[Value, ...], sheet: Sheet) -> Statement:
    own = tuple(v for v in values if first <= v.first < last)
    return Statement(s, first, last, own, _subject(s, first, last, own, sheet))


def _subject(s: Sentence, first: int, last: int, values: tuple[Value, ...], sheet: Sheet) -> Subject:
    borders = s.places(Sign.EXCEPT, first, last)
    border = borders[0] if borders else last
    numbered = [(_line_number(v, sheet), v.first) for v in values if v.what is What.LINE]
    numbered += [(_line_number(v, sheet), v.first) for v in values if v.what is What.ORDINAL and _stands_for_line(s, v)]
    named = [*numbered, *((n, at) for n, at in items_named(s, first, last, sheet) if not _within(at, values))]
    known = [(n, at) for n, at in named if n in sheet.numbers]
    if borders and _named_before(s, border, values) and not any(at >= border for _, at in known):
        border = first
    documents = tuple(v.text for v in values if v.what is What.DOCUMENT and v.paper is Paper.ORDER)
    return Subject(
        lines=tuple(dict.fromkeys(n for n, at in known if at < border)),
        excepted=tuple(dict.fromkeys(n for n, at in known if at >= border)),
        rest=s.has(Sign.REST, first=first, last=last),
        every=s.has(Sign.ALL, first=first, last=last),
        both=s.has(Sign.BOTH, first=first, last=last),
        unknown=any(n not in sheet.numbers for n, _ in named),
        documents=documents,
    )


def _named_before(s: Sentence, at: int, values: tuple[Value, ...]) -> bool:
    """ "2. kalem hariç", "a 2. tétel kivételével": what is excepted stands in front of the word for it."""
    ends = s.is_at(at - 1, Sign.LINE) or any(v.what is What.LINE and v.last == at - 1 for v in values)
    return s.language in ("tr", "hu") and ends


def _line_number(value: Value, sheet: Sheet) -> int:
    number = int(value.number or 0)
    return sheet.numbers[-1] if number == -1 and sheet.items else number


def _stands_for_line(s: Sentence, value: Value) -> bool:
    """A bare "the first" stands for a line when nothing but the end or a verb follows; "the first part" is none."""
    after = value.last + 1
    noun = after < len(s.tokens) and s.tokens[after].kind is Kind.WORD and not s.signs_at(after)
    if noun and s.tokens[after].fold not in small_words(s.language):
        return False
    return not any(t.text.isdigit() for t in s.tokens[after : after + 2])


def _within(at: int, values: tuple[Value, ...]) -> bool:
    """Whether a place is inside a value that is no size, so that "60" in "60 pcs" names no item."""
    return any(v.first <= at <= v.last and v.what not in (What.DIMENSION, What.CODE, What.NUMBER) for v in values)


def _begins_anew(before: Statement, piece: Statement, s: Sentence) -> bool:
    other = bool(piece.subject.lines) and bool(before.subject.lines) and not set(piece.subject.lines) & set(before.subject.lines)
    opens = piece.first + (s.tokens[piece.first].text in _CUTS)  # ", but the ladles are gone"
    if piece.content and ((s.is_at(piece.first, Sign.BUT) and before.content) or (s.is_at(opens, Sign.BUT) and other)):
        return True
    if not before.content:
        return False
    if not piece.subject.named:
        return False
    if piece.subject.excepted and not piece.subject.lines:
        return False
    parts = piece.of(What.DATE, What.VAGUE, What.QUANTITY, What.NUMBER) and not piece.has(Sign.REFUSE, Sign.CANCEL)
    if piece.subject.rest and before.of(What.QUANTITY, What.NUMBER) and parts and before.subject.lines:
        return False
    listed = s.is_at(piece.first, Sign.AND) or (s.tokens[piece.first].text in ":：(" and not before.subject.named)
    if not piece.content and listed:
        return False
    if not piece.content:
        return not set(piece.subject.lines) <= set(before.subject.lines)
    return piece.subject.lines != before.subject.lines or not piece.subject.lines


def _merged(one: Statement, other: Statement) -> Statement:
    subject = one.subject.joined(other.subject)
    if other.places(Sign.EXCEPT) and not other.subject.excepted:
        subject = one.subject
    if one.places(Sign.EXCEPT) and other.subject.lines and not one.content:
        moved = tuple(dict.fromkeys((*one.subject.excepted, *other.subject.lines)))
        subject = replace(subject, lines=one.subject.lines, excepted=moved)
    return Statement(one.s, one.first, other.last, (*one.values, *other.values), subject)
