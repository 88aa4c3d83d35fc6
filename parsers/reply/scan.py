"""One pass over the lines of a mail: which are new words, which are quoted, and which words answer which quoted line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.message import InlineAnswer
from parsers.reply.language import Phrases, phrases
from parsers.reply.lines import MAX_TEXT, Line, lines_of
from parsers.reply.marks import Mark, Page
from parsers.reply.signature import ends_with_device, without_signature

_OPEN = re.compile(r"[(<][^)>]{0,300}$")
_LINK = re.compile(r"[(<\[]{0,2}(?:https?://|mailto:)\S{1,2000}[)>\]]{0,2}\s?>?")
_WRAP = 66
"""Quoting programs wrap near column 76; a line this long that ends in mid-sentence goes on in the next, marked or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a person wrote, and what was there before."""

    words: str = ""
    quoted: str = ""
    answers: tuple[InlineAnswer, ...] = ()
    forwarded: str = ""
    """A forwarded text with its header lines; it is quoted too."""
    cut: bool = False


@dataclass(slots=True)
class Run:
    """A stretch of lines that are all quoted, or all not."""

    quoted: bool
    lines: list[Line]


def read_reply(text: str, *, forward: bool = False) -> Reply:
    """Split a text. `forward`: the subject says that the mail below is passed on, so a header block begins a forward.

    Reads the first 64 KB in linear time. Raises nothing.
    """
    known = phrases()
    scanner = _Scanner(lines_of(text[:MAX_TEXT]), known, forward=forward)
    runs = scanner.runs()
    words, answers = _words(runs, known)
    quoted = "\n".join(line.text for run in runs if run.quoted for line in run.lines).strip()
    forwarded = "\n".join(line.text for line in scanner.forwarded).strip()
    return Reply(words=words, quoted=quoted, answers=answers, forwarded=forwarded, cut=len(text) > MAX_TEXT)


class _Scanner:
    """Walks the lines once; every look ahead is bounded."""

    def __init__(self, lines: Sequence[Line], known: Phrases, *, forward: bool) -> None:
        self.lines, self.known, self.forward = lines, known, forward
        self.page = Page(lines, known)
        self.at = 0
        self.found: list[Run] = []
        self.forwarded: Sequence[Line] = ()
        self.spoken = False
        self.longest = max((len(line.text) for line in lines if line.depth), default=0)
        """Where a quoted line is longer, a shorter one was not wrapped: what follows it is an answer."""
        self.alone = sum(line.depth > 0 for line in lines) == 1

    def runs(self) -> list[Run]:
        """Words and quotes in turn."""
        while self.at < len(self.lines):
            self._step()
        return self.found

    def _step(self) -> None:
        line = self.lines[self.at]
        if line.depth:
            self._take_marked()
            return
        mark = None if line.blank else self.page.mark(self.at)
        if mark is not None:
            self._begin_quote(mark)
        elif self.spoken and ends_with_device(line.text, self.known):
            # Below "Sent from my phone" stands the mail that is answered, marked or not.
            self._take(1, quoted=False)
            self._take(len(self.lines) - self.at, quoted=True)
        else:
            self._take(1, quoted=self._wrapped_quote())

    def _take_marked(self) -> None:
        if self._compares():
            self._add([Line(f"> {self.lines[self.at].text}")], quoted=False)
            self.at += 1
        else:
            self._take(1, quoted=True)

    def _compares(self) -> bool:
        """`> 100 pcs`, the only marked line of a mail and in the middle of a sentence, says "more than"."""
        text = self.lines[self.at].text
        if not self.alone or not text[:1].isdigit() or text.endswith("?"):
            return False
        in_sentence = self.at > 0 and not self.lines[self.at - 1].blank and not self.found[-1].quoted
        return in_sentence or sum(not line.blank for line in self.lines) == 1

    def _begin_quote(self, mark: Mark) -> None:
        if mark.before:
            self._add([Line(mark.before)], quoted=False)
        if mark.forward or (self.forward and mark.headed):
            self.forwarded = self.lines[self.at + (0 if mark.headed else mark.lines) :]
            self._take(len(self.lines) - self.at, quoted=True)
            return
        self._take(mark.lines, quoted=True)
        blank = self.at
        while blank < len(self.lines) and self.lines[blank].blank and not self.lines[blank].depth:
            blank += 1
        if blank == len(self.lines) or not self.lines[blank].depth:
            self._take(len(self.lines) - self.at, quoted=True)
        else:
            self._take(blank - self.at, quoted=True)

    def _wrapped_quote(self) -> bool:
        """A quoted line that a mail server wrapped: its rest stands unmarked between two quoted lines."""
        if not 0 < self.at < len(self.lines) - 1:
            return False
        before, line, after = self.lines[self.at - 1 : self.at + 2]
        if line.blank or not before.depth or not after.depth:
            return False
        if _LINK.fullmatch(line.text.strip()):
            return True
        if before.blank:
            return False
        if _OPEN.search(before.text[-320:]):
            return True
        room = len(before.text) + 1 + len(line.text.split()[0]) <= self.longest
        return len(before.text) >= _WRAP and before.text[-1] not in ".?!:;" and not line.text[0].isupper() and not room

    def _take(self, count: int, *, quoted: bool) -> None:
        self._add(self.lines[self.at : self.at + count], quoted=quoted)
        self.at += count

    def _add(self, lines: Sequence[Line], *, quoted: bool) -> None:
        if self.found and self.found[-1].quoted == quoted:
            self.found[-1].lines.extend(lines)
        elif lines:
            self.found.append(Run(quoted, list(lines)))
        self.spoken = self.spoken or (not quoted and any(not line.blank for line in lines))


def _words(runs: Sequence[Run], known: Phrases) -> tuple[str, tuple[InlineAnswer, ...]]:
    """The words of all unquoted runs, and those of them that stand below a quoted line with a quote below them too."""
    full = [run for run in runs if any(not line.blank for line in run.lines)]
    spoken = [number for number, run in enumerate(full) if not run.quoted]
    inline = any(0 < number < len(full) - 1 for number in spoken)
    pieces: list[str] = []
    answers: list[InlineAnswer] = []
    for number in spoken:
        # A signature may stand below the first words or the last ones, not between answers.
        words = without_signature(full[number].lines, known, ends=number in (spoken[0], spoken[-1]))
        if not words:
            continue
        pieces.append(words)
        if inline and number:
            asked = next(line.text.strip() for line in reversed(full[number - 1].lines) if not line.blank)
            answers.append(InlineAnswer(quoted=asked, words=words))
    return "\n\n".join(pieces), tuple(answers)
