"""`explain` for people: what was seen of a mail, what was understood, what would happen, and why."""

from collections.abc import Iterator
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from channels.render.tell.unsure import choice, why
from channels.render.words import Words
from core.message import MailKind, Message
from core.party import Language
from core.triage import Action

if TYPE_CHECKING:
    from bot.explaining import Explained

_KINDS = {
    MailKind.HUMAN: "a person's mail",
    MailKind.OWN: "our own mail, come back",
    MailKind.BOUNCE: "a report that a letter was not delivered",
    MailKind.AUTO_REPLY: "an automatic reply",
    MailKind.LIST: "mail of a list",
    MailKind.CALENDAR: "an invitation",
    MailKind.OTHER: "mail of a machine",
}
_ACTIONS = {
    Action.WORK: "it is worked on",
    Action.COMMENT: "its words are passed on to the buyer",
    Action.DROP: "it is dropped",
    Action.DELIVERY_REPORT: "it is noted with the letter that it is about",
    Action.NOTE: "it is noted; nothing else is done",
    Action.PORTAL_OFF: "the supplier is told that the portal is off for him",
    Action.HOLD: "it is held for the accountant; the sender is told nothing",
}
_LINES, _WIDTH = 20, 100
ENGLISH = Words(language=Language.EN)


def account(explained: "Explained") -> Iterator[str]:
    """The lines, without a line end."""
    yield explained.file
    yield from (f"  {name:<11}{value}" for name, value in _head(explained) if value)
    yield from _block("They wrote", explained.message.new_text.splitlines(), "│ ")
    files = explained.message.attachments
    yield from _block("Files", (f"{f.name}: {f.role.value.replace('_', ' ')}, {_size(f.size)}" for f in files))
    yield from _block("Understood", _understood(explained))
    yield from _block("Not certain, so it is asked", _doubted(explained))
    yield from _block("Passed on to the buyer in his words", _passed_on(explained))
    yield from _block("Would happen", _events(explained))
    if explained.answer:
        yield from _block(f"Answer: {explained.answer.subject}", explained.answer.text.splitlines(), "│ ")
    yield ""


def _head(explained: "Explained") -> Iterator[tuple[str, str]]:
    message = explained.message
    yield "From", _sender(message)
    yield "Subject", message.subject
    yield "Kind", _with_reasons(_KINDS[message.kind], message.signs)
    yield "Authentic", _with_reasons(message.authenticity.verdict.value, (message.authenticity.why,))
    yield "Standing", _with_reasons(explained.level.name.lower(), (explained.why,))
    yield "About", explained.document or "no document of ours"
    yield "Therefore", _with_reasons(_ACTIONS[explained.action], explained.rules)
    yield "Refused", message.refused


def _sender(message: Message) -> str:
    if message.sender is None:
        return "nobody that can be read"
    return f"{message.sender_name} <{message.sender}>" if message.sender_name else message.sender


def _with_reasons(what: str, reasons: tuple[str, ...]) -> str:
    told = "; ".join(r for r in reasons if r)
    return f"{what}  ({told})" if told else what


def _size(size: int) -> str:
    return f"{size} bytes" if size < 1024 else f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _block(title: str, lines: Any, mark: str = "") -> Iterator[str]:
    """A heading and its lines, not more of them than a page holds; nothing where there are none."""
    every = list(lines)
    while every and not every[-1].strip():
        every.pop()
    if not every:
        return
    yield ""
    yield f"  {title}"
    yield from (f"    {mark}{line}".rstrip() for line in every[:_LINES])
    if len(every) > _LINES:
        yield f"    … and {len(every) - _LINES} more lines"


def _quoted(words: str) -> str:
    return f"“{shorten(words, _WIDTH, placeholder=' …')}”" if words.strip() else ""


def _understood(explained: "Explained") -> Iterator[str]:
    from parsers.intent.jsonl import command_json

    for said in explained.reading.said:
        if said.command.word == "comment":
            continue
        fields = command_json(said)["fields"]
        yield f"✓ {said.command.word}{_fields(fields)}"
        if said.words.strip():
            yield f"    {_quoted(said.words)}"


def _fields(fields: dict[str, Any]) -> str:
    """Lines first, then the values by their names."""
    told = [f"{_name(name, value)} {_value(value)}" for name, value in fields.items()]
    return f": {', '.join(told)}" if told else ""


def _name(name: str, value: Any) -> str:
    """One of `lines` is a line."""
    return name.removesuffix("s") if isinstance(value, list) and len(value) == 1 else name.replace("_", " ")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return " ".join(f"{name.replace('_', ' ')} {_value(inner)}" for name, inner in value.items())
    return " and ".join(_value(v) for v in value) if isinstance(value, (list, tuple)) else str(value)


def _doubted(explained: "Explained") -> Iterator[str]:
    for doubt in explained.reading.doubts:
        yield f"? {doubt.about.value.replace('_', ' ')}: {why(ENGLISH, doubt)}"
        if doubt.words.strip():
            yield f"    {_quoted(doubt.words)}"
        choices = (choice(ENGLISH, one, doubt.about) for one in doubt.choices)
        yield from (f"    {number}) {text}" for number, text in enumerate(choices, 1))


def _passed_on(explained: "Explained") -> Iterator[str]:
    for said in explained.reading.said:
        if said.command.word == "comment":
            yield from (_quoted(line) for line in said.words.splitlines() if line.strip())


def _events(explained: "Explained") -> Iterator[str]:
    from bot.cli.desk import spoken

    yield from (spoken(event) for outcome in explained.outcomes for event in outcome.events)
