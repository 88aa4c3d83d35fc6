"""One pass over the lines of a mail: which are new words, which are quoted, and which words answer which quoted line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.message import InlineAnswer
from parsers.reply.language import Phrases, phrases
from parsers.reply.lines import MAX_TEXT, Line, lines_of
from parsers.reply.marks import Mark, find_mark
from parsers.reply.signature import ends_with_device, without_signature

_OPEN = re.compile(r"[(<][^)>]{0,300}$")
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
class _Run:
    quoted: bool
    lines: list[Line]
    last: bool = False


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
        self.at = 0
        self.found: list[_Run] = []
        self.forwarded: Sequence[Line] = ()

    def runs(self) -> list[_Run]:
        while self.at < len(self.lines):
            self._step()
        return self.found

    def _step(self) -> None:
        line = self.lines[self.at]
        if line.depth:
            self._take(1, quoted=True)
            return
        mark = find_mark(self.lines, self.at, self.known)
        if mark is not None:
            self._begin_quote(mark)
        elif self._device_ends_here():
            self._take(1, quoted=False)
            self._take(len(self.lines) - self.at, quoted=True)
        else:
            self._take(1, quoted=self._wrapped_quote())

    def _begin_quote(self, mark: Mark) -> None:
        if mark.before:
            self._add([Line(mark.before)], quoted=False)
        if mark.forward or (self.forward and mark.headed):
            self.forwarded = self.lines[self.at + (0 if mark.headed else mark.lines) :]
            self._take(len(self.lines) - self.at, quoted=True)
            return
        self._take(mark.lines, quoted=True)
        following = next((line for line in self.lines[self.at :] if not line.blank or line.depth), None)
        if following is None or not following.depth:
            self._take(len(self.lines) - self.at, quoted=True)

    def _device_ends_here(self) -> bool:
        """Below "Sent from my phone" stands the mail that is answered, marked or not."""
        return self._has_words() and ends_with_device(self.lines[self.at].text, self.known)

    def _has_words(self) -> bool:
        return any(not line.blank for run in self.found if not run.quoted for line in run.lines)

    def _wrapped_quote(self) -> bool:
        """A quoted line that a mail server wrapped: its rest stands unmarked between two quoted lines."""
        if not 0 < self.at < len(self.lines) - 1:
            return False
        before, line, after = self.lines[self.at - 1 : self.at + 2]
        if line.blank or not before.depth or not after.depth or before.blank:
            return False
        if _OPEN.search(before.text[-320:]):
            return True
        return len(before.text) >= _WRAP and before.text[-1] not in ".?!:;" and not line.text[0].isupper()

    def _take(self, count: int, *, quoted: bool) -> None:
        self._add(list(self.lines[self.at : self.at + count]), quoted=quoted)
        self.at += count

    def _add(self, lines: list[Line], *, quoted: bool) -> None:
        if self.found and self.found[-1].quoted == quoted:
            self.found[-1].lines += lines
        elif lines:
            self.found.append(_Run(quoted, lines))


def _words(runs: Sequence[_Run], known: Phrases) -> tuple[str, tuple[InlineAnswer, ...]]:
    pieces: list[str] = []
    answers: list[InlineAnswer] = []
    quoted_before = ""
    between = sum(run.quoted for run in runs if any(not line.blank for line in run.lines)) > 1
    for number, run in enumerate(runs):
        if run.quoted:
            quoted_before = next((line.text.strip() for line in reversed(run.lines) if not line.blank), quoted_before)
            continue
        words = without_signature(run.lines, known, ends=_ends(runs, number), first=not pieces)
        if not words:
            continue
        pieces.append(words)
        if between and quoted_before and number:
            answers.append(InlineAnswer(quoted=quoted_before, words=words))
    return "\n\n".join(pieces), tuple(answers) if _inline(runs) else ()


def _ends(runs: Sequence[_Run], number: int) -> bool:
    """Whether a signature may stand at the end of this run: the first words, or the last ones."""
    later = [run for run in runs[number + 1 :] if not run.quoted and any(not line.blank for line in run.lines)]
    earlier = [run for run in runs[:number] if not run.quoted and any(not line.blank for line in run.lines)]
    return not later or not earlier


def _inline(runs: Sequence[_Run]) -> bool:
    """Words stand between two quoted stretches."""
    full = [run.quoted for run in runs if any(not line.blank for line in run.lines)]
    return any(full[n - 1] and not full[n] and full[n + 1] for n in range(1, len(full) - 1))
