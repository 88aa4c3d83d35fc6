"""Values of the core as JSON text and back, by their type hints.

Reading runs the constructors, so a corrupt row is found. A field with nothing in it (None, "", an empty tuple) is left out where
nothing is its default: rows stay small, and a field added later finds its default in old rows. A member of a union of dataclasses
carries its class name under `is`. Bytes are never encoded: they are blobs.
"""

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from storage.errors import Corrupt

type_tag = "is"
Json = Any
"""What `json` reads and writes."""
Write = Callable[[Any], Json]
Read = Callable[[Json], Any]
T = TypeVar("T")
_NOTHING: tuple[object, ...] = (None, "", ())


def dumps(value: object, hint: object) -> str:
    """The value as compact JSON; pure ASCII, so that no text of the world is refused by a database. TypeError: not encodable."""
    return json.dumps(_codec(hint)[0](value), separators=(",", ":"), allow_nan=False)


def loads(text: str, hint: type[T]) -> T:
    """The value again. Raises Corrupt."""
    value: T = load_any(text, hint)
    return value


def load_any(text: str, hint: object) -> Any:
    """As `loads`, for a union. Raises Corrupt."""
    try:
        return _codec(hint)[1](json.loads(text))
    except (ValueError, RecursionError) as wrong:
        raise Corrupt(f"a stored {_name(hint)} cannot be read: {wrong}") from wrong


def _name(hint: object) -> str:
    return str(getattr(hint, "__name__", hint))[:80]


@cache
def _codec(hint: Any) -> tuple[Write, Read]:
    """How a type is written and read; built once a type."""
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint)
    origin = get_origin(hint)
    if origin in (types.UnionType, Union):
        return _union(get_args(hint))
    if origin in (tuple, frozenset):
        return _several(origin, get_args(hint))
    raise TypeError(f"{_name(hint)} has no JSON form")


def _later(hint: Any) -> tuple[Write, Read]:
    """Looked up when needed: a type may hold itself."""

    def write(value: Any) -> Json:
        return _codec(hint)[0](value)

    def read(data: Json) -> Any:
        return _codec(hint)[1](data)

    return write, read


# ---- plain values


def _is(kind: type) -> Read:
    def read(data: Json) -> Any:
        if type(data) is not kind:
            raise ValueError(f"{kind.__name__} expected, {type(data).__name__} found")
        return data

    return read


def _text(data: Json) -> str:
    if not isinstance(data, str):
        raise ValueError(f"text expected, {type(data).__name__} found")
    return data


def _write_float(value: float) -> float:
    if not isfinite(value):
        raise ValueError(f"{value} is no finite number")
    return value


def _write_decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is no finite number")
    return str(value)


def _read_decimal(data: Json) -> Decimal:
    try:
        value = Decimal(_text(data))
    except InvalidOperation as wrong:
        raise ValueError(f"{data!r:.40} is no decimal") from wrong
    if not value.is_finite():
        raise ValueError(f"{data} is no finite number")
    return value


def _write_time(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a stored time needs its zone")
    return value.astimezone(UTC).isoformat()


def _read_time(data: Json) -> datetime:
    value = datetime.fromisoformat(_text(data))
    if value.tzinfo is None:
        raise ValueError("a stored time needs its zone")
    return value.astimezone(UTC)


_PLAIN: dict[Any, tuple[Write, Read]] = {
    str: (_is(str), _is(str)),
    int: (_is(int), _is(int)),
    bool: (_is(bool), _is(bool)),
    float: (_write_float, lambda data: float(data) if type(data) is int else _is(float)(data)),
    Decimal: (_write_decimal, _read_decimal),
    date: (lambda value: _is(date)(value).isoformat(), lambda data: date.fromisoformat(_text(data))),
    datetime: (_write_time, _read_time),
}


# ---- compound values


def _enum(kind: type[Enum]) -> tuple[Write, Read]:
    members = {member.value: member for member in kind}

    def read(data: Json) -> Enum:
        if isinstance(data, (str, int)) and data in members:
            return members[data]
        raise ValueError(f"{data!r:.40} is no {kind.__name__}")

    return (lambda value: kind(value).value), read


def _several(kind: type, inner: tuple[Any, ...]) -> tuple[Write, Read]:
    """Tuples of any length, tuples with a type for each place, and sets (written in order, so that equal sets are equal text)."""
    if kind is tuple and inner[-1] is not ...:
        return _places(tuple(_later(hint) for hint in inner))
    write, read = _later(inner[0])
    arrange = sorted if kind is frozenset else list

    def read_all(data: Json) -> Any:
        return kind(read(item) for item in _is(list)(data))

    return (lambda values: arrange(write(value) for value in values)), read_all


def _places(codecs: tuple[tuple[Write, Read], ...]) -> tuple[Write, Read]:
    def read(data: Json) -> tuple[Any, ...]:
        return tuple(one[1](item) for one, item in zip(codecs, _is(list)(data), strict=True))

    return (lambda values: [one[0](value) for one, value in zip(codecs, values, strict=True)]), read


def _union(members: tuple[Any, ...]) -> tuple[Write, Read]:
    """A value or None, or one of several dataclasses."""
    real = tuple(member for member in members if member is not type(None))
    write, read = _later(real[0]) if len(real) == 1 else _tagged(real)
    if len(real) == len(members):
        return write, read
    return (lambda value: None if value is None else write(value)), (lambda data: None if data is None else read(data))


def _tagged(members: tuple[Any, ...]) -> tuple[Write, Read]:
    if not all(is_dataclass(member) for member in members):
        raise TypeError(f"{members} cannot be told apart in JSON")
    codecs = {member.__name__: _codec(member) for member in members}

    def write(value: Any) -> Json:
        name = type(value).__name__
        return {type_tag: name, **codecs[name][0](value)}

    def read(data: Json) -> Any:
        named = dict(_is(dict)(data))
        name = named.pop(type_tag, None)
        if name not in codecs:
            raise ValueError(f"{name!r:.40} is none of the known kinds")
        return codecs[name][1](named)

    return write, read


def _record(kind: type) -> tuple[Write, Read]:
    """A dataclass by its fields; one that holds bytes has no JSON form unless they may be left out."""
    hints = get_type_hints(kind)
    kept = [one for one in fields(kind) if not _left_out(kind, one, hints[one.name])]
    parts = [(one.name, _later(hints[one.name]), one.default) for one in kept]
    readers = {name: codec[1] for name, codec, _ in parts}

    def write(value: Any) -> Json:
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} expected, {type(value).__name__} found")
        result = {}
        for name, codec, default in parts:
            part = getattr(value, name)
            if not (default in _NOTHING and type(part) is type(default) and part == default):
                result[name] = codec[0](part)
        return result

    def read(data: Json) -> Any:
        return _build(kind, readers, _is(dict)(data))

    return write, read


def _build(kind: type, readers: dict[str, Read], data: dict[str, Json]) -> Any:
    """Runs the constructor; says where in the value something is wrong."""
    values = {}
    for name, part in data.items():
        if name not in readers:
            raise ValueError(f"{kind.__name__} has no {name!r:.40}")
        try:
            values[name] = readers[name](part)
        except ValueError as wrong:
            raise ValueError(f"{name}: {wrong}") from wrong
    try:
        return kind(**values)
    except TypeError as wrong:
        raise ValueError(f"{kind.__name__} is not whole: {wrong}") from wrong


def _left_out(kind: type, one: "Field[Any]", hint: Any) -> bool:
    if hint is not bytes:
        return False
    if one.default is MISSING:
        raise TypeError(f"{kind.__name__}.{one.name}: bytes are kept as blobs")
    return True
