"""Free words read: sentence by sentence into points, the points settled, what is left over kept as a comment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.commands.supplier_orders import Accept, Change, Reject
from core.commands.supplier_self import ChangeContact
from core.commands.supplier_talk import Comment, No
from core.doubt import Doubt, Reason
from core.message import Message
from core.question import About
from core.reading import Said
from parsers.intent.answer_rules import answer_points, one_answer
from parsers.intent.caution import cautious
from parsers.intent.corrected import corrects, parted, said_anew, taken_back
from parsers.intent.language import others_of, speaks
from parsers.intent.left_over import left_over
from parsers.intent.lexicon import LANGUAGES, Lexicon, lexicon
from parsers.intent.order_rules import order_points
from parsers.intent.order_target import ACCEPTANCE_CHOICES
from parsers.intent.paper_rules import corrected, credited, paper_points
from parsers.intent.parts import rest_undated
from parsers.intent.point import Point, doubt, of_document
from parsers.intent.quote_rules import quote_points
from parsers.intent.reading import values_of
from parsers.intent.scene import Scene, digits_of, sheet_for
from parsers.intent.second_look import looked_at_again, modelled
from parsers.intent.sentence import Sentence, sentence
from parsers.intent.sentences import spoken
from parsers.intent.settle import as_said, settled
from parsers.intent.sheet import Sheet, items_named, sheet_of
from parsers.intent.signs import Sign
from parsers.intent.statement import Statement, seen_with, statements
from parsers.intent.talk_rules import talk_points
from parsers.intent.unthreaded import acknowledged, open_documents, placed
from parsers.intent.values import Value, What


@dataclass(slots=True)
class Heard:
    """What has been heard of a mail so far."""

    points: list[Point] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    inherited: tuple[int, ...] = ()
    asked: bool = False
    """The line carried on was named in a question."""
    paragraph: int = -1
    began: int = 0
    """How many points there were where the paragraph began."""
    before: int = 0
    """The same of the paragraph before it."""
    machine: bool = False
    """Whether words for a machine were met; nothing from there on is taken as the supplier's word."""
    documents: list[str] = field(default_factory=list)
    absent: bool = False
    """Whether the writer is away: who is named then stands in for a while."""
    corrects: bool = False
    """Whether a word says that one paper replaces another."""
    offers_other: bool = False
    """Whether another article is spoken of: goods that are gone are then not simply refused."""


def read_words(message: Message, where: Scene) -> tuple[tuple[Said, ...], tuple[Doubt, ...]]:
    """The commands and doubts of a mail's own words: in the language they seem to be in, else in another that knows them."""
    first = _heard(message, where, lexicon(where.language))
    if first.points:
        return _closed(first, where)
    for language in others_of(message.new_text, where.language, where.context.speaker.locale):
        again = _heard(message, where, lexicon(language))
        if again.points:
            return _closed(again, where)
    return _closed(first, where)


def _heard(message: Message, where: Scene, lex: Lexicon) -> Heard:
    heard = Heard()
    inline = {a.words.strip() for a in message.inline_answers}
    first = True
    for piece in spoken(_without(message.new_text, inline), lex):
        if piece.paragraph != heard.paragraph:
            heard.inherited, heard.before, heard.began, first = (), heard.began, len(heard.points), True
        heard.paragraph = piece.paragraph
        if not piece.read:
            heard.unread.append(piece.sentence.text.strip())
            continue
        for part in parted(piece.sentence, lex):
            since = heard.before if first else heard.began  # "Sorry, no wait ..." may open a paragraph of its own
            anew = _correct(part, where, heard, since)
            if anew is not None:
                heard.points.append(anew)
            else:
                _hear(part, where, heard)
            first = first and len(heard.points) == heard.began
    for answer in message.inline_answers:
        line = _line_of(answer.quoted, where.sheet, lex)
        for piece in spoken(answer.words, lex):
            heard.inherited = line
            _hear(piece.sentence, where, heard)
    return heard


def _correct(s: Sentence, where: Scene, heard: Heard, since: int) -> Point | None:
    """Take back what a sentence corrects; the point that it says anew, where a number alone does."""
    if s.is_at(0, Sign.NO) and not s.is_at(0, Sign.CORRECTION):
        since = heard.began  # "No, nothing else." closes a mail
    before = heard.points[since:]
    if not corrects(s, any(p.command for p in before)):
        return None
    heard.points[since:] = taken_back(before)
    return said_anew(s, values_of(s, where.clock, where.comma), before)


def _without(text: str, answers: set[str]) -> str:
    """The text without inline answers, which are read with the line that they answer."""
    for answer in answers:
        text = re.sub(rf"(?m)^{re.escape(answer)}[ \t]*$", "", text, count=1) if answer else text
    return text


def _line_of(quoted: str, sheet: Sheet, lex: Lexicon) -> tuple[int, ...]:
    """The line that a quoted line shows: by SKU or description, else by its leading number."""
    s = sentence(quoted.lstrip("> "), lex)
    named = tuple(dict.fromkeys(n for n, _ in items_named(s, 0, len(s.tokens), sheet)))
    if len(named) == 1:
        return named
    first = s.tokens[0].text if s.tokens else ""
    return (int(first),) if first.isdecimal() and len(first) < 4 and int(first) in sheet.numbers else ()


def _hear(s: Sentence, where: Scene, heard: Heard) -> None:
    points = _points_in(s, where, heard)
    if not points and not heard.machine:
        points = _in_another_language(s, where, heard)
    if points:
        heard.points.extend(points)
    if not points or all(p.weak for p in points):
        heard.unread.append(s.text.strip())


def _points_in(s: Sentence, where: Scene, heard: Heard) -> tuple[Point, ...]:
    return tuple(_points(s, values_of(s, where.clock, where.comma), where, heard))


def _in_another_language(s: Sentence, where: Scene, heard: Heard) -> tuple[Point, ...]:
    """The points of the sentence in other words; a reading that comes to nothing leaves nothing behind."""
    for other in _in_other_words(s, where):
        trial = replace(heard, documents=[*heard.documents])
        points = _points_in(other, where, trial)
        if points:
            heard.documents, heard.inherited, heard.asked = trial.documents, trial.inherited, trial.asked
            return points
    return ()


def _in_other_words(s: Sentence, where: Scene) -> Iterator[Sentence]:
    """The same sentence in English or the writer's own language, where that knows more of its words: people mix them."""
    known = speaks(s.text, s.language)
    for language in dict.fromkeys(("en", where.context.speaker.locale.partition("-")[0].lower())):
        if language in LANGUAGES and language != s.language and speaks(s.text, language) > known:
            yield sentence(s.text, lexicon(language), s.line_start)


def _points(s: Sentence, values: tuple[Value, ...], where: Scene, heard: Heard) -> Iterator[Point]:
    heard.machine = heard.machine or s.has(Sign.MACHINE)
    heard.corrects = heard.corrects or s.has(Sign.REPLACE)
    heard.absent = heard.absent or s.has(Sign.ABSENT)
    heard.offers_other = heard.offers_other or (s.has(Sign.SUBSTITUTE) and not s.has(Sign.NOT, Sign.NO))
    away = s.has(Sign.ABSENT) and not any(v.what is What.LINE for v in values)  # a line that is back is no person
    if heard.machine:
        return
    if any(v.what is What.IBAN for v in values) or (s.has(Sign.BANK) and not s.question):
        yield doubt(About.BANK, Reason.BANK_BY_MAIL, s.text.strip())
        return
    if away:
        return
    if where.questions:
        answered = answer_points(s, values, where, denied=any(isinstance(p.command, No) for p in heard.points))
        if answered:
            yield from answered
            return
    first = paper_points(s, values, where) or talk_points(s, values, where)
    if heard.absent and any(isinstance(p.command, ChangeContact) for p in first):
        return
    if first and not any(_goes_on(p) for p in first):
        yield from first
        return
    found = tuple(looked_at_again(tuple(_about_documents(s, values, where, heard)), s))
    if not any(isinstance(p.command, Accept | Change | Reject) for p in found):
        yield from first  # an answer to the order says that it was received
    yield from found
    if not first and not found:
        rest = tuple(left_over(s, values, where))
        yield from rest or modelled(s, values, where)


def _goes_on(point: Point) -> bool:
    """After "received" the rest of the sentence is read as well."""
    return point.command is not None and point.command.word == "received"


def _about_documents(s: Sentence, values: tuple[Value, ...], where: Scene, heard: Heard) -> Iterator[Point]:
    found: list[Point] = []
    but = False
    loose = () if where.thread else open_documents(where.context, s)
    own = sheet_of(loose[0]) if loose else where.sheet
    carried: list[str] = []
    told = statements(s, values, own)
    for st, reach in zip(told, _reaches(told, s), strict=True):
        named = [d for d in st.subject.documents if digits_of(d) != digits_of(where.thread)] or (carried if loose else [])
        carried = named
        heard.documents.extend(st.subject.documents)
        sheet, document = own, None
        if named:
            other = where.document_named(named[0])
            sheet, document = (sheet_for(where, named[0]), str(other.reference)) if other else (Sheet(), named[0])
        points = _of_statement(seen_with(st, sheet) if named else st, sheet, where, heard, reach)
        if loose and not named:
            points = placed(points, st, loose)
        if st.subject.rest and not st.values and not any(p.command for p in points):
            found = [rest_undated(p, own) for p in found]
        but = but or (not points and (s.is_at(st.first, Sign.BUT) or bool(st.subject.lines)))
        found.extend(of_document(p, document) if document else p for p in points)
    yield from (_reserved(p) if but else p for p in found)


def _reserved(point: Point) -> Point:
    """A yes to the whole order with a "but", or words on a line, that nothing explains is asked about."""
    if not isinstance(point.command, Accept) or point.lines or point.rest:
        return point
    why = Reason.RESERVATION
    return of_document(doubt(About.ACCEPTANCE, why, point.words, ACCEPTANCE_CHOICES, (), True), point.document)


def _reaches(told: tuple[Statement, ...], s: Sentence) -> Iterator[int]:
    """For each statement the place up to which what follows may still be said of it: where the next one names its own subject."""
    for at in range(len(told)):
        yield next((later.first for later in told[at + 1 :] if later.subject.named), len(s.tokens))


def _under_condition(st: Statement, reach: int) -> bool:
    """Whether a condition or a doubt stands in the statement, or reaches it.

    One that stands before it reaches it unless it begins anew with a line of its own ("if ..., but line 2 is fine"); one that
    stands behind it reaches what names no line ("all fine if ..."), and the line named last ("2 is fine, but only if ...").
    """
    if st.s.has(Sign.IF, first=st.first, last=reach):
        return True
    lines, s = st.subject.lines, st.s
    if lines and s.is_at(st.first, Sign.BUT, Sign.AND):
        return False
    return s.has(Sign.IF, Sign.MAYBE, first=0, last=st.first) or (not lines and s.has(Sign.IF))


def _of_statement(st: Statement, sheet: Sheet, where: Scene, heard: Heard, reach: int) -> tuple[Point, ...]:
    under, today = _under_condition(st, reach), where.clock.today
    if sheet.is_rfp:
        points = quote_points(st, sheet, heard.inherited, under, today)
    elif sheet.items or st.subject.documents:
        points = order_points(st, sheet, heard.inherited, under, today)
    else:
        points = ()
    asked = heard.asked and bool(heard.inherited) and not st.subject.named
    points = tuple(cautious(points, st, sheet, asked, today))
    if st.subject.named:
        heard.inherited = st.subject.lines if len(st.subject.lines) == 1 else ()
        heard.asked = st.s.question
    return points


def _closed(heard: Heard, where: Scene) -> tuple[tuple[Said, ...], tuple[Doubt, ...]]:
    points = credited([corrected(p, where, heard.corrects) for p in _documents(heard, where)])
    points = list(one_answer(points, where))
    for document in dict.fromkeys(p.document for p in points):
        sheet = where.sheet if document is None else sheet_for(where, document)
        own = settled([p for p in points if p.document == document], sheet, heard.offers_other)
        points = [*(p for p in points if p.document != document), *own]
    commands, doubts = as_said(points)
    return _commented(commands, heard), doubts


def _documents(heard: Heard, where: Scene) -> list[Point]:
    """A mail that names only another order than its thread's is asked which one it means."""
    others = {p.document for p in heard.points if p.document}
    own = any(digits_of(d) == digits_of(where.thread) for d in heard.documents)
    unknown = {d for d in others if where.document_named(d) is None}
    choices = tuple(dict.fromkeys(c for c in (where.thread, *(o for o in others if o and o not in unknown)) if c))

    def asked(point: Point) -> Point:
        mixed = point.document is not None and where.thread and (not own or point.document in unknown)
        if not mixed or (point.command and point.command.word in ("status", "send")):
            return point
        return doubt(About.DOCUMENT, Reason.OTHER_DOCUMENT, point.words, choices, (), True, str(point.document))

    return [asked(point if where.thread else acknowledged(point, where.context)) for point in heard.points]


def _commented(commands: tuple[Said, ...], heard: Heard) -> tuple[Said, ...]:
    text = "\n".join(t for t in heard.unread if t)
    return (*commands, Said(command=Comment(text=text), words=text)) if text else commands
