"""What one statement came to, before the statements of a mail are settled with one another."""

from dataclasses import dataclass, replace

from core.commands.command import Command
from core.doubt import Choice, Doubt, Reason
from core.question import About


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A command or a doubt of a statement. `lines` empty: all of the document; `rest`: those that nothing else names."""

    words: str
    at: int = 0
    command: Command | None = None
    doubt: Doubt | None = None
    lines: tuple[int, ...] = ()
    rest: bool = False
    unavailable: bool = False
    """The goods do not exist any more; a substitute or another value for the line takes the place of the refusal."""
    blocks: bool = False
    """A doubt that takes a yes to the whole document back: a condition, a vague date."""
    weak: bool = False
    """A doubt that only counts where the mail says yes to the whole document elsewhere."""
    settled_by: str = ""
    """The field of a change that answers this doubt where the mail names it elsewhere; "yes" and "no": an answer to all does."""
    document: str | None = None


def doubt(
    about: About,
    why: Reason,
    words: str,
    choices: tuple[Choice, ...] = (),
    lines: tuple[int, ...] = (),
    blocks: bool = False,
    detail: str = "",
) -> Point:
    """A doubt as a point."""
    unsure = Doubt(about=about, why=why, detail=detail, choices=choices, words=words)
    return Point(words=words, doubt=unsure, lines=lines, blocks=blocks)


def said(command: Command, words: str, lines: tuple[int, ...] = (), rest: bool = False, unavailable: bool = False) -> Point:
    """A command as a point."""
    return Point(words=words, command=command, lines=lines, rest=rest, unavailable=unavailable)


def of_document(point: Point, document: str | None) -> Point:
    """The same point about another document."""
    return replace(point, document=document)
