"""The texts of letters: one folder of TOML files a language, keys joined by dots. A language is added by adding a folder."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from core.party import Language

FOLDER = Path(__file__).parent / "texts"


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


@cache
def texts(language: Language) -> Mapping[str, str]:
    """Every text of a language by its key. Raises ValueError where two files hold the same key."""
    found: dict[str, str] = {}
    for file in sorted((FOLDER / language).glob("*.toml")):
        for key, text in _flat(tomllib.loads(file.read_text("utf-8"))):
            if key in found:
                raise ValueError(f"{file}: {key} is already written in another file")
            found[key] = text
    return MappingProxyType(found)
