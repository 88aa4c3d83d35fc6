"""Who is it? The ladder of docs/mail.md 3, decided once from what the mail shows and what is on file."""

import unicodedata
from dataclasses import dataclass

from core.message import Authenticity, Verdict
from core.names import Address, domain_of
from core.party import Buyer, Level, Supplier

MIN_LOOKALIKE = 6
"""Shorter names differ by one letter from too many honest ones."""

_TWINS = str.maketrans(
    {
        "0": "o", "1": "l", "3": "e", "5": "s", "i": "l", "|": "l", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c",
        "у": "y", "х": "x", "і": "l", "ј": "j", "ѕ": "s", "ԁ": "d", "һ": "h", "ӏ": "l", "α": "a", "ο": "o", "ν": "v", "ρ": "p",
    }
)  # fmt: skip
"""The letters that look alike in common fonts; a small part of UTS 39's confusables, enough for domains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The level of a speaker, and why."""

    level: Level
    why: str
    supplier: Supplier | None = None
    buyer: Buyer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """What is known about the sender and the token before the level is decided."""

    suppliers: tuple[Supplier, ...] = ()
    """Those that have the address as a contact."""
    buyer: Buyer | None = None
    token_supplier: Supplier | None = None
    """Whose document a valid token of the mail belongs to."""
    domains: tuple[str, ...] = ()
    """Domains of all contacts on file."""
    names: tuple[str, ...] = ()
    """Names of all contacts of the token's supplier."""


def standing(sender: Address | None, name: str, shown: Authenticity, on_file: OnFile) -> Standing:
    """The level; only the From address counts, never a display name or a Reply-To."""
    if sender is None:
        return Standing(level=Level.STRANGER, why="no single From address")
    if shown.verdict is Verdict.FAIL and shown.enforced:
        return Standing(level=Level.FORGED, why=shown.why)
    if on_file.buyer and not on_file.suppliers:
        authentic = shown.verdict is Verdict.PASS
        level = Level.BUYER if authentic else Level.STRANGER
        return Standing(level=level, why=shown.why, buyer=on_file.buyer if authentic else None)
    if on_file.suppliers:
        return _contact(shown, on_file)
    twin = lookalike(domain_of(sender), on_file.domains)
    if twin:
        return Standing(level=Level.FORGED, why=f"{domain_of(sender)} looks like {twin}")
    if _borrowed_name(name, on_file):
        return Standing(level=Level.FORGED, why="a contact's name on a foreign address")
    if on_file.token_supplier and shown.verdict is Verdict.PASS:
        return Standing(level=Level.BEARER, why="valid token, address not on file", supplier=on_file.token_supplier)
    return Standing(level=Level.STRANGER, why="address not on file, no valid token with an authentic sender")


def _contact(shown: Authenticity, on_file: OnFile) -> Standing:
    """A contact of one supplier, or of several: then the token decides, else nobody is guessed."""
    mine = on_file.suppliers
    if on_file.token_supplier:
        mine = tuple(s for s in mine if s.id == on_file.token_supplier.id)
    if not mine:
        return Standing(level=Level.STRANGER, why="the token belongs to another supplier")
    if len(mine) != 1:
        return Standing(level=Level.STRANGER, why="the address serves several suppliers, and no token says which")
    level = Level.AUTHENTIC if shown.verdict is Verdict.PASS else Level.NAMED
    return Standing(level=level, why=shown.why, supplier=mine[0])


def _borrowed_name(name: str, on_file: OnFile) -> bool:
    """A display name that is a contact's, on an address that nobody put on file (T3)."""
    shown = " ".join(name.casefold().split())
    return len(shown) >= MIN_LOOKALIKE and shown in {" ".join(n.casefold().split()) for n in on_file.names}


def skeleton(text: str) -> str:
    """The text with letters that look alike made equal, after punycode is undone (T4, UTS 39)."""
    shown = text
    if "xn--" in text:
        try:
            shown = text.encode("ascii").decode("idna")
        except UnicodeError:
            shown = text
    folded = unicodedata.normalize("NFKD", shown.casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return plain.translate(_TWINS).replace("rn", "m").replace("vv", "w")


def lookalike(domain: str, on_file: tuple[str, ...]) -> str | None:
    """The domain on file that this one imitates: equal skeleton, one edit, or the known name in front of a foreign end."""
    if domain in on_file:
        return None
    mine = skeleton(domain)
    for known in on_file:
        if len(_name(known)) < MIN_LOOKALIKE or domain.endswith("." + known):
            continue
        theirs = skeleton(known)
        if mine == theirs or mine.startswith(theirs + ".") or _one_edit(mine, theirs):
            return known
    return None


def _name(domain: str) -> str:
    """The telling part of a domain: its longest label before the last, so that "mail." in front changes nothing."""
    return max(domain.split(".")[:-1] or [domain], key=len)


def _one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, exchange or swap of neighbours makes them equal."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    tail_one, tail_other = one[start:], other[start:]
    if len(one) == len(other):
        swapped = tail_one[:2] == tail_other[:2][::-1] and tail_one[2:] == tail_other[2:]
        return tail_one[1:] == tail_other[1:] or swapped
    longer, shorter = (tail_one, tail_other) if len(one) > len(other) else (tail_other, tail_one)
    return longer[1:] == shorter
