"""What stands between new words and quoted ones: separators, header blocks and attribution lines (docs/mail.md 4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.reply.attribution import (
    begins_attribution,
    goes_on_behind,
    is_attribution,
    opens_attribution,
    shared_line,
    wrote_between_dashes,
)
from parsers.reply.headed import Fields, is_block, label_of, labels_in
from parsers.reply.language import Phrases, may_hold
from parsers.reply.lines import EDGE, Line

MAX_ATTRIBUTION = 5
MAX_BLOCK = 12
MAX_LOOKS = 1500
"""Lines of one text from which a block or an attribution is tried: a text with more of them is no mail."""
_DASHED = re.compile(r"[-_=*~—–>]{2}[-_=*~—–>\s]{0,120}([^-_=*~—–>\s][^\n]{1,80}?)\s?[:：]?\s?[-_=*~—–<]{2}[-_=*~—–<\s]{0,120}")
_FENCED = re.compile(r"##-?\s?[^\n#]{5,160}?\s?-?##")
"""The line above which ticket systems ask for the answer, in any language."""
_BETWEEN_ARROWS = re.compile(r">{3}\s[^\n]{3,200}?\d[^\n]{1,40}?\s>{3}")
# Every mark has one of these on its first line; most lines of a person have none.
_SIGNAL = re.compile(r"[:：@<\d]|[-_=*~—–#]{2}")
_WORD = re.compile(r"[^\W_]")
_ENDS = re.compile(r"(?:\bг|\bр|\d)\.$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a quote begins: how many lines announce it, the words that stand before it on its first line."""

    lines: int
    before: str = ""
    forward: bool = False
    headed: bool = False
    """A header block with From and Subject, as mail programs write it above the whole mail."""


@dataclass(slots=True)
class Page:
    """The lines of a text, with what was found about each: every line is judged once, however often it is looked at."""

    lines: Sequence[Line]
    known: Phrases
    labels: dict[int, str | None] = field(default_factory=dict)
    starts: dict[int, bool] = field(default_factory=dict)
    looks: int = 0

    def label(self, at: int) -> str | None:
        """The header field that a line states."""
        if at not in self.labels:
            self.labels[at] = label_of(self.lines[at].text, self.known)
        return self.labels[at]

    def begins(self, at: int) -> bool:
        """Whether an attribution may begin on a line and go on in the next."""
        if at not in self.starts:
            self.starts[at] = begins_attribution(self.lines[at].text, self.known)
        return self.starts[at]

    def quote_follows(self, at: int) -> bool:
        """Whether the next line with anything on it is marked as quoted."""
        following = next((line for line in self.lines[at : at + 6] if not line.blank or line.depth), None)
        return following is not None and following.depth > 0

    def mark(self, at: int) -> Mark | None:
        """The mark that begins on a line, if one does."""
        line = self.lines[at].text
        if len(line) > 2000 or _WORD.search(line) is None:
            return None
        if may_hold(line[:300], self.known.above_words) and self.known.above.search(line[:300]):
            return Mark(1)
        if _SIGNAL.search(line) is None:
            return None
        return self._separator(line) or self._header_block(at) or self._attribution(at)

    def _separator(self, line: str) -> Mark | None:
        if len(line) > 300:
            return None
        stripped, known = line.strip(), self.known
        if _FENCED.fullmatch(stripped) or _BETWEEN_ARROWS.fullmatch(stripped):
            return Mark(1)
        bare = stripped.strip(EDGE + ":：<#").lower()
        if bare in known.forwarded and (stripped[0] in "-_=*~—>" or stripped[-1] in ":："):
            return Mark(1, forward=True)
        dashed = _DASHED.fullmatch(stripped)
        if dashed is None:
            return None
        inside = dashed[1].strip(EDGE + ":：").lower()
        if inside.startswith(known.forwarded_starts):
            return Mark(1, forward=True)
        return Mark(1) if inside.startswith(known.original_starts) or wrote_between_dashes(inside, known) else None

    def _header_block(self, at: int) -> Mark | None:
        """`From: … Sent: … To: … Subject: …` in any language and order. A lone `Date:` or `Time:` is a person's list."""
        if self.label(at) is None or self.looks > MAX_LOOKS:
            return None
        self.looks += 1
        seen: Fields = {}
        last = end = at
        while end < min(len(self.lines), at + MAX_BLOCK) and end - last < 3:
            text, label = self.lines[end].text, self.label(end)
            if label is not None:
                seen.setdefault(label, text)
                last = end
            elif not text.strip() and not self._goes_on(end, last, seen):
                break
            end += 1
        for other in labels_in(self.lines[at].text, self.known):
            seen.setdefault(other, self.lines[at].text)
        if len(seen) < 2 or not is_block(seen, "\n".join(line.text for line in self.lines[at : last + 1])):
            return None
        return Mark(last + 1 - at, headed="from" in seen and "subject" in seen)

    def _goes_on(self, at: int, last: int, seen: Fields) -> bool:
        """Some programs put a blank line between every two header lines."""
        return at == last + 1 and at + 1 < len(self.lines) and len(seen) < 4 and self.label(at + 1) is not None

    def _attribution(self, at: int) -> Mark | None:
        """`On <date>, <name> wrote:` and its like, on up to five lines."""
        first = self.lines[at].text
        if len(first) > 600 or self.looks > MAX_LOOKS:
            return None
        self.looks += self.begins(at)
        before = "" if opens_attribution(first, self.known) else shared_line(first, self.known, self.quote_follows(at + 1))
        if before:
            return Mark(1, before=before)
        if goes_on_behind(first, self.known):
            return Mark(1)
        joined = ""
        for end in range(at, min(len(self.lines), at + MAX_ATTRIBUTION)):
            line = self.lines[end]
            if end > at and not self._continues(at, end, joined):
                break
            text = f">{line.text}" if line.depth and end > at else line.text
            joined = f"{joined} {text.strip()}".strip()
            if len(joined) > 500:
                break
            if is_attribution(joined, self.known, self.quote_follows(end + 1)):
                return Mark(end + 1 - at)
            if not self.begins(at):
                break
        return None

    def _continues(self, at: int, end: int, joined: str) -> bool:
        line = self.lines[end]
        if line.depth != self.lines[at].depth:
            return self._closes_bracket(joined, line)
        if self.begins(end) or self._done(self.lines[end - 1].text):
            return False
        following = self.lines[end + 1].text.lstrip() if end + 1 < len(self.lines) else ""
        return not line.blank or joined.endswith(("<", ",")) or following.startswith("<")

    def _closes_bracket(self, joined: str, line: Line) -> bool:
        """A line wrapped behind `<address` begins with the `>` that closes it, and so looks quoted."""
        rest = line.text.strip()
        return joined.count("<") > joined.count(">") and (rest in (":", "：") or self.known.wrote.match(rest) is not None)

    @staticmethod
    def _done(text: str) -> bool:
        """A sentence ends here; the full stop of an abbreviated year or of a number does not end one."""
        stripped = text.rstrip()
        return stripped.endswith((".", "!", "?", ";")) and "@" not in text and _ENDS.search(stripped) is None
