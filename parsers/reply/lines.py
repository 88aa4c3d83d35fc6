"""Lines of a text with the depth at which each is quoted."""

import re
from dataclasses import dataclass

MAX_TEXT = 64 * 1024
"""Letters that are read; longer texts are no person's reply, and what follows is kept in the raw mail (docs/threats.md T21)."""

EDGE = " \t-*_>|~=\u200e\u200f\u00a0"
"""Letters that programs put around a line for decoration."""

_MARKS = re.compile(r"[ \t]{0,3}((?:[>＞][ \t]?){1,200})")
_RULER = re.compile(r"[-_=*~—–─━⎯#. ]{3,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its quote marks."""

    text: str
    depth: int = 0

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def ruler(self) -> bool:
        """Only dashes, underscores and the like."""
        return _RULER.fullmatch(self.text.strip()) is not None


def lines_of(text: str) -> list[Line]:
    """Split at line ends of any system."""
    return [_line(raw) for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _line(raw: str) -> Line:
    marks = _MARKS.match(raw)
    written = raw.rstrip()
    if marks is None or written.endswith("<<") or (written.endswith(">>>") and marks.end() < len(written)):
        return Line(written)  # a decoration >>> like this <<<, or >>> the name and date of GroupWise >>>
    return Line(raw[marks.end() :].rstrip(), len(re.sub(r"[ \t]", "", marks[1])))


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """Join the soft line ends of format=flowed (RFC 3676 4.2); lines of different quote depth are never joined."""
    joined: list[str] = []
    open_depth = -1
    for raw in text.replace("\r\n", "\n").split("\n"):
        marks = len(raw) - len(raw.lstrip(">"))
        content = raw[marks:].removeprefix(" ")
        soft = content.endswith(" ") and content != "-- "
        words = content[:-1] if soft and delete_space else content
        if open_depth == marks and content != "-- " and joined:
            joined[-1] += words
        else:
            joined.append(">" * marks + (" " if marks else "") + words)
        open_depth = marks if soft else -1
    return "\n".join(joined)
