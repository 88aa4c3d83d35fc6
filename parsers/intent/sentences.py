"""A mail's words cut into sentences: greetings and signatures aside, wrapped lines joined (docs/mail.md 4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.intent.lexicon import Lexicon, small_words
from parsers.intent.sentence import Sentence, sentence
from parsers.intent.signs import Sign
from parsers.intent.tokens import Kind

_MOST_SENTENCES = 400
_LONGEST = 800
_WRAPPED = 50
_LIST_ITEM = re.compile(r"\s*(?:[-*•·–]\s|\d{1,3}\s?[.):]\s|\d{1,3}\s*[-–]\s)")
_BULLET = re.compile(r"^\s*[-*•·–]+\s+")
_POSTSCRIPT = re.compile(r"^\s*(?:p\.?\s?s\.?|n\.?b\.?|p\.?\s?d\.?)\s*[:.\-–]?\s", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?。！？])(?=\s+\S)|(?<=[。！？])(?=\S)|(?<=[!?;])(?=[\u3400-\u9fff])|(?<=\D)(?<=[;；])(?=\s)")
_SHORT_BEFORE_DOT = re.compile(
    r"(?:^|[\s(/.-])(?:[^\W\d]{1,2}|pos|posn|поз|грн|тис|руб|\w{0,12}nr|sem|tydz|sett|num|art|item|line|stk|stck|pcs|szt|poz|zam|dok|tel|ref|incl|inkl|excl|exkl|approx|ca|bzw|ggf|evtl|max|min|resp|qty|inv|fact|fac|fra|rech|best|auf|uds|pzs|pza|cant|prov|sra|sig|dott|geom|ing|prof|prot|bijv|m\.b\.t|excl|aant|tys|godz|wg|tzw|tj|dot|faktn|sor|kb|pl|sz|db|str|buc|cca|atd|tzv|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|janv|fevr|avr|juil|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|mrt|kwi|cze|lip|sie|wrz|paz|lis|gru|febr|marc|szept)\.$",
    re.IGNORECASE,
)
_SAID_IN_SHORT = re.compile(r"(?:^|\s)(?:ok|si|sí|oui|ja|tak|an|ab|zu|so|it|us|up|me|af|op|om|je|on|to)\.$", re.IGNORECASE)
"""Short words that end a sentence: "Line 2 ok.", "Das nehmen wir an."."""
_LETTERS_DOT = re.compile(r"(?:^|\s)[^\W\d]{2}\.$")
_WORD_TOO = re.compile(r"(?:^|\s)(?:line|item|max|best|auf)\.$", re.IGNORECASE)
"""Words that are no abbreviation where a sentence may begin behind them: "we decline that line. The pans ..."."""
_PRICED = re.compile(r"[€$£]|\b(?:EUR|USD|GBP|CHF|PLN|euro)\b|\d[.,]\d{2}\b")
_DIGIT_DOT = re.compile(r"(?<!\w)\d{1,3}\.$")
"""A dot behind a short number may be an ordinal's; behind a code or a year it ends the sentence."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with its place: the number of the paragraph it stands in."""

    sentence: Sentence
    paragraph: int
    read: bool = True
    """False beyond the number of sentences that are read; the words are kept."""


def _joined(lines: list[str]) -> list[tuple[str, int]]:
    """(text, paragraph) of each line, wrapped lines joined."""
    result: list[tuple[str, int]] = []
    paragraph = 0
    for line in lines:
        if not line.strip():
            paragraph += 1
            continue
        before = result[-1] if result else ("", -1)
        if before[1] == paragraph and _continues(before[0], line):
            result[-1] = (before[0] + " " + line.strip(), paragraph)
        else:
            result.append((line.strip(), paragraph))
    return result


def _continues(before: str, line: str) -> bool:
    tail = before[-90:]
    if len(before) < _WRAPPED or tail.rstrip()[-1:] in ".!?:;。！？：" or _LIST_ITEM.match(line):
        return False
    if _PRICED.search(before) and _PRICED.search(line):
        return False  # two rows of a list, each with its price
    return line.lstrip()[:1].islower() or line.lstrip()[:1].isdigit() or len(before) >= _WRAPPED + 10


def _cut(text: str, lex: Lexicon) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.start()]
        short = _SHORT_BEFORE_DOT.search(piece[-12:]) and not _SAID_IN_SHORT.search(piece[-12:])
        word = _LETTERS_DOT.search(piece[-4:]) or _WORD_TOO.search(piece[-6:])
        short = short and not (word and _known_opening(text, match.start(), lex))
        if short or (_DIGIT_DOT.search(piece[-5:]) and not _starts_anew(text, match.start(), lex)):
            continue
        yield piece
        start = match.start()
    yield text[start:]


def _known_opening(text: str, at: int, lex: Lexicon) -> bool:
    """Whether a capital and a word that the language knows follow: "e ci fermiamo lì. Per le padelle ..."; a title has a name
    behind it, a short word its number."""
    follow = text[at : at + 40].lstrip()
    opening = sentence(follow, lex)
    if not follow[:1].isupper() or not opening.tokens or opening.tokens[0].kind is not Kind.WORD:
        return False
    return opening.tokens[0].fold in small_words(lex.language) or bool(opening.signs_at(0) - {Sign.LINE, Sign.NUMBER})


def _starts_anew(text: str, at: int, lex: Lexicon) -> bool:
    """Whether a number with a dot ends a sentence: no month, week or line follows ("am 5. Juni", "2. Position")."""
    follow = text[at : at + 40].lstrip()
    if not follow[:1].isupper():
        return False
    opening = sentence(follow, lex)
    noun = opening.is_at(0, Sign.LINE, Sign.WEEK)
    numbered = any(t.text.isdigit() for t in opening.tokens[1:4])
    return not ((noun and not numbered) or opening.value_at(0, "month") or opening.value_at(0, "weekday"))


def spoken(text: str, lex: Lexicon) -> Iterator[Spoken]:
    """The sentences that count, in their order."""
    count = 0
    signed = False
    for line, paragraph in _joined(text.splitlines()):
        bullet = _BULLET.sub("", line)
        if _POSTSCRIPT.match(line):
            signed = False
            bullet = _POSTSCRIPT.sub("", bullet)
        if signed:
            continue
        whole = sentence(bullet[:_LONGEST], lex, True)
        if _is_sign_off(whole):
            signed = True
            continue
        if _is_greeting(whole):
            continue
        for index, piece in enumerate(_short(_cut(bullet, lex))):
            count += 1
            if count <= _MOST_SENTENCES:
                yield Spoken(sentence(piece, lex, index == 0), paragraph)
            else:
                yield Spoken(Sentence(piece, (), (), (), (), "", False, {}), paragraph, False)


def _short(pieces: Iterator[str]) -> Iterator[str]:
    """Pieces that are not empty, none longer than a person's sentence."""
    for piece in pieces:
        for start in range(0, len(piece), _LONGEST):
            if piece[start : start + _LONGEST].strip():
                yield piece[start : start + _LONGEST]


def _is_sign_off(s: Sentence) -> bool:
    """A line of its own such as "Kind regards", perhaps with a name."""
    words = [at for at, t in enumerate(s.tokens) if t.text not in ",.!"]
    if not words or len(words) > 8 or not s.is_at(words[0], Sign.SIGN_OFF):
        return False
    plain = [at for at in words if not s.signs_at(at)]
    loud = [at for at in words if s.signs_at(at) - {Sign.SIGN_OFF, Sign.THANKS, Sign.GREETING, Sign.AND, Sign.WITHIN, Sign.YOU}]
    return len(plain) <= 4 and not loud


def _is_greeting(s: Sentence) -> bool:
    words = [at for at, t in enumerate(s.tokens) if t.text not in ",.!:"]
    if not words or len(words) > 7 or not s.is_at(words[0], Sign.GREETING):
        return False
    loud = [
        at
        for at in words
        if s.signs_at(at) - {Sign.GREETING, Sign.ALL, Sign.AND, Sign.WITHIN, Sign.YOU, Sign.TODAY, Sign.COURTESY}
    ]
    return not loud and not any(t.text.isdigit() for t in s.tokens)
