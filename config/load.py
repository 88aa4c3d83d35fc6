"""Read counterfoil.toml into Settings. An unknown key, a wrong value or a missing secret is an error with its key and line."""

import os
import re
import tomllib
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from config.settings import Settings
from core.money import Currency, currency
from core.names import Address, address


class SettingsError(Exception):
    """The configuration is wrong. The text names the key, the line where there is one, and what to do."""


SECRETS: Mapping[str, str] = {
    "keys.token": "COUNTERFOIL_TOKEN_KEY",
    "imap.password": "COUNTERFOIL_IMAP_PASSWORD",
    "smtp_out.password": "COUNTERFOIL_SMTP_PASSWORD",
    "slack.bot_token": "COUNTERFOIL_SLACK_BOT_TOKEN",
    "slack.app_token": "COUNTERFOIL_SLACK_APP_TOKEN",
    "slack.signing_secret": "COUNTERFOIL_SLACK_SIGNING_SECRET",
    "database.url": "COUNTERFOIL_DATABASE_URL",
}
"""Keys that may come from the environment instead; `KEY_file = "path"` reads a secret from a file."""


def load(path: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """Read a configuration file. Relative paths in it count from its folder. Raises SettingsError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise SettingsError(
            f"{path}: {problem.strerror}; run `counterfoil init` to make one, or name it with --config"
        ) from problem
    return parse(text, path, os.environ if environ is None else environ)


def parse(text: str, path: Path, environ: Mapping[str, str]) -> Settings:
    """As `load`, from text."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(f"{path}: {problem}") from problem
    reader = _Reader(text, path, environ)
    reader.fill_secrets(data)
    found = reader.value(Settings, data, "")
    assert isinstance(found, Settings)
    return found


class _Reader:
    """Turns tables into dataclasses by their type hints, and knows where each key stands."""

    def __init__(self, text: str, path: Path, environ: Mapping[str, str]) -> None:
        self._lines, self._path, self._environ = text.splitlines(), path, environ

    def fill_secrets(self, data: dict[str, Any]) -> None:
        """Secrets from files and from the environment, where their table is there (or is always there)."""
        for key, variable in SECRETS.items():
            table, _, name = key.partition(".")
            place = data.get(table)
            if place is None and table in ("keys", "database") and variable in self._environ:
                place = data.setdefault(table, {})
            if not isinstance(place, dict):
                continue
            file = place.pop(f"{name}_file", None)
            if variable in self._environ:
                place[name] = self._environ[variable]
            elif file is not None:
                place[name] = self._secret(key, str(file))

    def _secret(self, key: str, file: str) -> str:
        try:
            return (self._path.parent / file).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise self._error(f"{key}_file", f"{file}: {problem.strerror}") from problem

    def _error(self, key: str, why: str) -> SettingsError:
        line = self._line(key)
        where = f"{self._path}, line {line}" if line else str(self._path)
        return SettingsError(f"{where}: {key}: {why}")

    def _line(self, key: str) -> int | None:
        """The line of a key: its table's heading first, then the key below it."""
        table, _, name = key.rpartition(".")
        inside = not table
        for number, line in enumerate(self._lines, start=1):
            heading = re.match(r"\s*\[+\s*([\w.]+)\s*\]+", line)
            if heading:
                inside = heading[1] == table
                if heading[1] == key:
                    return number
            elif inside and re.match(rf"\s*{re.escape(name)}\s*=", line):
                return number
        return None

    def value(self, wanted: Any, given: Any, key: str) -> Any:
        """One value of the wanted type. Raises SettingsError naming the key."""
        origin = get_origin(wanted)
        if origin in (Union, types.UnionType):
            inner = [a for a in get_args(wanted) if a is not type(None)]
            return self.value(inner[0], given, key)
        if origin is Literal:
            return self._one_of(get_args(wanted), given, key)
        if is_dataclass(wanted) and isinstance(wanted, type):
            return self._table(wanted, given, key)
        if origin is tuple:
            return self._list(wanted, given, key)
        return self._plain(wanted, given, key)

    def _table(self, wanted: type, given: Any, key: str) -> Any:
        if not isinstance(given, dict):
            raise self._error(key, "a table is wanted here")
        hints, known = get_type_hints(wanted), {f.name: f for f in fields(wanted)}
        for name in given:
            if name not in known:
                near = ", ".join(sorted(known))
                raise self._error(_join(key, name), f"unknown key; known here: {near}")
        values = {name: self.value(hints[name], item, _join(key, name)) for name, item in given.items()}
        for name, spec in known.items():
            if name not in values and spec.default is MISSING and spec.default_factory is MISSING:
                raise self._error(_join(key, name), self._missing(_join(key, name)))
        try:
            return wanted(**values)
        except ValueError as problem:
            raise self._error(key, str(problem)) from problem

    def _missing(self, key: str) -> str:
        variable = SECRETS.get(key)
        return f"missing; set {variable}, or {key}_file" if variable else "missing; config/example.toml shows every key"

    def _list(self, wanted: Any, given: Any, key: str) -> tuple[Any, ...]:
        if not isinstance(given, list):
            raise self._error(key, "a list is wanted here")
        inner = get_args(wanted)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(self.value(inner[0], item, key) for item in given)
        if len(given) != len(inner):
            raise self._error(key, f"{len(inner)} values are wanted here")
        return tuple(self.value(kind, item, key) for kind, item in zip(inner, given, strict=True))

    def _one_of(self, known: tuple[str, ...], given: Any, key: str) -> Any:
        if given not in known:
            raise self._error(key, f"{given!r} does not fit: one of {', '.join(known)} is wanted")
        return given

    def _plain(self, wanted: Any, given: Any, key: str) -> Any:
        try:
            if wanted is Decimal and isinstance(given, int | str | float) and not isinstance(given, bool):
                return _finite(Decimal(str(given)))
            if wanted is Path and isinstance(given, str):
                return self._path.parent / given
            if wanted is Address and isinstance(given, str):
                return address(given)
            if wanted is Currency and isinstance(given, str):
                return currency(given)
            if isinstance(wanted, type) and issubclass(wanted, StrEnum):
                return wanted(self._one_of(tuple(wanted), given, key))
        except InvalidOperation as problem:
            raise self._error(key, f"{given!r} does not fit: a number such as 5 or 2.5 is wanted") from problem
        except ValueError as problem:
            raise self._error(key, f"{given!r} does not fit: {problem}") from problem
        kind = getattr(wanted, "__supertype__", wanted)
        if type(given) is not kind:
            raise self._error(key, f"{given!r} does not fit: {getattr(kind, '__name__', kind)} is wanted")
        return given


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise InvalidOperation
    return number


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
