"""How a command is typed: derived from the fields of the command itself, so that there is one grammar for all (docs/slack.md)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_type_hints

from core.commands.command import Command
from core.names import address, reference


class Misspelled(Exception):
    """The words do not fit; the text says what was expected."""


@dataclass(slots=True)
class Words:
    """What is left of a command line, read from the front. Slack makes quotes and dashes typographic; they are made plain."""

    rest: str
    seen: list[str] = field(default_factory=list)

    def next(self, what: str) -> str:
        """The next word. Raises Misspelled where there is none."""
        word, _, self.rest = self.rest.strip().partition(" ")
        if not word:
            raise Misspelled(f"{what} is missing")
        self.seen.append(word)
        return word

    def take(self, pattern: str) -> "re.Match[str] | None":
        """Cut the first match out, anywhere; None where there is none."""
        found = re.search(rf"(?:^|(?<=\s)){pattern}(?=\s|$)", self.rest, re.IGNORECASE)
        if found:
            self.rest = (self.rest[: found.start()] + self.rest[found.end() :]).strip()
        return found

    def begins(self, pattern: str) -> bool:
        """Cut it off where the rest begins with it; whether it did."""
        found = re.match(rf"\s*{pattern}(?=\s|$)", self.rest, re.IGNORECASE)
        self.rest = self.rest[found.end() :].strip() if found else self.rest
        return found is not None

    def all(self) -> str:
        """Everything that is left."""
        text, self.rest = self.rest.strip(), ""
        return text


_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\N{NO-BREAK SPACE}": " "})
_LINK = re.compile(r"<(?:mailto:|https?://)[^|>]*\|([^>]*)>|<(?:mailto:)([^>]*)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def as_typed(text: str) -> str:
    """What the person typed: Slack's links, entities and typographic quotes undone."""
    plain = _LINK.sub(lambda m: m[1] or m[2] or "", text).translate(_PLAIN)
    for entity, raw in _ENTITIES:
        plain = plain.replace(entity, raw)
    return plain.strip()


def unquoted(text: str) -> str:
    """Without the quotes around a reason or a comment."""
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1].strip() if quoted else text


def number(text: str, what: str) -> Decimal:
    """An amount such as 1250.00 or 1250,00. Raises Misspelled."""
    try:
        value = Decimal(text.replace(",", ".").rstrip("%"))
    except InvalidOperation as problem:
        raise Misspelled(f"{what}: {text} is no amount such as 1250.00") from problem
    return value


def _day(words: Words, name: str) -> date | None:
    found = words.take(r"(?:date=)?(\d{4}-\d\d-\d\d)")
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError as problem:
        raise Misspelled(f"{name}: {problem}") from problem


def _pairs(words: Words, name: str) -> tuple[tuple[int, int], ...]:
    pairs = []
    while found := words.take(r"(\d{1,5})=(\d{1,5})"):
        pairs.append((int(found[1]), int(found[2])))
    return tuple(pairs)


def _counted(words: Words, name: str) -> int | None:
    found = words.take(rf"{name}[= ](\d{{1,5}})")
    return int(found[1]) if found else None


def _said(words: Words, name: str) -> str | None:
    found = words.take(rf"{name}=(\S{{1,60}})")
    return unquoted(found[1]) if found else None


def _flag(words: Words, name: str) -> bool:
    spoken = name.replace("_", "[ _-]").replace("order", "(?:order|po)")
    return words.begins(spoken)


def _rate(words: Words, name: str) -> Decimal | None:
    word = words.next("a rate in per cent, or `house`,")
    return None if word.lower() == "house" else number(word, name)


def _address(words: Words, name: str) -> Any:
    try:
        return address(words.next("a mail address"))
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem


Read = Callable[[Words, str], Any]
BY_KIND: tuple[tuple[str, Read, str], ...] = (
    ("date | None", _day, "[YYYY-MM-DD]"),
    ("tuple[tuple[int, int], ...]", _pairs, "[I=N …]"),
    ("int | None", _counted, "[{name} N]"),
    ("bool", _flag, "[{spoken}]"),
    ("Decimal | None", _rate, "RATE|house"),
    ("Decimal", lambda w, name: number(w.next(f"the {name}"), name), "{upper}"),
    ("Address", _address, "MAIL"),
    ("str", lambda w, name: unquoted(w.all()), "{name} …"),
)
"""The kinds of fields with how they are typed, those that can stand anywhere first: what is left is the person's own words."""
REFERENCES = frozenset({"order"})
"""Fields of text that are one word: the name of a document."""
NAMED = frozenset({"credit", "number"})
"""Fields of text that may be left out, and are said with their name: `number=4711`."""


def kinds(command: type[Command]) -> tuple[tuple[str, Read, str], ...]:
    """The fields of a command in the order in which they are read: name, reader, how it is shown in the help."""
    hints = get_type_hints(command)
    names = [f.name for f in fields(command) if f.name != "document"]
    found: list[tuple[str, Read, str]] = [
        (n, lambda w, name: str(reference_of(w.next("an order"))), "ORDER") for n in names if n in REFERENCES
    ]
    found += [(n, _said, "[{name}=…]") for n in names if n in NAMED]
    for kind, read, shown in BY_KIND:
        found += [(n, read, shown) for n in names if n not in REFERENCES | NAMED and _named(hints[n]) == kind]
    return tuple(found)


def _named(hint: Any) -> str:
    text = getattr(hint, "__name__", None) if not hasattr(hint, "__args__") else None
    return (text or str(hint)).replace("datetime.", "").replace("decimal.", "").replace("core.names.", "")


def form(command: type[Command]) -> str:
    """How the fields are typed, for the help."""
    spellings = {"at_order_price": "at po price"}
    shown = (
        show.format(name=name, upper=name.upper(), spoken=spellings.get(name, name.replace("_", " ")))
        for name, _, show in kinds(command)
    )
    return " ".join(shown)


def values_of(command: type[Command], words: Words) -> Mapping[str, Any]:
    """The fields as typed. Raises Misspelled, also for words that belong to no field."""
    found: dict[str, Any] = {}
    for name, read, _ in kinds(command):
        instead = found.get("reverse") is not None or found.get("credit") is not None
        if not (name == "amount" and instead):
            found[name] = read(words, name)
    if words.rest.strip():
        raise Misspelled(f"“{words.rest.strip()[:60]}” is not understood")
    return {name: value for name, value in found.items() if value is not None}


def reference_of(word: str) -> str:
    """The name of a document. Raises Misspelled."""
    try:
        return reference(word)
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem
