"""A command in words: what was understood, value by value, so that a wrong reading is seen at once."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal

from channels.render.tell.telling import Telling
from channels.render.words import Words
from core.commands.command import Command
from core.commands.deciding import LineVerdict
from core.commands.supplier_quotes import QuotedItem
from core.schedule import Part

PLAIN = frozenset({"text", "value", "verdicts"})
"""Fields whose value needs no name."""
ONE_OF = {"lines": "line", "items": "item"}
"""Fields of several values, and their name where there is one."""
PRICES = frozenset({"unit_price", "amount"})


def _one(words: Words, name: str, value: object) -> str:
    match value:
        case Decimal():
            return words.price(value) if name in PRICES else words.quantity(value)
        case date():
            return words.day(value)
        case Part():
            when = words.day(value.date) if value.date else words.say("said.later")
            return f"{words.quantity(value.quantity)} – {when}"
        case LineVerdict():
            return _verdict(words, value)
        case QuotedItem():
            return f"{value.item} ({', '.join(_details(words, value))})"
        case _:
            return str(value)


def _verdict(words: Words, verdict: LineVerdict) -> str:
    """A decision on a line, as the one who decides would say it."""
    which = words.say("order.line_one", lines=str(verdict.line)) if verdict.line is not None else words.say("said.every")
    what = words.say("said.take" if verdict.take else "said.refuse")
    named = ", ".join(words.say(f"answer_field.{f.value}") for f in verdict.fields)
    return " ".join(part for part in (f"{which}: {what}", named, f"({verdict.reason})" if verdict.reason else "") if part)


def _value(words: Words, name: str, value: object) -> str:
    if isinstance(value, tuple):
        return words.list_of(_one(words, name, part) for part in value)
    return _one(words, name, value)


def _details(words: Words, said: object) -> Iterator[str]:
    """Each field that says something, as "name value"."""
    for spec in fields(said):  # type: ignore[arg-type]
        value = getattr(said, spec.name)
        if value in (None, "", (), False):
            continue
        if isinstance(said, QuotedItem) and spec.name == "item":
            continue
        single = spec.name in ONE_OF and len(value) == 1
        name = words.say(f"said.{ONE_OF[spec.name] if single else spec.name}")
        shown = _value(words, spec.name, value)
        yield name if value is True else shown if spec.name in PLAIN else f"{name} {shown}"


def meaning(t: Telling, command: Command) -> str:
    """What a command means to us."""
    words = t.words
    name = words.say(f"command.{command.word}") if words.has(f"command.{command.word}") else command.word
    return ": ".join(part for part in (name, "; ".join(_details(words, command))) if part)


def named(t: Telling, word: str) -> str:
    """The name of a command in the middle of a sentence; empty where it has none."""
    return t.words.say(f"command.{word}") if t.words.has(f"command.{word}") else ""
