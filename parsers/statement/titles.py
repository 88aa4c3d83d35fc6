"""The titles of a statement's columns, in the languages of `labels.toml`."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "labels.toml"
COLUMNS = ("number", "date", "due", "amount", "credit", "open", "balance")


def plain(text: str) -> str:
    """Without case, accents and signs; currency codes in brackets left out."""
    bare = re.sub(r"\(?\b(?:EUR|USD|GBP|CHF|PLN|CZK|SEK|DKK)\b\)?|[€$£]", " ", text)
    folded = unicodedata.normalize("NFKD", bare.casefold().replace("ß", "ss").replace("ł", "l").replace("ø", "o"))
    letters = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join(letters.split())


@cache
def _words(kind: str) -> frozenset[str]:
    table = tomllib.loads(_FILE.read_text("utf-8"))
    return frozenset(plain(word) for word in str(table[kind]["words"]).split("|"))


def column_of(text: str) -> str | None:
    """What a title names; the open amount before an amount, a balance that is due before a running one."""
    bare = plain(text)
    return next((kind for kind in ("open", "due", "date", "number", "credit", "balance", "amount") if bare in _words(kind)), None)


def is_total(text: str) -> bool:
    """Whether a row is a sum or a carried balance."""
    bare = plain(text)
    return any(bare == word or bare.startswith(f"{word} ") for word in _words("total"))


def is_payment(text: str) -> bool:
    """Whether a row speaks of a payment."""
    bare = f" {plain(text)} "
    return any(f" {word} " in bare for word in _words("payment"))
