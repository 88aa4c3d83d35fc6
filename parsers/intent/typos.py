"""Words with one slip of the finger in them: "bestätgien", "recieved" (docs/mail.md 4.3)."""

from collections.abc import Iterable, Iterator

SHORTEST = 6
"""Shorter words are another word too soon: "price" and "prize"."""
_OTHER_LETTER = 8
"""The same where one letter stands for another: Dutch "vieren" (celebrate) is no "voeren" (carry)."""


def slips(word: str) -> Iterator[str]:
    """The word and what is left of it when one letter goes: two words that share one are a slip apart."""
    yield word
    yield from (word[:i] + word[i + 1 :] for i in range(1, len(word)))


def near(one: str, other: str) -> bool:
    """Whether one letter was left out, added, swapped with its neighbour, or replaced in a long word."""
    if one == other or one[0] != other[0]:
        return False
    short, long = sorted((one, other), key=len)
    at = next((i for i, c in enumerate(short) if c != long[i]), len(short))
    if len(long) - len(short) == 1:
        return short[at:] == long[at + 1 :]
    if len(long) != len(short):
        return False
    rest = slice(at + 1, None)
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or (len(one) >= _OTHER_LETTER and short[rest] == long[rest])


def index(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every word under each of its slips."""
    table: dict[str, list[str]] = {}
    for word in words:
        for slip in slips(word):
            table.setdefault(slip, []).append(word)
    return {slip: tuple(dict.fromkeys(found)) for slip, found in table.items()}


def meant(word: str, table: dict[str, tuple[str, ...]]) -> str:
    """The one word that is a slip away, empty where there is none or more than one."""
    found = {known for slip in slips(word) for known in table.get(slip, ()) if near(word, known)}
    return found.pop() if len(found) == 1 else ""
