"""How the parts of a number in words add up in each language: "fünf" behind "und" before "vierzig", 4 before "vingt"."""

from typing import NamedTuple

MOST = 999_999
_UNIT_FIRST = ("de", "nl", "da", "cs")
_JOINED_UNITS = ("es", "pt", "ro")
_JOINED_HUNDREDS = ("en", "de", "nl", "da", "sv", "pt", "it", "zh")
_TEN_GROWS = ("hu", "tr", "zh")
_TWELVE_HUNDRED = ("en", "de", "nl", "da", "sv")
_ARTICLES = ("de", "nl", "da", "sv", "hu", "it", "pt", "es", "fr", "ro")


class Link(NamedTuple):
    """How a part follows the one before it: behind "and", behind a space."""

    joined: bool
    apart: bool


class Sum(NamedTuple):
    """What is read so far: thousands, what is below them, the last part, and what a short form ("二百五") adds."""

    big: int = 0
    small: int = 0
    last: int = 0
    parts: int = 0
    open: bool = False
    short: int = 0

    @property
    def value(self) -> int:
        """The number."""
        return self.big + self.small + self.short


def grown(language: str, so_far: Sum, value: int, link: Link) -> Sum | None:
    """The sum with one more part, or None where the language does not put it there."""
    small = _below(language, so_far, value, link) if value < 1000 else 0
    big = so_far.big if value < 1000 else _thousands(language, so_far, value, link)
    if small is None or big is None or big + small > MOST:
        return None
    short = language == "zh" and value < 10 and so_far.last >= 100 and not link.joined
    return Sum(big, small, value, so_far.parts + 1, short=value * (so_far.last // 10 - 1) if short else 0)


def _thousands(language: str, so_far: Sum, value: int, link: Link) -> int | None:
    again = so_far.big == 0 or (language == "zh" and value == 1000 and so_far.big % 10_000 == 0)
    fits = again and so_far.small < 1000 and not link.joined
    return so_far.big + (so_far.small or 1) * value if fits else None


def _below(language: str, so_far: Sum, value: int, link: Link) -> int | None:
    """What stands below the thousands with a part more."""
    small = so_far.small
    if value == 1 and so_far.parts and link.apart and not _one(language, small, link):
        return None
    if value >= 100:
        return _hundreds(language, small, value, link)
    if small % 100 == 0:
        return small + value if not link.joined or language in _JOINED_HUNDREDS else None
    if value >= 10:
        return _second_ten(language, small, value, link)
    return small + value if _unit(language, so_far, value, link) else None


def _hundreds(language: str, small: int, value: int, link: Link) -> int | None:
    if small == 0:
        return value if not link.joined or language in _JOINED_HUNDREDS else None
    many = small < 10 or (language in _TWELVE_HUNDRED and small < 100 and small % 10 > 0)
    return small * 100 if value == 100 and many and not link.joined else None


def _second_ten(language: str, small: int, value: int, link: Link) -> int | None:
    """Tens behind a unit or other tens: "fünfund|vierzig", "quatre-|vingt", "soixante-|quinze", 二|十."""
    rest = small % 100
    if language == "fr":
        return _french(small, value, link)
    if language == "zh":
        return small + 9 * rest if value == 10 and rest < 10 and not link.joined else None
    written = link.joined and not (language == "cs" and link.apart)
    return small + value if language in _UNIT_FIRST and written and rest < 10 and value >= 20 else None


def _french(small: int, value: int, link: Link) -> int | None:
    rest = small % 100
    if (rest, value) == (4, 20) and not link.joined:
        return small + 76
    fits = value < 20 and rest in (60, 80) and (not link.joined or (rest, value) == (60, 11))
    return small + value if fits else None


def _unit(language: str, so_far: Sum, value: int, link: Link) -> bool:
    """Whether a unit may follow tens."""
    rest = so_far.small % 100
    if rest % 10 or language in ("de", "nl", "da") or (language == "hu" and link.apart and rest < 30):
        return False
    if so_far.last == 10:
        return not link.joined and (language in _TEN_GROWS or (language == "fr" and value >= 7))
    if link.joined:
        return language in _JOINED_UNITS or (language == "fr" and value == 1 and rest < 80)
    return True


def _one(language: str, small: int, link: Link) -> bool:
    """Whether a "one" behind a space counts: in many languages it is an article ("hundra en vecka senare")."""
    if language not in _ARTICLES:
        return True
    if link.joined:
        return language in (*_JOINED_UNITS, "fr")
    return language in ("fr", "es", "it", "ro") and small % 100 in (0, 80)
