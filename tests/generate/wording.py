"""How each language writes an invoice: labels, numbers, dates. The words are data in `words/`, one file a language."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pl", "pt", "sv", "da", "cs")


@cache
def words(language: str) -> dict[str, list[str]]:
    """Everything that is written in this language, by what it means."""
    path = Path(__file__).parent / "words" / f"{language}.toml"
    return {key: [value] if isinstance(value, str) else value for key, value in tomllib.loads(path.read_text("utf-8")).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One document's habits: a label for each meaning, a way to write numbers and dates."""

    language: str
    labels: dict[str, str]
    group: str
    decimal: str
    date_form: str

    def label(self, meaning: str) -> str:
        return self.labels[meaning]

    def number(self, value: Decimal, places: int) -> str:
        """With groups of three."""
        return f"{value:,.{places}f}".replace(",", "\0").replace(".", self.decimal).replace("\0", self.group)

    def short(self, value: Decimal) -> str:
        """Without needless zeros: 12 or 1,5."""
        text = self.number(value, max(0, -int(value.normalize().as_tuple().exponent)))
        return text

    def day(self, when: date) -> str:
        month = words(self.language)["months"][when.month - 1]
        return when.strftime(self.date_form.replace("%B", month).replace("%b", month[:3]))


def writing(language: str, dice: Random) -> Writing:
    """A habit drawn from the dice; one of five writes no thousands separator."""
    known = words(language)
    return Writing(
        language=language,
        labels={meaning: dice.choice(choices) for meaning, choices in known.items()},
        group="" if dice.random() < 0.2 else known["group"][0],
        decimal=known["decimal"][0],
        date_form=dice.choice(known["dates"]),
    )
