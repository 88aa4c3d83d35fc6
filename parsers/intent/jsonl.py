"""Commands and doubts as the JSON of `explain --json` (docs/mail.md 4)."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.commands.command import Command
from core.commands.supplier_quotes import QuotedItem
from core.doubt import Doubt
from core.reading import Said
from core.schedule import Part


def command_json(said: Said) -> dict[str, Any]:
    """`{word, fields, words_in_mail}`; empty fields are left out."""
    return {"word": said.command.word, "fields": _fields(said.command), "words_in_mail": said.words}


def doubt_json(doubt: Doubt) -> dict[str, Any]:
    """`{about, why, detail, choices}`; an empty detail is left out."""
    detail = {"detail": doubt.detail} if doubt.detail else {}
    return {"about": str(doubt.about), "why": str(doubt.why), **detail, "choices": [_value(c) for c in doubt.choices]}


def _fields(thing: Command | Part | QuotedItem) -> dict[str, Any]:
    named = ((f.name, getattr(thing, f.name)) for f in fields(thing))
    return {
        name: _value(value) for name, value in named if value is not None and value != () and value is not False and value != ""
    }


def _value(value: object) -> Any:
    if isinstance(value, (Part, QuotedItem)):
        return _fields(value)
    if isinstance(value, tuple):
        return [_value(v) for v in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
